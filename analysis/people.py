"""People named in resolutions."""

import pandas as pd

from analysis.codes import EVIDENCE
from analysis.corpus import Corpus
from analysis.coverage import fill_unknown, find_read_in_full


def count_people(corpus: Corpus) -> pd.DataFrame:
    """One row per person and resolution: reference, person_id, n, state, role, asked, evidence.

    n counts mentions at the best evidence level that names the person there; motions are left
    out, since they are not the adopted text. Role and asked are those of that level: the role
    printed last, and the first thing that is asked ("nothing" where all mentions say so,
    missing where it is not known).
    """
    named = corpus.mentions.dropna(subset="person_id")
    named = named[named["evidence"] != "motion"].assign(
        level=lambda rows: rows["evidence"].map(EVIDENCE.index)
    )
    key = ["reference", "person_id"]
    best = named[named["level"] == named.groupby(key)["level"].transform("min")]
    counts = best.groupby(key).agg(
        n=("mention_id", "size"),
        role=("role", "last"),
        asked=("asked", _first_asked),
        evidence=("evidence", "first"),
    )
    seen = find_read_in_full(corpus)
    counts = counts.reset_index()
    counts = counts[counts["reference"].isin(seen.index)]
    people = list(dict.fromkeys(counts["person_id"]))
    return fill_unknown(counts, "person_id", people, seen)


def _first_asked(asked: pd.Series) -> str | None:
    known = asked.dropna()
    wanted = known[known != "nothing"]
    if len(wanted):
        return str(wanted.iloc[0])
    return "nothing" if len(known) == len(asked) else None


def find_returning_people(people: pd.DataFrame) -> pd.DataFrame:
    """Rows of `count_people` for those named in two resolutions or more."""
    times = people[people["state"] == "present"].groupby("person_id")["reference"].nunique()
    return people[people["person_id"].isin(times.index[times > 1])].reset_index(drop=True)


def count_asked(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per person and resolution read in full: where named and whether anything is asked.

    Returns:
        reference, person_id, recital and operative (mentions), asked (true or false).
    """
    rows = mentions[mentions["evidence"] == "full_text"]
    counts = rows.groupby(["reference", "person_id"]).agg(
        recital=("section", lambda sections: int((sections == "recital").sum())),
        operative=("section", lambda sections: int((sections == "operative").sum())),
        asked=("asked", lambda asked: bool((asked.dropna() != "nothing").any())),
    )
    return counts.reset_index()
