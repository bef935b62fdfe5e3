"""Parliament's own XML of an adopted text (SDOCTA) → its text, each unit on lines of its own."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from analysis.documents.blocks import Event, call_note, join_blocks
from analysis.lexicon.errors import InputError

_MARKER = "NO.P"
_NOTE = "FOOTNOTE"
_RUNNING = {"DATE", "HT", "FT", "IE"}  # words marked up within a running text
_KINDS = {"ROW": "row", "CELL": "cell"}  # of a table
_NUMBER = re.compile(r"\s*\(?\s*(\d{1,3})\s*\)?\s*")
_OPEN_DATA_NAME = re.compile(r"\bTA-(\d{1,2})-(\d{4})-(\d{4})(-PROV)?\b")


def read_sdocta(data: str | bytes, name: str) -> str:
    """The text; notes that stand where they are called go to the end.

    Args:
        data: the document.
        name: what to call it in an error.

    Raises:
        InputError: it is not well formed, or declares entities or reaches for other files.
    """
    try:
        root = fromstring(data)
    except DefusedXmlException as error:
        raise InputError(f"{name} declares entities, as no official text does: get it again.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError(f"{name} is broken XML: get it again.") from error
    notes: list[Event] = []
    text = join_blocks([*_walk(root, notes), *notes])
    return text if "_TA" in text else _OPEN_DATA_NAME.sub(r"P\1_TA\4(\2)\3", text)


def _walk(root: Element, notes: list[Event]) -> Iterator[Event]:
    stack: list[Event | tuple[Element, bool]] = [(root, False)]
    while stack:
        item, running = stack.pop()
        if isinstance(item, str):
            yield item, str(running)
            continue
        tag = _name(item)
        number = _called_note(item, tag) if running else None
        if tag == _NOTE:
            label, note = _read_note(item, len(notes) + 1)
            if running:
                yield call_note(label)
                notes.append(note)
            else:
                yield from [("block", ""), note]
        elif number:
            yield call_note(number)
        elif tag:
            stack += reversed(_content(item, tag, bool(running)))


def _content(element: Element, tag: str, running: bool) -> list:
    """Events and elements within an element; elements with whether they stand in running text."""
    if tag == _MARKER:
        marker = _spaced(element.itertext()).strip()
        marker += "." if re.fullmatch(r"\w{1,3}", marker) else ""
        return [("cell", ""), ("text", marker), ("cell end", "")]
    children = list(element)
    mixed = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in children)
    inside: list = [("text", _spaced([element.text or ""]))]
    for child in children:
        inside.append((child, mixed or running or _name(child) in _RUNNING))
        inside.append(("text", _spaced([child.tail or ""])))
    kind = _KINDS.get(tag, "block")
    return inside if running else [(kind, ""), *inside, (kind + " end" if tag in _KINDS else kind, "")]


def _read_note(element: Element, place: int) -> tuple[str, Event]:
    """A note's label, and the note as one block; its place gives the label that it does not bear."""
    marker = next((part for part in element.iter() if _name(part) == _MARKER), None)
    number = _NUMBER.fullmatch("".join(marker.itertext())) if marker is not None else None
    label = number[1] if number else str(place)
    of_marker = set(map(id, marker.iter())) if marker is not None else set()
    words = []
    for part in element.iter():
        if id(part) not in of_marker and isinstance(part.tag, str):
            words.append(part.text or "")
        if part is not element:
            words.append(part.tail or "")
    return label, ("text", f"\n\n({label}) {' '.join(' '.join(words).split())}\n\n")


def _called_note(element: Element, tag: str) -> str | None:
    """The number in an element that calls a note given elsewhere."""
    text = "".join(element.itertext())
    calls = {"NOTE", "FOOTNOTE", "CALL", "NOTEREF"} & set(re.split(r"[._-]", tag))
    match = _NUMBER.fullmatch(text) if len(text) < 20 and calls else None
    return match[1] if match and tag != _NOTE else None


def _name(element: Element) -> str:
    """Name without namespace; nothing for a comment or an instruction."""
    return element.tag.rpartition("}")[2].upper() if isinstance(element.tag, str) else ""


def _spaced(parts) -> str:
    return re.sub(r"[ \t\n\r]+", " ", "".join(parts))
