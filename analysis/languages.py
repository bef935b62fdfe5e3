"""The official languages and the phrases that give a text's language away."""

import re
from functools import cache

from analysis.lexicon import read_lexicon


@cache
def languages() -> dict[str, dict[str, str]]:
    """Two-letter code → row of `lexicon/languages.csv`."""
    return {row["language"]: row for row in read_lexicon("languages")}


def detect_language(text: str) -> str | None:
    """The two-letter code of an official text's language; None when nothing tells it.

    Counts how often Parliament's name and the opening of citations stand in the text: the
    names differ in all 24 languages.
    """
    hits = {code: _count_signs(text, row) for code, row in languages().items()}
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] else None


def _count_signs(text: str, row: dict[str, str]) -> int:
    name = len(re.findall(rf"\b{re.escape(row['parliament'])}", text, re.IGNORECASE))
    regard = re.findall(rf"^\W*{re.escape(row['having_regard'])}", text, re.IGNORECASE | re.MULTILINE)
    return 3 * name + len(regard)
