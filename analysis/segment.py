"""A document's text → header, units, footnotes and footer, by markers alone."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from analysis.dates import is_month
from analysis.languages import languages

_GAP = r"(?P<gap>\s+)"
_DASH = re.compile(rf"\s*[–—―‒−-]{_GAP}(?=\S)")
_LETTER = re.compile(rf"\s*(?P<label>[^\W\d_]{{1,3}})\.{_GAP}(?=\S)")
_NUMBER = re.compile(rf"\s*(?P<label>\d{{1,3}})\.{_GAP}(?=\S)")
_NOTE = re.compile(r"\s*\((?P<label>\d{1,3})\)\s*(?=\S)")
_MARKERS = {"citation": _DASH, "recital": _LETTER, "operative": _NUMBER, "footnote": _NOTE}
_SUBPOINT = re.compile(r"\s*(\(?[^\W_]{1,4}\)|[–—―‒−•·-])[^\S\n]")
# A footnote mark is glued to a letter, a closing sign or a year: Belarus(1), 2013(2); not Rule 144(5).
_MARK = re.compile(
    r"\((?=\d{1,3}\))(?:(?<=[^\W\d_]{2}\()|(?<=[”»\"’,.;)]\()|(?<=\b(?:19|20)\d\d\())(\d{1,3})\)"
)
_FOOTER = re.compile(r"\s*(?:[^.;:\n]{3,50}:\s?[^:\n]{0,40}\b(?:19|20)\d\d|(?:ELI|ISSN)\b)")
_ENDINGS = tuple('.;:,!?…)]”»"’')
_SENTENCE_ENDS = tuple('.!?…)]”»"’')
_ABBREVIATED = re.compile(r"\b[^\W\d_]{1,4}\.$")
_LONGEST_ABBREVIATED = 6  # its four letters, the full stop and what stands before
_LAST_LINES = 3  # within which a footer starts
_LONGEST_HEADING = 150


@dataclass(frozen=True)
class Unit:
    """One marked unit: citation, recital, heading, operative paragraph or footnote.

    Attributes:
        section: citation | recital | heading | operative | footnote.
        label: as printed, without full stop or brackets; None for citations and headings.
        text: without the marker; white space as single spaces, sub-points on lines of their own.
            Footnote marks stay as printed.
        source: the unit as it stands in the document, marker and white space included.
        footnotes: labels of the notes that the text refers to.
    """

    section: str
    label: str | None
    text: str
    source: str
    footnotes: tuple[str, ...] = ()

    def __getitem__(self, field: str) -> str:
        return getattr(self, field)


@dataclass(frozen=True)
class Layout:
    """A text cut into consecutive pieces: joined again, their sources give the text."""

    header: str
    paragraphs: tuple[Unit, ...]
    footnotes: tuple[Unit, ...]
    footer: str


class _Opening(NamedTuple):
    line: int
    section: str
    label: str | None = None


def collapse(text: str) -> str:
    """White space of any kind, line breaks included, as single spaces."""
    return " ".join(text.split())


def without_marks(unit: Unit) -> str:
    """A unit's text without its footnote marks."""
    return _MARK.sub(lambda mark: "" if mark[1] in unit.footnotes else mark[0], unit.text)


def split_units(text: str, language: str | None = None) -> Layout:
    """Cut a text at its markers.

    Labels rise but need not be consecutive. Official pages set two or more spaces after a
    marker; a single space opens a unit only in a text that has no wide marker at all, so that
    dates, initials and abbreviations at a line's start open nothing.
    """
    *whole, rest = text.split("\n")
    lines = [f"{line}\n" for line in whole] + ([rest] if rest else [])
    blank_before = [True, *map(str.isspace, lines[:-1])]
    opened, spaced = _find_openings(lines, blank_before, language)
    if not opened:
        return Layout(text, (), (), "")
    notes, footer = _find_tail(lines, blank_before, opened[-1].line)
    opened = _with_headings(lines, blank_before, opened, spaced)
    opened += [_Opening(i, "footnote", _NOTE.match(lines[i])["label"]) for i in notes]  # type: ignore[index]
    ends = [opening.line for opening in opened[1:]] + [footer]
    units = _resolve_marks(
        [_unit(opening, lines[opening.line : end]) for opening, end in zip(opened, ends, strict=True)]
    )
    return Layout(
        header="".join(lines[: opened[0].line]),
        paragraphs=tuple(unit for unit in units if unit.section != "footnote"),
        footnotes=tuple(unit for unit in units if unit.section == "footnote"),
        footer="".join(lines[footer:]),
    )


