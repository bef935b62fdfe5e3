"""Who read which resolution, from what and how much of it; and of every resolution the best reading.

What was coded by hand from the full text is best; where nobody did, what the rules find in a text at hand, or in
one read for the shipped figures, joins what is coded from lesser evidence. Each row says who read it.
"""

import pandas as pd

from analysis.corpus.codings import HAND
from analysis.corpus.corpus import Corpus
from analysis.corpus.coverage import find_seen
from analysis.corpus.frames import empty_frame
from analysis.corpus.identity import FORMS, identify
from analysis.corpus.versions import find_paired_spellings

RULES, PART, NONE = "rules", "part", "none"
_FULL = "full_text"
_WHOLE = ["recital", "operative"]
_PLACE = ["reference", "label", "clause", "order"]


def list_readings(corpus: Corpus) -> pd.DataFrame:
    """One row per reading and part of a resolution.

    Returns:
        reference, year, language (blank where none is told), evidence, coder, section, seen (all | part | none).
    """
    by_hand = corpus.coverage.drop(columns="note").assign(coder=HAND)
    read = pd.concat([corpus.rule_demands, corpus.rule_mentions])[["reference", "language"]].drop_duplicates()
    by_rule = read.assign(evidence=_FULL, coder=RULES, seen="all").merge(
        pd.DataFrame({"section": _WHOLE}), how="cross"
    )
    rows = pd.concat([by_hand, by_rule], ignore_index=True)
    rows = rows.merge(corpus.resolutions[["reference", "year"]], on="reference", validate="many_to_one")
    return rows[["reference", "year", "language", "evidence", "coder", "section", "seen"]]


def find_readers(corpus: Corpus) -> pd.Series:
    """Who read each compared resolution whole: hand | rules; else part where anything of it was seen, else none."""
    by_hand = find_seen(corpus, _FULL, _WHOLE) == "all"
    rows = corpus.demands
    ruled = set(rows.loc[rows["coder"] == RULES, "reference"])
    met = set(corpus.coverage.loc[corpus.coverage["seen"] != "none", "reference"])
    told = [
        HAND if whole else RULES if name in ruled else PART if name in met else NONE
        for name, whole in by_hand.items()
    ]
    return pd.Series(told, index=by_hand.index, dtype="str")


def find_whole(corpus: Corpus, readers: tuple[str, ...] = (HAND, RULES)) -> pd.Series:
    """Whether each compared resolution was read whole by one of some readers: all | none."""
    whole = find_readers(corpus).isin(readers)
    return whole.map({True: "all", False: "none"}).astype("str")


def choose_demands(corpus: Corpus) -> pd.DataFrame:
    """`Corpus.demands`: rows of `hand_demands` and, for resolutions not coded from the full text, those found by rule.

    Of several versions of one resolution, the language that most have counts. Rows found by rule have no summary.
    """
    hand = corpus.hand_demands
    found = corpus.rule_demands.assign(passage=lambda rows: corpus.quote(rows))
    by_rule = _in_common_language(found[~found["reference"].isin(_coded_in_full(hand))])
    place = by_rule["label"] + "." + by_rule["clause"].astype("str") + "." + by_rule["order"].astype("str")
    by_rule = by_rule.assign(
        demand_id=by_rule["reference"] + "-" + by_rule["language"] + "-" + place,
        section="operative",
        evidence=_FULL,
        coder=RULES,
        source="found by rule in the " + by_rule["language"] + " text",
    )
    hand = _with_language(hand, corpus).merge(
        _in_common_language(found)[[*_PLACE, "act", "passage"]], on=[*_PLACE, "act"], how="left"
    )
    more = {"language": "str", "passage": "str", "theme_sure": "boolean"}
    return _join(hand, by_rule, "demands", corpus, more)


