"""Results kept on disk under what they were made from, so that nothing is worked out twice.

A result is addressed by the bytes of its text, the rules and what else bears on it: whatever changes, its
address changes with it, so a result that is found is the one that would be computed.
"""

import hashlib
import json
import shutil
import sys
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.frames import write_whole
from analysis.places import PROJECT, corpus_folder, countries, lexicon_folder

_ENGINES = ("babel", "pandas", "rapidfuzz", "selectolax", "simplemma")  # whose release may change a result


@cache
def rule_version() -> str:
    """A checksum of the rules: of the package, its phrase tables and the releases that it rests on."""
    files = [*(PROJECT / "analysis").glob("*.py"), *lexicon_folder().rglob("*.*")]
    parts = [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    releases = [f"{name} {version(name)}" for name in _ENGINES]
    return hashlib.sha256("\n".join([sys.version, *sorted(parts), *releases]).encode()).hexdigest()


class Store:
    """The results of one country under one set of rules, each with a head that is read without the rest."""

    def __init__(self, folder: Path, made_from: Iterable[str]):
        self.folder = folder
        self._made_from = "\n".join([rule_version(), *made_from]).encode()

    def address(self, data: bytes) -> Path:
        """The file that holds, or would hold, the result for a text."""
        digest = hashlib.sha256(self._made_from + hashlib.sha256(data).digest()).hexdigest()
        return self.folder / f"{digest}.result"

    def put(self, address: Path, head: dict[str, Any], tables: dict[str, Any]) -> None:
        """Keep a result, whole or not at all."""
        body = zlib.compress(json.dumps(tables, ensure_ascii=False).encode(), level=1)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(address, json.dumps(head).encode() + b"\n" + body)

    def keep_only(self, addresses: Iterable[Path]) -> None:
        """Remove every other result: of texts and rules that are no more."""
        for path in set(self.folder.glob("*.result")) - set(addresses):
            with suppress(OSError):
                path.unlink()


def results_folder(country: Path) -> Path:
    """Where the results of a country lie; git ignores them, and they may be deleted at any time."""
    return country / "cache"


def forget_results() -> None:
    """Delete the results of every country, as when somebody is left out from now on."""
    for name in countries():
        shutil.rmtree(results_folder(corpus_folder() / name), ignore_errors=True)


def remove_leftovers(country: Path) -> None:
    """Delete what a build that was killed left half-written."""
    for folder in (results_folder(country), country / "derived"):
        for path in folder.glob(".*.part"):
            path.unlink(missing_ok=True)


def read_head(address: Path) -> dict[str, Any]:
    """What a kept result says of its text.

    Raises:
        InputError: the result is damaged.
        RuntimeError: it is there no more, since another build took it away.
    """
    return _load(address, _read(address).partition(b"\n")[0], ("reference", "language", "edition"))


def read_tables(address: Path, tables: Iterable[str]) -> dict[str, Any]:
    """The tables of a kept result; raises what `read_head` does."""
    try:
        body = zlib.decompress(_read(address).partition(b"\n")[2])
    except zlib.error as error:
        raise _damaged(address) from error
    return _load(address, body, tables)


def _read(address: Path) -> bytes:
    try:
        return address.read_bytes()
    except FileNotFoundError as error:
        raise RuntimeError(
            f"{address} is there no more: another build ran beside this one; build again."
        ) from error


def _load(address: Path, data: bytes, keys: Iterable[str]) -> dict[str, Any]:
    try:
        loaded = json.loads(data)
    except ValueError as error:
        raise _damaged(address) from error
    if not isinstance(loaded, dict) or not set(keys) <= set(loaded):
        raise _damaged(address)
    return loaded


def _damaged(address: Path) -> InputError:
    return InputError(f"{address} is damaged: delete it and build again.")
