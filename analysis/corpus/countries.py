"""Corpus folders: which there are, and how one begins."""

import tomllib
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.annotation.country import Known
from analysis.corpus.frames import write_frame
from analysis.corpus.schema import CODED, SCHEMAS
from analysis.lexicon.errors import InputError
from analysis.lexicon.files import write_whole
from analysis.lexicon.places import corpus_folder, to_slug
from analysis.lexicon.territories import find_code, list_words

_OTHER_FOLDERS = ("lexicon", "texts", "heldout", "drill")


_KEYS = {"name": str, "code": str, "names": list, "invented": bool}


class Country(NamedTuple):
    """What `country.toml` in a corpus folder says; a folder without one bears the country's name.

    Attributes:
        name: the country in English, for titles.
        invented: no such country exists, so nothing leads to official pages.
        known: its code and names, by which texts are read.
    """

    name: str
    invented: bool
    known: Known


def describe_country(folder: Path) -> Country:
    """The country of a corpus folder.

    Raises:
        InputError: `country.toml` cannot be read, or says something else than _KEYS.
    """
    path = folder / "country.toml"
    told: dict = {}
    if path.exists():
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InputError(f'{path} cannot be read ({error}): write it as name = "Belarus".') from error
    wrong = [key for key, value in told.items() if key not in _KEYS or not isinstance(value, _KEYS[key])]
    if wrong:
        raise InputError(
            f'{path}: \'{wrong[0]}\' is not understood; it may hold name = "Belarus", code = "BY", names = '
            '["Vitryssland"] and invented = true or false.'
        )
    name, names = told.get("name", folder.name.replace("-", " ").title()), told.get("names", [])
    code = told.get("code", "")
    if code and not list_words(code, "en"):
        raise InputError(f"{path}: '{code}' is no country's code; write two capitals, as in code = \"BY\".")
    if not code and not told.get("invented"):
        code = find_code(name) or ""
    return Country(name, told.get("invented", False), Known(code, tuple(dict.fromkeys([name, *names]))))


def folder_name(country: str) -> str:
    """A country's name as that of its folder: small letters and hyphens; letters keep their accents.

    Raises:
        InputError: nothing is left, or the corpus folder uses that name otherwise.
    """
    name = to_slug(country)
    if "/" in country or "\\" in country or not name or name in _OTHER_FOLDERS or len(name) > 60:
        raise InputError(f"'{country}' cannot name a country's folder: use letters, as in belarus.")
    return name


def has_catalogue(name: str) -> bool:
    """Whether there is a corpus of that name."""
    return (corpus_folder() / name / "resolutions.csv").exists()


def make_country(country: str) -> Path:
    """Make an empty folder for coding by hand: each table with its columns explained above the header.

    Raises:
        InputError: there is one already, or it cannot be made. Nothing is changed then.
    """
    folder = corpus_folder() / folder_name(country)
    if folder.exists():
        raise InputError(f"{folder} is there already: choose another name, or go on in that folder.")
    try:
        folder.mkdir(parents=True)
        for table in ("resolutions", *CODED):
            write_whole(folder / f"{table}.csv", _commented_header(table).encode())
    except OSError as error:
        raise InputError(f"{folder} cannot be written to ({error.strerror}): make room or rights.") from error
    return folder


def start_country(name: str, catalogue: pd.DataFrame) -> Path:
    """Write the catalogue of a new country; `name` as `folder_name` gives it."""
    path = corpus_folder() / name / "resolutions.csv"
    try:
        write_frame(catalogue, "resolutions", path)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}): make room or rights.") from error
    return path


def _commented_header(table: str) -> str:
    schema = SCHEMAS[table]
    lines = [f"# {schema.description}"]
    for name, column in schema.columns.items():
        codes = column.codes or []
        allowed = f" One of: {', '.join(codes)}." if 0 < len(codes) < 8 else ""
        needed = "" if column.nullable else " Must be filled."
        lines.append(f"# {name}: {column.description}{allowed}{needed}")
    quoted = ['"' + line.replace('"', "'") + '"' for line in lines]
    return "\n".join([*quoted, ",".join(schema.columns)]) + "\n"
