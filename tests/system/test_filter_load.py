"""replylint filter under load: every mail is accounted for while it, its judges and Postfix's pipe(8) are killed."""
import collections
import os
import random
import re
import signal
import subprocess
import tempfile
import time

import postfix_lab
from story import public_program
from test_filter import PATIENT
from test_milter_load import Load

KILLS = int(os.environ.get("KILLS", "12"))  # at most, once all mails have been taken


def children(*parents):
    if not parents:
        return []
    done = subprocess.run(["pgrep", "-P", ",".join(map(str, parents))], stdout=subprocess.PIPE, check=False, text=True)
    return [int(pid) for pid in done.stdout.split()]


def name_of(pid):
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


class UnderLoad(postfix_lab.LabStory):
    @classmethod
    def make_lab(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="replylint-"))
        os.chmod(folder, 0o755)
        with open(folder + "/replylint.yml", "w", encoding="utf-8") as file:
            file.write(PATIENT)
        lab = postfix_lab.Lab(f"{public_program()} filter --config {folder}/replylint.yml --size ${{size}} --queue-id ${{queue_id}}"
                              " -f ${sender} -- ${recipient}")
        lab.milter = lab.piped  # where Load sends its mails
        return lab

    def pipes(self):
        with open(self.lab.top + "/spool/pid/master.pid", encoding="utf-8") as file:
            master = int(file.read())
        return [pid for pid in children(master) if name_of(pid) == "pipe"]

    def filters(self):
        """With their judges, and with the sendmail that they have become."""
        first = children(*self.pipes())
        return first + children(*first)

    def kill_one(self, processes):
        """Whether one was there to be killed."""
        try:
            os.kill(random.choice(processes), signal.SIGKILL)
            return True
        except (IndexError, ProcessLookupError):
            return False

    def sent_on(self):
        """How often each number went to the customer, and how often it came back."""
        delivered, returned = collections.Counter(), collections.Counter()
        for got in list(self.lab.customer.mails):
            number = int(re.search(rb"(?m)^Message-ID: <(\d+)@shop.example>", got.data)[1])
            (delivered if "ann@customer.example" in got.recipients[0] else returned)[number] += 1
        return delivered, returned

    def account(self, load, kills):
        """Accepted is delivered as it was sent, or has come back; it is so once, but for what a kill may double."""
        load.finish()
        self.assertEqual(load.numbers_with(250), set(load.replies))
        self.lab.wait(lambda: sum(len(one) for one in self.sent_on()) >= len(load.replies) and self.lab.queue_is_empty(),
                      f"{len(load.replies)} mails", 180)
        delivered, returned = self.sent_on()
        self.assertEqual(set(returned), {number for number in load.replies if number % 10 == 0})
        self.assertEqual(set(delivered), set(load.replies) - set(returned))
        for got in self.lab.customer.mails:
            if "ann@customer.example" in got.recipients[0]:
                number = int(got.headers["Message-ID"][1:].split("@")[0])
                self.assertEqual(got.data[got.data.index(b"From: Kim"):], load.data(number), number)
        doubled = sum(delivered.values()) - len(delivered)
        self.assertEqual(sum(returned.values()), len(returned))
        self.assertLessEqual(doubled, kills)
        print(f"filter: {len(load.replies)} mails, {kills} kills, {doubled} doubled")

    def kill_under_load(self, victims):
        """Kills one of what victims() returns every half second while there is work."""
        load, kills = Load(self), 0
        load.enough = True  # Postfix takes them faster than they leave
        self.addCleanup(load.finish)
        while load.is_going() or (kills < KILLS and sum(len(one) for one in self.sent_on()) < len(load.replies)):
            kills += self.kill_one(victims())
            time.sleep(0.5)
        self.account(load, kills)
        self.assertGreater(kills, 0)

    def test_filters_are_killed(self):
        self.kill_under_load(self.filters)

    def test_pipes_are_killed(self):
        self.kill_under_load(self.pipes)

    def test_everything_is_killed(self):
        self.kill_under_load(lambda: self.pipes() + self.filters())
