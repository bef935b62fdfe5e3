"""Lineages with a status at every step, from coded facts or from full texts.

On coded facts at one evidence level links are made by hand and only presence is told. On full
texts in one language links are computed, and judgements in `links.csv` win.
"""

import re
from itertools import combinations
from typing import Any

import pandas as pd

from analysis.annotation.addressees import find_bodies
from analysis.annotation.country import country_pattern, find_country_stem
from analysis.corpus.corpus import Corpus
from analysis.corpus.frames import check, empty_frame
from analysis.demands.lineages import LINK, find_components, link_demands, score_pairs
from analysis.lexicon.codes import ACTS, addressee_group


def trace_coded(corpus: Corpus, demands: pd.DataFrame | None = None) -> pd.DataFrame:
    """Lineages of coded demands, of every level of evidence, joined by hand: first_seen or seen_again.

    Args:
        corpus: one country's.
        demands: rows of `Corpus.demands`, in place of `hand_demands`.

    Returns:
        A frame `lineages`: one row per demand. What is not listed in a text may still be in it.
    """
    rows = corpus.hand_demands if demands is None else demands.drop(columns="year")
    rows = rows[(rows["evidence"] != "motion") & (rows["act_class"] == "directive")]
    rows = rows.merge(corpus.series[["reference", "year", "adopted"]], on="reference", validate="many_to_one")
    rows = rows.sort_values(["adopted", "order"], kind="stable")
    same = corpus.links[corpus.links["decision"] == "same"]
    same = same[same["earlier"].isin(rows["demand_id"]) & same["later"].isin(rows["demand_id"])]
    lineage = find_components(rows["demand_id"], same)
    again = set(same["later"])
    frame = rows.assign(
        lineage_id=rows["demand_id"].map(lineage),
        status=["seen_again" if name in again else "first_seen" for name in rows["demand_id"]],
        rule=["linked by hand" if name in again else "no earlier link" for name in rows["demand_id"]],
    )
    return _checked(frame.to_dict("records"))


def collect_demands(corpus: Corpus, language: str) -> pd.DataFrame:
    """Demands found by rule in every text at hand in one language, ready to be linked.

    One row per demand: demand_id (reference, paragraph, clause and order), year, the columns of
    `rule_demands`, passage without the bodies named in it, context (the paragraph), valence.
    """
    documents = {one.reference: one for one in corpus.documents if one.language == language}
    years = corpus.resolutions.set_index("reference")["year"]
    frames = [empty_frame("lineages")[["reference", "year", "demand_id"]]]
    for reference in corpus.series["reference"]:
        if reference not in documents:
            continue
        found = corpus.rule_demands.query("reference == @reference and language == @language")
        found = found.drop(columns="language").reset_index(drop=True)
        found = found.astype(object).where(found.notna(), None)
        units = documents[reference].paragraphs
        texts = {unit.label or "": unit.text for unit in units if unit.section == "operative"}
        paragraphs = [unit.text for unit in units]
        stem = find_country_stem(documents[reference].title, paragraphs, corpus.names.country, language)
        words = [texts[row.label][row.passage_start : row.passage_end] for row in found.itertuples()]
        ids = [f"{reference}-{row.label}.{row.clause}.{row.order}" for row in found.itertuples()]
        frames.append(
            found.assign(
                demand_id=ids,
                year=years[reference],
                context=found["label"].map(texts),
                passage=[_without_bodies(text, language, stem) for text in words],
                words=words,
                addressee_group=found["addressee"].map(addressee_group),
                valence=found["act"].map(lambda act: ACTS[act]["valence"]),
            )
        )
    return pd.concat(frames, ignore_index=True)


def _without_bodies(text: str, language: str, stem: str) -> str:
    for start, end, _ in reversed(find_bodies(text, language, stem)):
        text = text[:start] + " " + text[end:]
    return re.sub(rf"\b{country_pattern(stem)}", "", text)


