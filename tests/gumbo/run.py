#!/usr/bin/env python3
"""The words that the HTML reader reads, against those of gumbo's tree, and each character against its HTML.

Read are samples/*.html, pages made of misnested elements, and the HTML files and the HTML parts of the mails below
CORPUS. `exceptions` names what differs for a reason. What gumbo's tree shows to a reader is told here, apart from the
program: which elements part words, which are not shown, what hides text.

usage: run.py TREES [CORPUS]    TREES: the program made from trees.c
"""
import difflib
import html
import json
import os
import re
import subprocess
import sys
import tempfile

import made

HERE = os.path.dirname(os.path.abspath(__file__))

UNSEEN_APART = set("head title script style template noscript noembed noframes datalist rp frameset colgroup map".split())
UNSHOWN = UNSEEN_APART | set("select object video audio canvas iframe svg applet meter progress".split())
UNSHOWN -= {"colgroup", "map"}
INLINE = set(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr o:p q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
MADE = 2000
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


def pixels(value):
    """A length in pixels; None when it is none, or relative."""
    found = re.match(r"(-?\d*\.?\d+)\s*(px|pt|rem|[a-z%]*)", value)
    if found is None:
        return None
    number = float(found.group(1))
    times = {"px": 1, "pt": 4 / 3, "rem": 16}.get(found.group(2))
    return 0 if number == 0 else None if times is None else number * times


def colour(value):
    """(red, green, blue, opacity), or None."""
    names = {"white": "#fff", "black": "#000", "red": "#f00", "transparent": "rgba(0,0,0,0)"}
    value = names.get(value, value)
    if re.fullmatch(r"#?[0-9a-f]{3}", value):
        return (*(17 * int(digit, 16) for digit in value[-3:]), 1)
    if re.fullmatch(r"#?[0-9a-f]{6}", value):
        return (*(int(value[-6:][i : i + 2], 16) for i in (0, 2, 4)), 1)
    if value.startswith("rgb"):
        numbers = [float(n) for n in re.findall(r"[\d.]+", value)]
        return tuple(numbers) if len(numbers) == 4 else (*numbers, 1) if len(numbers) == 3 else None
    return None


def is_gone(style):
    """Nothing inside can be seen."""
    placed = style.get("position", "static") != "static"
    far = {name for name in ("left", "right", "top", "text-indent") if (pixels(style.get(name, "")) or 0) <= -999}
    flat = any(
        pixels(style.get(name, "")) is not None and abs(pixels(style[name])) <= 1
        for name in ("max-height", "height", "max-width", "width")
    )
    return (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or pixels(style.get("opacity", "")) == 0
        or (flat and style.get("overflow", "") in ("hidden", "clip"))
        or "text-indent" in far
        or (placed and far != set())
        or re.match(r"rect\([01][ p,]", style.get("clip", "")) is not None
    )


def is_faded(attributes, style, before):
    """In the colour of its background."""
    back = style.get("background-color", style.get("background", attributes.get("bgcolor", "").lower()))
    front = colour(style.get("color", ""))
    if "color" not in style and "background-color" not in style and "background" not in style:
        return before
    pictured = "background" in attributes or "background-image" in style or "url(" in back
    return front is not None and (front[3] == 0 or (front == colour(back) and not pictured))


def is_tiny(name, attributes, style, before):
    size = style.get("font-size") or next((p for p in style.get("font", "").split() if pixels(p) is not None), "")
    if name == "font" and re.fullmatch("[0-9]", attributes.get("size", "")):
        before = False
    if pixels(size) is not None:
        return pixels(size) <= 1
    return before and size not in ("medium", "small", "large")


def is_inline(name, style):
    """Whether it parts no words."""
    display = style.get("display", "none")
    return name in INLINE or "-" in name if display == "none" else display in ("inline", "contents")


class Reader:
    def __init__(self):
        self.pieces = []
        self.seen = False

    def text(self, text, hidden):
        if hidden and self.seen:
            return
        self.seen |= not hidden and UNSEEN.fullmatch(text) is None
        self.pieces.append(text)

    def image(self, alt, hidden):
        """An image parts words, but for one that stands for a sign or a face."""
        space = " " if alt == "" or any(c.isalnum() for c in alt) else ""
        self.text(space + alt + space, hidden)

    def read(self, node, hidden):
        """hidden: (gone, tiny, invisible, faded)"""
        if isinstance(node, str):
            self.text(node, any(hidden))
            return
        name, attributes, *children = node
        style = declarations(attributes.get("style", ""))
        gone, tiny, invisible, faded = hidden
        gone |= is_gone(style) or ("hidden" in attributes and "display" not in style)
        tiny = is_tiny(name, attributes, style, tiny)
        invisible = style["visibility"] in ("hidden", "collapse") if "visibility" in style else invisible
        faded = is_faded(attributes, style, faded)
        parts = not is_inline(name, style) and not (gone and self.seen) and name not in UNSEEN_APART
        self.pieces.append("\n" if parts and name != "img" else "")
        if name in UNSHOWN:
            return
        if name == "img":
            self.image(attributes.get("alt", ""), gone or tiny or invisible or faded)
        for child in children:
            self.read(child, (gone, tiny, invisible, faded))
        self.pieces.append("\n" if parts and name != "img" else "")


def words_of(tree):
    reader = Reader()
    reader.read(tree, (False,) * 4)
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


def lost_roads(roads):
    """The characters that are not what the reference at their origin stands for."""
    return [f"{char!r} from {origin!r}"[:300] for char, origin in roads if not is_reference(char, origin)]


def is_reference(char, origin):
    return origin.startswith("&") and char in html.unescape(origin) and len(html.unescape(origin)) <= 2


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
    with tempfile.TemporaryDirectory() as folder:
        paths = paths_of(corpus) + made.make(folder, MADE)
        done = subprocess.run([program, *paths], stdout=subprocess.PIPE, timeout=600, check=True)
    for line in done.stdout.split(b"\n")[:-1]:
        told = json.loads(line)
        wanted, words = words_of(told["tree"]), told["text"].split()
        found = differences(wanted, words) if wanted != words else []
        excepted = next((e for e in exceptions if told["name"].endswith(e)), None)
        if excepted is not None and found and sorted(wanted) == sorted(words):
            used.add(excepted)
            found = []
        found += [f"road: {lost}" for lost in lost_roads(told["roads"])]
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
