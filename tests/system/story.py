"""What the stories share: a folder for each test, and the program run in it."""
import atexit
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLE = os.path.join(TOP, "tests", "cases", "stories", "capitals-reply", "reply.eml")
SHOUTING = "Subject: Re: Your lamp\nFrom: Kim <kim@shop.example>\n\nHello Ann,\n\nPLEASE SEND US THE INVOICE NUMBER TODAY.\n\nKim\n"
CALM = "Subject: Re: Your lamp\nFrom: Kim <kim@shop.example>\n\nHello Ann,\n\nPlease send us the invoice number today.\n\nKim\n"


NO_LEAK_CHECK = {"ASAN_OPTIONS": "detect_leaks=0"}  # which needs files


class Done:
    """A finished run."""

    def __init__(self, process, out, err):
        self.code, self.bytes = process.returncode, out
        self.out, self.err = (out or b"").decode(errors="replace"), (err or b"").decode(errors="replace")

    def __repr__(self):
        return f"exit {self.code}\nstdout: {self.out[:2000]!r}\nstderr: {self.err[:2000]!r}"


@functools.lru_cache(maxsize=None)
def public_program():
    """A copy of the program, which has its rules, where anybody may run it: the tree may lie in a closed home."""
    folder = tempfile.mkdtemp(prefix="replylint-public-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.chmod(folder, 0o755)
    program = os.path.join(folder, "build", "replylint")
    os.mkdir(os.path.dirname(program))
    built = os.environ["REPLYLINT"]
    for path in (built, os.path.join(os.path.dirname(built), "rules.compiled")):
        if os.path.exists(path):
            shutil.copy2(path, os.path.dirname(program))
    libexec = os.path.join(os.path.dirname(os.environ["REPLYLINT"]), "libexec")
    if os.path.isdir(libexec):
        shutil.copytree(libexec, os.path.join(folder, "build", "libexec"))
    shutil.copytree(os.path.join(TOP, "rules"), os.path.join(folder, "rules"))
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    return program


def drop_privileges():
    """Run in the child: root may do what others may not, so the tests of permissions run as nobody."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)


class Story(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="replylint-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.chmod(self.folder, 0o777)
        self.work = self.make_folder("work")
        self.make_folder("home")

    def make_folder(self, name, mode=0o777):
        path = os.path.join(self.folder, name)
        os.makedirs(path, exist_ok=True)
        os.chmod(path, mode)
        return path

    def path(self, name):
        return os.path.join(self.work, name)

    def write(self, name, text, mode=0o666):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        os.chmod(path, mode)
        return path

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def environment(self, **more):
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")}
        return {**kept, "HOME": os.path.join(self.folder, "home"), "LC_ALL": "C.UTF-8", "TERM": "xterm", **more}

    def lint(self, *arguments, stdin=b"", cwd=None, env=None, as_nobody=False, before=None, **streams):
        """Runs the program. before: called in the child; streams: stdout, stderr instead of being caught."""

        def prepare():
            if before:
                before()
            if as_nobody:
                drop_privileges()

        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
        program = os.environ["REPLYLINT"]
        if as_nobody:
            program = public_program()
        with subprocess.Popen([program, *arguments], stdin=subprocess.PIPE, cwd=cwd or self.work,
                              env=self.environment(**(env or {})), preexec_fn=prepare, **streams) as process:
            out, err = process.communicate(stdin if isinstance(stdin, bytes) else stdin.encode(), timeout=60)
        return Done(process, out, err)

    def fails(self, done, *words):
        """One clear line on standard error that holds the words, exit status 2."""
        self.assertEqual(done.code, 2, done)
        self.assertRegex(done.err, r"\Areplylint: [^\n]+\n\Z", done)
        for word in words:
            self.assertIn(word, done.err, done)

    def rules_found(self, done):
        """The rules in `line` output."""
        return [line.split(":")[4] for line in done.out.splitlines()]

    def tree(self):
        """Everything below the working folder: name to (mode, owner, group, content)."""
        found = {}
        for base, _, names in os.walk(self.work):
            for name in names:
                path = os.path.join(base, name)
                if not os.path.islink(path):
                    state = os.stat(path)
                    with open(path, "rb") as file:
                        found[os.path.relpath(path, self.work)] = (state.st_mode, state.st_uid, state.st_gid, file.read())
        return found
