"""Which resolutions are about a country, as the Publications Office's catalogue states it."""

import datetime
import re
import unicodedata
from collections.abc import Callable

import pandas as pd

from analysis.documents.parse import PROCEDURE
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import languages
from analysis.lexicon.references import REFERENCE, read_reference
from analysis.sources import cellar
from analysis.sources.web import Client, FetchError

_PREFIXES = """PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_EUROVOC = "http://eurovoc.europa.eu/100141"
_ADDRESS = re.compile(r"[^\s<>\"{}|\\^`]+")
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_TITLE_LANGUAGES = ("en", "sv")
_MOST_ROWS = 10_000
_FIRST_YEAR, _WINDOW = 1994, 4  # years of one search in titles, since longer ones time out
_PART = "part of a word in the title"
COLUMNS = ["reference", "celex", "adopted", "title_en", "title_sv", "found_by", "work"]


def _facts() -> str:
    """What is asked of each work; text for each title's language."""
    codes = [languages()[code]["iso_639_3"].upper() for code in _TITLE_LANGUAGES]
    return f"""?work cdm:resource_legal_id_celex ?celex ; cdm:work_date_document ?date .
      FILTER(REGEX(STR(?celex), "^5[0-9]{{4}}IP[0-9]+"))
      OPTIONAL {{ ?work cdm:work_id_document ?id . FILTER(STRSTARTS(STR(?id), "immc:")) }}
      OPTIONAL {{ ?version cdm:expression_belongs_to_work ?work ; cdm:expression_title ?title ;
                          cdm:expression_uses_language ?language .
                 FILTER(?language IN ({", ".join(f"<{_AUTHORITY}/language/{code}>" for code in codes)})) }}"""


def find_resolutions(
    name: str, client: Client | None = None, warn: Callable[[str], object] = print
) -> pd.DataFrame:
    """One row per non-legislative resolution that is about a country, in order of adoption.

    Args:
        name: the country in any official language; capitals do not matter at its start.
        client: a session of one's own.
        warn: told in a sentence what the search could not cover.

    Returns:
        reference (blank where the catalogue gives none), celex, adopted, title_en, title_sv, found_by
        (eurovoc, title, part of a word in the title; joined by semicolons), work (its address there).

    Raises:
        InputError: no EuroVoc concept and no title bears that name.
        FetchError: the catalogue gives no answer at all.
    """
    client, name = client or Client(), unicodedata.normalize("NFC", name)
    try:
        concepts, names = _find_concepts(client, name)
        if not concepts:
            warn(f"No EuroVoc concept is called '{name}'; titles alone were searched.")
        parts = [_search_concept(client, concept, warn) for concept in concepts]
        by_title, unanswered = _search_titles(client, names or {name})
    finally:
        client.close()
    found = pd.concat([pd.DataFrame(columns=COLUMNS), *parts, *by_title], ignore_index=True)
    found = found[found["celex"].astype("str").str.fullmatch(cellar.CELEX)]
    if unanswered:
        warn(
            f"Titles of {', '.join(unanswered)} could not be searched; EuroVoc alone stands for those years."
        )
    if found.empty and unanswered:
        raise FetchError("failed", "the search in titles gave no answer")
    if found.empty:
        raise InputError(f"No resolution about '{name}' was found: check the name, in any official language.")
    return _regroup(found, names)


def _find_concepts(client: Client, name: str) -> tuple[list[str], set[str]]:
    """EuroVoc concepts of that name, and their names in the languages of titles.

    Labels as they are usually written are looked up; only where none fits, all are compared without
    regard to capitals, which takes the service longer.
    """
    marked = {name.replace("’", "'"), name.replace("'", "’")}
    usual = sorted(marked | {one[:1].upper() + one[1:] for one in marked} | {one.title() for one in marked})
    labels = " ".join(f"{_quote(one)}@{code}" for one in usual for code in languages())
    lowered = ", ".join(_quote(one.lower()) for one in sorted(marked))
    for test in (
        f"VALUES ?asked {{ {labels} }} ?concept skos:prefLabel ?asked .",
        f"?concept skos:inScheme <{_EUROVOC}> ; skos:prefLabel ?asked . FILTER(LCASE(STR(?asked)) IN ({lowered}))",
    ):
        rows = cellar.select(
            client,
            f"""{_PREFIXES}SELECT DISTINCT ?concept ?label WHERE {{
              {test} ?concept skos:prefLabel ?label .
              FILTER(STRSTARTS(STR(?concept), "http://eurovoc.europa.eu/"))
              FILTER(LANG(?label) IN ({", ".join(f'"{code}"' for code in _TITLE_LANGUAGES)})) }}""",
        )
        concepts = {row["concept"] for row in rows if _ADDRESS.fullmatch(row.get("concept", ""))}
        if concepts:
            return sorted(concepts), {row["label"] for row in rows if "label" in row}
    return [], set()


