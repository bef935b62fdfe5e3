import html
import json
import re
import shutil
import subprocess

import nbformat
import pandas as pd
import pytest
from benchmark.invent import SLUG, invent_corpus
from telling import ILL_FORMED

from analysis import load
from analysis.cli import main
from analysis.lexicon.places import PROJECT
from analysis.people.timeline import count_people
from analysis.report.notebooks import NotebookError, _find_results, write_report

HEAD = re.compile(r"<caption><strong>(.*?)</strong>", re.DOTALL)


def state_of_the_repository():
    command = ["git", "status", "--porcelain"]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True).stdout


def outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join(str(output) for cell in cells for output in cell.get("outputs", []))


def test_the_edition_with_texts_runs_on_the_practice_corpus(tmp_path, monkeypatch):
    """On the three latest of its five resolutions, in both languages: all cells run, in less time."""
    shutil.copytree(PROJECT / "corpus" / "practice", tmp_path / "corpus" / "practice")
    for path in (tmp_path / "corpus" / "practice" / "texts").glob("TA-7-*"):
        path.unlink()
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    before = state_of_the_repository()
    folder = tmp_path / "figures"
    written = write_report("practice", folder)
    assert state_of_the_repository() == before
    names = {path.name for path in written}
    assert {path.parent for path in written} == {folder}
    assert "report.html" in names
    assert {"01_corpus.ipynb", "02_demands.ipynb", "03_people.ipynb", "04_language.ipynb"} <= names
    assert {"02_lineages.svg", "02_lineages_table.csv", "02_lineages_table.html", "02_validity.csv"} <= names
    shown = outputs(folder / "02_demands.ipynb")
    assert "links computed from full texts" in shown
    assert "stronger" in shown


def said_in(folder):
    """Everything that the notebooks of a report say: answers, titles, captions, alt texts, heads of tables."""
    for path in sorted(folder.glob("0*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                yield output.get("data", {}).get("text/markdown", "")
                told = output.get("metadata", {}).get("image/png", {})
                yield from (told.get(name, "") for name in ("title", "alt", "caption", "source"))
                yield from HEAD.findall(html.unescape(output.get("data", {}).get("text/html", "")))


def test_a_series_of_nine_texts_in_two_languages_is_reported_and_what_is_said_is_true(tmp_path, monkeypatch):
    invent_corpus(tmp_path / "corpus", 9, seed=3, languages=("sv", "en"))
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    shutil.copytree(PROJECT / "corpus" / "lexicon", tmp_path / "corpus" / "lexicon")
    folder = tmp_path / "figures"
    write_report(SLUG, folder)
    said = list(filter(None, said_in(folder)))
    assert len(said) > 60
    for text in said:
        for kind, pattern in ILL_FORMED.items():
            assert not re.search(pattern, text), (kind, text)
    whole = "\n".join(said)
    assert "9 resolutions, 2000 to 2004" in whole
    assert "Texts on this machine, language versions counted apart: 18." in whole
    assert "9 read in full by rule" in whole
    corpus = load(SLUG)
    assert set(corpus.rule_demands["language"]) == {"sv", "en"}
    people = count_people(corpus)
    named = people.loc[people["state"] == "present"].groupby("person_id")["reference"].nunique()
    assert f"{len(named)} people known to be named; in two resolutions or more: {(named > 1).sum()}" in whole
    read = corpus.demands[corpus.demands["reference"] == corpus.series["reference"].iloc[-1]]
    read = read[read["act_class"] == "directive"]
    strong = f"{(read['strength'] >= 4).sum()} of {len(read)} in {corpus.series['short'].iloc[-1]}"
    assert strong in whole
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert strong in html.unescape(page)
    assert len(pd.read_csv(folder / "02_demands_table.csv")) == len(corpus.demands)


def test_a_corpus_in_which_nothing_can_be_kept_is_reported_all_the_same(tmp_path, monkeypatch):
    invent_corpus(tmp_path, 1, seed=3)
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path))
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    shutil.copytree(PROJECT / "corpus" / "lexicon", tmp_path / "lexicon")
    (tmp_path / SLUG / "cache").write_text("no folder", encoding="utf-8")
    _find_results(SLUG)
    assert len(load(SLUG).rule_demands) > 10


def test_the_edition_with_texts_runs_on_real_texts(real_text, tmp_path, monkeypatch):
    path = real_text("P9_TA(2021)0056", "sv")
    monkeypatch.setenv("RESOLUTION_TEXTS", str(path.parent))
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    shutil.copy(PROJECT / "notebooks" / "01_corpus.ipynb", notebooks)
    monkeypatch.setattr("analysis.report.notebooks.NOTEBOOKS", notebooks)
    before = state_of_the_repository()
    write_report("kazakhstan", tmp_path / "figures")
    assert state_of_the_repository() == before
    assert "language versions counted apart: 1" in outputs(tmp_path / "figures" / "01_corpus.ipynb")


def test_a_failing_cell_writes_nothing(tmp_path, monkeypatch):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": "1 / 0",
        "outputs": [],
        "execution_count": None,
    }
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (notebooks / "01_broken.ipynb").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr("analysis.report.notebooks.NOTEBOOKS", notebooks)
    with pytest.raises(
        NotebookError, match=r"01_broken.ipynb failed \(ZeroDivisionError: division by zero\)"
    ):
        write_report("practice", tmp_path / "out")
    assert not any((tmp_path / "out").iterdir())


def test_a_country_without_resolutions_has_no_report(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path))
    assert main(["new", "Zubrania"]) == 0
    assert main(["report", "--country", "zubrania"]) == 2
    assert "has no resolution to compare" in capsys.readouterr().err
