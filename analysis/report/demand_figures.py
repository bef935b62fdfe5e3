"""Figures and tables of the demands: lineages, first sightings, specificity, unmet complaints, validity."""

import pandas as pd

from analysis.agreement.validity import compare_codings, confuse, list_misses, measure_heldout, pair_demands
from analysis.annotation.demands import shorten_to_action
from analysis.annotation.themes import find_cues
from analysis.corpus.corpus import Corpus, computed_once
from analysis.corpus.readings import find_readers
from analysis.corpus.versions import describe_versions, show_codings_beside
from analysis.demands.overview import find_unmet_complaints, profile
from analysis.demands.recurrence import collect_demands, link_texts, trace_coded, trace_texts
from analysis.lexicon.codes import label
from analysis.lexicon.grammar import has_grammar
from analysis.lexicon.labels import say
from analysis.lexicon.markup import shorten_cell
from analysis.report import charts
from analysis.report.comparison_words import tell_rule
from analysis.report.corpus_figures import group_word, tell_reader
from analysis.report.export import SavedFigure, save_figure
from analysis.report.tables import ShownTable, save_table

_MOST_ROWS = 30
_HAND_LINKS = "links made by hand on coded facts (links.csv)"
_COMPUTED = "links computed from full texts; links.csv overrides ({language})"
_BASIS = {"texts": _COMPUTED, "hand": _HAND_LINKS}
_LINEAGE_CAPTION = {
    "texts": "Statuses are computed by rule and a first sorting: on the practice corpus about three in four agree with "
    "what was planted. Strength is compared only within one class of acts and one language. Dropped means not asked in "
    "the next text of the series, never that the demand was met. No cell: not asked at that time.",
    "hand": "Linked by hand on what summaries, press and organisations tell, which was seen in part. Hatched: not known.",
}


def chosen_language(corpus: Corpus, language: str | None = None) -> str | None:
    """The language in which lineages can be computed: the one given, else the one with most texts, two at least."""
    held = pd.Series([one.language for one in corpus.documents if has_grammar(one.language)], dtype="str")
    counts = held.value_counts()
    best = language or (counts.index[0] if len(counts) else None)
    return best if best is not None and counts.get(best, 0) > 1 else None


@computed_once
def list_lineages(corpus: Corpus, language: str | None = None) -> pd.DataFrame:
    """One row per lineage and step, for an annex: lineage, resolution, paragraph, status, act, addressee, theme …

    Computed from full texts where two are at hand in one language (basis "texts"), else from links made by
    hand on coded facts of every level ("hand"). Computed once per corpus: four cells ask for it.
    """
    chosen = chosen_language(corpus, language)
    if chosen:
        details = collect_demands(corpus, chosen)
        traced = trace_texts(corpus, details, link_texts(corpus, details, chosen)[0])
        basis, what = "texts", details["words"].map(lambda text: shorten_to_action(text, chosen))
    else:
        details = corpus.hand_demands
        traced, basis, what = trace_coded(corpus), "hand", details["summary"]
    columns = ["demand_id", "label", "act", "act_class", "strength", "addressee", "theme", "what"]
    known = details.assign(what=what)[columns]
    steps = traced.merge(known, on="demand_id", how="left", validate="many_to_one")
    order = {reference: place for place, reference in enumerate(corpus.short_names)}
    steps = steps.assign(place=steps["reference"].map(order), basis=basis)
    return steps.sort_values(["lineage_id", "place", "demand_id"], ignore_index=True)


def _find_basis(steps: pd.DataFrame) -> str:
    return str(steps["basis"].iloc[0]) if len(steps) else "hand"


