"""What shifted in a series of texts in one language, and from which text on.

Texts are compared in two ways: one with one (a pair), and all before a text with that text and all later
ones (a cut). In the series every word, theme and strength is tested once, at the cut where it differs most,
with a p that pays for the search; q (Benjamini–Hochberg) is taken over all items. Over the pairs q is taken
over all items of all pairs.
"""

from itertools import combinations, pairwise

import pandas as pd

from analysis.corpus.corpus import Corpus, computed_once
from analysis.language.divergence import compare_distributions
from analysis.language.keyness import COLUMNS, MOST_Q, compare_groups, find_breaks, judge
from analysis.language.profiles import compare_strength_at_cuts, compare_themes
from analysis.language.units import Paragraphs, count_paragraphs
from analysis.language.wording_basis import paragraph_themes, select_terms

SECTIONS = ("operative", "recital")
MOST_CUTS = 30  # at which the wording as a whole is compared
_AT = ["target", "reference_text", "section"]


def find_languages(corpus: Corpus) -> list[str]:
    """Languages in which two compared texts or more have their words counted, most texts first."""
    rows = corpus.paragraphs[corpus.paragraphs["reference"].isin(corpus.series["reference"])]
    counted = rows.groupby("language")["reference"].nunique().sort_values(ascending=False, kind="stable")
    return list(counted.index[counted > 1])


def find_texts(corpus: Corpus, language: str) -> list[str]:
    """References of the compared texts whose words are counted in a language, in order of adoption."""
    held = set(corpus.paragraphs.loc[corpus.paragraphs["language"] == language, "reference"])
    return [reference for reference in corpus.series["reference"] if reference in held]


def list_pairs(texts: list[str], all_pairs: bool = False) -> list[tuple[str, str]]:
    """(later, earlier): each text and the one before it, the latest and each earlier one; or all pairs."""
    if all_pairs:
        return [(later, earlier) for earlier, later in combinations(texts, 2)]
    neighbours = [(later, earlier) for earlier, later in pairwise(texts)]
    return neighbours + [(texts[-1], earlier) for earlier in texts[:-2]]


