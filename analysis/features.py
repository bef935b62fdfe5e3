"""What each paragraph names, and how long its words are: counts, with every name as one token."""

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.addressees import find_bodies, find_country_stem
from analysis.derive import paragraphs_of, to_frame
from analysis.grammar import any_of, has_grammar, load_grammar
from analysis.mentions import find_mentions
from analysis.parse import Document
from analysis.readability import LONG
from analysis.segment import without_marks
from analysis.tokens import find_words, split_sentences

_NAME = "Namn"  # stands for a name: one short token
_NUMBER = re.compile(r"(?<![\w./-])\d[\d\s.,]*\b")


def find_features(documents: Iterable[Document]) -> pd.DataFrame:
    """The frame `features`: one row per recital and operative paragraph of each document.

    What needs rules (people, law articles, bodies) is blank in a language that has none. Numbers are
    those in digits, law articles and the years left out.
    """
    rows = [row for document in documents for row in _rows(document)]
    return to_frame(rows, "features")


def collapse_names(document: Document) -> dict[tuple[str, str], str]:
    """(section, label) → text without footnote marks, each name of a person replaced by one short word."""
    mentions = find_mentions(document)
    names = sorted(set(mentions["name_as_printed"]), key=lambda name: (-len(name), name))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:[’']?s)?\b") if names else None
    texts = {}
    for unit in document.paragraphs:
        plain = without_marks(unit)
        texts[unit.section, unit.label or ""] = pattern.sub(_NAME, plain) if pattern else plain
    return texts


def find_running_words(document: Document, section: str) -> list[str]:
    """Words of a section in lower case, names and numbers left out: what OVIX is measured on."""
    texts = [text for (of, _), text in collapse_names(document).items() if of == section]
    words = [word for text in texts for word in find_words(text) if word != _NAME]
    return [word.lower() for word in words if any(letter.isalpha() for letter in word)]


def _rows(document: Document) -> Iterator[dict]:
    ruled = has_grammar(document.language)
    language = str(document.language)
    stem = find_country_stem(document.title, [unit.text for unit in document.paragraphs])
    collapsed = collapse_names(document)
    people = find_mentions(document).groupby(["section", "label"]).size()
    for position, unit in paragraphs_of(document):
        if unit.section not in ("recital", "operative"):
            continue
        text = collapsed[unit.section, unit.label or ""]
        words = [word for word in find_words(text) if any(letter.isalpha() for letter in word)]
        articles = _count_articles(text, language) if ruled else None
        yield {
            "reference": document.reference,
            "language": document.language,
            "section": unit.section,
            "position": position,
            "label": unit.label,
            "n_tokens": len(words),
            "n_sentences": len(split_sentences(text)),
            "n_long": sum(len(word) > LONG for word in words if word != _NAME),
            "n_people": int(people.get((unit.section, unit.label or ""), 0)) if ruled else None,
            "n_articles": articles,
            "n_bodies": len(find_bodies(text, language, stem)) if ruled else None,
            "n_numbers": len([n for n in _NUMBER.findall(text) if not _is_year(n)]) - (articles or 0),
        }


def _count_articles(text: str, language: str) -> int:
    return len(re.findall(rf"\b{any_of(load_grammar(language).law)}\s+\d", text))


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number.strip(" .,")) is not None
