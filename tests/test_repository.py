import csv
import json
import re
import subprocess

import pytest

from analysis.corpus.codebook import CODEBOOK, describe
from analysis.corpus.datapackage import describe_package
from analysis.documents.parse import parse
from analysis.documents.tokens import find_words
from analysis.lexicon.places import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def tracked_files():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=PROJECT, capture_output=True, text=True
    ).stdout.splitlines()
    if not listed:
        pytest.skip("not a git checkout, so the tracked files are not known")
    return [PROJECT / name for name in listed if (PROJECT / name).is_file()]


def test_the_codebook_is_fresh():
    assert CODEBOOK.read_text(encoding="utf-8") == describe(), "stale: run `make codebook`"


def test_no_file_names_a_package_registry():
    hosts = ["".join(parts) for parts in (("pypi", ".org"), ("python", "hosted"), ("npm", "js.org"))]
    for path in tracked_files():
        if path.suffix not in (".png", ".pdf"):
            text = path.read_text(encoding="utf-8")
            assert not any(host in text for host in hosts), path


def test_the_lock_file_has_pins_and_no_addresses():
    lines = (PROJECT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"[a-z0-9._-]+==[\w.]+( ; .+)?$", line) for line in lines)


def test_no_sentence_of_an_official_text_stands_in_the_repository(real_text):
    document = parse(real_text("P9_TA(2021)0056", "sv"))
    official = set()
    for unit in document.paragraphs[:-1]:  # the last forwards the resolution, in a formula that all share
        words = [word.lower() for word in find_words(unit.text)]
        if unit.section != "citation":
            official |= {tuple(words[i : i + 12]) for i in range(len(words) - 11)}
    lists_of_names = {name.lower() for name in find_words(_names())}
    for path in tracked_files():
        if path.suffix not in (".png", ".pdf"):
            words = [word.lower() for word in find_words(path.read_text(encoding="utf-8"))]
            runs = {tuple(words[i : i + 12]) for i in range(len(words) - 11)}
            shared = [run for run in runs & official if sum(word in lists_of_names for word in run) < 8]
            assert not shared, path


def _names():
    return (PROJECT / "corpus" / "kazakhstan" / "spellings.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_leaves_no_hole_in_the_comparison(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    sources = ["".join(cell["source"]) for cell in code]
    compared = [cell for cell in code if "nbval-check-output" in cell["metadata"].get("tags", [])]
    assert compared
    empty = [
        source for cell, source in zip(code, sources, strict=True) if cell in compared and not cell["outputs"]
    ]
    assert all(
        "table_" in source or "show_" in source for source in empty
    )  # a table without rows shows nothing
    everything = "\n".join(sources)
    for forbidden in (
        "NBVAL_SKIP",
        "NBVAL_IGNORE_OUTPUT",
        "NBVAL_RAISES",
        "def ",
        "for ",
        "%",
        "assert True",
    ):
        assert forbidden not in everything
    assert all(len(source.splitlines()) <= 10 for source in sources)
    assert not any(
        output["output_type"] in ("error", "stream") for cell in code for output in cell["outputs"]
    )
    assert "parameters" in notebook["cells"][1]["metadata"]["tags"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_number_stands_in_prose_that_is_not_computed(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            prose = re.sub(r"\[.*?\]\(.*?\)|`.*?`", "", "".join(cell["source"]))
            assert not re.search(r"\d", prose), prose


def test_figures_and_tables_are_those_that_the_notebooks_show():
    expected = {"report.html", "people.html"}
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                name = "".join(output.get("data", {}).get("text/plain", "")).split(":")[0]
                if "image/png" in output.get("data", {}):
                    expected |= {f"{name}.{kind}" for kind in ("svg", "pdf", "png", "csv", "md")}
                elif re.fullmatch(r"\d\d_\w+", name):
                    expected |= {f"{name}.{kind}" for kind in ("csv", "html")}
    assert {path.name for path in (PROJECT / "figures").iterdir() if path.is_file()} == expected


def test_the_data_package_is_fresh_and_valid():
    frictionless = pytest.importorskip("frictionless")
    folder = PROJECT / "corpus" / "kazakhstan"
    path = folder / "datapackage.json"
    assert path.read_text(encoding="utf-8") == describe_package(folder), "stale: run `make codebook`"
    report = frictionless.validate(str(path))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]
    assert report.stats["tasks"] >= 15


def test_no_cell_of_a_shipped_table_is_taken_for_a_formula():
    for path in tracked_files():
        if path.suffix == ".csv" and "lexicon" not in path.parts:
            with open(path, encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    for cell in row:
                        number = re.fullmatch(r"[-+]?\d+(\.\d+)?(e-?\d+)?", cell)
                        assert number or not cell.startswith(("=", "+", "-", "@", "\t")), (path, row)
