"""Every table of a corpus as one workbook, with the codebook on a sheet of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.codebook import TYPES
from analysis.corpus.corpus import Corpus
from analysis.corpus.countries import describe_country
from analysis.corpus.schema import CODED, SCHEMAS, Column
from analysis.corpus.sheets import Workbook
from analysis.lexicon.codes import ACTS, CODES, labels
from analysis.lexicon.office import check_output

_BY_RULE = ("paragraphs", "rule_demands", "recital_themes", "rule_mentions", "features", "terms")
TABLES = ("resolutions", "readings", *CODED, *_BY_RULE)
_READINGS = (
    "One row per reading and part of a resolution: who read it, from what, and how much of it was seen."
)
_MORE = {  # columns that frames have beyond their definition
    "reference": "Resolution, by its number among the texts adopted.",
    "year": "Year of adoption.",
    "language": "Language of what was read; blank where none alone is told.",
    "evidence": "What the reading rests on, best first.",
    "coder": "Who read it: hand or rules.",
    "section": "Part of the resolution.",
    "seen": "How much of it was seen: all, part or none.",
    "passage": "The words of the demand, only where the text is on this machine.",
    "theme_sure": SCHEMAS["rule_demands"].columns["theme_sure"].description,
}
_CODEBOOK = ("table", "column", "code", "in words", "meaning", "boundary", "example", "may be blank", "unit")


def save_workbook(corpus: Corpus, path: Path | None) -> Path:
    """Write every table of a corpus: what people coded, and what rules find in the texts.

    Sheets bear the names of the codebook. A column of codes is followed by their words; a blank cell is *not
    known*. Texts are quoted only where they are on this machine, and the first sheet says so.

    Raises:
        InputError: the file is none that a workbook can be written to, or a library is missing.
    """
    path = check_output(path, (".xlsx",), "A workbook")
    book = Workbook()
    tables = {name: _add_passages(corpus, name) for name in TABLES}
    codebook = list(_list_codebook(tables))
    tables = {name: _add_words(frame) for name, frame in tables.items()}
    book.add("about", ("what", "rows", "told"), _tell_about(corpus, tables), widths={"what": 24, "told": 90})
    for name, frame in tables.items():
        book.add(name, list(frame.columns), frame.itertuples(index=False, name=None))
    book.add("codebook", _CODEBOOK, codebook, widths={"meaning": 60, "boundary": 50, "example": 40})
    book.save(path)
    return path


def _add_passages(corpus: Corpus, name: str) -> pd.DataFrame:
    frame = getattr(corpus, name)
    return frame.assign(passage=corpus.quote(frame)) if name == "rule_demands" else frame


def _add_words(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the words of its codes, each beside the column of the codes."""
    frame = frame.copy()
    for column in list(frame.columns):
        words = _find_words(column)
        if words:
            place = frame.columns.get_loc(column) + 1
            frame.insert(int(place), f"{column}_in_words", frame[column].map(words, na_action="ignore"))
    return frame


def _find_words(column: str) -> dict[str, str]:
    """Code → words of a column of codes whose words say more than its codes; empty for any other."""
    name = {"theme2": "theme", "addressee2": "addressee", "asked2": "asked", "status": "person_status"}.get(
        column, column
    )
    if name not in ("theme", "addressee", "evidence", "occupation", "person_status", "asked", "kind"):
        return {}
    return labels(name)


def _tell_about(corpus: Corpus, tables: dict[str, pd.DataFrame]) -> Iterator[tuple[Any, ...]]:
    """What the workbook is, whether it quotes texts, and how many rows each sheet has."""
    country = describe_country(corpus.folder)
    yield "country", None, f"{country.name} (invented)" if country.invented else country.name
    held = sorted(f"{one.reference} ({one.language})" for one in corpus.documents)
    if held:
        told = (
            "Texts are quoted: `paragraphs` has their text, `demands` and `rule_demands` the passages of demands, "
            f"since these are on this machine: {', '.join(held)}. Official texts are © European Union; name them as "
            "the source."
        )
    else:
        told = "No text is quoted: none is on this machine."
    yield "texts", None, told
    yield "blank cells", None, "Not known; never zero and never no."
    for name, frame in tables.items():
        yield name, len(frame), SCHEMAS[name].description if name in SCHEMAS else _READINGS
    yield "codebook", None, "What every column means, and every code with its definition."


def _list_codebook(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str | None, ...]]:
    """Every column of the tables, then every code of the lists."""
    for name, frame in tables.items():
        known = SCHEMAS[name].columns if name in SCHEMAS else {}
        for column in frame.columns:
            of = known.get(column) or Column(_MORE[column], str(frame[column].dtype), nullable=True)
            blank = "yes" if of.nullable else "no"
            yield name, column, None, TYPES[of.dtype], _tell_column(of), None, None, blank, of.unit
    for act, row in ACTS.items():
        yield "acts", "act", act, None, f"{row['act_class']}, step {row['strength']}", *[None] * 4
    for name, codes in CODES.items():
        for code, row in codes.items():
            told = (row[column] or None for column in ("label", "definition", "boundary", "example"))
            yield "code lists", name, code, *told, None, None


def _tell_column(column: Column) -> str:
    """What a column means, which codes it takes and where its values stand."""
    codes = column.codes or []
    listed = [f"One of {', '.join(codes)}."] if 0 < len(codes) < 8 else []
    refers = [f"Stands in {column.refers_to}."] if column.refers_to else []
    return " ".join([column.description, *listed, *refers])
