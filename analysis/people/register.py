"""The register: every mention of a person in a corpus, and which mentions are one person.

Coded mentions stand as they are. Where a text has none coded from it in full, those found by
rule join: a name is a person of the register where it is spelled as there or where `match_names`
says "same" of one person only; what is uncertain stays without a person, for review.
"""

import re

import pandas as pd

from analysis.annotation.mentions import find_mentions
from analysis.corpus.frames import empty_frame
from analysis.corpus.load import Corpus, computed_once, load
from analysis.corpus.redaction import load_redactions
from analysis.corpus.versions import find_paired_spellings
from analysis.documents.parse import Document
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import countries
from analysis.people.identity import FORMS, gather_namesakes, identify

_RULES = "found by rule in the text"


def find_corpus(document: Document) -> Corpus | None:
    """The corpus that lists a document's reference; None where none does."""
    for name in countries():
        corpus = load(name)
        if (corpus.resolutions["reference"] == document.reference).any():
            return corpus
    return None


def name_people(document: Document, corpus: Corpus | None) -> pd.DataFrame:
    """`find_mentions` with the register's person_id where the resolution belongs to a corpus.

    Others keep the id made for the document; a name under review has none. People on the
    redaction list are left out.
    """
    found = find_mentions(document, corpus.names.country) if corpus else find_mentions(document)
    mentions = load_redactions().withhold_found(found)
    if corpus is None:
        return mentions
    forms = collect_mentions(corpus).rename(columns={"name_as_printed": "form"})
    known = pd.concat([corpus.spellings, forms])[FORMS].dropna().drop_duplicates()
    return mentions.assign(person_id=identify(mentions, document.language, known))


def find_spellings(name: str) -> list[str]:
    """A name and every spelling of the people in any register who bear it, however it is spelled there.

    Raises:
        InputError: it is one word only; a family name alone would hide other people.
    """
    if len(re.findall(r"[^\W\d_]+", name)) < 2:
        raise InputError(
            f"'{name}' is one word: give the full name, in quotes, so that nobody else is hidden."
        )
    forms = pd.concat([list_register(load(country))[["person_id", "form"]] for country in countries()])
    forms = forms.dropna().drop_duplicates()
    owners = gather_namesakes(forms).find(name, None)
    known = forms.loc[forms["person_id"].isin(owners), "form"]
    return sorted({name, *known[known.str.contains(" ")]})


@computed_once
def collect_mentions(corpus: Corpus) -> pd.DataFrame:
    """Every mention of the corpus, coded or found by rule: the frame `mentions`.

    Rows found by rule have coder "rules" and evidence full_text; their person_id may be one that
    `people` does not list. `identities` judged "same" are joined. Computed once per corpus.
    """
    coded = corpus.mentions
    in_full = set(coded.loc[coded["evidence"] == "full_text", "reference"])
    found = corpus.named[~corpus.named["reference"].isin(in_full)]
    order = corpus.resolutions.sort_values(["adopted", "reference"])["reference"]
    known = pd.concat([corpus.spellings, find_paired_spellings(corpus)])[FORMS].drop_duplicates()
    parts = [coded]
    for reference in order[order.isin(found["reference"])]:
        for language, rows in found[found["reference"] == reference].groupby("language"):
            rows = rows.sort_values(["section", "label", "nth"], key=_reading_order)
            people = identify(rows, str(language), known)
            parts.append(_as_mentions(rows, people))
            new = pd.DataFrame({"person_id": people, "form": rows["name_as_printed"], "language": language})
            known = pd.concat([known, new.dropna(subset="person_id")]).drop_duplicates()
    joined = pd.concat(parts, ignore_index=True)
    same = corpus.identities[corpus.identities["decision"] == "same"]
    one = dict(zip(same["other_id"], same["person_id"], strict=True))
    return joined.assign(person_id=joined["person_id"].replace(one))


