"""Numbers of adopted texts in their several forms, and the official page that each leads to."""

import re

from analysis.lexicon.errors import InputError

REFERENCE = re.compile(r"P(?P<term>\d{1,2})_TA(?P<prov>[-‑]PROV)?\((?P<year>\d{4})\)(?P<number>\d{4})(?!\d)")
# What can only mean a reference, though other signs part it: P9-TA(2021)0056, P9 TA (2021) 0056.
NEAR_REFERENCE = re.compile(
    r"P(?P<term>\d{1,2})[ \xa0._‑–-]{1,2}TA(?P<prov>[ \xa0_‑–-]PROV)?[ \xa0_‑–-]?[(\[](?P<year>(?:19|20)\d\d)[)\]]"
    r"[ \xa0_‑–-]?(?P<number>\d{4})(?!\d)"
)
MOTION = re.compile(r"\b(?:RC[-‑]?)?B?\d{1,2}[-‑]\d{4}/\d{4}\b")
# What was meant as a reference: other signs between its parts, digits too many or too few, letters of other alphabets.
_MEANT = re.compile(
    r"[PpРΡ](?:\d{1,2}[ \xa0._‑-]{0,2}|_)[TtТΤ][AaАΑ](?:[ _‑-]?PROV)?[ \xa0._‑-]{0,2}[(\[]?[ \xa0]?\d{1,4}"
    r"[ \xa0]?[)\]]?(?:[ \xa0]?\d{1,9})?"
)
OPEN_DATA_FORM = re.compile(
    r"TA-(?P<term>\d{1,2})-(?P<year>\d{4})-(?P<number>\d{4})(?:-PROV)?(?:_[A-Za-z]{2})?"
)


def read_reference(given: str) -> str:
    """A reference in any form that is certain as P9_TA(2021)0056.

    Raises:
        InputError: it is none.
    """
    match = NEAR_REFERENCE.fullmatch(given.upper()) or OPEN_DATA_FORM.fullmatch(given.upper())
    if match is None:
        raise InputError(f"'{given}' is no reference of an adopted text: write it as P9_TA(2021)0056.")
    return f"P{int(match['term'])}_TA({match['year']}){match['number']}"


def plain_reference(match: re.Match[str]) -> str:
    """A match of any of these patterns without the sign of a provisional edition."""
    return f"P{match['term']}_TA({match['year']}){match['number']}"


def open_data_name(reference: str, provisional: bool = False) -> str:
    """P9_TA(2021)0056 as TA-9-2021-0056."""
    match = REFERENCE.fullmatch(reference)
    assert match is not None
    edition = "-PROV" if provisional else ""
    return f"TA-{match['term']}-{match['year']}-{match['number']}{edition}"


def official_page(reference: str, language: str = "en") -> str:
    """Address of an adopted text at Parliament."""
    name = f"{open_data_name(reference)}_{language.upper()}"
    return f"https://www.europarl.europa.eu/doceo/document/{name}.html"


def find_mistyped(text: str) -> str | None:
    """What stands in a text where a reference was meant and is none."""
    meant = (match for match in _MEANT.finditer(text) if not REFERENCE.match(text, match.start()))
    return next((match.group() for match in meant), None)
