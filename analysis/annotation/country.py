"""Which country a text is about, and the words that name it there.

Told from how the text uses names, so that a country that no list knows is found too: whose
Government and Parliament the text is sent to, whose authorities it speaks of, what happens "in" it,
what stands in the title. Names of people are never used so.
"""

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import takewhile
from typing import NamedTuple

from babel import Locale

from analysis.lexicon.dates import is_month
from analysis.lexicon.grammar import any_of, grammar_languages, load_grammar
from analysis.lexicon.letters import drop_marks
from analysis.lexicon.tables import read_lexicon
from analysis.lexicon.territories import Word, list_words

_WORD = r"[A-ZÅÄÖÉÈÎÇÜ][a-zà-ÿ’'-][^\W_]*(?:[’'-][^\W_]+)*"
_OFFICIAL, _TITLE, _LAST = (
    5,
    10,
    3,
)  # weights: spoken of as a state; named in the title; in the last paragraph
_LEAST = 3  # points, or uses of a name of the title
_ADJECTIVE = re.compile(
    r"ns?|[a-z]{0,2}(?:i?an|ese|ish|i|ic|ch|er|iot)s?"  # Norw-egian, Zhin-ese
    r"|(?:l?esi|v?an|[aeiou]?n|[aiou]ni|[aiou]{0,2})sk[aet]?"  # zhin-esiska
    r"|i?en(?:ne)?s?|[aio]is(?:e|es)?"
)


class Known(NamedTuple):
    """A country that is known beforehand.

    Attributes:
        code: its two letters; blank where it has none.
        names: further names, in whatever language.
    """

    code: str = ""
    names: tuple[str, ...] = ()


NOT_KNOWN = Known()


@lru_cache(maxsize=64)
def _find(title: str, paragraphs: tuple[str, ...], known: Known, language: str) -> str:
    text = "\n".join(paragraphs)
    points: Counter[str] = Counter()
    for weight, part in ((1, f"{title}\n{text}"), (_LAST, paragraphs[-1] if paragraphs else "")):
        for worth, cue in _cues():
            for match in cue.finditer(part):
                points[_plain(match["name"], text)] += worth * weight
    if alone := _alone_in_title(title, text):
        points[alone] += 1
    for name in points:
        if re.search(rf"\b{re.escape(name)}", title):
            points[name] += _TITLE
    named = [name for name in points if points[name] >= _LEAST and _may_be_country(name)]
    forms = _known_forms(known, language, set(named), f"{title}\n{text}")
    if not forms and not known.code and (best := max(named, key=lambda name: points[name], default=None)):
        forms = _forms(best, set(named), text)
    return "|".join(sorted(map(_escape, forms), key=lambda form: (-len(form), form)))


def find_country_stem(
    title: str | None, paragraphs: list[str], known: Known = NOT_KNOWN, language: str | None = None
) -> str:
    """The words for the country a text is about, as alternatives of a pattern; empty where none is found.

    Args:
        title, paragraphs: of the text.
        known: the country, where that is known; nothing is guessed then, unless it has no code and the text
            none of its names.
        language: of the text.
    """
    return _find(title or "", tuple(paragraphs), known, language or "")


def _known_forms(known: Known, language: str, others: set[str], text: str) -> set[str]:
    """The words for a known country that stand in a text, and what the text makes of its names."""
    words = [Word("name", name) for name in known.names]
    words += list_words(known.code, language) if known.code and language else ()
    forms: set[str] = set()
    for word in words:
        printed = {
            form for form in _bend(word, language) if re.search(rf"\b{_escape(form)}(?:[’']?s)?\b", text)
        }
        forms |= printed
        if word.kind == "name" and printed:
            forms |= _forms(word.form, others, text)
    return forms


def _bend(word: Word, language: str) -> tuple[str, ...]:
    endings = load_grammar(language).adjective_endings if language in grammar_languages() else ()
    return (
        tuple(word.form + ending for ending in ("", *endings)) if word.kind == "adjective" else (word.form,)
    )


def country_pattern(forms: str) -> str:
    """A pattern for the words that `find_country_stem` gives, in the case they have, with a genitive ending."""
    return rf"(?-i:(?:{forms})(?:[’']?s)?\b)" if forms else r"(?!)"


def _escape(form: str) -> str:
    return re.sub("[’']", "[’']", r"\s+".join(map(re.escape, form.split())))


@cache
def _cues() -> list[tuple[int, re.Pattern[str]]]:
    """(worth, pattern with a group `name`) of every language."""
    name = rf"(?P<name>{_WORD}(?:\s(?:(?:{any_of(_links())})\s)*{_WORD}){{0,4}})"
    cues = []
    for language in grammar_languages():
        grammar = load_grammar(language)
        cues += [(_OFFICIAL, re.compile(cue.format(name=name))) for cue in grammar.state_cues]
        cues += [(1, re.compile(cue.format(name=name))) for cue in grammar.place_cues]
    return cues


