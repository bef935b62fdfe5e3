"""Renews what rules find in the texts at hand, one text at a time, each kept as soon as it is whole."""

from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.corpus.countries import describe_country
from analysis.corpus.derive import DERIVED, Names, collect_names, find_rows
from analysis.corpus.engine import run
from analysis.corpus.load import read_coded
from analysis.corpus.redaction import load_redactions
from analysis.corpus.results import (
    FOLDERS,
    find_kept,
    keep,
    make_digest,
    make_stem,
    remove,
    remove_leftovers,
    rule_version,
    to_csv,
    withhold_kept,
)
from analysis.corpus.texts import list_files, may_belong
from analysis.corpus.versions import describe_versions, read_versions
from analysis.documents.parse import checksum, parse_bytes, read_bytes
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import find_folder


@dataclass(frozen=True)
class Rules:
    """What the results of a text rest on, the text itself aside.

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
        folder: where the results are kept.
        versions: a sentence per pair of language versions that are shipped; none of a report.
        unread: (file, reason) of files that are no adopted resolution.
        computed, kept: how many texts were worked on, and how many had been before.
    """

    folder: Path
    versions: list[str]
    unread: list[tuple[Path, str]]
    computed: int
    kept: int


def build_derived(
    country: str,
    jobs: int | str = 1,
    tell: Callable[[Sized, Iterable], Iterable] = lambda _, results: results,
    into: str = "derived",
) -> Built:
    """Keep what rules find in each text at hand; the same texts give the same bytes, whatever the engine.

    Results of versions that are not at hand stay as they are. Memory does not grow with the number of texts.

    Args:
        country: a folder under the corpus folder.
        jobs: processes on this machine, or the address of a Dask scheduler.
        tell: shows progress; takes what is to do and the results as they come, which it hands on.
        into: "derived", or "cache", which leaves what is shipped alone and keeps nothing that is fresh there.

    Raises:
        InputError: there is no such corpus, or no text of it is at hand.
        RuntimeError: a cluster does not answer, or has other rules.
    """
    folder = find_folder(country)
    redactions = load_redactions()
    frames = redactions.withhold(read_coded(folder))
    references = frozenset(frames["resolutions"]["reference"])
    known = describe_country(folder).known
    rules = Rules(rule_version(), references, collect_names(frames["spellings"], redactions, known))
    remove_leftovers(folder)
    planned, unread = _plan(folder, rules)
    kept: dict[str, tuple[str, str]] = {}
    for name in FOLDERS[: FOLDERS.index(into) + 1]:
        kept |= find_kept(folder / name)
    best: dict[str, tuple] = {}
    for place, digest in enumerate(planned):
        if digest in kept:
            stem, edition = kept[digest]
            best[stem] = max(_rank(edition, place), best.get(stem, ()))
    missing = {digest: place for place, digest in enumerate(planned) if digest not in kept}
    if isinstance(jobs, int):
        jobs = min(jobs, max(1, len(missing)))
    n_computed = 0
    results = run(derive_text, _tasks(missing, planned, rules), jobs)
    for (digest, at), result in zip(missing.items(), tell(missing, results), strict=True):
        if "unread" in result:
            unread.append((planned[digest], result["unread"]))
        elif "tables" in result:
            n_computed += 1
            stem, rank = result["stem"], _rank(result["edition"], at)
            if rank > best.get(stem, ()):
                best[stem] = rank
                keep(folder / into, stem, digest, result["edition"], result["tables"])
    if not best:
        raise InputError(f"No text of '{country}' is at hand: add one with `resolutions add FILE`.")
    if into == "cache":
        remove(folder / into, {stem for stem, _ in find_kept(folder / into).values()} - set(best))
    withhold_kept(folder / into, rules.names)
    shipped = read_versions(folder) if into == "derived" else ()
    told = [sentence for some in shipped for sentence in describe_versions(some)]
    return Built(folder / into, told, unread, n_computed, len(planned) - len(missing))


def derive_text(data: bytes, name: str, rules: Rules) -> dict[str, Any]:
    """What rules find in one text, a pure function of its arguments.

    Args:
        data: the file.
        name: what an error calls it.
        rules: of whoever asks; resolutions that are not among theirs have no results.

    Returns:
        {"unread": reason}, nothing, or stem, edition and tables: name → CSV.

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
    if document.reference not in rules.references or not document.language:
        return {}
    tables = {table: to_csv(find_rows([document], rules.names, table), table) for table in DERIVED}
    stem = make_stem(document.reference, document.language)
    return {"stem": stem, "edition": document.edition, "tables": tables}


def _plan(folder: Path, rules: Rules) -> tuple[dict[str, Path], list[tuple[Path, str]]]:
    """Digest → file of each text that may belong, and (file, reason) of those that cannot be read."""
    planned, unread = {}, []
    for path in list_files(folder):
        try:
            data = read_bytes(path)
        except InputError as error:
            unread.append((path, str(error)))
            continue
        if may_belong(path, data, rules.references):
            planned[make_digest(checksum(data), rules.names)] = path
    return planned, unread


def _tasks(missing: Iterable[str], planned: dict[str, Path], rules: Rules) -> Iterator[tuple]:
    for digest in missing:
        data = read_bytes(planned[digest])
        if make_digest(checksum(data), rules.names) != digest:
            raise RuntimeError(f"{planned[digest]} was changed during the build; build again.")
        yield data, str(planned[digest]), rules


def _rank(edition: str, place: int) -> tuple[bool, int]:
    """Which of several texts of one version counts: the last one, but a provisional one only where it is alone."""
    final = edition == "final"
    return final, place if final else -place
