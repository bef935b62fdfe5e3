"""The figures of the report: for each, its data, its finding in words, its chart and its export.

A figure is None where the corpus holds nothing for it to show.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.coverage import find_seen
from analysis.corpus.readings import RULES, find_readers, find_whole
from analysis.demands.overview import count_returning_themes, find_theme_sources, profile
from analysis.language.wording import (
    count_instruments,
    count_returning_instruments,
    count_words,
    find_citations_seen,
)
from analysis.lexicon.codes import label, labels
from analysis.lexicon.labels import counted, say
from analysis.report import charts
from analysis.report.export import SavedFigure, save_figure

_LEVELS = ["full_text", "text_opening", "official_summary", "press_release", "news_report", "ngo_report"]
_BY_RULE = "full text, by rule alone"
_MOST_ROWS = 16
_URGES = 4  # the step of the ladder
_GROUPS = {"target": "target", "eu": "eu", "parliament": "parliament", "other": "other"}
_FACTS = "coded facts of this corpus, each row with its source (CARD.md)"


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


def tell_reader(reader: str) -> str:
    """Who read a resolution in full, hand or rules, in words."""
    return say(_READER[reader])


def coverage_by_level(corpus: Corpus) -> pd.DataFrame:
    """One row per evidence level and resolution compared: reference, item (the level in words), seen."""
    parts = []
    by_rule = find_whole(corpus, (RULES,))
    if (by_rule == "all").any():
        parts.append(pd.DataFrame({"reference": by_rule.index, "item": say(_BY_RULE), "seen": list(by_rule)}))
    for level in _LEVELS:
        if level == "text_opening":
            seen, item = find_citations_seen(corpus), say("citations, from the opening")
        elif level == "full_text":
            seen, item = find_seen(corpus, level, ["recital", "operative"]), label("evidence", level)
        else:
            seen, item = find_seen(corpus, level, ["whole"]), label("evidence", level)
        parts.append(pd.DataFrame({"reference": seen.index, "item": item, "seen": list(seen)}))
    return pd.concat(parts, ignore_index=True)


def sort_by_reading(corpus: Corpus) -> dict[str, list[str]]:
    """How each resolution compared is known → short names: hand, rules, part, none; only what there is."""
    readers = find_readers(corpus)
    names = {kind: [corpus.short_names[one] for one in readers.index[readers == kind]] for kind in _READ}
    return {kind: of for kind, of in names.items() if of}


_READER = {"hand": "coded by hand from the full text", "rules": "found by rule in the full text"}
_READ = {
    "hand": "{n} coded by hand from the full text",
    "rules": "{n} read in full by rule",
    "part": "{n} known in part",
    "none": "{n} of which nothing was seen",
}


def figure_coverage(corpus: Corpus) -> SavedFigure | None:
    """What is known of each resolution, by evidence level."""
    data, names = coverage_by_level(corpus), corpus.short_names
    if not names:
        return None
    title = say(
        "{resolutions}: {known}",
        resolutions=counted(len(names), "{n} resolution", "{n} resolutions"),
        known=", ".join(say(_READ[kind], n=len(texts)) for kind, texts in sort_by_reading(corpus).items()),
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


def figure_votes(corpus: Corpus) -> SavedFigure | None:
    """Votes in plenary, where a count is known."""
    data = corpus.series[["reference", "short", "votes_for", "votes_against", "votes_abstain"]]
    known = data.dropna(subset=["votes_for", "votes_against", "votes_abstain"])
    if known.empty:
        return None
    shares = known["votes_for"] / known[["votes_for", "votes_against", "votes_abstain"]].sum(axis=1)
    title = counted(
        len(known),
        "Vote counts known: {n} of {total}; {least} % in favour",
        "Vote counts known: {n} of {total}; at least {least} % in favour in each",
        total=len(data),
        least=int(shares.min() * 100),
    )
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
    names = corpus.short_names
    words_of = _instrument_labels(corpus)
    times = data[data["state"] == "present"].groupby("instrument_id")["reference"].nunique()
    if times.empty:
        return None
    top, most = leading(times, words_of)
    title = counted(
        len(times),
        "{n} document is cited by two resolutions or more: {top}, by {most}",
        "{n} documents are cited by two resolutions or more; most often {top}, by {most}",
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
            "The most frequent are drawn: {n}; all are in the data. No cell: a resolution not yet adopted.",
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
            "A document counts once per citation. Hatched: not found, and the list of citations was not "
            "seen whole, or was read by rule. White: the whole list was seen and the document is not in it. No cell: "
            "a resolution that was not adopted before."
        ),
        alt=say(
            "Matrix of documents by resolutions: {title}. Resolutions citing each: {numbers}.",
            title=title,
            numbers=numbers,
        ),
        source=say(_FACTS),
    )


def _instrument_labels(corpus: Corpus) -> dict[str, str]:
    first = corpus.invoked.drop_duplicates("instrument_id", keep="last").set_index("instrument_id")[
        "instrument"
    ]
    short = first.map(lambda text: text.split(",")[0].split(" (")[0])
    known = short.mask(short.duplicated(keep=False), first).to_dict()
    years = corpus.series.set_index("reference")["short"]
    own = {
        reference: say("EP resolution on the country, {year}", year=year) for reference, year in years.items()
    }
    return known | own


def figure_themes(corpus: Corpus) -> SavedFigure | None:
    """Every theme that any source shows, by resolution, and what shows it."""
    data = find_theme_sources(corpus)
    if data.empty:
        return None
    returning = count_returning_themes(data).set_index("theme")["n_resolutions"]
    names = corpus.short_names
    top, most = leading(returning, labels("theme"))
    title = say(
        "Themes met in two resolutions or more: {n} of {total}; most often {top} ({most} of {texts})",
        n=int((returning > 1).sum()),
        total=len(returning),
        top=top,
        most=most,
        texts=len(names),
    )
    axes = charts.plot_sources(
        data,
        "theme",
        names,
        labels("theme"),
        title,
        say("First or second theme of any row, by the best source that shows it."),
    )
    numbers = listed((label("theme", theme), n) for theme, n in returning.head(8).items())
    return save_figure(
        corpus,
        axes,
        "02_themes",
        data,
        caption=say(
            "Presence only: what different sources show is drawn together and never counted together. White: the "
            "text was read in full and the theme was not found. Hatched: not all of the text was seen and nothing "
            "seen shows the theme, which does not mean that the resolution is silent."
        ),
        alt=say(
            "Matrix of themes by resolutions: {title}. Resolutions per theme: {numbers}.",
            title=title,
            numbers=numbers,
        ),
        source=say(_FACTS),
    )


def figure_strength(corpus: Corpus) -> SavedFigure | None:
    """How strongly Parliament asks, in each resolution read in full; of a single one, by addressee."""
    full = corpus.demands[
        (corpus.demands["evidence"] == "full_text") & (corpus.demands["act_class"] == "directive")
    ]
    full = full[full["reference"].isin(corpus.series["reference"])]
    if full.empty:
        return None
    texts = [reference for reference in corpus.short_names if (full["reference"] == reference).any()]
    if len(texts) > 1:
        data = profile(full, "strength", full["reference"].map(corpus.short_names))
        groups = {corpus.short_names[reference]: corpus.short_names[reference] for reference in texts}
        what = say("Demands of each resolution read in full, by the verb that asks.")
    else:
        data, groups = profile(full, "strength"), charts.group_words()
        what = say("Demands of {reference}, by the verb that asks.", reference=texts[0])
    total = data.groupby("group")["n"].sum()
    strong = data[data["strength"] >= _URGES].groupby("group")["n"].sum().reindex(total.index, fill_value=0)
    shown = [group for group in groups if group in total.index]
    ends = [shown[0], shown[-1]] if len(texts) > 1 else shown
    parts = [
        say(
            "{n} of {total} in {group}" if len(texts) > 1 else "{n} of {total} on {group}",
            n=strong[group],
            total=total[group],
            group=groups[group],
        )
        for group in ends
    ]
    title = say("Demands that urge or demand: {parts}", parts=", ".join(parts))
    readers = find_readers(corpus)
    told = joined(sorted({tell_reader(readers[reference]) for reference in texts}))
    axes = charts.plot_shares(data, "strength", charts.ladder_words(), groups, title, what)
    numbers = "; ".join(
        say("{group}, step {step}: {n}", group=groups[row.group], step=row.strength, n=row.n)
        for row in data.itertuples()
    )
    return save_figure(
        corpus,
        axes,
        "02_strength",
        data,
        caption=say(
            "Demands {told}. The steps follow the printed verb in one language version; some verbs are a step weaker "
            "in another.",
            told=told,
        ),
        alt=say("Stacked 100 per cent bars: {title}. {numbers}.", title=title, numbers=numbers),
        source=say("{reference}, {told}", reference=joined(texts, 12), told=told),
    )


def figure_kinds(corpus: Corpus) -> SavedFigure | None:
    """What kinds of instruments each resolution invokes."""
    data = count_instruments(corpus)
    names = corpus.short_names
    cited = data.dropna(subset="n").groupby("reference")["n"].sum()
    seen = find_citations_seen(corpus)
    whole = cited[cited.index.map(seen) == "all"]
    if cited.empty:
        return None
    title = say("Whole list of citations known: {n} of {total}", n=len(whole), total=len(names))
    if len(whole):
        top, most = leading(whole, names)
        title = say("{title}; longest: {top} ({most})", title=title, top=top, most=most)
    axes = charts.plot_matrix(
        data,
        "kind",
        names,
        labels("kind"),
        title,
        say("Documents cited by kind."),
        found=say("number of documents cited"),
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
            "seen whole, or was read by rule."
        ),
        alt=say(
            "Matrix of kinds of documents by resolutions: {title}. Cited in all: {numbers}.",
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
    wide.insert(0, "resolution", wide["reference"].map(corpus.short_names))
    return wide
