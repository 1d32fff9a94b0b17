"""replylint filter: as pipe(8) runs it, and alone."""
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import postfix_lab
from story import NO_LEAK_CHECK, Story, public_program

SUBJECT = "Re: Your lamp"
HEAD = (f"From: Kim <rep@shop.example>\r\nTo: Ann <ann@customer.example>\r\nSubject: {SUBJECT}\r\n"
        "Date: Mon, 4 May 2026 10:00:00 +0000\r\nMessage-ID: <{id}@shop.example>\r\n")
CALM = "Hello Ann,\r\n\r\nPlease send us the invoice number today.\r\n\r\nKim\r\n"
SHOUT = "Hello Ann,\r\n\r\nPLEASE SEND US THE INVOICE NUMBER TODAY OR WE CANNOT HELP YOU.\r\n\r\nKim\r\n"
REJECT = "milter:\n  domains: [shop.example]\n  actions: {error: reject, yelling: reject}\n"
PATIENT = REJECT + "  deadline: 60\n"  # for busy machines


def mail(body=CALM, number=1, more=""):
    return (HEAD.format(id=number) + more + "\r\n" + body).encode()


class Alone(Story):
    """Exit codes and what is handed on, with a stand-in for sendmail."""

    def setUp(self):
        super().setUp()
        self.sendmail = self.write("sendmail", '#!/bin/sh\nfor a; do printf "[%s]" "$a"; done >argv\ncat >mail\n', 0o755)
        self.config = self.write("replylint.yml", PATIENT)

    def filter(self, data, *arguments, sender="rep@shop.example", recipients=("ann@customer.example",), **more):
        return self.lint("filter", "--config", self.config, "--sendmail", self.sendmail, "-f", sender, *arguments, "--",
                         *recipients, stdin=data, **more)

    def handed_on(self):
        return os.path.exists(self.path("mail"))

    def test_a_calm_mail_is_handed_on_byte_for_byte(self):
        data = mail(CALM + ".\r\n..\r\n\0bytes\xff\r\nno end").replace(b"\r\n", b"\n")
        done = self.filter(data)
        self.assertEqual((done.code, done.out, done.err), (0, "", ""), done)
        self.assertEqual(self.read("mail"), data)
        self.assertEqual(self.read("argv"), b"[-G][-i][-f][rep@shop.example][--][ann@customer.example]")

    def test_a_shouting_mail_is_refused_with_the_fix(self):
        done = self.filter(mail(SHOUT))
        self.assertEqual(done.code, 69, done)
        self.assertRegex(done.out, r"\A5\.7\.1 [^\n]*Please send us the invoice number today[^\n]*\n\Z")
        self.assertFalse(self.handed_on())

    def test_who_is_not_judged(self):
        for arguments in ({"sender": ""}, {"recipients": ("bob@shop.example",)}, {"sender": "x@elsewhere.example"}):
            with self.subTest(arguments):
                self.assertEqual(self.filter(mail(SHOUT), **arguments).code, 0)
                self.assertTrue(self.handed_on())

    def test_what_is_not_judged(self):
        for header in ("Auto-Submitted: auto-replied", "List-Id: <x.example>", "Precedence: bulk",
                       "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
                       "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=x", "Content-Type: text/calendar; method=REPLY"):
            with self.subTest(header):
                parts = f"--x\r\n\r\n{SHOUT}--x\r\n\r\nx\r\n--x--\r\n" if "multipart" in header else SHOUT
                self.assertEqual(self.filter(mail(parts, more=header + "\r\n")).code, 0)
        self.assertEqual(self.filter(mail(SHOUT, more="Auto-Submitted: no\r\n")).code, 69)

    def test_hostile_addresses_are_arguments_and_nothing_else(self):
        odd = ("-oQ/tmp/x", '"a b;$(touch pwned)"@d.example', "`id`@d.example")
        done = self.filter(mail(), sender="-oQ/tmp/x@shop.example", recipients=odd)
        self.assertEqual(done.code, 0, done)
        self.assertEqual(self.read("argv").decode(),
                         "[-G][-i][-f][-oQ/tmp/x@shop.example][--]" + "".join(f"[{one}]" for one in odd))

    def test_a_mail_that_was_cut_is_put_off(self):
        data = mail().replace(b"\r\n", b"\n")
        whole = str(len(data) + data.count(b"\n"))
        self.assertEqual(self.filter(data, "--size", whole).code, 0)
        os.unlink(self.path("mail"))
        done = self.filter(data[:-3], "--size", whole)
        self.assertEqual(done.code, 75, done)
        self.assertIn("cut on its way", done.err)
        self.assertFalse(self.handed_on())

    def test_our_own_header_fields_are_taken_away(self):
        data = mail(more="X-Replylint-Kind: quote\r\nx-replylint: a\r\n b\r\nX-Kept: X-Replylint\r\n")
        self.assertEqual(self.filter(data).code, 0)
        self.assertEqual(self.read("mail"), mail(more="X-Kept: X-Replylint\r\n"))

    def test_whatever_goes_wrong_puts_the_mail_off(self):
        broken = self.write("broken.yml", "milter:\n  actions: {error: rejct}\n")
        hold = self.write("hold.yml", "milter:\n  actions: {error: hold}\n")
        for arguments, word in ((["filter", "--no-such-option"], "--no-such-option"), (["filter"], "-f SENDER"),
                                (["filter", "-f", "a@b"], "recipients"), (["filter", "-f"], "needs a value"),
                                (["filter", "-f", "a@b", "--config", "gone.yml", "--", "c@d"], "gone.yml"),
                                (["filter", "-f", "a@b", "--config", broken, "--", "c@d"], "broken.yml:2:20"),
                                (["filter", "-f", "a@b", "--config", hold, "--", "c@d"], "cannot hold"),
                                (["filter", "-f", "a@b", "--size", "many", "--", "c@d"], "--size"),
                                (["filter", "-f", "a@b", "--sendmail", "/gone/sendmail", "--", "c@d"], "/gone/sendmail")):
            with self.subTest(arguments):
                done = self.lint(*arguments, stdin=mail())
                self.assertEqual(done.code, 75, done)
                self.assertIn(word, done.err, done)

    def test_no_room_puts_the_mail_off(self):
        def no_files():
            resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))
        self.assertEqual(self.filter(mail(), before=no_files, env=NO_LEAK_CHECK).code, 75)
        self.assertFalse(self.handed_on())

    def test_a_judge_that_dies_or_hangs_does_as_configured(self):
        quick = "  deadline: 0.3\n"
        for variable in ("REPLYLINT_TEST_ABORT", "REPLYLINT_TEST_HANG"):
            with self.subTest(variable):
                self.write("replylint.yml", REJECT + quick)
                self.assertEqual(self.filter(mail(SHOUT), env={variable: "INVOICE"}).code, 0)
                self.assertEqual(self.read("mail"), mail(SHOUT))
                os.unlink(self.path("mail"))
                self.write("replylint.yml", REJECT + quick + "  on-error: tempfail\n")
                done = self.filter(mail(SHOUT), env={variable: "INVOICE"})
                self.assertEqual((done.code, done.out[:6]), (75, "4.7.1 "), done)
                self.assertFalse(self.handed_on())

    def test_a_signal_puts_the_mail_off(self):
        for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGINT):
            with subprocess.Popen([os.environ["REPLYLINT"], "filter", "-f", "a@b", "--", "c@d"], stdin=subprocess.PIPE,
                                  env=self.environment(), cwd=self.work) as process:
                time.sleep(0.3)
                process.send_signal(number)
                self.assertEqual(process.wait(timeout=20), 75)

    @unittest.skipUnless(sys.platform == "linux", "only Linux ends a process with its parent")
    def test_it_ends_with_its_caller(self):
        """pipe(8) that is gone would not hear that the mail was sent, and Postfix would send it again."""
        self.write("replylint.yml", REJECT + "  deadline: 3\n")
        self.write("mail.eml", mail())
        for size, goes_on in ("", True), ("--size 1", False):
            script = self.write("caller", f"#!/bin/sh\n{os.environ['REPLYLINT']} filter --config {self.config} --sendmail {self.sendmail} "
                                f"{size} -f rep@shop.example -- ann@customer.example <mail.eml &\necho $!\nwait\n", 0o755)
            with subprocess.Popen([script], stdout=subprocess.PIPE, cwd=self.work,
                                  env=self.environment(REPLYLINT_TEST_HANG="invoice")) as caller:
                number = int(caller.stdout.readline())
                time.sleep(1)  # it is judged, for three seconds
                caller.kill()
            end = time.monotonic() + 60
            while os.path.exists(f"/proc/{number}") and time.monotonic() < end:
                time.sleep(0.05)
            self.assertEqual(self.handed_on(), goes_on)
            if goes_on:
                os.unlink(self.path("mail"))

    def large_is_put_off_under(self, kind, most):
        body = CALM + ("0123456789abcdef" * 60 + "\r\n") * 20000
        self.assertEqual(self.filter(mail(body), before=lambda: resource.setrlimit(kind, (most, most))).code, 75)
        self.assertFalse(self.handed_on())

    def test_no_disk_puts_the_mail_off(self):
        self.large_is_put_off_under(resource.RLIMIT_FSIZE, 100000)

    @unittest.skipIf("sanitize" in os.environ.get("REPLYLINT", ""), "AddressSanitizer takes the whole address space")
    def test_no_memory_puts_the_mail_off(self):
        self.large_is_put_off_under(resource.RLIMIT_AS, 30 << 20)

    def test_check_only_tells_and_hands_nothing_on(self):
        for data, arguments, code in ((mail(), [], 0), (mail(SHOUT), [], 69), (mail(SHOUT), ["-f", "rep@shop.example"], 69)):
            done = self.lint("filter", "--check-only", "--config", self.config, *arguments, "--", "ann@customer.example",
                             stdin=data)
            self.assertEqual(done.code, code, done)
        self.assertEqual(self.lint("filter", "--check-only", stdin=mail()).code, 0)
        self.assertIn("5.7.1", done.out)
        self.assertFalse(self.handed_on())

    def test_an_override_counts_for_those_who_may(self):
        self.write("replylint.yml", PATIENT + "  override: {header: yes, subject: '[as it is]', users: [kim]}\n")
        header = mail(SHOUT, more="X-Replylint-Override: the customer asked for capitals\r\n")
        self.assertEqual(self.filter(header, "--sasl-username", "kim").code, 0)
        self.assertNotIn(b"X-Replylint", self.read("mail"))
        for subject, rest in ((f"[As it is] {SUBJECT}", SUBJECT), (f"{SUBJECT} [as it is]", SUBJECT),
                              ("Re:\r\n [as it is] Your\r\n\tlamp", "Re:\r\n Your\r\n\tlamp")):
            tagged, plain = (mail(SHOUT).replace(SUBJECT.encode(), one.encode()) for one in (subject, rest))
            self.assertEqual(self.filter(tagged, "--sasl-username", "kim").code, 0)
            self.assertEqual(self.read("mail"), plain)
            self.assertEqual(self.filter(tagged, "--sasl-username", "pat").code, 69)
        self.assertEqual(self.filter(header, "--sasl-username", "pat").code, 69)
        self.assertEqual(self.filter(header).code, 69)



