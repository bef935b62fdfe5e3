"""Tidy frame in, Axes out. Titles state the finding and are given by the caller, who computes them."""

import textwrap
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.typing import ColorType

from analysis.lexicon.codes import label
from analysis.lexicon.labels import say

P = ParamSpec("P")
STYLE = Path(__file__).with_name("style.mplstyle")
WIDTH = 6.3  # inches: 160 mm, a report's column
BLUE, SKY, ORANGE = "#0072B2", "#56B4E9", "#D55E00"
UNKNOWN_FACE = "#ededed"
_MOST_LEVEL_LABELS = 14
_MOST_PEOPLE_IN_PANEL = 40
_PLACES = {"recitals only": "#9ecae1", "both": "#2171b5", "paragraphs only": "#08306b"}
_CELLS: dict[str, dict[str, Any]] = {
    "unknown": {"facecolor": UNKNOWN_FACE, "hatch": "////", "edgecolor": "#9a9a9a"},
    "absent": {"facecolor": "white", "edgecolor": "#c8c8c8"},
}
_SOURCES = {"hand": "#08306b", "rules": "#2171b5", "summary": "#6baed6", "other": "#c6dbef"}
_SOURCE_WORDS = {
    "hand": "H: full text, coded by hand",
    "rules": "R: full text, by rule",
    "summary": "S: official summary",
    "other": "o: opening, press or organisation",
}
_LADDER = {1: "#deebf7", 2: "#9ecae1", 3: "#6baed6", 4: "#2171b5", 5: "#08306b"}


def _styled(plot: Callable[P, Axes]) -> Callable[P, Axes]:
    """The chart drawn in the project's style."""

    @wraps(plot)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with plt.style.context(STYLE):
            return plot(*args, **kwargs)

    return drawn


def _new_axes(height: float, title: str, subtitle: str) -> Axes:
    """Axes of the given height in inches, under a title and a subtitle that are wrapped to fit."""
    return _new_panels(height, title, subtitle, 1)[0]


def _new_panels(height: float, title: str, subtitle: str, panels: int) -> list[Axes]:
    """The same with axes side by side."""
    titles, subtitles = textwrap.wrap(title, 68), textwrap.wrap(subtitle, 98)
    head = 0.08 + 0.175 * len(titles) + 0.15 * len(subtitles)
    total = height + head
    figure, axes = plt.subplots(1, panels, figsize=(WIDTH, total), squeeze=False)
    figure.set_layout_engine("constrained", rect=(0, 0, 1, 1 - head / total))
    top = 1 - 0.05 / total
    figure.text(0.008, top, "\n".join(titles), fontsize=10, fontweight="bold", va="top", gid="title")
    below = top - 0.18 * len(titles) / total
    figure.text(0.008, below, "\n".join(subtitles), color="#404040", va="top", gid="subtitle")
    return list(axes[0])


def title_of(axes: Axes) -> str:
    """The finding that a chart's title states, in one line."""
    texts = {text.get_gid(): text.get_text() for text in axes.get_figure(root=True).texts}  # type: ignore[union-attr]
    return " ".join(texts["title"].split())


def _label_grid(axes: Axes, columns: Iterable[str], rows: Iterable[str]) -> None:
    columns, rows = list(columns), list(rows)
    axes.set(xlim=(-0.55, len(columns) - 0.45), ylim=(len(rows) - 0.45, -0.55))
    _label_texts(axes, columns)
    axes.set_yticks(range(len(rows)), [textwrap.shorten(row, 54, placeholder=" …") for row in rows])
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)


def _label_texts(axes: Axes, names: list[str]) -> None:
    """Names of texts along the horizontal axis, upright where there are many."""
    if len(names) > _MOST_LEVEL_LABELS:
        axes.set_xticks(range(len(names)), names, rotation=90)
    else:
        axes.set_xticks(range(len(names)), [name.replace(" ", "\n") for name in names])


def _unknown_patch(words: str) -> Patch:
    return Patch(facecolor=UNKNOWN_FACE, edgecolor="#9a9a9a", hatch="////", label=words, linewidth=0)


