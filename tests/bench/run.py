#!/usr/bin/env python3
"""What linting costs: figures for people, and ratios within the run, which do not depend on the machine.

usage: run.py PROGRAM

Every mail is made here, the same each time. Exit status 1 only when a target is missed by more than four times, so that a
slow or busy machine is not blamed.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 40
MAILS = 1000
BYTES = 4096
COLD_MS, MANY_S = 25, 4  # the targets, on an ordinary machine

SENTENCES = """Thank you for writing to us about your garden gate.
We have looked at the photos you sent and the hinge is worn through on one side.
A new pair costs 34.50 EUR with fitting and we have them in stock.
Our fitter can come on Thursday 14 May between 9:00 and 11:00.
PLEASE KEEP THE DRIVE FREE so that the van can stand close to the gate.
You will get a text message about half an hour before he arrives.
The reference for this visit is GT-48213; please have it at hand when you call.
As per my last email the lower bolt is not covered by the guarantee.
If you would rather have the wider model then just reply to this mail.
It is 20 cm wider and takes the same posts; the colours are green, grey and white.
The invoice will be sent in due course by our accounts department.
I have asked Maria to measure the posts again, as the drawing says 92 cm and the photo looks like more.
Do you want the insulated or the non-insulated box for the opener?
We are sorry that the first visit was cancelled without a call.
Payment can be made by bank transfer or by card at the door.
""".splitlines()


def paragraph(number, length):
    """Deterministic prose: sentences in an order that depends on the number."""
    words, at = [], number
    while sum(len(s) + 1 for s in words) < length:
        at = (at * 1103515245 + 12345) % 2 ** 31
        words.append(SENTENCES[at // 65536 % len(SENTENCES)])
    return words


def mail(number, length=BYTES):
    head = (f"From: Kim Park <kim@gates.example>\nTo: Customer {number} <customer{number}@example.net>\n"
            f"Subject: Re: Your gate, order {number}\nDate: Mon, 4 May 2026 16:42:00 +0000\n"
            f"Message-ID: <bench-{number}@gates.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
            f"Dear Customer {number},\n\n")
    sentences = paragraph(number + 1, length - len(head) - 30)
    body = "\n\n".join("\n".join(sentences[i:i + 4]) for i in range(0, len(sentences), 4))
    return (head + body)[:length - 20].rsplit("\n", 1)[0] + "\n\nKind regards,\nKim\n"


def seconds(*command):
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def many(count, *command):
    """Least and median of many runs, in milliseconds."""
    times = sorted(1000 * seconds(*command) for _ in range(count))
    return times[0], statistics.median(times)


def instructions(*command):
    """Millions of instructions as valgrind counts them, or None without it."""
    try:
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return next(int(line.split()[-1]) / 1e6 for line in done.stderr.splitlines() if "Collected" in line)


def show(name, value, unit, remark=""):
    print(f"{name:<44} {value:>9.2f} {unit:<4} {remark}")


def measure(program, folder):
    lint = [program, "--isolated", "--exit-zero", "--output-format", "jsonl"]
    one = os.path.join(folder, "one.eml")
    with open(one, "w", encoding="utf-8") as file:
        file.write(mail(0))
    os.mkdir(os.path.join(folder, "all"))
    for number in range(MAILS):
        with open(os.path.join(folder, "all", f"{number:04}.eml"), "w", encoding="utf-8") as file:
            file.write(mail(number))
    long = os.path.join(folder, "long.eml")
    with open(long, "w", encoding="utf-8") as file:
        file.write(mail(0, 1 << 20))

    nothing = many(RUNS, "/bin/true")
    cold = many(RUNS, *lint, one)
    show("an empty program, least", nothing[0], "ms")
    show("one mail of 4 KB, cold, least", cold[0], "ms", f"target {COLD_MS} ms; {cold[0] / nothing[0]:.1f} empty programs")
    show("one mail of 4 KB, cold, median", cold[1], "ms")
    loading = many(RUNS, program, "rules", "--isolated")
    show("of which loading the rules, least", loading[0], "ms", f"{loading[0] / cold[0]:.2f} of it")
    whole = min(seconds(*lint, os.path.join(folder, "all")) for _ in range(3))
    show(f"{MAILS} mails of 4 KB", whole, "s", f"target {MANY_S} s")
    show("a mail more", 1000 * (whole - cold[0] / 1000) / (MAILS - 1), "ms", f"{1000 * whole / cold[0]:.0f} cold mails for {MAILS}")
    large = min(seconds(*lint, long) for _ in range(3))
    show("a mail of 1 MB", large, "s", f"{large / whole * MAILS / 256:.2f} of the same in mails of 4 KB")
    for name, command in (("loading the rules", [program, "rules", "--isolated"]), ("one mail of 4 KB", [*lint, one]),
                          ("a mail of 1 MB", [*lint, long])):
        count = instructions(*command)
        if count is None:
            print("(no instruction counts: valgrind is not there)")
            break
        show(f"instructions, {name}", count, "M")
    return cold[0] > 4 * COLD_MS or whole > 4 * MANY_S


def main():
    with tempfile.TemporaryDirectory(prefix="replylint-bench-") as folder:
        missed = measure(os.path.abspath(sys.argv[1]), folder)
    if missed:
        print("the targets are missed by more than four times")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
