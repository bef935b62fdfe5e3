"""Where the corpus, the user's texts and the figures lie on this machine."""

import os
import re
import unicodedata
from pathlib import Path

from analysis.lexicon.errors import InputError

PROJECT = Path(__file__).resolve().parents[2]
_PACKAGED = Path(__file__).with_name("data")  # the phrase tables in a wheel, which has no corpus beside it


def corpus_folder() -> Path:
    """The folder of country folders: RESOLUTION_CORPUS, or `corpus/` beside the package, or `corpus/` here."""
    own = PROJECT / "corpus"
    return Path(os.environ.get("RESOLUTION_CORPUS") or (own if own.is_dir() else "corpus"))


def shipped_folder(name: str) -> Path:
    """A folder that is no country's, such as the phrase tables: that of the corpus in use, else the project's own."""
    own = corpus_folder() / name
    return own if own.is_dir() else PROJECT / "corpus" / name


def lexicon_folder() -> Path:
    """The phrase tables: those of the corpus in use, else the project's own, else those installed with the package."""
    folder = shipped_folder("lexicon")
    return folder if folder.is_dir() else _PACKAGED


def texts_folder() -> Path | None:
    """The folder of official texts: RESOLUTION_TEXTS, or `texts/` in the corpus folder.

    RESOLUTION_TEXTS=none switches texts off: None is returned.
    """
    chosen = os.environ.get("RESOLUTION_TEXTS", "")
    if chosen.lower() == "none":
        return None
    return Path(chosen) if chosen else corpus_folder() / "texts"


def countries() -> list[str]:
    """Names that `load` takes: folders of the corpus folder with a resolutions.csv."""
    return sorted(path.parent.name for path in corpus_folder().glob("*/resolutions.csv"))


def to_slug(country: str) -> str:
    """Small letters, and hyphens for all that is no letter or figure; slashes stay, so no path becomes a name."""
    return re.sub(r"[^\w/\\]+|_+", "-", unicodedata.normalize("NFC", country).lower()).strip("-")


def find_folder(name: str) -> Path:
    """The folder of a country.

    Raises:
        InputError: there is no such corpus.
    """
    name = next((one for one in (name, to_slug(name)) if one in countries()), name)
    if name not in countries():
        if not corpus_folder().is_dir():
            raise InputError(f"There is no folder {corpus_folder()}: create it or change RESOLUTION_CORPUS.")
        choice = f"choose one of {', '.join(countries())}, or start" if countries() else "start"
        raise InputError(
            f"There is no corpus '{name}' in {corpus_folder()}: {choice} it with `resolutions add --country`."
        )
    return corpus_folder() / name
