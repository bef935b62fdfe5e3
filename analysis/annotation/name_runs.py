"""Runs of capitalised words that may be names, without the titles, offices and months that stand before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from analysis.annotation.country import country_pattern
from analysis.annotation.neighbours import (
    any_listed,
    calls,
    ends_with_office,
    heads_others,
    is_acronym,
    listed,
)
from analysis.documents.tokens import split_sentences
from analysis.lexicon.grammar import has_grammar, phrases
from analysis.lexicon.tables import read_lexicon

_UPPER = "[" + "".join(filter(str.isupper, map(chr, range(0x2000)))) + "]"
_LETTER, _SIGN, _HYPHEN = r"[^\W\d_]", "[’'‘`ʼʻʿʾ]", "[-‐‑]"
_INNER = rf"(?:{_LETTER}|{_SIGN}(?!s\b){_LETTER})"
_ACRONYM = re.compile(r"\(([^\W\d_a-z]{2,8})\)|\bthe\s([A-Z]{2,8})\b")


@dataclass(frozen=True)
class Setting:
    """What of a whole document bears on each of its runs.

    Attributes:
        common: words that it has in small letters too.
        acronyms: what it has in brackets or behind an article, in capitals.
        country: words made from the country's name.
    """

    language: str
    common: frozenset[str]
    acronyms: frozenset[str]
    country: frozenset[str]


@dataclass(frozen=True)
class Span:
    """A run as it may name somebody: offsets, whether a title stood before it, or a noun that heads other names."""

    start: int
    end: int
    titled: bool
    headed: bool


@dataclass(frozen=True)
class Run:
    """A run of a document that may be a mention, and what its neighbours show it to be."""

    section: str
    label: str
    start: int
    end: int
    name: str
    in_list: tuple[str, str, int] = ("", "", 0)  # the enumeration it stands in
    shown: str = ""  # what stands beside it shows
    bearer: str = ""  # the name in full, where a family name is printed once for two

    @property
    def full_name(self) -> str:
        """The name by which its bearer is told from others."""
        return self.bearer or self.name


def survey(texts: list[str], title: str | None, language: str, stem: str) -> Setting:
    """The setting of a document, from its paragraphs, its title and the stem of its country's name."""
    text = "\n".join(texts)
    small = re.findall(r"(?<![^\W_])[^\W\d_A-ZÅÄÖ][^\W\d_]*", text)
    acronyms = {one for pair in _ACRONYM.findall(text) for one in pair if one}
    return Setting(
        language, frozenset(small), frozenset(acronyms), _find_country(text, title, language, stem)
    )


def _find_country(text: str, title: str | None, language: str, stem: str) -> frozenset[str]:
    """The country's name, its inhabitants' and its adjective, but no name of a person that begins so."""
    made = set(re.findall(rf"\b{country_pattern(stem)}", text)) if stem else set()
    plain = stem.replace("\\", "")
    bases = {word.rstrip("s") for word in made if re.search(rf"\b{word}", title or "")}
    endings = tuple(listed("demonym", language))
    short = bases and min(map(len, bases)) - len(plain) < 2
    return frozenset(
        word
        for word in made
        if word.rstrip("s") in bases
        or (
            word[len(plain) :].removesuffix("s") in endings
            if short
            else word.removesuffix("s").endswith(endings)
        )
    )


@cache
def word_pattern() -> str:
    """A word of a name: capitals inside or throughout, small parts behind hyphens, signs of the throat."""
    opening_ayn = rf"‘(?={_UPPER}(?![^‘’]{{1,60}}’(?!s\b)))"
    part = rf"(?:[ʿʾʻʼ]|{opening_ayn})?{_UPPER}{_INNER}+(?:(?<!s)[’'](?=\s{_UPPER}))?"
    return rf"{part}(?:{_HYPHEN}{_INNER}+)*"


@cache
def _compound_hyphen() -> re.Pattern[str]:
    """A hyphen that makes a name part of another word: Moscow-based."""
    kinds = (("compound", "en"), ("compound", "sv"), ("trigger", "sv"), ("calling", "sv"))
    nouns = {noun for kind in kinds for noun in listed(*kind) if kind[0] == "compound" or len(noun) > 4}
    return re.compile(rf"{_HYPHEN}(?=(?:{'|'.join(sorted(nouns))})\b)")


@cache
def particle_pattern() -> str:
    """What may lead a part of a name in small letters."""
    return rf"(?:{_any('particle')}(?:[^\S\n]|{_HYPHEN}|(?<=[’'-])))"


