"""Demands compared across resolutions."""

import pandas as pd

from analysis.codes import STATE_BODIES, THEMES, addressee_group
from analysis.corpus import Corpus
from analysis.coverage import fill_unknown, find_read_by_rule, find_seen

SUMMARY = "official_summary"


def count_themes(corpus: Corpus, evidence: str = SUMMARY) -> pd.DataFrame:
    """One row per theme and resolution at one evidence level: reference, theme, n, state.

    n counts the rows of `demands` with that primary theme; it is missing where the state is
    unknown. Only themes met somewhere at this level are listed, the most frequent first.
    Levels are never mixed. At full_text, texts that nobody coded are read by rule.
    """
    rows = corpus.all_demands if evidence == "full_text" else corpus.demands
    rows = rows[(rows["evidence"] == evidence) & (rows["theme"] != "procedural")]
    counts = rows.groupby(["reference", "theme"]).size().reset_index(name="n")
    spread = counts.groupby("theme").agg(texts=("reference", "nunique"), rows=("n", "sum"))
    order = spread.assign(place=[THEMES.index(theme) for theme in spread.index])
    themes = list(order.sort_values(["texts", "rows", "place"], ascending=[False, False, True]).index)
    section = ["operative", "recital"] if evidence == "full_text" else ["whole"]
    seen = find_seen(corpus, evidence, section)
    if evidence == "full_text":
        seen = seen.mask(find_read_by_rule(corpus) == "all", "all")
    return fill_unknown(counts, "theme", themes, seen)


def find_themes_elsewhere(themes: pd.DataFrame, demands: pd.DataFrame, evidence: str) -> pd.Series:
    """For each row of `count_themes`: whether the theme is unknown at that level, and known from another.

    Args:
        themes: as `count_themes` gives them at one evidence level.
        demands: of every level, by primary and second theme; motions are no adopted text and do not count.
        evidence: that level.
    """
    other = demands[~demands["evidence"].isin([evidence, "motion"])]
    second = other[["reference", "theme2"]].rename(columns={"theme2": "theme"})
    known = pd.MultiIndex.from_frame(pd.concat([other[["reference", "theme"]], second]))
    cells = pd.MultiIndex.from_frame(themes[["reference", "theme"]])
    return (themes["state"] == "unknown") & cells.isin(known)


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


def profile(demands: pd.DataFrame, step: str) -> pd.DataFrame:
    """One row per addressee group and value of a column: group, the column, n, share.

    Args:
        demands: rows of one resolution at one evidence level; only directives count.
        step: strength or action_category.

    Returns:
        share is of the group's directives, 0–1.
    """
    directives = demands[demands["act_class"] == "directive"]
    directives = directives.assign(group=directives["addressee"].map(addressee_group))
    counts = directives.groupby(["group", step]).size().reset_index(name="n")
    counts["share"] = counts["n"] / counts.groupby("group")["n"].transform("sum")
    return counts


def find_unmet_complaints(complaints: pd.DataFrame, demands: pd.DataFrame) -> pd.DataFrame:
    """One row per theme that recitals complain of and no demand takes up: reference, theme, recitals, n.

    Args:
        complaints: themes of recitals, found by rule.
        demands: full-text demands of the same resolutions; primary and second themes count.
    """
    taken = {(row.reference, theme) for row in demands.itertuples() for theme in (row.theme, row.theme2)}
    grouped = complaints.groupby(["reference", "theme"], sort=False)["label"].agg(list).reset_index()
    left = [row.theme != "other" and (row.reference, row.theme) not in taken for row in grouped.itertuples()]
    unmet = grouped[left] if len(grouped) else grouped
    return pd.DataFrame(
        {
            "reference": unmet["reference"],
            "theme": unmet["theme"],
            "recitals": unmet["label"].map(", ".join),
            "n": unmet["label"].map(len),
        }
    ).reset_index(drop=True)


def find_first_themes(demands: pd.DataFrame, order: list[str], reference: str) -> list[str]:
    """Themes of one resolution's full text that no source of any level shows for an earlier one.

    Presence only; where earlier texts were seen in part, a theme may have been there unseen.
    """
    earlier = demands[demands["reference"].isin(order[: order.index(reference)])]
    own = demands[(demands["reference"] == reference) & (demands["evidence"] == "full_text")]
    known = set(earlier["theme"]) | set(earlier["theme2"].dropna()) | {"procedural"}
    return [theme for theme in THEMES if theme in set(own["theme"]) - known]


def is_asked_of_state(demands: pd.DataFrame) -> pd.Series:
    """Whether a demand is addressed to the country's own bodies."""
    return demands["addressee"].isin(STATE_BODIES)
