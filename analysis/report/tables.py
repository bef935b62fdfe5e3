"""A frame as a table that people read: in notebooks, in the report, and as a file for an annex."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.lexicon.files import write_whole
from analysis.lexicon.markup import escape_html, link, shorten_cell
from analysis.report.export import figures_folder, to_csv
from analysis.report.links import Links, find_links, link_places
from analysis.report.shell import NO_SCRIPT

_LONGEST_CELL = 160  # characters shown
_STYLE = """<style>
table.resolutions {border-collapse: collapse; font: 14px/1.4 sans-serif; max-width: 60em}
table.resolutions caption {text-align: left; padding: 0.5em 0}
table.resolutions th, table.resolutions td {text-align: left !important; vertical-align: top;
  white-space: normal; padding: 0.25em 0.75em 0.25em 0; border-bottom: 1px solid #ccc}
</style>"""


@dataclass(frozen=True)
class ShownTable:
    """A table as notebooks and the report show it: resolutions lead to their official page."""

    name: str
    title: str
    frame: pd.DataFrame
    html: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        shown = self.frame.astype("str").replace({"<NA>": "", "nan": "", "None": ""})
        words = f"{self.name}:\n{shown.to_csv(index=False)}"
        return {"text/html": self.html, "text/plain": words}, {
            "text/html": {"name": self.name, "title": self.title}
        }


def show_table(
    frame: pd.DataFrame, title: str, note: str = "", name: str = "", links: Links | None = None
) -> ShownTable | None:
    """A frame as a readable table, or nothing for one without rows; long cells are cut on screen, not in the data.

    Args:
        frame: what the table shows; column names are its heads.
        title: what the table answers.
        note: how to read it, and where the data come from.
        name: under which it is saved; by default the title.
        links: where cells lead.
    """
    if frame.empty:
        return None
    rows = frame.set_axis(frame.columns.map(str), axis=1).to_dict("records")
    cells = pd.DataFrame(
        {escape_html(column): [_cell(str(column), row, links) for row in rows] for column in frame}
    )
    body = cells.to_html(index=False, border=0, escape=False, classes="resolutions")
    caption = f"<caption><strong>{escape_html(title)}</strong><br>{escape_html(note)}</caption>"
    html = body.replace("<thead>", f"{caption}\n  <thead>", 1)
    return ShownTable(name or title, title, frame, f"{_STYLE}\n{html}")


def save_table(corpus: Corpus, frame: pd.DataFrame, name: str, title: str, note: str) -> ShownTable | None:
    """Write name.csv and name.html, a formatted table ready for an annex; arguments as `show_table`."""
    shown = show_table(frame, title, note, name, find_links(corpus))
    if shown is None:
        return None
    save_shown(corpus, shown, frame)
    return shown


def save_shown(corpus: Corpus, shown: ShownTable, data: pd.DataFrame) -> None:
    """Write a table as a page of its own, and its data."""
    folder = figures_folder(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    head = f"<!doctype html>\n<meta charset='utf-8'>\n{NO_SCRIPT}\n<title>{escape_html(shown.title)}</title>"
    write_whole(folder / f"{shown.name}.csv", to_csv(data))
    write_whole(folder / f"{shown.name}.html", f"{head}\n{link_places(shown.html)}\n".encode())


def _cell(column: str, row: Mapping[str, Any], links: Links | None) -> str:
    """A cell in HTML: what leads somewhere and addresses as links, missing values as nothing."""
    value = row[column]
    if value is None or value is pd.NA or value != value:
        return ""
    text = str(value)
    leading = links.wrap(text, column, row) if links else None
    if leading is not None:
        return leading
    if text.startswith(("https://", "http://")) and "; " not in text:
        return link(text)
    return escape_html(shorten_cell(text, _LONGEST_CELL))
