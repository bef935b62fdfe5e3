"""One person: every place that names them, in order, quoted where the text is at hand."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.lexicon.codes import label
from analysis.lexicon.errors import InputError
from analysis.lexicon.labels import counted
from analysis.lexicon.languages import languages
from analysis.lexicon.markup import escape_html
from analysis.names.sounds import list_parts
from analysis.passages.quotation import QUOTED, SECTION_WORDS, Quotation, find_quotation
from analysis.people.timeline import find_namings

_COLUMNS = ["year", "reference", "language", "section", "label", "name_as_printed", "occupation", "status"]
_COLUMNS += ["asked", "asked2", "evidence", "coder", "quotation", "citation"]
_LABELLED = ("operative", "recital")


@dataclass(frozen=True, repr=False)
class Person:
    """A person as the texts name them; notebooks show every place with its quotation.

    Attributes:
        person_id, name: as in `Corpus.people`.
        spellings: every form printed, in order of years.
        mentions: one row per place: year, reference, language, section, label, name_as_printed, occupation, status,
            asked, asked2, evidence, coder, quotation (the paragraph; blank where the text is not on this machine),
            citation (to be copied).
        quotations: of the places whose paragraph is known, in the same order, each once.
    """

    person_id: str
    name: str
    spellings: tuple[str, ...]
    mentions: pd.DataFrame
    quotations: tuple[tuple[str, Quotation | None], ...]

    def __repr__(self) -> str:
        lines = [f"{what}\n{quoted!r}" if quoted else what for what, quoted in self.quotations]
        return "\n\n".join([self._head(), *lines])

    def _repr_html_(self) -> str:
        parts = [
            f"<p><strong>{escape_html(self.name)}</strong>{escape_html(self._head()[len(self.name) :])}</p>"
        ]
        for what, quoted in self.quotations:
            parts.append(f"<p>{escape_html(what)}</p>")
            parts += [quoted.to_html()] if quoted else []
        return "\n".join([QUOTED, '<div class="person-page">', *parts, "</div>"])

    def _head(self) -> str:
        texts = counted(self.mentions["reference"].nunique(), "{n} resolution", "{n} resolutions")
        places = counted(len(self.mentions), "{n} place", "{n} places")
        return f"{self.name}: named in {texts}, {places}; spelled {', '.join(self.spellings)}."


def find_person(corpus: Corpus, given: str) -> Person:
    """The person whom a name means, in any spelling; a family name is enough where one person bears it.

    Raises:
        InputError: nobody, or more than one person, bears the name.
    """
    forms = pd.concat(
        [
            corpus.people[["person_id", "name"]].rename(columns={"name": "form"}),
            corpus.spellings[["person_id", "form"]],
            corpus.mentions[["person_id", "name_as_printed"]].rename(columns={"name_as_printed": "form"}),
        ]
    ).dropna()
    known = forms.drop_duplicates()
    names = corpus.person_names
    owners = {given} & set(names) or _find_owners(given, known)
    if not owners:
        near = get_close_matches(given, sorted(set(known["form"])), n=3, cutoff=0.5)
        hint = f" Names like it: {', '.join(near)}." if near else ""
        raise InputError(f"Nobody called '{given}' is named in '{corpus.name}'.{hint}")
    if len(owners) > 1:
        listed = ", ".join(sorted(names[one] for one in owners))
        raise InputError(f"'{given}' may be {len(owners)} people: give one of {listed}.")
    return describe_person(corpus, owners.pop())


def describe_person(corpus: Corpus, person_id: str) -> Person:
    """Every place that names one person, by id; motions were not adopted, and citations name documents."""
    order = corpus.resolutions.sort_values(["adopted", "reference"])["reference"].tolist()
    rows = find_namings(corpus)
    rows = rows[rows["person_id"] == person_id]
    rows = rows.assign(place=rows["reference"].map(order.index)).sort_values("place", kind="stable")
    records = rows.to_dict("records")
    quoted = [_quote(corpus, row) for row in records]
    rows = rows.assign(
        quotation=pd.Series([one and one.text for one in quoted], index=rows.index, dtype="str"),
        citation=pd.Series([one and one.citation for one in quoted], index=rows.index, dtype="str"),
    )[_COLUMNS].reset_index(drop=True)
    shown: dict[str, tuple[str, Quotation | None]] = {}
    for number, (row, one) in enumerate(zip(records, quoted, strict=True)):
        shown.setdefault(one.citation if one else str(number), (_tell(row), one))
    return Person(
        person_id=person_id,
        name=corpus.person_names[person_id],
        spellings=tuple(rows["name_as_printed"].dropna().unique()),
        mentions=rows,
        quotations=tuple(shown.values()),
    )


def _find_owners(given: str, known: pd.DataFrame) -> set[str]:
    """Who bears all parts of a name, as it sounds; those with no other part before those with more."""
    asked = [set(parts) for parts in list_parts(given, None)]
    if not any(asked):
        return set()
    whole, part = set(), set()
    for person, form in known.itertuples(index=False, name=None):
        for parts in map(set, list_parts(form, None)):
            if parts in asked:
                whole.add(person)
            elif any(of and of <= parts for of in asked):
                part.add(person)
    return whole or part


def _quote(corpus: Corpus, row: dict[str, Any]) -> Quotation | None:
    """The paragraph of a mention; None where the source tells no paragraph or is in no official language."""
    told = row["section"] in _LABELLED and isinstance(row["label"], str) and row["language"] in languages()
    place = (row["reference"], row["language"], row["section"], row["label"])
    return find_quotation(corpus, *place) if told else None


def _tell(row: dict[str, Any]) -> str:
    """Where a person is named, and what is told and asked there."""
    section = SECTION_WORDS.get(row["section"], row["section"])
    place = " ".join(of for of in (section, row["label"]) if isinstance(of, str))
    told = [
        label(codes, row[column])
        for codes, column in (("occupation", "occupation"), ("person_status", "status"))
        if isinstance(row[column], str)
    ]
    asked = [label("asked", row[column]) for column in ("asked", "asked2") if isinstance(row[column], str)]
    parts = [f"{row['year']}, {row['reference']}{', ' + place if place else ''} ({row['language']})"]
    parts += [", ".join(told)] if told else []
    parts += [f"asked: {', '.join(asked)}"] if asked else []
    return "; ".join(parts)
