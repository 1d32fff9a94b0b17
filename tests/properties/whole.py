"""P2 to P4 for whole runs: --fix, --diff, --stdout; and that nothing depends on company, order or chance."""
import os
import shutil
import stat
import subprocess

from fixes import check_kept, counts, lint, lint_kinds

MODE = 0o640
LEVELS = {"--fix": ["--fix"], "--fix --unsafe-fixes": ["--fix", "--unsafe-fixes"]}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def copy_all(paths, folder):
    """Copies under folder, each with a name of its own; {name: path}."""
    os.makedirs(folder)
    names = {f"{number:05}-{os.path.basename(path)}": path for number, path in enumerate(paths)}
    for name, path in names.items():
        shutil.copyfile(path, os.path.join(folder, name))
        os.chmod(os.path.join(folder, name), MODE)
    return names


def repair(program, folder, names, options):
    """Runs the program on the names in folder; its standard output."""
    command = [os.path.abspath(program), "--isolated", "--exit-zero", "--quiet", *options, "--", *names]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(options)}: exit {done.returncode}: {done.stderr.decode(errors='replace')[:500]}")
    return done.stdout


def check_in_place(program, folder, paths, level):
    """--fix on copies, and all that must hold of them. Returns {name: new bytes} and what is wrong."""
    options, failures = LEVELS[level], []
    names = copy_all(paths, folder)
    copies = {name: os.path.join(folder, name) for name in names}
    before = lint(program, sorted(copies.values()))
    repair(program, folder, sorted(names), options)
    new = {name: read(copies[name]) for name in names}
    after = lint_kinds(program, {path: message["kind"] for path, message in before.items()})
    for name, path in names.items():
        wrong = []
        old = read(path)
        if stat.S_IMODE(os.stat(copies[name]).st_mode) != MODE:
            wrong.append("its mode changed")
        if new[name] != old:
            wrong += check_kept(old, new[name], path)
            had, has = counts(before[copies[name]]), counts(after[copies[name]])
            wrong += [f"more findings of {rule}: {had[rule]}, then {has[rule]}" for rule in has if has[rule] > had[rule]]
        failures += [f"{path}: {level}: {line}" for line in wrong]
    repair(program, folder, sorted(names), options)
    failures += [f"{names[name]}: {level} again: changes it once more" for name in names
                 if read(copies[name]) != new[name]]
    return new, failures


def check_diff(program, folder, paths, level, new):
    """What git makes of --diff is what --fix wrote."""
    names = copy_all(paths, folder)
    patch = repair(program, folder, sorted(names), LEVELS[level] + ["--diff"])
    failures = [f"{names[name]}: {level} --diff: the file was changed" for name in names
                if read(os.path.join(folder, name)) != read(names[name])]
    if patch:
        done = subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=folder, input=patch,
                              stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            failures.append(f"{level} --diff: git apply: {done.stderr.decode(errors='replace')[:500]}")
    failures += [f"{names[name]}: {level} --diff: git makes something else of it" for name in names
                 if read(os.path.join(folder, name)) != new[name]]
    return failures


def check_stdout(program, folder, paths, level, new):
    """--stdout gives what --fix wrote; one file in twelve, since each takes a run of its own."""
    names = copy_all(paths, folder)
    return [f"{names[name]}: {level} --stdout: is something else" for name in sorted(names)[::12]
            if repair(program, folder, [name], LEVELS[level] + ["--stdout"]) != new[name]]


def check_repairs(program, folder, paths):
    failures = []
    for number, level in enumerate(LEVELS):
        new, wrong = check_in_place(program, os.path.join(folder, f"fixed{number}"), paths, level)
        failures += wrong
        failures += check_diff(program, os.path.join(folder, f"diff{number}"), paths, level, new)
        failures += check_stdout(program, os.path.join(folder, f"stdout{number}"), paths, level, new)
    return failures


def check_order(program, paths):
    """The report on a file is the same alone, among others, in another order, and again."""
    first, again, turned = lint(program, paths), lint(program, paths), lint(program, paths[::-1])
    failures = [f"{path}: judged differently a second time" for path in first if first[path] != again[path]]
    failures += [f"{path}: judged differently in another order" for path in first if first[path] != turned.get(path)]
    failures += [f"{path}: judged differently alone" for path in sorted(first)[::8]
                 if lint(program, [path]) != {path: first[path]}]
    return failures
