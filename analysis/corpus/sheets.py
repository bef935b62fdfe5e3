"""Workbooks in which every cell is what it says: no text is a formula, the header stays in sight."""

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.lexicon.files import write_whole
from analysis.lexicon.office import import_optional, to_legal

_LONGEST = 32_767  # characters that a cell holds
_MOST_ROWS = 1_048_575  # below the header
_NARROWEST, _WIDEST = 8, 60  # characters
_LOOKED_AT = 200  # rows whose cells decide how wide a column is
_FORMULA_SIGNS = ("=", "+", "-", "@")


class Workbook:
    """A workbook that is written sheet by sheet, so that a large table takes little memory."""

    def __init__(self) -> None:
        self._styles = import_optional("openpyxl.styles")
        self._cell = import_optional("openpyxl.cell")
        self._columns = import_optional("openpyxl.utils")
        self._kinds: dict[str, Any] = {}
        self._book = import_optional("openpyxl").Workbook(write_only=True)

    def add(self, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], **options: Any) -> None:
        """One sheet per table, and more of them where a sheet cannot hold all its rows.

        Args:
            name: of the sheet.
            header: names of the columns.
            rows: cells in the order of the header; None and missing values are blank.
            options: as `_start` takes them.
        """
        cells = [[to_plain(value) for value in row] for row in rows]
        for part, first in enumerate(range(0, max(len(cells), 1), _MOST_ROWS), 1):
            here = cells[first : first + _MOST_ROWS]
            sheet = self._start(name if part == 1 else f"{name} {part}", header, here, **options)
            for row in here:
                sheet.append([self._make_cell(sheet, value) for value in row])

    def _start(
        self,
        name: str,
        header: Sequence[str],
        cells: list[list[Any]],
        *,
        widths: Mapping[str, int] | None = None,
        lists: Mapping[str, str | Sequence[str]] | None = None,
        notes: Mapping[str, str] | None = None,
        free: Sequence[str] = (),
    ) -> Any:
        """A sheet with its header: frozen, in bold, with filters, drop-downs and what is told of a column.

        Args:
            widths: of columns, in characters, in place of what their cells ask for.
            lists: column → the range of another sheet whose values it may hold, for all its cells or one for each.
            notes: column → what is told when a cell of it is chosen.
            free: columns whose cells may hold something else than their list.
        """
        sheet = self._book.create_sheet(name)
        sheet.freeze_panes = "A2"
        last = self._columns.get_column_letter(len(header))
        sheet.auto_filter.ref = f"A1:{last}{len(cells) + 1}"
        for number, column in enumerate(header):
            letter = self._columns.get_column_letter(number + 1)
            longest = max([len(column) + 3, *(_find_width(row[number]) for row in cells[:_LOOKED_AT])])
            width = (widths or {}).get(column, min(max(longest, _NARROWEST), _WIDEST))
            sheet.column_dimensions[letter].width = width
            if column in (lists or {}) or column in (notes or {}):
                told = (lists or {}).get(column), (notes or {}).get(column)
                self._validate(sheet, letter, column, *told, strict=column not in free)
        sheet.append([self._make_cell(sheet, column, "head") for column in header])
        return sheet

    def _validate(
        self, sheet: Any, letter: str, column: str, ranges: Any, note: str | None, strict: bool
    ) -> None:
        """Drop-downs and prompts: one rule for the cells of a column that have the same list."""
        places: dict[str | None, list[str]] = {}
        if ranges is None or isinstance(ranges, str):
            places[ranges] = [f"{letter}2:{letter}{_MOST_ROWS + 1}"]
        else:
            for number, cells in enumerate(ranges, 2):
                places.setdefault(cells, []).append(f"{letter}{number}")
        make = import_optional("openpyxl.worksheet.datavalidation").DataValidation
        for cells, of in places.items():
            validation = make(
                type="list" if cells else None,
                formula1=cells,
                sqref=" ".join(of),
                allow_blank=True,
                showErrorMessage=strict,
                errorTitle=column[:32],
                error="This is none of the codes: choose one from the list.",
                showInputMessage=bool(note),
                promptTitle=column[:32] if note else None,
                prompt=note[:255] if note else None,
            )
            sheet.data_validations.append(validation)

    def _make_cell(self, sheet: Any, value: Any, kind: str = "") -> Any:
        cell = self._cell.WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"
            kind = kind or ("sign" if value.startswith(_FORMULA_SIGNS) else "")
        elif isinstance(value, datetime.date):
            kind = "date"
        if kind not in self._kinds:
            self._kinds[kind] = self._style_cell(sheet, kind)
        cell._style = self._kinds[kind]  # one for all cells alike, which openpyxl would compare anew for each
        return cell

    def _style_cell(self, sheet: Any, kind: str) -> Any:
        cell = self._cell.WriteOnlyCell(sheet)
        cell.alignment = self._styles.Alignment(wrap_text=True, vertical="top")
        if kind == "sign":
            cell.quotePrefix = True
        elif kind == "date":
            cell.number_format = "yyyy-mm-dd"
        elif kind == "head":
            cell.font = self._styles.Font(bold=True)
            cell.fill = self._styles.PatternFill("solid", fgColor="DDDDDD")
        return cell._style

    def save(self, path: Path) -> None:
        """Write the workbook, whole or not at all."""
        buffer = io.BytesIO()
        self._book.save(buffer)
        write_whole(path, buffer.getvalue())


def to_plain(value: Any) -> Any:
    """A cell of a frame as a workbook holds it: text, a number, true or false, a date, or nothing."""
    if isinstance(value, str):
        text = to_legal(value)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2]} …"
    if value is None or pd.isna(value):
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _find_width(value: Any) -> int:
    if isinstance(value, datetime.date):
        return 12
    return max(map(len, value.split("\n")), default=0) + 2 if isinstance(value, str) else len(str(value)) + 2
