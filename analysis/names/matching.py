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
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import pandas as pd
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from analysis.lexicon.errors import InputError
from analysis.names.sounds import (
    CHILD_OF,
    is_family_name,
    is_patronymic,
    join_sounds,
    leave_out_patronymic,
    list_keys,
    list_neighbours,
    list_parts,
)

SAME = 0.93  # least similarity of the least similar part for "same"
REVIEW = 0.82  # from here on a person has to look
_UNMARKED = 0.9  # of two keys whose letters differ in their marks alone, or in "son of"
_UNLIKE = 0.92  # at most, of two keys whose consonants differ, one of them short: Maria is not Marta
_SHORT = 5
_VOWELS = re.compile(r"[aeiou]")
_HISSED = frozenset("SZ")
_VERDICTS = ["different", "review", "same"]
Parts = tuple[str, ...]
Judged = tuple[float, str, str]  # score, decision, reason


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


def _judge_pair(left: str, right: str, left_language: str | None, right_language: str | None) -> Judged:
    readings = [
        _compare(*sorted((one, other), key=_by_length))
        for one in list_parts(left, left_language)
        for other in list_parts(right, right_language)
    ]
    score, decision, reason = max(readings, key=_rank)
    return round(score, 3), decision, reason


@cache
def list_sounds(name: str, language: str | None) -> frozenset[Parts]:
    """The parts of a name in every reading, in no order, as another spelling of the name may have them.

    That is with and without a patronymic, and with two parts written together.
    """
    found = set()
    for parts in list_parts(name, language):
        if len(parts) > 1 and not any(part.endswith(".") for part in parts):
            short = leave_out_patronymic(parts)
            forms = [parts, *_joined(parts), *([short[0]] if short else [])]
            found |= {tuple(sorted(form)) for form in forms if len(form) > 1}
    return frozenset(found)


def sound_as_one(left: str, left_language: str | None, right: str, right_language: str | None) -> bool:
    """Whether every part of two names sounds the same: `match_names` says "same" at a score of 1."""
    return _judge_pair(left, right, left_language, right_language)[:2] == (1.0, "same")


def _by_length(parts: Parts) -> tuple[int, Parts]:
    return len(parts), parts


def _rank(judged: Judged) -> tuple[int, float]:
    return _VERDICTS.index(judged[1]), judged[0]


@cache
def _compare(left: Parts, right: Parts) -> Judged:
    """What is to be thought of two names, the one of fewer parts first."""
    if not left or not right:
        return 0.0, "different", "no name"
    judged = [(0.0, "different", "no part agrees"), *_judge_orders(left, right, "all parts agree")]
    short = leave_out_patronymic(right)
    if short and len(left) == 2:
        judged += _judge_orders(left, short[0], "all parts agree but the patronymic, which one leaves out")
    for joined in _joined(right):
        judged += [one for one in _judge_orders(left, joined, "parts are written together") if one[0] == 1.0]
    named = [part for part in right if not is_patronymic(part)]
    if len(left) < len(right) and len(left) <= len(named):
        lowest = min(max(_similar(a, b) for b in right) for a in left)
        if lowest >= SAME:
            judged.append((lowest, "review", "a part is missing"))
    return max(judged, key=_rank)


def _joined(parts: Parts) -> list[Parts]:
    """The parts with two neighbours or three written together."""
    return [
        (*parts[:i], join_sounds(*parts[i:j]), *parts[j:])
        for i, j in list_neighbours(parts)
        if not any(part.endswith(".") for part in parts[i:j])
    ]


def _judge_orders(left: Parts, right: Parts, agreed: str) -> Iterator[Judged]:
    """Two names of equally many parts, in order and with the family name at the other end.

    Where father's names are second names, father and son bear the same two names in turn: of two parts the
    order may change only where it shows which is the family name.
    """
    for first in range(len(left) if len(left) == len(right) else 0):
        order = (*right[first:], *right[:first])
        judged = _judge([_similar(a, b) for a, b in zip(left, order, strict=True)], left, order)
        if first and judged[1] == "same" and len(left) == 2 and not _shows_family_name(left, right):
            judged = judged[0], "review", "the same parts in another order"
        if judged[1] == "same":
            judged = *judged[:2], agreed + (", in another order" if first else "")
        yield judged


def _shows_family_name(*names: Parts) -> bool:
    return all([is_family_name(part) for part in name].count(True) == 1 for name in names)


def _judge(scores: list[float], left: Parts, right: Parts) -> Judged:
    lowest = min(scores)
    if len(left) == 1 and lowest >= SAME:
        return lowest, "review", "one name only"
    if lowest < REVIEW:
        return lowest, "different", "a part differs"
    if any(part.endswith(".") for part in [*left, *right]):
        return lowest, "review", "an initial stands for a name"
    if lowest < SAME:
        return lowest, "review", "a part is merely similar"
    return lowest, "same", ""


def find_heard(parts: Collection[str], words: Sequence[str], language: str) -> set[str]:
    """The parts that sound at all like any of the words, in the conventions of a language and of English."""
    keys = [(part, key) for part in parts for key in list_keys([part], language)]
    said = list_keys(list(words), language)
    if not keys or not said:
        return set()
    near = cdist(
        [key for _, key in keys], said, scorer=JaroWinkler.normalized_similarity, score_cutoff=REVIEW
    )
    return {part for (part, _), best in zip(keys, near.max(axis=1), strict=True) if best >= REVIEW}


def differ_by_patronymic(left: str, right: str) -> bool:
    """Whether two names of three parts agree in given and family name and have unlike patronymics."""
    readings = (leave_out_patronymic(list_parts(name, "en")[0]) for name in (left, right))
    patronymics = [found[1] for found in readings if found]
    return len(patronymics) == 2 and _similar(*patronymics) < SAME


def _similar(left: str, right: str) -> float:
    """Similarity of two keys, 0–1; an initial agrees with any part that begins with it."""
    if left.endswith(".") or right.endswith("."):
        return 1.0 if left[:1] == right[:1] else 0.0
    if left == right:
        return 1.0
    shorter, longer = sorted((left, right), key=len)
    if longer in (shorter + ending for ending in CHILD_OF) or left.casefold() == right.casefold():
        return _UNMARKED
    if longer == shorter + "a" or abs(len(left) - len(right)) > 2:
        return 0.0  # a woman's and a man's form, or another name
    similarity = JaroWinkler.normalized_similarity(left, right)
    if len(shorter) < _SHORT and _VOWELS.sub("", left) != _VOWELS.sub("", right):
        similarity = min(similarity, _UNLIKE)
    alike = left[:1] == right[:1] or {left[:1], right[:1]} <= _HISSED
    return similarity if alike else similarity - 0.1
