"""Passages that stand word for word in an earlier resolution, by local alignment.

Smith and Waterman's alignment on words, as Wilkerson, Smith and Stramp use it for bills (*AJPS* 59(4),
2015): matches count, gaps and other words cost, and the best stretch of a pair of paragraphs is kept.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.parse import Document
from analysis.segment import without_marks
from analysis.tokens import WORD

MATCH, OTHER, GAP = 2, -3, -3
LEAST_WORDS = 10
LEAST_IDENTICAL = 0.9
_SHINGLE = 4  # words in a row that two paragraphs share before they are aligned
COLUMNS = ["language", "reference", "section", "label", "earlier", "earlier_section", "earlier_label"]


class Stretch(NamedTuple):
    """The best local alignment: half-open ranges of words in either, and how many words are the same."""

    left: tuple[int, int]
    right: tuple[int, int]
    identical: int


def align(left: Sequence[str], right: Sequence[str]) -> Stretch:
    """The best-scoring stretch that two sequences of words share."""
    score = np.zeros((len(left) + 1, len(right) + 1), dtype=int)
    for i, word in enumerate(left, 1):
        for j, other in enumerate(right, 1):
            diagonal = score[i - 1, j - 1] + (MATCH if word == other else OTHER)
            score[i, j] = max(0, diagonal, score[i - 1, j] + GAP, score[i, j - 1] + GAP)
    i, j = (int(place) for place in np.unravel_index(score.argmax(), score.shape))
    end_left, end_right, identical = i, j, 0
    while i and j and score[i, j] > 0:
        same = left[i - 1] == right[j - 1]
        if score[i, j] == score[i - 1, j - 1] + (MATCH if same else OTHER):
            identical += same
            i, j = i - 1, j - 1
        elif score[i, j] == score[i - 1, j] + GAP:
            i -= 1
        else:
            j -= 1
    return Stretch((i, end_left), (j, end_right), identical)


def find_reused(documents: Iterable[Document], order: Sequence[str], language: str) -> pd.DataFrame:
    """One row per passage of a recital or paragraph that stands in an earlier resolution.

    Args:
        documents: texts; those of another language or not in `order` are left out.
        order: references in order of adoption.

    Returns:
        COLUMNS, n_words (of the passage), identical (share of them, at least LEAST_IDENTICAL), whole (it is
        nine tenths of both paragraphs), start and end (characters, footnote marks left out). Of several
        earlier places the longest passage counts, then the latest. The last paragraph, which forwards the
        resolution, is left out.
    """
    chosen = {one.reference: one for one in documents if one.language == language and one.reference in order}
    earlier: list[tuple[str, str, str, list[str], set]] = []
    out = []
    for reference in (name for name in order if name in chosen):
        here = []
        for section, label, text in _paragraphs(chosen[reference]):
            spans = [match.span() for match in WORD.finditer(text)]
            words = [text[start:end].lower() for start, end in spans]
            shingles = {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
            found = [
                (align(words, other), name, there, at, len(other))
                for name, there, at, other, of in earlier
                if shingles & of
            ]
            found = [one for one in found if _is_passage(one[0])]
            if found:
                best, name, there, at, length = max(
                    found, key=lambda one: (one[0].identical, order.index(one[1]))
                )
                n = best.left[1] - best.left[0]
                where = (language, reference, section, label, name, there, at)
                whole = best.identical >= LEAST_IDENTICAL * max(len(words), length)
                start, end = spans[best.left[0]][0], spans[best.left[1] - 1][1]
                out.append((*where, n, best.identical / n, whole, start, end))
            here.append((reference, section, label, words, shingles))
        earlier += here
    return pd.DataFrame(out, columns=[*COLUMNS, "n_words", "identical", "whole", "start", "end"])


def _is_passage(stretch: Stretch) -> bool:
    n = stretch.left[1] - stretch.left[0]
    return n >= LEAST_WORDS and stretch.identical >= LEAST_IDENTICAL * max(
        n, stretch.right[1] - stretch.right[0]
    )


def _paragraphs(document: Document) -> list[tuple[str, str, str]]:
    units = [unit for unit in document.paragraphs if unit.section in ("recital", "operative")]
    last = units[-1] if units and units[-1].section == "operative" else None
    return [(unit.section, unit.label or "", without_marks(unit)) for unit in units if unit is not last]


def share_reused(reused: pd.DataFrame, paragraphs: pd.DataFrame) -> pd.DataFrame:
    """One row per version and section: n_passages, n_words reused, share of the section's words."""
    key = ["reference", "language", "section"]
    words = paragraphs.groupby(key)["n_words"].sum()
    counts = reused.groupby(key)["n_words"].agg(["size", "sum"])
    frame = words.to_frame("all").join(counts, how="inner").reset_index()
    frame = frame.rename(columns={"size": "n_passages", "sum": "n_words"})
    return frame.assign(share=frame["n_words"] / frame["all"]).drop(columns="all")
