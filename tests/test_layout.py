"""The folders of the package are the data's journey: each imports only from those before it."""

import ast
from pathlib import Path

import pytest

import analysis

PACKAGE = Path(analysis.__file__).parent
JOURNEY = (
    "lexicon",
    "documents",
    "names",
    "annotation",
    "corpus",
    "sources",
    "passages",
    "demands",
    "people",
    "language",
    "comparison",
    "agreement",
    "coding",
    "report",
    "cli",
)
# What is asked of a corpus is found by what builds on it, when it is asked.
ASKED = {("corpus/corpus.py", to) for to in ("passages", "people", "comparison", "corpus.readings")}


def imported(path: Path) -> list[str]:
    """Names of the package's modules that a file imports, wherever in it but for the checking of types."""
    names = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if "TYPE_CHECKING" not in ast.unparse(node).partition("\n")[0]]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("analysis."):
            names.append(node.module.removeprefix("analysis."))
    return names


def test_the_folders_are_the_journey():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(JOURNEY[:-1])
    assert {path.stem for path in PACKAGE.glob("*.py")} == {"__init__", "cli"}


@pytest.mark.parametrize("folder", JOURNEY[:-1])
def test_no_import_runs_back_up(folder):
    for path in (PACKAGE / folder).glob("*.py"):
        for module in imported(path):
            to = module.split(".")[0]
            asked = (f"{folder}/{path.name}", to) in ASKED
            assert asked or JOURNEY.index(to) <= JOURNEY.index(folder), f"{path.name} imports {module}"


@pytest.mark.parametrize("folder", JOURNEY[:-1])
def test_no_cycle_within_a_folder(folder):
    waiting = {
        path.stem: {
            name.split(".")[1]
            for name in imported(path)
            if name.startswith(f"{folder}.") and (f"{folder}/{path.name}", name) not in ASKED
        }
        for path in (PACKAGE / folder).glob("*.py")
    }
    while waiting:
        free = [name for name, needs in waiting.items() if not needs & set(waiting)]
        assert free, f"a cycle among {sorted(waiting)}"
        for name in free:
            del waiting[name]


def test_nothing_shadows_a_folder():
    assert {"load", "parse", "match_names"} <= set(dir(analysis))
    for folder in JOURNEY:
        __import__(f"analysis.{folder}")
        assert getattr(analysis, folder).__name__ == f"analysis.{folder}"
