"""Krippendorff's alpha of coders who read the same units, with a bootstrap interval.

Computed by the package `krippendorff`. Alpha is 1 where coders agree and 0 where they agree as by chance.
Source: Krippendorff, Content Analysis (4th ed., 2019), chapter 12.
"""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis.lexicon.office import import_optional

_ROUNDS = 1000
_SEED = 20210211


class Alpha(NamedTuple):
    """Alpha, its 95 % interval and the units of two values or more; None where the values do not vary."""

    alpha: float | None
    low: float | None
    high: float | None
    n: int


def measure_alpha(
    values: pd.DataFrame, level: str, order: Sequence[str], groups: Sequence[Hashable] | None = None
) -> Alpha:
    """Alpha of one variable.

    Args:
        values: a row per unit, a column per coder; missing where a coder gave none.
        level: nominal or ordinal.
        order: every value that may be given, from the lowest.
        groups: what each unit belongs to, such as its paragraph; units of a group are drawn together. Each unit
            by itself when not given.

    Raises:
        InputError: a library is missing.
    """
    import numpy as np

    counts = np.array([[(row == value).sum() for value in order] for row in values.to_numpy(dtype=object)])
    counts = counts.reshape(len(values), len(order))
    paired = counts.sum(axis=1) >= 2
    alpha = _compute(counts[paired], level)
    if alpha is None:
        return Alpha(None, None, None, int(paired.sum()))
    names = pd.factorize(pd.Series(list(groups if groups is not None else range(len(values))))[paired])[0]
    of_group = [counts[paired][names == group] for group in range(names.max() + 1)]
    draw = np.random.default_rng(_SEED)
    rounds = (draw.integers(len(of_group), size=len(of_group)) for _ in range(_ROUNDS))
    drawn = [_compute(np.concatenate([of_group[group] for group in chosen]), level) for chosen in rounds]
    low, high = np.quantile([value for value in drawn if value is not None], [0.025, 0.975])
    return Alpha(alpha, float(low), float(high), int(paired.sum()))


def _compute(counts: Any, level: str) -> float | None:
    """Alpha of how often each value was given to each unit; None where only one value was."""
    if (counts.sum(axis=0) > 0).sum() < 2:
        return None
    return float(import_optional("krippendorff").alpha(value_counts=counts, level_of_measurement=level))
