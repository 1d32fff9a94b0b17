"""replylint sendmail: what a mail program meets in place of sendmail, and the question at a terminal."""
import fcntl
import glob
import os
import pty
import resource
import select
import signal
import subprocess
import termios
import time

from story import NO_LEAK_CHECK, Story

HEAD = "From: Kim <rep@shop.example>\nTo: Ann <ann@customer.example>\nSubject: Re: Your lamp\n{more}\n"
CALM = "Hello Ann,\n\nPlease send us the invoice number today.\n\nKim\n"
SHOUT = "Hello Ann,\n\nPLEASE SEND US THE INVOICE NUMBER TODAY.\n\nKim\n"
TO_ANN = ("-oi", "-f", "rep@shop.example", "--", "ann@customer.example")
QUESTION = "[e]dit, [f]ix, [s]end anyway, [a]bort? "


def mail(body=CALM, more=""):
    return (HEAD.format(more=more) + body).encode()


class Seat:
    """The program with a terminal of its own beside its standard input, and somebody who types."""

    def __init__(self, arguments, stdin, environment, folder, raw=False):
        self.terminal, theirs = pty.openpty()
        if raw:
            modes = termios.tcgetattr(theirs)
            modes[3] &= ~(termios.ICANON | termios.ECHO)
            termios.tcsetattr(theirs, termios.TCSANOW, modes)
        reader, writer = os.pipe()

        def take_terminal():
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(arguments, stdin=reader, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder,
                                        env=environment, preexec_fn=take_terminal, pass_fds=(theirs,))
        os.close(reader)
        os.close(theirs)
        with os.fdopen(writer, "wb") as file:
            file.write(stdin)
        self.seen = ""

    def wait_for(self, text):
        """Reads until text has come; what came is forgotten."""
        end = time.monotonic() + 60
        while text not in self.seen:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            try:
                more = os.read(self.terminal, 65536) if ready else b""
            except OSError:
                more = b""
            if not more:
                raise AssertionError(f"waited for {text!r}, saw {self.seen!r}")
            self.seen += more.decode(errors="replace").replace("\r\n", "\n")
        before, self.seen = self.seen.split(text, 1)
        return before

    def type(self, text):
        os.write(self.terminal, text.encode())

    def end(self):
        """(exit status, standard error, the rest on the terminal)"""
        _, err = self.process.communicate(timeout=60)
        try:
            while select.select([self.terminal], [], [], 0)[0]:
                self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        except OSError:
            pass
        os.close(self.terminal)
        return self.process.returncode, err.decode(), self.seen.replace("\r\n", "\n")


class SendmailStory(Story):
    def setUp(self):
        super().setUp()
        self.sendmail = self.write("sendmail", '#!/bin/sh\nfor a; do printf "[%s]" "$a"; done >argv\ncat >mail\nexit ${REAL_EXIT:-0}\n', 0o755)
        self.config = os.path.join(self.folder, "home", ".config", "replylint", "replylint.yml")
        os.makedirs(os.path.dirname(self.config))
        self.configure()

    def configure(self, text=""):
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("milter:\n  deadline: 60\n" + text)

    def send(self, data, *arguments, own=None, **more):
        own = ("--sendmail", self.sendmail) if own is None else own
        return self.lint("sendmail", *own, *(arguments or TO_ANN), stdin=data, before=os.setsid, **more)

    def handed_on(self):
        return os.path.exists(self.path("mail"))

    def forget(self):
        for name in ("mail", "argv"):
            if os.path.exists(self.path(name)):
                os.unlink(self.path(name))

    def refused(self, done):
        self.assertEqual(done.code, 65, done)
        self.assertFalse(self.handed_on())


