"""A chart, its data and its words → files; the one place that writes figures."""

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import STYLE, title_of
from analysis.corpus import Corpus
from analysis.frames import write_whole
from analysis.places import PROJECT

DEFAULT_COUNTRY = "kazakhstan"


@dataclass(frozen=True)
class SavedFigure:
    """A figure that was written; notebooks show it as SVG, with its alt text in words."""

    name: str
    title: str
    alt: str
    caption: str
    svg: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        words = f"{self.name}: {self.alt}"
        return {"image/svg+xml": self.svg, "text/plain": words}, {"image/svg+xml": {"alt": self.alt}}


def has_own_edition(corpus: Corpus) -> bool:
    """Whether outputs stay out of git: texts are at hand, or it is not the shipped edition's country."""
    return bool(corpus.documents) or corpus.name != DEFAULT_COUNTRY


def figures_folder(corpus: Corpus) -> Path:
    """Where figures go: RESOLUTION_FIGURES, else `figures/`, or `figures/local/` for an own edition."""
    if chosen := os.environ.get("RESOLUTION_FIGURES"):
        return Path(chosen)
    folder = PROJECT / "figures"
    return folder / "local" / corpus.name if has_own_edition(corpus) else folder


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
            buffer = io.BytesIO()
            figure.savefig(buffer, format=kind, metadata=metadata)
            drawn[kind] = buffer.getvalue()
    plt.close(figure)
    words = f"![{alt}]({name}.svg)\n\n**{title}**\n\n{caption}\n\nSource: {source}\n"
    contents = drawn | {"csv": data.to_csv(index=False, lineterminator="\n").encode(), "md": words.encode()}
    for kind, content in contents.items():
        write_whole(folder / f"{name}.{kind}", content)
    return SavedFigure(name, title, alt, caption, drawn["svg"].decode())
