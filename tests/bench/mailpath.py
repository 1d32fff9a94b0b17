#!/usr/bin/env python3
"""What judging costs in the mail path: Postfix with the milter against Postfix alone, with the content filter against one
that only hands mails on.

usage: mailpath.py PROGRAM [MAILS]

Mails of 5 KB (mail.eml: a reply with the thread below it) from 10 clients at once, until the last one has been delivered; the figures are ratios within this
run. Exit status 1 only when a target is missed by more than four times, so that a slow or busy machine is not blamed.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "system"))

import milter_lab  # noqa: E402
import postfix_lab  # noqa: E402
from story import public_program  # noqa: E402

MAIL = os.path.join(HERE, "mail.eml")
ROUNDS, CLIENTS = 3, 10
MILTER, FILTER, LATENCY_MS = 0.75, 0.9, 2  # the targets
CONFIG = "milter:\n  domains: [shop.example]\n  actions: {yelling: reject}\n  deadline: 60\n"
BARE_CF = """
127.0.0.1:{port} inet n - n - 50 smtpd
  -o content_filter=bare:dummy
bare unix - n n - 10 pipe
  flags=Rq user={user} null_sender= argv=/usr/sbin/sendmail -G -i {hand_on}
"""


class Course:
    """A Postfix, and behind it a server that takes all mail."""

    def __init__(self, folder):
        self.folder = folder
        config = os.path.join(folder, "replylint.yml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONFIG)
        sink, self.bare = postfix_lab.free_ports(2)
        self.sink = subprocess.Popen(["smtp-sink", "-u", "nobody", f"127.0.0.1:{sink}", "512"], stderr=subprocess.DEVNULL)
        hand_on = "-f ${sender} -- ${recipient}"
        self.lab = postfix_lab.Lab(f"{public_program()} filter --config {config} --size ${{size}} {hand_on}",
                                   main=f"relayhost = [127.0.0.1]:{sink}\n",
                                   master=BARE_CF.format(port=self.bare, user=postfix_lab.FILTER_USER, hand_on=hand_on))
        self.milter = milter_lab.Milter(config, "--socket", f"unix:{self.lab.top}/sock/milter")
        self.ports = {"alone": self.lab.plain, "milter": self.lab.milter, "bare filter": self.bare, "filter": self.lab.piped}

    def run(self, port, mails, clients=CLIENTS):
        """Mails in a second."""
        start = time.monotonic()
        subprocess.run(["smtp-source", "-s", str(clients), "-m", str(mails), "-F", MAIL, "-f", "rep@shop.example", "-t",
                        "ann@customer.example", f"127.0.0.1:{port}"], check=True)
        self.lab.wait(self.lab.queue_is_empty, "an empty queue", 120)
        assert "status=bounced" not in self.lab.log(), self.lab.log()[-3000:]
        return mails / (time.monotonic() - start)

    def stop(self):
        self.milter.stop()
        self.sink.terminate()
        self.lab.stop()


def main():
    os.environ["REPLYLINT"] = os.path.abspath(sys.argv[1])
    mails = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    if postfix_lab.missing():
        print(f"mail path: SKIPPED, {postfix_lab.missing()}")
        return 0
    with tempfile.TemporaryDirectory(prefix="replylint-") as folder:
        os.chmod(folder, 0o755)
        course = Course(folder)
        try:
            speeds = dict.fromkeys(course.ports, 0)
            for _ in range(ROUNDS):  # in turn, since the machine has other things to do, too
                for name, port in course.ports.items():
                    speeds[name] = max(speeds[name], course.run(port, mails))
            before = len(course.milter.log())
            course.run(course.lab.milter, mails // 4, clients=1)
            took = sorted(int(found) for found in re.findall(r" ms=(\d+)", course.milter.log()[before:]))
        finally:
            course.stop()
    median = took[len(took) // 2]
    ratio, filter_ratio = speeds["milter"] / speeds["alone"], speeds["filter"] / speeds["bare filter"]
    for name, speed in speeds.items():
        print(f"mail path: Postfix {name if name == 'alone' else 'with a ' + name}: {speed:.0f} mails a second")
    print(f"mail path: milter {ratio:.2f} of Postfix alone (target {MILTER}); alone with it, a mail takes {median} ms "
          f"(median; target {LATENCY_MS}); filter {filter_ratio:.2f} of a bare one (target {FILTER})")
    return 1 if ratio * 4 < MILTER else 0


if __name__ == "__main__":
    sys.exit(main())
