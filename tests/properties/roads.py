"""P1: every word and every finding points at the bytes of the file that say it."""
import bisect
import json
import subprocess

from oracle import Unknown, agrees


def read_pages(pages_program, paths):
    done = subprocess.run([pages_program], input="\n".join(paths).encode() + b"\n", stdout=subprocess.PIPE, check=True,
                          timeout=600)
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_words(document, source):
    """What is wrong, and how many words could not be judged."""
    wrong, count, unknown = [], 0, 0
    for page in document["pages"]:
        view = page["view"].encode()
        last = 0
        for at, length, origin, origin_length in page["words"]:
            word = view[at:at + length].decode()
            count += 1
            if origin < last or origin_length == 0:
                wrong.append(f"part {page['part']}: {word!r} at {origin}+{origin_length} behind {last}")
            last = origin
            try:
                same, read = agrees(word, source, page["steps"], origin, origin_length)
            except Unknown:
                unknown += 1
                continue
            if not same:
                wrong.append(f"part {page['part']}: {word!r} at {origin}+{origin_length} is {read!r} "
                             f"({source[origin:origin + origin_length][:60]!r})")
    return wrong, count, unknown


def places(source):
    """The offsets at which lines begin."""
    starts = [0]
    at = source.find(b"\n")
    while at >= 0:
        starts.append(at + 1)
        at = source.find(b"\n", at + 1)
    return starts


def line_column(source, starts, offset):
    line = bisect.bisect_right(starts, offset)
    return line, len(source[starts[line - 1]:offset].decode("utf-8", "surrogateescape")) + 1


def check_findings(message, document, source):
    """The places of the JSON report agree with each other and with the file."""
    wrong = []
    starts = places(source)
    steps = {page["part"]: page["steps"] for page in document["pages"]}
    for finding in message["findings"]:
        at, length = finding["offset"], finding["length"]
        name = f"{finding['rule']} at {at}+{length}"
        if (finding["line"], finding["column"]) != line_column(source, starts, at):
            wrong.append(f"{name}: {finding['line']}:{finding['column']}, not {line_column(source, starts, at)}")
        if (finding["end_line"], finding["end_column"]) != line_column(source, starts, at + length):
            wrong.append(f"{name}: ends {finding['end_line']}:{finding['end_column']}")
        if finding["text"] and finding["part"] in steps:
            told = steps[finding["part"]]
            try:
                same, read = agrees(finding["text"], source, told, at, length)
                if not same and finding["text"].startswith("<"):  # a tag, as it stands in the HTML
                    told = [step for step in told if step["step"] not in ("html", "view")]
                    same, read = agrees(finding["text"], source, told, at, length)
            except Unknown:
                continue
            if not same:
                wrong.append(f"{name}: {finding['text'][:200]!r} is {read[:200]!r}")
    return wrong
