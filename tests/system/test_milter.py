"""replylint milter: asked by a real Postfix, and by hand."""
import os
import signal
import socket
import struct
import subprocess
import tempfile
import time
import unittest

import postfix_lab
from story import Story, public_program
from test_filter import CALM, REJECT, SHOUT, mail

FIX = "Please send us the invoice number today"


class Milter:
    """The daemon, as its own user; what it logs is kept in a file."""

    def __init__(self, config, address, *arguments, **environment):
        self.log_path = config + ".log"
        program = os.path.join(public_program(), "replylint")
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")}
        user = [] if os.geteuid() else ["--user", postfix_lab.FILTER_USER]
        with open(self.log_path, "ab") as log:
            self.started_at = log.tell()
            self.process = subprocess.Popen(
                [program, "milter", "--config", config, "--socket", address, "--log", "stderr", *user, *arguments],
                stderr=log, env={**kept, "LC_ALL": "C.UTF-8", "REPLYLINT_RULES": os.path.join(public_program(), "rules"),
                                 **environment})
        self.wait_for("is ready")

    def log(self):
        with open(self.log_path, encoding="utf-8") as file:
            file.seek(self.started_at)
            return file.read()

    def wait_for(self, text, seconds=30):
        end = time.monotonic() + seconds
        while text not in self.log():
            if time.monotonic() > end or self.process.poll() not in (None, 0):
                raise AssertionError(f"no {text!r} in the milter's log:\n{self.log()[-3000:]}")
            time.sleep(0.02)

    def reload(self):
        before = self.log().count("configuration")
        self.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 30
        while self.log().count("configuration") == before and time.monotonic() < end:
            time.sleep(0.02)

    def children(self):
        done = subprocess.run(["pgrep", "-P", str(self.process.pid)], stdout=subprocess.PIPE, check=False, text=True)
        return [int(pid) for pid in done.stdout.split()]

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=30)


class MilterStory(postfix_lab.LabStory):
    """Tests that share a Postfix and a milter whose configuration each test may change."""

    milter_options = "default_action=tempfail, connect_timeout=10s, command_timeout=20s"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="replylint-"))
        os.chmod(folder, 0o755)
        cls.config = os.path.join(folder, "replylint.yml")
        cls.configure_file(REJECT)
        cls.address = f"unix:{cls.lab.top}/sock/milter"
        cls.milter = cls.start_milter()
        cls.addClassCleanup(lambda: cls.milter.stop())

    @classmethod
    def make_lab(cls):
        return postfix_lab.Lab(milter_options=cls.milter_options, main="smtpd_sasl_auth_enable = no\n")

    @classmethod
    def start_milter(cls, *arguments, **environment):
        return Milter(cls.config, cls.address, *arguments, **environment)

    @classmethod
    def configure_file(cls, text):
        with open(cls.config, "w", encoding="utf-8") as file:
            file.write(text)

    def configure(self, text):
        self.configure_file(text)
        self.milter.reload()
        self.addCleanup(self.milter.reload)
        self.addCleanup(self.configure_file, REJECT)

    def send(self, data, **more):
        return self.client(self.lab.milter).send(data, **more)

    def content(self, got):
        """Without what Postfix puts on top."""
        return got.data[got.data.index(b"From: Kim"):]


class ThroughPostfix(MilterStory):
    def test_clean_mails_arrive_byte_for_byte(self):
        bodies = (CALM, CALM + ".\r\n..\r\n.x\r\n", "x" * 5000 + "\r\n", "y" * 2048 + "\r\n" + "z" * 2049 + "\r\n",
                  "u" * 65536 + "\r\n", "grüß Gott\r\n", "\r\n\r\n\r\n", "nul \0 nul\r\n", "no end", "")
        client = self.client(self.lab.milter)
        for number, body in enumerate(bodies):
            self.assertEqual(client.send(mail(body, number))[0], 250, self.milter.log()[-2000:])
        got = {one.headers["Message-ID"]: one for one in self.lab.delivered(len(bodies))}
        for number, body in enumerate(bodies):
            wanted = mail(body, number)
            ended = wanted if wanted.endswith(b"\r\n") else wanted + b"\r\n"
            arrived = self.content(got[f"<{number}@shop.example>"])
            # smtp(8) itself folds lines of more than 998 bytes.
            self.assertEqual(arrived.replace(b"\r\n ", b""), ended, number)

    def test_a_shouting_mail_is_refused_and_the_client_sees_the_fix(self):
        code, lines = self.send(mail(SHOUT))
        self.assertEqual(code, 550, lines)
        for line in lines:
            self.assertRegex(line, r"\A5\.7\.1 [ -~]+\Z")
        self.assertIn(FIX, lines[0])
        self.assertIn("yelling.all-caps", self.milter.log())
        time.sleep(0.3)
        self.assertEqual(self.lab.customer.mails, [])


if __name__ == "__main__":
    unittest.main()
