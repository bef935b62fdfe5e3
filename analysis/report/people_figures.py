"""Figures and tables of the people: who is named when, what befell them, for whom something is asked."""

import pandas as pd

from analysis.agreement.people_validity import measure_people, table_shape
from analysis.corpus.corpus import Corpus
from analysis.lexicon.codes import label
from analysis.lexicon.labels import counted, say
from analysis.people.register import list_register
from analysis.people.review import find_identities, list_review
from analysis.people.timeline import (
    count_asked,
    count_asked_people,
    count_people,
    find_dropped_people,
    find_namings,
    find_places,
    find_returning_people,
    find_status_changes,
)
from analysis.report import charts
from analysis.report.corpus_figures import joined, leading, listed
from analysis.report.export import SavedFigure, save_figure
from analysis.report.tables import ShownTable, save_table

_MOST_PEOPLE = 90
_REASONS = {
    "killed_or_died": "said to be dead",
    "former_prisoner": "said to be free again",
    "welcomed": "a measure for the person was welcomed",
}
_CODED = {  # column → list of codes
    "occupation": "occupation",
    "status": "person_status",
    "next_status": "person_status",
    "asked": "asked",
    "asked2": "asked",
    "evidence": "evidence",
    "next_evidence": "evidence",
}
_HOW_TO_READ = (
    "Shape: status as the source tells it there, else occupation. Hatched: not all of the text was seen, so whether "
    "the person is named is not known. White: the text was read in full, or is at hand and has no word like the name. "
    "Motions are left out."
)


def _basis(corpus: Corpus) -> str:
    mentions = corpus.mentions
    rules = int((mentions["coder"] == "rules").sum())
    return say(
        "coded facts of this corpus, each row with its source (CARD.md); {n} of {total} mentions found by rule in texts "
        "at hand, with what is told of them: a first sorting"
        if rules
        else "coded facts of this corpus, each row with its source (CARD.md)",
        n=rules,
        total=len(mentions),
    )


def figure_people(corpus: Corpus) -> SavedFigure | None:
    """People named in two resolutions or more."""
    everyone = count_people(corpus)
    data = find_returning_people(everyone)
    if data.empty:
        return None
    names, people = corpus.short_names, corpus.person_names
    times = data[data["state"] == "present"].groupby("person_id")["reference"].nunique()
    top, most = leading(times, people)
    title = say(
        "Named in two resolutions or more: {n} of {total} people; most often {top} ({most} of {texts} resolutions)",
        n=len(times),
        total=everyone["person_id"].nunique(),
        top=top,
        most=most,
        texts=len(names),
    )
    subtitle = say("People named in two resolutions or more, at the best evidence of each.")
    axes = charts.plot_people(data, names, people, title, subtitle)
    numbers = listed((people[person], n) for person, n in times.sort_values(ascending=False).items())
    return save_figure(
        corpus,
        axes,
        "03_people",
        data,
        caption=say(_HOW_TO_READ),
        alt=say(
            "Matrix of people by resolutions: {title}. Resolutions per person: {numbers}.",
            title=title,
            numbers=numbers,
        ),
        source=_basis(corpus),
    )


def figure_timeline(corpus: Corpus) -> SavedFigure | None:
    """Everybody who is named, by the first resolution that is known to name them."""
    data = count_people(corpus)
    if data.empty:
        return None
    names, people = corpus.short_names, corpus.person_names
    present = data[data["state"] == "present"]
    order = {reference: place for place, reference in enumerate(names)}
    first = present.assign(place=present["reference"].map(order)).groupby("person_id")["place"].min()
    ranked = sorted(first.index, key=lambda person: (first[person], people[person]))
    counts = present.groupby("reference")["person_id"].nunique()
    top, most = leading(counts, {reference: name.replace("\n", " ") for reference, name in names.items()})
    title = counted(
        len(ranked),
        "{n} person is known to be named; most in {top} ({most}); {series}",
        "{n} people are known to be named; most in {top} ({most}); {series}",
        most=most,
        top=top,
        series=describe_series(corpus),
    )
    shown = data[data["person_id"].isin(ranked[:_MOST_PEOPLE])]
    shown = shown.sort_values("person_id", key=lambda column: column.map(ranked.index), kind="stable")
    left = len(ranked) - shown["person_id"].nunique()
    subtitle = say(
        "Everybody named, by first known naming. {left} more are in the data."
        if left > 0
        else "Everybody named, by first known naming.",
        left=left,
    )
    axes = charts.plot_people(shown, names, people, title, subtitle)
    numbers = listed((names[reference], n) for reference, n in counts.items())
    return save_figure(
        corpus,
        axes,
        "03_timeline",
        data.assign(name=data["person_id"].map(people)),
        caption=say(_HOW_TO_READ),
        alt=say(
            "Matrix of people by resolutions: {title}. People known to be named: {numbers}.",
            title=title,
            numbers=numbers,
        ),
        source=_basis(corpus),
    )


