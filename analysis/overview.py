"""Demands compared across resolutions."""

import pandas as pd

from analysis.codes import STATE_BODIES, THEMES, addressee_group
from analysis.corpus import Corpus
from analysis.coverage import fill_unknown, find_seen

SUMMARY = "official_summary"


def count_themes(corpus: Corpus, evidence: str = SUMMARY) -> pd.DataFrame:
    """One row per theme and resolution at one evidence level: reference, theme, n, state.

    n counts the rows of `demands` with that primary theme; it is missing where the state is
    unknown. Only themes met somewhere at this level are listed, the most frequent first.
    Levels are never mixed.
    """
    rows = corpus.demands[
        (corpus.demands["evidence"] == evidence) & (corpus.demands["theme"] != "procedural")
    ]
    counts = rows.groupby(["reference", "theme"]).size().reset_index(name="n")
    spread = counts.groupby("theme").agg(texts=("reference", "nunique"), rows=("n", "sum"))
    order = spread.assign(place=[THEMES.index(theme) for theme in spread.index])
    themes = list(order.sort_values(["texts", "rows", "place"], ascending=[False, False, True]).index)
    section = ["operative", "recital"] if evidence == "full_text" else ["whole"]
    return fill_unknown(counts, "theme", themes, find_seen(corpus, evidence, section))


def find_returning_themes(themes: pd.DataFrame) -> pd.DataFrame:
    """One row per theme of `count_themes`: theme, n_resolutions met, n_known, n_unknown."""
    grouped = themes.groupby("theme", sort=False)["state"]
    return pd.DataFrame(
        {
            "n_resolutions": grouped.apply(lambda states: int((states == "present").sum())),
            "n_known": grouped.apply(lambda states: int((states != "unknown").sum())),
            "n_unknown": grouped.apply(lambda states: int((states == "unknown").sum())),
        }
    ).reset_index()


def profile_strength(demands: pd.DataFrame) -> pd.DataFrame:
    """One row per addressee group and step of the directive ladder: group, strength, n, share.

    Args:
        demands: rows of one resolution at one evidence level; only directives count.

    Returns:
        share is of the group's directives, 0–1.
    """
    directives = demands[demands["act_class"] == "directive"].copy()
    directives["group"] = directives["addressee"].map(addressee_group)
    counts = directives.groupby(["group", "strength"]).size().reset_index(name="n")
    counts["share"] = counts["n"] / counts.groupby("group")["n"].transform("sum")
    return counts


def is_asked_of_state(demands: pd.DataFrame) -> pd.Series:
    """Whether a demand is addressed to the country's own bodies."""
    return demands["addressee"].isin(STATE_BODIES)
