"""What a text, a table or a service says stays text: no field of a corpus runs in a page or becomes markup there."""

import csv
import io
import re
import shutil

import nbformat
import pytest
from PIL import Image
from telling import TELLERS, thin

from analysis import load
from analysis.lexicon.places import PROJECT
from analysis.report.page import make_page
from analysis.report.people_page import make_people_page
from analysis.report.texts_page import make_texts_page

RUNS = "<img src=x onerror=alert(document.title)><script>alert(document.title)</script>"
LINKS = "[here](javascript:alert(document.title)) <a href='javascript:alert(document.title)'>there</a>"
HARM = f"{RUNS} {LINKS} **bold** `code` $x$ <b id=harm>"
ADDRESS = 'https://x.example/"><script>alert(document.title)</script>'
FREE = {
    "resolutions": ["title_en", "title_sv", "tabled_by", "note", "source"],
    "people": ["name"],
    "spellings": ["form", "note"],
    "demands": ["summary", "source", "url"],
    "mentions": ["name_as_printed", "source", "url"],
}


def poison(folder):
    """Every free field of the tables and every paragraph of the texts carries markup, Markdown and links."""
    for table, columns in FREE.items():
        path = folder / f"{table}.csv"
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for column in columns:
                row[column] = f"{row[column]} {HARM}" if column != "url" else ADDRESS
        with open(path, "w", encoding="utf-8", newline="") as file:
            written = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            written.writeheader()
            written.writerows(rows)
    for path in (folder / "texts").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(\n\d+\.\s\s[^\n]{60,}?)(?= )", rf"\1 {HARM}", text), encoding="utf-8")
    (folder / "country.toml").write_text(f'name = "{RUNS}"\ninvented = false\n', encoding="utf-8")


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Folder with the page, the tables and the Markdown of a poisoned corpus."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_CORPUS", str(thin(folder, 2, coded="latest", languages=["en"])))
        patch.setenv("RESOLUTION_TEXTS", "none")
        patch.setenv("RESOLUTION_FIGURES", str(folder / "figures"))
        dot = io.BytesIO()
        Image.new("RGB", (2, 2)).save(dot, "PNG")
        patch.setattr("analysis.report.export._draw", lambda *_: dot.getvalue())
        shutil.copytree(PROJECT / "corpus" / "lexicon", folder / "corpus" / "lexicon")
        poison(folder / "corpus" / "marvonia")
        corpus = load("marvonia")
        assert len(corpus.documents) == 2
        cells = [nbformat.v4.new_markdown_cell("# All")]
        for number, teller in enumerate(TELLERS):
            made = teller(corpus)
            if hasattr(made, "_repr_mimebundle_"):
                bundle = made._repr_mimebundle_()
                data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
                data = data or {"text/markdown": made.data}
                output = nbformat.v4.new_output("display_data", data, metadata=metadata)
                cells += [nbformat.v4.new_markdown_cell(f"## Part {number}")]
                cells += [nbformat.v4.new_code_cell("", outputs=[output])]
        notebook = nbformat.v4.new_notebook(cells=cells)
        nbformat.write(notebook, folder / "all.ipynb")
        page = make_page([folder / "all.ipynb"], folder / "figures", RUNS)
        (folder / "figures" / "report.html").write_text(page, encoding="utf-8")
        (folder / "figures" / "people.html").write_text(make_people_page(corpus), encoding="utf-8")
        (folder / "figures" / "texts.html").write_text(make_texts_page(corpus), encoding="utf-8")
    return folder / "figures"


def test_no_field_of_a_corpus_runs_or_becomes_markup(shown, browser):
    pages = sorted(shown.glob("*.html"))
    assert len(pages) > 8
    seen = 0
    for path in pages:
        opened, troubles = browser.new_page(), []
        opened.on("dialog", lambda dialog, troubles=troubles: (troubles.append("a dialog"), dialog.dismiss()))
        opened.on("console", lambda said, troubles=troubles: troubles.append(said.text))
        opened.on("pageerror", lambda error, troubles=troubles: troubles.append(str(error)))
        opened.goto(path.as_uri())
        assert troubles == [], path.name
        assert opened.locator("[onerror], [href^='javascript:'], #harm, img[src='x']").count() == 0, path.name
        seen += opened.locator("body").inner_text().count("<script>alert(document.title)</script>")
        opened.close()
    assert seen > 20  # it is there to be read


def test_no_markdown_file_links_or_runs(shown):
    for path in shown.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text.replace("\\<", ""), path.name
        assert not re.search(r"(?<!\\)\[here(?<!\\)\]\(", text), path.name
