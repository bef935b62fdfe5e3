"""What several hands differ on, as a workbook to settle it in; filled, it is the settled reading."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.agreement.hands import (
    COMPARED,
    KEPT,
    PLACE,
    align_codings,
    find_disagreements,
    find_hands,
    tabulate_values,
)
from analysis.coding.cells import FilledBook, Row
from analysis.coding.fields import DEMANDS, LISTS, NO, YES, list_codes
from analysis.coding.reading import check_sheet
from analysis.coding.sheet import add_about, add_codes, find_ranges, to_number
from analysis.corpus.codings import SETTLED, Coding
from analysis.corpus.corpus import Corpus
from analysis.corpus.frames import empty_frame
from analysis.corpus.schema import SCHEMAS
from analysis.corpus.sheets import Workbook
from analysis.lexicon.codes import ACTS
from analysis.lexicon.errors import InputError
from analysis.lexicon.office import check_output
from analysis.lexicon.references import read_reference

SETTLEMENT = "settlement sheet"
_NUMBER = "number"
_HOW = (
    "The sheet settle has a row for each thing on which the coders differ, with what each wrote under the coder's name. "
    "Choose what holds in the column settled: one of these, or another code of the list. The variable kept asks whether "
    "the row counts at all.",
    "A blank under a coder's name was left blank by that coder; where a blank holds, write a hyphen (-).",
)
_BLANK = "-"
_NEEDED = (KEPT, *(field.name for field in DEMANDS if field.needed))
_LISTS = {variable: LISTS[variable] for of in COMPARED.values() for variable in of} | {KEPT: "keep"}


def save_settlement_sheet(corpus: Corpus, reference: str, path: Path) -> Path:
    """Write what the hands differ on as a workbook: every value, and a drop-down for what holds.

    Raises:
        InputError: they differ on nothing, fewer than two hands read it, or the file is there already or cannot be
            written.
    """
    check_output(path, (".xlsx",), "A settlement sheet")
    if path.exists():
        raise InputError(f"{path} is there already and may hold decisions: give another file.")
    wanted = read_reference(reference)
    codings = find_hands(corpus, wanted)
    rows = _list_differences(corpus, codings)
    if rows.empty:
        raise InputError(f"The coders of {wanted} differ on nothing: there is nothing to settle.")
    book = Workbook()
    first = next(iter(codings.values()))
    told = {
        "country": corpus.name,
        "reference": wanted,
        "language": first.language,
        "coders": ", ".join(codings),
    }
    add_about(book, SETTLEMENT, told, _HOW)
    codes = list_codes(zip(corpus.hand_people["person_id"], corpus.hand_people["name"], strict=True))
    ranges = find_ranges(codes)
    lists = {"settled": [ranges[_LISTS[variable] or ""] for variable in rows["variable"]]}
    place = ["table", "section", "label", "clause_or_name", "nth"]
    shown = rows.assign(settled=None)[[_NUMBER, *place, "variable", *codings, "settled", "text"]]
    cells = [[to_number(value) for value in row] for row in shown.itertuples(index=False, name=None)]
    book.add("settle", list(shown.columns), cells, lists=lists, free=["settled"], widths={"text": 60})
    add_codes(book, codes)
    book.save(path)
    return path


def read_settlement(corpus: Corpus, book: FilledBook, reference: str) -> Coding:
    """The settled reading: what all hands have alike, and on the rest what was decided.

    What is no code, such as summaries, is the first hand's.

    Raises:
        InputError: the sheet is of another resolution or of codings that have changed, or a cell is wrong.
    """
    check_sheet(corpus, book, reference, SETTLEMENT)
    codings = find_hands(corpus, reference)
    differences = _list_differences(corpus, codings)
    filled = book.read("settle", [_NUMBER, "variable", *codings, "settled"])
    codes = {name: {code.code for code in of} for name, of in list_codes().items()}
    people = pd.concat([corpus.hand_people, *(coding.people for coding in codings.values())])
    codes["person"] = set(people["person_id"])
    decided = _decide(book, differences, filled, list(codings), codes)
    book.faults.refuse()
    return _settle(corpus, codings, decided)


def _list_differences(corpus: Corpus, codings: Mapping[str, Coding]) -> pd.DataFrame:
    """`find_disagreements` with a number, and the text of the paragraph where it is at hand."""
    rows = find_disagreements(tabulate_values(corpus, codings), list(codings))
    language = next(iter(codings.values())).language
    of = corpus.paragraphs[corpus.paragraphs["language"] == language]
    of = of[of["reference"] == next(iter(codings.values())).reference]
    texts = dict(zip(zip(of["section"], of["position"].astype("str"), strict=True), of["text"], strict=True))
    text = [texts.get(place) for place in zip(rows["section"], rows["position"], strict=True)]
    rows.insert(0, _NUMBER, [str(number) for number in range(1, len(rows) + 1)])
    return rows.assign(text=text)


def _decide(
    book: FilledBook,
    differences: pd.DataFrame,
    filled: list[tuple[int, Row]],
    coders: list[str],
    codes: dict[str, set[str]],
) -> dict[tuple, str]:
    """(place, variable) → what holds; a cell that holds no code is a fault of the workbook."""
    told = {row[_NUMBER]: (number, row) for number, row in filled}
    decided = {}
    for difference in differences.astype(object).where(differences.notna(), "").to_dict("records"):
        number, row = told.get(difference[_NUMBER], (0, {}))
        if any(row.get(name) != difference[name] for name in ("variable", *coders)):
            raise InputError(
                "The codings are no longer those that the sheet was written from, or its rows were changed: write it "
                "again with --settle."
            )
        variable, value = difference["variable"], row["settled"]
        allowed = codes[_LISTS[variable] or ""] | (set() if variable in _NEEDED else {_BLANK})
        if value not in allowed:
            blank = "" if variable in _NEEDED else f", or {_BLANK} for blank"
            book.faults.add("settle", number, "settled", value, f"a code of the list for {variable}{blank}")
        decided[(*(difference[name] for name in PLACE), variable)] = "" if value == _BLANK else value
    return decided


def _settle(corpus: Corpus, codings: Mapping[str, Coding], decided: dict[tuple, str]) -> Coding:
    """One coding of what is kept, the first hand's rows first, with what was decided put in."""
    taken: dict[str, dict[str, dict[str, Any]]] = {"demands": {}, "mentions": {}}
    met = set()
    for row in align_codings(corpus, codings).astype(object).itertuples():
        place = tuple(getattr(row, name) for name in PLACE)
        if place in met or decided.get((*place, KEPT), YES) == NO:
            continue
        met.add(place)
        cells = getattr(codings[row.coder], row.table).iloc[row.row].to_dict()
        for variable in COMPARED[row.table]:
            if (*place, variable) in decided:
                cells[variable] = _to_cell(decided[(*place, variable)], variable)
        key = SCHEMAS[row.table].key[0]
        if cells[key] in taken[row.table]:
            cells[key] = f"{cells[key]}-{row.coder}"
        taken[row.table][cells[key]] = _make_sound(cells) if row.table == "demands" else cells
    first = next(iter(codings.values()))
    frames = {name: empty_frame(name) for name in taken}
    frames = {
        name: pd.DataFrame(list(taken[name].values()), columns=of.columns).astype(of.dtypes)
        for name, of in frames.items()
    }
    people = pd.concat([coding.people for coding in codings.values()]).drop_duplicates("person_id")
    read = [coding.coverage for coding in codings.values() if coding.language == first.language]
    coverage = max(read, key=lambda rows: (rows["seen"] == "all").sum())
    return Coding(first.reference, SETTLED, first.language, people=people, coverage=coverage, **frames)


def _to_cell(value: str, variable: str) -> Any:
    if variable in ("addressee_explicit", "urgency", "repetition"):
        return {YES: True, NO: False}.get(value)
    if variable == "strength":
        return int(value) if value else None
    return value or None


def _make_sound(cells: dict[str, Any]) -> dict[str, Any]:
    """A demand whose act was settled has the class of that act, and a category only if it is a directive."""
    act = ACTS[cells["act"]]
    category = cells["action_category"] if act["act_class"] == "directive" else None
    strength = cells["strength"] if pd.notna(cells["strength"]) else int(act["strength"])
    return cells | {"act_class": act["act_class"], "action_category": category, "strength": strength}
