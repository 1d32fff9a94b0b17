"""replylint milter, spoken to by hand: the wire, processes, reload and restart."""
import os
import resource
import shutil
import signal
import socket
import struct
import subprocess
import threading
import time
import unittest

from milter_lab import FIX, Milter, milter_command, milter_environment, user_options
from story import Story
from test_filter import CALM, PATIENT, SHOUT

# The program names the library that it was linked with.
LIBSECCOMP = b"libseccomp" in subprocess.run(["ldd", os.environ["REPLYLINT"]], stdout=subprocess.PIPE, check=False).stdout

PASSED = "LISTEN_PID=$$ LISTEN_FDS=1; export LISTEN_PID LISTEN_FDS;"


def packet(command, data=b""):
    return struct.pack(">I", len(data) + 1) + command + data


class Peer:
    """A mail server's end of a connection."""

    def __init__(self, address, negotiate=True):
        kind, rest = address.split(":", 1)
        if kind == "unix":
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(30)
            self.socket.connect(rest)
        else:
            port, host = rest.split("@")
            self.socket = socket.create_connection((host, int(port)), timeout=30)
        if negotiate:
            self.negotiate()
            assert self.hear()[:1] == b"O"

    def negotiate(self):
        self.say(b"O", struct.pack(">III", 6, 0x1FF, 0x1FFFFF))

    def say(self, command, data=b""):
        self.socket.sendall(packet(command, data))

    def read(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                return None
            data += piece
        return data

    def hear(self):
        """The next answer; None: the connection was closed."""
        length = self.read(4)
        return length and self.read(struct.unpack(">I", length)[0])

    def envelope(self, sender="rep@shop.example", recipient="ann@customer.example"):
        self.say(b"M", f"<{sender}>\0".encode())
        self.say(b"R", f"<{recipient}>\0".encode())

    def content(self, body):
        for name, value in (("From", "Kim <rep@shop.example>"), ("To", "Ann <ann@customer.example>"), ("Subject", "Your mail")):
            self.say(b"L", f"{name}\0 {value}\0".encode())
        self.say(b"B", body.encode())
        self.say(b"E")
        return self.hear()

    def judge(self, body):
        self.envelope()
        return self.content(body)

    def is_closed(self):
        try:
            return self.hear() is None
        except ConnectionError:
            return True

    def close(self):
        self.socket.close()


class MilterAlone(Story):
    def setUp(self):
        super().setUp()
        self.config = self.write("replylint.yml", PATIENT)
        self.address = "unix:" + self.path("milter")

    def start(self, *arguments, address=None, **more):
        milter = Milter(self.config, *(["--socket", address or self.address] if address != "" else []), *arguments, **more)
        self.addCleanup(milter.stop, signal.SIGINT)
        return milter

    def peer(self, address=None, **more):
        peer = Peer(address or self.address, **more)
        self.addCleanup(peer.close)
        return peer

    def assertJudges(self, peer):
        self.assertRegex(peer.judge(SHOUT), rb"\Ay550[- ]5\.7\.1 [^\n]*" + FIX.encode())
        self.assertEqual(peer.judge(CALM), b"c")


class Wire(MilterAlone):
    def test_bytes_one_by_one_and_all_at_once(self):
        self.start()
        for pieces in (1, 7, 100000):
            peer = self.peer()
            words = [(b"M", b"<rep@shop.example>\0"), (b"R", b"<a@customer.example>\0"), (b"B", SHOUT.encode()), (b"E", b"")]
            said = b"".join(packet(command, data) for command, data in words * 2)
            for at in range(0, len(said), pieces):
                peer.socket.sendall(said[at:at + pieces])
            self.assertEqual([peer.hear()[:4] for _ in range(2)], [b"y550"] * 2)

    def test_what_breaks_the_protocol_ends_its_own_connection(self):
        milter = self.start()
        bystander = self.peer()
        for said in (b"\0\0\0\0", b"\xff\xff\xff\xffO", b"\0\x40\0\x01B", b"\0\0\0\x01?", b"\0\0\0\x01E", b"GET / HTTP/1.0\r\n\r\n",
                     b"\0\0\0\x05Lno\0x"):
            for negotiate in (True, False):
                with self.subTest(said):
                    peer = self.peer(negotiate=negotiate)
                    peer.socket.sendall(said)
                    self.assertTrue(peer.is_closed())
        self.assertIn("broke the milter protocol", milter.log())
        self.assertNotIn("died", milter.log())
        self.assertJudges(bystander)

    def test_those_who_leave_without_a_word(self):
        milter = self.start()
        for said in (b"", b"\0", b"\0\0\0\x0dO\0\0", b"\0\0\0\x01Q"):
            peer = self.peer(negotiate=False)
            peer.socket.sendall(said)
            peer.close()
        self.assertJudges(self.peer())
        self.assertNotIn("died", milter.log())

    def test_in_the_network(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            address = f"inet:{probe.getsockname()[1]}@127.0.0.1"
        milter = self.start(address=address)
        self.assertIn("anyone who reaches this port", milter.log())
        self.assertJudges(self.peer(address))


    @unittest.skipUnless(shutil.which("miltertest"), "miltertest is not installed")
    def test_servers_old_and_new(self):
        self.write("replylint.yml", "select: [yelling]\n" + PATIENT)  # miltertest has no room for long replies
        self.start()
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "milter.lua")
        for version, actions, steps in ((2, 0x3F, 0), (2, 0x3F, 0x7F), (2, 0, 0), (3, 0x3F, 0x1FF), (4, 0x3F, 0x3FF), (6, 0x1FF, 0),
                                        (6, 0x1FF, 0x1FFFFF), (6, 0x01, 0xFFC00), (6, 0x1FF, 0x301FFFFF)):
            with self.subTest((version, actions, steps)):
                done = subprocess.run(["miltertest", "-D", "address=" + self.address, "-D", f"version={version}", "-D",
                                       f"actions={actions}", "-D", f"steps={steps}", "-s", script], stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, check=False, text=True, timeout=60)
                self.assertEqual(done.returncode, 0, done.stdout)


class Processes(MilterAlone):
    def wait(self, condition, what):
        end = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.02)

    def test_more_connections_than_processes_wait(self):
        milter = self.start("--connections", "2")
        first, second = self.peer(), self.peer()
        third = self.peer(negotiate=False)
        third.negotiate()
        third.socket.settimeout(0.5)
        self.assertRaises(TimeoutError, third.hear)
        self.assertEqual(len(milter.children()), 2)
        third.socket.settimeout(30)
        first.close()
        self.assertEqual(third.hear()[:1], b"O")
        self.assertJudges(third)
        self.assertJudges(second)

    def test_a_killed_process_harms_its_own_connection(self):
        milter = self.start()
        first = self.peer()
        victim = milter.children()
        second = self.peer()
        os.kill(victim[0], signal.SIGKILL)
        self.assertTrue(first.is_closed())
        self.assertJudges(second)
        self.assertJudges(self.peer())
        milter.wait_for("died of signal 9")

    def test_a_process_serves_one_connection_after_another(self):
        milter = self.start()
        seen = set()
        for _ in range(5):
            peer = self.peer()
            self.assertJudges(peer)
            peer.say(b"Q")
            self.assertTrue(peer.is_closed())
            seen.update(milter.children())
        self.assertEqual(len(seen), 1)
        self.assertEqual(len(milter.children(seen.pop())), 1)

    @staticmethod
    def wait_for_death(process):
        """A signal is sent long before it has killed."""
        for _ in range(1000):
            try:
                with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
                    if file.read().rpartition(")")[2].split()[0] == "Z":
                        return
            except (FileNotFoundError, ProcessLookupError):
                return
            time.sleep(0.01)

    def test_a_killed_judge_harms_the_mail_it_judges(self):
        milter = self.start(REPLYLINT_TEST_HANG="SLEEPY")
        peer = self.peer()
        self.assertJudges(peer)
        worker = milter.children()[0]
        judge = milter.children(worker)[0]
        os.kill(judge, signal.SIGKILL)
        self.wait_for_death(judge)
        self.assertJudges(peer)
        self.assertNotIn("failed", milter.log())
        self.kill_judges(milter, worker, 2)
        self.assertEqual(peer.judge(SHOUT + "SLEEPY"), b"c")
        self.assertIn("failed=crash", milter.log())
        self.assertJudges(peer)

    @unittest.skipUnless(LIBSECCOMP, "built without libseccomp")
    def test_a_judge_may_do_next_to_nothing(self):
        milter = self.start()
        self.assertJudges(self.peer())
        worker = milter.children()[0]
        with open(f"/proc/{milter.children(worker)[0]}/status", encoding="ascii", errors="replace") as file:
            self.assertIn("Seccomp:\t2\n", file.read())
        peer = self.peer()
        peer.envelope()
        peer.say(b"L", b"Content-Type\0 text/plain; charset=utf-7\0")  # iconv loads what it needs for it now
        self.assertTrue(peer.content(SHOUT.replace("PLEASE", "+AFAATABFAEEAUwBF-")).startswith(b"y550"))
        self.assertNotIn("failed", milter.log())

    @staticmethod
    def kill_judges(milter, worker, count):
        """So many of them, one after another, each once it has had some time."""
        def kill():
            for _ in range(count):
                time.sleep(0.5)
                os.kill(milter.children(worker)[0], signal.SIGKILL)
        threading.Thread(target=kill, daemon=True).start()

    def test_a_mail_that_meets_a_dying_judge_is_judged_by_another(self):
        milter = self.start()
        peer = self.peer()
        self.assertJudges(peer)
        worker = milter.children()[0]
        os.kill(milter.children(worker)[0], signal.SIGSTOP)
        self.kill_judges(milter, worker, 1)
        self.assertJudges(peer)
        self.assertNotIn("failed", milter.log())
        self.assertEqual(milter.log().count("again=yes"), 1)

    def test_connections_survive_their_supervisor(self):
        milter = self.start()
        peer = self.peer()
        milter.stop(signal.SIGKILL)
        self.assertJudges(peer)
        self.assertRaises(ConnectionRefusedError, Peer, self.address)
        self.start()
        self.assertJudges(self.peer())
        self.assertJudges(peer)

    def test_an_end_waits_for_connections_but_not_for_ever(self):
        milter = self.start()
        peer = self.peer()
        milter.process.send_signal(signal.SIGTERM)
        milter.wait_for("taking no more connections")
        self.assertJudges(peer)
        self.assertIsNone(milter.process.poll())
        self.assertEqual(milter.process.wait(timeout=30), 0)
        self.assertJudges(peer)
        milter = self.start()
        short = self.peer()
        milter.process.send_signal(signal.SIGTERM)
        milter.wait_for("taking no more connections")
        short.say(b"Q")
        self.assertEqual(milter.process.wait(timeout=30), 0)
        self.assertNotIn("go on alone", milter.log())
        milter = self.start()
        self.peer()
        self.assertEqual(milter.stop(signal.SIGINT), 0)

    def test_a_successor_takes_the_place(self):
        old = self.start()
        peer = self.peer()
        new = self.start()
        old.wait_for("has taken the socket over")
        self.assertJudges(self.peer())
        self.assertEqual(len(new.children()), 1)
        peer.say(b"Q")
        self.assertEqual(old.process.wait(timeout=30), 0)
        self.assertJudges(self.peer())
        self.assertIsNone(new.process.poll())
        self.assertEqual([name for name in os.listdir(self.work) if name.startswith(".")], [])

    def test_a_passed_socket(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.path("milter"))
            listener.listen(50)

            def pass_it():
                os.dup2(listener.fileno(), 3)
                os.set_inheritable(3, True)

            for _ in range(2):
                early = self.peer(negotiate=False)
                milter = self.start(address="", before=PASSED, prepare=pass_it)
                early.negotiate()
                self.assertEqual(early.hear()[:1], b"O")
                self.assertJudges(early)
                early.close()
                self.assertEqual(milter.stop(), 0)

    def test_it_tells_who_started_it(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(self.path("notify"))
            os.chmod(self.path("notify"), 0o777)
            listener.settimeout(30)
            milter = self.start(NOTIFY_SOCKET=self.path("notify"))
            self.assertEqual(listener.recv(100), b"READY=1")
            milter.reload()
            self.assertEqual([listener.recv(100) for _ in range(2)], [b"RELOADING=1", b"READY=1"])
            milter.stop()
            self.assertEqual(listener.recv(100), b"STOPPING=1")


class Reload(MilterAlone):
    def test_new_connections_get_the_new_configuration(self):
        milter = self.start()
        old = self.peer()
        self.write("replylint.yml", "milter: {}\n")
        milter.reload()
        self.assertIn("configuration loaded again", milter.log())
        self.assertEqual(self.peer().judge(SHOUT), b"c")
        self.assertJudges(old)

    def test_the_old_configuration_stays_when_the_new_one_is_wrong(self):
        milter = self.start()
        for text in ("milter:\n  actions: {error: rejct}\n", "rules: [gone]\n", "a: [", "rules: [more]\n"):
            with self.subTest(text):
                self.write("more/style/bad.yml", "extends: existence\nmessage: x\ntokens: ['(']\n")
                self.write("replylint.yml", text)
                milter.reload()
                self.assertJudges(self.peer())
        os.unlink(self.config)
        milter.reload()
        self.assertJudges(self.peer())
        self.assertEqual(milter.log().count("the old configuration stays"), 5, milter.log())
        self.write("replylint.yml", "milter: {}\n")
        milter.reload()
        self.assertEqual(self.peer().judge(SHOUT), b"c")

    @unittest.skipIf("sanitize" in os.environ.get("REPLYLINT", ""), "AddressSanitizer keeps what is given back")
    def test_many_times(self):
        """Each gives back what it took."""
        def size():
            with open(f"/proc/{milter.process.pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[1])
        milter = self.start()
        for _ in range(3):
            milter.reload()
        before, files = size(), os.listdir(f"/proc/{milter.process.pid}/fd")
        for _ in range(6):
            milter.reload()
        self.assertLess(size(), before * 1.3)
        self.assertEqual(os.listdir(f"/proc/{milter.process.pid}/fd"), files)


class Start(MilterAlone):
    def run_milter(self, *arguments, before=None, as_root=False):
        options = [] if as_root else user_options()
        return subprocess.run(milter_command(*arguments, *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                              check=False, text=True, env=milter_environment(), cwd=self.work, preexec_fn=before)

    def fails_to_start(self, *arguments, word, **more):
        done = self.run_milter(*arguments, **more)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done)
        self.assertRegex(done.stderr, r"\Areplylint: [^\n]+\n\Z")
        self.assertIn(word, done.stderr)

    def test_what_is_wrong_is_told_at_once(self):
        config = ("--config", self.config)
        long_name = "unix:/" + "x" * 120
        self.write("file", "no socket")
        bad = self.write("bad.yml", "milter: {actions: {error: rejct}}\n")
        nobody = self.write("nobody.yml", "milter: {actions: {error: notify}}\n")
        mute = self.write("mute.yml", "sendmail: /gone/sendmail\nmilter: {domains: [a.example], for: [{user: x, actions: {error: notify}}]}\n")
        for arguments, word in (((), "--socket"), ((*config, "--socket", "milter"), "write unix:/PATH"),
                                ((*config, "--socket", "unix:milter"), "write unix:/PATH"),
                                ((*config, "--socket", "inet:8891"), "inet:PORT@HOST"),
                                ((*config, "--socket", "unix:/gone/milter"), "/gone/"),
                                ((*config, "--socket", long_name), "longer than"),
                                ((*config, "--socket", "unix:" + self.path("file")), "is no socket"),
                                ((*config, "--socket", self.address, "--connections", "0"), "--connections"),
                                ((*config, "--socket", self.address, "--connections", "many"), "--connections"),
                                ((*config, "--socket", self.address, "more"), "no arguments"),
                                ((*config, "--socket", self.address, "--group", "qwertz"), "--group"),
                                (("--config", "gone.yml", "--socket", self.address), "gone.yml"),
                                (("--config", nobody, "--socket", self.address), "notify needs the key domains"),
                                (("--config", mute, "--socket", self.address), "/gone/sendmail"),
                                (("--config", bad, "--socket", self.address), "bad.yml:1:27")):
            with self.subTest(arguments):
                self.fails_to_start(*arguments, word=word)
                if arguments and "--connections" not in arguments:
                    self.fails_to_start(*arguments, "--check-config", word=word)

    @unittest.skipUnless(os.geteuid() == 0, "is not root")
    def test_it_does_not_run_as_root(self):
        self.fails_to_start("--socket", self.address, word="--user", as_root=True)
        self.fails_to_start("--socket", self.address, "--user", "qwertz", word="qwertz", as_root=True)
        os.chmod(self.config, 0o600)
        self.fails_to_start("--config", self.config, "--check-config", word="replylint.yml")

    def test_check_config_says_what_is_good(self):
        done = self.run_milter("--config", self.config, "--socket", self.address, "--check-config")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        self.assertRegex(done.stdout, r"\A\S+replylint.yml: good, \d+ rules\n\Z")
        self.assertFalse(os.path.exists(self.path("milter")))
        self.write("more/style/own.yml", "extends: existence\nmessage: x\ntokens: ['(?<=a+)b']\n")
        self.write("replylint.yml", "rules: [more]\n")
        self.fails_to_start("--config", self.config, "--check-config", word="own.yml")

    def test_without_files_nothing_is_lost(self):
        """Connections wait while there are no descriptors for them."""
        milter = self.start(before="ulimit -n 64;")
        peers = [self.peer(negotiate=False) for _ in range(80)]
        for peer in peers:
            peer.negotiate()
        for peer in peers:
            self.assertEqual(peer.hear()[:1], b"O")
            peer.close()
        self.assertIsNone(milter.process.poll())

    @unittest.skipIf("sanitize" in os.environ.get("REPLYLINT", ""), "AddressSanitizer takes the whole address space")
    def test_without_memory_a_mail_does_as_configured(self):
        little = (400 << 20, 400 << 20)
        body = SHOUT + ("0123456789abcdef" * 60 + "\r\n") * 60
        for policy, reply in (("accept", b"c"), ("tempfail", b"y451 4.7.1")):
            self.write("replylint.yml", PATIENT + f"  on-error: {policy}\n")
            milter = self.start(prepare=lambda: resource.setrlimit(resource.RLIMIT_AS, little))
            peer = self.peer()
            peer.envelope()
            for _ in range(4000):
                peer.say(b"B", body.encode())
            peer.say(b"E")
            self.assertEqual(peer.hear()[:len(reply)], reply)
            self.assertIn("failed=memory", milter.log())
            self.assertJudges(peer)
            milter.stop(signal.SIGINT)

    @unittest.skipUnless(os.geteuid() == 0, "only root can be another user")
    def test_without_processes_connections_wait(self):
        two = (2, 2)
        milter = self.start("--user", "games", prepare=lambda: resource.setrlimit(resource.RLIMIT_NPROC, two))
        first, waiting = self.peer(), self.peer(negotiate=False)
        waiting.negotiate()
        milter.wait_for("no process for a connection")
        first.close()
        self.assertEqual(waiting.hear()[:1], b"O")
