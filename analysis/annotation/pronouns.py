"""Words that lead back to people named before: he, they, these three, the journalist, the charges."""

import re
from functools import cache

from analysis.annotation.neighbours import listed
from analysis.lexicon.grammar import any_of, load_grammar, phrases

EVERYBODY, GROUP = 99, 98
_WHEREAS = re.compile(r"\s*whereas\s")
_OFFICES = ("official", "eu_official")


def count_meant(text: str, language: str, opens: bool = False) -> int:
    """How many of those named before a text leads back to: none, one, a number, EVERYBODY, or the last GROUP.

    Args:
        text: a sentence or a part of one.
        language: one with a grammar.
        opens: whether the words must open the text.
    """
    pattern = _pattern(language)
    match = pattern.match(_WHEREAS.sub("", text)) if opens else pattern.search(text)
    grammar = load_grammar(language)
    if not match or (opens and match.group().casefold() in grammar.possessives):
        return 0
    number = (match["number"] or match["count"] or "").casefold()
    if number:
        return grammar.numbers.index(number)
    if match["one"] or match["noun"]:
        plural = match["noun"] and match["noun"].casefold().endswith(tuple(grammar.plural))
        return GROUP if plural else 1
    return EVERYBODY


def leads_to_case(text: str, language: str) -> bool:
    """Whether a text speaks of a case, a sentence or a ban without saying whose."""
    pattern = _case(language)
    return pattern is not None and pattern.search(text) is not None


def owns_relative(after: str, language: str) -> bool:
    """Whether a name in the genitive tells only who another person is: "Ivan Petrov's lawyer"."""
    words = load_grammar(language).relatives
    if not words:
        return False
    return re.match(rf"(?:[’']s?|s)\s(?:[^\W\d_]+\s){{0,2}}?{any_of(words)}\b", after) is not None


def is_relative(before: str, language: str) -> bool:
    """Whether the words before a name call its bearer somebody's relative: "and his father"."""
    grammar = load_grammar(language)
    if not grammar.relatives or not grammar.possessives:
        return False
    pattern = rf"\b{any_of(grammar.possessives)}\s(?:\w+\s)?{any_of(grammar.relatives)},?\s$"
    return re.search(pattern, before, re.IGNORECASE) is not None


@cache
def _pattern(language: str) -> re.Pattern[str]:
    grammar = load_grammar(language)
    if not grammar.pronouns_one:
        return re.compile("(?!)")
    numbers = any_of([number for number in grammar.numbers if number])
    definite = any_of(grammar.definite)
    noun = any_of(_person_nouns(language))
    article = rf"{definite}\s" if language != "sv" else rf"(?:{definite}\s)?"
    no_owner = rf"\b(?!\s(?:\w+\s)?{any_of(grammar.relatives)}\b)"
    no_article = "".join(rf"(?!\s{follower}\b)" for follower in grammar.article_followers)
    behind = any_of(grammar.tells_which)
    return re.compile(
        rf"\b(?:(?P<one>{any_of(grammar.pronouns_one)}){no_owner}"
        rf"|(?:{definite}|{any_of(grammar.pronouns_many)})\s(?P<number>{numbers})\b"
        rf"|{any_of(grammar.pronouns_many)}{no_owner}{no_article}"
        rf"|{article}(?:(?P<count>{numbers})\s)?(?:[a-zåäö-]+\s)?(?P<noun>{noun})\b(?!\s{behind}\b|\s(?-i:[A-ZÅÄÖ])|-))",
        re.IGNORECASE,
    )


@cache
def _person_nouns(language: str) -> list[str]:
    """Nouns for somebody who is no official."""
    rows = [row for row in phrases("roles", language) if row["kind"] == "noun" and row["told"] in _OFFICES]
    offices = tuple(row["phrase"].casefold().rstrip("*") for row in rows)
    endings = tuple(load_grammar(language).noun_endings)
    return [
        word
        for word in listed("calling", language)
        if word.endswith(endings) and not word.startswith(offices)
    ]


@cache
def _case(language: str) -> re.Pattern[str] | None:
    grammar = load_grammar(language)
    if not grammar.of_a_case:
        return None
    article = rf"\b{any_of(grammar.definite)}\s(?:\w+\s)?" if language != "sv" else r"\b"
    return re.compile(
        rf"{article}{any_of(grammar.of_a_case)}\b(?!\s(?:of|against|imposed|mot|för|av)\b)", re.IGNORECASE
    )