def choose_mentions(corpus: Corpus) -> pd.DataFrame:
    """`Corpus.mentions`: rows of `hand_mentions` and, for resolutions not coded from the full text, those found by rule.

    A name found by rule is a person of the register where it is spelled as there or where `match_names` says "same"
    of one person only; its person_id may be one that `hand_people` does not list. What is uncertain stays without a
    person, for review. `identities` judged "same" are joined.
    """
    hand = corpus.hand_mentions
    found = corpus.rule_mentions[~corpus.rule_mentions["reference"].isin(_coded_in_full(hand))]
    order = corpus.resolutions.sort_values(["adopted", "reference"])["reference"]
    known = pd.concat([corpus.spellings, find_paired_spellings(corpus)])[FORMS].drop_duplicates()
    parts = []
    for reference in order[order.isin(found["reference"])]:
        for language, rows in found[found["reference"] == reference].groupby("language"):
            rows = rows.sort_values(["section", "label", "nth"], key=_reading_order)
            people = identify(rows, str(language), known)
            parts.append(rows.assign(person_id=pd.Series(people, index=rows.index, dtype="str")))
            new = pd.DataFrame({"person_id": people, "form": rows["name_as_printed"], "language": language})
            known = pd.concat([known, new.dropna(subset="person_id")]).drop_duplicates()
    by_rule = pd.concat(parts) if parts else found
    place = by_rule["section"].str[0] + by_rule["label"].fillna("") + "-" + by_rule["nth"].astype("str")
    by_rule = by_rule.assign(
        mention_id=by_rule["reference"] + "-" + by_rule["language"] + "-" + place,
        evidence=_FULL,
        coder=RULES,
        source="found by rule in the text",
    )
    rows = _join(hand, by_rule, "mentions", corpus, {})
    same = corpus.identities[corpus.identities["decision"] == "same"]
    return rows.assign(
        person_id=rows["person_id"].replace(dict(zip(same["other_id"], same["person_id"], strict=True)))
    )


def list_people(corpus: Corpus) -> pd.DataFrame:
    """`Corpus.people`: the register, then those met by rule alone, by the longest form printed of their name."""
    printed = corpus.mentions.dropna(subset="person_id")
    printed = printed[~printed["person_id"].isin(corpus.hand_people["person_id"])]
    printed = printed.assign(length=printed["name_as_printed"].str.len())
    names = printed.sort_values(["length", "name_as_printed"]).groupby("person_id")["name_as_printed"].last()
    met = names.rename("name").reset_index().assign(coder=RULES)
    return pd.concat([corpus.hand_people.assign(coder=HAND), met], ignore_index=True)


def _coded_in_full(hand: pd.DataFrame) -> set[str]:
    return set(hand.loc[hand["evidence"] == _FULL, "reference"])


def _in_common_language(found: pd.DataFrame) -> pd.DataFrame:
    """Of several versions of one resolution, the rows of the language that most resolutions have."""
    versions = found.groupby("language")["reference"].nunique().sort_values(ascending=False, kind="stable")
    rank = found["language"].map({language: place for place, language in enumerate(versions.index)})
    return found[rank == rank.groupby(found["reference"]).transform("min")]


def _with_language(hand: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Rows coded by hand with the language that was read, where one alone is told."""
    told = corpus.coverage.dropna(subset="language").groupby(["reference", "evidence"])["language"]
    one = told.agg(lambda of: of.iloc[0] if of.nunique() == 1 else None).astype("str").reset_index()
    return hand.merge(one, on=["reference", "evidence"], how="left", validate="many_to_one")


def _join(
    hand: pd.DataFrame, by_rule: pd.DataFrame, table: str, corpus: Corpus, more: dict[str, str]
) -> pd.DataFrame:
    """Rows of two readers in the columns of a table, with more columns, each with its type, and year."""
    empty = empty_frame(table)
    columns = [*empty.columns, *more]
    kinds = {**empty.dtypes, **more}
    parts = [rows.reindex(columns=columns).astype(kinds) for rows in (hand, by_rule)]
    rows = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    years = corpus.resolutions.set_index("reference")["year"]
    rows.insert(columns.index("reference") + 1, "year", rows["reference"].map(years))
    return rows


def _reading_order(column: pd.Series) -> pd.Series:
    """Recitals before paragraphs, A before AA, 2 before 10."""
    if column.name == "section":
        return column.map({"recital": 0, "operative": 1})
    if column.name == "label":
        return column.fillna("").map(lambda label: (int(label) if label.isdigit() else 0, len(label), label))
    return column
