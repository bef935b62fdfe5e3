"""A filled coding sheet → the coder's reading, once every cell is one that may stand there."""

import re
from collections import Counter

import pandas as pd

from analysis.coding.cells import FilledBook, Row
from analysis.coding.checks import Checker
from analysis.coding.fields import DEMANDS, MENTIONS, NO, YES
from analysis.coding.sheet import CODING
from analysis.corpus.codings import Coding
from analysis.corpus.corpus import Corpus
from analysis.corpus.countries import describe_country
from analysis.corpus.frames import read_frame, type_cells
from analysis.corpus.schema import SCHEMAS
from analysis.lexicon.codes import ACTS, CODES
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import languages
from analysis.lexicon.references import official_page

PERSON = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TRUTH = {YES: "true", NO: "false", "": ""}
_DIRECTIVE = "directive"


def read_coding(corpus: Corpus, book: FilledBook, reference: str, coder: str) -> Coding:
    """What a coder found in a resolution.

    Args:
        corpus: of the country.
        book: the filled sheet.
        reference: of the resolution that it must be of.
        coder: who filled it.

    Raises:
        InputError: the sheet is of another resolution, or a cell is wrong; each is told with its place.
    """
    language = check_sheet(corpus, book, reference, CODING)
    reader = _Reader(corpus, book, reference, language)
    demands, mentions = reader.read_demands(), reader.read_mentions()
    book.faults.refuse()
    people = reader.list_new_people(mentions)
    seen = reader.list_coverage()
    frames = {"demands": demands, "mentions": mentions, "people": people, "coverage": seen}
    return Coding(reference, coder, language, **{name: to_frame(rows, name) for name, rows in frames.items()})


def check_sheet(corpus: Corpus, book: FilledBook, reference: str, kind: str) -> str:
    """The language of a sheet, once it is of this resolution.

    Raises:
        InputError: it is of another, or no sheet of that kind.
    """
    about = book.about
    if (
        about.get("sheet") != kind
        or about.get("reference") != reference
        or about.get("country") != corpus.name
    ):
        told = f"{about.get('sheet')} of {about.get('reference')} ({about.get('country')})"
        raise InputError(
            f"The workbook is no {kind} of {reference} ({corpus.name}) but "
            f"{told if about.get('sheet') else 'something else'}: give the file that `resolutions code` wrote for it."
        )
    if about.get("language") not in languages():
        raise InputError("The sheet about names no language: restore that cell, such as en.")
    return about["language"]


def to_frame(rows: list[Row], name: str) -> pd.DataFrame:
    """Rows of cells as the checked frame of that name; what they lack is blank."""
    return type_cells([[row.get(column) or "" for column in SCHEMAS[name].columns] for row in rows], name)


