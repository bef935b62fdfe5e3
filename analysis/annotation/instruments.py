"""What a resolution cites: treaties, resolutions, statements and other documents, told by rule from its citations.

Phrases are those of `lexicon/instruments.csv`; numbers of acts and documents are told in any language.
"""

import datetime
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis.documents.parse import Document
from analysis.documents.segment import Unit
from analysis.lexicon.dates import find_dates
from analysis.lexicon.grammar import any_of, has_grammar, load_grammar
from analysis.lexicon.references import REFERENCE, plain_reference
from analysis.lexicon.tables import read_lexicon

_NOTE_CALL = re.compile(r"\((\d{1,3})\)")
_ACT = re.compile(r"(?<![\d/])((?:19|20)\d\d/\d{1,5}|\d{1,4}/(?:19|20)\d\d)(?!\d|[(]|/\d)")
_UN_ACT = re.compile(r"(?<![\w/])(\d{3,4}) ?\(((?:19|20)\d\d)\)")
_UN_DOCUMENT = re.compile(r"(?<![\w/])(?:A|S|E|CCPR|CAT|CRC|CEDAW)/[A-Z0-9][A-Za-z0-9./-]*\d")
_RULE = re.compile(r"(\d{2,3})(?:\s?\((\d{1,2})\)|\.(\d{1,2})\b|[^\d;]{1,15}?\b(\d)\b(?![\d.]))?")
_ARTICLE = re.compile(r"\d{1,3}(?:\s?\(\d{1,2}\)|\.\d{1,2}(?!\d))?")
_BY_NUMBER = "eu_strategy"


class Instrument(NamedTuple):
    """One document that a citation names.

    Attributes:
        instrument: in English.
        instrument_id: the same for every citation of it.
        kind: code.
        date: ISO date or year; None where none is stated.
    """

    instrument: str
    instrument_id: str
    kind: str
    date: str | None = None


class _Cue(NamedTuple):
    start: int
    end: int
    row: dict[str, str]


def find_instruments(document: Document) -> list[Instrument]:
    """Each document that the citations of a text name, once, in printed order."""
    notes = {note.label or "": note.text for note in document.footnotes}
    citations = [unit for unit in document.paragraphs if unit.section == "citation"]
    found = [one for unit in citations for one in _find(unit, notes, document.language or "")]
    return list({(one.instrument, one.date): one for one in found}.values())


def _find(unit: Unit, notes: dict[str, str], language: str) -> Iterator[Instrument]:
    text = unit.text
    cues = _find_cues(text, language)
    for before, cue, after in zip([None, *cues], cues, [*cues[1:], None], strict=False):
        front = text[before.end if before else 0 : cue.start]
        reach = (
            cue.start if cue.row["kind"] == "ep_resolution" or before else 0,
            after.start if after else len(text),
        )
        yield from _tell(cue, front, text, reach, notes, language)
    if not any(cue.row["kind"] == "ep_resolution" for cue in cues):
        yield from (
            Instrument(f"EP resolution {plain_reference(match)}", plain_reference(match), "ep_resolution")
            for match in REFERENCE.finditer(text)
        )
    for match in _UN_DOCUMENT.finditer(text):
        yield Instrument(f"UN document {match[0]}", match[0].lower().replace("/", "-"), "un")
    for match in _UN_ACT.finditer(text):
        yield Instrument(
            f"UN Security Council Resolution {match[1]} ({match[2]})", f"unscr-{match[1]}", "un", match[2]
        )


