"""format=flowed read once more, as RFC 3676 section 4 has it."""


def join(text, delsp):
    """RFC 3676 4: paragraphs joined; a quoted line keeps its marks and a space."""
    lines, open_depth = [], None
    for line in text.split("\n"):
        stripped = line.lstrip(">")
        depth = len(line) - len(stripped)
        stripped = stripped[1:] if stripped.startswith(" ") else stripped
        separator = stripped == "-- "
        soft = stripped.endswith(" ") and not separator
        kept = stripped[:-1] if soft and delsp else stripped
        if open_depth == depth and not separator and stripped:
            lines[-1] += kept
        else:
            lines.append(">" * depth + (" " if depth and line[depth : depth + 1] == " " else "") + kept)
        open_depth = depth if soft else None
    return "\n".join(lines)
