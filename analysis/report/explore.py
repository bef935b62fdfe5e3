"""Search, one theme and one person, as the notebook that explores shows them."""

from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import HTML

from analysis.corpus.corpus import Corpus
from analysis.lexicon.labels import say
from analysis.passages.quotation import QUOTED, find_quotation
from analysis.people.person import Person, describe_person, find_person
from analysis.people.timeline import find_namings

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def choose_person(corpus: Corpus, given: str | None = None) -> Person | None:
    """Whom a name means; by default whoever is named in most resolutions, in most places; None where nobody is."""
    if given:
        return find_person(corpus, given)
    named = find_namings(corpus).dropna(subset="person_id").groupby("person_id")
    counts = named["reference"].agg(["nunique", "size"]).sort_index(kind="stable")
    counts = counts.sort_values(["nunique", "size"], ascending=False, kind="stable")
    return describe_person(corpus, str(counts.index[0])) if len(counts) else None


def plot_counts(counts: pd.DataFrame, pattern: str, ax: "Axes | None" = None) -> "Axes | None":
    """The share of paragraphs that have a word, by text, a line per language; nothing is drawn without texts.

    Args:
        counts: as `Corpus.count` gives them.
        pattern: what was counted, for the title.
        ax: where to draw; a new figure by default.
    """
    if counts.empty:
        return None
    import matplotlib.pyplot as plt

    ax = ax or plt.subplots(figsize=(7, 2.6), layout="constrained")[1]
    places = {reference: place for place, reference in enumerate(counts["reference"].unique())}
    for language, rows in counts.groupby("language", sort=False):
        ax.plot(rows["reference"].map(places), 100 * rows["share"], marker="o", label=str(language))
    years = counts.drop_duplicates("reference")["year"]
    ax.set_xticks(range(len(places)), years.astype(str))
    ax.set_ylim(bottom=0)
    ax.set_ylabel(say("% of paragraphs"))
    ax.set_title(
        say(
            "{pattern}: hits {n}, in {paragraphs} paragraphs",
            pattern=pattern,
            n=counts["n"].sum(),
            paragraphs=counts["n_paragraphs"].sum(),
        ),
        loc="left",
    )
    ax.legend(frameon=False)
    return ax


def show_paragraphs(corpus: Corpus, demands: pd.DataFrame) -> HTML:
    """The paragraphs that rows of `Corpus.demands` rest on, quoted where the text is at hand."""
    known = demands.dropna(subset=["label", "section"])
    places = known[["reference", "language", "section", "label"]].fillna({"language": "en"}).drop_duplicates()
    quoted = [find_quotation(corpus, *place) for place in places.itertuples(index=False, name=None)]
    return HTML(
        "\n".join([QUOTED, *(one.to_html() for one in quoted)]) if quoted else "No paragraph is told."
    )
