"""Which two resolutions are compared, and on what their comparison rests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.readings import HAND, find_readers
from analysis.documents.parse import Document
from analysis.lexicon.codes import CODES, EVIDENCE
from analysis.lexicon.errors import InputError
from analysis.lexicon.grammar import has_grammar
from analysis.lexicon.languages import languages
from analysis.lexicon.references import REFERENCE, read_reference


@dataclass(frozen=True)
class Pair:
    """Two resolutions on one country.

    Attributes:
        corpus: the country's.
        earlier, later: references, in order of adoption.
        language: in which both texts are at hand; None where there is none.
        counted: in which the words of both are counted, which is known of some texts that are not at hand.
    """

    corpus: Corpus
    earlier: str
    later: str
    language: str | None
    counted: str | None

    @property
    def both(self) -> list[str]:
        """The two references, the earlier first."""
        return [self.earlier, self.later]

    @property
    def ruled(self) -> str | None:
        """The language in which demands are found in both texts by rule; None where there is none."""
        return self.language if self.language and has_grammar(self.language) else None

    @property
    def documents(self) -> list[Document]:
        """The two texts in the one language, the earlier first; empty where there is none."""
        at_hand = {one.reference: one for one in self.corpus.documents if one.language == self.language}
        return [at_hand[reference] for reference in self.both] if self.language else []

    def alone(self) -> Corpus:
        """The corpus as if there were these two only, whatever their kinds of procedure."""
        rows = self.corpus.resolutions
        rows = rows[rows["reference"].isin(self.both)].assign(procedure_type=None)
        return replace(self.corpus, resolutions=rows.reset_index(drop=True))


def find_pair(
    corpus: Corpus,
    first: str | int | None = None,
    second: str | int | None = None,
    language: str | None = None,
) -> Pair:
    """The two resolutions to compare: those given, in order of adoption, else the latest and the one before it.

    Args:
        corpus: one country's.
        first, second: a reference or a year; both or neither.
        language: of the texts; by default the one with rules in which most texts are at hand.

    Raises:
        InputError: there are not two resolutions, or one given is unknown, ambiguous or the other one.
    """
    series = corpus.series
    if len(series) < 2:
        there = f"only {series['reference'].iloc[0]}" if len(series) else "none"
        raise InputError(f"Two resolutions are needed to compare; '{corpus.name}' has {there}: add another.")
    if language is not None and language not in languages():
        raise InputError(f"Unknown language '{language}': give one of {', '.join(languages())}.")
    if (first is None) != (second is None):
        raise InputError("Give two resolutions to compare, or none for the latest and the one before it.")
    order = list(series["reference"])
    chosen = order[-2:] if first is None else [_find(series, str(one), corpus) for one in (first, second)]
    if chosen[0] == chosen[1]:
        raise InputError(f"{chosen[0]} was given twice: give two different resolutions.")
    earlier, later = sorted(chosen, key=order.index)
    held = _find_shared([(one.reference, str(one.language)) for one in corpus.documents], earlier, later)
    counted = _find_shared(list(corpus.paragraphs.groupby(["reference", "language"]).groups), earlier, later)
    in_text = next((one for one in held if language in (None, one)), None)
    in_counts = next((one for one in [in_text, *counted] if one and language in (None, one)), None)
    return Pair(corpus, earlier, later, in_text, in_counts)


def _find(series: pd.DataFrame, given: str, corpus: Corpus) -> str:
    """The reference of what a user gives: a reference in either form, or a year."""
    wanted = (
        read_reference(given) if REFERENCE.fullmatch(given.upper()) or given[:2].upper() == "TA" else given
    )
    if wanted in set(series["reference"]):
        return wanted
    of_year = list(series.loc[series["year"].astype(str) == given, "reference"])
    if len(of_year) == 1:
        return str(of_year[0])
    if of_year:
        raise InputError(f"{given} has several resolutions: give one of {', '.join(of_year)}.")
    raise InputError(
        f"'{given}' is no resolution that is compared in '{corpus.name}': give a year or one of "
        f"{', '.join(series['reference'])}."
    )


def _find_shared(held: Sequence[tuple[str, str]], earlier: str, later: str) -> list[str]:
    """The languages that both have: those with rules first, then those that most resolutions have."""
    of = {name: {language for reference, language in held if reference == name} for name in (earlier, later)}
    times = pd.Series([language for _, language in held], dtype="str").value_counts()
    return sorted(of[earlier] & of[later], key=lambda one: (not has_grammar(one), -times[one], one))


def tell_basis(evidence: Sequence[str], coders: Sequence[str], language: str) -> str:
    """What a finding rests on: the weaker of its two sides, in words.

    Args:
        evidence, coders: of either side that is known.
        language: in which texts were read by rule.
    """
    weakest = max(evidence, key=EVIDENCE.index)
    if weakest != "full_text":
        return f"coded by hand, from {CODES['evidence'][weakest]['label']}"
    return f"full texts, by rule ({language})" if "rules" in coders else "full texts, coded by hand"


def describe_coverage(pair: Pair) -> str:
    """What the comparison rests on, and what therefore cannot be told: one or two sentences."""
    if pair.ruled:
        name = f"the full texts ({pair.ruled})"
        return f"Demands were found and linked by rule in {name}: a first sorting, to be read beside the passages."
    told = "Demands are coded facts with links made by hand, since the two full texts are not at hand in one language "
    told += (
        "with rules; what is not linked may still be asked in both, so no demand is called new or dropped."
    )
    readers = find_readers(pair.corpus)
    at_hand = {one.reference for one in pair.corpus.documents}
    partly = [one for one in pair.both if readers[one] != HAND and one not in at_hand]
    return told + (f" Not read in full: {', '.join(partly)}." if partly else "")
