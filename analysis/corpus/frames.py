"""CSV files of a corpus ↔ typed frames that fit their definition in `analysis.corpus.schema`."""

import datetime
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis.corpus.schema import SCHEMAS, TRUTH, Column
from analysis.lexicon.cells import read_cells
from analysis.lexicon.errors import InputError

_EXPECTED = {
    "Int64": "a whole number",
    "boolean": "true or false",
    "datetime64[ns]": "a date such as 2021-02-11",
}


def read_frame(path: Path, name: str) -> pd.DataFrame:
    """A corpus CSV as a typed frame that fits its definition.

    Rows whose first cell starts with # are comments. The index is the row's number in the file less
    two, so that whoever finds a row wrong can name it.

    Raises:
        InputError: the file is missing or unreadable, or a column, cell or key is wrong; the
            sentence names the file, the row (the header is row 1) and the remedy.
    """
    columns = SCHEMAS[name].columns
    header, rows = read_cells(path)
    places = pd.Index([number - 2 for number in rows], dtype="int64")
    raw = pd.DataFrame(list(rows.values()), columns=header, index=places, dtype="str")
    for column in [*raw.columns, *columns]:
        if column not in columns or column not in raw.columns:
            wanted = (
                "is not known, so remove or rename it" if column not in columns else "is missing, so add it"
            )
            raise InputError(f"{path}: column '{column}' {wanted} (expected: {', '.join(columns)}).")
    return check(_type(raw, name, path), name, path)


def type_cells(rows: list[list[str]], name: str) -> pd.DataFrame:
    """Rows of cells, in the order of the definition's columns, as the typed and checked frame."""
    raw = pd.DataFrame(rows, columns=list(SCHEMAS[name].columns), dtype="str")
    return check(_type(raw, name, Path(name)), name)


def _type(raw: pd.DataFrame, name: str, path: Path) -> pd.DataFrame:
    columns = SCHEMAS[name].columns
    return pd.DataFrame({column: _convert(raw[column], columns[column].dtype, path) for column in columns})


def check(frame: pd.DataFrame, name: str, path: Path | None = None) -> pd.DataFrame:
    """The frame itself, once it fits its definition.

    Raises:
        InputError: it does not; the first misfit is named.
    """
    try:
        return _validator(name).validate(frame[list(SCHEMAS[name].columns)], lazy=True)
    except pa.errors.SchemaErrors as error:
        raise InputError(
            _sentence(error.failure_cases, SCHEMAS[name].key, frame, str(path or name))
        ) from error


@cache
def _validator(name: str) -> pa.DataFrameSchema:
    """A definition as what checks frames by it."""
    columns = {
        column: pa.Column(of.dtype, _checks(of), nullable=of.nullable)
        for column, of in SCHEMAS[name].columns.items()
    }
    return pa.DataFrameSchema(columns, name=name, unique=SCHEMAS[name].key, strict=True)


def _checks(column: Column) -> list[pa.Check]:
    checks = []
    if column.codes is not None:
        checks.append(pa.Check.isin(column.codes, error=f"one of {', '.join(column.codes)}"))
    if column.pattern is not None:
        form = column.form or f"text of the form {column.pattern}"
        checks.append(pa.Check.str_matches(column.pattern, error=form))
    if column.least is not None:
        checks.append(pa.Check.ge(column.least, error=f"a number of at least {column.least}"))
    if column.most is not None:
        checks.append(pa.Check.le(column.most, error=f"a number of at most {column.most}"))
    return checks


def write_frame(frame: pd.DataFrame, name: str, path: Path) -> None:
    """Write a frame as CSV, whole or not at all; the same frame gives the same bytes."""
    cells = frame[list(SCHEMAS[name].columns)].copy()
    for column in cells.select_dtypes("boolean"):
        cells[column] = cells[column].map({True: "true", False: "false"})
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, cells.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a part."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except PermissionError as error:
        raise PermissionError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def empty_frame(name: str) -> pd.DataFrame:
    """A frame of the right columns and types without rows."""
    columns = SCHEMAS[name].columns
    return pd.DataFrame({column: pd.Series(dtype=of.dtype) for column, of in columns.items()})


def _convert(cells: pd.Series, dtype: str, path: Path) -> pd.Series:
    filled = cells.mask(cells == "")
    if dtype == "boolean":
        converted = filled.str.lower().map(TRUTH).astype("boolean")
    elif dtype == "Int64":
        converted = pd.to_numeric(filled.where(filled.str.fullmatch(r"-?\d{1,15}", na=False))).astype("Int64")
    elif dtype == "datetime64[ns]":
        converted = filled.map(_date, na_action="ignore").astype("datetime64[ns]")
    else:
        return filled.astype("str")
    wrong = converted.isna() & filled.notna()
    if wrong.any():
        row = int(wrong.idxmax())
        found = f"'{cells[row]}' in column '{cells.name}'"
        raise InputError(f"{path}, row {row + 2}: {found} should be {_EXPECTED[dtype]}.")
    return converted


def _date(cell: str) -> Any:
    try:
        return datetime.date.fromisoformat(cell) if re.fullmatch(r"(19|20)\d\d-\d{2}-\d{2}", cell) else None
    except ValueError:
        return None


def _sentence(failures: pd.DataFrame, keys: list[str], frame: pd.DataFrame, where: str) -> str:
    placed = failures[failures["index"].notna()].sort_values("index", kind="stable")
    first = (placed if len(placed) else failures).iloc[0]
    at = f"{where}, row {int(first['index']) + 2}" if pd.notna(first["index"]) else where
    if first["check"] == "multiple_fields_uniqueness":
        key = " / ".join(str(frame[column].loc[first["index"]]) for column in keys)
        columns = ", ".join(keys)
        return f"{at}: '{key}' stands in two rows but {columns} must be unique; remove one."
    if first["check"] == "not_nullable":
        return f"{at}: column '{first['column']}' is blank and must be filled."
    return f"{at}: '{first['failure_case']}' in column '{first['column']}' should be {first['check']}."
