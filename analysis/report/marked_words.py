"""Two passages side by side: which words are the same, which are gone, which are added (Python's difflib)."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from analysis.lexicon.markup import escape_html, escape_markdown

_TOKEN = re.compile(r"(?:\w+(?:[-’'.]\w+)*|[^\w\s])\s?")


class Run(NamedTuple):
    """Words in a row: kind is same, gone or added; of the same, as they stand in either passage."""

    kind: str
    text: str
    before: str | None = None


def mark_words(before: str, after: str) -> list[Run]:
    """The runs of words of two passages, in reading order; what is gone goes before what is added in its place.

    The runs same and gone give `before`, same and added give `after`, but for spaces. A sign is a word
    of its own; capitals count.
    """
    old, new = (_TOKEN.findall(" ".join(text.split())) for text in (before, after))
    words, others = ([token.strip() for token in tokens] for tokens in (old, new))
    runs = []
    for what, i, j, k, m in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append(Run("same", "".join(new[k:m]), "".join(old[i:j])))
        else:
            here = [("gone", old[i:j]), ("added", new[k:m])]
            runs += [Run(kind, "".join(tokens)) for kind, tokens in here if tokens]
    return runs


def to_html(runs: Iterable[Run], kind: str) -> str:
    """One side in HTML, its own words marked: kind "gone" gives the earlier passage, "added" the later one."""
    tag = {"gone": "del", "added": "ins"}[kind]
    parts = []
    for run in runs:
        said = run.before if kind == "gone" and run.before is not None else run.text
        text, space = escape_html(said.strip()), " " if said.endswith(" ") else ""
        if run.kind == kind:
            parts.append(f"<{tag}>{text}</{tag}>{space}")
        elif run.kind == "same":
            parts.append(f"{text}{space}")
    return "".join(parts).strip()


def to_markdown(runs: Iterable[Run]) -> str:
    """Both sides as one text in Markdown: **added**, ~~gone~~, each set apart by spaces so that it is a mark."""
    marks = {"gone": "~~", "added": "**", "same": ""}
    words = (f"{marks[run.kind]}{escape_markdown(run.text)}{marks[run.kind]}" for run in runs)
    return " ".join(words)
