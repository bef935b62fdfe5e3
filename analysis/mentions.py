"""Named people in one document: where a name stands, and which person of the document it means.

A name is a run of capitalised words, or the family name alone of somebody named in full. What
a trigger or a word shows to be an organisation, a place, a body or a law is no person
(`lexicon/nonpersons.csv`). Precision comes first: a run that may be either is left out.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.addressees import country_pattern, find_country_stem
from analysis.lexicon import read_lexicon
from analysis.names import match_names
from analysis.parse import Document
from analysis.tokens import split_sentences

COLUMNS = ["section", "label", "name_as_printed", "person_id", "start", "end"]
_UPPER = r"[^\W\d_a-zà-öø-ÿа-яα-ω]"
_WORD = rf"{_UPPER}[^\W\d_A-Z]+(?:-{_UPPER}[^\W\d_A-Z]+)*"
_INITIALS = rf"(?:{_UPPER}\.\s?){{1,3}}"
_OFFICE = re.compile(
    r"\b(?:founders?|leaders?|members?|chair\w*|head|editors?|grundar\w*|ledare\w*|medlem\w*|ordförande\w*|"
    r"\w*redaktör\w*)\s(?:of|at|av|för|i|på)\s(?:the\s)?$",
    re.IGNORECASE,
)  # somebody's office in what follows
_LINKS = {row["phrase"] for row in read_lexicon("nonpersons") if row["kind"] == "link"}
_BETWEEN = re.compile(r"\s*(?:,|,?\s*\b(?:och|and|samt)\b)\s*")


@dataclass(frozen=True)
class _Run:
    section: str
    label: str
    start: int
    end: int
    name: str


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
    refused: Counter[str] = Counter()
    for unit in units:
        found, not_people = _find_runs(unit.section, unit.label or "", unit.text, language, stem, common)
        runs += found
        refused.update(not_people)
    runs = [run for run in runs if not refused[run.name]]
    runs = [_without_genitive(run, {other.name for other in runs}, language) for run in runs]
    runs += _family_names_alone(units, runs)
    order = {(unit.section, unit.label): place for place, unit in enumerate(units)}
    runs.sort(key=lambda run: (order[run.section, run.label], run.start))
    people = _identify(runs, language)
    rows = [(r.section, r.label, r.name, people[i], r.start, r.end) for i, r in enumerate(runs)]
    return pd.DataFrame(rows, columns=COLUMNS)


@cache
def _words(kind: str, language: str) -> frozenset[str]:
    rows = read_lexicon("nonpersons")
    return frozenset(
        r["phrase"].casefold() for r in rows if r["kind"] == kind and r["language"] in (language, "*")
    )


@cache
def _pattern() -> re.Pattern[str]:
    particles = "|".join(sorted(_words("particle", "*"), key=len, reverse=True))
    more = rf"(?:\s(?:(?:{particles})\s)?{_WORD}|\s(?:uulu|kyzy|uly|qyzy|ogly|oglu)\b)"
    return re.compile(rf"(?<![\w-])(?:{_INITIALS}{_WORD}|{_WORD}(?:\s{_INITIALS})?{more}{{1,3}})(?![\w])")


def _find_runs(
    section: str, label: str, text: str, language: str, stem: str, common: set[str]
) -> tuple[list[_Run], list[str]]:
    starts = {start for start, _ in split_sentences(text)}
    runs: list[_Run] = []
    refused: list[str] = []
    previous_end, previous_kind = -1, ""
    for match in _pattern().finditer(text):
        start, end = match.span()
        words = match.group().split()
        opens = start in starts or not text[:start].strip()
        heads_list = ""
        while len(words) > 1 and _is_prefix(words, opens, common, language):
            heads_list = words[0]
            start += len(words[0]) + 1
            words = words[1:]
        name = text[start:end]
        joined = previous_end >= 0 and _BETWEEN.fullmatch(text[previous_end:start])
        before = "" if joined else text[:start]
        kind = _kind(name, words, before, language, stem)
        if heads_list and _ends_with_trigger(heads_list, language):
            kind = _extent(heads_list.casefold())
        elif kind == "person" and joined and previous_kind == "several":
            kind = "several"
        if len(words) < 2 and not re.match(_INITIALS, name):
            kind = "single"
        if kind == "person":
            runs.append(_Run(section, label, start, end, name))
        elif kind in ("trigger", "several", "place"):
            refused.append(name)
        previous_end, previous_kind = end, kind
    return runs, refused


def _is_prefix(words: list[str], opens: bool, common: set[str], language: str) -> bool:
    """Whether a run's first word is a title, or an ordinary word that opens a sentence."""
    first = words[0].casefold()
    occupation = language == "sv" and len(words) > 2 and first.endswith(("en", "et", "ern", "rna"))
    return first in _words("title", "*") or (opens and (first in common or occupation))


