"""Figures and tables of the demands: lineages, first sightings, specificity, unmet complaints, validity."""

import pandas as pd

from analysis import charts
from analysis.codes import label
from analysis.corpus import Corpus, computed_once
from analysis.coverage import find_seen, find_series
from analysis.demands import shorten_to_action
from analysis.export import SavedFigure, save_figure
from analysis.figures import group_word, joined, of, short_names, told_by
from analysis.grammar import has_grammar
from analysis.labels import say
from analysis.overview import SUMMARY, find_unmet_complaints, profile
from analysis.recurrence import collect_demands, link_texts, trace_coded, trace_texts
from analysis.tables import ShownTable, save_table
from analysis.validity import compare_codings, confuse, list_misses, measure_heldout, pair_demands
from analysis.versions import describe_versions, show_codings_beside

_MOST_ROWS = 30
_HAND_LINKS = "links made by hand on coded facts (links.csv)"
_LINEAGE_CAPTION = {
    True: "Statuses are computed by rule and a first sorting: on the practice corpus about three in four agree with "
    "what was planted. Strength is compared only within one class of acts and one language. Dropped means not asked in "
    "the next text of the series, never that the demand was met. No cell: not asked at that time.",
    False: "Linked by hand on official summaries that were seen in part. Hatched: not known.",
}
_COMPUTED = "links computed from full texts; links.csv overrides ({language})"


def chosen_language(corpus: Corpus, language: str | None = None) -> str | None:
    """The language in which lineages can be computed: the one given, else the one with most texts, two at least."""
    held = pd.Series([one.language for one in corpus.documents if has_grammar(one.language)], dtype="str")
    counts = held.value_counts()
    best = language or (counts.index[0] if len(counts) else None)
    return best if best is not None and counts.get(best, 0) > 1 else None


@computed_once
def list_lineages(corpus: Corpus, language: str | None = None) -> pd.DataFrame:
    """One row per lineage and step, for an annex: lineage, resolution, paragraph, status, act, addressee, theme …

    Computed from full texts where two are at hand in one language, else from links made by hand at the level
    of official summaries. `basis` says which. Computed once per corpus: four cells ask for it.
    """
    chosen = chosen_language(corpus, language)
    if chosen:
        details = collect_demands(corpus, chosen)
        traced = trace_texts(corpus, details, link_texts(corpus, details, chosen)[0])
        basis, what = (
            _COMPUTED.format(language=chosen),
            details["words"].map(lambda text: shorten_to_action(text, chosen)),
        )
    else:
        details = corpus.demands[corpus.demands["evidence"] == SUMMARY]
        traced, basis, what = trace_coded(corpus), _HAND_LINKS, details["summary"]
    columns = ["demand_id", "label", "act", "act_class", "strength", "addressee", "theme", "what"]
    known = details.assign(what=what)[columns]
    steps = traced.merge(known, on="demand_id", how="left", validate="many_to_one")
    order = {reference: place for place, reference in enumerate(short_names(corpus))}
    steps = steps.assign(place=steps["reference"].map(order), basis=basis)
    return steps.sort_values(["lineage_id", "place", "demand_id"], ignore_index=True).drop(columns="place")


def _returning(steps: pd.DataFrame) -> pd.DataFrame:
    met = steps[steps["demand_id"].notna()]
    times = met.groupby("lineage_id")["reference"].nunique()
    asked = set(steps.loc[steps["act_class"] == "directive", "lineage_id"])
    times = times[times.index.isin(asked)]
    order = times[times > 1].sort_values(ascending=False, kind="stable").index
    return steps[steps["lineage_id"].isin(order)].assign(
        times=lambda rows: rows["lineage_id"].map(times),
        rank=lambda rows: rows["lineage_id"].map(list(order).index),
    )


