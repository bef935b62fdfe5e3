"""What stands at the edges of a PDF's pages and is none of the text: running heads, page numbers, addresses."""

import re
from collections import Counter
from itertools import zip_longest

from analysis.documents.pdf_rows import Row
from analysis.lexicon.references import REFERENCE

_EDGE = 3  # rows from the top and from the bottom
_SAME_PLACE = 4  # points
_APART = 1.7  # of the size: what stands nearer is text
_LEAST_SHARE = 0.4  # of the pages; heads of left and right pages differ
_NUMBER = re.compile(r"[\s\[(–—-]*(\d{1,3})[\s\])–—-]*(?:/\s*\d{1,3})?\s*")
_OF_ALL = re.compile(r"(?:^|\s)(\d{1,3})\s*/\s*(\d{1,3})$")


def drop_margins(pages: list[list[Row]]) -> list[list[Row]]:
    """The rows of each page without what returns at the edges; a reference that stands nowhere else is kept once."""
    edges = [(number, row) for number, rows in enumerate(pages) for row in rows[:_EDGE] + rows[-_EDGE:]]
    places = Counter(key for key, _ in {(_key(row), number) for number, row in edges})
    least = max(2, _LEAST_SHARE * len(pages))
    repeated = {key for key in places if sum(places[near] for near in _near(key)) >= least}
    kept = []
    for number, rows in enumerate(pages):
        top = _count_apart(rows, repeated)
        bottom = _count_apart(rows[top:][::-1], repeated)
        kept.append(_drop_numbers(rows[top : len(rows) - bottom], number, len(pages)))
    return _keep_reference(pages, kept)


def _count_apart(rows: list[Row], repeated: set[tuple[str, int]]) -> int:
    """How many rows from an edge on return on other pages and stand apart from what follows."""
    n_apart = 0
    for at, (row, inner) in enumerate(zip_longest(rows[:_EDGE], rows[1 : _EDGE + 1]), 1):
        if row is None or _key(row) not in repeated:
            break
        if inner is None or abs(row.base - inner.base) > _APART * inner.size:
            n_apart = at
    return n_apart


def _key(row: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "0", "".join(row.text.split())), round(row.base / _SAME_PLACE)


def _near(key: tuple[str, int]) -> list[tuple[str, int]]:
    return [(key[0], key[1] + step) for step in (-1, 0, 1)]


def _drop_numbers(rows: list[Row], number: int, n_pages: int) -> list[Row]:
    """Rows without a page number that stands apart at the top or bottom of this page alone."""
    for end, inner in ((-1, -2), (0, 1)):
        if len(rows) > 2:
            row, apart = rows[end], abs(rows[end].base - rows[inner].base) > _APART * rows[inner].size
            lone, of_all = _NUMBER.fullmatch(row.text), _OF_ALL.search(row.text)
            is_place = of_all and (int(of_all[1]), int(of_all[2])) == (number + 1, n_pages)
            if apart and (is_place or (lone and int(lone[1]) == number + 1)):
                rows = rows[:-1] if end else rows[1:]
    return rows


def _keep_reference(pages: list[list[Row]], kept: list[list[Row]]) -> list[list[Row]]:
    if any(REFERENCE.search(row.text) for rows in kept for row in rows):
        return kept
    bearing = next((row for rows in pages for row in rows if REFERENCE.search(row.text)), None)
    return [[bearing, *kept[0]], *kept[1:]] if bearing else kept
