"""What the words around a name tell of who bears it: occupation and status, by `lexicon/roles.csv`."""

import re
from functools import cache

from analysis.annotation.pronouns import count_meant
from analysis.lexicon.grammar import phrases
from analysis.lexicon.phrases import Alternatives, compile_phrases
from analysis.lexicon.tables import read_lexicon

AND = r"(?:and|as well as|och|samt|liksom)"
_NEAR = 260  # characters beside a name within which anything is told of it
_STRONG = ("killed_or_died", "political_prisoner", "disappeared", "former_prisoner", "house_arrest")
_STOP = re.compile(r";\s|\.\s(?=[A-ZÅÄÖ\d])")
_INTRODUCES = re.compile(
    r",?\s*(?:including|such as|namely|in particular|among them|especially|among others|like|"
    r"däribland|bland annat|till exempel|särskilt|nämligen|såsom|bland dem|bland andra|framför allt)\b"
    r"[\s,:]*(?:\w+\s){0,3}$|:\s*(?:\w+\s){0,2}$"
    r"|(?<=\s)(?:were|are|was|is|fanns|finns|var|är|include|includes|included)\s(?:\w+\s){0,2}$(?<=\s)"
)
_AMONG = re.compile(r"(?i)\b(?:among|bland|dead|victims|offren|döda)\b[^,;.]{0,60}$")
_VERB_NEXT = re.compile(
    r"^,\s(?=(?:ha[sd]|have|is|are|was|were|har|hade|är|var|blev|\w+(?:ades|des|tes|ps)\b))"
)
_AGE = re.compile(
    r"^\s*(?:\((?:aged\s)?\d{1,3}[^()]{0,12}\)|,\s(?:aged\s)?\d{1,3}(?:\s(?:years old|år))?(?=,))"
)
_BESIDE = re.compile(
    r"\s*(?:\s(?:of|for|at|in|from|with|on|för|i|vid|på|från|till|av|hos)\s[^,;]{1,50})?,?\s*(?:(?:and|och)\s)?(?:[a-zåäö-]+\s)?"
)  # what may stand between a noun and the name it belongs to
# Of one in a list, not of all of it.
_OF_ONE = re.compile(r"\s*(?:\(|,\s(?:an?|the|en|ett|aged|\d+|(?:who|whom)\s(?:was|is|has|had))\b)")
_REGARDED = re.compile(
    r"[^;.]{0,60}\b(?:regards?|considers?|betraktar|anser)\s(?:him|her|them|honom|henne|dem)\b"
)
_NOT = {
    "en": r"\b(?:not|never|no|neither|nor|almost|nearly|threatened|risks?|risked|could|(?-i:may)|might|if|without)\b",
    "sv": r"\b(?:inte|aldrig|ej|nästan|knappt|hotas|hotats|hotades|kan|kunde|om|utan|varken)\b",
}
_OBJECT = re.compile(
    r"\s(?:(?:the|his|her|their|one|two|three|den|det|de|hans|hennes)\s)?(?:[a-zåäö-]+\s){0,4}(?:\w+\.?\s)?"
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|be|been|being|har|hade|blev|blivit|get|got)\s(?:\w+\s)?$")
_PLURAL = re.compile(r"(?:s|men|women|er|or|ar|na|are)$")
_OTHERS = re.compile(
    r",?\s\b(?:whose|while|medan|vars|and (?:his|her|their|the)|och (?:hans|hennes|deras)|after the|efter)\b"
)  # from here on something is told of others
_HEDGED = 3  # words before a phrase within which a negation or hedge takes it back


@cache
def _phrases_of(kind: str, language: str) -> tuple[Alternatives, list[str]]:
    """Every phrase of one kind, and what each tells."""
    rows = [row for row in phrases("roles", language) if row["kind"] == kind]
    return compile_phrases([row["phrase"] for row in rows]), [row["told"] for row in rows]


def _find(kind: str, language: str, text: str) -> list[tuple[str, int, int]]:
    """(code, start, end) of the phrases of a kind, those left out that a negation or hedge takes back."""
    alternatives, codes = _phrases_of(kind, language)
    found = [(codes[place], m.start(), m.end()) for place, m in alternatives.find(text)]
    denied = re.compile(_NOT.get(language, r"(?!)"), re.IGNORECASE)
    return [
        (code, start, end)
        for code, start, end in found
        if not denied.search(" ".join(text[:start].split()[-_HEDGED:]))
        and not (language == "sv" and re.match(r"\s+(?:inte|aldrig|ej)\b", text[end:]))
    ]


def bound_list(text: str, group: list[tuple[int, int]], spans: list[tuple[int, int]]) -> tuple[int, int]:
    """How far the words beside a list speak of it: to the next stop, semicolon or name."""
    first, last = group[0][0], group[-1][1]
    begin = max([first - _NEAR, 0, *(stop for _, stop in spans if stop <= first)])
    end = min([last + _NEAR, len(text), *(start for start, _ in spans if start >= last)])
    begins = [begin + stop.end() for stop in _STOP.finditer(text[begin:first])]
    ends = [last + stop.start() for stop in _STOP.finditer(text[last:end])]
    return max([begin, *begins]), min([end, *ends])


