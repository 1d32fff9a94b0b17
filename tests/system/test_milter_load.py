"""replylint milter under load: every mail is accounted for, whatever is killed, reloaded or restarted meanwhile."""
import itertools
import os
import random
import signal
import threading
import time

from milter_lab import MilterStory
from test_filter import CALM, SHOUT, mail

CLIENTS = 6
MAILS = int(os.environ.get("MAILS", "300"))


class Load:
    """Mails sent by several clients, MAILS or more, until somebody wants the result; every tenth shouts."""

    def __init__(self, story):
        self.story, self.replies, self.lock = story, {}, threading.Lock()
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
            client = client or self.story.client(self.story.lab.milter)
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

    def kill_one(self, processes):
        if processes:
            try:
                os.kill(random.choice(processes), signal.SIGKILL)
            except ProcessLookupError:
                pass

    def restart(self):
        type(self).milter = self.start_milter()

    def test_connections_are_killed(self):
        load = Load(self)
        while load.is_going():
            self.kill_one(self.milter.children())
            time.sleep(0.5)
        _, _, put_off = self.account(load)
        self.assertLess(len(put_off), len(load.replies) / 20)
        self.milter.wait_for("died of signal 9")

    def test_everything_is_killed(self):
        load = Load(self)
        while load.is_going():
            for _ in range(3):
                self.kill_one(self.milter.children())
                time.sleep(0.2)
            self.milter.stop(signal.SIGKILL)
            self.restart()
        accepted, refused, _ = self.account(load)
        self.assertTrue(accepted and refused)

    def test_reloads_and_restarts_refuse_nobody(self):
        load = Load(self)
        old = []
        for _ in range(5):
            self.milter.reload()
            old.append(self.milter)
            self.restart()
        _, _, put_off = self.account(load)
        self.assertEqual(put_off, set(), [load.replies[n] for n in put_off])
        self.assertEqual([one.process.wait(timeout=30) for one in old], [0] * len(old))
