"""Which configuration holds for a file, and what it does."""
import os
import unittest

from story import CALM, SHOUTING, TOP, Story

YELLING = "yelling.all-caps-message"
TEMPLATE = "Hello {{ name }},\n\nPLEASE SEND US THE INVOICE NUMBER TODAY.\n\nKim\n"


class Configuration(Story):
    def judged(self, *arguments, **how):
        """The messages of the report by path; anything on standard error fails."""
        done = self.lint("--output-format", "line", *arguments, **how)
        self.assertEqual(done.err, "", done)
        found = {}
        for line in done.out.splitlines():
            path, _, _, level, rule, _ = line.split(":", 5)
            found.setdefault(path, {})[rule] = level
        return found

    def settings(self, text, name=".replylint.yml"):
        self.write(name, text)


class Discovery(Configuration):
    def test_the_nearest_one_upward(self):
        self.settings("ignore: [yelling]\n")
        self.settings("", "sub/.replylint.yml")
        for name in ("a.eml", "other/b.eml", "sub/c.eml", "sub/deep/er/d.eml"):
            self.write(name, SHOUTING)
        found = self.judged("a.eml", "other/b.eml", "sub")
        self.assertEqual({path for path, rules in found.items() if YELLING in rules}, {"sub/c.eml", "sub/deep/er/d.eml"})
        self.assertIn(YELLING, self.judged("d.eml", cwd=self.path("sub/deep/er"))["d.eml"])

    def test_standard_input(self):
        self.settings("ignore: [yelling]\n")
        self.settings("", "sub/.replylint.yml")
        self.assertNotIn(YELLING, self.judged("-", stdin=SHOUTING).get("<stdin>", {}))
        self.assertIn(YELLING, self.judged("--stdin-filename", "sub/x.eml", "-", stdin=SHOUTING)["sub/x.eml"])

    def test_the_users_and_then_the_systems(self):
        self.write("a.eml", SHOUTING)
        home = self.path("../home")
        for place, env in (("home/.config/replylint/replylint.yml", {}),
                           ("xdg/replylint/replylint.yml", {"XDG_CONFIG_HOME": self.path("../xdg")})):
            with self.subTest(place=place):
                self.assertIn(YELLING, self.judged("a.eml", env=env)["a.eml"])
                self.settings("ignore: [yelling]\n", f"../{place}")
                self.assertNotIn(YELLING, self.judged("a.eml", env=env)["a.eml"])
                os.remove(self.path(f"../{place}"))
        self.assertTrue(os.path.isdir(home))

    def test_the_nearer_one_wins_and_isolated_takes_none(self):
        self.write("a.eml", SHOUTING)
        self.settings("ignore: [yelling]\n", "../home/.config/replylint/replylint.yml")
        self.settings("ignore: [confirmation]\n")
        self.assertIn(YELLING, self.judged("a.eml")["a.eml"])
        self.settings("nonsense: 1\n")
        self.assertIn(YELLING, self.judged("--isolated", "a.eml")["a.eml"])

    def test_a_given_one(self):
        self.write("a.eml", SHOUTING)
        self.settings("nonsense: 1\n")
        self.settings("ignore: [yelling]\n", "other.yml")
        self.assertNotIn(YELLING, self.judged("--config", "other.yml", "a.eml")["a.eml"])

    def test_rules_and_explain_heed_it(self):
        self.write("styles/Own/NoFoo.yml", "extends: existence\nmessage: \"no '%s'\"\nlevel: error\ntokens: [foo]\n")
        self.settings("rules: [styles]\nselect: [Own]\n")
        self.assertEqual(self.lint("rules").out.split(), ["Own.NoFoo", "error", "no", "'...'"])
        self.assertIn("Own.NoFoo  error", self.lint("explain", "Own.NoFoo").out)
        self.assertIn("yelling.profanity", self.lint("explain", "yelling.profanity").out)
        self.assertIn("yelling.profanity", self.lint("rules", "--isolated").out)


