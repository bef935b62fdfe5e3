"""Whose verb it is: Parliament's, or that of somebody in a subordinate clause before it.

"Notes that the President promises reforms, urges patience and calls for unity" is one act; "Is of
the view that the law breaches the Convention and calls on the authorities to repeal it" are two.
"""

import re
from functools import cache

from analysis.lexicon.grammar import any_of, load_grammar


def belongs_to_others(between: str, rejected: bool, language: str) -> bool:
    """Whether a joined verb goes on with a subordinate clause.

    Args:
        between: the text from Parliament's last verb to this one, the joining word included.
        rejected: a verb of the tables stands there that is not Parliament's.
    """
    patterns = _patterns(language)
    openers = list(patterns["opener"].finditer(between))
    inner = between[openers[-1].end() :] if openers else ""
    first = inner.split(",")[0]
    if not openers:
        return False
    if patterns["past"].search(first):
        return rejected
    if patterns["row"].search(inner) or patterns["short row"].fullmatch(inner):
        return True
    if patterns["comma"].search(inner):
        return patterns["agent"].search(first) is not None
    speaks = patterns["saying"].search(inner) and not patterns["set apart"].search(between)
    return rejected or bool(speaks)


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    grammar = load_grammar(language)
    infinitives = grammar.infinitive if grammar.not_infinitive else []
    clausal = [word for word in grammar.joint if word.split()[-1] not in infinitives]
    nothing = "(?!)"
    return {
        "opener": re.compile(rf"\b{any_of([*grammar.relative, *clausal])}\b"),
        "past": re.compile(rf"\b{any_of(grammar.past)}\b"),
        "row": re.compile(rf",\s+(?:{grammar.present or nothing})"),
        "short row": re.compile(
            rf"\s*{grammar.verb_of_others or nothing}[^,]*(?:,\s+[^,]+)*?,\s+{grammar.short_present or nothing}"
            rf"\s+{any_of(grammar.conjunctions)}\s*"
        ),
        "comma": re.compile(r",\s+(?:\w+ly\s+)?$"),
        "agent": re.compile(rf"(?:^|\s)(?:{grammar.agent or nothing})"),
        "saying": re.compile(rf"\b{any_of(grammar.saying)}\b" if grammar.saying else nothing),
        "set apart": re.compile(rf",\s+{any_of(grammar.conjunctions)}\s+(?:\w+\s+)?$"),
    }
