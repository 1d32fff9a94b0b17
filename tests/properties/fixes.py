"""P2: what a fix changes, and what it must leave alone."""
import base64
import collections
import email
import json
import os
import subprocess

from oracle import letters
from roads import check_words, read_pages
from slots import SLOT, fill


def lint(program, paths, *arguments):
    """The messages of the JSON report, by path."""
    command = [program, "--isolated", "--exit-zero", "--output-format", "jsonl", *arguments, "--", *paths]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command[:8])} ...: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    return {message["path"]: message for message in messages if "number" not in message}


def lint_kinds(program, kinds):
    """The same for {path: kind}, each judged as its kind."""
    messages = {}
    for kind in sorted(set(kinds.values())):
        messages.update(lint(program, sorted(path for path in kinds if kinds[path] == kind), "--kind", kind))
    return messages


def new_bytes(edit):
    return fill(edit["text"]).encode() if "text" in edit else base64.b64decode(edit["base64"])


def apply_edits(source, edits):
    out, at = [], 0
    for edit in edits:
        assert edit["offset"] >= at, "edits out of order"
        out += [source[at:edit["offset"]], new_bytes(edit)]
        at = edit["offset"] + edit["length"]
    return b"".join(out) + source[at:]


# ---- what must stay ----

def line_ends(source):
    crlf, lf = source.count(b"\r\n"), source.count(b"\n")
    return "CRLF" if lf and crlf == lf else "LF" if not crlf else "mixed"


def shape(source):
    """Everything of a mail but the words: headers besides the subject, the tree, and whatever is no text to read."""
    message = email.message_from_bytes(source)
    parts = []
    for part in message.walk():
        headers = [(name, value) for name, value in part.items() if part is not message or name.lower() != "subject"]
        is_text = part.get_content_type() in ("text/plain", "text/html") and not part.get_filename()
        defects = [type(d).__name__ for d in part.defects]
        # where no boundary is found, or it ends like the last one, what stands around the parts is the text
        is_text = is_text or "StartBoundaryNotFoundDefect" in defects
        around = None if (part.get_boundary() or "").endswith("--") else (part.preamble, part.epilogue)
        payload = None if part.is_multipart() or is_text else part.get_payload()
        parts.append((headers, payload, around, defects))
    return parts


def check_kept(old, new, path):
    wrong = []
    if line_ends(old) not in (line_ends(new), "mixed") and b"\n" in new:
        wrong.append(f"line ends were {line_ends(old)}, are {line_ends(new)}")
    if old.endswith(b"\n") != new.endswith(b"\n"):
        wrong.append("the end of the last line came or went")
    if path.endswith(".eml") and shape(old) != shape(new):
        wrong.append("headers, structure or other parts changed: " +
                     "; ".join(f"{a!r} -> {b!r}"[:300] for a, b in zip(shape(old), shape(new)) if a != b))
    return wrong


def changed(a, b):
    """What of a, and of b, is not alike at both ends."""
    start = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    end = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1])) if x != y), min(len(a), len(b)))
    return a[:len(a) - end], b[:len(b) - end]


# What a table is said to be decides where its lines begin and end.
LAYING_OUT = ("html.layout-table-role",)


def check_reach(finding, before, after):
    """Only words that the finding shows are changed, and no line end elsewhere becomes something else."""
    if [page["part"] for page in before["pages"]] != [page["part"] for page in after["pages"]]:
        return ["pages came or went"]
    wrong = []
    for old, new in zip(before["pages"], after["pages"]):
        views = old["view"], new["view"]
        if finding["fixes"][0]["applicability"] == "placeholder" or finding["rule"] in LAYING_OUT:
            views = [" ".join(view.split()) for view in views]  # what the test writes into a slot may move line ends
        was, now = changed(*views)
        if letters(was) not in letters(finding["text"]):
            wrong.append(f"part {old['part']}: changes more than it shows: {was[:300]!r} -> {now[:300]!r}")
    return wrong


def counts(message):
    """Findings by rule; praise is welcome in any number."""
    found = collections.Counter(finding["rule"] for finding in message["findings"] if finding["level"] != "praise")
    found.update({entry["rule"]: entry["count"] for entry in message["more"] if not entry["rule"].startswith("praise.")})
    return found


