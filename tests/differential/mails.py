"""Mails for the differential test, of our own making: (name, bytes, what was put in, in the shape of dump.h)."""
import base64
import binascii
import quopri
import random

# Label, Python's codec, something to say in it.
CHARSETS = (
    ("utf-8", "utf-8", "Vielen Dank für Ihre Geduld – 20 € zurück. ありがとう 🙂"),
    ("iso-8859-1", "cp1252", "Nous avons reçu votre demande “déjà vue” – merci."),
    ("windows-1252", "cp1252", "Können Sie uns die Maße schicken? • Über 5 €…"),
    ("iso-8859-2", "iso8859-2", "Dziękujemy za zgłoszenie, odpowiemy do środy."),
    ("iso-8859-5", "iso8859-5", "Ваш заказ отправлен."),
    ("iso-8859-7", "iso8859-7", "Ευχαριστούμε για την παραγγελία σας."),
    ("iso-8859-9", "cp1254", "Siparişiniz bugün gönderildi, teşekkürler."),
    ("iso-8859-15", "iso8859-15", "Le prix est de 40 € pour l'œuvre."),
    ("windows-1250", "cp1250", "Děkujeme za vaši zprávu, ozveme se zítra."),
    ("windows-1251", "cp1251", "Спасибо за терпение – ответим завтра."),
    ("windows-1255", "cp1255", "תודה על פנייתכם"),
    ("windows-1256", "cp1256", "شكرا على رسالتكم"),
    ("windows-1257", "cp1257", "Paldies par jūsu ziņu, mēs drīz atbildēsim."),
    ("koi8-r", "koi8-r", "Мы получили ваше письмо."),
    ("koi8-u", "koi8-u", "Дякуємо за ваш лист, її вже читають."),
    ("tis-620", "tis-620", "ขอบคุณสำหรับข้อความของคุณ"),
    ("shift_jis", "cp932", "お問い合わせありがとうございます。三番の窓口です。"),
    ("euc-jp", "euc_jp", "ご注文を承りました。"),
    ("iso-2022-jp", "iso2022_jp", "ご連絡ありがとうございます。OK です。"),
    ("gb2312", "gb2312", "您的订单已经发货。"),
    ("gbk", "gbk", "您的訂單已經發貨。"),
    ("gb18030", "gb18030", "感谢您的来信，我们会尽快回复。€"),
    ("big5", "big5", "感謝您的來信，我們會儘快回覆。"),
    ("euc-kr", "euc_kr", "문의해 주셔서 감사합니다."),
    ("utf-7", "utf-7", "Grüße & ein Plus + dazu"),
    ("utf-16", "utf-16", "Ihr Auftrag läuft – bis morgen."),
    ("utf-16le", "utf-16-le", "Ihr Auftrag läuft."),
    ("utf-16be", "utf-16-be", "Ihr Auftrag läuft."),
    ("us-ascii", "ascii", "Thank you, we will call you on Monday."),
)
WIDE = ("utf-16", "utf-16le", "utf-16be")  # only in base64: their zero bytes and line ends are no mail
SHIFTING = ("iso-2022-jp", "utf-7", *WIDE)  # a word of its own must end in ASCII


def quoted_printable(data):
    return quopri.encodestring(data, quotetabs=False)


ENCODERS = {"base64": base64.encodebytes, "quoted-printable": quoted_printable, "8bit": lambda data: data + b"\n"}


def text_part(text, **more):
    return {"type": "text/plain", "name": "", "text": text, **more}


def mail(name, lines, parts, headers=(), addresses=None):
    """lines: the mail with LF line ends."""
    truth = {"headers": list(headers), "addresses": addresses or {}, "parts": parts, "partial": True}
    return name, lines, truth


def with_line_ends(made, ending):
    name, lines, truth = made
    return f"{name}, {ending!r:.6}", lines.replace(b"\n", ending), truth


# ---- bodies ----


def bodies():
    for label, codec, text in CHARSETS:
        for encoding, encode in ENCODERS.items():
            if label in WIDE and encoding != "base64":
                continue
            head = f"Content-Type: text/plain; charset={label}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
            made = mail(f"body {label} {encoding}", head + encode(text.encode(codec)), [text_part(text)])
            yield made
            yield with_line_ends(made, b"\r\n")