def find_vanished(steps: pd.DataFrame) -> pd.DataFrame:
    """One row per demand that the next text of its kind does not take up, newest first.

    Args:
        steps: as `list_lineages` gives them.

    Returns:
        The last step at which the demand was asked, with gone (the first resolution that does not take it up) and
        times (resolutions that ask it). A demand that returns later is not among them.
    """
    asked = steps[steps["demand_id"].notna()]
    last = asked.sort_values(["place", "demand_id"]).drop_duplicates("lineage_id", keep="last")
    gone = steps[steps["status"] == "dropped"].sort_values("place").drop_duplicates("lineage_id", keep="last")
    rows = last.merge(
        gone[["lineage_id", "reference", "place"]].rename(
            columns={"reference": "gone", "place": "gone_place"}
        ),
        on="lineage_id",
        validate="one_to_one",
    )
    times = asked.groupby("lineage_id")["reference"].nunique()
    rows = rows[(rows["gone_place"] > rows["place"]) & (rows["act_class"] == "directive")]
    rows = rows.assign(times=rows["lineage_id"].map(times))
    return rows.sort_values(["place", "times", "strength"], ascending=False, kind="stable", ignore_index=True)


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
    computed = _find_basis(steps) == "texts"
    references = (
        list(dict.fromkeys(steps.sort_values("place")["reference"])) if computed else list(corpus.short_names)
    )
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
    lineages = again.sort_values("rank", kind="stable")["lineage_id"].drop_duplicates().tolist()
    basis = _find_basis(steps)
    if basis == "texts":
        directives = again[again["act_class"] == "directive"]["status"].value_counts()
        title = say(
            "Demands that return: {n} of {total}; steps at which one is put more strongly: {stronger}, "
            "more weakly: {weaker}",
            n=len(lineages),
            total=steps.loc[steps["act_class"] == "directive", "lineage_id"].nunique(),
            stronger=directives.get("stronger", 0),
            weaker=directives.get("weaker", 0),
        )
    else:
        title = say("Demands known to return: {n}", n=len(lineages))
    return _save_lineages(corpus, steps, lineages, title, "02_lineages", chosen_language(corpus, language))


def figure_vanished(corpus: Corpus, language: str | None = None) -> SavedFigure | None:
    """Which demands are asked no more, newest first."""
    steps = list_lineages(corpus, language)
    vanished = find_vanished(steps)
    if vanished.empty:
        return None
    title = say(
        "Demands not taken up again: {n}; asked in two resolutions or more before: {several}",
        n=len(vanished),
        several=int((vanished["times"] > 1).sum()),
    )
    lineages = vanished["lineage_id"].tolist()
    return _save_lineages(corpus, steps, lineages, title, "02_vanished", chosen_language(corpus, language))


def _save_lineages(
    corpus: Corpus, steps: pd.DataFrame, lineages: list[str], title: str, name: str, language: str | None
) -> SavedFigure:
    """The matrix of some lineages, of which the first are drawn; each is called after its last demand."""
    shown = lineages[:_MOST_ROWS]
    data = _grid(corpus, steps, shown)
    names = {
        reference: short
        for reference, short in corpus.short_names.items()
        if reference in set(data["reference"])
    }
    last = (
        steps[steps["demand_id"].notna()].drop_duplicates("lineage_id", keep="last").set_index("lineage_id")
    )
    basis = say(_COMPUTED, language=language) if language else say(_HAND_LINKS)
    subtitle = say(
        "The first {n} of {total} rows; all are in the table. Basis: {basis}."
        if len(shown) < len(lineages)
        else "One row per demand. Basis: {basis}.",
        n=len(shown),
        total=len(lineages),
        basis=basis,
    )
    axes = charts.plot_lineages(data, names, last["what"].to_dict(), title, subtitle)
    return save_figure(
        corpus,
        axes,
        name,
        data,
        caption=say(_LINEAGE_CAPTION[_find_basis(steps)]),
        alt=say("Matrix of demands by resolutions with a sign for each step: {title}.", title=title),
        source=basis,
    )


def _in_words(corpus: Corpus, steps: pd.DataFrame) -> pd.DataFrame:
    """Steps as a reader's table: where, what, of whom."""
    return pd.DataFrame(
        {
            "resolution": steps["reference"].map(corpus.short_names),
            "reference": steps["reference"],
            "paragraph": steps["label"],
            "demand": steps["what"],
            "act": steps["act"].str.replace("_", " "),
            "addressee": steps["addressee"].map(lambda code: label("addressee", code), na_action="ignore"),
            "theme": steps["theme"].map(lambda code: label("theme", code), na_action="ignore"),
        }
    )


def _tell_basis(steps: pd.DataFrame, language: str | None) -> str:
    return f"Basis: {_BASIS[_find_basis(steps)].format(language=language)}."


