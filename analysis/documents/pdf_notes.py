"""Footnotes at the ends of a PDF's pages: told by their size, taken to the end, numbered through."""

import re
from collections import Counter
from dataclasses import dataclass, field

from analysis.documents.pdf_rows import Row

_SMALLER = 0.94  # of the text's size, up to which a footnote is set
_OPENS = re.compile(r"\s*[(\[]?\s*(\d{1,3})\s*[)\]]?(?=\D)\s*")
_FIGURE = re.compile(r"[(\[]?\d")
_APART = re.compile(r"[(\[]\s*\d{1,3}\s*[)\]]|\d{1,3}\s")
_ENDED = re.compile(r"[.)\d]\s*$")
_CALLED = re.compile(r"(?:[^\W\d_]{3}|[”»\"’,.;:)\]]|\b(?:19|20)\d\d)\s*$")


@dataclass
class Notes:
    """The footnotes of a document.

    Attributes:
        lines: of each note, by its number through the document.
        of_page: on each page, the number printed there → that through the document.
    """

    lines: dict[int, list[str]] = field(default_factory=dict)
    of_page: list[dict[int, int]] = field(default_factory=list)

    def write(self, row: Row, page: int) -> str:
        """A row's text, in which raised figures that call a note are "(1)", glued to the word before."""
        written = ""
        for words, raised in row.pieces:
            figure = re.fullmatch(r"[(\[]?(\d{1,3})[)\]]?([.,;:]?)", words) if raised else None
            if figure and (number := self._called(int(figure[1]), page, written)):
                written = f"{written.rstrip()}({number}){figure[2]}"
            elif figure and not written.strip():
                written = f"({figure[1]}) "
            else:
                written += words
        return written

    def _called(self, printed: int, page: int, before: str) -> int | None:
        here = self.of_page[page] if page < len(self.of_page) else {}
        if before.strip() and (printed in here or (not self.lines and _CALLED.search(before))):
            return here.get(printed, printed)
        return None


def take_notes(pages: list[list[Row]]) -> tuple[list[list[Row]], Notes]:
    """The rows of each page without the footnotes at its end, and the footnotes."""
    sizes = Counter[float]()
    for rows in pages:
        for row in rows:
            sizes[row.size] += len(row.glyphs)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    notes, kept = Notes(), []
    for rows in pages:
        start = len(rows)
        while start and rows[start - 1].size <= _SMALLER * body:
            start -= 1
        opened = [at for at in range(start, len(rows)) if _opens(rows[at])]
        first = opened[0] if opened else len(rows)
        goes_on = first > start and notes.lines and not _ENDED.search(_last_line(notes))
        begin = start if goes_on else first
        notes.of_page.append({})
        for row in rows[begin:]:
            _add(notes, row)
        kept.append(rows[:begin])
    return kept, notes


def _opens(row: Row) -> bool:
    """Whether a row starts with a raised figure, or with one in brackets or apart from the words."""
    words, raised = row.pieces[0]
    return _FIGURE.match(words) is not None and (raised or _APART.match(row.text) is not None)


def _add(notes: Notes, row: Row) -> None:
    opening = _OPENS.match(row.text) if _opens(row) else None
    if opening and (not notes.of_page[-1] or int(opening[1]) > max(notes.of_page[-1])):
        printed = int(opening[1])
        number = max(printed, max(notes.lines, default=0) + 1)
        notes.of_page[-1][printed] = number
        notes.lines[number] = [row.text[opening.end() :]]
    elif notes.lines:
        notes.lines[max(notes.lines)].append(row.text)


def _last_line(notes: Notes) -> str:
    return notes.lines[max(notes.lines)][-1]
