"""What Python's email package makes of a mail, in the shape of dump.h."""
import email
import email.header
import email.message
import email.policy
import email.utils
import re

ADDRESS_FIELDS = ("From", "Sender", "Reply-To", "To", "Cc")

# Labels as mail programs take them (the WHATWG's list of encodings), for Python's codecs.
WIDER = {
    "": None, "us-ascii": None, "ascii": None, "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932",
    "shift-jis": "cp932", "x-sjis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "iso-2022-jp": "iso2022_jp_ext", "tis-620": "cp874",
}  # fmt: skip


def decode(data, label):
    """Bytes to characters: the charset declared, else UTF-8 if it validates, else windows-1252."""
    label = label.strip().strip("\"'").lower()
    codec = WIDER.get(label, label)
    try:
        if codec is not None:
            return data.decode(codec, "replace")
    except LookupError:
        pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def header_text(raw):
    """A field's value for a reader: the encoded words of one charset joined before they are decoded."""
    data = raw.encode("utf-8", "surrogateescape")
    raw = decode(data, "")
    unfolded = re.sub(r"\r\n|\r|\n", "", raw)
    try:
        pieces = email.header.decode_header(unfolded)
    except Exception:  # what the package refuses it leaves as it is
        return unfolded.strip()
    text = ""
    for piece, charset in pieces:
        text += piece if isinstance(piece, str) else decode(piece, charset or "utf-8")
    return text.strip()


def leaf(part):
    """The content of a part that holds no others."""
    data = part.get_payload(decode=True) or b""
    if part.get_content_maintype() == "message":
        return {}
    if part.get_content_maintype() != "text":
        return {"bytes": data.decode("latin-1")}
    charset = part.get_param("charset", "")
    text = decode(data, charset if isinstance(charset, str) else charset[2])
    return {"text": text}


def add_part(parts, part):
    name = part.get_filename("")
    dumped = {"type": part.get_content_type(), "name": header_text(name)}
    parts.append(dumped)
    payload = part.get_payload()
    kind = part.get_content_type()
    if isinstance(payload, list) and (not kind.startswith("message/") or kind in ("message/rfc822", "message/global")):
        for inner in payload:
            add_part(parts, inner)
        return
    dumped.update(leaf(part))


def addresses(message):
    found = {}
    for name, raw in message.raw_items():
        field = next((field for field in ADDRESS_FIELDS if field.lower() == name.lower()), None)
        if field is not None and field not in found:
            pairs = email.utils.getaddresses([str(raw)])
            found[field] = [[header_text(shown), header_text(address)] for shown, address in pairs if shown or address]
    return found


def read_mail(data):
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = []
    add_part(parts, message)
    headers = [[name, header_text(str(value))] for name, value in message.raw_items()]
    return {"headers": headers, "addresses": addresses(message), "parts": parts}
