#!/usr/bin/env python3
"""Our reader against GMime and Python's email package: the same parts, the same text, the same headers and addresses.

usage: run.py FOLDER [CORPUS]     FOLDER: where read_ours and read_gmime were built

Over the mails that mails.py makes, and those of CORPUS: every .eml in it, and the Maildirs. Where NAME.json stands beside
NAME.eml, that is a third opinion (of the mail with LF line ends; NAME.crlf.json of that with CR LF). Where the readers
differ and ours is right, differences.txt has the case and the reason; a case there that differs no longer is an error too,
but for those of `reader?`, which differ with some versions of it.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import flowed
import mails
import read_expected
import read_python

HERE = os.path.dirname(os.path.abspath(__file__))
UNIX, INTERNET = " LF", " CRLF"  # a corpus mail once more, with these line ends
CONTROLS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


def run_driver(program, paths):
    """One mail a line; None for a mail on which GMime dies. Ours must not."""
    done = subprocess.run([program, *paths], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    if done.returncode == 0:
        return [json.loads(line) for line in done.stdout.splitlines()]
    if len(paths) == 1 and program.endswith("gmime"):
        return [None]
    if len(paths) == 1:
        sys.exit(f"{program} {paths[0]}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    return [run_driver(program, [path])[0] for path in paths]


# ---- what counts as the same ----


def lines_of(text):
    """Line ends alike, none at the end; a run of replacement characters as one; ISO-8859-1 as windows-1252."""
    text = re.sub(r"\r\n|\r", "\n", text).strip("\n")
    return re.sub("\ufffd+", "\ufffd", text).translate(CONTROLS)


def words_of(text):
    return " ".join(lines_of(text).split())


def text_of(part, mine):
    """The other reader's text; format=flowed joined, which only ours does."""
    text = lines_of(part["text"])
    return lines_of(flowed.join(text, mine["flowed"])) if "flowed" in mine and "flowed" not in part else text


def by_name(headers):
    """GMime keeps the fields of MIME apart, so order counts among fields of one name only."""
    names = {}
    for name, text in headers:
        names.setdefault(name.lower(), []).append(words_of(text))
    return names


def mailboxes(pairs):
    return pairs and [[words_of(name), words_of(address)] for name, address in pairs]


# ---- differences, as (what, ours, theirs) ----


def compare_part(number, mine, theirs):
    if words_of(mine["name"]) != words_of(theirs["name"]):
        yield f"name:{number}", mine["name"], theirs["name"]
    if "text" in mine and "text" in theirs and lines_of(mine["text"]) != text_of(theirs, mine):
        yield f"text:{number}", mine["text"], theirs["text"]
    if "bytes" in mine and "bytes" in theirs and mine["bytes"].rstrip("\r\n") != theirs["bytes"].rstrip("\r\n"):
        yield f"bytes:{number}", mine["bytes"], theirs["bytes"]


def compare_parts(ours, other):
    types = [[part["type"] for part in parts] for parts in (ours, other)]
    if types[0] != types[1]:
        yield "parts", *types
        return
    for number, (mine, theirs) in enumerate(zip(ours, other)):
        yield from compare_part(number, mine, theirs)


def compare_named(what, ours, other, partial):
    for name in sorted({*other} if partial else {*ours, *other}):
        if ours.get(name) != other.get(name):
            yield f"{what}:{name}", ours.get(name), other.get(name)


def compare(ours, other):
    if other is None or "parts" not in other:
        yield "all", "read", "not read"
        return
    partial = "partial" in other
    yield from compare_parts(ours["parts"], other["parts"])
    yield from compare_named("header", by_name(ours["headers"]), by_name(other["headers"]), partial)
    addresses = [{name: mailboxes(pairs) for name, pairs in mail["addresses"].items()} for mail in (ours, other)]
    yield from compare_named("addresses", *addresses, partial)


# ---- the mails ----


def corpus_mails(corpus):
    for folder, _, names in sorted(os.walk(corpus)):
        for name in sorted(names):
            if name.endswith(".eml") or os.path.basename(folder) in ("cur", "new"):
                yield os.path.join(folder, name)


def load(corpus):
    """(name, bytes, what it should say, if that is known) of every mail."""
    yield from mails.all_mails()
    for path in corpus_mails(corpus) if corpus else []:
        with open(path, "rb") as file:
            data = file.read()
        name, stem = os.path.relpath(path, corpus), path[:-4]
        yield name, data, None
        if os.path.exists(stem + ".json"):
            unix = data.replace(b"\r\n", b"\n")
            yield name + UNIX, unix, read_expected.read_mail(stem + ".json")
            yield name + INTERNET, unix.replace(b"\n", b"\r\n"), read_expected.read_mail(stem + ".crlf.json")


def read_differences():
    """The known cases, (mail, reader, what), and those among them that need not differ. The reason stands above them."""
    cases, loose = set(), set()
    with open(os.path.join(HERE, "differences.txt"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("  "):
                reader, what, name = line.split(None, 2)
                case = (name.rstrip("\n"), reader.rstrip("?"), what)
                cases.add(case)
                if reader.endswith("?"):
                    loose.add(case)
    return cases, loose


def differences(drivers, loaded):
    """Yields (mail, reader, what, ours, theirs)."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, str(number)) for number in range(len(loaded))]
        for path, (_, data, _) in zip(paths, loaded):
            with open(path, "wb") as file:
                file.write(data)
        ours, gmime = (run_driver(os.path.join(drivers, name), paths) for name in ("read_ours", "read_gmime"))
    for (name, data, expected), mine, theirs in zip(loaded, ours, gmime):
        again = name.endswith((UNIX, INTERNET))
        others = [] if again else [("gmime", theirs), ("python", read_python.read_mail(data))]
        if expected is not None:
            others.append(("expected", expected))
        for reader, other in others:
            for what, a, b in compare(mine, other):
                yield name, reader, what, a, b


def main():
    corpus = sys.argv[2] if len(sys.argv) > 2 and sys.argv[2] else None
    loaded = list(load(corpus))
    names = {name for name, _, _ in loaded}
    cases, loose = read_differences()
    known = {case for case in cases if case[0] in names}
    seen, failed = set(), 0
    print(f"differential: {len(loaded)} mails" + ("" if corpus else "; the corpus is skipped: no CORPUS=DIR"))
    for name, reader, what, ours, theirs in differences(sys.argv[1], loaded):
        seen.add((name, reader, what))
        if (name, reader, what) not in known:
            failed += 1
            print(f"  {reader} {what} {name}\n    ours   {ours!r:.1000}\n    theirs {theirs!r:.1000}")
    for name, reader, what in sorted(known - seen - loose):
        failed += 1
        print(f"differs no longer: {reader} {what} {name}")
    if failed:
        sys.exit(f"differential: {failed} unexplained")
    print(f"differential: {len(known)} differences, all of them explained")


if __name__ == "__main__":
    main()
