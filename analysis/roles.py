"""In which role each person of a document is named, and what is asked for that person.

Both are read from the words around the name: what stands beside it or heads its list tells
the role (`lexicon/roles.csv`), the directive it stands in what is asked (`lexicon/asks.csv`).
Where the paragraph tells no role, the one last told in the document holds.
"""

import re
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from analysis.asks import find_asked
from analysis.demands import find_demands
from analysis.grammar import any_of, has_grammar, phrases
from analysis.mentions import find_mentions
from analysis.neighbours import listed
from analysis.parse import Document
from analysis.pronouns import owns_relative
from analysis.told import (
    AND,
    bound_list,
    ends_with_kin,
    find_noun_behind,
    tell_before,
    tell_behind,
    tell_later,
    tell_past_kin,
)

COLUMNS = ["role", "asked", "asked2"]
PRECEDENCE = [
    "killed_or_died",
    "political_prisoner",
    "activist_house_arrest",
    "former_prisoner",
    "convicted",
    "charged",
    "detained",
    "refugee",
    "victim",
    "witness",
]
_OFFICES = ("official", "eu_official")
_OWNED = re.compile(rf"^(?:['’]s?|s)\s.*?\b{AND}\s")  # of the name before: "'s lawyers and "
_OFFICE = any_of(listed("title", "*") | listed("title_or_name", "*") | listed("rank", "*"))
_OWN = (
    r"(?:(?!(?:to|att|against|mot|from|från|of|av|till|who|som|was|har|including|såsom|däribland|such|while|medan)\b)"
    rf"(?:[a-zåäö\d][\w-]*|(?i:{_OFFICE})\.?)\s){{0,4}}"
)
_ASIDE = (
    rf"(?:,\s(?!(?:{AND}|including|such|såsom|däribland|while|medan|for|för|after|efter|following|because|eftersom"
    r"|when|när|då|sedan|since|on|under|during|against|mot|without|utan|but|men)\b)[^,;.]{1,90}(?=,))?"
)
_LISTED = re.compile(rf"{_ASIDE}\s*(?:\([^()]*\)\s*)?(?:[,;–-]\s*(?:{AND}\s)?|\b{AND}\s)\s*{_OWN}")
_KIN_NEAR = 40


@lru_cache(maxsize=64)
def find_people(document: Document) -> pd.DataFrame:
    """`find_mentions` with role, asked and asked2; blank where the language has no rules."""
    return tag_people(document, find_mentions(document))


def tag_people(document: Document, mentions: pd.DataFrame) -> pd.DataFrame:
    """Add COLUMNS to the mentions of one document.

    Returns:
        role: a code; "other" where the document tells none up to here. asked: a code, "nothing" in
        recitals and where a paragraph asks nothing for the person; asked2: a second thing.
    """
    if not has_grammar(document.language) or not phrases("roles", str(document.language)):
        return mentions.assign(role=None, asked=None, asked2=None)
    language = str(document.language)
    texts = {(unit.section, unit.label or ""): unit.text for unit in document.paragraphs}
    operative = {unit.label or "": unit.text for unit in document.paragraphs if unit.section == "operative"}
    asked = find_asked(mentions, find_demands(document), operative, language)
    told: dict[str, str] = {}
    rows = []
    for key, here in mentions.groupby(["section", "label"], sort=False):
        roles = _find_roles(texts[key], list(zip(here["start"], here["end"], strict=True)), language)
        for index, person, role, start, end in zip(
            here.index, here["person_id"], roles, here["start"], here["end"], strict=True
        ):
            wants = asked.get(index, ["nothing"])
            lead, tail = texts[key][max(0, start - _KIN_NEAR) : start], texts[key][end:]
            if role in _OFFICES or ends_with_kin(lead, language) or owns_relative(tail, language):
                wants = ["nothing"]
            if isinstance(person, str):
                told[person] = role or told.get(person, "other")
                role = told[person]
            rows.append((index, role or "other", wants[0], wants[1] if len(wants) > 1 else None))
    tagged = pd.DataFrame(rows, columns=["index", *COLUMNS]).set_index("index")
    return mentions.join(tagged.astype("object"))


def _find_roles(text: str, spans: list[tuple[int, int]], language: str) -> list[str | None]:
    """The role that a paragraph tells of each name in it; None where it tells none."""
    roles: list[str | None] = []
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
        head: str | None = None
        for place, (before, after) in enumerate(zip(befores, tails, strict=True)):
            if place or begin in ends:
                before = _OWNED.sub("", re.sub(_ASIDE, "", before, count=1))
            kin = ends_with_kin(before, language)
            own = None if kin and not before.endswith(", ") else tell_before(before, language)
            head = own if place == 0 else head
            beside = own or find_noun_behind(after, language) or (None if kin else head)
            embraced = kin and not before.endswith(", ")
            states = (
                []
                if embraced
                else [*told[place][0], *shared, *later, *([beside] if beside in PRECEDENCE else [])]
            )
            state = min(states, key=PRECEDENCE.index) if states else None
            roles.append(beside if beside in _OFFICES else state or beside)
    return roles


def _group(text: str, spans: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Names of one list stand together."""
    groups = [[spans[0]]]
    for (_, stop), span in pairwise(spans):
        if _LISTED.fullmatch(text[stop : span[0]]):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups
