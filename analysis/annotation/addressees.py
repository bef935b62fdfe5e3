"""Who is asked: bodies named in a passage, from `lexicon/addressees.csv`."""

import re
from dataclasses import dataclass
from functools import cache

from analysis.annotation.country import country_pattern
from analysis.lexicon.grammar import mask_quotations, phrases
from analysis.lexicon.phrases import Alternatives


@dataclass(frozen=True)
class Asked:
    """Who is asked, or judged: the first and the second body named, and whether the clause itself names one."""

    addressee: str | None
    addressee2: str | None
    explicit: bool


_PLACEHOLDER = "{country}"
_CAPITAL = re.compile(r"(?<!\\)[A-ZÅÄÖ]")  # and no sign of an expression
_NOT_LITERAL = re.compile(r"\\w[*+]?|\{country\}|\[A-Z\]|\(.*?\)\??|\S\?")


def find_bodies(text: str, language: str, country: str) -> list[tuple[int, int, str]]:
    """(start, end, addressee) of the bodies named in a passage, in order; the longest phrase wins."""
    codes = [row["addressee"] for row in phrases("addressees", language)]
    found = _bodies(language, country).find(mask_quotations(text))
    return [(match.start(), match.end(), codes[place]) for place, match in found]


_BEFORE, _AFTER = r"(?<![\w/])", r"(?:[’']?s)?(?![\w-])"


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
        pattern = r"\s+".join(map(_exact, phrase.split())) if "(?" not in phrase else _exact_whole(phrase)
        pattern = pattern.replace(_PLACEHOLDER, name).replace("/", r"\s*/\s*")
        literal = "" if "(?" in phrase else _NOT_LITERAL.sub(" ", phrase).replace("/", " ")
        patterns.append((pattern, literal))
    return patterns


def _exact(word: str) -> str:
    """A word in the case it has, where it has a capital letter; else in any."""
    return f"(?-i:{word})" if _CAPITAL.search(word) else word


def _exact_whole(phrase: str) -> str:
    return f"(?-i:{expression})" if _CAPITAL.search(expression := r"\s+".join(phrase.split())) else expression
