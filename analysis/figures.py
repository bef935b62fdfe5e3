"""The figures of the report: for each, its data, its finding in words, its chart and its export.

A figure is None where the corpus holds nothing for it to show.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis import charts
from analysis.codes import label, labels
from analysis.corpus import Corpus
from analysis.coverage import find_read_by_rule, find_read_in_full, find_seen, find_series
from analysis.export import SavedFigure, save_figure
from analysis.labels import say
from analysis.overview import (
    SUMMARY,
    count_themes,
    find_returning_themes,
    find_themes_elsewhere,
    profile,
)
from analysis.wording import (
    count_instruments,
    count_returning_instruments,
    count_words,
    find_citations_seen,
)

_LEVELS = ["full_text", "text_opening", "official_summary", "press_release", "news_report", "ngo_report"]
_BY_RULE = "full text, by rule alone"
_MOST_ROWS = 16
_THEME_TITLE = {
    SUMMARY: "{n} of {total} themes return; most often {top}, in {most} of {seen} official summaries",
    "full_text": "{n} of {total} themes return; most often {top}, in {most} of {seen} full texts",
}
_THEME_SUBTITLE = {
    SUMMARY: "Rows by primary theme, as known from official summaries; {seen} of {total} resolutions.",
    "full_text": "Rows by primary theme, as known from full texts; {seen} of {total} resolutions.",
    "by_rule": "Rows by primary theme, as known from full texts; {seen} of {total} resolutions, {by_rule} of them by "
    "rule alone.",
}
_THEME_UNKNOWN = {SUMMARY: "not known from official summaries", "full_text": "not known from full texts"}
_THEME_CAPTION = {
    SUMMARY: "One evidence level only. Summaries were seen in part or not at all, so a hatched cell does not "
    "mean that the resolution is silent, and counts do not measure its length.",
    "full_text": "Full texts only. White: the text was read and the theme was not found in it.",
    "by_rule": "Full texts only. White: the text was read and the theme was not found in it. {by_rule} of {seen} "
    "texts were read by rule alone, with errors (see the table on how far the rules can be trusted).",
}
_THEME_DOT = (
    "A dot: another source, such as a full text or a press release, shows the theme; such rows are not counted, "
    "since no two sources count alike."
)
_GROUPS = {"target": "target", "eu": "eu", "parliament": "parliament", "other": "other"}
_FACTS = "coded facts of this corpus, each row with its source (CARD.md)"


def short_names(corpus: Corpus) -> dict[str, str]:
    """Reference → short name of each resolution compared, in order of adoption."""
    series = find_series(corpus)
    return dict(zip(series["reference"], series["short"], strict=True))


def joined(words: list[str], most: int = 3) -> str:
    """ "a, b and c", or "a, b and 4 others"."""
    if len(words) > most:
        words = [*words[: most - 1], say("{n} others", n=len(words) - most + 1)]
    if len(words) < 2:
        return "".join(words)
    return say("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def leading(times: pd.Series, words: Mapping[str, str]) -> tuple[str, int]:
    """The entries with the highest count, in words, and that count."""
    most = int(times.max())
    return joined([words[name] for name in times.index[times == most]]), most


def listed(numbers: Iterable[tuple[str, int]]) -> str:
    """ "2012 3; 2021 5"."""
    return "; ".join(say("{name} {n}", name=name, n=n) for name, n in numbers)


def group_word(group: str) -> str:
    """A group of addressees in a word, for alt texts."""
    return say(_GROUPS[group])


def of(n: int, total: int, noun: str) -> str:
    """ "3 of 9 resolutions", for sentences that are in English only."""
    return f"{n} of {total} {noun}"


def coverage_by_level(corpus: Corpus) -> pd.DataFrame:
    """One row per evidence level and resolution compared: reference, item (the level in words), seen."""
    parts = []
    by_rule = find_read_by_rule(corpus)
    if (by_rule == "all").any():
        parts.append(pd.DataFrame({"reference": by_rule.index, "item": say(_BY_RULE), "seen": list(by_rule)}))
    for level in _LEVELS:
        if level == "text_opening":
            seen, item = find_citations_seen(corpus), say("citations, from the opening")
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
    full = int(((data["item"] == label("evidence", "full_text")) & (data["seen"] == "all")).sum())
    ruled = int(((data["item"] == say(_BY_RULE)) & (data["seen"] == "all")).sum())
    some = data[data["seen"] != "none"]["reference"].nunique()
    title = say(
        "{full} of {total} resolutions coded from the full text, {ruled} read by rule; something is known of {some}"
        if ruled
        else "{full} of {total} resolutions coded from the full text; something is known of {some}",
        full=full,
        total=len(names),
        ruled=ruled,
        some=some,
    )
    axes = charts.plot_coverage(
        data, names, title, say("How much of each resolution was seen, by what the rows rest on.")
    )
    return save_figure(
        corpus,
        axes,
        "01_coverage",
        data,
        caption=say(
            "A hatched cell means that nothing of that kind was seen; it never means that a resolution is silent."
        ),
        alt=say("Matrix of evidence levels by resolutions: {title}.", title=title),
        source=say(_FACTS),
    )


def figure_votes(corpus: Corpus) -> SavedFigure:
    """Votes in plenary, where a count is known."""
    data = find_series(corpus)[["reference", "short", "votes_for", "votes_against", "votes_abstain"]]
    known = data.dropna(subset=["votes_for", "votes_against", "votes_abstain"])
    if len(known):
        shares = known["votes_for"] / known[["votes_for", "votes_against", "votes_abstain"]].sum(axis=1)
        title = say(
            "Vote counts are known for {n} of {total} resolutions, and in each at least {least} % were in favour"
            if len(known) > 1
            else "Vote counts are known for {n} of {total} resolutions, and in it at least {least} % were in favour",
            n=len(known),
            total=len(data),
            least=int(shares.min() * 100),
        )
    else:
        title = say("Vote counts are known for {n} of {total} resolutions", n=0, total=len(data))
    axes = charts.plot_votes(data, title, say("Votes for : against : abstentions."))
    numbers = "; ".join(
        say(
            "{text}: {votes_for} for, {against} against, {abstained} abstained",
            text=row.short,
            votes_for=row.votes_for,
            against=row.votes_against,
            abstained=row.votes_abstain,
        )
        for row in known.itertuples()
    )
    return save_figure(
        corpus,
        axes,
        "01_votes",
        data,
        caption=say(
            "Final votes as printed in official summaries. A hatched bar means that no count was found, "
            "for instance after a show of hands."
        ),
        alt=say("Stacked bars of votes per resolution: {title}. {numbers}.", title=title, numbers=numbers),
        source=say(_FACTS),
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
    title = say(
        "{n} instruments are cited again; most often {top}, by {most} resolutions",
        n=len(times),
        top=top,
        most=most,
    )
    frequent = times.sort_values(ascending=False).head(5)
    numbers = listed((words_of[instrument], n) for instrument, n in frequent.items())
    shown = data[data["instrument_id"].isin(list(dict.fromkeys(data["instrument_id"]))[:_MOST_ROWS])]
    axes = charts.plot_matrix(
        shown,
        "instrument_id",
        names,
        words_of,
        title,
        say(
            "Instruments cited by two resolutions or more; the {n} most frequent. No cell: a resolution not yet adopted.",
            n=shown["instrument_id"].nunique(),
        ),
        found=say("cited (number of citations)"),
        absent=say("whole list seen: not in it"),
    )
    return save_figure(
        corpus,
        axes,
        "01_instruments",
        data,
        caption=say(
            "An instrument counts once per citation. Hatched: not found, and the list of citations was not "
            "seen whole. White: the whole list was seen and the instrument is not in it. No cell: a resolution that "
            "was not adopted before."
        ),
        alt=say(
            "Matrix of instruments by resolutions: {title}. Resolutions citing each: {numbers}.",
            title=title,
            numbers=numbers,
        ),
        source=say(_FACTS),
    )


def _instrument_labels(corpus: Corpus) -> dict[str, str]:
    first = corpus.invoked.drop_duplicates("instrument_id", keep="last").set_index("instrument_id")[
        "instrument"
    ]
    known = {name: text.split(",")[0].split(" (")[0] for name, text in first.items()}
    years = find_series(corpus).set_index("reference")["short"]
    own = {
        reference: say("EP resolution on the country, {year}", year=year) for reference, year in years.items()
    }
    return known | own


def figure_themes(corpus: Corpus) -> SavedFigure | None:
    """Themes of demands by resolution at one evidence level."""
    level = SUMMARY if (corpus.demands["evidence"] == SUMMARY).any() else "full_text"
    by_rule = int((find_read_by_rule(corpus) == "all").sum()) if level == "full_text" else 0
    data = count_themes(corpus, level)
    if data.empty:
        return None
    data = data.assign(elsewhere=find_themes_elsewhere(data, corpus.demands, level))
    names = short_names(corpus)
    returning = find_returning_themes(data).set_index("theme")["n_resolutions"]
    seen = data[data["state"] != "unknown"]["reference"].nunique()
    read = "by_rule" if by_rule else level
    top, most = leading(returning, labels("theme"))
    title = say(
        _THEME_TITLE[level],
        n=int((returning > 1).sum()),
        total=len(returning),
        top=top,
        most=most,
        seen=seen,
    )
    axes = charts.plot_matrix(
        data,
        "theme",
        names,
        labels("theme"),
        title,
        say(_THEME_SUBTITLE[read], seen=seen, total=len(names), by_rule=by_rule),
        absent=say("seen whole: not there"),
        unknown=say(_THEME_UNKNOWN[level]),
    )
    numbers = listed((label("theme", theme), n) for theme, n in returning.head(8).items())
    caption = say(_THEME_CAPTION[read], by_rule=by_rule, seen=seen)
    if data["elsewhere"].any():
        caption += f" {say(_THEME_DOT)}"
    return save_figure(
        corpus,
        axes,
        "02_themes",
        data,
        caption=caption,
        alt=say(
            "Matrix of themes by resolutions: {title}. Resolutions per theme: {numbers}.",
            title=title,
            numbers=numbers,
        ),
        source=say("rules on the texts at hand" if by_rule else _FACTS),
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
    title = say(
        "In {text}, {n} of {total} demands on the country and {n_eu} of {total_eu} on the EU are urged or demanded",
        text=latest["short"],
        n=strong.get("target", 0),
        total=total.get("target", 0),
        n_eu=strong.get("eu", 0),
        total_eu=total.get("eu", 0),
    )
    subtitle = say("Demands of {reference} by step of the directive ladder.", reference=latest["reference"])
    axes = charts.plot_shares(data, "strength", charts.ladder_words(), title, subtitle)
    numbers = "; ".join(
        say("{group} step {step}: {n}", group=group_word(row.group), step=row.strength, n=row.n)
        for row in data.itertuples()
    )
    told = told_by(full, latest["reference"])
    return save_figure(
        corpus,
        axes,
        "02_strength",
        data,
        caption=say(
            "Demands (act class directive) {told}. The steps follow the printed "
            "verb in one language version; some verbs are a step weaker in another (strength_alt).",
            told=told,
        ),
        alt=say("Stacked 100 per cent bars by addressee: {title}. {numbers}.", title=title, numbers=numbers),
        source=say("{reference}, {told}", reference=latest["reference"], told=told),
    )


def told_by(full: pd.DataFrame, reference: str) -> str:
    """Whether a resolution's rows were coded by hand or found by rule."""
    by_rule = (full.loc[full["reference"] == reference, "coder"] == "rules").any()
    return say("found by rule in the full text" if by_rule else "coded by hand from the full text")


