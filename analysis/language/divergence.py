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
_AT_ONCE = 500_000  # counts of permutations that are worked out together, so that they stay in the cache


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
    alike, step = np.argsort(in_a), max(1, _AT_ONCE // max(1, tokens.n_words))
    values = np.empty(len(membership))
    for rows in (alike[start : start + step] for start in range(0, len(alike), step)):
        sides = membership[rows], ~membership[rows]
        a, b = (_count_first(tokens, side, n) for side in sides)
        values[rows] = divergence(a, b, n)
    return values


@dataclass(frozen=True)
class _Tokens:
    """Tokens in random order.

    Attributes:
        paragraph: of each token.
        word: of each, −1 for a word of one paragraph alone.
        by_word: the places of the others, sorted by word.
        n_words: different ones among these.
        bounds: where each of _BLOCKS parts of the order begins, and the end of the last.
        sizes: blocks × paragraphs, sparse: tokens.
    """

    paragraph: NDArray[np.intp]
    word: NDArray[np.intp]
    by_word: NDArray[np.intp]
    n_words: int
    bounds: NDArray[np.intp]
    sizes: Any

    def count(self, part: slice, by: NDArray, width: int) -> Any:
        """Words × width: how often each word stands in a part of the order, by the number given for each token."""
        from scipy.sparse import csr_array

        chosen = self.by_word[(self.by_word >= part.start) & (self.by_word < part.stop)]
        ends = np.cumsum(np.bincount(self.word[chosen] + 1, minlength=self.n_words + 1))
        once = np.ones(len(chosen), dtype=np.float32)
        return csr_array((once, by[chosen - part.start], ends), shape=(self.n_words, width))


def _shuffle(paragraphs: Paragraphs, rng: np.random.Generator) -> _Tokens:
    from scipy.sparse import csr_array

    entries = paragraphs.counts.tocoo()
    several = np.asarray((paragraphs.counts > 0).sum(axis=0)).ravel() > 1
    column = np.where(several, np.cumsum(several) - 1, -1)
    times = entries.data.astype(int)
    order = rng.permutation(times.sum())
    row, word = (np.repeat(of, times)[order] for of in (entries.coords[0], column[entries.coords[1]]))
    bounds = np.linspace(0, len(order), _BLOCKS + 1).astype(int)
    n_rows = paragraphs.counts.shape[0]
    block = np.repeat(np.arange(_BLOCKS), np.diff(bounds))
    sizes = csr_array((np.ones(len(row), dtype=np.float32), (block, row)), shape=(_BLOCKS, n_rows))
    by_word = np.argsort(word, kind="stable")[(word < 0).sum() :]
    return _Tokens(row, word, by_word, int(several.sum()), bounds, sizes)


def _count_first(tokens: _Tokens, side: NDArray[np.bool_], n: int) -> NDArray[np.intp]:
    """Memberships × words: how often each word stands among the first n tokens of a side.

    Blocks of the order that every membership takes whole are counted by paragraph; the others, up to where the
    last has its n, are gone through token by token.
    """
    member = np.ascontiguousarray(side.T)
    weights = member.astype(np.float32)
    held = np.cumsum(np.vstack([np.zeros(len(side)), tokens.sizes @ weights]), axis=0)
    first, last = int((held <= n).all(axis=1).sum()) - 1, int((held < n).any(axis=1).sum())
    whole, rest = slice(0, tokens.bounds[first]), slice(tokens.bounds[first], tokens.bounds[last])
    counts = tokens.count(whole, tokens.paragraph[whole], len(member)) @ weights
    taken = member[tokens.paragraph[rest]]
    taken &= np.cumsum(taken, axis=0, dtype=np.int32) <= (n - held[first]).astype(np.int32)
    counts += tokens.count(rest, np.arange(len(taken)), len(taken)) @ taken.astype(np.float32)
    return np.ascontiguousarray(counts.T).astype(np.intp)
