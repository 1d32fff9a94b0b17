"""Envelopes and mails that somebody made to hurt, through the milter, the filter and the sendmail, before a real Postfix.

What is calm arrives byte for byte, and nothing is done that an address asks for.
"""
import os
import re
import subprocess

import postfix_lab
from milter_lab import MilterStory
from story import public_program
from test_filter import CALM, PATIENT, SHOUT, mail

ODD = ('"a b;$(touch pwned)"', '"<>@%s%n"', "`touch$IFS/tmp/pwned`", "-oQ/tmp/pwned", "-f", "--", '"-oX/tmp/pwned a"', "|touch", "a!b%c")
MANY = [f"c{n}@customer.example" for n in range(1000)]
LINE = 65536
LARGE = 50 << 20


def address(written):
    """Of what was said behind MAIL FROM: and RCPT TO:, without options."""
    return re.fullmatch(r"<(.*)>( [A-Z0-9]+=\S*)*", written)[1]


class HostileMail(MilterStory):
    main = MilterStory.main.replace("non_smtpd_milters = unix:$queue_directory/../sock/milter\n", "allow_min_user = yes\n")

    @classmethod
    def make_lab(cls):
        cls.folder = postfix_lab.tempfile.mkdtemp(prefix="replylint-")
        cls.addClassCleanup(postfix_lab.shutil.rmtree, cls.folder, ignore_errors=True)
        os.chmod(cls.folder, 0o755)
        cls.filter_config = os.path.join(cls.folder, "replylint.yml")
        lab = postfix_lab.Lab(f"{public_program()} filter --config {cls.filter_config} --size ${{size}} -f ${{sender}} -- ${{recipient}}",
                              main=cls.main, milter_options=cls.milter_options)
        with open(cls.filter_config, "w", encoding="utf-8") as file:
            file.write(PATIENT + f"sendmail: [/usr/sbin/sendmail, -C, {lab.config}]\n")
        return lab

    def by_smtp(self, port, data, sender, recipients):
        """Whether the mail was taken."""
        return self.client(port).send(data, sender=sender, recipients=recipients)[0] == 250

    def by_sendmail(self, data, sender, recipients):
        done = subprocess.run([os.environ["REPLYLINT"], "sendmail", "--config", self.filter_config, "-i", "-f", sender, "--", *recipients],
                              input=data.replace(b"\r\n", b"\n"), env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, cwd=self.folder, timeout=120)
        self.assertIn(done.returncode, (0, 65), done.stderr[-2000:])
        return done.returncode == 0

    def ways(self):
        """(name, function of data, sender and recipients)"""
        yield "milter", lambda *mail_: self.by_smtp(self.lab.milter, *mail_)
        yield "filter", lambda *mail_: self.by_smtp(self.lab.piped, *mail_)
        yield "sendmail", self.by_sendmail

    def recipients(self):
        return [address(one) for got in list(self.lab.customer.mails) for one in got.recipients]

    def arrives(self, data, count=1, seconds=120):
        """All that was taken has left, as it was but for lines that smtp(8) folds."""
        self.lab.wait(lambda: len(self.recipients()) >= count, f"{count} recipients, {len(self.recipients())} are there", seconds)
        for got in self.lab.customer.mails:
            self.assertEqual(self.content(got).replace(b"\r\n ", b""), data)

    def as_postfix_alone_sends_it(self, data):
        """It cuts header fields that are too long for it."""
        self.lab.forget()
        self.assertTrue(self.by_smtp(self.lab.plain, data, "rep@shop.example", ["ann@customer.example"]))
        return self.content(self.lab.delivered(1)[0]).replace(b"\r\n ", b"")

    def test_odd_addresses(self):
        for name, send in self.ways():
            for odd in ODD:
                with self.subTest(way=name, address=odd):
                    self.lab.forget()
                    self.assertTrue(send(mail(), odd + "@shop.example", [odd + "@customer.example"]))
                    self.arrives(mail())
                    got = self.lab.customer.mails[0]
                    self.assertEqual(address(got.sender), odd + "@shop.example")
                    self.assertEqual(self.recipients(), [odd + "@customer.example"])
        self.assertEqual([path for path in ("/tmp/pwned", os.path.join(self.folder, "pwned"), os.path.join(self.lab.top, "filter", "pwned"))
                          if os.path.exists(path)], [])

    def test_a_thousand_recipients(self):
        for name, send in self.ways():
            with self.subTest(way=name):
                self.lab.forget()
                self.assertTrue(send(mail(), "rep@shop.example", MANY))
                self.arrives(mail(), len(MANY))
                self.assertEqual(sorted(self.recipients()), sorted(MANY))
                self.lab.forget()
                self.assertEqual(send(mail(SHOUT), "rep@shop.example", MANY), name == "filter")
                if name == "filter":
                    self.lab.wait(lambda: "rep@shop.example" in self.recipients(), "the mail to come back", 120)
                self.lab.wait(self.lab.queue_is_empty, "the queue to be empty")
                self.assertEqual(set(self.recipients()) & set(MANY), set())

    def test_long_lines(self):
        bodies = {"body": mail(CALM + "x" * LINE + "\r\n"), "no blanks, no end": mail("y" * LINE),
                  "header": mail(more="X-Long: " + "z" * LINE + "\r\n"),
                  "encoded words": mail(more="X-Long:" + " =?utf-8?q?=C3=A4?=" * (LINE // 18) + "\r\n")}
        for what, data in bodies.items():
            wanted = self.as_postfix_alone_sends_it(data)
            for name, send in self.ways():
                with self.subTest(way=name, line=what):
                    self.lab.forget()
                    self.assertTrue(send(data, "rep@shop.example", ["ann@customer.example"]))
                    self.arrives(wanted)

    def test_a_large_mail(self):
        row = "0123456789abcdef" * 60 + "\r\n"
        data = mail(CALM + row * (LARGE // len(row)))
        for name, send in self.ways():
            with self.subTest(way=name):
                self.lab.forget()
                self.assertTrue(send(data, "rep@shop.example", ["ann@customer.example"]))
                self.arrives(data)
