"""One official document, in any language → its metadata and its paragraphs, no character lost.

The structure is marked the same way in all languages: a dash opens a citation, a letter
label a recital, a number a paragraph, "(n)" a footnote. Units are told by these markers
alone, never by the words of a language.
"""

import dataclasses
import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.documents.markers import collapse
from analysis.documents.refusals import refuse_unfit
from analysis.documents.rendition import read_text
from analysis.documents.segment import Unit, split_units
from analysis.lexicon.dates import find_date
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import detect_language, languages
from analysis.lexicon.references import NEAR_REFERENCE, REFERENCE, plain_reference

PROCEDURE = re.compile(r"\b\d{4}/\d{4}[A-Z]?\([A-Z]{3}\)")
JOINT_MOTION = re.compile(r"RC[-‑]?B?\d{1,2}[-‑]\d{4}/\d{4}\b")
_DATE_WITHIN = 110  # characters of a title within which the date of adoption stands


class _Fields:
    """Fields are attributes and, as in the JSON, keys."""

    def __getitem__(self, field: str) -> Any:
        return getattr(self, field)


@dataclass(frozen=True)
class Document(_Fields):
    """One adopted resolution in one language.

    Attributes:
        reference: number among the texts adopted, P9_TA(2021)0056 (never the provisional form).
        edition: "final", or "provisional" where the document bears a -PROV reference.
        procedure: 2021/2544(RSP). None where the document has none.
        joint_motion: RC-B9-0144/2021. None where it replaces no motions.
        adopted: ISO date.
        language: two-letter code. None where it could not be told.
        title: full title, in one line.
        paragraphs: citations, recitals, headings and operative paragraphs in printed order.
        footnotes: the notes at the end, as units with section "footnote".
        header: everything before the first unit, as it stands in the source.
        footer: everything after the last unit or footnote, as it stands in the source.
        checksum: of the bytes it was read from.
    """

    reference: str
    edition: str
    procedure: str | None
    joint_motion: str | None
    adopted: str | None
    language: str | None
    title: str | None
    paragraphs: tuple[Unit, ...]
    footnotes: tuple[Unit, ...]
    header: str
    footer: str
    checksum: str = dataclasses.field(default="", compare=False)

    def as_dict(self) -> dict[str, Any]:
        """What `resolutions parse --format json` prints."""
        names = [field.name for field in dataclasses.fields(self)]
        fields = {name: self[name] for name in names if name not in ("header", "footer", "checksum")}
        fields["paragraphs"] = [
            {"section": unit.section, "label": unit.label, "text": unit.text} for unit in self.paragraphs
        ]
        fields["footnotes"] = [{"label": note.label, "text": note.text} for note in self.footnotes]
        return fields


def parse(path_or_text: str | Path, language: str | None = None) -> Document:
    """Read one adopted resolution.

    Args:
        path_or_text: a file, or the text itself (any string with a line break in it).
        language: two-letter code; detected from the text when not given.

    Raises:
        InputError: it cannot be read, or is no complete adopted resolution; the sentence says why.
    """
    if language is not None and language not in languages():
        raise InputError(f"Unknown language '{language}': give one of {', '.join(languages())}.")
    if isinstance(path_or_text, str) and re.search(r"[\r\n]", path_or_text):
        return parse_bytes(path_or_text.encode(errors="replace"), "The text given", language)
    return parse_bytes(read_bytes(Path(path_or_text)), str(path_or_text), language)


def read_bytes(path: Path) -> bytes:
    """The bytes of a user's file.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}: check the path.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: it must be a readable file, not a folder.") from error


def parse_bytes(data: bytes, name: str, language: str | None = None) -> Document:
    """As `parse`, for a document's bytes; `name` is what an error calls it."""
    text = read_text(data, name)
    language = language or detect_language(text)
    layout = split_units(text, language)
    reference = (
        _heading_reference(layout.header)
        or _closing_reference(layout.footer)
        or _heading_reference(layout.header, NEAR_REFERENCE)
    )
    at_head = reference if reference and reference.string is layout.header else None
    before = layout.header[: at_head.start()] if at_head else ""
    after = layout.header[at_head.end() :] if at_head else "\n" + layout.header
    title = _find_title(before, after.partition("\n")[2], language)
    adopted = _session_date(before, language) or find_date((title or "")[:_DATE_WITHIN], language)
    refuse_unfit(name, text, layout, reference, adopted is not None)
    assert reference is not None
    joint = JOINT_MOTION.search(after) or JOINT_MOTION.search(before)
    in_title = PROCEDURE.findall(title or "")
    procedure = PROCEDURE.search(before)
    return Document(
        reference=plain_reference(reference),
        edition="provisional" if reference["prov"] else "final",
        procedure=procedure.group() if procedure else (in_title[-1] if in_title else None),
        joint_motion=joint.group().replace("‑", "-") if joint else None,
        adopted=adopted.isoformat() if adopted else None,
        language=language,
        title=title,
        paragraphs=layout.paragraphs,
        footnotes=layout.footnotes,
        header=layout.header,
        footer=layout.footer,
        checksum=checksum(data),
    )


