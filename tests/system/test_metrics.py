"""replylint milter --metrics: what it tells by HTTP, and that it harms no mail."""
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import unittest

import postfix_lab
from milter_lab import Milter, user_options
from story import public_program
from test_filter import CALM, PATIENT, SHOUT
from test_milter_alone import MilterAlone

LINE = re.compile(r"(# (HELP|TYPE) replylint_\w+ .+)|(replylint_\w+(\{\w+=\"[^\"\\\n]+\"\})? \d+(\.\d+)?)")


class Asker(http.client.HTTPConnection):
    """Of an address as of --metrics."""

    def __init__(self, address):
        self.kind, self.rest = address.split(":", 1)
        super().__init__("localhost", timeout=30)

    def connect(self):
        if self.kind == "unix":
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.settimeout(30)
            self.sock.connect(self.rest)
        else:
            port, host = self.rest.split("@")
            self.sock = socket.create_connection((host, int(port)), 30)


def program_is_there():
    return os.path.exists(os.path.join(os.path.dirname(os.environ.get("REPLYLINT", "")), "libexec", "replylint", "metrics"))


@unittest.skipUnless(program_is_there(), "replylint was built without libmicrohttpd")
class Metrics(MilterAlone):
    def setUp(self):
        super().setUp()
        self.metrics = "unix:" + self.path("metrics")

    def start_with(self, metrics=None, **more):
        milter = self.start("--metrics", metrics or self.metrics, **more)
        self.wait_until(lambda: self.ask("/healthy", metrics)[0] == 200)
        return milter

    def wait_until(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)

    def ask(self, path, metrics=None, method="GET"):
        """(status, type, page); 0: nobody answers."""
        asker = Asker(metrics or self.metrics)
        try:
            asker.request(method, path)
            answer = asker.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except OSError:
            return 0, "", ""
        finally:
            asker.close()

    def numbers(self, metrics=None):
        status, kind, page = self.ask("/metrics", metrics)
        self.assertEqual((status, kind), (200, "text/plain; version=0.0.4"))
        self.assertTrue(page.endswith("\n"))
        for line in page.splitlines():
            self.assertRegex(line, rf"\A({LINE.pattern})\Z")
        return {line.rsplit(" ", 1)[0].removeprefix("replylint_"): float(line.rsplit(" ", 1)[1])
                for line in page.splitlines() if line[0] != "#"}

    def test_it_counts_what_becomes_of_messages(self):
        port, = postfix_lab.free_ports(1)
        for metrics in (self.metrics, f"inet:{port}@127.0.0.1"):
            milter = self.start_with(metrics, REPLYLINT_TEST_ABORT="POISON")
            self.assertEqual({name for name, value in self.numbers(metrics).items() if value},
                             {"rules", "start_time_seconds", 'build_info{version="0.1"}'})
            first, second = self.peer(), self.peer()
            for body in (SHOUT, CALM, CALM, CALM + "POISON"):
                first.judge(body)
            second.judge(SHOUT)
            second.envelope(sender="")
            second.content(SHOUT)
            got = self.numbers(metrics)
            for name, value in (('messages_total{action="reject"}', 2), ('messages_total{action="log"}', 3), ('messages_total{action="hold"}', 0),
                                ('passed_total{why="bounce"}', 1), ('failed_total{end="crash"}', 1), ('failed_total{end="deadline"}', 0),
                                ("connections_total", 2), ("judging_seconds_count", 5), ('judging_seconds_bucket{le="+Inf"}', 5),
                                ("overridden_total", 0), ("reloads_total{result=\"done\"}", 0)):
                self.assertEqual(got[name], value, name)
            steps = [value for name, value in got.items() if "bucket" in name]
            self.assertEqual(steps, sorted(steps))
            self.assertLess(abs(got["start_time_seconds"] - time.time()), 120)
            self.assertEqual(milter.stop(signal.SIGINT), 0)

    def test_reloads(self):
        milter = self.start_with()
        rules = self.numbers()["rules"]
        self.write("replylint.yml", PATIENT + "ignore: [yelling]\n")
        milter.reload()
        self.write("replylint.yml", "nonsense")
        milter.reload()
        got = self.numbers()
        self.assertEqual((got['reloads_total{result="done"}'], got['reloads_total{result="wrong"}']), (1, 1))
        self.assertLess(got["rules"], rules)

    def test_a_milter_that_hangs_is_not_healthy(self):
        milter = self.start_with()
        self.assertEqual(self.ask("/ready"), (200, "text/plain", "ready\n"))
        milter.process.send_signal(signal.SIGSTOP)
        self.wait_until(lambda: self.ask("/healthy")[0] == 503)
        self.assertEqual(self.ask("/ready")[0], 503)
        milter.process.send_signal(signal.SIGCONT)
        self.wait_until(lambda: self.ask("/healthy")[0] == 200 and self.ask("/ready")[0] == 200)

    def test_a_milter_that_leaves_is_not_ready(self):
        milter = self.start_with()
        self.peer().judge(CALM)
        milter.process.send_signal(signal.SIGTERM)
        self.wait_until(lambda: self.ask("/ready")[0] == 503)
        self.assertEqual(self.ask("/healthy")[0], 200)
        self.assertEqual(milter.process.wait(timeout=60), 0)
        self.wait_until(lambda: self.ask("/healthy")[0] == 0)

    def test_it_ends_with_its_milter_however_that_ends(self):
        milter = self.start_with()
        peer = self.peer()
        milter.stop(signal.SIGKILL)
        self.wait_until(lambda: self.ask("/healthy")[0] == 0)
        self.assertJudges(peer)

    def test_a_successor_gets_the_address(self):
        port, = postfix_lab.free_ports(1)
        for metrics in (self.metrics, f"inet:{port}@127.0.0.1"):
            old = self.start_with(metrics)
            self.peer().judge(CALM)
            new = Milter(self.config, "--socket", self.address, "--metrics", metrics)
            self.addCleanup(new.stop, signal.SIGINT)
            self.assertEqual(old.process.wait(timeout=60), 0)
            self.wait_until(lambda: self.ask("/ready", metrics)[0] == 200 and self.numbers(metrics)["connections_total"] == 0)
            new.stop(signal.SIGINT)

    def test_odd_requests_and_peers(self):
        self.start_with()
        self.assertEqual(self.ask("/")[0], 404)
        self.assertEqual(self.ask("/metrics/../../etc/passwd")[0], 404)
        self.assertEqual(self.ask("/metrics", method="POST")[0], 405)
        self.assertEqual(self.ask("/metrics", method="HEAD")[::2], (200, ""))
        idle = []
        for data in (b"", b"\0\xff" * 1000, b"GET /" + b"x" * 100000, b"GET /metrics HTTP/1.1\r\nX: " + b"y" * 100000, b"\r\n\r\n") * 10:
            peer = socket.socket(socket.AF_UNIX)
            peer.settimeout(10)
            self.addCleanup(peer.close)
            peer.connect(self.path("metrics"))
            try:
                peer.sendall(data)
            except OSError:
                pass
            idle.append(peer)
        self.assertJudges(self.peer())
        for peer in idle:
            peer.close()
        self.wait_until(lambda: self.ask("/metrics")[0] == 200)

    def test_what_is_wrong_is_told_at_once(self):
        bare = self.write("bin/replylint", b"", 0o755)
        shutil.copy(public_program(), bare)
        common = ["milter", "--config", self.config, "--socket", self.address, *user_options()]
        for arguments, program, word in ((["--metrics", "8080"], os.environ["REPLYLINT"], "8080"), (["--metrics", "unix:/gone/x"], os.environ["REPLYLINT"], "/gone/"),
                                         (["--metrics", self.metrics], bare, "without libmicrohttpd")):
            done = self.run_program(program, *common, *arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(word, done.stderr)

    def run_program(self, program, *arguments):
        rules = os.path.join(os.path.dirname(os.path.dirname(public_program())), "rules")
        return subprocess.run([program, *arguments], env=self.environment(REPLYLINT_RULES=rules), cwd=self.work, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, text=True, timeout=60)
