"""Reads the tables of `corpus/lexicon/`."""

import csv

from analysis.errors import InputError
from analysis.places import lexicon_folder

_COLUMNS = {
    "abbreviations": ["language", "phrase"],
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
    "function_words": ["language", "lemma"],
    "headings": ["kind", "language", "phrase"],
    "languages": ["language", "iso_639_3", "name", "parliament", "having_regard"],
    "lemmas": ["language", "form", "lemma", "note"],
    "namings": ["group", "language", "lemma"],
    "nonpersons": ["kind", "language", "phrase"],
    "roles": ["role", "language", "kind", "phrase"],
    "romanisation": ["language", "written", "sound", "note"],
    "themes": ["theme", "language", "phrase", "weight"],
}


def read_lexicon(table: str) -> list[dict[str, str]]:
    """Rows of one lexicon table, as text.

    Raises:
        InputError: the file is missing, unreadable or has other columns or a row of another length.
    """
    path = lexicon_folder() / f"{table}.csv"
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as CSV in UTF-8 ({error}): restore it.") from error
    if header != _COLUMNS[table]:
        raise InputError(f"{path} has other columns than {', '.join(_COLUMNS[table])}: restore its header.")
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise InputError(
                f"{path}, row {number}: {len(row)} cells where the header has {len(header)}; mend it."
            )
    return [dict(zip(header, row, strict=True)) for row in rows]