def _grid(corpus: Corpus, steps: pd.DataFrame, lineages: list[str]) -> pd.DataFrame:
    """One row per lineage and resolution; where no step is known the status is missing."""
    computed = steps["basis"].str.startswith("links computed").any()
    references = list(dict.fromkeys(steps["reference"])) if computed else list(short_names(corpus))
    one = steps.drop_duplicates(["lineage_id", "reference"], keep="first")
    cells = pd.MultiIndex.from_product([lineages, references], names=["lineage_id", "reference"]).to_frame(
        index=False
    )
    grid = cells.merge(
        one[["lineage_id", "reference", "status", "strength"]], how="left", validate="one_to_one"
    )
    if computed:
        return grid[grid["status"].notna()].reset_index(drop=True)
    return grid.assign(strength=pd.NA)


def figure_lineages(corpus: Corpus, language: str | None = None) -> SavedFigure | None:
    """Which demands come back, and what became of them."""
    steps = list_lineages(corpus, language)
    again = _returning(steps)
    if again.empty:
        return None
    shown = again.sort_values("rank", kind="stable")["lineage_id"].drop_duplicates().head(_MOST_ROWS).tolist()
    data = _grid(corpus, steps, shown)
    names = {
        reference: name
        for reference, name in short_names(corpus).items()
        if reference in set(data["reference"])
    }
    first = steps.drop_duplicates("lineage_id").set_index("lineage_id")
    labels = {name: first["what"][name] for name in shown}
    total = steps.loc[steps["act_class"] == "directive", "lineage_id"].nunique()
    returning = again["lineage_id"].nunique()
    chosen = chosen_language(corpus, language)
    if chosen:
        counts = steps["status"].value_counts()
        title = say(
            "{n} of {total} demands return; steps found stronger: {stronger}, weaker: {weaker}, dropped: {dropped}",
            n=returning,
            total=total,
            stronger=counts.get("stronger", 0),
            weaker=counts.get("weaker", 0),
            dropped=counts.get("dropped", 0),
        )
    else:
        title = say("{n} of {total} demands are known to return", n=returning, total=total)
    basis = say(_COMPUTED, language=chosen) if chosen else say(_HAND_LINKS)
    subtitle = say(
        "One row per lineage; the {n} that return most. Basis: {basis}."
        if returning > len(shown)
        else "One row per lineage. Basis: {basis}.",
        n=len(shown),
        basis=basis,
    )
    axes = charts.plot_lineages(data, names, labels, title, subtitle)
    return save_figure(
        corpus,
        axes,
        "02_lineages",
        data,
        caption=say(_LINEAGE_CAPTION[bool(chosen)]),
        alt=say("Matrix of lineages by resolutions with a sign for each step: {title}.", title=title),
        source=basis,
    )


def table_lineages(corpus: Corpus, language: str | None = None) -> ShownTable | None:
    """Lineages that return, one line per step."""
    steps = _returning(list_lineages(corpus, language)).sort_values(["rank"], kind="stable")
    table = pd.DataFrame(
        {
            "lineage": steps["rank"].astype("Int64") + 1,
            "resolution": steps["reference"].map(short_names(corpus)),
            "reference": steps["reference"],
            "paragraph": steps["label"],
            "status": steps["status"].str.replace("_", " "),
            "theme": steps["theme"].map(lambda code: label("theme", code), na_action="ignore"),
            "addressee": steps["addressee"].map(lambda code: label("addressee", code), na_action="ignore"),
            "demand": steps["what"],
            "rule": steps["rule"],
        }
    )
    basis = steps["basis"].iloc[0] if len(steps) else _HAND_LINKS
    seen = (find_seen(corpus, SUMMARY, ["whole"]) != "none").sum()
    known = (
        ""
        if chosen_language(corpus, language)
        else f" Known from {of(int(seen), len(short_names(corpus)), 'texts')}."
    )
    return save_table(
        corpus, table, "02_lineages_table", "Demands that return, step by step", f"Basis: {basis}.{known}"
    )


