#!/usr/bin/env python3
"""How often each rule is right: what it finds of what it must find in flawed mails, and what it finds in decent ones.

usage: accuracy.py PROGRAM [FOLDER]    FOLDER: holds good/ and flawed/ as this folder does; this folder by default

Only rules of level error and warning are counted. A line `?id` of an `expected` counts as a fault that is missed; words that
are not expected in a flawed mail are not held against a rule, since nobody has looked for all that is wrong with it.
"""
import collections
import json
import os
import subprocess
import sys

from run import HERE, judge_all, lint, serious

LEVELS = ("error", "warning")


class Count:
    """What a rule must find, finds of that, and finds where nothing is wrong."""

    def __init__(self):
        self.wanted, self.found, self.false = 0, 0, 0

    def recall(self):
        return f"{self.found / self.wanted:.2f}" if self.wanted else "   -"


def levels_of(program):
    listed = subprocess.run([program, "rules", "--isolated", "--output-format", "json"], stdout=subprocess.PIPE, check=True).stdout
    return {rule["rule"]: rule["level"] for rule in json.loads(listed)["rules"]}


def count_flawed(program, folder, counts):
    told, kinds = 0, 0
    judged = judge_all(program, [os.path.join(folder, name) for name in sorted(os.listdir(folder))])
    for wanted, message in judged.values():
        found = {f["rule"] for f in message["findings"]}
        for rule in [rule for rule, *_ in wanted["found"]] + wanted["missed"]:
            counts[rule].wanted += 1
            counts[rule].found += rule in found
        if wanted["told"]:
            kinds += 1
            told += wanted["told"] == message["kind"]
    return told, kinds


def count_good(program, folder, counts):
    names = sorted(os.listdir(folder))
    words, suggestions, told = 0, 0, 0
    for message in lint(program, [os.path.join(folder, name) for name in names]):
        told += message["kind"] == os.path.basename(message["path"]).split("--")[0]
        suggestions += sum(f["level"] == "suggestion" for f in message["findings"])
        for finding in serious(message):
            counts[finding["rule"]].false += 1
        with open(message["path"], "rb") as file:
            words += len(file.read().partition(b"\n\n")[2].split())
    return len(names), told, suggestions, words


def show(counts, levels):
    width = max(len(rule) for rule in counts)
    print(f"{'rule':{width}} {'level':8} {'wanted':>6} {'found':>6} recall  false")
    for rule in sorted(counts):
        count = counts[rule]
        print(f"{rule:{width}} {levels.get(rule, 'unknown'):8} {count.wanted:6} {count.found:6}   {count.recall():>4} {count.false:6}")
    for level in LEVELS:
        total = Count()
        for rule in (rule for rule in counts if levels.get(rule) == level):
            total.wanted += counts[rule].wanted
            total.found += counts[rule].found
            total.false += counts[rule].false
        print(f"{level}s: {total.found} of {total.wanted} found, recall {total.recall()}; {total.false} false alarms")


def main():
    program, folder = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else HERE
    counts = collections.defaultdict(Count)
    told, kinds = count_flawed(program, os.path.join(folder, "flawed"), counts)
    mails, good_told, suggestions, words = count_good(program, os.path.join(folder, "good"), counts)
    show(counts, levels_of(program))
    print(f"kinds: {good_told} of {mails} decent mails, {told} of {kinds} flawed ones told right")
    print(f"suggestions in decent mails: {suggestions}, {100 * suggestions / max(words, 1):.2f} for 100 words of source")


if __name__ == "__main__":
    main()
