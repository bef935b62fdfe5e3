"""Mentions found in a text ↔ the register of a corpus."""

import pandas as pd

from analysis.corpus import Corpus, countries, load
from analysis.mentions import find_mentions
from analysis.names import match_names
from analysis.parse import Document


def find_corpus(document: Document) -> Corpus | None:
    """The corpus that lists a document's reference; None where none does."""
    for name in countries():
        corpus = load(name)
        if (corpus.resolutions["reference"] == document.reference).any():
            return corpus
    return None


def name_people(document: Document, corpus: Corpus | None) -> pd.DataFrame:
    """`find_mentions` with the register's person_id where the resolution belongs to a corpus.

    A name joins a person of the register where it is spelled as the register has it, or where
    `match_names` says "same" of one person only. A name that is merely similar, or the same as
    two people's, stays blank: it is for review. Others keep the id made for the document.
    """
    mentions = find_mentions(document)
    if corpus is None or corpus.spellings.empty:
        return mentions
    known = corpus.spellings[["form", "person_id", "language"]].drop_duplicates()
    decided = {
        name: _decide(name, document.language, known)
        for name in set(mentions["name_as_printed"])
        if " " in name
    }
    full = mentions[mentions["name_as_printed"].isin(decided)]
    owner = {row.person_id: decided[row.name_as_printed] for row in full.itertuples()}
    chosen = [
        decided.get(row.name_as_printed, owner.get(row.person_id, row.person_id))
        for row in mentions.itertuples()
    ]
    own = mentions["person_id"].tolist()
    return mentions.assign(person_id=[b if a == _NEW else a for a, b in zip(chosen, own, strict=True)])


_NEW = "new"


def _decide(name: str, language: str | None, known: pd.DataFrame) -> str | None:
    exact = set(known.loc[known["form"] == name, "person_id"])
    if len(exact) == 1:
        return str(exact.pop())
    judged = match_names([name] * len(known), list(known["form"]), language, None).assign(
        person_id=known["person_id"].to_numpy()
    )
    same = set(judged.loc[judged["decision"] == "same", "person_id"])
    if len(same) == 1:
        return str(same.pop())
    return None if same or (judged["decision"] == "review").any() else _NEW
