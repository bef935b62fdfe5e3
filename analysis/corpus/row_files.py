"""Rows added to a table that people fill: what stands in the file stays as it is written there."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.corpus.schema import SCHEMAS
from analysis.lexicon.cells import find_delimiter, read_cells
from analysis.lexicon.errors import InputError
from analysis.lexicon.files import write_whole

_MARK = "\ufeff"


def add_rows(path: Path, table: str, rows: Iterable[Mapping[str, str]], own: str) -> tuple[int, int]:
    """Add rows whose key is new; of rows known, only blank cells are filled, and only where `source` is one's own.

    Args:
        path: the table's file, which is made where there is none.
        table: its name.
        rows: cells by column, as they are written.
        own: the source of rows that were added so before.

    Returns:
        how many rows were added, and in how many cells were filled.

    Raises:
        InputError: the file is broken or cannot be written to.
    """
    columns = list(SCHEMAS[table].columns)
    header = columns
    text = f"{','.join(columns)}\n"
    if path.exists():
        header, _ = read_cells(path)
        text = path.read_bytes().decode("utf-8-sig")
    sign = find_delimiter(text)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    key = SCHEMAS[table].key
    known = {
        tuple(line[header.index(column)] for column in key): line
        for line in lines
        if len(line) == len(header)
    }
    n_new = n_filled = 0
    for row in rows:
        cells = [row.get(column, "") for column in header]
        line = known.get(tuple(row.get(column, "") for column in key))
        if line is None:
            lines.append(cells)
            n_new += 1
        elif line[header.index("source")] == own:
            blank = [at for at, cell in enumerate(line) if not cell and cells[at]]
            for at in blank:
                line[at] = cells[at]
            n_filled += bool(blank)
    if n_new or n_filled or not path.exists():
        _write(
            path,
            [line for line in lines if line],
            sign,
            path.exists() and path.read_bytes()[:3] == _MARK.encode(),
        )
    return n_new, n_filled


def _write(path: Path, lines: list[list[str]], sign: str, marked: bool) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=sign, lineterminator="\n").writerows(lines)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, f"{_MARK if marked else ''}{file.getvalue()}".encode())
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}): make room or rights.") from error
