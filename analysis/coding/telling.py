"""What was kept of a coding, and how well several hands agree on one text, in lines for a terminal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.agreement.hands import KEPT, find_disagreements, find_hands, measure_agreement, tabulate_values
from analysis.corpus.codings import Coding
from analysis.corpus.corpus import Corpus
from analysis.lexicon.references import read_reference
from analysis.passages.quotation import SECTION_WORDS


def tell_agreement(corpus: Corpus, reference: str) -> Iterator[str]:
    """Alpha of each variable with its interval, then each thing on which the hands differ.

    Raises:
        InputError: fewer than two hands read the text.
    """
    codings = find_hands(corpus, read_reference(reference))
    coders = list(codings)
    values = tabulate_values(corpus, codings)
    measured = measure_agreement(values, coders)
    yield f"{'variable':16} {'level':8} {'alpha':>7} {'95 % interval':>16} {'same':>6} {'n':>5}"
    for row in measured.astype(object).where(measured.notna(), None).itertuples():
        interval = "" if row.low is None else f"{row.low:.2f} to {row.high:.2f}"
        numbers = f"{_show(row.alpha):>7} {interval:>16} {_show(row.same):>6} {row.n:>5}"
        yield f"{row.variable:16} {row.level:8} {numbers}"
    differing = find_disagreements(values, coders)
    yield ""
    yield f"The coders differ in {len(differing)} {'place' if len(differing) == 1 else 'places'}."
    for row in differing.astype(object).where(differing.notna(), "").to_dict("records"):
        said = ", ".join(
            f"{coder} {row[coder] or '(blank)'}" for coder in coders if row[coder] or row["variable"] != KEPT
        )
        yield f"{_tell_place(row)}: {row['variable']}: {said}"


def tell_coding(coding: Coding, folder: Path) -> str:
    """What was kept of a filled sheet, and which paragraphs it leaves open."""
    found = f"{_count(len(coding.demands), 'demand')} and {_count(len(coding.mentions), 'mention')}"
    told = f"{found} of {coding.reference}, read by {coding.coder}, are kept in {folder}."
    left = coding.coverage.loc[coding.coverage["seen"] == "part", "note"].dropna()
    if len(left):
        told += (
            f" The paragraphs are kept as seen in part ({'; '.join(left)}): code them, or write no under keep where "
            "nothing is said, and import the sheet again."
        )
    return told


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _tell_place(row: dict[str, Any]) -> str:
    kind = SECTION_WORDS.get(row["section"], row["section"])
    if row["table"] == "demands":
        return f"{kind} {row['label']}, clause {row['clause_or_name']}, demand {row['nth']}"
    return f"{kind} {row['label']}, {row['clause_or_name'].title() or 'mention'} ({row['nth']})"


def _show(number: float | None) -> str:
    return "-" if number is None or pd.isna(number) else f"{number:.2f}"
