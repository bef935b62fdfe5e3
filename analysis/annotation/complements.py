"""One directive's words → its demands: separately checkable complements, each with the body asked.

Coordinated infinitives, that-clauses and points of a list are split; a means clause ("by repealing …")
is a demand only if its verb names a specific act; verbs without an outcome of their own that share
an object ("respect, protect and promote") are one; what a body shall ask of others stays with it.
"""

import re
from dataclasses import dataclass
from functools import cache

from analysis.annotation.actions import (
    action_verbs,
    adverbs,
    asks_others,
    infinitive,
    opening_verb,
    verb_at,
    verb_before,
)
from analysis.annotation.addressees import Asked, find_bodies
from analysis.annotation.clauses import Clause
from analysis.lexicon.grammar import Grammar, any_of, load_grammar, mask_quotations

_NOTHING = "\0"  # a word that no text holds
_BETWEEN = 3  # words between a body that no preposition marks and what it is asked
_SHARES, _GENERAL, _SPECIFIC = "1", "4", "5"


@dataclass
class _Splitter:
    """Goes through the joints of one clause and tells which part two demands.

    Attributes:
        text: the paragraph, quotations blanked.
        begin: where the clause's complement begins.
        nominal: the head verb takes what is asked as a noun (calls for).
        cut: where the present demand begins.
        in_means, in_aside, in_list: what has been met since.
    """

    text: str
    begin: int
    nominal: bool
    grammar: Grammar
    country: str
    cut: int
    in_means: bool = False
    in_aside: bool = False
    in_list: bool = False

    def parts(self, joint: re.Match[str], asked: Asked | None) -> bool:
        """Whether a joint parts two demands; `asked` is the body that stands behind it."""
        kind, language = "body" if asked else str(joint.lastgroup), self.grammar.language
        passage = self.text[self.cut : joint.start()]
        begun = _has_begun(passage, self.grammar)
        verb = self._verb_behind(joint)
        category = action_verbs(language)[verb] if verb else None
        comma = joint.group()[0] in ",;"
        self.in_aside = self.in_aside or kind == "aside"
        self.in_means = self.in_means or kind == "means"
        inside = self.in_aside or self.in_means
        if kind in ("body", "marked", "point") or (verb and comma):
            self.in_aside = self.in_means = False
        if kind == "point":
            begun, self.in_list = self.in_list or (begun and not self._names_only_subject(passage)), True
            return begun
        if kind == "body":
            return begun or (self.nominal and joint.lastgroup == "noun")
        if kind == "noun":
            return self.nominal
        if kind == "means":
            return begun and category == _SPECIFIC
        if kind == "bare" and not verb:
            return joint.group().startswith(";") and self._lists_behind_colon(joint.start())
        if asks_others(passage, language) and category != _SHARES and not _sets_apart(joint.group()):
            return False
        if kind == "marked":
            return (begun and (verb is not None or self._is_verb(joint, passage))) or (
                self.nominal and not self.grammar.not_infinitive
            )
        if kind == "clausal":
            return self.nominal or re.search(rf"\b{joint['that']}\b", passage) is not None
        inside = inside and not (self.in_means and category == _SPECIFIC)
        return (
            kind == "bare" and begun and (comma or not inside) and not _is_one(passage, str(verb), language)
        )

    def _verb_behind(self, joint: re.Match[str]) -> str | None:
        """The listed verb behind a joint; behind one that may be part of a list of nouns, no noun."""
        grammar, language = self.grammar, self.grammar.language
        place = joint.end()
        if joint.lastgroup == "means" and joint.group().split()[-1] not in grammar.infinitive:
            return None
        for _ in range(3 if joint.lastgroup == "means" else 1):
            verb = verb_at(self.text, place, language)
            if verb or not (word := re.compile(r"\w+\s+").match(self.text, place)):
                break
            place = word.end()
        if verb and joint.lastgroup == "bare" and grammar.noun_followers:
            noun = re.compile(rf"\s+{any_of(grammar.noun_followers)}\b|[,.;]")
            return None if noun.match(self.text, verb[1]) else verb[0]
        return verb[0] if verb else None

    def _names_only_subject(self, passage: str) -> bool:
        """Whether a passage ends with whom a list of clauses is about: "that the authorities: (a) …"."""
        opened = re.search(rf"\b{any_of(self.grammar.joint)}\s+(?P<whom>[^,;.:]+?)\s*:?\s*$", passage)
        whom = opened["whom"] if opened else ""
        bodies = find_bodies(whom, self.grammar.language, self.country)
        articles = rf"(?:{any_of(self.grammar.articles)}\s+)*"
        return any(
            end == len(whom) and re.fullmatch(articles, whom[:start], re.IGNORECASE)
            for start, end, _ in bodies
        )

    def _is_verb(self, joint: re.Match[str], passage: str) -> bool:
        """Whether a word behind a joined marker is a verb that no table lists, by what follows it.

        More may follow it where the marker before was a verb's too.
        """
        grammar = self.grammar
        if not grammar.unlisted_verb or re.compile(grammar.unlisted_verb).match(self.text, joint.end()):
            return True
        markers = [match.end() for match in _marker(grammar.language).finditer(passage)]
        before = passage[markers[-1] :] if markers else ""
        goes_on = verb_at(before, 0, grammar.language) or re.match(grammar.unlisted_verb, before)
        return bool(goes_on and re.compile(grammar.loose_verb).match(self.text, joint.end()))

    def _lists_behind_colon(self, end: int) -> bool:
        marks = any_of([*self.grammar.infinitive, *self.grammar.nominal])
        return re.search(rf"\b{marks}\s*:", self.text[self.begin : end]) is not None


