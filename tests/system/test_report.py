"""What is printed where: formats, colours, exit statuses, progress."""
import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import termios
import unittest

from story import CALM, SAMPLE, SHOUTING, Story


class Exits(Story):
    def test_statuses(self):
        self.write("bad.eml", SHOUTING)
        self.write("good.eml", CALM)
        for expected, arguments in ((0, ["good.eml"]), (1, ["bad.eml"]), (1, ["good.eml", "bad.eml"]), (2, ["gone", "bad.eml"]),
                                    (0, ["--exit-zero", "bad.eml"]), (2, ["--exit-zero", "gone"]),
                                    (0, ["--ignore", "yelling", "bad.eml"]), (1, ["--fail-level", "suggestion", "good.eml"]),
                                    (0, ["--fail-level", "warning", "good.eml"]), (0, ["--help"]), (0, ["--version"])):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.lint(*arguments).code, expected)

    def test_the_shown_level_does_not_change_the_status(self):
        self.write("a.eml", SHOUTING)
        self.assertEqual(self.lint("--level", "error", "--fail-level", "suggestion", "--select", "confirmation", "a.eml").code, 1)

    def test_a_folder_with_nothing_in_it(self):
        os.mkdir(self.path("empty"))
        done = self.lint("empty")
        self.assertEqual((done.code, done.err), (0, ""))
        self.assertIn("0 messages", done.out)
        self.assertEqual(json.loads(self.lint("--output-format", "json", "empty").out)["messages"], [])


class Alternatives(Story):
    MAIL = ("From: a@shop.example\nTo: b@c.example\nSubject: Your order 4711\nMIME-Version: 1.0\n"
            "Content-Type: multipart/alternative; boundary=x\n\n"
            "--x\nContent-Type: text/plain\n\nYour order 4711 is on its way.\n\n{}\n"
            "--x\nContent-Type: text/html\n\n<p>Your order 4711 is on its way.</p><p>{}</p>\n--x--\n")

    def test_what_stands_in_both_parts_is_told_once(self):
        capitals, calm = "PLEASE DO NOT REPLY TO THIS E-MAIL", "Please do not reply to this e-mail"
        for plain, html in ((calm, calm), (capitals, capitals), (capitals, calm), (calm, capitals)):
            with self.subTest(plain=plain, html=html):
                self.write("a.eml", self.MAIL.format(plain, html))
                done = self.lint("--output-format", "json", "--exit-zero", "--select", "ownership", "a.eml")
                found = json.loads(done.out)["messages"][0]["findings"]
                self.assertEqual([f["rule"] for f in found], ["ownership.inaccessible-sender"])


