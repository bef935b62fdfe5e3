"""What a reader of HTML or XML meets, in order → text in which each unit stands on lines of its own."""

import re
from collections.abc import Iterable

from analysis.lexicon.letters import drop_invisible

Event = tuple[str, str]  # ("text", words) or ("line" | "block" | "row" | "row end" | "cell" | "cell end", "")

WIDE = "\u00a0\u00a0"  # what official pages set between marker and text
_MARKER = re.compile(r"[–—―‒−•·-]|[^\W\d_]{1,3}\.|\d{1,3}\.|\(?[^\W_]{1,5}\)")
_MOST_PIECES = 20  # of what a marker's cell may be made up
_CALL, _CALL_END = "\ue000", "\ue001"
_CALLED = re.compile(rf"(?<!\s)\s*(?:\(\s*{_CALL}(\d+){_CALL_END}\s*\)|{_CALL}(\d+){_CALL_END})")


def join_blocks(events: Iterable[Event]) -> str:
    """Lines of text, blocks parted by one blank line.

    A cell that holds nothing but a marker is joined to what follows, as on official pages. The cells of
    any other row, each one line, are one line with tabs between them, as a browser copies them. What
    `call_note` marks becomes "(1)", glued to the word before it or heading the note.
    """
    pieces: list[str] = []
    cells: list[tuple[int, bool]] = []  # where each open cell starts, and whether it may hold a marker
    rows: list[list[int]] = []  # where the cells of each open row start
    after_marker = False
    for kind, words in events:
        if kind == "text":
            words = drop_invisible(words)
            if after_marker:
                words = words.lstrip()
            if words:
                pieces.append(words)
                after_marker = False
        elif kind == "cell":
            cells.append((len(pieces), not after_marker))
            if rows:
                rows[-1].append(len(pieces))
        elif kind == "row":
            rows.append([])
        else:
            if kind == "cell end":
                start, may_be_marker = cells.pop()
                short = len(pieces) - start <= _MOST_PIECES
                marker = "".join(pieces[start:]).strip() if short else ""
                if may_be_marker and _MARKER.fullmatch(marker):
                    pieces[start:] = ["\n\n", marker, WIDE]
                    after_marker = True
                    rows[-1:] = [[]] if rows else []
            elif kind == "row end":
                _join_row(pieces, rows.pop())
            if not after_marker:
                pieces.append("\n" if kind == "line" else "\n\n")
    return _tidy("".join(pieces))


def _join_row(pieces: list[str], starts: list[int]) -> None:
    ends = [*starts[1:], len(pieces)]
    if len(starts) < 2 or ends[-1] - starts[0] > _MOST_PIECES * len(starts):
        return
    texts = ["".join(pieces[start:end]).strip() for start, end in zip(starts, ends, strict=True)]
    if not any("\n" in text for text in texts):
        pieces[starts[0] :] = ["\t".join(filter(None, texts))]


def call_note(number: str) -> Event:
    """The call of a footnote, or the number that the note itself bears."""
    return "text", f"{_CALL}{number}{_CALL_END}"


def _tidy(text: str) -> str:
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip(" \t") for line in text.split("\n")))
    lines = text.strip().split("\n")
    return "\n".join(_CALLED.sub(lambda call: f"({call[1] or call[2]})", line) for line in lines) + "\n"
