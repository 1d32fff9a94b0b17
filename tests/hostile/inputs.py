"""What somebody who wants to hurt the reader would send: INPUTS maps a name to an Input.

Every input is made from one number, which its size is in proportion to, so that the same one can be made small, full
size, and twice as large. All of it is made up here from a fixed seed; nothing is read from outside.
"""
import base64
import math
import os
import random
import re
from collections import namedtuple

# ending: of the file's name; full: the n of the full size; make: n -> bytes; arguments: of the command
Input = namedtuple("Input", "ending full make arguments")

INPUTS = {}

MIB = 1 << 20
FRAME = b"From: Ann Miller <ann@example.com>\nTo: Sam Reed <sam@example.org>\nSubject: Re: Your parcel\n"
OPENING = b"Dear Sam,\n\nThank you for writing to us.\n\n"
CLOSING = b"\n\nKind regards,\nAnn Miller\n"

SENTENCES = (
    b"We have sent your parcel on the second of May, and it should reach you by Friday.",
    b"Please tell us if the colour is not what you had in mind.",
    b"The engineer looked at the pump, found a worn seal and put in a new one.",
    b"You can reach us from eight to five, or leave a note on the page of your order.",
    b"It took us longer than we had hoped, and we are sorry about that.",
    b"Your invoice of 12.50 EUR, no. 4711, is paid; nothing else is open.",
)
BLUNT = (
    b"WE DO NOT TAKE BACK OPENED PAINT.",
    b"As per my last email, kindly revert at the earliest.",
    b"You failed to read the manual!!!",
    b"Please do the needful ASAP and leverage our synergies.",
    b"It is not my department, unfortunately, and that is our policy.",
)


