"""What each notebook answers, in sentences computed from the frames, and the tables behind them."""

import pandas as pd
from IPython.display import Markdown

from analysis.corpus.corpus import Corpus
from analysis.corpus.readings import HAND, RULES, find_readers
from analysis.demands.overview import (
    count_returning_themes,
    find_first_themes,
    find_theme_sources,
    is_asked_of_state,
)
from analysis.language.wording import BY_RULE, find_citations_told
from analysis.lexicon.codes import label
from analysis.lexicon.labels import counted
from analysis.lexicon.markup import escape_markdown
from analysis.people.timeline import (
    count_asked,
    count_asked_people,
    count_people,
    find_namings,
    find_office_holders,
    find_returning_people,
)
from analysis.report.corpus_figures import joined, sort_by_reading
from analysis.report.demand_figures import chosen_language, describe_lineages
from analysis.report.evidence import find_unsure
from analysis.report.language_figures import describe_limits, describe_shifts

_READ = {
    "hand": "Coded by hand from the full text",
    "rules": "Read in full by rule",
    "part": "Known in part",
    "none": "Nothing seen",
}


def _show(lead: str, *sentences: str) -> Markdown:
    """Sentences as they stand, the first in bold: nothing in them is markup."""
    first, *others = map(escape_markdown, filter(None, (lead, *sentences)))
    return Markdown("\n\n".join([f"**{first}**", *others]))


def _resolutions(n: int) -> str:
    return counted(n, "{n} resolution", "{n} resolutions")


_NOTHING = "No resolution is compared yet: add rows to resolutions.csv, or set compared to true."


def answer_corpus(corpus: Corpus) -> Markdown:
    """Which resolutions there are and what is known of them."""
    series = corpus.series
    if series.empty:
        return _show(_NOTHING)
    years = series["year"].dropna().unique()
    span = (
        f", {' to '.join(dict.fromkeys(f'{year}' for year in (min(years), max(years))))}"
        if len(years)
        else ""
    )
    known = [f"{_READ[kind]}: {', '.join(names)}." for kind, names in sort_by_reading(corpus).items()]
    votes = int(series["votes_for"].notna().sum())
    lists = find_citations_told(corpus).value_counts()
    ruled = f" (read by rule: {lists[BY_RULE]})" if BY_RULE in lists else ""
    return _show(
        f"{_resolutions(len(series))}{span}.",
        " ".join(known),
        f"Vote counts known: {votes} of {len(series)}. Whole list of citations known: {lists.get('all', 0)} of "
        f"{len(series)}{ruled}. "
        f"Texts on this machine, language versions counted apart: {len(corpus.documents)}.",
    )


def table_resolutions(corpus: Corpus) -> pd.DataFrame:
    """One row per resolution compared, in order: what it is, who tabled it, how it was voted, how long it is."""
    series = corpus.series
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
    ).dropna(axis=1, how="all")


def table_invoked(corpus: Corpus) -> pd.DataFrame:
    """One row per resolution of which an instrument is known: how many it invokes, and whether all are known."""
    rows = corpus.invoked[corpus.invoked["evidence"].isin(["full_text", "text_opening"])]
    counts = rows.groupby("reference").agg(
        documents=("instrument", "size"),
        earlier=("kind", lambda kinds: int((kinds == "ep_resolution").sum())),
    )
    seen = find_citations_told(corpus)
    table = counts.reindex(seen.index).astype("Int64").reset_index().assign(seen=list(seen))
    table.insert(0, "resolution", table["reference"].map(corpus.short_names))
    known = table["documents"].notna() | (table["seen"] != "none")
    return table[known if known.any() else []].rename(columns={"earlier": "earlier resolutions"})


def answer_demands(corpus: Corpus) -> Markdown:
    """Which themes and demands return, as far as can be known."""
    names = corpus.short_names
    themes = count_returning_themes(find_theme_sources(corpus))
    several = themes[themes["n_resolutions"] > 1]
    lead = f"Themes met in two resolutions or more: {len(several)} of {len(themes)}" if len(themes) else ""
    lead += f": {_list_themes(several.head(5))}." if len(several) else "." if lead else ""
    sentences = [describe_lineages(corpus)]
    readers = find_readers(corpus)
    for reference in readers.index[readers == HAND]:
        rows = corpus.hand_demands[
            (corpus.hand_demands["reference"] == reference) & (corpus.hand_demands["evidence"] == "full_text")
        ]
        directives = rows[rows["act_class"] == "directive"]
        state = int(is_asked_of_state(directives).sum())
        specific = int((directives["action_category"] == "5").sum())
        sentences.append(
            f"{names[reference]}, coded by hand: {counted(len(directives), '{n} demand', '{n} demands')}; on the "
            f"country's own bodies: {state}; specific enough to be checked: {specific}."
        )
    sentences.append(_describe_first_themes(corpus, readers))
    ruled = int((readers == RULES).sum())
    if ruled:
        sentences.append(
            f"Read by rule: {ruled} of {len(names)}. What rules find is a first sorting (see the table on how far they "
            "can be trusted)."
        )
    sentences.append(_tell_unsure(corpus))
    if not chosen_language(corpus):
        sentences.append(
            "With two full texts in one language at hand demands are followed from text to text: run make texts, or "
            "resolutions add FILE for one saved by hand."
        )
    return _show(lead, *sentences)


