"""Renews a country's derived figures from the texts at hand."""

from pathlib import Path

from analysis.corpus import load, table_path
from analysis.errors import InputError
from analysis.frames import write_frame
from analysis.versions import describe_versions


def build_derived(country: str) -> tuple[list[tuple[Path, int]], list[str]]:
    """Write the tables under `derived/`; the same texts give the same bytes.

    Rows of versions that are not at hand stay as they are.

    Returns:
        (file, number of rows) of each table, and a sentence per pair of language versions.

    Raises:
        InputError: there is no such corpus, or no text of it is at hand.
    """
    corpus = load(country)
    if not corpus.documents:
        raise InputError(f"No text of '{country}' is at hand: add one with `resolutions add FILE`.")
    frames = {
        "paragraphs": corpus.paragraphs.assign(text=None),
        "terms": corpus.terms,
        "found": corpus.found,
        "complaints": corpus.complaints,
        "named": corpus.named,
        "features": corpus.features,
    }
    written = []
    for name, frame in frames.items():
        path = table_path(corpus.folder, name)
        write_frame(frame, name, path)
        written.append((path, len(frame)))
    return written, describe_versions(corpus)
