"""What shifted in a series of texts in one language, and from which text on.

Texts are compared in two ways: each with each other one (a pair), and all before a text with that
text and all later ones (a cut). In the series every word, theme and strength is tested once, at the cut
where it differs most, with a p that pays for the search; q (Benjamini–Hochberg) is taken over all items.
Over the pairs q is taken over all items of all pairs.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations

import pandas as pd

from analysis.corpus import Corpus
from analysis.coverage import find_series
from analysis.divergence import compare_distributions
from analysis.keyness import MOST_Q, compare_words, find_breaks, judge
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
    return (pairs if len(texts) > 2 else []) + cuts


@lru_cache(maxsize=8)
def compare_pairs_of_words(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per pair of texts, section and frequent word: `compare_words`, with q over all of them."""
    return _compare_sections(corpus, language, compare_words, "pair")


@lru_cache(maxsize=8)
def find_word_shifts(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per section and frequent word of the series: `find_breaks`, with q and shifted over both sections."""
    texts = find_texts(corpus, language)
    parts = [
        find_breaks(select_terms(corpus, language, section), texts).assign(section=section, kind="cut")
        for section in SECTIONS
    ]
    rows = pd.concat(parts, ignore_index=True)
    return judge(rows.astype({"p": float, "low": float, "high": float}))


@lru_cache(maxsize=8)
def compare_all_distributions(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per comparison, section and part: `compare_distributions`, with q over each kind; real is q ≤ 0.05."""
    from scipy.stats import false_discovery_control

    themes = paragraph_themes(corpus)
    rows = _compare_sections(corpus, language, lambda a, b: compare_distributions(a, b, themes))
    if rows.empty:
        return rows
    words = rows["part"] == "words"
    q = rows[words].groupby("kind")["p"].transform(lambda p: false_discovery_control(p))
    rows = rows.assign(q=q)
    real = rows[words & (rows["q"] <= MOST_Q)]
    at = pd.MultiIndex.from_frame(rows[_AT]).isin(pd.MultiIndex.from_frame(real[_AT]))
    return rows.assign(real=rows["real"].astype(bool) & at)


def _compare_sections(
    corpus: Corpus, language: str, compare: Compare, only: str | None = None
) -> pd.DataFrame:
    parts = []
    for section in SECTIONS:
        terms = select_terms(corpus, language, section)
        for kind, target, reference, later, earlier in list_comparisons(find_texts(corpus, language)):
            if only not in (None, kind):
                continue
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
        )
        for kind, target, reference, later, earlier in list_comparisons(find_texts(corpus, language))
    ]
    return _over_all([part for part in parts if len(part)])


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
    """Each item at the cut where its p is smallest, of equal ones where it differs most.

    Args:
        rows: as `compare_all_strengths` or `compare_all_themes` gives them.
        item: the columns that name what is compared.

    Returns:
        The rows that shifted, with p paid for the search (Bonferroni over its cuts) and q over all items.
    """
    columns = [*dict.fromkeys([*rows.columns, *item, *_AT])]
    cuts = rows[rows["kind"] == "cut"]
    if cuts.empty:
        return pd.DataFrame(columns=columns)
    size = cuts["difference"] if "difference" in cuts else cuts["share_target"] - cuts["share_reference"]
    ranked = cuts.assign(size=size.abs()).sort_values(["p", "size"], ascending=[True, False], kind="stable")
    one = ranked.drop_duplicates(item).drop(columns="size")
    searched = cuts.groupby(item)["p"].transform("size").reindex(one.index)
    paid = one.assign(p=(one["p"] * searched).clip(upper=1))
    judged = judge(paid.drop(columns=["q", "shifted"]))
    return judged[judged["shifted"].astype(bool)].sort_values("p", ignore_index=True).reindex(columns=columns)


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