def list_cuts(texts: list[str], most: int | None = None) -> list[tuple[list[str], list[str]]]:
    """(later, earlier) texts of each cut, which is named by the first text after it and the last before it.

    Of more cuts than most (all by default), so many at even distances, the first and the last among them.
    """
    n = len(texts) - 1
    chosen = (
        range(1, n + 1) if most is None or n <= most else (1 + i * (n - 1) // (most - 1) for i in range(most))
    )
    return [(texts[cut:], texts[:cut]) for cut in chosen]


@computed_once
def _count_section(corpus: Corpus, language: str, section: str) -> Paragraphs:
    """The words of one section of the compared texts."""
    terms = select_terms(corpus, language, section)
    return count_paragraphs(terms[terms["reference"].isin(find_texts(corpus, language))])


@computed_once
def compare_pairs_of_words(corpus: Corpus, language: str, all_pairs: bool = False) -> pd.DataFrame:
    """One row per pair of texts, section and frequent word: `compare_words`, with q over all of them.

    Args:
        corpus: one country's.
        language: of the texts.
        all_pairs: compare each text with each other one, not only `list_pairs` of them.
    """
    texts = find_texts(corpus, language)
    parts = [pd.DataFrame(columns=[*_AT, *COLUMNS])]
    for section in SECTIONS:
        whole = _count_section(corpus, language, section)
        for later, earlier in list_pairs(texts, all_pairs) if len(texts) > 2 else []:
            two = whole.of([later, earlier])
            rows = compare_groups(two, (two.places["reference"] == later).to_numpy())
            parts.append(rows.assign(target=later, reference_text=earlier, section=section))
    return _judge_all(parts)


@computed_once
def find_word_shifts(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per section and frequent word of the series: `find_breaks`, with q and shifted over both sections."""
    texts = find_texts(corpus, language)
    parts = [
        find_breaks(_count_section(corpus, language, section), texts).assign(section=section)
        for section in SECTIONS
    ]
    return _judge_all(parts)


@computed_once
def compare_all_distributions(corpus: Corpus, language: str, all_cuts: bool = False) -> pd.DataFrame:
    """One row per cut and section: `compare_distributions`, with q over all of them; real is q ≤ 0.05.

    Args:
        corpus: one country's.
        language: of the texts.
        all_cuts: compare at every cut, not only at MOST_CUTS of a longer series.
    """
    from scipy.stats import false_discovery_control

    texts = find_texts(corpus, language)
    parts = []
    for section in SECTIONS:
        whole = _count_section(corpus, language, section)
        for later, earlier in list_cuts(texts, None if all_cuts else MOST_CUTS):
            rows = compare_distributions(whole, whole.places["reference"].isin(later).to_numpy())
            parts.append(_at_cut(rows, later, earlier, section))
    found = [rows for rows in parts if len(rows)]
    if not found:
        return pd.DataFrame(columns=[*_AT, "jsd", "p", "q", "real"])
    rows = pd.concat(found, ignore_index=True)
    return rows.assign(
        q=false_discovery_control(rows["p"]), real=lambda rows: rows["real"] & (rows["q"] <= MOST_Q)
    )


@computed_once
def compare_all_strengths(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per cut, class of acts and group of addressees: `compare_strength_at_cuts`, q over all of them."""
    texts = find_texts(corpus, language)
    found = corpus.rule_demands[corpus.rule_demands["language"] == language]
    found = found[found["reference"].isin(texts)]
    rows = compare_strength_at_cuts(found.assign(text=found["reference"].map(texts.index)))
    at = {"target": rows["cut"].map(dict(enumerate(texts))), "section": "operative"}
    at["reference_text"] = (rows["cut"] - 1).map(dict(enumerate(texts)))
    return _judge_all([rows.drop(columns="cut").assign(**at)])


@computed_once
def compare_all_themes(corpus: Corpus, language: str) -> pd.DataFrame:
    """One row per cut and theme: `compare_themes` over recitals and paragraphs together, q over all of them."""
    themes = paragraph_themes(corpus)
    themes = themes[themes.index.get_level_values("language") == language]
    of = themes.index.get_level_values("reference")
    return _judge_all(
        [
            _at_cut(compare_themes(themes[of.isin(later)], themes[of.isin(earlier)]), later, earlier, "both")
            for later, earlier in list_cuts(find_texts(corpus, language))
        ]
    )


def _at_cut(rows: pd.DataFrame, later: list[str], earlier: list[str], section: str) -> pd.DataFrame:
    return rows.assign(target=later[0], reference_text=earlier[-1], section=section)


def _judge_all(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The comparisons as one frame, with q and shifted over all of them."""
    filled = [part for part in parts if len(part)] or parts[:1]
    rows = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=["p"])
    rows = rows.drop(columns=["q", "shifted"], errors="ignore").astype({"p": float})
    rows = rows.astype({column: float for column in ("low", "high") if column in rows})
    return judge(rows.reindex(columns=[*_AT, *(name for name in rows if name not in _AT)]))


def locate(rows: pd.DataFrame, item: list[str]) -> pd.DataFrame:
    """Each item at the cut where its p is smallest, of equal ones where it differs most.

    Args:
        rows: as `compare_all_strengths` or `compare_all_themes` gives them.
        item: the columns that name what is compared.

    Returns:
        The rows that shifted, with p paid for the search (Bonferroni over its cuts) and q over all items.
    """
    columns = [*dict.fromkeys([*rows.columns, *item, *_AT])]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    size = rows["difference"] if "difference" in rows else rows["share_target"] - rows["share_reference"]
    ranked = rows.assign(size=size.abs()).sort_values(["p", "size"], ascending=[True, False], kind="stable")
    one = ranked.drop_duplicates(item).drop(columns="size")
    searched = rows.groupby(item)["p"].transform("size").reindex(one.index)
    paid = one.assign(p=(one["p"] * searched).clip(upper=1))
    judged = judge(paid.drop(columns=["q", "shifted"]))
    return judged[judged["shifted"].astype(bool)].sort_values("p", ignore_index=True).reindex(columns=columns)


def count_namings(corpus: Corpus) -> pd.DataFrame:
    """One row per version and word by which the country, its rulers or its people are called.

    Returns:
        reference, language, group, lemma, n, per_thousand (of the words of recitals and paragraphs).
        Words of `lexicon/namings.csv` that a version lacks have n = 0.
    """
    from analysis.lexicon.tables import read_lexicon

    words = pd.DataFrame(read_lexicon("namings"))
    terms = corpus.terms[corpus.terms["section"].isin(SECTIONS)]
    totals = terms.groupby(["reference", "language"])["n"].sum().rename("total").reset_index()
    counts = terms.groupby(["reference", "language", "lemma"])["n"].sum().reset_index()
    grid = totals.merge(words, on="language")
    rows = grid.merge(counts, on=["reference", "language", "lemma"], how="left", validate="one_to_one")
    n = rows["n"].fillna(0).astype(int)
    return rows.assign(n=n, per_thousand=1000 * n / rows["total"]).drop(columns="total")