def link_texts(corpus: Corpus, demands: pd.DataFrame, language: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Links between demands of `collect_demands`, and the pairs that a person should look at.

    Returns:
        links: earlier, later, score, step (neighbour | split | merged | gap | reviewed).
        review: earlier, later, score of pairs below the threshold whose later demand is unlinked.
    """
    if demands["reference"].nunique() < 2:
        nothing = pd.DataFrame({"earlier": [], "later": [], "score": []})
        return nothing.assign(step=[]), nothing
    judged = {(row.earlier, row.later): row.decision for row in corpus.links.itertuples()}
    pairs = score_pairs(demands, language)
    keys = list(zip(pairs["earlier"], pairs["later"], strict=True))
    pairs = pairs[[judged.get(key) != "different" for key in keys]]
    links = link_demands(demands, pairs)
    known = set(demands["demand_id"])
    by_hand = [key for key, decision in judged.items() if decision == "same" and set(key) <= known]
    missing = [key for key in by_hand if key not in set(zip(links["earlier"], links["later"], strict=True))]
    added = pd.DataFrame([(a, b, 1.0, "reviewed") for a, b in missing], columns=links.columns)
    links = pd.concat([links, added], ignore_index=True) if missing else links
    unlinked = ~pairs["later"].isin(links["later"]) & (pairs["score"] < LINK)
    best = pairs[unlinked].sort_values("score", ascending=False).drop_duplicates("later")
    return links, best.reset_index(drop=True)


def trace_texts(corpus: Corpus, demands: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Lineages of full texts with a status and the rule behind it at every step (a frame `lineages`)."""
    lineage = find_components(demands["demand_id"], links)
    rows = {row["demand_id"]: row for row in demands.to_dict("records")}
    linked: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for link in links.itertuples():
        linked.setdefault(link.later, []).append(link.earlier)
        after.setdefault(link.earlier, []).append(link.later)
    series = corpus.series
    before, following = _order_alike(series.set_index("reference")["procedure_type"].to_dict())
    at_hand = set(demands["reference"])
    steps = []
    for name, row in rows.items():
        status, rule = _status(row, [rows[one] for one in linked.get(name, [])], after, rows)
        if status == "new" and not before[row["reference"]] <= at_hand:
            status, rule = "first_seen", "no earlier demand linked; earlier texts are not at hand"
        steps.append(row | {"lineage_id": lineage[name], "status": status, "rule": rule})
    years = series.set_index("reference")["year"].to_dict()
    steps += _find_dropped(rows, lineage, following, at_hand, years)
    unique = {(step["lineage_id"], step["demand_id"], step["reference"]): step for step in steps}
    return _checked(list(unique.values()))


def _order_alike(kinds: dict[str, Any]) -> tuple[dict[str, set[str]], dict[str, str | None]]:
    """For each text those before it of its kind of procedure, and the next one; an unknown kind parts no texts.

    Args:
        kinds: reference → kind of procedure, in order of adoption.
    """
    before: dict[str, set[str]] = {reference: set() for reference in kinds}
    following: dict[str, str | None] = dict.fromkeys(kinds)
    for earlier, later in combinations(kinds, 2):
        if pd.isna(kinds[earlier]) or pd.isna(kinds[later]) or kinds[earlier] == kinds[later]:
            before[later].add(earlier)
            following[earlier] = following[earlier] or later
    return before, following


def _find_dropped(
    rows: dict[str, dict[str, Any]],
    lineage: dict[str, str],
    following: dict[str, str | None],
    at_hand: set[str],
    years: dict[str, Any],
) -> list[dict[str, Any]]:
    """A step for each directive's lineage that the next text of its kind, at hand, does not take up."""
    members: dict[str, set[str]] = {}
    for name, row in rows.items():
        members.setdefault(lineage[name], set()).add(row["reference"])
    dropped = []
    for name, row in rows.items():
        later = following[row["reference"]]
        if row["act_class"] != "directive" or later not in at_hand or later in members[lineage[name]]:
            continue
        step = {"lineage_id": lineage[name], "demand_id": None, "reference": later, "year": years[later]}
        dropped.append(step | {"status": "dropped", "rule": f"no demand linked to {name}"})
    return dropped


def _status(
    row: dict[str, Any],
    parents: list[dict[str, Any]],
    after: dict[str, list[str]],
    rows: dict[str, dict[str, Any]],
) -> tuple[str, str]:
    if not parents:
        return "new", "no earlier demand linked"
    latest = max(parent["year"] for parent in parents)
    earlier = [parent for parent in parents if parent["year"] == latest]
    first = earlier[0]
    siblings = [name for name in after[first["demand_id"]] if rows[name]["reference"] == row["reference"]]
    if len(earlier) > 1:
        return "merged", f"joins {len(earlier)} demands"
    if len(siblings) > 1:
        return "split", f"one of {len(siblings)} from {first['demand_id']}"
    if first["act_class"] == "directive" and row["act_class"] == "expressive":
        return "acknowledged", f"{row['act']} what was asked"
    if _other_body(first, row):
        return "moved", f"{first['addressee']} → {row['addressee']}"
    people, others = _names(first["passage"]), _names(row["passage"])
    if row["act_class"] == "directive" and people and others and (others < people or people < others):
        return ("narrowed" if others < people else "broadened"), f"{len(people)} → {len(others)} names"
    if "assertive" in (first["act_class"], row["act_class"]) and first["act_class"] != row["act_class"]:
        return "repeated", f"{first['act']} → {row['act']}"
    change = _change_of_strength(first, row)
    if first["act_class"] == row["act_class"] and change:
        return ("stronger" if change > 0 else "weaker"), f"{first['act']} → {row['act']}"
    return "repeated", "linked, same step of the ladder"


def _change_of_strength(first: dict[str, Any], row: dict[str, Any]) -> int:
    """The change of step, none where the usual counterpart in another language shows no such change."""
    change = row["strength"] - first["strength"]
    usual = _usual(row) - _usual(first)
    return int(change) if change * usual > 0 else 0


def _usual(row: dict[str, Any]) -> int:
    return int(row["strength"] if pd.isna(row["strength_alt"]) else row["strength_alt"])


def _other_body(first: dict[str, Any], row: dict[str, Any]) -> bool:
    if not (first["addressee_explicit"] and row["addressee_explicit"]):
        return False
    if first["addressee_group"] != row["addressee_group"]:
        return True
    return first["addressee_group"] == "eu" and first["addressee"] != row["addressee"]


def _names(text: str) -> set[str]:
    """Pairs of capitalised words of a passage from which bodies have been taken out."""
    return set(re.findall(r"[A-ZÅÄÖ][^\W\d_]+ [A-ZÅÄÖ][^\W\d_]+", text))


def _checked(rows: list[dict[str, Any]]) -> pd.DataFrame:
    empty = empty_frame("lineages")
    frame = pd.DataFrame(rows, columns=empty.columns).astype(empty.dtypes)
    return check(frame.sort_values(["lineage_id", "year", "demand_id"], ignore_index=True), "lineages")
