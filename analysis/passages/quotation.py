"""One paragraph of one resolution as a quotation: what it says, where it stands, and what the rules find in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pandas as pd

from analysis.corpus.corpus import Corpus, computed_once
from analysis.corpus.countries import describe_country
from analysis.corpus.coverage import find_pages
from analysis.lexicon.codes import SECTIONS
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import languages
from analysis.lexicon.markup import escape_html, link
from analysis.lexicon.references import official_page, read_reference
from analysis.passages.passage_marks import Mark, find_marks, mark_up
from analysis.passages.search import check_choice

SECTION_WORDS = {"operative": "paragraph"}  # of a section, where they differ from its name
QUOTED = """<style>
.quotation {display: flex; flex-wrap: wrap; gap: 2em; font: 15px/1.5 sans-serif}
.quotation figure {flex: 1 1 22em; max-width: 44em; min-width: 0; margin: 0}
.quotation blockquote {margin: 0; padding-left: 1em; border-left: 3px solid #999; white-space: pre-line}
.quotation figcaption {margin-top: 0.5em; font-size: 13px; overflow-wrap: anywhere}
mark.act, mark.demand, mark.person {color: inherit; background: none}
mark.act {font-weight: bold}
mark.demand {border-bottom: 2px solid #b25d00}
mark.person {background: rgba(86, 156, 214, 0.3)}
</style>"""


@dataclass(frozen=True, repr=False)
class Quotation:
    """A paragraph that notebooks show as HTML and consoles as text.

    Attributes:
        reference, section, label, language: where it stands.
        text: without footnote marks; None where the text is not on this machine.
        address: the official page; blank where there is none.
        citation: resolution, paragraph, date, language and address, to be copied.
        marks: acts, demands and names of people found by rule.
        beside: the same paragraph in another language.
    """

    reference: str
    section: str
    label: str
    language: str
    text: str | None
    address: str
    citation: str
    marks: tuple[Mark, ...] = ()
    beside: "Quotation | None" = None

    @property
    def anchor(self) -> str:
        """The name of its place on a page of texts: TA-9-2021-0056_SV-operative-3."""
        return make_anchor(self.reference, self.language, self.section, self.label)

    def __repr__(self) -> str:
        number = f"{self.label}. " if self.section in ("operative", "recital") else ""
        said = self._tell_missing() if self.text is None else f"{number}{self.text}"
        return f"{said}\n— {self.citation}" + (f"\n\n{self.beside!r}" if self.beside else "")

    def _repr_html_(self) -> str:
        return f"{QUOTED}\n{self.to_html()}"

    def to_html(self, legend: bool = True) -> str:
        """The quotation as an element of a page that has the style `QUOTED`, and perhaps a legend of its own."""
        figures = "\n".join(one._figure(legend) for one in (self, self.beside) if one)
        return f'<div class="quotation">\n{figures}\n</div>'

    def _figure(self, legend: bool) -> str:
        number = f"<b>{escape_html(self.label)}.</b> " if self.section in ("operative", "recital") else ""
        if self.text is None:
            said = f"<p>{escape_html(self._tell_missing())}</p>"
        else:
            marked = mark_up(self.text, self.marks)
            said = f'<blockquote lang="{escape_html(self.language)}">{number}{marked}</blockquote>'
        source = cite(self)
        kinds = sorted({mark.kind for mark in self.marks})
        marked_as = ", ".join(f'<mark class="{kind}">{kind}</mark>' for kind in kinds)
        found = f"<br>Found by rule: {marked_as}" if legend and marked_as else ""
        return f"<figure>{said}<figcaption>{source}{found}</figcaption></figure>"

    def _tell_missing(self) -> str:
        official = "; its official page has it" if self.address else ""
        return f"The {languages()[self.language]['name']} text is not on this machine{official}."


def cite(quoted: Quotation) -> str:
    """A quotation's citation in HTML, its address as a link."""
    source = escape_html(quoted.citation.removesuffix(quoted.address))
    return source + (link(quoted.address, quoted.address) if quoted.address else "")


def make_anchor(reference: str, language: str, *place: str) -> str:
    """The name of a text's place on a page of texts, or of a paragraph's: its section and label."""
    plain = re.sub(r"[^\w]+", "-", reference).strip("-")
    return "-".join([plain, language, *place])


def quote_paragraph(
    corpus: Corpus, reference: str, label: str | int, language: str | None, section: str, beside: str | None
) -> Quotation:
    """A paragraph as a quotation: what `Corpus.paragraph` tells."""
    for given in (language, beside):
        check_choice(given, "language", list(languages()))
    check_choice(section, "section", SECTIONS)
    reference = _find_reference(corpus, str(reference).strip())
    rows = corpus.paragraphs[corpus.paragraphs["reference"] == reference]
    readable = set(rows.dropna(subset="text")["language"]) or set(rows["language"]) or {"en"}
    language = language or ("en" if "en" in readable else min(readable))
    given_label = str(label).strip().strip(".()")
    place = _find_place(rows, language, section, [given_label])
    quoted = _quote(corpus, reference, language, section, given_label, place)
    if beside is None:
        return quoted
    same: list[str | int] = [quoted.label]
    if place is not None:
        same.append(int(place["position"]))
    there = _find_place(rows, beside, section, same)
    return replace(quoted, beside=_quote(corpus, reference, beside, section, quoted.label, there))


def _find_reference(corpus: Corpus, given: str) -> str:
    known = set(corpus.resolutions["reference"])
    if given in known:
        return given
    try:
        reference = read_reference(given)
    except InputError:
        reference = ""
    if reference not in known:
        raise InputError(
            f"'{given}' is no resolution of '{corpus.name}': `resolutions list --country {corpus.name}` has them."
        )
    return reference


def _find_place(
    rows: pd.DataFrame, language: str, section: str, wanted: Sequence[str | int]
) -> dict[str, Any] | None:
    """The row of a paragraph in one version; None where nothing of that version is known.

    Args:
        rows: of `paragraphs`, of one resolution.
        language, section: which of them.
        wanted: label as printed or, where none is, position as text; else a position. The first that fits counts.
    """
    version = rows[rows["language"] == language]
    if version.empty:
        return None
    version = version[version["section"] == section]
    labels = list(version["label"].fillna(version["position"].astype("str")).astype("str"))
    for one in wanted:
        known = list(version["position"]) if isinstance(one, int) else labels
        fits = [str(it).casefold() == str(one).casefold() for it in known]
        if any(fits):
            return version[fits].to_dict("records")[0]
    has = f"it has {labels[0]} to {labels[-1]}" if labels else "it has none"
    what = f"{rows['reference'].iloc[0]} ({language})"
    raise InputError(f"{what} has no {SECTION_WORDS.get(section, section)} '{wanted[0]}': {has}.")


def _printed(row: Mapping[str, Any]) -> str:
    return str(row["position"] if pd.isna(row["label"]) else row["label"])


def find_quotation(corpus: Corpus, reference: str, language: str, section: str, label: str) -> Quotation:
    """The paragraph that a row tells as its place; without text where it is not on this machine."""
    known = _index_quotations(corpus).get((reference, language, section, label))
    return known or _quote(corpus, reference, language, section, label, None)


@computed_once
def _index_quotations(corpus: Corpus) -> dict[tuple[str, str, str, str], Quotation]:
    return {(one.reference, one.language, one.section, one.label): one for one in list_quotations(corpus)}


@computed_once
def list_quotations(corpus: Corpus) -> list[Quotation]:
    """Every paragraph of the texts at hand as a quotation, text by text, in order of adoption."""
    order = {reference: place for place, reference in enumerate(corpus.series["reference"])}
    rows = corpus.paragraphs.dropna(subset="text")
    rows = rows.assign(rank=rows["reference"].map(order), part=rows["section"].map(SECTIONS.index))
    rows = rows.dropna(subset="rank").sort_values(["rank", "language", "part", "position"])
    return [
        _quote(corpus, row["reference"], row["language"], row["section"], "", row)
        for _, row in rows.iterrows()
    ]


class _Sources(NamedTuple):
    """What a citation says of a resolution beside the place: the author, when it was adopted, where it is."""

    author: str
    dates: dict[str, str]
    official: set[str]


@computed_once
def _find_sources(corpus: Corpus) -> _Sources:
    dates = {
        row.reference: str(row.year) if pd.isna(row.adopted) else f"{row.adopted.day} {row.adopted:%B %Y}"
        for row in corpus.resolutions.itertuples()
    }
    author = "Invented text" if describe_country(corpus.folder).invented else "European Parliament"
    return _Sources(author, dates, set(find_pages(corpus)))


def _quote(
    corpus: Corpus, reference: str, language: str, section: str, label: str, place: Mapping[str, Any] | None
) -> Quotation:
    sources = _find_sources(corpus)
    label = label if place is None else _printed(place)
    address = official_page(reference, language) if reference in sources.official else ""
    where = f"{SECTION_WORDS.get(section, section)} {label}"
    citation = [
        sources.author,
        reference,
        where,
        sources.dates[reference],
        languages()[language]["name"],
        address,
    ]
    text = None if place is None or pd.isna(place["text"]) else str(place["text"])
    return Quotation(
        reference=reference,
        section=section,
        label=label,
        language=language,
        text=text,
        address=address,
        citation=", ".join(filter(None, citation)),
        marks=() if place is None or text is None else tuple(find_marks(corpus, place)),
    )
