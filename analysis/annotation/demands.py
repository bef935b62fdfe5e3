"""Demands found by rule in one document.

A demand is a separately checkable complement of an act clause: coordinated infinitives and
that-clauses are split; a means clause ("by repealing …") is a row only if its verb names a
specific act; a clause that is no directive is one row.
"""

import re
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.annotation.actions import action_category
from analysis.annotation.addressees import Asked
from analysis.annotation.addressing import find_asked_bodies
from analysis.annotation.clauses import Clause, find_clauses
from analysis.annotation.complements import split_complements
from analysis.annotation.country import NOT_KNOWN, Known, find_country_stem
from analysis.annotation.themes import is_sure, tag_theme
from analysis.documents.parse import Document
from analysis.lexicon.grammar import Grammar, any_of, has_any, load_grammar

COLUMNS = [
    "label",
    "clause",
    "order",
    "sentence",
    "act",
    "act_class",
    "strength",
    "addressee",
    "theme",
    "verb_as_printed",
    "start",
    "end",
]
_MORE = [
    "strength_alt",
    "addressee2",
    "addressee_explicit",
    "theme2",
    "theme_sure",
    "action_category",
    "urgency",
    "repetition",
    "passage",
    "passage_start",
    "passage_end",
]


@lru_cache(maxsize=64)
def find_demands(document: Document, known: Known = NOT_KNOWN) -> pd.DataFrame:
    """One row per demand of the operative paragraphs, in order: COLUMNS and what else was tagged.

    start and end are the head verb's offsets in the paragraph's text; passage is the demand's
    own words (only for use on this machine).

    Args:
        document: one official text.
        known: the country that it is about, where that is known.

    Raises:
        InputError: there are no rules for the document's language.
    """
    language = document.language or ""
    grammar = load_grammar(document.language)
    texts = {unit.label or "": unit.text for unit in document.paragraphs if unit.section == "operative"}
    paragraphs = [unit.text for unit in document.paragraphs]
    country = find_country_stem(document.title, paragraphs, known, language)
    found = [
        (label, text, number, clause)
        for label, text in texts.items()
        for number, clause in enumerate(find_clauses(text, language), 1)
    ]
    asked = find_asked_bodies([(label, text, clause) for label, text, _, clause in found], language, country)
    rows = []
    for (label, text, number, clause), body in zip(found, asked, strict=True):
        parts = split_complements(text, clause, language, body, country)
        for order, (start, end, of) in enumerate(parts, 1):
            where = {
                "label": label,
                "clause": number,
                "order": order,
                "passage_start": start,
                "passage_end": end,
            }
            rows.append(where | _row(text, clause, text[start:end], of, grammar))
    return pd.DataFrame(rows, columns=[*COLUMNS, *_MORE])


def list_people(found: pd.DataFrame, mentions: pd.DataFrame) -> list[list[str]]:
    """The names that stand in each demand of `find_demands`, from the frame of `find_mentions`."""
    rows = mentions[mentions["section"] == "operative"]
    return [
        [
            one.name_as_printed
            for one in rows[rows["label"] == demand.label].itertuples()
            if demand.passage_start <= one.start and one.end <= demand.passage_end
        ]
        for demand in found.itertuples()
    ]


def _row(text: str, clause: Clause, passage: str, asked: Asked, grammar: Grammar) -> dict[str, Any]:
    whole = text[clause.start : clause.end]
    act, language = clause.act, grammar.language
    directive = act["act_class"] == "directive"
    verb_end = clause.verb[1]
    if act["act_class"] == "procedural":
        theme, theme2, sure = "procedural", None, True
    else:
        theme, theme2 = tag_theme([passage, text[verb_end : clause.end], text], language)
        sure = is_sure(theme, passage, text, language)
    return {
        "sentence": clause.sentence,
        "act": act["act"],
        "act_class": act["act_class"],
        "strength": int(act["strength"]),
        "strength_alt": int(act["strength_alt"]) if act["strength_alt"] else None,
        "addressee": asked.addressee or "none",
        "addressee2": asked.addressee2,
        "addressee_explicit": asked.explicit,
        "theme": theme,
        "theme2": theme2,
        "theme_sure": sure,
        "action_category": action_category(passage, language) if directive else None,
        "urgency": has_any(grammar.urgency, passage),
        "repetition": has_any(grammar.repetition, whole[: clause.verb[1] - clause.start]),
        "verb_as_printed": text[slice(*clause.verb)],
        "start": clause.verb[0],
        "end": clause.verb[1],
        "passage": passage,
    }


def shorten_to_action(passage: str, language: str) -> str:
    """A demand's words from its verb on, without the body that is asked; of a passive verb with its subject."""
    grammar = load_grammar(language)
    before = any_of([*grammar.conjunctions, *grammar.nominal])
    text = re.sub(rf"^(?:{before}\s+)+", "", " ".join(passage.split()).strip(" ,;."))
    start = re.match(rf"(?:\W*\b\w+\W+){{0,9}}?{any_of(grammar.infinitive)}\s+(?=\w)", text, re.IGNORECASE)
    if not start:
        return text
    passive = text[start.end() :].split()[0] in grammar.passive_marks and " " in start[0].strip()
    return text if passive else text[start.end() :]
