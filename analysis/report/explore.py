"""Search, one theme and one person, as the notebook that explores shows them."""

import pandas as pd
from IPython.display import HTML

from analysis.corpus.corpus import Corpus
from analysis.lexicon.labels import say
from analysis.passages.quotation import QUOTED, find_quotation
from analysis.people.person import Person, describe_person, find_person
from analysis.people.timeline import find_namings
from analysis.report import charts
from analysis.report.export import SavedFigure, save_figure

_MOST_LANGUAGES = 3  # lines that can be told apart


def choose_person(corpus: Corpus, given: str | None = None) -> Person | None:
    """Whom a name means; by default whoever is named in most resolutions, in most places; None where nobody is."""
    if given:
        return find_person(corpus, given)
    named = find_namings(corpus).dropna(subset="person_id").groupby("person_id")
    counts = named["reference"].agg(["nunique", "size"]).sort_index(kind="stable")
    counts = counts.sort_values(["nunique", "size"], ascending=False, kind="stable")
    return describe_person(corpus, str(counts.index[0])) if len(counts) else None


def figure_counts(corpus: Corpus, counts: pd.DataFrame, pattern: str) -> SavedFigure | None:
    """How often a word stands in the texts at hand, as the share of paragraphs that have it.

    Args:
        corpus: one country's.
        counts: as `Corpus.count` gives them.
        pattern: what was counted.
    """
    counts = counts[counts["language"].isin(list(counts["language"].unique())[:_MOST_LANGUAGES])]
    if counts.empty:
        return None
    title = say(
        "“{pattern}”: paragraphs that have it {paragraphs}, times in all {n}",
        pattern=pattern,
        paragraphs=counts["n_paragraphs"].sum(),
        n=counts["n"].sum(),
    )
    names = {one: short for one, short in corpus.short_names.items() if (counts["reference"] == one).any()}
    numbers = "; ".join(f"{names.get(row.reference)} {row.language} {row.n}" for row in counts.itertuples())
    axes = charts.plot_counts(
        counts, names, title, say("Share of recitals and paragraphs, by text and language.")
    )
    return save_figure(
        corpus,
        axes,
        "06_counts",
        counts,
        caption=say(
            "Whole words, whatever their case and accents. Texts that are not at hand are not shown."
        ),
        alt=say("Lines by text: {title}. Times: {numbers}.", title=title, numbers=numbers),
        source=say("texts at hand"),
    )


def show_paragraphs(corpus: Corpus, demands: pd.DataFrame) -> HTML:
    """The paragraphs that rows of `Corpus.demands` rest on, quoted where the text is at hand."""
    known = demands.dropna(subset=["label", "section"])
    places = known[["reference", "language", "section", "label"]].fillna({"language": "en"}).drop_duplicates()
    quoted = [find_quotation(corpus, *place) for place in places.itertuples(index=False, name=None)]
    return HTML(
        "\n".join([QUOTED, *(one.to_html() for one in quoted)]) if quoted else "No paragraph is told."
    )
