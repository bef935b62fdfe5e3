"""Themes and words that one of two resolutions has more of, and passages that it takes over."""

from typing import Any

import pandas as pd

from analysis.comparison.pairs import Pair
from analysis.corpus.coverage import ABSENT, PRESENT
from analysis.demands.overview import find_theme_sources
from analysis.documents.segment import without_marks
from analysis.documents.tokens import WORD
from analysis.language.keyness import compare_words, judge
from analysis.language.profiles import compare_themes
from analysis.language.reuse import find_passages, find_reused
from analysis.language.wording_basis import paragraph_themes, select_terms

Row = dict[str, Any]
SECTIONS = ("operative", "recital")


def find_theme_changes(pair: Pair) -> list[Row]:
    """One row per theme that has a larger, or smaller, share of recitals and paragraphs; else that is met in one only.

    Where the words of both texts are counted n is paragraphs, q Fisher's exact test; most rows are
    no more than chance. Else a theme is told only where the other text was read in full.
    """
    if pair.counted is None:
        return _find_themes_met(pair)
    themes = paragraph_themes(pair.corpus)
    themes = themes[themes.index.get_level_values("language") == pair.counted]
    of = themes.index.get_level_values("reference")
    rows = compare_themes(themes[of == pair.later], themes[of == pair.earlier])
    size = rows["share_target"] - rows["share_reference"]
    basis = f"full texts, by rule ({pair.counted})"
    return [
        {"kind": "theme", "change": "more" if more > 0 else "less", "what": row.theme, "theme": row.theme}
        | {"n_before": row.n_reference, "n_after": row.n_target, "q": row.q, "basis": basis}
        for row, more in zip(rows.itertuples(), size, strict=True)
        if more * (row.n_target - row.n_reference) > 0
    ]


def _find_themes_met(pair: Pair) -> list[Row]:
    sources = find_theme_sources(pair.corpus).set_index(["theme", "reference"])
    rows = []
    for theme in sources.index.get_level_values("theme").unique():
        before, after = (sources.loc[(theme, name)] for name in pair.both)
        if {before["state"], after["state"]} == {PRESENT, ABSENT}:
            change = "more" if after["state"] == PRESENT else "less"
            met = after if after["state"] == PRESENT else before
            basis = f"met in one text ({_SOURCES[met['source']]}); the other was read in full"
            rows.append({"kind": "theme", "change": change, "what": theme, "theme": theme, "basis": basis})
    return rows


_SOURCES = {
    "hand": "full text, coded by hand",
    "rules": "full text, by rule",
    "summary": "official summary",
    "other": "other sources",
}


def find_word_changes(pair: Pair) -> list[Row]:
    """One row per section and dictionary form whose frequency shifted: q ≤ 0.05 over all that were tested."""
    parts = []
    for section in SECTIONS if pair.counted else ():
        terms = select_terms(pair.corpus, str(pair.counted), section)
        target, reference = (terms[terms["reference"] == name] for name in (pair.later, pair.earlier))
        if len(target) and len(reference):
            parts.append(compare_words(target, reference).assign(section=section))
    parts = [part for part in parts if len(part)]
    if not parts:
        return []
    rows = judge(pd.concat(parts, ignore_index=True).drop(columns=["q", "shifted"]))
    rows = rows[rows["shifted"].astype(bool)].sort_values("p", kind="stable")
    return [
        {"kind": "word", "change": "more" if row.log_ratio > 0 else "less", "what": row.lemma}
        | {"section": row.section, "n_before": row.n_reference, "n_after": row.n_target}
        | {"log_ratio": row.log_ratio, "low": row.low, "high": row.high, "q": row.q}
        | {"basis": f"full texts, words counted ({pair.counted})"}
        for row in rows.itertuples()
    ]


def find_passages_taken_over(pair: Pair) -> list[Row]:
    """One row per passage of the later text that stands word for word in the earlier one; n is its words."""
    if pair.language is None:
        return []
    texts = {
        (document.reference, unit.section, unit.label or ""): without_marks(unit)
        for document in pair.documents
        for unit in document.paragraphs
    }
    rows = []
    for row in find_reused(pair.documents, pair.both, pair.language).itertuples():
        after = texts[row.reference, row.section, row.label][row.start : row.end]
        before = _find_in(texts[row.earlier, row.earlier_section, row.earlier_label], after)
        rows.append(
            {"kind": "passage", "change": "taken over", "what": after, "section": row.section}
            | {"place_before": row.earlier_label, "place_after": row.label, "n_after": row.n_words}
            | {"passage_before": before, "passage_after": after}
            | {"basis": f"full texts, word for word ({pair.language})"}
        )
    return rows


def _find_in(text: str, passage: str) -> str:
    """The words of a paragraph that match a passage."""
    spans = [match.span() for match in WORD.finditer(text)]
    words = [text[start:end].lower() for start, end in spans]
    found = find_passages(words, [match[0].lower() for match in WORD.finditer(passage)])
    start, end = max((one.left for one in found), key=lambda at: at[1] - at[0], default=(0, len(spans)))
    return text[spans[start][0] : spans[end - 1][1]]
