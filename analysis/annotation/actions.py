"""How specific what is asked is: the action category of a directive's complement (methods: 3)."""

import re
from functools import cache
from itertools import islice

from analysis.documents.tokens import find_words
from analysis.lexicon.grammar import Grammar, any_of, load_grammar, phrases

_NEAR = 60  # characters within which the verb of a complement stands
_WITHIN = 6  # words behind the marker of an infinitive among which its verb stands
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ASKS_OTHERS, _GENERAL, _SPECIFIC = "1", "4", "5"


@cache
def action_verbs(language: str) -> dict[str, str]:
    """Verb as in `actions.csv` → its category."""
    rows = [row for row in phrases("actions", language) if row["kind"] == "verb"]
    return {row["phrase"]: row["action_category"] for row in rows}


@cache
def _longest(language: str) -> int:
    return max(len(verb.split()) for verb in action_verbs(language))


def verb_at(text: str, place: int, language: str) -> tuple[str, int] | None:
    """The longest listed verb that begins at a place, and where it ends; None for one that is not listed."""
    words = list(islice(_WORD.finditer(text, place), _longest(language)))
    for n in range(len(words), 0, -1):
        verb = " ".join(word.group().lower() for word in words[:n])
        apart = text[place : words[n - 1].end()].split()
        if verb in action_verbs(language) and verb == " ".join(apart).lower():
            return verb, words[n - 1].end()
    return None


def verb_before(text: str, language: str) -> str | None:
    """The listed verb that a text ends with, if it does."""
    words = text.lower().split()
    return next(
        (verb for n in range(4, 0, -1) if (verb := " ".join(words[-n:])) in action_verbs(language)), None
    )


def adverbs(grammar: Grammar) -> str:
    """A pattern for adverbs before an infinitive, with the space behind each."""
    own = rf"|{grammar.adverb}" if grammar.adverb else ""
    return rf"(?:(?:{any_of([*grammar.between, *grammar.urgency, *grammar.force])}{own}),?\s+)*"


@cache
def infinitive(language: str) -> str:
    """A pattern for the marker of an infinitive, where no noun shows that it is a preposition."""
    grammar = load_grammar(language)
    noun = rf"(?!\s+{adverbs(grammar)}(?-i:{grammar.not_infinitive}))" if grammar.not_infinitive else ""
    no_phrase = "".join(rf"(?<!\b{word}\s)" for word in grammar.before_preposition)
    return rf"{no_phrase}\b{any_of(grammar.infinitive)}(?=\W){noun}"


@cache
def _opening(language: str) -> re.Pattern[str]:
    grammar = load_grammar(language)
    return re.compile(
        rf"\W*(?:{any_of(grammar.conjunctions)}\s+)?(?:\(?\w{{1,3}}\)\s+)?(?:{any_of(grammar.infinitive)}\s*)?"
        rf"{adverbs(grammar)}",
        re.IGNORECASE,
    )


def opening_verb(passage: str, language: str) -> str | None:
    """The listed verb that a passage begins with, behind a sign of a list, a joining word and adverbs."""
    opening = _opening(language).match(passage)
    verb = verb_at(passage, opening.end(), language) if opening else None
    return verb[0] if verb else None


@cache
def _asking(language: str) -> re.Pattern[str]:
    grammar = load_grammar(language)
    marker = rf"(?:{infinitive(language)}\s+|^\W*(?:{any_of(grammar.conjunctions)}\s+)?)"
    nested = any_of([*grammar.infinitive, *grammar.joint])
    return re.compile(
        rf"{marker}{adverbs(grammar)}{any_of(grammar.asking)}\b[^.;]*?\s{nested}\s", re.IGNORECASE
    )


def asks_others(passage: str, language: str) -> bool:
    """Whether the body that is asked shall in turn ask another: to urge the authorities to …"""
    return _asking(language).search(passage) is not None


@cache
def _marker(language: str) -> re.Pattern[str]:
    return re.compile(rf"{infinitive(language)}\W+", re.IGNORECASE)


def _marked_verb(passage: str, language: str) -> tuple[str, int] | None:
    """The first listed verb within five words of the marker of an infinitive, and where that stands."""
    for marker in _marker(language).finditer(passage):
        for word in islice(_WORD.finditer(passage, marker.end()), _WITHIN):
            if verb := verb_at(passage, word.start(), language):
                return verb[0], marker.start()
    return None


@cache
def _complements(language: str) -> list[tuple[re.Pattern[str], str]]:
    """(what begins with a noun, its category), before which adjectives may stand."""
    inner = rf"\W*(?:(?!{any_of(load_grammar(language).breaks)}\b)\w+\W+){{0,6}}?"
    plain = r"\W*(?:\w+\W+){0,3}?"
    return [
        (
            re.compile(rf"(?:{inner}|{plain}){row['phrase']}\b", re.IGNORECASE),
            row["action_category"],
        )
        for row in phrases("actions", language)
        if row["kind"] == "complement"
    ]


def action_category(passage: str, language: str) -> str:
    """From the first known verb of the complement, where that is near, else from its nouns and other forms.

    General verbs are a closed class, so an unknown verb counts as specific.
    """
    if asks_others(passage, language):
        return _ASKS_OTHERS
    verbs = action_verbs(language)
    if opening := opening_verb(passage, language):
        return verbs[opening]
    marked = _marked_verb(passage, language)
    if marked and marked[1] < _NEAR:
        return verbs[marked[0]]
    for pattern, category in _complements(language):
        if pattern.match(passage):
            return category
    if marked:
        return verbs[marked[0]]
    other = _from_forms(passage, language)
    if other:
        return other
    return _SPECIFIC if re.search(infinitive(language) + r"\W+\w", passage, re.IGNORECASE) else _GENERAL


def _from_forms(passage: str, language: str) -> str | None:
    """From the first word of a that-clause that is a form of a known verb: be repealed, friges."""
    grammar = load_grammar(language)
    passive = [f"{mark} {be}" for mark in grammar.infinitive for be in grammar.passive_marks]
    clausal = [mark for mark in grammar.joint if not grammar.not_infinitive or mark not in grammar.infinitive]
    joint = re.search(rf"\b{any_of([*passive, *clausal])}\s", passage, re.IGNORECASE)
    words = find_words(passage[joint.end() :].lower()) if joint else []
    return next((_forms(language)[word] for word in words if word in _forms(language)), None)


@cache
def _forms(language: str) -> dict[str, str]:
    """Form of a known verb → its category, by the endings that the language gives to verbs."""
    forms: dict[str, str] = {}
    for verb, category in action_verbs(language).items():
        for stem_less, endings in load_grammar(language).verb_endings.items():
            if verb.endswith(stem_less) and " " not in verb:
                stem = verb.removesuffix(stem_less)
                forms |= {stem + ending.replace("&", stem[-1:]): category for ending in endings}
    return forms
