"""Profiles of a text: how strongly it speaks, what it is about, how it is built, each with its uncertainty.

Intervals come from resampling paragraphs, differences from permuting whole paragraphs; shares of
paragraphs have Wilson intervals.
"""

from collections import Counter

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
    both = pd.concat([reference.assign(text=0), target.assign(text=1)], ignore_index=True)
    return judge(compare_strength_at_cuts(both, seed).drop(columns="cut"))


def compare_strength_at_cuts(demands: pd.DataFrame, seed: int = 2021) -> pd.DataFrame:
    """One row per cut of a series, class of acts and group of addressees: whether the later texts speak more strongly.

    All cuts share their permutations, so that their number costs next to nothing.

    Args:
        demands: as for `profile_strength`, one language, with text: the place in the series, from 0 on.

    Returns:
        cut (the place of the first text after it) and the columns of `compare_strength` up to p. No row
        where either side has under LEAST_PARAGRAPHS paragraphs.
    """
    rows = demands[demands["act_class"] != "procedural"]
    rows = rows.assign(group=rows["addressee"].map(addressee_group), strength=rows["strength"].astype(float))
    rng = np.random.default_rng(seed)
    out = []
    for key, of in rows.groupby(["act_class", "group"]):
        steps = of.groupby(["text", *_KEY, "label"])["strength"].agg(["sum", "size"])
        text = steps.index.get_level_values("text").to_numpy()
        cuts = np.arange(1, text[-1] + 1)
        starts = np.searchsorted(text, cuts)
        enough = (starts >= LEAST_PARAGRAPHS) & (starts <= len(text) - LEAST_PARAGRAPHS)
        if enough.any():
            tested = _test_differences(steps.to_numpy(), starts[enough], rng)
            out.append(tested.assign(cut=cuts[enough], act_class=key[0], group=key[1]))
    columns = ["act_class", "group", "n_target", "n_reference", "mean_target", "mean_reference"]
    columns = ["cut", *columns, "difference", "low", "high", "p"]
    found = pd.concat(out) if out else pd.DataFrame(columns=columns).astype({"p": float, "cut": int})
    return found[columns].sort_values("cut", kind="stable", ignore_index=True)


def _test_differences(steps: Counts, starts: NDArray[np.intp], rng: np.random.Generator) -> pd.DataFrame:
    """One row per cut: the mean step after and before it, the difference, its interval and its p.

    Args:
        steps: the sum and number of steps in each paragraph, in the order of texts. Paragraphs of which
            both are the same are of one kind, and drawn as such.
        starts: for each cut the place of the first paragraph after it.
    """
    kinds, kind = np.unique(steps, axis=0, return_inverse=True)
    whole = steps.sum(axis=0)

    def sum_before(paragraphs: NDArray) -> list[Counts]:
        return [np.cumsum(values[paragraphs], axis=1)[:, starts - 1] for values in kinds.T]

    def draw(repetitions: int, cuts: NDArray) -> Counts:
        steps_before, n_before = sum_before(permute(kind, repetitions, rng))
        after = (whole[0] - steps_before) / (whole[1] - n_before)
        return np.abs(after - steps_before / n_before)[:, cuts]

    (steps_before,), (n_before,) = sum_before(kind[None, :])
    after, before = (whole[0] - steps_before) / (whole[1] - n_before), steps_before / n_before
    p = permutation_p(np.abs(after - before), draw)
    drawn = [_resample_mean(kinds, kind[at:], rng) - _resample_mean(kinds, kind[:at], rng) for at in starts]
    low, high = np.quantile(drawn, [0.025, 0.975], axis=1)
    sizes = {"n_target": (whole[1] - n_before).astype(int), "n_reference": n_before.astype(int)}
    means = {"mean_target": after, "mean_reference": before, "difference": after - before}
    return pd.DataFrame(sizes | means | {"low": low, "high": high, "p": p})


def _resample_mean(kinds: Counts, kind: NDArray[np.intp], rng: np.random.Generator) -> Counts:
    """The mean step of paragraphs drawn from some of given kinds, with replacement."""
    shares = np.bincount(kind, minlength=len(kinds)) / len(kind)
    steps, n = (rng.multinomial(len(kind), shares, size=RESAMPLES) @ kinds).T
    return steps / n


def compare_themes(target: pd.Series, reference: pd.Series) -> pd.DataFrame:
    """One row per theme: in how many paragraphs of either group it is the first, and whether that differs.

    Args:
        target, reference: a theme per paragraph.

    Returns:
        theme, n_target, n_reference (paragraphs), share_target, share_reference, p (Fisher's exact test), q
        (Benjamini–Hochberg over the themes), shifted (q ≤ MOST_Q).
    """
    from scipy.stats import fisher_exact

    of_target, of_reference = Counter(target), Counter(reference)
    out = []
    for theme in sorted({*of_target, *of_reference} - {"other", "procedural"}):
        a, b = of_target[theme], of_reference[theme]
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