def _ends_with_trigger(word: str, language: str) -> bool:
    return any(
        word.casefold().endswith(trigger) for trigger in _words("trigger", language) if len(trigger) > 4
    )


def _kind(name: str, words: list[str], before: str, language: str, stem: str) -> str:
    """person | word (a word shows what it is) | trigger | several (the trigger heads a list) | place."""
    parts = [part.casefold() for word in words for part in [word, word.rstrip("s")]]
    if any(part in _words("word", language) for part in parts):
        return "word"
    if re.search(rf"\b{country_pattern(stem)}", name):
        return "word"
    if _OFFICE.search(before):
        return "trigger"
    lead = re.findall(r"[^\W\d_]+|[,:;.(]", before[-90:])
    heads = [word.casefold() for word in lead if word.isalpha() and not word[0].isupper()]
    nearest = next((word for word in reversed(heads) if word not in _LINKS), "")
    close = lead and any(word.casefold() == nearest for word in lead[-5:])
    if close and nearest in _words("trigger", language):
        return _extent(nearest)
    if lead and lead[-1].casefold() in _words("place", language):
        return "place"
    return "person"


def _extent(trigger: str) -> str:
    """Whether a trigger speaks of one name or heads a list."""
    return "several" if trigger.endswith(("er", "erna", "na", "s", "media")) else "trigger"


def _without_genitive(run: _Run, names: set[str], language: str) -> _Run:
    """Swedish -s goes after a consonant, and after a vowel only where the bare form stands elsewhere."""
    bare = run.name[:-1]
    if language == "sv" and run.name.endswith("s") and (bare in names or bare[-1] not in "aeiouyåäö"):
        return _Run(run.section, run.label, run.start, run.end - 1, run.name[:-1])
    return run


def _family_names_alone(units: list, runs: list[_Run]) -> list[_Run]:
    families = {run.name.split()[-1] for run in runs}
    taken = {(run.section, run.label): [] for run in runs}  # type: dict[tuple[str, str], list[tuple[int, int]]]
    for run in runs:
        taken[run.section, run.label].append((run.start, run.end))
    alone = []
    for unit in units:
        spans = taken.get((unit.section, unit.label or ""), [])
        for match in re.finditer(rf"(?<![\w-]){_WORD}(?![\w-])", unit.text):
            name = match.group()
            name = (
                name[:-1] if name not in families and name.endswith("s") and name[:-1] in families else name
            )
            beside = re.match(rf"\s{_UPPER}", unit.text[match.end() :]) or re.search(
                rf"{_UPPER}[^\W\d_]+\s$", unit.text[: match.start()]
            )
            inside = any(start <= match.start() < end for start, end in spans)
            if name in families and not inside and not beside:
                end = match.start() + len(name)
                alone.append(_Run(unit.section, unit.label or "", match.start(), end, name))
    return alone


def _identify(runs: list[_Run], language: str) -> list[str | None]:
    """A person for each run: spellings that are the same join, uncertain ones stay blank."""
    people: dict[str, str] = {}
    for run in runs:
        if " " not in run.name or run.name in people:
            continue
        known = list(people)
        judged = match_names([run.name] * len(known), known, language, language) if known else None
        same = (
            []
            if judged is None
            else sorted({people[k] for k in judged[judged["decision"] == "same"]["right"]})
        )
        people[run.name] = same[0] if len(same) == 1 else _slug(run.name)
    ids: list[str | None] = []
    for run in runs:
        if " " in run.name:
            ids.append(people[run.name])
            continue
        owners = {person for name, person in people.items() if name.split()[-1] == run.name}
        ids.append(owners.pop() if len(owners) == 1 else None)
    return ids


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"person-{len(name)}"
