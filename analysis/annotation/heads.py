"""The head verbs of acts, from `lexicon/acts.csv`: how each is found and what raises it a step.

A phrase of the table is found with adverbs in it ("calls, in this respect, on"); an adverb of force
beside or inside it raises it (`lexicon/raises.csv`).
"""

import re
from functools import cache

from analysis.lexicon.grammar import Grammar, any_of, load_grammar, phrases
from analysis.lexicon.phrases import Alternatives
from analysis.lexicon.tables import read_lexicon


def adverb_pattern(grammar: Grammar) -> str:
    """An adverb that may stand before a head verb: a listed one, or one of the language's form."""
    listed = any_of([*grammar.between, *grammar.force, *(grammar.forceful if grammar.adverb else [])])
    return rf"(?:{listed}|{grammar.adverb})" if grammar.adverb else listed


def adverbs(grammar: Grammar) -> str:
    """Any number of them, the space behind each included: strongly and repeatedly."""
    return rf"(?:{adverb_pattern(grammar)}(?:\s+{any_of(grammar.conjunctions)})?[\s,]+)*"


def raise_act(
    row: dict[str, str], text: str, match: re.Match[str], grammar: Grammar
) -> tuple[dict[str, str], int, int]:
    """A row and where its verb stands; an adverb of force beside or inside it raises it by a step."""
    force, adverb = any_of(grammar.force), adverb_pattern(grammar)
    start, end = match.span()
    inside = re.search(rf"\b{any_of([*grammar.force, *grammar.forceful])}\b", match.group(), re.IGNORECASE)
    before = re.search(
        rf"\b{force}\s+(?:{adverb}\s+|{any_of(grammar.conjunctions)}\s+)*$", text[:start], re.I
    )
    moved = any_of([*grammar.between, *grammar.subjects])
    after = re.match(rf"(?:\s+{moved})*,?\s+{force}\b", text[end:], re.IGNORECASE)
    if after and not re.search(rf"\b{any_of(grammar.nominal)}$", match.group(), re.IGNORECASE):
        end += after.end()
    elif before:
        start = before.start()
    elif not inside:
        return row, start, end
    raised = _raised().get(row["act"])
    if raised is None or re.search(rf"\b{force}\b", row["phrase"]):
        return row, start, end
    kind = {"act": raised["raised"], "strength": max(raised["strength"], row["strength"]), "strength_alt": ""}
    return row | kind, start, end


@cache
def _raised() -> dict[str, dict[str, str]]:
    return {row["act"]: row for row in read_lexicon("raises")}


@cache
def act_rows(language: str) -> list[tuple[dict[str, str], bool]]:
    """Rows of `acts.csv`, and whether each is that of a verb in the passive; longest phrase first."""
    rows = [(row, False) for row in phrases("acts", language)]
    by_phrase = {row["phrase"]: row for row, _ in rows}
    for passive, active in load_grammar(language).passive.items():
        rows.append((by_phrase[active] | {"phrase": passive}, True))
    return sorted(rows, key=lambda row: -len(row[0]["phrase"]))


@cache
def head_verbs(language: str) -> Alternatives:
    """Every head verb.

    Behind its first word may stand adverbs, pronouns, the subject and what is set off by commas; a
    star is up to five words that begin no complement.
    """
    grammar = load_grammar(language)
    adverb = rf"|{grammar.adverb}" if grammar.adverb else ""
    inside = rf"(?:{any_of([*grammar.between, *grammar.subjects, *grammar.force])}{adverb})"
    allowed = re.compile(rf"(?:,?\s+{inside},?|,\s[^,;.]{{1,60}},){{0,3}}", re.IGNORECASE)
    star = rf"(?:\s+(?!{any_of(grammar.breaks)}\b)[\w’'-]+){{0,5}}"
    starred = re.compile(rf"{allowed.pattern}{star}", re.IGNORECASE)
    alternatives = []
    for row, _ in act_rows(language):
        phrase = row["phrase"].replace("’", "'")
        first, *words = [re.escape(word).replace("'", "[’']") for word in phrase.split()]
        opens, rest = words[:1] == [r"\*"], r"\s+".join(words).removeprefix(r"\*\s+").replace(r"\s+\*", star)
        group = "starred" if opens else "gap"
        pattern = rf"{first}(?P<{group}>[^;.]{{0,200}}?)\s+{rest}" if words else first
        alternatives.append((pattern, phrase.replace("'", " ").replace("*", " ")))

    def accept(match: re.Match[str]) -> bool:
        inner = match.groupdict()
        return bool(
            starred.fullmatch(inner["starred"])
            if "starred" in inner
            else allowed.fullmatch(inner.get("gap") or "")
        )

    return Alternatives(alternatives, accept=accept)
