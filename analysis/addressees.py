"""Who is asked: bodies named in a passage, from `lexicon/addressees.csv`."""

import re
from collections import Counter
from functools import cache

from analysis.grammar import mask_quotations, phrases

_PLACEHOLDER = "{country}"


def find_country_stem(title: str | None, paragraphs: list[str]) -> str:
    """The stem of the country's name: of the capitalised words of a title the one the text uses most.

    The stem leaves out the last letters, so that it also begins the adjective (Zubrania,
    Zubranian). Empty where no word of the title returns in the text.
    """
    words = re.findall(r"(?<!^)\b[A-ZÅÄÖÉÈÎ][^\W\d_]{3,}", title or "")
    stems = {
        word: _stem(word)
        for word in words
        if "parlament" not in word.lower() and "parliament" not in word.lower()
    }
    text = "\n".join(paragraphs)
    counts = Counter({stem: len(re.findall(rf"\b{stem}", text, re.IGNORECASE)) for stem in stems.values()})
    stem, n = counts.most_common(1)[0] if counts else ("", 0)
    return stem if n > 2 else ""


def _stem(word: str) -> str:
    return re.escape(word[: max(4, len(word) - 3)] if len(word) > 6 else word[: max(3, len(word) - 1)])


def find_bodies(text: str, language: str, country: str) -> list[tuple[int, int, str]]:
    """(start, end, addressee) of the bodies named in a passage, in order; the longest phrase wins."""
    found: list[tuple[int, int, str]] = []
    for match in re.finditer(body_pattern(language, country), mask_quotations(text), re.IGNORECASE):
        found.append((match.start(), match.end(), _codes(language)[int(str(match.lastgroup)[1:])]))
    return found


@cache
def _codes(language: str) -> list[str]:
    return [row["addressee"] for row in phrases("addressees", language)]


@cache
def body_pattern(language: str, country: str) -> str:
    """A pattern for any body, longest phrase first, with one named group for each."""
    name = rf"{country}\w*" if country else r"(?!)"
    parts = []
    for i, row in enumerate(phrases("addressees", language)):
        phrase = row["phrase"].replace(_PLACEHOLDER + "s ", _PLACEHOLDER + " ")
        words = [word.replace(_PLACEHOLDER, name) for word in phrase.split()]
        parts.append(f"(?P<a{i}>" + r"\s+".join(words) + ")")
    return rf"(?<![\w/])(?:{'|'.join(parts)})(?:[’']?s)?(?![\w-])"