def text(n, separator=b"\n", sentences=SENTENCES):
    """About n bytes of sentences."""
    round_ = separator.join(sentences) + separator
    return round_ * max(1, n // len(round_))


def wrapped(words):
    """Words in lines of 70 bytes, as one paragraph."""
    lines, at = [], 0
    while len(words) - at > 70:
        end = words.rindex(b" ", at, at + 70)
        lines.append(words[at:end])
        at = end + 1
    return b"\n".join(lines + [words[at:]])


def mail(body, content=b"text/plain; charset=utf-8", more=b""):
    return FRAME + b"MIME-Version: 1.0\nContent-Type: " + content + b"\n" + more + b"\n" + body


def reply(body):
    return mail(OPENING + body + CLOSING)


def html(body, head=b""):
    return b"<html><head>" + head + b"</head><body><p>Dear Sam,</p>" + body + b"<p>Kind regards,<br>Ann</p></body></html>\n"


def counted(pattern, n):
    """pattern with each of 0 ... n-1."""
    return b"".join([pattern % i for i in range(n)])


def noise(n, seed=7):
    return random.Random(seed).randbytes(n)


def letters_number(i):
    """A distinct word of capitals for each i."""
    word = ""
    for _ in range(5):
        i, digit = divmod(i, 26)
        word += chr(65 + digit)
    return word.encode()


def add(name, full, make, ending="eml", arguments=()):
    assert name not in INPUTS, name
    INPUTS[name] = Input(ending, full, make, tuple(arguments))


def repeat(name, piece, full=1_000_000, wrap=reply, ending="eml", arguments=()):
    add(name, full, lambda n: wrap(piece * n), ending, arguments)


def plain(body):
    return body


# ---- plain text ----

add("text-sentences", 50 * MIB, lambda n: reply(text(n)))
add("text-paragraphs", 50 * MIB, lambda n: reply(text(n, b"\n\n")))
add("text-crlf", 50 * MIB, lambda n: reply(text(n, b"\r\n")))
add("text-cr", 50 * MIB, lambda n: reply(text(n, b"\r")).replace(b"\n", b"\r"))
add("text-capitals", 50 * MIB, lambda n: reply(text(n).upper()))
add("text-draft", 50 * MIB, lambda n: text(n, b"\n\n"), "txt")
add("text-one-line", 10 * MIB, lambda n: reply(text(n, b" ")))
add("text-one-line-capitals", 10 * MIB, lambda n: reply(text(n, b" ").upper()))
add("text-one-line-blunt", 10 * MIB, lambda n: reply(text(n, b" ", BLUNT)))
add("text-blunt", 50 * MIB, lambda n: reply(text(n, b"\n", BLUNT)))
add("text-blunt-paragraphs", 50 * MIB, lambda n: reply(text(n, b"\n\n", BLUNT)))
add("text-wrapped-blunt", 10 * MIB, lambda n: reply(wrapped(text(n, b" ", BLUNT + SENTENCES))))
add("text-one-sentence", 10 * MIB, lambda n: reply(b"and we went on " * (n // 15)))
add("text-one-paragraph", 10 * MIB, lambda n: reply(b"and we went on\n" * (n // 15)))
for title, run in (("letter", b"a"), ("capital", b"A"), ("blank", b" "), ("tab", b"\t"), ("line-end", b"\n"), ("dot", b"."),
                   ("exclamation", b"!"), ("question", b"?"), ("dash", b"-"), ("underscore", b"_"), ("quote", b'"'),
                   ("apostrophe", b"'"), ("bracket", b"["), ("brace", b"{"), ("parenthesis", b"("), ("less", b"<"),
                   ("greater", b">"), ("star", b"*"), ("hash", b"#"), ("slash", b"/"), ("backslash", b"\\"), ("at", b"@"),
                   ("comma", b","), ("colon", b":"), ("digit", b"7"), ("percent", b"%"), ("dollar", b"$"), ("equals", b"="),
                   ("ampersand", b"&"), ("nul", b"\0"), ("bytes-ff", b"\xff"), ("backtick", b"`"), ("tilde", b"~"),
                   ("bar", b"|"), ("plus", b"+"), ("masked", b"\x1a")):
    repeat("run-" + title, run, 10 * MIB)
for title, run in (("emoji", "\U0001f621"), ("combining", "\u0301"), ("zero-width", "\u200b"), ("soft-hyphen", "\u00ad"),
                   ("no-break", "\u00a0"), ("value", "\ufffc"), ("right-to-left", "\u202e"), ("umlaut", "\u00c4"),
                   ("ligature", "\ufb01"), ("wide", "\u5b57"), ("curly", "\u201c"), ("ellipsis", "\u2026"),
                   ("surrogate", "\ud800")):
    repeat("run-" + title, run.encode(errors="surrogatepass"), 4 * MIB)
for title, piece in (
        ("capital-words", b"WE NEVER "), ("capital-lines", b"WE NEVER DO THAT\n"), ("short-lines", b"Ok\n"),
        ("short-paragraphs", b"Ok.\n\n"), ("short-sentences", b"Ok. "), ("abbreviations", b"e.g. Dr. "),
        ("initials", b"A. B. "), ("numbers", b"1,234.50 "), ("words-a", b"a "), ("words-title", b"Ann "),
        ("hyphens", b"a-"), ("apostrophes", b"a'"), ("dots", b"a."), ("dotted-capitals", b"A."), ("slashes", b"a/"),
        ("quotes", b'"a" '), ("quotes-open", b'"a '), ("quotes-curly", "\u201ca ".encode()), ("parentheses", b"(a) "),
        ("parentheses-open", b"(a "), ("exclamations", b"Really!!! "), ("questions", b"Why?? "), ("dates", b"Monday, 3 May 2021. "),
        ("times", b"at 10:30 "), ("addresses", b"ann@example.com "), ("address-signs", b"a@"), ("address-dots", b"a@b."),
        ("urls", b"https://example.com/a "), ("url-starts", b"http://"), ("url-www", b"www."), ("phones", b"+44 20 7946 0000 "),
        ("phone-digits", b"12-"), ("placeholders", b"[NAME] "), ("placeholder-gaps", b"____ "), ("placeholder-x", b"XXX "),
        ("todo", b"TODO: "), ("questions-lines", b"Could you send it?\n"), ("list-stars", b"* one\n"), ("list-numbers", b"1. one\n"),
        ("greetings", b"Dear Sam,\n"), ("closings", b"Kind regards,\n"), ("closings-apart", b"Kind regards,\n\n"),
        ("signatures", b"-- \n"), ("names-writing", b"Rolf wrote:\n\n"), ("ticket-lines", b"reply above this line\n\n"), ("attributions", b"On Mon, 3 May 2021, Sam wrote:\n"), ("attributions-half", b"On Mon, 3 May "),
        ("originals", b"-----Original Message-----\n"), ("header-blocks", b"From: Sam\nSent: Monday\nTo: Ann\nSubject: Hello\n\n"),
        ("header-lines", b"From: Sam\n"), ("form", b"Name: Sam\nMessage: Hello\n"), ("phone-lines", b"Phone: 020 7946 0000\n"),
        ("quoted-lines", b"> it never came\n"), ("quoted-turns", b"> it never came\nIt did.\n"), ("quoted-blank", b">\n"),
        ("separators", b"________________\n"), ("rules", b"----------\n"), ("reply-above", b"##- Please type your reply above this line -##\n"),
        ("disclaimers", b"CONFIDENTIAL: this e-mail is for the addressee only.\n\n"), ("sent-from", b"Sent from my phone\n"),
        ("acronyms-same", b"the ABQ and "), ("spelled-out", b"Bank Account Number (BAN) "), ("attached", b"I have attached the file. "),
        ("negations", b"not "), ("unfortunately", b"unfortunately "), ("please", b"please "), ("suppressions", b"<!-- replylint-disable yelling -->\n"),
        ("suppressed-lines", b"<!-- replylint-disable-next-line yelling -->\n"),
        ("table", b"| a | b |\n"), ("table-blanks", b"a          b         c\n"), ("codes", b"XK-420 "), ("unlike", b"I'm y'all we'd've "),
        ("elongated", b"soooooo "), ("mixed-case", b"aBcD "), ("refused", b"we can not and we will not "), ("values", "\ufffc ".encode()),
        ("uuencoded", b"begin 644 a\n#86%A\n`\nend\n"), ("uuencode-starts", b"begin 644 a\n"), ("from-lines", b"From me to you\n"),
        ("line-ends-mixed", b"a\r\nb\rc\n\r"), ("trailing-blanks", b"a  \n"), ("indented", b"    a\n")):
    repeat("many-" + title, piece)
add("many-acronyms", 500_000, lambda n: reply(b" ".join([letters_number(i) for i in range(n)])))
add("many-names", 500_000, lambda n: reply(b"\n".join([b"Dear " + letters_number(i).title() + b"," for i in range(n)])))
add("many-words", 1_000_000, lambda n: reply(b" ".join([letters_number(i).lower() for i in range(n)])))
add("deep-quotes", 500_000, lambda n: reply(b"".join([b">" * i + b" it never came\n" for i in range(math.isqrt(2 * n))])))
add("deep-quotes-wide", 3_000, lambda n: reply((b"> " * n + b"it never came\n") * 1_000))


# ---- header section ----

def header(field):
    return FRAME + field + b"\n" + OPENING + b"It is on its way." + CLOSING


add("header-20mb", 20 * MIB, lambda n: header(b"X-Long: " + b"a" * n + b"\n"))
add("header-folded", 20 * MIB, lambda n: header(b"X-Long:" + b" abcdef\n" * (n // 8)))
add("header-subject", 20 * MIB, lambda n: header(b"Subject: " + text(n, b" ") + b"\n"))
add("header-fields", 1_000_000, lambda n: header(b"X-Much: 1\n" * n))
add("header-subjects", 1_000_000, lambda n: header(b"Subject: WHY\n" * n))
add("header-no-colon", 1_000_000, lambda n: header(b"what\n" * n))
for title, piece in (
        ("groups", b"a:b@example.com;,"), ("groups-open", b"a:"), ("addresses", b"a@b.de,"), ("addresses-bare", b"a@b.de "),
        ("angles", b"<"), ("angle-addresses", b"<a@b.de>,"), ("parentheses", b"("), ("comments", b"(a)"), ("quotes", b'"'),
        ("quoted-names", b'"Reed, Sam" <a@b.de>,'), ("commas", b","), ("routes", b"@a,"), ("domains", b"["), ("dots", b"a."),
        ("backslashes", b"\\"), ("encoded-words", b"=?utf-8?q?a?= "), ("encoded-names", b"=?utf-8?q?a?= <a@b.de>, "),
        ("words", b"a ")):
    add("to-" + title, 500_000, lambda n, piece=piece: header(b"To: " + piece * n + b"\n"))
    add("to-folded-" + title, 500_000, lambda n, piece=piece: header(b"To: " + (piece + b"\n ") * n + b"z\n"))
for title, piece in (
        ("words", b"=?utf-8?q?a?= "), ("split", b"=?utf-8?b?w6==?="), ("starts", b"=?"), ("charsets", b"=?utf-8?"),
        ("questions", b"?"), ("unknown", b"=?nosuch?q?a?= "), ("switching", b"=?utf-8?q?a?= =?koi8-r?q?=E1?= "), ("glued", b"=?utf-8?q?a?=x")):
    add("encoded-" + title, 500_000, lambda n, piece=piece: header(b"Subject: " + piece * n + b"\n"))
for title, piece in (
        ("many", b"; a=b"), ("same", b"; charset=utf-8"), ("boundaries", b"; boundary=a"), ("quotes", b'; a="b"'), ("open", b'; a="'),
        ("semicolons", b";"), ("comments", b";(a)"), ("parentheses", b"("), ("extended", b"; a*=utf-8''b"), ("backslashes", b'; a="\\')):
    add("parameters-" + title, 500_000, lambda n, piece=piece: header(b"Content-Type: text/plain" + piece * n + b"\n"))
add("parameters-continued", 500_000,
    lambda n: header(b"Content-Type: text/plain" + counted(b";\n name*%d=b", n) + b"\n"))
add("parameters-continued-back", 500_000,
    lambda n: header(b"Content-Type: text/plain" + b"".join([b";\n name*%d=b" % i for i in range(n, 0, -1)]) + b"\n"))
add("content-types", 500_000, lambda n: header(b"Content-Type: text/plain\n" * n))


# ---- parts ----

MULTI = b"Content-Type: multipart/mixed; boundary="


def nested(n, kind=MULTI):
    """Each part in its own boundary, the innermost first to end."""
    return FRAME + b"".join([kind + b"b%d\n\n--b%d\n" % (i, i) for i in range(n)]) + b"\nText.\n"


def nested_closed(n):
    return nested(n) + b"".join([b"--b%d--\n" % i for i in range(n - 1, -1, -1)])


def parts(n, part, kind=MULTI):
    return FRAME + kind + b"x\n\n" + (b"--x\n" + part) * n + b"--x--\n"


add("parts-nested", 100_000, nested)
add("parts-nested-closed", 100_000, nested_closed)
add("parts-nested-same", 100_000, lambda n: FRAME + (MULTI + b"x\n\n--x\n") * n + b"\nText.\n")
add("parts-nested-alternative", 100_000, lambda n: nested(n, b"Content-Type: multipart/alternative; boundary="))
add("parts-nested-messages", 100_000, lambda n: FRAME + b"Content-Type: message/rfc822\n\n" * n + b"\nText.\n")
add("parts-deep-then-wide", 300_000, lambda n: nested(60) + b"--b59\n\nText.\n" * n)
add("parts-deep-lines", 20 * MIB, lambda n: nested(60) + b"--b-not-one\n" * (n // 12))
add("parts-many", 300_000, lambda n: parts(n, b"\nText.\n"))
add("parts-many-empty", 300_000, lambda n: parts(n, b""))
add("parts-many-html", 300_000, lambda n: parts(n, b"Content-Type: text/html\n\n<p>WHY DO YOU ASK\n"))
add("parts-many-alternative", 300_000, lambda n: parts(n, b"\nWHY DO YOU ASK\n", b"Content-Type: multipart/alternative; boundary="))
add("parts-many-attachments", 300_000, lambda n: parts(n, b"Content-Disposition: attachment; filename=a.pdf\n\nx\n"))
add("parts-many-messages", 300_000, lambda n: parts(n, b"Content-Type: message/rfc822\n\nSubject: WHY\n\nText.\n"))
add("parts-many-boundaries", 300_000, lambda n: FRAME + MULTI + b"x\n\n" + b"--x--\n--x\n" * n)
add("parts-long-boundary", 10 * MIB, lambda n: FRAME + MULTI + b"x" * n + b"\n\n--" + b"x" * n + b"\n\nText.\n")
add("parts-alternative-texts", 20 * MIB,
    lambda n: FRAME + b"Content-Type: multipart/alternative; boundary=x\n\n--x\n\n" + text(n) +
    b"\n--x\nContent-Type: text/html\n\n" + text(n, b"<br>") + b"\n--x--\n")
add("parts-alternative-blunt", 10 * MIB,
    lambda n: FRAME + b"Content-Type: multipart/alternative; boundary=x\n\n--x\n\n" + text(n, b"\n", BLUNT) +
    b"\n--x\nContent-Type: text/html\n\n" + text(n, b"<br>", BLUNT) + b"\n--x--\n")


# ---- transfer encodings and charsets ----

def encoded(encoding, body, content=b"text/plain; charset=utf-8"):
    return mail(body, content, b"Content-Transfer-Encoding: " + encoding + b"\n")


add("base64-text", 50 * MIB, lambda n: encoded(b"base64", base64.encodebytes(text(n * 3 // 4))))
add("base64-one-line", 10 * MIB, lambda n: encoded(b"base64", base64.b64encode(text(n * 3 // 4))))
add("base64-noise", 10 * MIB, lambda n: encoded(b"base64", noise(n)))
add("base64-paddings", 10 * MIB, lambda n: encoded(b"base64", b"QQ==" * (n // 4)))
add("base64-capitals", 10 * MIB, lambda n: encoded(b"base64", base64.encodebytes(text(n * 3 // 4).upper())))
add("quoted-printable-soft", 10 * MIB, lambda n: encoded(b"quoted-printable", b"a=\n" * (n // 3)))
add("quoted-printable-bytes", 20 * MIB, lambda n: encoded(b"quoted-printable", b"=41" * (n // 3)))
add("quoted-printable-equals", 10 * MIB, lambda n: encoded(b"quoted-printable", b"=" * n))
add("quoted-printable-blanks", 10 * MIB, lambda n: encoded(b"quoted-printable", b" " * n))
add("quoted-printable-noise", 10 * MIB, lambda n: encoded(b"quoted-printable", noise(n)))
add("quoted-printable-text", 50 * MIB, lambda n: encoded(b"quoted-printable", text(n, b"=20=\n")))
add("uuencoded-body", 20 * MIB, lambda n: encoded(b"x-uuencode", b"begin 644 a.txt\n" + b"#86%A\n" * (n // 6) + b"end\n"))
add("uuencoded-inline", 20 * MIB, lambda n: reply(b"begin 644 a.txt\n" + b"#86%A\n" * (n // 6) + b"`\nend\n"))
add("uuencoded-inline-many", 300_000, lambda n: reply(b"begin 644 a.txt\n#86%A\n`\nend\n" * n))
add("uuencoded-inline-begun", 1_000_000, lambda n: reply(b"begin 644 a.txt\n" * n))
for charset in ("us-ascii", "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "koi8-r", "iso-2022-jp", "shift_jis", "euc-jp",
                "euc-kr", "gb18030", "gb2312", "big5", "utf-7", "utf-16", "utf-16le", "utf-16be", "utf-32", "iso-2022-kr",
                "hz-gb-2312", "iso-2022-cn", "no-such-charset"):
    add("charset-" + charset, 4 * MIB,
        lambda n, charset=charset: mail(noise(n), b"text/plain; charset=" + charset.encode()))
add("charset-undeclared", 4 * MIB, lambda n: mail(noise(n), b"text/plain"))
add("charset-html", 4 * MIB, lambda n: mail(noise(n), b"text/html; charset=utf-8"))
add("charset-utf-7-shifts", 4 * MIB, lambda n: mail(b"+AGE-" * (n // 5), b"text/plain; charset=utf-7"))
add("charset-escapes", 4 * MIB, lambda n: mail(b"\x1b$B\x1b(B" * (n // 6), b"text/plain; charset=iso-2022-jp"))
add("charset-utf-16-text", 20 * MIB, lambda n: mail(text(n // 2).decode().encode("utf-16"), b"text/plain; charset=utf-16"))
add("noise-file", 10 * MIB, noise)
add("noise-text", 10 * MIB, noise, "txt")
add("noise-markdown", 10 * MIB, noise, "md")
add("noise-html", 10 * MIB, noise, "html")
flowed = b"text/plain; charset=utf-8; format=flowed; delsp=yes"
add("flowed-text", 20 * MIB, lambda n: mail(text(n, b" \n"), flowed))
add("flowed-quotes", 20 * MIB, lambda n: mail(b"> a \n" * (n // 5), flowed))
add("flowed-depths", 20 * MIB, lambda n: mail(b">> a \n> b \n" * (n // 11), flowed))


# ---- HTML ----

add("html-text", 50 * MIB, lambda n: html(text(n)), "html")
add("html-paragraphs", 50 * MIB, lambda n: html(text(n, b"</p>\n<p>")), "html")
add("html-capitals", 50 * MIB, lambda n: html(text(n, b"</p>\n<p>").upper()), "html")
add("html-blunt", 20 * MIB, lambda n: html(text(n, b"</p>\n<p>", BLUNT)), "html")
add("html-blunt-line", 10 * MIB, lambda n: html(text(n, b" ", BLUNT)), "html")
add("html-mail", 50 * MIB, lambda n: mail(html(text(n, b"<br>")), b"text/html; charset=utf-8"))
for title, piece in (
        ("less", b"<"), ("open", b"<a"), ("open-blank", b"<a "), ("bold", b"<b>"), ("bold-text", b"<b>a "), ("div", b"<div>"), ("div-text", b"<div>a"),
        ("spans", b"<span>a</span>"), ("font", b"<font color=red>A"), ("paragraph", b"<p>"), ("paragraph-text", b"<p>WE DO NOT"), ("blockquote", b"<blockquote>"),
        ("blockquote-text", b"<blockquote>a"), ("quote-ended", b"<blockquote>a</blockquote>"), ("table", b"<table><tr><td>"), ("cells", b"<td>a"), ("rows", b"<tr><td>a</td></tr>"),
        ("table-text", b"<table><tr><td>a"), ("lists", b"<ul><li>"), ("items", b"<li>a"), ("lists-numbered", b"<ol><li>a"), ("pre", b"<pre>a\n"),
        ("ends", b"</b>"), ("ends-div", b"</div>"), ("ends-empty", b"</>"), ("ends-open", b"</"), ("comments", b"<!-- a -->"),
        ("comments-open", b"<!--"), ("comments-bogus", b"<!"), ("comments-dashes", b"<!---"), ("instructions", b"<?a"),
        ("cdata", b"<![CDATA["), ("conditional", b"<!--[if mso]>a<![endif]-->"), ("conditional-open", b"<![if mso]>"),
        ("entities", b"&amp;"), ("entities-bare", b"&amp"), ("entities-unknown", b"&nosuch;"), ("entities-long", b"&CounterClockwiseContourIntegra"),
        ("entities-number", b"&#x41;"), ("entities-huge", b"&#99999999999;"), ("ampersands", b"&"), ("links", b'<a href="x">a</a> '),
        ("links-open", b'<a href="x">a '), ("images", b'<img alt="WHY NOT" src=x>'), ("titles", b"<title>a"), ("scripts", b"<script>a</script>"),
        ("scripts-open", b"<script>"), ("scripts-escaped", b"<script><!--<script>"), ("styles", b"<style>a{}</style>"), ("styles-open", b"<style>"),
        ("textareas", b"<textarea>a"), ("plaintexts", b"<plaintext>"), ("hidden", b'<div style="display:none">'),
        ("hidden-ended", b'<div style="display:none">a</div>'), ("breaks", b"<br>"), ("rules", b"<hr>"), ("headings", b"<h1>A"), ("forms", b"<form><input>"),
        ("svg", b"<svg><p>"), ("templates", b"<template>"), ("selects", b"<select><option>a"), ("doctypes", b"<!DOCTYPE html>"),
        ("nul", b"\0"), ("nul-tags", b"<a\0>"), ("attributes", b"<a b=c d='e' f=\"g\">"), ("bidi", b'<span dir="rtl">a</span>'),
        ("gmail", b'<div class="gmail_quote">a'), ("signature", b'<div class="gmail_signature">a'), ("emphasis", b"<b><i>a</b></i>"),
        ("languages", b'<p lang="de">a'),
        ("suppressed", b"<!-- replylint-disable-next-line yelling -->WHY DO YOU NEVER READ IT<br>"),
        ("suppressed-pairs", b"<!-- replylint-disable yelling -->WHY DO YOU NEVER READ IT<!-- replylint-enable --><br>"),
        ("suppressed-open", b"<!-- replylint-disable yelling, tone -->WHY DO YOU NEVER READ IT<br>"), ("upper", b'<span style="text-transform:uppercase">a'), ("abbr", b'<abbr title="A B">AB</abbr> '), ("code", b"<code>a</code> "),
        ("unknown", b"<x-y>a</x-y>"), ("noscript", b"<noscript>a"), ("frames", b"<iframe>"), ("head", b"<head><body>"), ("custom", b"<o:p>a</o:p>")):
    repeat("html-" + title, piece, wrap=html, ending="html")
add("html-attribute-count", 1_000_000, lambda n: html(b"<a " + counted(b"a%d=b ", n) + b">a</a>"), "html")
add("html-attribute-same", 1_000_000, lambda n: html(b"<a " + b"a=b " * n + b">a</a>"), "html")
add("html-attribute-long", 10 * MIB, lambda n: html(b'<a href="' + b"a" * n + b'">a</a>'), "html")
add("html-attribute-open", 10 * MIB, lambda n: html(b'<a href="' + text(n)), "html")
add("html-attribute-entities", 1_000_000, lambda n: html(b'<img alt="' + b"&amp;" * n + b'">'), "html")
add("html-name-long", 10 * MIB, lambda n: html(b"<" + b"a" * n + b">a"), "html")
add("html-style-long", 10 * MIB, lambda n: html(b'<p style="' + b"a:b;" * (n // 4) + b'">a'), "html")
add("html-style-sheet", 10 * MIB, lambda n: html(b"<p class=a>a", b"<style>" + b".a{display:none}\n" * (n // 17) + b"</style>"), "html")
add("html-style-classes", 100_000,
    lambda n: html(counted(b"<p class=c%d>a", n), b"<style>" + counted(b".c%d{display:none}", n) + b"</style>"), "html")
add("html-deep-ended", 500_000, lambda n: html(b"<div>" * n + b"a" + b"</div>" * n), "html")
add("html-deep-mixed", 300_000, lambda n: html(b"<div><b><i><table><tr><td>" * n + b"a" + b"</i></b></div>" * n), "html")
add("html-deep-unmatched", 500_000, lambda n: html(b"<div>" * n + b"</b>" * n), "html")
add("html-deep-hidden", 500_000, lambda n: html(b'<div style="display:none"><b>' * n + b"a" + b"</div>" * n), "html")
add("html-huge-table", 1_000_000,
    lambda n: html(b"<table>" + (b"<tr>" + b"<td>1</td>" * 10 + b"</tr>\n") * (n // 10) + b"</table>"), "html")


# ---- Markdown ----

for title, piece in (
        ("brackets", b"["), ("brackets-ended", b"[a]"), ("links", b"[a](b) "), ("links-open", b"[a]("), ("images", b"!["), ("stars", b"*"),
        ("emphasis-open", b"*a "), ("emphasis-close", b"a* "), ("emphasis-both", b"a**b"), ("strong", b"**a** "), ("mixed", b"*a_b "), ("underscores", b"_a "),
        ("backticks", b"`"), ("code", b"`a` "), ("code-open", b"`a "), ("quotes", b"> "), ("quote-lines", b"> a\n"), ("lists", b"- "),
        ("list-lines", b"- a\n"), ("numbers", b"1. "), ("headings", b"# a\n"), ("fences", b"```\n"), ("tildes", b"~~~\na\n"), ("html", b"<b>"),
        ("angles", b"<"), ("autolinks", b"<http://a> "), ("escapes", b"\\"), ("entities", b"&amp;"), ("tables", b"| a | b |\n"), ("table-heads", b"|-"),
        ("references", b"[a]: b\n"), ("rules", b"***\n"), ("setext", b"a\n===\n"), ("paragraphs", b"a\n\n"), ("breaks", b"a  \n"), ("indents", b"    a\n"),
        ("comments", b"<!--"), ("strikes", b"~~a "), ("footnotes", b"[^a] ")):
    repeat("markdown-" + title, piece, wrap=plain, ending="md")
add("markdown-text", 20 * MIB, lambda n: text(n, b"\n\n"), "md")
add("markdown-capitals", 20 * MIB, lambda n: text(n, b"\n\n").upper(), "md")
add("markdown-deep-lists", 4_000_000, lambda n: b"".join([b" " * (2 * i) + b"- a\n" for i in range(math.isqrt(n))]), "md")
add("markdown-deep-quotes", 3_000, lambda n: (b">" * n + b" a\n") * 500, "md")
add("markdown-backtick-runs", 2_000_000, lambda n: b" ".join([b"`" * i for i in range(1, math.isqrt(2 * n))]), "md")
add("markdown-nested-links", 500_000, lambda n: b"[" * n + b"a" + b"](b)" * n, "md")
add("markdown-front-matter", 10 * MIB, lambda n: b"---\n" + b"a: b\n" * (n // 5), "md")


# ---- templates: the tags of every language, never closed; and those that are, a million times ----

TEMPLATES = os.path.join(os.path.dirname(__file__), "..", "..", "src", "document", "template.def")


def template_tags():
    """(language, opening, closing) of each line of template.def, with the first word that must follow."""
    with open(TEMPLATES, encoding="utf-8") as file:
        for line in file:
            found = re.match(r'TAG\("(\w+)[^"]*", \w+, "([^"]+)", (?:NULL|" (\S+)[^"]*"), "([^"]+)"', line)
            if found:
                language, opening, word, closing = found.groups()
                yield language, (opening + (word or "")).encode(), closing.encode()


def add_tags():
    for number, (language, opening, closing) in enumerate(template_tags()):
        name, arguments = f"template-{language}-{number}", ("--template", language)
        repeat(name + "-open", opening + b" a\n", 500_000, html, "html", arguments)
        repeat(name + "-glued", opening, 500_000, plain, "txt", arguments)
        repeat(name + "-closed", opening + b"A" + closing + b" ", 500_000, plain, "txt", arguments)


add_tags()
repeat("template-auto-open", b"{{ a {% b <% c [% d *|E ${f {$g %%h [[${i {# j <?php k\n", 200_000, html, "html")
repeat("template-auto-closings", b"}} %} %> %] |* } %% }]] #} ?>\n", 200_000, html, "html")
repeat("template-values", b"Dear {{ name }}, {% if a %}{{ b }}{% endif %}\n", 500_000, html, "html")


# ---- mailboxes ----

def mailbox(n, body):
    return (b"From ann@example.com Mon May  3 10:00:00 2021\n" + FRAME + b"\n" + OPENING + body + CLOSING + b"\n") * n


add("mailbox-small", 10_000, lambda n: mailbox(n, b"It is on its way."), "mbox")
add("mailbox-empty", 100_000, lambda n: b"From a Mon May  3 10:00:00 2021\n\n" * n, "mbox")
add("mailbox-lengths", 20_000, lambda n: b"From a Mon May  3 10:00:00 2021\nContent-Length: 9000000\n\nYes.\n\n" * n, "mbox")
add("mailbox-quoted", 1_000_000, lambda n: mailbox(1, b">From here\n" * n), "mbox")
add("mailbox-quotes", 10 * MIB, lambda n: mailbox(1, b">" * n + b"From here\n"), "mbox")
add("mailbox-long-line", 50 * MIB, lambda n: mailbox(1, b"a" * n), "mbox")
add("mailbox-long-start", 50 * MIB, lambda n: b"From a Mon May  3 10:00:00 2021" + b" " * n + b"\n\nYes.\n", "mbox")
add("mailbox-blanks", 50 * MIB, lambda n: b"From a Mon May  3 10:00:00 2021\n\nYes.\n" + b"\r\n" * (n // 2), "mbox")
add("mailbox-from", 500_000, lambda n: b"From a Mon May  3 10:00:00 2021\n" * 2 + b">From me\nFrom you\n" * n, "mbox")
