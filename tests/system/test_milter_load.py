"""replylint milter and filter under load: every mail is accounted for, whatever is killed, reloaded or restarted meanwhile."""
import itertools
import os
import random
import re
import signal
import subprocess
import tempfile
import threading
import time

import postfix_lab
from milter_lab import MilterStory
from story import public_program
from test_filter import CALM, PATIENT, SHOUT, mail

CLIENTS = 10
MAILS = int(os.environ.get("MAILS", "300"))


def kill_one(processes):
    if processes:
        try:
            os.kill(random.choice(processes), signal.SIGKILL)
        except ProcessLookupError:
            pass


def children(*arguments):
    done = subprocess.run(["pgrep", *arguments], stdout=subprocess.PIPE, check=False, text=True)
    return [int(pid) for pid in done.stdout.split()]


class Load:
    """Mails sent by several clients, MAILS or more, until somebody wants the result; every tenth shouts."""

    def __init__(self, story, port):
        self.story, self.port, self.replies, self.lock = story, port, {}, threading.Lock()
        self.numbers, self.enough = itertools.count(), False
        self.clients = [threading.Thread(target=self.send_all) for _ in range(CLIENTS)]
        for client in self.clients:
            client.start()

    def next_number(self):
        with self.lock:
            number = next(self.numbers)
            return None if number >= MAILS and self.enough else number

    @staticmethod
    def data(number):
        return mail((SHOUT if number % 10 == 0 else CALM) + f".{number}\r\n" * (number % 50), number)

    def send_all(self):
        client = None
        while (number := self.next_number()) is not None:
            client = client or self.story.client(self.port)
            reply = client.send(self.data(number))
            with self.lock:
                self.replies[number] = reply
            if reply[0] != 250 or number % 4 == 0:  # some connections are used again
                client.say("QUIT")
                client = None

    def is_going(self):
        return len(self.replies) < MAILS

    def finish(self):
        self.enough = True
        for client in self.clients:
            client.join(120)

    def numbers_with(self, code):
        return {number for number, reply in self.replies.items() if reply[0] == code}


class UnderLoad(MilterStory):
    def account(self, load):
        """Accepted is delivered, once, as it was sent; what shouts never is."""
        load.finish()
        accepted, refused, put_off = (load.numbers_with(code) for code in (250, 550, 451))
        self.assertEqual(len(accepted) + len(refused) + len(put_off), len(load.replies), load.replies)
        got = [int(one.headers["Message-ID"][1:].split("@")[0]) for one in self.lab.delivered(len(accepted), 60)]
        time.sleep(0.5)
        self.assertEqual(sorted(got), sorted(accepted))
        for one, number in zip(list(self.lab.customer.mails), got, strict=True):
            self.assertEqual(self.content(one), load.data(number), number)
        self.assertEqual({number for number in accepted if number % 10 == 0}, set())
        self.assertEqual({number for number in refused if number % 10}, set())
        return accepted, refused, put_off

    def restart(self):
        type(self).milter = self.start_milter()

    def test_connections_are_killed(self):
        load = Load(self, self.lab.milter)
        while load.is_going():
            kill_one(self.milter.children())
            time.sleep(0.5)
        _, _, put_off = self.account(load)
        self.assertLess(len(put_off), len(load.replies) / 20)
        self.milter.wait_for("died of signal 9")

    def test_everything_is_killed(self):
        load = Load(self, self.lab.milter)
        while load.is_going():
            for _ in range(3):
                kill_one(self.milter.children())
                time.sleep(0.2)
            self.milter.stop(signal.SIGKILL)
            self.restart()
        accepted, refused, _ = self.account(load)
        self.assertTrue(accepted and refused)

    def test_reloads_and_restarts_refuse_nobody(self):
        load = Load(self, self.lab.milter)
        old = []
        for _ in range(5):
            self.milter.reload()
            old.append(self.milter)
            self.restart()
        _, _, put_off = self.account(load)
        self.assertEqual(put_off, set(), [load.replies[n] for n in put_off])
        self.assertEqual([one.process.wait(timeout=30) for one in old], [0] * len(old))

    def test_judges_are_killed(self):
        """The mail that a judge had is judged by the next one."""
        load = Load(self, self.lab.milter)
        while load.is_going():
            kill_one([judge for worker in self.milter.children() for judge in self.milter.children(worker)])
            time.sleep(0.5)
        _, _, put_off = self.account(load)
        self.assertEqual(put_off, set())
        self.assertNotIn("failed", self.milter.log())


class FilterUnderLoad(postfix_lab.LabStory):
    """Here Postfix has the mail already: what is refused comes back, and what a kill interrupts is done again."""

    @classmethod
    def make_lab(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="replylint-"))
        os.chmod(cls.folder, 0o755)
        with open(os.path.join(cls.folder, "replylint.yml"), "w", encoding="utf-8") as file:
            file.write(PATIENT)
        return postfix_lab.Lab(f"{public_program()} filter --config {cls.folder}/replylint.yml --size ${{size}}"
                               " -f ${sender} -- ${recipient}")

    def victims(self):
        """Postfix's pipe processes for the filter; and what they run, be it the filter or what it has become."""
        pipes = children("-f", f"^pipe .*{self.folder}")
        return pipes, [child for pipe in pipes for child in children("-P", str(pipe))]

    @staticmethod
    def number(data):
        return int(re.search(rb"^Message-ID: <(\d+)@", data, re.MULTILINE).group(1))

    def test_filters_and_pipes_are_killed(self):
        load, kills = Load(self, self.lab.piped), 0
        while load.is_going() or not self.lab.queue_is_empty():
            pipes, filters = self.victims()
            kill_one(filters)
            if random.random() < 0.3:
                kill_one(pipes)
            kills += 2
            time.sleep(0.5)
            if not load.is_going():
                load.finish()
        self.lab.wait(self.lab.queue_is_empty, "an empty queue", 120)
        self.assertEqual(load.numbers_with(250), set(load.replies))
        bounces = [one for one in self.lab.customer.mails if one.sender.startswith("<>")]
        mails = [one for one in self.lab.customer.mails if one not in bounces]
        numbers = [self.number(one.data) for one in mails]
        for one, number in zip(mails, numbers, strict=True):
            self.assertEqual(one.data[one.data.index(b"From: Kim"):], load.data(number), number)
        self.assertEqual(set(numbers), {number for number in load.replies if number % 10})
        self.assertEqual({self.number(one.data) for one in bounces}, {number for number in load.replies if number % 10 == 0})
        self.assertLessEqual(len(numbers) - len(set(numbers)), kills)
        if "MAILS" in os.environ:
            print(f"{len(load.replies)} mails, {len(numbers) - len(set(numbers))} of them twice", end=" ")
