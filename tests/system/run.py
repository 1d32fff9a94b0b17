#!/usr/bin/env python3
"""The command line as its users meet it: one file a story, test_*.py.

usage: run.py PROGRAM [NAME]...    NAME: a story alone, as trouble for test_trouble.py

Each test runs the built program in a folder of its own, with a home of its own and no network.
"""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    os.environ["REPLYLINT"] = os.path.abspath(sys.argv[1])
    sys.path.insert(0, HERE)
    sys.dont_write_bytecode = True
    names = sys.argv[2:] or [name[5:-3] for name in sorted(os.listdir(HERE)) if name.startswith("test_")]
    suite = unittest.defaultTestLoader.loadTestsFromNames(f"test_{name}" for name in names)
    result = unittest.TextTestRunner(verbosity=0, stream=sys.stdout).run(suite)
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    print(f"system: {result.testsRun} tests, {len(result.failures) + len(result.errors)} failures")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
