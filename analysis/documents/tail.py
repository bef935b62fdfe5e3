"""What stands behind the last paragraph: annex, footnotes and the page's footer."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from analysis.documents.markers import MOST_HEADINGS, NOTE, NUMBER, SENTENCE_ENDS, Lines, is_heading
from analysis.lexicon.languages import heads
from analysis.lexicon.references import REFERENCE

_FOOTER = re.compile(
    rf"\s*(?:[^.;:\n]{{3,50}}:\s?[^:\n]{{0,40}}\b(?:19|20)\d\d|(?:ELI|ISSN)\b|{REFERENCE.pattern}\s*$)"
)
BARE_NOTE = re.compile(r"\s*(?P<label>\d{1,3})\s+(?=\S)")
_LAST_LINES = 3  # within which a footer starts


class Tail(NamedTuple):
    """Lines behind the last paragraph.

    Attributes:
        annexes: that open an annex.
        notes: that open a footnote, with its label.
        footer: at which the footer starts.
    """

    annexes: list[int]
    notes: list[tuple[int, str]]
    footer: int


def find_annex(page: Lines, language: str | None) -> int | None:
    """The line of the first heading that names an annex, unless the paragraphs go on behind it."""
    number = 0
    named = None
    for before, i in pairwise(page.filled):
        label = NUMBER.match(page.lines[i])
        if label and named is not None:
            if int(label["label"]) == 1:
                return named
            named = None
        if label:
            number = int(label["label"])
        elif named is None and number and _names_annex(page, i, page.lines[before], language):
            named = i
    return named


def _names_annex(page: Lines, i: int, before: str, language: str | None) -> bool:
    ended = before.rstrip().endswith(SENTENCE_ENDS)
    return (
        ended and heads(page.lines[i], "annex", language) and is_heading(page.block_from(i, len(page.lines)))
    )


def find_tail(page: Lines, last: int, marked: set[str], annex: int | None, restart: int | None) -> Tail:
    """Annex, notes and footer.

    Args:
        page: the text.
        last: the line that opens the last paragraph.
        marked: labels of notes that the text refers to.
        annex: the first line of an annex that names itself.
        restart: the line of a list behind a sentence's end; its heading is that of an annex.
    """
    notes = _find_notes(page, last, marked, annex or restart)
    footer = _find_footer(page, last, [line for line, _ in notes], annex)
    if annex is None:
        end = min([footer, *(line for line, _ in notes)])
        annex = _find_unnamed(page, last, end, restart)
    annexes = [annex] if annex is not None and annex < footer else []
    return Tail(annexes, notes, footer)


def _find_notes(page: Lines, last: int, marked: set[str], annex: int | None) -> list[tuple[int, str]]:
    notes: list[tuple[int, str]] = []
    filled = [i for i in page.filled if i >= last]
    for before, i in pairwise(filled):
        match = NOTE.match(page.lines[i])
        if not match:
            continue
        label = match["label"]
        in_annex = annex is not None and annex < i
        ended = page.lines[before].rstrip().endswith(SENTENCE_ENDS)
        starts = (ended or in_annex) and (page.apart[i] or label in marked)
        if in_annex and notes and starts and label in marked and int(label) <= int(notes[-1][1]):
            notes = []  # what stood there was a list of the annex
        if notes:
            starts = int(label) > int(notes[-1][1])
        if starts and (notes or not in_annex or label in marked):
            notes.append((i, label))
    return notes or list(_find_bare_notes(page, filled))


def _find_bare_notes(page: Lines, filled: list[int]) -> Iterator[tuple[int, str]]:
    """Notes whose numbers stand bare, "1 Texts adopted …": one after the other, to the text's end."""
    label = 1
    for before, i in pairwise(filled):
        match = BARE_NOTE.match(page.lines[i])
        ended = page.lines[before].rstrip().endswith(SENTENCE_ENDS)
        if match and ended and page.apart[i] and int(match["label"]) == label:
            yield i, match["label"]
            label += 1


def _find_footer(page: Lines, last: int, notes: list[int], annex: int | None) -> int:
    filled = [i for i in page.filled if i >= last]
    for i in filled[1:]:
        is_footer = _FOOTER.match(page.lines[i]) and len(page.lines[i]) < 200 and i in filled[-_LAST_LINES:]
        behind_notes = notes and page.apart[i] and not (annex is not None and i >= annex > notes[-1])
        if (not notes or i > notes[-1]) and (is_footer or behind_notes):
            return i
    return len(page.lines)


def _find_unnamed(page: Lines, last: int, end: int, restart: int | None) -> int | None:
    """The heading, behind the last paragraph's end, of an annex that no word names.

    A list that starts anew under it, or notes or a footer behind it, tells that the text was not cut there.
    """
    if restart is None and end == len(page.lines):
        return None
    filled = [i for i in page.filled if last <= i < (end if restart is None else restart)]
    if restart is not None:
        headings = filled[-MOST_HEADINGS:]
        while headings and not is_heading(page.lines[headings[0]]):
            headings.pop(0)
        return next(iter(headings), None)
    for before, i in pairwise(filled):
        ended = page.lines[before].rstrip().endswith(SENTENCE_ENDS)
        if ended and page.apart[i] and is_heading(page.block_from(i, end)):
            return i
    return None
