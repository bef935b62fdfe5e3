"""What the package computes from a full text: paragraph structure and counts, never sentences.

Every row is told of one document alone, so documents may be worked on in any order and anywhere.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.annotation.country import NOT_KNOWN, Known
from analysis.annotation.demands import find_demands
from analysis.annotation.features import find_features
from analysis.annotation.roles import find_people
from analysis.annotation.themes import tag_theme
from analysis.corpus.redaction import Redactions
from analysis.documents.parse import Document, place_units
from analysis.documents.segment import without_marks
from analysis.documents.tokens import count_lemmas, find_words, split_sentences
from analysis.lexicon.grammar import has_grammar

Row = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """What of a country's people bears on its derived figures.

    Attributes:
        redactions: who is left out.
        forms: (reference, spelling met in it); these are no words to count.
        country: what is known beforehand of the country itself.
    """

    redactions: Redactions
    forms: frozenset[tuple[str, str]]
    country: Known = NOT_KNOWN


def collect_names(spellings: pd.DataFrame, redactions: Redactions, country: Known = NOT_KNOWN) -> Names:
    """The names of a country's register, those who are left out taken away, and of the country."""
    met = spellings.dropna(subset="reference")
    return Names(redactions, frozenset(zip(met["reference"], met["form"], strict=True)), country)


def split_paragraphs(document: Document) -> Iterator[Row]:
    """Rows of `paragraphs`: one per citation, recital, heading, operative paragraph and annex."""
    for place, unit in place_units(document):
        plain = without_marks(unit)
        counts = {"n_words": len(find_words(plain)), "n_sentences": len(split_sentences(plain))}
        yield place | counts | {"text": plain}


def list_demands(document: Document, country: Known = NOT_KNOWN) -> Iterator[Row]:
    """Rows of `rule_demands`: demands found by rule; none where the language has no rules."""
    if has_grammar(document.language):
        for row in find_demands(document, country).to_dict("records"):
            yield row | {"reference": document.reference, "language": document.language}


def tag_recitals(document: Document) -> Iterator[Row]:
    """Rows of `recital_themes`: the theme of each recital; none where the language has no rules."""
    if has_grammar(document.language):
        for unit in document.paragraphs:
            if unit.section == "recital":
                theme, theme2 = tag_theme([unit.text], str(document.language))
                row = {"reference": document.reference, "language": document.language, "label": unit.label}
                yield row | {"theme": theme, "theme2": theme2}


def find_named(printed: Document, names: Names) -> list[Row]:
    """Rows of `rule_mentions`: people found by rule, with what is told and asked; those left out are not among them."""
    named = find_people(printed, names.country)
    nth = named.groupby(["section", "label"]).cumcount() + 1
    named = named.assign(reference=printed.reference, language=printed.language, nth=nth)
    return names.redactions.withhold_found(named).to_dict("records")


def count_terms(document: Document, forms: Collection[str]) -> Iterator[Row]:
    """Rows of `terms`: one per dictionary form and paragraph, sorted.

    Args:
        document: one official text.
        forms: names of people, which are taken out first.
    """
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?:[’']?s)?\b")
    for place, unit in place_units(document):
        if unit.section == "annex":  # in whose lists no names are found that could be left out
            continue
        counted = count_lemmas(names.sub(" ", without_marks(unit)), str(document.language))
        for lemma, n in sorted(counted.items()):
            yield {**place, "lemma": lemma, "n": n}


def _count_terms_of(printed: Document, names: Names) -> Iterator[Row]:
    forms = {form for reference, form in names.forms if reference == printed.reference}
    forms |= {row["name_as_printed"] for row in find_named(printed, names)}
    return count_terms(names.redactions.conceal_document(printed), forms)


def _concealed(rows_of: Callable[[Document], Iterable[Row]]) -> Callable[[Document, Names], Iterable[Row]]:
    return lambda printed, names: rows_of(names.redactions.conceal_document(printed))


def _concealed_of_country(
    rows_of: Callable[[Document, Known], Iterable[Row]],
) -> Callable[[Document, Names], Iterable[Row]]:
    return lambda printed, names: rows_of(names.redactions.conceal_document(printed), names.country)


# Table → its rows of one document as printed; nobody who is left out is in them.
DERIVED: dict[str, Callable[[Document, Names], Iterable[Row]]] = {
    "paragraphs": _concealed(split_paragraphs),
    "terms": _count_terms_of,
    "rule_demands": _concealed_of_country(list_demands),
    "recital_themes": _concealed(tag_recitals),
    "rule_mentions": find_named,
    "features": _concealed_of_country(find_features),
}


def find_rows(documents: Iterable[Document], names: Names, table: str) -> list[Row]:
    """The rows of a table in each document, as printed."""
    return [row for document in documents for row in DERIVED[table](document, names)]
