"""A mail server for tests: a private Postfix, a customer's mail server behind it, and a mail client that sends bytes as they are.

Everything is on loopback and below one folder. Needs root and the packages postfix and (for load) its smtp-source; where
they are missing the tests are skipped and say so.
"""
import email.parser
import fcntl
import os
import pwd
import grp
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
import unittest

FILTER_USER = "daemon"  # pipe(8) takes neither root nor postfix
SYSTEM_CONFIG = "/etc/postfix"

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {top}/spool
data_directory = {top}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {top}/log/mail.log
maillog_file_prefixes = {top}/log
myhostname = mail.shop.example
mydomain = shop.example
myorigin = shop.example
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:{customer}
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = none
smtp_tls_security_level = none
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
message_size_limit = 104857600
smtpd_recipient_limit = 2000
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
transport_retry_time = 1s
default_destination_concurrency_limit = 50
notify_classes =
{main}
"""

MASTER_CF = """
127.0.0.1:{plain} inet n - n - 50 smtpd
127.0.0.1:{piped} inet n - n - 50 smtpd
  -o content_filter=replylint:dummy
127.0.0.1:{milter} inet n - n - 50 smtpd
  -o {{ smtpd_milters = {{ unix:{top}/sock/milter, {milter_options} }} }}
  -o milter_macro_daemon_name=ORIGINATING
replylint unix - n n - 10 pipe
  flags=Rq user={user} null_sender= directory={top}/filter
  argv={filter}
pickup unix n - n 1 1 pickup
  -o smtputf8_autodetect_classes=verify
  -o content_filter=
{pickup}
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - 50 smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
scache unix - - n - 1 scache
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
{master}
"""


def missing():
    """Why Postfix cannot run here, or an empty string."""
    if os.geteuid() != 0:
        return "Postfix needs root to start"
    for program in ("postfix", "smtp-source", "postdrop"):
        if not shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin"):
            return f"Postfix is not installed ({program})"
    return ""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


class Mail:
    """A mail as the customer's server got it."""

    def __init__(self, sender, recipients, data):
        self.sender, self.recipients, self.data = sender, recipients, data

    @property
    def headers(self):
        return email.parser.BytesHeaderParser().parsebytes(self.data)

    @property
    def body(self):
        return self.data.split(b"\r\n\r\n", 1)[1] if b"\r\n\r\n" in self.data else b""