class Formats(Story):
    def test_they_agree(self):
        self.write("a.eml", SHOUTING)
        self.write("b.eml", CALM)
        whole = json.loads(self.lint("--output-format", "json", "a.eml", "b.eml").out)
        lines = [json.loads(line) for line in self.lint("--output-format", "jsonl", "a.eml", "b.eml").out.splitlines()]
        self.assertEqual(whole["messages"], lines)
        self.assertEqual(whole["summary"]["messages"], 2)
        self.assertEqual(whole["version"], 1)
        found = [f"{m['path']}:{f['line']}:{f['column']}:{f['level']}:{f['rule']}:{f['message']}" for m in lines for f in m["findings"]]
        self.assertEqual(self.lint("--output-format", "line", "a.eml", "b.eml").out.splitlines(), found)
        heads = re.findall(r"^(\S+:\d+:\d+) (\w+) ([\w.-]+)  ", self.lint("a.eml", "b.eml").out, re.M)
        self.assertEqual([f"{place}:{level}:{rule}" for place, level, rule in heads], [":".join(f.split(":")[:5]) for f in found])

    def test_a_file_name_that_is_no_utf8_or_would_fool_a_terminal(self):
        self.write("a\x1b[31m\n.eml", SHOUTING)
        os.rename(self.path("a\x1b[31m\n.eml").encode(), self.path("b").encode() + b"\xff\x1b[31m\n.eml")
        for form in ("text", "line", "json", "jsonl"):
            out = self.lint("--output-format", form, ".").bytes
            self.assertNotIn(b"\x1b", out, form)
            out.decode("utf-8")
            if "json" in form:
                json.loads(out)
        self.fails(self.lint("gone\x1b[31m\n.eml"), "No such file")
        self.assertNotIn("\x1b", self.lint("gone\x1b[31m\n.eml").err)

    def test_a_mail_that_would_fool_a_terminal(self):
        self.write("a.eml", SHOUTING.replace("NUMBER", "NUMBER\x1b[2J\x07\x9b31m"))
        for form in ("text", "line", "json"):
            out = self.lint("--output-format", form, "a.eml").bytes
            self.assertNotRegex(out, rb"[\x00-\x08\x0b-\x1f\x7f]", form)

    def test_statistics_and_quiet(self):
        self.write("a.eml", SHOUTING)
        done = self.lint("--statistics", "a.eml")
        self.assertRegex(done.out, r"(?m)^ +1  error +yelling\.all-caps-message$")
        quiet = self.lint("--quiet", "--select", "yelling", "a.eml").out
        self.assertNotIn("score", quiet)
        self.assertIn("yelling.all-caps-message", quiet)

    def test_a_locale_that_is_not_utf8(self):
        done = self.lint(SAMPLE, env={"LC_ALL": "C"})
        self.assertEqual(done.err, "")
        self.assertTrue(done.out.isascii(), "no signs that the terminal cannot show")

    def test_standard_input_is_named(self):
        self.assertTrue(self.lint("--output-format", "line", "-", stdin=SHOUTING).out.startswith("<stdin>:"))
        self.assertTrue(self.lint("--output-format", "line", stdin=SHOUTING).out.startswith("<stdin>:"))
        done = self.lint("--output-format", "line", "--stdin-filename", "x/reply.html", "-", stdin="<p>PLEASE SEND US THE NUMBER NOW.</p>\n")
        self.assertTrue(done.out.startswith("x/reply.html:1:4:"), done)

    def test_what_a_draft_will_have(self):
        draft = "Hello Ann,\n\nplease find the quote attached.\n\nKim\n"
        rule = "facts.attachment-missing"
        self.assertNotIn(rule, self.lint("--output-format", "line", "-", stdin=draft).out)
        eml = "From: kim@shop.example\nSubject: x\n\n" + draft
        self.assertIn(rule, self.lint("--output-format", "line", "--format", "eml", "-", stdin=eml).out)
        self.assertNotIn(rule, self.lint("--output-format", "line", "--attachment", "q.pdf", "-", stdin=draft).out)


class Jobs(Story):
    def test_the_report_does_not_depend_on_their_number(self):
        for i in range(12):
            self.write(f"mails/{i:02}.eml", (SHOUTING, CALM)[i % 3 == 0])
        self.write("mails/05-empty.eml", "")
        self.write("mails/06-long.eml", CALM + "A calm line to fill the mail.\n" * 40000)
        os.symlink("nowhere", self.path("mails/07-gone.eml"))
        self.write("all.mbox", f"From kim@shop.example Mon May  4 16:42:00 2026\n{SHOUTING}\n" * 9)
        for form in ("text", "line", "json", "jsonl"):
            one, *others = (self.lint("--isolated", "--statistics", "--jobs", str(jobs), "--output-format", form, "mails", "all.mbox")
                            for jobs in (1, 2, 3, 64))
            self.assertIn("yelling.", one.out)
            for other in others:
                with self.subTest(form=form):
                    self.assertEqual((other.code, other.out, other.err), (one.code, one.out, one.err))

    def test_their_number(self):
        self.write("a.eml", CALM)
        for wrong, words in (("0", "--jobs: 0 is not between 1 and 64"), ("65", "--jobs: 65 is not between 1 and 64"),
                             ("9" * 40, "is not between"), ("two", '--jobs: "two" is no number'), ("", "--jobs")):
            self.fails(self.lint("--jobs", wrong, "a.eml"), words)
        self.assertEqual(self.lint("-j", "64", "a.eml").code, 0)


