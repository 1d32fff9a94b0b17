"""The commands beside check, the help, the completions and the manual."""
import json
import os
import re
import shutil
import subprocess
import unittest

from story import CALM, SAMPLE, SHOUTING, TOP, Story

COMMANDS = ["check", "explain", "rules", "test-rules", "compile-rules", "init", "completion", "filter", "sendmail", "milter"]


def manual_text():
    with open(os.path.join(TOP, "src", "man", "replylint.1"), encoding="utf-8") as file:
        return file.read()


class Help(Story):
    def options(self, *command):
        return set(re.findall(r"--[a-z-]+", re.sub(r"\n {27}.*", "", self.lint(*command, "--help").out)))

    def test_it_fits_a_small_terminal(self):
        for command in ([], *([c] for c in COMMANDS)):
            done = self.lint(*command, "--help")
            self.assertEqual((done.code, done.err), (0, ""))
            self.assertEqual([line for line in done.out.splitlines() if len(line) > 80], [])
            if command != ["sendmail"]:  # whose letters are sendmail's
                self.assertEqual(done.out, self.lint(*command, "-h").out)

    def test_the_manual_has_every_option_and_no_other(self):
        page = manual_text()
        listed = set(re.findall(r"Fl -([a-z][a-z-]+)", page))
        offered = set().union(*({o[2:] for o in self.options(c)} for c in COMMANDS))
        self.assertEqual(listed, offered)

    def test_the_manual_has_every_command_and_variable(self):
        page = manual_text()
        for command in COMMANDS:
            self.assertRegex(page, rf"(?m)^\.It Cm {command}\b")
        for name in ("NO_COLOR", "REPLYLINT_RULES", "XDG_CONFIG_HOME"):
            self.assertIn(name, page)

    def test_the_manual_has_every_template_language(self):
        error = self.lint("--template", "qwertyuiopas", "-").err
        for language in error.split("there are ")[1].strip().split(", "):
            self.assertRegex(manual_text(), rf"(?m)^\.Cm .*\b{language}\b")
        self.fails(self.lint("--template", "jnja", "-"), "did you mean jinja?")

    def test_version(self):
        self.assertRegex(self.lint("--version").out, r"\Areplylint \d+\.\d+\n\Z")

    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_the_manual_is_without_errors(self):
        for name in os.listdir(os.path.join(TOP, "src", "man")):
            done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", os.path.join(TOP, "src", "man", name)], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False, text=True)
            self.assertEqual(done.stdout, "", name)

    def test_the_examples_of_the_manual(self):
        """Each `.Dl $ command` runs, on files of these names."""
        shutil.copy(SAMPLE, self.path("reply.eml"))
        self.write("draft.txt", "Hello Ann,\n\nplease find the quote attached. It is 40 EUR.\n\nKim\n")
        self.write("templates/order.html", "<p>Hello {{ name }},</p>\n")
        lines = re.findall(r"(?m)^\.Dl \$ (replylint .*)$", manual_text())
        self.assertGreater(len(lines), 3)
        for line in lines:
            done = subprocess.run(["sh", "-c", line.replace("replylint", '"$REPLYLINT"', 1)], cwd=self.work, check=False, text=True,
                                  env=self.environment(REPLYLINT=os.environ["REPLYLINT"]), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertIn(done.returncode, (0, 1), f"{line}: {done.stderr}")
            self.assertNotIn("replylint: ", done.stderr)


class Rules(Story):
    def test_text(self):
        lines = self.lint("rules").out.splitlines()
        self.assertGreater(len(lines), 90)
        for line in lines:
            self.assertRegex(line, r"\A[a-z]+\.[a-z-]+ +(error|warning|suggestion|praise) +\S")
        self.assertEqual(lines, sorted(lines))
        self.assertNotIn("%s", "".join(lines))
        self.assertNotIn("%s", self.lint("explain", "jargon").out)

    def test_the_formats_agree(self):
        text = [line.split()[0] for line in self.lint("rules").out.splitlines()]
        listed = json.loads(self.lint("rules", "--output-format", "json").out)
        self.assertEqual([rule["rule"] for rule in listed["rules"]], text)
        table = self.lint("rules", "--output-format", "markdown").out.splitlines()
        self.assertEqual([re.match(r"\| `([^`]+)` \|", line).group(1) for line in table[2:]], text)
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in table}
        self.assertEqual(len(columns), 1, "a bar in a message is escaped")

    def test_kinds(self):
        kinds = [line.split()[0] for line in self.lint("rules", "--kinds").out.splitlines() if not line.startswith(" ")]
        self.assertEqual(len(kinds), 23)
        listed = json.loads(self.lint("rules", "--kinds", "--output-format", "json").out)
        self.assertEqual([kind["kind"] for kind in listed["kinds"]], kinds)
        table = self.lint("rules", "--kinds", "--output-format", "markdown").out.splitlines()
        self.assertEqual([line.split("`")[1] for line in table[2:]], kinds)
        for kind in kinds:
            self.assertEqual(self.lint("--kind", kind, "--exit-zero", "-", stdin="Hello,\n").code, 0)

    def test_select(self):
        lines = self.lint("rules", "--select", "yelling", "--ignore", "yelling.profanity").out.splitlines()
        self.assertTrue(lines)
        self.assertTrue(all(line.startswith("yelling.") and "profanity" not in line for line in lines))

    def test_explain_each(self):
        ids = [line.split()[0] for line in self.lint("rules").out.splitlines()]
        done = self.lint("explain", *ids)
        self.assertEqual((done.code, done.err), (0, ""))
        self.assertEqual(re.findall(r"(?m)^([a-z]+\.[a-z-]+)  ", done.out), ids)
        self.assertEqual([line for line in done.out.splitlines() if len(line) > 100 and "/" not in line], [])
        self.assertNotIn(TOP + "/rules", done.out.replace("file:    " + TOP, ""), "paths stand at `file:` only")

    def test_sources_are_named(self):
        for rule in json.loads(self.lint("rules", "--output-format", "json").out)["rules"]:
            self.assertTrue(rule["source"], rule["rule"])
        ids = [line.split()[0] for line in self.lint("rules").out.splitlines()]
        said = re.sub(r"\n {11}", " ", self.lint("explain", *ids).out)
        signs = re.findall(r"(?m)^  source:  .*?(?:^|; |  )([A-Z][\w-]*[\dA-Z][\w-]*)(?:;|$)", said)
        self.assertEqual([sign for sign in signs if sign not in ("SpamAssassin", "LanguageTool")], [])

    def test_explain_a_group_and_several(self):
        out = self.lint("explain", "yelling").out
        self.assertIn("yelling.all-caps-run  ", out)
        self.assertNotIn("jargon.", out)
        self.fails(self.lint("explain", "yelling", "jargno"), "jargno", "did you mean jargon?")


