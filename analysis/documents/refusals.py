"""Why a document is no complete adopted resolution, each reason with its remedy."""

import re

from analysis.documents.markers import Lines
from analysis.documents.openings import find_formulas
from analysis.documents.segment import Layout
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import heads
from analysis.lexicon.references import MOTION, REFERENCE, find_mistyped, plain_reference

_CORRIGENDUM = re.compile(r"\s*[-‑/(\[_]\s*COR\b|\s*[-‑/(\[_]\s*COR[-_ ]?\d", re.IGNORECASE)
_OTHER_NUMBER = re.compile(r"\b(?:COM|JOIN|SWD|SEC) ?\((?:19|20)\d\d\) ?\d+|\bECLI:|\b[AS]/(?:HRC/)?RES/")
_HEAD_LINES = 15
_SENTENCE_END = re.compile(r"[.!?…][”»\"’)\]]*$")
_NOTE_END = re.compile(r"[.!?…\d)][”»\"’)\]]*$")
_LONE_MARKER = re.compile(r"\(?\w{1,3}[.)]")
_REST_OF_HEAD = r"(?:[\s,;]*(?:RC[-‑]?)?[ABC]\d{1,2}[-‑]\d{4}/\d{4})*\s*"
_HEAD_LINE = re.compile(rf"\s*{REFERENCE.pattern}{_REST_OF_HEAD}")


def refuse_unfit(name: str, text: str, layout: Layout, reference: re.Match[str] | None, dated: bool) -> None:
    """Refuse what is no complete adopted resolution.

    Args:
        name: what the sentence calls the document.
        text: the whole document.
        layout: the same, cut into its units.
        reference: the document's own, in its header or footer.
        dated: whether its head bears a date.

    Raises:
        InputError: it is a corrigendum, a motion, several texts, a page of another kind, or was cut.
    """
    formulas = len(find_formulas(Lines.of(text)))
    at_head = reference if reference and reference.string is layout.header else None
    if _is_corrigendum(layout.header, at_head, bool(formulas)):
        raise InputError(f"{name} is a corrigendum, not an adopted text: get the text that it corrects.")
    others = _headed_behind(text, layout.header, reference)
    if formulas > 1 or others:
        also = f" ({', '.join(others)} too)" if others else ""
        raise InputError(f"{name} holds more than one text{also}: save each in a file of its own.")
    mistyped = None if reference else find_mistyped(layout.header)
    if mistyped:
        raise InputError(
            f"{name} has '{mistyped}' where a reference such as P9_TA(2021)0056 belongs: mend it "
            "(P and the term, _TA, the year in brackets, four digits) or get the text again."
        )
    after = layout.header[at_head.end() :].partition("\n")[2] if at_head else layout.header
    if MOTION.search(after) and not (at_head and dated):
        raise InputError(
            f"{name} is a motion, not an adopted text: get the text with a TA reference at its head."
        )
    if reference is None and not formulas and (line := _other_institution(text)):
        raise InputError(
            f"{name} is a text of another institution ('{line}' stands at its head): get the resolution that "
            "Parliament adopted, from the list of texts adopted on its site."
        )
    sections = {unit.section for unit in layout.paragraphs}
    if reference is None and ("operative" in sections or not formulas):
        kind = "reads like a press release or another page."
        if "operative" in sections:
            kind = "may be a draft, or its number was left out: that stands above the title on Parliament's page."
        raise InputError(
            f"{name} has no reference of an adopted text (such as P9_TA(2021)0056) at its head; it {kind}"
        )
    if "operative" not in sections:
        _refuse_without_numbers(name, layout)
    _refuse_cut(name, layout)


def _other_institution(text: str) -> str | None:
    """The line of a text's head that names another institution, or bears the number of a document of one."""
    head = [line.strip() for line in text.split("\n") if line.strip()][:_HEAD_LINES]
    return next(
        (line[:60] for line in head if heads(line, "institution") or _OTHER_NUMBER.search(line)), None
    )


def _is_corrigendum(header: str, reference: re.Match[str] | None, enacts: bool) -> bool:
    """Whether the reference is that of a corrigendum, or a line of the head says so and nothing is enacted."""
    if reference and _CORRIGENDUM.match(header, reference.end()):
        return True
    lines = [line for line in header.split("\n") if not line.rstrip().endswith(":")]
    return not enacts and any(heads(line, "corrigendum") for line in lines)


def _headed_behind(text: str, header: str, reference: re.Match[str] | None) -> list[str]:
    """References of other texts that stand behind the header on lines of their own."""
    lines = text[len(header) :].split("\n") if reference else []
    heading = {plain_reference(match) for line in lines if (match := _HEAD_LINE.fullmatch(line))}
    return sorted(heading - {plain_reference(reference)} if reference else heading)


def _refuse_without_numbers(name: str, layout: Layout) -> None:
    units = [unit for unit in layout.paragraphs if unit.section in ("citation", "recital")]
    if units and (layout.footer.strip() or _SENTENCE_END.search(units[-1].text)):
        raise InputError(
            f"{name} has no numbered paragraph, though it is not cut: the numbers are not in its text, so save "
            "the page as HTML, or copy it with its numbers."
        )
    raise InputError(f"{name} has no numbered paragraph: it seems cut short, so download it again.")


def _refuse_cut(name: str, layout: Layout) -> None:
    footer = layout.footer.strip()
    notes = {note.label for note in layout.footnotes}
    missing = [label for unit in layout.paragraphs for label in unit.footnotes if label not in notes]
    last = layout.footnotes[-1] if layout.footnotes else layout.paragraphs[-1]
    whole = last.section == "annex" or (_NOTE_END if notes else _SENTENCE_END).search(last.text)
    lone_marker = _LONE_MARKER.fullmatch(last.text.rpartition("\n")[2])
    if not footer and (not whole or (lone_marker and not notes) or missing):
        raise InputError(f"{name} ends in mid-sentence: the download was cut, so download it again.")
    if missing and notes:
        raise InputError(f"{name} lacks footnote {missing[0]}: the download was cut, so download it again.")
