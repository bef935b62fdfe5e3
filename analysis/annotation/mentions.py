"""Named people in one document: where a name stands, and which person of the document it means.

A name is a run of capitalised words, or the family name alone of somebody named in full. What
a trigger or a word shows to be an organisation, a place, a body or a law is no person
(`lexicon/nonpersons.csv`). Precision comes first: a run that may be either is left out.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from itertools import count

import pandas as pd

from analysis.annotation.country import NOT_KNOWN, Known, find_country_stem
from analysis.annotation.name_runs import Run, Setting, find_name_runs, initials_pattern, survey
from analysis.annotation.neighbours import AND, BESIDE, listed, show
from analysis.annotation.pronouns import owns_relative
from analysis.annotation.single_names import find_alone, list_ends, share_family_names
from analysis.documents.parse import Document
from analysis.documents.segment import Unit
from analysis.lexicon.letters import drop_marks
from analysis.names.namesakes import resolve_names
from analysis.names.sounds import name_key

COLUMNS = ["section", "label", "name_as_printed", "person_id", "start", "end"]
_BETWEEN = re.compile(
    rf"\s*(?:\(\s*(?:aged\s)?\d{{1,3}}[^()]{{0,20}}\))?\s*(?:[,;]\s*{AND}?|\b{AND}\b)\s*(?:the\s)?"
)


@lru_cache(maxsize=64)
def find_mentions(document: Document, country: Known = NOT_KNOWN) -> pd.DataFrame:
    """One row per mention in recitals and operative paragraphs, in order: COLUMNS.

    name_as_printed is text[start:end] of the paragraph, without title and genitive ending.
    person_id is made for this document; it is blank where two people share the family name
    that stands alone, or where two spellings are merely similar.
    """
    language = document.language or ""
    units = [unit for unit in document.paragraphs if unit.section in ("recital", "operative")]
    texts = [unit.text for unit in units]
    stem = find_country_stem(document.title, texts, country, language)
    setting = survey(texts, document.title, language, stem)
    runs: list[Run] = []
    for unit in units:
        runs += _find_runs(unit.section, unit.label or "", unit.text, setting)
    if language == "sv":
        names = {run.name for run in runs}
        bare = {name: name[:-1] for name in names if name.endswith("s") and name[:-1] in names}
        runs = [replace(run, name=bare.get(run.name, run.name)) for run in runs]
    people = _find_people(runs)
    runs = [run for run in runs if run.name in people]
    runs = [_without_genitive(run, runs, units, language) for run in runs]
    runs += share_family_names(units, runs, setting)
    runs += find_alone(units, runs, language)
    order = {(unit.section, unit.label): place for place, unit in enumerate(units)}
    runs.sort(key=lambda run: (order[run.section, run.label], run.start))
    owners = _identify(runs, language)
    rows = [(r.section, r.label, r.name, owners[i], r.start, r.end) for i, r in enumerate(runs)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _find_runs(section: str, label: str, text: str, setting: Setting) -> list[Run]:
    """Every run of one paragraph that may be a name, and what its neighbours show."""
    language = setting.language
    runs: list[Run] = []
    previous_end, in_list, in_others, after_single = -1, 0, False, False
    for run in find_name_runs(text, setting):
        start, end = run.start, run.end
        name, before = text[start:end], text[max(0, start - BESIDE) : start]
        joined = previous_end >= 0 and bool(_BETWEEN.fullmatch(text[previous_end:start]))
        in_list = in_list if joined else start
        in_others = in_others and joined
        shown = show(name, before, text[end:], joined, run.titled, language, setting.country)
        in_brackets = text[previous_end:start] == " (" and text[end : end + 1] == ")"
        if (run.headed and shown != "called") or (in_brackets and previous_end >= 0):
            shown = "other"
        alone = " " not in name and not re.match(initials_pattern(), name)
        if in_others and shown in ("", "doubtful"):
            shown = "other"
        elif shown == "others":
            shown, in_others = "other", True
        previous_end = end
        is_title = alone and name.casefold() in listed("title", "*")
        if (
            shown == "named_after"
            or is_title
            or (alone and shown != "called" and not (joined and after_single))
        ):
            after_single = False
            continue
        after_single = alone
        runs.append(Run(section, label, start, end, name, (section, label, in_list), shown))
    return runs


def _find_people(runs: list[Run]) -> set[str]:
    """The names of people: shown to be one, or neither doubtful nor listed with what is shown to be something else."""
    shown: dict[str, set[str]] = {}
    lists: dict[tuple[str, str, int], set[str]] = {}
    for run in runs:
        shown.setdefault(run.name, set()).update({run.shown} - {""})
        lists.setdefault(run.in_list, set()).add(run.name)
    for run in runs:
        if run.shown == "place":  # a place, then a list
            lists.pop(run.in_list, None)
    sure = {name for name, kinds in shown.items() if kinds & {"called", "person"}}
    others = {name for name, kinds in shown.items() if kinds - {"doubtful", "likely"}} - sure
    likely = sure | {name for name, kinds in shown.items() if "likely" in kinds} - others
    members = {name for name in others if "other" in shown[name]}
    doubtful = {name for name, kinds in shown.items() if kinds == {"doubtful"}}
    while True:
        beside = {
            name
            for names in lists.values()
            if len(names) > 2 and names & members and not names & likely
            for name in names - others
        }
        if not beside:
            break
        others |= beside
        members |= beside
    people = set(shown) - others - doubtful
    return people | {name for names in lists.values() if names & people for name in names & doubtful - others}


def _without_genitive(run: Run, runs: list[Run], units: list, language: str) -> Run:
    """Swedish -s goes where the bare form stands elsewhere; else where a noun can follow, not a verb or stop."""
    if len(run.name) < run.end - run.start:
        return replace(run, end=run.start + len(run.name))
    if language != "sv" or not run.name.endswith("s"):
        return run
    bare = run.name[:-1]
    known = any(other.name == bare or other.name.endswith(f" {bare.split()[-1]}") for other in runs)
    owner = any(owns_relative(unit.text[run.end - 1 :], language) for unit in units if _is_of(run, unit))
    if (
        not known
        and not owner
        and (bare[-1] in "aeiouyåäö" or any(_stands_whole(run.name, unit.text) for unit in units))
    ):
        return run
    return replace(run, end=run.end - 1, name=bare)


def _is_of(run: Run, unit: Unit) -> bool:
    return (run.section, run.label) == (unit.section, unit.label or "")


def _stands_whole(name: str, text: str) -> bool:
    """Whether what follows a form in -s shows that it is no genitive."""
    verb = r"(?:har|hade|är|var|ska|får|fick|kan|som|och|samt|till|från|för|med|i|på|\w+(?:ade|ades|tes|ts|te|des))\b"
    return re.search(rf"\b{re.escape(name)}(?:[,.;:()]|\s{verb}|$)", text) is not None


def _identify(runs: list[Run], language: str) -> list[str | None]:
    """A person for each run: spellings that are the same join, uncertain ones stay blank."""
    people: dict[str, str] = {}
    parts = {part for run in runs if " " in run.full_name for part in list_ends(run.full_name)}
    names = [run.full_name for run in runs if " " in run.full_name or run.name not in parts]
    names = list(dict.fromkeys(names))
    for place, first in enumerate(resolve_names(names, [language] * len(names))):
        known = people.get(names[first])
        people[names[place]] = known or unused(make_id(names[place]), set(people.values()))
    ids: list[str | None] = []
    for run in runs:
        if run.full_name in people:
            ids.append(people[run.full_name])
            continue
        owners = {person for name, person in people.items() if run.name in list_ends(name)}
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
