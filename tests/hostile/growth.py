#!/usr/bin/env python3
"""Time grows with the input: twice of any hostile input takes at most 2.3 times as long.

usage: growth.py STOPWATCH RULES [--seconds S] [--only GLOB]
  --seconds S  go on doubling an input until it takes so long, or has its full size
  --only GLOB  only the inputs of this name

Processor time is compared, the least of several runs; where twice the input seems to take too long, both are measured
again, since whatever else the machine does can only make a run longer.
"""
import argparse
import fnmatch
import os
import subprocess
import sys
import tempfile

from inputs import INPUTS
from run import REPAIRED

TIMES = 2.3
SMALLEST = 0.0002   # of the full size: where doubling begins
MEASURABLE = 0.010  # s: a shorter time tells nothing
RUNS, AGAIN, TRIES = 3, 6, 4


class Stopwatch:
    """The program that judges files and says how long it took."""

    def __init__(self, program, rules):
        self.child = subprocess.Popen([program, rules], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def seconds(self, runs, repair, template, path):
        self.child.stdin.write(f"{runs} {int(repair)} {template} {path}\n")
        self.child.stdin.flush()
        return int(self.child.stdout.readline()) / 1e6


class Family:
    """An input at its sizes, and what each took."""

    def __init__(self, stopwatch, directory, name):
        self.stopwatch, self.directory, self.name, self.input = stopwatch, directory, name, INPUTS[name]
        arguments = self.input.arguments
        self.template = arguments[1] if arguments else "-"
        self.least = {}

    def measure(self, n, runs):
        path = os.path.join(self.directory, f"{n}.{self.input.ending}")
        if n not in self.least:
            with open(path, "wb") as file:
                file.write(self.input.make(n))
        taken = self.stopwatch.seconds(runs, bool(REPAIRED.match(self.name)), self.template, path)
        self.least[n] = min(taken, self.least.get(n, taken))
        return self.least[n]

    def ratio(self, n):
        """What twice n takes of what n takes."""
        for runs in [RUNS] + TRIES * [AGAIN]:
            single, double = self.measure(n, runs), self.measure(2 * n, runs)
            if double <= TIMES * single:
                break
        return double / single

    def grow(self, seconds):
        """(n, ratio) of each doubling."""
        n = max(10, int(self.input.full * SMALLEST))
        while 2 * n <= self.input.full:
            single = self.measure(n, RUNS)
            if single >= seconds:
                return
            if single >= MEASURABLE:
                yield n, self.ratio(n)
            n *= 2

    def clear(self):
        for n in self.least:
            os.unlink(os.path.join(self.directory, f"{n}.{self.input.ending}"))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("stopwatch")
    parser.add_argument("rules")
    parser.add_argument("--seconds", type=float, default=0.02)
    parser.add_argument("--only", default="*")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    names = fnmatch.filter(INPUTS, options.only)
    stopwatch = Stopwatch(options.stopwatch, options.rules)
    failures, doublings, steepest = 0, 0, (0, "")
    with tempfile.TemporaryDirectory() as directory:
        for name in names:
            family = Family(stopwatch, directory, name)
            for n, ratio in family.grow(options.seconds):
                what = f"{name}: {2 * n} takes {ratio:.2f} times as long as {n} ({family.least[2 * n]:.3f} s)"
                doublings += 1
                steepest = max(steepest, (ratio, what))
                if ratio > TIMES:
                    failures += 1
                    print(f"growth: {what}", flush=True)
                elif options.verbose:
                    print(f"        {what}", flush=True)
            family.clear()
    print(f"growth: {doublings} doublings of {len(names)} inputs, {failures} failed; at most {steepest[1]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
