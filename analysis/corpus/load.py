"""`load(name)`: everything known about one country's resolutions, as checked frames."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.corpus.codings import add_codings
from analysis.corpus.corpus import Corpus
from analysis.corpus.countries import describe_country
from analysis.corpus.derive import collect_names
from analysis.corpus.frames import empty_frame, read_frame
from analysis.corpus.redaction import load_redactions
from analysis.corpus.results import find_shipped, read_derived
from analysis.corpus.schema import CODED, SCHEMAS
from analysis.corpus.texts import read_texts
from analysis.documents.parse import Document, place_units
from analysis.documents.segment import without_marks
from analysis.lexicon.codes import ACTS
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import find_folder

_REQUIRED = ("resolutions",)
_READ_TWICE = ("demands", "mentions", "people")  # by hand, and by rule


def load(name: str = "kazakhstan", texts: str | Path | None = None) -> Corpus:
    """Read one country's corpus and the official texts at hand.

    Args:
        name: a folder under the corpus folder.
        texts: a folder of official texts; by default RESOLUTION_TEXTS, else `texts/` in the
            corpus folder and in the country's own folder.

    Raises:
        InputError: there is no such corpus, or a row is wrong; file, row and remedy are named.
    """
    folder = find_folder(name)
    frames = read_coded(folder)
    _check_shipped(folder, frames["resolutions"])
    documents, unread = read_texts(folder, texts, set(frames["resolutions"]["reference"]))
    redactions = load_redactions()
    frames = redactions.withhold(frames)
    printed, documents = documents, tuple(redactions.conceal_document(one) for one in documents)
    names = collect_names(frames["spellings"], redactions, describe_country(folder).known)
    paragraphs = read_derived(folder, "paragraphs", printed, names)
    frames["paragraphs"] = _with_texts(paragraphs, documents)
    for table in _READ_TWICE:
        frames[f"hand_{table}"] = frames.pop(table)
    return Corpus(
        name=folder.name,
        folder=folder,
        redactions=redactions,
        documents=documents,
        unread=unread,
        printed=printed,
        **frames,
    )


def read_coded(folder: Path) -> dict[str, pd.DataFrame]:
    """Each table that people fill, empty where there is none; of several codings of a text the one that counts.

    Raises:
        InputError: a row is wrong; file, row and remedy are named.
    """
    frames = {table: read_frame(folder / f"{table}.csv", table) for table in _REQUIRED}
    for table in CODED:
        path = folder / f"{table}.csv"
        frames[table] = read_frame(path, table) if path.exists() else empty_frame(table)
    _check_links(frames, folder)
    _check_codes(frames, folder)
    frames = {table: frame.reset_index(drop=True) for table, frame in frames.items()}
    return add_codings(frames, folder)


def _with_texts(paragraphs: pd.DataFrame, documents: Iterable[Document]) -> pd.DataFrame:
    """Paragraphs with their text, where it is at hand."""
    place = ["reference", "language", "section", "position"]
    said = {
        tuple(at[column] for column in place): without_marks(unit)
        for document in documents
        for at, unit in place_units(document)
    }
    texts = [said.get(key) for key in paragraphs[place].itertuples(index=False, name=None)]
    return paragraphs.assign(text=pd.Series(texts, index=paragraphs.index, dtype="str"))


def _check_shipped(folder: Path, resolutions: pd.DataFrame) -> None:
    """Every text version that has shipped results is of a resolution that exists."""
    for reference, stems in find_shipped(folder).items():
        if reference not in set(resolutions["reference"]):
            raise InputError(
                f"{folder / 'derived'}: {', '.join(stems)} is of {reference}, which is not in resolutions.csv; "
                "add it there, or delete its files."
            )


def _check_links(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    """Every row names a resolution, person or demand that exists."""
    for table, frame in frames.items():
        for column, of in SCHEMAS[table].columns.items():
            if not of.refers_to:
                continue
            other, key = of.refers_to.split(".")
            unknown = frame[column].notna() & ~frame[column].isin(frames[other][key])
            if unknown.any():
                row = int(unknown.idxmax())
                raise InputError(
                    f"{folder / table}.csv, row {row + 2}: '{frame[column][row]}' in column '{column}' "
                    f"is not in {other}.csv; correct it or add it there."
                )


def _check_codes(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    """Codes and dates that stand in two places agree."""
    demands = frames["demands"]
    wrong = demands["act_class"] != demands["act"].map(lambda act: ACTS[act]["act_class"])
    if wrong.any():
        row = int(wrong.idxmax())
        right = ACTS[demands["act"][row]]["act_class"]
        raise InputError(
            f"{folder / 'demands'}.csv, row {row + 2}: act_class of '{demands['act'][row]}' is {right}."
        )
    wrong = (demands["evidence"] == "full_text") & demands["strength"].isna()
    if wrong.any():
        row = int(wrong.idxmax())
        raise InputError(f"{folder / 'demands'}.csv, row {row + 2}: strength is blank at full_text; fill it.")
    dated = frames["resolutions"].dropna(subset="adopted")
    wrong = dated["adopted"].dt.year != dated["year"]
    if wrong.any():
        row = int(wrong.idxmax())
        raise InputError(
            f"{folder / 'resolutions'}.csv, row {row + 2}: year and adopted differ; correct one of them."
        )
