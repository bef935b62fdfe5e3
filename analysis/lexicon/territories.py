"""The countries of the world: their codes, and the words that name them in the official languages.

Names come from Unicode CLDR, through Babel; other names, adjectives and capitals from `lexicon/countries.csv`.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.lexicon.languages import languages
from analysis.lexicon.letters import drop_marks
from analysis.lexicon.tables import read_lexicon

_FIRST = ("en", "sv", "fr")  # in which a name is looked up before the other languages
_CODE = re.compile(r"[A-Z]{2}")


class Word(NamedTuple):
    """One word for a country: its kind is name, adjective or capital."""

    kind: str
    form: str


def find_code(name: str) -> str | None:
    """The code of the country that bears a name in any official language; None where none does."""
    wanted = _fold(name)
    for row in _others():
        if row["kind"] == "name" and _fold(row["form"]) == wanted:
            return row["code"]
    for language in (*_FIRST, *(one for one in languages() if one not in _FIRST)):
        if code := _codes(language).get(wanted):
            return code
    return None


@lru_cache(maxsize=256)
def list_words(code: str, language: str) -> tuple[Word, ...]:
    """The words for a country in one language, each as it is printed."""
    words = [Word("name", name) for name in _split(_territories(language).get(code, ""))]
    words += [
        Word(row["kind"], row["form"])
        for row in _others()
        if (row["code"], row["language"]) == (code, language)
    ]
    return tuple(dict.fromkeys(words))


def english_name(code: str) -> str:
    """The usual English name."""
    return next((word.form for word in list_words(code, "en") if word.kind == "name"), code)


@cache
def _codes(language: str) -> dict[str, str]:
    return {
        _fold(name): code
        for code, names in _territories(language).items()
        if _CODE.fullmatch(code)
        for name in (names, *_split(names))
    }


def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    return dict(Locale(language).territories)


def _split(name: str) -> Iterator[str]:
    """A name of the source as it is printed: "Myanmar (Burma)" is two."""
    for part in re.split(r"\s*[()]\s*", name):
        if part:
            yield part.replace(" & ", " and ") if " & " in part else part


def _fold(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", drop_marks(name)).casefold().split())


@cache
def _others() -> list[dict[str, str]]:
    return read_lexicon("countries")
