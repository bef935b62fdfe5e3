"""The lines of Word and PDF files, kept in a country's cache, so that each file is taken apart once."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

from analysis.documents import packages
from analysis.documents.parse import Document, checksum, parse_bytes
from analysis.documents.rendition import is_packed, read_text
from analysis.lexicon.files import write_whole


def parse_kept(data: bytes, path: Path, folder: Path) -> Document:
    """As `parse_bytes`, for a text of the country of a folder.

    Raises:
        InputError: it is no complete adopted resolution.
    """
    if not is_packed(data):
        return parse_bytes(data, str(path))
    kept = folder / "cache" / "lines" / f"{checksum(data)[:32]}-{_reader_version()}.txt"
    try:
        lines = kept.read_bytes()
    except OSError:
        lines = read_text(data, str(path)).encode()
        _keep(kept, lines)
    return replace(parse_bytes(lines, str(path)), checksum=checksum(data))


def _keep(path: Path, lines: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lines)
    except OSError:
        pass  # it is taken apart again next time


@cache
def _reader_version() -> str:
    """A checksum of the modules that take files apart."""
    sources = sorted(Path(packages.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
