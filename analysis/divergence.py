"""How far two groups of paragraphs differ in their words as a whole, beyond what chance gives.

Jensen–Shannon divergence, base 2, with word contributions (Gallagher et al., *EPJ Data Science* 10,
2021). It is biased upwards for short texts (Gerlach, Font-Clos, Altmann, *PRX* 6, 2016), so only
the excess over the null of permuted paragraphs says anything, and the raw value is never ranked.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.units import Counts, Groups, group_paragraphs, p_value, permute

PERMUTATIONS, DRAWS = 999, 3
LEAST_WORDS = 100  # in either group; below, nothing is said
LEAST_PARAGRAPHS = 5
MOST_P = 0.05
COLUMNS = ["part", "jsd", "null", "low", "high", "excess", "excess_low", "excess_high", "p", "real"]


def compare_distributions(
    target: pd.DataFrame, reference: pd.DataFrame, themes: pd.Series | None = None, seed: int = 2021
) -> pd.DataFrame:
    """One row for all words and, where they differ and themes are given, one for themes and one for wording.

    Args:
        target, reference: rows of `terms` of one section and language.
        themes: theme by (reference, language, section, position). By the chain rule the divergence of
            theme and word together is that of the themes plus that of the words within themes.
        seed: of permutations and thinning.

    Returns:
        part (words | themes | wording within themes), jsd in bits on samples of one length, the null's mean
        and central 90 % (null, low, high), excess over the null's mean and over its ends, p (one-sided: only
        more than chance is a shift), real (p ≤ MOST_P). The two shares are told only where all words
        differ, so that looking at three things finds no more by chance than looking at one. No rows where
        a group has under LEAST_WORDS words or LEAST_PARAGRAPHS paragraphs.
    """
    groups = group_paragraphs(target, reference)
    sizes = [groups.counts[side].sum() for side in (groups.in_target, ~groups.in_target)]
    paragraphs = [int(side.sum()) for side in (groups.in_target, ~groups.in_target)]
    if min(sizes) < LEAST_WORDS or min(paragraphs) < LEAST_PARAGRAPHS:
        return pd.DataFrame(columns=COLUMNS)
    rng = np.random.default_rng(seed)
    free = permute(groups.in_target, PERMUTATIONS, rng)
    rows = [_row("words", _jsd_of(groups, free, rng))]
    if themes is not None and rows[0][-2] <= MOST_P:
        of = themes.reindex(pd.MultiIndex.from_frame(groups.paragraphs)).fillna("other").to_numpy()
        lengths = groups.counts.sum(axis=1)
        met = sorted(set(of))
        counts = (of[:, None] == np.array(met)) * lengths[:, None]
        by_theme = Groups(met, counts, groups.in_target, groups.paragraphs)
        rows.append(_row("themes", _jsd_of(by_theme, free, rng)))
        within = np.vstack([groups.in_target, permute(groups.in_target, PERMUTATIONS, rng, strata=of)])
        rows.append(_row("wording within themes", _within(groups, of, within)))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(real=frame["p"] <= MOST_P)


def find_contributions(target: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """One row per word: lemma, n_target, n_reference, bits it adds to the divergence; they sum to it."""
    groups = group_paragraphs(target, reference)
    a, b = groups.counts[groups.in_target].sum(axis=0), groups.counts[~groups.in_target].sum(axis=0)
    frame = pd.DataFrame({"lemma": groups.words, "n_target": a.astype(int), "n_reference": b.astype(int)})
    bits = contributions(a[None, :], b[None, :])[0]
    return frame.assign(bits=bits).sort_values("bits", ascending=False, ignore_index=True)


def contributions(a: Counts, b: Counts) -> Counts:
    """Each word's share of the Jensen–Shannon divergence of two counts, in bits; rows are comparisons."""
    p, q = a / a.sum(axis=1, keepdims=True), b / b.sum(axis=1, keepdims=True)
    m = (p + q) / 2
    safe = np.where(m > 0, m, 1)
    parts = [np.where(x > 0, x * np.log2(np.where(x > 0, x, 1) / safe), 0) for x in (p, q)]
    return np.sum(parts, axis=0) / 2


def _jsd_of(groups: Groups, permuted: NDArray, rng: np.random.Generator) -> Counts:
    """The divergence of the groups, then of each permutation, all on samples of one number of words.

    Divergence depends on the number of words, and permutations have longer and shorter groups, so every
    group is thinned at random to the shortest of all; the mean of DRAWS such samples is taken.
    """
    membership = np.vstack([groups.in_target, permuted])
    a = groups.sums(membership)
    b = groups.counts.sum(axis=0) - a
    n_a, n_b = a.sum(axis=1, keepdims=True), b.sum(axis=1, keepdims=True)
    n = float(min(n_a.min(), n_b.min()))
    total = np.zeros(len(membership))
    for _ in range(DRAWS):
        thin_a, thin_b = (rng.binomial(x.astype(int), n / of) for x, of in ((a, n_a), (b, n_b)))
        total += contributions(thin_a.astype(float), thin_b.astype(float)).sum(axis=1)
    return total / DRAWS


def _within(groups: Groups, themes: NDArray, membership: NDArray) -> Counts:
    """Divergence of words within themes: that of (theme, word) less that of themes."""
    counts = [groups.counts * (themes == theme)[:, None] for theme in np.unique(themes)]
    a = np.hstack([membership.astype(float) @ of for of in counts])
    b = np.hstack([of.sum(axis=0) - membership.astype(float) @ of for of in counts])
    width = len(groups.words)
    themes_a, themes_b = (x.reshape(len(x), -1, width).sum(axis=2) for x in (a, b))
    return contributions(a, b).sum(axis=1) - contributions(themes_a, themes_b).sum(axis=1)


def _row(part: str, values: Counts) -> tuple:
    """A row from the observed value, which comes first, and those of the permutations."""
    observed, null = float(values[0]), values[1:]
    low, high = np.quantile(null, [0.05, 0.95])
    mean, p = float(null.mean()), float(p_value(observed, null))
    return (part, observed, mean, low, high, observed - mean, observed - high, observed - low, p, None)