def figure_asked(corpus: Corpus) -> SavedFigure | None:
    """For how many people something is asked, and where they stand."""
    names = corpus.short_names
    data = find_places(count_asked_people(corpus))
    data = data[data["reference"].isin(names)]
    if data.empty:
        return None
    total = data.groupby("reference")["n"].sum()
    nothing = data[~data["asked"]].groupby("reference")["n"].sum().reindex(total.index, fill_value=0)
    latest = [reference for reference in names if reference in total.index][-1]
    n, all_named = int(nothing[latest]), int(total[latest])
    title = say(
        "In {text}, something is asked for everybody named ({total})"
        if n == 0
        else "In {text}, nothing is asked for anybody named ({total})"
        if n == all_named
        else "In {text}, nothing is asked for {n} of {total} people named",
        text=names[latest],
        n=n,
        total=all_named,
    )
    axes = charts.plot_places(
        data,
        names,
        title,
        say(
            "People by where they are named; texts known in full: {n} of {total}.",
            n=len(total),
            total=len(names),
        ),
    )
    numbers = "; ".join(
        say("{text}: nothing asked for {n} of {total}", text=names[one], n=nothing[one], total=total[one])
        for one in total.index
    )
    return save_figure(
        corpus,
        axes,
        "03_asked",
        data,
        caption=say(
            "Only resolutions known from the full text. Something is asked where a paragraph asks it for the "
            "person by name, not where a demand covers a group. Other resolutions are not shown: unknown."
        ),
        alt=say("Stacked bars of people: {title}. {numbers}.", title=title, numbers=numbers),
        source=_basis(corpus),
    )


def _words(corpus: Corpus, frame: pd.DataFrame) -> pd.DataFrame:
    """Names for people, years for references, words for codes."""
    names, people = corpus.short_names, corpus.person_names
    words = frame.copy()
    for column in words.columns:
        if column in ("reference", "next_reference"):
            words[column] = words[column].map(lambda name: names.get(name, name))
        elif column in ("person_id", "left_person", "right_person"):
            words[column] = words[column].map(people)
        elif column in _CODED:
            code = _CODED[column]
            words[column] = words[column].map(lambda one, code=code: label(code, one), na_action="ignore")
    return words


def table_statuses(corpus: Corpus) -> ShownTable | None:
    """Whose status changes from one resolution to the next that tells one."""
    rows = _words(corpus, find_status_changes(corpus)).rename(
        columns={"person_id": "person", "reference": "in", "next_reference": "then in", "next_status": "then"}
    )
    return save_table(
        corpus,
        rows.rename(columns={"evidence": "seen in", "next_evidence": "then seen in"}),
        "03_statuses",
        f"People whose status changes between resolutions: {rows['person'].nunique()}",
        "Status: what befell the person, as the source tells it there or a rule found it. Sources of different "
        "kinds see different parts of a text, so a change between them may lie in the source.",
    )


def table_dropped(corpus: Corpus) -> ShownTable | None:
    """Who is no longer named, with the reason that the resolutions themselves give."""
    rows = _words(corpus, find_dropped_people(corpus))
    rows["reason"] = rows["reason"].map(_REASONS)
    silent = int(rows["reason"].isna().sum())
    return save_table(
        corpus,
        rows.rename(
            columns={
                "person_id": "person",
                "reference": "named in",
                "next_reference": "not in",
                "reason": "reason told",
            }
        ),
        "03_dropped",
        f"Times that a person named is not in the next text of which it is known: {len(rows)}; without a reason told: "
        f"{silent}",
        "Texts of which it is not known are passed over. A blank reason is not known; it never means that all is well.",
    )


