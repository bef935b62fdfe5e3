"""The report page: the executed notebooks as one self-contained HTML file, by nbconvert.

nbconvert is what JupyterLab itself exports with, so it is there already; its template in
`template/report/` adds what a reader needs and a notebook lacks. Nothing is fetched when the page is read.
"""

import base64
import re
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import TagRemovePreprocessor

_TEMPLATES = Path(__file__).with_name("template")


def make_page(notebooks: list[Path], figures: Path, country: str) -> str:
    """The report as HTML.

    Args:
        notebooks: executed, in the order of the story.
        figures: the folder that they wrote to: CSV and caption of each figure are taken from it.
        country: name of the corpus, for the title.
    """
    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        anchor_link_text="",
    )
    exporter.register_preprocessor(TagRemovePreprocessor(remove_cell_tags={"notebook-only"}), enabled=True)
    whole = _join(notebooks)
    resources = {
        "metadata": {"name": f"What Parliament said about {country.replace('-', ' ').title()}"},
        "data": {path.stem: _data_address(path) for path in sorted(figures.glob("*.csv"))},
        "words": {path.stem: _caption(path) for path in sorted(figures.glob("*.md"))},
        "sections": _sections(whole),
    }
    page, _ = exporter.from_notebook_node(whole, resources=resources)
    return "\n".join(line.rstrip() for line in page.split("\n") if line.strip()) + "\n"


def _join(paths: list[Path]) -> nbformat.NotebookNode:
    """One notebook of several, headings a step lower, since the page has a title of its own."""
    notebooks = [nbformat.read(path, as_version=4) for path in paths]
    whole = notebooks[0]
    whole.cells = [cell for notebook in notebooks for cell in notebook.cells]
    for cell in whole.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"^(#+) ", r"#\1 ", cell.source, flags=re.MULTILINE)
    return whole


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


def _caption(path: Path) -> dict[str, str]:
    """Title, caption and source of a figure, from the file that `save_figure` wrote."""
    _, title, caption, source = path.read_text(encoding="utf-8").strip().split("\n\n")
    return {"title": title.strip("*"), "caption": caption, "source": source}
