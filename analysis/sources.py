"""Official texts on this machine: taken from a user's file, checked and stored."""

from pathlib import Path

from analysis.errors import InputError
from analysis.frames import write_whole
from analysis.parse import REFERENCE, Document, parse_bytes, read_bytes
from analysis.places import corpus_folder


def text_name(document: Document) -> str:
    """File name of a stored text, made from its content alone: TA-9-2021-0056_SV.txt."""
    match = REFERENCE.fullmatch(document.reference)
    assert match is not None
    edition = "-PROV" if document.edition == "provisional" else ""
    number = f"TA-{match['term']}-{match['year']}-{match['number']}{edition}"
    return f"{number}_{(document.language or '').upper()}.txt"


def add_texts(paths: list[Path]) -> list[tuple[Path, Path, bool]]:
    """Store official texts under `texts/` in the corpus folder, all of them or none.

    Returns:
        (file given, file stored, whether it is new), one per path.

    Raises:
        InputError: a file is no complete adopted resolution, or another text is already
            stored under its name. Nothing has been written then.
    """
    folder = corpus_folder() / "texts"
    chosen: dict[Path, bytes] = {}
    stored = []
    for path in paths:
        data = read_bytes(path)
        document = parse_bytes(data, str(path))
        if not document.language:
            raise InputError(f"{path} is in no official language that could be told: save the page again.")
        target = folder / text_name(document)
        there = chosen.get(target) or (read_bytes(target) if target.exists() else None)
        if there is not None and there != data:
            raise InputError(f"{path} differs from {target}: remove that file first if this one is better.")
        stored.append((path, target, there is None))
        chosen[target] = data
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for _, target, new in stored:
            if new:
                write_whole(target, chosen[target])
                written.append(target)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        raise InputError(f"{folder} cannot be written to ({error.strerror}); nothing was stored.") from error
    return stored
