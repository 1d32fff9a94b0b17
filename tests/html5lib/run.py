#!/usr/bin/env python3
"""The tokenizer against html5lib's tokenizer tests, each case with its source whole and coming a byte at a time.

`exceptions` beside this file names what need not pass, with the reason; one that passes is an error too.

usage: run.py TOKENS FOLDER    TOKENS: the program made from tokens.c; FOLDER: html5lib-tests/tokenizer
"""
import glob
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def unescape(value):
    """Undoes a second escaping, everywhere in value; two surrogates are one character."""
    if isinstance(value, str):
        value = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m.group(1), 16)), value)
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    if isinstance(value, list):
        return [unescape(v) for v in value]
    if isinstance(value, dict):
        return {unescape(k): unescape(v) for k, v in value.items()}
    return value


def cases_of(path):
    with open(path, encoding="utf-8") as file:
        tests = json.load(file)
    for test in tests.get("tests", tests.get("xmlViolationTests")):
        test = unescape(test) if test.get("doubleEscaped") else test
        for state in test.get("initialStates", ["Data state"]):
            yield {
                "file": os.path.basename(path),
                "name": test["description"],
                "state": state,
                "input": test["input"],
                "last": test.get("lastStartTag", ""),
                "wanted": test["output"],
            }


def read_exceptions():
    """[(file, state, description, reason)]; "*" is any."""
    with open(os.path.join(HERE, "exceptions"), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    return [tuple(part.strip() for part in line.split("|")) for line in lines]


def is_excepted(case, exceptions):
    place = (case["file"], case["state"], case["name"])
    for number, exception in enumerate(exceptions):
        if all(want in ("*", have) for want, have in zip(exception, place)):
            return number
    return None


def run(program, cases, grow):
    lines = [json.dumps({"input": c["input"], "state": c["state"], "last": c["last"], "grow": grow}) for c in cases]
    done = subprocess.run([program], input="\n".join(lines).encode(), stdout=subprocess.PIPE, timeout=600, check=True)
    return [json.loads(line) for line in done.stdout.split(b"\n")[:-1]]


def main(program, folder):
    exceptions = read_exceptions()
    used = [0] * len(exceptions)
    cases = []
    for path in sorted(glob.glob(os.path.join(folder, "*.test"))):
        for case in cases_of(path):
            number = is_excepted(case, exceptions)
            if number is None:
                cases.append(case)
            else:
                used[number] += 1
    failures = []
    for grow in (False, True):
        told = run(program, cases, grow)
        if len(told) != len(cases):
            sys.exit(f"{len(told)} answers to {len(cases)} cases")
        for case, tokens in zip(cases, told):
            if tokens != case["wanted"]:
                how = "a byte at a time" if grow else "whole"
                failures.append(
                    f"{case['file']}: {case['state']}, {how}: {case['name']!r}\n  input  {case['input']!r}\n"
                    f"  wanted {case['wanted']}\n  tokens {tokens}"
                )
    failures += [f"exceptions: {' | '.join(e)}: no such case" for e, n in zip(exceptions, used) if n == 0]
    for failure in failures[:40]:
        print(failure)
    print(f"html5lib: {len(cases)} cases whole and a byte at a time, {sum(used)} excepted, {len(failures)} failures")
    return 1 if failures or not cases else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