def table_first_seen(corpus: Corpus, language: str | None = None) -> ShownTable | None:
    """Demands of the latest text with none linked to anything earlier."""
    steps = list_lineages(corpus, language)
    new = steps[steps["status"].isin(["first_seen", "new"]) & (steps["act_class"] == "directive")]
    present = set(steps.loc[steps["demand_id"].notna(), "reference"])
    latest = [reference for reference in short_names(corpus) if reference in present][-1:]
    rows = new[new["reference"].isin(latest)]
    table = pd.DataFrame(
        {
            "paragraph": rows["label"],
            "theme": rows["theme"].map(lambda code: label("theme", code)),
            "addressee": rows["addressee"].map(lambda code: label("addressee", code)),
            "demand": rows["what"],
        }
    )
    computed = chosen_language(corpus, language)
    level = f"the full text, {computed}" if computed else "its official summary, seen in part"
    note = "Not linked to anything earlier. Where earlier texts were seen in part, an earlier demand may be unseen."
    title = f"First seen in {joined(latest) or 'no resolution'} ({level})"
    return save_table(corpus, table, "02_first_seen", title, note)


def figure_specificity(corpus: Corpus) -> SavedFigure | None:
    """Who is addressed, and how specific the demands are, in the latest resolution read in full."""
    full = corpus.all_demands[corpus.all_demands["evidence"] == "full_text"]
    coded = [name for name in find_series(corpus)["reference"] if (full["reference"] == name).any()]
    if not coded:
        return None
    latest = coded[-1]
    data = profile(full[full["reference"] == latest], "action_category")
    total = int(data["n"].sum())
    specific = int(data.loc[data["action_category"] == "5", "n"].sum())
    state = int(data.loc[data["group"] == "target", "n"].sum())
    title = say(
        "{n} of {total} demands are specific; {state} address the country's own bodies",
        n=specific,
        total=total,
        state=state,
    )
    words = {
        "1": say("1 inform, ask others"),
        "2": say("2 continue"),
        "3": say("3 consider"),
        "4": say("4 general"),
        "5": say("5 specific"),
    }
    subtitle = say("Demands of {reference} by action category.", reference=latest)
    axes = charts.plot_shares(data, "action_category", words, title, subtitle)
    numbers = "; ".join(
        say(
            "{group} category {category}: {n}",
            group=group_word(row.group),
            category=row.action_category,
            n=row.n,
        )
        for row in data.itertuples()
    )
    told = told_by(full, latest)
    return save_figure(
        corpus,
        axes,
        "02_specificity",
        data,
        caption=say(
            "Demands (act class directive) {told}; the category follows the complement, not the verb.",
            told=told,
        ),
        alt=say("Stacked 100 per cent bars by addressee: {title}. {numbers}.", title=title, numbers=numbers),
        source=say("{reference}, {told}", reference=latest, told=told),
    )


def table_unmet(corpus: Corpus) -> ShownTable | None:
    """What recitals complain of without any demand following."""
    full = corpus.demands[corpus.demands["evidence"] == "full_text"]
    known = set(full["reference"])
    found = corpus.found[~corpus.found["reference"].isin(known)]
    one = corpus.complaints.drop_duplicates(["reference", "label"])
    demands = pd.concat([full[["reference", "theme", "theme2"]], found[["reference", "theme", "theme2"]]])
    unmet = find_unmet_complaints(one[one["reference"].isin(demands["reference"])], demands)
    table = pd.DataFrame(
        {
            "resolution": unmet["reference"].map(short_names(corpus)),
            "theme": unmet["theme"].map(lambda code: label("theme", code)),
            "recitals": unmet["recitals"],
        }
    )
    note = "A first sorting: themes of recitals are found by rule and often wrong (see the validity table); themes of "
    note += "demands are coded by hand where that was done. "
    return save_table(
        corpus, table, "02_complaints", "Complained of, and nothing asked", note + "Full texts only."
    )


