"""Which files of official texts belong to a country, and which of two versions counts."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.kept_lines import parse_kept
from analysis.documents.parse import Document, read_bytes
from analysis.documents.rendition import is_packed
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import corpus_folder, texts_folder
from analysis.lexicon.references import NEAR_REFERENCE, OPEN_DATA_FORM, plain_reference

_TAG = re.compile(r"<[^>]*>")


def list_files(folder: Path, texts: str | Path | None = None) -> Iterator[Path]:
    """The files that may be texts of a country, in the order in which later ones replace earlier ones.

    Args:
        folder: the country's.
        texts: a folder of official texts; by default RESOLUTION_TEXTS, else `texts/` in the corpus folder.

    Raises:
        InputError: the folder of texts that was asked for does not exist.
    """
    chosen = texts_folder() if texts is None else Path(texts)
    if chosen is not None and not chosen.is_dir() and chosen != corpus_folder() / "texts":
        raise InputError(f"There is no folder of texts {chosen}: create it or change RESOLUTION_TEXTS.")
    for place in (folder / "texts", chosen):
        for path in sorted(place.iterdir()) if place is not None and place.is_dir() else []:
            if not (path.is_dir() or path.name.startswith(".") or path.suffix == ".json"):
                yield path


def read_texts(
    folder: Path, texts: str | Path | None, references: set[str]
) -> tuple[tuple[Document, ...], tuple[tuple[Path, str], ...]]:
    """The texts at hand of some resolutions, one for each language; (file, reason) of what is no adopted text.

    Args:
        folder, texts: as `list_files` takes them.
        references: of the resolutions.
    """
    documents: dict[tuple[str, str], Document] = {}
    unread = []
    for path in list_files(folder, texts):
        try:
            data = read_bytes(path)
            document = parse_kept(data, path, folder) if may_belong(path, data, references) else None
        except InputError as error:
            unread.append((path, str(error)))
            continue
        if document is None or document.reference not in references or not document.language:
            continue
        key = document.reference, document.language
        if replaces(document.edition, key in documents):
            documents[key] = document
    return tuple(documents[key] for key in sorted(documents)), tuple(unread)


def may_belong(path: Path, data: bytes, references: set[str] | frozenset[str]) -> bool:
    """Whether a file must be read whole to tell if it is one of these resolutions.

    A text names itself, so one that names other resolutions only is another's; one that names none
    may still be told why it cannot be read. Word and PDF files are told by the names they are stored under.
    """
    if is_packed(data):
        stored = OPEN_DATA_FORM.match(path.stem)
        return stored is None or plain_reference(stored) in references
    text = data.decode(errors="replace")
    named = _find_references(text)
    if named & references:
        return True
    named |= _find_references(html.unescape(_TAG.sub("", text))) if "<" in text else set()
    return not named or bool(named & references)


def _find_references(text: str) -> set[str]:
    return {plain_reference(match) for match in NEAR_REFERENCE.finditer(text)}


def replaces(edition: str, known: bool) -> bool:
    """Whether a text takes the place of one known in the same language: a provisional one does not."""
    return not (known and edition == "provisional")
