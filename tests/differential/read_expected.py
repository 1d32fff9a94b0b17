"""The parse that some corpora have as JSON beside the mail, in the shape of dump.h."""
import json

ADDRESS_FIELDS = {"from": "From", "sender": "Sender", "reply_to": "Reply-To", "to": "To", "cc": "Cc"}
TEXT_FIELDS = ("subject", "comments")


def value_of(part, name, kind):
    """The field's value if it is of that kind, else None. Of several the first counts, as everywhere."""
    for header in part["headers"]:
        if header["name"] == name:
            value = header["value"]
            return value.get(kind) if isinstance(value, dict) else None
    return None


def attribute(content, name):
    for found in (content or {}).get("attributes") or []:
        if found["name"].lower() == name:
            return found["value"]
    return ""


def type_of(part):
    content = value_of(part, "content_type", "ContentType")
    body = part["body"]
    if content is None or not content["c_subtype"]:
        return "message/rfc822" if "Message" in body else "text/plain"
    return f"{content['c_type']}/{content['c_subtype']}".lower()


def add_parts(parts, message, number):
    part = message["parts"][number]
    (kind, body), = part["body"].items()
    disposition = value_of(part, "content_disposition", "ContentType")
    content = value_of(part, "content_type", "ContentType")
    dumped = {"type": type_of(part), "name": attribute(disposition, "filename") or attribute(content, "name")}
    parts.append(dumped)
    if kind == "Multipart":
        for inner in body:
            add_parts(parts, message, inner)
    elif kind == "Message":
        add_parts(parts, body, 0)
    elif kind in ("Text", "Html"):
        dumped["text"] = body
    else:
        dumped["bytes"] = bytes(body).decode("latin-1")


def add_addresses(found, group):
    for address in group:
        if "addresses" in address:
            add_addresses(found, address["addresses"])
        else:
            name, mailbox = address["name"] or "", address["address"] or ""
            found.append([name, mailbox] if mailbox else ["", name])


def addresses_of(root):
    found = {}
    for name, field in ADDRESS_FIELDS.items():
        value = value_of(root, name, "Address")
        if value is not None:
            found[field] = []
            add_addresses(found[field], value.get("List") or value.get("Group") or [])
    return found


def read_mail(path):
    with open(path, encoding="utf-8") as file:
        message = json.load(file)
    root = message["parts"][0]
    headers = [[name, value_of(root, name, "Text")] for name in TEXT_FIELDS if value_of(root, name, "Text")]
    parts = []
    add_parts(parts, message, 0)
    return {"headers": headers, "addresses": addresses_of(root), "parts": parts, "partial": True}
