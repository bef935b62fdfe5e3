"""`resolutions add`: files, folders and archives, and the country that they make."""

import zipfile

import pytest
from invented import Invented
from printing import printed, word

from analysis.cli import main
from analysis.corpus.texts import read_texts
from analysis.documents.parse import parse


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A corpus folder of the test's own."""
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.delenv("RESOLUTION_TEXTS", raising=False)
    return tmp_path / "corpus" / "texts"


def reference(number):
    return f"P9_TA(203{number})0999"


@pytest.fixture
def handed(tmp_path):
    """A folder with a page, a Word file in a folder, a PDF in an archive, and what is no text."""
    folder = tmp_path / "handed over"
    (folder / "deeper").mkdir(parents=True)
    (folder / "page_files").mkdir()
    (folder / "page.html").write_text(Invented(reference=reference(1)).page(), encoding="utf-8")
    (folder / "deeper" / "två.docx").write_bytes(word(Invented("sv", reference(2))))
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("inner/three.pdf", printed(Invented(reference=reference(3))))
        archive.writestr("__MACOSX/._three.pdf", b"x")
    (folder / "page_files" / "frame.html").write_text("<html><body>ad</body></html>")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / ".hidden.txt").write_text("x")
    return folder


def test_a_folder_s_texts_are_stored_in_their_own_form(home, handed, capsys):
    assert main(["add", str(handed)]) == 0
    assert {path.name for path in home.iterdir()} == {
        "TA-9-2031-0999_EN.txt",
        "TA-9-2032-0999_SV.docx",
        "TA-9-2033-0999_EN.pdf",
    }
    assert parse(home / "TA-9-2033-0999_EN.pdf").reference == reference(3)
    said = capsys.readouterr().err
    assert "more.zip: inner/three.pdf stored as" in said
    assert "photo" not in said


def test_of_a_folder_the_good_ones_are_added_and_each_bad_one_is_told(home, handed, capsys):
    (handed / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    (handed / "scan.pdf").write_bytes(b"%PDF-1.4\nx")
    (handed / "broken.zip").write_bytes(b"PK\x03\x04 cut")
    assert main(["add", str(handed)]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("resolutions: ")]
    assert len(said) == 3
    assert all(any(f"{name} is " in line for line in said) for name in ("old.doc", "scan.pdf", "broken.zip"))
    assert len(list(home.iterdir())) == 3


def test_an_archive_is_taken_as_it_is(home, handed, tmp_path):
    assert main(["add", str(handed / "more.zip")]) == 0
    assert [path.name for path in home.iterdir()] == ["TA-9-2033-0999_EN.pdf"]


@pytest.mark.parametrize("name", ["empty", "empty.zip"])
def test_where_no_text_is_that_is_told(home, tmp_path, capsys, name):
    path = tmp_path / name
    if name.endswith("zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.jpg", b"x")
    else:
        path.mkdir()
    assert main(["add", str(path)]) == 2
    assert f"{name} holds no text" in capsys.readouterr().err
    assert not home.exists()


def test_one_bad_file_that_is_named_stores_nothing(home, handed, tmp_path):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4\nx")
    assert main(["add", str(handed), str(bad)]) == 2
    assert not home.exists()


def test_word_and_pdf_files_are_taken_apart_once_for_a_country(home, handed, tmp_path, monkeypatch):
    main(["add", str(handed)])
    folder = tmp_path / "corpus" / "zubrania"
    references = {reference(number) for number in (1, 2, 3)}
    first, unread = read_texts(folder, home, references)
    assert (len(first), unread) == (3, ())
    monkeypatch.setattr("analysis.corpus.kept_lines.read_text", None)
    second, _ = read_texts(folder, home, references)
    assert [(one, one.checksum) for one in second] == [(one, one.checksum) for one in first]
    assert len(list((folder / "cache" / "lines").iterdir())) == 2
    assert read_texts(tmp_path / "corpus" / "elsewhere", home, {"P9_TA(2040)0001"}) == ((), ())
