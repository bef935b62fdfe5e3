"""Which official texts of a country are not at hand, in one sentence that says how to get them."""

from analysis.corpus.catalogue import list_resolutions
from analysis.corpus.countries import describe_country
from analysis.lexicon.places import find_folder, texts_folder
from analysis.lexicon.references import REFERENCE

_LANGUAGES = {"en": "English", "sv": "Swedish"}


def describe_missing(country: str) -> str:
    """What is missing, and how to get it.

    Raises:
        InputError: there is no such corpus.
    """
    folder = find_folder(country)
    if texts_folder() is None:
        return "Official texts are switched off by RESOLUTION_TEXTS=none."
    rows = [row for row in list_resolutions(country)[0] if REFERENCE.fullmatch(row["reference"])]
    missing = {code: sum(code not in row["texts"].split() for row in rows) for code in _LANGUAGES}
    told = " and ".join(f"{n} of {len(rows)} in {_LANGUAGES[code]}" for code, n in missing.items() if n)
    if not told or describe_country(folder).invented:
        return "No text of a listed resolution is missing in English or Swedish."
    return (
        f"Missing official texts: {told}. Get them with `resolutions fetch --country {folder.name}`, or save pages, "
        f"Word or PDF files from Parliament's site and run `resolutions add --country {folder.name} FILE…`."
    )
