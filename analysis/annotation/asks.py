"""What a paragraph asks for each person named in it, from its directives and `lexicon/asks.csv`."""

import re
from functools import cache
from itertools import pairwise

import pandas as pd

from analysis.annotation.pronouns import GROUP, count_meant, leads_to_case
from analysis.lexicon.grammar import any_of, load_grammar, phrases
from analysis.lexicon.phrases import Alternatives, compile_phrases

Named = tuple[int, int, int]  # index, start and end of a mention
_ASKING = ("insists", "expects")  # acts that ask though they are no directives


@cache
def _asks(language: str) -> tuple[Alternatives, list[str]]:
    rows = phrases("asks", language)
    return compile_phrases([row["phrase"] for row in rows]), [row["asked"] for row in rows]


def find_asked(
    mentions: pd.DataFrame, demands: pd.DataFrame, texts: dict[str, str], language: str
) -> dict[int, list[str]]:
    """Index of a mention → what is asked: the asks that stand nearest in what asks for something.

    Args:
        mentions, demands: of one document.
        texts: label → text of its operative paragraphs.
        language: one with a grammar.
    """
    asked: dict[int, list[str]] = {}
    named: dict[str, list[Named]] = {}
    for row in mentions[mentions["section"] == "operative"].itertuples():
        named.setdefault(row.label, []).append((row.Index, row.start, row.end))
    clauses: dict[str, list] = {}
    for demand in demands.itertuples():
        clauses.setdefault(demand.label, []).append(demand)
    for label, spans in named.items():
        masked = _mask(texts[label], spans)
        before: list[int] = []
        group: list[int] = []  # of these, those named last
        pending: list[str] = []
        for demand in clauses.get(label, []):
            ahead = [i for i, s, _ in spans if s < demand.start and i not in before and i not in asked]
            directive = demand.act_class == "directive"
            begin = max(demand.passage_start, demand.end)
            for start, end in _split(masked, begin, demand.passage_end, language):
                passage = masked[start:end]
                inside = [(i, s, e) for i, s, e in spans if start <= s < end]
                found = _find_asks(passage, language, directive or demand.act in _ASKING)
                here = [*ahead, *(i for i, *_ in inside)]
                if not directive and not found:
                    before, group, ahead = before + here, here or group, []
                    continue
                wants = [code for _, _, code in found]
                for i in ahead:
                    asked[i] = wants[:1] or ["other"]
                if inside:
                    for i, near in _nearest(found, start, inside, pending).items():
                        asked[i] = asked.get(i, []) + near
                    pending = []
                else:
                    for i in _meant(passage, before, group, language):
                        vague = ["other"] if count_meant(passage, language) == 1 else []
                        asked[i] = asked.get(i, []) + (wants[:2] or vague)
                    pending = [code for _, end, code in found if len(passage[end:].split()) < 3]
                before, group, ahead = before + here, here or group, []
    return {i: _without_other(wants)[:2] for i, wants in asked.items() if wants}


def _mask(text: str, spans: list[Named]) -> str:
    """A text of the same length in which each name is one word."""
    for _, start, end in spans:
        text = text[:start] + re.sub(r"\W", "_", text[start:end]) + text[end:]
    return text


def _split(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """A passage cut where another complement begins: ", that …", "and for …"."""
    grammar = load_grammar(language)
    markers = [word for word in [*grammar.joint, *grammar.nominal] if " " not in word]
    joint = re.compile(rf"(?:,|\b{any_of(grammar.conjunctions)})\s+{any_of(markers)}\s", re.IGNORECASE)
    cuts = [start, *(match.start() for match in joint.finditer(text, start, end)), end]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def _without_other(wants: list[str]) -> list[str]:
    named = list(dict.fromkeys(want for want in wants if want not in ("other", "nothing")))
    return named or (["nothing"] if "nothing" in wants else ["other"])


_NEGATED = ("asylum", "protection", "lift_ban")  # asked by a "not to …"
_REFUSED = {
    "en": r"\b(?:not to|refrain from|opposes?|refuse|following|after|why|before|without|seeks?|seeking|demands|until)"
    r"\b(?:\s\w+){0,4}\s*$",
    "sv": r"\b(?:inte|avstå från|motsätter|vägra|efter|varför|innan|utan|kräver|sedan|trots)\b(?:\s\w+){0,4}\s*$",
}


def _meant(passage: str, before: list[int], group: list[int], language: str) -> list[int]:
    """The names before a passage that its pronouns and nouns lead back to, or whose case it speaks of."""
    number = count_meant(passage, language)
    if number == GROUP:
        return group if len(group) > 1 else []
    if not number and leads_to_case(passage, language):
        return group
    return before[-number:] if number else []


def _find_asks(passage: str, language: str, asking: bool) -> list[tuple[int, int, str]]:
    """(start, end, code) of what a passage asks; "nothing" where the words before refuse it or tell of the past.

    Args:
        passage: with each name as one word.
        language: one with a grammar.
        asking: whether its act asks; else only what follows a word such as "must" is asked.
    """
    alternatives, codes = _asks(language)
    refused = re.compile(_REFUSED.get(language, r"(?!)"), re.IGNORECASE)
    first = 0
    if not asking:
        needed = load_grammar(language).obligation
        must = re.search(rf"\b{any_of(needed)}\b", passage, re.IGNORECASE) if needed else None
        if not must:
            return []
        first = must.start()
    return [
        (
            m.start(),
            m.end(),
            "nothing" if code not in _NEGATED and refused.search(passage[: m.start()]) else code,
        )
        for place, m in alternatives.find(passage)
        for code in [codes[place]]
        if asking or m.end() > first
    ]


def _nearest(
    found: list[tuple[int, int, str]], offset: int, inside: list[Named], pending: list[str]
) -> dict[int, list[str]]:
    """The asks between a name and the one before it; else those of that name, where both stand in one list.

    Where none stands before the first name, each has the one that is nearer, before or behind it.
    """
    wants: dict[int, list[str]] = {}
    begin = offset
    carried: list[str] = []
    asks_first = bool(pending) or any(place + offset < inside[0][1] for place, *_ in found)
    for index, start, end in inside:
        here = [code for place, _, code in found if begin <= place + offset < start]
        behind = [code for place, _, code in found if place + offset >= end]
        carried = here or carried
        if asks_first:
            near = carried or behind[:1]
        else:
            gaps = [(place + offset - end, code) for place, _, code in found if place + offset >= end][:1]
            gaps += [(start - stop - offset, code) for _, stop, code in found if stop + offset <= start][-1:]
            near = [min(gaps)[1]] if gaps else carried[-1:]
        wants[index] = pending + (near or ([] if pending else ["other"]))
        begin = end
    return wants