def _tell(
    cue: _Cue, front: str, text: str, reach: tuple[int, int], notes: dict[str, str], language: str
) -> Iterator[Instrument]:
    """What one phrase names, with the numbers before it or the dates and numbers near it."""
    name, key, kind = cue.row["instrument"], cue.row["instrument_id"], cue.row["kind"]
    near = text[slice(*reach)]
    if kind == "ep_rules":
        rules = [
            f"{one[1]}({para})" if (para := one[2] or one[3] or one[4]) else one[1]
            for one in _RULE.finditer(front)
        ]
        for rule in rules:
            yield Instrument(f"{name}, Rule {rule}", f"ep-rule-{_slug(rule)}", kind)
        if not rules:
            yield Instrument(name, key, kind)
    elif kind == "eu_treaty":
        articles = _find_articles(front, language)
        several = "s" if len(articles) > 1 else ""
        told = f" Article{several} {', '.join(articles)}" if articles else ""
        yield Instrument(f"{name}{told}", _slug(f"{key}{told}"), kind)
    elif kind == "ep_resolution":
        yield from _tell_resolutions(name, near, notes, language)
    elif kind == "un" and key:
        yield Instrument(name, key, kind)
    elif kind == _BY_NUMBER and (acts := _ACT.findall(near)):
        for act in acts:
            yield Instrument(f"{name} {act}", _slug(f"{name} {act}"), kind)
    elif not (
        _needs_number(cue.row) or (kind == "un" and (_UN_ACT.search(near) or _UN_DOCUMENT.search(near)))
    ):
        dates = list(dict.fromkeys(date.isoformat() for date, _ in find_dates(near, language)))
        for date in dates[: 1 if kind == "agreement" else None]:  # of an agreement that of its signature
            yield Instrument(name, key or _slug(name), kind, date)
        if not dates:
            yield Instrument(name, key or _slug(name), kind)


def _needs_number(row: dict[str, str]) -> bool:
    """Whether only a number tells which act a phrase means: "Regulation" alone names none."""
    return row["kind"] == _BY_NUMBER and " " not in row["instrument"]


def _tell_resolutions(name: str, near: str, notes: dict[str, str], language: str) -> Iterator[Instrument]:
    dates = list(find_dates(near, language))
    ends = [end for _, end in dates]
    for (date, end), until in zip(dates, [*ends[1:], len(near)], strict=True):
        call = _NOTE_CALL.search(near, end, until)
        numbered = REFERENCE.search(notes.get(call[1], "") if call else "")
        key = plain_reference(numbered) if numbered else f"ep-resolution-{date.isoformat()}"
        yield Instrument(f"{name} of {_in_english(date)}", key, "ep_resolution", date.isoformat())
    if not dates:
        yield Instrument("EP previous resolutions", "ep-previous-resolutions", "ep_resolution")


def _find_articles(front: str, language: str) -> list[str]:
    if not has_grammar(language):
        return []
    words = list(re.finditer(rf"\b{any_of(load_grammar(language).law)}\b", front))
    listed = front[words[-1].end() :] if words else ""
    return [re.sub(r"\.(\d+)", r"(\1)", one.replace(" ", "")) for one in _ARTICLE.findall(listed)]


def _find_cues(text: str, language: str) -> list[_Cue]:
    """Phrases that name an instrument, the longest first where they overlap, in printed order."""
    cues: list[_Cue] = []
    for pattern, row in _phrases(language):
        for match in pattern.finditer(text):
            if all(match.end() <= cue.start or match.start() >= cue.end for cue in cues):
                cues.append(_Cue(match.start(), match.end(), row))
    return sorted(cues)


@cache
def _phrases(language: str) -> list[tuple[re.Pattern[str], dict[str, str]]]:
    rows = [row for row in read_lexicon("instruments") if row["language"] == language]
    rows.sort(key=lambda row: (-len(row["phrase"]), row["phrase"]))
    return [(re.compile(rf"(?<!\w){_loose(row['phrase'])}(?!\w)"), row) for row in rows]


def _loose(phrase: str) -> str:
    """A phrase in any white space, with either apostrophe, its first letter small or capital."""
    first, rest = phrase[0], phrase[1:]
    start = (
        rf"[{first.lower()}{first.upper()}]" if rest[:1].islower() and first.isalpha() else re.escape(first)
    )
    return start + re.sub("[’']", "[’']", r"\s+".join(map(re.escape, rest.split(" "))))


def _in_english(date: datetime.date) -> str:
    from babel.dates import format_date

    return format_date(date, "d MMMM y", locale="en")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]
