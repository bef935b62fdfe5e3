import json
import subprocess
import sys
from pathlib import Path

import pytest
from invented import Invented

from analysis.cli import main
from analysis.lexicon.places import PROJECT

OFFICIAL_CSV = """section,label,text
citation,,"having read the harbour ledger(1),"
recital,A,whereas the lighthouse is dark;
operative,1,Calls for the lamp to be lit.
"""


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "saved page.txt"
    file.write_text(Invented().page(), encoding="utf-8")
    return file


@pytest.fixture
def own_corpus(tmp_path, monkeypatch):
    """An empty corpus folder: texts go there, and nothing of the project is touched."""
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    return tmp_path / "corpus" / "texts"


def test_parse_prints_the_contract(page, capsys):
    assert main(["parse", str(page)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == [
        "reference",
        "edition",
        "procedure",
        "joint_motion",
        "adopted",
        "language",
        "title",
        "paragraphs",
        "footnotes",
    ]
    assert printed["paragraphs"][0] == {
        "section": "citation",
        "label": None,
        "text": "having read the harbour ledger(1),",
    }
    assert printed["footnotes"] == [{"label": "1", "text": "OJ Z 1, 2.3.2029, p. 4."}]
    main(["parse", str(page), "--format", "csv"])
    assert capsys.readouterr().out == OFFICIAL_CSV


def test_list_in_three_formats(capsys, monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    assert main(["list"]) == 0
    assert "P9_TA(2021)0056    2021-02-11" in capsys.readouterr().out
    main(["list", "--format", "csv"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "reference,adopted,title,texts"
    assert len(lines) == 13
    main(["list", "--format", "json"])
    assert json.loads(capsys.readouterr().out)[4]["adopted"] == "2012-11-22"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (["parse", "missing.txt"], "There is no file missing.txt"),
        (["parse", "."], "cannot be read"),
        (["list", "--country", "atlantis"], "There is no corpus 'atlantis'"),
        (["list", "--country", "../kazakhstan"], "There is no corpus"),
        (["build", "--country", "kazakhstan"], "No text of 'kazakhstan' is at hand"),
        (["report", "--country", "atlantis"], "There is no corpus 'atlantis'"),
        (["report", "--output", "Makefile"], "is not a folder"),
    ],
)
def test_a_user_s_mistake_gets_one_sentence_and_exit_code_2(call, expected, capsys, monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    monkeypatch.chdir(PROJECT)
    assert main(call) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    sentence = captured.err.splitlines()[-1]
    assert expected in sentence
    assert sentence.startswith("resolutions: ")


def test_add_stores_by_content_and_twice_changes_nothing(page, own_corpus, capsys):
    assert main(["add", str(page)]) == 0
    stored = own_corpus / "TA-9-2030-0999_EN.txt"
    assert stored.read_bytes() == page.read_bytes()
    before = stored.stat().st_mtime_ns
    assert main(["add", str(page), str(page)]) == 0
    assert stored.stat().st_mtime_ns == before
    assert "is already there as" in capsys.readouterr().err
    assert list(own_corpus.iterdir()) == [stored]


def test_add_takes_all_files_or_none(page, own_corpus, tmp_path, capsys):
    wrong = tmp_path / "press.txt"
    wrong.write_text("Press release\n\nNothing here", encoding="utf-8")
    assert main(["add", str(page), str(wrong)]) == 2
    assert "press.txt has no reference" in capsys.readouterr().err
    assert not own_corpus.exists()


def test_add_leaves_nothing_behind_when_a_write_fails(page, own_corpus, tmp_path, capsys, monkeypatch):
    other = tmp_path / "other.txt"
    other.write_text(Invented("sv").page(), encoding="utf-8")
    real = Path.replace

    def full_disk(self, target):
        if str(target).endswith("_SV.txt"):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full_disk)
    assert main(["add", str(page), str(other)]) == 2
    assert "nothing was stored" in capsys.readouterr().err
    assert list(own_corpus.iterdir()) == []


def test_list_names_the_files_that_are_no_resolution(tmp_path, capsys, monkeypatch):
    (tmp_path / "press.txt").write_text("Press release\n\nNothing", encoding="utf-8")
    monkeypatch.setenv("RESOLUTION_TEXTS", str(tmp_path))
    assert main(["list"]) == 0
    assert "not read: press.txt" in capsys.readouterr().err


def test_add_never_replaces_another_text(page, own_corpus, capsys):
    main(["add", str(page)])
    stored = own_corpus / "TA-9-2030-0999_EN.txt"
    first = stored.read_bytes()
    page.write_text(Invented(operative=["Calls for oil."]).page(), encoding="utf-8")
    assert main(["add", str(page)]) == 2
    assert "remove that file first" in capsys.readouterr().err
    assert stored.read_bytes() == first


def test_a_provisional_text_stands_beside_the_final_one(page, own_corpus):
    main(["add", str(page)])
    page.write_text(Invented(reference="P9_TA-PROV(2030)0999").page(), encoding="utf-8")
    assert main(["add", str(page)]) == 0
    assert {file.name for file in own_corpus.iterdir()} == {
        "TA-9-2030-0999_EN.txt",
        "TA-9-2030-0999-PROV_EN.txt",
    }


@pytest.mark.parametrize("name", ["..", "../../evil_EN.txt", "TA-9-2030-0999_EN.txt\n", "ünï .TXT", "-f"])
def test_add_writes_inside_its_folder_whatever_the_name(own_corpus, tmp_path, name):
    folder = tmp_path / "given" / "deep"
    folder.mkdir(parents=True)
    file = folder / name if name != ".." else folder / "...txt"
    file = file.resolve()
    file.write_text(Invented().page(), encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    assert main(["add", "--", str(file)]) == 0
    new = {path for path in tmp_path.rglob("*") if path not in before and path.is_file()}
    assert new == {own_corpus / "TA-9-2030-0999_EN.txt"}


def test_a_closed_pipe_is_no_traceback(page):
    command = f"{sys.executable} -m analysis.cli parse '{page}' | head -c 5"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=Path(PROJECT))
    assert "Traceback" not in done.stderr


def test_a_country_without_letters_is_refused_before_anything_is_stored(page, own_corpus, capsys):
    assert main(["add", "--country", "", str(page)]) == 2
    assert "cannot name a country's folder" in capsys.readouterr().err
    assert not own_corpus.exists()


def test_a_folder_that_may_not_be_written_to_is_told_with_the_file_meant(own_corpus, capsys, monkeypatch):
    def refuse(self, *_):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)
    assert main(["redact", "Alma Rot"]) == 2
    assert "redacted.csv cannot be read or written (Permission denied): make room or rights." in (
        capsys.readouterr().err
    )
