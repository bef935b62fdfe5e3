"""Why a document is no complete adopted resolution, each reason with its remedy."""

import re

from analysis.errors import InputError
from analysis.languages import heads
from analysis.markers import Lines
from analysis.openings import find_formulas
from analysis.references import MOTION, REFERENCE, find_mistyped, plain_reference
from analysis.segment import Layout

_CORRIGENDUM = re.compile(r"\s*[-‑/(\[_]\s*COR\b|\s*[-‑/(\[_]\s*COR[-_ ]?\d", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][”»\"’)\]]*$")
_NOTE_END = re.compile(r"[.!?…\d)][”»\"’)\]]*$")
_LONE_MARKER = re.compile(r"\(?\w{1,3}[.)]")
_REST_OF_HEAD = r"(?:[\s,;]*(?:RC[-‑]?)?[ABC]\d{1,2}[-‑]\d{4}/\d{4})*\s*"
_HEAD_LINE = re.compile(rf"\s*{REFERENCE.pattern}{_REST_OF_HEAD}")


def refuse_other_documents(name: str, text: str, layout: Layout, reference: re.Match[str] | None) -> None:
    """Refuse what is a corrigendum, several texts in one file or a text whose reference is mistyped.

    Raises:
        InputError: it is; `name` is what the sentence calls it.
    """
    header = layout.header
    formulas = find_formulas(Lines.of(text))
    lines = [line for line in header.split("\n") if not line.rstrip().endswith(":")]
    called = not formulas and any(heads(line, "corrigendum") for line in lines)
    if called or (reference and _CORRIGENDUM.match(reference.string, reference.end())):
        raise InputError(f"{name} is a corrigendum, not an adopted text: get the text that it corrects.")
    heading_others = {
        plain_reference(match)
        for line in text[len(header) :].split("\n")
        if (match := _HEAD_LINE.fullmatch(line))
    }
    if reference:
        heading_others -= {plain_reference(reference)}
    if len(formulas) > 1 or (reference and heading_others):
        also = f" ({', '.join(sorted(heading_others))} too)" if heading_others else ""
        raise InputError(f"{name} holds more than one text{also}: save each in a file of its own.")
    mistyped = None if reference else find_mistyped(header)
    if mistyped:
        raise InputError(
            f"{name} has '{mistyped}' where a reference such as P9_TA(2021)0056 belongs: mend it "
            "(P and the term, _TA, the year in brackets, four digits) or get the text again."
        )


def refuse_motion(name: str, header: str, reference: re.Match[str] | None, dated: bool) -> None:
    """Refuse a motion: an adopted text has a reference of its own at its head, and a date.

    Raises:
        InputError: it is one.
    """
    after = header[reference.end() :].partition("\n")[2] if reference else header
    if MOTION.search(after) and (reference is None or not dated):
        raise InputError(
            f"{name} is a motion, not an adopted text: get the text with a TA reference at its head."
        )


def refuse_incomplete(name: str, layout: Layout, reference: re.Match[str] | None) -> None:
    """Refuse what bears no reference, or was cut.

    Raises:
        InputError: it does, or was.
    """
    sections = {unit.section for unit in layout.paragraphs}
    footer = layout.footer.strip()
    if sections and "operative" not in sections:
        ends = footer or _SENTENCE_END.search(layout.paragraphs[-1].text)
        if reference and ends and sections & {"citation", "recital"}:
            raise InputError(
                f"{name} has no numbered paragraph, though it is not cut: the numbers are not in its text, so save "
                "the page as HTML, or copy it with its numbers."
            )
        if reference or "citation" in sections:
            raise InputError(f"{name} has no numbered paragraph: it seems cut short, so download it again.")
    if reference is None:
        kind = "reads like a press release or another page"
        if "operative" in sections:
            kind = "may be a draft. If it was adopted, save Parliament's page, which has the number above the title"
        raise InputError(
            f"{name} has no reference of an adopted text (such as P9_TA(2021)0056) at its head; it {kind}."
        )
    if not sections:
        raise InputError(f"{name} has no numbered paragraph: it seems cut short, so download it again.")
    _refuse_cut(name, layout, footer)


def _refuse_cut(name: str, layout: Layout, footer: str) -> None:
    notes = {note.label for note in layout.footnotes}
    missing = [label for unit in layout.paragraphs for label in unit.footnotes if label not in notes]
    last = layout.footnotes[-1] if layout.footnotes else layout.paragraphs[-1]
    whole = last.section == "annex" or (_NOTE_END if notes else _SENTENCE_END).search(last.text)
    lone_marker = _LONE_MARKER.fullmatch(last.text.rpartition("\n")[2])
    if not footer and (not whole or (lone_marker and not notes) or missing):
        raise InputError(f"{name} ends in mid-sentence: the download was cut, so download it again.")
    if missing and notes:
        raise InputError(f"{name} lacks footnote {missing[0]}: the download was cut, so download it again.")
