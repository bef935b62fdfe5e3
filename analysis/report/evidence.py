"""Every demand and every mention with the place it rests on: what the charts can be checked against."""

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.demands.overview import count_returning_themes, find_theme_sources
from analysis.lexicon.codes import label, labels
from analysis.lexicon.markup import is_published
from analysis.report.tables import ShownTable, save_table, show_table

_CODERS = {"hand": "coded by hand", "rules": "found by rule"}


def table_demands(corpus: Corpus) -> ShownTable | None:
    """Every demand of the series, at every evidence level, with the paragraph and the source it rests on."""
    rows = _in_order(corpus, corpus.demands)
    table = pd.DataFrame(
        {
            "resolution": rows["short"],
            "reference": rows["reference"],
            "paragraph": rows["label"],
            "act": rows["act"].str.replace("_", " "),
            "addressee": _words("addressee", rows["addressee"]),
            "theme": _words("theme", rows["theme"]),
            "demand": rows["summary"].fillna(rows["passage"]),
            "rests on": _tell_evidence(rows) + find_unsure(rows).map({True: ", theme unsure", False: ""}),
            "seen at": rows["url"],
        }
    )
    note = "In the coder's words, or as a text at hand has it. Rows that rest on different evidence are never counted "
    note += "together, and below the full text the act is that of the source's writer."
    return save_table(
        corpus, _filled(table), "02_demands_table", f"Every demand and judgement ({len(table)})", note
    )


def find_unsure(demands: pd.DataFrame) -> pd.Series:
    """Whether rules gave a demand a theme of which they are not sure."""
    return demands["theme_sure"].eq(False).fillna(False).astype("bool")


def _tell_evidence(rows: pd.DataFrame) -> pd.Series:
    """What a row rests on, who read it, and that its source is no publisher of its own."""
    copied = rows["url"].map(lambda address: not is_published(address), na_action="ignore").eq(True)
    told = _words("evidence", rows["evidence"]) + ", " + rows["coder"].map(_CODERS)
    return told + copied.map({True: ", seen in a copy", False: ""})


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    """The table without columns that are blank throughout."""
    return table.dropna(axis=1, how="all")


def table_mentions(corpus: Corpus) -> ShownTable | None:
    """Every mention of a person in the series, with the paragraph and the source it rests on."""
    rows = _in_order(corpus, corpus.mentions)
    names = corpus.person_names
    table = pd.DataFrame(
        {
            "resolution": rows["short"],
            "reference": rows["reference"],
            "place": (rows["section"].fillna("") + " " + rows["label"].fillna("")).str.strip(),
            "language": rows["language"],
            "name as printed": rows["name_as_printed"],
            "person": rows["person_id"].map(names).fillna("under review"),
            "occupation": _words("occupation", rows["occupation"]),
            "status": _words("person_status", rows["status"]),
            "asked for": _words("asked", rows["asked"]),
            "rests on": _tell_evidence(rows),
            "seen at": rows["url"],
        }
    )
    note = "One row per place and language version. Roles and requests as that very place tells them; blank where it "
    note += "does not. A name in a citation is that of a document and counts nowhere else."
    return save_table(
        corpus,
        _filled(table),
        "03_mentions_table",
        f"Every place where a person is named ({len(table)})",
        note,
    )


def table_returning(corpus: Corpus) -> ShownTable | None:
    """Themes that several resolutions share, in the order of the chart."""
    rows = count_returning_themes(find_theme_sources(corpus)).query("n_resolutions > 1")
    heads = {"n_resolutions": "met in", "n_absent": "read in full, not met in", "n_unknown": "not known for"}
    return show_codes(
        rows.rename(columns=heads), "Themes met in two resolutions or more (numbers of resolutions)"
    )


def show_codes(frame: pd.DataFrame, title: str) -> ShownTable | None:
    """A frame of codes as a table in words."""
    words = labels("theme") | labels("addressee")
    return show_table(frame.replace(words).rename(columns={"label": "paragraph"}), title)


def _in_order(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows on the resolutions compared, in their order; motions are left out, since they were not adopted."""
    rows = rows[rows["evidence"] != "motion"]
    series = corpus.series[["reference", "short"]].reset_index(names="place")
    placed = rows.merge(series, on="reference", how="inner", validate="many_to_one")
    placed["at"] = placed["label"].astype("str").str.extract(r"^(\d+)", expand=False).astype(float).fillna(0)
    return placed.sort_values(["place", "at"], kind="stable", ignore_index=True)


def _words(codes: str, values: pd.Series) -> pd.Series:
    return values.map(lambda code: label(codes, code), na_action="ignore").astype("object")
