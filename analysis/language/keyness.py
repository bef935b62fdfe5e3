"""Which words are more frequent in one group of paragraphs than in another, and whether that is more than chance.

G² is Dunning's log-likelihood ratio (*Computational Linguistics* 19, 1993), the log ratio Hardie's
(2014, 0.5 for a zero), the weighted log-odds with an informative Dirichlet prior Monroe, Colaresi
and Quinn's (*Political Analysis* 16, 2008). p comes from permuting whole paragraphs (Gries 2022),
q from Benjamini and Hochberg, intervals from resampling paragraphs.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.language.units import Counts, Paragraphs, count_paragraphs, permutation_p, permute, resample

LEAST_TIMES = 5  # in the two groups together
LEAST_PARAGRAPHS = 3
MOST_Q = 0.05
PRIOR_TOKENS = 500.0
RESAMPLES = 2_000
MEASURES = ["n_target", "n_reference", "n_paragraphs", "g2", "log_ratio", "low", "high", "log_odds"]
COLUMNS = ["lemma", *MEASURES, "p"]
_AT_ONCE = 200_000  # statistics of permutations that are worked out together, so that they stay in the cache
_ROUNDING = 0.01  # of a word


def compare_words(target: pd.DataFrame, reference: pd.DataFrame, seed: int = 2021) -> pd.DataFrame:
    """One row per word that is frequent enough: COLUMNS, and q and shifted over these rows.

    Args:
        target, reference: rows of `terms` of one section and language; no paragraph in both.
        seed: of permutations and resamples.

    Returns:
        n_target and n_reference: times; n_paragraphs: paragraphs with the word; g2 (≥ 0); log_ratio
        (binary logarithm, positive where the target has more), low and high (95 % interval, missing where
        one side has none, since resampling then varies one side only);
        log_odds: z of the weighted log-odds; p of G² by permutation; sorted by p. No rows where no
        word stands at least LEAST_TIMES times in at least LEAST_PARAGRAPHS paragraphs.
    """
    paragraphs = count_paragraphs(pd.concat([target, reference], ignore_index=True))
    places = pd.MultiIndex.from_frame(paragraphs.places)
    return compare_groups(
        paragraphs, places.isin(pd.MultiIndex.from_frame(target[paragraphs.places.columns])), seed
    )


def compare_groups(paragraphs: Paragraphs, in_target: NDArray[np.bool_], seed: int = 2021) -> pd.DataFrame:
    """As `compare_words`, of paragraphs that are counted already; in_target is true for those of the target."""
    frequent, totals = _choose_frequent(paragraphs), paragraphs.totals
    if not len(frequent.words) or in_target.all() or not in_target.any():
        return judge(pd.DataFrame(columns=COLUMNS).astype({"p": float, "low": float, "high": float}))
    rng = np.random.default_rng(seed)
    rows = _measure(frequent, totals, in_target, np.add(*resample(in_target, RESAMPLES, rng)))

    def draw(repetitions: int, items: NDArray) -> Counts:
        permuted = permute(in_target, repetitions, rng)
        return _largest_g2(frequent.only(items), totals, permuted, np.array([True]), observed[items])

    observed = rows["g2"].to_numpy()
    p = permutation_p(observed, draw)
    return judge(rows.assign(p=p).sort_values(["p", "g2"], ascending=[True, False], ignore_index=True))


def find_breaks(paragraphs: Paragraphs, order: list[str], seed: int = 2021) -> pd.DataFrame:
    """One row per frequent word of a series: whether it shifts at any cut between earlier and later texts, and at which.

    The test is of the largest G² over all cuts, against the same for texts' paragraphs in random order,
    so that looking at many cuts finds no more by chance than looking at one. Intervals at all cuts rest on the same
    resamples, in which each paragraph is drawn a Poisson number of times, once on average.

    Args:
        paragraphs: of one section and language, of several texts.
        order: references in order; a cut lies before each but the first.

    Returns:
        COLUMNS of `compare_words` at the cut where G² is largest, target (first text after it),
        reference_text (last before it), p of the test over all cuts; n_later and n_beyond: how many texts
        stand after the cut, and how many of them use the word more (or less) than every earlier one.
    """
    texts = [name for name in order if name in set(paragraphs.places["reference"])]
    columns = [*COLUMNS, "target", "reference_text", "n_later", "n_beyond"]
    frequent, totals = _choose_frequent(paragraphs), paragraphs.totals
    if len(texts) < 2 or not len(frequent.words):
        return pd.DataFrame(columns=columns)
    text = paragraphs.places["reference"].map(texts.index).to_numpy(dtype=np.int16)
    cuts = np.arange(1, len(texts))
    rng = np.random.default_rng(seed)
    observed = _g2_of(frequent, totals, text >= cuts[:, None])
    largest = observed.max(axis=0)

    def draw(repetitions: int, items: NDArray) -> Counts:
        permuted = permute(text, repetitions, rng)
        return _largest_g2(frequent.only(items), totals, permuted, cuts, largest[items])

    p = permutation_p(largest, draw)
    best = cuts[observed.argmax(axis=0)]
    rates = _rates(frequent, totals, text)
    drawn = rng.poisson(1.0, (len(text), RESAMPLES)).astype(float).T
    parts = []
    for cut in np.unique(best):
        here = np.flatnonzero(best == cut)
        beyond = [_count_beyond(rates[:, place], cut) for place in here]
        rows = _measure(frequent.only(here), totals, text >= cut, drawn)
        named = {"target": texts[cut], "reference_text": texts[cut - 1], "n_later": len(texts) - cut}
        parts.append(rows.assign(p=p[here], **named, n_beyond=beyond))
    return pd.concat(parts, ignore_index=True)[columns]


def _largest_g2(
    paragraphs: Paragraphs, totals: Counts, text: NDArray, cuts: NDArray, observed: Counts
) -> Counts:
    """Repetitions × words: the largest G² over all cuts, of those that may reach what was observed; 0 where none may.

    G² is at most twice Pearson's X², which is told without a look-up and rules out most. Sums are of whole
    numbers, which single precision holds exactly up to 16 million words.
    """
    counts, weights = paragraphs.counts.T.tocsr().astype(np.float32), totals.astype(np.float32)
    times, n = np.asarray(paragraphs.counts.sum(axis=0)).astype(np.intp), int(totals.sum())
    table, expected = _tabulate(n), times.astype(np.float32)[:, None]
    least = np.sqrt(observed * times * (n - times) / (2 * n)).astype(np.float32)[:, None]
    largest = np.zeros((len(text), len(times)))
    step = max(1, _AT_ONCE // len(times))
    for start in range(0, len(text), step):
        part = np.ascontiguousarray(text[start : start + step].T)
        for cut in cuts:
            target = (part >= cut).astype(np.float32)
            x, n_x = counts @ target, weights @ target
            share = n_x / n
            beyond = x - expected * share
            may = np.abs(beyond, out=beyond) >= least * np.sqrt(share * (1 - share)) - _ROUNDING
            word, repetition = np.divmod(np.flatnonzero(may), may.shape[1])
            reached = _look_up(table, x[may].astype(np.intp), n_x[repetition].astype(np.intp), times[word], n)
            at = start + repetition, word
            largest[at] = np.maximum(largest[at], reached)
    return largest


def _choose_frequent(paragraphs: Paragraphs) -> Paragraphs:
    """The same paragraphs with only the words that are frequent enough to be tested."""
    times = np.asarray(paragraphs.counts.sum(axis=0)).ravel()
    spread = np.asarray((paragraphs.counts > 0).sum(axis=0)).ravel()
    return paragraphs.only((times >= LEAST_TIMES) & (spread >= LEAST_PARAGRAPHS))


def _measure(
    paragraphs: Paragraphs, totals: Counts, in_target: NDArray[np.bool_], drawn: Counts
) -> pd.DataFrame:
    """lemma and MEASURES of each word; drawn: resamples × paragraphs, how often each is drawn."""
    a, n_a, b, n_b = _split(paragraphs, totals, in_target[None, :])
    target = replace(paragraphs, counts=paragraphs.counts.multiply(in_target[:, None]).tocsr())
    a_drawn, n_a_drawn = target.sums(drawn), (drawn @ (totals * in_target))[:, None]
    b_drawn, n_b_drawn = paragraphs.sums(drawn) - a_drawn, (drawn @ totals)[:, None] - n_a_drawn
    ratios = log_ratio(a_drawn, np.maximum(n_a_drawn, 1), b_drawn, np.maximum(n_b_drawn, 1))
    low, high = np.where((a[0] > 0) & (b[0] > 0), np.quantile(ratios, [0.025, 0.975], axis=0), np.nan)
    return pd.DataFrame(
        {
            "lemma": paragraphs.words,
            "n_target": a[0].astype(int),
            "n_reference": b[0].astype(int),
            "n_paragraphs": np.asarray((paragraphs.counts > 0).sum(axis=0)).ravel(),
            "g2": g2(a, n_a, b, n_b)[0],
            "log_ratio": log_ratio(a, n_a, b, n_b)[0],
            "low": low,
            "high": high,
            "log_odds": weighted_log_odds(a[0], float(n_a[0, 0]), b[0], float(n_b[0, 0])),
        }
    )


def _rates(paragraphs: Paragraphs, totals: Counts, text: NDArray) -> Counts:
    """Texts × words: times per word of the text."""
    of_text = (text == np.arange(text.max() + 1)[:, None]).astype(float)
    return paragraphs.sums(of_text) / np.maximum(of_text @ totals, 1)[:, None]


def _count_beyond(rates: Counts, cut: int) -> int:
    """How many texts after a cut lie beyond all before it, in the direction of the whole."""
    before, after = rates[:cut], rates[cut:]
    beyond = after > before.max() if after.mean() > before.mean() else after < before.min()
    return int(beyond.sum())


def judge(rows: pd.DataFrame) -> pd.DataFrame:
    """Add q (Benjamini–Hochberg over all rows given) and shifted: q ≤ MOST_Q and the interval, if any, excludes 0."""
    from scipy.stats import false_discovery_control

    q = false_discovery_control(rows["p"]) if len(rows) else rows["p"]
    shifted = q <= MOST_Q
    if "low" in rows:
        shifted &= (rows["low"] > 0) | (rows["high"] < 0) | rows["low"].isna()
    return rows.assign(q=q, shifted=shifted)


def g2(a: Counts, n_a: Counts, b: Counts, n_b: Counts) -> Counts:
    """Log-likelihood ratio of a word's 2 × 2 table: in the target or the reference, the word or another.

    Counts are whole numbers, so each logarithm is taken once and looked up.
    """
    x, n_x, y, n_y = (np.asarray(count).astype(np.intp) for count in (a, n_a, b, n_b))
    return _look_up(_tabulate(int((n_x + n_y).max())), x, n_x, x + y, n_x + n_y)


def _tabulate(n: int) -> Counts:
    """i ln i for each i up to n."""
    from scipy.special import xlogy

    whole = np.arange(n + 1)
    return xlogy(whole, whole)


def _look_up(table: Counts, x: NDArray, n_x: NDArray, times: NDArray, n: NDArray | int) -> Counts:
    """G² of a word that stands x times among the n_x words of the target, and `times` among all n."""
    cells = table[x] + table[times - x] + table[n_x - x] + table[n - n_x - times + x]
    margins = table[times] + table[n - times] + table[n_x] + table[n - n_x]
    return np.maximum(2 * (cells - margins + table[n]), 0)


def log_ratio(a: Counts, n_a: Counts, b: Counts, n_b: Counts) -> Counts:
    """Binary logarithm of the ratio of relative frequencies, 0.5 for a zero."""
    return np.log2(np.where(a == 0, 0.5, a) / n_a) - np.log2(np.where(b == 0, 0.5, b) / n_b)


def weighted_log_odds(a: Counts, n_a: float, b: Counts, n_b: float) -> Counts:
    """z of the log-odds with a Dirichlet prior: the pooled counts scaled to PRIOR_TOKENS tokens.

    0 for a word that is all there is: nothing else could be said in its place.
    """
    prior = PRIOR_TOKENS * (a + b) / (n_a + n_b)
    rest = [(n + PRIOR_TOKENS - x - prior) for x, n in ((a, n_a), (b, n_b))]
    alone = np.minimum(*rest) < 1e-9
    odds = [np.log((x + prior) / np.where(alone, 1, of)) for x, of in zip((a, b), rest, strict=True)]
    return np.where(alone, 0.0, (odds[0] - odds[1]) / np.sqrt(1 / (a + prior) + 1 / (b + prior)))


def _g2_of(paragraphs: Paragraphs, totals: Counts, membership: NDArray) -> Counts:
    """Memberships × words: G² of each word when these paragraphs are the target."""
    return g2(*_split(paragraphs, totals, membership))


def _split(
    paragraphs: Paragraphs, totals: Counts, membership: NDArray
) -> tuple[Counts, Counts, Counts, Counts]:
    """Times of each word and all words, in target and reference, for each membership."""
    a = paragraphs.sums(membership)
    n_a = (membership.astype(float) @ totals)[:, None]
    return a, n_a, np.asarray(paragraphs.counts.sum(axis=0)).ravel() - a, totals.sum() - n_a
