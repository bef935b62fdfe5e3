"""What rules find in each text, kept on disk: one CSV file per table and text version, its own cache.

`derived/rule_demands/TA-9-2021-0056_SV.csv` holds the rows of `rule_demands` of that version. Its first line is a digest
of the text, the rules, the phrase tables and the names that bear on it: whatever changes, the digest changes
with it, so a file whose digest is right holds what would be computed. `derived/` is written by a build and
shipped; `cache/` by a report, ignored by git, and may be deleted at any time.
"""

import hashlib
import re
import shutil
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis.annotation.country import NOT_KNOWN
from analysis.corpus.derive import DERIVED, Names, Row, find_rows
from analysis.corpus.frames import check, empty_frame, read_frame, type_cells
from analysis.corpus.schema import SCHEMAS
from analysis.documents.parse import Document
from analysis.lexicon.cells import read_cells
from analysis.lexicon.errors import InputError
from analysis.lexicon.files import write_whole
from analysis.lexicon.places import corpus_folder, countries, lexicon_folder
from analysis.lexicon.references import open_data_name

FOLDERS = ("derived", "cache")
_ENGINES = ("babel", "pandas", "rapidfuzz", "selectolax", "simplemma")  # whose release may change a result
_STEM = re.compile(r"TA-(\d+)-(\d{4})-(\d+)_([A-Z]{2})")
_IMPORT = re.compile(r"^\s*from analysis\.(\w+(?:\.\w+)*) import (\w+)", re.MULTILINE)
_PACKAGE = Path(__file__).parents[1]


@cache
def rule_version() -> str:
    """A checksum of the rules: of the modules that find, the phrase tables and the releases they rest on."""
    tables = (path for path in lexicon_folder().rglob("*.*") if path.stem != "chart_words")
    files = [*_modules("corpus.derive"), *tables]
    parts = [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    releases = [f"{name} {version(name)}" for name in _ENGINES]
    return hashlib.sha256("\n".join([sys.version, *sorted(parts), *releases]).encode()).hexdigest()


def _modules(name: str) -> set[Path]:
    """The files of a module of the package and of every module that it imports."""
    found: set[Path] = set()
    waiting = [name]
    while waiting:
        path = _PACKAGE.joinpath(*waiting.pop().split(".")).with_suffix(".py")
        if path.exists() and path not in found:
            found.add(path)
            for module, item in _IMPORT.findall(path.read_text(encoding="utf-8")):
                waiting += [module, f"{module}.{item}"]
    return found


def make_digest(checksum: str, names: Names) -> str:
    """What the results of a text are made from, the text by its checksum."""
    spelled = sorted(" ".join(form) for form in names.forms)
    country = [names.country.code, *names.country.names] if names.country != NOT_KNOWN else []
    made_from = [rule_version(), checksum, *sorted(names.redactions.hashes), *spelled, *country]
    return hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:32]


def make_stem(reference: str, language: str | None) -> str:
    """The name of the files of a text version."""
    return f"{open_data_name(reference)}_{str(language).upper()}"


def read_stem(stem: str) -> tuple[str, str]:
    """Reference and language of a text version; blank for a file that has no such name."""
    match = _STEM.fullmatch(stem)
    return (f"P{match[1]}_TA({match[2]}){match[3]}", match[4].lower()) if match else ("", "")


def to_csv(rows: Iterable[Row], table: str) -> str:
    """Rows of one text as they stand in its file, in the order of the key; sentences are left out."""
    empty = empty_frame(table)
    rows = ({**row, "text": None} for row in rows) if table == "paragraphs" else rows
    frame = pd.DataFrame(rows, columns=empty.columns).astype(empty.dtypes)
    frame = check(frame, table).sort_values(SCHEMAS[table].key, kind="stable")
    for column in frame.select_dtypes("boolean"):
        frame[column] = frame[column].map({True: "true", False: "false"})
    return frame.to_csv(index=False, lineterminator="\n")


def keep(folder: Path, stem: str, digest: str, edition: str, tables: dict[str, str]) -> None:
    """Write the results of a text, the file that tells what there is last; a stopped run leaves no half of one."""
    for table in sorted(tables, key=lambda name: name == "paragraphs"):
        (folder / table).mkdir(parents=True, exist_ok=True)
        write_whole(folder / table / f"{stem}.csv", f"# {digest} {edition}\n{tables[table]}".encode())


