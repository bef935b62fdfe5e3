"""Words in the texts at hand: each place with what stands around it, and how often they stand in each text."""

import pandas as pd

from analysis.corpus.corpus import Corpus, computed_once
from analysis.documents.tokens import find_words
from analysis.lexicon.codes import SECTIONS
from analysis.lexicon.errors import InputError
from analysis.lexicon.folding import fold
from analysis.lexicon.languages import languages
from analysis.passages.patterns import Passage, fold_lemma, read_pattern

_BESIDE = 60  # characters shown on either side
_HITS = {
    "year": "Int64",
    "reference": "str",
    "language": "str",
    "section": "str",
    "label": "str",
    "left": "str",
    "keyword": "str",
    "right": "str",
    "start": "Int64",
    "end": "Int64",
}
_COUNTS = {
    "reference": "str",
    "year": "Int64",
    "language": "str",
    "n": "Int64",
    "n_paragraphs": "Int64",
    "share": "float64",
}


def find_hits(
    corpus: Corpus,
    pattern: str,
    *,
    language: str | None = None,
    section: str | None = None,
    lemma: bool = False,
    regex: bool = False,
) -> pd.DataFrame:
    """One row per place where a pattern stands: what `Corpus.find` tells."""
    find = read_pattern(pattern, lemma, regex, lambda of: _read_vocabulary(corpus, of))
    rows = [
        (*one[:5], *_cut(one.text, start, end), start, end)
        for one in select_passages(corpus, language, section)
        for start, end in find(one)
    ]
    return pd.DataFrame(rows, columns=list(_HITS)).astype(_HITS)


def count_hits(
    corpus: Corpus,
    pattern: str,
    *,
    language: str | None = None,
    section: str | None = None,
    lemma: bool = False,
    regex: bool = False,
) -> pd.DataFrame:
    """One row per text at hand, how often a pattern stands there: what `Corpus.count` tells."""
    find = read_pattern(pattern, lemma, regex, lambda of: _read_vocabulary(corpus, of))
    check_choice(section, "section", SECTIONS)
    hits: dict[tuple[str, int, str], list[int]] = {}
    for one in select_passages(corpus, language):
        of_text = hits.setdefault((one.reference, one.year, one.language), [])
        if section in (None, one.section):
            of_text.append(sum(1 for _ in find(one)))
    rows = []
    for text, counted in hits.items():
        met = sum(n > 0 for n in counted)
        rows.append((*text, sum(counted), met, met / len(counted) if counted else None))
    return pd.DataFrame(rows, columns=list(_COUNTS)).astype(_COUNTS)


def select_passages(corpus: Corpus, language: str | None = None, section: str | None = None) -> list[Passage]:
    """The paragraphs at hand, of one language and section or of all, in order of adoption and place.

    Raises:
        InputError: there is no such language or section.
    """
    check_choice(language, "language", list(languages()))
    check_choice(section, "section", SECTIONS)
    return [
        one
        for one in _read_passages(corpus)
        if language in (None, one.language) and section in (None, one.section)
    ]


def check_choice(given: str | None, what: str, known: list[str]) -> None:
    """Nothing, where one of those known was given, or none.

    Raises:
        InputError: something else was given.
    """
    if given is not None and given not in known:
        raise InputError(f"Unknown {what} '{given}': give one of {', '.join(known)}.")


@computed_once
def _read_passages(corpus: Corpus) -> tuple[Passage, ...]:
    dated = corpus.resolutions[["reference", "year", "adopted"]]
    rows = corpus.paragraphs.dropna(subset="text").merge(dated, on="reference", validate="many_to_one")
    rows = rows.assign(rank=rows["section"].map(SECTIONS.index))
    rows = rows.sort_values(["year", "adopted", "reference", "language", "rank", "position"])
    labels = rows["label"].astype(object).where(rows["label"].notna(), None)
    place = [rows[column].to_list() for column in ("year", "reference", "language", "section")]
    told = zip(*place, labels.to_list(), rows["text"].to_list(), strict=True)
    return tuple(Passage._make((*at, text, fold(text))) for *at, text in told)


@computed_once
def _read_vocabulary(corpus: Corpus, language: str) -> dict[str, str]:
    """Every word of the texts in a language → its dictionary form, folded."""
    printed = {part for one in select_passages(corpus, language) for part in one.text.split()}
    return {word: fold_lemma(word, language) for part in printed for word in find_words(part)}


def _cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, at and behind a place, cut between words; joined they are a piece of the text."""
    left, right = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
    if start > _BESIDE and not text[start - _BESIDE - 1].isspace():
        left = left.split(None, 1)[-1] if len(left.split(None, 1)) > 1 else left
    if text[end + _BESIDE : end + _BESIDE + 1].strip():
        right = right.rsplit(None, 1)[0] if len(right.split(None, 1)) > 1 else right
    return left.lstrip() or left, text[start:end], right.rstrip() or right
