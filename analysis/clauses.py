"""A paragraph's text → its act clauses: head verbs with Parliament as subject.

Position comes before words (methods: units). With a subject language (Swedish) a verb is an
act when Parliament stands beside it, or when it is joined to such a verb; without one
(English, French) when it opens a part between semicolons or is joined to a verb that does. A
verb in a quotation, in a relative clause or with another subject is no act.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from analysis.grammar import Grammar, any_of, load_grammar, mask_quotations, phrases
from analysis.phrases import Alternatives
from analysis.tokens import split_sentences


@dataclass(frozen=True)
class Clause:
    """One act clause; all offsets are characters of the paragraph's text.

    Attributes:
        act: row of `acts.csv`: act, act_class, strength, strength_alt.
        verb: start and end of the head verb as printed.
        start: where the clause begins, introduction and subject included.
        end: where the next clause or the part ends.
        sentence: 1, 2, 3 …: nth sentence of the paragraph.
    """

    act: dict[str, str]
    verb: tuple[int, int]
    start: int
    end: int
    sentence: int


def find_clauses(text: str, language: str) -> list[Clause]:
    """The act clauses of one paragraph, in order.

    Raises:
        InputError: there are no rules for the language.
    """
    grammar = load_grammar(language)
    masked = mask_quotations(text)
    found: list[Clause] = []
    for number, (start, end) in enumerate(split_sentences(text), 1):
        for part_start, part_end in _parts(masked, start, end):
            acts = _find_acts(masked, part_start, part_end, grammar)
            if not acts and found and not masked[:part_start].rstrip().endswith((".", "!", "?", "…")):
                # a sub-point, or a complement behind a semicolon
                found[-1] = replace(found[-1], end=part_end)
            bounds = [part_start] + [_clause_start(masked, match) for match, _ in acts[1:]] + [part_end]
            for i, (match, row) in enumerate(acts):
                found.append(Clause(row, match.span(), bounds[i], bounds[i + 1], number))
    return found


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences, cut at semicolons."""
    cuts = [start, *(start + match.end() for match in re.finditer(";", text[start:end])), end]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _clause_start(text: str, match: re.Match[str]) -> int:
    """A joined verb's clause starts at its conjunction."""
    before = re.search(r"[\s,]*\w*\s*$", text[: match.start()])
    return before.start() if before else match.start()


def _find_acts(
    text: str, start: int, end: int, grammar: Grammar
) -> list[tuple[re.Match[str], dict[str, str]]]:
    rows = phrases("acts", grammar.language)
    accepted: list[tuple[re.Match[str], dict[str, str]]] = []
    rejected_since = False
    for place, match in _verbs(grammar.language).find(text, start, end):
        before = text[start : match.start()]
        first = not accepted and _opens(before, text[match.end() : end], match, grammar)
        joined = bool(accepted) and not rejected_since and _is_joined(before, grammar)
        again = bool(accepted) and bool(grammar.subjects) and _subject_before(before, grammar)
        negated = any(re.match(rf"\s+{word}\b", text[match.end() : end]) for word in grammar.negation)
        if (first or joined or again) and not negated:
            accepted.append((match, rows[place]))
            rejected_since = False
        else:
            rejected_since = True
    return accepted


def _opens(before: str, after: str, match: re.Match[str], grammar: Grammar) -> bool:
    if grammar.subjects:
        subject = any_of(grammar.subjects)
        inverted = re.match(rf"\s+{subject}\b(?!s)", after, re.IGNORECASE) or re.search(
            rf"\s{subject}\b", match.group(), re.IGNORECASE
        )
        relative = re.search(rf"\b{any_of(grammar.relative)}\s+(?:\w+\s+){{0,2}}$", before, re.IGNORECASE)
        return _subject_before(before, grammar) or bool(inverted and before.strip() and not relative)
    opening = (
        rf"[\s,(]*(?:\w{{1,3}}\)\s*)?(?:{any_of(grammar.conjunctions)}\s+)?(?:{_adverb(grammar)}[\s,]+)*"
    )
    if re.fullmatch(opening, before, re.IGNORECASE):
        return True
    first_word = re.match(r"[\s,]*(\w+)", before)
    introduced = first_word is not None and first_word[1].lower() in grammar.introductions
    return introduced and re.search(rf",\s+(?:{_adverb(grammar)}[\s,]+)*$", before, re.IGNORECASE) is not None


def _adverb(grammar: Grammar) -> str:
    """An adverb that may stand before a head verb: a listed one, or one of the language's form."""
    return rf"(?:{any_of(grammar.between)}|{grammar.adverb})" if grammar.adverb else any_of(grammar.between)


def _subject_before(before: str, grammar: Grammar) -> bool:
    pattern = rf"(?P<lead>.*?)\b(?P<subject>{any_of(grammar.subjects)})(?:\s+{any_of(grammar.between)})*\s+$"
    match = re.search(pattern, before[-160:], re.IGNORECASE | re.DOTALL)
    if not match:
        return False
    words = match["lead"].split()
    if words and match["subject"][0].islower() and words[-1].lower() not in grammar.conjunctions:
        return False  # another parliament's
    return not words or words[-1].lower() not in grammar.before_subject


def _is_joined(before: str, grammar: Grammar) -> bool:
    pattern = rf"(?:\b{any_of(grammar.conjunctions)}|,)\s+(?:{_adverb(grammar)}[\s,]+)*$"
    return re.search(pattern, before, re.IGNORECASE) is not None


@cache
def _verbs(language: str) -> Alternatives:
    """Every head verb; adverbs, pronouns and the subject may stand inside a phrase."""
    grammar = load_grammar(language)
    inside = any_of([*grammar.between, *grammar.subjects])
    gap = rf"(?:,?\s+{inside},?){{0,3}}\s+"
    alternatives = []
    for row in phrases("acts", language):
        phrase = row["phrase"].replace("’", "'")
        words = [re.escape(word).replace("'", "[’']") for word in phrase.split()]
        alternatives.append((gap.join(words), phrase.replace("'", " ")))
    return Alternatives(alternatives)
