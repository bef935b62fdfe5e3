"""What office files ask of whoever writes them: their libraries, characters that they can hold, a place to go."""

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.lexicon.errors import InputError

_EXTRAS = {"openpyxl": "office", "docx": "office", "krippendorff": "analysis"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def import_optional(name: str) -> Any:
    """A library of an optional extra.

    Raises:
        InputError: it is not installed; the sentence says with which extra it is.
    """
    try:
        return import_module(name)
    except ImportError as error:
        library = name.partition(".")[0]
        raise InputError(
            f"The library {library} is not installed: run `make`, or install country-resolutions[{_EXTRAS[library]}]."
        ) from error


def to_legal(text: str) -> str:
    """Text in which characters that XML forbids are shown as �, and every line ends in one sign."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def check_output(path: Path | None, endings: Sequence[str], what: str) -> Path:
    """The file that a command is to write, once it is one that can be written.

    Args:
        path: as the user gives it.
        endings: those that its name may have, such as ".xlsx".
        what: is written, as a sentence begins: "A comparison".

    Raises:
        InputError: none is given, its ending is another, or it is a folder or lies in none.
    """
    listed = " or ".join([", ".join(endings[:-1]), endings[-1]] if len(endings) > 1 else endings)
    if path is None:
        raise InputError(
            f"{what} is written to a file: give one with --output, as in --output name{endings[0]}."
        )
    if path.suffix.lower() not in endings:
        raise InputError(f"{what} is written as {listed}: change the ending of {path}.")
    if path.is_dir() or not path.parent.is_dir():
        raise InputError(f"{path} cannot be written: give a file in a folder that exists.")
    return path