def _find_openings(
    lines: list[str], blank_before: list[bool], language: str | None
) -> tuple[list[_Opening], bool]:
    """The lines that open a citation, recital or paragraph; whether blank lines part the units."""
    filled = [i for i, line in enumerate(lines) if not line.isspace()]
    start = _after_enacting_formula(lines, filled, language)
    found: dict[int, re.Match[str]] = {}
    before: dict[int, str] = {}
    for place, i in enumerate(filled):
        following = lines[filled[place + 1]] if place + 1 < len(filled) else ""
        if i >= start and (match := _marker(lines[i], following)):
            found[i] = match
            before[i] = lines[filled[place - 1]].rstrip() if place else ""
    strict = any(_is_wide(match) for match in found.values() if match.re is not _DASH)
    if strict:
        found = {i: match for i, match in found.items() if match.re is _DASH or _is_wide(match)}
    spaced = sum(blank_before[i] for i in found) * 2 > len(found)
    opened: list[_Opening] = []
    section, number, letters = "citation", 0, [""]
    for i, match in found.items():
        label = "" if match.re is _DASH else match["label"]
        after_end = before[i].endswith(_ENDINGS) and not _ABBREVIATED.search(
            before[i][-_LONGEST_ABBREVIATED:]
        )
        is_next = label.isdigit() and int(label) == number + 1
        if not blank_before[i] and (spaced or not strict) and not (after_end and (is_next or not spaced)):
            continue
        if match.re is _DASH:
            if section == "citation":
                opened.append(_Opening(i, "citation"))
        elif match.re is _LETTER:
            if section != "operative" and _follows(label, letters):
                section = "recital"
                letters.append(label)
                opened.append(_Opening(i, "recital", label))
        elif label == "1" and number > 1 and not before[i].endswith(_ENDINGS):
            break  # an annex under a heading of its own
        elif number < int(label) <= (999 if strict else number + 1) and not _is_date(match, language):
            section, number = "operative", int(label)
            opened.append(_Opening(i, "operative", label))
    return opened, spaced


def _after_enacting_formula(lines: list[str], filled: list[int], language: str | None) -> int:
    """The first line after "The European Parliament,"; 0 when that line is not found."""
    if language is None:
        return 0
    name = languages()[language]["parliament"].casefold()
    for i, following in pairwise(filled):
        if len(lines[i]) < 80 and name in collapse(lines[i]).casefold() and _marker(lines[following], "x"):
            return i + 1
    return 0


def _marker(line: str, following: str) -> re.Match[str] | None:
    """The marker at a line's start; one that stands alone belongs to the next line."""
    if len(line.split(maxsplit=1)) > 1:
        return _DASH.match(line) or _LETTER.match(line) or _NUMBER.match(line)
    beside = any(pattern.match(following.rstrip() + " x") for pattern in (_DASH, _LETTER, _NUMBER, _NOTE))
    return None if beside else _marker(line.rstrip() + "\n" + following, "") if following.strip() else None


def _is_wide(match: re.Match[str]) -> bool:
    return len(match["gap"]) > 1 or match["gap"] in "\t\n"


def _follows(label: str, letters: list[str]) -> bool:
    """Whether a recital label may come after those before it (Latin ones rise; A … Z, AA, AB)."""
    if not label.isupper() or label in letters:
        return False
    latin = "".join([label, *letters]).isascii()
    return not latin or 0 < _rank(label) - _rank(letters[-1]) <= 10