def undeclared():
    text = "Grüße aus Köln, 5 € gespart"
    for codec in ("utf-8", "cp1252"):
        yield mail(f"undeclared {codec}", b"Subject: a body\n\n" + text.encode(codec) + b"\n", [text_part(text)])
        head = b"Subject: a body\nContent-Type: text/plain; charset=us-ascii\n\n"
        yield mail(f"declared as ASCII {codec}", head + text.encode(codec) + b"\n", [text_part(text)])
    head = b"Content-Type: text/plain; charset=Shift_JIS\n\n"
    yield mail("Shift_JIS as Windows has it", head + "①番の窓口".encode("cp932") + b"\n", [text_part("①番の窓口")])
    head = b"Content-Type: text/plain; charset=x-nobody-knows\n\n"
    yield mail("unknown charset", head + text.encode() + b"\n", [text_part(text)])


def damaged():
    """Read as far as possible."""
    qp = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    b64 = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    yield mail("quoted-printable with a stray sign", qp + b"5 = 5, =C3=BC, 100=\n%\n", [text_part("5 = 5, ü, 100%")])
    blanks = qp + b"one \t\ntwo=20\nthree= \n!\n"
    yield mail("quoted-printable with blanks at the ends", blanks, [text_part("one\ntwo \nthree!")])
    yield mail("quoted-printable in lower case", qp + b"=c3=bc\n", [text_part("ü")])
    yield mail("base64 in odd lines", b64 + b"R3L\nDv\nMOf\nZQ\n==\n", [text_part("Grüße")])
    yield mail("base64 without padding", b64 + b"R3LDvMOfZQ\n", [text_part("Grüße")])
    yield mail("base64 with blanks", b64 + b"R3LD vMOf\tZQ= =\n", [text_part("Grüße")])
    yield mail("base64 joined to base64", b64 + b"SGVs\nbG8=\nIHlvdSE=\n", [text_part("Hello you!")])
    yield mail("encoding in capitals", qp.replace(b"quoted", b"QUOTED") + b"=C3=BC\n", [text_part("ü")])
    commented = b64.replace(b"base64", b"base64 (of course)")
    yield mail("encoding with a comment", commented + b"R3LDvMOfZQ==\n", [text_part("Grüße")])


def uuencoded():
    data = "Grüße, and a good many bytes more than a line of uuencode holds: it is 45.\n".encode()
    lines = b"".join(binascii.b2a_uu(data[at : at + 45], backtick=True) for at in range(0, len(data), 45))
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: x-uuencode\n\n"
    yield mail("uuencode", head + b"begin 644 greeting.txt\n" + lines + b"`\nend\n", [text_part(data.decode())])


def flowed():
    body = "First words \nand more.\n\n> quoted \n> too\n>> deeper \n> back\n From the stuffed\n-- \nJane \nDoe\n"
    joined = "First words and more.\n\n> quoted too\n>> deeper \n> back\nFrom the stuffed\n-- \nJane Doe\n"
    head = b"Content-Type: text/plain; format=flowed\n\n"
    yield mail("flowed", head + body.encode(), [text_part(joined, flowed=False)])
    head = b"Content-Type: text/plain; charset=utf-8; format=\"Flowed\"; delsp=YES\n\n"
    joined = text_part("ご注文を承りました。", flowed=True)
    yield mail("flowed with delsp", head + "ご注文を \n承りました。\n".encode(), [joined])


# ---- headers ----


def q_word(label, data):
    safe = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/"
    text = "".join(chr(c) if c in safe else "_" if c == 32 else f"={c:02X}" for c in data)
    return f"=?{label}?Q?{text}?=".encode()


def b_word(label, data):
    return b"=?" + label.encode() + b"?B?" + base64.b64encode(data) + b"?="