def ends_with_kin(before: str, language: str) -> bool:
    """Whether the words before a name say that somebody else is near to its bearer."""
    kin = _find("kin", language, before)
    return bool(kin) and len(before[kin[-1][2] :].split()) <= 2


def tell_before(before: str, language: str) -> tuple[str | None, str | None]:
    """What the words before a name say: the occupation by a noun beside it, the status told close to it."""
    opening = _INTRODUCES.search(before)
    if opening and opening.group()[:1].isalpha() and not _AMONG.search(before[: opening.start()]):
        opening = None
    near = before[: opening.start()] if opening else before
    most = 40 if opening else 6
    kinds = ("of", "attribute", "said") if opening else ("of", "attribute")
    if title := _find_title(before):
        return title, None
    nouns = [
        noun
        for part in dict.fromkeys((near, before))
        for noun in _find("noun", language, part)
        if _BESIDE.fullmatch(part[noun[2] :])
    ]
    states = sorted(
        (state for kind in kinds for state in _find(kind, language, near)), key=lambda one: one[1]
    )
    states = [state for state in states if len(near[state[2] :].split()) <= most]
    strong = [state for state in states if state[0] in _STRONG]
    standing = strong or states or _find_done_to(before, language)
    return nouns[-1][0] if nouns else None, standing[-1][0] if standing else None


def tell_behind(tail: str, set_off: bool, language: str) -> tuple[list[str], list[str]]:
    """States told behind a name: of it alone, and of its list.

    In the genitive it is what the name owns, in an apposition or relative clause of one what it is itself;
    what the verb says is said of all. set_off: commas stand around the name, so that the verb follows one.
    """
    tail = _VERB_NEXT.sub(" ", _AGE.sub("", tail)) if _AGE.match(tail) else tail
    if re.match(r"(?:['’]s?|s)\s", tail):
        owned = _find("owned", language, tail)
        return [code for code, start, _ in owned if len(tail[:start].split()) <= 3][:1], []
    own = _OTHERS.split(_without_kin(tail, language))[0]
    own = own.removeprefix(",") if set_off else own
    apposition = re.match(r"\s*(?:\([^()]*\)\s*|(?:,[^,;]{0,110}(?=,)){0,2}(?:,[^,;]{0,80},\s*))?", own)
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
        text = text[:end] + re.sub(rf"^.*?(?=,|\s(?:who|som|{AND})\s|$)", "", text[end:])
    return text


def tell_past_kin(text: str, stop: int, spans: list[tuple[int, int]], language: str) -> list[str]:
    """States told of a name behind an apposition that names a relative: "X, lawyer of Y, was arrested"."""
    following = next(((start, end) for start, end in spans if start >= stop), None)
    if not following or text[following[1] : following[1] + 1] != ",":
        return []
    between = text[stop : following[0]]
    if not between.startswith(", ") or ";" in between or not _find("kin", language, between):
        return []
    _, end = bound_list(text, [following], spans)
    return tell_behind(text[following[1] + 1 : end], False, language)[1]


def tell_later(text: str, stop: int, spans: list[tuple[int, int]], n_named: int, language: str) -> list[str]:
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


def _find_done_to(before: str, language: str) -> list[tuple[str, int, int]]:
    """What a verb right before a name says was done to its bearer: "sentenced the student leader X"."""
    verbs = _find("object", language, before)
    return [
        verb
        for verb in verbs
        if _OBJECT.fullmatch(before[verb[2] :]) and not _PASSIVE.search(before[: verb[1]])
    ]


def _find_title(before: str) -> str | None:
    """The occupation that a title right before a name tells: Father, Justice."""
    last = re.search(r"(\w[\w-]*)\.?\s$", before)
    return _titles().get(last[1]) if last else None


@cache
def _titles() -> dict[str, str]:
    return {row["phrase"]: row["told"] for row in read_lexicon("roles") if row["kind"] == "title"}


def find_plural_behind(after: str, language: str) -> str | None:
    """The noun of an apposition behind the last name of a list, where it is of them all: ", reporters for"."""
    behind = re.match(r"\s*[,(–-]\s*(?P<is>(?:both\s|all\s|båda\s|samtliga\s)?\w[^,;()]{0,40})", after)
    for code, start, end in _find("noun", language, behind["is"])[:1] if behind else []:
        text = behind["is"] if behind else ""
        if len(text[:start].split()) < 3 and _PLURAL.search(text[start:end]):
            return code
    return None


def find_noun_behind(after: str, language: str) -> str | None:
    """The first noun of an apposition behind a name."""
    behind = re.match(rf"\s*[,(–-](?!\s*{AND}\b)\s*(?P<is>[^,;()]{{0,70}})", _AGE.sub("", after))
    found = _find("noun", language, _without_kin(behind["is"], language)) if behind else []
    return found[0][0] if found else None
