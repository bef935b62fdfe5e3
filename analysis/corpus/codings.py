"""Readings of one resolution by several coders, and which of them counts.

`codings/TA-9-2021-0056/hand2/` in a country's folder holds what the coder hand2 found in that text: demands.csv,
mentions.csv, coverage.csv and the people that the register lacks, in the columns of the codebook. The coding that
stands in the country's own tables is that of the coder "hand".
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.corpus.frames import check, empty_frame, read_frame, write_frame
from analysis.lexicon.errors import InputError
from analysis.lexicon.references import open_data_name, read_reference

HAND, SETTLED = "hand", "settled"
TABLES = ("demands", "mentions", "people", "coverage")
_CODER = re.compile(r"[a-z][a-z0-9-]{0,30}")
_FOLDER = re.compile(r"TA-\d{1,2}-\d{4}-\d{4}")
_FULL = "full_text"
Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Coding:
    """What one coder found in the full text of one resolution.

    Attributes:
        reference: of the resolution.
        coder: who read it.
        language: of the text that was read.
        demands, mentions: as the codebook has them.
        people: those whom the country's register lacks.
        coverage: which sections were read.
    """

    reference: str
    coder: str
    language: str
    demands: pd.DataFrame
    mentions: pd.DataFrame
    people: pd.DataFrame
    coverage: pd.DataFrame


def choose_coding(coders: Collection[str]) -> str:
    """Whose reading of a resolution counts: what was settled, else the first hand's, else by name."""
    return min(coders, key=_rank)


def check_coder(coder: str, settled: bool = False) -> str:
    """The name of a coder, once it is one; `settled` is for a settlement alone.

    Raises:
        InputError: it is none.
    """
    if not _CODER.fullmatch(coder) or coder == "rules" or (coder == SETTLED) != settled:
        raise InputError(
            f"'{coder}' cannot be the coder of this sheet: give a name in small letters, as in --coder hand2 "
            "('rules' and 'settled' have a meaning of their own)."
        )
    return coder


def add_codings(frames: Frames, folder: Path) -> Frames:
    """A country's tables in which the coding that counts stands for each resolution that several read."""
    coded = set(frames["demands"].loc[frames["demands"]["evidence"] == _FULL, "reference"])
    for reference, coders in _list_stored(folder).items():
        if reference not in set(frames["resolutions"]["reference"]):
            raise InputError(
                f"{_find_place(folder, reference)} is of {reference}, which is not in resolutions.csv; add it there, or "
                "delete the folder."
            )
        chosen = choose_coding([*coders, *([HAND] if reference in coded else [])])
        if chosen in coders:
            frames = _put_in(frames, _read_stored(folder, reference, chosen, frames))
    return frames


def read_codings(folder: Path, reference: str) -> dict[str, Coding]:
    """Coder → coding of one resolution, the one that counts first.

    A coding in the country's own tables is that of the coder "hand", in the language in which most others read.

    Raises:
        InputError: a row is wrong; file, row and remedy are named.
    """
    tables = {
        name: read_frame(folder / f"{name}.csv", name) for name in TABLES if (folder / f"{name}.csv").exists()
    }
    frames = {name: tables.get(name, empty_frame(name)) for name in TABLES}
    codings = {
        coder: _read_stored(folder, reference, coder, frames)
        for coder in _list_stored(folder).get(reference, [])
    }
    own = {name: frame[frame["reference"] == reference] for name, frame in frames.items() if name != "people"}
    own = {name: frame[frame["evidence"] == _FULL].reset_index(drop=True) for name, frame in own.items()}
    if len(own["demands"]):
        read = list(own["coverage"]["language"].dropna()) + list(own["mentions"]["language"])
        others = [one.language for one in codings.values()]
        language = next((one for one in others if one in read), read[0] if read else "en")
        own["mentions"] = own["mentions"][own["mentions"]["language"] == language]
        codings[HAND] = Coding(reference, HAND, language, people=empty_frame("people"), **own)
    return {coder: codings[coder] for coder in sorted(codings, key=_rank)}


