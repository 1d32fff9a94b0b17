"""What cannot be read, used or understood: one line on standard error, exit status 2, nothing half-written."""
import os
import resource
import shutil
import unittest

from story import CALM, SHOUTING, TOP, Story


class Paths(Story):
    def test_a_missing_file(self):
        self.fails(self.lint("gone.eml"), "gone.eml: No such file or directory")

    def test_an_unreadable_file(self):
        self.write("secret.eml", SHOUTING, 0o000)
        self.fails(self.lint("secret.eml", as_nobody=True), "secret.eml: Permission denied")

    def test_a_folder_without_permission(self):
        self.write("closed/a.eml", SHOUTING)
        os.chmod(self.path("closed"), 0o000)
        self.addCleanup(os.chmod, self.path("closed"), 0o777)
        self.fails(self.lint("closed", as_nobody=True), "closed: Permission denied")

    def test_a_folder_that_may_be_listed_but_not_entered(self):
        self.write("half/a.eml", SHOUTING)
        os.chmod(self.path("half"), 0o444)
        self.addCleanup(os.chmod, self.path("half"), 0o777)
        self.fails(self.lint("half", as_nobody=True), "half/a.eml: Permission denied")

    def test_a_folder_inside_without_permission(self):
        self.write("all/closed/a.eml", SHOUTING)
        self.write("all/b.eml", SHOUTING)
        os.chmod(self.path("all/closed"), 0o000)
        self.addCleanup(os.chmod, self.path("all/closed"), 0o777)
        done = self.lint("--output-format", "line", "all", as_nobody=True)
        self.fails(done, "all/closed: Permission denied")
        self.assertIn("all/b.eml:", done.out)

    def test_a_broken_link(self):
        os.symlink("nowhere", self.path("link"))
        self.fails(self.lint("link"), "link: No such file or directory")

    def test_a_link_to_itself(self):
        os.symlink("loop", self.path("loop"))
        self.fails(self.lint("loop"), "loop: Too many levels of symbolic links")

    def test_a_broken_link_in_a_folder_is_passed_over(self):
        self.write("all/a.eml", CALM)
        os.symlink("nowhere", self.path("all/b.eml"))
        done = self.lint("all")
        self.assertEqual((done.code, done.err), (0, ""), done)

    def test_links_of_folders_to_each_other_end(self):
        self.write("all/a.eml", CALM)
        os.symlink(".", self.path("all/again"))
        done = self.lint("--output-format", "jsonl", "all")
        self.assertEqual((done.code, len(done.out.splitlines())), (0, 1), done)

    def test_one_bad_file_of_several(self):
        self.write("a.eml", SHOUTING)
        self.write("c.eml", SHOUTING)
        done = self.lint("--output-format", "line", "a.eml", "b.eml", "c.eml")
        self.fails(done, "b.eml: No such file or directory")
        self.assertEqual({line.split(":")[0] for line in done.out.splitlines()}, {"a.eml", "c.eml"})

    def test_an_empty_path(self):
        self.fails(self.lint(""), '""')

    def test_a_device_without_end(self):
        self.fails(self.lint("/dev/zero"), "/dev/zero: longer than")

    def test_a_directory_where_a_file_is_wanted(self):
        self.fails(self.lint("--config", ".", "-"), "Is a directory")
        self.fails(self.lint("--output", ".", "-", stdin=CALM), "Is a directory")


class Usage(Story):
    def test_an_unknown_option(self):
        self.fails(self.lint("--fxi", "a.eml"), "--fxi", "did you mean --fix?")
        self.fails(self.lint("--colour", "a.eml"), "did you mean --color?")
        self.fails(self.lint("-Z"), "-Z", "--help")

    def test_a_misspelt_command(self):
        self.fails(self.lint("explian", "yelling"), "explian", "did you mean explain?")
        self.fails(self.lint("help"), "did you mean --help?")
        self.fails(self.lint("mails"), "mails: No such file or directory")
        self.write("rule", CALM)
        self.assertEqual(self.lint("rule").code, 0, "a file of that name is judged")

    def test_an_option_of_another_command(self):
        self.fails(self.lint("rules", "--fix"), "--fix")

    def test_a_value_that_is_missing_too_much_or_wrong(self):
        self.fails(self.lint("--kind"), "--kind needs a value")
        self.fails(self.lint("--fix=yes"), "--fix takes no value")
        self.fails(self.lint("--output-format", "xml", "-"), "xml", "text", "json")
        self.fails(self.lint("--level", "bad", "-"), "bad", "warning")
        self.fails(self.lint("--kind", "quotes", "-"), "quotes", "did you mean quote?")
        self.fails(self.lint("--template", "foo", "-"), "foo")

    def test_an_unknown_rule(self):
        for option in ("--select", "--ignore"):
            self.fails(self.lint(option, "yelling.all-caps-runn", "-"), option, "yelling.all-caps-runn",
                       "did you mean yelling.all-caps-run?")
        self.fails(self.lint("explain", "xyzzy"), "xyzzy")

    def test_an_unknown_rule_in_the_configuration(self):
        self.write("a.eml", CALM)
        for key, text in (("select", "select: [yeling]"), ("ignore", "ignore: [yeling]"), ("levels", "levels: {yeling: error}")):
            self.write(".replylint.yml", f"# a comment\n{text}\n")
            with self.subTest(key=key):
                self.fails(self.lint("a.eml"), ".replylint.yml:2:", "yeling", "did you mean yelling?")

    def test_arguments_that_are_too_many(self):
        self.fails(self.lint("rules", "a"), "rules")
        self.fails(self.lint("init", "a"), "init")
        self.fails(self.lint("completion"), "bash")
        self.fails(self.lint("completion", "tcsh"), "bash")
        self.fails(self.lint("explain"), "rule")
        self.fails(self.lint("--stdout", "a.eml", "b.eml"), "--stdout")


