"""The `resolutions` command; no logic of its own.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1
something failed on the way, 2 the user must change the call or a file.
"""

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.errors import InputError


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
    command.set_defaults(run=_list)

    command = commands.add_parser("add", help="store official texts in corpus/texts")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a page saved as text")
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

    command = commands.add_parser(
        "build", parents=[country], help="recompute the derived figures from the texts"
    )
    command.set_defaults(run=_build)

    command = commands.add_parser("report", parents=[country], help="run the notebooks, write figures")
    command.add_argument("--output", type=Path, metavar="DIR", help="where to write, instead of figures/")
    command.set_defaults(run=_report)
    return parser


def _list(chosen: argparse.Namespace) -> None:
    from analysis.corpus import load

    corpus = load(chosen.country)
    for path, reason in corpus.unread:
        print(f"resolutions: not read: {path.name}: {reason}", file=sys.stderr)
    held: dict[str, list[str]] = {}
    for document in corpus.documents:
        held.setdefault(document.reference, []).append(str(document.language))
    rows = [
        {
            "reference": row.reference,
            "adopted": "" if row.adopted != row.adopted else f"{row.adopted:%Y-%m-%d}",
            "title": "" if row.title_en != row.title_en else row.title_en,
            "texts": " ".join(held.get(row.reference, [])),
        }
        for row in corpus.resolutions.itertuples()
    ]
    if chosen.format == "json":
        _print_json(rows)
    elif chosen.format == "csv":
        _print_csv(rows)
    else:
        for row in rows:
            title = row["title"].removeprefix("European Parliament ")
            print(f"{row['reference']:18} {row['adopted']:10}  {row['texts'] or '-':5}  {title[:90]}")


def _add(chosen: argparse.Namespace) -> None:
    from analysis.sources import add_texts

    for given, stored, new in add_texts(chosen.files):
        print(f"{given} {'stored as' if new else 'is already there as'} {stored}", file=sys.stderr)
    if os.environ.get("RESOLUTION_TEXTS"):
        print("RESOLUTION_TEXTS is set, so other commands read that folder instead.", file=sys.stderr)


def _parse(chosen: argparse.Namespace) -> None:
    from analysis.parse import parse

    document = parse(chosen.file, chosen.language)
    if chosen.format == "json":
        _print_json(document.as_dict())
    else:
        _print_csv(document.as_dict()["paragraphs"])


def _demands(chosen: argparse.Namespace) -> None:
    from analysis.demands import COLUMNS, find_demands, list_people
    from analysis.parse import parse
    from analysis.register import name_people

    document = parse(chosen.file, chosen.language)
    found = find_demands(document)
    if chosen.format == "json":
        rows = found.assign(people=list_people(found, name_people(document, None))).astype(object)
        rows = rows.drop(columns=["passage", "passage_start", "passage_end"])
        _print_json(rows.where(rows.notna(), None).to_dict("records"))
    else:
        found[COLUMNS].to_csv(sys.stdout, index=False, lineterminator="\n")


def _people(chosen: argparse.Namespace) -> None:
    from analysis.corpus import load
    from analysis.parse import parse
    from analysis.register import find_corpus, list_register, name_people
    from analysis.roles import tag_people

    if chosen.file is None:
        found = list_register(load(chosen.country))
    else:
        document = parse(chosen.file, chosen.language)
        found = name_people(document, find_corpus(document))
        if chosen.format == "json":
            found = tag_people(document, found)
    if chosen.format == "json":
        rows = found.astype(object)
        _print_json(rows.where(rows.notna(), None).to_dict("records"))
    else:
        found.to_csv(sys.stdout, index=False, lineterminator="\n")


def _redact(chosen: argparse.Namespace) -> None:
    from analysis.redaction import add_redactions, redactions_path
    from analysis.register import find_spellings

    spelled = {given: find_spellings(given) for given in chosen.names}
    for given, forms in spelled.items():
        if forms == [given]:
            print(
                f"No register spells a name like '{given}'; it is hidden in this spelling only.",
                file=sys.stderr,
            )
    new = add_redactions([name for forms in spelled.values() for name in forms])
    print(
        f"{redactions_path()}: {new} new entries. From now on no list, table, chart or derived figure names them. "
        "Not touched: rows of CSV files, figures and notebooks already written (run `resolutions report` again), and "
        "what `resolutions parse` prints of a text.",
        file=sys.stderr,
    )


def _build(chosen: argparse.Namespace) -> None:
    from analysis.build import build_derived

    for path, n_rows in build_derived(chosen.country):
        print(f"{path}: {n_rows} rows", file=sys.stderr)


def _report(chosen: argparse.Namespace) -> None:
    print(f"Running the notebooks on the corpus of {chosen.country} …", file=sys.stderr)
    from analysis.report import write_report

    written = write_report(chosen.country, chosen.output)
    for folder in dict.fromkeys(path.parent for path in written):
        names = sorted({path.stem for path in written if path.parent == folder})
        kinds = sorted({path.suffix for path in written if path.parent == folder})
        print(f"{folder}: {', '.join(names)} ({', '.join(kinds)})")


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
