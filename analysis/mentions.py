"""Named people in one document: where a name stands, and which person of the document it means.

A name is a run of capitalised words, or the family name alone of somebody named in full. What
a trigger or a word shows to be an organisation, a place, a body or a law is no person
(`lexicon/nonpersons.csv`). Precision comes first: a run that may be either is left out.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import count

import pandas as pd
from babel import Locale

from analysis.addressees import find_country_stem
from analysis.letters import drop_marks
from analysis.namesakes import resolve_names
from analysis.neighbours import heads_others, is_prefix, is_titled, listed, show
from analysis.parse import Document
from analysis.sounds import name_key
from analysis.tokens import split_sentences

COLUMNS = ["section", "label", "name_as_printed", "person_id", "start", "end"]
_UPPER = r"[^\W\d_a-zà-öø-ÿа-яα-ω]"
_PART = rf"(?:{_UPPER}[’'])?{_UPPER}[^\W\d_A-Z]+(?:[’'](?!s\b)[^\W\d_A-Z]+)?"
_WORD = rf"{_PART}(?:-{_PART})*(?:-(?:uulu|kyzy|uly|qyzy|ogly|oglu)\b)?"
_INITIALS = rf"(?:{_UPPER}\.\s?){{1,3}}"
_AND = r"(?:och|and|samt|as well as)"
_BESIDE = 160  # characters before a name within which anything shows what it is
_UPPER_AFTER = re.compile(rf"\s{_UPPER}")
_UPPER_BEFORE = re.compile(rf"{_UPPER}[^\W\d_]+\s$")
_BETWEEN = re.compile(
    rf"\s*(?:\(\s*(?:aged\s)?\d{{1,3}}[^()]{{0,20}}\))?\s*(?:[,;]\s*{_AND}?|\b{_AND}\b)\s*(?:the\s)?"
)


@dataclass(frozen=True)
class _Run:
    section: str
    label: str
    start: int
    end: int
    name: str
    in_list: tuple[str, str, int] | None = None  # the enumeration it stands in
    shown: str = ""  # what stands beside it shows


@lru_cache(maxsize=64)
def find_mentions(document: Document) -> pd.DataFrame:
    """One row per mention in recitals and operative paragraphs, in order: COLUMNS.

    name_as_printed is text[start:end] of the paragraph, without title and genitive ending.
    person_id is made for this document; it is blank where two people share the family name
    that stands alone, or where two spellings are merely similar.
    """
    language = document.language or ""
    units = [unit for unit in document.paragraphs if unit.section in ("recital", "operative")]
    stem = find_country_stem(document.title, [unit.text for unit in units])
    common = {word for unit in units for word in re.findall(r"(?<![^\W_])[^\W\d_A-ZÅÄÖ][^\W\d_]*", unit.text)}
    runs: list[_Run] = []
    for unit in units:
        runs += _find_runs(unit.section, unit.label or "", unit.text, language, stem, common)
    if language == "sv":
        names = {run.name for run in runs}
        bare = {name: name[:-1] for name in names if name.endswith("s") and name[:-1] in names}
        runs = [replace(run, name=bare.get(run.name, run.name)) for run in runs]
    people = _find_people(runs)
    runs = [run for run in runs if run.name in people]
    runs = [_without_genitive(run, runs, units, language) for run in runs]
    runs += _parts_alone(units, runs)
    order = {(unit.section, unit.label): place for place, unit in enumerate(units)}
    runs.sort(key=lambda run: (order[run.section, run.label], run.start))
    owners = _identify(runs, language)
    rows = [(r.section, r.label, r.name, owners[i], r.start, r.end) for i, r in enumerate(runs)]
    return pd.DataFrame(rows, columns=COLUMNS)


@cache
def _pattern() -> re.Pattern[str]:
    particles = "|".join(sorted(listed("particle", "*"), key=len, reverse=True))
    led = rf"(?:(?:{particles})(?:[\s-]|(?<=[’']))){{0,2}}{_WORD}"
    more = rf"(?:\s{led}|\s(?:uulu|kyzy|uly|qyzy|ogly|oglu)\b)"
    return re.compile(
        rf"(?<![\w-])(?:{_INITIALS}{_WORD}|{_WORD}(?:\s{_INITIALS})?{more}{{1,4}}(?:\s(?:TV|FM)\b)?|{_WORD}(?:\s(?:TV|FM)\b)?)(?!\w)"
    )


def _find_runs(section: str, label: str, text: str, language: str, stem: str, common: set[str]) -> list[_Run]:
    """Every run of one paragraph that may be a name, and what its neighbours show."""
    starts = {start for start, _ in split_sentences(text)}
    runs: list[_Run] = []
    previous_end, in_list, in_others, after_single = -1, 0, False, False
    for match in _pattern().finditer(text):
        start, end = match.span()
        words = match.group().split()
        opens = start in starts or not text[:start].strip()
        titled = trigger = False
        while len(words) > 1 and is_prefix(words, opens, common, language):
            titled = titled or words[0].casefold() in listed("title", "*")
            trigger = trigger or heads_others(words[0], language)
            start += len(words[0]) + 1
            words = words[1:]
        name, before = text[start:end], text[max(0, start - _BESIDE) : start]
        joined = previous_end >= 0 and bool(_BETWEEN.fullmatch(text[previous_end:start]))
        in_list = in_list if joined else start
        in_others = in_others and joined
        shown = show(name, words, before, joined, text[end:], language, stem)
        if titled and not {word.casefold() for word in words} & listed("word", language):
            shown = "called"
        elif trigger:
            shown = "other"
        alone = len(words) == 1 and not re.match(_INITIALS, name)
        if in_others and not shown:
            shown = "other"
        elif shown == "others":
            shown, in_others = "other", True
        previous_end = end
        if alone and shown != "called" and not (joined and after_single):
            after_single = False
            continue
        after_single = alone
        runs.append(_Run(section, label, start, end, name, (section, label, in_list), shown))
    sizes = Counter(run.in_list for run in runs)
    return [run if sizes[run.in_list] > 2 else replace(run, in_list=None) for run in runs]


def _find_people(runs: list[_Run]) -> set[str]:
    """The names of people: shown to be one, or not listed with what is shown to be something else."""
    shown: dict[str, set[str]] = {}
    listed: dict[tuple[str, str, int], set[str]] = {}
    for run in runs:
        shown.setdefault(run.name, set()).update({run.shown} - {""})
        if run.in_list:
            listed.setdefault(run.in_list, set()).add(run.name)
    for run in runs:
        if run.in_list and run.shown == "place":  # a place, then a list
            listed.pop(run.in_list, None)
    others = {name for name, kinds in shown.items() if kinds and not kinds & {"called", "person"}}
    members = {name for name in others if "other" in shown[name]}
    while True:
        beside = {
            name
            for names in listed.values()
            if names & members and not any(shown[name] & {"called", "person"} for name in names)
            for name in names - others
        }
        if not beside:
            return set(shown) - others
        others |= beside
        members |= beside


def _without_genitive(run: _Run, runs: list[_Run], units: list, language: str) -> _Run:
    """Swedish -s goes where the bare form stands elsewhere; else where a noun can follow, not a verb or stop."""
    if len(run.name) < run.end - run.start:
        return replace(run, end=run.start + len(run.name))
    if language != "sv" or not run.name.endswith("s"):
        return run
    bare = run.name[:-1]
    known = any(other.name == bare or other.name.endswith(f" {bare.split()[-1]}") for other in runs)
    if not known and (bare[-1] in "aeiouyåäö" or any(_stands_whole(run.name, unit.text) for unit in units)):
        return run
    return replace(run, end=run.end - 1, name=bare)


def _stands_whole(name: str, text: str) -> bool:
    """Whether what follows a form in -s shows that it is no genitive."""
    verb = r"(?:har|hade|är|var|ska|får|fick|kan|som|och|samt|till|från|för|med|i|på|\w+(?:ade|ades|tes|ts|te|des))\b"
    return re.search(rf"\b{re.escape(name)}(?:[,.;:()]|\s{verb}|$)", text) is not None


def _parts_alone(units: list, runs: list[_Run]) -> list[_Run]:
    """Family or given name alone of somebody named in full, and a single name again."""
    parts = {part for run in runs for part in _ends_of(run.name)}
    taken: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for run in runs:
        taken.setdefault((run.section, run.label), []).append((run.start, run.end))
    alone = []
    for unit in units:
        spans = taken.get((unit.section, unit.label or ""), [])
        for match in re.finditer(rf"(?<![\w-])(?:al-)?{_WORD}(?![\w-])", unit.text):
            name = match.group()
            if name not in parts and name.endswith("s") and name[:-1] in parts:
                name = name[:-1]
            if name not in parts or name in _territories():
                continue
            end = match.start() + len(name)
            before = unit.text[max(0, match.start() - _BESIDE) : match.start()]
            beside = _UPPER_AFTER.match(unit.text, match.end()) or _UPPER_BEFORE.search(before)
            inside = any(start <= match.start() < stop for start, stop in spans)
            if not inside and (not beside or is_titled(before)):
                alone.append(_Run(unit.section, unit.label or "", match.start(), end, name))
    return alone


@cache
def _territories() -> frozenset[str]:
    """Names of countries, some of which are given names too."""
    return frozenset(str(name) for language in ("en", "sv") for name in Locale(language).territories.values())


def _ends_of(name: str) -> set[str]:
    """The parts of a name that may stand for its bearer."""
    return {part for part in name.split() if part[0].isupper() and not part.endswith(".")} | {
        name.split()[-1]
    }


def _identify(runs: list[_Run], language: str) -> list[str | None]:
    """A person for each run: spellings that are the same join, uncertain ones stay blank."""
    people: dict[str, str] = {}
    single = {run.name for run in runs} - {
        part for run in runs if " " in run.name for part in _ends_of(run.name)
    }
    names = list(dict.fromkeys(run.name for run in runs if " " in run.name or run.name in single))
    for place, first in enumerate(resolve_names(names, [language] * len(names))):
        known = people.get(names[first])
        people[names[place]] = known or unused(make_id(names[place]), set(people.values()))
    ids: list[str | None] = []
    for run in runs:
        if run.name in people:
            ids.append(people[run.name])
            continue
        owners = {person for name, person in people.items() if run.name in _ends_of(name)}
        ids.append(owners.pop() if len(owners) == 1 else None)
    return ids


def make_id(name: str) -> str:
    """An id from a name: its letters without marks, or in another script its sounds."""
    plain = drop_marks(name).encode("ascii", "ignore").decode().lower()
    sounds = " ".join(name_key(part) for part in name.split()).encode("ascii", "ignore").decode().lower()
    best = plain if len(plain.strip(" .-")) * 2 > len(name) else sounds
    return re.sub(r"[^a-z0-9]+", "-", best).strip("-") or "person"


def unused(wanted: str, taken: Collection[str]) -> str:
    """An id that nobody else bears: numbered where it is taken."""
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(one for one in numbered if one not in taken)
