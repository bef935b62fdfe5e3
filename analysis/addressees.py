"""Who is asked: bodies named in a passage, from `lexicon/addressees.csv`."""

import re
from functools import cache

from analysis.dates import is_month
from analysis.grammar import mask_quotations, phrases
from analysis.phrases import Alternatives

_PLACEHOLDER = "{country}"
_NOT_LITERAL = re.compile(r"\\w[*+]?|\{country\}")


def find_country_stem(title: str | None, paragraphs: list[str]) -> str:
    """The stem of the country's name: the first capitalised word of a title that stands alone and returns.

    Words in a run (names of people, Human Rights) and months are passed over. The stem of a long
    name leaves out the last letters, so that it also begins the adjective (Zubrania, Zubranian).
    Empty where no word of the title returns in the text three times.
    """
    name = r"[A-ZÅÄÖÉÈÎ][^\W\d_]{2,}"
    words = [
        match for match in re.finditer(rf"(?<!^)\b{name}", title or "") if not is_month(match.group(), None)
    ]
    alone = [
        match.group()
        for match in words
        if not re.match(rf"\s{name}", (title or "")[match.end() :])
        and not re.search(rf"{name}\s$", (title or "")[: match.start()])
    ]
    text = "\n".join(paragraphs)
    used = {word: len(re.findall(rf"\b{country_pattern(_stem(word))}", text)) for word in alone}
    return next((_stem(word) for word in alone if used[word] > 2), "")


def _stem(word: str) -> str:
    """Where an adjective may follow, the name without its last letters; short names whole."""
    return re.escape(word[: len(word) - 3] if len(word) > 7 else word)


def country_pattern(stem: str) -> str:
    """Words made from the country's name: capitalised, and, with a long stem, the small adjective too."""
    small = rf"|{stem[0].lower()}{stem[1:]}\w*" if len(stem) > 4 else ""
    return rf"(?-i:{stem}\w*{small})" if stem else r"(?!)"


def find_bodies(text: str, language: str, country: str) -> list[tuple[int, int, str]]:
    """(start, end, addressee) of the bodies named in a passage, in order; the longest phrase wins."""
    codes = [row["addressee"] for row in phrases("addressees", language)]
    found = _bodies(language, country).find(mask_quotations(text))
    return [(match.start(), match.end(), codes[place]) for place, match in found]


_BEFORE, _AFTER = r"(?<![\w/])", r"(?:[’']?s)?(?![\w-])"


def body_pattern(language: str, country: str) -> str:
    """A pattern for any body, longest phrase first."""
    return f"{_BEFORE}(?:{'|'.join(pattern for pattern, _ in _patterns(language, country))}){_AFTER}"


@cache
def _bodies(language: str, country: str) -> Alternatives:
    return Alternatives(_patterns(language, country), _BEFORE, _AFTER)


@cache
def _patterns(language: str, country: str) -> list[tuple[str, str]]:
    """The pattern of each body and the words that it needs, longest phrase first."""
    name = country_pattern(country)
    patterns = []
    for row in phrases("addressees", language):
        phrase = row["phrase"].replace(_PLACEHOLDER + "s ", _PLACEHOLDER + " ")
        words = [word.replace(_PLACEHOLDER, name) for word in phrase.split()]
        exact = any(word[:1].isupper() and not word.isupper() for word in row["phrase"].split())
        flags = "(?-i:" if exact else "(?:"
        literal = "" if "(?" in phrase else _NOT_LITERAL.sub(" ", phrase)
        patterns.append((flags + r"\s+".join(words) + ")", literal))
    return patterns
