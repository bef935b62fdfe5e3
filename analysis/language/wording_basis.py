"""What the comparisons of wording rest on: words per paragraph without names and formulas, and a theme for each."""

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.language.units import PARAGRAPH
from analysis.lexicon.tables import read_lexicon


def paragraph_themes(corpus: Corpus) -> pd.Series:
    """Theme found by rule for each recital and operative paragraph, by reference, language, section, position.

    An operative paragraph has the theme of its first demand; the forwarding paragraph is procedural.
    """
    first = corpus.rule_demands.sort_values(["clause", "order"]).drop_duplicates(
        ["reference", "language", "label"]
    )
    tagged = pd.concat(
        [
            first.assign(section="operative")[["reference", "language", "section", "label", "theme"]],
            corpus.recital_themes.assign(section="recital")[
                ["reference", "language", "section", "label", "theme"]
            ],
        ]
    )
    rows = corpus.paragraphs.merge(tagged, on=["reference", "language", "section", "label"], how="inner")
    return rows.set_index(PARAGRAPH)["theme"]


def select_terms(corpus: Corpus, language: str, section: str) -> pd.DataFrame:
    """Rows of `terms` of one language and section, without function words and the forwarding formula."""
    terms = corpus.terms
    function_words = {row["lemma"] for row in read_lexicon("function_words") if row["language"] == language}
    rows = terms[(terms["language"] == language) & (terms["section"] == section)]
    rows = rows[~rows["lemma"].isin(function_words)]
    themes = paragraph_themes(corpus)
    procedural = themes.index[themes == "procedural"]
    return rows[~pd.MultiIndex.from_frame(rows[PARAGRAPH]).isin(procedural)].reset_index(drop=True)
