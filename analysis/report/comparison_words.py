"""What a comparison says to a reader, whatever it is written as: sections, findings in words, citations."""

import calendar
import re
from typing import Any, NamedTuple

import pandas as pd

from analysis.comparison.pairs import Pair
from analysis.corpus.countries import describe_country
from analysis.corpus.coverage import find_pages
from analysis.lexicon.codes import CODES
from analysis.lexicon.references import official_page
from analysis.passages.quotation import SECTION_WORDS, make_anchor
from analysis.report.marked_words import Run, mark_words

SECTIONS = [  # heading, kinds, changes; None is every change
    ("New", ["demand"], ["new"]),
    ("First seen: the earlier text was seen in part", ["demand"], ["first_seen"]),
    ("Stronger", ["demand"], ["stronger"]),
    ("Weaker", ["demand"], ["weaker"]),
    (
        "Narrowed, broadened, moved",
        ["demand"],
        ["narrowed", "broadened", "moved", "split", "merged", "acknowledged"],
    ),
    ("Unchanged", ["demand"], ["repeated"]),
    ("Seen again", ["demand"], ["seen_again"]),
    ("Gone: not asked in the later text, which does not say that it was met", ["demand"], ["dropped"]),
    ("People", ["person"], None),
    ("Words and themes", ["word", "theme"], None),
    ("Passages taken over word for word", ["passage"], None),
]
SIDES = {"before": "gone", "after": "added"}  # the runs that only one side has


class Citation(NamedTuple):
    """Where a passage stands: resolution, place and date in words, official address, and place on a page of texts."""

    words: str
    address: str | None
    anchor: str | None = None


def split_sections(rows: pd.DataFrame) -> list[tuple[str, list[Any]]]:
    """(heading with its count, rows) of each section of a frame of `list_changes` that has any."""
    sections = []
    for heading, kinds, changes in SECTIONS:
        of = rows[rows["kind"].isin(kinds) & (rows["change"].isin(changes) if changes else True)]
        if len(of):
            first, *rest = heading.split(":")
            head = f"{first} ({len(of)})" + "".join(f":{words}" for words in rest)
            sections.append((head, list_rows(of)))
    return sections


def list_rows(rows: pd.DataFrame) -> list[Any]:
    """Rows of `list_changes` as named tuples, missing values None."""
    return list(rows.astype(object).where(rows.notna(), None).itertuples())


def tell_title(pair: Pair) -> str:
    """The two resolutions and the country."""
    name = describe_country(pair.corpus.folder).name
    return f"{name}: {pair.later} compared with {pair.earlier}"


class Citations:
    """What a row of a comparison cites on either side."""

    def __init__(self, pair: Pair) -> None:
        self._language = pair.language or pair.counted or "en"
        self._pages = find_pages(pair.corpus)
        self._held = {(one.reference, one.language) for one in pair.corpus.documents}
        self._dates = pair.corpus.resolutions.set_index("reference")["adopted"]

    def of(self, row: Any, side: str) -> Citation | None:
        """The citation of one side; None where the row has nothing there."""
        reference, place = (row.earlier if side == "before" else row.later), getattr(row, f"place_{side}")
        if place is None and not (row.kind in ("demand", "person") and _is_there(row, side)):
            return None
        section = "operative" if str(place)[:1].isdigit() else "recital"
        cited = self.cite(reference, f"{SECTION_WORDS.get(section, section)} {place}" if place else "")
        held = place is not None and (reference, self._language) in self._held
        return (
            cited._replace(anchor=make_anchor(reference, self._language, section, place)) if held else cited
        )

    def cite(self, reference: str, place: str = "") -> Citation:
        """A resolution, or a place in it, with its date and official address."""
        date = self._dates[reference]
        day = "" if pd.isna(date) else f"{date.day} {calendar.month_name[date.month]} {date.year}"
        address = official_page(reference, self._language) if reference in self._pages else None
        return Citation(", ".join(part for part in (reference, place, day) if part), address)


def _is_there(row: Any, side: str) -> bool:
    """Whether a row that has no printed place tells of that side all the same."""
    gone = ("dropped", "no longer named")
    fresh = ("new", "newly named", "first_seen")
    return row.change not in (gone if side == "after" else fresh)


def tell_details(row: Any) -> str:
    """What else a row tells, in words: the kind of change, theme, addressee, numbers and basis."""
    told = [row.change.replace("_", " ")]
    if row.kind == "demand":
        told += [CODES["theme"][row.theme]["label"], CODES["addressee"][row.addressee]["label"]]
    if row.kind in ("word", "theme"):
        told.append("paragraphs" if row.kind == "theme" else f"times, in {row.section} paragraphs")
    if row.log_ratio is not None:
        told.append(f"log ratio {row.log_ratio:+.1f}" + _interval(row))
    if row.q is not None:
        told.append(f"q = {row.q:.3f}" + ("" if row.q <= 0.05 else ", may be chance"))
    told += [tell_rule(row.rule)] if row.rule is not None else []
    return "; ".join([*told, row.basis])


def tell_rule(rule: str) -> str:
    """What a step rests on, its codes as words; references stay as they are."""
    return re.sub("(?<=[a-z])_(?=[a-z])", " ", rule)


def _interval(row: Any) -> str:
    return "" if row.low is None else f" (95 % interval {row.low:+.1f} to {row.high:+.1f})"


def tell_side(row: Any, side: str) -> str:
    """What is told of one side, beside its passage: act and step, status and request, or a number."""
    act, status, asked = (getattr(row, f"{name}_{side}") for name in ("act", "status", "asked"))
    told = []
    if act is not None:
        told.append(f"{act.replace('_', ' ')} ({getattr(row, f'strength_{side}')})")
    told += [CODES["person_status"][status]["label"]] if status is not None else []
    told += [f"asked: {CODES['asked'][asked]['label']}"] if asked is not None else []
    n = getattr(row, f"n_{side}")
    told += [str(n)] if row.kind in ("word", "theme") and n is not None else []
    return "; ".join(told)


def tell_what(row: Any) -> str:
    """What a finding is about, in words; nothing of a passage, which tells itself."""
    if row.kind == "theme":
        return CODES["theme"][row.what]["label"]
    return "" if row.kind == "passage" else row.what or "a demand whose words are not on this machine"


def find_runs(row: Any) -> list[Run] | None:
    """The marked words of two linked passages; None where the passages are not two of one thing."""
    before, after = row.passage_before, row.passage_after
    return mark_words(before, after) if before and after and row.kind != "person" else None
