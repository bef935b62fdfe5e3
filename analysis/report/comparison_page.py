"""A comparison of two resolutions for readers: one self-contained HTML page, or a memo in Markdown or Word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.comparison.pairs import Pair, describe_coverage
from analysis.lexicon.files import write_whole
from analysis.lexicon.markup import escape_html, escape_markdown, link
from analysis.lexicon.office import check_output
from analysis.report.comparison_document import make_comparison_document
from analysis.report.comparison_words import (
    SIDES,
    Citation,
    Citations,
    find_runs,
    split_sections,
    tell_details,
    tell_side,
    tell_title,
    tell_what,
)
from analysis.report.links import TEXTS_PAGE, mark_place
from analysis.report.marked_words import to_html, to_markdown
from analysis.report.shell import NO_SCRIPT

STYLE = """<style>
table.changes {border-collapse: collapse; width: 100%; table-layout: fixed; font: 14px/1.45 sans-serif}
table.changes caption {text-align: left; padding: 0.5em 0}
table.changes th, table.changes td {text-align: left !important; vertical-align: top; white-space: normal;
  padding: 0.4em 1em 0.4em 0; border-bottom: 1px solid #bbb; overflow-wrap: anywhere}
table.changes td p {margin: 0 0 0.3em} table.changes .more {font-size: 12px; opacity: 0.85}
table.changes del {background: #fbe0dd; color: #7a1500} table.changes ins {background: #dcefdc; color: #0b4a13}
@media (max-width: 40em) {table.changes thead, table.changes td:empty {display: none}
  table.changes tr, table.changes td {display: block; border-bottom: 0} table.changes tr {border-bottom: 1px solid #bbb}}
</style>"""
_PAGE_STYLE = """body {font: 15px/1.5 sans-serif; max-width: 75em; margin: 2em auto; padding: 0 1em; color: #1a1a1a}
@media print {body {margin: 0; max-width: none}}"""
_NOTHING = "Nothing is known of both."


def check_target(path: Path) -> None:
    """Refuse a file that no comparison can be written to.

    Raises:
        InputError: its name ends neither in .html nor in .md or .docx, or its folder does not exist.
    """
    check_output(path, list(_MAKERS), "A comparison")


def save_comparison(pair: Pair, rows: pd.DataFrame, path: Path) -> None:
    """Write a comparison as HTML, Markdown or a Word file, by the ending of the file's name.

    Args:
        pair: what was compared.
        rows: as `list_changes` gives them.
        path: of the file, .html, .md or .docx.

    Raises:
        InputError: as `check_target`.
    """
    check_target(path)
    made = _MAKERS[path.suffix.lower()](pair, rows)
    write_whole(path, made.encode() if isinstance(made, str) else made)


def make_comparison_page(pair: Pair, rows: pd.DataFrame) -> str:
    """The comparison as one HTML page that needs no network and runs no script."""
    title, citations = escape_html(tell_title(pair)), Citations(pair)
    parts, listed = [], []
    for number, (heading, of) in enumerate(split_sections(rows)):
        listed.append(f'<li><a href="#part-{number}">{escape_html(heading)}</a></li>')
        table = make_rows(pair, of, citations)
        parts.append(f'<h2 id="part-{number}">{escape_html(heading)}</h2>\n{table}')
    head = (
        "<!doctype html>\n<html lang='en'>\n<head><meta charset='utf-8'>\n"
        f"{NO_SCRIPT}\n"
        f"<title>{title}</title>\n{STYLE}\n<style>\n{_PAGE_STYLE}\n</style></head>\n<body>"
    )
    told = f"<h1>{title}</h1>\n<p>{escape_html(describe_coverage(pair))}</p>"
    key = "<p>Marked: <del>only in the earlier passage</del>, <ins>only in the later one</ins>.</p>"
    found = f"<nav><ul>{''.join(listed)}</ul></nav>" if listed else f"<p>{_NOTHING}</p>"
    return "\n".join([head, told, key, found, *parts, "</body></html>", ""])


def make_rows(
    pair: Pair, rows: list[Any], citations: Citations, caption: str = "", beside: bool = False
) -> str:
    """A table of HTML: what was found, and what stands in the earlier and the later text.

    Args:
        pair: what was compared.
        rows: named tuples of `list_changes`, missing values None.
        citations: of the pair.
        caption: HTML.
        beside: citations lead to the page of texts that lies beside, where there is one.
    """
    heads = [_html_link(citations.cite(reference)) for reference in pair.both]
    columns = "".join(f"<th scope='col'>{words}</th>" for words in ("Finding", *heads))
    cells = "\n".join(_html_row(row, citations, pair.language, beside) for row in rows)
    head = f"<caption><strong>{caption}</strong></caption>" if caption else ""
    return (
        f"<table class='changes'>{head}<thead><tr>{columns}</tr></thead>\n<tbody>\n{cells}\n</tbody></table>"
    )


def make_comparison_memo(pair: Pair, rows: pd.DataFrame) -> str:
    """The comparison in Markdown; in passages **added** and ~~gone~~ words are marked."""
    citations, sections = Citations(pair), split_sections(rows)
    earlier, later = (_markdown_link(citations.cite(reference)) for reference in pair.both)
    lines = [f"# {escape_markdown(tell_title(pair))}", f"Earlier: {earlier}. Later: {later}."]
    lines.append(escape_markdown(describe_coverage(pair)))
    lines.append(
        "Marked: **only in the later passage**, ~~only in the earlier one~~." if sections else _NOTHING
    )
    for heading, of in sections:
        lines.append(f"## {escape_markdown(heading)}")
        lines += [_markdown_row(row, citations) for row in of]
    return "\n\n".join(lines) + "\n"


_MAKERS: dict[str, Callable[[Pair, pd.DataFrame], str | bytes]] = {
    ".html": make_comparison_page,
    ".md": make_comparison_memo,
    ".docx": make_comparison_document,
}


def _html_row(row: Any, citations: Citations, language: str | None, beside: bool) -> str:
    runs = find_runs(row)
    what = tell_what(row)
    head = f"<p><strong>{escape_html(what)}</strong></p>" if what else ""
    cells = [f'{head}<p class="more">{escape_html(tell_details(row))}</p>']
    for side, kind in SIDES.items():
        passage, cited = getattr(row, f"passage_{side}"), citations.of(row, side)
        said = to_html(runs, kind) if runs else escape_html(passage or "")
        cell = f"<p>{escape_html(tell_side(row, side))}</p>"
        cell += f'<p lang="{escape_html(language or "")}">{said}</p>' if said else ""
        cell += f'<p class="more">{_html_link(cited, beside)}</p>' if cited else ""
        cells.append(cell.replace("<p></p>", ""))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _html_link(cited: Citation, beside: bool = False) -> str:
    if beside and cited.anchor:
        return mark_place(f"{TEXTS_PAGE}#{cited.anchor}", cited.words)
    return link(cited.address, cited.words) if cited.address else escape_html(cited.words)


def _markdown_row(row: Any, citations: Citations) -> str:
    what, runs = tell_what(row), find_runs(row)
    lines = [f"- {f'**{escape_markdown(what)}**: ' if what else ''}{escape_markdown(tell_details(row))}"]
    lines += [to_markdown(runs)] if runs else []
    for side, name in (("before", "Earlier"), ("after", "Later")):
        passage, cited = getattr(row, f"passage_{side}"), citations.of(row, side)
        said = [escape_markdown(tell_side(row, side)), _markdown_link(cited) if cited else ""]
        said += [escape_markdown(passage)] if passage and not runs else []
        lines += [f"{name}: {'; '.join(part for part in said if part)}"] if any(said) else []
    return "\n\n  ".join(lines)


def _markdown_link(cited: Citation) -> str:
    words = escape_markdown(cited.words)
    return f"[{words}]({cited.address})" if cited.address else words
