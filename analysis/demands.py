"""Demands found by rule in one document.

A demand is a separately checkable complement of an act clause: coordinated infinitives and
that-clauses are split; a means clause ("by repealing …") is a row only if its verb names a
specific act; a clause that is no directive is one row.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import pandas as pd

from analysis.addressees import body_pattern, find_bodies, find_country_stem
from analysis.clauses import Clause, find_clauses
from analysis.grammar import Grammar, any_of, has_any, load_grammar, mask_quotations, phrases
from analysis.parse import Document
from analysis.themes import tag_theme

COLUMNS = [
    "label",
    "clause",
    "order",
    "sentence",
    "act",
    "act_class",
    "strength",
    "addressee",
    "theme",
    "verb_as_printed",
    "start",
    "end",
]
_MORE = [
    "strength_alt",
    "addressee2",
    "addressee_explicit",
    "theme2",
    "action_category",
    "urgency",
    "repetition",
    "passage",
    "passage_start",
    "passage_end",
]
_NEAR = 60  # characters within which the verb of a complement stands
_FURTHEST_ADDRESSEE = 160  # characters behind the head verb within which an addressee stands


@dataclass(frozen=True)
class _Judged:
    addressee: str | None
    addressee2: str | None
    explicit: bool


@lru_cache(maxsize=64)
def find_demands(document: Document) -> pd.DataFrame:
    """One row per demand of the operative paragraphs, in order: COLUMNS and what else was tagged.

    start and end are the head verb's offsets in the paragraph's text; passage is the demand's
    own words (only for use on this machine).

    Raises:
        InputError: there are no rules for the document's language.
    """
    language = document.language or ""
    grammar = load_grammar(document.language)
    texts = {unit.label or "": unit.text for unit in document.paragraphs if unit.section == "operative"}
    stem = find_country_stem(document.title, [unit.text for unit in document.paragraphs])
    found = [
        (label, text, number, clause)
        for label, text in texts.items()
        for number, clause in enumerate(find_clauses(text, language), 1)
    ]
    judged = [_find_addressee(text, clause, grammar, stem) for _, text, _, clause in found]
    rows = []
    for i, (label, text, number, clause) in enumerate(found):
        addressee = judged[i] if judged[i].addressee else _infer(i, [label for label, *_ in found], judged)
        for order, (start, end, of) in enumerate(_complements(text, clause, grammar, addressee, stem), 1):
            where = {
                "label": label,
                "clause": number,
                "order": order,
                "passage_start": start,
                "passage_end": end,
            }
            rows.append(where | _row(text, clause, text[start:end], of, grammar))
    return pd.DataFrame(rows, columns=[*COLUMNS, *_MORE])


def list_people(found: pd.DataFrame, mentions: pd.DataFrame) -> list[list[str]]:
    """The names that stand in each demand of `find_demands`, from the frame of `find_mentions`."""
    rows = mentions[mentions["section"] == "operative"]
    return [
        [
            one.name_as_printed
            for one in rows[rows["label"] == demand.label].itertuples()
            if demand.passage_start <= one.start and one.end <= demand.passage_end
        ]
        for demand in found.itertuples()
    ]


def _row(text: str, clause: Clause, passage: str, judged: _Judged, grammar: Grammar) -> dict[str, Any]:
    whole = text[clause.start : clause.end]
    act, language = clause.act, grammar.language
    directive = act["act_class"] == "directive"
    verb_end = clause.verb[1]
    if act["act_class"] == "procedural":
        theme, theme2 = "procedural", None
    else:
        theme, theme2 = tag_theme([passage, text[verb_end : clause.end], text], language)
    return {
        "sentence": clause.sentence,
        "act": act["act"],
        "act_class": act["act_class"],
        "strength": int(act["strength"]),
        "strength_alt": int(act["strength_alt"]) if act["strength_alt"] else None,
        "addressee": judged.addressee or "none",
        "addressee2": judged.addressee2,
        "addressee_explicit": judged.explicit,
        "theme": theme,
        "theme2": theme2,
        "action_category": _action_category(passage, language) if directive else None,
        "urgency": has_any(grammar.urgency, passage),
        "repetition": has_any(grammar.repetition, whole[: clause.verb[1] - clause.start]),
        "verb_as_printed": text[slice(*clause.verb)],
        "start": clause.verb[0],
        "end": clause.verb[1],
        "passage": passage,
    }


def _find_addressee(text: str, clause: Clause, grammar: Grammar, stem: str) -> _Judged:
    """The body named in the clause: beside a directive's verb, anywhere in other clauses."""
    begin, end = clause.verb[1], clause.end
    if clause.act["act_class"] == "directive":
        opening = re.search(rf"\b{any_of(grammar.complement)}\s", text[begin:end])
        near = begin + opening.start() if opening and opening.start() > 1 else begin + _FURTHEST_ADDRESSEE
        end = min(end, near, begin + _FURTHEST_ADDRESSEE)
    bodies = find_bodies(text[begin:end], grammar.language, stem)
    if not bodies:
        return _Judged(None, None, False)
    first = bodies[0]
    joined = [
        body
        for body in bodies[1:]
        if body[2] != first[2]
        and clause.act["act_class"] == "directive"
        and re.fullmatch(
            rf"\W*(?:\w+\W+){{0,6}}?(?:{any_of(grammar.conjunctions)}|,)\W*(?:\w+\W+){{0,2}}",
            text[begin + first[1] : begin + body[0]],
        )
    ]
    return _Judged(first[2], joined[0][2] if joined else None, True)


