"""A Word document (.docx) → its text, each unit on lines of its own; numbers that Word sets are written out."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from analysis.documents.blocks import Event, call_note, join_blocks
from analysis.documents.packages import Package
from analysis.documents.word_numbering import Numbering, attribute, child, local
from analysis.lexicon.errors import InputError
from analysis.lexicon.references import REFERENCE

_MAIN = re.compile(r"wordprocessingml\.document\.main\+xml|word\.(?:document|template)\S*main\+xml")
_UNSEEN = frozenset(
    "del moveFrom instrText Fallback pPr rPr tblPr trPr tcPr sectPr fldData delInstrText".split()
)
_SIGNS = {"tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_CALLS = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_KINDS = {"p": "block", "tr": "row", "tc": "cell"}


def read_docx(data: bytes, name: str) -> str:
    """The text; footnotes go to its end, in the order in which they are called.

    Args:
        data: the file's bytes.
        name: what an error calls it.

    Raises:
        InputError: it is no Word document, or broken.
    """
    package = Package(data, name)
    package.refuse_other_kinds()
    reader = _Reader(package)
    main = reader.find(_MAIN)
    if not main:
        raise InputError(f"{name} is a Word file without a text: save it again as .docx.")
    text = reader.read(main[0])
    if not REFERENCE.search(text):
        heads = "".join(reader.read(part) for part in reader.find(re.compile(r"\.header\+xml$")))
        text = f"{heads}\n{text}" if REFERENCE.search(heads) else text
    return text


class _Reader:
    def __init__(self, package: Package):
        self._package = package
        self._kinds = {
            (attribute(one, "PartName") or "").lstrip("/"): attribute(one, "ContentType") or ""
            for one in self._tree("[Content_Types].xml")
        }
        styles, numbering = (self._of_kind(kind) for kind in ("styles", "numbering"))
        self._numbering = Numbering(numbering, styles)
        self._notes: list[tuple[str, str]] = []

    def find(self, kind: re.Pattern[str]) -> list[str]:
        """The parts of a content type."""
        return [part for part, of in self._kinds.items() if kind.search(of) and part in self._package.parts]

    def read(self, part: str) -> str:
        """The text of a part, with the notes that it calls."""
        self._notes = []
        events = list(self._walk(self._tree(part)))
        return join_blocks([*events, *self._told_notes()])

    def _tree(self, part: str) -> Element:
        try:
            return fromstring(self._package.read(part))
        except DefusedXmlException as error:
            raise InputError(
                f"{self._package.name} declares entities, as no official text does: get it again."
            ) from error
        except (ParseError, ValueError, LookupError) as error:
            raise InputError(f"{self._package.name} is a broken Word file: get it again.") from error

    def _of_kind(self, kind: str) -> Element | None:
        parts = self.find(re.compile(rf"\.{kind}\+xml$"))
        return self._tree(parts[0]) if parts else None

    def _walk(self, root: Element) -> Iterator[Event]:
        stack: list[tuple[Element, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            tag = local(element)
            if leaving:
                yield _KINDS[tag] + (" end" if tag != "p" else ""), ""
            elif tag == "t":
                yield "text", element.text or ""
            elif tag in _SIGNS:
                yield "text", _SIGNS[tag]
            elif tag in ("br", "cr"):
                yield "line", ""
            elif tag in _CALLS:
                yield self._call(element, _CALLS[tag])
            elif not (tag in _UNSEEN or (tag == "r" and _is_hidden(element))):
                if tag in _KINDS:
                    yield _KINDS[tag], ""
                    stack.append((element, True))
                if tag == "p" and (marker := self._numbering.number(element)) and _has_words(element):
                    yield from (("cell", ""), ("text", marker), ("cell end", ""))
                stack += [(one, False) for one in reversed(element)]

    def _call(self, element: Element, kind: str) -> Event:
        self._notes.append((kind, attribute(element, "id") or ""))
        return call_note(str(len(self._notes)))

    def _told_notes(self) -> Iterator[Event]:
        parts = {kind: self._of_kind(kind) for kind in {kind for kind, _ in self._notes}}
        for number, (kind, key) in enumerate(list(self._notes), 1):
            note = next((one for one in parts[kind] or [] if attribute(one, "id") == key), None)
            words = " ".join(words for _, words in self._walk(note)) if note is not None else ""
            yield "text", f"\n\n({number}) {' '.join(words.split())}\n\n"


def _is_hidden(run: Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and attribute(hidden) not in ("0", "false")


def _has_words(paragraph: Element) -> bool:
    return any((one.text or "").strip() for one in paragraph.iter() if local(one) == "t")
