"""The same mail as other programs would send it: other transfer encodings, charsets, and HTML."""
import base64
import email
import email.policy
import html
import os
import random
import re

SEALS = {
    "signed": ('multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha256', "application/pgp-signature"),
    "smime": ('multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256',
              "application/pkcs7-signature; name=smime.p7s"),
}


def quoted_printable(raw, width):
    """raw with soft line breaks wherever width falls, in the middle of words too."""
    lines = []
    for line in raw.split(b"\r\n"):
        units = [b"=%02X" % c if c > 126 or c == 61 or (c < 32 and c != 9) else bytes([c]) for c in line]
        if units and units[-1] in (b" ", b"\t"):
            units[-1] = b"=%02X" % ord(units[-1])
        out, column = b"", 0
        for unit in units:
            if column + len(unit) >= width:
                out, column = out + b"=\r\n", 0
            out, column = out + unit, column + len(unit)
        lines.append(out)
    return b"\r\n".join(lines)


def as_base64(raw):
    return base64.encodebytes(raw).replace(b"\n", b"\r\n")


def as_html(text, dice):
    """The text as paragraphs and lines, with references, tags inside the sentences, and line ends anywhere."""
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        words = html.escape(paragraph, quote=dice.random() < 0.5).replace("\n", "<br>\n").split(" ")
        for i, word in enumerate(words):
            roll = dice.random()
            if roll < 0.05 and word.isalpha():
                words[i] = f"<b>{word}</b>"
            elif roll < 0.1 and word.isalpha():
                words[i] = f"<span style=\"color:#222\">{word[0]}</span>{word[1:]}"
            elif roll < 0.15 and word.isalpha():
                words[i] = f"&#{ord(word[0])};{word[1:]}"
        paragraphs.append("<p>" + (" " if dice.random() < 0.5 else "\r\n  ").join(words) + "</p>")
    body = "\r\n".join(paragraphs).replace("\r\n", "\n").replace("\n", "\r\n").replace("\u2019", "&rsquo;")
    return f"<html><head><title></title></head><body>\r\n{body}\r\n</body></html>\r\n"


def head_of(message, mime):
    """The mail's header with another Content-Type and encoding."""
    kept = [(name, value) for name, value in message.raw_items()
            if not name.lower().startswith(("content-", "mime-version"))]
    lines = [f"{name}: {value}".replace("\r\n", "\n").replace("\n", "\r\n") for name, value in kept]
    return "\r\n".join(lines + ["MIME-Version: 1.0", *mime, "", ""]).encode("utf-8", "surrogateescape")


def leaf(kind, charset, transfer):
    return [f"Content-Type: text/{kind}; charset={charset}", f"Content-Transfer-Encoding: {transfer}"]


def encodable(text, charset):
    try:
        return text.encode(charset)
    except UnicodeError:
        return None


def alternative(message, plain, page):
    boundary = "=_variant_"
    parts = []
    for kind, body in (("plain", as_base64(plain)), ("html", quoted_printable(page, 70))):
        transfer = "base64" if kind == "plain" else "quoted-printable"
        parts.append(f"--{boundary}\r\n".encode() + "\r\n".join(leaf(kind, "utf-8", transfer) + ["", ""]).encode() + body)
    return (head_of(message, [f'Content-Type: multipart/alternative; boundary="{boundary}"']) +
            b"\r\n".join(parts) + f"\r\n--{boundary}--\r\n".encode())


def variants_of(path):
    """{name: bytes}: the mail at path in other clothes. Of a mail of one plain part only."""
    with open(path, "rb") as file:
        message = email.message_from_bytes(file.read(), policy=email.policy.compat32)
    if message.get_content_type() != "text/plain" or message.is_multipart() or "flowed" in str(message["content-type"]):
        return {}
    charset = message.get_content_charset() or "utf-8"
    text = message.get_payload(decode=True).decode(charset, "replace").replace("\r\n", "\n")
    raw = text.replace("\n", "\r\n").encode()
    dice = random.Random(os.path.basename(os.path.dirname(path)) + os.path.basename(path))
    page = as_html(text, dice).encode()
    made = {
        "base64": head_of(message, leaf("plain", "utf-8", "base64")) + as_base64(raw),
        "qp": head_of(message, leaf("plain", "utf-8", "quoted-printable")) + quoted_printable(raw, dice.randint(20, 76)),
        "html": head_of(message, leaf("html", "utf-8", "quoted-printable")) + quoted_printable(page, 76),
        "alternative": alternative(message, raw, page),
    }
    western = encodable(text.replace("\n", "\r\n"), "cp1252")
    if western is not None:
        made["western"] = head_of(message, leaf("plain", "windows-1252", "quoted-printable")) + quoted_printable(western, 60)
    return made


def sealed_of(path):
    """The mail signed, and in clear text with an OpenPGP signature below: none of it may ever change."""
    with open(path, "rb") as file:
        message = email.message_from_bytes(file.read())
    if message.is_multipart():
        return {}
    content = [f"{name}: {value}" for name, value in message.raw_items() if name.lower().startswith("content-")]
    body = message.get_payload().encode("utf-8", "surrogateescape")
    made = {}
    for name, (kind, signature) in SEALS.items():
        lines = [f'Content-Type: {kind}; boundary="=_seal_"']
        made[name] = (head_of(message, lines) + b"--=_seal_\r\n" + "\r\n".join(content + ["", ""]).encode() + body +
                      f"\r\n--=_seal_\r\nContent-Type: {signature}\r\n\r\nAAAA\r\n--=_seal_--\r\n".encode())
    text = message.get_payload(decode=True).decode(message.get_content_charset() or "utf-8", "replace").encode()
    made["clear"] = (head_of(message, leaf("plain", "utf-8", "8bit")) + b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n"
                     b"\r\n" + text + b"-----BEGIN PGP SIGNATURE-----\r\n\r\niHUE\r\n-----END PGP SIGNATURE-----\r\n")
    return made


def write_all(folder, paths, make):
    """Writes make(path) of each path as files; {file: path}."""
    os.makedirs(folder)
    written = {}
    for number, path in enumerate(paths):
        for name, content in make(path).items():
            target = os.path.join(folder, f"{number:04}-{name}.eml")
            with open(target, "wb") as file:
                file.write(content)
            written[target] = path
    return written
