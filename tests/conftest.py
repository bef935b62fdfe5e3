import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings
from invented import Invented

from analysis import load
from analysis.corpus.build import build_derived
from analysis.corpus.frames import empty_frame
from analysis.documents.parse import parse
from analysis.lexicon.errors import InputError

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_sessionstart(session):
    """What rules find in the practice texts is worked out once, before any process of the tests starts."""
    if not hasattr(session.config, "workerinput"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RESOLUTION_TEXTS", "none")
            patch.delenv("RESOLUTION_CORPUS", raising=False)
            build_derived("practice", jobs=2, into="cache")


@pytest.fixture(scope="session")
def real_text():
    """A function (reference, language) → path of that official text, or a skip that says why."""
    folder = os.environ.get("RESOLUTION_TEXTS", "")
    if not folder or folder == "none":
        pytest.skip("no official texts at hand: RESOLUTION_TEXTS names no folder")
    found = {}
    for path in sorted(Path(folder).iterdir()):
        try:
            document = parse(path)
        except InputError:
            continue
        found[document.reference, document.language] = path

    def find(reference, language):
        if (reference, language) not in found:
            pytest.skip(f"{reference} ({language}) is not in {folder}")
        return found[reference, language]

    return find


def load_quietly(name):
    """A shipped corpus as it is where no official text is at hand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_TEXTS", "none")
        patch.delenv("RESOLUTION_CORPUS", raising=False)
        return load(name)


@pytest.fixture(scope="session")
def practice():
    return load_quietly("practice")


@pytest.fixture(scope="session")
def corpus():
    return load_quietly("kazakhstan")


@pytest.fixture
def country(tmp_path, monkeypatch):
    """Makes a country of which only the texts are known: recitals of each text, then the language."""

    def make(*texts, language="en", **parts):
        folder = tmp_path / "corpus" / "zubrania"
        (folder / "texts").mkdir(parents=True)
        rows = []
        for number, recitals in enumerate(texts, 1):
            reference, year = f"P9_TA(203{number})0999", 2030 + number
            page = Invented(language, reference=reference, recitals=recitals, **parts).page()
            (folder / "texts" / f"{number}.txt").write_text(page, encoding="utf-8")
            rows.append(
                {"reference": reference, "adopted": f"{year}-01-20", "year": year, "compared": "true"}
            )
        table = pd.DataFrame(rows).assign(source="invented")
        table.reindex(columns=empty_frame("resolutions").columns).to_csv(
            folder / "resolutions.csv", index=False
        )
        monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
        monkeypatch.setenv("RESOLUTION_TEXTS", "none")
        return load("zubrania")

    return make


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, or a skip that says why."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
