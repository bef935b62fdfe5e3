"""Passages that stand word for word in an earlier resolution.

Runs of equal words of two paragraphs (Python's difflib), joined where few words differ between them; what
Wilkerson, Smith and Stramp look for in bills by local alignment (*AJPS* 59(4), 2015).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import pandas as pd

from analysis.documents.parse import Document
from analysis.documents.segment import without_marks
from analysis.documents.tokens import WORD

BRIDGE = 2  # differing words in a row that a passage may hold
LEAST_WORDS = 10
LEAST_IDENTICAL = 0.9
_SHINGLE = 4  # words in a row that two paragraphs share before they are aligned
COLUMNS = ["language", "reference", "section", "label", "earlier", "earlier_section", "earlier_label"]


class Passage(NamedTuple):
    """Words that two paragraphs share in a row: half-open ranges in either, and how many are the same."""

    left: tuple[int, int]
    right: tuple[int, int]
    identical: int


def find_passages(left: Sequence[str], right: Sequence[str]) -> list[Passage]:
    """What two sequences of words share: equal runs, joined over a few other words, that are long enough to count."""
    runs = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    joined: list[Passage] = []
    for start, at, n in runs:
        run = Passage((start, start + n), (at, at + n), n)
        if joined and _hang_together(joined[-1], run):
            before = joined.pop()
            run = Passage(
                (before.left[0], run.left[1]), (before.right[0], run.right[1]), before.identical + n
            )
        joined.append(run)
    return [one for one in joined if _is_passage(one)]


def _hang_together(before: Passage, run: Passage) -> bool:
    """Whether at most BRIDGE words differ between two runs, and fewer than either run makes good for."""
    between = max(run.left[0] - before.left[1], run.right[0] - before.right[1])
    return between <= min(BRIDGE, (min(before.identical, run.identical) - 1) // 2)


def find_reused(documents: Iterable[Document], order: Sequence[str], language: str) -> pd.DataFrame:
    """One row per passage of a recital or paragraph that stands in an earlier resolution.

    Args:
        documents: texts; those of another language or not in `order` are left out.
        order: references in order of adoption.

    Returns:
        COLUMNS, n_words (of the passage), identical (share of them, at least LEAST_IDENTICAL), whole (it is
        nine tenths of both paragraphs), start and end (characters, footnote marks left out). Where
        passages overlap the longest counts, then the latest. The last paragraph, which forwards the
        resolution, is left out.
    """
    chosen = {one.reference: one for one in documents if one.language == language and one.reference in order}
    earlier: list[tuple[str, str, str, list[str]]] = []
    holding: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)  # shingle → places in `earlier`
    out = []
    for reference in (name for name in order if name in chosen):
        here = []
        for section, label, text in _paragraphs(chosen[reference]):
            spans = [match.span() for match in WORD.finditer(text)]
            words = [text[start:end].lower() for start, end in spans]
            shingles = {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
            near = {place for shingle in shingles for place in holding.get(shingle, ())}
            found = [
                (part, name, there, at, len(other))
                for name, there, at, other in (earlier[place] for place in sorted(near))
                for part in find_passages(words, other)
            ]
            found.sort(key=lambda one: (one[0].identical, order.index(one[1])), reverse=True)
            taken: set[int] = set()
            for part, name, there, at, length in found:
                if taken & set(range(*part.left)):
                    continue
                taken |= set(range(*part.left))
                n = part.left[1] - part.left[0]
                whole = part.identical >= LEAST_IDENTICAL * max(len(words), length)
                start, end = spans[part.left[0]][0], spans[part.left[1] - 1][1]
                where = (language, reference, section, label, name, there, at)
                out.append((*where, n, part.identical / n, whole, start, end))
            here.append(((reference, section, label, words), shingles))
        for paragraph, shingles in here:
            for shingle in shingles:
                holding[shingle].append(len(earlier))
            earlier.append(paragraph)
    return pd.DataFrame(out, columns=[*COLUMNS, "n_words", "identical", "whole", "start", "end"])


def _is_passage(passage: Passage) -> bool:
    n, other = (end - start for start, end in (passage.left, passage.right))
    return n >= LEAST_WORDS and passage.identical >= LEAST_IDENTICAL * max(n, other)


def _paragraphs(document: Document) -> list[tuple[str, str, str]]:
    units = [unit for unit in document.paragraphs if unit.section in ("recital", "operative")]
    last = units[-1] if units and units[-1].section == "operative" else None
    return [(unit.section, unit.label or "", without_marks(unit)) for unit in units if unit is not last]
