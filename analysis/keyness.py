"""Which words are more frequent in one group of paragraphs than in another, and whether that is more than chance.

G² is Dunning's log-likelihood ratio (*Computational Linguistics* 19, 1993), the log ratio Hardie's
(2014, 0.5 for a zero), the weighted log-odds with an informative Dirichlet prior Monroe, Colaresi
and Quinn's (*Political Analysis* 16, 2008). p comes from permuting whole paragraphs (Gries 2022),
q from Benjamini and Hochberg, intervals from resampling paragraphs.
"""

import numpy as np
import pandas as pd

from analysis.units import Counts, Groups, group_paragraphs, p_value, permute, resample

LEAST_TIMES = 5  # in the two groups together
LEAST_PARAGRAPHS = 3
MOST_Q = 0.05
PRIOR_TOKENS = 500.0
PERMUTATIONS, RESAMPLES = 9_999, 2_000
COLUMNS = [
    "lemma",
    "n_target",
    "n_reference",
    "n_paragraphs",
    "g2",
    "log_ratio",
    "low",
    "high",
    "log_odds",
    "p",
]


def compare_words(target: pd.DataFrame, reference: pd.DataFrame, seed: int = 2021) -> pd.DataFrame:
    """One row per word that is frequent enough: COLUMNS, and q and shifted over these rows.

    Args:
        target, reference: rows of `terms` of one section and language.
        seed: of permutations and resamples.

    Returns:
        n_target and n_reference: times; n_paragraphs: paragraphs with the word; g2 (≥ 0); log_ratio
        (binary logarithm, positive where the target has more), low and high (95 % interval);
        log_odds: z of the weighted log-odds; p of G² by permutation; sorted by p. No rows where no
        word stands at least LEAST_TIMES times in at least LEAST_PARAGRAPHS paragraphs.
    """
    groups = group_paragraphs(target, reference)
    totals = groups.counts.sum(axis=1)
    frequent = (groups.counts.sum(axis=0) >= LEAST_TIMES) & (
        (groups.counts > 0).sum(axis=0) >= LEAST_PARAGRAPHS
    )
    if not frequent.any() or groups.in_target.all() or not groups.in_target.any():
        return judge(pd.DataFrame(columns=COLUMNS).astype({"p": float, "low": float, "high": float}))
    chosen = Groups(
        [word for word, keep in zip(groups.words, frequent, strict=True) if keep],
        groups.counts[:, frequent],
        groups.in_target,
        groups.paragraphs,
    )
    rng = np.random.default_rng(seed)
    a, n_a, b, n_b = _split(chosen, totals, chosen.in_target[None, :])
    permuted = permute(chosen.in_target, PERMUTATIONS, rng)
    null = g2(*_split(chosen, totals, permuted))
    observed = g2(a, n_a, b, n_b)[0]
    drawn_a, drawn_b = resample(chosen.in_target, RESAMPLES, rng)
    ratios = log_ratio(
        chosen.sums(drawn_a), (drawn_a @ totals)[:, None], chosen.sums(drawn_b), (drawn_b @ totals)[:, None]
    )
    low, high = np.quantile(ratios, [0.025, 0.975], axis=0)
    frame = pd.DataFrame(
        {
            "lemma": chosen.words,
            "n_target": a[0].astype(int),
            "n_reference": b[0].astype(int),
            "n_paragraphs": (chosen.counts > 0).sum(axis=0),
            "g2": observed,
            "log_ratio": log_ratio(a, n_a, b, n_b)[0],
            "low": low,
            "high": high,
            "log_odds": weighted_log_odds(a[0], float(n_a[0, 0]), b[0], float(n_b[0, 0])),
            "p": p_value(observed, null),
        }
    )
    return judge(frame.sort_values(["p", "g2"], ascending=[True, False], ignore_index=True))


def judge(rows: pd.DataFrame) -> pd.DataFrame:
    """Add q (Benjamini–Hochberg over all rows given) and shifted: q ≤ MOST_Q and the interval excludes 0."""
    from scipy.stats import false_discovery_control

    q = false_discovery_control(rows["p"]) if len(rows) else rows["p"]
    excludes = (rows["low"] > 0) | (rows["high"] < 0)
    return rows.assign(q=q, shifted=(q <= MOST_Q) & excludes)


def g2(a: Counts, n_a: Counts, b: Counts, n_b: Counts) -> Counts:
    """Log-likelihood ratio of a word's 2 × 2 table: in the target or the reference, the word or another."""
    n = n_a + n_b
    cells = ((a, n_a * (a + b) / n), (b, n_b * (a + b) / n))
    others = ((n_a - a, n_a * (n - a - b) / n), (n_b - b, n_b * (n - a - b) / n))
    parts = [_times_log(observed, expected) for observed, expected in (*cells, *others)]
    return 2 * np.sum(parts, axis=0)


def log_ratio(a: Counts, n_a: Counts, b: Counts, n_b: Counts) -> Counts:
    """Binary logarithm of the ratio of relative frequencies, 0.5 for a zero."""
    return np.log2(np.where(a == 0, 0.5, a) / n_a) - np.log2(np.where(b == 0, 0.5, b) / n_b)


def weighted_log_odds(a: Counts, n_a: float, b: Counts, n_b: float) -> Counts:
    """z of the log-odds with a Dirichlet prior: the pooled counts scaled to PRIOR_TOKENS tokens."""
    prior = PRIOR_TOKENS * (a + b) / (n_a + n_b)
    odds = [np.log((x + prior) / (n + PRIOR_TOKENS - x - prior)) for x, n in ((a, n_a), (b, n_b))]
    return (odds[0] - odds[1]) / np.sqrt(1 / (a + prior) + 1 / (b + prior))


def _split(groups: Groups, totals: Counts, membership: np.ndarray) -> tuple[Counts, Counts, Counts, Counts]:
    """Counts and token totals of target and reference for each membership."""
    a = groups.sums(membership)
    n_a = (membership.astype(float) @ totals)[:, None]
    return a, n_a, groups.counts.sum(axis=0) - a, totals.sum() - n_a


def _times_log(observed: Counts, expected: Counts) -> Counts:
    """O ln(O / E), 0 where O is 0."""
    safe = np.where(observed > 0, observed, 1)
    return np.where(observed > 0, observed * np.log(safe / np.where(expected > 0, expected, 1)), 0)