def pieces(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


def subjects():
    for label, codec, text in CHARSETS:
        for kind, word, size in (("Q", q_word, 7), ("B", b_word, 6)):  # 6: no padding
            whole = [text.encode(codec)]
            if label in SHIFTING:
                cut = [piece.encode(codec) for piece in pieces(text, 5)]
            else:
                cut = pieces(text.encode(codec), size)  # through the middle of characters
            for how, parts in (("whole", whole), ("cut", cut))[: 1 if label == "utf-16" else 2]:
                folded = b"\n ".join(word(label, part) for part in parts)
                data = b"Subject: " + folded + b"\n\nHi\n"
                yield mail(f"subject {label} {kind} {how}", data, [text_part("Hi")], [["Subject", text]])


def more_headers():
    for name, raw, text in (
        ("plain around words", "Re: =?utf-8?q?Gr=C3=BC=C3=9Fe?= again", "Re: Grüße again"),
        ("two charsets", "=?utf-8?q?Gr=C3=BC?= =?iso-8859-1?q?=DFe?=", "Grüße"),
        ("padded words", "=?utf-8?b?R3I=?= =?utf-8?b?w7w=?= =?utf-8?b?w58=?= =?utf-8?b?ZQ==?=", "Grüße"),
        ("two encodings", "=?utf-8?q?Gr=C3=BC?=\n\t=?UTF-8?b?w59l?=", "Grüße"),
        ("a language", "=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("folded", "one\n two\n\tthree", "one two three"),
        ("raw UTF-8", "Grüße aus Köln", "Grüße aus Köln"),
        ("no word", "a =? b ?= c =?utf-8?x?y?=", "a =? b ?= c =?utf-8?x?y?="),
        ("empty", "", ""),
    ):
        data = f"Subject: {raw}\nX-Other: 1\n\nHi\n".encode()
        yield mail(f"header with {name}", data, [text_part("Hi")], [["Subject", text], ["X-Other", "1"]])
    raw = b"Subject: caf\xe9 au lait\n\nHi\n"
    yield mail("header with raw windows-1252", raw, [text_part("Hi")], [["Subject", "café au lait"]])


ADDRESSES = (
    ("jane@example.org", [["", "jane@example.org"]]),
    ("Jane Doe <jane@example.org>, bob@example.net", [["Jane Doe", "jane@example.org"], ["", "bob@example.net"]]),
    ('"Doe, Jane" <jane@example.org>', [["Doe, Jane", "jane@example.org"]]),
    ('"Jane \\"JD\\" Doe" <jane@example.org>', [['Jane "JD" Doe', "jane@example.org"]]),
    ("jane@example.org (Jane Doe)", [["Jane Doe", "jane@example.org"]]),
    ("=?utf-8?q?J=C3=A4ne?= <jane@example.org>", [["Jäne", "jane@example.org"]]),
    ("Team: Jane <jane@example.org>, bob@example.net;", [["Jane", "jane@example.org"], ["", "bob@example.net"]]),
    ("undisclosed-recipients:;", []),
    ("Jäne <jane@example.org>", [["Jäne", "jane@example.org"]]),
    ("<jane@example.org>,\n\t<bob@example.net>", [["", "jane@example.org"], ["", "bob@example.net"]]),
    ("\"jane doe\"@example.org", [["", '"jane doe"@example.org']]),
    ("jane@[192.0.2.1]", [["", "jane@[192.0.2.1]"]]),
    ("Jane <@relay.example:jane@example.org>", [["Jane", "jane@example.org"]]),
)


def addresses():
    for raw, expected in ADDRESSES:
        data = f"To: {raw}\nSubject: x\n\nHi\n".encode()
        yield mail(f"addresses {raw!r}", data, [text_part("Hi")], (), {"To": expected})


def parameters():
    name, accented = "offer no. 7 of May.pdf", "Angebot für Köln.pdf"
    for how, parameter, expected in (
        ("quoted", f'filename="{name}"', name),
        ("bare", "filename=offer.pdf", "offer.pdf"),
        ("RFC 2231", "filename*=utf-8''Angebot%20f%C3%BCr%20K%C3%B6ln.pdf", accented),
        ("RFC 2231 with a language", "filename*=iso-8859-1'de'Angebot%20f%FCr%20K%F6ln.pdf", accented),
        ("continuations", "filename*0=\"offer no. 7\";\n filename*1=\" of May.pdf\"", name),
        (
            "continuations with a charset",
            "filename*0*=utf-8''Angebot%20f%C3%BC;\n filename*1*=r%20K%C3;\n filename*2*=%B6ln.pdf",
            accented,
        ),
        (
            "continuations of both sorts",
            "filename*0*=utf-8''Angebot%20f%C3%BCr;\n filename*1=\" K\";\n filename*2*=%C3%B6ln.pdf",
            accented,
        ),
        ("continuations out of order", "filename*1=\" of May.pdf\";\n filename*0=\"offer no. 7\"", name),
        ("an encoded word", 'filename="=?utf-8?q?Angebot_f=C3=BCr_K=C3=B6ln.pdf?="', accented),
        ("raw UTF-8", f'filename="{accented}"', accented),
    ):
        head = f"Content-Type: application/pdf\nContent-Disposition: attachment; {parameter}\n\nx\n"
        yield mail(f"parameter: {how}", head.encode(), [{"type": "application/pdf", "name": expected, "bytes": "x"}])


# ---- trees ----


class Tree:
    """A message of random shape, the same every time."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.parts = []
        self.boundaries = 0

    def boundary(self):
        self.boundaries += 1
        return "=_" + "x" * self.boundaries  # each is the beginning of the next

    def leaf(self):
        label, codec, text = self.random.choice([c for c in CHARSETS if c[0] not in WIDE])
        encoding = self.random.choice(list(ENCODERS))
        subtype = self.random.choice(("plain", "html"))
        self.parts.append({"type": f"text/{subtype}", "name": "", "text": text})
        head = f"Content-Type: text/{subtype}; charset={label}\nContent-Transfer-Encoding: {encoding}\n\n"
        return head.encode() + ENCODERS[encoding](text.encode(codec))

    def multipart(self, depth):
        boundary, subtype = self.boundary(), self.random.choice(("mixed", "alternative", "related", "x-unknown"))
        self.parts.append({"type": f"multipart/{subtype}", "name": ""})
        mark = b"--" + boundary.encode()
        out = f'Content-Type: multipart/{subtype};\n\tboundary="{boundary}"\n\n'.encode()
        out += self.random.choice((b"", b"A preamble.\n", b"--=_ is no boundary\n\n"))
        for _ in range(self.random.randint(1, 3)):
            out += mark + self.random.choice((b"\n", b" \t\n")) + self.node(depth + 1) + b"\n"
        return out + mark + b"--\n" + self.random.choice((b"", b"An epilogue.\n"))

    def message(self, depth):
        self.parts.append({"type": "message/rfc822", "name": ""})
        return b"Content-Type: message/rfc822\n\nSubject: inside\n" + self.node(depth + 1)

    def node(self, depth):
        make = self.random.choice((self.leaf, self.multipart, self.multipart, self.message)) if depth < 6 else self.leaf
        return make() if make == self.leaf else make(depth)


def trees():
    for seed in range(200):
        tree = Tree(seed)
        made = mail(f"tree {seed}", b"Subject: a tree\n" + tree.node(0), tree.parts)
        yield with_line_ends(made, b"\r\n") if seed % 2 else made


def line_ends():
    """Any of them, in one mail too."""
    data = b"Subject: one%sX: 2%sContent-Type: multipart/mixed; boundary=b%s%s--b%s%sa%sb%s--b%s%sc%s--b--%s"
    parts = [{"type": "multipart/mixed", "name": ""}, text_part("a\nb"), text_part("c")]
    for how, ends in (("CR", [b"\r"]), ("LF", [b"\n"]), ("CR LF", [b"\r\n"]), ("mixed", [b"\r\n", b"\n"])):
        yield mail(f"line ends: {how}", data % tuple(ends[i % len(ends)] for i in range(data.count(b"%s"))), parts)


def all_mails():
    texts = (bodies, undeclared, damaged, uuencoded, flowed)
    for family in (*texts, subjects, more_headers, addresses, parameters, trees, line_ends):
        yield from family()
