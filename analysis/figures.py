"""The figures of the report: for each, its data, its finding in words, its chart and its export.

A figure is None where the corpus holds nothing for it to show.
"""

from collections.abc import Mapping

import pandas as pd

from analysis import charts
from analysis.codes import label, labels
from analysis.corpus import Corpus
from analysis.coverage import find_read_by_rule, find_read_in_full, find_seen, find_series
from analysis.export import SavedFigure, save_figure
from analysis.overview import SUMMARY, count_themes, find_returning_themes, profile
from analysis.wording import (
    count_instruments,
    count_returning_instruments,
    count_words,
    find_citations_seen,
)

_LEVELS = ["full_text", "text_opening", "official_summary", "press_release", "news_report", "ngo_report"]
_BY_RULE = "full text, by rule alone"
_MOST_ROWS = 16
_THEME_CAPTION = {
    SUMMARY: "One evidence level only. Summaries were seen in part or not at all, so a hatched cell does not "
    "mean that the resolution is silent, and counts do not measure its length.",
    "full_text": "Full texts only. White: the text was read and the theme was not found in it.",
}
_BY_RULE_CAVEAT = "were read by rule alone, with errors (see the table on how far the rules can be trusted)."
_FACTS = "coded facts of this corpus, each row with its source (CARD.md)"


def short_names(corpus: Corpus) -> dict[str, str]:
    """Reference → short name of each resolution compared, in order of adoption."""
    series = find_series(corpus)
    return dict(zip(series["reference"], series["short"], strict=True))


def joined(words: list[str], most: int = 3) -> str:
    """ "a, b and c", or "a, b and 4 others"."""
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} others"]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def leading(times: pd.Series, words: Mapping[str, str]) -> tuple[str, int]:
    """The entries with the highest count, in words, and that count."""
    most = int(times.max())
    return joined([words[name] for name in times.index[times == most]]), most


def of(n: int, total: int, noun: str) -> str:
    """ "3 of 9 resolutions"."""
    return f"{n} of {total} {noun}"


def coverage_by_level(corpus: Corpus) -> pd.DataFrame:
    """One row per evidence level and resolution compared: reference, item (the level in words), seen."""
    parts = []
    by_rule = find_read_by_rule(corpus)
    if (by_rule == "all").any():
        parts.append(pd.DataFrame({"reference": by_rule.index, "item": _BY_RULE, "seen": list(by_rule)}))
    for level in _LEVELS:
        if level == "text_opening":
            seen, item = find_citations_seen(corpus), "citations, from the opening"
        elif level == "full_text":
            seen, item = find_read_in_full(corpus), label("evidence", level)
        else:
            seen, item = find_seen(corpus, level, ["whole"]), label("evidence", level)
        parts.append(pd.DataFrame({"reference": seen.index, "item": item, "seen": list(seen)}))
    return pd.concat(parts, ignore_index=True)


def figure_coverage(corpus: Corpus) -> SavedFigure:
    """What is known of each resolution, by evidence level."""
    data = coverage_by_level(corpus)
    names = short_names(corpus)
    full = int(((data["item"] == "full text") & (data["seen"] == "all")).sum())
    ruled = int(((data["item"] == _BY_RULE) & (data["seen"] == "all")).sum())
    some = data[data["seen"] != "none"]["reference"].nunique()
    title = f"{of(full, len(names), 'resolutions')} coded from the full text"
    title += (f", {ruled} read by rule" if ruled else "") + f"; something is known of {some}"
    axes = charts.plot_coverage(
        data, names, title, "How much of each resolution was seen, by what the rows rest on."
    )
    return save_figure(
        corpus,
        axes,
        "01_coverage",
        data,
        caption="A hatched cell means that nothing of that kind was seen; it never means that a resolution is silent.",
        alt=f"Matrix of evidence levels by resolutions: {title}.",
        source=_FACTS,
    )


