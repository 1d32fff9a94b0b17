#!/usr/bin/env python3
"""Files that swell: YAML as a rule, a configuration and a glossary, and lines of 10 MB through every report.

usage: bombs.py PROGRAM
"""
import os
import re
import resource
import subprocess
import sys
import tempfile

SECONDS, MEMORY = 10, 1 << 30
LINE = 10 << 20
FORMATS = ("text", "line", "json", "jsonl")
MAIL = b"From: a@example.com\nSubject: Hello\n\nHello Sam,\n\nYour door is ready.\n\nKind regards,\nAnn\n"


def aliases(levels):
    """Each level names the one before nine times: 9^levels when they are followed."""
    return b"a0: &a0 [x]\n" + b"".join([b"a%d: &a%d [%s]\n" % (i, i, b",".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, levels)])


YAML = {
    "aliases": aliases(30),
    "alias-of-itself": b"a: &a [*a]\n",
    "merges": b"a: &a {b: c}\n" + b"d: {<<: *a}\n" * 100_000,
    "deep-flow": b"[" * 100_000,
    "deep-flow-mappings": b"{a: " * 100_000,
    "deep-lines": b"".join([b" " * i + b"a:\n" for i in range(2000)]),
    "deep-sequences": b"- " * 100_000 + b"a\n",
    "one-line-plain": b"extends: " + b"a" * LINE + b"\n",
    "one-line-words": b"extends: phrase\nphrases: " + b"a " * (LINE // 2) + b"\n",
    "one-line-quoted": b'extends: "' + b"a" * LINE + b'"\n',
    "one-line-open-quote": b'extends: "' + b"a\\n" * (LINE // 3),
    "one-line-key": b"a" * LINE + b": b\n",
    "one-line-flow": b"phrases: [" + b"a, " * 500_000 + b"]\n",
    "one-phrase": b"extends: phrase\nmessage: m\nlevel: warning\nphrases:\n  - " + b"{a|b} " * 500_000 + b"\n",
    "one-phrase-of-gaps": b"extends: phrase\nmessage: m\nlevel: warning\nphrases:\n  - a " + b"~50 b " * 20_000 + b"\n",
    "one-regex": b"extends: existence\nmessage: m\nlevel: warning\ntokens:\n  - '" + b"(a|" * 200_000 + b"'\n",
    "regex-of-repeats": b"extends: existence\nmessage: m\nlevel: warning\ntokens:\n  - '((((a{1,99}){1,99}){1,99}){1,99})'\n",
    "many-keys": b"".join([b"k%d: v\n" % i for i in range(300_000)]),
    "many-documents": b"---\na: b\n" * 200_000,
    "many-tags": b"a: " + b"!t " * 200_000 + b"b\n",
    "many-comments": b"# a\n" * 1_000_000,
    "block-scalar": b"extends: |\n" + b"  a\n" * 1_000_000,
    "nuls": b"\0" * 100_000,
    "bytes-ff": b"\xff" * 100_000,
    "percents": b"%" * 1_000_000,
    "bars": b"| " * 500_000,
}
GLOSSARY = {
    "terms": b"terms:\n" + b"".join([b"  - term: word%d\n    meaning: m\n" % i for i in range(50_000)]),
    "one-term": b"terms:\n  - term: " + b"a" * LINE + b"\n    meaning: b\n",
}
LINES = {
    "words.eml": MAIL + b"and so it goes on " * (LINE // 18),
    "shouted.eml": MAIL + b"WE NEVER DO THAT. " * (LINE // 18),
    "letters.eml": MAIL + b"a" * LINE,
    "blunt.txt": b"As per my last email, revert asap. " * (LINE // 35),
    "words.html": b"<p>" + b"As per my last email, revert asap. " * (LINE // 35),
    "attribute.html": b'<a href="' + b"a" * LINE + b'">As per my last email</a>',
    "subject.eml": b"Subject: " + b"WHY " * (LINE // 4) + b"\n\nHello.\n",
    "words.md": b"As per my last email, revert asap. " * (LINE // 35),
}


class Bombs:
    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), folder
        self.failures, self.runs = 0, 0

    def path(self, name, content):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def note(self, failure):
        self.failures += 1
        print(f"bombs: {failure}", flush=True)

    def run(self, what, statuses, *arguments):
        """Standard output; notes what is wrong."""
        self.runs += 1
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        child = subprocess.Popen([self.program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, preexec_fn=limit)
        out, err = child.communicate(timeout=40 * SECONDS)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if child.returncode not in statuses:
            self.note(f"{what}: exit status {child.returncode} after {seconds:.1f} s: {err[:300]!r}")
        elif child.returncode == 2 and not re.match(rb"replylint: [^\n]{1,2000}\n", err):
            self.note(f"{what}: no reason in a line of sensible length: {err[:200]!r}")
        if after.ru_maxrss * 1024 > MEMORY:
            self.note(f"{what}: {after.ru_maxrss >> 10} MB")
        return out

    def yaml(self):
        mail = self.path("mail.eml", MAIL)
        for name, content in YAML.items():
            rule = self.path(f"{name}/g/rule.yml", content)
            self.run(f"rule {name}", (0, 1, 2), "--isolated", "--rules", os.path.dirname(rule), mail)
            self.run(f"test-rules {name}", (0, 1, 2), "test-rules", os.path.dirname(rule))
            self.run(f"configuration {name}", (0, 1, 2), "--config", self.path(f"{name}.yml", content), mail)
        for name, content in {**YAML, **GLOSSARY}.items():
            self.path("glossary.yml", content)
            self.run(f"glossary {name}", (0, 1, 2), "--config", self.path("c.yml", b"glossary: [glossary.yml]\n"), mail)

    def lines(self):
        for name, content in LINES.items():
            path = self.path(name, content)
            for output in FORMATS:
                out = self.run(f"{name} as {output}", (0, 1), "--isolated", "--output-format", output, path)
                if output in ("text", "line") and len(out) > 1 << 20:
                    self.note(f"{name} as {output}: a report of {len(out)} bytes")
                longest = max(map(len, out.split(b"\n")))
                if output == "text" and longest > 1000:
                    self.note(f"{name} as {output}: a line of {longest} bytes")


def main():
    with tempfile.TemporaryDirectory() as folder:
        bombs = Bombs(sys.argv[1], folder)
        bombs.yaml()
        bombs.lines()
    print(f"bombs: {bombs.runs} runs, {bombs.failures} failed")
    return 1 if bombs.failures else 0


if __name__ == "__main__":
    sys.exit(main())
