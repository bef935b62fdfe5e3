"""A document's text → header, units, footnotes and footer, by markers alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from analysis.documents.markers import (
    DASH,
    ENDINGS,
    LETTER,
    MOST_HEADINGS,
    NOTE,
    NUMBER,
    SUBPOINT,
    Lines,
    collapse,
    is_heading,
)
from analysis.documents.openings import Opening, find_openings
from analysis.documents.tail import BARE_NOTE, find_annex, find_tail

_MARKERS = {
    "citation": (DASH,),
    "recital": (LETTER,),
    "operative": (NUMBER,),
    "footnote": (NOTE, BARE_NOTE),
}
_BEFORE_MARK = r"(?:(?<=[^\W\d_]{2}%s)|(?<=[”»\"’,.;)]%s)|(?<=\b(?:19|20)\d\d%s))"
# A footnote mark is glued to a letter, a closing sign or a year: Belarus(1), 2013(2); not Rule 144(5).
_MARK = re.compile(r"\((?=\d{1,3}\))" + _BEFORE_MARK.replace("%s", r"\(") + r"(\d{1,3})\)")
# Where no mark is glued, it stands behind a space: Belarus (1), 2013 (2).
_SPACED_MARK = re.compile(_BEFORE_MARK.replace("%s", "") + r"[^\S\n]\((\d{1,3})\)")


@dataclass(frozen=True)
class Unit:
    """One marked unit: citation, recital, heading, operative paragraph, annex or footnote.

    Attributes:
        section: citation | recital | heading | operative | annex | footnote.
        label: as printed, without full stop or brackets; None for citations, headings and annexes.
        text: without the marker; white space as single spaces, sub-points and cells on lines of their own.
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
    """A text cut into consecutive pieces: joined again, their sources give the text.

    Paragraphs come before footnotes, except an annex that is printed behind them.
    """

    header: str
    paragraphs: tuple[Unit, ...]
    footnotes: tuple[Unit, ...]
    footer: str


def without_marks(unit: Unit) -> str:
    """A unit's text without its footnote marks."""
    glued = set(_MARK.findall(unit.text))
    pattern = _MARK if glued & set(unit.footnotes) else _SPACED_MARK
    return pattern.sub(lambda mark: "" if mark[1] in unit.footnotes else mark[0], unit.text)


def split_units(text: str, language: str | None = None) -> Layout:
    """Cut a text at its markers. Labels rise but need not be consecutive."""
    page = Lines.of(text)
    annex = find_annex(page, language)
    found = find_openings(page, language, len(page.lines) if annex is None else annex)
    if not found.units:
        return Layout(text, (), (), "")
    last = found.units[-1].line
    body = "".join(page.lines[: last + 1])
    marked = set(_MARK.findall(body) or _SPACED_MARK.findall(body))
    annex = annex if found.units[-1].section == "operative" else None
    tail = find_tail(page, last, marked, annex, found.restart)
    opened = _with_headings(page, found.units, found.spaced)
    opened += [Opening(line, "annex") for line in tail.annexes]
    opened += [Opening(line, "footnote", label) for line, label in tail.notes]
    opened.sort(key=lambda opening: opening.line)
    ends = [opening.line for opening in opened[1:]] + [tail.footer]
    units = _resolve_marks(
        [
            _unit(opening, page.lines[opening.line : end], {line - opening.line for line in found.points})
            for opening, end in zip(opened, ends, strict=True)
        ]
    )
    return Layout(
        header="".join(page.lines[: opened[0].line]),
        paragraphs=tuple(unit for unit in units if unit.section != "footnote"),
        footnotes=tuple(unit for unit in units if unit.section == "footnote"),
        footer="".join(page.lines[tail.footer :]),
    )


def _with_headings(page: Lines, units: list[Opening], spaced: bool) -> list[Opening]:
    """Openings, with the headings that stand between one unit's end and the next one."""
    result = units[:1]
    for unit in units[1:]:
        headings: list[int] = []
        first, ended = result[-1].line, False
        for start, end in _blocks_before(page, unit.line, first, spaced):
            in_table = any(len(_cells(line)) > 1 for line in page.lines[start:end])
            block = collapse("".join(page.lines[start:end]))
            if start == first or in_table or not is_heading(block, last=not headings):
                ended = block.endswith(ENDINGS) and not block.endswith(":")
                break
            headings.insert(0, start)
            if len(headings) > MOST_HEADINGS:
                break
        if ended:
            result += [Opening(line, "heading") for line in headings]
        result.append(unit)
    return result


def _blocks_before(page: Lines, line: int, first: int, spaced: bool) -> Iterator[tuple[int, int]]:
    """Where blocks start and end, the last one first, back to the line of the unit's opening."""
    end = line
    for i in range(line - 1, first - 1, -1):
        if page.lines[i].isspace():
            end = i
        elif i == first or page.apart[i] or not spaced:
            yield i, end
            end = i


def _unit(opening: Opening, lines: list[str], points: set[int]) -> Unit:
    """One unit.

    Args:
        opening: where it starts.
        lines: its own.
        points: those of them, counted from its first, at which a numbered point starts.
    """
    source = "".join(lines)
    patterns = _MARKERS.get(opening.section, ())
    marked = next(
        filter(None, (one.match(source) or one.match(source.rstrip() + " x") for one in patterns)), None
    )
    body = source[marked.end() :] if marked else source
    skipped = source.count("\n") - body.count("\n")
    parts: list[str] = []
    new_part = True
    for place, line in enumerate(body.split("\n"), skipped):
        cells = _cells(line) if parts else [collapse(line)]
        if not any(cells):
            new_part = True
        elif parts and not new_part and len(cells) == 1 and not SUBPOINT.match(line) and place not in points:
            parts[-1] += " " + cells[0]
        else:
            parts += filter(None, cells)
            new_part = len(cells) > 1
    return Unit(opening.section, opening.label, "\n".join(parts), source)


def _cells(line: str) -> list[str]:
    """The cells of a table's row, which tabs part; a marker belongs to the cell behind it."""
    marker = SUBPOINT.match(line) or NUMBER.match(line) or LETTER.match(line)
    start = marker.end() if marker else 0
    first, *others = line[start:].strip().split("\t")
    return [collapse(line[:start] + first), *map(collapse, others)]


def _resolve_marks(units: list[Unit]) -> list[Unit]:
    """Units with the labels of the footnotes they refer to."""
    notes = {unit.label for unit in units if unit.section == "footnote"}
    resolved = _called(units, _MARK, lambda label, next_: label in notes or int(label) == next_)
    if notes and not any(unit.footnotes for unit in resolved):
        return _called(units, _SPACED_MARK, lambda label, next_: label in notes and int(label) <= next_)
    return resolved


def _called(units: list[Unit], pattern: re.Pattern[str], is_call: Callable[[str, int], bool]) -> list[Unit]:
    """Units with the labels of those marks that call a note, told by label and by the next number expected."""
    highest, resolved = 0, []
    for unit in units:
        marks: list[str] = []
        for label in pattern.findall(unit.text) if unit.section != "footnote" else []:
            if is_call(label, highest + 1):
                marks.append(label)
                highest = max(highest, int(label))
        resolved.append(replace(unit, footnotes=tuple(marks)) if marks else unit)
    return resolved
