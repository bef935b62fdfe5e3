"""Who is asked in each act clause of a text: the body that it names, else the one that it goes on with."""

import re
from functools import cache

from analysis.annotation.actions import infinitive
from analysis.annotation.addressees import Asked, find_bodies
from analysis.annotation.clauses import Clause
from analysis.lexicon.grammar import Grammar, any_of, load_grammar
from analysis.lexicon.phrases import Alternatives, compile_phrases

_FURTHEST = 160  # characters behind the head verb within which an addressee stands
_NOBODY = Asked(None, None, False)
_UNLISTED = Asked("other", None, True)
_COUNTRY = "target_country"
_STATE = Asked("target_authorities", None, False)


def find_asked_bodies(clauses: list[tuple[str, str, Clause]], language: str, country: str) -> list[Asked]:
    """Who is asked in each clause; in a clause that is no directive, whose conduct is judged.

    Args:
        clauses: label, text of the paragraph and clause, in the order of the document.
        language: two-letter code.
        country: as `find_country_stem` gives it.
    """
    grammar = load_grammar(language)
    named = [_find_named(text, clause, grammar, country) for _, text, clause in clauses]
    labels = [label for label, *_ in clauses]
    return [
        body if body.addressee else _infer(place, labels, named, *clauses[place][1:], language)
        for place, body in enumerate(named)
    ]


def _find_named(text: str, clause: Clause, grammar: Grammar, country: str) -> Asked:
    """The body named in the clause: beside a directive's verb, anywhere in other clauses."""
    begin, end = clause.verb[1], clause.end
    directive = clause.act["act_class"] == "directive"
    opening = None
    if clause.passive:
        begin, end = clause.start, clause.verb[0]
    elif directive:
        begin += _skip_subject(text, clause, grammar)
        opening = _complement(grammar.language).search(text, begin, end)
        near = opening.start() if opening and opening.start() > begin + 1 else begin + _FURTHEST
        end = min(end, near, begin + _FURTHEST)
    bodies = find_bodies(text[begin:end], grammar.language, country)
    if not bodies and clause.passive:
        begin, end = clause.verb[1], min(clause.end, clause.verb[1] + _FURTHEST)
        bodies = find_bodies(text[begin:end], grammar.language, country)
    if not bodies:
        whom = text[begin:end] if opening else " ".join(text[begin:end].split()[:6])
        addressed = directive and _addresses(text[slice(*clause.verb)], bool(opening), grammar)
        return _UNLISTED if addressed and _names_somebody(whom, grammar) else _NOBODY
    judged = [body for body in bodies if body[2] != _UNLISTED.addressee]
    first = bodies[0] if directive else (judged or bodies)[0]
    if opening and first[2] == _COUNTRY and _is_anothers(text[begin + first[1] : end], grammar):
        following = [
            body for body in bodies[1:2] if len(text[begin + first[1] : begin + body[0]].split()) < 3
        ]
        first = following[0] if following else (*first[:2], str(_UNLISTED.addressee))
    joined = [
        body
        for body in bodies[1:]
        if body[2] != first[2]
        and directive
        and re.fullmatch(
            rf"\W*(?:\w+\W+){{0,6}}?(?:{any_of(grammar.conjunctions)}|,)\W*(?:\w+\W+){{0,2}}",
            text[begin + first[1] : begin + body[0]],
        )
    ]
    return Asked(first[2], joined[0][2] if joined else None, True)


@cache
def _complement(language: str) -> re.Pattern[str]:
    """Where what is asked begins, and whom it is asked of ends."""
    grammar = load_grammar(language)
    others = [word for word in grammar.complement if word not in grammar.infinitive]
    return re.compile(rf"{infinitive(language)}\s|\b{any_of(others)}\s" if others else infinitive(language))


def _addresses(verb: str, complemented: bool, grammar: Grammar) -> bool:
    """Whether a body must be the object of a verb: always behind a preposition, else before a complement."""
    match = re.search(rf"\b(?P<word>{any_of(grammar.addressing)})$", verb, re.IGNORECASE)
    return match is not None and (complemented or match["word"].lower() in grammar.to_whom)


def _names_somebody(whom: str, grammar: Grammar) -> bool:
    """Whether words between a verb and what is asked name a body, and do not merely point to one."""
    whom = re.sub(r",[^,]*(?:,|$)", " ", whom) if whom.lstrip().startswith(",") else whom
    passing = [
        *grammar.own_pronouns,
        *grammar.between,
        *grammar.urgency,
        *grammar.force,
        *grammar.conjunctions,
    ]
    rest = re.sub(rf"\b{any_of(passing)}\b", " ", whom, flags=re.IGNORECASE)
    rest = re.sub(rf"\b{grammar.adverb}\b", " ", rest) if grammar.adverb else rest
    return re.search(r"\w", rest) is not None


def _skip_subject(text: str, clause: Clause, grammar: Grammar) -> int:
    """How many characters behind a verb name Parliament itself, where its subject does not stand before it."""
    subject = any_of(grammar.subjects) if grammar.subjects else "(?!)"
    if re.search(rf"\b{subject}\b", text[clause.start : clause.verb[0]], re.IGNORECASE):
        return 0
    match = re.match(
        rf"\s+{subject}\b(?=\s+(?!{infinitive(grammar.language)})\w)", text[clause.verb[1] :], re.I
    )
    return match.end() if match else 0


def _is_anothers(behind: str, grammar: Grammar) -> bool:
    """Whether a country's adjective is but the first word of another's name: the Zubranian Red Crescent."""
    passing = [*grammar.between, *grammar.urgency, *grammar.force, *grammar.conjunctions, *grammar.breaks]
    passing += grammar.own_pronouns
    prepositions = [word for word in grammar.introductions if word.isalpha()]
    not_nouns = rf"{any_of([*passing, *prepositions, *grammar.relative])}\b"
    not_nouns += rf"|{grammar.adverb}" if grammar.adverb else ""
    return re.match(rf"\s(?!{not_nouns})\w", behind, re.IGNORECASE) is not None


def _infer(
    place: int, labels: list[str], named: list[Asked], text: str, clause: Clause, language: str
) -> Asked:
    """The nearest body named: before in the paragraph, after in it, else in paragraphs before.

    What only the country's own authorities can do is asked of them; another body is not asked in other paragraphs.
    """
    directive = clause.act["act_class"] == "directive"
    if directive and _state_acts(language).find(text, clause.verb[1], clause.end):
        return _STATE
    here = [i for i, label in enumerate(labels) if label == labels[place] and named[i].explicit]
    before = [i for i in here if i < place]
    after = [i for i in here if i > place]
    earlier = [i for i in range(place) if named[i].explicit and named[i].addressee != _UNLISTED.addressee]
    nearest = before[-1:] or after[:1] or earlier[-1:]
    return Asked(named[nearest[0]].addressee, None, False) if nearest else _NOBODY


@cache
def _state_acts(language: str) -> Alternatives:
    return compile_phrases(load_grammar(language).state_acts)
