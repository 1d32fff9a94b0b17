"""replylint milter, asked by a real Postfix."""
import os
import time

from milter_lab import FIX, MilterStory
from test_filter import CALM, PATIENT, REJECT, SHOUT, mail

INSIDE = ("bob@shop.example",)


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
            # smtp(8) itself folds lines of more than 998 bytes.
            self.assertEqual(self.content(got[f"<{number}@shop.example>"]).replace(b"\r\n ", b""), ended, number)

    def test_what_the_sender_wishes_of_the_delivery_is_kept(self):
        data = mail().replace(b"Kim <rep", "Kim Ärger <rep".encode())
        client = self.client(self.lab.milter)
        self.assertEqual(client.say("MAIL FROM:<rep@shop.example> SMTPUTF8 RET=HDRS ENVID=e1")[0], 250)
        self.assertEqual(client.say("RCPT TO:<grüße@customer.example> NOTIFY=FAILURE,DELAY")[0], 250)
        self.assertEqual(client.say("DATA")[0], 354)
        self.assertEqual(client.say(data + b".")[0], 250)
        got = self.lab.delivered(1)[0]
        for word in ("SMTPUTF8", "RET=HDRS", "ENVID=e1"):
            self.assertIn(word, got.sender)
        self.assertIn("NOTIFY=FAILURE,DELAY", got.recipients[0])
        self.assertEqual(got.data[got.data.index("From: Kim Ä".encode()):], data)

    def test_a_shouting_mail_is_refused_and_the_client_sees_the_fix(self):
        code, lines = self.send(mail(SHOUT))
        self.assertEqual(code, 550, lines)
        for line in lines:
            self.assertRegex(line, r"\A5\.7\.1 [ -~]+\Z")
        self.assertIn(FIX, lines[0])
        self.assertRegex(self.milter.log(), r"queue=[0-9A-F]+ action=reject kind=\S+ score=\d+ rules=\S*yelling.all-caps")
        self.assertNothingMore(0)

    def test_a_long_reply_has_at_most_32_lines(self):
        self.configure("milter:\n  deadline: 60\n  actions: {error: reject, warning: reject, suggestion: reject}\n")
        shouts = "".join(f"WE CANNOT GIVE YOU {n} % OF PLEASE ASK AGAIN FOR THE PART.\r\n\r\n" for n in range(100))
        code, lines = self.send(mail("Hello Ann,\r\n\r\n" + shouts))
        self.assertEqual(code, 550, lines)
        self.assertLessEqual(len(lines), 32)
        self.assertGreater(len(lines), 1)
        self.assertTrue(all(len(line) < 508 and line.startswith("5.7.1 ") for line in lines), lines)
        self.assertTrue(any("% " in line for line in lines), lines)

    def test_several_mails_in_a_connection(self):
        client = self.client(self.lab.milter)
        codes = [client.send(mail(body, number))[0] for number, body in enumerate((CALM, SHOUT, CALM, SHOUT, SHOUT, CALM))]
        self.assertEqual(codes, [250, 550, 250, 550, 550, 250])
        client.say("MAIL FROM:<rep@shop.example>")
        client.say("RCPT TO:<ann@customer.example>")
        self.assertEqual(client.say("RSET")[0], 250)
        client.say("MAIL FROM:<rep@shop.example>")
        self.assertEqual(client.say("EHLO again.example")[0], 250)
        self.assertEqual(client.send(mail(SHOUT, 6), recipients=("ann@customer.example", "bob@customer.example"))[0], 550)
        self.assertEqual(client.send(mail(CALM, 7))[0], 250)
        self.assertEqual({got.headers["Message-ID"] for got in self.lab.delivered(4)},
                         {f"<{n}@shop.example>" for n in (0, 2, 5, 7)})

    def test_a_held_mail_waits_and_can_be_released(self):
        self.configure("milter:\n  deadline: 60\n  actions: {yelling: hold}\n")
        code, lines = self.send(mail(SHOUT))
        self.assertEqual(code, 250)
        queue_id = lines[0].split()[-1]
        self.lab.wait(lambda: queue_id + "!" in self.lab.queue(), "the mail to be held")
        self.assertRegex(self.lab.log(), r"milter triggers HOLD action|hold: END-OF-MESSAGE.*yelling")
        self.assertEqual(self.send(mail(CALM, 2))[0], 250)
        self.assertEqual(self.lab.delivered(1)[0].headers["Message-ID"], "<2@shop.example>")
        self.lab.run("postsuper", "-H", queue_id)
        self.lab.run("postqueue", "-f")
        self.assertEqual(self.content(self.lab.delivered(2)[1]), mail(SHOUT))

    def send_as(self, user, data, **more):
        client = self.client(self.lab.milter)
        self.assertEqual(client.say(f"XCLIENT LOGIN={user}")[0], 220)
        client.say("EHLO rep.shop.example")
        return client.send(data, **more)

    def notify(self, actions="{yelling: notify}", more=""):
        self.configure(f"sendmail: [/usr/sbin/sendmail, -C, {self.lab.config}]\n"
                       f"milter:\n  deadline: 60\n  domains: [shop.example]\n  actions: {actions}\n{more}")

    def test_the_sender_is_told(self):
        self.notify()
        self.assertEqual(self.send_as("kim", mail(SHOUT), recipients=("ann@customer.example", "bob@customer.example"))[0], 250)
        self.lab.wait(lambda: len({one.sender.split()[0] for one in self.lab.customer.mails}) == 2, "the mail and the notice")
        notice = next(one for one in self.lab.customer.mails if one.sender.startswith("<>"))
        self.assertEqual(notice.recipients[0].split()[0], "<rep@shop.example>")
        for name, value in (("From", "Mail check <postmaster@shop.example>"), ("To", "<rep@shop.example>"),
                            ("Auto-Submitted", "auto-generated"), ("Subject", "About your mail: Re: Your lamp")):
            self.assertEqual(notice.headers[name], value)
        self.assertIn(b"your mail to ann@customer.example and 1 more was sent.", notice.body)
        self.assertIn(FIX.encode(), notice.body)
        self.assertNotIn(b"was not sent", notice.body)
        self.assertEqual(self.content(next(one for one in self.lab.customer.mails if one is not notice)), mail(SHOUT))
        self.assertRegex(self.milter.log(), r"action=notify kind=\S+ score=\d+ rules=\S*yelling.all-caps")
        self.milter.wait_for("passed=bounce")  # the notice

    def test_the_sender_is_told_that_a_mail_waits(self):
        self.notify("{yelling: notify, subject: hold}")
        data = mail(SHOUT).replace(b"Subject: Re: Your lamp", b"Subject:")
        self.assertEqual(self.send_as("kim", data, sender="waits@shop.example")[0], 250)
        self.assertIn(b" waits until somebody has looked at it.", self.lab.delivered(1)[0].body)
        self.lab.run("postsuper", "-d", "ALL")

    def test_the_sender_is_told_once_in_a_while(self):
        self.notify()
        for number in range(3):
            self.assertEqual(self.send_as("kim", mail(SHOUT, number), sender="often@shop.example")[0], 250)
        self.lab.delivered(4)
        self.assertNothingMore(4)
        self.assertEqual([one.sender.split()[0] for one in self.lab.customer.mails].count("<>"), 1)

    def test_nobody_else_is_told(self):
        self.notify("{yelling: notify}", more="  for: [{user: refused, actions: {yelling: reject}}]\n")
        other = ("cust@elsewhere.example",)
        self.assertEqual(self.send(mail(SHOUT, 1), sender="stranger@shop.example")[0], 250)  # has not logged in
        self.assertEqual(self.send_as("kim", mail(SHOUT, 2), sender="kim@elsewhere.example", recipients=other)[0], 250)
        self.assertEqual(self.send_as("kim", mail(CALM, 3), sender="calm@shop.example")[0], 250)
        self.assertEqual(self.send_as("refused", mail(SHOUT, 4), sender="refused@shop.example")[0], 550)
        self.lab.delivered(3)
        self.assertNothingMore(3)
        self.assertNotIn("<>", [one.sender.split()[0] for one in self.lab.customer.mails])

    def test_put_off(self):
        self.configure("milter:\n  deadline: 60\n  actions: {yelling: tempfail}\n")
        code, lines = self.send(mail(SHOUT))
        self.assertEqual(code, 451, lines)
        self.assertTrue(all(line.startswith("4.7.1 ") for line in lines), lines)

    def test_only_logged(self):
        self.configure("milter: {}\n")
        self.assertEqual(self.send(mail(SHOUT))[0], 250)
        self.assertEqual(self.content(self.lab.delivered(1)[0]), mail(SHOUT))
        self.assertRegex(self.milter.log(), r"action=log kind=\S+ score=\d+ rules=\S*yelling.all-caps\S* ms=\d+\n")

    def test_the_header_is_for_insiders(self):
        self.configure("milter:\n  deadline: 60\n  domains: [shop.example]\n  judge: [inside, outside]\n  actions: {yelling: header}\n")
        forged = mail(SHOUT, more="X-Replylint: score=100\r\nx-replylint-kind: quote\r\nX-Kept: X-Replylint\r\n"
                      "X-REPLYLINT: again\r\n folded\r\n")
        for recipients, value in ((INSIDE, r"\Ascore=\d+; face=\w+; rules=\S*yelling.all-caps"),
                                  (("ann@customer.example",), None), (INSIDE + ("ann@customer.example",), None)):
            with self.subTest(recipients):
                self.lab.forget()
                self.assertEqual(self.send(forged, recipients=recipients)[0], 250)
                got = self.lab.delivered(1)[0]
                if value:
                    self.assertEqual(len(got.headers.get_all("X-Replylint")), 1)
                    self.assertRegex(got.headers["X-Replylint"], value)
                    self.assertIn(b"\r\nX-Replylint: score=", got.data)
                else:
                    self.assertEqual(self.content(got), mail(SHOUT, more="X-Kept: X-Replylint\r\n"))

    def test_our_fields_are_taken_off_mail_that_is_not_judged(self):
        self.assertEqual(self.send(mail(SHOUT, more="X-Replylint: x\r\n"), recipients=INSIDE)[0], 250)
        self.assertEqual(self.content(self.lab.delivered(1)[0]), mail(SHOUT))

    def test_who_and_what_is_not_judged(self):
        for options, header, word in (({"sender": ""}, "", "bounce"), ({"recipients": INSIDE}, "", "inside"),
                                      ({"sender": "x@elsewhere.example"}, "", "incoming"),
                                      ({}, "Auto-Submitted: auto-replied\r\n", "automatic"),
                                      ({}, "List-Id: <x.example>\r\n", "list")):
            with self.subTest(word):
                self.assertEqual(self.send(mail(SHOUT, more=header), **options)[0], 250)
                self.assertIn(f"action=pass passed={word}", self.milter.log())

    def test_an_override_counts_for_those_who_may(self):
        self.configure(PATIENT + "  override: {header: yes, subject: '[as it is]', users: [kim]}\n")
        header = mail(SHOUT, more="X-Replylint-Override: \"capitals\" wanted\r\n")
        tag = mail(SHOUT).replace(b"Re: Your", b"Re: [As it is] Your")
        for user, code in (("kim", 250), ("pat", 550), (None, 550)):
            for data in (header, tag):
                with self.subTest(user):
                    self.lab.forget()
                    client = self.client(self.lab.milter)
                    if user:
                        self.assertEqual(client.say(f"XCLIENT LOGIN={user}")[0], 220)
                        client.say("EHLO rep.shop.example")
                    self.assertEqual(client.send(data)[0], code)
                    if code == 250:
                        self.assertEqual(self.content(self.lab.delivered(1)[0]), mail(SHOUT))
        self.assertIn("override=\"'capitals' wanted\"", self.milter.log())

    def test_the_listener_has_a_say(self):
        self.configure(PATIENT + "  for: [{daemon-name: ORIGINATING, actions: {error: log, yelling: log}}]\n")
        self.assertEqual(self.send(mail(SHOUT))[0], 250)
        self.configure(PATIENT + "  for: [{daemon-name: other, actions: {error: log, yelling: log}}]\n")
        self.assertEqual(self.send(mail(SHOUT))[0], 550)

    def test_mail_that_comes_without_smtp(self):
        data = mail(SHOUT).replace(b"\r\n", b"\n")
        self.assertEqual(self.lab.submit("-f", "rep@shop.example", "ann@customer.example", stdin=data).returncode, 0)
        bounce = self.lab.delivered(1)[0]
        self.assertIn("<>", bounce.sender)
        self.assertIn(FIX.encode(), bounce.data.replace(b"\r\n    ", b" "))
        self.lab.forget()
        self.configure(PATIENT + "  for: [{daemon-name: mail.shop.example, actions: {error: log, yelling: log}}]\n")
        self.assertEqual(self.lab.submit("-f", "rep@shop.example", "ann@customer.example", stdin=data).returncode, 0)
        self.assertIn("ann@customer.example", self.lab.delivered(1)[0].recipients[0])

    def test_hostile_envelopes(self):
        client = self.client(self.lab.milter)
        for address in ('"a b;$(touch pwned)"@shop.example', '"<>@%s%n"@shop.example', "`id`@shop.example"):
            with self.subTest(address):
                self.lab.forget()
                self.assertEqual(client.send(mail(), sender=address, recipients=(address.replace("shop", "customer"),))[0], 250)
                self.assertIn(address, self.lab.delivered(1)[0].sender)
                self.assertEqual(client.send(mail(SHOUT), sender=address)[0], 550)
        self.lab.forget()
        many = [f"c{n}@customer.example" for n in range(1000)]
        self.assertEqual(client.send(mail(SHOUT), recipients=many)[0], 550)
        self.assertEqual(client.send(mail(), recipients=many)[0], 250)
        self.lab.wait(lambda: sum(len(m.recipients) for m in self.lab.customer.mails) == 1000, "1000 recipients", 60)

    def test_a_large_mail(self):
        body = CALM + ("0123456789abcdef" * 60 + "\r\n") * 20000
        self.assertEqual(self.send(mail(body))[0], 250)
        self.assertEqual(self.content(self.lab.delivered(1, 60)[0]), mail(body))

    def assertNothingMore(self, count):
        time.sleep(0.3)
        self.assertEqual(len(self.lab.customer.mails), count)


