"""One resolution as a workbook to code by hand: its demands and mentions, the codes, and the text beside them."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.annotation.demands import find_demands
from analysis.annotation.roles import tag_people
from analysis.coding.fields import CODED, DEMANDS, LISTS, MENTIONS, NO, YES, Code, Field, list_codes
from analysis.corpus.corpus import Corpus
from analysis.corpus.results import make_stem
from analysis.corpus.sheets import Workbook
from analysis.documents.parse import Document
from analysis.lexicon.errors import InputError
from analysis.lexicon.grammar import has_grammar
from analysis.lexicon.office import check_output
from analysis.lexicon.places import PROJECT
from analysis.lexicon.references import read_reference
from analysis.people.register import name_people

CODING = "coding sheet"
_WIDTHS = {
    "text": 60,
    "words": 40,
    "summary": 40,
    "definition": 60,
    "boundary": 50,
    "example": 40,
    "told": 100,
}
_HOW = (
    "The sheet demands has a row per act clause and demand of the paragraphs, the sheet mentions one per name in "
    "recitals and paragraphs. The sheet codes defines every code, the sheet text has the whole text.",
    "Choose the codes from the lists. Strike a row out by writing no in the column keep; do so too where the rules "
    "found nothing in a paragraph and there is nothing. Add what is missing in rows below the last, with its label and, "
    "of a demand, the number of its clause.",
    "The workbook quotes the text: keep it on this machine. Of what you write, codes, names, summaries and notes are "
    "kept; so write summaries and notes in your own words.",
)


def save_coding_sheet(
    corpus: Corpus, reference: str, path: Path | None = None, language: str | None = None, blind: bool = False
) -> Path:
    """Write one resolution as a workbook to code by hand.

    Args:
        corpus: of the country.
        reference: of a resolution whose text is at hand.
        path: of a new file, .xlsx; by default in `figures/local/`, which git ignores.
        language: of the text; by default the one in which most texts are at hand, those with rules first.
        blind: leave the codes blank that the rules would guess.

    Raises:
        InputError: the text is not at hand, or the file is there already or cannot be written.
    """
    document = find_text(corpus, reference, language)
    if path is None:
        path = _find_default(corpus, document)
        path.parent.mkdir(parents=True, exist_ok=True)
    check_output(path, (".xlsx",), "A coding sheet")
    if path.exists():
        raise InputError(f"{path} is there already and may hold a coding: give another file with --output.")
    names = dict(zip(corpus.hand_people["person_id"], corpus.hand_people["name"], strict=True))
    people = _name_people(document, corpus)
    names |= {
        row.person_id: row.name_as_printed
        for row in people.dropna(subset="person_id").itertuples()
        if row.person_id not in names
    }
    told = {
        "country": corpus.name,
        "reference": document.reference,
        "language": str(document.language),
        "guesses": "left out" if blind else "filled in",
    }
    book = Workbook()
    add_about(book, CODING, told, _HOW)
    codes = list_codes(sorted(names.items()))
    ranges = find_ranges(codes)
    for name, fields, rows in (
        ("demands", DEMANDS, _list_demands(document)),
        ("mentions", MENTIONS, _list_mentions(document, people)),
    ):
        hidden = set(CODED[name]) if blind else set()
        cells = [
            [row.get(field.name) if field.name not in hidden else None for field in fields] for row in rows
        ]
        _add_fields(book, name, fields, cells, ranges)
    add_codes(book, codes)
    text = [(unit.section, unit.label, unit.text) for unit in document.paragraphs]
    book.add("text", ("section", "label", "text"), text, widths={"text": 120})
    book.save(path)
    return path


def find_text(corpus: Corpus, reference: str, language: str | None = None) -> Document:
    """The text of a resolution that is to be coded.

    Raises:
        InputError: the country has no such resolution, or its text is not at hand.
    """
    wanted = read_reference(reference)
    if wanted not in set(corpus.resolutions["reference"]):
        raise InputError(
            f"{wanted} is no resolution of '{corpus.name}': give one of {', '.join(corpus.resolutions['reference'])}."
        )
    held = [one for one in corpus.documents if one.reference == wanted and language in (None, one.language)]
    if not held:
        told = f" in '{language}'" if language else ""
        raise InputError(
            f"No text of {wanted}{told} is at hand: get it with `resolutions fetch` or `resolutions add` first."
        )
    times = pd.Series([one.language for one in corpus.documents]).value_counts()
    return min(held, key=lambda one: (not has_grammar(one.language), -times[one.language], one.language))


def add_about(book: Workbook, kind: str, told: dict[str, str], how: Iterable[str]) -> None:
    """The first sheet: what the workbook is of, by which it is known again, and how it is filled."""
    rows = [("sheet", kind), *told.items(), *(("how", sentence) for sentence in how)]
    book.add("about", ("what", "told"), rows, widths=_WIDTHS)


def find_ranges(codes: dict[str, list[Code]]) -> dict[str, str]:
    """List → where its codes stand on the sheet of codes."""
    ranges, row = {}, 2
    for name, of in codes.items():
        ranges[name] = f"codes!$B${row}:$B${row + max(len(of), 1) - 1}"
        row += max(len(of), 1)
    return ranges


def add_codes(book: Workbook, codes: dict[str, list[Code]]) -> None:
    """The sheet of codes that drop-downs draw on; a list without codes has a blank row."""
    rows = [
        (name, to_number(code.code), *code[1:]) for name, of in codes.items() for code in of or [Code("")]
    ]
    book.add("codes", ("list", "code", "in words", "definition", "boundary", "example"), rows, widths=_WIDTHS)


def to_number(code: Any) -> Any:
    """A code of figures as a number, as whoever types it into a cell writes it."""
    return int(code) if isinstance(code, str) and code.isdigit() else code


def _add_fields(
    book: Workbook, name: str, fields: tuple[Field, ...], cells: list[list[Any]], ranges: dict[str, str]
) -> None:
    lists = {field.name: ranges[LISTS[field.name]] for field in fields if field.codes}
    notes = {field.name: field.told for field in fields}
    book.add(
        name,
        [field.name for field in fields],
        cells,
        widths=_WIDTHS,
        lists=lists,
        notes=notes,
        free=["person_id"],
    )


def _list_demands(document: Document) -> Iterator[dict[str, Any]]:
    """Demands found by rule in reading order; a paragraph in which there are none has a row with its place."""
    found = find_demands(document) if has_grammar(document.language) else pd.DataFrame({"label": []})
    for unit in document.paragraphs:
        if unit.section != "operative":
            continue
        place = {"label": unit.label, "text": unit.text}
        rows = found[found["label"] == (unit.label or "")].astype(object)
        if rows.empty:
            yield place
        for row in rows.where(rows.notna(), None).to_dict("records"):
            asked = {
                name: YES if row[name] else NO for name in ("addressee_explicit", "urgency", "repetition")
            }
            words = {"verb": row["verb_as_printed"], "words": " ".join(row["passage"].split())}
            category = to_number(row["action_category"])
            yield {
                **row,
                **asked,
                **words,
                **place,
                "action_category": category,
                "keep": YES,
                "from": "rules",
            }


def _name_people(document: Document, corpus: Corpus) -> pd.DataFrame:
    return tag_people(document, name_people(document, corpus))


def _list_mentions(document: Document, people: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Names found by rule in recitals and paragraphs, in reading order."""
    texts = {(unit.section, unit.label or ""): unit.text for unit in document.paragraphs}
    order = {place: number for number, place in enumerate(texts)}
    rows = people.astype(object).where(people.notna(), None).to_dict("records")
    for row in sorted(rows, key=lambda one: (order[one["section"], one["label"] or ""], one["start"])):
        text = texts[row["section"], row["label"] or ""]
        yield {**row, "text": text, "keep": YES, "from": "rules"}


def _find_default(corpus: Corpus, document: Document) -> Path:
    """In the folder of figures that quote texts."""
    folder = Path(os.environ.get("RESOLUTION_FIGURES") or PROJECT / "figures" / "local" / corpus.name)
    return folder / "coding" / f"{make_stem(document.reference, document.language)}.xlsx"
