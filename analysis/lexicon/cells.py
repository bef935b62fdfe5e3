"""The cells of a CSV file as they stand there, each row with its number."""

import csv
import io
import re
from pathlib import Path

from analysis.lexicon.errors import InputError

_SEPARATOR = re.compile(r"\Asep=.")  # a spreadsheet's first line, which names the sign between cells
_HEADER = re.compile(r"^(?![\"']?#).*\S.*$", re.MULTILINE)


def read_cells(path: Path) -> tuple[list[str], dict[int, list[str]]]:
    """The header of a CSV file, and its rows by their number in the file, where the header is row 1.

    Rows whose first cell starts with # are comments, and blank ones are passed over. Semicolons or tabs may part the
    cells, as spreadsheets with a decimal comma write them.

    Raises:
        InputError: the file is missing, unreadable or empty, or a row has another length.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = _SEPARATOR.sub("#", file.read())
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text), strict=True))
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}: restore it or check the corpus folder.") from error
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise InputError(
            f"{path} cannot be read as CSV in UTF-8 ({error}): save it again as that, or restore it."
        ) from error
    filled = {number: row for number, row in enumerate(rows, 1) if any(cell.strip(" ;\t") for cell in row)}
    numbered = {number: row for number, row in filled.items() if not row[0].startswith("#")}
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


def find_delimiter(text: str) -> str:
    """The sign that parts the names in the header, which hold none of those signs themselves."""
    header = _HEADER.search(text)
    return next((sign for sign in ";\t" if header and sign in header[0] and "," not in header[0]), ",")
