"""What the package computes from a full text: paragraph structure and counts, never sentences."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.demands import find_demands
from analysis.frames import check, empty_frame
from analysis.grammar import has_grammar
from analysis.parse import Document
from analysis.roles import find_people
from analysis.segment import Unit, without_marks
from analysis.themes import tag_theme
from analysis.tokens import find_lemmas, find_words, split_sentences


def split_paragraphs(documents: Iterable[Document]) -> pd.DataFrame:
    """One row per citation, recital, heading and operative paragraph of each document."""
    rows = []
    for document in documents:
        for position, unit in paragraphs_of(document):
            plain = without_marks(unit)
            rows.append(
                {
                    "reference": document.reference,
                    "language": document.language,
                    "section": unit.section,
                    "position": position,
                    "label": unit.label,
                    "n_words": len(find_words(plain)),
                    "n_sentences": len(split_sentences(plain)),
                    "text": plain,
                }
            )
    return to_frame(rows, "paragraphs")


def paragraphs_of(document: Document) -> Iterator[tuple[int, Unit]]:
    """Each unit with its place within its section: 1, 2, 3 …"""
    place: Counter[str] = Counter()
    for unit in document.paragraphs:
        place[unit.section] += 1
        yield place[unit.section], unit


def find_all_demands(documents: Iterable[Document]) -> pd.DataFrame:
    """The frame `found`: demands found by rule in each document whose language has rules."""
    frames = [empty_frame("found")]
    for document in documents:
        if has_grammar(document.language):
            found = find_demands(document)
            frames.append(found.assign(reference=document.reference, language=document.language))
    columns = empty_frame("found").columns
    return to_frame(pd.concat(frames, ignore_index=True)[columns].to_dict("records"), "found")


def tag_recitals(documents: Iterable[Document]) -> pd.DataFrame:
    """The frame `complaints`: the theme of each recital."""
    rows = []
    for document in documents:
        if not has_grammar(document.language):
            continue
        for unit in document.paragraphs:
            if unit.section == "recital":
                theme, theme2 = tag_theme([unit.text], str(document.language))
                row = {"reference": document.reference, "language": document.language, "label": unit.label}
                rows.append(row | {"theme": theme, "theme2": theme2})
    return to_frame(rows, "complaints")


def find_all_people(documents: Iterable[Document]) -> pd.DataFrame:
    """The frame `named`: people found by rule in each document, with role and what is asked."""
    frames = [empty_frame("named")]
    for document in documents:
        named = find_people(document)
        nth = named.groupby(["section", "label"]).cumcount() + 1
        frames.append(named.assign(reference=document.reference, language=document.language, nth=nth))
    columns = empty_frame("named").columns
    return to_frame(pd.concat(frames, ignore_index=True)[columns].to_dict("records"), "named")


def count_terms(paragraphs: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """One row per dictionary form and paragraph, sorted; names of people are left out.

    Args:
        paragraphs: rows with text; others give nothing.
        names: `spellings`: the forms met in a resolution are taken out of its text first.
    """
    forms = names.groupby("reference")["form"].agg(set).to_dict()
    rows = []
    for paragraph in paragraphs[paragraphs["text"].notna()].itertuples():
        text = _without_names(paragraph.text, forms.get(paragraph.reference, set()))
        counted = Counter(find_lemmas(text, paragraph.language))
        where = paragraph._asdict()
        for lemma, n in sorted(counted.items()):
            row = {key: where[key] for key in ("reference", "language", "section", "position", "label")}
            rows.append(row | {"lemma": lemma, "n": n})
    return to_frame(rows, "terms")


def _without_names(text: str, forms: set[str]) -> str:
    if not forms:
        return text
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, longest_first))})(?:[’']?s)?\b", " ", text)


def to_frame(rows: list[dict], name: str) -> pd.DataFrame:
    """Rows as the typed and checked frame of that name."""
    empty = empty_frame(name)
    return check(pd.DataFrame(rows, columns=empty.columns).astype(empty.dtypes), name)
