"""What the rules find in one paragraph, as places in its text: acts, demands and names of people."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from analysis.corpus.corpus import Corpus, computed_once
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


def find_marks(corpus: Corpus, place: Mapping[str, Any]) -> list[Mark]:
    """The acts, demands and people of a paragraph at hand, in order; `place` is its row of `paragraphs`."""
    index = _index(corpus)
    version = (place["reference"], place["language"], place["section"])
    unit = index.units[(*version, place["position"])]
    marks = [*_mark_demands(index.demands.get((*version, place["label"]), []), unit)]
    marks += _mark_people(index.people.get((*version, place["label"]), []), unit)
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


class _Index(NamedTuple):
    """Units and what was found by rule, each by reference, language, section and position or label."""

    units: dict[tuple, Unit]
    demands: dict[tuple, list[Any]]
    people: dict[tuple, list[Any]]


@computed_once
def _index(corpus: Corpus) -> _Index:
    at = ["reference", "language", "section", "position"]
    units = {
        tuple(place[name] for name in at): unit
        for one in corpus.documents
        for place, unit in place_units(one)
    }
    demands = _group(corpus.rule_demands.assign(section="operative"))
    return _Index(units, demands, _group(corpus.rule_mentions.sort_values("nth", kind="stable")))


def _group(rows: pd.DataFrame) -> dict[tuple, list[Any]]:
    """Rows by reference, language, section and label."""
    grouped: dict[tuple, list[Any]] = {}
    for row in rows.itertuples():
        grouped.setdefault((row.reference, row.language, row.section, row.label), []).append(row)
    return grouped


def _mark_demands(found: list[Any], unit: Unit) -> Iterator[Mark]:
    for row in {row.clause: row for row in reversed(found)}.values():
        if unit.text[row.start : row.end] == row.verb_as_printed:
            yield Mark(
                row.start, row.end, "act", f"{row.act.replace('_', ' ')}, strength {row.strength} of 5"
            )
    for row in found:
        passage = unit.text[row.passage_start : row.passage_end]
        start = row.passage_start + len(passage) - len(passage.lstrip(" ,;:"))
        end = row.passage_start + len(passage.rstrip(" ,;:."))
        yield Mark(start, end, "demand", f"{label('addressee', row.addressee)}: {label('theme', row.theme)}")


def _mark_people(named: list[Any], unit: Unit) -> Iterator[Mark]:
    """Names where they stand; before them a name left out may have another length than the one printed."""
    last = 0
    for row in named:
        name = re.compile(rf"(?<!\w){re.escape(row.name_as_printed)}(?!\w)")
        at = name.match(unit.text, row.start) or name.search(unit.text, last)
        if at:
            last = at.end()
            yield Mark(*at.span(), "person", "person named")


def _move(unit: Unit, offset: int) -> int:
    """An offset in a unit's text as one in its text without footnote marks."""
    return len(without_marks(replace(unit, text=unit.text[:offset])))