class Keys(Configuration):
    def test_select_ignore_and_levels(self):
        self.write("a.eml", SHOUTING)
        self.settings("select: [yelling]\n")
        self.assertEqual(set(self.judged("a.eml")["a.eml"]), {YELLING})
        self.settings(f"ignore: [{YELLING}, confirmation, courtesy]\n")
        self.assertEqual(set(self.judged("a.eml")["a.eml"]), {"yelling.all-caps-run"})
        self.settings(f"levels: {{yelling: warning, {YELLING}: suggestion}}\n")
        self.assertEqual(self.judged("a.eml")["a.eml"][YELLING], "suggestion")

    def test_the_command_line_wins(self):
        self.write("a.eml", SHOUTING)
        self.settings(f"select: [jargon]\nignore: [{YELLING}]\n")
        self.assertEqual(set(self.judged("--select", "yelling", "a.eml")["a.eml"]), {"yelling.all-caps-run"})
        self.assertEqual(self.judged("--select", "yelling", "--ignore", "yelling.all-caps-run,yelling.all-caps-word", "a.eml"), {})

    def test_own_rules_may_be_selected(self):
        self.write("sub/styles/Own/NoFoo.yml", "extends: existence\nmessage: \"no '%s'\"\ntokens: [foo]\n")
        self.write("sub/a.txt", "Hello Ann,\n\nthe foo is ready.\n")
        self.settings("rules: [styles]\n", "sub/.replylint.yml")
        for cwd, path in ((self.work, "sub"), (self.work, "sub/a.txt"), (self.path("sub"), "a.txt")):
            found = self.judged("--select", "Own.NoFoo", path, cwd=cwd)
            self.assertEqual([set(rules) for rules in found.values()], [{"Own.NoFoo"}])

    def test_kinds_by_place(self):
        self.settings("kinds:\n  - {files: 'orders/*.html', kind: order}\n  - {files: ['**/quotes/**'], kind: quote}\n"
                      "  - {files: '*.{txt,md}', kind: refusal}\n  - {files: mails/, kind: survey}\n")
        names = {"orders/a.html": "order", "orders/deep/a.html": None, "old/orders/a.html": None, "x/quotes/y/b.html": "quote",
                 "c.txt": "refusal", "deep/er/c.md": "refusal", "mails/x/y.eml": "survey"}
        for name in names:
            self.write(name, "Hello Ann,\n\nsee below.\n\nKim\n")
        above = os.path.dirname(self.folder)
        for cwd, prefix in ((self.work, ""), (self.folder, "work/"), (above, os.path.relpath(self.work, above) + "/"),
                            (self.path("deep"), "../"), (self.work, self.work + "/")):
            done = self.lint("--output-format", "jsonl", *[prefix + name for name in names], cwd=cwd)
            for line in done.out.splitlines():
                told = next((kind for name, kind in names.items() if f'"path":"{prefix}{name}"' in line), None)
                by = "given by the configuration" in line
                self.assertEqual((by, told is None or f'"kind":"{told}"' in line), (told is not None, True), line)

    def test_the_command_line_tells_the_kind_best(self):
        self.settings("kinds: [{files: '*', kind: order}]\n")
        self.write("a.txt", "Hello Ann,\n\nsee below.\n\nKim\n")
        self.assertIn('"kind":"quote"', self.lint("--output-format", "jsonl", "--kind", "quote", "a.txt").out)
        self.assertIn('"kind":"order"', self.lint("--output-format", "jsonl", "--stdin-filename", "x.txt", "-", stdin="Hello,\n").out)

    def test_an_unknown_kind_has_a_place_and_a_guess(self):
        self.write("a.eml", CALM)
        self.settings("kinds:\n  - {files: '*', kind: orders}\n")
        self.fails(self.lint("a.eml"), ".replylint.yml:2:24: there is no kind \"orders\"; did you mean order?")

    def test_template_languages(self):
        self.write("a.txt", TEMPLATE)
        self.write("b.txt", "Hello [% name %],\n\nyour [% order %] is on its way.\n")
        self.settings("templates: [{files: 'a.txt', syntax: none}]\n")
        self.assertEqual(self.lint("a.txt").err, "")

    def test_terms_and_glossaries(self):
        text = "Hello Ann,\n\nyour QZX is ready. The frobnicator is blue.\n\nKim\n"
        self.write("a.txt", text)
        self.assertIn("jargon.undefined-acronym", self.judged("a.txt")["a.txt"])
        self.settings("known-terms: [QZX]\nglossary: [terms.yml]\n")
        self.settings("terms:\n  - term: frobnicator\n    meaning: the lever at the side\n", "terms.yml")
        found = self.judged("a.txt")["a.txt"]
        self.assertNotIn("jargon.undefined-acronym", found)
        self.assertIn("jargon.undefined-term", found)

    def test_brands_are_written_as_they_are(self):
        self.write("a.txt", "Hello Ann,\n\nPLEASE PAY WITH FOOBAR PAY OR WITH EZPAYR'S CARD AND SEND US THE XQZ TODAY.\n\nKim\n")
        self.settings("select: [yelling]\nbrand: [FooBar Pay, eZpayr, XQZ]\n")
        done = self.lint("--fix", "--unsafe-fixes", "--stdout", "--quiet", "a.txt")
        self.assertIn("Please pay with FooBar pay or with eZpayr's card and send us the XQZ today.", done.out)

    def test_names_are_written_as_the_owner_does(self):
        found = lambda: self.judged("a.txt").get("a.txt", {}).get("facts.brand-term")
        for settings, text, level in (
                ("organisation: {names: [The Doorman]}", "Jim of the door man will come on Friday.", "warning"),
                ("organisation: {names: [The Doorman]}", "the man at the door will come on Friday.", None),
                ("organisation: {names: [The Doorman]}", "See https://www.thedoorman.example on Friday.", None),
                ("organisation: {products: [LiftMaster 3]}", "Your liftmaster-3 comes on Friday.", "warning"),
                ("organisation: {products: [Best Fit]}", "It is the best fit for the frame.", None),
                ("organisation: {products: [Best Fit]}", "Your Bestfit door comes on Friday.", "warning"),
                ("brand: [paypal]", "Pay with paypal on Friday.", None),
                ("brand: [FooBar Pay]", "Pay with FOOBAR PAY on Friday.", None)):
            self.settings(settings + "\n")
            self.write("a.txt", f"Hello Ann,\n\n{text}\n\nKim\n")
            with self.subTest(settings=settings, text=text):
                self.assertEqual(found(), level)

    def test_the_order_of_day_and_month(self):
        self.write("a.txt", "Hello Ann,\n\nyour door is here on 03/04/2026.\n\nKim\n")
        for locale, day in (("en-GB", "3 April 2026"), ("en-US", "March 4, 2026"), ("de_DE", "3 April 2026")):
            self.settings(f"locale: {locale}\nselect: [vagueness]\n")
            done = self.lint("--fix", "--unsafe-fixes", "--stdout", "--quiet", "a.txt")
            self.assertIn(f"is here on {day}.", done.out)
        for wrong in ("english", "e1", "[]", "en/GB"):
            self.settings(f"locale: {wrong}\n")
            self.assertEqual(self.lint("a.txt").code, 2, wrong)

    def test_colleagues_and_their_names(self):
        self.write("a.eml", "From: Katherine Miller <km@doorman.example>\nTo: ana@one.example\nCc: kim@doors.example\n"
                   "Subject: Your door\n\nHello,\n\nyour door is here.\n\nKind regards,\nTess\n")
        rules = {"facts.sender-mismatch", "facts.recipients-exposed"}
        self.assertEqual(rules & set(self.judged("a.eml")["a.eml"]), rules)
        self.settings("organisation: {domains: [doors.example], staff: ['Katherine Miller, Tess']}\n")
        self.assertEqual(rules & set(self.judged("a.eml").get("a.eml", {})), set())

    def test_an_iban_that_is_not_ours_is_somebodys(self):
        self.write("a.txt", "The money goes to GB29 NWBK 6016 1331 9268 19.\n")
        for settings, found in (("{}", False), ("{own-payment-details: [GB29 NWBK60161331926819]}", False),
                                ("{own-payment-details: [DE89370400440532013000]}", True)):
            self.settings(f"organisation: {settings}\n")
            with self.subTest(settings=settings):
                self.assertEqual("facts.sensitive-data" in self.judged("a.txt").get("a.txt", {}), found)

    def test_an_empty_value_is_as_good_as_none(self):
        self.write("a.eml", SHOUTING)
        self.settings("levels:\nignore:\nkinds: ~\noverrides:\nextends:\n")
        self.assertIn(YELLING, self.judged("a.eml")["a.eml"])

    def test_keys_that_do_nothing_are_not_taken(self):
        self.write("a.eml", CALM)
        for key in ("vale", "targets", "timezone"):
            self.settings(f"{key}: x\n")
            self.fails(self.lint("a.eml"), f"there is no key '{key}'")

    def test_the_file_of_init_is_right_as_it_is_and_with_every_line_in_use(self):
        self.assertEqual(self.lint("init").out, ".replylint.yml written\n")
        self.write("a.eml", CALM)
        self.assertEqual(self.lint("a.eml").err, "")
        self.fails(self.lint("init"), ".replylint.yml: is there already")
        lines = self.read(".replylint.yml").decode().splitlines()
        used = [line[2:] for line in lines if line.startswith("# ") and (":" in line or line.startswith("#   "))]
        used = [line for line in used if not line[0].isupper()]
        self.assertGreater(len(used), 10)
        self.settings("\n".join(used) + "\n")
        self.write("base.yml", "{}\n")
        self.write("glossary.yml", "terms:\n  - term: frobnicator\n    meaning: the lever at the side\n")
        self.make_folder("work/styles")
        self.assertEqual(self.lint("a.eml").err, "")


