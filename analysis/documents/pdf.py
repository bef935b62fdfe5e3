"""A PDF file → its text, each unit on lines of its own: rows of print put together to paragraphs.

What opens a paragraph is told by its place, in any language: a marker that hangs before the text or stands
apart from it, space above, another type. All else goes on with the paragraph before, also from page to page.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.documents.blocks import WIDE
from analysis.documents.hyphens import join_lines
from analysis.documents.markers import ENDINGS
from analysis.documents.pdf_margins import drop_margins
from analysis.documents.pdf_notes import Notes, take_notes
from analysis.documents.pdf_rows import Row, read_pages

_MARKER = re.compile(r"(?:[–—―‒−•·-]|[^\W\d_]{1,3}\.|\d{1,3}\.|\(?[^\W_]{1,5}\))(?=.)")
_SPREAD = 1.25  # of the usual distance between rows, from which on there is space between them
_NEAR = 0.35  # of the size, within which two rows start at one place
_OTHER_SIZE = 0.08
_WORD_SPACE = 0.35  # of the size
_ENOUGH = 20  # rows, of which some may reach beyond the edge


@dataclass
class Block:
    """One paragraph: where its marker and its text stand, and its lines."""

    left: float
    text_left: float
    lines: list[str] = field(default_factory=list)


def read_pdf(data: bytes, name: str) -> str:
    """The text; footnotes go to its end.

    Raises:
        InputError: as `read_pages` says.
    """
    pages, notes = take_notes(drop_margins(read_pages(data, name)))
    texts = [join_lines(block.lines) for block in _Setter(pages, notes).join()]
    texts += [f"({number}) {join_lines(lines)}" for number, lines in notes.lines.items()]
    return "\n\n".join(texts) + "\n"


class _Setter:
    """Puts rows together."""

    def __init__(self, pages: list[list[Row]], notes: Notes):
        self._rows = [(page, row) for page, rows in enumerate(pages) for row in rows]
        self._notes = notes
        distances = Counter[float]()
        self._columns = Counter[
            tuple[int, int]
        ]()  # where a marker stands and its text, which goes on below it
        for (page, row), (next_page, following) in pairwise(self._rows):
            if page == next_page and row.size == following.size:
                distances[round((row.base - following.base) / row.size, 1)] += 1
            behind = self._text_behind(row)
            if behind is not None and page == next_page and _is_near(following.left, behind, row):
                self._columns[round(row.left), round(behind)] += 1
        usual = [one for one, n in distances.items() if n * 5 > max(distances.values()) and one > 0]
        self._leading = min(usual, default=1.2)
        ends = sorted(row.right for _, row in self._rows)
        self._edge = ends[-1 - len(ends) // _ENOUGH] if ends else 0.0

    def join(self) -> list[Block]:
        """The paragraphs in order."""
        blocks: list[Block] = []
        before: tuple[int, Row] | None = None
        for page, row in self._rows:
            marker = self._find_marker(row)
            if before is None or marker or self._starts(page, row, before, blocks[-1]):
                behind = self._text_behind(row)
                blocks.append(Block(row.left, behind if marker and behind else row.left))
            line = self._notes.write(row, page)
            if marker:
                line = f"{marker}{WIDE}{line[len(marker) :].lstrip()}"
            blocks[-1].lines.append(line.replace("\t", " "))
            before = page, row
        return blocks

    def _text_behind(self, row: Row) -> float | None:
        """Where the text behind a row's marker starts, if it starts with what may be one."""
        match = _MARKER.match(row.text)
        behind = row.start_behind(len(match[0])) if match else row.left
        return behind if behind > row.left + _NEAR * row.size else None

    def _find_marker(self, row: Row) -> str:
        """The marker with which a row opens a paragraph: apart from the text, or in the column of others."""
        match, behind = _MARKER.match(row.text), self._text_behind(row)
        if match is None or behind is None:
            return ""
        steps = (-1, 0, 1)
        place = round(row.left), round(behind)
        n_like = sum(self._columns[place[0] + one, place[1] + other] for one in steps for other in steps)
        apart = row.text[match.end()] == "\t" and not self._goes_on(row, match[0])
        return match[0] if apart or n_like else ""

    def _goes_on(self, row: Row, marker: str) -> bool:
        """Whether what looks like a label stands where text goes on: "… in / 2020.  The …"."""
        labelled = marker.endswith(".")
        return labelled and any(_is_near(row.left, text, row) for _, text in self._columns)

    def _starts(self, page: int, row: Row, before: tuple[int, Row], block: Block) -> bool:
        """Whether a row without marker opens a paragraph."""
        last_page, last = before
        if row.bold != last.bold or abs(row.size - last.size) > _OTHER_SIZE * last.size:
            return True
        fitted = last.right + _WORD_SPACE * last.size + row.first_word < self._edge
        if page == last_page:
            spread = last.base - row.base > _SPREAD * self._leading * max(row.size, last.size)
            return spread or (fitted and not row.bold)
        hangs = block.text_left > block.left
        outside = hangs and row.left < block.text_left - _NEAR * row.size
        return last.text.rstrip().endswith(ENDINGS) and (outside or fitted)


def _is_near(left: float, other: float, row: Row) -> bool:
    return abs(left - other) < _NEAR * row.size
