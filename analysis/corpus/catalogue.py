"""The resolutions of a corpus in brief, told without loading all of it."""

from pathlib import Path

from analysis.corpus.soundness import is_sound
from analysis.corpus.texts import read_texts
from analysis.lexicon.cells import read_cells
from analysis.lexicon.phrase_tables import check_tables
from analysis.lexicon.places import corpus_folder, find_folder

Unread = tuple[tuple[Path, str], ...]


def list_resolutions(country: str) -> tuple[list[dict[str, str]], Unread]:
    """Reference, adopted, title and texts (languages at hand) of each resolution; and what could not be read.

    Raises:
        InputError: there is no such corpus, or a row of it or of the phrase tables is wrong.
    """
    folder = find_folder(country)
    check_tables()
    rows = _read_plainly(folder)
    if rows is None:
        return _list_loaded(country)
    documents, unread = read_texts(folder, None, {row["reference"] for row in rows})
    return _join(rows, [(one.reference, str(one.language)) for one in documents]), unread


def _read_plainly(folder: Path) -> list[dict[str, str]] | None:
    """The rows as they stand; None where something must be checked, or left out, that needs the whole corpus."""
    if (corpus_folder() / "redacted.csv").exists() or not is_sound(folder):
        return None
    header, numbered = read_cells(folder / "resolutions.csv")
    shown = {"reference": "reference", "adopted": "adopted", "title_en": "title"}
    return [{name: row[header.index(column)] for column, name in shown.items()} for row in numbered.values()]


def _list_loaded(country: str) -> tuple[list[dict[str, str]], Unread]:
    from analysis.corpus.load import load

    corpus = load(country)
    rows = [
        {
            "reference": row.reference,
            "adopted": "" if row.adopted != row.adopted else f"{row.adopted:%Y-%m-%d}",
            "title": "" if row.title_en != row.title_en else row.title_en,
        }
        for row in corpus.resolutions.itertuples()
    ]
    return _join(rows, [(one.reference, str(one.language)) for one in corpus.documents]), corpus.unread


def _join(rows: list[dict[str, str]], versions: list[tuple[str, str]]) -> list[dict[str, str]]:
    held: dict[str, list[str]] = {}
    for reference, language in versions:
        held.setdefault(reference, []).append(language)
    return [row | {"texts": " ".join(held.get(row["reference"], []))} for row in rows]
