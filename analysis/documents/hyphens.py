"""Lines of print put together: words that were parted at a line's end are whole again."""

import re
from functools import cache

from analysis.lexicon.tables import read_lexicon

_PARTED = re.compile(r"(?:^|(?<=[\s(]))(?P<word>\S*[^\W\d_])(?P<hyphen>[-\u2010\u2011\u00ad])$")
_FIRST = re.compile(r"[^\W\d_]+")


def join_lines(lines: list[str]) -> str:
    """The lines in one.

    A hyphen at a line's end goes where a small letter follows, unless the word stands with it elsewhere in
    these lines or what follows says that the word's end is left out ("freds- och").
    """
    text = " ".join(lines)
    joined = lines[0].rstrip() if lines else ""
    for line in lines[1:]:
        line = line.lstrip()
        parted, first = _PARTED.search(joined), _FIRST.match(line)
        if not parted or first is None or first[0] in _suspending():
            joined = f"{joined} {line}"
        elif not first[0][0].islower() or f"{parted['word']}-{first[0]}" in text:
            joined = joined[:-1] + "-" + line
        else:
            joined = joined[:-1] + line
        joined = joined.rstrip()
    return joined


@cache
def _suspending() -> frozenset[str]:
    return frozenset(row["phrase"] for row in read_lexicon("headings") if row["kind"] == "suspending")
