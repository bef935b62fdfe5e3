"""What the rules find in one paragraph, as places in its text: acts, demands and names of people."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.documents.parse import place_units
from analysis.documents.segment import Unit, without_marks
from analysis.lexicon.codes import label
from analysis.lexicon.markup import escape_html


class Mark(NamedTuple):
    """A piece of a paragraph's text without footnote marks: act, demand or person, and what it means."""

    start: int
    end: int
    kind: str
    meaning: str


def find_marks(corpus: Corpus, place: pd.Series) -> list[Mark]:
    """The acts, demands and people of a paragraph at hand, in order; `place` is its row of `paragraphs`."""
    unit = _find_unit(corpus, place)
    at = {column: place[column] for column in ("reference", "language", "section", "label")}
    marks = [*_mark_demands(_rows_at(corpus.rule_demands.assign(section="operative"), at), unit)]
    marks += _mark_people(_rows_at(corpus.rule_mentions, at), unit)
    plain = without_marks(unit)
    moved = (one._replace(start=_move(unit, one.start), end=_move(unit, one.end)) for one in marks)
    return sorted(one for one in moved if 0 <= one.start < one.end <= len(plain))


def mark_up(text: str, marks: Iterable[Mark]) -> str:
    """A text in HTML, each piece with the kinds of the marks it lies in."""
    marks = list(marks)
    ends = {0, len(text), *(place for one in marks for place in (one.start, one.end))}
    parts = []
    for start, end in pairwise(sorted(ends)):
        over = [one for one in marks if one.start <= start and end <= one.end]
        piece = escape_html(text[start:end])
        kinds = " ".join(dict.fromkeys(one.kind for one in over))
        meant = escape_html("; ".join(dict.fromkeys(one.meaning for one in over)))
        parts.append(f'<mark class="{kinds}" title="{meant}">{piece}</mark>' if over else piece)
    return "".join(parts)


def _find_unit(corpus: Corpus, place: pd.Series) -> Unit:
    wanted = {column: place[column] for column in ("reference", "language", "section", "position")}
    return next(
        unit
        for document in corpus.documents
        if (document.reference, document.language) == (wanted["reference"], wanted["language"])
        for at, unit in place_units(document)
        if wanted.items() <= at.items()
    )


def _rows_at(rows: pd.DataFrame, at: dict[str, str]) -> pd.DataFrame:
    fits = [rows[column] == value for column, value in at.items()]
    return rows[pd.concat(fits, axis=1).all(axis=1)]


def _mark_demands(found: pd.DataFrame, unit: Unit) -> Iterator[Mark]:
    for row in found.drop_duplicates("clause").itertuples():
        if unit.text[row.start : row.end] == row.verb_as_printed:
            yield Mark(
                row.start, row.end, "act", f"{row.act.replace('_', ' ')}, strength {row.strength} of 5"
            )
    for row in found.itertuples():
        passage = unit.text[row.passage_start : row.passage_end]
        start = row.passage_start + len(passage) - len(passage.lstrip(" ,;:"))
        end = row.passage_start + len(passage.rstrip(" ,;:."))
        yield Mark(start, end, "demand", f"{label('addressee', row.addressee)}: {label('theme', row.theme)}")


def _mark_people(named: pd.DataFrame, unit: Unit) -> Iterator[Mark]:
    """Names where they stand; before them a name left out may have another length than the one printed."""
    last = 0
    for row in named.sort_values("nth").itertuples():
        name = re.compile(rf"(?<!\w){re.escape(row.name_as_printed)}(?!\w)")
        at = name.match(unit.text, row.start) or name.search(unit.text, last)
        if at:
            last = at.end()
            yield Mark(*at.span(), "person", "person named")


def _move(unit: Unit, offset: int) -> int:
    """An offset in a unit's text as one in its text without footnote marks."""
    return len(without_marks(replace(unit, text=unit.text[:offset])))
