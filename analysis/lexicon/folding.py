"""Letters as a reader searches for them: case, accents and typographic signs folded, places kept."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from analysis.lexicon.letters import drop_invisible, drop_marks

_SIGNS = str.maketrans({"‐": "-", "‑": "-", "’": "'", "‘": "'"})
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def fold(text: str) -> str:
    """A text in small letters without accents, ligatures taken apart, hyphens and apostrophes plain.

    Each letter is folded by itself, so the whole is what its letters give one by one; twice changes nothing.
    """
    if not text.isascii():
        for letter in set(_BEYOND_ASCII.findall(text)):
            text = text.replace(letter, _fold_letter(letter))
    return text.lower()


def find_folded(pattern: re.Pattern[str], text: str, folded: str) -> Iterator[tuple[int, int]]:
    """Start and end, in the text as it stands, of what a pattern matches in the folded text.

    Args:
        pattern: never matches nothing.
        text: as it stands.
        folded: `fold(text)`.
    """
    origins: Sequence[int] = ()
    last = 0
    for match in pattern.finditer(folded):
        origins = origins or _origins(text)
        start, end = origins[match.start()], origins[match.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if start >= last:  # not the second half of a sign that folds to several
            yield start, end
            last = end


def _origins(text: str) -> Sequence[int]:
    """For each letter of the folded text, the place in the text that it comes from."""
    if text.isascii() or all(len(_fold_letter(letter)) == 1 for letter in set(text)):
        return range(len(text))
    return [place for place, letter in enumerate(text) for _ in _fold_letter(letter)]


@cache
def _fold_letter(letter: str) -> str:
    return drop_marks(drop_invisible(letter)).translate(_SIGNS).casefold().lower()