class Suppressions(Story):
    def test_in_the_comments_of_each_format(self):
        shout = "PLEASE SEND US THE INVOICE NUMBER TODAY."
        files = {
            "a.html": ("<!-- {} -->\n<p>" + shout + "</p>\n", ),
            "a.md": ("<!-- {} -->\n" + shout + "\n", ),
            "a.jinja": ("{{# {} #}}\n<p>" + shout + "</p>\n{{{{ name }}}}\n", ),
            "a.hbs": ("{{{{!-- {} --}}}}\n<p>" + shout + "</p>\n{{{{name}}}}\n", ),
            "a.erb": ("<%# {} %>\n<p>" + shout + "</p>\n<%= name %>\n", ),
        }
        for name, (form, ) in files.items():
            for comment, found in (("replylint-disable-next-line yelling -- it is the law", False), ("replylint-disable yelling", False),
                                   ("replylint-disable-next-line", False), ("replylint-disable-next-line jargon", True)):
                with self.subTest(name=name, comment=comment):
                    self.write(name, form.format(comment))
                    done = self.lint("--output-format", "line", "--select", "yelling", name)
                    self.assertEqual("yelling.all-caps" in done.out, found, done)
                    self.assertEqual("replylint.unused-suppression" in done.out, found, done)

    def test_up_to_enable(self):
        self.write("a.html", "<!-- replylint-disable yelling.all-caps-run -->\n<p>Hello. PLEASE SEND US THE INVOICE NUMBER now.</p>\n"
                             "<!-- replylint-enable -->\n<p>Hello. PLEASE SEND US THE OTHER NUMBER now.</p>\n<p>And much more text is here.</p>\n")
        done = self.lint("--output-format", "line", "--select", "yelling.all-caps-run", "a.html")
        self.assertEqual([line.split(":")[1] for line in done.out.splitlines()], ["4"], done)


class Terminal(Story):
    def on_terminal(self, *arguments, columns=80, env=None, redirect=None):
        """Runs the program with all streams on a terminal and returns what it shows. redirect: "out": standard output is a file."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        file = open(self.path("../caught"), "wb") if redirect else None
        with subprocess.Popen([os.environ["REPLYLINT"], *arguments], stdin=slave, stdout=file or slave, stderr=slave, cwd=self.work,
                              env=self.environment(**(env or {}))) as process:
            os.close(slave)
            shown = b""
            while select.select([master], [], [], 30)[0]:
                try:
                    piece = os.read(master, 65536)
                except OSError:
                    break
                if not piece:
                    break
                shown += piece
            process.wait(timeout=30)
        os.close(master)
        if file:
            file.close()
        return process.returncode, shown.decode()

    def test_colours(self):
        self.write("a.eml", SHOUTING)
        self.assertIn("\x1b[", self.on_terminal("a.eml")[1])
        for arguments, env in ((["--color", "never"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})):
            self.assertNotIn("\x1b[", self.on_terminal(*arguments, "a.eml", env=env)[1])
        self.assertIn("\x1b[", self.on_terminal("--color", "always", "a.eml", env={"NO_COLOR": "1"})[1])
        self.assertIn("\x1b[", self.on_terminal("a.eml", env={"NO_COLOR": ""})[1], "empty is as not set")
        self.assertNotIn("\x1b[", self.lint("a.eml").out)
        self.assertIn("\x1b[", self.lint("--color", "always", "a.eml").out)
        self.assertIn("\x1b[", self.on_terminal("explain", "yelling.profanity")[1])

    def test_colours_are_all_there_is_to_them(self):
        self.write("a.eml", SHOUTING)
        plain = self.lint("a.eml").out
        self.assertEqual(re.sub(r"\x1b\[[0-9;]*m", "", self.lint("--color", "always", "a.eml").out), plain)

    def test_lines_stay_within_the_terminal(self):
        self.write("a.eml", SHOUTING.replace("PLEASE", "PLEASE " + "NEVER EVER FORGET TO " * 20))
        for columns in (80, 72, 120):
            _, shown = self.on_terminal("--color", "never", "a.eml", columns=columns)
            long = [line for line in shown.splitlines() if len(line) > columns and not re.match(r"a\.eml|  score", line)]
            self.assertEqual(long, [], columns)

    def test_progress_is_for_a_terminal(self):
        for number in range(400):
            self.write(f"mails/{number:03}.eml", CALM.replace("\nKim", "\nThe fitter comes on Thursday 14 May at 9:00.\n" * 90 + "\nKim"))
        code, shown = self.on_terminal("--output-format", "line", "mails", redirect="out")
        self.assertEqual(code, 0)
        self.assertRegex(shown, r"\d+ files  mails/\d+\.eml")
        self.assertTrue(shown.endswith("\r\x1b[K"), "it is taken away in the end")
        self.assertEqual(self.on_terminal("--quiet", "--output-format", "line", "mails", redirect="out")[1], "")
        self.assertEqual(self.lint("--output-format", "line", "mails").err, "")

    def test_nothing_to_judge_on_a_terminal(self):
        code, shown = self.on_terminal()
        self.assertEqual(code, 2)
        self.assertRegex(shown, r"\Areplylint: nothing to judge[^\n]*--help[^\n]*\n\Z")


if __name__ == "__main__":
    unittest.main()