def split_complements(
    text: str, clause: Clause, language: str, asked: Asked, country: str
) -> list[tuple[int, int, Asked]]:
    """Start, end and body asked of each demand of a clause; a clause that is no directive is one."""
    begin = clause.verb[1]
    if clause.act["act_class"] != "directive":
        return [(begin, clause.end, asked)]
    grammar = load_grammar(language)
    head = text[slice(*clause.verb)]
    nominal = re.search(rf"\b{any_of(grammar.nominal)}$", head, re.IGNORECASE) is not None
    splitter = _Splitter(mask_quotations(text), begin, nominal, grammar, country, cut=begin)
    cuts = [(begin, asked)]
    for joint in _joints(language).finditer(splitter.text, begin, clause.end):
        behind = _asked_behind(splitter.text, joint.start(), clause.end, grammar, country)
        if splitter.parts(joint, behind):
            splitter.cut = joint.start()
            cuts.append((joint.start(), behind or cuts[-1][1]))
    ends = [start for start, _ in cuts[1:]] + [clause.end]
    return [(start, end, of) for (start, of), end in zip(cuts, ends, strict=True)]


def _asked_behind(text: str, start: int, end: int, grammar: Grammar, country: str) -> Asked | None:
    """The body that stands behind a joint and is asked to act there, listed or not; None where none is."""
    match = _whom(grammar.language).match(text, start, end)
    if not match:
        return None
    bodies = find_bodies(match["whom"], grammar.language, country)
    articles = rf"(?:{any_of(grammar.articles)}\s+)*"
    if bodies and re.fullmatch(articles, match["whom"][: bodies[0][0]], re.IGNORECASE):
        near = len(match["whom"][bodies[0][1] :].split()) <= _BETWEEN
        return Asked(bodies[0][2], None, True) if near or match["preposition"] else None
    alone = match["preposition"] and not re.search(rf"\b{any_of(grammar.conjunctions)}\b", match["whom"])
    return Asked("other", None, True) if alone else None


def _sets_apart(joint: str) -> bool:
    """Whether a joint is a comma with a conjunction, which goes on with the outer verb."""
    return re.match(r"[,;]\s*\w+\s+\w", joint) is not None


def _is_one(passage: str, verb: str, language: str) -> bool:
    """Whether a verb shares its object with the one right before it, and neither can be checked apart."""
    before = verb_before(passage, language)
    verbs = action_verbs(language)
    both_general = before is not None and verbs[before] == verbs[verb] == _GENERAL
    return both_general or (before is not None and frozenset((before, verb)) in _pairs(language))


@cache
def _pairs(language: str) -> frozenset[frozenset[str]]:
    """Pairs that are listed as one verb: sign and ratify."""
    conjunctions = load_grammar(language).conjunctions
    split = (verb.split() for verb in action_verbs(language))
    return frozenset(frozenset((w[0], w[2])) for w in split if len(w) == 3 and w[1] in conjunctions)


