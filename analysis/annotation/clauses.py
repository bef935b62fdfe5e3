"""A paragraph's text → its act clauses: head verbs with Parliament as subject.

Position comes before words (methods: units). With a subject language (Swedish) a verb is an
act when Parliament stands beside it, or when it is joined to such a verb; without one
(English, French) when it opens a part between semicolons or is joined to a verb that does,
whether or not the tables list that one. A verb in a quotation, in a relative clause or with
another subject is no act; a directive in the passive is one.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from analysis.annotation.heads import act_rows, adverb_pattern, adverbs, head_verbs, raise_act
from analysis.annotation.ownership import belongs_to_others
from analysis.documents.tokens import split_sentences
from analysis.lexicon.grammar import Grammar, any_of, load_grammar, mask_quotations


@dataclass(frozen=True)
class Clause:
    """One act clause; all offsets are characters of the paragraph's text.

    Attributes:
        act: row of `acts.csv`: act, act_class, strength, strength_alt.
        verb: start and end of the head verb as printed.
        start: where the clause begins, introduction and subject included.
        end: where the next clause or the part ends.
        sentence: 1, 2, 3 …: nth sentence of the paragraph.
        passive: who is asked stands before the verb.
    """

    act: dict[str, str]
    verb: tuple[int, int]
    start: int
    end: int
    sentence: int
    passive: bool = False


@dataclass(frozen=True)
class _Found:
    act: dict[str, str]
    start: int
    end: int
    passive: bool


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
            goes_on = number == 1 or bool(found and found[-1].sentence >= number - 1)
            acts = _find_acts(masked, part_start, part_end, grammar, goes_on)
            if not acts and found and not masked[:part_start].rstrip().endswith((".", "!", "?", "…")):
                # a sub-point, or a complement behind a semicolon
                found[-1] = replace(found[-1], end=part_end)
            bounds = [part_start] + [_clause_start(masked, act.start) for act in acts[1:]] + [part_end]
            for act, (begin, stop) in zip(acts, pairwise(bounds), strict=False):
                found.append(Clause(act.act, (act.start, act.end), begin, stop, number, act.passive))
    return found


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences, cut at semicolons."""
    cuts = [start, *(start + match.end() for match in re.finditer(";", text[start:end])), end]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _clause_start(text: str, verb: int) -> int:
    """A joined verb's clause starts at its conjunction."""
    before = re.search(r"[\s,]*\w*\s*$", text[:verb])
    return before.start() if before else verb


def _find_acts(text: str, start: int, end: int, grammar: Grammar, goes_on: bool) -> list[_Found]:
    """The acts of one part; `goes_on` tells whether a pronoun at its beginning can stand for Parliament."""
    rows = act_rows(grammar.language)
    accepted: list[_Found] = []
    rejected, last = False, _unlisted_head(text, start, end, grammar)
    for place, match in head_verbs(grammar.language).find(text, start, end):
        row, passive = rows[place]
        before, after = text[start : match.start()], text[match.end() : end]
        if passive:
            is_act = not accepted and _is_main_passive(before, after, grammar)
        elif _negated(after, grammar):
            is_act = False
        else:
            is_act = (
                (not accepted and _opens(before, after, match, grammar, goes_on))
                or (bool(grammar.subjects) and _subject_before(before, grammar, goes_on))
                or (
                    last is not None
                    and match.start() > last
                    and _is_joined(before, grammar)
                    and not _is_noun(match.group(), after, grammar)
                    and not belongs_to_others(text[last : match.start()], rejected, grammar.language)
                )
            )
        if is_act:
            rejected = False
            accepted.append(_Found(*raise_act(row, text, match, grammar), passive))
            last = match.end()
        else:
            rejected = rejected or not _is_noun(match.group(), after, grammar)
    return accepted


def _unlisted_head(text: str, start: int, end: int, grammar: Grammar) -> int | None:
    """The end of what makes Parliament the subject of a part, whatever its verb; None where nothing does."""
    part = text[start:end]
    if grammar.subjects:
        for subject in re.finditer(rf"\b{_subjects(grammar)}\b(?!s)", part, re.IGNORECASE):
            if _subject_before(part[: subject.end()] + " ", grammar, goes_on=False):
                return start + subject.end()
        return None
    head = _unlisted(grammar.language).match(part)
    return start + head.end() if head else None


@cache
def _unlisted(language: str) -> re.Pattern[str]:
    grammar = load_grammar(language)
    introduced = rf"{any_of(grammar.introductions, patterns=True)}\b[^,;]{{0,80}},\s+{adverbs(grammar)}"
    nothing = "(?!)"
    return re.compile(
        rf"{_opening(grammar)}(?:{adverbs(grammar)}{grammar.finite or nothing}\b"
        rf"|{introduced}{grammar.present or nothing})",
        re.IGNORECASE,
    )


