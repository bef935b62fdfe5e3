"""Profiles of a text: how strongly it speaks, what it is about, how it is built, each with its uncertainty.

Intervals come from resampling paragraphs, differences from permuting whole paragraphs; shares of
paragraphs have Wilson intervals.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.language.keyness import judge
from analysis.language.units import Counts, permutation_p, permute, resample
from analysis.lexicon.codes import addressee_group

RESAMPLES = 2_000
LEAST_PARAGRAPHS = 5
_KEY = ["reference", "language"]
FEATURES = {
    "n_people": "name people",
    "n_articles": "name law articles",
    "n_bodies": "name bodies",
    "n_numbers": "give numbers",
}


def profile_strength(demands: pd.DataFrame, seed: int = 2021) -> pd.DataFrame:
    """One row per version, class of acts and group of addressees: n, n_paragraphs, mean strength, low, high.

    Args:
        demands: reference, language, label, act_class, addressee, strength: one row per demand or clause.
            Procedural acts are left out, as everywhere.

    Returns:
        mean of the step 1–5 and its 95 % interval (paragraphs resampled); group is target, eu,
        parliament or other, and "all". Under LEAST_PARAGRAPHS paragraphs low and high are missing.
    """
    rows = demands[demands["act_class"] != "procedural"]
    rows = rows.assign(group=rows["addressee"].map(addressee_group))
    both = pd.concat([rows, rows.assign(group="all")])
    out = []
    for key, of in both.groupby([*_KEY, "act_class", "group"]):
        out.append((*key, len(of), of["label"].nunique(), *_mean(of, seed)))
    columns = [*_KEY, "act_class", "group", "n", "n_paragraphs", "mean", "low", "high"]
    return pd.DataFrame(out, columns=columns)


def _mean(rows: pd.DataFrame, seed: int) -> tuple[float, float, float]:
    strength = rows["strength"].astype(float)
    if rows["label"].nunique() < LEAST_PARAGRAPHS:
        return float(strength.mean()), np.nan, np.nan
    of = strength.groupby(rows["label"])
    sums, sizes = of.sum().to_numpy(), of.size().to_numpy()
    drawn, _ = resample(np.ones(len(sums), dtype=bool), RESAMPLES, np.random.default_rng(seed))
    low, high = np.quantile((drawn @ sums) / (drawn @ sizes), [0.025, 0.975])
    return float(strength.mean()), float(low), float(high)


def compare_strength(target: pd.DataFrame, reference: pd.DataFrame, seed: int = 2021) -> pd.DataFrame:
    """One row per class of acts and group of addressees: whether the target speaks more strongly.

    Args:
        target, reference: as for `profile_strength`, one language; several resolutions may stand together.

    Returns:
        act_class, group, n_target, n_reference, mean_target, mean_reference, difference of the means, low
        and high (95 %, paragraphs resampled), p (paragraphs permuted, two-sided), q (Benjamini–Hochberg),
        shifted. No row where either side has under LEAST_PARAGRAPHS paragraphs.
    """
    both = pd.concat([target.assign(side=True), reference.assign(side=False)], ignore_index=True)
    both = both[both["act_class"] != "procedural"]
    both = both.assign(group=both["addressee"].map(addressee_group))
    rng = np.random.default_rng(seed)
    out = []
    for (act_class, group), rows in both.groupby(["act_class", "group"]):
        sizes = rows.groupby("side").size()
        paragraphs = rows.drop_duplicates([*_KEY, "label"]).groupby("side").size()
        if len(paragraphs) < 2 or paragraphs.min() < LEAST_PARAGRAPHS:
            continue
        of = rows.assign(strength=rows["strength"].astype(float)).groupby([*_KEY, "label", "side"])[
            "strength"
        ]
        sums, counts = of.sum().to_numpy(), of.size().to_numpy()
        side = of.sum().index.get_level_values("side").to_numpy(dtype=bool)

        test = _test_difference(sums, counts, side, rng)
        means = rows.assign(strength=rows["strength"].astype(float)).groupby("side")["strength"].mean()
        out.append((act_class, group, sizes[True], sizes[False], means[True], means[False], *test))
    columns = ["act_class", "group", "n_target", "n_reference", "mean_target", "mean_reference"]
    frame = pd.DataFrame(out, columns=[*columns, "difference", "low", "high", "p"])
    return judge(frame)


def _test_difference(
    sums: Counts, counts: Counts, side: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[float, float, float, float]:
    """Difference of two means, its interval and its p, from the sum and number of steps in each paragraph."""

    def differ(a: Counts, b: Counts) -> Counts:
        return (a @ sums) / np.maximum(a @ counts, 1) - (b @ sums) / np.maximum(b @ counts, 1)

    def draw(repetitions: int, _: NDArray) -> Counts:
        permuted = permute(side, repetitions, rng).astype(float)
        return np.abs(differ(permuted, 1 - permuted))[:, None]

    observed = float(differ(side.astype(float), (~side).astype(float)))
    low, high = np.quantile(differ(*resample(side, RESAMPLES, rng)), [0.025, 0.975])
    return observed, float(low), float(high), float(permutation_p(np.abs([observed]), draw)[0])


def compare_themes(target: pd.Series, reference: pd.Series) -> pd.DataFrame:
    """One row per theme: in how many paragraphs of either group it is the first, and whether that differs.

    Args:
        target, reference: a theme per paragraph.

    Returns:
        theme, n_target, n_reference (paragraphs), share_target, share_reference, p (Fisher's exact test), q
        (Benjamini–Hochberg over the themes), shifted (q ≤ MOST_Q).
    """
    from scipy.stats import fisher_exact

    out = []
    for theme in sorted({*target, *reference} - {"other", "procedural"}):
        a, b = int((target == theme).sum()), int((reference == theme).sum())
        p = fisher_exact([[a, len(target) - a], [b, len(reference) - b]]).pvalue
        out.append((theme, a, b, a / max(len(target), 1), b / max(len(reference), 1), p))
    columns = ["theme", "n_target", "n_reference", "share_target", "share_reference", "p"]
    frame = pd.DataFrame(out, columns=columns)
    return judge(frame).sort_values("p", ignore_index=True)


def measure_balance(paragraphs: pd.DataFrame, seed: int = 2021) -> pd.DataFrame:
    """One row per version: words of recitals and operative part, their ratio with a 95 % interval.

    Args:
        paragraphs: the frame `paragraphs`.

    Returns:
        reference, language, recital, operative (words), ratio (recital to operative), low, high.
    """
    out = []
    for key, rows in paragraphs.groupby(_KEY):
        chosen = rows[rows["section"].isin(["recital", "operative"])]
        words = chosen["n_words"].to_numpy(dtype=float)
        side = (chosen["section"] == "recital").to_numpy()
        if side.all() or not side.any():
            continue
        drawn_a, drawn_b = resample(side, RESAMPLES, np.random.default_rng(seed))
        low, high = np.quantile((drawn_a @ words) / (drawn_b @ words), [0.025, 0.975])
        recital, operative = words[side].sum(), words[~side].sum()
        out.append((*key, int(recital), int(operative), recital / operative, low, high))
    return pd.DataFrame(out, columns=[*_KEY, "recital", "operative", "ratio", "low", "high"])


def measure_features(features: pd.DataFrame) -> pd.DataFrame:
    """One row per version, section and feature: share of paragraphs that have it, with a Wilson interval.

    Args:
        features: the frame `features`.

    Returns:
        reference, language, section, feature, n (with it), n_paragraphs, share, low, high. A feature that
        was not counted (a language without rules) has no row.
    """
    from scipy.stats import binomtest

    out = []
    for key, of in features.groupby([*_KEY, "section"]):
        for feature in FEATURES:
            known = of[feature].dropna()
            if len(known):
                n = int((known > 0).sum())
                interval = binomtest(n, len(known)).proportion_ci(method="wilson")
                out.append((*key, feature, n, len(known), n / len(known), interval.low, interval.high))
    columns = [*_KEY, "section", "feature", "n", "n_paragraphs", "share", "low", "high"]
    return pd.DataFrame(out, columns=columns)
