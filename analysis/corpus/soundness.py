"""Whether a country's tables are plainly sound, told without dataframes.

What is not plainly so may still be: `analysis.corpus.load.load` decides, and names file, row and remedy.
"""

import datetime
import re
from pathlib import Path

from analysis.corpus.schema import CODED, SCHEMAS, TRUTH, Column
from analysis.lexicon.cells import read_cells
from analysis.lexicon.codes import ACTS

Row = dict[str, str]
_NUMBER = re.compile(r"-?\d{1,15}")
_DATE = re.compile(r"(19|20)\d\d-\d{2}-\d{2}")


def is_sound(folder: Path) -> bool:
    """Whether every cell, key and reference of the tables that people fill fits its definition.

    Raises:
        InputError: a table cannot be read as CSV.
    """
    tables: dict[str, list[Row]] = {}
    for table in ("resolutions", *CODED):
        path = folder / f"{table}.csv"
        header, numbered = read_cells(path) if table == "resolutions" or path.exists() else ([], {})
        if header and set(header) != set(SCHEMAS[table].columns):
            return False
        tables[table] = [dict(zip(header, cells, strict=True)) for cells in numbered.values()]
    return all(_fits(rows, table, tables) for table, rows in tables.items()) and _agrees(tables)


def _fits(rows: list[Row], table: str, tables: dict[str, list[Row]]) -> bool:
    keys = {tuple(row[column] for column in SCHEMAS[table].key) for row in rows}
    return len(keys) == len(rows) and all(
        _fits_column({row[name] for row in rows}, column, tables)
        for name, column in SCHEMAS[table].columns.items()
    )


def _fits_column(cells: set[str], column: Column, tables: dict[str, list[Row]]) -> bool:
    if "" in cells and not column.nullable:
        return False
    filled = cells - {""}
    if column.refers_to:
        table, key = column.refers_to.split(".")
        if not filled <= {row[key] for row in tables[table]}:
            return False
    return all(_fits_cell(cell, column) for cell in filled)


def _fits_cell(cell: str, column: Column) -> bool:
    if column.codes is not None and cell not in column.codes:
        return False
    if column.pattern is not None and not re.match(column.pattern, cell):
        return False
    if column.dtype == "boolean":
        return cell.lower() in TRUTH
    if column.dtype == "datetime64[ns]":
        return _is_date(cell)
    if column.dtype != "Int64":
        return True
    if not _NUMBER.fullmatch(cell):
        return False
    return (column.least is None or column.least <= int(cell)) and (
        column.most is None or int(cell) <= column.most
    )


def _is_date(cell: str) -> bool:
    try:
        return bool(_DATE.fullmatch(cell) and datetime.date.fromisoformat(cell))
    except ValueError:
        return False


def _agrees(tables: dict[str, list[Row]]) -> bool:
    """Whether codes and dates that stand in two places agree, and demands of a full text have their strength."""
    return all(
        row["act_class"] == ACTS[row["act"]]["act_class"]
        and (row["strength"] or row["evidence"] != "full_text")
        for row in tables["demands"]
    ) and all(row["adopted"][:4] in ("", row["year"]) for row in tables["resolutions"])
