"""Files that are zip archives inside: which kind one is, and its parts, within bounds."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from analysis.lexicon.errors import InputError

ZIPPED = b"PK\x03\x04"
_MOST_BYTES = 100_000_000  # unpacked, as no official text comes near
_MOST_PARTS = 5_000
_OTHER_KINDS = {
    "xl/workbook.xml": "a workbook",
    "ppt/presentation.xml": "a presentation",
    "mimetype": "an OpenDocument file or e-book",
}  # by a part that such a file has


class Package:
    """A zip archive in memory.

    Attributes:
        name: what an error calls it.
    """

    def __init__(self, data: bytes, name: str):
        """Open it.

        Raises:
            InputError: it is broken, too large unpacked, or needs a password.
        """
        self.name = name
        try:
            self._archive = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise InputError(f"{name} is a broken zip or Word file: get it again.") from error
        parts = self._archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
            raise InputError(f"{name} unpacks to more than 100 MB or 5,000 files: unpack it, and add a part.")
        if any(part.flag_bits & 1 for part in parts):
            raise InputError(f"{name} is a zip file with a password: unpack it, and add the folder.")

    @property
    def parts(self) -> list[str]:
        """Names of its files."""
        return [part.filename for part in self._archive.infolist() if not part.is_dir()]

    @property
    def is_office(self) -> bool:
        """Whether it is one document, not an archive of several."""
        return "[Content_Types].xml" in self.parts or "mimetype" in self.parts

    def refuse_other_kinds(self) -> None:
        """Refuse what is no Word document.

        Raises:
            InputError: it is a workbook, a presentation, an OpenDocument file or an archive of several files.
        """
        kind = next((kind for part, kind in _OTHER_KINDS.items() if part in self.parts), None)
        if kind:
            raise InputError(f"{self.name} is {kind}: save it as Word (.docx), PDF or text instead.")
        if not self.is_office:
            raise InputError(f"{self.name} is a zip file: `resolutions add` takes it, or unpack it first.")

    def read(self, part: str | ZipInfo) -> bytes:
        """The content of a part.

        Raises:
            InputError: it is broken.
        """
        try:
            with self._archive.open(part) as file:
                data = file.read(_MOST_BYTES + 1)
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, KeyError) as error:
            raise InputError(f"{self.name} is a broken zip or Word file: get it again.") from error
        if len(data) > _MOST_BYTES:
            raise InputError(f"{self.name} unpacks to more than 100 MB: unpack it, and add a part.")
        return data

    def files(self) -> Iterator[tuple[str, bytes]]:
        """(name, content) of each of its files, in the order of their names."""
        for part in sorted(self._archive.infolist(), key=lambda one: one.filename):
            if not part.is_dir():
                yield part.filename, self.read(part)
