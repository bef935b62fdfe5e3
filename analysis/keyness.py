"""Which words are more frequent in one group of paragraphs than in another, and whether that is more than chance.

G² is Dunning's log-likelihood ratio (*Computational Linguistics* 19, 1993), the log ratio Hardie's
(2014, 0.5 for a zero), the weighted log-odds with an informative Dirichlet prior Monroe, Colaresi
and Quinn's (*Political Analysis* 16, 2008). p comes from permuting whole paragraphs (Gries 2022),
q from Benjamini and Hochberg, intervals from resampling paragraphs.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.units import Counts, Groups, group_paragraphs, p_value, permute, resample

LEAST_TIMES = 5  # in the two groups together
LEAST_PARAGRAPHS = 3
MOST_Q = 0.05
PRIOR_TOKENS = 500.0
PERMUTATIONS, RESAMPLES = 9_999, 2_000
FIRST, PROMISING = 999, 0.01  # so many are enough where no word comes near
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
        (binary logarithm, positive where the target has more), low and high (95 % interval, missing where
        one side has none, since resampling then varies one side only);
        log_odds: z of the weighted log-odds; p of G² by permutation; sorted by p. No rows where no
        word stands at least LEAST_TIMES times in at least LEAST_PARAGRAPHS paragraphs.
    """
    groups = group_paragraphs(target, reference)
    chosen, totals = _choose_frequent(groups), groups.counts.sum(axis=1)
    if not chosen.words or groups.in_target.all() or not groups.in_target.any():
        return judge(pd.DataFrame(columns=COLUMNS).astype({"p": float, "low": float, "high": float}))
    rng = np.random.default_rng(seed)
    a, n_a, b, n_b = _split(chosen, totals, chosen.in_target[None, :])
    observed = g2(a, n_a, b, n_b)[0]
    p = p_value(observed, g2(*_split(chosen, totals, permute(chosen.in_target, FIRST, rng))))
    if p.min() <= PROMISING:
        p = p_value(observed, g2(*_split(chosen, totals, permute(chosen.in_target, PERMUTATIONS, rng))))
    drawn_a, drawn_b = resample(chosen.in_target, RESAMPLES, rng)
    ratios = log_ratio(
        chosen.sums(drawn_a), (drawn_a @ totals)[:, None], chosen.sums(drawn_b), (drawn_b @ totals)[:, None]
    )
    low, high = np.where((a[0] > 0) & (b[0] > 0), np.quantile(ratios, [0.025, 0.975], axis=0), np.nan)
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
            "p": p,
        }
    )
    return judge(frame.sort_values(["p", "g2"], ascending=[True, False], ignore_index=True))


def find_breaks(rows: pd.DataFrame, order: list[str], seed: int = 2021) -> pd.DataFrame:
    """One row per frequent word of a series: whether it shifts at any cut between earlier and later texts, and at which.

    The test is of the largest G² over all cuts, against the same for texts' paragraphs in random order,
    so that looking at many cuts finds no more by chance than looking at one.

    Args:
        rows: rows of `terms` of one section and language, of several texts.
        order: references in order; a cut lies before each but the first.

    Returns:
        COLUMNS of `compare_words` at the cut where G² is largest, target (first text after it),
        reference_text (last before it), p of the test over all cuts; n_later and n_beyond: how many texts
        stand after the cut, and how many of them use the word more (or less) than every earlier one.
    """
    texts = [name for name in order if name in set(rows["reference"])]
    empty = pd.DataFrame(columns=[*COLUMNS, "target", "reference_text", "n_later", "n_beyond"])
    if len(texts) < 2:
        return empty
    earlier = rows["reference"].isin(texts[:1])
    groups = group_paragraphs(rows[~earlier], rows[earlier])
    chosen, totals = _choose_frequent(groups), groups.counts.sum(axis=1)
    words = chosen.words
    if not words:
        return empty
    text = groups.paragraphs["reference"].map(texts.index).to_numpy()
    rng = np.random.default_rng(seed)
    permuted = text[rng.random((PERMUTATIONS, len(text))).argsort(axis=1)]
    observed, null = [], np.zeros((PERMUTATIONS, len(words)))
    for cut in range(1, len(texts)):
        observed.append(g2(*_split(chosen, totals, (text >= cut)[None, :]))[0])
        null = np.maximum(null, g2(*_split(chosen, totals, permuted >= cut)))
    p = p_value(np.max(observed, axis=0), null)
    found = []
    for place, cut in enumerate(np.argmax(observed, axis=0) + 1):
        later = rows["reference"].isin(texts[cut:])
        found.append(
            (words[place], cut, p[place], *_count_beyond(chosen.counts[:, place], totals, text, cut))
        )
    at = pd.DataFrame(found, columns=["lemma", "cut", "p", "n_later", "n_beyond"])
    parts = []
    for cut, here in at.groupby("cut"):
        later = rows["reference"].isin(texts[cut:])
        compared = compare_words(rows[later], rows[~later], seed).drop(columns=["p", "q", "shifted"])
        named = here.assign(target=texts[cut], reference_text=texts[cut - 1]).drop(columns="cut")
        parts.append(compared.merge(named, on="lemma", validate="one_to_one"))
    return pd.concat(parts, ignore_index=True)[empty.columns]


def _choose_frequent(groups: Groups) -> Groups:
    """The same groups with only the words that are frequent enough to be tested."""
    frequent = (groups.counts.sum(axis=0) >= LEAST_TIMES) & (
        (groups.counts > 0).sum(axis=0) >= LEAST_PARAGRAPHS
    )
    words = [word for word, keep in zip(groups.words, frequent, strict=True) if keep]
    return replace(groups, words=words, counts=groups.counts[:, frequent])


def _count_beyond(counts: Counts, totals: Counts, text: np.ndarray, cut: int) -> tuple[int, int]:
    """Texts after a cut, and how many of them lie beyond all before it, in the direction of the whole."""
    rates = np.array(
        [counts[text == t].sum() / max(totals[text == t].sum(), 1) for t in range(text.max() + 1)]
    )
    before, after = rates[:cut], rates[cut:]
    beyond = after > before.max() if after.mean() > before.mean() else after < before.min()
    return len(after), int(beyond.sum())


def judge(rows: pd.DataFrame) -> pd.DataFrame:
    """Add q (Benjamini–Hochberg over all rows given) and shifted: q ≤ MOST_Q and the interval, if any, excludes 0."""
    from scipy.stats import false_discovery_control

    q = false_discovery_control(rows["p"]) if len(rows) else rows["p"]
    shifted = q <= MOST_Q
    if "low" in rows:
        shifted &= (rows["low"] > 0) | (rows["high"] < 0) | rows["low"].isna()
    return rows.assign(q=q, shifted=shifted)


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
