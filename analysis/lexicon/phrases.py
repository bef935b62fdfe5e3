"""Phrases of a lexicon table → what finds them in a text."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property


class Alternatives:
    """One expression of many alternatives; only those whose letters stand in a text are searched for.

    `find` gives what `re.finditer` gives for the alternatives joined by |: from left to right, none within
    another, and of several at one place the one that comes first in the list. Where there are hundreds of
    alternatives and a text holds a few, it is many times faster.
    """

    def __init__(
        self,
        alternatives: Iterable[tuple[str, str]],
        before: str = r"\b",
        after: str = r"\b",
        accept: Callable[[re.Match[str]], bool] = bool,
    ):
        """Take (pattern, words) of each alternative.

        Args:
            alternatives: words are the pattern's literal words, all of which a match must contain.
            before, after: what stands around each alternative.
            accept: what a match must meet besides its pattern.
        """
        self._accept = accept
        alternatives = list(alternatives)
        self._patterns = [f"{before}(?:{pattern}){after}" for pattern, _ in alternatives]
        self._words = [words.lower().split() or [""] for _, words in alternatives]
        self._compiled: dict[int, re.Pattern[str]] = {}

    @cached_property
    def _by_longest_word(self) -> list[tuple[str, list[str], int]]:
        return [(max(words, key=len), words, place) for place, words in enumerate(self._words)]

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, re.Match[str]]]:
        """(place in the list, match) of what stands in text[start:end], from left to right."""
        end = len(text) if end is None else end
        lowered = text[start:end].lower()
        hits = []
        for longest, words, place in self._by_longest_word:
            if longest in lowered and all(word in lowered for word in words):
                pattern = self._compile(place)
                match = pattern.search(text, start, end)
                while match:
                    if self._accept(match):
                        hits.append((match.start(), place, match))
                    match = pattern.search(text, match.start() + 1, end)
        found, free_from = [], start
        for at, place, match in sorted(hits, key=lambda hit: hit[:2]):
            if at >= free_from:
                found.append((place, match))
                free_from = match.end()
        return found

    def _compile(self, place: int) -> re.Pattern[str]:
        if place not in self._compiled:
            self._compiled[place] = re.compile(self._patterns[place], re.IGNORECASE)
        return self._compiled[place]


def compile_phrases(phrases: list[str]) -> Alternatives:
    """In a phrase, a star of its own stands for one to three words, one at a word for its ending, … for any words."""
    return Alternatives(
        [(_pattern(phrase), re.sub(r"[*…]", " ", phrase)) for phrase in phrases], after=r"(?!\w)"
    )


def _pattern(phrase: str) -> str:
    words = [
        r"[\w’'-]+(?:\s[\w’'-]+){0,2}" if word == "*" else re.escape(word).replace(r"\*", r"\w*")
        for word in phrase.split()
    ]
    return r"\s+".join(words).replace(r"\s+…\s+", r"\s+(?:[^.;]{0,160}?\s)?")