def _infer(place: int, labels: list[str], judged: list[_Judged]) -> _Judged:
    """The nearest explicit addressee: before in the paragraph, after in it, else in paragraphs before."""
    here = [i for i, label in enumerate(labels) if label == labels[place] and judged[i].explicit]
    before = [i for i in here if i < place]
    after = [i for i in here if i > place]
    earlier = [i for i in range(place) if judged[i].explicit]
    nearest = before[-1:] or after[:1] or earlier[-1:]
    return _Judged(judged[nearest[0]].addressee, None, False) if nearest else _Judged(None, None, False)


def _complements(
    text: str, clause: Clause, grammar: Grammar, judged: _Judged, stem: str
) -> list[tuple[int, int, _Judged]]:
    """Start, end and addressee of each demand of a clause."""
    begin = clause.verb[1]
    if clause.act["act_class"] != "directive":
        return [(begin, clause.end, judged)]
    masked = mask_quotations(text)
    nominal = re.search(rf"\b{any_of(grammar.nominal)}$", text[slice(*clause.verb)], re.IGNORECASE)
    cuts = [(begin, judged)]
    in_means = in_aside = False
    for match in _joints(grammar.language, stem).finditer(masked, begin, clause.end):
        kind = str(match.lastgroup)
        begun = _has_begun(masked[cuts[-1][0] : match.start()], grammar)
        comma = match.group().startswith((",", ";"))
        of, cut = cuts[-1][1], False
        if kind == "aside":
            in_aside = True
        elif kind == "means":
            in_means = True
            cut = begun and _category(match["means_verb"], grammar.language) == "5"
        elif kind == "other":
            of, cut = _Judged(find_bodies(match["body"], grammar.language, stem)[0][2], None, True), begun
        elif kind == "point":
            cut = begun
        elif kind == "marked":
            cut = begun or bool(nominal)
        elif kind == "noun":
            cut = bool(nominal)
        elif kind == "bare":
            inside = in_aside or (in_means and _category(match["verb"], grammar.language) != "5")
            pair = " ".join(masked[: match.start()].split()[-1:] + match.group().split())
            cut = begun and (comma or not inside) and not _category(pair, grammar.language)
        if cut:
            cuts.append((match.start(), of))
        if kind in ("other", "marked", "point") or (kind == "bare" and comma):
            in_means = in_aside = False
    ends = [start for start, _ in cuts[1:]] + [clause.end]
    return [(start, end, of) for (start, of), end in zip(cuts, ends, strict=True)]


