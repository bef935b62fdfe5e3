"""Names of one word: the family or given name alone, and given names that share a family name."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from babel import Locale

from analysis.annotation.name_runs import Run, Setting, particle_pattern, word_pattern
from analysis.annotation.neighbours import AND, BESIDE, any_listed, is_named_after, is_titled, listed
from analysis.documents.segment import Unit
from analysis.lexicon.grammar import any_of, has_grammar, load_grammar


def share_family_names(units: list[Unit], runs: list[Run], setting: Setting) -> list[Run]:
    """The given names that share the family name of who is named behind "and": Ivan of "Ivan and Maria Petrov"."""
    texts = {(unit.section, unit.label or ""): unit.text for unit in units}
    given_before = re.compile(rf"(?<![\w\-‐‑])(?P<given>{word_pattern()})\s{AND}\s$")
    taken = {(run.section, run.label, run.end) for run in runs}
    family_names = {run.name.split()[-1] for run in runs}
    elsewhere = Counter(_one_name().findall("\n".join(texts.values())))
    elsewhere.subtract(Counter(part for run in runs for part in run.name.split()))
    shared = []
    for run in runs:
        before = texts[run.section, run.label][: run.start]
        match = given_before.search(before) if " " in run.name else None
        if (
            not match
            or match["given"] in family_names
            or (run.section, run.label, match.end("given")) in taken
        ):
            continue
        given, start = match["given"], match.start()
        if not _is_no_given_name(given, before[:start], setting):
            family = re.findall(r"(?:(?<!\S)[^\W\d_A-Z]\S*\s)*(?<!\S)\S+$", run.name)[0]
            shared.append(
                replace(run, start=start, end=start + len(given), name=given, bearer=f"{given} {family}")
            )
    n_shared = Counter(run.name for run in shared)
    return [run for run in shared if elsewhere[run.name] <= n_shared[run.name]]


def _is_no_given_name(word: str, before: str, setting: Setting) -> bool:
    plain, language = word.casefold(), setting.language
    kinds = ("word", "word_or_name", "title", "title_or_name", "rank", "time", "acronym")
    return (
        any(plain in listed(kind, language) for kind in kinds)
        or plain in setting.common
        or word in setting.country | _territories()
        or word.isupper()
        or _ends_with_name(before)
        or re.search(rf"(?i)\b(?:the|{any_listed('place', language)})\s$", before) is not None
    )


def find_alone(units: list[Unit], runs: list[Run], language: str) -> list[Run]:
    """Family or given name alone of somebody named in full, and a single name again."""
    parts = {part for run in runs for part in list_ends(run.name)}
    taken: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for run in runs:
        taken.setdefault((run.section, run.label), []).append((run.start, run.end))
    alone = []
    for unit in units:
        spans = taken.get((unit.section, unit.label or ""), [])
        for match in _one_name().finditer(unit.text):
            name = match.group()
            if name not in parts and name.endswith("s") and name[:-1] in parts:
                if _names_family(unit.text[: match.start()], language):
                    continue
                name = name[:-1]
            if (
                name not in parts
                or name in _territories()
                or _is_body(name, unit.text[: match.start()], language)
            ):
                continue
            end = match.start() + len(name)
            before = unit.text[max(0, match.start() - BESIDE) : match.start()]
            after = unit.text[end:]
            beside = (after[:1] == " " and after[1:2].isupper()) or _ends_with_name(before)
            inside = any(start <= match.start() < stop for start, stop in spans)
            if (
                not inside
                and not is_named_after(before, after, language)
                and (not beside or is_titled(before))
            ):
                alone.append(Run(unit.section, unit.label or "", match.start(), end, name))
    return alone


def _is_body(word: str, before: str, language: str) -> bool:
    """Whether a family name is a body's word too, and no title shows that the person is meant: the Council."""
    return word.casefold() in listed("word", language) and not is_titled(before)


def _names_family(before: str, language: str) -> bool:
    """Whether an article shows that a family name in the plural follows: the Petrovs."""
    definite = load_grammar(language).definite if has_grammar(language) else ()
    return re.search(rf"(?i)\b{any_of(definite)}\s$", before) is not None if definite else False


def _ends_with_name(before: str) -> bool:
    last = re.search(r"([^\W\d_]+)\s$", before)
    return last is not None and last[1][0].isupper()


@cache
def _one_name() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w\-‐‑])(?:{particle_pattern()}{{1,2}})?{word_pattern()}(?![\w-])")


@cache
def _territories() -> frozenset[str]:
    """Names of countries, some of which are given names too."""
    return frozenset(str(name) for language in ("en", "sv") for name in Locale(language).territories.values())


def list_ends(name: str) -> set[str]:
    """The parts of a name that may stand for its bearer."""
    return {part for part in name.split() if part[0].isupper() and not part.endswith(".")} | {
        name.split()[-1]
    }
