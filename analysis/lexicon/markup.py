"""The one place where text becomes markup: whatever a text, a table or a service says is shown as it stands.

Links lead to known publishers only: official bodies, and the press, organisations and archives of
`lexicon/publishers.csv`. Another host is named, not linked.
"""

import re
from functools import cache
from html import escape
from textwrap import shorten
from urllib.parse import urlsplit

from analysis.lexicon.tables import read_lexicon

_MARKS = re.compile(
    r"[\\`*_\[\]<>|~$&@{}]|!(?=\[)|(?<=\w):(?=//)|(?<=www)\.|^\s*(?:[#+=-]|\d+[.)])", re.IGNORECASE
)


def escape_html(text: object) -> str:
    """Text as it stands, for an element or a quoted attribute of a page."""
    return escape(str(text))


def escape_markdown(text: object) -> str:
    """Text as it stands, in one line, for a paragraph of Markdown: nothing in it is a mark, a link or mathematics."""
    return _MARKS.sub(lambda match: re.sub(r"([^\w\s])", r"\\\1", match[0]), " ".join(str(text).split()))


def is_published(address: str) -> bool:
    """Whether an address leads to a publisher of its own: not to a copy, a reprint or a shared file."""
    parts = urlsplit(address)
    labels = (parts.hostname or "").split(".")
    hosts = {".".join(labels[start:]) for start in range(len(labels))}
    return parts.scheme in ("https", "http") and not hosts.isdisjoint(_publishers())


def link(address: str, words: str = "") -> str:
    """A link in HTML; only its words, or the host's name, where the address is none of a known publisher."""
    words = words or urlsplit(address).hostname or address
    if not is_published(address):
        return escape_html(words)
    return f'<a href="{escape_html(address)}">{escape_html(words)}</a>'


def shorten_cell(text: str, most: int) -> str:
    """Text of at most so many characters, cut between words."""
    return shorten(text, most, placeholder=" …") if len(text) > most else text


@cache
def _publishers() -> frozenset[str]:
    return frozenset(row["host"] for row in read_lexicon("publishers"))
