"""What each notebook answers, in sentences computed from the frames, and the tables behind them."""

import pandas as pd
from IPython.display import Markdown

from analysis.codes import label
from analysis.corpus import Corpus
from analysis.coverage import find_read_by_rule, find_read_in_full, find_seen, find_series
from analysis.demand_figures import chosen_language, describe_lineages
from analysis.figures import of, short_names
from analysis.language_figures import describe_limits, describe_shifts
from analysis.overview import (
    SUMMARY,
    count_themes,
    find_first_themes,
    find_returning_themes,
    is_asked_of_state,
)
from analysis.people import count_asked, count_people, find_returning_people
from analysis.register import collect_mentions
from analysis.wording import find_citations_seen


def _read_in_full(corpus: Corpus) -> list[str]:
    seen = find_read_in_full(corpus)
    return list(seen.index[seen == "all"])


def answer_corpus(corpus: Corpus) -> Markdown:
    """Which resolutions there are and what is known of them."""
    series = find_series(corpus)
    full = [short_names(corpus)[reference] for reference in _read_in_full(corpus)]
    by_rule = find_read_by_rule(corpus)
    ruled = ", ".join(short_names(corpus)[reference] for reference in by_rule.index[by_rule == "all"])
    votes = int(series["votes_for"].notna().sum())
    lists = int((find_citations_seen(corpus) == "all").sum())
    known = ", ".join(full) or "none"
    read = f"Read in full: {known}." + (f" Read by rule alone: {ruled}." if ruled else "")
    return Markdown(
        f"**{len(series)} resolutions, {series['year'].min()} to {series['year'].max()}.** {read} "
        f"Vote counts are known for {of(votes, len(series), 'of them')}, "
        f"the whole list of citations for {lists}. Texts on this machine: {len(corpus.documents)}."
    )


def table_resolutions(corpus: Corpus) -> pd.DataFrame:
    """One row per resolution compared, in order: what it is, who tabled it, how it was voted, how long it is."""
    series = find_series(corpus)
    words = corpus.paragraphs.groupby(["reference", "language"])["n_words"].sum().groupby("reference").max()
    return pd.DataFrame(
        {
            "resolution": series["short"],
            "reference": series["reference"],
            "adopted": series["adopted"].dt.strftime("%Y-%m-%d"),
            "procedure": series["procedure"],
            "tabled by": series["tabled_by"],
            "for": series["votes_for"],
            "against": series["votes_against"],
            "abstained": series["votes_abstain"],
            "Official Journal": series["oj_reference"],
            "words": series["reference"].map(words).astype("Int64"),
        }
    )


def table_invoked(corpus: Corpus) -> pd.DataFrame:
    """One row per resolution: how many instruments and earlier resolutions it invokes, and whether all are known."""
    rows = corpus.invoked[corpus.invoked["evidence"].isin(["full_text", "text_opening"])]
    counts = rows.groupby("reference").agg(
        instruments=("instrument", "size"),
        earlier=("kind", lambda kinds: int((kinds == "ep_resolution").sum())),
    )
    seen = find_citations_seen(corpus)
    table = counts.reindex(seen.index).astype("Int64").reset_index()
    table.insert(0, "resolution", table["reference"].map(short_names(corpus)))
    return table.rename(columns={"earlier": "earlier resolutions"}).assign(seen=list(seen))


