"""Dates written out in any of the 24 official languages."""

import datetime
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from analysis.lexicon.languages import languages

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_REACH = 3  # words that may stand between a month and its day or year ("gada", "de", "m.")


@cache
def month_names(language: str) -> dict[str, int]:
    """Month names in lower case, as written in dates and alone, to 1–12.

    Source: Unicode CLDR, through Babel. Of names of two words (Irish) the first counts.
    """
    from babel.dates import get_month_names

    names = {}
    for context in ("stand-alone", "format"):
        for number, name in get_month_names("wide", context, locale=language).items():
            names[name.casefold().split()[0]] = number
    return names


@lru_cache(maxsize=10_000)
def _month(word: str, language: str) -> int | None:
    """The month a word names, case endings allowed for (Latvian februāra, Slovenian marca)."""
    word, names = word.casefold(), month_names(language)
    if word in names:
        return names[word]
    shared = {name: len(_common_prefix(word, name)) for name in names}
    name = max(shared, key=lambda candidate: shared[candidate])
    close = shared[name] >= 3 and max(len(name), len(word)) - shared[name] <= 3
    return names[name] if close else None


def is_month(word: str, language: str | None) -> bool:
    """Whether a word names a month, in one language or, when that is not known, in any."""
    tried = [language] if language else languages()
    return any(_month(word, code) is not None for code in tried)


def _common_prefix(left: str, right: str) -> str:
    pairs = zip(left, right, strict=False)
    return left[: next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))]


def find_date(text: str, language: str | None = None) -> datetime.date | None:
    """The first date with its month in words, whatever the order of day, month and year."""
    for language_tried in [language] if language in languages() else languages():
        for date, _ in find_dates(text, str(language_tried)):
            return date
    return None


def find_dates(text: str, language: str) -> Iterator[tuple[datetime.date, int]]:
    """Each date with its month in words, and where its last part ends."""
    tokens = list(_TOKEN.finditer(text))
    for place, token in enumerate(tokens):
        if token[0].isdigit() or not (month := _month(token[0], language)):
            continue
        near = sorted(range(-_REACH, _REACH + 1), key=lambda step: (abs(step), step))
        around = [tokens[place + step] for step in near if 0 <= place + step < len(tokens)]
        day = next((t for t in around if t[0].isdigit() and len(t[0]) <= 2), None)
        year = next((t for t in around if re.fullmatch(r"(19|20)\d\d", t[0])), None)
        if day and year:
            try:
                date = datetime.date(int(year[0]), month, int(day[0]))
            except ValueError:
                continue
            yield date, max(token.end(), day.end(), year.end())
