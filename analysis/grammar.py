"""What is known of one language's drafting: its grammar file and its phrase tables."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from analysis.errors import InputError
from analysis.lexicon import read_lexicon
from analysis.places import lexicon_folder

_QUOTED = re.compile(
    r"[“”\"„«»][^“”\"„«»\n]{1,400}[“”\"«»]|(?<!\w)[‘'](?=\w)[^‘’'\n]{3,200}(?<=\w)[’'](?!\w)"
)


@dataclass(frozen=True)
class Grammar:
    """One language's word lists, as in `lexicon/grammar/XX.toml`."""

    language: str
    subjects: list[str]
    conjunctions: list[str]
    between: list[str]
    before_subject: list[str]
    introductions: list[str]
    infinitive: list[str]
    purpose: list[str]
    means: list[str]
    complement: list[str]
    relative: list[str]
    joint: list[str]
    noun_followers: list[str]
    nominal: list[str]
    articles: list[str]
    negation: list[str]
    adverb: str
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
def phrases(table: str, language: str) -> list[dict[str, str]]:
    """Rows of one phrase table in one language, longest phrase first."""
    rows = [row for row in read_lexicon(table) if row["language"] == language]
    return sorted(rows, key=lambda row: -len(row["phrase"]))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words or phrases, longest first, any white space between words."""
    return _any_of(tuple(words))


@cache
def _any_of(words: tuple[str, ...]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest) + ")"


def has_any(words: list[str], text: str) -> bool:
    """Whether any of the words stands in a text, in lower or upper case."""
    return bool(words) and re.search(rf"\b{any_of(words)}\b", text, re.IGNORECASE) is not None


def mask_quotations(text: str) -> str:
    """A text of the same length in which quoted words are blanked."""
    return _QUOTED.sub(lambda quoted: "·" * len(quoted.group()), text)