class Unattended(SendmailStory):
    """Without a terminal: what mail programs see."""

    def test_a_calm_mail_is_handed_on_byte_for_byte(self):
        data = mail(CALM + ".\n..\n\0bytes\xff\r\nno end")
        done = self.send(data)
        self.assertEqual((done.code, done.out, done.err), (0, "", ""), done)
        self.assertEqual(self.read("mail"), data)
        self.assertEqual(self.read("argv"), b"[-oi][-f][rep@shop.example][--][ann@customer.example]")

    def test_a_shouting_mail_is_refused_with_the_findings(self):
        done = self.send(mail(SHOUT))
        self.refused(done)
        self.assertEqual(done.out, "")
        self.assertRegex(done.err, r"\Amail:\d+:1 error yelling.all-caps-message ")
        self.assertIn("Please send us the invoice number today.", done.err)
        self.assertTrue(done.err.endswith("replylint: the mail was not sent\n"), done)

    def test_every_form_of_the_arguments(self):
        for arguments in (("-t",), ("-ti",), ("-i", "-t"), ("-oem", "-oi", "-t"), ("ann@customer.example",), ("-bm", "ann@customer.example"),
                          ("-frep@shop.example", "-t"), ("-r", "rep@shop.example", "-t"), ("-F", "Kim", "-t"), ("-b", "m", "-t"),
                          ("-a", "work", "--read-recipients"), ("-N", "never", "-V", "x", "-t"), ("-f", "<rep@shop.example>", "<ann@customer.example>")):
            with self.subTest(arguments):
                self.refused(self.send(mail(SHOUT), *arguments))
                self.assertEqual(self.send(mail(), *arguments).code, 0)
                self.assertEqual(self.read("argv").decode(), "".join(f"[{one}]" for one in arguments))
                self.forget()

    def test_what_brings_no_mail_is_handed_on_untouched(self):
        for arguments in (("-bp",), ("-q",), ("-q30m",), ("-bs",), ("-bi",), ("-I",), ("-bv", "ann@customer.example"), ("-b", "p"), ("-G", "-i", "-f", "rep@shop.example", "--", "ann@customer.example"),
                          ("--version-of-msmtp",), ("-oi",), ()):
            with self.subTest(arguments):
                done = self.lint("sendmail", "--sendmail", self.sendmail, *arguments, stdin=mail(SHOUT))
                self.assertEqual((done.code, done.out, done.err), (0, "", ""), done)
                self.assertEqual(self.read("mail"), mail(SHOUT))
                self.assertEqual(self.read("argv").decode(), "".join(f"[{one}]" for one in arguments))
                self.forget()

    def test_who_is_not_judged(self):
        for arguments in (("-f", "", "ann@customer.example"), ("-f", "<>", "ann@customer.example"), ("bob@shop.example", "pat"), ("-f", "rep@shop.example", "bob@shop.example")):
            with self.subTest(arguments):
                self.assertEqual(self.send(mail(SHOUT), *arguments).code, 0)
                self.forget()
        inside = mail(SHOUT).replace(b"ann@customer.example", b"ann@shop.example")
        self.assertEqual(self.send(inside, "-t").code, 0)
        self.assertEqual(self.send(mail(SHOUT, "Auto-Submitted: auto-replied\n")).code, 0)
        self.forget()
        for more in ("Cc: x@elsewhere.example\n", "Bcc: Bob <bob@shop.example>,\n x@elsewhere.example\n"):
            self.refused(self.send(inside.replace(b"Subject", more.encode() + b"Subject"), "-t"))

    def test_the_actions_of_the_configuration_decide(self):
        for actions, code in (("{gate: reject}", 0), ("{warning: log, error: log}", 0), ("{yelling: hold}", 65), ("{error: tempfail}", 65)):
            with self.subTest(actions):
                self.configure(f"  actions: {actions}\n")
                self.assertEqual(self.send(mail(SHOUT)).code, code)
        self.configure("  override: {header: yes, users: '*'}\n")
        self.forget()
        self.assertEqual(self.send(mail(SHOUT, "X-Replylint-Override: she is deaf\n")).code, 0)
        self.assertEqual(self.read("mail"), mail(SHOUT))

    def test_the_kind_that_the_sender_names_counts_and_is_taken_off(self):
        data = mail("Hello Ann,\n\nHere is the lamp: EUR 30.\n\nKim\n", "X-Replylint-Kind: nonsense\n")
        done = self.send(data)
        self.assertEqual(done.code, 0, done)
        self.assertNotIn(b"X-Replylint", self.read("mail"))

    def test_its_exit_status_passes_through(self):
        for code in (0, 1, 67, 75, 127):
            for arguments in (TO_ANN, ("-bp",)):
                self.assertEqual(self.send(mail(), *arguments, env={"REAL_EXIT": str(code)}).code, code)

    def test_the_program_comes_from_the_option_or_the_configuration(self):
        own = self.write("with-account", f'#!/bin/sh\nexec {self.sendmail} "$@"\n', 0o755)
        for value, argv in ((self.sendmail, ""), (f"[{own}, -a, work]", "[-a][work]")):
            self.configure(f"sendmail: {value}\n")
            for arguments in (TO_ANN, ("-bp",)):
                self.assertEqual(self.send(mail(), *arguments, own=()).code, 0)
                self.assertEqual(self.read("argv").decode(), argv + "".join(f"[{one}]" for one in arguments))
        for value in ("msmtp", "[]", "[[a]]", "''"):
            self.configure(f"sendmail: {value}\n")
            done = self.send(mail(), own=())
            self.assertEqual(done.code, 75, done)
            self.assertIn("replylint.yml:3:", done.err)

    def test_a_configuration_in_the_folder_names_no_program(self):
        self.write(".replylint.yml", f"sendmail: {self.write('evil', '#!/bin/sh' + chr(10) + 'touch pwned' + chr(10), 0o755)}\n")
        self.assertEqual(self.send(mail()).code, 0)
        self.assertFalse(os.path.exists(self.path("pwned")))

    def test_under_the_name_of_sendmail(self):
        self.configure(f"sendmail: {self.sendmail}\n")
        for name, first in (("sendmail", []), ("mailq", ["-bp"]), ("newaliases", ["-bi"])):
            os.makedirs(self.path("bin"), exist_ok=True)
            os.symlink(os.environ["REPLYLINT"], self.path(f"bin/{name}"))
            done = subprocess.run([self.path(f"bin/{name}"), "-v"] + ["-t"] * (name == "sendmail"), input=mail(SHOUT), cwd=self.work,
                                  env=self.environment(), check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
            self.assertEqual(done.returncode, 65 if name == "sendmail" else 0, done)
            if name != "sendmail":
                self.assertEqual(self.read("argv").decode(), "".join(f"[{one}]" for one in first + ["-v"]))
                self.forget()

    def test_it_never_hands_a_mail_to_itself(self):
        os.symlink(os.environ["REPLYLINT"], self.path("linked"))
        for own in (os.environ["REPLYLINT"], self.path("linked")):
            done = self.send(mail(), own=("--sendmail", own))
            self.assertEqual(done.code, 75, done)
            self.assertIn("is replylint itself", done.err)
        looping = self.path("looping")
        self.write("looping", f'#!/bin/sh\nexec {os.environ["REPLYLINT"]} sendmail --sendmail {looping} "$@"\n', 0o755)
        for arguments in (TO_ANN, ("-bp",)):
            done = self.send(mail(), *arguments, own=("--sendmail", looping))
            self.assertEqual(done.code, 75, done)
            self.assertIn("hands it back", done.err)

    def test_whatever_goes_wrong_leaves_the_mail_with_its_program(self):
        broken = self.write("broken.yml", "milter:\n  actions: {error: rejct}\n")
        for own, word in ((("--config", "gone.yml"), "gone.yml"), (("--config", broken), "broken.yml:2:20"),
                          (("--sendmail", "/gone/sendmail"), "/gone/sendmail"), (("--sendmail", self.work), "work"), (("--sendmail",), "needs a value")):
            with self.subTest(own):
                done = self.send(mail(), *(TO_ANN if len(own) > 1 else ()), own=own) if len(own) > 1 else self.lint("sendmail", *own)
                self.assertEqual(done.code, 75, done)
                self.assertIn(word, done.err, done)

    def test_no_room_leaves_the_mail_with_its_program(self):
        def no_descriptors():
            os.setsid()
            resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))

        def no_file_size():
            os.setsid()
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        for before in (no_descriptors, no_file_size):
            done = self.lint("sendmail", "--sendmail", self.sendmail, *TO_ANN, stdin=mail(CALM * 100), before=before, env=NO_LEAK_CHECK)
            self.assertEqual(done.code, 75, done)
            self.assertFalse(self.handed_on())

    def test_a_judge_that_dies_or_hangs_does_as_configured(self):
        for variable, word in (("REPLYLINT_TEST_ABORT", "crash"), ("REPLYLINT_TEST_HANG", "deadline")):
            with self.subTest(variable):
                with open(self.config, "w", encoding="utf-8") as file:
                    file.write("milter:\n  deadline: 0.3\n")
                done = self.send(mail(SHOUT), env={variable: "INVOICE"})
                self.assertEqual((done.code, done.err), (0, f"replylint: the mail could not be judged ({word})\n"), done)
                self.assertEqual(self.read("mail"), mail(SHOUT))
                self.forget()
                with open(self.config, "w", encoding="utf-8") as file:
                    file.write("milter:\n  deadline: 0.3\n  on-error: tempfail\n")
                self.assertEqual(self.send(mail(SHOUT), env={variable: "INVOICE"}).code, 75)
                self.assertFalse(self.handed_on())

    def test_a_signal_leaves_the_mail_with_its_program(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with subprocess.Popen([os.environ["REPLYLINT"], "sendmail", "--sendmail", self.sendmail, *TO_ANN], stdin=subprocess.PIPE,
                                  env=self.environment(), cwd=self.work) as process:
                process.stdin.write(b"x" * 200000)  # more than a pipe holds: it is reading
                process.send_signal(number)
                self.assertEqual(process.wait(timeout=20), 75)

    def test_hostile_addresses_are_arguments_and_nothing_else(self):
        odd = ("-oQ/tmp/x", '"a b;$(touch pwned)"@d.example', "`id`@d.example", "")
        self.assertEqual(self.send(mail(), "-f", "-oQ/tmp/x@shop.example", "--", *odd).code, 0)
        self.assertEqual(self.read("argv").decode(), "[-f][-oQ/tmp/x@shop.example][--]" + "".join(f"[{one}]" for one in odd))


class Attended(SendmailStory):
    """At a terminal."""

    def seat(self, data, *arguments, raw=False, **environment):
        seat = Seat([os.environ["REPLYLINT"], "sendmail", "--sendmail", self.sendmail, *(arguments or TO_ANN)], data,
                    self.environment(**{"TMPDIR": self.path("tmp"), "NO_COLOR": "1", **environment}), self.work, raw)
        self.addCleanup(seat.process.kill)
        return seat

    def setUp(self):
        super().setUp()
        self.make_folder("work/tmp")

    def editor(self, commands):
        """An editor that does these things to the file "$1"."""
        return self.write("editor", f"#!/bin/sh\necho editing >/dev/tty\n{commands}\n", 0o755)

    def kept(self):
        """What was kept of a mail that was changed and not sent: its bytes, or None."""
        names = glob.glob(self.path("tmp/*"))
        if not names:
            return None
        self.assertEqual(len(names), 1)
        self.assertEqual(os.stat(names[0]).st_mode & 0o777, 0o600)
        with open(names[0], "rb") as file:
            return file.read()

    def test_nothing_is_asked_about_a_calm_mail(self):
        self.assertEqual(self.seat(mail()).end(), (0, "", ""))
        self.assertEqual(self.read("mail"), mail())

    def test_send_anyway(self):
        seat = self.seat(mail(SHOUT))
        shown = seat.wait_for(QUESTION)
        self.assertRegex(shown, r"\Amail:\d+:1 error yelling.all-caps-message ")
        seat.type("what?\n")
        seat.wait_for(QUESTION)
        seat.type("\n")
        seat.wait_for(QUESTION)
        self.assertFalse(self.handed_on())
        seat.type(" Send\n")
        self.assertEqual(seat.end()[:2], (0, ""))
        self.assertEqual(self.read("mail"), mail(SHOUT))
        self.assertEqual(self.read("argv"), b"[-oi][-f][rep@shop.example][--][ann@customer.example]")

    def test_abort(self):
        for answer in ("a\n", "A\n", "\4", "\3"):
            with self.subTest(repr(answer)):
                seat = self.seat(mail(SHOUT))
                seat.wait_for(QUESTION)
                seat.type(answer)
                code, err, rest = seat.end()
                self.assertEqual((code, err), (65, ""))
                self.assertIn("replylint: the mail was not sent\n", rest)
                self.assertFalse(self.handed_on())
                self.assertIsNone(self.kept())

    def test_fix_shows_the_difference_and_asks_again(self):
        seat = self.seat(mail(SHOUT))
        seat.wait_for(QUESTION)
        seat.type("f\n")
        shown = seat.wait_for("[e]dit, [s]end, [a]bort? ")
        self.assertIn("-PLEASE SEND US THE INVOICE NUMBER TODAY.\n+Please send us the invoice number today.\n", shown)
        self.assertFalse(self.handed_on())
        seat.type("s\n")
        self.assertEqual(seat.end()[:2], (0, ""))
        self.assertEqual(self.read("mail"), mail(CALM))
        self.assertIsNone(self.kept())

    def test_a_fixed_mail_that_is_not_sent_is_kept(self):
        seat = self.seat(mail(SHOUT))
        seat.wait_for(QUESTION)
        seat.type("f\n")
        seat.wait_for("[e]dit, [s]end, [a]bort? ")
        seat.type("a\n")
        code, _, rest = seat.end()
        self.assertEqual(code, 65)
        self.assertIn("is kept in", rest)
        self.assertEqual(self.kept(), mail(CALM))

    def test_a_changed_mail_that_sendmail_does_not_take_is_kept(self):
        for failing, code in (("67", 67), ("75", 75)):
            seat = self.seat(mail(SHOUT), REAL_EXIT=failing)
            seat.wait_for(QUESTION)
            seat.type("f\n")
            seat.wait_for("[e]dit, [s]end, [a]bort? ")
            seat.type("s\n")
            self.assertEqual(seat.end()[0], code)
            self.assertEqual(self.kept(), mail(CALM))
            os.unlink(glob.glob(self.path("tmp/*"))[0])

    def test_edit(self):
        editor = self.editor("sed -i 's/PLEASE.*/Please send it./' \"$1\"")
        for variables in ({"EDITOR": editor}, {"VISUAL": f"{editor} -with 'an option'", "EDITOR": "false"}):
            with self.subTest(variables):
                if "VISUAL" in variables:
                    self.editor("test \"$1$2\" = '-withan option' && sed -i 's/PLEASE.*/Please send it./' \"$3\"")
                seat = self.seat(mail(SHOUT), **variables)
                seat.wait_for(QUESTION)
                seat.type("e\n")
                seat.wait_for("editing")
                self.assertEqual(seat.end()[:2], (0, ""))
                self.assertEqual(self.read("mail"), mail(CALM.replace("send us the invoice number today", "send it")))
                self.assertIsNone(self.kept())

    def test_an_edited_mail_is_judged_again(self):
        seat = self.seat(mail(SHOUT), EDITOR=self.editor("sed -i s/TODAY/NOW/ \"$1\""))
        seat.wait_for(QUESTION)
        seat.type("e\n")
        self.assertIn("PLEASE SEND US THE INVOICE NUMBER NOW", seat.wait_for(QUESTION))
        seat.type("s\n")
        self.assertEqual(seat.end()[0], 0)
        self.assertEqual(self.read("mail"), mail(SHOUT).replace(b"TODAY", b"NOW"))

    def test_an_editor_that_fails_or_leaves_nothing_changes_nothing(self):
        for commands, word in (("exit 1", "the editor failed"), (": >\"$1\"", "nothing was left"), ("rm \"$1\"", "No such file"), ("kill -9 $$", "the editor failed")):
            with self.subTest(commands):
                seat = self.seat(mail(SHOUT), EDITOR=self.editor(commands))
                seat.wait_for(QUESTION)
                seat.type("e\n")
                self.assertIn(word, seat.wait_for(QUESTION))
                seat.type("s\n")
                self.assertEqual(seat.end()[0], 0)
                self.assertEqual(self.read("mail"), mail(SHOUT))
                self.assertIsNone(self.kept())

    def test_no_room_for_the_edited_mail_asks_again(self):
        seat = self.seat(mail(SHOUT), TMPDIR="/gone")
        seat.wait_for(QUESTION)
        seat.type("e\n")
        self.assertIn("/gone/", seat.wait_for(QUESTION))
        seat.type("a\n")
        self.assertEqual(seat.end()[0], 65)

    def test_nobody_is_asked_while_a_program_has_the_whole_screen(self):
        code, err, terminal = self.seat(mail(SHOUT), raw=True).end()
        self.assertEqual((code, terminal), (65, ""))
        self.assertIn("error yelling.all-caps-message", err)

    def test_a_mail_that_cannot_be_judged_is_asked_about_where_it_would_be_put_off(self):
        self.configure("  on-error: tempfail\n")
        for answer, code in (("s\n", 0), ("a\n", 75)):
            seat = self.seat(mail(SHOUT), REPLYLINT_TEST_ABORT="INVOICE")
            self.assertIn("could not be judged (crash)", seat.wait_for("[e]dit, [s]end anyway, [a]bort? "))
            seat.type(answer)
            self.assertEqual(seat.end()[0], code)

    def test_what_a_mail_says_does_no_harm_to_the_terminal(self):
        seat = self.seat(mail(SHOUT.replace("PLEASE", "PLEASE\x1b]0;pwned\x07 \x9b31m")))
        shown = seat.wait_for("[s]end anyway")
        seat.wait_for("? ")
        seat.type("f\n")
        shown += seat.wait_for("[a]bort? ")
        self.assertNotIn("\x1b", shown)
        self.assertNotIn("\x07", shown)
        seat.type("a\n")
        self.assertEqual(seat.end()[0], 65)
