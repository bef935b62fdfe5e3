"""Where a cell of a table leads: the page of a person, the paragraph that a row rests on, the official page.

A page of the report links to the others that lie beside it; a notebook, which may lie elsewhere, keeps the place
as a mark that leads nowhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus, computed_once
from analysis.corpus.coverage import find_pages
from analysis.lexicon.markup import escape_html, link
from analysis.passages.quotation import make_anchor
from analysis.people.timeline import find_named_people

PEOPLE_PAGE, TEXTS_PAGE = "people.html", "texts.html"
_RESOLUTIONS = {
    "resolution",
    "reference",
    "text",
    "in",
    "then in",
    "named in",
    "not in",
    "met in",
    "last asked in",
    "stands in",
}
_PEOPLE = {"person", "other person", "name"}
_PLACES = {"paragraph": "operative", "recital": "recital", "as": "operative"}
_MARK = re.compile(r'<span data-at="([^"]*)">(.*?)</span>', re.DOTALL)


@dataclass(frozen=True)
class Links:
    """What cells may lead to.

    Attributes:
        pages: reference, and short name, of a resolution → its official page.
        people: name → person_id, of names that one person alone bears.
        paragraphs: (reference or short name, section, label) → language → anchor, of texts at hand.
    """

    pages: Mapping[str, str]
    people: Mapping[str, str]
    paragraphs: Mapping[tuple[str, str, str], Mapping[str, str]]

    def wrap(self, text: str, column: str, row: Mapping[str, Any]) -> str | None:
        """The cell's text in HTML with where it leads; None where it leads nowhere."""
        if column in _RESOLUTIONS and text in self.pages:
            return link(self.pages[text], text)
        if column in _PEOPLE and text in self.people:
            return mark_place(f"{PEOPLE_PAGE}#{self.people[text]}", text)
        anchor = self._find_anchor(text, column, row)
        return mark_place(f"{TEXTS_PAGE}#{anchor}", text) if anchor else None

    def _find_anchor(self, text: str, column: str, row: Mapping[str, Any]) -> str | None:
        if column in _PLACES:
            section, label = _PLACES[column], text
        elif column == "place" and " " in text:
            section, label = text.split(" ", 1)
        else:
            return None
        heads = ("stands in",) if column == "as" else ("reference", "resolution", "last asked in", "text")
        resolution = str(next((row[head] for head in heads if head in row), None))
        section = "recital" if text.isalpha() else section
        versions = self.paragraphs.get((resolution, section, label), {})
        return versions.get(str(row.get("language"))) or next(iter(versions.values()), None)


@computed_once
def find_links(corpus: Corpus) -> Links:
    """Where cells of a country's tables lead."""
    names = pd.Series(find_named_people(corpus), dtype="object")
    people = {name: str(person) for person, name in names[~names.duplicated(keep=False)].items()}
    paragraphs: dict[tuple[str, str, str], dict[str, str]] = {}
    held = corpus.paragraphs.dropna(subset=["text", "label"])
    for at in held[["reference", "language", "section", "label"]].itertuples(index=False, name=None):
        reference, language, section, label = at
        for name in {reference, corpus.short_names.get(reference, reference)}:
            paragraphs.setdefault((name, section, label), {})[language] = make_anchor(*at)
    return Links(find_pages(corpus), people, paragraphs)


def mark_place(address: str, words: str) -> str:
    """Words that lead to a page of the report, wherever that lies."""
    return f'<span data-at="{escape_html(address)}">{escape_html(words)}</span>'


def link_places(html: str) -> str:
    """Marked places as links, for a page that lies beside the others."""
    return _MARK.sub(r'<a href="\1">\2</a>', html)
