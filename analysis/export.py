"""A chart, its data and its words → files; the one place that writes figures."""

import base64
import io
import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts import STYLE, title_of
from analysis.corpus import Corpus
from analysis.frames import write_whole
from analysis.labels import label_language, say
from analysis.places import PROJECT

_SHOWN_DPI, _SHOWN_WIDTH = 150, 720
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
        image = base64.b64encode(self.png).decode()
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


def _draw(figure: Figure, kind: str, metadata: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, metadata=metadata, **options)
    return buffer.getvalue()


@dataclass(frozen=True)
class SavedTable:
    """A table that was written; notebooks show it as HTML."""

    name: str
    frame: pd.DataFrame
    html: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        shown = self.frame.astype("str").replace({"<NA>": "", "nan": ""})
        return {"text/html": self.html, "text/plain": f"{self.name}:\n{shown.to_csv(index=False)}"}


def save_table(corpus: Corpus, frame: pd.DataFrame, name: str, title: str, note: str) -> SavedTable:
    """Write name.csv and name.html, a formatted table ready for an annex.

    Args:
        frame: what the table shows; column names are its heads.
        title: what the table answers.
        note: how to read it, and where the data come from.
    """
    folder = figures_folder(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    body = frame.to_html(index=False, border=0, na_rep="", escape=True, classes="resolutions")
    caption = f"<caption><strong>{escape(title)}</strong><br>{escape(note)}</caption>"
    html = body.replace("<thead>", f"{caption}\n  <thead>", 1)
    page = (
        f"<!doctype html>\n<meta charset='utf-8'>\n<title>{escape(title)}</title>\n{_TABLE_STYLE}\n{html}\n"
    )
    write_whole(folder / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n").encode())
    write_whole(folder / f"{name}.html", page.encode())
    return SavedTable(name, frame, f"{_TABLE_STYLE}\n{html}")


_TABLE_STYLE = """<style>
table.resolutions {border-collapse: collapse; font: 14px/1.4 sans-serif; max-width: 60em}
table.resolutions caption {text-align: left; padding: 0.5em 0}
table.resolutions th, table.resolutions td {text-align: left !important; vertical-align: top;
  padding: 0.25em 0.75em 0.25em 0; border-bottom: 1px solid #ccc}
</style>"""


def save_figure(
    corpus: Corpus, axes: Axes, name: str, data: pd.DataFrame, *, caption: str, alt: str, source: str
) -> SavedFigure:
    """Write name.svg, name.png, name.csv and name.md (alt text, caption, source); close the figure.

    The same chart and data give the same bytes of SVG and CSV.

    Args:
        axes: the chart; its figure's title states the finding.
        data: what the chart shows.
        caption: measure, unit, texts and how to read it.
        alt: kind of chart and finding, then the key numbers.
        source: where the data come from.
    """
    folder = figures_folder(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    figure = axes.get_figure(root=True)
    assert figure is not None
    title = title_of(axes)
    with plt.style.context(STYLE):
        drawn = {}
        for kind, metadata in {
            "svg": {"Date": None, "Title": title, "Description": alt},
            "png": {"Software": None, "Title": title, "Description": alt},
        }.items():
            drawn[kind] = _draw(figure, kind, metadata)
        shown = _draw(figure, "png", {"Software": None}, dpi=_SHOWN_DPI)
    plt.close(figure)
    words = f"![{alt}]({name}.svg)\n\n**{title}**\n\n{caption}\n\n{say('Source: {source}', source=source)}\n"
    contents = drawn | {"csv": data.to_csv(index=False, lineterminator="\n").encode(), "md": words.encode()}
    for kind, content in contents.items():
        write_whole(folder / f"{name}.{kind}", content)
    return SavedFigure(name, title, alt, caption, shown)
