"""Paragraphs as the units of every comparison of wording: counts per paragraph, permuted and resampled.

Uncertainty comes from paragraphs, not words: words of one paragraph hang together (Gries 2022).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.float64]
PARAGRAPH = ["reference", "language", "section", "position"]


@dataclass(frozen=True)
class Groups:
    """Two groups of paragraphs and how often each word stands in each paragraph.

    Attributes:
        words: the columns of `counts`.
        counts: paragraphs × words.
        in_target: for each paragraph, whether it belongs to the target.
        paragraphs: for each row of `counts` its reference, language, section and position.
    """

    words: list[str]
    counts: Counts
    in_target: NDArray[np.bool_]
    paragraphs: pd.DataFrame

    def sums(self, membership: NDArray) -> Counts:
        """Words of the target for each row of a memberships × paragraphs matrix."""
        return membership.astype(float) @ self.counts


def group_paragraphs(target: pd.DataFrame, reference: pd.DataFrame) -> Groups:
    """Rows of `terms` as two groups of paragraphs.

    Args:
        target, reference: reference, language, section, position, lemma, n; no paragraph in both.
    """
    rows = pd.concat([target.assign(side=True), reference.assign(side=False)], ignore_index=True)
    wide = rows.pivot_table(
        index=[*PARAGRAPH, "side"], columns="lemma", values="n", aggfunc="sum", fill_value=0
    )
    index = wide.index.to_frame(index=False)
    return Groups(
        words=list(wide.columns),
        counts=wide.to_numpy(dtype=float),
        in_target=index["side"].to_numpy(dtype=bool),
        paragraphs=index[PARAGRAPH],
    )


def permute(
    labels: NDArray[np.bool_], repetitions: int, rng: np.random.Generator, strata: NDArray | None = None
) -> NDArray[np.bool_]:
    """Memberships × paragraphs: the labels in random order, within strata where those are given."""
    blocks = (
        [np.arange(len(labels))]
        if strata is None
        else [np.flatnonzero(strata == s) for s in np.unique(strata)]
    )
    permuted = np.empty((repetitions, len(labels)), dtype=bool)
    for block in blocks:
        order = rng.random((repetitions, len(block))).argsort(axis=1)
        permuted[:, block] = labels[block][order]
    return permuted


def resample(labels: NDArray[np.bool_], repetitions: int, rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Two weights × paragraphs matrices: how often each paragraph of either group is drawn, with replacement."""
    drawn = []
    for side in (labels, ~labels):
        of = np.flatnonzero(side)
        weights = np.zeros((repetitions, len(labels)))
        if len(of):
            weights[:, of] = rng.multinomial(len(of), np.full(len(of), 1 / len(of)), size=repetitions)
        drawn.append(weights)
    return drawn[0], drawn[1]


def p_value(observed: float | Counts, null: Counts) -> Counts:
    """Share of permutations at least as extreme, the observed one counted in: (1 + k) / (1 + R)."""
    extreme = (null >= np.asarray(observed) - 1e-12).sum(axis=0)
    return (1 + extreme) / (1 + len(null))
