"""A comparison of two resolutions as a Word memo: headings, tables, and the changed words marked."""

import io
from typing import Any

import pandas as pd

from analysis.comparison.pairs import Pair, describe_coverage
from analysis.lexicon.markup import is_published
from analysis.lexicon.office import import_optional, to_legal
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

_WIDTHS = (5.5, 10.5, 10.5)  # centimetres, on a page that lies on its side
_SMALL = 8.5  # points


def make_comparison_document(pair: Pair, rows: pd.DataFrame) -> bytes:
    """The comparison as a Word file; in passages added words are bold and gone ones struck.

    Args:
        pair: what was compared.
        rows: as `list_changes` gives them.

    Raises:
        InputError: the library for Word files is not installed.
    """
    docx = import_optional("docx")
    document, citations = docx.Document(), Citations(pair)
    _lay_on_side(document)
    document.core_properties.title = to_legal(tell_title(pair))[:255]
    document.add_heading(to_legal(tell_title(pair)), level=0)
    document.add_paragraph(to_legal(describe_coverage(pair)))
    sections = split_sections(rows)
    key = document.add_paragraph("Marked: " if sections else "Nothing is known of both.")
    if sections:
        key.add_run("only in the earlier passage").font.strike = True
        key.add_run(", ")
        key.add_run("only in the later one").bold = True
        key.add_run(".")
    for heading, of in sections:
        document.add_heading(to_legal(heading), level=1)
        table = document.add_table(rows=1, cols=3, style="Table Grid")
        _fill_head(table.rows[0], citations, pair)
        for row in of:
            _fill_row(table.add_row().cells, row, citations)
        _set_widths(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _lay_on_side(document: Any) -> None:
    section, size = document.sections[0], import_optional("docx.shared")
    section.orientation = import_optional("docx.enum.section").WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = size.Cm(29.7), size.Cm(21)
    section.left_margin = section.right_margin = size.Cm(1.6)
    section.top_margin = section.bottom_margin = size.Cm(1.8)


def _set_widths(table: Any) -> None:
    size = import_optional("docx.shared")
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = size.Cm(width)


def _fill_head(head: Any, citations: Citations, pair: Pair) -> None:
    """The row of headings, which is repeated on every page."""
    xml = import_optional("docx.oxml")
    repeated = xml.OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)
    head.cells[0].paragraphs[0].add_run("Finding").bold = True
    for cell, reference in zip(head.cells[1:], pair.both, strict=True):
        _add_citation(cell.paragraphs[0], citations.cite(reference))


def _fill_row(cells: Any, row: Any, citations: Citations) -> None:
    runs, what = find_runs(row), tell_what(row)
    if what:
        cells[0].paragraphs[0].add_run(to_legal(what)).bold = True
    _add_small(_next_paragraph(cells[0]), tell_details(row))
    for cell, (side, kind) in zip(cells[1:], SIDES.items(), strict=True):
        told, passage, cited = tell_side(row, side), getattr(row, f"passage_{side}"), citations.of(row, side)
        if told:
            _next_paragraph(cell).add_run(to_legal(told))
        if runs:
            _add_marked(_next_paragraph(cell), runs, kind)
        elif passage:
            _next_paragraph(cell).add_run(to_legal(passage))
        if cited:
            _add_citation(_next_paragraph(cell), cited, _SMALL)


def _next_paragraph(cell: Any) -> Any:
    """The cell's first paragraph while it is empty, else a new one."""
    last = cell.paragraphs[-1]
    return last if not last.runs and not last.hyperlinks else cell.add_paragraph()


def _add_marked(paragraph: Any, runs: Any, kind: str) -> None:
    """One side's passage, its own words marked: bold where they were added, struck where they are gone."""
    for run in runs:
        if run.kind in ("same", kind):
            added = paragraph.add_run(to_legal(run.text))
            added.bold = run.kind == "added" or None
            added.font.strike = run.kind == "gone" or None


def _add_small(paragraph: Any, text: str) -> None:
    paragraph.add_run(to_legal(text)).font.size = import_optional("docx.shared").Pt(_SMALL)


def _add_citation(paragraph: Any, cited: Citation, points: float | None = None) -> None:
    """The words of a citation, a link where it has an address of a known publisher."""
    run = paragraph.add_run(to_legal(cited.words))
    if points:
        run.font.size = import_optional("docx.shared").Pt(points)
    if cited.address and is_published(cited.address):
        xml = import_optional("docx.oxml")
        kind = import_optional("docx.opc.constants").RELATIONSHIP_TYPE.HYPERLINK
        link = xml.OxmlElement("w:hyperlink")
        link.set(
            import_optional("docx.oxml.ns").qn("r:id"), paragraph.part.relate_to(cited.address, kind, True)
        )
        run.font.underline = True
        paragraph._p.append(link)
        link.append(run._r)