def table_asked(corpus: Corpus) -> ShownTable | None:
    """Everybody named in a text known in full: what they are, what befell them, what is asked, and where."""
    mentions = find_namings(corpus)
    full = mentions[(mentions["evidence"] == "full_text") & mentions["person_id"].notna()]
    wanted = full[full["asked"].notna() & (full["asked"] != "nothing")]
    key = ["reference", "person_id"]
    codes = pd.concat([wanted[[*key, "asked"]], wanted[[*key, "asked2"]].rename(columns={"asked2": "asked"})])
    said = codes.dropna().assign(asked=lambda rows: rows["asked"].map(lambda code: label("asked", code)))
    asked = said.drop_duplicates().groupby(key)["asked"].agg(", ".join)
    places = full.drop_duplicates([*key, "label"]).groupby(key)["label"].agg(", ".join)
    rows = count_asked_people(corpus).merge(
        count_people(corpus)[[*key, "occupation", "status"]], on=key, how="inner"
    )
    at = pd.MultiIndex.from_frame(rows[key])
    nothing = pd.Series("nothing", index=at).mask(rows["asked"].isna().to_numpy(), "not known")
    rows = rows.assign(
        **{
            "asked for": asked.reindex(at).fillna(nothing).tolist(),
            "recitals and paragraphs": places.reindex(at).tolist(),
        }
    )
    place = rows["reference"].map(list(corpus.short_names).index)
    rows = rows.assign(place=place).sort_values(
        ["place", "asked", "person_id"], ascending=[True, False, True], kind="stable"
    )
    n = rows["person_id"].nunique()
    rows = _words(corpus, rows[[*key, "occupation", "status", "asked for", "recitals and paragraphs"]])
    return save_table(
        corpus,
        rows.rename(columns={"reference": "resolution", "person_id": "person"}),
        "03_asked_table",
        f"What is asked in texts known in full: {counted(n, '{n} person', '{n} people')}, a row for each text",
        "Letters are recitals, numbers paragraphs. Nothing: no paragraph asks anything for the person by name.",
    )


def table_spellings(corpus: Corpus) -> ShownTable | None:
    """Every spelling and where it was met."""
    rows = list_register(corpus)
    names = corpus.short_names
    rows = rows.assign(reference=rows["reference"].map(lambda name: names.get(name, name)))
    rows = rows.fillna({"reference": "elsewhere"}).dropna(subset="name")
    rows = rows.groupby(["name", "form", "language"])["reference"].agg(
        lambda where: ", ".join(dict.fromkeys(where))
    )
    rows = rows.reset_index().rename(columns={"form": "spelling", "reference": "met in"})
    several = rows.groupby("name")["spelling"].nunique()
    top = several[(several == several.max()) & (several > 1)]
    most = f"; most ways: {joined(list(top.index))} ({top.max()})" if len(top) else ""
    title = f"People spelled in more than one way: {int((several > 1).sum())} of {len(several)}{most}"
    return save_table(
        corpus,
        rows,
        "03_spellings",
        title,
        "Elsewhere: met outside the resolutions, in the source that spellings.csv names.",
    )


def table_identities(corpus: Corpus) -> ShownTable | None:
    """Why mentions of different years are held to be one person."""
    rows = _words(corpus, find_identities(corpus))
    return save_table(
        corpus,
        rows.rename(
            columns={
                "person_id": "person",
                "reference": "in",
                "form": "spelled",
                "next_reference": "then in",
                "next_form": "then spelled",
            }
        ),
        "03_identities",
        f"Links between years: {len(rows)}; every part of the name agrees in {int((rows['decision'] == 'same').sum())}",
        "The two spellings that agree best. Nobody is joined on a family name alone.",
    )


def table_review(corpus: Corpus) -> ShownTable | None:
    """What a person should look at before the register is relied on."""
    rows = _words(corpus, list_review(corpus))
    return save_table(
        corpus,
        rows.rename(columns={"left_person": "person", "right_person": "other person"}),
        "03_review",
        f"Open questions about identity: {len(rows)}",
        "Nothing here is decided by rule; a row of identities.csv settles a pair.",
    )


def table_contradictions(corpus: Corpus) -> ShownTable | None:
    """Where sources of one resolution differ about a person."""
    rows = list_register(corpus)
    rows = rows[rows["contradiction"].notna()]
    rows = _words(
        corpus,
        rows[
            [
                "name",
                "reference",
                "form",
                "occupation",
                "status",
                "asked",
                "evidence",
                "source",
                "contradiction",
            ]
        ],
    )
    people = rows.drop_duplicates(["name", "reference"])
    return save_table(
        corpus,
        rows,
        "03_contradictions",
        f"People on whom sources of one resolution differ: {len(people)}",
        "Each row keeps what its source says; nothing is settled by guessing.",
    )


def table_validity(corpus: Corpus) -> ShownTable | None:
    """How far the rules find the people that hands coded, what is told of them and what is asked."""
    return save_table(
        corpus,
        table_shape(measure_people(corpus)),
        "03_validity",
        "People found by rule against hand coding",
        "Mentions: names found at their places. Occupation, status, asked: share of the mentions found by both that "
        "agree, asked in paragraphs only. Practised: texts the rules were mended on. Held out: texts they were not. "
        "Two hands: a second coder of these against the first.",
    )


def describe_series(corpus: Corpus) -> str:
    """How many of the series are known in full, in words."""
    names = corpus.short_names
    known = set(count_asked(find_namings(corpus))["reference"]) & set(names)
    return say("texts read in full: {n} of {total}", n=len(known), total=len(names))
