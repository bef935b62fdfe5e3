"""Which spellings may be one person: `match_names`.

Each part of a name is turned into a key of sounds (`lexicon/romanisation.csv`), so that
Zjumagulov, Zhumagulov and Жумагулов agree; what is left is measured part by part. A mean over
the parts would merge relatives, so the least similar part decides.

The string work is rapidfuzz's. Compared on the hard pairs of the tests: difflib's ratio and
jellyfish's Jaro–Winkler on raw strings lose about a quarter of them, and any token-set score
merges people who share a family name; on keys rapidfuzz's normalised Indel and Jaro–Winkler
tell the same pairs apart, and rapidfuzz is the fastest and the one whose maintenance shows.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import pandas as pd
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from analysis.errors import InputError
from analysis.lexicon import read_lexicon

SAME = 0.93  # least similarity of the least similar part for "same"
REVIEW = 0.82  # from here on a person has to look
_DOUBLED = re.compile(r"(.)\1+")
_GLIDE = re.compile(r"(?<=[^aeou])i+(?=[aeou])|(?<=[aeou])i+(?=[aeou])|^i(?=[aeou])")
_LAST_I = re.compile(r"(?<=[^aeou])ii*$")
_LETTER = re.compile(r"[^\W\d_]")
_INITIAL = re.compile(r"[^\W\d_]\.?")
CHILD_OF = ("kizi", "uli", "uulu", "ulu")
_HISSED = frozenset("SZ")
_PATRONYMIC = re.compile(r"(?:i[cC]|ovna|evna|uli|kizi)$")


def match_names(
    left: Sequence[str],
    right: Sequence[str],
    left_language: str | None = None,
    right_language: str | None = None,
) -> pd.DataFrame:
    """One row per pair of names: left, right, score (0–1), decision, reason.

    Args:
        left, right: names in any official spelling, equally many; compared pair by pair.
        left_language, right_language: two letters. Swedish and English readings are tried too, since
            official texts mix conventions; the reading that fits best counts.

    Returns:
        decision is "same" only where every part agrees; "review" where a part is missing, is an
        initial or is merely similar; else "different". score is that of the least similar part.

    Raises:
        InputError: the lists differ in length.
    """
    if len(left) != len(right):
        raise InputError(
            f"match_names needs two lists of equal length, not {len(left)} and {len(right)} names."
        )
    judged = (_judge_pair(a, b, left_language, right_language) for a, b in zip(left, right, strict=True))
    rows = [(a, b, *one) for a, b, one in zip(left, right, judged, strict=True)]
    return pd.DataFrame(rows, columns=["left", "right", "score", "decision", "reason"])


def _judge_pair(
    left: str, right: str, left_language: str | None, right_language: str | None
) -> tuple[float, str, str]:
    readings = [
        _compare(one, other)
        for one in list_parts(left, left_language)
        for other in list_parts(right, right_language)
    ]
    score, decision, reason = max(readings, key=_rank)
    return round(score, 3), decision, reason


@cache
def list_sounds(name: str, language: str | None) -> frozenset[tuple[str, ...]]:
    """The parts of a name in every reading, in no order, with and without a patronymic between them."""
    found = set()
    for parts in list_parts(name, language):
        if len(parts) > 1 and not any(part.endswith(".") for part in parts):
            found.add(tuple(sorted(parts)))
            if len(parts) == 3 and _PATRONYMIC.search(parts[1]):
                found.add(tuple(sorted((parts[0], parts[2]))))
    return frozenset(found)


def sound_as_one(left: str, left_language: str | None, right: str, right_language: str | None) -> bool:
    """Whether every part of two names sounds the same: `match_names` says "same" at a score of 1.

    For names of several parts, where nobody has to look; nothing is measured, so it is soon told.
    """
    others = list_parts(right, right_language)
    return any(_sound_alike(one, other) for one in list_parts(left, left_language) for other in others)


def _sound_alike(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    if len(left) > len(right):
        left, right = right, left
    if len(left) == 2 and len(right) == 3 and _PATRONYMIC.search(right[1]):
        right = (right[0], right[2])
    return left in (right, (*right[1:], right[0]))


def _rank(judged: tuple[float, str, str]) -> tuple[int, float]:
    return ["different", "review", "same"].index(judged[1]), judged[0]


def _languages(language: str | None) -> list[str]:
    """The conventions to read a name by: official texts mix them even within one language."""
    return list(dict.fromkeys([language, "sv", "en"] if language else ["sv", "en"]))


def list_parts(name: str, language: str | None) -> list[tuple[str, ...]]:
    """The keys of a name's parts, by each convention it may be read by."""
    return [_parts(name, one) for one in _languages(language)]


