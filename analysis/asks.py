"""What a paragraph asks for each person named in it, from its directives and `lexicon/asks.csv`."""

import re
from functools import cache

import pandas as pd

from analysis.grammar import phrases
from analysis.phrases import Alternatives, compile_phrases


@cache
def _asks(language: str) -> tuple[Alternatives, list[str]]:
    rows = phrases("asks", language)
    return compile_phrases([row["phrase"] for row in rows]), [row["asked"] for row in rows]


def find_asked(mentions: pd.DataFrame, demands: pd.DataFrame, language: str) -> dict[int, list[str]]:
    """Index of a mention → what is asked: the asks that stand nearest in its directive."""
    asked: dict[int, list[str]] = {}
    named: dict[str, list[tuple[int, int, int]]] = {}
    for row in mentions[mentions["section"] == "operative"].itertuples():
        named.setdefault(row.label, []).append((row.Index, row.start, row.end))
    clauses: dict[str, list] = {}
    for demand in demands.itertuples():
        clauses.setdefault(demand.label, []).append(demand)
    for label, spans in named.items():
        before: list[int] = []
        pending: list[str] = []
        for demand in clauses.get(label, []):
            inside = [(i, s, e) for i, s, e in spans if demand.passage_start <= s < demand.passage_end]
            ahead = [i for i, s, _ in spans if s < demand.start and i not in before and i not in asked]
            if demand.act_class != "directive":
                before += [i for i, *_ in inside]
                continue
            found = _find_asks(demand.passage, language)
            for i in ahead:
                asked[i] = [code for _, _, code in found][:1] or ["other"]
            if inside:
                for i, wants in _nearest(found, demand.passage_start, inside, pending).items():
                    asked[i] = asked.get(i, []) + wants
                pending = []
            else:
                for i in _meant(demand.passage, before, language):
                    asked[i] = asked.get(i, []) + ([code for _, _, code in found][:2] or ["other"])
                pending = [code for _, end, code in found if len(demand.passage[end:].split()) < 3]
            before += [*ahead, *(i for i, *_ in inside)]
    return {i: _without_other(wants)[:2] for i, wants in asked.items() if wants}


def _without_other(wants: list[str]) -> list[str]:
    named = list(dict.fromkeys(want for want in wants if want not in ("other", "nothing")))
    return named or (["nothing"] if "nothing" in wants else ["other"])


_NEGATED = ("asylum", "protection", "lift_ban")  # asked by a "not to …"
_REFUSED = {
    "en": r"\b(?:not to|refrain from|opposes?|refuse|following|after|why|before|without|seeks?|seeking|demands?|until)"
    r"\b(?:\s\w+){0,4}\s*$",
    "sv": r"\b(?:inte|avstå från|motsätter|vägra|efter|varför|innan|utan|kräver|sedan|trots)\b(?:\s\w+){0,4}\s*$",
}
_ONE = {"en": r"\b(?:him|her|his)\b", "sv": r"\b(?:honom|henne|hans|hennes|denne|denna)\b"}


_ALL = {
    "en": r"\b(?:them|their|both|all (?:three|four|five))\b",
    "sv": r"\b(?:dem|deras|båda|dessa|samtliga)\b",
}


def _meant(passage: str, before: list[int], language: str) -> list[int]:
    """The names before a passage that its pronouns stand for."""
    if re.search(_ALL.get(language, r"(?!)"), passage):
        return before
    return before[-1:] if re.search(_ONE.get(language, r"(?!)"), passage) else []


def _find_asks(passage: str, language: str) -> list[tuple[int, int, str]]:
    """(start, end, code) of what a passage asks; "nothing" where the words before refuse it or tell of the past."""
    alternatives, codes = _asks(language)
    refused = re.compile(_REFUSED.get(language, r"(?!)"), re.IGNORECASE)
    return [
        (
            m.start(),
            m.end(),
            "nothing" if code not in _NEGATED and refused.search(passage[: m.start()]) else code,
        )
        for place, m in alternatives.find(passage)
        for code in [codes[place]]
    ]


def _nearest(
    found: list[tuple[int, int, str]], offset: int, inside: list[tuple[int, int, int]], pending: list[str]
) -> dict[int, list[str]]:
    """The asks before a name and behind the name before it; else those of that name; else the first behind."""
    wants: dict[int, list[str]] = {}
    begin = offset
    carried: list[str] = []
    for index, start, end in inside:
        here = [code for place, _, code in found if begin <= place + offset < start]
        carried = here or carried
        behind = [code for place, _, code in found if place + offset >= end]
        wants[index] = pending + (carried or behind[:1] or ([] if pending else ["other"]))
        begin = end
    return wants