class Extends(Configuration):
    def test_another_file_comes_first(self):
        self.write("a.eml", SHOUTING)
        self.write("base/styles/Own/NoHello.yml", "extends: existence\nmessage: \"no '%s'\"\ntokens: [Hello]\n")
        self.settings("rules: [styles]\nselect: [Own, yelling]\nlevels: {yelling: suggestion, Own: error}\n", "base/base.yml")
        self.settings("extends: base/base.yml\nlevels: {yelling: warning}\nignore: [yelling.all-caps-run]\n")
        self.assertEqual(self.judged("a.eml")["a.eml"], {YELLING: "warning", "Own.NoHello": "error"})
        self.settings("extends: [base/base.yml]\nselect: [yelling]\n")
        self.assertEqual(set(self.judged("a.eml")["a.eml"]), {YELLING})

    def test_its_order_in_the_file_does_not_matter(self):
        self.write("a.eml", SHOUTING)
        self.settings("select: [jargon]\n", "base.yml")
        self.settings("select: [yelling]\nextends: base.yml\n")
        self.assertEqual(set(self.judged("a.eml")["a.eml"]), {YELLING})

    def test_globs_belong_to_the_file_that_says_them(self):
        self.write("sub/a.txt", "Hello,\n\nsee below.\n")
        self.settings("kinds: [{files: 'sub/*.txt', kind: quote}]\n", "base.yml")
        self.settings("extends: ../base.yml\n", "sub/.replylint.yml")
        self.assertIn('"kind":"quote"', self.lint("--output-format", "jsonl", "sub/a.txt").out)

    def test_wrong_ones(self):
        self.write("a.eml", CALM)
        self.settings("extends: .replylint.yml\n")
        self.fails(self.lint("a.eml"), "does one extend itself?")
        self.settings("ignore: []\nextends: base.yml\n")
        self.fails(self.lint("a.eml"), ".replylint.yml:2:10: ", "base.yml: No such file or directory")
        os.mkfifo(self.path("pipe.yml"))
        self.settings("extends: pipe.yml\n")
        self.fails(self.lint("a.eml"), ".replylint.yml:1:10: ", "pipe.yml: this is no regular file")
        self.settings("ignore: []\nextends: base.yml\n")
        self.settings("x: 1\n", "base.yml")
        self.fails(self.lint("a.eml"), ".replylint.yml:2:10: ", "base.yml:1:1: there is no key 'x'")


