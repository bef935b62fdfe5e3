"""The report page: the executed notebooks as one self-contained HTML file, by nbconvert.

nbconvert is what JupyterLab itself exports with, so it is there already; its template in
`template/report/` adds what a reader needs and a notebook lacks. Nothing is fetched when the page is read, and
its content security policy lets no script run but its own.
"""

import base64
import re
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from analysis.lexicon.markup import escape_html
from analysis.report.links import PEOPLE_PAGE, TEXTS_PAGE, link_places
from analysis.report.shell import TEMPLATES, make_policy, read_template

_PAGES = ((PEOPLE_PAGE, "A page for each person"), (TEXTS_PAGE, "The texts, to be searched"))

_NOTEBOOK_ONLY = "notebook-only"  # tag of a cell


def make_page(notebooks: list[Path], figures: Path, country: str) -> str:
    """The report as HTML.

    Args:
        notebooks: executed, in the order of the story.
        figures: the folder that they wrote to: the CSV of each figure and table is taken from it.
        country: its name, for the title.
    """
    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        anchor_link_text="",
    )
    whole = _join(notebooks)
    script = read_template("page.js")
    resources = {
        "metadata": {"name": escape_html(f"What Parliament said about {country}")},
        "data": {path.stem: _data_address(path) for path in sorted(figures.glob("*.csv"))},
        "sections": _sections(whole),
        "script": script,
        "policy": make_policy(script),
        "pages": [(name, words) for name, words in _PAGES if (figures / name).exists()],
    }
    page, _ = exporter.from_notebook_node(whole, resources=resources)
    return link_places(_tidy(page)) + "\n"


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def _join(paths: list[Path]) -> nbformat.NotebookNode:
    """One notebook of several, headings a step lower, since the page has a title of its own.

    A heading under which nothing stands is left out.
    """
    notebooks = [nbformat.read(path, as_version=4) for path in paths]
    whole = notebooks[0]
    whole.cells = [cell for notebook in notebooks for cell in _filled(notebook.cells)]
    for cell in whole.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"^(#+) ", r"#\1 ", cell.source, flags=re.MULTILINE)
    return whole


def _filled(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Without what only a notebook shows, and the questions to which no cell has an answer."""
    kept: list[nbformat.NotebookNode] = []
    for cell in reversed([one for one in cells if _NOTEBOOK_ONLY not in one.metadata.get("tags", [])]):
        if cell.cell_type == "code":
            answers = any("data" in output for output in cell.outputs)
        else:
            answers = cell.source.startswith("# ") or bool(kept and kept[-1].cell_type == "code")
        if answers:
            kept.append(cell)
    return kept[::-1]


def _sections(notebook: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """(anchor as nbconvert makes it, heading) of each part."""
    heads = [
        match[1]
        for cell in notebook.cells
        if cell.cell_type == "markdown" and (match := re.match(r"## (.+)", cell.source))
    ]
    return [(head.replace(" ", "-"), head) for head in heads]


def _data_address(path: Path) -> str:
    return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(path.read_bytes()).decode()}"
