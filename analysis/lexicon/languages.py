"""The official languages, the phrases that give a text's language away and the words that head its parts."""

import re
import unicodedata
from collections import Counter
from functools import cache

from analysis.lexicon.tables import read_lexicon

_WORD = re.compile(r"\w")
_ENDS_IN_WORD = re.compile(r"\w\Z")
_LONGEST_OPENING = 60
_HEAD = 12_000  # characters, among which are the title and the line that enacts


@cache
def languages() -> dict[str, dict[str, str]]:
    """Two-letter code → row of `lexicon/languages.csv`."""
    return {row["language"]: row for row in read_lexicon("languages")}


def detect_language(text: str) -> str | None:
    """The two-letter code of an official text's language; None when nothing tells it.

    Counts how often Parliament's name and the opening of citations stand in the text: the
    names differ in all 24 languages. Where the head of the text has the name in one language only, that is it.
    """
    at_head = _count_names(text[:_HEAD])
    if len(at_head) == 1:
        return next(iter(at_head))
    names = _count_names(text)
    regards = Counter(code for line in text.split("\n") for code in _opened_by(line))
    hits = {code: 3 * names[code] + regards[code] for code in languages()}
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] else None


def heads(line: str, kind: str, language: str | None = None) -> bool:
    """Whether a line starts with a word that heads a part of a kind, in one language or in any.

    Args:
        line: which may start with a numeral, as in "II PRIEDAS".
        kind: as in `lexicon/headings.csv`.
        language: two-letter code.
    """
    return _heading_pattern(kind, language).match(_fold(line[:_LONGEST_OPENING])) is not None


@cache
def _heading_pattern(kind: str, language: str | None) -> re.Pattern[str]:
    rows = read_lexicon("headings")
    words = [row["phrase"] for row in rows if row["kind"] == kind and language in (None, row["language"])]
    alternatives = "|".join(re.escape(_fold(word)) for word in words) or "(?!)"
    return re.compile(rf"\W*(?:[ivxlc\d]{{1,5}}\W+)?(?:{alternatives})\b")


def _fold(text: str) -> str:
    """Small letters without accents, since Greek capitals bear none."""
    return "".join(
        sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)
    ).casefold()


def _count_names(text: str) -> Counter[str]:
    """How often each language's name of Parliament begins a word; of capitals only A to Z may be small.

    A search in bytes is several times faster than one in a text.
    """
    searched = text.encode(errors="replace").lower()
    counts: Counter[str] = Counter()
    for code, row in languages().items():
        name, end = row["parliament"].encode().lower(), 0
        while (start := searched.find(name, end)) >= 0:
            end = start + len(name)
            before = searched[max(0, start - 4) : start].decode(errors="ignore")
            counts[code] += not _ENDS_IN_WORD.search(before)
    return +counts


def opens_citation(line: str, language: str | None) -> bool:
    """Whether a line starts with the words that open citations in a language."""
    return language in _opened_by(line)


def _opened_by(line: str) -> list[str]:
    """The languages whose citations open like a line."""
    word = _WORD.search(line)
    opening = line[word.start() : word.start() + _LONGEST_OPENING].lower() if word else ""
    if not opening.startswith(tuple(_openings().values())):
        return []
    return [code for code, phrase in _openings().items() if opening.startswith(phrase)]


@cache
def _openings() -> dict[str, str]:
    return {code: row["having_regard"].lower() for code, row in languages().items()}