def store_coding(folder: Path, coding: Coding) -> Path:
    """Keep a coding, of which demands.csv is written last and tells that it is whole; one of the same coder goes.

    Args:
        folder: the country's.

    Raises:
        InputError: the coder's reading stands in the country's own tables, which are not written over.
    """
    coded = (
        read_frame(folder / "demands.csv", "demands")
        if (folder / "demands.csv").exists()
        else empty_frame("demands")
    )
    own = (coded["reference"] == coding.reference) & (coded["evidence"] == _FULL)
    if coding.coder == HAND and own.any():
        raise InputError(
            f"{coding.reference} is coded by hand in {folder / 'demands.csv'} already: give another coder, as in "
            "--coder hand2."
        )
    place = _find_place(folder, coding.reference) / coding.coder
    frames = {name: check(getattr(coding, name), name) for name in TABLES}
    (place / "demands.csv").unlink(missing_ok=True)
    for name in sorted(TABLES, key=lambda one: one == "demands"):
        write_frame(frames[name], name, place / f"{name}.csv")
    return place


def _rank(coder: str) -> tuple[bool, bool, str]:
    return coder != SETTLED, coder != HAND, coder


def _find_place(folder: Path, reference: str) -> Path:
    return folder / "codings" / open_data_name(reference)


def _list_stored(folder: Path) -> dict[str, list[str]]:
    """Reference → coders whose reading is kept beside the tables."""
    stored: dict[str, list[str]] = {}
    for place in sorted((folder / "codings").glob("*/*/demands.csv")):
        name, coder = place.parts[-3:-1]
        if not _FOLDER.fullmatch(name):
            raise InputError(
                f"{place.parents[1]} bears the name of no resolution: write it as TA-9-2021-0056."
            )
        stored.setdefault(read_reference(name), []).append(coder)
    return stored


def _read_stored(folder: Path, reference: str, coder: str, frames: Frames) -> Coding:
    place = _find_place(folder, reference) / coder
    read = {name: read_frame(place / f"{name}.csv", name) for name in TABLES}
    people = {*frames["people"]["person_id"], *read["people"]["person_id"]}
    unknown = read["mentions"]["person_id"].notna() & ~read["mentions"]["person_id"].isin(people)
    if unknown.any():
        row = int(unknown.idxmax())
        raise InputError(
            f"{place / 'mentions.csv'}, row {row + 2}: '{read['mentions']['person_id'][row]}' is nobody of people.csv; "
            "correct it or add the person there."
        )
    languages = read["coverage"]["language"].dropna()
    if languages.empty:
        raise InputError(f"{place / 'coverage.csv'} names no language: import the coding sheet again.")
    return Coding(
        reference,
        coder,
        str(languages.iloc[0]),
        **{name: of.reset_index(drop=True) for name, of in read.items()},
    )


def _put_in(frames: Frames, coding: Coding) -> Frames:
    """Tables with the rows of one coding in place of what they have at full text of that resolution."""
    put = {
        name: _replace(frames[name], getattr(coding, name), coding)
        for name in ("demands", "mentions", "coverage")
    }
    new = ~coding.people["person_id"].isin(frames["people"]["person_id"])
    put["people"] = pd.concat([frames["people"], coding.people[new]])
    put["spellings"] = pd.concat([frames["spellings"], _find_spellings(frames["spellings"], coding.mentions)])
    known = frames["demand_people"]["demand_id"].isin(put["demands"]["demand_id"])
    put["demand_people"] = frames["demand_people"][known]
    return frames | {name: frame.reset_index(drop=True) for name, frame in put.items()}


def _replace(table: pd.DataFrame, rows: pd.DataFrame, coding: Coding) -> pd.DataFrame:
    gone = (table["reference"] == coding.reference) & (table["evidence"] == _FULL)
    if "seen" in table:
        gone &= table["section"].isin(rows["section"])
    return pd.concat([table[~gone], rows]).astype(table.dtypes)


def _find_spellings(known: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Rows of `spellings` of the people whom mentions name, unless they are there."""
    named = mentions.dropna(subset="person_id").rename(columns={"name_as_printed": "form"})
    key = ["person_id", "form", "language", "reference"]
    there = set(known[key].itertuples(index=False, name=None))
    new = [row not in there for row in named[key].itertuples(index=False, name=None)]
    rows = named[new].drop_duplicates(key).assign(note=None)
    return rows.reindex(columns=known.columns).astype(known.dtypes)
