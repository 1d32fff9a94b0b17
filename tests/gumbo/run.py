#!/usr/bin/env python3
"""The words that the HTML reader reads, against those of gumbo's tree, and each word against the HTML it came from.

samples/*.html are read, and the HTML files and the HTML parts of the mails below CORPUS. `exceptions` names what differs
for a reason. What gumbo's tree shows to a reader is told here, apart from the program: which elements part words, which
are not shown, what hides text.

usage: run.py TREES [CORPUS]    TREES: the program made from trees.c
"""
import difflib
import html
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

UNSHOWN = set(
    "head title script style template noscript select object video audio canvas iframe noembed noframes svg applet".split()
)
INLINE = set(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr o:p q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
UNSEEN = re.compile("[\\s\u00ad\u034f\u2007\u200b-\u200f\ufeff]*")


# ---- what gumbo's tree shows ----


def declarations(style):
    """The properties of a style attribute, lower case; the last that counts of each."""
    found, important = {}, set()
    for declaration in re.sub(r"/\*.*?\*/", " ", style, flags=re.S).split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        is_important = re.search(r"!\s*important$", value) is not None
        if colon and (is_important or name not in important):
            found[name] = re.sub(r"\s*!\s*important$", "", value)
            important |= {name} if is_important else set()
    return found


def is_zero(value):
    return re.fullmatch(r"[+-]?0*\.?0*(px|pt|em|rem|ex|%|in|cm|mm|vh|vw)?", value) is not None and "0" in value


def is_far(value):
    """Off the screen."""
    number = re.match(r"-(\d+)", value)
    return number is not None and int(number.group(1)) >= 999


def is_gone(attributes, style):
    """Nothing inside can be seen."""
    clips = style.get("overflow", "") in ("hidden", "clip")
    flat = any(is_zero(style.get(name, "")) for name in ("max-height", "height", "max-width", "width"))
    moved = any(is_far(style.get(name, "")) for name in ("left", "right", "top", "text-indent"))
    own = style.get("background-color", style.get("background", ""))
    return (
        "hidden" in attributes
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or is_zero(style.get("opacity", ""))
        or (clips and flat)
        or moved
        or (own != "" and own == style.get("color"))
    )


class Reader:
    def __init__(self):
        self.pieces = []
        self.seen = False

    def text(self, text, hidden):
        if hidden and self.seen:
            return
        self.seen |= not hidden and UNSEEN.fullmatch(text) is None
        self.pieces.append(text)

    def read(self, node, hidden):
        """hidden: (gone, tiny, invisible)"""
        if isinstance(node, str):
            self.text(node, any(hidden))
            return
        name, attributes, *children = node
        if name in UNSHOWN:
            return
        style = declarations(attributes.get("style", ""))
        gone, tiny, invisible = hidden
        gone |= is_gone(attributes, style)
        tiny = is_zero(style["font-size"]) if "font-size" in style else tiny
        invisible = style["visibility"] in ("hidden", "collapse") if "visibility" in style else invisible
        if name not in INLINE:
            self.pieces.append("\n")
        if name == "img":
            self.text(attributes.get("alt", ""), gone or tiny or invisible)
        for child in children:
            self.read(child, (gone, tiny, invisible))
        if name not in INLINE:
            self.pieces.append("\n")


def words_of(tree):
    reader = Reader()
    reader.read(tree, (False, False, False))
    return "".join(reader.pieces).split()


# ---- the comparison ----


def differences(wanted, words):
    """[words of gumbo's that are not read, words that are read and not gumbo's], with the words around."""
    found = []
    matcher = difflib.SequenceMatcher(None, wanted, words, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            found.append(f"{wanted[max(a - 3, 0) : a]} gumbo {wanted[a:b]} reading {words[c:d]}"[:400])
    return found


def plain(source):
    """What a piece of HTML without blocks says."""
    source = re.sub(r"<!--.*?-->|<[^>]*>", "", source, flags=re.S)
    return html.unescape(source).replace("\0", "")


def lost_roads(words):
    """The words that are not what stands at their origin."""
    return [f"{word!r} from {origin!r}"[:300] for word, origin in words if plain(origin) != word.replace("\0", "")]


def paths_of(corpus):
    paths = [os.path.join(HERE, "samples", name) for name in os.listdir(os.path.join(HERE, "samples"))]
    for folder, _, names in os.walk(corpus) if corpus else []:
        paths += [os.path.join(folder, name) for name in names if is_read(os.path.join(folder, name))]
    return sorted(paths)


def is_read(path):
    return path.endswith((".html", ".tpl", ".eml")) or "/mime/" in path and "." not in os.path.basename(path)[-5:]


def read_exceptions():
    """{end of a path, and part: reason}"""
    with open(os.path.join(HERE, "exceptions"), encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    return dict(tuple(part.strip() for part in line.split("|")) for line in lines)


def main(program, corpus=""):
    exceptions = read_exceptions()
    used, failures, count, total = set(), [], 0, 0
    sys.setrecursionlimit(20000)
    done = subprocess.run([program, *paths_of(corpus)], stdout=subprocess.PIPE, timeout=600, check=True)
    for line in done.stdout.split(b"\n")[:-1]:
        told = json.loads(line)
        wanted, words = words_of(told["tree"]), told["text"].split()
        found = differences(wanted, words) if wanted != words else []
        excepted = next((e for e in exceptions if told["name"].endswith(e)), None)
        if excepted is not None and found and sorted(wanted) == sorted(words):
            used.add(excepted)
            found = []
        found += [f"road: {lost}" for lost in lost_roads(told["words"])]
        failures += [f"{told['name']}: {f}" for f in found]
        count, total = count + 1, total + len(words)
    if corpus:
        failures += [f"exceptions: {e}: does not differ" for e in exceptions if e not in used]
    for failure in failures[:60]:
        print(failure)
    print(f"gumbo: {total} words of {count} HTML texts, {len(used)} excepted, {len(failures)} differences")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