def _opens(before: str, after: str, match: re.Match[str], grammar: Grammar, goes_on: bool) -> bool:
    if grammar.subjects:
        subject = _subjects(grammar)
        pronoun = rf"{any_of(grammar.pronouns)}(?=\s+(?:{any_of(grammar.infinitive)}|\w+(?:en|et|na))\b)"
        inverted = re.match(rf"\s+(?:{subject}\b(?!s)|{pronoun})", after, re.IGNORECASE) or re.search(
            rf"\s{subject}\b", match.group(), re.IGNORECASE
        )
        relative = re.search(rf"\b{any_of(grammar.relative)}\s+(?:\w+\s+){{0,2}}$", before, re.IGNORECASE)
        return _subject_before(before, grammar, goes_on) or bool(inverted and before.strip() and not relative)
    if re.fullmatch(rf"{_opening(grammar)}{adverbs(grammar)}", before, re.IGNORECASE):
        return True
    introduced = re.match(rf"[\s,]*{any_of(grammar.introductions, patterns=True)}\b", before, re.IGNORECASE)
    return bool(introduced) and bool(re.search(rf",\s+{adverbs(grammar)}$", before, re.IGNORECASE))


def _opening(grammar: Grammar) -> str:
    """What may stand before the first verb of a part without a subject."""
    pronoun = rf"(?:{any_of(grammar.pronouns)}\s+)?" if grammar.pronouns else ""
    return rf"[\s,(–-]*(?:\w{{1,3}}\)\s*)?(?:{any_of(grammar.conjunctions)}\s+)?{pronoun}"


def _subjects(grammar: Grammar) -> str:
    return any_of(grammar.subjects)


@cache
def _subject_pattern(language: str) -> re.Pattern[str]:
    grammar = load_grammar(language)
    aside = rf"(?:,\s+(?:{any_of(grammar.relative)}\b[^,]*|[^,]{{1,60}}),)?"
    return re.compile(
        rf"(?P<lead>.*?)\b(?:(?P<subject>{_subjects(grammar)})|(?P<pronoun>{any_of(grammar.pronouns)}))"
        rf"{aside}(?:\s+{adverb_pattern(grammar)})*\s+$",
        re.IGNORECASE | re.DOTALL,
    )


def _subject_before(before: str, grammar: Grammar, goes_on: bool) -> bool:
    match = _subject_pattern(grammar.language).match(before[-200:])
    if not match:
        return False
    words = match["lead"].split()
    if match["pronoun"]:
        return goes_on and not re.search(r"\w", before[-200:][: match.start("pronoun")])
    if words and match["subject"][0].islower() and words[-1].lower() not in grammar.conjunctions:
        return False  # another parliament's
    return not words or words[-1].lower() not in grammar.before_subject


def _is_joined(before: str, grammar: Grammar) -> bool:
    pattern = rf"(?:\b{any_of(grammar.conjunctions)}|,)(?:,[^,;.]{{1,60}},)?\s+{adverbs(grammar)}$"
    return re.search(pattern, before, re.IGNORECASE) is not None


def _is_noun(head: str, after: str, grammar: Grammar) -> bool:
    """Whether a joined head verb is the noun of a list: "deplores the threats, protests and arrests"."""
    if head.lower() not in grammar.nouns_too:
        return False
    verb = rf"\s+(?:{adverb_pattern(grammar)}\b|{grammar.present or '(?!)'})"
    follows = rf"\s*(?:[,;.)]|$|{any_of(grammar.after_noun)}\b)(?!{verb})"
    return re.match(follows, after, re.IGNORECASE) is not None


def _negated(after: str, grammar: Grammar) -> bool:
    return any(re.match(rf"\s+{word}\b", after) for word in grammar.negation)


def _is_main_passive(before: str, after: str, grammar: Grammar) -> bool:
    """Whether a passive is the verb of its sentence and nobody but Parliament is said to act."""
    if re.search(rf"\b{any_of([*grammar.relative, *grammar.joint])}\b|,", before, re.IGNORECASE):
        return False
    by = re.match(rf"\s+(?:\w+\s+){{0,2}}?{any_of(grammar.passive_by)}\s+(?P<agent>.*)", after, re.DOTALL)
    return not by or bool(re.match(rf"{any_of(grammar.subjects)}\b", by["agent"]) if grammar.subjects else 0)
