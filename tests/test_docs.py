"""Every command and code block of the documentation is run, every link leads to a file."""

import re
import shlex
import shutil
import subprocess
import sys

import pytest
from standin import StandIn
from test_discovery import text, titles, work
from test_fetch import PATIENT

from analysis.cli import main
from analysis.lexicon.places import PROJECT
from analysis.sources import web

DOCS = [PROJECT / "README.md", PROJECT / "docs" / "HOWTO.md", PROJECT / "corpus" / "SOURCES.md"]
BELARUS = "http://eurovoc.europa.eu/990009"


def lines_of(start):
    return [
        line.strip().partition("  #")[0].strip()
        for path in DOCS
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("    ") and line.strip().startswith(start)
    ]


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """A copy of the corpus, a text of it that is invented, a saved page, and services that know one on Belarus."""
    shutil.copytree(PROJECT / "corpus" / "kazakhstan", tmp_path / "corpus" / "kazakhstan")
    (tmp_path / "corpus" / "texts").mkdir()
    (tmp_path / "corpus" / "texts" / "invented.html").write_bytes(text("sv", "P9_TA(2021)0056", "doceo"))
    (tmp_path / "saved-page.html").write_bytes(text("sv", "P9_TA(2030)0777", "doceo"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.delenv("RESOLUTION_TEXTS", raising=False)
    monkeypatch.setattr(web, "LIMITS", PATIENT)
    texts = {code: text(code, "P9_TA(2030)0999", "sdocta") for code in ("sv", "en")}
    known = work("0999", "2030-01-20", titles("Belarus", "2030/2999(RSP)"), [BELARUS], xml=texts)
    with StandIn([known], concepts={BELARUS: {"en": "Belarus", "sv": "Belarus"}}) as standin:
        monkeypatch.setenv("RESOLUTION_CELLAR_URL", standin.cellar_url)
        monkeypatch.setenv("RESOLUTION_OPENDATA_URL", standin.opendata_url)
        yield


def test_every_command_of_the_documentation_runs(workplace, capsys):
    commands = lines_of(".venv/bin/resolutions")
    assert len(commands) >= 5
    for command in commands:
        code = main(shlex.split(command)[1:])
        assert code == 0, (command, capsys.readouterr().err)


def test_every_target_of_the_documentation_exists():
    targets = {re.match(r"make *(\w*)", line)[1] for line in lines_of("make")}
    assert {"test", "texts"} <= targets
    for target in targets | {"lab", "check", "soak", "setup", "codebook"} - {"COUNTRY"}:
        name = "" if target == "COUNTRY" else target
        done = subprocess.run(["make", "-n", *name.split()], cwd=PROJECT, capture_output=True, text=True)
        assert done.returncode == 0, (target, done.stderr)


def test_every_command_is_documented():
    shown = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = re.findall(r"^    (\w+) +\S", shown, re.MULTILINE)
    howto = (PROJECT / "docs" / "HOWTO.md").read_text(encoding="utf-8")
    assert len(commands) >= 10
    for command in commands:
        assert f"`resolutions {command}" in howto


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_python_of_the_documentation_runs(path, capsys, monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    for code in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(code, path.name, "exec"), {})
        assert capsys.readouterr().out


@pytest.mark.parametrize("path", [*DOCS, PROJECT / "corpus" / "CARD.md"], ids=lambda path: path.name)
def test_every_link_of_the_documentation_leads_to_a_file(path):
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if not link.startswith("http"):
            assert (path.parent / link).exists(), link