def table_versions(corpus: Corpus) -> ShownTable | None:
    """Codings made on one language version beside what the rules find at the same place of another."""
    beside = show_codings_beside(corpus)
    names = short_names(corpus)
    table = pd.DataFrame(
        {
            "resolution": beside["reference"].map(names),
            "paragraph": beside["label"],
            "act, coded": beside["act"].str.replace("_", " "),
            "theme, coded": beside["theme"].map(lambda code: label("theme", code)),
            "version": beside["language"],
            "verb there": beside["verb_there"],
            "act there": beside["act_there"].str.replace("_", " "),
            "theme there": beside["theme_there"].map(lambda code: label("theme", code), na_action="ignore"),
        }
    )
    note = "Blank where the paragraph there has another number of demands: nothing is paired then. "
    note += " ".join(describe_versions(corpus)) or "No resolution has two versions here."
    return save_table(corpus, table, "02_versions", "Codings of one version beside another", note)


def _find_codings(corpus: Corpus) -> list[tuple[str, str, pd.DataFrame, pd.DataFrame]]:
    """(reference, language, found by rule, coded by hand) of every version that has both."""
    full = corpus.demands[corpus.demands["evidence"] == "full_text"]
    versions = corpus.found.groupby(["reference", "language"])
    both = [(*version, found, full[full["reference"] == version[0]]) for version, found in versions]
    return [coding for coding in both if len(coding[3])]


def table_validity(corpus: Corpus) -> ShownTable | None:
    """How well the rules agree with hand coding, on the corpus and on held-out texts."""
    names = short_names(corpus)
    frames = [
        compare_codings(found, coded).assign(text=f"{names.get(reference, reference)}, {language}")
        for reference, language, found, coded in _find_codings(corpus)
    ]
    frames.append(measure_heldout())
    table = pd.concat(frames, ignore_index=True).rename(columns={"text": "coding"})
    table = table.pivot_table(
        index=["measure", "statistic"], columns="coding", values="value", sort=False
    ).reset_index()
    note = "Rules against one hand. The rules were not mended on account of the held-out texts."
    return save_table(
        corpus, table.rename_axis(columns=None), "02_validity", "How far the rules can be trusted", note
    )


def table_misses(corpus: Corpus) -> pd.DataFrame:
    """One row per demand and measure on which rules and hand differ, in every text that has both."""
    frames = [
        list_misses(pair_demands(found, coded)).assign(reference=reference, language=language)
        for reference, language, found, coded in _find_codings(corpus)
    ]
    empty = pd.DataFrame(
        columns=["label", "clause", "order", "measure", "coded", "found", "reference", "language"]
    )
    return pd.concat(frames, ignore_index=True) if frames else empty


def table_confusions(corpus: Corpus, measure: str = "theme") -> pd.DataFrame:
    """One row per pair of differing codes, rules against hand, the most frequent first: coded, found, n."""
    frames = [pair_demands(found, coded) for _, _, found, coded in _find_codings(corpus)]
    return confuse(pd.concat(frames), measure) if frames else pd.DataFrame(columns=["coded", "found", "n"])


def describe_lineages(corpus: Corpus, language: str | None = None) -> str:
    """In a sentence: which demands return, and how often of the texts where that could be known."""
    steps = list_lineages(corpus, language)
    again = _returning(steps)
    if again.empty:
        return "No demand is known to return."
    seen = steps["reference"].nunique()
    firsts = again.sort_values("rank", kind="stable").drop_duplicates("lineage_id").head(3)
    words = [f"{row.what.rstrip('.')} ({of(row.times, seen, 'texts')})" for row in firsts.itertuples()]
    total = steps.loc[steps["act_class"] == "directive", "lineage_id"].nunique()
    return f"{again['lineage_id'].nunique()} of {total} demands are known to return: {joined(words)}."