def _search_concept(client: Client, concept: str, warn: Callable[[str], object]) -> pd.DataFrame:
    rows = cellar.select(
        client,
        f"""{_PREFIXES}SELECT DISTINCT ?work ?celex ?date ?id ?language ?title WHERE {{
          ?work cdm:work_is_about_concept_eurovoc <{concept}> .
          {_facts()} }} LIMIT {_MOST_ROWS}""",
    )
    if len(rows) == _MOST_ROWS:
        warn("The catalogue gives no more than 10,000 rows, so resolutions may be missing.")
    return pd.DataFrame(rows).assign(found_by="eurovoc", concept=concept)


def _search_titles(client: Client, names: set[str]) -> tuple[list[pd.DataFrame], list[str]]:
    """Works whose title in any language holds one of the names, and the years left unanswered."""
    parts, unanswered = [], []
    tests = " || ".join(f"CONTAINS(LCASE(STR(?any)), {_quote(name.lower())})" for name in sorted(names))
    starts = range(_FIRST_YEAR, datetime.date.today().year + 1, _WINDOW)
    for year in starts:
        until = f' && ?date < "{year + _WINDOW}-01-01"^^xsd:date' if year != starts[-1] else ""
        query = f"""{_PREFIXES}SELECT DISTINCT ?work ?celex ?date ?id ?language ?title WHERE {{
          ?work cdm:work_created_by_agent <{_AUTHORITY}/corporate-body/EP> .
          {_facts()}
          FILTER(?date >= "{year}-01-01"^^xsd:date{until})
          ?other cdm:expression_belongs_to_work ?work ; cdm:expression_title ?any . FILTER({tests})
        }} LIMIT {_MOST_ROWS}"""
        try:
            parts.append(pd.DataFrame(cellar.select(client, query)).assign(found_by="title"))
        except FetchError:
            unanswered.append(f"{year}–{year + _WINDOW - 1}" if until else f"{year} on")
    return parts, unanswered


def _regroup(found: pd.DataFrame, names: set[str]) -> pd.DataFrame:
    """One row per work out of one per work, identifier and title.

    The search takes any title that holds the letters; here a word of it must be the country's name, or
    start with it (Belarusian), which is told apart.
    """
    named = rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})"
    works = []
    for work, rows in found.groupby("work", sort=True):
        ids = {str(one).removeprefix("immc:") for one in rows["id"].dropna()} if "id" in rows else set()
        references = sorted({read_reference(one) for one in ids if REFERENCE.fullmatch(one)})
        row = {
            "reference": references[0] if len(references) == 1 else None,
            "celex": min(rows["celex"]),
            "adopted": min(rows["date"])[:10],
            "work": work,
        }
        for code in _TITLE_LANGUAGES:
            ending = f"/{languages()[code]['iso_639_3'].upper()}"
            of = rows[rows["language"].str.endswith(ending, na=False)] if "language" in rows else rows[:0]
            row[f"title_{code}"] = " ".join(min(of["title"]).split()) if len(of) else None
        titles = " / ".join(title for title in (row["title_en"], row["title_sv"]) if title)
        ways = set(rows["found_by"])
        if names and titles and "title" in ways and not re.search(named + r"(?:['’]?s)?(?!\w)", titles):
            ways.remove("title")
            ways |= {_PART} if re.search(named, titles) else set()
        if ways:
            works.append({**row, "found_by": "; ".join(sorted(ways))})
    return pd.DataFrame(works, columns=COLUMNS).sort_values(["adopted", "celex"], ignore_index=True)


def to_catalogue(found: pd.DataFrame) -> pd.DataFrame:
    """Rows of `resolutions`: what the catalogue states, each field with its source, nothing else.

    A resolution is compared when its title was found to name the country; what is about the country by
    EuroVoc alone is listed for a person to decide. Works without a reference are left out.
    """
    from analysis.corpus.frames import check, empty_frame

    known = found[found["reference"].notna()].drop_duplicates("reference")
    known = known[pd.to_datetime(known["adopted"], format="%Y-%m-%d", errors="coerce").notna()]
    rows = []
    for row in known.itertuples():
        titles = [title for title in (row.title_en, row.title_sv) if isinstance(title, str)]
        procedures = [procedure for title in titles for procedure in PROCEDURE.findall(title)]
        stated = "reference, celex, adopted, year, title_en, title_sv"
        if procedures:
            stated += "; procedure, procedure_type as printed in the title"
        by_title = "title" in row.found_by.split("; ")
        rows.append(
            {
                "reference": row.reference,
                "celex": row.celex,
                "adopted": pd.Timestamp(row.adopted),
                "year": int(row.adopted[:4]),
                "compared": by_title,
                "title_en": row.title_en,
                "title_sv": row.title_sv,
                "procedure": procedures[-1] if procedures else None,
                "procedure_type": procedures[-1][-4:-1] if procedures else None,
                "source": f"{row.work} ({stated})",
                "note": f"Found by {row.found_by}."
                + (
                    ""
                    if by_title
                    else " Its title does not name the country: set compared to true if it belongs."
                ),
            }
        )
    empty = empty_frame("resolutions")
    frame = pd.DataFrame(rows).reindex(columns=empty.columns).astype(empty.dtypes)
    return check(frame, "resolutions")


def _quote(text: str) -> str:
    """A SPARQL string."""
    printable = "".join(character for character in text if character.isprintable())
    escaped = printable.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