# What the words that an author puts into a placeholder may bring to light, and why the fix is right all the same.
CONSEQUENCES = {
    "subject.subject-without-reference": "the number that was missing stands in the text now, and not in the subject",
    "html.text-html-differ": "a plain part that is worded otherwise is left to the author",
    "empathy.over-apology": "an apology that tags broke up was there already",
    "empathy.apology-late": "what is inserted at the beginning moves the apology back",
}
# What is asked of mails and sentences from a certain length on, which a fix may make theirs.
BY_LENGTH = ("courtesy.missing-greeting", "courtesy.missing-signoff", "courtesy.missing-sender-name",
             "ownership.no-personal-ownership", "readability.long-sentence", "courtesy.too-long")
# Only the author knows what answers the customer's question.
UNANSWERABLE = ("thread.unanswered-question", "thread.ignored-request-item")
# Rules after whose fixes there is more to read, and what is read may have faults of its own; or less: a number that must
# not be there may have been the only one to quote.
REVEALING = ("readability.common-typo", "html.img-alt-missing", "facts.sensitive-data")
# An explanation counts near its term: what a fix inserts between the two may part them.
BY_NEARNESS = ("jargon.undefined-term", "jargon.choice-without-explanation")


def stays(trial, old, new, after):
    rule = trial.finding["rule"]
    if rule in BY_NEARNESS:
        return any(finding["rule"] == rule and finding["text"] == trial.finding["text"] for finding in after["findings"])
    return new[rule] >= old[rule] and rule not in UNANSWERABLE


def check_findings(trial, before, after, pages):
    """The finding is gone, and none has come."""
    wrong, old, new, rule = [], counts(before), counts(after), trial.finding["rule"]
    if any(SLOT.search(page["view"]) for page in pages):
        return []  # in base64 the test cannot complete it
    if stays(trial, old, new, after):
        wrong.append(f"its finding stays ({old[rule]} before, {new[rule]} after)")
    came = [name for name in new if new[name] > old[name] and name != rule and name not in BY_LENGTH + BY_NEARNESS]
    if trial.fix["applicability"] == "placeholder":
        came = [name for name in came if name not in CONSEQUENCES]
    if rule in REVEALING:
        came = []
    for finding in after["findings"]:
        text = letters(finding["text"])
        swallowed = text and any(text in letters(other["text"]) for other in before["findings"])
        if finding["rule"] in came and not swallowed:
            wrong.append(f"a new finding: {finding['rule']} {finding['text'][:80]!r}")
    return wrong


# ---- each fix alone ----

class Trial:
    """One fix applied to one file, in a file of its own."""

    def __init__(self, folder, path, finding, number):
        with open(path, "rb") as file:
            self.old = file.read()
        self.finding, self.origin = finding, path
        self.fix = finding["fixes"][0]
        self.new = apply_edits(self.old, self.fix["edits"])
        self.path = os.path.join(folder, f"{number:05}-{os.path.basename(path)}")
        with open(self.path, "wb") as file:
            file.write(self.new)

    def __str__(self):
        return f"{self.origin}: {self.fix['applicability']} fix of {self.finding['rule']} {self.finding['text'][:80]!r}"


def check_each(programs, folder, messages):
    """Each fix of messages, applied alone. Returns how many and what is wrong."""
    trials = []
    for path, message in sorted(messages.items()):
        for finding in message["findings"]:
            if finding["fixes"] and finding["fixes"][0]["edits"]:
                trials.append(Trial(folder, path, finding, len(trials)))
    before = {d["path"]: d for d in read_pages(programs.pages, sorted({t.origin for t in trials}))}
    after = {d["path"]: d for d in read_pages(programs.pages, [t.path for t in trials])}
    judged = lint_kinds(programs.replylint, {t.path: messages[t.origin]["kind"] for t in trials})
    failures = []
    for trial in trials:
        wrong = check_kept(trial.old, trial.new, trial.path)
        wrong += check_words(after[trial.path], trial.new)[0]
        wrong += check_reach(trial.finding, before[trial.origin], after[trial.path])
        wrong += check_findings(trial, messages[trial.origin], judged[trial.path], after[trial.path]["pages"])
        failures += [f"{trial}: {line}" for line in wrong]
    return len(trials), failures
