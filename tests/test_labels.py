import ast
import json
import re
from dataclasses import dataclass
from string import Formatter

import matplotlib.pyplot as plt
import pytest
from legibility import find_faults
from matplotlib.text import Text

from analysis import load
from analysis.cli import main
from analysis.lexicon.codes import CODES, label, labels
from analysis.lexicon.errors import InputError
from analysis.lexicon.labels import decimal, label_language, say
from analysis.lexicon.places import PROJECT
from analysis.lexicon.tables import read_lexicon
from analysis.report import corpus_figures as figures
from analysis.report import demand_figures, export, language_figures, people_figures
from analysis.report.export import figures_folder, has_own_edition
from analysis.report.notebooks import write_report

MODULES = (figures, demand_figures, people_figures, language_figures)
ENGLISH = re.compile(
    r"\b(of|the|and|is|are|was|were|by|on|to|in|or|for|not|no|known|named|asked|texts|people|with|from|than|each|which|"
    r"nothing|none|read|seen|found|demands|themes|resolutions|paragraphs|recitals|country|most|others?|votes|against|"
    r"since|part|both|Mar|Nov)\b"
)


def templates_in(node, tables):
    match node:
        case ast.Constant(value=str(template)):
            return [template]
        case ast.IfExp(body=body, orelse=orelse):
            return templates_in(body, tables) + templates_in(orelse, tables)
        case ast.Name(id=name):
            return templates_in(tables[name], tables)
        case ast.Subscript(value=ast.Name(id=name)):
            return [template for value in tables[name].values for template in templates_in(value, tables)]
    raise AssertionError(f"a template that no test can find: {ast.unparse(node)}")


def templates():
    found = set()
    for path in sorted((PROJECT / "analysis").rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        tables = {
            target.id: one.value
            for one in module.body
            if isinstance(one, ast.Assign)
            for target in one.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and path.stem != "labels":
                for place in {"say": [0], "counted": [1, 2]}.get(call.func.id, []):
                    found |= set(templates_in(call.args[place], tables))
    return found


def test_every_template_has_a_swedish_row_and_no_row_is_unused():
    rows = [row["en"] for row in read_lexicon("chart_words")]
    assert rows == sorted(set(rows))
    assert set(rows) == templates()


def test_both_languages_have_the_same_placeholders():
    for row in read_lexicon("chart_words"):
        english, swedish = (
            sorted(name for _, name, _, _ in Formatter().parse(row[side]) if name is not None)
            for side in ("en", "sv")
        )
        assert english == swedish, row["en"]
        assert row["sv"].strip()


def test_every_code_has_a_swedish_label(monkeypatch):
    monkeypatch.setenv("RESOLUTION_LABELS", "sv")
    assert label("theme", "political_prisoners") == "politiska fångar"
    assert label("addressee", "target_government") == "landets regering"
    for name in CODES:
        assert all(labels(name).values())
        assert len(set(labels(name).values())) == len(labels(name))


def test_english_is_the_default_and_fills_what_has_no_swedish(monkeypatch):
    monkeypatch.delenv("RESOLUTION_LABELS", raising=False)
    assert say("{n} others", n=2) == "2 others"
    assert (label("asked", "asylum"), decimal(1.25, ".2f")) == ("asylum", "1.25")
    monkeypatch.setenv("RESOLUTION_LABELS", "sv")
    assert say("{n} others", n=2) == "2 andra"
    assert say("{n} lamps", n=2) == "2 lamps"
    assert (label("asked", "asylum"), decimal(1.25, "+.2f")) == ("asyl", "+1,25")
    assert figures.joined(["a", "b", "c", "d"]) == "a, b och 2 andra"


def test_another_language_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("RESOLUTION_LABELS", "la")
    with pytest.raises(InputError, match="no labels in 'la'"):
        label_language()
    with pytest.raises(InputError, match="no labels in 'fi'"):
        write_report("practice", tmp_path, "fi")


def test_a_swedish_report_leaves_the_tracked_edition_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("RESOLUTION_FIGURES", raising=False)
    monkeypatch.delenv("RESOLUTION_LABELS", raising=False)
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    monkeypatch.setattr(export, "PROJECT", tmp_path)
    monkeypatch.setattr("analysis.report.notebooks.NOTEBOOKS", tmp_path / "notebooks")
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": "import os\nos.environ['RESOLUTION_LABELS']",
        "outputs": [],
        "execution_count": None,
    }
    content = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "01_words.ipynb").write_text(content, encoding="utf-8")
    assert main(["report", "--labels", "sv"]) == 0
    assert (tmp_path / "notebooks" / "01_words.ipynb").read_text(encoding="utf-8") == content
    written = tmp_path / "figures" / "local" / "kazakhstan-sv" / "01_words.ipynb"
    assert "'sv'" in str(json.loads(written.read_text(encoding="utf-8"))["cells"][0]["outputs"])

    corpus = load("kazakhstan")
    assert (has_own_edition(corpus), has_own_edition(corpus, "sv")) == (False, True)
    monkeypatch.setenv("RESOLUTION_LABELS", "sv")
    assert figures_folder(corpus) == written.parent
    assert figures_folder(corpus, "en") == tmp_path / "figures" / "local" / "kazakhstan"


