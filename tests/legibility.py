"""What is wrong with the places of a chart's words."""

from itertools import combinations


def boxes_of(texts):
    return [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text().strip()]


def ticks_in_view(axis):
    low, high = sorted(axis.get_view_interval())
    ticks = zip(axis.get_majorticklocs(), axis.get_ticklabels(), strict=True)
    return [words for place, words in ticks if low <= place <= high]


def find_faults(figure):
    """What is cut at the figure's edge, and what lies on what."""
    figure.canvas.draw()
    frame = figure.bbox
    heads = boxes_of(figure.texts)
    groups = [heads, *(boxes_of(legend.get_texts()) for legend in figure.legends)]
    for axes in figure.axes:
        groups += [boxes_of(ticks_in_view(axes.xaxis)), boxes_of(ticks_in_view(axes.yaxis))]
        groups.append(boxes_of([axes.xaxis.label]))
    faults = [
        f"cut: {words}"
        for group in groups
        for words, box in group
        if box.x0 < frame.x0 - 1 or box.x1 > frame.x1 + 1 or box.y0 < frame.y0 - 1 or box.y1 > frame.y1 + 1
    ]
    for group in groups:
        faults += [
            f"{a} on {b}" for (a, one), (b, other) in combinations(group, 2) if overlap(one, other) > 1
        ]
    blocks = [*(("legend", legend.get_window_extent()) for legend in figure.legends), *heads]
    blocks += [(f"panel {place}", axes.get_tightbbox()) for place, axes in enumerate(figure.axes)]
    faults += [f"{a} on {b}" for (a, one), (b, other) in combinations(blocks, 2) if overlap(one, other) > 1]
    return faults


def overlap(one, other):
    """The lesser side of what two boxes share, in pixels."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return min(width, height)
