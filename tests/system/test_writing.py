"""What is written: repaired files and reports, whole or not at all, whatever goes wrong."""
import os
import resource
import signal
import subprocess
import unittest

from story import CALM, SHOUTING, Story

LONG = SHOUTING + "\n" + "A line that makes this mail long enough.\n" * 4000
FIXED = SHOUTING.replace("PLEASE SEND US THE INVOICE NUMBER TODAY.", "Please send us the invoice number today.")


def small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))


class Fixing(Story):
    def test_a_fix_keeps_mode_owner_and_times_nothing_else(self):
        path = self.write("a.eml", SHOUTING, 0o640)
        if os.geteuid() == 0:
            os.chown(path, 1234, 4321)
        before = os.stat(path)
        self.assertEqual(self.lint("--fix", "--quiet", "--select", "yelling", "a.eml").code, 0)
        after = os.stat(path)
        self.assertEqual((after.st_mode, after.st_uid, after.st_gid), (before.st_mode, before.st_uid, before.st_gid))
        self.assertEqual(self.read("a.eml").decode(), FIXED)
        self.assertEqual(os.listdir(self.work), ["a.eml"])

    def test_a_file_with_nothing_to_fix_is_not_touched(self):
        before = os.stat(self.write("a.eml", CALM))
        self.lint("--fix", "a.eml")
        after = os.stat(self.path("a.eml"))
        self.assertEqual((after.st_ino, after.st_mtime_ns), (before.st_ino, before.st_mtime_ns))

    def test_the_kind_stays_as_sure_as_it_was(self):
        """A guess stays a guess when the mail is judged again: what is missing does not become an error."""
        draft = "Hello Ann,\n\nthe MRI quote is attached. PLEASE CALL NOW.\n"
        self.write("a.txt", draft)
        before = set(self.rules_found(self.lint("--output-format", "line", "a.txt")))
        done = self.lint("--fix", "--output-format", "line", "a.txt")
        self.assertNotEqual(self.read("a.txt").decode(), draft)
        self.assertEqual((done.code, done.out), (0, self.lint("--output-format", "line", "a.txt").out), done)
        self.assertLess(set(self.rules_found(done)), before)

    def test_a_fix_blamed_for_another_is_tried_again(self):
        self.write("rules/own/words.yml", "extends: substitution\nmessage: '%s'\nlevel: warning\napplicability: safe\n"
                                          "swap: {aa: bb, cc: dd}\n")
        self.write("rules/own/far.yml", "extends: existence\nmessage: '%s'\nlevel: warning\nnonword: true\ntokens: ['zz .*dd']\n")
        self.write("a.txt", "zz aa xx xx xx cc\n\naa yy\n")  # what comes of "dd" is nearer to the first "aa"
        done = self.lint("--isolated", "--rules", "rules", "--select", "own", "--fix", "--quiet", "a.txt")
        self.assertEqual((self.read("a.txt"), done.code), (b"zz bb xx xx xx cc\n\nbb yy\n", 0))

    def test_a_link_stays_a_link(self):
        self.write("real.eml", SHOUTING)
        os.symlink("real.eml", self.path("link.eml"))
        self.lint("--fix", "--select", "yelling", "link.eml")
        self.assertEqual(os.readlink(self.path("link.eml")), "real.eml")
        self.assertEqual(self.read("real.eml").decode(), FIXED)

    def test_the_longest_name_there_can_be(self):
        name = "n" * 251 + ".eml"
        self.write(name, SHOUTING)
        self.lint("--fix", "--select", "yelling", name)
        self.assertEqual(self.read(name).decode(), FIXED)

    def unchanged(self, *words, **how):
        before = self.tree()
        done = self.lint("--fix", "--select", "yelling", "--output-format", "line", "a.eml", **how)
        self.fails(done, "a.eml: cannot be written", *words)
        self.assertEqual(self.tree(), before)
        self.assertIn("yelling.all-caps", done.out, "what was not repaired is reported as it stands")

    def test_a_file_larger_than_the_limit(self):
        self.write("a.eml", LONG)
        self.unchanged("File too large", before=small_files)

    @unittest.skipUnless(os.geteuid() == 0, "only root can mount a small disk")
    def test_a_full_disk(self):
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k,mode=777", "tmpfs", self.work], check=False,
                          stderr=subprocess.DEVNULL).returncode:
            self.skipTest("no tmpfs can be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.work], check=True)
        self.write("a.eml", LONG)
        self.unchanged("No space left on device")

    def test_a_folder_that_may_not_be_written_to(self):
        self.write("a.eml", SHOUTING)
        os.chmod(self.work, 0o555)
        self.unchanged("beside it: Permission denied", as_nobody=True)

    def test_a_file_that_may_not_be_written_to(self):
        self.write("a.eml", SHOUTING, 0o444)
        self.unchanged("Permission denied", as_nobody=True)

    @unittest.skipUnless(os.geteuid() == 0, "only root can make files of others")
    def test_a_file_of_a_colleague(self):
        self.write("a.eml", SHOUTING)
        self.unchanged("its group cannot be kept", as_nobody=True)

    def test_the_others_are_repaired(self):
        for name in ("a.eml", "c.eml"):
            self.write(name, SHOUTING)
        self.write("b.eml", LONG)
        self.fails(self.lint("--fix", "--select", "yelling", "--quiet", ".", before=small_files), "b.eml")
        self.assertEqual([self.read(name).decode() for name in ("a.eml", "b.eml", "c.eml")], [FIXED, LONG, FIXED])

    def test_line_ends_are_kept(self):
        self.write("a.eml", SHOUTING.replace("\n", "\r\n"))
        self.lint("--fix", "--select", "yelling", "a.eml")
        self.assertEqual(self.read("a.eml").decode(), FIXED.replace("\n", "\r\n"))

    def test_stdout_and_diff_change_no_file(self):
        self.write("a.eml", SHOUTING, 0o444)
        before = self.tree()
        done = self.lint("--fix", "--stdout", "--quiet", "--select", "yelling", "a.eml")
        self.assertEqual((done.out, done.err, done.code), (FIXED, "", 0))
        self.assertIn("+Please send us the invoice", self.lint("--fix", "--diff", "--quiet", "a.eml").out)
        self.assertEqual(self.tree(), before)

    def test_standard_input_comes_out_repaired(self):
        done = self.lint("--fix", "--select", "yelling", "-", stdin=SHOUTING)
        self.assertEqual((done.out, done.code), (FIXED, 0))
        self.assertEqual(self.lint("--fix", "--select", "yelling", "-", stdin=CALM).out, CALM)

    def test_git_applies_the_diff(self):
        for name in ("a b.eml", "sub/ä.eml", 'sub/"q"\n\\.eml', "crlf.eml", "no-newline.txt"):
            self.write(name, SHOUTING.replace("\n", "\r\n") if name == "crlf.eml" else SHOUTING)
        self.write("no-newline.txt", "Hello Ann,\n\nPLEASE SEND US THE INVOICE NUMBER TODAY.")
        subprocess.run(["git", "init", "-q", "."], cwd=self.work, check=True)
        done = self.lint("--fix", "--diff", "--quiet", "--select", "yelling", ".")
        whole = self.lint("--fix", "--diff", "--quiet", "--select", "yelling", self.work)
        self.assertEqual(whole.out, done.out)
        subprocess.run(["git", "apply", "--check", "-"], input=done.bytes, cwd=self.work, check=True)
        subprocess.run(["git", "apply", "-"], input=done.bytes, cwd=self.work, check=True)
        self.assertEqual(self.read("a b.eml").decode(), FIXED)
        self.assertEqual(self.read("sub/ä.eml").decode(), FIXED)
        self.assertEqual(self.read('sub/"q"\n\\.eml').decode(), FIXED)
        self.assertEqual(self.read("crlf.eml").decode(), FIXED.replace("\n", "\r\n"))
        self.assertEqual(self.read("no-newline.txt").decode(), "Hello Ann,\n\nPlease send us the invoice number today.")


class Output(Story):
    def test_a_report_in_a_file(self):
        self.write("a.eml", SHOUTING)
        plain = self.lint("--output-format", "json", "a.eml")
        done = self.lint("--output-format", "json", "--output", "out.json", "a.eml")
        self.assertEqual((done.code, done.out, done.err, self.read("out.json").decode()), (1, "", "", plain.out))
        self.assertEqual(sorted(os.listdir(self.work)), ["a.eml", "out.json"])

    def test_the_umask_and_an_old_file_are_heeded(self):
        self.lint("-o", "new", "-", stdin=CALM, before=lambda: os.umask(0o027))
        self.assertEqual(os.stat(self.path("new")).st_mode & 0o777, 0o640)
        self.write("old", "before", 0o604)
        self.lint("-o", "old", "-", stdin=CALM)
        self.assertEqual(os.stat(self.path("old")).st_mode & 0o777, 0o604)
        self.assertNotIn(b"before", self.read("old"))

    def test_a_report_that_cannot_be_written(self):
        self.write("a.eml", SHOUTING)
        before = self.tree()
        self.fails(self.lint("--output", "gone/out", "a.eml"), "gone/out: cannot be written", "No such file or directory")
        self.fails(self.lint("--output", "/dev/full", "a.eml"), "/dev/full: cannot be written: No space left on device")
        self.assertEqual(self.tree(), before)

    def test_a_report_that_is_too_long_leaves_the_old_one(self):
        self.write("out", "before")
        for number in range(40):
            self.write(f"mail/{number}.eml", SHOUTING)
        before = self.tree()
        self.fails(self.lint("--output", "out", "--output-format", "json", "mail", before=small_files), "out: cannot be written: File too large")
        self.assertEqual(self.tree(), before)

    def test_a_wrong_option_leaves_the_old_report(self):
        self.write("out", "before")
        self.fails(self.lint("--output", "out", "--kind", "nonsense", "-"), "nonsense")
        self.assertEqual(self.read("out"), b"before")

    def test_devices_and_pipes_are_written_to(self):
        self.assertEqual(self.lint("--output", "/dev/null", "-", stdin=SHOUTING).code, 1)
        self.assertIn("yelling", self.lint("--output", "/dev/stdout", "-", stdin=SHOUTING).out)

    def test_an_interrupt_leaves_nothing(self):
        process = subprocess.Popen([os.environ["REPLYLINT"], "--output", "out", "-"], stdin=subprocess.PIPE, cwd=self.work,
                                   env=self.environment())
        process.stdin.write(CALM.encode())
        process.stdin.flush()
        process.send_signal(signal.SIGTERM)  # SIGINT may be ignored where the tests run in the background
        process.wait(timeout=60)
        process.stdin.close()
        self.assertEqual(os.listdir(self.work), [])


class Streams(Story):
    def test_standard_output_is_full(self):
        self.write("a.eml", SHOUTING)
        for arguments in (["a.eml"], ["--output-format", "json", "a.eml"], ["--fix", "--stdout", "--quiet", "a.eml"],
                          ["--fix", "--diff", "--quiet", "a.eml"], ["rules"], ["rules", "--output-format", "json"],
                          ["explain", "yelling"], ["--help"], ["--version"], ["completion", "bash"], ["test-rules"], ["init"]):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                self.fails(self.lint(*arguments, stdout=full), "standard output: cannot be written: No space left on device")

    def test_a_reader_that_has_seen_enough(self):
        """As with other filters: no message, and no success."""
        for ignored in (False, True):
            read, write = os.pipe()
            os.close(read)
            with self.subTest(ignored=ignored), os.fdopen(write, "wb") as pipe:
                disposition = signal.SIG_IGN if ignored else signal.SIG_DFL
                done = self.lint("rules", stdout=pipe, before=lambda d=disposition: signal.signal(signal.SIGPIPE, d))
                self.assertEqual((done.code, done.err), (2 if ignored else -signal.SIGPIPE, ""))

    def test_closed_streams_touch_no_file(self):
        self.write("a.eml", SHOUTING)
        for stream in (0, 1, 2):
            with self.subTest(stream=stream):
                self.write("b.eml", SHOUTING)
                command = f'"$REPLYLINT" --fix --select yelling b.eml {stream}>&-'
                done = subprocess.run(["sh", "-c", command], cwd=self.work, env=self.environment(REPLYLINT=os.environ["REPLYLINT"]),
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
                self.assertEqual(done.returncode, 2 if stream == 1 else 0, done)
                self.assertEqual(self.read("b.eml").decode(), FIXED)
                self.assertEqual(sorted(os.listdir(self.work)), ["a.eml", "b.eml"])

    def test_standard_input_is_closed(self):
        done = self.lint("-", before=lambda: os.close(0))
        self.fails(done, "<stdin>: Bad file descriptor")


if __name__ == "__main__":
    unittest.main()
