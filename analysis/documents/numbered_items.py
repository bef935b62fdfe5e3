"""The numbers that a browser sets before the items of an HTML list and that its text does not hold."""

import re

from selectolax.lexbor import LexborNode

from analysis.documents.markers import LETTER, NOTE, NUMBER, SUBPOINT

_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b")
_OF_TYPE = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN = {100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
_MOST = 300


class NumberedList:
    """An <ol> whose items are met one after the other."""

    def __init__(self, element: LexborNode):
        """Begin where the element says."""
        attributes = element.attributes
        self._next = _whole(attributes.get("start"), 1)
        self._style = _style_of(element) or _OF_TYPE.get(attributes.get("type") or "", "decimal")

    def number(self, item: LexborNode) -> str | None:
        """The next item's marker, "3." or "C."; None where none is shown or its own words start with one."""
        place = _whole(item.attributes.get("value"), self._next)
        self._next = place + 1
        style = _style_of(item) or self._style
        own = (NUMBER, NOTE, SUBPOINT, *([LETTER] if style != "decimal" else []))
        words = _first_words(item)
        if style == "none" or not 0 < place <= _MOST or any(marker.match(words) for marker in own):
            return None
        return f"{write_place(place, style)}."


def _whole(attribute: str | None, otherwise: int) -> int:
    return int(attribute) if attribute and re.fullmatch(r"\s*\d{1,4}\s*", attribute) else otherwise


def _style_of(element: LexborNode) -> str | None:
    match = _STYLE.search((element.attributes.get("style") or "").lower())
    return match[1].replace("latin", "alpha") if match else None


def _first_words(item: LexborNode) -> str:
    node = item.child
    while node is not None:
        if node.tag == "-text" and (node.text_content or "").strip():
            return f"{node.text_content} x"
        node = node.child or _following(node, item)
    return ""


def _following(node: LexborNode, within: LexborNode) -> LexborNode | None:
    """What stands behind an element without content: its next sibling, or that of what holds it."""
    inner: LexborNode | None = node
    while inner is not None and inner.next is None:
        inner = inner.parent
        if inner is None or inner.mem_id == within.mem_id:
            return None
    return inner.next if inner is not None else None


def write_place(place: int, style: str) -> str:
    """A place in a list as its style writes it: 3, c, C, iii or III; behind Z stand AA and AB."""
    if style == "decimal":
        return str(place)
    written = ""
    if style.endswith("roman"):
        for value, sign in _ROMAN.items():
            written += sign * (place // value)
            place %= value
    while place > 0:
        place, letter = divmod(place - 1, 26)
        written = chr(ord("a") + letter) + written
    return written.upper() if style.startswith("upper") else written
