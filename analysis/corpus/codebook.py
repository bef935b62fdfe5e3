"""CODEBOOK.md, written from the frame definitions and code lists: `python -m analysis.corpus.codebook`."""

from collections.abc import Sequence

from analysis.corpus.schema import SCHEMAS, Frame
from analysis.lexicon.codes import CODES
from analysis.lexicon.files import write_whole
from analysis.lexicon.places import PROJECT
from analysis.lexicon.tables import read_lexicon

CODEBOOK = PROJECT / "corpus" / "CODEBOOK.md"

TYPES = {
    "str": "text",
    "Int64": "whole number",
    "boolean": "true or false",
    "datetime64[ns]": "date",
}  # of columns, in words

_INTRODUCTION = """# Codebook

Written by `make codebook` from `analysis/corpus/schema.py` and `corpus/lexicon/`; do not edit by hand.

`load("kazakhstan")` gives each frame below as a pandas DataFrame. In the CSV files a blank cell means
*not known*; it never means zero or no. Keys are columns, never the index.

"""

_LISTS = {
    "theme": "Themes: by what would have to change, not by who is named",
    "addressee": "Addressees",
    "status": "Statuses of a lineage's steps",
    "occupation": "What people are, as printed there",
    "person_status": "What befell people, as printed there",
    "asked": "What is asked for a person",
    "evidence": "Evidence, best first",
    "kind": "Kinds of instruments",
    "action_category": "Action categories of directives, from the complement and not the verb",
}


def describe() -> str:
    """The codebook as Markdown."""
    parts = [_INTRODUCTION, *(_describe_frame(schema) for schema in SCHEMAS.values())]
    parts += ["# Code lists\n\n", _describe_acts()]
    parts += [_describe_list(name, title) for name, title in _LISTS.items()]
    return "".join(parts)


def _describe_frame(schema: Frame) -> str:
    rows = []
    for name, column in schema.columns.items():
        notes = [column.description]
        if column.codes:
            known = next((title for key, title in CODES.items() if list(title) == column.codes), None)
            few = len(column.codes) < 8
            notes.append(
                f"One of {', '.join(column.codes)}." if few or known is None else "See the code list."
            )
        if column.refers_to:
            notes.append(f"Stands in {column.refers_to}.")
        blank = "yes" if column.nullable else "no"
        rows.append((f"`{name}`", TYPES[column.dtype], blank, column.unit or "", " ".join(notes)))
    key = ", ".join(f"`{name}`" for name in schema.key)
    table = _table(("column", "type", "may be blank", "unit", "meaning"), rows)
    return f"## `{schema.name}`\n\n{schema.description} Key: {key}.\n\n{table}\n"


def _describe_acts() -> str:
    rows = [
        (
            row["act"],
            row["act_class"],
            row["strength"],
            row["valence"],
            row["language"],
            row["phrase"],
            row["note"],
        )
        for row in read_lexicon("acts")
    ]
    head = ("act", "class", "strength", "valence", "language", "phrase", "note")
    return (
        "## Acts and their strength\n\nOne ladder per class; strengths of different classes are never averaged, "
        f"and procedural acts take no part.\n\n{_table(head, rows)}\n"
    )


def _describe_list(name: str, title: str) -> str:
    rows = [
        (f"`{code}`", row["label"], row["group"], row["definition"], row["boundary"], row["example"])
        for code, row in CODES[name].items()
    ]
    head = ("code", "in words", "group", "definition", "boundary", "invented example")
    filled = [i for i in range(len(head)) if any(row[i] for row in rows)]
    table = _table(tuple(head[i] for i in filled), [tuple(row[i] for i in filled) for row in rows])
    return f"## {title}\n\n{table}\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines: list[Sequence[str]] = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    write_whole(CODEBOOK, describe().encode())
