"""Kept results → the tables under `derived/`, text by text, so that memory does not grow with their number."""

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from analysis.corpus import table_path
from analysis.derive import DERIVED, Row
from analysis.errors import InputError
from analysis.frames import type_cells
from analysis.redaction import Redactions
from analysis.schema import SCHEMAS
from analysis.store import read_tables
from analysis.versions import Versions

_AT_ONCE = 500  # tables of versions
Version = tuple[str, str]  # reference, language
VersionRows = tuple[Version, list[list[str]]]  # its rows, as cells
Lines = tuple[int, str]  # how many rows, and the rows as lines of CSV


def to_lines(rows: Iterable[Row], table: str) -> Lines:
    """Rows of one text as they stand in the table's file, in the order of its key; sentences are left out."""
    columns, key = SCHEMAS[table].columns, SCHEMAS[table].key
    kinds = [(column, _KINDS.get(of.dtype, str)) for column, of in columns.items()]
    rows = ({**row, "text": None} for row in rows) if table == "paragraphs" else rows
    typed = [
        [row[column] if type(row[column]) is kind else _type(row[column], kind) for column, kind in kinds]
        for row in rows
    ]
    places = [list(columns).index(column) for column in key]
    if any(columns[column].nullable for column in key):
        typed.sort(key=lambda row: [(row[place] is None, row[place]) for place in places])
    else:
        typed.sort(key=itemgetter(*places))
    return len(typed), _write(typed)


def _type(value: Any, kind: Callable) -> Any:
    return None if value is None or value is pd.NA or value != value else kind(value)


_KINDS: dict[str, Callable] = {"Int64": int, "boolean": lambda value: "true" if value else "false"}


def _write(rows: Iterable[Iterable[Any]]) -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    return lines.getvalue()


def assemble_tables(
    folder: Path, chosen: dict[Version, Path], redactions: Redactions
) -> list[tuple[Path, int]]:
    """Write every derived table; none takes the place of the old one before all are whole.

    Args:
        folder: the country's.
        chosen: version → where its result is kept, in order. Rows of other versions stay as they are.
        redactions: who is left out of those too.

    Returns:
        (file, number of rows) of each table.
    """
    paths = {table: table_path(folder, table) for table in DERIVED}
    parts = {table: path.with_name(f".{path.name}.{os.getpid()}.part") for table, path in paths.items()}
    (folder / "derived").mkdir(exist_ok=True)
    try:
        with ExitStack() as stack:
            tables = []
            for table, path in paths.items():
                file = stack.enter_context(open(parts[table], "w", encoding="utf-8", newline=""))
                tables.append(_Table(table, file, _others(path, table, chosen), redactions))
            for version, address in chosen.items():
                lines = read_tables(address, DERIVED)
                for written in tables:
                    written.add(version, lines[written.name])
            for written in tables:
                written.close()
        for name, path in paths.items():
            parts[name].replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return [(paths[written.name], written.n_rows) for written in tables]


def _others(path: Path, table: str, chosen: dict[Version, Path]) -> Iterator[VersionRows]:
    return ((version, rows) for version, rows in read_versions(path, table) if version not in chosen)


class _Table:
    """One table as it is written: new rows among those of versions that are not at hand."""

    def __init__(self, name: str, file: TextIO, old: Iterator[VersionRows], redactions: Redactions):
        self.name, self.n_rows = name, 0
        self._file, self._old, self._redactions = file, old, redactions
        self._next = next(old, None)
        file.write(_write([list(SCHEMAS[name].columns)]))

    def add(self, version: Version, lines: Lines) -> None:
        self._add_old(before=version)
        self._put(lines)

    def close(self) -> None:
        self._add_old(before=None)

    def _add_old(self, before: Version | None) -> None:
        while self._next and (before is None or self._next[0] < before):
            rows = pd.DataFrame(self._next[1], columns=list(SCHEMAS[self.name].columns))
            kept = self._redactions.withhold_found(rows).to_numpy().tolist()
            self._put((len(kept), _write(kept)))
            self._next = next(self._old, None)

    def _put(self, lines: Lines) -> None:
        self.n_rows += lines[0]
        self._file.write(lines[1])


def read_versions(path: Path, table: str) -> Iterator[VersionRows]:
    """The rows of each version in a derived table, as cells.

    Raises:
        InputError: the file is no such table, its rows are out of order, or a cell cannot be.
    """
    if not path.exists():
        return
    last = ("", "")
    for version, of in groupby(_read_rows(path, table), key=lambda row: (row[1][0], row[1][1])):
        numbered = list(of)
        _check_rows(numbered, table, path)
        if version < last:
            raise InputError(f"{path}, row {numbered[0][0]}: the row is out of order; restore the file.")
        last = version
        yield version, [row for _, row in numbered]


def _read_rows(path: Path, table: str) -> Iterator[tuple[int, list[str]]]:
    """Number in the file and cells of each row."""
    columns = list(SCHEMAS[table].columns)
    try:
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            if next(rows, None) != columns:
                raise InputError(f"{path}: the columns are not {', '.join(columns)}; restore the file.")
            for number, row in enumerate(rows, 2):
                if len(row) != len(columns):
                    raise InputError(
                        f"{path}, row {number}: {len(row)} cells for {len(columns)} columns; restore the file."
                    )
                yield number, row
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as CSV in UTF-8 ({error}): restore it.") from error


def _check_rows(numbered: list[tuple[int, list[str]]], table: str, path: Path) -> None:
    """What would keep `load` from reading the rows of a version is told before anything is written."""
    columns, known = SCHEMAS[table].columns, set()
    key = [list(columns).index(column) for column in SCHEMAS[table].key]
    for number, row in numbered:
        for cell, (column, of) in zip(row, columns.items(), strict=True):
            pattern = _CELLS.get(of.dtype)
            if (not cell and not of.nullable) or (cell and pattern and not pattern.fullmatch(cell)):
                raise InputError(
                    f"{path}, row {number}: '{cell}' in column '{column}' cannot be; restore the file."
                )
        known.add(tuple(row[place] for place in key))
    if len(known) < len(numbered):
        raise InputError(
            f"{path}, row {numbered[0][0]} and after: a row stands there twice; restore the file."
        )


_CELLS = {"Int64": re.compile(r"-?\d{1,15}"), "boolean": re.compile("true|false")}


def gather_versions(folder: Path) -> Iterator[Versions]:
    """The derived tables of the resolutions that there are in several languages, some resolutions at a time."""
    streams = [_label(table_path(folder, table), table) for table in ("paragraphs", "found", "named")]
    gathered: dict[str, list[list[str]]] = {"paragraphs": [], "found": [], "named": []}
    n_versions = 0
    for _, of in groupby(merge(*streams), key=lambda one: one[0][0]):
        resolution = list(of)
        if len({version for version, *_ in resolution}) < 2:
            continue
        n_versions += len(resolution)
        for _, table, rows in resolution:
            gathered[table] += rows
        if n_versions > _AT_ONCE:
            yield _as_tables(gathered)
            gathered, n_versions = {table: [] for table in gathered}, 0
    if n_versions:
        yield _as_tables(gathered)


def _label(path: Path, table: str) -> Iterator[tuple[Version, str, list[list[str]]]]:
    return ((version, table, rows) for version, rows in read_versions(path, table))


def _as_tables(gathered: dict[str, list[list[str]]]) -> Versions:
    return Versions(**{table: type_cells(rows, table) for table, rows in gathered.items()})