class ThroughPostfix(postfix_lab.LabStory):
    """Mails that Postfix takes, hands to the filter through pipe(8), and sends on."""

    @classmethod
    def make_lab(cls):
        cls.config = os.path.join(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="replylint-")), "replylint.yml")
        os.chmod(os.path.dirname(cls.config), 0o755)
        with open(cls.config, "w", encoding="utf-8") as file:
            file.write(PATIENT)
        return postfix_lab.Lab(f"{public_program()} filter --config {cls.config} --size ${{size}} --queue-id ${{queue_id}}"
                               " -f ${sender} -- ${recipient}")

    def content(self, got):
        """Without what Postfix puts on top."""
        return got.data[got.data.index(b"From: Kim"):]

    def test_clean_mails_arrive_byte_for_byte(self):
        bodies = (CALM, CALM + ".\r\n..\r\n.x\r\n", "x" * 5000 + "\r\n", "y" * 2048 + "\r\n" + "z" * 2049 + "\r\n",
                  "w" * 127 + "\r\n" + "v" * 128 + "\r\n", "u" * 65536 + "\r\n", "gr\u00fc\u00df Gott\r\n", "\r\n\r\n\r\n",
                  "nul \0 nul\r\n", "no end", "")
        client = self.client(self.lab.piped)
        for number, body in enumerate(bodies):
            self.assertEqual(client.send(mail(body, number))[0], 250)
        got = {one.headers["Message-ID"]: one for one in self.lab.delivered(len(bodies))}
        for number, body in enumerate(bodies):
            wanted = mail(body, number)
            ended = wanted if wanted.endswith(b"\r\n") else wanted + b"\r\n"
            arrived = self.content(got[f"<{number}@shop.example>"])
            # smtp(8) itself folds lines of more than 998 bytes.
            self.assertEqual(arrived.replace(b"\r\n ", b""), ended, number)

    def test_one_mail_to_many(self):
        recipients = [f"c{n}@customer.example" for n in range(5)]
        self.assertEqual(self.client(self.lab.piped).send(mail(), recipients=recipients)[0], 250)
        self.lab.delivered(1)
        self.lab.wait(lambda: sum(len(m.recipients) for m in self.lab.customer.mails) >= 5, "5 recipients")

    def test_a_shouting_mail_comes_back_with_the_fix(self):
        self.assertEqual(self.client(self.lab.piped).send(mail(SHOUT))[0], 250)
        bounce = self.lab.delivered(1)[0]
        self.assertIn("<>", bounce.sender)
        self.assertIn(b"5.7.1", bounce.data)
        self.assertIn(b"Please send us the invoice number today", bounce.data.replace(b"\r\n    ", b" "))

    def test_an_odd_sender(self):
        for sender in ("", '"a b;$(x)"@shop.example'):
            self.lab.forget()
            self.assertEqual(self.client(self.lab.piped).send(mail(), sender=sender)[0], 250)
            self.assertIn(f"FROM:<{sender}>", "FROM:" + self.lab.delivered(1)[0].sender)
