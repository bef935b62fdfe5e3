"""Which of the numbers at lines' starts are paragraphs', which those of points within a paragraph.

Numbers are missing or stand twice, and points are numbered as paragraphs are. So the reading that
leaves the least unexplained is taken.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from analysis.documents.markers import DASH, ENDINGS, MOST_HEADINGS, SENTENCE_ENDS, Lines, is_heading

_ABBREVIATED = re.compile(r"\b[^\W\d_]{1,4}\.$")
_LONGEST_ABBREVIATED = 6  # its four letters, the full stop and what stands before
# What speaks against a reading of the numbers, weighed against one number that nothing explains.
_UNEXPLAINED = 1.0
_POINT = 0.01  # a numbered point within a paragraph
_UNANNOUNCED = 0.3  # points without a colon or comma before them
_UNASKED = 1.2  # points behind what is complete
_GAP = 0.6  # numbers left out
_OTHER_CASE = 0.3  # a paragraph that starts with a small letter where others start with a capital
_UNFINISHED = 0.3  # a paragraph after a comma
_RESUMED = 1.5  # paragraphs after a list behind a sentence's end
_LETTER_AFTER = 0.4  # a recital after a paragraph, counted up to two
_MOST_READINGS = 16


class Candidate(NamedTuple):
    """A line that starts with a marker."""

    line: int
    match: re.Match[str]
    before: str  # the filled line before
    apart: bool

    @property
    def label(self) -> str:
        """The letter or number; nothing for a dash."""
        return "" if self.match.re is DASH else self.match["label"]

    @property
    def number(self) -> int:
        """The number it is."""
        return int(self.label)

    @property
    def initial(self) -> str:
        """The first sign behind the marker."""
        return self.match.string[self.match.end()]

    @property
    def after_end(self) -> bool:
        """Whether the line before ends a unit."""
        return self.before.endswith(ENDINGS) and not _ABBREVIATED.search(self.before[-_LONGEST_ABBREVIATED:])


class Reading(NamedTuple):
    """One way to read the numbers so far."""

    cost: float
    paragraph: int = 0
    point: int = 0
    capital: bool = True  # the first paragraph starts with a capital letter
    opened: "tuple[int, Reading] | None" = None  # what opened the last paragraph, and the reading before it
    points: "tuple[int, Any] | None" = None  # what was read as a point, last first
    restart: int | None = None  # the line of a list behind a sentence's end, unless a paragraph follows


def read_numbers(
    page: Lines,
    numbers: list[Candidate],
    recitals: list[int],
    may_open: Callable[[Candidate, bool], bool],
) -> Reading:
    """The reading of the numbers that costs least."""
    readings = [Reading(0.0)]
    for place, one in enumerate(numbers):
        restarts = one.number == 1 and _restarts(page, one)
        letters_after = _LETTER_AFTER * min(2, len(recitals) - bisect(recitals, one.line))
        kept: dict[tuple[int, int, bool], Reading] = {}
        for old in readings:
            is_next = one.number == old.paragraph + 1
            further = [old._replace(cost=old.cost + _UNEXPLAINED), *_as_point(place, one, old, restarts)]
            if one.number > old.paragraph and may_open(one, is_next):
                new = _as_paragraph(place, one, old)
                further.append(new if old.paragraph else new._replace(cost=new.cost + letters_after))
            for new in further:
                key = new.paragraph, new.point, new.restart is None
                if key not in kept or new.cost < kept[key].cost:
                    kept[key] = new
        readings = sorted(kept.values(), key=lambda reading: reading.cost)[:_MOST_READINGS]
    return min(readings, key=lambda reading: (not reading.paragraph, reading.cost, -reading.paragraph))


def _as_point(place: int, one: Candidate, old: Reading, restarts: bool) -> Iterator[Reading]:
    """The number read as that of a point: the next one, or the first of a list."""
    new = old._replace(point=one.number, points=(place, old.points), cost=old.cost + _POINT)
    if old.point and one.number == old.point + 1:
        yield new
    elif one.number == 1:
        restart = old.restart or (one.line if restarts and old.paragraph > 1 else None)
        announced = one.before.endswith((":", ","))
        extra = 0 if announced else _UNASKED if one.before.endswith(ENDINGS) else _UNANNOUNCED
        yield new._replace(cost=new.cost + extra, restart=restart)


def _as_paragraph(place: int, one: Candidate, old: Reading) -> Reading:
    """The number read as that of a paragraph, weighed against those before."""
    capital = old.capital if old.paragraph else one.initial.isupper()
    cost = old.cost + _GAP * (one.number != old.paragraph + 1) + _RESUMED * (old.restart is not None)
    cost += _OTHER_CASE * (one.initial.isalpha() and one.initial.isupper() != capital)
    cost += _UNFINISHED * (old.paragraph > 0 and one.before.endswith(","))
    return Reading(cost, one.number, capital=capital, opened=(place, old), points=old.points)


def _restarts(page: Lines, one: Candidate) -> bool:
    """Whether a list stands behind a sentence's end, with or without a heading of its own."""
    before = [page.lines[i] for i in page.filled[: bisect(page.filled, one.line - 1)][-1 - MOST_HEADINGS :]]
    headings = list(takewhile(is_heading, reversed(before)))
    rest = before[: len(before) - len(headings)]
    return bool(rest) and rest[-1].rstrip().endswith(SENTENCE_ENDS)