def _rank(label: str) -> int:
    rank = 0
    for letter in label:
        rank = rank * 26 + ord(letter) - ord("A") + 1
    return rank


def _is_date(match: re.Match[str], language: str | None) -> bool:
    """Whether what starts like a paragraph starts with a date: "1. juni 2020"."""
    after = match.string[match.end() :].split(maxsplit=2)
    followed_by_year = len(after) > 1 and re.match(r"(19|20)\d\d\b", after[1]) is not None
    return (followed_by_year or not _is_wide(match)) and is_month(after[0].strip(".,"), language)


def _find_tail(lines: list[str], blank_before: list[bool], last: int) -> tuple[list[int], int]:
    """The lines that open footnotes, and the line at which the footer starts."""
    filled = [i for i in range(last, len(lines)) if lines[i].strip()]
    marked = set(_MARK.findall("".join(lines[: last + 1])))
    notes: list[int] = []
    for before, i in pairwise(filled):
        match = _NOTE.match(lines[i])
        if not match:
            continue
        label = match["label"]
        if notes:
            starts = int(label) > int(_NOTE.match(lines[notes[-1]])["label"])  # type: ignore[index]
        else:
            starts = lines[before].rstrip().endswith(_SENTENCE_ENDS) and (blank_before[i] or label in marked)
        if starts:
            notes.append(i)
    for i in filled[1:]:
        footer = _FOOTER.match(lines[i]) and len(lines[i]) < 200 and i in filled[-_LAST_LINES:]
        if (not notes or i > notes[-1]) and (footer or (notes and blank_before[i])):
            return notes, i
    return notes, len(lines)


def _with_headings(
    lines: list[str], blank_before: list[bool], opened: list[_Opening], spaced: bool
) -> list[_Opening]:
    """Openings, with those short unpunctuated lines before an opening that are headings."""
    result = [opened[0]]
    for opening in opened[1:]:
        headings: list[int] = []
        for i in range(opening.line - 1, result[-1].line - 1, -1):
            if not lines[i].strip():
                continue
            if i > result[-1].line and _is_heading(lines[i]) and (blank_before[i] or not spaced):
                headings.insert(0, i)
                continue
            if lines[i].rstrip().endswith(_ENDINGS):
                result += [_Opening(line, "heading") for line in headings]
            break
        result.append(opening)
    return result


def _is_heading(line: str) -> bool:
    start = re.search(r"[^\W_]", line)
    return bool(
        start
        and not start.group().islower()
        and len(line) <= _LONGEST_HEADING
        and not line.rstrip().endswith(_ENDINGS)
        and not _SUBPOINT.match(line)
        and not _NUMBER.match(line)
    )


def _unit(opening: _Opening, lines: list[str]) -> Unit:
    source = "".join(lines)
    pattern = _MARKERS.get(opening.section)
    marked = (pattern.match(source) or pattern.match(source.rstrip() + " x")) if pattern else None
    body = source[marked.end() :] if marked else source
    parts: list[str] = []
    new_part = True
    for line in body.split("\n"):
        words = line.split()
        if not words:
            new_part = True
        elif parts and not new_part and not _SUBPOINT.match(line):
            parts[-1] += " " + " ".join(words)
        else:
            parts.append(" ".join(words))
            new_part = False
    return Unit(opening.section, opening.label, "\n".join(parts), source)


def _resolve_marks(units: list[Unit]) -> list[Unit]:
    """Units with the labels of the footnotes they refer to."""
    notes = {unit.label for unit in units if unit.section == "footnote"}
    highest, resolved = 0, []
    for unit in units:
        marks: list[str] = []
        for label in _MARK.findall(unit.text) if unit.section != "footnote" else []:
            if label in notes or int(label) == highest + 1:
                marks.append(label)
                highest = max(highest, int(label))
        resolved.append(replace(unit, footnotes=tuple(marks)) if marks else unit)
    return resolved
