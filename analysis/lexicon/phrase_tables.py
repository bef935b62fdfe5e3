"""Whether the tables of `corpus/lexicon/` hold what they should, row by row."""

import re
from collections import Counter

from analysis.lexicon.codes import ACT_CLASSES, CODES
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import languages
from analysis.lexicon.tables import TABLES, lexicon_path, read_numbered

_LISTED = ("theme", "asked", "addressee", "action_category")
_MAY_BE_BLANK = (
    "instrument_id",
    "note",
    "source",
    "valence",
    "strength_alt",
    "group",
    "definition",
    "boundary",
    "example",
    "sound",
    "before",
)
_LEAST_ROWS = 20  # of a table, for a kind that stands in one row alone to be a slip


def check_tables() -> None:
    """Check every table.

    Raises:
        InputError: a row is wrong; file, row, what was found and the remedy are named.
    """
    for table in TABLES:
        rows = read_numbered(table)
        kinds = Counter(row.get("kind") for row in rows.values()) if len(rows) >= _LEAST_ROWS else {}
        for number, row in rows.items():
            for column, cell in row.items():
                wanted = _wanted(column, cell, kinds)
                if wanted and not (cell == "" and column in _MAY_BE_BLANK):
                    raise InputError(
                        f"{lexicon_path(table)}, row {number}: '{cell}' in column '{column}' should be {wanted}; "
                        "correct the row, whose cells may have changed places."
                    )


def _wanted(column: str, cell: str, kinds: Counter[str] | dict) -> str | None:
    """What a cell should be, where it is not."""
    if column in _LISTED and cell not in CODES[column]:
        return f"a code of the list '{column}' in codes.csv"
    if column == "told" and cell not in [*CODES["occupation"], *CODES["person_status"]]:
        return "a code of the lists 'occupation' or 'person_status' in codes.csv"
    if column == "language" and cell not in languages() and cell != "*":
        return "a language's two letters, or * for any"
    if column == "act_class" and cell not in ACT_CLASSES:
        return f"one of {', '.join(ACT_CLASSES)}"
    if column in ("strength", "strength_alt") and not re.fullmatch("[1-5]", cell):
        return "a whole number from 1 to 5"
    if column == "weight" and not re.fullmatch(r"\d+(\.\d+)?", cell):
        return "a number such as 3 or 1.5"
    if column == "before" and cell != "digit":
        return "digit, or blank"
    if column == "kind" and kinds.get(cell) == 1:
        return "a kind that other rows have too"
    return "filled" if not cell.strip() else None