def find_kept(folder: Path) -> dict[str, tuple[str, str]]:
    """Digest → (stem, edition) of each text whose results are kept whole in a folder."""
    kept = {}
    for path in sorted((folder / "paragraphs").glob("*.csv")):
        digest, edition = _read_head(path)
        if all((folder / table / path.name).exists() for table in DERIVED):
            kept[digest] = (path.stem, edition)
    return kept


def _read_head(path: Path) -> tuple[str, str]:
    with open(path, encoding="utf-8", errors="replace") as file:
        words = file.readline().removeprefix("#").split()
    return (words[0], words[1]) if len(words) == 2 else ("", "")


def read_derived(country: Path, table: str, documents: Iterable[Document], names: Names) -> pd.DataFrame:
    """The rows of every text version: as kept where nothing bears otherwise, found anew in stale texts at hand.

    Args:
        country: its folder.
        table: one of DERIVED.
        documents: the texts at hand, as printed.
        names: of the country's people.

    Raises:
        InputError: a file is broken; file, row and remedy are named.
    """
    at_hand = {make_stem(one.reference, one.language): one for one in documents}
    shipped = {path.stem: path for path in sorted((country / "derived" / table).glob("*.csv"))}
    paths = [path for stem, path in shipped.items() if stem not in at_hand]
    stale = []
    for stem, document in at_hand.items():
        digest = make_digest(document.checksum, names)
        files = (country / folder / table / f"{stem}.csv" for folder in FOLDERS)
        fresh = next((file for file in files if file.exists() and _read_head(file)[0] == digest), None)
        if fresh:
            paths.append(fresh)
        else:
            stale.append(document)
    empty = empty_frame(table)
    computed = pd.DataFrame(find_rows(stale, names, table), columns=empty.columns).astype(empty.dtypes)
    rows = pd.concat([names.redactions.withhold_found(read_files(paths, table)), check(computed, table)])
    return rows.sort_values(SCHEMAS[table].key, ignore_index=True)


def read_files(paths: list[Path], table: str) -> pd.DataFrame:
    """The rows of some files of a table as one typed and checked frame.

    Raises:
        InputError: a file is broken; file, row and remedy are named.
    """
    cells: list[list[str]] = []
    for path in paths:
        header, rows = read_cells(path)
        if header != list(SCHEMAS[table].columns):
            read_frame(path, table)  # says which column is wrong
        for number, row in rows.items():
            if (row[0], row[1]) != read_stem(path.stem):
                raise InputError(
                    f"{path}, row {number}: {row[0]} ({row[1]}) is not the text that the file is named after; "
                    "restore the file, or delete it and build again."
                )
        cells += rows.values()
    try:
        return type_cells(cells, table)
    except InputError:
        for path in paths:
            read_frame(path, table)
        raise


def find_shipped(country: Path) -> dict[str, list[str]]:
    """Reference → stems of the versions that `derived/` has.

    Raises:
        InputError: a file there bears the name of no text.
    """
    shipped: dict[str, list[str]] = {}
    for path in sorted((country / "derived" / "paragraphs").glob("*.csv")):
        if not read_stem(path.stem)[0]:
            raise InputError(f"{path} is no result of a text: delete it, or give it its old name back.")
        shipped.setdefault(read_stem(path.stem)[0], []).append(path.stem)
    return shipped


def withhold_kept(folder: Path, names: Names) -> None:
    """Take whoever is left out from now on out of files that no text at hand makes anew."""
    if not names.redactions.hashes:
        return
    for path in sorted((folder / "rule_mentions").glob("*.csv")):
        rows = read_frame(path, "rule_mentions")
        kept = names.redactions.withhold_found(rows)
        if len(kept) < len(rows):
            head = path.read_text(encoding="utf-8").partition("\n")[0]
            write_whole(path, f"{head}\n{to_csv(kept.to_dict('records'), 'rule_mentions')}".encode())


def remove(folder: Path, stems: Iterable[str]) -> None:
    """Delete the results of some texts."""
    for stem in stems:
        for table in DERIVED:
            (folder / table / f"{stem}.csv").unlink(missing_ok=True)


def remove_leftovers(country: Path) -> None:
    """Delete what a build that was killed left half-written."""
    for path in [part for folder in FOLDERS for part in (country / folder).glob("**/.*.part")]:
        path.unlink(missing_ok=True)


def forget_results() -> None:
    """Delete what reports keep of every country, as when somebody is left out from now on."""
    for name in countries():
        shutil.rmtree(corpus_folder() / name / "cache", ignore_errors=True)