class Misbehaving(MilterStory):
    """A mail that kills or stops its judge does as configured, to nobody else."""

    deadline = REJECT + "  deadline: 4\n"

    @classmethod
    def start_milter(cls):
        cls.configure_file(cls.deadline)
        return super().start_milter(REPLYLINT_TEST_ABORT="POISON", REPLYLINT_TEST_HANG="SLEEPY")

    def test_only_its_own_mail_is_harmed(self):
        for word, end in (("POISON", "crash"), ("SLEEPY", "deadline")):
            bystander, client = self.client(self.lab.milter), self.client(self.lab.milter)
            self.assertEqual(bystander.say("MAIL FROM:<rep@shop.example>")[0], 250)
            for policy, code in (("accept", 250), ("tempfail", 451)):
                with self.subTest((word, policy)):
                    self.configure(self.deadline + f"  on-error: {policy}\n")
                    client = self.client(self.lab.milter)
                    self.assertEqual(client.send(mail(SHOUT + word))[0], code)
                    self.assertIn(f"failed={end}", self.milter.log())
                    self.assertEqual(client.send(mail(SHOUT))[0], 550)
                    self.assertEqual(client.send(mail(CALM))[0], 250)
            self.assertEqual(bystander.say("RCPT TO:<ann@customer.example>")[0], 250)
            self.assertEqual(bystander.say("DATA")[0], 354)
            self.assertEqual(bystander.say(mail(SHOUT) + b".")[0], 550)