def checksum(data: bytes) -> str:
    """What tells the bytes of one text from those of any other."""
    return hashlib.sha256(data).hexdigest()


def place_units(document: Document) -> Iterator[tuple[dict[str, Any], Unit]]:
    """Each paragraph with the columns that tell its place: position is 1, 2, 3 … within its section."""
    count: Counter[str] = Counter()
    for unit in document.paragraphs:
        count[unit.section] += 1
        place = {"reference": document.reference, "language": document.language, "section": unit.section}
        yield place | {"position": count[unit.section], "label": unit.label}, unit


def _heading_reference(header: str, form: re.Pattern[str] = REFERENCE) -> re.Match[str] | None:
    """The reference that heads the document, not one that its navigation lists.

    Navigation puts references behind a label that ends in a colon, on its line or the next.
    A motion's page lists the text adopted later in the same way.
    """
    headings, listed = [], []
    in_list = False
    for line in re.finditer(r"[^\n]+", header):
        match = form.search(header, line.start(), line.end())
        before = header[line.start() : match.start()] if match else ""
        if match and not in_list and not before.rstrip().endswith(":"):
            headings.append(match)
        elif match:
            listed.append(match)
        if line.group().strip():
            in_list = line.group().rstrip().endswith(":") or (in_list and match is not None)
    title_dated = [match for match in listed if _session_date(header[: match.start()], None)]
    chosen = headings or title_dated
    return chosen[-1] if chosen else None


def _closing_reference(footer: str) -> re.Match[str] | None:
    """The reference on a line of its own behind the text, where the text itself comes first on its page."""
    lines = (re.search(rf"^\s*{REFERENCE.pattern}", line) for line in footer.split("\n"))
    return next(filter(None, lines), None)


def _find_title(before: str, after: str, language: str | None) -> str | None:
    """The block before the enacting formula that bears a procedure or a date, or a line before the reference."""
    after = after.rstrip()
    name = languages()[language]["parliament"] if language else ""
    last = after.rpartition("\n")[2]
    if name and name.casefold() in last.casefold() and len(last) < 80:
        after = after.removesuffix(last)
    blocks = [_title_line(block, language) for block in re.split(r"\n\s*\n", after) if block.strip()]
    with_procedure = [block for block in blocks if PROCEDURE.search(block)]
    earlier = _title_lines(before, language)
    dated = [block for block in blocks if find_date(block, language)]
    if with_procedure and PROCEDURE.sub("", with_procedure[-1]).strip(" ()") == "":  # on a line of its own
        before_it = blocks[: blocks.index(with_procedure[-1])][-1:]
        with_procedure = [" ".join([*before_it, with_procedure[-1]])]
    chosen = with_procedure[-1:] or earlier[-1:] or dated[-1:] or blocks[:1]
    return chosen[0] if chosen else None


def _title_line(block: str, language: str | None) -> str:
    """A block in one line; of several lines the one that is a title of its own."""
    return next(iter(_title_lines(block, language)), collapse(block))


def _title_lines(text: str, language: str | None) -> list[str]:
    """The lines that bear both a procedure and a date."""
    lines = [collapse(line) for line in text.split("\n") if PROCEDURE.search(line)]
    return [line for line in lines if find_date(line, language)]


def _session_date(before: str, language: str | None) -> datetime.date | None:
    """The date of the line that heads the text: weekday, date, dash, place."""
    for line in reversed(before.split("\n")):
        day, dash, place = collapse(line).partition(" - ")
        if dash and place and len(line) < 80 and (date := find_date(day, language)):
            return date
    return None
