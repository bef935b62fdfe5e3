"""What each person of a document is, what befell them, and what is asked for them.

All are read from the words around the name: what stands beside it or heads its list tells the occupation and
the status (`lexicon/roles.csv`), the directive it stands in what is asked (`lexicon/asks.csv`). What a
paragraph does not tell of a person, the document may have told before.
"""

import re
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from analysis.annotation.asks import find_asked
from analysis.annotation.country import NOT_KNOWN, Known
from analysis.annotation.demands import find_demands
from analysis.annotation.mentions import find_mentions
from analysis.annotation.neighbours import listed
from analysis.annotation.pronouns import is_relative, owns_relative
from analysis.annotation.told import (
    AND,
    bound_list,
    ends_with_kin,
    find_noun_behind,
    find_plural_behind,
    tell_before,
    tell_behind,
    tell_later,
    tell_past_kin,
)
from analysis.documents.parse import Document
from analysis.lexicon.grammar import any_of, has_grammar, phrases

COLUMNS = ["occupation", "status", "asked", "asked2"]
PRECEDENCE = [
    "killed_or_died",
    "political_prisoner",
    "disappeared",
    "house_arrest",
    "former_prisoner",
    "convicted",
    "charged",
    "detained",
    "refugee",
    "victim",
    "witness",
]
Told = tuple[str | None, str | None]  # occupation, status
_GRAVEST = PRECEDENCE[:4]  # what also holders of an office are told to have suffered
_OFFICES = ("official", "eu_official")
_OWNED = re.compile(rf"^(?:['’]s?|s)\s.*?\b{AND}\s")  # of the name before: "'s lawyers and "
_OFFICE = any_of(listed("title", "*") | listed("title_or_name", "*") | listed("rank", "*"))
_OWN = (
    r"(?:(?!(?:to|att|against|mot|from|från|of|av|till|who|som|was|har|including|såsom|däribland|such|while|medan)\b)"
    rf"(?:[a-zåäö\d][\w-]*|(?i:{_OFFICE})\.?)\s){{0,4}}"
)
_ASIDE = (
    rf"(?:,\s(?!(?:{AND}|including|such|såsom|däribland|while|medan|for|för|after|efter|following|because|eftersom"
    r"|when|när|då|sedan|since|on|under|during|against|mot|without|utan|but|men)\b)[^,;.]{1,90}(?=[,;]))?"
)
_LISTED = re.compile(
    rf"{_ASIDE}\s*(?:\([^()]*\)\s*)?(?:(?:[,–-]\s*(?:{AND}\s)?|\b{AND}\s)\s*{_OWN}(?:\w+,\s)?|;\s(?:{AND}\s)?(?:{_OFFICE}\.?\s)?)"
)
_KIN_NEAR = 40


@lru_cache(maxsize=64)
def find_people(document: Document, country: Known = NOT_KNOWN) -> pd.DataFrame:
    """`find_mentions` with COLUMNS; blank where the language has no rules."""
    return tag_people(document, find_mentions(document, country), country)


def tag_people(document: Document, mentions: pd.DataFrame, country: Known = NOT_KNOWN) -> pd.DataFrame:
    """Add COLUMNS to the mentions of one document.

    Returns:
        occupation, status: codes, blank where the document tells none up to here. asked: a code, "nothing" in
        recitals and where a paragraph asks nothing for the person; asked2: a second thing.
    """
    if not has_grammar(document.language) or not phrases("roles", str(document.language)):
        return mentions.assign(**dict.fromkeys(COLUMNS))
    language = str(document.language)
    texts = {(unit.section, unit.label or ""): unit.text for unit in document.paragraphs}
    operative = {unit.label or "": unit.text for unit in document.paragraphs if unit.section == "operative"}
    asked = find_asked(mentions, find_demands(document, country), operative, language)
    told: dict[str, Told] = {}
    rows = []
    for key, here in mentions.groupby(["section", "label"], sort=False):
        found = _find_told(texts[key], list(zip(here["start"], here["end"], strict=True)), language)
        for index, person, (occupation, status), start, end in zip(
            here.index, here["person_id"], found, here["start"], here["end"], strict=True
        ):
            wants = asked.get(index, ["nothing"])
            lead, tail = texts[key][max(0, start - _KIN_NEAR) : start], texts[key][end:]
            if occupation in _OFFICES or ends_with_kin(lead, language) or owns_relative(tail, language):
                wants = ["nothing"]
            if isinstance(person, str):
                before = told.get(person, (None, None))
                occupation, status = occupation or before[0], status or before[1]
                told[person] = occupation, status = occupation, status or _implied(wants)
            rows.append((index, occupation, status, wants[0], wants[1] if len(wants) > 1 else None))
    tagged = pd.DataFrame(rows, columns=["index", *COLUMNS]).set_index("index")
    return mentions.join(tagged.astype("object").where(tagged.notna(), None))


def _implied(wants: list[str]) -> str | None:
    """Whoever is to be released is held."""
    return "detained" if "release" in wants else None


def _find_told(text: str, spans: list[tuple[int, int]], language: str) -> list[Told]:
    """What a paragraph tells of each name in it."""
    found: list[Told] = []
    ends = {stop for _, stop in spans}
    for group in _group(text, spans):
        begin, end = bound_list(text, group, spans)
        tails = [text[stop:start] for (_, stop), (start, _) in pairwise(group)] + [text[group[-1][1] : end]]
        befores = [
            text[a:b]
            for a, b in zip([begin, *(stop for _, stop in group)], [s for s, _ in group], strict=False)
        ]
        told = [
            tell_behind(tail, before.endswith(", "), language)
            for tail, before in zip(tails, befores, strict=True)
        ]
        shared = told[-1][1] + tell_past_kin(text, group[-1][1], spans, language)
        later = tell_later(text, group[-1][1], spans, len(group), language)
        behind = find_plural_behind(tails[-1], language) if len(group) > 1 else None
        head: Told = (None, None)
        for place, (before, after) in enumerate(zip(befores, tails, strict=True)):
            if place or begin in ends:
                before = _OWNED.sub("", re.sub(_ASIDE, "", before, count=1))
            kin = ends_with_kin(before, language)
            embraced = kin and not before.endswith(", ")
            own: Told = (None, None) if embraced else tell_before(before, language)
            head = own if place == 0 else head
            headed: Told = (None, None) if kin or is_relative(before, language) else head
            occupation = own[0] or find_noun_behind(after, language) or headed[0] or behind
            states = (
                [] if embraced else [*told[place][0], *shared, *later, *filter(None, [own[1] or headed[1]])]
            )
            if occupation in _OFFICES:
                states = [state for state in states if state in _GRAVEST]
            found.append((occupation, min(states, key=PRECEDENCE.index) if states else None))
    return found


def _group(text: str, spans: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Names of one list stand together."""
    groups = [[spans[0]]]
    for (_, stop), span in pairwise(spans):
        if _LISTED.fullmatch(text[stop : span[0]]):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups
