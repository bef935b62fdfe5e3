"""A chart, its data and its words → files; the one place that writes figures."""

import base64
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pandas as pd
from PIL import Image

from analysis.corpus import Corpus
from analysis.coverage import find_series
from analysis.frames import write_whole
from analysis.labels import label_language, say
from analysis.places import PROJECT
from analysis.references import REFERENCE, official_page

if TYPE_CHECKING:  # what a report is made of is drawn by its kernels
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHOWN_WIDTH = 720
_LONGEST_CELL = 160  # characters shown
_RESOLUTION_COLUMNS = {"resolution", "reference", "text", "in", "then in", "named in", "not in", "met in"}
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
DEFAULT_COUNTRY = "kazakhstan"


@dataclass(frozen=True)
class SavedFigure:
    """A figure that was written; notebooks show it as PNG, since SVG is hidden until a notebook is trusted."""

    name: str
    title: str
    alt: str
    caption: str
    png: bytes

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        words = f"{self.name}: {self.alt}"
        image = base64.b64encode(_halve(self.png)).decode()
        shown = {"width": _SHOWN_WIDTH, "alt": self.alt}
        return {"image/png": image, "text/plain": words}, {"image/png": shown}


def has_own_edition(corpus: Corpus, labels: str | None = None) -> bool:
    """Whether outputs stay out of git: texts are at hand, another country, or labels in another language."""
    return bool(corpus.documents) or corpus.name != DEFAULT_COUNTRY or label_language(labels) != "en"


def figures_folder(corpus: Corpus, labels: str | None = None) -> Path:
    """Where figures go: RESOLUTION_FIGURES, else `figures/`, or `figures/local/` for an own edition."""
    if chosen := os.environ.get("RESOLUTION_FIGURES"):
        return Path(chosen)
    folder, language = PROJECT / "figures", label_language(labels)
    name = corpus.name if language == "en" else f"{corpus.name}-{language}"
    return folder / "local" / name if has_own_edition(corpus, labels) else folder


def _draw(figure: "Figure", kind: str, metadata: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()


def _halve(png: bytes) -> bytes:
    """The same picture at half the resolution, so that notebooks and the report stay small."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").reduce(2).save(buffer, "PNG")
    return buffer.getvalue()


@dataclass(frozen=True)
class ShownTable:
    """A table as notebooks and the report show it: resolutions lead to their official page."""

    name: str
    frame: pd.DataFrame
    html: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        shown = self.frame.astype("str").replace({"<NA>": "", "nan": "", "None": ""})
        return {"text/html": self.html, "text/plain": f"{self.name}:\n{shown.to_csv(index=False)}"}


def show_table(
    frame: pd.DataFrame, title: str, note: str = "", name: str = "", pages: Mapping[str, str] | None = None
) -> ShownTable:
    """A frame as a readable table; long cells are cut short on screen, not in the data.

    Args:
        frame: what the table shows; column names are its heads.
        title: what the table answers.
        note: how to read it, and where the data come from.
        name: under which it is saved; by default the title.
        pages: short name of a resolution → its official page.
    """
    cells = pd.DataFrame(
        {column: [_cell(value, str(column), pages or {}) for value in frame[column]] for column in frame}
    )
    body = cells.to_html(index=False, border=0, escape=False, classes="resolutions")
    caption = f"<caption><strong>{escape(title)}</strong><br>{escape(note)}</caption>"
    html = body.replace("<thead>", f"{caption}\n  <thead>", 1)
    return ShownTable(name or title, frame, f"{_TABLE_STYLE}\n{html}")


def save_table(corpus: Corpus, frame: pd.DataFrame, name: str, title: str, note: str) -> ShownTable:
    """Write name.csv and name.html, a formatted table ready for an annex; arguments as `show_table`."""
    folder = figures_folder(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    shown = show_table(frame, title, note, name, _find_pages(corpus, frame))
    page = f"<!doctype html>\n<meta charset='utf-8'>\n<title>{escape(title)}</title>\n{shown.html}\n"
    write_whole(folder / f"{name}.csv", to_csv(frame))
    write_whole(folder / f"{name}.html", page.encode())
    return shown


def _find_pages(corpus: Corpus, frame: pd.DataFrame) -> dict[str, str]:
    """Short name → official page, for a table that has no references of its own."""
    if "reference" in frame and frame["reference"].astype("str").str.fullmatch(REFERENCE).any():
        return {}
    series = find_series(corpus)
    known = series[series["reference"].str.fullmatch(REFERENCE)]
    return {row.short: official_page(row.reference) for row in known.itertuples()}


def to_csv(frame: pd.DataFrame) -> bytes:
    """CSV in which no spreadsheet takes a text for a formula: such a cell starts with an apostrophe."""
    safe = frame.copy()
    for column in safe.select_dtypes(["object", "string", "category"]):
        safe[column] = safe[column].map(_disarm, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\n").encode()


def _disarm(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA_SIGNS else value


def _cell(value: Any, column: str, pages: Mapping[str, str]) -> str:
    """A cell in HTML: resolutions and addresses as links, missing values as nothing."""
    if value is None or value is pd.NA or value != value:
        return ""
    text = str(value)
    if column == "reference" and REFERENCE.fullmatch(text):
        return _link(official_page(text), text)
    if column in _RESOLUTION_COLUMNS and text in pages:
        return _link(pages[text], text)
    if text.startswith(("https://", "http://")) and "; " not in text:
        return _link(text, urlsplit(text).hostname or text)
    return escape(shorten(text, _LONGEST_CELL, placeholder=" …") if len(text) > _LONGEST_CELL else text)


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


_TABLE_STYLE = """<style>
table.resolutions {border-collapse: collapse; font: 14px/1.4 sans-serif; max-width: 60em}
table.resolutions caption {text-align: left; padding: 0.5em 0}
table.resolutions th, table.resolutions td {text-align: left !important; vertical-align: top;
  white-space: normal; padding: 0.25em 0.75em 0.25em 0; border-bottom: 1px solid #ccc}
</style>"""


def save_figure(
    corpus: Corpus, axes: "Axes", name: str, data: pd.DataFrame, *, caption: str, alt: str, source: str
) -> SavedFigure:
    """Write name.svg, .pdf, .png, .csv and .md (alt text, caption, source); close the figure.

    The same chart and data give the same bytes.

    Args:
        axes: the chart; its figure's title states the finding.
        data: what the chart shows.
        caption: measure, unit, texts and how to read it.
        alt: kind of chart and finding, then the key numbers.
        source: where the data come from.
    """
    import matplotlib.pyplot as plt

    from analysis.charts import STYLE, title_of

    folder = figures_folder(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    figure = axes.get_figure(root=True)
    assert figure is not None
    title = title_of(axes)
    with plt.style.context(STYLE):
        figure.draw_without_rendering()
        figure.set_layout_engine(None)  # laid out once for all kinds
        drawn = {}
        for kind, metadata in {
            "svg": {"Date": None, "Title": title, "Description": alt},
            "pdf": {"CreationDate": None, "Title": title, "Subject": alt},
            "png": {"Software": None, "Title": title, "Description": alt},
        }.items():
            drawn[kind] = _draw(figure, kind, metadata)
    plt.close(figure)
    words = f"![{alt}]({name}.svg)\n\n**{title}**\n\n{caption}\n\n{say('Source: {source}', source=source)}\n"
    contents = drawn | {"csv": to_csv(data), "md": words.encode()}
    for kind, content in contents.items():
        write_whole(folder / f"{name}.{kind}", content)
    return SavedFigure(name, title, alt, caption, drawn["png"])