def figure_kinds(corpus: Corpus) -> SavedFigure | None:
    """What kinds of instruments each resolution invokes."""
    data = count_instruments(corpus)
    names = short_names(corpus)
    cited = data.dropna(subset="n").groupby("reference")["n"].sum()
    seen = find_citations_seen(corpus)
    whole = cited[cited.index.map(seen) == "all"]
    if cited.empty:
        return None
    if len(whole):
        top, most = leading(whole, names)
        title = say(
            "The whole list of citations is known for {n} of {total} resolutions; of these, {top} cites most, {most}"
            if (whole == most).sum() == 1
            else "The whole list of citations is known for {n} of {total} resolutions; of these, {top} cite most, "
            "{most}",
            n=len(whole),
            total=len(names),
            top=top,
            most=most,
        )
    else:
        title = say(
            "The whole list of citations is known for {n} of {total} resolutions", n=0, total=len(names)
        )
    axes = charts.plot_matrix(
        data,
        "kind",
        names,
        labels("kind"),
        title,
        say("Instruments invoked by kind."),
        found=say("number of instruments cited"),
        absent=say("whole list seen: none"),
    )
    numbers = listed((names[reference], n) for reference, n in cited.items())
    return save_figure(
        corpus,
        axes,
        "04_instruments",
        data,
        caption=say(
            "Counts of a list that was seen in part are lower bounds. Hatched: none found, and the list was not "
            "seen whole."
        ),
        alt=say(
            "Matrix of kinds of instruments by resolutions: {title}. Cited in all: {numbers}.",
            title=title,
            numbers=numbers,
        ),
        source=say(_FACTS),
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
