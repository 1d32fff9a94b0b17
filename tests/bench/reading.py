#!/usr/bin/env python3
"""What reading mails costs, without any rule: the time as a share of GMime's over the same mails, and the memory for many.

usage: reading.py PROGRAM READING     READING: reading.c, built

Exit status 1 when a target is missed: both are the same on any machine.
"""
import base64
import os
import quopri
import resource
import subprocess
import sys
import tempfile

from run import mail

MAILS, TIMED = 10000, 1000
SHARE = 0.4  # of GMime's time
MEGABYTES = 50


def html_of(text):
    lines = "".join(f"<p>{line}</p>\n" for line in text.split("\n\n"))
    return f"<html><head><title>Gates</title></head><body>\n{lines}</body></html>\n"


def alternative(number):
    """As mail programs send: plain and HTML, the one in quoted-printable, the other in base64 or quoted-printable too."""
    head, body = mail(number).split("\n\n", 1)
    head = head.replace("Content-Type: text/plain; charset=utf-8", 'Content-Type: multipart/alternative; boundary="=_b"')
    body = body.replace("cm", "cm\u00b2")
    html = html_of(body).encode()
    encoded = base64.encodebytes(html) if number % 2 else quopri.encodestring(html)
    coding = "base64" if number % 2 else "quoted-printable"
    plain = quopri.encodestring(body.encode()).decode()
    return (f"{head}\n\n--=_b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{plain}\n"
            f"--=_b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: {coding}\n\n{encoded.decode()}\n--=_b--\n")


def write_mbox(path, make, count):
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            file.write(f"From kim@gates.example Mon May  4 16:42:00 2026\n{make(number)}\n")


def share_of(reading, path, name):
    """Whether ours takes no more than its share."""
    done = subprocess.run([reading, path], stdout=subprocess.PIPE, check=True, text=True)
    good = True
    for line in done.stdout.splitlines():
        what, ours, gmime = line.split()
        share = float(ours) / float(gmime)
        good = good and share <= SHARE
        print(f"reading {name}, {what}: {ours} us a mail, GMime {gmime} us: {share:.2f} of it (at most {SHARE})")
    return good


def memory_of(program, path):
    """Peak in MB of judging every mail of the mbox."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    subprocess.run([program, "--isolated", "--exit-zero", "--quiet", path], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert after >= before
    return after / 1024


def main():
    program, reading = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "mails.mbox")
        write_mbox(path, mail, MAILS)
        peak = memory_of(program, path)
        print(f"{MAILS} mails from one mbox of {os.path.getsize(path) >> 20} MB: {peak:.0f} MB (at most {MEGABYTES})")
        good = peak <= MEGABYTES
        for name, make in (("plain mails", mail), ("alternatives", alternative)):
            write_mbox(path, make, TIMED)
            good = share_of(reading, path, name) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
