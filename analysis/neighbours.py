"""What the neighbours of a capitalised run show it to be: a person, a place or something else.

The words are in `lexicon/nonpersons.csv`: what calls somebody by an occupation, what heads the
name of an organisation, what follows one.
"""

import re
from functools import cache

from analysis.country import country_pattern
from analysis.lexicon import read_lexicon

_AGED = re.compile(r"\s*(?:\(\s*(?:aged\s)?\d{1,2}\b(?!\d)|,\s(?:aged\s)?\d{1,2}(?:\sår)?,|,\saged\s)")


_OF_PERSON = re.compile(r"(?:[’']s?)?,?\s(?:who|whom)\b")


_LONGEST_CALLING = 60  # characters, what stands around it included
_LINKS = {row["phrase"] for row in read_lexicon("nonpersons") if row["kind"] == "link"}


@cache
def listed(kind: str, language: str) -> frozenset[str]:
    """The phrases of one kind in a language, in lower case."""
    rows = read_lexicon("nonpersons")
    return frozenset(
        r["phrase"].casefold() for r in rows if r["kind"] == kind and r["language"] in (language, "*")
    )


def is_prefix(words: list[str], opens: bool, common: set[str], language: str) -> bool:
    """Whether a run's first word is a title, or an ordinary word that opens a sentence."""
    first = words[0].casefold()
    occupation = language == "sv" and len(words) > 2 and first.endswith(("en", "et", "ern", "rna"))
    return first in listed("title", "*") or (opens and (first in common or occupation))


def heads_others(word: str, language: str) -> bool:
    """Whether a noun heads the name of something that is no person; in Swedish a compound's last part may."""
    return word.casefold() in listed("trigger", language) or word.casefold().endswith(
        _long_triggers(language)
    )


@cache
def _long_triggers(language: str) -> tuple[str, ...]:
    """The triggers that compounds end with."""
    least = {"sv": 5}.get(language, 99)
    return tuple(trigger for trigger in listed("trigger", language) if len(trigger) >= least)


def show(name: str, words: list[str], before: str, joined: bool, after: str, language: str, stem: str) -> str:
    """What a run and its neighbours show: called, person, place, other, others (it heads a list) or nothing."""
    head = "" if joined else _head(before, language)
    parts = {part.casefold() for word in words for part in (word, word.rstrip("s"))}
    if parts & listed("word", language) or re.search(rf"\b{country_pattern(stem)}", name):
        return head or "other"
    owner = "s?" if language == "sv" else ""
    if re.match(rf"(?i)-(?!\s)|{owner}\s{_any('thing', language)}\b", after):
        return "other"
    if _calls(before, language):
        return "called"
    if language == "en" and before.endswith(" the "):
        return "other"
    if head:
        return head
    before = "" if joined else before
    if re.search(rf"(?<!\w){_any('office', language)}\s(?:the\s)?$", before, re.IGNORECASE):
        return "other"
    if re.match(rf",?\s{_any('conduct', language)}\b", after):
        return "other"
    return "person" if _AGED.match(after) or _OF_PERSON.match(after) or _is_one(after, language) else ""


def _head(before: str, language: str) -> str:
    """What the noun before a run shows: other, others (it heads a list), place or nothing."""
    lead = re.findall(r"[^\W\d_]+|[,:;.(]", before[-90:])
    heads = [word.casefold() for word in lead if word.isalpha() and not word[0].isupper()]
    nearest = next((word for word in reversed(heads) if word not in _LINKS), "")
    close = bool(lead) and any(word.casefold() == nearest for word in lead[-5:])
    if close and heads_others(nearest, language):
        return "others" if nearest.endswith(("er", "erna", "na", "s", "media")) else "other"
    return "place" if lead and lead[-1].casefold() in listed("place", language) else ""


@cache
def _any(kind: str, language: str) -> str:
    """A pattern for any phrase of a kind; a star stands for the rest of a word."""
    phrases = [re.escape(phrase).replace(r"\*", r"\w*") for phrase in sorted(listed(kind, language))]
    return f"(?:{'|'.join(phrases) or '(?!)'})"


def _calls(before: str, language: str) -> bool:
    """Whether the word before a name says that somebody is called so."""
    last = re.search(r"([^\W\d_]+(?:-[^\W\d_]+)*)(?:[,:]|\s[–-])?\s$", before[-_LONGEST_CALLING:])
    word = last[1].casefold() if last else ""
    return word in _callings(language) or (language == "sv" and word.endswith(_long_callings(language)))


def _is_one(after: str, language: str) -> bool:
    """Whether an apposition says what somebody is: ", a reporter with …"."""
    behind = re.match(r",\s(?P<is>[^,;.()]{3,40})", after)
    words = re.findall(r"[^\W\d_]+", behind["is"])[:4] if behind else []
    return any(word in _callings(language) for word in words)


@cache
def _long_callings(language: str) -> tuple[str, ...]:
    """The callings that compounds end with."""
    return tuple(word for word in _callings(language) if len(word) > 5)


@cache
def _callings(language: str) -> frozenset[str]:
    return listed("calling", language)


def is_titled(before: str) -> bool:
    """Whether the word before a run is a title."""
    last = re.search(r"(\w+)\s$", before)
    return last is not None and last[1].casefold() in listed("title", "*")