def figure_votes(corpus: Corpus) -> SavedFigure:
    """Votes in plenary, where a count is known."""
    data = find_series(corpus)[["reference", "short", "votes_for", "votes_against", "votes_abstain"]]
    known = data.dropna(subset=["votes_for", "votes_against", "votes_abstain"])
    title = f"Vote counts are known for {of(len(known), len(data), 'resolutions')}"
    if len(known):
        shares = known["votes_for"] / known[["votes_for", "votes_against", "votes_abstain"]].sum(axis=1)
        least = shares.min() * 100
        title += f", and in {'each' if len(known) > 1 else 'it'} at least {int(least)} % were in favour"
    axes = charts.plot_votes(data, title, "Votes for : against : abstentions.")
    numbers = "; ".join(
        f"{row.short}: {row.votes_for} for, {row.votes_against} against, {row.votes_abstain} abstained"
        for row in known.itertuples()
    )
    return save_figure(
        corpus,
        axes,
        "01_votes",
        data,
        caption="Final votes as printed in official summaries. A hatched bar means that no count was found, "
        "for instance after a show of hands.",
        alt=f"Stacked bars of votes per resolution: {title}. {numbers}.",
        source=_FACTS,
    )


def figure_instruments(corpus: Corpus) -> SavedFigure | None:
    """Earlier resolutions and instruments that two resolutions or more invoke."""
    data = count_returning_instruments(corpus)
    names = short_names(corpus)
    words_of = _instrument_labels(corpus)
    times = data[data["state"] == "present"].groupby("instrument_id")["reference"].nunique()
    if times.empty:
        return None
    top, most = leading(times, words_of)
    title = f"{len(times)} instruments are cited again; most often {top}, by {most} resolutions"
    words = "; ".join(f"{words_of[i]} {n}" for i, n in times.sort_values(ascending=False).head(5).items())
    shown = data[data["instrument_id"].isin(list(dict.fromkeys(data["instrument_id"]))[:_MOST_ROWS])]
    axes = charts.plot_matrix(
        shown,
        "instrument_id",
        names,
        words_of,
        title,
        f"Instruments cited by two resolutions or more; the {shown['instrument_id'].nunique()} most frequent.",
        found="cited (number of citations)",
        absent="whole list seen: not in it",
    )
    return save_figure(
        corpus,
        axes,
        "01_instruments",
        data,
        caption="An instrument counts once per citation. Hatched: not found, and the list of citations was not "
        "seen whole. White: the whole list was seen and the instrument is not in it.",
        alt=f"Matrix of instruments by resolutions: {title}. Resolutions citing each: {words}.",
        source=_FACTS,
    )


def _instrument_labels(corpus: Corpus) -> dict[str, str]:
    first = corpus.invoked.drop_duplicates("instrument_id", keep="last").set_index("instrument_id")[
        "instrument"
    ]
    known = {name: text.split(",")[0].split(" (")[0] for name, text in first.items()}
    years = find_series(corpus).set_index("reference")["short"]
    own = {reference: f"EP resolution on the country, {year}" for reference, year in years.items()}
    return known | own


def figure_themes(corpus: Corpus) -> SavedFigure | None:
    """Themes of demands by resolution at one evidence level."""
    level = SUMMARY if (corpus.demands["evidence"] == SUMMARY).any() else "full_text"
    by_rule = int((find_read_by_rule(corpus) == "all").sum()) if level == "full_text" else 0
    data = count_themes(corpus, level)
    if data.empty:
        return None
    names = short_names(corpus)
    returning = find_returning_themes(data).set_index("theme")["n_resolutions"]
    seen = data[data["state"] != "unknown"]["reference"].nunique()
    source = "official summaries" if level == SUMMARY else "full texts"
    top, most = leading(returning, labels("theme"))
    title = f"{of(int((returning > 1).sum()), len(returning), 'themes')} return; most often {top}, "
    title += f"in {of(most, seen, source)}"
    axes = charts.plot_matrix(
        data,
        "theme",
        names,
        labels("theme"),
        title,
        f"Rows by primary theme, as known from {source}; {of(seen, len(names), 'resolutions')}"
        + (f", {by_rule} of them by rule alone." if by_rule else "."),
        absent="seen whole: not there",
        unknown=f"not known from {source}",
    )
    numbers = "; ".join(f"{label('theme', theme)} {n}" for theme, n in returning.head(8).items())
    return save_figure(
        corpus,
        axes,
        "02_themes",
        data,
        caption=_THEME_CAPTION[level]
        + (f" {of(by_rule, seen, 'texts')} {_BY_RULE_CAVEAT}" if by_rule else ""),
        alt=f"Matrix of themes by resolutions: {title}. Resolutions per theme: {numbers}.",
        source="rules on the texts at hand" if by_rule else _FACTS,
    )


