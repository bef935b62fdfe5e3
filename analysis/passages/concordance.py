"""Hits of a search as a terminal shows them, and in a sentence what was searched."""

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.lexicon.languages import languages
from analysis.lexicon.places import texts_folder
from analysis.passages.search import select_passages

_LEAST_BESIDE = 12  # characters shown on either side, however narrow the terminal
_BETWEEN = 4  # two spaces and two brackets


def to_lines(corpus: Corpus, hits: pd.DataFrame, width: int) -> list[str]:
    """Rows of `Corpus.find` as lines of at most `width` characters: when, where, and the keywords below each other."""
    if hits.empty:
        return []
    series = corpus.series.set_index("reference")["short"]
    when = series.reindex(hits["reference"]).set_axis(hits.index).fillna(hits["year"].astype("str"))
    where = hits["language"] + " " + hits["section"] + " " + hits["label"].fillna("")
    heads = when.str.ljust(_longest(when)) + "  " + where.str.ljust(_longest(where))
    keywords, befores, afters = (hits[column].map(_plain) for column in ("keyword", "left", "right"))
    room = width - _longest(heads) - _BETWEEN
    most = min(_longest(keywords), max(room - 2 * _LEAST_BESIDE, _LEAST_BESIDE))
    beside = max((room - most) // 2, _LEAST_BESIDE)
    lines = []
    for head, left, keyword, right in zip(heads, befores, keywords, afters, strict=True):
        shown = keyword if len(keyword) <= most else f"{keyword[: most - 1]}…"
        after = right[: beside + most - len(shown)]
        lines.append(f"{head}  {left[-beside:]:>{beside}}[{shown}]{after}".rstrip())
    return lines


def describe_search(corpus: Corpus, hits: pd.DataFrame, language: str | None = None) -> str:
    """What was searched and what was not, and how to get texts where there are none."""
    searched = {(one.reference, one.language) for one in select_passages(corpus, language)}
    text = f"{languages()[language]['name']} text" if language else "text"
    if not searched and texts_folder() is None:
        return f"No {text} of '{corpus.name}' is at hand: RESOLUTION_TEXTS=none switches official texts off."
    if not searched:
        return (
            f"No {text} of '{corpus.name}' is at hand: `resolutions fetch --country {corpus.name}` gets the official "
            "texts, `resolutions add FILE` stores one saved by hand."
        )
    met = len(hits[["reference", "language"]].drop_duplicates())
    n_hits = "No hit" if hits.empty else "1 hit" if len(hits) == 1 else f"{len(hits)} hits"
    texts = f"{len(searched)} text{'' if len(searched) == 1 else 's'}"
    said = f"{n_hits} in {f'{met} of ' if met else ''}{texts} at hand."
    missing = len(set(corpus.series["reference"]) - {reference for reference, _ in searched})
    resolutions = f"{missing} resolution{'' if missing == 1 else 's'}"
    return f"{said} Not searched, since no {text} is at hand: {resolutions}." if missing else said


def _longest(column: pd.Series) -> int:
    return int(column.str.len().max())


def _plain(text: str) -> str:
    """A text in one line, of signs that a terminal shows and none that steer it."""
    return "".join(one if one.isprintable() else " " * one.isspace() for one in text)
