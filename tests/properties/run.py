#!/usr/bin/env python3
"""Properties that hold of every mail: of all in tests/cases, of every rule's examples, of the same mails in other transfer
encodings, charsets and HTML, and of a corpus where one is given.

P1  every word and every finding points at the bytes of the file that say it (roads.py; decoded by oracle.py)
P2  every fix changes what its finding shows and nothing else, its finding goes and none comes (fixes.py, whole.py)
P3  git applies --diff to what --fix and --stdout write; signed mail is never changed (whole.py, variants.py)
P4  a report does not depend on the order, the company or the time (whole.py)

usage: run.py BUILD [CORPUS] [--one-of N]

BUILD: the folder with replylint, properties/pages and properties/specimens in it. --one-of N: only each N-th mail is tried
in other encodings.
"""
import argparse
import collections
import glob
import os
import subprocess
import sys
import tempfile

import fixes
import roads
import variants
import whole

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(os.path.dirname(HERE), "cases")
RULES = os.path.join(os.path.dirname(os.path.dirname(HERE)), "rules")
EXTENSIONS = (".eml", ".txt", ".html", ".md", ".tpl")
Programs = collections.namedtuple("Programs", "replylint pages specimens")


def files_under(*folders):
    found = [os.path.join(base, name) for folder in folders for base, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.endswith(EXTENSIONS))


def specimens(programs, folder):
    """Every rule's examples as files, {path: kind}."""
    os.makedirs(folder)
    subprocess.run([programs.specimens, RULES, folder, *sorted(glob.glob(os.path.join(CASES, "catalogue", "*.yml")))],
                   check=True)
    return {path: os.path.basename(os.path.dirname(path)) for path in files_under(folder)}


def check_roads(programs, messages):
    """P1 for the files of messages."""
    failures, words = [], 0
    for document in roads.read_pages(programs.pages, sorted(messages)):
        source = whole.read(document["path"])
        wrong, count, _ = roads.check_words(document, source)
        wrong += roads.check_findings(messages[document["path"]], document, source)
        words += count
        failures += [f"{document['path']}: {line}" for line in wrong]
    return words, failures


def check_same(messages, origins, judged):
    """A mail in another encoding has the same findings; HTML may lack some, where tags stand in the words."""
    failures = []
    for path, origin in sorted(origins.items()):
        if path.endswith(("html.eml", "alternative.eml")) or path not in judged:
            continue
        here, there = ([(f["rule"], f["text"]) for f in m["findings"]] for m in (judged[path], messages[origin]))
        if here != there:
            failures.append(f"{path} ({origin}): other findings: {sorted(set(here) ^ set(there))}")
    return failures


def check_sealed(programs, folder, paths):
    sealed = variants.write_all(os.path.join(folder, "sealed"), paths, variants.sealed_of)
    before = {path: whole.read(path) for path in sealed}
    failures = [f"{sealed[path]} sealed: {f['rule']} has edits" for path, message in
                fixes.lint(programs.replylint, sorted(sealed)).items()
                for f in message["findings"] for fix in f["fixes"] if fix["edits"]]
    whole.repair(programs.replylint, folder, sorted(sealed), ["--fix", "--unsafe-fixes"])
    return len(sealed), failures + [f"{path}: sealed mail was changed" for path in sealed if whole.read(path) != before[path]]


def check_set(programs, folder, messages, name):
    """P1 and P2 for each word, finding and fix of messages; prints a line."""
    words, failures = check_roads(programs, messages)
    trials = os.path.join(folder, name)
    os.makedirs(trials)
    count, wrong = fixes.check_each(programs, trials, messages)
    print(f"properties: {name}: {len(messages)} files, {words} words, {count} fixes, {len(failures + wrong)} violations")
    return failures + wrong


def check_all(programs, folder, corpus, one_of):
    cases = files_under(*(os.path.join(CASES, group) for group in ("good", "flawed", "stories")))
    mails = [path for path in cases if path.endswith(".eml")][::one_of]
    messages = fixes.lint(programs.replylint, cases)
    failures = check_set(programs, folder, messages, "cases")
    kinds = specimens(programs, os.path.join(folder, "specimens"))
    failures += check_set(programs, folder, fixes.lint_kinds(programs.replylint, kinds), "examples")
    dressed = variants.write_all(os.path.join(folder, "dressed"), mails, variants.variants_of)
    judged = fixes.lint(programs.replylint, sorted(dressed))
    failures += check_set(programs, folder, judged, "variants") + check_same(messages, dressed, judged)
    wider = cases + sorted(dressed)
    if corpus:
        found = files_under(*(os.path.join(corpus, group) for group in ("mime", "templates")))
        if not found:
            raise SystemExit(f"{corpus}: holds neither mime/ nor templates/")
        read = fixes.lint(programs.replylint, found)
        failures += check_set(programs, folder, read, "corpus")
        wider += sorted(read)
    failures += whole.check_repairs(programs.replylint, folder, wider)
    failures += whole.check_order(programs.replylint, cases)
    sealed, wrong = check_sealed(programs, folder, mails)
    print(f"properties: whole runs over {len(wider)} files, {sealed} sealed mails")
    return failures + wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("corpus", nargs="?")
    parser.add_argument("--one-of", type=int, default=1)
    wanted = parser.parse_args()
    build = os.path.abspath(wanted.build)
    programs = Programs(os.path.join(build, "replylint"), os.path.join(build, "properties", "pages"),
                        os.path.join(build, "properties", "specimens"))
    with tempfile.TemporaryDirectory(prefix="replylint-") as folder:
        failures = check_all(programs, folder, wanted.corpus, wanted.one_of)
    for failure in failures:
        print(failure)
    print(f"properties: {len(failures)} violations")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