def _describe_first_themes(corpus: Corpus, readers: pd.Series) -> str:
    """Which themes each resolution read in full has before any other; of the latest also that it has none."""
    names = corpus.short_names
    whole = readers.isin([HAND, RULES])
    later = [reference for reference in readers.index[whole] if reference != next(iter(names))]
    found = {one: find_first_themes(corpus.demands, list(names), one) for one in later}
    told = [
        f"{names[one]}: {', '.join(label('theme', theme) for theme in themes) or 'none'}"
        for one, themes in found.items()
        if themes or one == later[-1]
    ]
    if not told:
        return ""
    unseen = "" if whole.all() else " Where earlier texts were seen in part, they may have been there."
    return f"Themes that no source shows for an earlier resolution: {'; '.join(told)}.{unseen}"


def _tell_unsure(corpus: Corpus) -> str:
    """How many themes found by rule are not sure; nothing where rules found none."""
    series = corpus.demands[corpus.demands["reference"].isin(corpus.series["reference"])]
    ruled = series[series["coder"] == RULES]
    if ruled.empty:
        return ""
    unsure = find_unsure(ruled)
    return (
        f"Demands and judgements found by rule: {len(ruled)}; of these the theme is unsure for {unsure.sum()} "
        f"({unsure.mean():.0%}), which the table marks."
    )


def _list_themes(rows: pd.DataFrame) -> str:
    return ", ".join(f"{label('theme', row.theme)} ({row.n_resolutions})" for row in rows.itertuples())


def answer_people(corpus: Corpus) -> Markdown:
    """Who is named, who returns, for whom something is asked."""
    people = count_people(corpus)
    named = people.loc[people["state"] == "present", "person_id"].nunique()
    again = find_returning_people(people)["person_id"].nunique()
    mentions = find_namings(corpus)
    total = len(corpus.series)
    if not total:
        return _show(_NOTHING)
    known = count_asked(mentions)["reference"].nunique()
    whole = f"Texts read in full: {known} of {total}."
    if known < total:
        whole += " Elsewhere, that a person is not listed says nothing."
    rules = int((mentions["coder"] == "rules").sum())
    told = f"Mentions found by rule: {rules} of {len(mentions)}; what is told of each is a first sorting (see the last "
    holders = find_office_holders(corpus)
    office = sorted(name for person, name in corpus.person_names.items() if person in holders)
    return _show(
        f"{counted(named, '{n} person', '{n} people')} known to be named; in two resolutions or more: {again}.",
        whole,
        f"Office holders of the EU, who are not counted among them: {joined(office, 8)}." if office else "",
        f"{told}table)." if rules else "",
    )


def table_people(corpus: Corpus) -> pd.DataFrame:
    """One row per resolution: people known to be named, and for how many of them something is asked."""
    people = count_people(corpus)
    names = corpus.short_names
    counts = people[people["state"] == "present"].groupby("reference")["person_id"].nunique()
    rows = count_asked_people(corpus).dropna(subset="asked")
    asked = rows["asked"].astype(bool)
    some = asked.groupby(rows["reference"]).sum()
    only = (~asked & (rows["operative"] == 0)).groupby(rows["reference"]).sum()
    how = {name: _READ[kind] for kind, listed in sort_by_reading(corpus).items() for name in listed}
    return pd.DataFrame(
        {
            "resolution": list(names.values()),
            "reference": list(names),
            "known how": [how[name] for name in names.values()],
            "people known to be named": counts.reindex(list(names)).astype("Int64").to_list(),
            "something asked for": some.reindex(list(names)).astype("Int64").to_list(),
            "in recitals only, nothing asked": only.reindex(list(names)).astype("Int64").to_list(),
        }
    ).dropna(axis=1, how="all")


def answer_language(corpus: Corpus) -> Markdown:
    """What can be said of the language and what cannot, and what is known of it from a single text."""
    return _show(*describe_limits(corpus))


def answer_shifts(corpus: Corpus) -> Markdown:
    """What shifted by more than chance, in sentences."""
    return _show(*describe_shifts(corpus) or ["Not known: two full texts in one language are needed."])
