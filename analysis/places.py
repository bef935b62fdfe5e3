"""Where the corpus, the user's texts and the figures lie on this machine."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def corpus_folder() -> Path:
    """The folder of country folders: RESOLUTION_CORPUS, or `corpus/` beside the package."""
    return Path(os.environ.get("RESOLUTION_CORPUS") or PROJECT / "corpus")


def lexicon_folder() -> Path:
    """The phrase tables: those of the corpus in use, else the ones shipped with the project."""
    own = corpus_folder() / "lexicon"
    return own if own.is_dir() else PROJECT / "corpus" / "lexicon"


def texts_folder() -> Path | None:
    """The folder of official texts: RESOLUTION_TEXTS, or `texts/` in the corpus folder.

    RESOLUTION_TEXTS=none switches texts off: None is returned.
    """
    chosen = os.environ.get("RESOLUTION_TEXTS", "")
    if chosen.lower() == "none":
        return None
    return Path(chosen) if chosen else corpus_folder() / "texts"