def table_lineages(corpus: Corpus, language: str | None = None) -> ShownTable | None:
    """Lineages that return, one line per step."""
    steps = _returning(list_lineages(corpus, language)).sort_values(["rank"], kind="stable")
    table = _in_words(corpus, steps)
    table.insert(0, "row", steps["rank"].astype("Int64") + 1)
    table = table.assign(status=steps["status"].str.replace("_", " "), rule=steps["rule"].map(tell_rule))
    return save_table(
        corpus,
        table.dropna(axis=1, how="all"),
        "02_lineages_table",
        "Demands that return, step by step",
        _tell_basis(steps, chosen_language(corpus, language)),
    )


def table_vanished(corpus: Corpus, language: str | None = None) -> ShownTable | None:
    """Demands that are asked no more: where they stood last, how hard, and which text leaves them out."""
    steps = list_lineages(corpus, language)
    rows = find_vanished(steps)
    table = _in_words(corpus, rows).rename(columns={"resolution": "last asked in"})
    table = table.assign(step=rows["strength"], **{"not in": rows["gone"].map(corpus.short_names)})
    return save_table(
        corpus,
        table.assign(resolutions=rows["times"]),
        "02_vanished_table",
        f"Demands not taken up again, newest first: {len(table)}",
        "Not asked in the next text of its kind, nor later: that does not say that it was met. Step: strength of the "
        f"verb, 1–5. Resolutions: how many asked it. {_tell_basis(steps, chosen_language(corpus, language))}",
    )


def table_first_seen(corpus: Corpus, language: str | None = None) -> ShownTable | None:
    """Demands of the latest text with none linked to anything earlier."""
    steps = list_lineages(corpus, language)
    names = corpus.short_names
    new = steps[steps["status"].isin(["first_seen", "new"]) & (steps["act_class"] == "directive")]
    present = set(steps.loc[steps["demand_id"].notna(), "reference"])
    latest = [reference for reference in names if reference in present][-1:]
    if not latest or latest[0] == next(iter(names)):
        return None
    table = _in_words(corpus, new[new["reference"].isin(latest)]).drop(columns=["reference"])
    note = "Not linked to anything earlier. Where earlier texts were seen in part, an earlier demand may be unseen. "
    title = f"First seen in {names[latest[0]]}: {len(table)}"
    note += _tell_basis(steps, chosen_language(corpus, language))
    return save_table(corpus, table.dropna(axis=1, how="all"), "02_first_seen", title, note)


