"""The cells of a CSV file as they stand there, each row with its number."""

import csv
from pathlib import Path

from analysis.errors import InputError


def read_cells(path: Path) -> tuple[list[str], dict[int, list[str]]]:
    """The header of a CSV file, and its rows by their number in the file, where the header is row 1.

    Rows whose first cell starts with # are comments.

    Raises:
        InputError: the file is missing, unreadable or empty, or a row has another length.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}: restore it or check the corpus folder.") from error
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path} cannot be read as CSV in UTF-8 ({error}): mend or restore it.") from error
    while rows and not rows[-1]:
        rows.pop()
    numbered = {number: row for number, row in enumerate(rows, 1) if not (row and row[0].startswith("#"))}
    if not numbered:
        raise InputError(f"{path} is empty: restore its header line.")
    header = numbered.pop(min(numbered))
    if len(set(header)) < len(header):
        raise InputError(f"{path}: a column stands twice in the header; remove one.")
    for number, row in numbered.items():
        if len(row) != len(header):
            raise InputError(
                f"{path}, row {number}: {len(row)} cells where the header has {len(header)}; mend the row."
            )
    return header, numbered