class Settings(Story):
    def test_broken_yaml_in_the_configuration(self):
        self.write("a.eml", CALM)
        self.write(".replylint.yml", "select: [yelling\nignore: x\n")
        self.fails(self.lint("a.eml"), ".replylint.yml:2:")

    def test_an_unknown_key(self):
        self.write("a.eml", CALM)
        self.write(".replylint.yml", "\nselct: [yelling]\n")
        self.fails(self.lint("a.eml"), ".replylint.yml:2:1: ", "selct", "select")

    def test_a_wrong_value(self):
        self.write("a.eml", CALM)
        for text in ("levels: {yelling: high}", "kinds: [{files: x}]", "kinds: x", "kinds: [{files: x, kind: y}]", "rules: {a: b}",
                     "select: {a: b}", "score: [1]", "organisation: x", "templates: [{files: x, syntax: y}]", "overrides: [1]",
                     "- a", "extends: gone.yml", "rules: [gone]", "glossary: [gone.yml]"):
            with self.subTest(text=text):
                self.write(".replylint.yml", f"{text}\n")
                self.fails(self.lint("a.eml"), ".replylint.yml:1:" if "gone" not in text else "gone")

    def test_an_empty_configuration(self):
        self.write("a.eml", CALM)
        for text in ("", "# nothing\n", "---\n"):
            self.write(".replylint.yml", text)
            self.assertEqual(self.lint("a.eml").code, 0, text)

    def test_a_missing_or_unreadable_configuration(self):
        self.write("a.eml", CALM)
        self.fails(self.lint("--config", "gone.yml", "a.eml"), "gone.yml: No such file or directory")
        self.write(".replylint.yml", "", 0o000)
        self.fails(self.lint("a.eml", as_nobody=True), ".replylint.yml: Permission denied")

    def test_a_broken_configuration_is_said_once(self):
        for name in ("a.eml", "b.eml", "sub/c.eml"):
            self.write(name, CALM)
        self.write(".replylint.yml", "nonsense: 1\n")
        self.fails(self.lint("."), "nonsense")

    def test_broken_rule_files(self):
        broken = {
            "extends: existence\nmessage: x\ntokens: [a\n": "Own/R.yml:4:",
            "extends: existence\nmessage: x\ntokens: ['b', '(a']\n": "Own/R.yml:3:15: this pattern does not compile",
            "extends: existence\nmessage: x\ntokns: [a]\n": "Own/R.yml:3:1: ",
            "extends: substitution\nmessage: x\nswap:\n  'a)': b\n": "Own/R.yml:4:3: this pattern does not compile",
            "extends: nothing\nmessage: x\n": "Own/R.yml:1:10: ",
            "extends: phrase\nmessage: x\nphrases: ['{a|b']\n": "Own/R.yml:3:11: ",
            "extends: existence\nmessage: x\nlevel: fatal\ntokens: [a]\n": "Own/R.yml:3:8: ",
            "extends: script\nmessage: x\nscript: x\n": "Own/R.yml:1:10: ",
            "message: x\ntokens: [a]\n": "Own/R.yml:1:",
            "": "Own/R.yml",
        }
        for text, place in broken.items():
            with self.subTest(text=text):
                self.write("styles/Own/R.yml", text)
                self.fails(self.lint("--rules", "styles", "-", stdin=CALM), place)

    def test_a_folder_of_rules_that_is_missing(self):
        self.fails(self.lint("--rules", "gone", "-", stdin=CALM), "gone: No such file or directory")

    def test_the_shipped_rules_are_missing(self):
        self.fails(self.lint("-", stdin=CALM, env={"REPLYLINT_RULES": "/nonexistent"}), "/nonexistent", "REPLYLINT_RULES")

    def test_a_broken_shipped_rule(self):
        shipped = os.path.join(self.folder, "rules")
        shutil.copytree(os.path.join(TOP, "rules"), shipped)
        with open(os.path.join(shipped, "en", "yelling", "profanity.yml"), "a", encoding="utf-8") as file:
            file.write("nonsense: 1\n")
        self.fails(self.lint("-", stdin=CALM, env={"REPLYLINT_RULES": shipped}), "profanity.yml:", "nonsense")

    @unittest.skipIf("sanitize" in os.environ.get("REPLYLINT", ""), "AddressSanitizer takes the whole address space")
    def test_no_memory_at_any_point(self):
        """From too little for the rules to enough: one line, or all is well, and never an abort."""
        self.write("a.eml", SHOUTING)
        codes = []
        for mebibytes in range(8, 49, 2):
            most = mebibytes << 20
            done = self.lint("a.eml", before=lambda most=most: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
            self.assertIn(done.code, (1, 2, 127), (mebibytes, done))  # 127: the libraries found no room
            if done.code == 2:
                self.fails(done)
            codes.append(done.code)
        self.assertEqual((codes[-1], 2 in codes), (1, True), codes)


if __name__ == "__main__":
    unittest.main()