@cache
def _marker(language: str) -> re.Pattern[str]:
    grammar = load_grammar(language)
    return re.compile(rf"\b{any_of(grammar.infinitive)}\s+{adverbs(grammar)}", re.IGNORECASE)


def _clausal(grammar: Grammar) -> list[str]:
    """What opens a that-clause and no infinitive."""
    return [word for word in grammar.joint if word.split()[-1] not in grammar.infinitive]


def _joined(grammar: Grammar) -> str:
    conjunctions = any_of(grammar.conjunctions)
    return rf"(?:[,;]\s*(?:{conjunctions}\s+)?|\b{conjunctions}(?:,[^,;.]{{1,60}},)?\s+)"


@cache
def _whom(language: str) -> re.Pattern[str]:
    """A joint, somebody, and the marker of what is asked of them."""
    grammar = load_grammar(language)
    acting = infinitive(language) + (rf"\s+(?!{any_of(grammar.passive_marks or [_NOTHING])}\b)")
    return re.compile(
        rf"{_joined(grammar)}(?P<whom>(?P<preposition>{any_of(grammar.to_whom or [_NOTHING])}\s)?"
        rf"(?:[\w’'/&-]+\s+){{1,14}}?){acting}",
        re.IGNORECASE,
    )


@cache
def _joints(language: str) -> re.Pattern[str]:
    """Where one demand of a clause may end and the next begin, and where an aside opens."""
    grammar = load_grammar(language)
    conjunctions, joined = any_of(grammar.conjunctions), _joined(grammar)
    before, marker = adverbs(grammar), infinitive(language)
    that = any_of(_clausal(grammar) or [_NOTHING])
    negated = any_of(set(grammar.joint) - {*grammar.infinitive, *_clausal(grammar)} or [_NOTHING])
    letter = r"(?:[a-z]|\d{1,2}|[ivx]{1,4})\)"
    behind = rf"[;:.]\s*(?:{conjunctions}\s+)?|\b{any_of([*grammar.infinitive, *grammar.nominal])}\s+|(?<=\n)"
    # a sign in brackets behind a number is that of an article: Articles 19(1), (2) and (3)
    in_row = rf"(?<![\d)]),\s*(?:{conjunctions}\s+)?|(?<![\d)]\s)\b{conjunctions}\s+"
    return re.compile(
        rf"(?P<point>(?:(?:{behind}|{in_row})(?-i:\({letter})|(?:{behind}|,\s*(?:{conjunctions}\s+)?|(?<![\d)]\s)\b{conjunctions}\s+)(?-i:{letter})"
        rf"|(?:[;:.,]\s*(?:{conjunctions}\s+)?|(?<=\n))(?:(?<=\n)|(?<=[;:]\s)|(?<=,\s)(?!-))[–•—-]"
        rf"|\b{any_of(grammar.infinitive)}\s+[–•—])\s)"
        rf"|(?P<means>\b{any_of(grammar.means)}\s+)"
        rf"|(?P<clausal>{joined}(?P<that>{that})\s)"
        rf"|(?P<marked>{joined}{before}(?:{negated}|{marker})\s+{before})"
        rf"|(?P<noun>{joined}{any_of(grammar.nominal)}\s)"
        rf"|(?P<bare>{joined}(?:{any_of(grammar.infinitive)}\s*)?{before}(?=\w))"
        rf"|(?P<aside>\b{any_of([*grammar.relative, *grammar.purpose, *grammar.examples])}\b)",
        re.IGNORECASE,
    )


@cache
def _begun(language: str) -> re.Pattern[str]:
    marks = [infinitive(language), *(rf"\b{word}" for word in _clausal(load_grammar(language)))]
    return re.compile(rf"(?:{'|'.join(marks)})(?:\s+|\s*:\W*|,[^,]*,\s+)\w", re.IGNORECASE)


def _has_begun(passage: str, grammar: Grammar) -> bool:
    """Whether a passage holds an infinitive or clause already, so that a joint opens another."""
    passage = re.sub(rf",\s*{any_of(grammar.relative)}\b[^,]*", "", passage)
    return bool(_begun(grammar.language).search(passage) or opening_verb(passage, grammar.language))