class _Reader:
    """Reads the two tables of one sheet, noting what is wrong."""

    def __init__(self, corpus: Corpus, book: FilledBook, reference: str, language: str) -> None:
        self._corpus, self._reference, self._language = corpus, reference, language
        self._checker = Checker(corpus, book, reference, language)
        self._source = {
            "reference": reference,
            "evidence": "full_text",
            "coder": "hand",
            "source": f"{reference} in {languages()[language]['name']}, read in full",
            "url": "" if describe_country(corpus.folder).invented else official_page(reference, language),
        }

    def read_demands(self) -> list[Row]:
        """Rows of `demands`."""
        rows, met = [], set()
        for number, row in self._checker.read_kept("demands", DEMANDS):
            for column in ("clause", "order"):
                if row[column] and not re.fullmatch(r"[1-9]\d{0,3}", row[column]):
                    self._checker.fault("demands", number, column, row[column], "a whole number from 1 on")
            self._checker.check_place("demands", number, "operative", row["label"])
            place = f"{row['label']}.{row['clause']}.{row['order']}"
            if place in met:
                self._checker.fault(
                    "demands",
                    number,
                    "order",
                    row["order"],
                    "another, since the place stands in two rows that are kept",
                )
            met.add(place)
            act = ACTS.get(row["act"])
            if act and row["action_category"] and act["act_class"] != _DIRECTIVE:
                self._checker.fault(
                    "demands",
                    number,
                    "action_category",
                    row["action_category"],
                    "blank: the act is no directive",
                )
            self._checker.check_own_words(
                "demands", number, "summary", row["summary"], ("operative", row["label"])
            )
            if act:
                asked = {
                    name: _TRUTH.get(row[name], "")
                    for name in ("urgency", "repetition", "addressee_explicit")
                }
                told = {
                    "demand_id": f"{self._reference}-{place}",
                    "section": "operative",
                    "act_class": act["act_class"],
                    "strength": row["strength"] or act["strength"],
                    "summary": row["summary"] or summarise(row),
                }
                rows.append({**row, **self._source, **asked, **told})
        return rows

    def read_mentions(self) -> list[Row]:
        """Rows of `mentions`."""
        rows, nth = [], Counter[tuple[str, str]]()
        for number, row in self._checker.read_kept("mentions", MENTIONS):
            place = row["section"], row["label"]
            self._checker.check_place("mentions", number, *place)
            text = self._checker.get_text(place)
            if row["name_as_printed"] and text and _plain(row["name_as_printed"]) not in _plain(text):
                self._checker.fault(
                    "mentions", number, "name_as_printed", row["name_as_printed"], "a name that stands there"
                )
            if row["person_id"] and not PERSON.fullmatch(row["person_id"]):
                self._checker.fault(
                    "mentions",
                    number,
                    "person_id",
                    row["person_id"],
                    "somebody of the list, or small letters and hyphens",
                )
            self._checker.check_own_words("mentions", number, "note", row["note"], place)
            nth[place] += 1
            told = {
                "mention_id": f"{self._reference}-{self._language}-{row['section'][:1]}{row['label']}-{nth[place]}",
                "language": self._language,
                "asked": row["asked"] or "nothing",
            }
            rows.append({**row, **self._source, **told})
        return rows

    def list_coverage(self) -> list[Row]:
        """Rows of `coverage`: a paragraph that the coder left open makes the operative part one seen in part."""
        left = ", ".join(dict.fromkeys(self._checker.open))
        told = {"operative": {"seen": "part", "note": f"not coded: {left}"}} if left else {}
        place = {name: self._source[name] for name in ("reference", "evidence")} | {
            "language": self._language
        }
        return [
            {**place, "section": section, "seen": "all", **told.get(section, {})}
            for section in ("recital", "operative")
        ]

    def list_new_people(self, mentions: list[Row]) -> list[Row]:
        """Rows of `people` for whom the country's own table lacks, by the longest name printed."""
        path = self._corpus.folder / "people.csv"
        known = set(read_frame(path, "people")["person_id"]) if path.exists() else set()
        names = dict(
            zip(self._corpus.hand_people["person_id"], self._corpus.hand_people["name"], strict=True)
        )
        printed: dict[str, str] = {}
        for row in mentions:
            if row["person_id"] and row["person_id"] not in known:
                printed[row["person_id"]] = max(
                    printed.get(row["person_id"], ""), row["name_as_printed"], key=len
                )
        rows = []
        for person, name in (
            printed | {person: names[person] for person in printed if person in names}
        ).items():
            *given, family = name.split()
            rows.append({"person_id": person, "name": name, "given": " ".join(given), "family": family})
        return rows


def summarise(row: Row) -> str:
    """A demand in the words of its codes, for whoever wrote no summary."""
    words = [row["act"].replace("_", " ")]
    words += [CODES[name][row[name]]["label"] for name in ("addressee", "theme") if row[name] in CODES[name]]
    return "; ".join(words)


def _plain(text: str) -> str:
    return " ".join(text.split())
