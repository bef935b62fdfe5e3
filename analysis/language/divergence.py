"""How far two groups of paragraphs differ in their words as a whole, beyond what chance gives.

Jensen–Shannon divergence, base 2 (Gallagher et al., *EPJ Data Science* 10, 2021). It is biased upwards for
short texts (Gerlach, Font-Clos, Altmann, *PRX* 6, 2016), so only the excess over the null of permuted
paragraphs says anything, and the raw value is never ranked.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.language.units import Counts, Paragraphs, p_value, permute

PERMUTATIONS = 999
FIRST, PROMISING = 199, 0.2  # so many permutations are enough where p is larger than this
LEAST_WORDS = 100  # in either group; below, nothing is said
LEAST_PARAGRAPHS = 5
MOST_P = 0.05
COLUMNS = ["jsd", "null", "low", "high", "excess", "excess_low", "excess_high", "p", "real", "permutations"]
_BLOCKS = 64


def compare_distributions(
    paragraphs: Paragraphs, in_target: NDArray[np.bool_], seed: int = 2021
) -> pd.DataFrame:
    """One row: whether the words of some paragraphs differ, as a whole, from those of the others.

    Args:
        paragraphs: of one section and language.
        in_target: for each paragraph, whether it belongs to the target.
        seed: of permutations and thinning.

    Returns:
        jsd in bits on samples of one length, the null's mean and central 90 % (null, low, high), excess over
        the null's mean and over its ends, p (one-sided: only more than chance is a shift), real
        (p ≤ MOST_P), permutations (FIRST, or PERMUTATIONS where p is small). No row where a group has
        under LEAST_WORDS words or LEAST_PARAGRAPHS paragraphs.
    """
    totals = paragraphs.totals
    sizes = [totals[side].sum() for side in (in_target, ~in_target)]
    if min(sizes) < LEAST_WORDS or min(in_target.sum(), (~in_target).sum()) < LEAST_PARAGRAPHS:
        return pd.DataFrame(columns=COLUMNS)
    rng = np.random.default_rng(seed)
    values = _divergences(paragraphs, in_target, FIRST, rng)
    if p_value(values[0], values[1:]) <= PROMISING:
        values = _divergences(paragraphs, in_target, PERMUTATIONS, rng)
    observed, null = float(values[0]), values[1:]
    low, high = np.quantile(null, [0.05, 0.95])
    mean, p = float(null.mean()), float(p_value(observed, null))
    row = (observed, mean, low, high, observed - mean, observed - high, observed - low, p, p <= MOST_P)
    return pd.DataFrame([(*row, len(null))], columns=COLUMNS)


def divergence(a: NDArray, b: NDArray, n: int) -> Counts:
    """Jensen–Shannon divergence, in bits, of words that stand a and b times among n words each; by row.

    Words that stand on one side alone may be left out: nothing is added for them. Counts are whole numbers,
    so each logarithm is taken once and looked up.
    """
    from scipy.special import xlogy

    whole = np.arange(2 * n + 1)
    table = xlogy(whole, whole) / np.log(2)
    return 1 + (table[a] + table[b] - table[a + b]).sum(axis=-1) / (2 * n)


def _divergences(
    paragraphs: Paragraphs, in_target: NDArray[np.bool_], repetitions: int, rng: np.random.Generator
) -> Counts:
    """The divergence of the groups, then of each permutation, all on samples of one number of words.

    Divergence depends on the number of words, and permutations have longer and shorter groups, so every
    group is thinned at random to the length of the shortest of all: all tokens are put in one random order,
    and of each side the first n are taken.
    """
    membership = np.vstack([in_target, permute(in_target, repetitions, rng)])
    in_a = membership @ paragraphs.totals
    n = int(min(in_a.min(), (paragraphs.totals.sum() - in_a).min()))
    tokens = _shuffle(paragraphs, rng)
    return divergence(_count_first(tokens, membership, n), _count_first(tokens, ~membership, n), n)


@dataclass(frozen=True)
class _Tokens:
    """Tokens in random order: the paragraph of each, and its word, −1 for a word of one paragraph alone."""

    paragraph: NDArray[np.intp]
    word: NDArray[np.intp]
    n_words: int

    def count(self, part: slice, by: NDArray, width: int) -> Any:
        """Words × width: how often each word stands in a part of the order, by the number given for each token."""
        from scipy.sparse import csr_array

        told = self.word[part] >= 0
        at = self.word[part][told], by[told]
        return csr_array((np.ones(told.sum()), at), shape=(self.n_words, width))


def _shuffle(paragraphs: Paragraphs, rng: np.random.Generator) -> _Tokens:
    entries = paragraphs.counts.tocoo()
    several = np.asarray((paragraphs.counts > 0).sum(axis=0)).ravel() > 1
    column = np.where(several, np.cumsum(several) - 1, -1)
    times = entries.data.astype(int)
    order = rng.permutation(times.sum())
    row, word = entries.coords
    return _Tokens(np.repeat(row, times)[order], np.repeat(column[word], times)[order], int(several.sum()))


def _count_first(tokens: _Tokens, side: NDArray[np.bool_], n: int) -> NDArray[np.int32]:
    """Memberships × words: how often each word stands among the first n tokens of a side.

    Blocks of the order that are taken whole are counted by paragraph; only the last is gone through.
    """
    bounds = np.linspace(0, len(tokens.word), _BLOCKS + 1).astype(int)
    block = np.searchsorted(bounds, np.arange(len(tokens.word)), side="right") - 1
    sizes = np.zeros((_BLOCKS, side.shape[1]))
    np.add.at(sizes, (block, tokens.paragraph), 1)
    held = np.cumsum(np.pad(side @ sizes.T, ((0, 0), (1, 0))), axis=1)
    whole = (held <= n).sum(axis=1) - 1
    counts = np.empty((len(side), tokens.n_words), dtype=np.int32)
    for k in np.unique(whole):
        rows = np.flatnonzero(whole == k)
        before = slice(0, bounds[k])
        base = tokens.count(before, tokens.paragraph[before], side.shape[1])
        counts[rows] = (base @ side[rows].T.astype(float)).T
        if k < _BLOCKS:
            rest = slice(bounds[k], bounds[k + 1])
            taken = side[rows][:, tokens.paragraph[rest]]
            taken &= np.cumsum(taken, axis=1) <= n - held[rows, k][:, None]
            width = bounds[k + 1] - bounds[k]
            counts[rows] += (tokens.count(rest, np.arange(width), width) @ taken.T).T.astype(np.int32)
    return counts