@cache
def _links() -> frozenset[str]:
    return frozenset(word for language in grammar_languages() for word in load_grammar(language).name_links)


@cache
def _territories() -> frozenset[str]:
    return frozenset(
        str(name).replace("&", "and")
        for language in grammar_languages()
        for name in Locale(language).territories.values()
    )


@cache
def _state_words() -> frozenset[str]:
    return frozenset(
        w.lower() for language in grammar_languages() for w in load_grammar(language).state_words
    )


@cache
def _not_countries() -> re.Pattern[str]:
    words = [word for language in grammar_languages() for word in load_grammar(language).not_countries]
    return re.compile(rf"\b{any_of(words)}\b")


def _plain(name: str, text: str) -> str:
    """A name without what says that it is a state's, and without a genitive ending where the bare form is used."""
    words = name.split()
    while len(words) > 1 and words[0].lower() in _state_words():
        words = words[1:]
    name = re.sub(r"[’']s?$", "", " ".join(words))
    if name not in _territories():
        name = re.split(r"\s(?:and|och|et)\s", name)[0]
    return name[:-1] if name.endswith("s") and re.search(rf"\b{re.escape(name[:-1])}\b", text) else name


def _may_be_country(name: str) -> bool:
    return not _not_countries().search(name) and not is_month(name, None)


def _alone_in_title(title: str, text: str) -> str | None:
    """The first capitalised word of a title that stands in no run of such words and returns in the text."""
    for match in re.finditer(rf"(?<!^)\b(?<![A-Z]\w)(?P<name>{_WORD})", title):
        before, after = title[: match.start()], title[match.end() :]
        run = re.match(rf"\s{_WORD}", after) or re.search(rf"{_WORD}\s$", before)
        name = re.sub(r"[’']s$", "", match["name"])
        if not run and _may_be_country(name) and len(re.findall(rf"\b{re.escape(name)}", text)) >= _LEAST:
            return name
    return None


def _forms(name: str, others: set[str], text: str) -> set[str]:
    """The name, what it is shortened to, and the adjectives and people's names that the text makes of it."""
    *front, last = name.split()
    forms = {name}
    forms |= set(re.findall(rf"\b{re.escape(name)}\s\(([A-Z]{{2,6}})\)", text))
    forms |= {row["form"] for row in read_lexicon("demonyms") if row["name"] in (name, f"{name}s")}
    lead = " ".join(front) + " " if front else ""
    rivals = {word for other in others | _territories() if other != name for word in other.split()[-1:]}
    words = set(re.findall(rf"(?:\b{re.escape(lead)})([^\W\d_]{{3,}})", text))
    forms |= {
        lead + word for word in words if _is_made_of(word, last, rivals) and _is_used(lead + word, text)
    }
    if front:
        joined = "".join([*front, last])  # srivandiska
        words = set(re.findall(rf"\b[^\W\d_]{{{len(joined) - 2},}}", text))
        forms |= {word for word in words if _is_made_of(word, joined, rivals) and _is_used(word, text)}
    if front and len(front[0]) > 3 and not re.search(rf"\b(?:{any_of(_directions())})\b", front[0]):
        # known by one of its words: the Saudi authorities
        forms |= {front[0]} if _is_used(front[0], text) else set()
    return forms


@cache
def _directions() -> tuple[str, ...]:
    return tuple(word for language in grammar_languages() for word in load_grammar(language).directions)


def _is_made_of(word: str, name: str, rivals: set[str]) -> bool:
    """Whether a word is made of a name, and of no other name rather."""
    if word[0].islower() and not re.search(r"sk[aet]?$|(?:en|ais|ois)(?:ne|e)?s?$", word):
        return False
    shared = _shared(word, name)
    rest = word[shared:]
    if shared < max(3, len(name) // 2) or not (not rest or _ADJECTIVE.fullmatch(rest)):
        return False
    own = (shared, shared / len(name))
    return all((_shared(word, rival), _shared(word, rival) / len(rival)) <= own for rival in rivals)


def _shared(word: str, name: str) -> int:
    return sum(
        1
        for _ in takewhile(
            lambda pair: drop_marks(pair[0]) == drop_marks(pair[1]),
            zip(word.lower(), name.lower(), strict=False),
        )
    )


def _is_used(form: str, text: str) -> bool:
    """Whether a form stands before a noun, with what goes before an adjective and never before a person's name."""
    return any(re.search(pattern.format(form=re.escape(form)), text) for pattern in _uses())


@cache
def _uses() -> tuple[str, ...]:
    return tuple(use for language in grammar_languages() for use in load_grammar(language).adjective_uses)
