"""Official texts on this machine: checked, then stored once, whole or not at all."""

import datetime
import errno
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from analysis.documents.parse import Document, parse_bytes, read_bytes
from analysis.documents.rendition import SUFFIXES, tell_suffix
from analysis.documents.segment import without_marks
from analysis.lexicon.errors import InputError
from analysis.lexicon.files import write_whole
from analysis.lexicon.places import corpus_folder
from analysis.lexicon.references import open_data_name
from analysis.sources.intake import Given, list_given

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def texts_home() -> Path:
    """Where texts are stored, and nowhere else."""
    return corpus_folder() / "texts"


def text_stem(document: Document) -> str:
    """Name of a stored text without its ending, made from its content alone: TA-9-2021-0056_SV."""
    name = open_data_name(document.reference, document.edition == "provisional")
    return f"{name}_{(document.language or '').upper()}"


def find_stored(stem: str) -> Path | None:
    """The text stored under a name, whatever its kind; None where there is none."""
    found = [path for path in texts_home().glob(f"{stem}.*") if path.suffix in SUFFIXES]
    return min(found, default=None)


@dataclass(frozen=True)
class Stored:
    """One text that was handed over and is stored now, or was before.

    Attributes:
        name: what it was called.
        path: where it is stored.
        new: whether it was stored now.
        document: the text, parsed.
    """

    name: str
    path: Path
    new: bool
    document: Document


def add_texts(paths: list[Path]) -> tuple[list[Stored], list[str]]:
    """Store official texts under `texts/` in the corpus folder.

    Files that are named are stored all or none. Of a folder or a zip archive those are stored that can be.

    Returns:
        the texts, and a sentence on each file of a folder or an archive that is none.

    Raises:
        InputError: a named file is no complete adopted resolution, or another text is already
            stored under its name. Nothing has been written then.
    """
    chosen: dict[str, tuple[Path, bytes, Document]] = {}
    stored: list[Stored] = []
    refused: list[str] = []
    for given in list_given(paths):
        try:
            stored.append(_place(given, chosen))
        except InputError as error:
            if given.chosen:
                raise
            refused.append(str(error))
    _write_all({path: data for path, data, _ in chosen.values()})
    return stored, refused


def _place(given: Given, chosen: dict[str, tuple[Path, bytes, Document]]) -> Stored:
    """Where a text is to be stored, or is already; a text in another form is the same text."""
    if given.data is None:
        raise InputError(given.trouble)
    document = parse_bytes(given.data, given.name)
    if not document.language:
        raise InputError(f"{given.name} is in no official language that could be told: save the page again.")
    stem = text_stem(document)
    old = find_stored(stem)
    if old and stem not in chosen:
        there, known = old, None
        data = read_bytes(old)
    elif stem in chosen:
        there, data, known = chosen[stem]
    else:
        target = texts_home() / f"{stem}{tell_suffix(given.data)}"
        chosen[stem] = target, given.data, document
        return Stored(given.name, target, True, document)
    if data != given.data and not _is_same(document, known or parse_bytes(data, str(there))):
        raise InputError(f"{given.name} differs from {there}: remove that file first if this one is better.")
    return Stored(given.name, there, False, document)


def _is_same(document: Document, other: Document) -> bool:
    """Whether two files hold the same paragraphs, in whatever form; marks of footnotes aside."""
    told = [
        [(one.section, one.label, without_marks(one)) for one in each.paragraphs]
        for each in (document, other)
    ]
    return told[0] == told[1]


def _write_all(wanted: dict[Path, bytes]) -> None:
    """Write the files, all or none."""
    written: list[Path] = []
    try:
        texts_home().mkdir(parents=True, exist_ok=True)
        for target, data in wanted.items():
            write_whole(target, data)
            written.append(target)
            target.with_suffix(".json").unlink(missing_ok=True)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        raise InputError(
            f"{texts_home()} cannot be written to ({error.strerror}); nothing was stored: make room or rights."
        ) from error


def store_fetched(stem: str, data: bytes, facts: dict) -> bool:
    """Store a fetched text with its sidecar (address, status, time, checksum, language, edition).

    Args:
        stem: as `text_stem` gives it.
        data: the whole text.
        facts: what the sidecar states beside time and checksum.

    Returns:
        False where a text of that name is already there; that one stays as it is.

    Raises:
        OSError: the folder cannot be written to. Nothing new is left behind then.
    """
    home = texts_home()
    home.mkdir(parents=True, exist_ok=True)
    if find_stored(stem) or not _write_new(home / f"{stem}{tell_suffix(data)}", data):
        return False
    try:
        write_sidecar(stem, {**facts, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    except BaseException:
        (home / f"{stem}{tell_suffix(data)}").unlink()
        raise
    return True


def write_sidecar(stem: str, facts: dict) -> None:
    """Write what is known of how a text was got, or of why there is none, with the time."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    texts_home().mkdir(parents=True, exist_ok=True)
    text = json.dumps({**facts, "time": now}, ensure_ascii=False, indent=1)
    write_whole(texts_home() / f"{stem}.json", f"{text}\n".encode())


def _write_new(path: Path, data: bytes) -> bool:
    """Write a file whole unless one is there, however many processes try."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.chmod(0o644)
        try:
            os.link(part, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_LINKS or path.exists():
                raise
            part.replace(path)
        return True
    finally:
        part.unlink(missing_ok=True)
