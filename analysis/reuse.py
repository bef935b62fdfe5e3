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
BRIDGE = 2  # differing words in a row that a passage may hold
LEAST_WORDS = 10
LEAST_IDENTICAL = 0.9
_SHINGLE = 4  # words in a row that two paragraphs share before they are aligned
COLUMNS = ["language", "reference", "section", "label", "earlier", "earlier_section", "earlier_label"]


class Stretch(NamedTuple):
    """A local alignment: half-open ranges of words in either, and the places of words that are the same."""

    left: tuple[int, int]
    right: tuple[int, int]
    same: tuple[tuple[int, int], ...]

    @property
    def identical(self) -> int:
        """How many words are the same."""
        return len(self.same)


def align(left: Sequence[str], right: Sequence[str]) -> Stretch:
    """The best-scoring stretch that two sequences of words share."""
    score = np.zeros((len(left) + 1, len(right) + 1), dtype=int)
    for i, word in enumerate(left, 1):
        for j, other in enumerate(right, 1):
            diagonal = score[i - 1, j - 1] + (MATCH if word == other else OTHER)
            score[i, j] = max(0, diagonal, score[i - 1, j] + GAP, score[i, j - 1] + GAP)
    i, j = (int(place) for place in np.unravel_index(score.argmax(), score.shape))
    end_left, end_right = i, j
    pairs = []
    while i and j and score[i, j] > 0:
        same = left[i - 1] == right[j - 1]
        if score[i, j] == score[i - 1, j - 1] + (MATCH if same else OTHER):
            i, j = i - 1, j - 1
            pairs += [(i, j)] if same else []
        elif score[i, j] == score[i - 1, j] + GAP:
            i -= 1
        else:
            j -= 1
    return Stretch((i, end_left), (j, end_right), tuple(pairs[::-1]))


def split_passages(stretch: Stretch) -> list[Stretch]:
    """The parts of an alignment between which more than BRIDGE words differ, if they are passages."""
    parts: list[list[tuple[int, int]]] = []
    for pair in stretch.same:
        near = parts and max(pair[0] - parts[-1][-1][0], pair[1] - parts[-1][-1][1]) <= BRIDGE + 1
        parts = [*parts[:-1], [*parts[-1], pair]] if near else [*parts, [pair]]
    whole = [
        Stretch((part[0][0], part[-1][0] + 1), (part[0][1], part[-1][1] + 1), tuple(part)) for part in parts
    ]
    return [part for part in whole if _is_passage(part)]


def find_reused(documents: Iterable[Document], order: Sequence[str], language: str) -> pd.DataFrame:
    """One row per passage of a recital or paragraph that stands in an earlier resolution.

    Args:
        documents: texts; those of another language or not in `order` are left out.
        order: references in order of adoption.

    Returns:
        COLUMNS, n_words (of the passage), identical (share of them, at least LEAST_IDENTICAL), whole (it is
        nine tenths of both paragraphs), start and end (characters, footnote marks left out). Where
        passages overlap the longest counts, then the latest. The last paragraph, which forwards the
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
                (part, name, there, at, len(other))
                for name, there, at, other, of in earlier
                if shingles & of
                for part in split_passages(align(words, other))
            ]
            found.sort(key=lambda one: (one[0].identical, order.index(one[1])), reverse=True)
            taken: set[int] = set()
            for part, name, there, at, length in found:
                if taken & set(range(*part.left)):
                    continue
                taken |= set(range(*part.left))
                n = part.left[1] - part.left[0]
                whole = part.identical >= LEAST_IDENTICAL * max(len(words), length)
                start, end = spans[part.left[0]][0], spans[part.left[1] - 1][1]
                where = (language, reference, section, label, name, there, at)
                out.append((*where, n, part.identical / n, whole, start, end))
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
