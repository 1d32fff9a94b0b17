#!/usr/bin/env python3
"""Hostile input through the whole program: it ends in time, within its memory, with exit status 0, 1 or 2, and says so.

usage: run.py PROGRAM [--size FRACTION] [--slack N] [--only GLOB]
  --size FRACTION  of the full size of each input (1: as the issue asks; the default is a short form)
  --slack N        N times the time and the memory: for a build with sanitizers
  --only GLOB      only the inputs of this name
"""
import argparse
import fnmatch
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

from inputs import INPUTS

SECONDS = 10
MEMORY = 1 << 30
OUTPUT_MAX = 256 << 20  # a diff of 50 MB holds them twice; 100,000 mails have 2 KB of report each
WALL = 12  # times SECONDS before a program that waits for a processor is taken for hung


class Run:
    """One run of the program: status, processor seconds, peak memory, output."""

    def __init__(self, command, directory, slack):
        out, err = os.path.join(directory, "out"), os.path.join(directory, "err")
        begin = time.monotonic()
        with open(out, "wb") as out_file, open(err, "wb") as err_file:
            limit = int(SECONDS * slack) + 5
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out_file, stderr=err_file,
                                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1)))
            signal.alarm(int(WALL * SECONDS * slack))
            _, status, usage = os.wait4(child.pid, 0)
            signal.alarm(0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.status = child.returncode
        self.seconds = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024
        self.wall = time.monotonic() - begin
        self.output, self.errors = out, err

    def trouble(self, slack):
        """What is wrong with it, or None."""
        with open(self.errors, "rb") as file:
            errors = file.read(4000).decode(errors="replace")
        if self.status not in (0, 1, 2):
            return f"exit status {self.status}: {errors.strip()[-600:]}"
        if self.status == 2 and not errors.startswith("replylint: "):
            return f"exit status 2 without a reason: {errors.strip()[-600:]}"
        if re.search("Sanitizer|runtime error", errors):
            return errors.strip()[-600:]
        if self.seconds > SECONDS * slack:
            return f"{self.seconds:.1f} s"
        if self.memory > MEMORY * slack:
            return f"{self.memory >> 20} MB"
        if os.path.getsize(self.output) > OUTPUT_MAX:
            return f"{os.path.getsize(self.output) >> 20} MB of output"
        return None


def check_json(path):
    """What is wrong with a report of JSON lines, or None."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            try:
                json.loads(line)
            except ValueError as error:
                return f"not JSON: {error}"
    return None


def write_input(directory, name, size):
    this = INPUTS[name]
    path = os.path.join(directory, f"input.{this.ending}")
    with open(path, "wb") as file:
        file.write(this.make(max(10, int(this.full * size))))
    return path


# What is asked of the program for each input; the repairs for those whose names begin so.
REPORT = ("--output-format", "jsonl")
TEXT = ("--level", "praise", "--color", "always")
REPAIR = ("--fix", "--unsafe-fixes", "--stdout", "--quiet")
DIFF = ("--fix", "--unsafe-fixes", "--diff")
REPAIRED = re.compile("text-|run-letter|run-capital|many-(capital|mixed|list|elong|sus|acro|quoted|exclam)|header-subject|base64-cap|"
                      "quoted-printable-text|html-(blunt|cap|paragraph-text|text|bold-text|links|upper|huge)|parts-(many-html|alternative)|"
                      "markdown-(capitals|text)|template-(values|auto)|flowed-text|encoded-words|charset-utf-16-text")


def asked(name, full):
    yield REPORT
    if full:
        yield TEXT
    if REPAIRED.match(name):
        yield REPAIR
        yield DIFF


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("--size", type=float, default=0.01)
    parser.add_argument("--slack", type=float, default=1)
    parser.add_argument("--only", default="*")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    names = fnmatch.filter(INPUTS, options.only)
    failures, runs, slowest, largest = 0, 0, (0, ""), (0, "")
    with tempfile.TemporaryDirectory() as directory:
        for name in names:
            path = write_input(directory, name, options.size)
            for arguments in asked(name, options.size == 1):
                command = [options.program, "--isolated", *INPUTS[name].arguments, *arguments, "--", path]
                run = Run(command, directory, options.slack)
                what = f"{name} {' '.join(arguments)}"
                trouble = run.trouble(options.slack) or (check_json(run.output) if arguments == REPORT else None)
                runs += 1
                slowest, largest = max(slowest, (run.seconds, what)), max(largest, (run.memory, what))
                if options.verbose:
                    print(f"{run.seconds:6.2f} s {run.memory >> 20:5} MB {os.path.getsize(run.output) >> 10:6} KB exit {run.status} {what}", flush=True)
                if trouble:
                    failures += 1
                    print(f"hostile: {what}: {trouble}", flush=True)
    print(f"hostile: {runs} runs over {len(names)} inputs, {failures} failed; at most {slowest[0]:.1f} s ({slowest[1]}), "
          f"{largest[0] >> 20} MB ({largest[1]})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