def _any(kind: str) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(listed(kind, "*"), key=len, reverse=True))) + ")"


@cache
def initials_pattern() -> str:
    """One to three initials, of one letter or of the letters for one sound."""
    digraphs = "|".join(row["phrase"] for row in read_lexicon("abbreviations") if row["language"] == "*")
    return rf"(?:(?:{_UPPER}|{digraphs})\.\s?){{1,3}}"


@cache
def _pattern() -> re.Pattern[str]:
    word, initials = word_pattern(), initials_pattern()
    nickname = rf"[^\S\n][(“”„«\"‘']{word}(?:[^\S\n]{word})?[)”“»\"’']"
    led = rf"(?:{particle_pattern()}{{0,3}}{word}|{_any('particle')}{_HYPHEN}{_INNER}+)"
    more = rf"(?:(?:{nickname}(?=[^\S\n]))?[^\S\n](?:{_any('child')}(?!\w)|(?:{initials})?{led}))"
    return re.compile(rf"(?<![\w\-‐‑])(?:{initials})?{word}{more}{{0,6}}(?!\w)")


def find_name_runs(text: str, setting: Setting) -> Iterator[Span]:
    """Every run of one paragraph, in order."""
    starts = {start for start, _ in split_sentences(text)}
    for match in _pattern().finditer(_compound_hyphen().sub("|", text)):
        start, end = match.span()
        opens = start in starts or not text[:start].strip()
        words = match.group().split()
        last = len(words)
        while last > 1 and _is_acronym(words[last - 1], setting):
            last -= 1
            end = start + len(text[start:end].removesuffix(words[last]).rstrip())
        words = words[:last]
        titled = headed = False
        while len(words) > 1:
            office = _count_office(words, text[:start], setting)
            if not office and not _is_prefix(words, opens, text[:start], setting):
                break
            titled = titled or office > 0
            headed = headed or (not office and heads_others(words[0], setting.language))
            for word in words[: max(office, 1)]:
                start = text.index(word, start) + len(word)
                start += len(text[start:end]) - len(text[start:end].lstrip())
            words, opens = words[max(office, 1) :], False
        yield Span(start, end, titled, headed)


def _is_acronym(word: str, setting: Setting) -> bool:
    return is_acronym(word) or word in setting.acronyms


def _is_prefix(words: list[str], opens: bool, before: str, setting: Setting) -> bool:
    """Whether a run's first word is no name: an acronym, a month, or an ordinary word that opens a sentence."""
    first, language = words[0].casefold(), setting.language
    if _is_acronym(words[0], setting):
        return True
    if first in listed("time", "*"):
        return re.search(rf"(?i)(?:\d\w*|\b{any_listed('before_time', language)})\s$", before) is not None
    noun = len(words) > 2 and first.endswith(tuple(listed("definite", language)))
    calling = first in listed("kin_group", language) or calls(f"{first} ", language)
    return opens and (noun or calling or first in setting.common or first in _opening_words(language))


@cache
def _opening_words(language: str) -> frozenset[str]:
    """The first words of acts, and words of a language that are no names."""
    acts = phrases("acts", language) if has_grammar(language) else []
    small = {row["lemma"] for row in read_lexicon("function_words") if row["language"] == language}
    first = {row["phrase"].split()[0].casefold() for row in acts}
    return frozenset(first | small - listed("given", "*")) | listed("source", language)


def _count_office(words: list[str], before: str, setting: Setting) -> int:
    """How many words at a run's head are a title or an office; behind them at least one is left.

    A title that may be a name counts where nothing but words of offices stands before it, unless somebody
    is called so: "the lawyer Justice Okorun".
    """
    plain = [word.casefold() for word in words]
    sure, maybe, made_up = listed("title", "*"), listed("title_or_name", "*"), listed("rank", "*")
    called, behind_office = calls(before, setting.language), ends_with_office(before, setting.language)
    for count in range(len(words) - 1, 0, -1):
        office = plain[:count]
        if office[-1] in sure:
            return count
        known = all(
            word in sure
            or word in maybe
            or word in made_up
            or words[i] in setting.country
            or _is_acronym(words[i], setting)
            for i, word in enumerate(office)
        )
        if known and office[-1] in maybe and not (called and count == 1):
            return count
        bare = len(words) - count > 1 and not listed("word", setting.language) & set(plain[count:])
        if behind_office and known and office[-1] in made_up and bare:
            return count
    return 0
