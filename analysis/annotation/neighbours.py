"""What the neighbours of a capitalised run show it to be: a person, a place or something else.

The words are in `lexicon/nonpersons.csv`: what calls somebody by an occupation, what heads the
name of an organisation, what follows one, what only befalls people.
"""

import re
from functools import cache

from analysis.lexicon.tables import read_lexicon
from analysis.names.sounds import drop_nickname

AND = r"(?:och|and|samt|as well as)"
BESIDE = 160  # characters before a name within which anything shows what it is
_AGED = re.compile(r"\s*(?:\(\s*(?:aged\s)?\d{1,2}\b(?!\d)|,\s(?:aged\s)?\d{1,2}(?:\sår)?,|,\saged\s)")
_OF_PERSON = re.compile(r"(?:[’']s?)?,?\s(?:who|whom)\b")
_LONGEST_CALLING = 60  # characters, what stands around it included
_GOES_ON = re.compile(rf",?\s{AND}\s|(?:,\s[^\W\d_]+)+,?\s{AND}\s[^\W\d_]+\s[^\Wa-z\d_]")
_QUOTES = ('“”"‘«„', '”"’»“')


@cache
def listed(kind: str, language: str) -> frozenset[str]:
    """The phrases of one kind in a language, in lower case."""
    return frozenset(_read_kinds().get((kind, language), ())) | frozenset(_read_kinds().get((kind, "*"), ()))


@cache
def _read_kinds() -> dict[tuple[str, str], list[str]]:
    kinds: dict[tuple[str, str], list[str]] = {}
    for row in read_lexicon("nonpersons"):
        kinds.setdefault((row["kind"], row["language"]), []).append(row["phrase"].casefold())
    return kinds


def is_acronym(word: str) -> bool:
    """Whether a word in capitals is a known abbreviation."""
    return word.isupper() and word.casefold() in listed("acronym", "*")


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


def show(
    name: str, before: str, after: str, joined: bool, titled: bool, language: str, country: frozenset[str]
) -> str:
    """What a run and its neighbours show.

    Returns:
        called, person, likely (a person unless more is told), place, other, others (it heads a list),
        named_after (another thing or a family bears the name), doubtful (no person unless more is told),
        or nothing.
    """
    if is_named_after(before, after, language):
        return "named_after"
    words = re.findall(r"[^\W\d_]+", drop_nickname(name))
    parts = [{word.casefold(), word.casefold().removesuffix("s")} for word in words]
    strange = [
        bool(part & listed("word", language)) or word in country or is_acronym(word)
        for part, word in zip(parts, words, strict=True)
    ]
    doubted = [bool(part & listed("word_or_name", language)) for part in parts]
    called = titled or calls(before, language)
    if called and not (all(map(any, zip(strange, doubted, strict=True))) and any(strange)):
        return "called"
    head = "" if joined else _head(before, language)
    if any(strange) or name.isupper():
        return head or "other"
    if re.match(r"-(?!\s)", after) or _is_quoted(before, after):
        return "other"
    if calls(before, language, beside=False):
        return "called"
    if language == "en" and before.endswith(" the ") and not _starts_with("case", after, language):
        return "other"
    person = _is_person(after, language)
    if head and not (person and before.endswith(", ")):
        return head
    if not joined and re.search(
        rf"(?<!\w){any_listed('office', language)}\s(?:the\s)?$", before, re.IGNORECASE
    ):
        return "other"
    if re.match(rf",?\s{any_listed('conduct', language)}\b", after):
        return "other"
    if person:
        return "person"
    reported = re.search(rf"(?i)\b{any_listed('source', language)}\s$", before)
    if not reported and _is_likely(before, after, joined, language):
        return "likely"
    return "doubtful" if reported or any(doubted) else ""


def is_named_after(before: str, after: str, language: str) -> bool:
    """Whether what follows a name, or precedes it, shows that another thing or a family bears it."""
    family = re.search(rf"(?i)\b{any_listed('kin_group', language)}\s$", before)
    return (family is not None and not _GOES_ON.match(after)) or any(
        _starts_with(kind, after, language) for kind in ("thing", "kin_group")
    )


def _starts_with(kind: str, after: str, language: str) -> bool:
    owner = "s?" if language == "sv" and kind == "thing" else ""
    return re.match(rf"(?i){owner}\s{any_listed(kind, language)}\b(?!-)", after) is not None


def _is_quoted(before: str, after: str) -> bool:
    return before[-1:] in _QUOTES[0] and after[:1] in _QUOTES[1] if before and after else False


def _is_person(after: str, language: str) -> bool:
    """Whether age, a relative clause or an apposition shows that a run names a person."""
    return bool(_AGED.match(after) or _OF_PERSON.match(after) or _is_one(after, language))


def _is_likely(before: str, after: str, joined: bool, language: str) -> bool:
    """Whether something is told, behind a run or right before it, that mostly befalls people."""
    behind = rf"(?:,\s[^,;.]{{1,60}},)?(?:\s{any_listed('be', language)})?(?:\s\w+){{0,2}}?"
    if re.match(rf"{behind}\s{any_listed('befalls', language)}\b", after):
        return True
    return not joined and re.search(rf"(?i)\b{any_listed('befallen', language)}\s$", before) is not None


def _head(before: str, language: str) -> str:
    """What the noun before a run shows: other, others (it heads a list), place or nothing."""
    lead = re.findall(r"[^\W\d_]+|[,:;.(]", before[-90:])
    heads = [word.casefold() for word in lead if word.isalpha() and not word[0].isupper()]
    passed = listed("link", language) | listed("naming", language)
    nearest = next((word for word in reversed(heads) if word not in passed), "")
    close = bool(lead) and any(word.casefold() == nearest for word in lead[-5:])
    if close and heads_others(nearest, language):
        return "others" if nearest.endswith(("er", "erna", "na", "s", "media")) else "other"
    return "place" if lead and lead[-1].casefold() in listed("place", language) else ""


@cache
def any_listed(kind: str, language: str) -> str:
    """A pattern for any phrase of a kind; a star stands for the rest of a word."""
    longest_first = sorted(listed(kind, language), key=lambda phrase: (-len(phrase), phrase))
    phrases = [re.escape(phrase).replace(r"\*", r"\w*") for phrase in longest_first]
    return f"(?:{'|'.join(phrases) or '(?!)'})"


def calls(before: str, language: str, beside: bool = True) -> bool:
    """Whether the word before a name says that somebody is called so, right beside it or behind a comma too."""
    between = "" if beside else r"(?:[,:]|\s[–-])?"
    last = re.search(rf"([^\W\d_]+(?:-[^\W\d_]+)*){between}\s$", before[-_LONGEST_CALLING:])
    word = last[1].casefold() if last else ""
    if last and word in listed("naming", language):
        return calls(before[-_LONGEST_CALLING:][: last.start(1)], language)
    return word in _callings(language) or (language == "sv" and word.endswith(_long_callings(language)))


def ends_with_office(before: str, language: str) -> bool:
    """Whether the words before a run say of what somebody is minister, secretary or head."""
    office = re.search(r"(\w+)\s(?:of|for)\s(?:the\s)?$", before)
    return office is not None and office[1].casefold() in _callings(language) | listed("title", "*")


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
    last = re.search(r"(\w+)\.?\s$", before)
    return last is not None and last[1].casefold() in listed("title", "*") | listed("title_or_name", "*")
