"""What is known of one language's drafting: its grammar file and its phrase tables."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from analysis.lexicon.errors import InputError
from analysis.lexicon.places import lexicon_folder
from analysis.lexicon.tables import read_lexicon

_QUOTED = re.compile(
    r"[“”\"„«»][^“”\"„«»\n]{1,400}[“”\"«»]|(?<!\w)[‘'](?=\w)[^‘’'\n]{3,200}(?<=\w)[’'](?!\w)"
)


@dataclass(frozen=True)
class Grammar:
    """One language's words, as in `lexicon/grammar/XX.toml`, where each key is explained."""

    language: str
    subjects: list[str]
    pronouns: list[str]
    conjunctions: list[str]
    between: list[str]
    before_subject: list[str]
    introductions: list[str]
    infinitive: list[str]
    not_infinitive: str
    before_preposition: list[str]
    purpose: list[str]
    means: list[str]
    examples: list[str]
    complement: list[str]
    relative: list[str]
    joint: list[str]
    noun_followers: list[str]
    nominal: list[str]
    addressing: list[str]
    own_pronouns: list[str]
    asking: list[str]
    state_acts: list[str]
    articles: list[str]
    negation: list[str]
    adverb: str
    force: list[str]
    forceful: list[str]
    breaks: list[str]
    finite: str
    present: str
    verb_of_others: str
    short_present: str
    agent: str
    saying: list[str]
    past: list[str]
    nouns_too: list[str]
    after_noun: list[str]
    passive_marks: list[str]
    to_whom: list[str]
    unlisted_verb: str
    loose_verb: str
    state_cues: list[str]
    place_cues: list[str]
    state_words: list[str]
    name_links: list[str]
    not_countries: list[str]
    directions: list[str]
    adjective_uses: list[str]
    adjective_endings: list[str]
    passive: dict[str, str]
    verb_endings: dict[str, list[str]]
    passive_by: list[str]
    urgency: list[str]
    repetition: list[str]
    law: list[str]
    pronouns_one: list[str]
    pronouns_many: list[str]
    numbers: list[str]
    definite: list[str]
    plural: list[str]
    of_a_case: list[str]
    obligation: list[str]
    relatives: list[str]
    article_followers: list[str]
    tells_which: list[str]
    possessives: list[str]
    noun_endings: list[str]


@cache
def load_grammar(language: str | None) -> Grammar:
    """The grammar of a language.

    Raises:
        InputError: there is none; the languages that have one are named.
    """
    folder = lexicon_folder() / "grammar"
    path = folder / f"{language}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.toml")))
        raise InputError(f"There are no rules for language '{language}' (there are for {known}): add {path}.")
    with open(path, "rb") as file:
        return Grammar(language=str(language), **tomllib.load(file))


def has_grammar(language: str | None) -> bool:
    """Whether there are rules for a language."""
    return (lexicon_folder() / "grammar" / f"{language}.toml").is_file()


@cache
def grammar_languages() -> tuple[str, ...]:
    """The languages that there are rules for."""
    return tuple(sorted(path.stem for path in (lexicon_folder() / "grammar").glob("*.toml")))


@cache
def phrases(table: str, language: str) -> list[dict[str, str]]:
    """Rows of one phrase table in one language, longest phrase first."""
    rows = [row for row in read_lexicon(table) if row["language"] == language]
    return sorted(rows, key=lambda row: -len(row["phrase"]))


def any_of(words: Iterable[str], patterns: bool = False) -> str:
    """A pattern for any of the words or phrases, longest first, any white space between words.

    Args:
        words: phrases; with `patterns` they are expressions themselves.
        patterns: whether they are.
    """
    return _any_of(tuple(words), patterns)


@cache
def _any_of(words: tuple[str, ...], patterns: bool) -> str:
    longest = sorted(words, key=len, reverse=True)
    plain = (word.split() if patterns else map(re.escape, word.split()) for word in longest)
    return "(?:" + "|".join(r"\s+".join(parts) for parts in plain) + ")"


def has_any(words: list[str], text: str) -> bool:
    """Whether any of the words stands in a text, in lower or upper case."""
    return bool(words) and re.search(rf"\b{any_of(words)}\b", text, re.IGNORECASE) is not None


def mask_quotations(text: str) -> str:
    """A text of the same length in which quoted words are blanked."""
    return _QUOTED.sub(lambda quoted: "·" * len(quoted.group()), text)
