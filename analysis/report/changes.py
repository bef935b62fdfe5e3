"""Two resolutions side by side, as the notebooks and the report show them."""

from collections.abc import Iterator

import pandas as pd
from IPython.display import Markdown

from analysis.comparison.changes import COLUMNS, list_changes
from analysis.comparison.pairs import Pair, describe_coverage, find_pair
from analysis.corpus.corpus import Corpus
from analysis.lexicon.labels import counted
from analysis.lexicon.markup import escape_html, escape_markdown
from analysis.report.comparison_page import STYLE, make_rows
from analysis.report.comparison_words import Citations, list_rows, tell_what
from analysis.report.tables import ShownTable, save_shown

PARTS = {  # name → heading, then kind → changes
    "new": ("Asked in {later}, not known of {earlier}", {"demand": ["new", "first_seen"]}),
    "strength": ("Asked more strongly or less", {"demand": ["stronger", "weaker"]}),
    "scope": (
        "Narrower, broader, or of somebody else",
        {"demand": ["narrowed", "broadened", "moved", "split", "merged", "acknowledged"]},
    ),
    "gone": ("Asked in {earlier}, not in {later}", {"demand": ["dropped"]}),
    "people": (
        "Who is named, what befell them, what is asked",
        {"person": ["newly named", "first_seen", "other status", "other request", "no longer named"]},
    ),
    "words": ("More room in {later}, or less", {"theme": ["more", "less"], "word": ["more", "less"]}),
    "same": (
        "As before",
        {"demand": ["repeated", "seen_again"], "person": ["named again"], "passage": ["taken over"]},
    ),
}
_NOTHING = "Two resolutions are needed to compare: there is only one, or none."
_CHANCE = 0.05


def choose_pair(
    corpus: Corpus, first: str | int | None = None, second: str | int | None = None
) -> Pair | None:
    """The two resolutions to compare, as `Corpus.compare` takes them; None where there are not two."""
    return find_pair(corpus, first, second) if len(corpus.series) > 1 else None


def find_changes(pair: Pair | None) -> pd.DataFrame:
    """The frame of `Corpus.compare`; without rows where there are not two resolutions."""
    return list_changes(pair) if pair else pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def answer_changes(pair: Pair | None, changes: pd.DataFrame) -> Markdown:
    """How many findings of each kind, and what they rest on."""
    if pair is None:
        return Markdown(_NOTHING)
    names = pair.corpus.short_names
    later, earlier = (f"{names[one]} ({one})" for one in (pair.later, pair.earlier))
    told = [f"{later} compared with {earlier}."]
    told += [
        f"{what}: {', '.join(_count(changes, kind))}." for what, kind in _KINDS.items() if _has(changes, kind)
    ]
    return Markdown("\n\n".join(escape_markdown(one) for one in [*told, describe_coverage(pair)]))


_KINDS = {"Demands": "demand", "People": "person"}


def _has(changes: pd.DataFrame, kind: str) -> bool:
    return bool((changes["kind"] == kind).any())


def _count(changes: pd.DataFrame, kind: str) -> Iterator[str]:
    times = changes.loc[changes["kind"] == kind, "change"].value_counts(sort=False)
    return (f"{change.replace('_', ' ')} {n}" for change, n in times.items())


def table_changes(pair: Pair | None, changes: pd.DataFrame, part: str) -> ShownTable | None:
    """One part of a comparison: what was found, and what stands in either text, with the words that changed marked.

    Args:
        pair: as `choose_pair` gives it.
        changes: as `find_changes` gives them.
        part: new, strength, scope, gone, people, words or same.

    Returns:
        None where there is nothing of it. Words and themes that may well be chance (q above 0.05) are left out.
    """
    heading, wanted = PARTS[part]
    kinds = zip(changes["kind"], changes["change"], strict=True)
    of = [change in wanted.get(kind, ()) for kind, change in kinds]
    rows = changes[pd.Series(of, index=changes.index, dtype=bool)]
    if part == "words":
        rows = rows[rows["q"] <= _CHANCE]
    if pair is None or rows.empty:
        return None
    names = pair.corpus.short_names
    head = heading.format(earlier=names[pair.earlier], later=names[pair.later])
    title = f"{head}: {counted(len(rows), '{n} finding', '{n} findings')}"
    told = list_rows(rows)
    findings = rows.assign(what=[tell_what(row) for row in told])
    html = f"{STYLE}\n{make_rows(pair, told, Citations(pair), escape_html(title), beside=True)}"
    shown = ShownTable(f"05_{part}", title, findings[["change", "what", "place_before", "place_after"]], html)
    save_shown(pair.corpus, shown, rows)
    return shown
