"""What shifted in a series of texts in one language, and from which text on.

Texts are compared in two ways: each with each other one, and all before a text with that text
and all later ones (a cut). Over all comparisons of one kind together at most five in a hundred
of what is printed as shifted may be chance (Benjamini–Hochberg). What shifts at several cuts is
located at the one where it is clearest.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations

import pandas as pd

from analysis.codes import addressee_group
from analysis.corpus import Corpus
from analysis.coverage import find_series
from analysis.divergence import compare_distributions
from analysis.keyness import MOST_Q, compare_words, judge
from analysis.profiles import compare_strength, compare_themes
from analysis.wording_basis import paragraph_themes, select_terms

SECTIONS = ("operative", "recital")
_AT = ["kind", "target", "reference_text", "section"]
Compare = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]


def find_languages(corpus: Corpus) -> list[str]:
    """Languages in which two compared texts or more have their words counted, most texts first."""
    rows = corpus.paragraphs[corpus.paragraphs["reference"].isin(find_series(corpus)["reference"])]
    counted = rows.groupby("language")["reference"].nunique().sort_values(ascending=False, kind="stable")
    return list(counted.index[counted > 1])


def find_texts(corpus: Corpus, language: str) -> list[str]:
    """References of the compared texts whose words are counted in a language, in order of adoption."""
    held = set(corpus.paragraphs.loc[corpus.paragraphs["language"] == language, "reference"])
    return [reference for reference in find_series(corpus)["reference"] if reference in held]


def list_comparisons(texts: list[str]) -> list[tuple[str, str, str, list[str], list[str]]]:
    """(kind, target, reference, texts of the target, texts of the reference).

    A cut is named by the first text after it and the last before it.
    """
    pairs = [("pair", later, earlier, [later], [earlier]) for earlier, later in combinations(texts, 2)]
    cuts = [("cut", texts[i], texts[i - 1], texts[i:], texts[:i]) for i in range(1, len(texts))]
    return pairs + (cuts if len(texts) > 2 else [])


@lru_cache(maxsize=8)
def compare_all_words(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per comparison, section and frequent word: `compare_words`, with q and shifted over each kind."""
    return _compare_sections(corpus, language, compare_words)


@lru_cache(maxsize=8)
def compare_all_distributions(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per comparison, section and part: `compare_distributions`."""
    themes = paragraph_themes(corpus)
    return _compare_sections(corpus, language, lambda a, b: compare_distributions(a, b, themes))


def _compare_sections(corpus: Corpus, language: str, compare: Compare) -> pd.DataFrame:
    parts = []
    for section in SECTIONS:
        terms = select_terms(corpus, language, section)
        for kind, target, reference, later, earlier in list_comparisons(find_texts(corpus, language)):
            rows = compare(terms[terms["reference"].isin(later)], terms[terms["reference"].isin(earlier)])
            parts.append(rows.assign(kind=kind, target=target, reference_text=reference, section=section))
    return _over_all([part for part in parts if len(part)])


@lru_cache(maxsize=8)
def compare_all_strengths(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per comparison, class of acts and group of addressees: `compare_strength`, q over each kind."""
    found = corpus.found[corpus.found["language"] == language]
    parts = [
        compare_strength(
            found[found["reference"].isin(later)], found[found["reference"].isin(earlier)]
        ).assign(kind=kind, target=target, reference_text=reference, section="operative")
        for kind, target, reference, later, earlier in list_comparisons(find_texts(corpus, language))
    ]
    return _over_all([part for part in parts if len(part)])


@lru_cache(maxsize=8)
def compare_all_themes(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per comparison and theme: `compare_themes` over recitals and paragraphs together, q over each kind."""
    themes = paragraph_themes(corpus)
    themes = themes[themes.index.get_level_values("language") == language]
    of = themes.index.get_level_values("reference")
    parts = [
        compare_themes(themes[of.isin(later)], themes[of.isin(earlier)]).assign(
            kind=kind,
            target=target,
            reference_text=reference,
            section="both",
            low=float("inf"),
            high=float("inf"),
        )
        for kind, target, reference, later, earlier in list_comparisons(find_texts(corpus, language))
    ]
    return _over_all([part for part in parts if len(part)]).drop(columns=["low", "high"], errors="ignore")


def _over_all(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The comparisons as one frame; where there are q values, they are taken over all of one kind."""
    if not parts:
        return pd.DataFrame(columns=[*_AT, "p", "q", "shifted"])
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[[*_AT, *(column for column in rows.columns if column not in _AT)]]
    if "q" not in rows:
        return rows
    judged = [judge(of.drop(columns=["q", "shifted"])) for _, of in rows.groupby("kind", sort=False)]
    return pd.concat(judged).sort_index()


def locate(rows: pd.DataFrame, item: list[str]) -> pd.DataFrame:
    """Of what shifted at several cuts, the cut where p is smallest; of equal ones the largest difference.

    Args:
        rows: as a `compare_all_…` gives them; cuts where there are any, else pairs.
        item: the columns that name what shifted.
    """
    if rows.empty:
        return rows.reindex(columns=[*dict.fromkeys([*rows.columns, *item, *_AT])])
    kind = "cut" if (rows["kind"] == "cut").any() else "pair"
    shifted = rows[(rows["kind"] == kind) & (rows["q"] <= MOST_Q) & rows["shifted"].astype(bool)]
    size = next((name for name in ("g2", "difference", "share_target") if name in rows), "p")
    ranked = shifted.assign(size=shifted[size].abs()).sort_values(["p", "size"], ascending=[True, False])
    located = ranked.drop_duplicates([*item, "section"]).drop(columns="size")
    return located.sort_values(["section", "target", "p"], ignore_index=True)


def count_namings(corpus: Corpus) -> pd.DataFrame:
    """One row per version and word by which the country, its rulers or its people are called.

    Returns:
        reference, language, group, lemma, n, per_thousand (of the words of recitals and paragraphs).
        Words of `lexicon/namings.csv` that a version lacks have n = 0.
    """
    from analysis.lexicon import read_lexicon

    words = pd.DataFrame(read_lexicon("namings"))
    terms = corpus.terms[corpus.terms["section"].isin(SECTIONS)]
    totals = terms.groupby(["reference", "language"])["n"].sum().rename("total").reset_index()
    counts = terms.groupby(["reference", "language", "lemma"])["n"].sum().reset_index()
    grid = totals.merge(words, on="language")
    rows = grid.merge(counts, on=["reference", "language", "lemma"], how="left", validate="one_to_one")
    n = rows["n"].fillna(0).astype(int)
    return rows.assign(n=n, per_thousand=1000 * n / rows["total"]).drop(columns="total")


def is_on_state(found: pd.DataFrame) -> pd.Series:
    """Whether each demand is directed at, or judges, a body of the country."""
    return found["addressee"].map(addressee_group) == "target"
