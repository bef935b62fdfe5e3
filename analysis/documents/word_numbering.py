"""The numbers that Word sets before paragraphs and that their text does not hold."""

import re
from collections import defaultdict
from typing import NamedTuple
from xml.etree.ElementTree import Element

from analysis.documents.numbered_items import write_place

_STYLES = {
    "decimal": "decimal",
    "decimalZero": "decimal",
    "upperLetter": "upper-alpha",
    "lowerLetter": "lower-alpha",
    "upperRoman": "upper-roman",
    "lowerRoman": "lower-roman",
}
_DASH = "–"
_LETTER_OR_FIGURE = re.compile(r"[^\W_]")


def local(element: Element) -> str:
    """An element's name without namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first element under a path of names."""
    for name in path:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def attribute(element: Element | None, name: str = "val") -> str | None:
    """An attribute's value, whatever its namespace."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


class _Level(NamedTuple):
    format: str
    shown: str
    start: int
    style: str | None


class Numbering:
    """The lists of a document, whose paragraphs are met one after the other."""

    def __init__(self, numbering: Element | None, styles: Element | None):
        """Read the parts `numbering.xml` and `styles.xml`."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for element in numbering if numbering is not None else []:
            if local(element) == "abstractNum":
                levels = [one for one in element if local(one) == "lvl"]
                self._levels[attribute(element, "abstractNumId") or ""] = {
                    _whole(attribute(one, "ilvl")): _read_level(one) for one in levels
                }
            elif local(element) == "num":
                number = attribute(element, "numId") or ""
                self._lists[number] = attribute(child(element, "abstractNumId")) or ""
                self._restarts[number] = {
                    _whole(attribute(one, "ilvl")): _whole(attribute(child(one, "startOverride")), 1)
                    for one in element
                    if local(one) == "lvlOverride" and child(one, "startOverride") is not None
                }
        self._styles = {
            attribute(one, "styleId") or "": one
            for one in (styles if styles is not None else [])
            if local(one) == "style"
        }

    def number(self, paragraph: Element) -> str | None:
        """The next marker of the list that a paragraph belongs to: "1.", "A.", "(a)" or a dash."""
        place = self._find_list(paragraph)
        if place is None:
            return None
        number, depth = place
        of = self._lists.get(number, "")
        level = self._levels.get(of, {}).get(depth)
        if level is None:
            return None
        counts = self._counts[of]
        restart = self._restarts[number].pop(depth, None)
        counts[depth] = restart if restart is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return self._write(level, of, counts)

    def _find_list(self, paragraph: Element) -> tuple[str, int] | None:
        """The list's number and the depth in it, as the paragraph says or the style it has."""
        own = child(paragraph, "pPr", "numPr")
        style = attribute(child(paragraph, "pPr", "pStyle"))
        number, depth = attribute(child(own, "numId")), attribute(child(own, "ilvl"))
        seen: set[str] = set()
        named = style
        while number is None and named in self._styles and named not in seen:
            seen.add(named)
            element = self._styles[named]
            listed = child(element, "pPr", "numPr")
            number = attribute(child(listed, "numId"))
            depth = depth or attribute(child(listed, "ilvl"))
            named = attribute(child(element, "basedOn")) or ""
        if number in (None, "0"):
            return None
        levels = self._levels.get(self._lists.get(str(number), ""), {})
        of_style = next((at for at, level in levels.items() if style and level.style == style), 0)
        return str(number), _whole(depth, of_style)

    def _write(self, level: _Level, of: str, counts: dict[int, int]) -> str | None:
        if level.format == "none":
            return None
        if level.format == "bullet" or not level.shown:
            return level.shown if _LETTER_OR_FIGURE.match(level.shown) and len(level.shown) > 1 else _DASH

        def place(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            outer = self._levels[of].get(depth, level)
            return write_place(counts.get(depth, outer.start), _STYLES.get(outer.format, "decimal"))

        return re.sub(r"%(\d)", place, level.shown).strip() or None


def _read_level(element: Element) -> _Level:
    return _Level(
        attribute(child(element, "numFmt")) or "decimal",
        attribute(child(element, "lvlText")) or "",
        _whole(attribute(child(element, "start")), 1),
        attribute(child(element, "pStyle")),
    )


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else otherwise
