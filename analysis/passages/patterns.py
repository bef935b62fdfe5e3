"""What a reader looks for, words with stars, dictionary forms or a regular expression, and where it stands."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.documents.tokens import WORD, find_lemmas
from analysis.lexicon.errors import InputError
from analysis.lexicon.folding import find_folded, fold


class Passage(NamedTuple):
    """One paragraph at hand: its place, its text without footnote marks, and the text as `fold` has it."""

    year: int
    reference: str
    language: str
    section: str
    label: str | None
    text: str
    folded: str


Find = Callable[[Passage], Iterable[tuple[int, int]]]  # start and end of each hit in the passage's text


def read_pattern(
    pattern: str, lemma: bool, regex: bool, vocabulary: Callable[[str], Mapping[str, str]]
) -> Find:
    """What tells where a pattern stands in a passage; hits follow each other and never overlap.

    Args:
        pattern, lemma, regex: as `Corpus.find` takes them.
        vocabulary: language → every word of its texts and the dictionary form of each, as `fold_lemma` has it.

    Raises:
        InputError: the pattern is none.
    """
    between_slashes = len(pattern) > 1 and pattern[0] == pattern[-1] == "/"
    if lemma and (regex or between_slashes):
        raise InputError(
            f"'{pattern}' cannot be both a regular expression and a dictionary form: choose one."
        )
    if regex or between_slashes:
        return _read_expression(pattern if regex else pattern[1:-1])
    words = fold(pattern).split()
    if not "".join(words).strip("*"):
        raise InputError(f"'{pattern}' has no word to look for: write one, such as agent or agent*.")
    if lemma:
        forms_of = cache(lambda language: _select_forms(pattern, language, vocabulary(language)))
        return lambda passage: _find_forms(passage, *forms_of(passage.language))
    expression = re.compile(r"\s+".join(map(_word_expression, words)))
    longest = max((part for word in words for part in word.split("*")), key=len)
    return lambda one: find_folded(expression, one.text, one.folded) if longest in one.folded else ()


def fold_lemma(word: str, language: str) -> str:
    """The dictionary form of a word, folded."""
    return fold(next(find_lemmas(word, language), word))


def _read_expression(expression: str) -> Find:
    if not expression.strip():
        raise InputError("The regular expression is empty: write one, such as /agents?/.")
    try:
        compiled = re.compile(expression)
    except (re.error, OverflowError, RecursionError) as error:
        raise InputError(f"'{expression}' is no regular expression ({error}): correct it.") from error
    return lambda one: (match.span() for match in compiled.finditer(one.text) if match.group())


def _word_expression(word: str) -> str:
    """Whole words only; a star is any letters of a word, and alone any one word."""
    if not word.strip("*"):
        return r"(?<!\w)\w+(?!\w)"
    letters = r"\w*".join(map(re.escape, re.split(r"\*+", word)))
    before, after = (re.match(r"[\w*]", sign) for sign in (word[0], word[-1]))
    return (r"(?<!\w)" if before else "") + letters + (r"(?!\w)" if after else "")


def _select_forms(
    pattern: str, language: str, vocabulary: Mapping[str, str]
) -> tuple[list[frozenset[str]], list[str]]:
    """For each word of a pattern, the words whose dictionary form is the same or that very word; how they all begin."""
    forms = []
    for word in pattern.split():
        wanted = {fold(word)} if "*" in word else {fold(word), fold_lemma(word, language)}
        parts = (".*".join(map(re.escape, one.split("*"))) for one in sorted(wanted))
        matches = re.compile("|".join(parts)).fullmatch
        forms.append(frozenset(form for form, lemma in vocabulary.items() if matches(lemma)))
    return forms, [_shared_beginning(list(map(fold, one))) for one in forms]


def _shared_beginning(words: list[str]) -> str:
    ends = zip(min(words, default=""), max(words, default=""), strict=False)
    return "".join(left for left, _ in takewhile(lambda pair: pair[0] == pair[1], ends))


def _find_forms(
    passage: Passage, forms: list[frozenset[str]], shared: list[str]
) -> Iterator[tuple[int, int]]:
    """Where words stand one after the other of which each is among the forms of its turn."""
    if not all(forms) or not all(beginning in passage.folded for beginning in shared):
        return
    words, last = list(WORD.finditer(passage.text)), 0
    for first in [place for place, word in enumerate(words) if word.group() in forms[0]]:
        run = words[first : first + len(forms)]
        if run[0].start() < last or len(run) < len(forms):
            continue
        fits = all(word.group() in one for word, one in zip(run, forms, strict=True))
        if fits and all(passage.text[a.end() : b.start()].isspace() for a, b in pairwise(run)):
            last = run[-1].end()
            yield run[0].start(), last
