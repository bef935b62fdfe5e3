"""What a line of an official text may start with, told by signs alone: dash, letter, number, note, point."""

import re
from dataclasses import dataclass
from functools import cached_property

from analysis.lexicon.dates import is_month

_GAP = r"(?P<gap>\s+)"
DASH = re.compile(rf"\s*[–—―‒−-]{_GAP}(?=\S)")
LETTER = re.compile(rf"\s*(?P<label>[^\W\d_]{{1,3}})\.{_GAP}(?=\S)")
NUMBER = re.compile(rf"\s*(?P<label>\d{{1,3}})\.{_GAP}(?=\S)")
NOTE = re.compile(r"\s*[(\[](?P<label>\d{1,3})[)\]]\s*(?=\S)")
SUBPOINT = re.compile(r"\s*(\(?[^\W_]{1,4}\)|[–—―‒−•·-])[^\S\n]")
ENDINGS = tuple('.;:,!?…)]”»"’')
SENTENCE_ENDS = tuple('.!?…)]”»"’')
_CLOSERS = {")": "(", "]": "[", "”": "“”„", "»": "«»", '"': '"', "’": "‘’", "“": "„"}
_LONGEST_HEADING = 150
_MOST_HEADING_LINES = 3
MOST_HEADINGS = 3  # in a row; more short lines are a list


@dataclass(frozen=True)
class Lines:
    """A text's lines, each with its line end."""

    lines: list[str]

    @classmethod
    def of(cls, text: str) -> "Lines":
        """The lines of a text."""
        *whole, rest = text.split("\n")
        return cls([f"{line}\n" for line in whole] + ([rest] if rest else []))

    @cached_property
    def apart(self) -> list[bool]:
        """Whether a blank line, or nothing, stands before each line."""
        return [True, *map(str.isspace, self.lines[:-1])]

    @cached_property
    def filled(self) -> list[int]:
        """The lines that are not blank."""
        return [i for i, line in enumerate(self.lines) if not line.isspace()]

    def block_from(self, start: int, end: int) -> str:
        """The lines from one on to the next blank one, in one line; never much longer than a heading."""
        words: list[str] = []
        for line in self.lines[start : min(end, start + _MOST_HEADING_LINES + 1)]:
            if line.isspace():
                break
            words += line.split()
        return " ".join(words)


def collapse(text: str) -> str:
    """White space of any kind, line breaks included, as single spaces."""
    return " ".join(text.split())


def find_marker(line: str, following: str) -> re.Match[str] | None:
    """The marker at a line's start; one that stands alone belongs to the next line."""
    if len(line.split(maxsplit=1)) > 1:
        return DASH.match(line) or LETTER.match(line) or NUMBER.match(line)
    beside = any(pattern.match(following.rstrip() + " x") for pattern in (DASH, LETTER, NUMBER, NOTE))
    return (
        None if beside else find_marker(line.rstrip() + "\n" + following, "") if following.strip() else None
    )


def is_wide(match: re.Match[str]) -> bool:
    """Whether more than a single space follows a marker."""
    return len(match["gap"]) > 1 or match["gap"] in "\t\n"


def is_date(match: re.Match[str], language: str | None) -> bool:
    """Whether what starts like a paragraph starts with a date: "1. juni 2020"."""
    after = match.string[match.end() :].split(maxsplit=2)
    followed_by_year = len(after) > 1 and re.match(r"(19|20)\d\d\b", after[1]) is not None
    return (followed_by_year or not is_wide(match)) and is_month(after[0].strip(".,"), language)


def is_heading(block: str, last: bool = True) -> bool:
    """Whether a block of its own looks like a heading: short, no point, its first letter capital, its end open.

    Args:
        block: its words in one line.
        last: whether a unit follows at once; what a colon announces otherwise is a list.
    """
    start = re.search(r"[^\W_]", block)
    return bool(
        start
        and not start.group().islower()
        and len(block) <= _LONGEST_HEADING
        and not _is_ended(block.rstrip(), last)
        and not SUBPOINT.match(block)
        and not NUMBER.match(block)
    )


def _is_ended(block: str, last: bool) -> bool:
    if block.endswith(tuple(_CLOSERS)):
        opener = any(sign in block[:-1] for sign in _CLOSERS[block[-1]])
        return not opener or block[:-1].endswith(tuple(".;,…"))
    return block.endswith(tuple(".;,·")) or (block.endswith(":") and not last)
