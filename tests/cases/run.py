#!/usr/bin/env python3
"""Whole mails through the program.

good/     decent mails, <kind>--<topic>.<ext>: no error and no warning, with the kind told from the mail and with the kind given.
kinds/    decent mails, named as those in good/, in which something is found, rightly or wrongly: only their kind is asked.
flawed/   one folder a mail: `mail.*` and `expected`.
stories/  the same, and `fixed`: what --fix --unsafe-fixes makes of it.

A line of `expected` is the id of a rule that must be found; with a level behind it, at that level; `!id` must not be found;
`?id` should be found and is not yet: it counts against the recall, and is an error once it is found, so that the mark goes.
`kind: K` gives the kind, `told: K` is the kind that must be told; `face: F`; `args: ...` are further arguments; `only`: no
other error or warning. `#` begins a comment: the reason.

usage: run.py PROGRAM
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def lint(program, paths, *arguments):
    """The messages of the JSON report; a crash, a hang or a line that is no JSON ends the test."""
    command = [program, "--isolated", "--exit-zero", "--output-format", "jsonl", *arguments, "--", *paths]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"{' '.join(command[:8])} ...: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def serious(message):
    return [f for f in message["findings"] if f["level"] in ("error", "warning")]


def show(finding):
    return f"{finding['line']}:{finding['column']} {finding['level']} {finding['rule']} {finding['text'][:70]!r}"


def check_good(program):
    """Decent mails stay without error and warning, however their kind is known."""
    folder = os.path.join(HERE, "good")
    names = sorted(os.listdir(folder))
    failures = []
    paths = [os.path.join(folder, name) for name in names]
    for message in lint(program, paths):
        failures += [f"{message['path']} (told {message['kind']}): {show(f)}" for f in serious(message)]
    for kind in sorted({name.split("--")[0] for name in names}):
        of_kind = [path for path in paths if os.path.basename(path).startswith(kind + "--")]
        for message in lint(program, of_kind, "--kind", kind):
            failures += [f"{message['path']} (given {kind}): {show(f)}" for f in serious(message)]
    return len(names), failures


def check_kinds(program):
    """The kind is told that the name says."""
    folder = os.path.join(HERE, "kinds")
    messages = lint(program, [os.path.join(folder, name) for name in sorted(os.listdir(folder))])
    return len(messages), [f"{message['path']}: told as {message['kind_evidence']}" for message in messages
                           if message["kind"] != os.path.basename(message["path"]).split("--")[0]]


def read_expected(folder):
    wanted = {"found": [], "missed": [], "silent": [], "arguments": [], "only": False, "told": None, "face": None}
    with open(os.path.join(folder, "expected"), encoding="utf-8") as file:
        for line in filter(None, (line.split("#")[0].strip() for line in file)):
            key, _, value = line.partition(": ")
            if key == "kind":
                wanted["arguments"] += ["--kind", value]
            elif key == "args":
                wanted["arguments"] += value.split()
            elif key in ("told", "face"):
                wanted[key] = value
            elif line == "only":
                wanted["only"] = True
            elif line.startswith("!"):
                wanted["silent"].append(line[1:])
            elif line.startswith("?"):
                wanted["missed"].append(line[1:])
            else:
                wanted["found"].append(line.split())
    return wanted


def mail_in(folder):
    return next(os.path.join(folder, n) for n in sorted(os.listdir(folder)) if n not in ("expected", "fixed"))


def judge_all(program, folders):
    """{folder: (what is expected, message)}; mails with the same arguments are judged in one run."""
    wanted = {folder: read_expected(folder) for folder in folders}
    judged = {}
    for arguments in sorted({tuple(w["arguments"]) for w in wanted.values()}):
        mails = {mail_in(folder): folder for folder, w in wanted.items() if tuple(w["arguments"]) == arguments}
        for message in lint(program, sorted(mails), *arguments):
            judged[mails[message["path"]]] = (wanted[mails[message["path"]]], message)
    return judged


def check_folder(program, folder, wanted, message):
    """What differs from the folder's `expected`, as lines."""
    mail = message["path"]
    found = [(f["rule"], f["level"]) for f in message["findings"]]
    wrong = []
    for rule, *level in wanted["found"]:
        if not any(r == rule and (not level or l == level[0]) for r, l in found):
            wrong.append(f"not found: {rule} {' '.join(level)}")
    wrong += [f"found now, take its '?' away: {rule}" for rule in wanted["missed"] if any(r == rule for r, _ in found)]
    wrong += [f"found: {rule}" for rule in wanted["silent"] if any(r == rule for r, _ in found)]
    if wanted["told"] not in (None, message["kind"]):
        wrong.append(f"told as {message['kind_evidence']}")
    if wanted["face"] not in (None, message["face"]):
        wrong.append(f"face {message['face']}")
    if wanted["only"]:
        expected = {rule for rule, *_ in wanted["found"]}
        wrong += [f"also found: {show(f)}" for f in serious(message) if f["rule"] not in expected]
    if os.path.exists(os.path.join(folder, "fixed")):
        wrong += check_fixed(program, folder, mail, wanted["arguments"])
    return [f"{mail} ({message['kind']}): {line}" for line in wrong]


def check_fixed(program, folder, mail, arguments):
    command = [program, "--isolated", "--quiet", "--exit-zero", "--fix", "--unsafe-fixes", "--stdout", *arguments, "--", mail]
    fixed = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=True).stdout
    with open(os.path.join(folder, "fixed"), "rb") as file:
        return [] if file.read() == fixed else [f"fixed text differs:\n{fixed.decode(errors='replace')}"]


def main():
    program = sys.argv[1]
    good, failures = check_good(program)
    known, wrong = check_kinds(program)
    total = good + known
    failures += wrong
    for group in ("flawed", "stories"):
        base = os.path.join(HERE, group)
        judged = judge_all(program, [os.path.join(base, name) for name in sorted(os.listdir(base))])
        for folder, (wanted, message) in sorted(judged.items()):
            failures += check_folder(program, folder, wanted, message)
        total += len(judged)
    for failure in failures:
        print(failure)
    print(f"cases: {total} mails, {len(failures)} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
