"""Mailboxes, from files, pipes and standard input: each mail is judged by itself and stands where the file has it."""
import json
import os
import subprocess
import threading
import unittest

from story import CALM, SHOUTING, Story

FROM = "From kim@shop.example Mon May  4 16:42:00 2026\n"
MAILBOX = f"{FROM}{CALM}\n{FROM}{SHOUTING}\n{FROM}{SHOUTING}"
RULE = "yelling.all-caps-run"
LONGEST = 256 * 1024 * 1024


class Mailboxes(Story):
    def places(self, *arguments, **more):
        """The line, column and offset of each mail in capitals."""
        done = self.lint("--isolated", "--select", RULE, "--output-format", "json", *arguments, **more)
        messages = json.loads(done.out)["messages"]
        return [tuple(finding[key] for key in ("line", "column", "offset"))
                for message in messages for finding in message["findings"]]

    def expected(self, mailbox):
        """The same, by searching."""
        places, at = [], mailbox.find("PLEASE")
        while at >= 0:
            places.append((mailbox.count("\n", 0, at) + 1, at - mailbox.rfind("\n", 0, at), at))
            at = mailbox.find("PLEASE", at + 1)
        return places

    def test_places_are_those_of_the_file(self):
        for end in ("\n", "\r\n"):
            mailbox = MAILBOX.replace("\n", end)
            self.write("a.mbox", mailbox)
            with self.subTest(end=end):
                self.assertEqual(len(self.expected(mailbox)), 2)
                self.assertEqual(self.places("a.mbox"), self.expected(mailbox))
                self.assertEqual(self.places("-", stdin=mailbox), self.expected(mailbox))

    def test_a_pipe_that_yields_a_few_bytes_at_a_time(self):
        os.mkfifo(self.path("pipe"))

        def feed():
            with open(self.path("pipe"), "wb", buffering=0) as pipe:
                for at in range(0, len(MAILBOX), 7):
                    pipe.write(MAILBOX[at:at + 7].encode())

        feeder = threading.Thread(target=feed)
        feeder.start()
        self.addCleanup(feeder.join)
        self.assertEqual(self.places("pipe"), self.expected(MAILBOX))

    def test_lengths_are_believed_where_they_fit(self):
        shouted = SHOUTING.split("\n\n", 1)[1]
        for length, mails in ((2 * len(shouted) + len(FROM) + 1, 1), (2 * len(shouted), 2), (10 ** 12, 2), ("none", 2)):
            header = f"Subject: Re: Your lamp\nContent-Length: {length}\n\n"
            done = self.lint("--isolated", "--output-format", "jsonl", "-", stdin=f"{FROM}{header}{shouted}\n{FROM}{shouted}")
            with self.subTest(length=length):
                self.assertEqual(len(done.out.splitlines()), mails, done)

    def test_every_mail_of_it_is_a_mail(self):
        """However short its header is, and whatever the file is called; its lines that begin with From too."""
        header = "Subject: Re: Your lamp\n\n"
        self.write("a.html", f"{FROM}{header}Hello Ann,\n\n>From Monday on WE OPEN AT NINE EVERY DAY.\n\nKim\n\n{FROM}{header}Thanks!\n")
        done = self.lint("--isolated", "--select", RULE, "--output-format", "line", "a.html")
        self.assertRegex(done.out, r"\Aa.html:6:17:[^\n]*\n\Z")

    def test_it_is_never_rewritten(self):
        self.write("a.mbox", MAILBOX)
        for option in ("--fix", "--diff", "--stdout"):
            done = self.lint("--isolated", "--exit-zero", option, "--output", "report", "a.mbox")
            with self.subTest(option=option):
                self.assertEqual(done.code, 0, done)
                self.assertEqual(done.err, "replylint: a.mbox: a mailbox is judged but never rewritten\n")
                self.assertEqual(done.out, MAILBOX if option == "--stdout" else "")
        self.assertEqual(self.read("a.mbox").decode(), MAILBOX)

    def test_standard_input_passes_through_unchanged(self):
        long = MAILBOX + f"\n{FROM}{CALM}" * 5000
        done = self.lint("--isolated", "--exit-zero", "--quiet", "--fix", "-", stdin=long)
        self.assertEqual((done.code, done.out), (0, long))

    def test_other_formats_know_no_mailbox(self):
        done = self.lint("--isolated", "--format", "text", "--output-format", "jsonl", "-", stdin=MAILBOX)
        self.assertEqual(len(done.out.splitlines()), 1, done)

    def test_a_report_that_nobody_reads_any_more(self):
        command = f"'{os.environ['REPLYLINT']}' --isolated --output-format line - | head -n 1"
        with subprocess.Popen(["sh", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment()) as process:
            out, _ = process.communicate((f"{FROM}{SHOUTING}\n" * 20000).encode(), timeout=60)
        self.assertEqual(len(out.splitlines()), 1)

    def test_a_mail_that_is_too_long_is_passed_over(self):
        count, text = LONGEST // 1100000 + 1, b"Long text.\n" * 100000
        command = [os.environ["REPLYLINT"], "--isolated", "--select", RULE, "--output-format", "line", "-"]
        with open(self.path("err"), "w+", encoding="utf-8") as err, \
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err, env=self.environment()) as process:
            process.stdin.write(f"{FROM}Subject: long\n\n".encode())
            for _ in range(count):
                process.stdin.write(text)
            out, _ = process.communicate(f"\n{FROM}{SHOUTING}".encode(), timeout=60)
            err.seek(0)
            self.assertEqual(err.read(), f"replylint: <stdin>:2: a mail longer than {LONGEST} bytes\n")
        self.assertRegex(out.decode(), rf"\A<stdin>:{count * 100000 + 11}:1:warning:{RULE}:[^\n]*\n\Z")
        self.assertEqual(process.returncode, 2)


if __name__ == "__main__":
    unittest.main()
