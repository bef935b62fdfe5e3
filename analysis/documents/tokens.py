"""A paragraph's text → its sentences, words and dictionary forms."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from analysis.lexicon.tables import read_lexicon

WORD = re.compile(r"[^\W_]+(?:[-‑'’:.,/][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][”\"’»)]*\s+(?=[“”\"’«»(\[]*[^\W_])|\n")


def _abbreviation(before: str) -> re.Pattern[str]:
    """What ends with a listed abbreviation; `before` is what must follow it, as in the table."""
    listed = [row["phrase"] for row in read_lexicon("abbreviations") if row["before"] == before]
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(listed)})$")


_INITIAL = re.compile(r"\b[^\W\d_]$")
_ABBREVIATION, _BEFORE_A_NUMBER = _abbreviation(""), _abbreviation("digit")
_GENITIVE = re.compile(r"[:'’][a-zåäö]{1,3}$")
_LEMMAS = {(row["language"], row["form"]): row["lemma"] for row in read_lexicon("lemmas")}
_KEPT = 200_000  # words of a language
LEMMATISED = frozenset(("sv", "en"))


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Start and end offsets of the sentences of a paragraph.

    A sentence ends at . ! ? or … before white space and a capital letter or digit, and at a
    line break; not after an initial or a known abbreviation, of which some end none only before a number.
    """
    spans, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        before = text[start : end.start()]
        following = text[end.end() :].lstrip('“”"’«»([')[:1]
        sign = text[end.start()]
        if sign != "\n" and (
            not before.strip() or following.islower() or _is_abbreviated(before, sign, following)
        ):
            continue
        if before.strip():
            spans.append((start, end.start() + len(end.group().rstrip())))
        start = end.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def _is_abbreviated(before: str, sign: str, following: str) -> bool:
    if sign != ".":
        return False
    last = before[-20:]
    return bool(
        _INITIAL.search(last)
        or _ABBREVIATION.search(last)
        or (following.isdigit() and _BEFORE_A_NUMBER.search(last))
    )


def find_words(text: str) -> list[str]:
    """Words and numbers: runs of letters and digits, joined by inner hyphens, colons and the like."""
    return WORD.findall(text)


def find_lemmas(text: str, language: str) -> Iterator[str]:
    """Dictionary forms of the words of a text in lower case; numbers are left out.

    Lemmas come from simplemma with the overrides in `lexicon/lemmas.csv`; a language without
    them gives the words in lower case.
    """
    return filter(None, map(_lemmas(language).__getitem__, find_words(text)))


def count_lemmas(text: str, language: str) -> dict[str, int]:
    """How often each of `find_lemmas` stands in a text; each different word is looked up once."""
    counted: dict[str, int] = {}
    words, lemmas = Counter(find_words(text)), _lemmas(language)
    for word, n in words.items():
        if lemma := lemmas[word]:
            counted[lemma] = counted.get(lemma, 0) + n
    return counted


class _Lemmas(dict[str, str]):
    """Word as printed → its dictionary form, nothing for a number; looked up once and kept."""

    def __init__(self, language: str):
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        form = _GENITIVE.sub("", word).lower()
        self[word] = lemma_of(form, self.language) if any(map(str.isalpha, form)) else ""
        return self[word]


_lemmas = cache(_Lemmas)


def lemma_of(form: str, language: str) -> str:
    """The dictionary form of one word in lower case."""
    if language not in LEMMATISED:
        return form
    from simplemma import lemmatize

    return _LEMMAS.get((language, form)) or lemmatize(form, lang=language).lower()
