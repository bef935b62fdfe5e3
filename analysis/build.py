"""Renews a country's derived figures from the texts at hand, one text at a time.

Each text is worked on by itself (`derive_text`), wherever that is; what comes out is kept until texts,
rules or names change. The tables are then put together in order, and take the place of the old ones
only once all are whole.
"""

from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.assemble import Version, assemble_tables, gather_versions, to_lines
from analysis.corpus import read_coded
from analysis.derive import DERIVED, Names, collect_names
from analysis.engine import run
from analysis.errors import InputError
from analysis.parse import parse_bytes, read_bytes
from analysis.places import find_folder
from analysis.redaction import load_redactions
from analysis.store import Store, read_head, remove_leftovers, results_folder, rule_version
from analysis.texts import list_files, may_belong, replaces
from analysis.versions import describe_versions


@dataclass(frozen=True)
class Rules:
    """What the figures of a text rest on, the text itself aside.

    Attributes:
        version: `rule_version`.
        references: the resolutions of the country.
        names: of its people.
    """

    version: str
    references: frozenset[str]
    names: Names


@dataclass(frozen=True)
class Built:
    """What a build did.

    Attributes:
        written: (file, number of rows) of each table.
        versions: a sentence per pair of language versions.
        unread: (file, reason) of files that are no adopted resolution.
        computed, kept: how many texts were worked on, and how many had been before.
    """

    written: list[tuple[Path, int]]
    versions: list[str]
    unread: list[tuple[Path, str]]
    computed: int
    kept: int


def build_derived(
    country: str,
    jobs: int | str = 1,
    tell: Callable[[Sized, Iterable], Iterable] = lambda _, results: results,
) -> Built:
    """Write the tables under `derived/`; the same texts give the same bytes, whatever the engine.

    Rows of versions that are not at hand stay as they are. Memory does not grow with the number of texts.

    Args:
        country: a folder under the corpus folder.
        jobs: processes on this machine, or the address of a Dask scheduler.
        tell: shows progress; takes what is to do and the results as they come, which it hands on.

    Raises:
        InputError: there is no such corpus, or no text of it is at hand.
        RuntimeError: a cluster does not answer, or has other rules.
    """
    folder = find_folder(country)
    redactions = load_redactions()
    frames = redactions.withhold(read_coded(folder))
    references = frozenset(frames["resolutions"]["reference"])
    names = collect_names(frames["spellings"], redactions)
    rules = Rules(rule_version(), references, names)
    spelled = [" ".join(form) for form in sorted(names.forms)]
    store = Store(results_folder(folder), [*sorted(redactions.hashes), *spelled])
    remove_leftovers(folder)
    planned, unread = _plan(folder, references, store)
    missing = [(path, address) for path, address in planned if not address.exists()]
    ready = {address for _, address in planned} - {address for _, address in missing}
    n_kept, n_computed = len(planned) - len(missing), 0
    jobs = min(jobs, max(1, len(missing))) if isinstance(jobs, int) else jobs
    results = run(derive_text, _tasks(missing, rules, store), jobs)
    for (path, address), result in zip(missing, tell(missing, results), strict=True):
        if "unread" in result:
            unread.append((path, result["unread"]))
        elif tables := result.pop("tables", None):
            store.put(address, result, tables)
            ready.add(address)
            n_computed += 1
    chosen = _choose((address for _, address in planned if address in ready), references)
    if not chosen:
        raise InputError(f"No text of '{country}' is at hand: add one with `resolutions add FILE`.")
    written = assemble_tables(folder, chosen, redactions)
    store.keep_only(address for _, address in planned)
    versions = [sentence for some in gather_versions(folder) for sentence in describe_versions(some)]
    return Built(written, versions, unread, n_computed, n_kept)


def derive_text(data: bytes, name: str, rules: Rules) -> dict[str, Any]:
    """The derived figures of one text, a pure function of its arguments.

    Args:
        data: the file.
        name: what an error calls it.
        rules: of whoever asks; resolutions that are not among theirs have no figures.

    Returns:
        {"unread": reason}, or reference, language, edition and tables: name → lines of CSV.

    Raises:
        RuntimeError: the rules here are others.
    """
    if rules.version != rule_version():
        raise RuntimeError(
            "a worker has other rules: install the same release and Python on every worker and restart them."
        )
    try:
        document = parse_bytes(data, name)
    except InputError as error:
        return {"unread": str(error)}
    result = {"reference": document.reference, "language": document.language, "edition": document.edition}
    if document.reference not in rules.references or not document.language:
        return result
    return result | {
        "tables": {
            table: to_lines(rows_of(document, rules.names), table) for table, rows_of in DERIVED.items()
        }
    }


def _plan(
    folder: Path, references: frozenset[str], store: Store
) -> tuple[list[tuple[Path, Path]], list[tuple[Path, str]]]:
    """(file, where its result is kept) of each text that may belong, and (file, reason) of those that cannot be read."""
    planned, unread = [], []
    for path in list_files(folder):
        try:
            data = read_bytes(path)
        except InputError as error:
            unread.append((path, str(error)))
            continue
        if may_belong(data, references):
            planned.append((path, store.address(data)))
    return planned, unread


def _tasks(missing: list[tuple[Path, Path]], rules: Rules, store: Store) -> Iterator[tuple]:
    for path, address in missing:
        data = read_bytes(path)
        if store.address(data) != address:
            raise RuntimeError(f"{path} was changed during the build; build again.")
        yield data, str(path), rules


def _choose(addresses: Iterable[Path], references: frozenset[str]) -> dict[Version, Path]:
    """The result that counts for each version, in order."""
    chosen: dict[Version, Path] = {}
    for address in addresses:
        head = read_head(address)
        version = head["reference"], head["language"]
        if head["reference"] in references and replaces(head["edition"], version in chosen):
            chosen[version] = address
    return dict(sorted(chosen.items()))
