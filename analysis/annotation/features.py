"""What each paragraph names, and how long its words are: counts, with every name as one token."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.annotation.addressees import find_bodies
from analysis.annotation.country import NOT_KNOWN, Known, find_country_stem
from analysis.annotation.mentions import find_mentions
from analysis.documents.parse import Document, place_units
from analysis.documents.segment import without_marks
from analysis.documents.tokens import find_words, split_sentences
from analysis.lexicon.grammar import any_of, has_grammar, load_grammar

_LONG = 6  # letters; LIX counts words of more
_NAME = "Namn"  # stands for a name: one short token
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s[^\W\d_]{3,10}(?=\s(?:19|20)\d\d\b)")
_NUMBER = re.compile(r"(?<![\w./-])\d+(?:[ .,]\d{3})*(?:[.,]\d+)?\b")


def find_features(document: Document, known: Known = NOT_KNOWN) -> Iterator[dict[str, Any]]:
    """Rows of the frame `features`: one per recital and operative paragraph of a document.

    What needs rules (people, law articles, bodies) is blank in a language that has none. Numbers are
    those in digits, law articles and the years left out.
    """
    ruled = has_grammar(document.language)
    language = str(document.language)
    paragraphs = [unit.text for unit in document.paragraphs]
    stem = find_country_stem(document.title, paragraphs, known, language)
    mentions = find_mentions(document, known)
    collapsed = collapse_names(document, mentions)
    people = mentions.groupby(["section", "label"]).size()
    for place, unit in place_units(document):
        if unit.section not in ("recital", "operative"):
            continue
        text = collapsed[unit.section, unit.label or ""]
        words = [word for word in find_words(text) if any(letter.isalpha() for letter in word)]
        articles, rest = _take_articles(text, language) if ruled else (None, text)
        yield place | {
            "n_tokens": len(words),
            "n_sentences": len(split_sentences(text)),
            "n_long": sum(len(word) > _LONG for word in words if word != _NAME),
            "n_people": int(people.get((unit.section, unit.label or ""), 0)) if ruled else None,
            "n_articles": articles,
            "n_bodies": len(find_bodies(text, language, stem)) if ruled else None,
            "n_numbers": len(_NUMBER.findall(_YEAR.sub(" ", _DATE.sub(" ", rest)))),
        }


def collapse_names(document: Document, mentions: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(section, label) → text without footnote marks, each name of `mentions` replaced by one short word."""
    names = sorted(set(mentions["name_as_printed"]), key=lambda name: (-len(name), name))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:[’']?s)?\b") if names else None
    texts = {}
    for unit in document.paragraphs:
        plain = without_marks(unit)
        texts[unit.section, unit.label or ""] = pattern.sub(_NAME, plain) if pattern else plain
    return texts


def find_running_words(document: Document, mentions: pd.DataFrame) -> dict[str, list[str]]:
    """Section → its words in lower case, names and numbers left out: what OVIX is measured on.

    Args:
        document: one official text.
        mentions: people found in it, by name_as_printed.
    """
    running: dict[str, list[str]] = {}
    for (section, _), text in collapse_names(document, mentions).items():
        words = (word.lower() for word in find_words(text) if word != _NAME)
        running.setdefault(section, []).extend(word for word in words if any(map(str.isalpha, word)))
    return running


def _take_articles(text: str, language: str) -> tuple[int, str]:
    """How many law articles a text names by number, and the text without them: "Articles 19 and 21(2)" are two."""
    number = r"\d+[\w.]*(?:\([^()\s]{1,4}\))*"
    listed = rf"{number}(?:\s*(?:,|{any_of(load_grammar(language).conjunctions)})\s+{number})*"
    pattern = re.compile(rf"\b{any_of(load_grammar(language).law)}\s+(?P<numbers>{listed})")
    found = sum(len(re.findall(number, match["numbers"])) for match in pattern.finditer(text))
    return found, pattern.sub(" ", text)
