"""What a user hands over, files, folders and zip archives, as files one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analysis.documents.packages import ZIPPED, Package
from analysis.documents.parse import read_bytes
from analysis.lexicon.errors import InputError

_TEXTS = frozenset(
    ".txt .htm .html .xhtml .mht .mhtml .xml .docx .docm .dotx .pdf .doc .rtf .odt .zip".split()
)
_PAGES = (".htm", ".html", ".xhtml")


@dataclass(frozen=True)
class Given:
    """One file that was handed over.

    Attributes:
        name: what to call it, with the archive that it was in.
        data: its bytes; None where it cannot be read.
        trouble: why not.
        chosen: named by itself, not found in a folder or an archive.
    """

    name: str
    data: bytes | None
    trouble: str = ""
    chosen: bool = False


def list_given(paths: list[Path]) -> Iterator[Given]:
    """Each file once; of folders and archives those that may be texts, whatever else is there left aside.

    Raises:
        InputError: a path that was named is no file, or a broken archive; or a folder or archive holds no text.
    """
    for path in paths:
        if path.is_dir():
            yield from _some(list(_list_folder(path)), path)
            continue
        data = read_bytes(path)
        package = Package(data, str(path)) if data.startswith(ZIPPED) else None
        if package and not package.is_office:
            yield from _some(list(_list_package(package)), path)
        else:
            yield Given(str(path), data, chosen=True)


def _some(found: list[Given], path: Path) -> list[Given]:
    if not found:
        raise InputError(f"{path} holds no text: it may hold saved pages, Word, PDF, XML and text files.")
    return found


def _list_folder(folder: Path) -> Iterator[Given]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    pages = _list_pages(path.relative_to(folder).parts for path in paths)
    for path in paths:
        if _may_be_text(path.relative_to(folder).parts, pages):
            try:
                data = read_bytes(path)
                package = Package(data, str(path)) if data.startswith(ZIPPED) else None
                if package and not package.is_office:
                    yield from _list_package(package)
                else:
                    yield Given(str(path), data)
            except InputError as error:
                yield Given(str(path), None, str(error))


def _list_package(package: Package) -> Iterator[Given]:
    parts = {part: PurePosixPath(part.replace("\\", "/")).parts for part in sorted(package.parts)}
    pages = _list_pages(parts.values())
    for part, place in parts.items():
        name = f"{package.name}: {part}"
        if _may_be_text(place, pages):
            try:
                data = package.read(part)
                if data.startswith(ZIPPED) and not Package(data, name).is_office:
                    raise InputError(f"{name} is a zip file within a zip file: unpack it first.")
                yield Given(name, data)
            except InputError as error:
                yield Given(name, None, str(error))


def _list_pages(places: Iterable[tuple[str, ...]]) -> set[tuple[tuple[str, ...], str]]:
    """The folder and the name without ending of each web page."""
    named = ((place[:-1], PurePosixPath(place[-1])) for place in places)
    return {(folder, name.stem) for folder, name in named if name.suffix.lower() in _PAGES}


def _may_be_text(parts: tuple[str, ...], pages: set[tuple[tuple[str, ...], str]]) -> bool:
    """Whether a file may be a text: no hidden one, none that a browser keeps beside a page, no picture."""
    *folders, name = parts
    hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in parts)
    beside = any(
        folder.startswith(page) and folder != page
        for at, folder in enumerate(folders)
        for within, page in pages
        if within == parts[:at]
    )
    return not hidden and not beside and PurePosixPath(name).suffix.lower() in _TEXTS
