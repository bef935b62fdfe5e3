"""Every table as one workbook: whole, true to the frames, and no cell a formula whatever a table holds."""

import sys

import openpyxl
import pytest

from analysis import load
from analysis.cli import main
from analysis.corpus.frames import empty_frame
from analysis.corpus.sheets import Workbook
from analysis.lexicon.errors import InputError
from analysis.lexicon.office import import_optional
from analysis.report.workbook import TABLES

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("https://a.invalid","b")',
    "a\x07b\x00\ufffe",
    "x" * 40_000,
]


def hostile_row(number, summary):
    quoted = summary.replace('"', '""')
    return (
        f"d{number},P9_TA(2031)0999,operative,1,1,{number},urges,directive,4,,,,eu,,true,sanctions,,5,"
        f'"{quoted}",full_text,hand,-2,'
    )


@pytest.fixture
def hostile(country):
    """A country whose table holds whatever a spreadsheet might take for something else."""
    corpus = country(["whereas =1+1 is two;"], operative=["=cmd|' /C calc'!A0 Calls for a lamp;"])
    header = ",".join(empty_frame("demands").columns)
    rows = [hostile_row(number, text.replace("\x00", "")) for number, text in enumerate(HOSTILE, 1)]
    (corpus.folder / "demands.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return corpus


def test_a_workbook_has_every_table_row_and_column(tmp_path, monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    path = tmp_path / "all.xlsx"
    assert main(["export", "--country", "kazakhstan", "--output", str(path)]) == 0
    corpus, book = load("kazakhstan"), openpyxl.load_workbook(path)
    assert book.sheetnames == ["about", *TABLES, "codebook"]
    for name in TABLES:
        header, *rows = book[name].iter_rows(values_only=True)
        frame = getattr(corpus, name)
        assert len(rows) == len(frame)
        assert [column for column in header if not column.endswith("_in_words")] == [
            *frame.columns,
            *(["passage"] if name == "rule_demands" else []),
        ]
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref == book[name].dimensions
    adopted = [row[4] for row in book["resolutions"].iter_rows(min_row=2, values_only=True)]
    assert [day and day.date() for day in adopted] == [
        None if day != day else day.date() for day in corpus.resolutions["adopted"]
    ]
    header, *rows = book["demands"].iter_rows(values_only=True)
    place = header.index("theme")
    assert header[place + 1] == "theme_in_words"
    assert {row[place]: row[place + 1] for row in rows}["political_prisoners"] == "political prisoners"
    assert "No text is quoted" in book["about"]["C3"].value
    for name in ("demands", "rule_demands"):
        header, *rows = book[name].iter_rows(values_only=True)
        assert {row[header.index("passage")] for row in rows} == {None}
    told = {(row[0], row[1]): row[4] for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    assert set(told) >= {(name, column) for name in TABLES for column in getattr(corpus, name).columns}


def test_no_cell_is_a_formula_and_no_character_stops_it(hostile, tmp_path):
    path = tmp_path / "hostile.xlsx"
    assert main(["export", "--country", "zubrania", "--output", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type in "fe"]
    header = [cell.value for cell in book["demands"][1]]
    summaries = [row[header.index("summary")] for row in book["demands"].iter_rows(min_row=2)]
    assert [cell.value for cell in summaries[:5]] == HOSTILE[:5]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in summaries[:5])
    assert summaries[5].value == "a\ufffdb\ufffd"
    assert len(summaries[6].value) == 32_767
    assert book["demands"].cell(2, header.index("source") + 1).value == "-2"
    assert "Texts are quoted" in book["about"]["C3"].value
    quoted = {row[-1] for row in book["paragraphs"].iter_rows(values_only=True)}
    assert any(str(text).startswith("=cmd|' /C calc'!A0 Calls for a lamp;") for text in quoted)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ([], "give one with --output"),
        (["--output", "."], "change the ending"),
        (["--output", "tables.xls"], "is written as .xlsx: change the ending"),
        (["--output", "folder.xlsx"], "give a file in a folder that exists"),
        (["--output", "nowhere/tables.xlsx"], "give a file in a folder that exists"),
    ],
)
def test_a_file_that_cannot_be_written_gets_one_sentence(output, expected, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.xlsx").mkdir()
    assert main(["export", *output]) == 2
    assert expected in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.corpus.sheets._MOST_ROWS", 2)
    book = Workbook()
    book.add("terms", ("n",), [(1,), (2,), (3,)])
    book.save(tmp_path / "long.xlsx")
    sheets = {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(tmp_path / "long.xlsx")}
    assert sheets == {"terms": [("n",), (1,), (2,)], "terms 2": [("n",), (3,)]}


def test_a_library_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl.styles", None)
    with pytest.raises(InputError, match=r"openpyxl is not installed: run `make`, or install .*\[office\]"):
        import_optional("openpyxl.styles")