def answer_demands(corpus: Corpus) -> Markdown:
    """Which themes return, as far as can be known."""
    themes = find_returning_themes(count_themes(corpus, SUMMARY))
    several = themes[themes["n_resolutions"] > 1]
    summaries = int((find_seen(corpus, SUMMARY, ["whole"]) != "none").sum())
    total = len(find_series(corpus))
    known = [
        f"**Official summaries were seen for {of(summaries, total, 'resolutions')}, each seen in part.** "
        f"On them, {of(len(several), len(themes), 'themes')} are met more than once"
        + (
            ": " + ", ".join(f"{label('theme', r.theme)} ({r.n_resolutions})" for r in several.itertuples())
            if len(several)
            else ""
        )
        + ". A theme that is not met may still be in the text."
    ]
    lines = known if summaries else []
    ruled = int((find_read_by_rule(corpus) == "all").sum())
    if ruled:
        lines.append(
            f"{of(ruled, total, 'resolutions')} were coded by nobody: what is told of them was found by rule, "
            "which is a first sorting (see the table on how far the rules can be trusted)."
        )
    for reference in _read_in_full(corpus):
        rows = corpus.demands[
            (corpus.demands["reference"] == reference) & (corpus.demands["evidence"] == "full_text")
        ]
        directives = rows[rows["act_class"] == "directive"]
        state = int(is_asked_of_state(directives).sum())
        specific = int((directives["action_category"] == "5").sum())
        if len(rows):
            lines.append(
                f"In {reference}, coded by hand, {len(rows)} rows hold {len(directives)} demands: {state} on the "
                f"country's own bodies, {specific} specific enough to be checked (action category 5)."
            )
        first = find_first_themes(corpus.demands, list(short_names(corpus)), reference)
        if first:
            words = ", ".join(label("theme", theme) for theme in first)
            lines.append(
                f"Themes of {reference} that no source shows for an earlier resolution: {words}. Earlier texts were "
                "seen in part, so they may have been there."
            )
    lines.append(describe_lineages(corpus))
    if not chosen_language(corpus):
        lines.append(
            "With two full texts in one language at hand lineages are computed from the texts: `make texts` gets "
            "them, `resolutions add FILE` adds one saved by hand."
        )
    return Markdown("\n\n".join(lines))


def answer_people(corpus: Corpus) -> Markdown:
    """Who is named, who returns, for whom something is asked."""
    people = count_people(corpus)
    named = people[people["state"] == "present"]
    again = find_returning_people(people)["person_id"].nunique()
    mentions = collect_mentions(corpus)
    asked = count_asked(mentions)
    lines = [
        f"**{named['person_id'].nunique()} people are known to be named in adopted texts, {again} of them in more "
        f"than one.** Only {of(asked['reference'].nunique(), len(find_series(corpus)), 'texts')} read in full, "
        "or by rule: elsewhere, that a person is not listed says nothing."
    ]
    for reference, rows in asked.groupby("reference"):
        if rows["asked"].isna().any():
            lines.append(f"In {reference}, {len(rows)} people are named; what is asked is not known.")
            continue
        only = int(((rows["operative"] == 0) & ~rows["asked"].astype(bool)).sum())
        lines.append(
            f"In {reference}, {len(rows)} people are named; something is asked for {int(rows['asked'].sum())}, "
            f"and {only} stand in recitals alone, with nothing asked."
        )
    rules = int((mentions["coder"] == "rules").sum())
    if rules:
        lines.append(
            f"{rules} of {len(mentions)} mentions were found by rule in texts that nobody coded; roles and requests "
            "found so are a first sorting (see the last table)."
        )
    return Markdown("\n\n".join(lines))


def table_people(corpus: Corpus) -> pd.DataFrame:
    """One row per resolution: people known to be named, and whether all of the text was seen."""
    people = count_people(corpus)
    counts = people[people["state"] == "present"].groupby("reference")["person_id"].nunique()
    seen = find_read_in_full(corpus)
    in_full = count_asked(collect_mentions(corpus))["reference"].unique()
    return pd.DataFrame(
        {
            "resolution": [short_names(corpus)[reference] for reference in seen.index],
            "reference": seen.index,
            "people known to be named": counts.reindex(seen.index).astype("Int64").to_list(),
            "known in full": ["yes" if reference in in_full else "no" for reference in seen.index],
        }
    )


def answer_language(corpus: Corpus) -> Markdown:
    """What can be said of the language and what cannot, and what is known of it from a single text."""
    lines = describe_limits(corpus)
    whole = int((find_citations_seen(corpus) == "all").sum())
    total = len(find_series(corpus))
    lines.append(f"The instruments invoked are wholly known for {of(whole, total, 'resolutions')}.")
    return Markdown("\n\n".join(lines))


def answer_shifts(corpus: Corpus) -> Markdown:
    """What shifted by more than chance, in sentences."""
    lines = describe_shifts(corpus) or ["Not known: two full texts in one language are needed."]
    return Markdown("\n\n".join(lines))
