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
from analysis.grammar import any_of, has_grammar, phrases
from analysis.mentions import find_mentions
from analysis.neighbours import listed
from analysis.parse import Document
from analysis.phrases import Alternatives, compile_phrases
from analysis.pronouns import count_meant, owns_relative

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
_AND = r"(?:and|as well as|och|samt|liksom)"
_OWNED = re.compile(rf"^(?:['’]s?|s)\s.*?\b{_AND}\s")  # of the name before: "'s lawyers and "
_OFFICE = any_of(listed("title", "*") | listed("title_or_name", "*") | listed("rank", "*"))
_OWN = (
    r"(?:(?!(?:to|att|against|mot|from|från|of|av|till|who|som|was|har|including|såsom|däribland|such|while|medan)\b)"
    rf"(?:[a-zåäö\d][\w-]*|(?i:{_OFFICE})\.?)\s){{0,4}}"
)
_ASIDE = (
    rf"(?:,\s(?!(?:{_AND}|including|such|såsom|däribland|while|medan|for|för|after|efter|following|because|eftersom"
    r"|when|när|då|sedan|since|on|under|during|against|mot|without|utan|but|men)\b)[^,;.]{1,90}(?=,))?"
)
_LISTED = re.compile(rf"{_ASIDE}\s*(?:\([^()]*\)\s*)?(?:[,;–-]\s*(?:{_AND}\s)?|\b{_AND}\s)\s*{_OWN}")
# Of one in a list, not of all of it.
_OF_ONE = re.compile(r"\s*(?:\(|,\s(?:an?|the|en|ett|aged|\d+|(?:who|whom)\s(?:was|is|has|had))\b)")
_REGARDED = re.compile(
    r"[^;.]{0,60}\b(?:regards?|considers?|betraktar|anser)\s(?:him|her|them|honom|henne|dem)\b"
)
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
        tails = [text[stop:start] for (_, stop), (start, _) in pairwise(group)] + [text[group[-1][1] : end]]
        befores = [
            text[a:b]
            for a, b in zip([begin, *(stop for _, stop in group)], [s for s, _ in group], strict=False)
        ]
        told = [
            _told_behind(tail, before.endswith(", "), language)
            for tail, before in zip(tails, befores, strict=True)
        ]
        shared = told[-1][1] + _told_past_kin(text, group[-1][1], spans, language)
        later = _told_later(text, group[-1][1], spans, len(group), language)
        head: str | None = None
        for place, (before, after) in enumerate(zip(befores, tails, strict=True)):
            if place or begin in ends:
                before = _OWNED.sub("", re.sub(_ASIDE, "", before, count=1))
            kin = _ends_with_kin(before, language)
            own = None if kin and not before.endswith(", ") else _told_before(before, language)
            head = own if place == 0 else head
            beside = own or _noun_behind(after, language) or (None if kin else head)
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


def _told_behind(tail: str, set_off: bool, language: str) -> tuple[list[str], list[str]]:
    """States told behind a name: of it alone, and of its list.

    In the genitive it is what the name owns, in an apposition or relative clause of one what it is itself;
    what the verb says is said of all. set_off: commas stand around the name, so that the verb follows one.
    """
    if re.match(r"(?:['’]s?|s)\s", tail):
        owned = _find("owned", language, tail)
        return [code for code, start, _ in owned if len(tail[:start].split()) <= 3][:1], []
    own = _OTHERS.split(_without_kin(tail, language))[0]
    own = own.removeprefix(",") if set_off else own
    apposition = re.match(r"\s*(?:\([^()]*\)\s*|,[^,]{0,80},\s*)?", own)
    end = apposition.end() if apposition else 0
    relative = re.match(r",\s(?:who|som)\s", own[end:])
    said = own[end + 2 :].split(",")[0] if relative else own[end:].split(",")[0]
    beside, told = _find_states(own[:end], language), _find_states(said, language)
    if not _OF_ONE.match(own):
        return [], beside + told
    return (beside + told, []) if relative else (beside, told)


def _find_states(part: str, language: str) -> list[str]:
    return [code for kind in ("said", "attribute") for code, *_ in _find(kind, language, part)[:1]]


def _without_kin(text: str, language: str) -> str:
    """A text without what tells whose relative somebody is."""
    for _, _, end in reversed(_find("kin", language, text)):
        text = text[:end] + re.sub(rf"^.*?(?=,|\s(?:who|som|{_AND})\s|$)", "", text[end:])
    return text


def _told_past_kin(text: str, stop: int, spans: list[tuple[int, int]], language: str) -> list[str]:
    """States told of a name behind an apposition that names a relative: "X, lawyer of Y, was arrested"."""
    following = next(((start, end) for start, end in spans if start >= stop), None)
    if not following or text[following[1] : following[1] + 1] != ",":
        return []
    between = text[stop : following[0]]
    if not between.startswith(", ") or ";" in between or not _find("kin", language, between):
        return []
    _, end = _bounds(text, [following], spans)
    return _told_behind(text[following[1] + 1 : end], False, language)[1]


def _told_later(text: str, stop: int, spans: list[tuple[int, int]], n_named: int, language: str) -> list[str]:
    """States told in the sentences behind, while they open with words that lead back and no name stands between."""
    told: list[str] = []
    while following := _STOP.search(text, stop):
        if any(stop < start < following.end() + 1 for start, _ in spans):
            break
        sentence = _STOP.split(text[following.end() : following.end() + _NEAR])[0]
        meant = count_meant(sentence, language, opens=True)
        if not _REGARDED.match(sentence) and (not meant or (meant == 1) != (n_named == 1)):
            break
        told += _find_states(_OTHERS.split(sentence)[0], language)[:1]
        stop = following.end()
    return told


def _noun_behind(after: str, language: str) -> str | None:
    """The first noun of an apposition behind a name."""
    behind = re.match(r"\s*[,(–-]\s*(?P<is>[^,;()]{0,70})", after)
    found = _find("noun", language, _without_kin(behind["is"], language)) if behind else []
    return found[0][0] if found else None