def figure_specificity(corpus: Corpus) -> SavedFigure | None:
    """Who is addressed, and how specific the demands are, in the latest resolution read in full."""
    full = corpus.demands[corpus.demands["evidence"] == "full_text"]
    coded = [name for name in corpus.series["reference"] if (full["reference"] == name).any()]
    if not coded:
        return None
    latest = coded[-1]
    data = profile(full[full["reference"] == latest], "action_category")
    if data.empty:
        return None
    total = int(data["n"].sum())
    specific = int(data.loc[data["action_category"] == "5", "n"].sum())
    state = int(data.loc[data["group"] == "target", "n"].sum())
    title = say(
        "Demands specific enough to be checked: {n} of {total}; addressed to the country's own bodies: {state}",
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
    axes = charts.plot_shares(data, "action_category", words, charts.group_words(), title, subtitle)
    numbers = "; ".join(
        say(
            "{group} category {category}: {n}",
            group=group_word(row.group),
            category=row.action_category,
            n=row.n,
        )
        for row in data.itertuples()
    )
    told = tell_reader(find_readers(corpus)[latest])
    return save_figure(
        corpus,
        axes,
        "02_specificity",
        data,
        caption=say(
            "Demands {told}; the category follows what is asked, not the verb.",
            told=told,
        ),
        alt=say("Stacked 100 per cent bars by addressee: {title}. {numbers}.", title=title, numbers=numbers),
        source=say("{reference}, {told}", reference=latest, told=told),
    )


def table_unmet(corpus: Corpus) -> ShownTable | None:
    """What recitals complain of without any demand following."""
    full = corpus.hand_demands[corpus.hand_demands["evidence"] == "full_text"]
    known = set(full["reference"])
    found = corpus.rule_demands[~corpus.rule_demands["reference"].isin(known)]
    one = corpus.recital_themes.drop_duplicates(["reference", "label"])
    demands = pd.concat([full[["reference", "theme", "theme2"]], found[["reference", "theme", "theme2"]]])
    cues: dict[str, set[str]] = {}
    for document in corpus.documents:
        if has_grammar(document.language):
            cues.setdefault(str(document.reference), set()).update(find_cues(document))
    names = corpus.short_names
    unmet = find_unmet_complaints(one[one["reference"].isin(demands["reference"])], demands, cues)
    unmet = unmet[unmet["reference"].isin(names)]
    unmet = unmet.sort_values("reference", key=lambda column: column.map(list(names).index), kind="stable")
    table = pd.DataFrame(
        {
            "resolution": unmet["reference"].map(names),
            "theme": unmet["theme"].map(lambda code: label("theme", code)),
            "recitals": unmet["recitals"],
        }
    )
    note = "A first sorting: themes of recitals are found by rule and often wrong (see the validity table). A theme of "
    note += "which a paragraph has a phrase is not listed. Full texts only."
    return save_table(corpus, table, "02_complaints", "Themes of recitals that no paragraph takes up", note)


def table_versions(corpus: Corpus) -> ShownTable | None:
    """Codings made on one language version beside what the rules find at the same place of another."""
    beside = show_codings_beside(corpus)
    names = corpus.short_names
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
    full = corpus.hand_demands[corpus.hand_demands["evidence"] == "full_text"]
    versions = corpus.rule_demands.groupby(["reference", "language"])
    both = [(*version, found, full[full["reference"] == version[0]]) for version, found in versions]
    return [coding for coding in both if len(coding[3])]


def table_validity(corpus: Corpus) -> ShownTable | None:
    """How well the rules agree with hand coding, on the corpus and on held-out texts."""
    names = corpus.short_names
    frames = [
        compare_codings(found, coded).assign(text=f"{names.get(reference, reference)}, {language}")
        for reference, language, found, coded in _find_codings(corpus)
    ]
    frames.append(measure_heldout())
    table = pd.concat(frames, ignore_index=True).rename(columns={"text": "coding"})
    table = table.pivot_table(
        index=["measure", "statistic"], columns="coding", values="value", sort=False
    ).reset_index()
    note = "Rules against one hand; on the held-out texts, on which nothing was mended, also a second hand. "
    note += "1 is full agreement, 0 none; macro-F1 is the mean over all themes, rare ones counting as much as others."
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
    """In a sentence: which demands return most, and how many are asked no more."""
    steps = list_lineages(corpus, language)
    again = _returning(steps)
    if again.empty:
        return "No demand is known to return."
    firsts = again.sort_values("rank", kind="stable").drop_duplicates("lineage_id")
    words = [f"{_shorten(row.what)} ({row.times} resolutions)" for row in firsts.head(3).itertuples()]
    told = f"Demands that return: {len(firsts)}; most often: {'; '.join(words)}."
    if _find_basis(steps) != "texts":
        return told
    return f"{told}{_describe_hardest(corpus, again)} Not taken up again: {len(find_vanished(steps))}."


def _describe_hardest(corpus: Corpus, again: pd.DataFrame) -> str:
    """Which demand rose by most steps from the first text that asks it to the last, up to three of them."""
    asked = again[again["act_class"] == "directive"].sort_values(["rank", "place"], kind="stable")
    ends = asked.groupby("rank")[["what", "act", "strength", "reference"]].agg(["first", "last"])
    rise = ends["strength", "last"] - ends["strength", "first"]
    most = rise[rise == rise.max()].index[:3] if (rise > 0).any() else []
    told = [
        f"{_shorten(row['what', 'last'])} ("
        + " → ".join(
            f"{corpus.short_names[row['reference', end]]} {row['act', end].replace('_', ' ')}"
            for end in ("first", "last")
        )
        + ")"
        for _, row in ends.loc[most].iterrows()
    ]
    return f" Hardened most: {'; '.join(told)}." if told else ""


def _shorten(what: str) -> str:
    return shorten_cell(what.rstrip("."), 90)