def find_names(corpus: Corpus, mentions: pd.DataFrame) -> dict[str, str]:
    """person_id → name: the register's, else the longest form printed."""
    printed = mentions.dropna(subset="person_id").assign(
        length=lambda rows: rows["name_as_printed"].str.len()
    )
    longest = (
        printed.sort_values(["length", "name_as_printed"]).groupby("person_id")["name_as_printed"].last()
    )
    return longest.to_dict() | corpus.people.set_index("person_id")["name"].to_dict()


def list_register(corpus: Corpus) -> pd.DataFrame:
    """One row per person and place where a spelling of the name was met, by name.

    Returns:
        person_id, name, form, language, reference, section, label, occupation, status, asked, asked2, evidence,
        coder, contradiction (occupations, statuses or requests on which sources of one resolution differ), source,
        url, note. Spellings met outside a resolution have no reference.
    """
    mentions = collect_mentions(corpus)
    mentions = mentions.rename(columns={"name_as_printed": "form"})
    key = ["person_id", "form", "language", "reference"]
    at_hand = pd.MultiIndex.from_frame(mentions[key].astype("object").fillna(""))
    spellings = pd.concat([corpus.spellings, find_paired_spellings(corpus)], ignore_index=True)
    elsewhere = spellings[~pd.MultiIndex.from_frame(spellings[key].astype("object").fillna("")).isin(at_hand)]
    rows = pd.concat([mentions, elsewhere], ignore_index=True)
    names = find_names(corpus, collect_mentions(corpus))
    rows = rows.assign(
        name=rows["person_id"].map(names), contradiction=find_contradictions(rows).reindex(rows.index)
    )
    columns = [*["person_id", "name", "form", "language", "reference", "section", "label", "occupation"]]
    columns += ["status", "asked", "asked2", "evidence", "coder", "contradiction", "source", "url", "note"]
    rows = rows.merge(
        corpus.resolutions[["reference", "adopted"]], on="reference", how="left", validate="m:1"
    )
    order = ["name", "adopted", "reference", "mention_id"]
    return rows.sort_values(order, kind="stable", ignore_index=True)[columns]


def find_contradictions(mentions: pd.DataFrame) -> pd.Series:
    """For each mention: on what the sources of its resolution differ about the person; blank where they agree.

    Places of one text tell of different moments, and versions of it say the same: they contradict nobody.
    """
    rows = mentions[(mentions["evidence"] != "full_text") & mentions["person_id"].notna()]
    rows = rows[rows["reference"].notna() & (rows["section"] != "citation")]
    of_text = rows["evidence"].isin(["full_text", "text_opening"])
    rows = rows.assign(document=rows["source"].mask(of_text, "the text itself"))
    key = ["reference", "person_id"]
    said: dict[tuple[str, str], list[str]] = {}
    for what in ("occupation", "status", "asked"):
        for at, here in rows.dropna(subset=what).groupby(key):
            by_document = here.groupby("document")[what].agg(frozenset)
            if by_document.nunique() > 1:
                said.setdefault(at, []).append(f"{what}: {', '.join(sorted(set(here[what])))}")
    places = zip(rows["reference"], rows["person_id"], strict=True)
    return pd.Series(["; ".join(said.get(at, [])) or None for at in places], index=rows.index, dtype="str")


def _as_mentions(rows: pd.DataFrame, people: list[str | None]) -> pd.DataFrame:
    ids = rows["reference"] + "-" + rows["language"] + "-" + rows["section"].str[0] + rows["label"].fillna("")
    frame = rows.assign(
        mention_id=ids + "-" + rows["nth"].astype(str),
        person_id=pd.Series(people, index=rows.index, dtype="str"),
        evidence="full_text",
        coder="rules",
        source=_RULES,
    )
    columns = empty_frame("mentions")
    return frame.reindex(columns=columns.columns).astype(columns.dtypes)


def _reading_order(column: pd.Series) -> pd.Series:
    """Recitals before paragraphs, A before AA, 2 before 10."""
    if column.name == "section":
        return column.map({"recital": 0, "operative": 1})
    if column.name == "label":
        return column.fillna("").map(lambda label: (int(label) if label.isdigit() else 0, len(label), label))
    return column
