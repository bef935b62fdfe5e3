"""Resolutions that nobody coded: what the rules find stands in, at its own level and marked as such."""

import pandas as pd

from analysis.corpus.frames import empty_frame


def add_found(demands: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Rows of `demands` and, for resolutions without a row coded from the full text, those found by rule.

    Args:
        demands: coded by hand.
        found: found by rule; of several versions of one resolution, the language that most have counts.

    Returns:
        Added rows have evidence "full_text", coder "rules" and no summary.
    """
    coded = set(demands.loc[demands["evidence"] == "full_text", "reference"])
    left = found[~found["reference"].isin(coded)]
    if left.empty:
        return demands
    versions = left.groupby("language")["reference"].nunique().sort_values(ascending=False, kind="stable")
    rank = left["language"].map({language: place for place, language in enumerate(versions.index)})
    left = left[rank == rank.groupby(left["reference"]).transform("min")]
    place = left["label"] + "." + left["clause"].astype("str") + "." + left["order"].astype("str")
    added = left.assign(
        demand_id=left["reference"] + "-" + left["language"] + "-" + place,
        section="operative",
        evidence="full_text",
        coder="rules",
        source="found by rule in the " + left["language"] + " text",
    )
    empty = empty_frame("demands")
    added = added.reindex(columns=empty.columns).astype(empty.dtypes)
    return pd.concat([demands, added], ignore_index=True) if len(demands) else added.reset_index(drop=True)
