import csv
import io
import shutil

import pandas as pd
import pytest
from invented import Invented

from analysis.cli import main
from analysis.corpus.frames import check, empty_frame, read_frame, write_frame
from analysis.corpus.load import load
from analysis.corpus.schema import SCHEMAS
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import PROJECT
from analysis.lexicon.tables import read_lexicon

KAZAKHSTAN = PROJECT / "corpus" / "kazakhstan"


@pytest.fixture
def corpus_copy(tmp_path, monkeypatch):
    """A copy of the shipped corpus in which a test may break things."""
    folder = tmp_path / "corpus"
    shutil.copytree(KAZAKHSTAN, folder / "kazakhstan")
    monkeypatch.setenv("RESOLUTION_CORPUS", str(folder))
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    return folder / "kazakhstan"


def change(path, old, new, count=1):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


BROKEN = {
    "reference that is none": (
        "resolutions.csv",
        "P9_TA(2022)0012",
        "P9-TA(2022)0012",
        "should be a reference such as P9_TA(2021)0056",
    ),
    "reference of three digits": (
        "resolutions.csv",
        "P9_TA(2022)0012",
        "P9_TA(2022)012",
        "should be a reference",
    ),
    "truth value of a spreadsheet": ("resolutions.csv", ",true,", ",SANT,", "should be true or false"),
    "date of a spreadsheet": ("resolutions.csv", "2013-04-18", "41382", "should be a date such as"),
    "decimal comma": ("resolutions.csv", ",598,", ',"598,0",', "should be a whole number"),
    "unknown theme": (
        "demands.csv",
        ",freedom_of_assembly,",
        ",street_parties,",
        "'street_parties' in column 'theme'",
    ),
    "date that is no date": (
        "resolutions.csv",
        "2013-04-18",
        "2013-02-30",
        "'2013-02-30' in column 'adopted'",
    ),
    "date out of form": ("resolutions.csv", "2013-04-18", "18.4.2013", "should be a date such as"),
    "no number": (
        "resolutions.csv",
        ",598,",
        ",many,",
        "'many' in column 'votes_for' should be a whole number",
    ),
    "no truth value": ("demands.csv", ",false,false,", ",nope,false,", "should be true or false"),
    "wrong column": ("demands.csv", "theme2", "theme_two", "column 'theme_two' is not known"),
    "unknown resolution": ("mentions.csv", "P9_TA(2022)0012", "P9_TA(2022)9999", "is not in resolutions.csv"),
    "unknown person": (
        "mentions.csv",
        ",aron-atabek,",
        ",nobody,",
        "'nobody' in column 'person_id' is not in people",
    ),
    "blank key": ("people.csv", "\naliya", "\n,x,x,x,\naliya", "column 'person_id' is blank"),
    "act and class differ": (
        "demands.csv",
        ",urges,directive,",
        ",urges,assertive,",
        "act_class of 'urges' is dir",
    ),
    "year and date differ": (
        "resolutions.csv",
        "2013-04-18,2013",
        "2013-04-18,2014",
        "year and adopted differ",
    ),
    "strength off the ladder": (
        "demands.csv",
        ",strongly_urges,directive,4,",
        ",strongly_urges,directive,9,",
        "at most 5",
    ),
    "strength left out": (
        "demands.csv",
        ",strongly_urges,directive,4,",
        ",strongly_urges,directive,,",
        "strength is blank",
    ),
    "year out of range": ("resolutions.csv", ",,2006,", ",,99,", "should be a number of at least 1952"),
    "date before any parliament": ("resolutions.csv", "2013-04-18", "1500-04-18", "should be a date such as"),
    "no reference": (
        "resolutions.csv",
        "\nP7_TA(2009)0023,",
        "\nthe first,",
        "should be a reference such as",
    ),
    "column twice": ("resolutions.csv", "reference,celex", "reference,reference", "a column stands twice"),
    "derived row of nothing": (
        "derived/paragraphs/TA-9-2021-0056_SV.csv",
        "P9_TA(2021)0056",
        "P9_TA(2021)9999",
        "row 3: P9_TA(2021)9999 (sv) is not the text that the file is named after",
    ),
    "short row": ("people.csv", "\naliya", "\nxx,yy\naliya", "row 6: 2 cells where the header has 5"),
    "long row": ("people.csv", "\naliya", "\na,b,c,d,e,f,g\naliya", "row 6: 7 cells where the header has 5"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_row_is_named_with_file_and_remedy(corpus_copy, case, capsys):
    file, old, new, expected = BROKEN[case]
    change(corpus_copy / file, old, new)
    with pytest.raises(InputError) as refused:
        load("kazakhstan")
    message = str(refused.value)
    assert file in message
    assert expected in message
    assert "\n" not in message
    if not file.startswith("derived"):
        assert main(["list"]) == 2
        assert capsys.readouterr() == ("", f"resolutions: {message}\n")


def test_the_row_is_counted_as_a_spreadsheet_does(corpus_copy):
    path = corpus_copy / "demands.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[41] = lines[41].replace(lines[41].split(",")[0], lines[40].split(",")[0], 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"demands.csv, row 41: .* stands in two rows"):
        load("kazakhstan")


@pytest.mark.parametrize("blank", ["\n", ";;;;\n", ",,,,\n", " \n"])
def test_blank_rows_are_passed_over_and_the_others_keep_their_numbers(corpus_copy, blank):
    path = corpus_copy / "people.csv"
    before = read_frame(path, "people")
    head, rows = path.read_text(encoding="utf-8").split("\naliya", 1)
    path.write_text(f"{head}\n{blank}aliya{rows}{blank}", encoding="utf-8")
    after = read_frame(path, "people")
    pd.testing.assert_frame_equal(after.reset_index(drop=True), before.reset_index(drop=True))
    assert after.index[-1] == before.index[-1] + 1


def test_a_corpus_folder_that_is_none_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match=r"There is no folder .*nowhere: create it"):
        load("zubrania")
    (tmp_path / "nowhere").mkdir()
    with pytest.raises(InputError, match=r"'zubrania' in .*: start it with `resolutions add --country`"):
        load("zubrania")


def _rewritten(text, kind):
    rows = list(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    csv.writer(out, delimiter={"semicolons": ";", "named": ";", "tabs": "\t"}.get(kind, ",")).writerows(rows)
    written = ("sep=;\n" if kind == "named" else "\ufeff" if kind == "mark" else "") + out.getvalue()
    return written.replace(",true,", ",TRUE,").replace(",false,", ",False,")


@pytest.mark.parametrize("kind", ["semicolons", "named", "tabs", "mark", "capitals"])
def test_what_a_spreadsheet_writes_is_read_where_its_meaning_is_certain(corpus_copy, kind, capsys):
    main(["list"])
    before, shipped = capsys.readouterr().out, read_frame(corpus_copy / "resolutions.csv", "resolutions")
    for path in corpus_copy.glob("*.csv"):
        path.write_text(_rewritten(path.read_text(encoding="utf-8"), kind), encoding="utf-8", newline="")
    assert main(["list"]) == 0
    assert capsys.readouterr().out == before
    read = read_frame(corpus_copy / "resolutions.csv", "resolutions")
    pd.testing.assert_frame_equal(read.reset_index(drop=True), shipped.reset_index(drop=True))


PHRASES = {
    "unknown theme": (
        "themes",
        "political_prisoners,sv,",
        "street_parties,sv,",
        "'street_parties' in column 'theme'",
    ),
    "cells changed places": (
        "themes",
        "political_prisoners,sv,",
        "sv,political_prisoners,",
        "row 2: 'sv' in column",
    ),
    "phrase and weight": (
        "themes",
        ",politiska fångar,3",
        ",3,politiska fångar",
        "should be a number such as",
    ),
    "kind and phrase": ("roles", ",en,of,death of", ",en,death of,of", "'death of' in column 'kind'"),
    "header changed": ("themes", "language,phrase", "phrase,language", "restore its header"),
    "unknown language": ("acts", ",en,encourages", ",eng,encourages", "'eng' in column 'language'"),
    "strength off the ladder": ("acts", "directive,1", "directive,7", "'7' in column 'strength'"),
    "blank phrase": ("asks", "release,en,release*", "release,en,", "'' in column 'phrase' should be filled"),
}


@pytest.fixture
def lexicon_copy(corpus_copy):
    """A copy of the phrase tables beside the corpus in which a test may break things."""
    shutil.copytree(PROJECT / "corpus" / "lexicon", corpus_copy.parent / "lexicon")
    return corpus_copy.parent / "lexicon"


@pytest.mark.parametrize("case", PHRASES)
def test_list_names_a_broken_row_of_a_phrase_table(lexicon_copy, case, capsys):
    table, old, new, expected = PHRASES[case]
    assert main(["list"]) == 0
    capsys.readouterr()
    change(lexicon_copy / f"{table}.csv", old, new)
    assert main(["list"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert f"{table}.csv" in printed.err
    assert expected in printed.err


@pytest.mark.parametrize("command", ["demands", "people", "parse"])
def test_a_single_file_is_not_read_with_a_broken_phrase_table(lexicon_copy, tmp_path, command, capsys):
    (tmp_path / "page.txt").write_text(Invented().page(), encoding="utf-8")
    change(lexicon_copy / "themes.csv", "political_prisoners,sv,", "sv,political_prisoners,")
    assert main([command, str(tmp_path / "page.txt")]) == 2
    assert "themes.csv, row 2: 'sv' in column" in capsys.readouterr().err


def test_weights_with_a_decimal_comma_are_numbers(lexicon_copy):
    change(lexicon_copy / "themes.csv", ",politiska fångar,3", ',politiska fångar,"1,5"')
    assert read_lexicon("themes")[0]["weight"] == "1.5"
    assert main(["list"]) == 0


def test_a_missing_column_is_named(tmp_path):
    (tmp_path / "people.csv").write_text("person_id,name,family,note\n", encoding="utf-8")
    with pytest.raises(InputError, match="column 'given' is missing, so add it"):
        read_frame(tmp_path / "people.csv", "people")


def test_missing_and_undecodable_files(corpus_copy):
    (corpus_copy / "demands.csv").write_bytes("a,ö\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"demands.csv cannot be read as CSV in UTF-8"):
        load("kazakhstan")
    with pytest.raises(InputError, match=r"There is no corpus 'atlantis'.*choose one of kazakhstan"):
        load("atlantis")
    with pytest.raises(InputError, match="There is no file"):
        read_frame(corpus_copy / "nothing.csv", "people")


@pytest.mark.parametrize("name", [name for name in SCHEMAS if list(KAZAKHSTAN.glob(f"**/{name}.csv"))])
def test_a_frame_read_and_written_gives_the_same_bytes(tmp_path, name):
    path = next(KAZAKHSTAN.glob(f"**/{name}.csv"))
    write_frame(read_frame(path, name), name, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == path.read_bytes()


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "people.csv"
    path.write_text("old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_frame(empty_frame("people"), "people", path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("table", ["acts", "codes", "languages", "themes"])
def test_a_broken_lexicon_is_named(tmp_path, monkeypatch, table):
    shutil.copytree(PROJECT / "corpus" / "lexicon", tmp_path / "lexicon")
    (tmp_path / "lexicon" / f"{table}.csv").write_text("wrong,header\n", encoding="utf-8")
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path))
    with pytest.raises(InputError, match=f"{table}.csv has other columns than"):
        read_lexicon(table)


def test_check_names_the_misfit_of_a_frame_in_memory():
    frame = pd.DataFrame({"demand_id": ["a", "a"], "person_id": ["x", "x"]})
    with pytest.raises(InputError, match=r"demand_people, row 2: 'a / x' stands in two rows"):
        check(frame, "demand_people")
