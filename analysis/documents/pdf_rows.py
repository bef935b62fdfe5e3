"""A PDF file → the rows of print on its pages, each with where it stands and how it is set."""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from analysis.lexicon.errors import InputError

_MOST_PAGES = 400
_SAME_ROW = 0.25  # of the size, by which baselines of one row may differ
_RAISED = 0.12  # of the size, from which on a figure stands raised
_REACH = 0.65  # of the size, within which a small figure belongs to a row
_SMALLER = 0.88
_SPACE = 0.15  # of the size, from which on a gap parts words
_WIDE = 0.55  # of the size, from which on a gap is wider than between words,
_WIDER = 1.6  # if it is so many times as wide as the space that stands there
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


@dataclass(frozen=True)
class Glyph:
    """One letter or sign: its left and right edge, baseline and size in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Row:
    """One row of print on a page, its glyphs from left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def size(self) -> float:
        """The size in which most of it is set."""
        return Counter(round(one.size, 1) for one in self.glyphs).most_common(1)[0][0]

    @cached_property
    def base(self) -> float:
        """Its baseline, from the bottom of the page."""
        return Counter(one.base for one in self.glyphs if one.size > self.size * _SMALLER).most_common(1)[0][
            0
        ]

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(one.bold for one in self.glyphs if not one.text.isspace())

    @property
    def left(self) -> float:
        """Where it starts."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.glyphs[-1].right

    @cached_property
    def pieces(self) -> list[tuple[str, bool]]:
        """Its text in pieces, each with whether it is raised; white space as single spaces, wide gaps as tabs."""
        pieces: list[tuple[str, bool]] = []
        gap, space = 0, 0.0
        before: Glyph | None = None
        for one in self.glyphs:
            if one.text.isspace():
                gap, space = gap + 1, one.right - one.left
                continue
            raised = one.base - self.base > _RAISED * self.size
            distance = one.left - before.right if before else 0.0
            if before and (distance > max(_WIDE * self.size, _WIDER * space) or gap > 1):
                pieces.append(("\t", False))
            elif before and (gap or distance > _SPACE * self.size):
                pieces.append((" ", False))
            if pieces and pieces[-1][1] == raised and pieces[-1][0] not in ("\t", " "):
                pieces[-1] = pieces[-1][0] + one.text, raised
            else:
                pieces.append((one.text, raised))
            gap, space, before = 0, 0.0, one
        return pieces

    @cached_property
    def text(self) -> str:
        """Its text, wide gaps as tabs."""
        return "".join(words for words, _ in self.pieces)

    def start_behind(self, n_signs: int) -> float:
        """Where what stands behind so many of its signs, white space left out, starts; its end where nothing does."""
        signs = [one for one in self.glyphs if not one.text.isspace()]
        for one in signs:
            n_signs -= len(one.text)
            if n_signs < 0:
                return one.left
        return self.right

    @cached_property
    def first_word(self) -> float:
        """How wide its first word is."""
        end = self.left
        for one in self.glyphs:
            if one.text.isspace() or one.left - end > _SPACE * self.size:
                break
            end = one.right
        return end - self.left


def read_pages(data: bytes, name: str) -> list[list[Row]]:
    """The rows of each page, from the top.

    Raises:
        InputError: it is broken, encrypted or scanned, or its letters cannot be told.
    """
    pages = [_join_rows(glyphs) for glyphs in _read_glyphs(data, name)]
    text = "".join(row.text for rows in pages for row in rows)
    if not text.strip():
        raise InputError(
            f"{name} is a scanned PDF without text: get the text as a web page or Word file, or have the scan read."
        )
    if len(_UNKNOWN.findall(text)) * 20 > len(text.split()):
        raise InputError(
            f"{name} is a PDF whose letters cannot be told: save the web page or Word file instead."
        )
    return pages


def _read_glyphs(data: bytes, name: str) -> Iterator[list[Glyph]]:
    try:
        from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage
    except ImportError as error:
        raise InputError(
            f"{name} is a PDF file, which takes the extra 'office': install country-resolutions[office]."
        ) from error
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    resources = PDFResourceManager()
    device = _make_device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    try:
        for page in PDFPage.get_pages(BytesIO(data), maxpages=_MOST_PAGES):
            interpreter.process_page(page)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise InputError(
            f"{name} is an encrypted PDF: open it with its password and print it to a new PDF."
        ) from error
    except (Exception, RecursionError) as error:  # whatever a broken file makes its reader trip over
        raise InputError(f"{name} is a broken PDF: get it again.") from error
    yield from (_list_glyphs(page) for page in device.pages)


def _make_device(resources: Any) -> Any:
    from pdfminer.converter import PDFLayoutAnalyzer

    class Device(PDFLayoutAnalyzer):
        """Keeps each page as it comes."""

        def __init__(self) -> None:
            super().__init__(resources, laparams=None)
            self.pages: list[Any] = []

        def receive_layout(self, ltpage: Any) -> None:
            self.pages.append(ltpage)

    return Device()


def _list_glyphs(page: Any) -> list[Glyph]:
    from pdfminer.layout import LTChar, LTContainer

    glyphs, waiting = [], [page]
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTChar):
            if item.upright and item.size > 1:
                text = _LIGATURES.get(item.get_text(), item.get_text())
                base, bold = round(item.matrix[5], 1), "bold" in item.fontname.lower()
                glyphs.append(Glyph(text, item.x0, item.x1, base, item.size, bold))
        elif isinstance(item, LTContainer):
            waiting += item
    return glyphs


def _join_rows(glyphs: Iterable[Glyph]) -> list[Row]:
    """Glyphs of a page as its rows; small figures belong to the row beside which they are raised."""
    levels: dict[float, list[Glyph]] = {}
    for one in glyphs:
        levels.setdefault(one.base, []).append(one)
    rows: list[tuple[float, float, list[Glyph]]] = []  # baseline, size, glyphs
    sized = [(base, max(one.size for one in level), level) for base, level in levels.items()]
    for base, size, level in sorted(sized, key=lambda one: (-round(one[1]), -one[0])):
        near = [
            row
            for row in rows
            if abs(base - row[0]) < _SAME_ROW * row[1]
            or (size < _SMALLER * row[1] and 0 < base - row[0] < _REACH * row[1])
        ]
        if near:
            min(near, key=lambda row: abs(base - row[0]))[2].extend(level)
        elif any(not one.text.isspace() for one in level):
            rows.append((base, size, level))
    return [_make_row(level) for _, _, level in sorted(rows, key=lambda row: -row[0])]


def _make_row(glyphs: list[Glyph]) -> Row:
    ordered = sorted(glyphs, key=lambda one: one.left)
    kept: list[Glyph] = []
    for one in ordered:
        twice = kept and one.text == kept[-1].text and abs(one.left - kept[-1].left) < 0.1 * one.size
        if not twice:
            kept.append(one)  # what is drawn twice is to look bold
    while len(kept) > 1 and kept[0].text.isspace():
        kept.pop(0)
    while len(kept) > 1 and kept[-1].text.isspace():
        kept.pop()
    return Row(tuple(kept))