@cache
def name_key(part: str, language: str | None = None) -> str:
    """The sounds of one part of a name, double letters and glides dropped."""
    plain = unicodedata.normalize("NFC", part).casefold().replace("’", "").replace("'", "")
    table, written = _table(language or "en")
    sounds = written.sub(lambda found: table[found.group()], plain)
    sounds = "".join(c for c in unicodedata.normalize("NFD", sounds) if not unicodedata.combining(c))
    sounds = _GLIDE.sub("", _DOUBLED.sub(r"\1", sounds))
    return _DOUBLED.sub(r"\1", _LAST_I.sub("i", sounds))


@cache
def _table(language: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """What stands for which sound in a language, and a pattern for any of it, longest first."""
    rows = [row for row in read_lexicon("romanisation") if row["language"] in (language, "*")]
    own = {row["written"]: row["sound"] for row in reversed(rows)} | {
        row["written"]: row["sound"] for row in rows if row["language"] == language
    }
    longest_first = sorted(own, key=len, reverse=True)
    return own, re.compile("|".join(map(re.escape, longest_first)))


@cache
def _parts(name: str, language: str) -> tuple[str, ...]:
    """Keys of a name's parts; an initial is one upper-case letter with a full stop."""
    spaced = re.sub(r"\.(?=\S)", ". ", name.replace("-", " "))
    words = [word for word in spaced.split() if _LETTER.search(word)]
    return tuple(
        f"{name_key(word[0], language)[:1]}." if _INITIAL.fullmatch(word) else name_key(word, language)
        for word in words
    )


@cache
def _compare(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[float, str, str]:
    if not left or not right:
        return 0.0, "different", "no name"
    if len(left) > len(right):
        left, right = right, left
    dropped = [part for part in right if not _PATRONYMIC.search(part)]
    patronymic = len(left) == 2 and len(right) == 3 and bool(_PATRONYMIC.search(right[1]))
    joined = "all parts agree but the patronymic, which one leaves out" if patronymic else "all parts agree"
    if patronymic:
        right = (right[0], right[2])
    orders = [right] if len(left) != len(right) else [right, (*right[1:], right[0])]
    best = (0.0, "different", "no part agrees")
    for place, order in enumerate(orders):
        if len(left) == len(order):
            scores = [_similar(a, b) for a, b in zip(left, order, strict=True)]
            words = joined + (", in another order" if place > 0 and len(left) > 1 else "")
            best = max(best, _judge(scores, left, order, words), key=_rank)
    if len(left) < len(right):
        scores = [max(_similar(a, b) for b in right) for a in left]
        lowest = min(scores)
        if lowest >= SAME and len(dropped) >= len(left):
            best = (lowest, "review", "a part is missing")
    return best


def _judge(
    scores: list[float], left: tuple[str, ...], right: tuple[str, ...], agreed: str
) -> tuple[float, str, str]:
    lowest = min(scores)
    if len(left) == 1 and lowest >= SAME:
        return lowest, "review", "one name only"
    if lowest < REVIEW:
        return lowest, "different", "a part differs"
    if any(part.endswith(".") for part in [*left, *right]):
        return lowest, "review", "an initial stands for a name"
    if lowest < SAME:
        return lowest, "review", "a part is merely similar"
    return lowest, "same", agreed


def find_unlike(parts: Sequence[str], words: Sequence[str], language: str) -> bool:
    """Whether no word sounds at all like any of the parts, in the conventions of a language and of English."""
    readings = _languages(language)
    keys = [sorted({name_key(word, one) for word in of for one in readings}) for of in (parts, words)]
    if not keys[0] or not keys[1]:
        return False
    return bool(cdist(*keys, scorer=JaroWinkler.normalized_similarity, score_cutoff=REVIEW).max() < REVIEW)


def differ_by_patronymic(left: str, right: str) -> bool:
    """Whether two names of three parts agree in the outer ones and have unlike patronymics."""
    a, b = _parts(left, "en"), _parts(right, "en")
    both = len(a) == len(b) == 3 and bool(_PATRONYMIC.search(a[1]) and _PATRONYMIC.search(b[1]))
    return both and _similar(a[1], b[1]) < SAME


def _similar(left: str, right: str) -> float:
    """Similarity of two keys, 0–1; an initial agrees with any part that begins with it."""
    if left.endswith(".") or right.endswith("."):
        return 1.0 if left[:1] == right[:1] else 0.0
    if left == right:
        return 1.0
    shorter, longer = sorted((left, right), key=len)
    if longer in (shorter + ending for ending in CHILD_OF):
        return 0.9  # Akan and Akankyzy: with and without "daughter of"
    if longer == shorter + "a" or abs(len(left) - len(right)) > 2:
        return 0.0  # a woman's and a man's form, or another name
    similarity = JaroWinkler.normalized_similarity(left, right)
    alike = left[:1] == right[:1] or {left[:1], right[:1]} <= _HISSED
    return similarity if alike else similarity - 0.1
