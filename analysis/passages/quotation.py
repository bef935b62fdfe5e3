"""One paragraph of one resolution as a quotation: what it says, where it stands, and what the rules find in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.countries import describe_country
from analysis.corpus.coverage import find_pages
from analysis.lexicon.codes import SECTIONS
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import languages
from analysis.lexicon.markup import escape_html, link
from analysis.lexicon.references import official_page, read_reference
from analysis.passages.passage_marks import Mark, find_marks, mark_up
from analysis.passages.search import check_choice

_WORDS = {"operative": "paragraph"}  # of a section, where they differ from its name
_STYLE = """<style>
.quotation {display: flex; flex-wrap: wrap; gap: 2em; font: 15px/1.5 sans-serif}
.quotation figure {flex: 1 1 22em; max-width: 44em; margin: 0}
.quotation blockquote {margin: 0; padding-left: 1em; border-left: 3px solid #999; white-space: pre-line}
.quotation figcaption {margin-top: 0.5em; font-size: 13px}
.quotation mark {color: inherit; background: none}
.quotation .act {font-weight: bold}
.quotation .demand {border-bottom: 2px solid #b25d00}
.quotation .person {background: rgba(86, 156, 214, 0.3)}
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

    def __repr__(self) -> str:
        number = f"{self.label}. " if self.section in ("operative", "recital") else ""
        said = self._tell_missing() if self.text is None else f"{number}{self.text}"
        return f"{said}\n— {self.citation}" + (f"\n\n{self.beside!r}" if self.beside else "")

    def _repr_html_(self) -> str:
        figures = "\n".join(one._figure() for one in (self, self.beside) if one)
        return f'{_STYLE}\n<div class="quotation">\n{figures}\n</div>'

    def _figure(self) -> str:
        number = f"<b>{escape_html(self.label)}.</b> " if self.section in ("operative", "recital") else ""
        if self.text is None:
            said = f"<p>{escape_html(self._tell_missing())}</p>"
        else:
            marked = mark_up(self.text, self.marks)
            said = f'<blockquote lang="{escape_html(self.language)}">{number}{marked}</blockquote>'
        source = escape_html(self.citation.removesuffix(self.address))
        source += link(self.address, self.address) if self.address else ""
        kinds = sorted({mark.kind for mark in self.marks})
        legend = ", ".join(f'<mark class="{kind}">{kind}</mark>' for kind in kinds)
        found = f"<br>Found by rule: {legend}" if legend else ""
        return f"<figure>{said}<figcaption>{source}{found}</figcaption></figure>"

    def _tell_missing(self) -> str:
        official = "; its official page has it" if self.address else ""
        return f"The {languages()[self.language]['name']} text is not on this machine{official}."


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
) -> pd.Series | None:
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
    labels = [_printed(row) for _, row in version.iterrows()]
    for one in wanted:
        known = list(version["position"]) if isinstance(one, int) else labels
        fits = [str(it).casefold() == str(one).casefold() for it in known]
        if any(fits):
            return version[fits].iloc[0]
    has = f"it has {labels[0]} to {labels[-1]}" if labels else "it has none"
    what = f"{rows['reference'].iloc[0]} ({language})"
    raise InputError(f"{what} has no {_WORDS.get(section, section)} '{wanted[0]}': {has}.")


def _printed(row: pd.Series) -> str:
    return str(row["position"] if pd.isna(row["label"]) else row["label"])


def _quote(
    corpus: Corpus, reference: str, language: str, section: str, label: str, place: pd.Series | None
) -> Quotation:
    resolution = corpus.resolutions[corpus.resolutions["reference"] == reference].iloc[0]
    adopted = resolution["adopted"]
    date = str(resolution["year"]) if pd.isna(adopted) else f"{adopted.day} {adopted:%B %Y}"
    label = label if place is None else _printed(place)
    address = official_page(reference, language) if reference in find_pages(corpus) else ""
    author = "Invented text" if describe_country(corpus.folder).invented else "European Parliament"
    where = f"{_WORDS.get(section, section)} {label}"
    citation = [author, reference, where, date, languages()[language]["name"], address]
    text = None if place is None or pd.isna(place["text"]) else str(place["text"])
    return Quotation(
        reference=reference,
        section=section,
        label=label,
        language=language,
        text=text,
        address=address,
        citation=", ".join(filter(None, citation)),
        marks=() if text is None else tuple(find_marks(corpus, place)),
    )
