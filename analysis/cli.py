"""The `resolutions` command; no logic of its own.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1
something failed on the way, 2 the user must change the call or a file.
"""

import argparse
import csv
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.lexicon.errors import InputError
from analysis.lexicon.labels import LABEL_LANGUAGES

if TYPE_CHECKING:
    from analysis.documents.parse import Document

_MANUAL = "Open it in a browser, save the page and run `resolutions add FILE`:"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _build_parser()
    chosen = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        return chosen.run(chosen) or 0
    except InputError as error:
        print(f"resolutions: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except PermissionError as error:
        print(
            f"resolutions: {error.filename} cannot be read or written ({error.strerror}): make room or rights.",
            file=sys.stderr,
        )
        return 2
    except (OSError, RuntimeError) as error:
        print(f"resolutions: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("resolutions: stopped.", file=sys.stderr)
        return 1


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="resolutions", description="Compare what a parliament has said about one country over the years."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    country = argparse.ArgumentParser(add_help=False)
    country.add_argument("--country", default="kazakhstan", metavar="NAME", help="corpus folder (kazakhstan)")

    command = commands.add_parser("list", parents=[country], help="the resolutions of a corpus")
    command.add_argument("--format", choices=("table", "csv", "json"), default="table")
    command.add_argument(
        "--online", action="store_true", help="search the official catalogue for the country"
    )
    command.set_defaults(run=_list)

    command = commands.add_parser("new", help="make an empty folder for a country, to code by hand")
    command.add_argument("name", metavar="COUNTRY")
    command.set_defaults(run=_new)

    command = commands.add_parser(
        "fetch", parents=[country], help="get official texts; of a new country also its catalogue"
    )
    command.add_argument(
        "references", nargs="*", metavar="REFERENCE", help="P9_TA(2021)0056; all when not given"
    )
    command.add_argument("--language", nargs="+", action="extend", metavar="XX", help="codes (sv en)")
    command.add_argument(
        "--within",
        type=float,
        metavar="SECONDS",
        help="get what can be got in that time, in brief; that nothing can be got is no failure then",
    )
    command.add_argument(
        "--record", type=Path, metavar="FOLDER", help="keep every request and its answer, to be sent to us"
    )
    command.set_defaults(run=_fetch)

    command = commands.add_parser("add", help="store official texts in corpus/texts; make a country of them")
    command.add_argument(
        "--country",
        metavar="NAME",
        help="list the resolutions in this country's folder, made if there is none",
    )
    command.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a saved page (text, HTML, XML), a Word or PDF file, or a folder or zip of them",
    )
    command.set_defaults(run=_add)

    command = commands.add_parser("parse", help="one official text as metadata and paragraphs")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--format", choices=("json", "csv"), default="json")
    command.add_argument("--language", metavar="XX", help="two-letter code; detected when not given")
    command.set_defaults(run=_parse)

    command = commands.add_parser(
        "people", parents=[country], help="the people named in one official text; without FILE the register"
    )
    command.add_argument("file", type=Path, metavar="FILE", nargs="?")
    command.add_argument("--format", choices=("csv", "json"), default="csv")
    command.add_argument("--language", metavar="XX", help="two-letter code; detected when not given")
    command.set_defaults(run=_people)

    command = commands.add_parser("redact", help="leave people out of every output")
    command.add_argument("names", nargs="+", metavar="NAME", help="a full name, in quotes")
    command.set_defaults(run=_redact)

    command = commands.add_parser("demands", help="the demands of one official text, found by rule")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--format", choices=("csv", "json"), default="csv")
    command.add_argument("--language", metavar="XX", help="two-letter code; detected when not given")
    command.set_defaults(run=_demands)

    command = commands.add_parser("find", parents=[country], help="where words stand in the texts at hand")
    command.add_argument(
        "pattern", metavar="PATTERN", help='words, * for any letters ("foreign agent*"), or /an expression/'
    )
    command.add_argument("--language", metavar="XX", help="two-letter code; all when not given")
    command.add_argument(
        "--section", metavar="NAME", help="citation, recital, heading, operative or annex; all when not given"
    )
    command.add_argument("--lemma", action="store_true", help="every form of the words (sv, en)")
    command.add_argument("--regex", action="store_true", help="PATTERN is a regular expression")
    command.add_argument("--format", choices=("table", "csv", "json"), default="table")
    command.set_defaults(run=_find)

    command = commands.add_parser(
        "compare",
        parents=[country],
        help="what is new, harder, softer, changed, gone between two resolutions",
    )
    command.add_argument(
        "resolutions",
        nargs="*",
        metavar="FIRST SECOND",
        help="each a reference or a year; the latest and the one before when not given",
    )
    command.add_argument("--language", metavar="XX", help="of the texts; the one most texts have")
    command.add_argument("--format", choices=("table", "csv", "json"), default="table")
    command.add_argument("--output", type=Path, metavar="FILE", help="a page (.html) or a memo (.md, .docx)")
    command.set_defaults(run=_compare)

    command = commands.add_parser(
        "code", parents=[country], help="code one resolution by hand, as a workbook"
    )
    command.add_argument("reference", metavar="REFERENCE", help="P9_TA(2021)0056")
    command.add_argument("--language", metavar="XX", help="of the text; the one most texts have")
    command.add_argument("--blind", action="store_true", help="leave out what the rules would guess")
    command.add_argument("--coder", metavar="NAME", help="who filled the sheet that is imported (hand)")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--output", type=Path, metavar="FILE", help="the sheet to write (.xlsx)")
    what.add_argument("--import", type=Path, metavar="FILE", dest="filled", help="a filled sheet to keep")
    what.add_argument("--agreement", action="store_true", help="how well the coders agree, and where not")
    what.add_argument("--settle", type=Path, metavar="FILE", help="a sheet to settle what they differ on")
    command.set_defaults(run=_code)

    command = commands.add_parser("export", parents=[country], help="every table, as one workbook")
    command.add_argument("--output", type=Path, metavar="FILE", help="a workbook (.xlsx)")
    command.set_defaults(run=_export)

    command = commands.add_parser(
        "build", parents=[country], help="recompute the derived figures from the texts"
    )
    command.add_argument(
        "--jobs",
        default="1",
        metavar="N",
        help="processes on this machine, or the address of a Dask scheduler (1)",
    )
    command.set_defaults(run=_build)

    command = commands.add_parser("report", parents=[country], help="run the notebooks, write figures")
    command.add_argument("--output", type=Path, metavar="DIR", help="where to write, instead of figures/")
    command.add_argument(
        "--labels", choices=LABEL_LANGUAGES, default="en", help="language of the charts' words (en)"
    )
    command.set_defaults(run=_report)
    return parser


def _list(chosen: argparse.Namespace) -> int | None:
    if chosen.online:
        return _list_online(chosen)
    from analysis.corpus.catalogue import list_resolutions

    rows, unread = list_resolutions(chosen.country)
    for path, reason in unread:
        _say(f"not read: {path.name}: {reason}")
    _print_list(rows, chosen.format)
    return None


def _list_online(chosen: argparse.Namespace) -> int:
    from analysis.corpus.countries import folder_name, has_catalogue
    from analysis.corpus.load import load
    from analysis.sources.discovery import find_resolutions
    from analysis.sources.web import FetchError

    name = folder_name(chosen.country)
    _say("Searching the official catalogue …")
    try:
        found = find_resolutions(chosen.country, warn=_say)
    except FetchError as error:
        _say(f"The official catalogue cannot be searched ({error.reason}).")
        return 1
    known = set(load(name).resolutions["reference"]) if has_catalogue(name) else set()
    rows = [
        {
            "reference": row.reference or "",
            "adopted": row.adopted,
            "title": row.title_en or row.title_sv or "",
            "celex": row.celex,
            "found_by": row.found_by,
            "in_corpus": "yes" if row.reference in known else "no",
        }
        for row in found.astype(object).where(found.notna(), None).itertuples()
    ]
    _print_list(rows, chosen.format)
    return 0


def _print_list(rows: list[dict[str, str]], layout: str) -> None:
    from analysis.lexicon.markup import shorten_cell

    if layout == "json":
        _print_json(rows)
    elif layout == "csv":
        _print_csv(rows)
    else:
        for row in rows:
            title = row["title"].removeprefix("European Parliament ")
            held = row.get("texts", row.get("in_corpus")) or "-"
            print(
                f"{row['reference'] or row['celex']:18} {row['adopted']:10}  {held:5}  {shorten_cell(title, 90)}"
            )


def _new(chosen: argparse.Namespace) -> None:
    from analysis.corpus.countries import make_country

    folder = make_country(chosen.name)
    _say(f"{folder} is ready: fill resolutions.csv first; corpus/CODEBOOK.md explains every column.")


def _fetch(chosen: argparse.Namespace) -> int:
    if chosen.within is not None:
        from analysis.sources.brief import fetch_briefly

        _say(fetch_briefly(chosen.country, chosen.language or ["sv", "en"], chosen.within, chosen.record))
        return 0
    from tqdm import tqdm

    from analysis.lexicon.references import REFERENCE, official_page, read_reference
    from analysis.sources.fetch import STOPPED, fetch_texts
    from analysis.sources.web import Client, UnreachableError

    references, languages = _sort_arguments(chosen.references, chosen.language or ["sv", "en"])
    references = [read_reference(one) for one in references]
    try:
        celex = _open_catalogue(chosen.country, bool(references), chosen.record)
        numbered = [reference for reference in celex if REFERENCE.fullmatch(reference)]
        wanted = list(dict.fromkeys(references or numbered))
        outcomes = fetch_texts(
            wanted,
            languages,
            {key: number for key, number in celex.items() if number},
            Client(record=chosen.record),
            _progress(tqdm),
        )
    except UnreachableError as error:
        _say(
            f"{error.reason}; nothing was fetched. Texts saved in a browser can be added: resolutions add FILE"
        )
        return 1
    for one in outcomes:
        print(f"{one.reference:18} {one.language:3} {one.outcome:14} {one.detail}")
    if any(one.detail == STOPPED for one in outcomes):
        _say("Stopped; what was got is kept. Run the command again to go on.")
    by_hand = [one for one in outcomes if one.outcome in ("refused", "failed") and one.detail != STOPPED]
    if by_hand:
        _say(_MANUAL)
    for one in by_hand:
        _say(f"  {official_page(one.reference, one.language)}")
    for reference in celex if not references else []:
        if reference not in numbered:
            _say(f"{reference} was not asked for: no number of an adopted text is known.")
    _say_where_texts_are_read()
    return int(any(one.outcome not in ("got", "already there") for one in outcomes))


def _sort_arguments(references: list[str], languages: list[str]) -> tuple[list[str], list[str]]:
    """References and languages, also where a reference followed the languages."""
    from analysis.lexicon.languages import languages as official

    words = [word for group in languages for word in group.split(",") if word]
    late = [word for word in words if "TA" in word.upper() and len(word) > 3]
    codes = list(dict.fromkeys(word.lower() for word in words if word not in late))
    for code in codes:
        if code not in official():
            raise InputError(f"Unknown language '{code}': give one of {', '.join(official())}.")
    if not codes:
        raise InputError("No language was given: write two-letter codes after --language, such as sv en.")
    return [*references, *late], codes


def _open_catalogue(country: str, named: bool, record: Path | None) -> dict[str, str]:
    """Reference → CELEX number ("" where unknown) of a country's catalogue; started when new."""
    from analysis.corpus.countries import folder_name, has_catalogue, start_country
    from analysis.corpus.load import load
    from analysis.sources.discovery import find_resolutions, to_catalogue
    from analysis.sources.web import Client, FetchError, UnreachableError

    name = folder_name(country)
    if not has_catalogue(name) and named:
        return {}
    if not has_catalogue(name):
        _say("Searching the official catalogue …")
        try:
            found = find_resolutions(country, Client(record=record), warn=_say)
        except UnreachableError:
            raise
        except FetchError as error:
            raise RuntimeError(
                f"the official catalogue cannot be searched ({error.reason}); try later."
            ) from error
        path = start_country(name, to_catalogue(found))
        _say(f"{path}: {found['reference'].nunique()} resolutions, as the official catalogue states them.")
        for work in found[found["reference"].isna()].itertuples():
            _say(f"Left out, since the catalogue gives no reference: {work.celex} of {work.adopted}.")
    rows = load(name).resolutions
    if rows.empty:
        raise InputError(f"The catalogue of '{name}' has no resolution yet: add rows to its resolutions.csv.")
    return dict(zip(rows["reference"], rows["celex"].fillna(""), strict=True))


def _progress(bar: Any) -> Any:
    return lambda pairs: bar(pairs, unit="text", disable=None, leave=False)


def _say_where_texts_are_read() -> None:
    if os.environ.get("RESOLUTION_TEXTS"):
        _say("RESOLUTION_TEXTS is set, so other commands read that folder instead of the one stored in.")


def _say(sentence: str) -> None:
    print(f"resolutions: {sentence}", file=sys.stderr)


def _read(file: Path, language: str | None = None) -> "Document":
    """A text, once what is odd about its numbering is told."""
    from analysis.documents.parse import parse
    from analysis.lexicon.phrase_tables import check_tables

    check_tables()
    document = parse(file, language)
    _tell_odd(file, document)
    return document


def _tell_odd(file: Path, document: "Document") -> None:
    from analysis.documents.numbering import describe_numbering

    odd = describe_numbering(document)
    if odd:
        _say(f"{file}: {'; '.join(odd)}; compare it with the official page.")


def _add(chosen: argparse.Namespace) -> int:
    from analysis.corpus.countries import folder_name
    from analysis.corpus.stated import enlist
    from analysis.sources.storage import add_texts

    if chosen.country is not None:
        folder_name(chosen.country)
    stored, refused = add_texts(chosen.files)
    for one in stored:
        _tell_odd(one.path, one.document)
        print(f"{one.name} {'stored as' if one.new else 'is already there as'} {one.path}", file=sys.stderr)
    for sentence in refused:
        _say(sentence)
    if chosen.country and stored:
        made = enlist(chosen.country, [one.document for one in stored])
        _say(
            f"{made.folder}: {made.new} new resolutions, {made.filled} completed, {made.cited} documents that they "
            f'cite. Next: resolutions report --country "{chosen.country}"'
        )
        for reference in made.elsewhere:
            _say(
                f"{reference} does not name the country: delete its row in resolutions.csv if it does not belong."
            )
    _say_where_texts_are_read()
    return 2 if refused else 0


def _parse(chosen: argparse.Namespace) -> None:
    document = _read(chosen.file, chosen.language)
    if chosen.format == "json":
        _print_json(document.as_dict())
    else:
        _print_csv(document.as_dict()["paragraphs"])


def _demands(chosen: argparse.Namespace) -> None:
    from analysis.annotation.demands import COLUMNS, find_demands, list_people
    from analysis.people.register import name_people

    document = _read(chosen.file, chosen.language)
    found = find_demands(document)
    if chosen.format == "json":
        rows = found.assign(people=list_people(found, name_people(document, None))).astype(object)
        rows = rows.drop(columns=["passage", "passage_start", "passage_end"])
        _print_json(rows.where(rows.notna(), None).to_dict("records"))
    else:
        found[COLUMNS].to_csv(sys.stdout, index=False, lineterminator="\n")


def _people(chosen: argparse.Namespace) -> None:
    from analysis.annotation.roles import tag_people
    from analysis.corpus.load import load
    from analysis.people.register import find_corpus, list_register, name_people

    if chosen.file is None:
        found = list_register(load(chosen.country))
    else:
        document = _read(chosen.file, chosen.language)
        found = name_people(document, find_corpus(document))
        if chosen.format == "json":
            found = tag_people(document, found)
    if chosen.format == "json":
        rows = found.astype(object)
        _print_json(rows.where(rows.notna(), None).to_dict("records"))
    else:
        found.to_csv(sys.stdout, index=False, lineterminator="\n")


def _redact(chosen: argparse.Namespace) -> None:
    from analysis.corpus.redaction import add_redactions, redactions_path
    from analysis.corpus.results import forget_results
    from analysis.people.register import find_spellings

    spelled = {given: find_spellings(given) for given in chosen.names}
    for given, forms in spelled.items():
        if forms == [given]:
            print(
                f"No register spells a name like '{given}'; it is hidden in this spelling only.",
                file=sys.stderr,
            )
    new = add_redactions([name for forms in spelled.values() for name in forms])
    forget_results()
    print(
        f"{redactions_path()}: {new} new entries. From now on no list, table, chart or derived figure names them. "
        "Not touched: rows of CSV files, figures and notebooks already written (run `resolutions report` again), and "
        "what `resolutions parse` prints of a text.",
        file=sys.stderr,
    )


def _compare(chosen: argparse.Namespace) -> None:
    from analysis.comparison.changes import list_changes
    from analysis.comparison.pairs import describe_coverage, find_pair
    from analysis.corpus.load import load
    from analysis.report.comparison_page import check_target, save_comparison
    from analysis.report.export import to_csv

    if len(chosen.resolutions) not in (0, 2):
        raise InputError("Give two resolutions to compare, or none for the latest and the one before it.")
    if chosen.output:
        check_target(chosen.output)
    first, second = chosen.resolutions or (None, None)
    pair = find_pair(load(chosen.country), first, second, chosen.language)
    rows = list_changes(pair)
    _say(f"{pair.later} compared with {pair.earlier}. {describe_coverage(pair)}")
    if chosen.output:
        save_comparison(pair, rows, chosen.output)
        _say(f"{chosen.output} is written.")
    elif chosen.format == "csv":
        sys.stdout.write(to_csv(rows).decode())
    else:
        told = rows.astype(object).where(rows.notna(), None).to_dict("records")
        _print_json(told) if chosen.format == "json" else _print_changes(told)


def _print_changes(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        places = " → ".join(row[name] or "-" for name in ("place_before", "place_after"))
        print(f"{row['kind']:8} {row['change']:16} {places:12}  {' '.join((row['what'] or '').split())[:90]}")


def _find(chosen: argparse.Namespace) -> None:
    from analysis.corpus.load import load
    from analysis.passages.concordance import describe_search, to_lines

    corpus = load(chosen.country)
    for path, reason in corpus.unread:
        _say(f"not read: {path.name}: {reason}")
    hits = corpus.find(
        chosen.pattern,
        language=chosen.language,
        section=chosen.section,
        lemma=chosen.lemma,
        regex=chosen.regex,
    )
    if chosen.format == "json":
        rows = hits.astype(object)
        _print_json(rows.where(rows.notna(), None).to_dict("records"))
    elif chosen.format == "csv":
        hits.to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        for line in to_lines(corpus, hits, shutil.get_terminal_size((120, 24)).columns):
            print(line)
    _say(describe_search(corpus, hits, chosen.language))


def _code(chosen: argparse.Namespace) -> None:
    from analysis.coding.importing import import_filled
    from analysis.coding.settlement import save_settlement_sheet
    from analysis.coding.sheet import save_coding_sheet
    from analysis.coding.telling import tell_agreement, tell_coding
    from analysis.corpus.load import load

    corpus, reference = load(chosen.country), chosen.reference
    if chosen.agreement:
        for line in tell_agreement(corpus, reference):
            print(line)
    elif chosen.filled:
        _say(tell_coding(*import_filled(corpus, reference, chosen.filled, chosen.coder)))
    elif chosen.settle:
        _say(
            f"{save_settlement_sheet(corpus, reference, chosen.settle)} is written: choose, then give it to --import."
        )
    else:
        path = save_coding_sheet(corpus, reference, chosen.output, chosen.language, chosen.blind)
        _say(
            f"{path} is written; it quotes the text, so keep it on this machine. Filled, give it to --import."
        )


def _export(chosen: argparse.Namespace) -> None:
    from analysis.corpus.load import load
    from analysis.lexicon.office import check_output
    from analysis.report.workbook import save_workbook

    path = check_output(chosen.output, (".xlsx",), "A workbook")
    _say(f"{save_workbook(load(chosen.country), path)} is written.")


def _build(chosen: argparse.Namespace) -> None:
    from tqdm import tqdm

    from analysis.corpus.build import build_derived
    from analysis.corpus.engine import read_jobs

    jobs = read_jobs(chosen.jobs)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no worker is left behind
    built = build_derived(
        chosen.country,
        jobs,
        tell=lambda missing, results: tqdm(
            results, total=len(missing), unit="text", disable=None, leave=False
        ),
    )
    for path, reason in built.unread:
        _say(f"not read: {path.name}: {reason}")
    n_texts = f"{built.computed} text{'' if built.computed == 1 else 's'}"
    _say(f"{built.folder}: {n_texts} worked on, {built.kept} done before.")
    for sentence in built.versions:
        print(sentence)


def _report(chosen: argparse.Namespace) -> None:
    print(f"Running the notebooks on the corpus of {chosen.country} …", file=sys.stderr)
    from analysis.report.notebooks import write_report

    written = write_report(chosen.country, chosen.output, chosen.labels)
    for folder in dict.fromkeys(path.parent for path in written):
        names = sorted({path.stem for path in written if path.parent == folder})
        kinds = sorted({path.suffix for path in written if path.parent == folder})
        print(f"{folder}: {', '.join(names)} ({', '.join(kinds)})")
    from analysis.corpus.missing import describe_missing

    page = next(path for path in written if path.name == "report.html")
    _say(f"Look at {page}")
    _say(describe_missing(chosen.country))


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    print()


def _print_csv(rows: Iterable[Mapping[str, Any]]) -> None:
    rows = list(rows)
    writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
