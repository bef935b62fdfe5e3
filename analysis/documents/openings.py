"""Which lines open a citation, a recital or a paragraph.

A marker alone does not tell: headings bear letters and Roman numerals, lists bear numbers, and
some texts have no dash before a citation.
"""

import re
from itertools import pairwise, zip_longest
from typing import NamedTuple

from analysis.documents.markers import (
    DASH,
    LETTER,
    NUMBER,
    Lines,
    collapse,
    find_marker,
    is_date,
    is_heading,
    is_wide,
)
from analysis.documents.numbers import Candidate, read_numbers
from analysis.lexicon.languages import languages, opens_citation

_LONGEST_FORMULA = 80
_BEFORE_NAME = 4  # letters of a formula before Parliament's name
_REST_OF_FORMULA = 30  # and besides it
_ROMAN = re.compile(r"[IVX]+")


class Opening(NamedTuple):
    """A line at which a unit starts."""

    line: int
    section: str
    label: str | None = None


class Openings(NamedTuple):
    """Openings in printed order.

    Attributes:
        units: citations, recitals and paragraphs.
        points: lines that start a numbered point within a unit.
        restart: the line of a list of points behind a sentence's end, if no paragraph follows.
        spaced: whether blank lines part the units.
    """

    units: list[Opening]
    points: frozenset[int]
    restart: int | None
    spaced: bool


def find_openings(page: Lines, language: str | None, end: int) -> Openings:
    """The openings before a line.

    Official pages set two or more spaces after a marker; a single space opens a unit only in a text
    where wide markers are few, so that dates, initials and abbreviations at a line's start open nothing.
    """
    start = _after_enacting_formula(page, language)
    candidates = _find_candidates(page, start, end)
    marked = [one for one in candidates if one.label.isupper() or one.label.isdigit()]
    strict = sum(is_wide(one.match) for one in marked) > sum(
        one.apart and not is_wide(one.match) for one in marked
    )
    if strict:
        candidates = [one for one in candidates if one.match.re is DASH or is_wide(one.match)]
    spaced = sum(one.apart for one in candidates) * 2 > len(candidates)

    def stands_free(one: Candidate, is_next: bool = False) -> bool:
        free = one.apart or (strict and not spaced)
        return free or (one.after_end and (is_next or not spaced))

    recitals = _find_recitals(page, [one for one in candidates if stands_free(one)], end)
    numbers = [one for one in candidates if one.match.re is NUMBER and not is_date(one.match, language)]
    reading = read_numbers(
        page,
        numbers,
        [one.line for one in recitals],
        lambda one, is_next: (
            stands_free(one, is_next) and (is_next or strict or (one.apart and one.after_end))
        ),
    )
    units = []
    opened = reading.opened
    while opened:
        place, earlier = opened
        units.append(Opening(numbers[place].line, "operative", numbers[place].label))
        opened = earlier.opened
    first = units[-1].line if units else end
    units += [one for one in recitals if one.line < first]
    first = min((one.line for one in units), default=end)
    dashes = [
        one.line for one in candidates if one.match.re is DASH and one.line < first and stands_free(one)
    ]
    units += [Opening(line, "citation") for line in dashes or _undashed(page, language, start, first, spaced)]
    points, point = set(), reading.points
    while point:
        place, point = point
        points.add(numbers[place].line)
    return Openings(sorted(units, key=lambda one: one.line), frozenset(points), reading.restart, spaced)


def find_formulas(page: Lines) -> list[int]:
    """The lines that are an enacting formula, "The European Parliament,", in any language."""
    formulas = []
    before = ""
    for i, following in pairwise(page.filled):
        in_unit = len(before.split()) == 1 and find_marker(before, page.lines[i])
        if not in_unit and _is_formula(page.lines[i], page.lines[following]):
            formulas.append(i)
        before = page.lines[i]
    return formulas


def _is_formula(line: str, following: str) -> bool:
    if len(line) >= _LONGEST_FORMULA or line.rstrip().endswith((".", ";")) or find_marker(line, ""):
        return False
    folded = collapse(line).casefold()
    for code, row in languages().items():
        name = row["parliament"].casefold()
        if name in folded[: len(name) + _BEFORE_NAME] and len(folded) <= len(name) + _REST_OF_FORMULA:
            return opens_unit(following, code)
    return False


def _after_enacting_formula(page: Lines, language: str | None) -> int:
    """The first line after "The European Parliament,"; 0 when that line is not found."""
    if language is None:
        return 0
    name = languages()[language]["parliament"].casefold()
    for i, following in pairwise(page.filled):
        line = page.lines[i]
        named = len(line) < _LONGEST_FORMULA and name in collapse(line).casefold()
        if named and opens_unit(page.lines[following], language):
            return i + 1
    return 0


def opens_unit(line: str, language: str | None) -> bool:
    """Whether a line starts as the first unit after the enacting formula does."""
    return find_marker(line, "x") is not None or opens_citation(line, language)


def _find_candidates(page: Lines, start: int, end: int) -> list[Candidate]:
    candidates = []
    filled = [i for i in page.filled if i < end]
    for place, i in enumerate(filled):
        following = page.lines[filled[place + 1]] if place + 1 < len(filled) else ""
        if i >= start and (match := find_marker(page.lines[i], following)):
            before = page.lines[filled[place - 1]].rstrip() if place else ""
            behind_formula = start > 0 and filled[place - 1] < start
            candidates.append(Candidate(i, match, before, page.apart[i] or behind_formula))
    return candidates


def _find_recitals(page: Lines, candidates: list[Candidate], end: int) -> list[Opening]:
    """Recitals by their letters, headings with a letter or a Roman numeral left out."""
    letters, opened = [""], []
    marked = [one for one in candidates if one.match.re is not DASH]
    for one, after in zip_longest(marked, marked[1:]):
        if one.match.re is not LETTER or not _follows(one.label, letters):
            continue
        followed = after is not None and after.match.re is LETTER and _is_next(after.label, one.label)
        in_sequence = _is_next(one.label, letters[-1]) and (followed or not _ROMAN.fullmatch(one.label))
        repeated = after is not None and after.label == one.label
        if (repeated or not in_sequence) and is_heading(page.block_from(one.line, end)):
            continue
        letters.append(one.label)
        opened.append(Opening(one.line, "recital", one.label))
    return opened


def _follows(label: str, letters: list[str]) -> bool:
    """Whether a recital label may come after those before it (Latin ones rise; A … Z, AA, AB)."""
    if not label.isupper() or label in letters:
        return False
    latin = "".join([label, *letters]).isascii()
    return not latin or 0 < rank(label) - rank(letters[-1]) <= 10


def _is_next(label: str, before: str) -> bool:
    return not (label + before).isascii() or rank(label) == rank(before) + 1


def rank(label: str) -> int:
    """The place of a recital's letter: A is 1, Z 26, AA 27."""
    place = 0
    for letter in label:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _undashed(page: Lines, language: str | None, start: int, first: int, spaced: bool) -> list[int]:
    """The lines that open citations where no dash does: every block after the enacting formula."""
    blocks = [i for i in page.filled if start <= i < first and (page.apart[i] or not spaced)]
    return blocks if start and blocks and opens_citation(page.lines[blocks[0]], language) else []
