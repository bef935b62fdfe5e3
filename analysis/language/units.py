"""Paragraphs as the units of every comparison of wording: counts per paragraph, permuted and resampled.

Uncertainty comes from paragraphs, not words: words of one paragraph hang together (Gries 2022).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.float64]
PARAGRAPH = ["reference", "language", "section", "position"]
STAGES = (
    (199, 0.2),
    (999, 0.05),
    (9_999, 0.0),
)  # so many permutations are enough where p is larger than this
_TIE = 1e-8  # statistics closer than this are equal but for rounding


@dataclass(frozen=True)
class Paragraphs:
    """Paragraphs and how often each word stands in each of them.

    Attributes:
        words: the columns of `counts`.
        counts: paragraphs × words, sparse (scipy's CSR).
        places: for each row of `counts` its reference, language, section and position.
    """

    words: NDArray[np.object_]
    counts: Any
    places: pd.DataFrame

    @property
    def totals(self) -> Counts:
        """Words of each paragraph."""
        return np.asarray(self.counts.sum(axis=1)).ravel()

    def of(self, references: Collection[str]) -> "Paragraphs":
        """Those of some texts, with the words that stand in them."""
        rows = np.flatnonzero(self.places["reference"].isin(references))
        counts = self.counts[rows]
        met = np.flatnonzero(np.asarray(counts.sum(axis=0)).ravel())
        return Paragraphs(self.words[met], counts[:, met], self.places.iloc[rows].reset_index(drop=True))

    def only(self, columns: NDArray) -> "Paragraphs":
        """The same paragraphs with some of the words, given by a mask or by their places."""
        return replace(self, words=self.words[columns], counts=self.counts[:, columns])

    def sums(self, weights: NDArray) -> Counts:
        """Times of each word under each row of a weights × paragraphs matrix: weights × words."""
        return (self.counts.T @ weights.T.astype(np.float64, copy=False)).T


def count_paragraphs(terms: pd.DataFrame) -> Paragraphs:
    """Rows of `terms` (reference, language, section, position, lemma, n) as counts per paragraph."""
    from scipy.sparse import csr_array

    places = terms[PARAGRAPH].drop_duplicates().sort_values(PARAGRAPH, ignore_index=True)
    row = pd.MultiIndex.from_frame(places).get_indexer(pd.MultiIndex.from_frame(terms[PARAGRAPH]))
    column, words = pd.factorize(terms["lemma"], sort=True)
    n = terms["n"].to_numpy(dtype=float)
    counts = csr_array((n, (row, column)), shape=(len(places), len(words)))
    return Paragraphs(np.asarray(words, dtype=object), counts, places)


def permute(labels: NDArray, repetitions: int, rng: np.random.Generator) -> NDArray:
    """Repetitions × paragraphs: the labels of paragraphs in random order."""
    return rng.permuted(np.tile(labels, (repetitions, 1)), axis=1)


def resample(labels: NDArray[np.bool_], repetitions: int, rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Two weights × paragraphs matrices: how often each paragraph of either group is drawn, with replacement."""
    drawn = []
    for side in (labels, ~labels):
        of = np.flatnonzero(side)
        chosen = rng.integers(max(1, len(of)), size=(repetitions, len(of)))
        chosen += len(of) * np.arange(repetitions)[:, None]
        weights = np.zeros((len(labels), repetitions))
        weights[of] = np.bincount(chosen.ravel(), minlength=chosen.size).reshape(chosen.shape).T
        drawn.append(weights.T)
    return drawn[0], drawn[1]


def p_value(observed: float | Counts, null: Counts) -> Counts:
    """Share of permutations at least as extreme, the observed one counted in: (1 + k) / (1 + R)."""
    extreme = (null >= np.asarray(observed) - _TIE).sum(axis=0)
    return (1 + extreme) / (1 + len(null))


def permutation_p(observed: Counts, draw: Callable[[int, NDArray], Counts]) -> Counts:
    """p of each statistic: from a few permutations, and from ever more new ones where it is small (STAGES).

    A small p is that of the last, largest test alone, so it is as rare by chance as it says.

    Args:
        observed: one statistic per item, larger where items differ more.
        draw: (repetitions, places of items) → repetitions × items: the same statistics of permuted paragraphs.
    """
    p = np.ones(len(observed))
    near = np.arange(len(observed))
    for repetitions, promising in STAGES:
        if len(near):
            p[near] = p_value(observed[near], draw(repetitions, near))
            near = near[p[near] <= promising]
    return p