class Overrides(Configuration):
    def test_some_files_are_judged_otherwise(self):
        for name in ("a.eml", "old/b.eml", "old/best/c.eml"):
            self.write(name, SHOUTING)
        self.settings("select: [yelling]\noverrides:\n  - {files: 'old/**', levels: {yelling: suggestion}}\n"
                      "  - {files: ['**/best/*'], ignore: [yelling.all-caps-message], levels: {yelling: warning}}\n")
        expected = {"a.eml": {YELLING: "error"}, "old/b.eml": {YELLING: "suggestion"},
                    "old/best/c.eml": {"yelling.all-caps-run": "warning"}}
        self.assertEqual(self.judged("a.eml", "old"), expected)
        self.assertEqual(self.judged("old", "a.eml"), expected)

    def test_known_terms_of_one_do_not_leak(self):
        text = "Hello Ann,\n\nyour QZX is ready.\n\nKim\n"
        for name in ("a.txt", "b.txt", "c.txt"):
            self.write(name, text)
        self.settings("select: [jargon.undefined-acronym]\nknown-terms: [ABX]\noverrides:\n"
                      "  - {files: b.txt, known-terms: [QZX]}\n  - {files: c.txt, known-terms: [ZZX]}\n")
        self.assertEqual(set(self.judged(".")), {"./a.txt", "./c.txt"})

    def test_what_is_wrong_is_said_whichever_file_is_judged(self):
        self.write("a.eml", CALM)
        for text, words in (("ignore: [yeling]", "did you mean yelling?"), ("levels: {x.y: error}", "x.y"), ("kinds: []", "kinds"),
                            ("levels: {yelling: bad}", "error")):
            self.settings(f"overrides:\n  - files: other.eml\n    {text}\n")
            self.fails(self.lint("a.eml"), ".replylint.yml:3:", words)


