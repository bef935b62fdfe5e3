"""In which role each person of a document is named, and what is asked for that person.

Both are read from the words around the name: what stands beside it or heads its list tells
the role (`lexicon/roles.csv`), the directive it stands in what is asked (`lexicon/asks.csv`).
Where the paragraph tells no role, the one last told in the document holds.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise

import pandas as pd

from analysis.asks import find_asked
from analysis.demands import find_demands
from analysis.grammar import has_grammar, phrases
from analysis.mentions import find_mentions
from analysis.parse import Document
from analysis.phrases import Alternatives, compile_phrases
from analysis.pronouns import owns_relative

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
_NEAR = 260  # characters beside a name within which anything is told of it
_STRONG = ("killed_or_died", "political_prisoner", "former_prisoner", "activist_house_arrest")
_STOP = re.compile(r";\s|\.\s(?=[A-ZÅÄÖ\d])")
_INTRODUCES = re.compile(
    r",?\s*(?:including|such as|namely|in particular|among them|especially|among others|like|"
    r"däribland|bland annat|till exempel|särskilt|nämligen|såsom|bland dem|bland andra|framför allt)\b"
    r"[\s,:]*(?:\w+\s){0,3}$"
)
_BESIDE = re.compile(
    r"\s*(?:\s(?:of|for|at|in|from|with|on|för|i|vid|på|från|till|av|hos)\s[^,;]{1,50})?,?\s*(?:(?:and|och)\s)?(?:[a-zåäö-]+\s)?"
)  # what may stand between a noun and the name it belongs to
_PRONOUN = {
    "en": r"(?:whereas\s)?(?:he|she|they|both|all (?:three|four|of them)|[^;]{0,60}\bregard (?:him|her|them))\b",
    "sv": r"(?:Han|Hon|De|Båda|Alla|[^.]{0,60}\bbetraktar (?:honom|henne|dem))\b",
}
_AND = r"(?:and|as well as|och|samt|liksom)"
_OWN = (
    r"(?:(?!(?:to|att|against|mot|from|från|of|av|till|who|som|was|har|including|såsom|däribland|such|while|medan)\b)"
    r"[a-zåäö\d][\w-]*\s){0,4}"
)
_ASIDE = r"(?:,\s(?:who|som|an?|the|en|ett|aged|\d+)\b[^,;.]{0,90}(?=,))?"
_LISTED = re.compile(rf"{_ASIDE}\s*(?:\([^()]*\)\s*)?(?:[,;–-]\s*(?:{_AND}\s)?|\b{_AND}\s)\s*{_OWN}")
_NOT = {
    "en": r"\b(?:not|never|no|neither|nor|almost|nearly|threatened|risks?|risked|could|may|might|if|without)\b",
    "sv": r"\b(?:inte|aldrig|ej|nästan|knappt|hotas|hotats|hotades|kan|kunde|om|utan|varken)\b",
}
_OTHERS = re.compile(
    r",?\s\b(?:whose|while|medan|vars|and (?:his|her|their|the)|och (?:hans|hennes|deras)|after the|efter)\b"
)  # from here on something is told of others
_KIN_NEAR = 40
_HEDGED = 3  # words before a phrase within which a negation or hedge takes it back


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
            if role in _OFFICES or _ends_with_kin(lead, language) or owns_relative(tail, language):
                wants = ["nothing"]
            if isinstance(person, str):
                told[person] = role or told.get(person, "other")
                role = told[person]
            rows.append((index, role or "other", wants[0], wants[1] if len(wants) > 1 else None))
    tagged = pd.DataFrame(rows, columns=["index", *COLUMNS]).set_index("index")
    return mentions.join(tagged.astype("object"))


@cache
def _phrases_of(kind: str, language: str) -> tuple[Alternatives, list[str]]:
    """Every phrase of one kind, and the role of each."""
    rows = [row for row in phrases("roles", language) if row["kind"] == kind]
    return compile_phrases([row["phrase"] for row in rows]), [row["role"] for row in rows]


def _find(kind: str, language: str, text: str) -> list[tuple[str, int, int]]:
    """(role, start, end) of the phrases of a kind, those left out that a negation or hedge takes back."""
    alternatives, codes = _phrases_of(kind, language)
    found = [(codes[place], m.start(), m.end()) for place, m in alternatives.find(text)]
    denied = re.compile(_NOT.get(language, r"(?!)"), re.IGNORECASE)
    return [
        (code, start, end)
        for code, start, end in found
        if not denied.search(" ".join(text[:start].split()[-_HEDGED:]))
        and not (language == "sv" and re.match(r"\s+(?:inte|aldrig|ej)\b", text[end:]))
    ]


def _find_roles(text: str, spans: list[tuple[int, int]], language: str) -> list[str | None]:
    """The role that a paragraph tells of each name in it; None where it tells none."""
    roles: list[str | None] = []
    ends = {stop for _, stop in spans}
    for group in _group(text, spans):
        begin, end = _bounds(text, group, spans)
        tail = text[group[-1][1] : end]
        shared = _told_behind(tail, language) + _told_later(text, group[-1][1], spans, language)
        head: str | None = None
        for place, (start, stop) in enumerate(group):
            before = text[begin if place == 0 else group[place - 1][1] : start]
            before = re.sub(_ASIDE, "", before, count=1) if place or begin in ends else before
            after = text[stop : group[place + 1][0]] if place + 1 < len(group) else tail
            kin = _ends_with_kin(before, language)
            own = None if kin else _told_before(before, language)
            head = own if place == 0 else head
            beside = own or _noun_behind(after, language) or (None if kin else head)
            states = [] if kin else [*shared, *([beside] if beside in PRECEDENCE else [])]
            told = min(states, key=PRECEDENCE.index) if states else None
            roles.append(beside if beside in _OFFICES else told or beside)
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


def _bounds(text: str, group: list[tuple[int, int]], spans: list[tuple[int, int]]) -> tuple[int, int]:
    """How far the words beside a list speak of it: to the next stop, semicolon or name."""
    first, last = group[0][0], group[-1][1]
    begin = max([first - _NEAR, 0, *(stop for _, stop in spans if stop <= first)])
    end = min([last + _NEAR, len(text), *(start for start, _ in spans if start >= last)])
    begins = [begin + stop.end() for stop in _STOP.finditer(text[begin:first])]
    ends = [last + stop.start() for stop in _STOP.finditer(text[last:end])]
    return max([begin, *begins]), min([end, *ends])


def _ends_with_kin(before: str, language: str) -> bool:
    kin = _find("kin", language, before)
    return bool(kin) and len(before[kin[-1][2] :].split()) <= 2


def _told_before(before: str, language: str) -> str | None:
    """What the words before a name say it is: a noun beside it, else a state told close to it."""
    opening = _INTRODUCES.search(before)
    near = before[: opening.start()] if opening else before
    most = 40 if opening else 6
    kinds = ("of", "attribute", "said") if opening else ("of", "attribute")
    nouns = [noun for noun in _find("noun", language, near) if _BESIDE.fullmatch(near[noun[2] :])]
    states = sorted(
        (state for kind in kinds for state in _find(kind, language, near)), key=lambda one: one[1]
    )
    states = [state for state in states if len(near[state[2] :].split()) <= most]
    strong = [state for state in states if state[0] in _STRONG]
    chosen = strong or nouns or states
    return chosen[-1][0] if chosen else None


def _told_behind(tail: str, language: str) -> list[str]:
    """States told behind a name: in the genitive what it owns, else in its apposition and verb."""
    if re.match(r"(?:['’]s?|s)\s", tail):
        owned = _find("owned", language, tail)
        return [code for code, start, _ in owned if len(tail[:start].split()) <= 3][:1]
    own = _OTHERS.split(tail)[0]
    apposition = re.match(r"\s*(?:\([^()]*\)\s*|,[^,]{0,80},\s*)?", own)
    end = apposition.end() if apposition else 0
    relative = re.match(r",\s(?:who|som)\s", own[end:])
    parts = (own[:end], own[end + 2 :].split(",")[0] if relative else own[end:].split(",")[0])
    return [
        code
        for part in parts
        for kind in ("said", "attribute")
        for code, *_ in _find(kind, language, part)[:1]
    ]


def _told_later(text: str, stop: int, spans: list[tuple[int, int]], language: str) -> list[str]:
    """States told in the next sentence, where it begins with a pronoun and no name stands between."""
    following = _STOP.search(text, stop)
    if not following or any(stop < start < following.end() + 1 for start, _ in spans):
        return []
    sentence = text[following.end() : following.end() + _NEAR]
    if not re.match(_PRONOUN.get(language, r"(?!)"), sentence):
        return []
    told = _OTHERS.split(_STOP.split(sentence)[0])[0]
    return [code for kind in ("said", "attribute") for code, *_ in _find(kind, language, told)][:1]


def _noun_behind(after: str, language: str) -> str | None:
    """The first noun of an apposition behind a name."""
    behind = re.match(r"\s*[,(–-]\s*(?P<is>[^,;()]{0,70})", after)
    found = _find("noun", language, behind["is"]) if behind else []
    return found[0][0] if found else None