def figure_strength(corpus: Corpus) -> SavedFigure | None:
    """How strongly each group of addressees is asked, in the latest resolution read in full."""
    full = corpus.all_demands[corpus.all_demands["evidence"] == "full_text"]
    series = find_series(corpus)
    coded = series[series["reference"].isin(full["reference"])]
    if coded.empty:
        return None
    latest = coded.iloc[-1]
    data = profile(full[full["reference"] == latest["reference"]], "strength")
    strong = data[data["strength"] >= 4].groupby("group")["n"].sum()
    total = data.groupby("group")["n"].sum()
    title = (
        f"In {latest['short']}, {of(strong.get('target', 0), total.get('target', 0), 'demands')} on the country "
        f"and {of(strong.get('eu', 0), total.get('eu', 0), 'on the EU')} are urged or demanded"
    )
    words = {1: "1 encourages", 2: "2 requests", 3: "3 calls on", 4: "4 urges", 5: "5 demands"}
    subtitle = f"Demands of {latest['reference']} by step of the directive ladder."
    axes = charts.plot_shares(data, "strength", words, title, subtitle)
    numbers = "; ".join(f"{row.group} step {row.strength}: {row.n}" for row in data.itertuples())
    return save_figure(
        corpus,
        axes,
        "02_strength",
        data,
        caption=f"Demands (act class directive) {told_by(full, latest['reference'])}. The steps follow the printed "
        "verb in one language version; some verbs are a step weaker in another (strength_alt).",
        alt=f"Stacked 100 per cent bars by addressee: {title}. {numbers}.",
        source=f"{latest['reference']}, {told_by(full, latest['reference'])}",
    )


def told_by(full: pd.DataFrame, reference: str) -> str:
    """Whether a resolution's rows were coded by hand or found by rule."""
    by_rule = (full.loc[full["reference"] == reference, "coder"] == "rules").any()
    return "found by rule in the full text" if by_rule else "coded by hand from the full text"


def figure_kinds(corpus: Corpus) -> SavedFigure | None:
    """What kinds of instruments each resolution invokes."""
    data = count_instruments(corpus)
    names = short_names(corpus)
    cited = data.dropna(subset="n").groupby("reference")["n"].sum()
    seen = find_citations_seen(corpus)
    whole = cited[cited.index.map(seen) == "all"]
    if cited.empty:
        return None
    title = f"The whole list of citations is known for {of(len(whole), len(names), 'resolutions')}"
    if len(whole):
        top, most = leading(whole, names)
        title += f"; of these, {top} cite{'s' if (whole == most).sum() == 1 else ''} most, {most}"
    axes = charts.plot_matrix(
        data,
        "kind",
        names,
        labels("kind"),
        title,
        "Instruments invoked by kind.",
        found="number of instruments cited",
        absent="whole list seen: none",
    )
    numbers = "; ".join(f"{names[reference]} {n}" for reference, n in cited.items())
    return save_figure(
        corpus,
        axes,
        "04_instruments",
        data,
        caption="Counts of a list that was seen in part are lower bounds. Hatched: none found, and the list was not "
        "seen whole.",
        alt=f"Matrix of kinds of instruments by resolutions: {title}. Cited in all: {numbers}.",
        source=_FACTS,
    )


def table_lengths(corpus: Corpus) -> pd.DataFrame:
    """One row per version read in full: short name, language, and per section paragraphs and words."""
    counts = count_words(corpus.paragraphs)
    wide = counts.pivot_table(
        index=["reference", "language"], columns="section", values=["n_paragraphs", "n_words"], aggfunc="sum"
    )
    wide.columns = [f"{section} {measure.removeprefix('n_')}" for measure, section in wide.columns]
    wide = wide.reset_index()
    wide.insert(0, "resolution", wide["reference"].map(short_names(corpus)))
    return wide
