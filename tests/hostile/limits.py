#!/usr/bin/env python3
"""Every limit of limits.def: in the manual with its figure, and tested on both sides: at it nothing is noted, beyond it is.

usage: limits.py PROGRAM
"""
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
LIMIT = re.compile(r'^LIMIT\((\w+), ([^,]+), "([^"]+)", "([^"]+)"\)', re.M)
MIXED = b"Content-Type: multipart/mixed; boundary="


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def value_of(expression):
    """An integer of C, or a product of such."""
    value = 1
    for factor in expression.split("*"):
        value *= int(factor.strip().rstrip("u"))
    return value


LIMITS = {name: value_of(value) for name, value, _, _ in LIMIT.findall(read("src", "base", "limits.def"))}


def fields(n):
    return b"A: b\n" * n + b"\nHello.\n"


def nested(levels):
    """A message whose innermost part is in so many multiparts."""
    return b"".join([MIXED + b"b%d\n\n--b%d\n" % (i, i) for i in range(levels)]) + b"\nText.\n" + \
        b"".join([b"--b%d--\n" % i for i in range(levels - 1, -1, -1)])


# The input that just meets a limit, from n; that from n+1 is beyond it.
INPUTS = {
    "header_bytes": ("eml", lambda n: b"A: " + b"b" * (n - 3) + b"\n\nHello.\n"),
    "header_count": ("eml", fields),
    "parts": ("eml", lambda n: MIXED + b"b\n\n" + b"--b\n\nx\n" * (n - 1) + b"--b--\n"),
    "depth": ("eml", lambda n: nested(n)),
    "parameter_bytes": ("eml", lambda n: b'Content-Type: text/plain; a="' + b"b" * n + b'"\n\nHello.\n'),
    "boundary_bytes": ("eml", lambda n: MIXED + b"b" * n + b"\n\n--" + b"b" * n + b"\n\nx\n--" + b"b" * n + b"--\n"),
    "decoded_bytes": ("eml", lambda n: b"Content-Type: text/plain\n\n" + b"a " * (n // 2) + b"a" * (n % 2)),
    "html_tokens": ("html", lambda n: b"</b>" * n),
    "addresses": ("eml", lambda n: b"To: " + b",".join([b"a@b.de"] * n) + b"\n\nHello.\n"),
    "text_bytes": ("txt", lambda n: b"a" * n),
    "findings": ("txt", lambda n: b"As per my last email, it is on its way.\n\n" * n),
}


def judged(program, directory, ending, content):
    path = os.path.join(directory, "input." + ending)
    with open(path, "wb") as file:
        file.write(content)
    command = [program, "--isolated", "--exit-zero", "--output-format", "jsonl", "--", path]
    done = subprocess.run(command, stdout=subprocess.PIPE, timeout=120, check=True)
    return json.loads(done.stdout.splitlines()[0])


def defects(program, directory, ending, content):
    return [defect["id"] for defect in judged(program, directory, ending, content)["defects"]]


def check_manual():
    manual = re.search(r"\.Sh LIMITS\n(.*?)\.Sh ", read("src", "man", "replylint.1"), re.S).group(1)
    told = re.findall(r"^\.It Ic (\S+)\n(\d+) ([^:\n]+): (.*)\.$", manual, re.M)
    listed = [(name.replace("_", "-"), str(value_of(value)), unit, beyond)
              for name, value, unit, beyond in LIMIT.findall(read("src", "base", "limits.def"))]
    return [f"replylint.1 and limits.def differ: {entry}" for entry in set(told) ^ set(listed)]


def check_sides(program, directory):
    for name, (ending, make) in INPUTS.items():
        wanted = "limit." + name.replace("_", "-")
        for more in (0, 1):
            met = wanted in defects(program, directory, ending, make(LIMITS[name] + more))
            if met != bool(more):
                yield f"{wanted} is {'' if met else 'not '}noted at {LIMITS[name]}+{more}"


def check_count(program, directory):
    """Findings are counted to the last, even where they are too many to be kept (KEPT_MOST of judge.c)."""
    for wanted in (99999, 100000, 100001, 120000):
        told = judged(program, directory, "txt", b"Dear Ann,\n\n" + b"pls " * wanted + b"\n")
        rule = "yelling.chat-shorthand"
        found = sum(finding["rule"] == rule for finding in told["findings"]) + sum(
            more["count"] for more in told["more"] if more["rule"] == rule)
        if found != wanted:
            yield f"of {wanted} findings {found} are counted"


def main():
    failures = check_manual()
    with tempfile.TemporaryDirectory() as directory:
        failures += check_sides(sys.argv[1], directory)
        failures += check_count(sys.argv[1], directory)
    print("".join(f"limits: {failure}\n" for failure in failures) +
          f"limits: {len(LIMITS)} in the manual, {len(INPUTS)} met from both sides, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