def _add_legend(axes: Axes, handles: list, columns: int) -> None:
    """A legend below the chart, in as many of the columns as fit its width."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    for ncols in range(columns, 0, -1):
        legend = figure.legend(handles=handles, loc="outside lower left", ncols=ncols)
        fits = legend.get_window_extent().width <= figure.bbox.width
        if fits or ncols == 1:
            return
        legend.remove()


def _cell(axes: Axes, x: int, y: int, state: str, colour: ColorType) -> None:
    style = _CELLS.get(state, {"facecolor": colour, "edgecolor": "white"})
    axes.add_patch(Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, linewidth=0.5, **style))


@_styled
def plot_matrix(
    data: pd.DataFrame,
    item: str,
    columns: Mapping[str, str],
    labels: Mapping[str, str],
    title: str,
    subtitle: str,
    found: str | None = None,
    absent: str | None = None,
    unknown: str | None = None,
) -> Axes:
    """Items by resolutions: counts where found, white where known to be absent, hatched where unknown.

    Nothing is drawn where the state is later.

    Args:
        data: reference, item, n, state, as `coverage.fill_unknown` gives it.
        item: the item column; items are drawn in the order of the frame.
        columns: reference → label, in order.
        labels: item → label.
        found: legend of counts, if they are not of rows.
        absent: legend of white cells, if it is not that the text was read in full.
        unknown: legend of hatched cells, if it is not that some of the text was not seen.
    """
    items = list(dict.fromkeys(data[item]))
    axes = _new_axes(0.85 + 0.2 * len(items), title, subtitle)
    place = {reference: x for x, reference in enumerate(columns)}
    highest = max(int(data["n"].max()) if data["n"].notna().any() else 1, 1)
    for row in data[data["state"] != "later"].itertuples():
        x, y = place[row.reference], items.index(getattr(row, item))
        depth = 0 if pd.isna(row.n) else row.n / highest
        dark = plt.get_cmap("Blues")(0.35 + 0.55 * depth)
        _cell(axes, x, y, row.state, dark)
        if row.state == "present":
            axes.text(x, y, row.n, ha="center", va="center", color="white" if depth > 0.4 else "black")
    _label_grid(axes, columns.values(), [labels.get(name, name) for name in items])
    counted = Patch(facecolor=plt.get_cmap("Blues")(0.7), label=found or say("found (number of rows)"))
    handles: list[Artist] = [counted]
    if (data["state"] == "absent").any():
        words = absent or say("read in full: not there")
        handles.append(Patch(facecolor="white", edgecolor="#c8c8c8", label=words))
    if (data["state"] == "unknown").any():
        handles.append(_unknown_patch(unknown or say("not known: not all of the text was seen")))
    _add_legend(axes, handles, 3)
    return axes


@_styled
def plot_sources(
    data: pd.DataFrame,
    item: str,
    columns: Mapping[str, str],
    labels: Mapping[str, str],
    title: str,
    subtitle: str,
) -> Axes:
    """Items by resolutions: a letter and a shade for what shows the item, white where absent, hatched where unknown.

    Args:
        data: reference, item, source, state, as `overview.find_theme_sources` gives it.
        item, columns, labels: as for `plot_matrix`.
    """
    items = list(dict.fromkeys(data[item]))
    axes = _new_axes(1.05 + 0.2 * len(items), title, subtitle)
    place = {reference: x for x, reference in enumerate(columns)}
    for row in data.itertuples():
        x, y = place[row.reference], items.index(getattr(row, item))
        _cell(axes, x, y, row.state, _SOURCES.get(row.source, "white"))
        if row.state == "present":
            ink = "white" if row.source in ("hand", "rules") else "black"
            axes.text(x, y, _SOURCE_WORDS[row.source][0], ha="center", va="center", color=ink)
    _label_grid(axes, columns.values(), [labels[name] for name in items])
    met = set(data.loc[data["state"] == "present", "source"])
    handles = [
        Patch(facecolor=colour, label=say(_SOURCE_WORDS[source]))
        for source, colour in _SOURCES.items()
        if source in met
    ]
    if (data["state"] == "absent").any():
        handles.append(Patch(facecolor="white", edgecolor="#c8c8c8", label=say("read in full: not found")))
    if (data["state"] == "unknown").any():
        handles.append(_unknown_patch(say("not known: not all of the text was seen")))
    _add_legend(axes, handles, 2)
    return axes


@_styled
def plot_coverage(data: pd.DataFrame, columns: Mapping[str, str], title: str, subtitle: str) -> Axes:
    """Evidence levels by resolutions: all, part or nothing seen.

    Args:
        data: reference, item (label of the level), seen.
        columns: reference → label, in order.
    """
    items = list(dict.fromkeys(data["item"]))
    axes = _new_axes(0.85 + 0.24 * len(items), title, subtitle)
    place = {reference: x for x, reference in enumerate(columns)}
    for row in data.itertuples():
        x, y = place[row.reference], items.index(row.item)
        _cell(axes, x, y, "unknown" if row.seen == "none" else "present", BLUE if row.seen == "all" else SKY)
        word = {"all": say("all"), "part": say("part"), "none": ""}[row.seen]
        axes.text(x, y, word, ha="center", va="center", color="white" if row.seen == "all" else "black")
    _label_grid(axes, columns.values(), items)
    handles = [
        Patch(facecolor=BLUE, label=say("all seen")),
        Patch(facecolor=SKY, label=say("part seen")),
        _unknown_patch(say("nothing seen")),
    ]
    _add_legend(axes, handles, 3)
    return axes


@_styled
def plot_votes(data: pd.DataFrame, title: str, subtitle: str) -> Axes:
    """Votes for, against and abstentions as bars; a hatched bar where no count is known.

    Args:
        data: short, votes_for, votes_against, votes_abstain, one row per resolution in order.
    """
    axes = _new_axes(0.9 + 0.24 * len(data), title, subtitle)
    parts = {
        "votes_for": (say("for"), BLUE),
        "votes_against": (say("against"), ORANGE),
        "votes_abstain": (say("abstained"), "#bdbdbd"),
    }
    known = data["votes_for"].notna()
    total = data[list(parts)].sum(axis=1)
    longest = float(total[known].max()) if known.any() else 1.0
    left = pd.Series(0.0, index=data.index)
    for column, (_, colour) in parts.items():
        width = data[column].astype("Float64").fillna(0).astype(float)
        axes.barh(data["short"], width, left=left, color=colour, height=0.7)
        left += width
    for y, row in enumerate(data.itertuples()):
        if pd.isna(row.votes_for):
            axes.barh(
                row.short,
                longest * 0.06,
                color=UNKNOWN_FACE,
                edgecolor="#9a9a9a",
                hatch="////",
                height=0.7,
                linewidth=0,
            )
            axes.text(longest * 0.07, y, say("not known"), va="center")
        else:
            words = f"{row.votes_for} : {row.votes_against} : {row.votes_abstain}"
            axes.text(left.iloc[y] + longest * 0.01, y, words, va="center")
    axes.invert_yaxis()
    axes.set(xlim=(0, longest * 1.2), xlabel=say("votes"))
    axes.tick_params(axis="y", length=0)
    handles = [Patch(color=colour, label=word) for word, colour in parts.values()]
    _add_legend(axes, [*handles, _unknown_patch(say("no count known"))], 4)
    return axes


_ROLES = {
    "s": ["political_prisoner", "detained", "convicted", "house_arrest"],
    "v": ["charged"],
    "D": ["former_prisoner"],
    "X": ["killed_or_died", "disappeared"],
    "^": [*"journalist defender lawyer union philanthropist clergy artist student academic".split()],
    "P": ["official", "eu_official"],
    "o": ["refugee", "victim", "witness", "opposition_leader", "other"],
}
_ROLE_WORDS = {
    "s": "prisoner",
    "v": "charged",
    "D": "former prisoner",
    "X": "died or disappeared",
    "^": "occupation told, no status",
    "P": "office holder",
    "o": "other",
    "*": "nothing told, or sources differ",
}


@_styled
def plot_people(
    data: pd.DataFrame, columns: Mapping[str, str], names: Mapping[str, str], title: str, subtitle: str
) -> Axes:
    """Who is named in which resolution: shape by status, else occupation; filled where something is asked.

    Args:
        data: reference, person_id, state, occupation, status, asked, as `people.count_people` gives it. More than
            forty people stand in two panels, unless there are many resolutions.
        columns: reference → label, in order.
        names: person_id → name.
    """
    people = list(dict.fromkeys(data["person_id"]))
    few = len(people) <= _MOST_PEOPLE_IN_PANEL
    panels = 1 if few or len(columns) > _MOST_LEVEL_LABELS else 2
    rows = -(-len(people) // panels)
    height, size = (0.22, 6.5) if few else (0.165, 5)
    all_axes = _new_panels(1.3 + height * rows, title, subtitle, panels)
    place = {reference: x for x, reference in enumerate(columns)}
    shapes = {role: shape for shape, roles in _ROLES.items() for role in roles}
    met: list[str] = []
    cells: dict[tuple[int, str], list[Rectangle]] = {}
    for row in data.itertuples():
        panel, y = divmod(people.index(row.person_id), rows)
        x, axes = place[row.reference], all_axes[panel]
        if row.state != "present":
            cells.setdefault((panel, row.state), []).append(Rectangle((x - 0.47, y - 0.44), 0.94, 0.88))
            continue
        shape = shapes.get(row.status if pd.notna(row.status) else row.occupation, "*")
        met.append(shape)
        asked = pd.notna(row.asked) and row.asked != "nothing"
        face = BLUE if asked else "white"
        large = size * 1.5 if shape == "*" else size
        axes.plot(x, y, shape, markersize=large, color=BLUE, markerfacecolor=face, markeredgewidth=1)
        if pd.isna(row.asked):
            axes.plot(x, y, "o", markersize=size / 4, color=BLUE)
    for (panel, state), patches in cells.items():
        all_axes[panel].add_collection(PatchCollection(patches, linewidth=0.5, **_CELLS[state]))
    for panel, axes in enumerate(all_axes):
        here = [names[person] for person in people[panel * rows : (panel + 1) * rows]]
        _label_grid(axes, columns.values(), [*here, *[""] * (rows - len(here))])
        if not few:
            axes.set_xticks(range(len(columns)), list(columns.values()), rotation=90)
            axes.tick_params(labelsize=6.5)
    handles: list = [
        Line2D(
            [],
            [],
            marker=shape,
            linestyle="",
            color=BLUE,
            markerfacecolor="white",
            label=say(_ROLE_WORDS[shape]),
        )
        for shape in dict.fromkeys(met)
    ]
    filled = say("filled: something is asked")
    handles.append(Line2D([], [], marker="s", linestyle="", color=BLUE, label=filled))
    if data.loc[data["state"] == "present", "asked"].isna().any():
        dotted = say("dot inside: not known whether asked")
        handles.append(Line2D([], [], marker=".", linestyle="", color=BLUE, label=dotted))
    if (data["state"] == "unknown").any():
        handles.append(_unknown_patch(say("not known whether named")))
    if (data["state"] == "absent").any():
        words = say("text known: not named")
        handles.append(Patch(facecolor="white", edgecolor="#c8c8c8", label=words))
    _add_legend(all_axes[0], handles, 3)
    return all_axes[0]


@_styled
def plot_places(data: pd.DataFrame, columns: Mapping[str, str], title: str, subtitle: str) -> Axes:
    """How many people stand in recitals only, in both parts, in paragraphs only; hatched where nothing is asked.

    Args:
        data: reference, place, asked, n, as `people.find_places` gives it.
        columns: reference → label, in order; those without data are left out.
    """
    shown = [reference for reference in columns if reference in set(data["reference"])]
    axes = _new_axes(1.1 + 0.34 * len(shown), title, subtitle)
    counts = data.set_index(["reference", "place", "asked"])["n"]
    for y, reference in enumerate(shown):
        left = 0
        for place, colour in _PLACES.items():
            for asked in (True, False):
                n = counts.get((reference, place, asked), 0)
                if not n:
                    continue
                face = colour if asked else "white"
                axes.barh(
                    y, n, left=left, color=face, edgecolor=colour, height=0.66, hatch=None if asked else "..."
                )
                dark = asked and place != "recitals only"
                ink, backing = "white" if dark else "black", "none" if asked else "white"
                box: dict[str, Any] = {"facecolor": backing, "edgecolor": "none", "pad": 1}
                axes.text(left + n / 2, y, n, ha="center", va="center", color=ink, bbox=box)
                left += n
    axes.set_yticks(range(len(shown)), [columns[reference].replace("\n", " ") for reference in shown])
    axes.set(xlabel=say("people"), ylim=(len(shown) - 0.5, -0.5))
    axes.tick_params(axis="y", length=0)
    words = {
        "recitals only": say("recitals only"),
        "both": say("both"),
        "paragraphs only": say("paragraphs only"),
    }
    handles = [
        Patch(facecolor=colour, edgecolor=colour, label=words[place]) for place, colour in _PLACES.items()
    ]
    dotted = say("dotted: nothing is asked")
    handles.append(Patch(facecolor="white", edgecolor="#606060", hatch="...", label=dotted))
    _add_legend(axes, handles, 4)
    return axes


@_styled
def plot_shares(
    data: pd.DataFrame,
    step: str,
    words: Mapping[Any, str],
    groups: Mapping[str, str],
    title: str,
    subtitle: str,
) -> Axes:
    """100 % bars: how each group is asked, counts in the bars.

    Args:
        data: group, the step column, n, share (of the group).
        step: the column whose values are stacked, in the order of `words`.
        words: value of the step → legend, at most five, from light to dark.
        groups: group → what it is called, in the order of the bars.
    """
    shown = [group for group in groups if group in set(data["group"])]
    axes = _new_axes(0.9 + 0.36 * len(shown), title, subtitle)
    shades = dict(zip(words, _LADDER.values(), strict=False))
    for y, group in enumerate(shown):
        left = 0.0
        rows = {getattr(row, step): row for row in data[data["group"] == group].itertuples()}
        for place, value in enumerate(words):
            if value not in rows:
                continue
            row = rows[value]
            axes.barh(y, row.share * 100, left=left, color=shades[value], edgecolor="white", height=0.7)
            if row.share > 0.03:
                colour = "white" if place > 2 else "black"
                axes.text(left + row.share * 50, y, row.n, ha="center", va="center", color=colour)
            left += row.share * 100
    totals = data.groupby("group")["n"].sum()
    axes.set_yticks(range(len(shown)), [f"{groups[group]} (n = {totals[group]})" for group in shown])
    axes.set(xlim=(0, 100), xlabel=say("per cent of the demands"))
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    handles = [Patch(facecolor=shades[value], edgecolor="#c8c8c8", label=words[value]) for value in words]
    _add_legend(axes, handles, 3)
    return axes


_SIGNS = {
    "first_seen": "○",
    "seen_again": "●",
    "new": "N",
    "repeated": "=",
    "stronger": "▲",
    "weaker": "▼",
    "narrowed": "<",
    "broadened": ">",
    "split": "Y",
    "merged": "Λ",
    "moved": "→",
    "acknowledged": "✓",
    "dropped": "×",
}


@_styled
def plot_lineages(
    data: pd.DataFrame, columns: Mapping[str, str], labels: Mapping[str, str], title: str, subtitle: str
) -> Axes:
    """Lineages by resolutions: a sign for each step, shaded by strength.

    Args:
        data: lineage_id, reference, status (missing where unknown), strength (missing where not compared).
        columns: reference → label, in order.
        labels: lineage → label.
    """
    items = list(dict.fromkeys(data["lineage_id"]))
    axes = _new_axes(1.25 + 0.2 * len(items), title, subtitle)
    place = {reference: x for x, reference in enumerate(columns)}
    for row in data.itertuples():
        x, y = place[row.reference], items.index(row.lineage_id)
        if pd.isna(row.status):
            _cell(axes, x, y, "unknown", "white")
            continue
        gone = row.status == "dropped"
        step = 3 if pd.isna(row.strength) else int(row.strength)
        _cell(axes, x, y, "absent" if gone else "present", _LADDER[step])
        dark = step > 3 and not gone
        axes.text(x, y, _SIGNS[row.status], ha="center", va="center", color="white" if dark else "black")
    _label_grid(axes, columns.values(), [labels[name] for name in items])
    met = [status for status in _SIGNS if status in set(data["status"].dropna())]
    with plt.rc_context({"text.parse_math": True}):  # signs as markers are written as mathematics
        handles: list = [
            Line2D(
                [],
                [],
                linestyle="",
                marker=f"${_SIGNS[status]}$",
                color="black",
                label=label("status", status),
            )
            for status in met
        ]
        if data["status"].isna().any():
            handles.append(_unknown_patch(say("not known")))
        if data["strength"].notna().any():
            handles += [
                Patch(facecolor=_LADDER[1], label=say("weakest step")),
                Patch(facecolor=_LADDER[5], label=say("strongest step")),
            ]
        _add_legend(axes, handles, 5)
    return axes


@_styled
def plot_intervals(data: pd.DataFrame, title: str, subtitle: str, measure: str) -> Axes:
    """Items with a value and an interval, in panels of one group each; a line marks no difference.

    Args:
        data: item, part and since (the group), log_ratio, low, high; drawn in the order of the frame.
        measure: label of the axis.
    """
    rows = data.reset_index(drop=True)
    groups = list(dict.fromkeys(zip(rows["part"], rows["since"], strict=True)))
    axes = _new_axes(0.9 + 0.2 * (len(rows) + len(groups)), title, subtitle)
    y, ticks, words = 0, [], []
    for part, since in groups:
        ticks.append(y)
        words.append(say("since {since}, {part}:", since=since, part=part))
        y += 1
        for row in rows[(rows["part"] == part) & (rows["since"] == since)].itertuples():
            colour = BLUE if row.log_ratio > 0 else ORANGE
            axes.plot([row.low, row.high], [y, y], color=colour, linewidth=1.4)
            shape, face = ("o" if row.log_ratio > 0 else "D"), ("white" if pd.isna(row.low) else colour)
            axes.plot(row.log_ratio, y, shape, color=colour, markerfacecolor=face, markersize=5)
            ticks.append(y)
            words.append(f"{row.item} ({row.n_reference} → {row.n_target})")
            y += 1
    axes.axvline(0, color="#808080", linewidth=0.8)
    axes.set_yticks(ticks, words)
    axes.set(ylim=(y - 0.4, -0.6), xlabel=measure)
    axes.tick_params(axis="y", length=0)
    handles = [
        Line2D([], [], marker="o", color=BLUE, label=say("more frequent after")),
        Line2D([], [], marker="D", color=ORANGE, label=say("less frequent after")),
    ]
    if rows["low"].isna().any():
        handles.append(
            Line2D(
                [],
                [],
                marker="o",
                linestyle="",
                color="#404040",
                markerfacecolor="white",
                label=say("on one side only"),
            )
        )
    _add_legend(axes, handles, 3)
    return axes


@_styled
def plot_null(data: pd.DataFrame, title: str, subtitle: str) -> Axes:
    """Observed values on the bands that chance gives.

    Args:
        data: item, jsd, low and high of the null, real.
    """
    axes = _new_axes(0.9 + 0.22 * len(data), title, subtitle)
    for y, row in enumerate(data.itertuples()):
        axes.barh(y, row.high - row.low, left=row.low, height=0.6, color="#d9d9d9")
        axes.plot(row.jsd, y, **_NULL_MARKS[_beyond_chance(row)], markersize=5.5)
    axes.set_yticks(range(len(data)), list(data["item"]))
    axes.use_sticky_edges = False
    axes.set(ylim=(len(data) - 0.4, -0.6), xlabel=say("bits"))
    axes.tick_params(axis="y", length=0)
    handles: list[Artist] = [Patch(facecolor="#d9d9d9", label=say("central 90 % of permutations"))]
    met = {_beyond_chance(row) for row in data.itertuples()}
    handles += [
        Line2D([], [], linestyle="", **mark, label=say(_NULL_WORDS[kind]))
        for kind, mark in _NULL_MARKS.items()
        if kind in met
    ]
    _add_legend(axes, handles, 2)
    return axes


_NULL_MARKS: dict[str, dict[str, Any]] = {
    "real": {"marker": "o", "color": BLUE},
    "not shown": {"marker": "o", "color": "#404040", "markerfacecolor": "white"},
    "alike": {"marker": "D", "color": ORANGE, "markerfacecolor": "white"},
}
_NULL_WORDS = {
    "real": "more than chance (q ≤ 0.05)",
    "not shown": "not shown to be more than chance",
    "alike": "more alike than permuted paragraphs",
}


def _beyond_chance(row: Any) -> str:
    return "real" if row.real else "alike" if row.jsd < row.low else "not shown"


def group_words() -> dict[str, str]:
    """Each group of addressees → what it is called."""
    return {
        "target": say("the country's bodies"),
        "eu": say("EU bodies"),
        "parliament": say("Parliament"),
        "other": say("others"),
    }


def ladder_words() -> dict[int, str]:
    """Each step of the directive ladder → its number and verb."""
    return {
        1: say("1 encourages"),
        2: say("2 requests"),
        3: say("3 calls on"),
        4: say("4 urges"),
        5: say("5 demands"),
    }


@_styled
def plot_series(data: pd.DataFrame, order: list[str], title: str, subtitle: str) -> Axes:
    """Means with intervals by text, the country's bodies beside EU bodies.

    Args:
        data: short, group (target | eu), mean, low, high, n.
        order: the texts, in order.
    """
    axes = _new_axes(2.1, title, subtitle)
    for shift, (group, shape, colour) in {-0.1: ("target", "o", BLUE), 0.1: ("eu", "D", ORANGE)}.items():
        for row in data[data["group"] == group].itertuples():
            x = order.index(row.short) + shift
            if pd.notna(row.low):
                axes.plot([x, x], [row.low, row.high], color=colour, linewidth=1.4)
            axes.plot(x, row.mean, shape, color=colour, markersize=5.5)
            axes.annotate(f"{row.n}", (x, row.mean), xytext=(5, 3), textcoords="offset points", fontsize=7)
    _label_texts(axes, order)
    axes.set(ylim=(0.8, 5.2), xlim=(-0.5, len(order) - 0.5))
    axes.set_yticks(range(1, 6), ladder_words().values())
    handles = [
        Line2D([], [], marker="o", color=BLUE, label=say("on the country's bodies (n beside)")),
        Line2D([], [], marker="D", color=ORANGE, label=say("on EU bodies")),
    ]
    _add_legend(axes, handles, 2)
    return axes


@_styled
def plot_counts(data: pd.DataFrame, columns: Mapping[str, str], title: str, subtitle: str) -> Axes:
    """The share of paragraphs that have a word, by text, a line per language.

    Args:
        data: reference, language, share (0–1).
        columns: reference → short name, in order.
    """
    axes = _new_axes(2.0, title, subtitle)
    places = {reference: place for place, reference in enumerate(columns)}
    for (language, rows), colour in zip(
        data.groupby("language", sort=False), (BLUE, ORANGE, "#606060"), strict=False
    ):
        axes.plot(rows["reference"].map(places), 100 * rows["share"], "o-", color=colour, label=str(language))
    _label_texts(axes, list(columns.values()))
    axes.set(xlim=(-0.5, len(columns) - 0.5), ylabel=say("% of paragraphs"))
    axes.set_ylim(bottom=0)
    _add_legend(axes, axes.get_legend_handles_labels()[0], 3)
    return axes
