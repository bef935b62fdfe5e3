"""What texts state of themselves → a country's rows of `resolutions` and `invoked`; the folder is made if need be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.annotation.country import find_country_stem
from analysis.annotation.instruments import find_instruments
from analysis.corpus.countries import describe_country, folder_name
from analysis.corpus.row_files import add_rows
from analysis.documents.parse import Document
from analysis.lexicon.cells import read_cells
from analysis.lexicon.errors import InputError
from analysis.lexicon.files import write_whole
from analysis.lexicon.places import corpus_folder
from analysis.lexicon.tables import read_lexicon
from analysis.lexicon.territories import english_name, find_code

STATED = "stated in the text"
_TITLES = ("en", "sv")
_FIRST = ("en", "sv", "fr")  # languages in which citations are read best
_CELEX = re.compile(r"\b5\d{4}IP\d{4}(?:\(\d{2}\))?")
_PRINTED_AT = re.compile(r"\b([CL]) ?(\d{1,4}) ?(E?), (\d{1,2}\.\d{1,2}\.\d{4}), \w{1,4}\. ?(\d+)")
_PAGE_HEAD = re.compile(r"\b([CL])(E?) ?(\d{1,4}) ?(E?)/(\d+)\b")
_HEAD_DATE = re.compile(r"(?m)^\s*(\d{1,2}\.\d{1,2}\.\d{4})\b")


@dataclass(frozen=True)
class Enlisted:
    """What became of a country's folder.

    Attributes:
        folder: the country's.
        new, filled: rows of `resolutions` that were added, or in which blank cells were filled.
        cited: rows of `invoked` that were added.
        elsewhere: references of texts that do not name the country.
    """

    folder: Path
    new: int
    filled: int
    cited: int
    elsewhere: list[str]


def enlist(country: str, documents: Iterable[Document]) -> Enlisted:
    """Add the resolutions of some texts to a country.

    Args:
        country: its name, in any official language, or that of its folder.
        documents: texts in whatever languages.

    Raises:
        InputError: it cannot name a folder, or a table there is broken or cannot be written to.
    """
    folder = corpus_folder() / folder_name(country)
    versions: dict[str, list[Document]] = {}
    for document in sorted(documents, key=lambda one: (one.adopted or "", one.reference, _rank(one))):
        versions.setdefault(document.reference, []).append(document)
    _describe(folder, country)
    new, filled = add_rows(
        folder / "resolutions.csv", "resolutions", [_state(each) for each in versions.values()], STATED
    )
    cited = _add_cited(folder, versions)
    known = describe_country(folder).known
    elsewhere = [
        one.reference
        for (one, *_) in versions.values()
        if not find_country_stem(one.title, [unit.text for unit in one.paragraphs], known, one.language)
    ]
    return Enlisted(folder, new, filled, cited, elsewhere)


def _describe(folder: Path, country: str) -> None:
    """Write `country.toml` where there is none: the name, and the code of a country that has one."""
    path = folder / "country.toml"
    if path.exists() or (folder / "resolutions.csv").exists():
        return
    code = find_code(country.replace("-", " "))
    name = (
        country
        if country != country.lower()
        else english_name(code)
        if code
        else country.replace("-", " ").title()
    )
    quoted = name.replace("\\", "").replace('"', "'")
    lines = [f'name = "{quoted}"', *([f'code = "{code}"'] if code else [])]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}): make room or rights.") from error


def _state(versions: list[Document]) -> dict[str, str]:
    """The row of a resolution, from what its texts print."""
    first = versions[0]
    head = "\n".join(f"{one.header}\n{one.footer}" for one in versions)
    titles = {str(one.language): one.title or "" for one in versions}
    others = [f"{code}: {title}" for code, title in titles.items() if code not in _TITLES and title]
    celex = _CELEX.search(head)
    procedure = next((one.procedure for one in versions if one.procedure), None) or ""
    plain = re.fullmatch(r"\d{4}/\d{4}\(([A-Z]{3})\)", procedure)
    adopted = next((one.adopted for one in versions if one.adopted), None) or ""
    return {
        "reference": first.reference,
        "celex": celex[0] if celex else "",
        "procedure": procedure if plain else "",
        "procedure_type": plain[1] if plain else "",
        "adopted": adopted,
        "year": adopted[:4] or first.reference.partition("(")[2][:4],
        "compared": "true",
        "title_en": titles.get("en", ""),
        "title_sv": titles.get("sv", ""),
        "oj_reference": next(filter(None, (_journal_place(one.header) for one in versions)), ""),
        "tabled_by": "; ".join(_groups(first.header)),
        "joint_motion": next((one.joint_motion for one in versions if one.joint_motion), None) or "",
        "source": STATED,
        "note": f"Title in {'; in '.join(others)}" if others else "",
    }


def _journal_place(header: str) -> str:
    """Where the Official Journal printed a text, as its own head says."""
    if place := _PRINTED_AT.search(header):
        issue = f"{place[2]} {place[3]}".strip()
        return f"OJ {place[1]} {issue}, {place[4]}, p. {place[5]}"
    page, date = _PAGE_HEAD.search(header), _HEAD_DATE.search(header)
    if page and date:
        issue = f"{page[3]} {page[2] or page[4]}".strip()
        return f"OJ {page[1]} {issue}, {date[1]}, p. {page[5]}"
    return ""


def _groups(header: str) -> list[str]:
    """The political groups that a line of the head lists; a line with one alone lists none."""
    codes = {row["printed"]: row["group"] for row in read_lexicon("groups")}
    for line in header.split("\n"):
        found = re.findall(
            rf"(?<![\w/-])(?:{'|'.join(map(re.escape, sorted(codes, key=len, reverse=True)))})(?![\w/-])",
            line,
        )
        if len(set(found)) > 1:
            return list(dict.fromkeys(codes[one] for one in found))
    return []


def _add_cited(folder: Path, versions: dict[str, list[Document]]) -> int:
    """Add what each resolution cites, unless rows say so already; a resolution of the same country by its number."""
    path = folder / "invoked.csv"
    header, rows = read_cells(path) if path.exists() else (["reference"], {})
    told = {row[header.index("reference")] for row in rows.values()}
    columns, listed = read_cells(folder / "resolutions.csv")
    dated = {row[columns.index("adopted")]: row[columns.index("reference")] for row in listed.values()}
    found = []
    for reference, documents in versions.items():
        for one in find_instruments(documents[0]) if reference not in told else []:
            own = dated.get(one.date or "-") if one.kind == "ep_resolution" else None
            cells = one._asdict() | {"date": one.date or "", "instrument_id": own or one.instrument_id}
            source = f"found by rule in the {documents[0].language} text"
            found.append(cells | {"reference": reference, "evidence": "full_text", "source": source})
    return add_rows(path, "invoked", found, "")[0] if found else 0


def _rank(document: Document) -> int:
    language = document.language or ""
    return _FIRST.index(language) if language in _FIRST else len(_FIRST)
