"""Official texts on this machine: checked, then stored once, whole or not at all."""

import datetime
import errno
import hashlib
import json
import os
import tempfile
from pathlib import Path

from analysis.corpus.frames import write_whole
from analysis.documents.parse import Document, parse_bytes, read_bytes
from analysis.documents.rendition import tell_suffix
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import corpus_folder
from analysis.lexicon.references import open_data_name

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
    found = [path for path in texts_home().glob(f"{stem}.*") if path.suffix in (".txt", ".html", ".xml")]
    return min(found, default=None)


def add_texts(paths: list[Path]) -> list[tuple[Path, Path, bool]]:
    """Store official texts under `texts/` in the corpus folder, all of them or none.

    Returns:
        (file given, file stored, whether it is new), one per path.

    Raises:
        InputError: a file is no complete adopted resolution, or another text is already
            stored under its name. Nothing has been written then.
    """
    chosen: dict[str, tuple[Path, bytes]] = {}
    stored = []
    for path in paths:
        data = read_bytes(path)
        document = parse_bytes(data, str(path))
        if not document.language:
            raise InputError(f"{path} is in no official language that could be told: save the page again.")
        stem = text_stem(document)
        old = find_stored(stem)
        target, there = chosen.get(stem) or ((old, read_bytes(old)) if old else (None, None))
        if target is not None and there != data:
            raise InputError(f"{path} differs from {target}: remove that file first if this one is better.")
        stored.append((path, target or texts_home() / f"{stem}{tell_suffix(data)}", target is None))
        chosen[stem] = stored[-1][1], data
    written: list[Path] = []
    try:
        texts_home().mkdir(parents=True, exist_ok=True)
        for _, target, new in stored:
            if new:
                write_whole(target, next(data for path, data in chosen.values() if path == target))
                written.append(target)
                target.with_suffix(".json").unlink(missing_ok=True)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        raise InputError(
            f"{texts_home()} cannot be written to ({error.strerror}); nothing was stored."
        ) from error
    return stored


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