class TestRules(Story):
    RULE = "extends: existence\nmessage: \"no '%s'\"\nlevel: error\ntokens: [foo]\n"

    def test_the_shipped_ones(self):
        done = self.lint("test-rules")
        self.assertEqual((done.code, done.err), (0, ""), done)
        self.assertRegex(done.out, r"\d{3} examples, 0 failed")

    def test_those_of_a_folder(self):
        self.write("styles/Own/NoFoo.yml", self.RULE + "examples:\n  bad: [the foo is here]\n  good: [the food is here]\n")
        done = self.lint("test-rules", "styles")
        self.assertEqual((done.code, done.out), (0, "2 examples, 0 failed\n"), done)

    def test_a_failing_example(self):
        self.write("styles/Own/NoFoo.yml", self.RULE + "examples:\n  bad: [the food is here]\n  good: [the foo is here]\n")
        done = self.lint("test-rules", "styles")
        self.assertEqual(done.code, 1)
        self.assertIn("2 examples, 2 failed", done.out)
        self.assertIn("NoFoo.yml:6:", done.out + done.err)

    def test_a_broken_rule_and_a_missing_folder(self):
        self.write("styles/Own/NoFoo.yml", self.RULE + "nonsense: 1\n")
        self.fails(self.lint("test-rules", "styles"), "NoFoo.yml:5:1")
        self.fails(self.lint("test-rules", "gone"), "gone")

    def test_compiling(self):
        self.fails(self.lint("compile-rules"), "one argument")
        self.fails(self.lint("compile-rules", "gone/rules.compiled"), "gone/rules.compiled: ")
        done = self.lint("compile-rules", "rules.compiled")
        self.assertEqual((done.code, done.out, done.err), (0, "", ""), done)
        self.assertGreater(os.path.getsize(self.path("rules.compiled")), 0)