@dataclass
class Drawn:
    name: str
    texts: list[str]
    words: str
    faults: list[str]


def draw(corpus, functions, folder, monkeypatch):
    """Every figure of a corpus, with the texts on it and what is wrong with their places."""
    monkeypatch.setenv("RESOLUTION_FIGURES", str(folder))
    drawn = []

    def watch(corpus, axes, name, data, **words):
        figure = axes.get_figure(root=True)
        faults = find_faults(figure)
        texts = [" ".join(text.get_text().split()) for text in figure.findobj(Text)]
        saved = export.save_figure(corpus, axes, name, data, **words)
        drawn.append(Drawn(name, texts, (folder / f"{name}.md").read_text(encoding="utf-8"), faults))
        return saved

    monkeypatch.setattr(export, "_draw", lambda *_, **__: b"")
    for module in MODULES:
        monkeypatch.setattr(module, "save_figure", watch)
    for function in functions:
        function(corpus)
    assert not plt.get_fignums()
    return drawn


def figure_functions():
    return [
        getattr(module, name)
        for module in MODULES
        for name in dir(module)
        if name.startswith("figure_") and getattr(module, name).__module__ == module.__name__
    ]


def strings_of(corpus):
    """Titles, instruments, names, demands: what charts show as the data have it."""
    frames = (corpus.invoked, corpus.hand_people, corpus.hand_demands, corpus.resolutions)
    cells = {
        cell
        for frame in frames
        for column in frame.columns
        for cell in frame[column]
        if isinstance(cell, str)
    }
    cells |= set(demand_figures.list_lineages(corpus)["what"].dropna())
    cells |= {cell.split(",")[0].split(" (")[0] for cell in cells}
    return sorted((cell for cell in cells if " " in cell), key=len, reverse=True)


def without(strings, text):
    start = text.removesuffix(" …")
    if any(string.startswith(start) for string in strings):
        return ""
    for string in strings:
        text = text.replace(string, "")
    return text


@pytest.fixture(scope="module", params=["kazakhstan", "practice"])
def swedish(request, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_TEXTS", "none")
        patch.setenv("RESOLUTION_LABELS", "sv")
        patch.setattr("analysis.language.units.STAGES", ((99, 1.0),))
        patch.setattr("analysis.language.divergence.PERMUTATIONS", 99)
        corpus = load(request.param)
        folder = tmp_path_factory.mktemp(request.param)
        return draw(corpus, figure_functions(), folder, patch), strings_of(corpus)


def test_no_english_word_stands_in_a_swedish_chart(swedish):
    drawn, strings = swedish
    assert len(drawn) >= 10
    left = [
        (one.name, found[0], text)
        for one in drawn
        for text in [*one.texts, *one.words.splitlines()]
        if (found := ENGLISH.search(without(strings, text)))
    ]
    assert not left
    assert all("Källa: " in one.words for one in drawn)


def test_no_swedish_word_is_cut_or_lies_on_another(swedish):
    assert not [(one.name, one.faults) for one in swedish[0] if one.faults]


def test_the_search_finds_the_words_of_english_charts(tmp_path, monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    corpus = load("kazakhstan")
    functions = [figures.figure_votes, figures.figure_themes, people_figures.figure_people]
    for one in draw(corpus, functions, tmp_path, monkeypatch):
        assert sum(bool(ENGLISH.search(text)) for text in [*one.texts, *one.words.splitlines()]) > 6


def test_a_month_stands_before_its_year_in_swedish(monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    corpus = load("kazakhstan")
    assert "2012 Mar" in set(corpus.series["short"])
    monkeypatch.setenv("RESOLUTION_LABELS", "sv")
    assert "mars 2012" in set(corpus.series["short"])
