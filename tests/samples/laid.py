"""Words laid on a page as a reader of print gives them, from lines of plain text."""

Placed = tuple[str, float, float, float, float]
"""A word and its place: left, top, width, height, in shares of the page."""

LETTER, HIGH, PITCH = 0.0115, 0.011, 0.022
LEFT, RIGHT = 0.1, 0.55
MIDDLE = 0.5


def laid(text: str, *, top: float = 0.06) -> list[Placed]:
    """The words of these lines. ``|`` parts the two sides of a line, ``^`` centres one, ``>`` sets it on the right."""
    words: list[Placed] = []
    for row, line in enumerate(text.strip("\n").splitlines()):
        down = top + PITCH * row
        for side, part in enumerate(line.split("|")):
            said = part.strip().lstrip("^>").split()
            wide = LETTER * (sum(map(len, said)) + len(said) - 1)
            across = RIGHT if side or part.strip().startswith(">") else LEFT
            across = MIDDLE - wide / 2 if part.strip().startswith("^") else across
            for word in said:
                words.append((word, across, down, LETTER * len(word), HIGH))
                across += LETTER * (len(word) + 1)
    return words
