"""What became of the demands between two resolutions."""

from typing import Any

import pandas as pd

from analysis.annotation.demands import shorten_to_action
from analysis.comparison.pairs import Pair, tell_basis
from analysis.demands.recurrence import collect_demands, link_texts, trace_coded, trace_texts
from analysis.lexicon.codes import EVIDENCE

Row = dict[str, Any]


def find_demand_changes(pair: Pair) -> list[Row]:
    """One row per demand of either text, linked ones together: computed from full texts, else from coded facts.

    A demand that is split or merged has a row for each of its links. Judgements (condemns, welcomes) are told
    only where the other text has their counterpart, instructions never. From coded facts a demand
    is first_seen or seen_again, on the best level of evidence that both have, and none is dropped.
    """
    return _compare_texts(pair, pair.ruled) if pair.ruled else _compare_coded(pair)


def _compare_texts(pair: Pair, language: str) -> list[Row]:
    demands = collect_demands(pair.corpus, language)
    demands = demands[demands["reference"].isin(pair.both)].reset_index(drop=True)
    demands = demands.assign(
        year=demands["reference"].map({name: place for place, name in enumerate(pair.both, 1)}),
        what=[shorten_to_action(words, language) for words in demands["words"]],
    )
    links = link_texts(pair.corpus, demands, language)[0]
    steps = trace_texts(pair.alone(), demands, links)
    known = {row["demand_id"]: row for row in demands.to_dict("records")}
    parents = links.groupby("later")["earlier"].agg(list).to_dict()
    basis = tell_basis(["full_text"], ["rules"], language)
    rows = []
    for name in known:
        for step in steps[(steps["demand_id"] == name) & (steps["reference"] == pair.later)].itertuples():
            for parent in parents.get(name, [None]):
                rows.append(_row(step, known.get(parent), known[name], basis))
    gone = steps[(steps["status"] == "dropped") & (steps["reference"] == pair.later)]
    gone = gone.sort_values("lineage_id", key=lambda names: names.map(list(known).index))
    rows += [_row(step, known[step.lineage_id], None, basis) for step in gone.itertuples()]
    return [row for row in rows if _is_told(row)]


def _row(step: Any, before: Row | None, after: Row | None, basis: str) -> Row:
    of = after or before
    assert of is not None
    row = {"kind": "demand", "change": step.status, "section": "operative", "rule": step.rule, "basis": basis}
    row |= {name: of[name] for name in ("what", "theme", "addressee")}
    for side, one in (("before", before), ("after", after)):
        if one is not None:
            row |= {f"act_{side}": one["act"], f"strength_{side}": one["strength"]}
            row |= {f"place_{side}": one["label"], f"passage_{side}": one["words"].strip(" ,;.")}
            row |= {f"class_{side}": one["act_class"]}
    return row


def _is_told(row: Row) -> bool:
    classes = {row.pop("class_before", None), row.pop("class_after", None)}
    return "procedural" not in classes and ("directive" in classes or None not in classes)


def _compare_coded(pair: Pair) -> list[Row]:
    every = pair.corpus.demands
    every = every[every["reference"].isin(pair.both)].reset_index(drop=True)
    steps = trace_coded(pair.alone(), every)
    known = {
        row["demand_id"]: row for row in every.astype(object).where(every.notna(), None).to_dict("records")
    }
    same = pair.corpus.links[pair.corpus.links["decision"] == "same"]
    of = {name: row["reference"] for name, row in known.items()}
    same = same[same["earlier"].map(of) == pair.earlier]
    parents = same.groupby("later")["earlier"].agg(list).to_dict()
    level = _find_level(every[every["act_class"] == "directive"], pair)
    rows = []
    for step in steps[steps["reference"] == pair.later].itertuples():
        after = known[step.demand_id]
        if step.status == "seen_again" or after["evidence"] == level:
            before = [known[name] for name in parents.get(step.demand_id, [])]
            rows += [_coded_row(step, one, after) for one in before or [None]]
    return rows


def _find_level(demands: pd.DataFrame, pair: Pair) -> str | None:
    """The best level of evidence that both have demands on; else the best of the later one."""
    of = {name: set(demands.loc[demands["reference"] == name, "evidence"]) - {"motion"} for name in pair.both}
    levels = of[pair.earlier] & of[pair.later] or of[pair.later]
    return min(levels, key=EVIDENCE.index, default=None)


def _coded_row(step: Any, before: Row | None, after: Row) -> Row:
    """Below the full text the verb is the source's writer's: then neither act nor strength is told."""
    sides = [one for one in (before, after) if one is not None]
    languages = ", ".join(sorted({one["language"] for one in sides if one["coder"] == "rules"}))
    basis = tell_basis([one["evidence"] for one in sides], [one["coder"] for one in sides], languages)
    row = {"kind": "demand", "change": step.status, "section": after["section"], "rule": step.rule}
    row |= {"what": after["summary"] or _quote(after), "basis": basis}
    row |= {name: after[name] for name in ("theme", "addressee")}
    for side, one in (("before", before), ("after", after)):
        if one is not None:
            row |= {f"place_{side}": one["label"], f"passage_{side}": _quote(one)}
            if all(of["evidence"] == "full_text" for of in sides):
                row |= {f"act_{side}": one["act"], f"strength_{side}": one["strength"]}
    return row


def _quote(demand: Row) -> str | None:
    """The words of a demand found by rule; one coded by hand is told by its summary."""
    return demand["passage"] if demand["coder"] == "rules" else None
