"""What the bytes of a span of a file say, told without replylint: Python's codecs, base64 and html do the decoding."""
import base64
import binascii
import codecs
import html
import re
import unicodedata

# What replylint's view writes for typography (document/view.c); told here a second time, on purpose.
DASHES = "\u2010\u2011\u2043\u2212"
SINGLE = "\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`"
DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
FOLDS = {**dict.fromkeys(map(ord, DASHES), "-"), **dict.fromkeys(map(ord, SINGLE), "'"),
         **dict.fromkeys(map(ord, DOUBLE), '"'), 0x034f: None}
VALUE = "\ufffc"

QP_SOFT = re.compile(rb"=[ \t]*(\r\n|\n|\r|$)")
QP_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
ENCODED_WORD = re.compile(rb"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")
BASE64_OTHER = re.compile(rb"[^A-Za-z0-9+/_-]")
STATEFUL = ("iso-2022", "hz", "utf-7", "utf7")
TAGS = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}|<%.*?%>|\[%.*?%\]|<\?.*?\?>|\{[/$*a-z].*?\}", re.S)
HTML_HIDDEN = re.compile(r"<!--.*?--!?>|<(style|script|head|title)\b.*?</\1\s*>|<!\[CDATA\[|\]\]>", re.S | re.I)
HTML_ALT = re.compile(r"<img\b[^>]*?\balt\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)[^>]*>", re.S | re.I)
HTML_TAG = re.compile(r"</?[a-zA-Z!?/](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[/!?]?[a-zA-Z][^<>]*>", re.S)


class Unknown(Exception):
    """A coding that Python does not know: nothing to compare with."""


def letters(text):
    """text without white space, invisible characters and typographic variants: what two readings must agree on."""
    text = text.translate(FOLDS)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"))


def codec_of(charset):
    name = charset.lower()
    name = {"windows-874": "cp874", "ks_c_5601-1987": "cp949", "x-mac-roman": "mac_roman"}.get(name, name)
    try:
        return codecs.lookup(name)
    except LookupError as error:
        raise Unknown(charset) from error


def decode_charset(raw, charset, before=b""):
    """raw as text; before: what stands in front of it, for a charset with shift sequences."""
    codec = codec_of(charset)
    if not charset.lower().startswith(STATEFUL):
        return codec.decode(raw, "replace")[0]
    return codec.decode(before + raw, "replace")[0][len(codec.decode(before, "replace")[0]):]


def decode_quoted_printable(raw):
    raw = QP_SOFT.sub(b"", raw)
    return QP_ESCAPE.sub(lambda m: bytes([int(m.group(1), 16)]), raw)


def decode_base64(body, start, end):
    """The bytes that the characters start to end of body stand for, body being a run of groups of four."""
    if b"=" in body[:start].rstrip(b"=\r\n \t") or (b"=" in body[:start] and BASE64_OTHER.sub(b"", body[start:])):
        raise Unknown("base64 that goes on behind its end")
    first = len(BASE64_OTHER.sub(b"", body[:start]))
    digits = BASE64_OTHER.sub(b"", body[start:end]).translate(bytes.maketrans(b"-_", b"+/"))
    skipped = first % 4
    if skipped == 3:
        raise AssertionError("no byte begins in the last character of four")
    digits = b"A" * skipped + digits
    digits = digits[:len(digits) - (len(digits) % 4 == 1)]
    # Characters of a group that is cut off: its whole bytes.
    raw = base64.b64decode(digits + b"A" * (-len(digits) % 4))
    return raw[skipped:len(digits) * 6 // 8]


def decode_words(raw, before):
    """A piece of a header field; before: the field up to it. raw may begin and end inside encoded words."""
    opened = before.rfind(b"=?")
    if opened >= 0 and not ENCODED_WORD.match(before, opened) and ENCODED_WORD.match(before[opened:] + raw + b"?="):
        inside = ENCODED_WORD.match(before[opened:] + raw + b"?=")
        lead = len(before) - opened - inside.start(3)
        return decode_payload(inside, lead) + decode_words(raw[inside.end() - (len(before) - opened):], b"")
    match = ENCODED_WORD.search(raw + b"?=")
    if not match or b"=?" not in raw:
        return decode_charset(raw, "utf-8")
    return (raw[:match.start()].decode("utf-8", "replace") + decode_payload(match, 0) +
            decode_words(raw[match.end():], b""))


def decode_payload(match, lead):
    """The encoded word's payload from its character `lead` on."""
    payload = match.group(3)
    if match.group(2) in b"qQ":
        return decode_charset(decode_quoted_printable(payload[lead:].replace(b"_", b" ")), match.group(1).decode())
    return decode_charset(decode_base64(payload, lead, len(payload)), match.group(1).decode().split("*")[0])


def strip_markup(text):
    text = HTML_ALT.sub(lambda m: m.group(1).strip("\"'"), HTML_HIDDEN.sub("", text))
    return html.unescape(HTML_TAG.sub("", text))


def strip_markdown(text):
    text = re.sub(r"\\([!-/:-@\[-`{-~])", lambda m: m.group(1) if m.group(1) not in "*_~" else "\x01", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return html.unescape(re.sub(r"[*_~`#>|]|^[ \t]*[-+] ", "", text, flags=re.M))


def span_text(source, steps, at, length):
    """source[at:at + length], which is a span of the text that steps (from the view down) lead to, as its reader sees it."""
    part = next(step for step in reversed(steps) if step["step"] == "part")
    names = [step["step"] for step in steps]
    raw = source[at:at + length]
    before = source[part["at"]:at]
    if "uuencode" in names:
        raise Unknown("uuencode")
    if "base64" in names:
        body = source[part["at"]:part["at"] + part["length"]]
        before_bytes = decode_base64(body, 0, at - part["at"]) if at > part["at"] else b""
        raw, before = decode_base64(body, at - part["at"], at - part["at"] + length), before_bytes
    elif "quoted-printable" in names:
        raw, before = decode_quoted_printable(raw), decode_quoted_printable(before)
    if "encoded-word" in names:
        return decode_words(raw, before)
    charset = next((step["charset"] for step in steps if step.get("charset")), "utf-8")
    text = decode_charset(raw, charset, before)
    if "html" in names:
        return strip_markup(text)
    if "markdown" in names:
        return strip_markdown(text)
    return text


def agrees(view, source, steps, at, length):
    """Whether the source's span reads as `view`; template values in either match anything."""
    names = [step["step"] for step in steps]
    try:
        read = span_text(source, steps, at, length)
    except (binascii.Error, UnicodeError) as error:
        return False, str(error)
    if letters(read) == letters(view):
        return True, ""
    if "template" in names:
        pattern = ".*".join(re.escape(letters(piece)) for piece in view.split(VALUE))
        if re.fullmatch(pattern, letters(read), re.S) or re.fullmatch(pattern, letters(TAGS.sub("", read)), re.S):
            return True, ""
    if "markdown" in names:
        plain = re.sub(r"[*_~`#>|\\]", "", view)
        if letters(plain) == letters(read.replace("\x01", "")):
            return True, ""
    return False, read
