"""Pages of misnested elements, the same every time."""
import os
import random

BLOCKS = "div p p p blockquote ul ol li li h1 h2 center pre dl dt dd hr".split()
IN_LINE = "a b i span span font u em strong small sup code x-y".split()
WORDS = ["word", "two words", " ", "\n", "&amp;", "&nbsp;", "&#65;", "x", "1 < 2", "&copy"]
COMMENTS = ["<!-- c -->", "<![if x]>", "<!--[if mso]><p>no</p><![endif]-->", "<?x?>", "</>", "</ x>"]
OTHERS = ["<br>", "<br>", "<input>", "<wbr>", "</p>", "</br>", '<img alt="an image">', '<img alt="Hi!">', '<img alt="">']


def start_tag(dice):
    name = dice.choice(BLOCKS + IN_LINE)
    return f"<{name} href=x>" if name == "a" else f"<{name}>"


def piece(dice):
    kind = dice.random()
    if kind < 0.35:
        return dice.choice(WORDS) + dice.choice(["", " ", "", str(dice.randrange(1000))])
    if kind < 0.72:
        return start_tag(dice)
    if kind < 0.92:
        return f"</{dice.choice(BLOCKS + IN_LINE)}>"
    return dice.choice(COMMENTS if kind < 0.94 else OTHERS)


def make(folder, count):
    """The paths of so many pages in the folder."""
    dice = random.Random(1)
    paths = [os.path.join(folder, f"made-{number:04}.html") for number in range(count)]
    for path in paths:
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(piece(dice) for _ in range(dice.choice([4, 6, 10, 25, 60]))))
    return paths
