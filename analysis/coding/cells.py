"""The cells of a workbook that somebody filled, as text with their places, and what is wrong with them."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.coding.fields import NO, YES
from analysis.lexicon.errors import InputError
from analysis.lexicon.office import import_optional

_MOST_TOLD = 10
Row = dict[str, str]


class Faults:
    """What is wrong with a workbook, cell by cell."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told: list[str] = []

    def add(self, sheet: str, row: int, column: str, found: str, allowed: str) -> None:
        """Note one cell: where it is, what it holds and what it may hold."""
        holds = f"'{found[:60]}'" if found else "a blank cell"
        self._told.append(f"sheet {sheet}, row {row}, column {column}: {holds} should be {allowed}.")

    def refuse(self) -> None:
        """End here if anything is wrong.

        Raises:
            InputError: something is; a sentence for each of the first faults.
        """
        if self._told:
            more = len(self._told) - _MOST_TOLD
            rest = [f"… and {more} more {'fault' if more == 1 else 'faults'}."] if more > 0 else []
            listed = "\n  ".join([*self._told[:_MOST_TOLD], *rest])
            raise InputError(f"{self._path} was not imported, nothing is changed:\n  {listed}")


class FilledBook:
    """A workbook that came back.

    Attributes:
        faults: found in its cells so far.
        about: what its first sheet says it is.
    """

    def __init__(self, path: Path) -> None:
        openpyxl = import_optional("openpyxl")
        if not path.is_file():
            raise InputError(f"There is no file {path}: check the path.")
        try:
            book = openpyxl.load_workbook(path, read_only=True)
            self._sheets = {sheet.title: _read_sheet(sheet) for sheet in book.worksheets}
            book.close()
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, SyntaxError) as error:
            raise InputError(
                f"{path} cannot be read as a workbook: save it as .xlsx and try again."
            ) from error
        except openpyxl.utils.exceptions.InvalidFileException as error:
            raise InputError(f"{path} is no workbook: give an .xlsx file.") from error
        self._path, self.faults = path, Faults(path)
        about = self._sheets.get("about", [])
        self.about = {row[0][0]: row[1][0] for row in about if len(row) > 1}

    def read(self, name: str, columns: Sequence[str]) -> list[tuple[int, Row]]:
        """(number, cells by column) of each row of a sheet that has any; other columns than these are left out.

        Raises:
            InputError: the sheet or a column is missing.
        """
        if name not in self._sheets or not self._sheets[name]:
            raise InputError(
                f"{self._path} has no sheet '{name}': write the sheet again with `resolutions code`."
            )
        header, *rows = self._sheets[name]
        places = {text: number for number, (text, _) in enumerate(header)}
        missing = [column for column in columns if column not in places]
        if missing:
            raise InputError(
                f"{self._path}, sheet {name}: the column '{missing[0]}' is missing; restore its header."
            )
        read = []
        for number, cells in enumerate(rows, 2):
            at = {column: cells[places[column]] for column in columns if places[column] < len(cells)}
            for column, (text, formula) in at.items():
                if formula:
                    self.faults.add(name, number, column, text, "a value, not a formula")
            row = {column: at.get(column, ("", False))[0] for column in columns}
            if any(row.values()):
                read.append((number, row))
        return read


def _read_sheet(sheet: Any) -> list[list[tuple[str, bool]]]:
    """Rows of (text, whether it is a formula); a workbook of another program may be wrong about its size."""
    sheet.reset_dimensions()
    return [[(_to_text(cell.value), cell.data_type == "f") for cell in row] for row in sheet.iter_rows()]


def _to_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
