"""The official languages and the phrases that give a text's language away."""

import re
from collections import Counter
from functools import cache

from analysis.lexicon import read_lexicon

_WORD = re.compile(r"\w")
_ENDS_IN_WORD = re.compile(r"\w\Z")
_LONGEST_OPENING = 60


@cache
def languages() -> dict[str, dict[str, str]]:
    """Two-letter code → row of `lexicon/languages.csv`."""
    return {row["language"]: row for row in read_lexicon("languages")}


def detect_language(text: str) -> str | None:
    """The two-letter code of an official text's language; None when nothing tells it.

    Counts how often Parliament's name and the opening of citations stand in the text: the
    names differ in all 24 languages.
    """
    lowered = text.lower()
    names = _count_names(lowered.encode())
    regards = Counter(code for line in lowered.split("\n") for code in _opened_by(line))
    hits = {code: 3 * names[code] + regards[code] for code in languages()}
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] else None


def _count_names(text: bytes) -> dict[str, int]:
    """How often each language's name of Parliament begins a word; a search in bytes is several times faster."""
    counts = dict.fromkeys(languages(), 0)
    for code, row in languages().items():
        name, end = row["parliament"].lower().encode(), 0
        while (start := text.find(name, end)) >= 0:
            end = start + len(name)
            counts[code] += not _ENDS_IN_WORD.search(text[max(0, start - 4) : start].decode(errors="ignore"))
    return counts


def _opened_by(line: str) -> list[str]:
    """The languages whose citations open like a line in lower case."""
    word = _WORD.search(line)
    opening = line[word.start() : word.start() + _LONGEST_OPENING] if word else ""
    if not opening.startswith(tuple(_openings().values())):
        return []
    return [code for code, phrase in _openings().items() if opening.startswith(phrase)]


@cache
def _openings() -> dict[str, str]:
    return {code: row["having_regard"].lower() for code, row in languages().items()}
