"""`resolutions add`: files, folders and archives, and the country that they make."""

import zipfile

import pytest
from invented import Invented
from printing import printed, word

from analysis import load
from analysis.cli import main
from analysis.corpus.texts import read_texts
from analysis.documents.parse import parse
from analysis.lexicon.cells import read_cells


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


def rows_of(path):
    header, rows = read_cells(path)
    return [dict(zip(header, row, strict=True)) for row in rows.values()]


def citing(language="en", number=1):
    cited = {
        "en": [
            "having regard to its resolutions of 14 March 2029 on fog(1) and of 20 January 2031,",
            "having regard to Articles 2 and 21 of the Treaty on European Union,",
            "having regard to the Universal Declaration of Human Rights and to Council Decision 2030/99/CFSP,",
            "having regard to UN Security Council Resolution 1999 (2030),",
            "having regard to the letter of the keeper of 3 May 2030,",
            "having regard to Rules 144(5) and 132(4) of its Rules of Procedure,",
        ],
        "sv": ["med beaktande av artiklarna 132.4 och 144.5 i arbetsordningen,"],
    }
    return Invented(
        language,
        reference(number),
        cited[language],
        operative=["Calls on the government of Zubrania to light the lamp."],
        footnotes=["Texts adopted, P8_TA(2029)0111."],
    )


def test_a_country_is_made_of_its_texts(home, tmp_path, capsys):
    (tmp_path / "a.docx").write_bytes(word(citing()))
    assert main(["add", "--country", "Zubrania", str(tmp_path / "a.docx")]) == 0
    folder = tmp_path / "corpus" / "zubrania"
    assert (folder / "country.toml").read_text() == 'name = "Zubrania"\n'
    (row,) = rows_of(folder / "resolutions.csv")
    stated = {name: cell for name, cell in row.items() if cell}
    assert stated == {
        "reference": "P9_TA(2031)0999",
        "procedure": "2030/2999(RSP)",
        "procedure_type": "RSP",
        "adopted": "2030-01-20",
        "year": "2030",
        "compared": "true",
        "title_en": "European Parliament resolution of 20 January 2030 on Zubrania (2030/2999(RSP))",
        "joint_motion": "RC-B9-0998/2030",
        "source": "stated in the text",
    }
    cited = [
        (row["instrument"], row["instrument_id"], row["kind"], row["date"])
        for row in rows_of(folder / "invoked.csv")
    ]
    assert cited == [
        ("EP resolution of 14 March 2029", "P8_TA(2029)0111", "ep_resolution", "2029-03-14"),
        ("EP resolution of 20 January 2031", "ep-resolution-2031-01-20", "ep_resolution", "2031-01-20"),
        ("TEU Articles 2, 21", "teu-articles-2-21", "eu_treaty", ""),
        ("Universal Declaration of Human Rights", "udhr", "un", ""),
        ("Council Decision 2030/99", "council-decision-2030-99", "eu_strategy", ""),
        ("UN Security Council Resolution 1999 (2030)", "unscr-1999", "un", "2030"),
        ("Letter", "letter", "other", "2030-05-03"),
        ("EP Rules of Procedure, Rule 144(5)", "ep-rule-144-5", "ep_rules", ""),
        ("EP Rules of Procedure, Rule 132(4)", "ep-rule-132-4", "ep_rules", ""),
    ]
    corpus = load("Zubrania")
    assert len(corpus.documents) == len(corpus.resolutions) == 1
    assert 'Next: resolutions report --country "Zubrania"' in capsys.readouterr().err


def test_a_second_language_completes_a_row_and_what_a_hand_wrote_stays(home, tmp_path):
    files = {"a.html": citing().page(), "b.html": citing("sv").page(), "c.html": citing("en", 2).page()}
    for name, page in files.items():
        (tmp_path / name).write_text(page, encoding="utf-8")
    path = tmp_path / "corpus" / "zubrania" / "resolutions.csv"
    main(["add", "--country", "Zubrania", str(tmp_path / "a.html")])
    text = path.read_text(encoding="utf-8")
    changed = text.replace("on Zubrania (", "on MY Zubrania (").replace(",true,", ",false,")
    path.write_text(
        f"# mine\n{changed}".replace(",", ";").replace("# mine", '"# mine; all mine"'), encoding="utf-8-sig"
    )
    assert main(["add", "--country", "zubrania", str(tmp_path / "b.html"), str(tmp_path / "c.html")]) == 0
    text = path.read_text(encoding="utf-8-sig")
    assert text.startswith('"# mine; all mine"\n')
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    first, second = rows_of(path)
    assert "MY Zubrania" in first["title_en"]
    assert "läget i Zubranien" in first["title_sv"]
    assert (first["compared"], second["compared"]) == ("false", "true")
    mine = path.read_text(encoding="utf-8-sig").replace("stated in the text", "my own", 1)
    path.write_text(mine, encoding="utf-8")
    before = path.read_bytes()
    main(["add", "--country", "zubrania", str(tmp_path / "a.html"), str(tmp_path / "b.html")])
    assert path.read_bytes() == before


def test_what_a_resolution_cites_is_listed_once(home, tmp_path):
    (tmp_path / "a.html").write_text(citing().page(), encoding="utf-8")
    (tmp_path / "b.html").write_text(citing("sv").page(), encoding="utf-8")
    path = tmp_path / "corpus" / "zubrania" / "invoked.csv"
    main(["add", "--country", "Zubrania", str(tmp_path / "a.html")])
    before = path.read_bytes()
    main(["add", "--country", "Zubrania", str(tmp_path / "b.html"), str(tmp_path / "a.html")])
    assert path.read_bytes() == before


def test_a_text_that_does_not_name_the_country_is_told(home, tmp_path, capsys):
    (tmp_path / "a.html").write_text(citing().page(), encoding="utf-8")
    assert main(["add", "--country", "Sri Lanka", str(tmp_path / "a.html")]) == 0
    assert "P9_TA(2031)0999 does not name the country" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["texts", "../elsewhere", "..", "lexicon"])
def test_a_name_that_is_no_country_s_changes_nothing(home, tmp_path, name, capsys):
    (tmp_path / "a.html").write_text(citing().page(), encoding="utf-8")
    assert main(["add", "--country", name, str(tmp_path / "a.html")]) == 2
    assert "cannot name a country's folder" in capsys.readouterr().err
    assert not home.exists()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("OJ C 99 E, 3.6.2030, p. 12–15", "OJ C 99 E, 3.6.2030, p. 12"),
        ("EUT C 99, 3.6.2030, s. 12", "OJ C 99, 3.6.2030, p. 12"),
        ("3.6.2030\nEN\nOfficial Journal of the European Union\nC 99/12", "OJ C 99, 3.6.2030, p. 12"),
    ],
)
def test_the_place_in_the_journal_is_stated_where_it_is_printed(home, tmp_path, head, expected):
    (tmp_path / "a.txt").write_text(f"{head}\n\nPPE, S&D, Greens/EFA\n\n{citing().page()}", encoding="utf-8")
    main(["add", "--country", "Zubrania", str(tmp_path / "a.txt")])
    (row,) = rows_of(tmp_path / "corpus" / "zubrania" / "resolutions.csv")
    assert (row["oj_reference"], row["tabled_by"]) == (expected, "PPE; S&D; Verts/ALE")
