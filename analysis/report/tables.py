"""A frame as a table that people read: in notebooks, in the report, and as a file for an annex."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.coverage import find_pages
from analysis.corpus.frames import write_whole
from analysis.lexicon.markup import escape_html, link, shorten_cell
from analysis.report.export import figures_folder, to_csv

_LONGEST_CELL = 160  # characters shown
_RESOLUTION_COLUMNS = {"resolution", "reference", "text", "in", "then in", "named in", "not in", "met in"}
_STYLE = """<style>
table.resolutions {border-collapse: collapse; font: 14px/1.4 sans-serif; max-width: 60em}
table.resolutions caption {text-align: left; padding: 0.5em 0}
table.resolutions th, table.resolutions td {text-align: left !important; vertical-align: top;
  white-space: normal; padding: 0.25em 0.75em 0.25em 0; border-bottom: 1px solid #ccc}
</style>"""
_NO_SCRIPT = (
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)


@dataclass(frozen=True)
class ShownTable:
    """A table as notebooks and the report show it: resolutions lead to their official page."""

    name: str
    frame: pd.DataFrame
    html: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        shown = self.frame.astype("str").replace({"<NA>": "", "nan": "", "None": ""})
        words = f"{self.name}:\n{shown.to_csv(index=False)}"
        return {"text/html": self.html, "text/plain": words}, {"text/html": {"name": self.name}}


def show_table(
    frame: pd.DataFrame, title: str, note: str = "", name: str = "", pages: Mapping[str, str] | None = None
) -> ShownTable | None:
    """A frame as a readable table, or nothing for one without rows; long cells are cut on screen, not in the data.

    Args:
        frame: what the table shows; column names are its heads.
        title: what the table answers.
        note: how to read it, and where the data come from.
        name: under which it is saved; by default the title.
        pages: reference or short name of a resolution → its official page.
    """
    if frame.empty:
        return None
    cells = pd.DataFrame(
        {
            escape_html(column): [_cell(value, str(column), pages or {}) for value in frame[column]]
            for column in frame
        }
    )
    body = cells.to_html(index=False, border=0, escape=False, classes="resolutions")
    caption = f"<caption><strong>{escape_html(title)}</strong><br>{escape_html(note)}</caption>"
    html = body.replace("<thead>", f"{caption}\n  <thead>", 1)
    return ShownTable(name or title, frame, f"{_STYLE}\n{html}")


def save_table(corpus: Corpus, frame: pd.DataFrame, name: str, title: str, note: str) -> ShownTable | None:
    """Write name.csv and name.html, a formatted table ready for an annex; arguments as `show_table`."""
    shown = show_table(frame, title, note, name, find_pages(corpus))
    if shown is None:
        return None
    folder = figures_folder(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    head = f"<!doctype html>\n<meta charset='utf-8'>\n{_NO_SCRIPT}\n<title>{escape_html(title)}</title>"
    write_whole(folder / f"{name}.csv", to_csv(frame))
    write_whole(folder / f"{name}.html", f"{head}\n{shown.html}\n".encode())
    return shown


def _cell(value: Any, column: str, pages: Mapping[str, str]) -> str:
    """A cell in HTML: resolutions and addresses as links, missing values as nothing."""
    if value is None or value is pd.NA or value != value:
        return ""
    text = str(value)
    if column in _RESOLUTION_COLUMNS and text in pages:
        return link(pages[text], text)
    if text.startswith(("https://", "http://")) and "; " not in text:
        return link(text)
    return escape_html(shorten_cell(text, _LONGEST_CELL))
