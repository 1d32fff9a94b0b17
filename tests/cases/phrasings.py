#!/usr/bin/env python3
"""Many wordings of one fault, and of what a kind of mail must contain: each line alone in the body of a mail.

phrasings/RULE.txt             `+ text` has the fault: RULE finds it; `- text` is decent: RULE is silent.
elements/KIND--ELEMENT.txt     `+ text` gives the element: in that kind it is not missing; `- text` does not.

A line with `?` before it is not judged right yet: it counts against the recall or as a false alarm, and is an error once it
is right, so that the mark goes. The lines were written by people who had not seen the rules.

usage: phrasings.py PROGRAM [--count] [--mark]    --count: how often each file is right; --mark: sets and takes the marks
"""
import os
import sys
import tempfile

from run import HERE, lint

SUBJECT = "Your message about the order of 3 May"
BODY = "thank you for writing. Your order left our shop on Monday and comes tomorrow."
MAIL = """From: Kim Park <kim@gates.example>
To: Ann Lee <ann@lee.example>
Subject: {subject}
Date: Mon, 4 May 2026 16:42:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear Ann,

{body}

Kind regards,
Kim Park
"""


class Line:
    """`?+ text`: whether it is marked, its sign, and how it was judged."""

    def __init__(self, line):
        self.marked = line.startswith("?")
        self.sign, self.text = line[self.marked], line[self.marked + 2:]
        self.right = False

    def __str__(self):
        return f"{'?' * self.marked}{self.sign} {self.text}"


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [Line(line.rstrip("\n")) for line in file]


def mail_of(rule, text):
    if rule.startswith("subject."):
        return MAIL.format(subject=text, body=BODY)
    return MAIL.format(subject=SUBJECT, body=text)


def judge(program, lines, rule, arguments, found_means):
    """Sets line.right: found_means is the sign of lines for which a finding of the rule is right."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, f"{number:05}.eml") for number in range(len(lines))]
        for path, line in zip(paths, lines):
            with open(path, "w", encoding="utf-8") as file:
                file.write(mail_of(rule, line.text))
        for line, message in zip(lines, lint(program, paths, *arguments)):
            found = any(finding["rule"] == rule for finding in message["findings"])
            line.right = found == (line.sign == found_means)


def files(program):
    """Path, and its lines as they were judged."""
    for name in sorted(os.listdir(os.path.join(HERE, "phrasings"))):
        path = os.path.join(HERE, "phrasings", name)
        lines = read_lines(path)
        judge(program, lines, name[:-4], [], "+")
        yield path, lines
    for name in sorted(os.listdir(os.path.join(HERE, "elements"))):
        kind, element = name[:-4].split("--")
        path = os.path.join(HERE, "elements", name)
        rule = f"confirmation.missing-{element}"
        lines = read_lines(path)
        judge(program, lines, rule, ["--kind", kind, "--select", rule], "-")
        yield path, lines


def show_count(path, lines):
    told = [f"{sum(line.right for line in lines if line.sign == sign)} of {sum(line.sign == sign for line in lines)}"
            for sign in "+-"]
    print(f"{os.path.relpath(path, HERE)}: + {told[0]} right, - {told[1]} right")


def mark(path, lines):
    for line in lines:
        line.marked = not line.right
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def main():
    program, wanted = sys.argv[1], sys.argv[2:]
    total, failures = 0, 0
    for path, lines in files(program):
        total += len(lines)
        if "--count" in wanted:
            show_count(path, lines)
        if "--mark" in wanted:
            mark(path, lines)
        for line in lines if not wanted else []:
            if line.right == line.marked:
                failures += 1
                print(f"{os.path.relpath(path, HERE)}: {'right now, take its mark away' if line.right else 'wrong'}: {line}")
    print(f"phrasings: {total} lines, {failures} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
