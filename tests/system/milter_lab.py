"""The milter for tests: as its own user, alone or with a Postfix that asks it."""
import os
import signal
import subprocess
import tempfile
import time

import postfix_lab
from story import public_program
from test_filter import PATIENT

FIX = "Please send us the invoice number today"


def milter_command(*arguments):
    return [public_program(), "milter", *arguments]


def milter_environment(**more):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def user_options():
    return ["--user", postfix_lab.FILTER_USER] if os.geteuid() == 0 else []


class Milter:
    """The daemon. What it logs is kept in a file beside its configuration.

    before: what the shell does first; prepare: called in the child before it.
    """

    def __init__(self, config, *arguments, before=None, prepare=None, **environment):
        self.log_path = config + ".log"
        command = milter_command("--config", config, "--log", "stderr", *user_options(), *arguments)
        if before:
            command = ["sh", "-c", before + ' exec "$@"', "sh", *command]
        with open(self.log_path, "ab") as log:
            self.started_at = log.tell()
            self.process = subprocess.Popen(command, stderr=log, env=milter_environment(**environment), close_fds=False,
                                            preexec_fn=prepare)
        self.wait_for("is ready")

    def log(self):
        with open(self.log_path, encoding="utf-8") as file:
            file.seek(self.started_at)
            return file.read()

    def wait_for(self, text, count=1, seconds=120):
        end = time.monotonic() + seconds
        while self.log().count(text) < count:
            if time.monotonic() > end or self.process.poll() not in (None, 0):
                raise AssertionError(f"{count} times {text!r} is not in the milter's log:\n{self.log()[-3000:]}")
            time.sleep(0.02)

    def reload(self):
        if self.process.poll() is None:
            before = self.log().count("configuration")
            self.process.send_signal(signal.SIGHUP)
            self.wait_for("configuration", before + 1)

    def children(self, parent=None):
        """The processes of connections; of one of them: its judge."""
        done = subprocess.run(["pgrep", "-P", str(parent or self.process.pid)], stdout=subprocess.PIPE, check=False, text=True)
        return [int(pid) for pid in done.stdout.split()]

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=60)


class MilterStory(postfix_lab.LabStory):
    """Tests that share a Postfix and a milter, whose configuration each test may change."""

    milter_options = "default_action=tempfail, connect_timeout=10s, command_timeout=20s"
    main = ("smtpd_authorized_xclient_hosts = 127.0.0.0/8\n"
            "non_smtpd_milters = unix:$queue_directory/../sock/milter\n")

    @classmethod
    def make_lab(cls):
        return postfix_lab.Lab(milter_options=cls.milter_options, main=cls.main)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="replylint-"))
        os.chmod(folder, 0o755)
        cls.config = os.path.join(folder, "replylint.yml")
        cls.configure_file(PATIENT)
        cls.milter = cls.start_milter()
        cls.addClassCleanup(lambda: cls.milter.stop(signal.SIGINT))

    @classmethod
    def start_milter(cls, *arguments, **environment):
        return Milter(cls.config, "--socket", f"unix:{cls.lab.top}/sock/milter", *arguments, **environment)

    @classmethod
    def configure_file(cls, text):
        with open(cls.config, "w", encoding="utf-8") as file:
            file.write(text)

    def configure(self, text):
        self.addCleanup(self.milter.reload)
        self.addCleanup(self.configure_file, PATIENT)
        self.configure_file(text)
        self.milter.reload()

    def send(self, data, **more):
        return self.client(self.lab.milter).send(data, **more)

    def content(self, got):
        """Without what Postfix puts on top."""
        return got.data[got.data.index(b"From: Kim"):]
