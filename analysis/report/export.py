"""A chart, its data and its words → files; the one place that writes figures."""

import base64
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from PIL import Image

from analysis.corpus.corpus import Corpus
from analysis.lexicon.files import write_whole
from analysis.lexicon.labels import label_language, say
from analysis.lexicon.markup import escape_markdown
from analysis.lexicon.places import PROJECT

if TYPE_CHECKING:  # what a report is made of is drawn by its kernels
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHOWN_WIDTH = 720
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
DEFAULT_COUNTRY = "kazakhstan"


@dataclass(frozen=True)
class SavedFigure:
    """A figure that was written; notebooks show it as PNG, since SVG is hidden until a notebook is trusted."""

    name: str
    title: str
    alt: str
    caption: str
    source: str
    png: bytes

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        words = f"{self.name}: {self.alt}"
        image = base64.b64encode(_halve(self.png)).decode()
        told = {name: getattr(self, name) for name in ("name", "title", "alt", "caption", "source")}
        return {"image/png": image, "text/plain": words}, {"image/png": {"width": _SHOWN_WIDTH, **told}}


def has_own_edition(corpus: Corpus, labels: str | None = None) -> bool:
    """Whether a report stays out of git: texts are at hand, another country, or labels in another language."""
    return bool(corpus.documents) or corpus.name != DEFAULT_COUNTRY or label_language(labels) != "en"


def figures_folder(corpus: Corpus, labels: str | None = None) -> Path:
    """Where a figure goes: RESOLUTION_FIGURES, else `figures/local/`; only a whole report is put in `figures/`."""
    if chosen := os.environ.get("RESOLUTION_FIGURES"):
        return Path(chosen)
    language = label_language(labels)
    name = corpus.name if language == "en" else f"{corpus.name}-{language}"
    return PROJECT / "figures" / "local" / name


def _draw(figure: "Figure", kind: str, metadata: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()


def _halve(png: bytes) -> bytes:
    """The same picture at half the resolution, so that notebooks and the report stay small."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").reduce(2).save(buffer, "PNG")
    return buffer.getvalue()


def to_csv(frame: pd.DataFrame) -> bytes:
    """CSV in which no spreadsheet takes a text for a formula: such a cell starts with an apostrophe."""
    safe = frame.copy()
    for column in safe.select_dtypes(["object", "string", "category"]):
        safe[column] = safe[column].map(_disarm, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\n").encode()


def _disarm(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA_SIGNS else value


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

    from analysis.report.charts import STYLE, title_of

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
    source = say("Source: {source}", source=source)
    shown = [escape_markdown(text) for text in (alt, title, caption, source)]
    words = "![{}]({name}.svg)\n\n**{}**\n\n{}\n\n{}\n".format(*shown, name=name)
    contents = drawn | {"csv": to_csv(data), "md": words.encode()}
    for kind, content in contents.items():
        write_whole(folder / f"{name}.{kind}", content)
    return SavedFigure(name, title, alt, caption, source, drawn["png"])