class Manual(Story):
    def test_its_examples_are_right(self):
        self.write("a.eml", SHOUTING)
        with open(os.path.join(TOP, "src", "man", "replylint.yml.5"), encoding="utf-8") as file:
            page = file.read()
        examples = [block.split("\n.Ed")[0].split("\n", 1)[1] for block in page.split("\n.Bd -literal")[1:]]
        score = next(line for line in page.splitlines() if line.startswith(".Li {error:"))[4:-2]
        self.assertTrue(examples)
        for text in [*examples, f"score: {score}"]:
            self.write(".replylint.yml", text + "\n")
            self.assertEqual(self.lint("a.eml").err, "", text)
        self.assertEqual(self.lint("--isolated", "a.eml").out, self.lint("a.eml").out, "the default score is as it is said")

    def test_every_key_is_in_the_manual(self):
        self.write("a.eml", CALM)
        self.write(".replylint.yml", "qwertyuiop: 1\n")
        keys = self.lint("a.eml").err.split("allowed are ")[1].strip().split(", ")
        with open(os.path.join(TOP, "src", "man", "replylint.yml.5"), encoding="utf-8") as file:
            said = {word for line in file if line.startswith(".It Ic ") for word in line[7:].replace(",", " ").split()}
        self.assertEqual(set(keys), said)


if __name__ == "__main__":
    unittest.main()
