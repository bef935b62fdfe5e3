"""The register: every mention of a person in a corpus with the person, and every spelling of a name."""

import re

import pandas as pd

from analysis.annotation.mentions import find_mentions
from analysis.corpus.corpus import Corpus
from analysis.corpus.identity import FORMS, gather_namesakes, identify
from analysis.corpus.load import load
from analysis.corpus.redaction import load_redactions
from analysis.corpus.versions import find_paired_spellings
from analysis.documents.parse import Document
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import countries


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
    forms = corpus.mentions.rename(columns={"name_as_printed": "form"})
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
    if not countries():
        return [name]
    forms = pd.concat([list_register(load(country))[["person_id", "form"]] for country in countries()])
    forms = forms.dropna().drop_duplicates()
    owners = gather_namesakes(forms).find(name, None)
    known = forms.loc[forms["person_id"].isin(owners), "form"]
    return sorted({name, *known[known.str.contains(" ")]})


def list_register(corpus: Corpus) -> pd.DataFrame:
    """One row per person and place where a spelling of the name was met, by name.

    Returns:
        person_id, name, form, language, reference, section, label, occupation, status, asked, asked2, evidence,
        coder, contradiction (occupations, statuses or requests on which sources of one resolution differ), source,
        url, note. Spellings met outside a resolution have no reference.
    """
    mentions = corpus.mentions
    mentions = mentions.rename(columns={"name_as_printed": "form"})
    key = ["person_id", "form", "language", "reference"]
    at_hand = pd.MultiIndex.from_frame(mentions[key].astype("object").fillna(""))
    spellings = pd.concat([corpus.spellings, find_paired_spellings(corpus)], ignore_index=True)
    elsewhere = spellings[~pd.MultiIndex.from_frame(spellings[key].astype("object").fillna("")).isin(at_hand)]
    rows = pd.concat([mentions.drop(columns="year"), elsewhere], ignore_index=True)
    names = corpus.person_names
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