class Completion(Story):
    def complete(self, *words):
        """What bash offers for the last word."""
        quoted = " ".join("'" + word + "'" for word in words)
        script = f"""source <("$REPLYLINT" completion bash); replylint() {{ "$REPLYLINT" "$@"; }}
            COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; compopt() {{ :; }}; _replylint; printf '%s\\n' "${{COMPREPLY[@]}}" """
        done = subprocess.run(["bash", "-c", script], cwd=self.work, env=self.environment(REPLYLINT=os.environ["REPLYLINT"]), check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.split("\n")[:-1]

    def test_bash(self):
        self.write("reply one.eml", CALM)
        os.mkdir(self.path("replies"))
        self.assertEqual(self.complete("replylint", "ex"), ["explain"])
        self.assertEqual(self.complete("replylint", "rep"), ["replies", "reply one.eml"])
        self.assertEqual(self.complete("replylint", "--unsa"), ["--unsafe-fixes"])
        self.assertEqual(self.complete("replylint", "x.eml", "--output-format", "js"), ["json", "jsonl"])
        self.assertEqual(self.complete("replylint", "x.eml", "--output-format", "=", "js"), ["json", "jsonl"])
        self.assertEqual(self.complete("replylint", "--kind", "pay"), ["payment-reminder"])
        self.assertEqual(self.complete("replylint", "--select", "yelling.prof"), ["yelling.profanity"])
        self.assertEqual(self.complete("replylint", "explain", "yelling.prof"), ["yelling.profanity"])
        self.assertEqual(self.complete("replylint", "completion", "z"), ["zsh"])
        self.assertEqual(self.complete("replylint", "rules", "--output-format", "m"), ["markdown"])
        self.assertNotIn("--fix", self.complete("replylint", "rules", "--"))
        self.assertEqual(self.complete("replylint", "--subject", "x"), [""])
        self.assertEqual(self.complete("replylint", "--rules", "rep"), ["replies"])
        self.assertIn("--config", self.complete("replylint", "check", "--"))

    def test_the_others_can_be_read(self):
        for shell in ("bash", "zsh", "fish"):
            done = self.lint("completion", shell)
            self.assertEqual((done.code, done.err), (0, ""))
            for word in ("--unsafe-fixes" if shell != "fish" else "unsafe-fixes", "explain", "jsonl"):
                self.assertIn(word, done.out)
            if shutil.which(shell):
                checked = subprocess.run([shell, "-n"], input=done.bytes, stderr=subprocess.PIPE, check=False)
                self.assertEqual((checked.returncode, checked.stderr), (0, b""), shell)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        with open(self.path("r.fish"), "wb") as file:
            file.write(self.lint("completion", "fish").bytes)
        bin_folder = self.make_folder("bin")
        os.symlink(os.environ["REPLYLINT"], os.path.join(bin_folder, "replylint"))
        for line, expected in (("replylint --unsa", "--unsafe-fixes"), ("replylint --output-format js", "jsonl"), ("replylint expl", "explain"),
                               ("replylint explain yelling.prof", "yelling.profanity"), ("replylint --kind pay", "payment-reminder")):
            env = self.environment()
            env["PATH"] = bin_folder + ":" + env["PATH"]
            done = subprocess.run(["fish", "--private", "-c", f"source r.fish; complete -C '{line}'"], cwd=self.work, env=env, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertIn(expected, [found.split("\t")[0] for found in done.stdout.splitlines()], f"{line}: {done.stderr}")


class Installed(Story):
    def make(self, *arguments):
        done = subprocess.run(["make", "-s", "-C", TOP, f"BUILD={os.path.dirname(os.environ['REPLYLINT'])}", *arguments], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "MAKEFLAGS": ""})
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_install_and_uninstall(self):
        stage = self.make_folder("stage")
        self.make("install", f"DESTDIR={stage}", "PREFIX=/usr")
        found = {os.path.relpath(os.path.join(base, name), stage) for base, _, names in os.walk(stage) for name in names}
        for name in ("usr/bin/replylint", "usr/share/replylint/rules/en/yelling/profanity.yml", "usr/share/man/man1/replylint.1",
                     "usr/share/man/man5/replylint.yml.5", "usr/share/man/man7/replylint-rules.7", "usr/share/zsh/site-functions/_replylint",
                     "usr/share/bash-completion/completions/replylint", "usr/share/fish/vendor_completions.d/replylint.fish"):
            self.assertIn(name, found)
        self.units_confine_the_milter(os.path.join(stage, "usr/lib"))
        os.rename(stage, stage + " moved")
        program = os.path.join(stage + " moved", "usr/bin/replylint")
        self.write("a.eml", SHOUTING)
        os.symlink(program, self.path("linked"))
        for called in (program, "./linked"):
            done = subprocess.run([called, "--output-format", "line", "a.eml"], cwd=self.work, env=self.environment(), check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertEqual((done.returncode, done.stderr), (1, ""))
            self.assertIn("yelling.all-caps-message", done.stdout)
        self.assertIn("moved/usr/share/replylint/rules/en/yelling", subprocess.run([program, "explain", "yelling.profanity"], check=True,
                                                                                  stdout=subprocess.PIPE, text=True).stdout)
        self.assertIn("usr/lib/replylint/rules.compiled", found)
        self.rules_load_from_the_compiled_file(program, os.path.join(stage + " moved", "usr/share/replylint/rules/en/yelling/profanity.yml"))
        self.make("uninstall", f"DESTDIR={stage} moved", "PREFIX=/usr")
        left = [os.path.join(base, name) for base, _, names in os.walk(stage + " moved") for name in names]
        self.assertEqual(left, [])

    def units_confine_the_milter(self, folder):
        with open(os.path.join(folder, "systemd/system/replylint.service"), encoding="utf-8") as file:
            service = file.read()
        self.assertRegex(service, r"(?m)^ExecStart=/usr/bin/replylint milter$")
        self.assertNotIn("@", service.replace("@system-service", "").replace("@privileged @resources", ""))
        with open(os.path.join(folder, "sysusers.d/replylint.conf"), encoding="utf-8") as file:
            self.assertRegex(file.read(), r"(?m)^u replylint ")
        if shutil.which("systemd-analyze"):
            done = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=19",
                                   os.path.join(folder, "systemd/system/replylint.service")], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False, text=True)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertRegex(done.stdout, r"Overall exposure level for replylint.service: [01]\.")

    def rules_load_from_the_compiled_file(self, program, rule):
        """What the rule file says is read only once its size or its time of change is another."""
        def trouble():
            return subprocess.run([program, "--exit-zero", "a.eml"], cwd=self.work, env=self.environment(), check=False,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
        status = os.stat(rule)
        with open(rule, "r+", encoding="utf-8") as file:
            file.write("nonsense")
        os.utime(rule, ns=(status.st_atime_ns, status.st_mtime_ns))
        self.assertEqual(trouble(), "")
        os.utime(rule, ns=(status.st_atime_ns, status.st_mtime_ns + 10 ** 9))
        self.assertIn("profanity.yml:", trouble())


if __name__ == "__main__":
    unittest.main()
