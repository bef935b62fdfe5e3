"""Demands compared across resolutions."""

from collections.abc import Mapping

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.coverage import fill_unknown
from analysis.corpus.readings import find_whole
from analysis.lexicon.codes import STATE_BODIES, THEMES, addressee_group

SUMMARY = "official_summary"
SOURCES = ["hand", "rules", "summary", "other"]  # best first


def find_theme_sources(corpus: Corpus) -> pd.DataFrame:
    """One row per theme and resolution: reference, theme, source, state (present | absent | unknown).

    A theme is met where it is the first or second of any row, at whatever evidence; source is the best
    that shows it: hand (full text, coded by hand), rules (full text, by rule), summary, or other. Motions
    were not adopted and do not count. Absent is said of texts read in full only. The themes met in most
    resolutions come first.
    """
    rows = corpus.demands[corpus.demands["evidence"] != "motion"]
    source = rows["evidence"].map({"full_text": "hand", SUMMARY: "summary"}).fillna("other")
    rows = rows.assign(source=source.mask((source == "hand") & (rows["coder"] == "rules"), "rules"))
    columns = ["reference", "theme", "source"]
    second = rows.drop(columns="theme").rename(columns={"theme2": "theme"})
    met = pd.concat([rows[columns], second[columns]]).dropna()
    met = met[~met["theme"].isin(["procedural", "other"])]
    met = met.assign(rank=met["source"].map(SOURCES.index)).sort_values("rank", kind="stable")
    best = met.drop_duplicates(["reference", "theme"])[columns]
    whole = find_whole(corpus)
    best = best[best["reference"].isin(whole.index)]
    times = best.groupby("theme").size()
    themes = sorted(times.index, key=lambda theme: (-times[theme], THEMES.index(theme)))
    grid = fill_unknown(best.assign(n=1)[["reference", "theme", "n"]], "theme", themes, whole)
    return grid.drop(columns="n").merge(best, on=["reference", "theme"], how="left", validate="one_to_one")


def count_returning_themes(sources: pd.DataFrame) -> pd.DataFrame:
    """One row per theme of `find_theme_sources`, in its order: theme, n_resolutions, n_absent, n_unknown."""
    states = sources.groupby("theme", sort=False)["state"]
    counts = {
        name: states.apply(lambda of, state=state: int((of == state).sum()))
        for name, state in (("n_resolutions", "present"), ("n_absent", "absent"), ("n_unknown", "unknown"))
    }
    return pd.DataFrame(counts).reset_index()


def profile(demands: pd.DataFrame, step: str, groups: pd.Series | None = None) -> pd.DataFrame:
    """One row per group and value of a column: group, the column, n, share.

    Args:
        demands: rows at one evidence level; only directives count.
        step: strength or action_category.
        groups: of each row; by default that of its addressee.

    Returns:
        share is of the group's directives, 0–1.
    """
    groups = demands["addressee"].map(addressee_group) if groups is None else groups
    directives = demands.assign(group=groups)[demands["act_class"] == "directive"]
    counts = directives.groupby(["group", step]).size().reset_index(name="n")
    counts["share"] = counts["n"] / counts.groupby("group")["n"].transform("sum")
    return counts


def find_unmet_complaints(
    complaints: pd.DataFrame, demands: pd.DataFrame, cues: Mapping[str, set[str]]
) -> pd.DataFrame:
    """One row per theme that recitals complain of and no paragraph takes up: reference, theme, recitals, n.

    Args:
        complaints: themes of recitals, found by rule.
        demands: full-text demands of the same resolutions; primary and second themes count.
        cues: reference → every theme of which a paragraph of its text at hand has a phrase.
    """
    taken = {(row.reference, theme) for row in demands.itertuples() for theme in (row.theme, row.theme2)}
    grouped = complaints.groupby(["reference", "theme"], sort=False)["label"].agg(list).reset_index()
    left = [
        row.theme != "other"
        and (row.reference, row.theme) not in taken
        and row.theme not in cues.get(row.reference, ())
        for row in grouped.itertuples()
    ]
    unmet = grouped[pd.Series(left, index=grouped.index, dtype=bool)]
    recitals, n = unmet["label"].map(", ".join), unmet["label"].map(len)
    return unmet[["reference", "theme"]].assign(recitals=recitals, n=n).reset_index(drop=True)


def find_first_themes(demands: pd.DataFrame, order: list[str], reference: str) -> list[str]:
    """Themes of one resolution's full text that no source of any level shows for an earlier one.

    Presence only; where earlier texts were seen in part, a theme may have been there unseen.
    """
    earlier = demands[demands["reference"].isin(order[: order.index(reference)])]
    own = demands[(demands["reference"] == reference) & (demands["evidence"] == "full_text")]
    known = set(earlier["theme"]) | set(earlier["theme2"].dropna()) | {"procedural", "other"}
    return [theme for theme in THEMES if theme in {*own["theme"], *own["theme2"].dropna()} - known]


def is_asked_of_state(demands: pd.DataFrame) -> pd.Series:
    """Whether a demand is addressed to the country's own bodies."""
    return demands["addressee"].isin(STATE_BODIES)
