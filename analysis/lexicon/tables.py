"""Reads the tables of `corpus/lexicon/`."""

from pathlib import Path

from analysis.lexicon.cells import read_cells
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import lexicon_folder

TABLES = {
    "abbreviations": ["language", "phrase", "before"],
    "actions": ["action_category", "language", "kind", "phrase"],
    "acts": [
        "act",
        "act_class",
        "strength",
        "valence",
        "language",
        "phrase",
        "strength_alt",
        "source",
        "note",
    ],
    "asks": ["asked", "language", "phrase"],
    "addressees": ["addressee", "language", "phrase", "note"],
    "chart_words": ["en", "sv"],
    "codes": ["list", "code", "label", "label_sv", "group", "definition", "boundary", "example"],
    "concepts": ["concept", "language", "lemma"],
    "countries": ["code", "language", "kind", "form"],
    "demonyms": ["language", "name", "form"],
    "function_words": ["language", "lemma"],
    "groups": ["group", "printed"],
    "headings": ["kind", "language", "phrase"],
    "instruments": ["kind", "language", "phrase", "instrument", "instrument_id"],
    "languages": ["language", "iso_639_3", "name", "parliament", "having_regard"],
    "lemmas": ["language", "form", "lemma", "note"],
    "namings": ["group", "language", "lemma"],
    "nonpersons": ["kind", "language", "phrase"],
    "plain_letters": ["letter", "plain"],
    "publishers": ["host", "publisher", "kind"],
    "raises": ["act", "raised", "strength"],
    "roles": ["told", "language", "kind", "phrase"],
    "romanisation": ["language", "written", "sound", "note"],
    "themes": ["theme", "language", "phrase", "weight"],
}

_DECIMAL = {"weight"}  # in which spreadsheets may write a decimal comma


def lexicon_path(table: str) -> Path:
    """Where a table lies."""
    return lexicon_folder() / f"{table}.csv"


def read_lexicon(table: str) -> list[dict[str, str]]:
    """Rows of one lexicon table, as text.

    Raises:
        InputError: the file is missing, unreadable or has other columns or a row of another length.
    """
    return list(read_numbered(table).values())


def read_numbered(table: str) -> dict[int, dict[str, str]]:
    """As `read_lexicon`, each row by its number in the file, where the header is row 1."""
    path = lexicon_path(table)
    header, cells = read_cells(path)
    if header != TABLES[table]:
        raise InputError(
            f"{path} has other columns than {', '.join(TABLES[table])} (it has {', '.join(header)}): restore its header."
        )
    rows = {number: dict(zip(header, row, strict=True)) for number, row in cells.items()}
    for row in rows.values():
        for column in _DECIMAL & set(header):
            row[column] = row[column].replace(",", ".")
    return rows