@cache
def _joints(language: str, stem: str) -> re.Pattern[str]:
    """Where one demand of a clause may end and the next begin, and where an aside opens."""
    grammar = load_grammar(language)
    joined = rf"(?:[,;]\s*(?:{any_of(grammar.conjunctions)}\s+)?|\b{any_of(grammar.conjunctions)}\s+)"
    infinitive, adverbs = any_of(grammar.infinitive), rf"(?:{_adverbs(grammar)}\s+)*"
    verbs = any_of(_verbs(language))
    body = rf"(?:{any_of(grammar.articles)}\s+)*(?P<body>{body_pattern(language, stem)})"
    no_noun = rf"(?!\s+{any_of(grammar.noun_followers)}\b|[,.;])" if grammar.noun_followers else ""
    return re.compile(
        rf"(?P<point>[;,:.]?\s*(?:\band\b|\boch\b)?\s*(?:\([^\W_]{{1,3}}\)|(?<=\n)[^\W_]{{1,2}}\)|(?<=\n)[–-])\s)"
        rf"|(?P<other>{joined}{body}\s+(?:\w+\s+){{0,3}}?{infinitive}\s)"
        rf"|(?P<means>\b{any_of(grammar.means)}\s+(?:\w+\s+){{0,2}}?(?:(?P<means_verb>{verbs})\b)?)"
        rf"|(?P<marked>{joined}{any_of(grammar.joint)}\s)"
        rf"|(?P<noun>{joined}{any_of(grammar.nominal)}\s)"
        rf"|(?P<bare>{joined}(?:{infinitive}\s*)?{adverbs}(?P<verb>{verbs})\b{no_noun})"
        rf"|(?P<aside>\b(?:{any_of(grammar.relative)}|{any_of(grammar.purpose)})\b)",
        re.IGNORECASE,
    )


def _has_begun(passage: str, grammar: Grammar) -> bool:
    """Whether a passage holds an infinitive or clause already, so that a joint opens another."""
    marked = rf"\b{any_of([*grammar.infinitive, *grammar.joint])}\s+\w"
    passage = re.sub(rf",\s*{any_of(grammar.relative)}\b[^,]*", "", passage)
    return bool(re.search(marked, passage, re.IGNORECASE) or _opening_verb(grammar.language).match(passage))


@cache
def _opening_verb(language: str) -> re.Pattern[str]:
    grammar = load_grammar(language)
    verbs = any_of(_verbs(language))
    return re.compile(
        rf"\W*(?:{any_of(grammar.conjunctions)}\s+)?(?:{any_of(grammar.infinitive)}\s*)?"
        rf"(?:{_adverbs(grammar)}\s+)*(?P<verb>{verbs})\b",
        re.IGNORECASE,
    )


def _adverbs(grammar: Grammar) -> str:
    return any_of([*grammar.between, *grammar.urgency])


@cache
def _verbs(language: str) -> dict[str, str]:
    rows = [row for row in phrases("actions", language) if row["kind"] == "verb"]
    return {row["phrase"]: row["action_category"] for row in rows}


def shorten_to_action(passage: str, language: str) -> str:
    """A demand's words from its verb on, without the body that is asked."""
    grammar = load_grammar(language)
    text = " ".join(passage.split()).strip(" ,;.")
    start = re.match(rf"(?:\W*\b\w+\W+){{0,9}}?{any_of(grammar.infinitive)}\s+(?=\w)", text, re.IGNORECASE)
    return text[start.end() :] if start else text


def _category(verb: str | None, language: str) -> str | None:
    return _verbs(language).get(" ".join(verb.lower().split())) if verb else None


def _action_category(passage: str, language: str) -> str:
    """From the first known verb of the complement, where that is near, else from its nouns.

    General verbs are a closed class, so an unknown verb counts as specific (5).
    """
    grammar = load_grammar(language)
    verbs = any_of(_verbs(language))
    marked = rf"\b{any_of(grammar.infinitive)}\s+(?:\S+\s+){{0,5}}?(?P<verb>{verbs})\b"
    verb = _opening_verb(grammar.language).match(passage) or re.search(marked, passage, re.IGNORECASE)
    if verb and verb.start() < _NEAR:
        return str(_category(verb["verb"], language))
    for row in phrases("actions", language):
        noun = rf"\W*(?:\w+\W+){{0,3}}?{row['phrase']}\b"
        if row["kind"] == "complement" and re.match(noun, passage, re.IGNORECASE):
            return row["action_category"]
    if verb:
        return str(_category(verb["verb"], language))
    unknown_verb = re.search(rf"\b{any_of(grammar.infinitive)}\s+\w", passage, re.IGNORECASE)
    return "5" if unknown_verb else "4"
