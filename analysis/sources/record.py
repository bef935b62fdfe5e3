"""Requests and answers kept as files: `001.json` says what was asked and answered, `001.body` holds the answer.

Whoever asked is left out: of the request's headers only what was asked for is kept.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from analysis.lexicon.errors import InputError

_ASKED = ("accept", "accept-language")
_OF_THE_WIRE = ("content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie")


def keep_exchange(
    folder: Path,
    address: str,
    asked: Mapping[str, str],
    status: int,
    answered: Mapping[str, str],
    body: bytes,
) -> None:
    """Write one request and its answer; status 0 where there was none.

    Raises:
        InputError: the folder cannot be written to.
    """
    told = {
        "address": address,
        "asked": {name: value for name, value in asked.items() if name.lower() in _ASKED},
        "status": status,
        "headers": {name: value for name, value in answered.items() if name.lower() not in _OF_THE_WIRE},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = 1 + len(list(folder.glob("*.json")))
        (folder / f"{number:03}.body").write_bytes(body)
        (folder / f"{number:03}.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{folder} cannot be written to ({error.strerror}): name another folder.") from error


def read_exchanges(folder: Path) -> list[tuple[dict, bytes]]:
    """Each request with its answer, in order."""
    return [
        (json.loads(path.read_text(encoding="utf-8")), path.with_suffix(".body").read_bytes())
        for path in sorted(folder.glob("*.json"))
    ]