class CustomerSession(socketserver.StreamRequestHandler):
    """Takes any mail, and keeps envelope and bytes."""

    def reply(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        sender, recipients = "", []
        self.reply("220 customer.example ESMTP")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.reply("250-customer.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250 SIZE 209715200")
            elif verb == b"MAIL":
                sender, recipients = line.decode().strip()[10:], []
                self.reply("250 ok")
            elif verb == b"RCPT":
                recipients.append(line.decode().strip()[8:])
                self.reply("250 ok")
            elif verb == b"DATA":
                self.reply("354 go on")
                data = self.read_data()
                self.server.keep(Mail(sender, recipients, data))
                self.reply("250 taken")
            elif verb == b"QUIT":
                self.reply("221 bye")
                return
            else:
                self.reply("250 ok")

    def read_data(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


class Customer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 200

    def __init__(self):
        super().__init__(("127.0.0.1", 0), CustomerSession)
        self.mails, self.lock = [], threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def keep(self, mail):
        with self.lock:
            self.mails.append(mail)


class Client:
    """An SMTP client that sends the bytes it is given; the last reply is kept as (code, lines)."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.file = self.socket.makefile("rb")
        self.read()
        self.say("EHLO rep.shop.example")

    def read(self):
        lines = []
        while True:
            line = self.file.readline().decode(errors="replace").rstrip("\r\n")
            lines.append(line[4:])
            if line[3:4] != "-":
                return (int(line[:3]) if line[:3].isdigit() else 0), lines

    def say(self, text):
        self.socket.sendall((text if isinstance(text, bytes) else text.encode()) + b"\r\n")
        return self.read()

    def send(self, data, sender="rep@shop.example", recipients=("ann@customer.example",), options=""):
        """data has CRLF line ends. The reply that decided."""
        reply = self.say(f"MAIL FROM:<{sender}>{options}")
        for recipient in recipients:
            reply = self.say(f"RCPT TO:<{recipient}>") if reply[0] == 250 else reply
        if reply[0] == 250:
            reply = self.say("DATA")
        if reply[0] != 354:
            return reply
        stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in data.split(b"\r\n"))
        return self.say(stuffed + (b"." if stuffed.endswith(b"\r\n") else b"\r\n."))

    def close(self):
        self.file.close()
        self.socket.close()


class Lab:
    """The server. filter: the arguments of the pipe service; main, master, pickup: more lines of main.cf, master.cf, of the
    pickup service."""

    def __init__(self, filter_arguments="/bin/false", main="", master="", pickup="", milter_options="default_action=tempfail"):
        self.top = os.path.realpath(tempfile.mkdtemp(prefix="replylint-postfix-"))
        self.config = os.path.join(self.top, "etc")
        self.customer = Customer()
        self.plain, self.piped, self.milter = free_ports(3)
        os.chmod(self.top, 0o755)
        for name in ("etc", "spool", "data", "log", "filter", "sock"):
            os.mkdir(os.path.join(self.top, name), 0o755)
        shutil.chown(os.path.join(self.top, "data"), "postfix")
        os.chown(os.path.join(self.top, "sock"), pwd.getpwnam(FILTER_USER).pw_uid, grp.getgrnam("postfix").gr_gid)
        os.chmod(os.path.join(self.top, "sock"), 0o2750)
        values = {"top": self.top, "customer": self.customer.server_address[1], "plain": self.plain, "piped": self.piped,
                  "milter": self.milter, "user": FILTER_USER, "filter": filter_arguments, "main": main, "master": master, "pickup": pickup,
                  "milter_options": milter_options}
        for name, text in (("main.cf", MAIN_CF), ("master.cf", MASTER_CF)):
            with open(os.path.join(self.config, name), "w", encoding="utf-8") as file:
                file.write(text.format(**values))
        self.admit(True)
        self.run("postfix", "check")
        self.run("postfix", "start")
        self.wait(lambda: all(self.answers(port) for port in (self.plain, self.piped, self.milter)), "Postfix to listen")

    @staticmethod
    def answers(port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def admit(self, wanted):
        """sendmail and postdrop take a configuration folder only when the system's main.cf names it."""
        with open(SYSTEM_CONFIG + "/.replylint.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.path.exists(SYSTEM_CONFIG + "/main.cf"):
                open(SYSTEM_CONFIG + "/main.cf", "w", encoding="utf-8").close()
            shown = subprocess.run(["postconf", "-c", SYSTEM_CONFIG, "-h", "alternate_config_directories"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
            folders = {f for f in shown.stdout.decode().replace(",", " ").split() if os.path.isdir(f)} - {self.config}
            if wanted:
                folders.add(self.config)
            subprocess.run(["postconf", "-c", SYSTEM_CONFIG, "-e", "alternate_config_directories=" + " ".join(sorted(folders))],
                           stderr=subprocess.DEVNULL, check=True)

    def run(self, program, *arguments, stdin=b"", check=True):
        return subprocess.run([program, "-c", self.config, *arguments], input=stdin, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=check, timeout=60)

    def submit(self, *arguments, stdin=b""):
        """The sendmail command of this server."""
        return subprocess.run(["sendmail", "-C", self.config, *arguments], input=stdin, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False, timeout=60)

    def wait(self, condition, what, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s for {what}\n{self.log()[-3000:]}")
            time.sleep(0.05)

    def delivered(self, count, seconds=30):
        """The mails that the customer has got, once there are count of them."""
        self.wait(lambda: len(self.customer.mails) >= count, f"{count} mails, {len(self.customer.mails)} are there", seconds)
        return list(self.customer.mails)

    def forget(self):
        self.customer.mails.clear()

    def queue(self):
        return self.run("postqueue", "-p").stdout.decode()

    def queue_is_empty(self):
        return "is empty" in self.queue()

    def log(self):
        try:
            with open(self.top + "/log/mail.log", encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def stop(self):
        self.run("postfix", "stop", check=False)
        self.admit(False)
        self.customer.shutdown()
        self.customer.server_close()
        shutil.rmtree(self.top, ignore_errors=True)


class LabStory(unittest.TestCase):
    """Tests that share a mail server. A class sets what make_lab() returns."""

    maxDiff = None
    lab = None

    @classmethod
    def make_lab(cls):
        return Lab()

    @classmethod
    def setUpClass(cls):
        reason = missing()
        if reason:
            raise unittest.SkipTest(reason)
        cls.lab = cls.make_lab()
        cls.addClassCleanup(cls.lab.stop)

    def setUp(self):
        self.lab.forget()

    def client(self, port):
        client = Client(port)
        self.addCleanup(client.close)
        return client
