"""Every demand and every mention with the place it rests on: what the charts can be checked against."""

import pandas as pd

from analysis.codes import label, labels
from analysis.corpus import Corpus
from analysis.coverage import find_series
from analysis.overview import SUMMARY, count_themes, find_returning_themes
from analysis.register import collect_mentions, find_names
from analysis.tables import ShownTable, save_table, show_table

_CODERS = {"hand": "coded by hand", "rules": "found by rule"}


def table_demands(corpus: Corpus) -> ShownTable | None:
    """Every demand of the series, at every evidence level, with the paragraph and the source it rests on."""
    rows = _in_order(corpus, corpus.all_demands)
    table = pd.DataFrame(
        {
            "resolution": rows["short"],
            "reference": rows["reference"],
            "paragraph": rows["label"],
            "act": rows["act"].str.replace("_", " "),
            "addressee": _words("addressee", rows["addressee"]),
            "theme": _words("theme", rows["theme"]),
            "demand": rows["summary"],
            "rests on": _words("evidence", rows["evidence"]) + ", " + rows["coder"].map(_CODERS),
            "seen at": rows["url"],
        }
    )
    note = "In the coder's words; blank where a rule found it. Rows that rest on different evidence are never counted "
    note += "together, and below the full text the act is that of the source's writer."
    return save_table(corpus, table, "02_demands_table", f"All {len(table)} demands and judgements", note)


def table_mentions(corpus: Corpus) -> ShownTable | None:
    """Every mention of a person in the series, with the paragraph and the source it rests on."""
    rows = _in_order(corpus, collect_mentions(corpus))
    names = find_names(corpus, rows)
    table = pd.DataFrame(
        {
            "resolution": rows["short"],
            "reference": rows["reference"],
            "place": (rows["section"].fillna("") + " " + rows["label"].fillna("")).str.strip(),
            "name as printed": rows["name_as_printed"],
            "person": rows["person_id"].map(names).fillna("under review"),
            "role": _words("role", rows["role"]),
            "asked for": _words("asked", rows["asked"]),
            "rests on": _words("evidence", rows["evidence"]) + ", " + rows["coder"].map(_CODERS),
            "seen at": rows["url"],
        }
    )
    note = "Roles and requests as that very place tells them; blank where it does not."
    return save_table(corpus, table, "03_mentions_table", f"All {len(table)} mentions of people", note)


def table_returning(corpus: Corpus) -> ShownTable | None:
    """Themes that several resolutions share at the level of official summaries."""
    rows = find_returning_themes(count_themes(corpus, SUMMARY)).query("n_resolutions > 1")
    heads = {"n_resolutions": "met in", "n_known": "known for", "n_unknown": "not known for"}
    return show_codes(rows.rename(columns=heads), "Themes met in several official summaries (resolutions)")


def show_codes(frame: pd.DataFrame, title: str) -> ShownTable | None:
    """A frame of codes as a table in words."""
    words = labels("theme") | labels("addressee")
    return show_table(frame.replace(words).rename(columns={"label": "paragraph"}), title)


def _in_order(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows on the resolutions compared, in their order; motions are left out, since they were not adopted."""
    rows = rows[rows["evidence"] != "motion"]
    series = find_series(corpus)[["reference", "short"]].reset_index(names="place")
    placed = rows.merge(series, on="reference", how="inner", validate="many_to_one")
    return placed.sort_values("place", kind="stable", ignore_index=True)


def _words(codes: str, values: pd.Series) -> pd.Series:
    return values.map(lambda code: label(codes, code), na_action="ignore").astype("object")
