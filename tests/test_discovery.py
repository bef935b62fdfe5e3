import pandas as pd
import pytest
from standin import StandIn, Work, always
from test_fetch import PATIENT, text

from analysis import load
from analysis.cli import main
from analysis.lexicon.errors import InputError
from analysis.sources import discovery, web

BOTH = "http://eurovoc.europa.eu/990003"
ZUBRANIA, MERIDIA = "http://eurovoc.europa.eu/990001", "http://eurovoc.europa.eu/990002"
LABELS = {
    ZUBRANIA: {"en": "Zubrania", "sv": "Zubranien", "el": "Ζουμπρανία", "fr": "Zubranie"},
    MERIDIA: {"en": "Meridia", "sv": "Meridien"},
    BOTH: {"en": "Côte d’Or and Zembla", "sv": "Guldkusten och Zembla"},
}


def work(number, date, titles, concepts=(), term=9, **texts):
    year = date[:4]
    return Work(f"P{term}_TA({year}){number}", f"5{year}IP{number}", date, titles, tuple(concepts), **texts)


def titles(subject, procedure):
    return {
        "en": f"European Parliament resolution on {subject} ({procedure})",
        "sv": f"Europaparlamentets resolution om {subject} ({procedure})",
    }


CATALOGUE = [
    work("0999", "2030-01-20", titles("light in Zubrania", "2030/2999(RSP)"), [ZUBRANIA],
         xml={code: text(code, "P9_TA(2030)0999", "sdocta") for code in ("sv", "en")}),
    work("0111", "2031-02-03", titles("harbours of Zubrania and Meridia", "2031/2111(INI)"), [MERIDIA]),
    work("0222", "2031-05-06", titles("fish", "2031/2222(RSP)"), [ZUBRANIA, MERIDIA]),
    work("0333", "2032-05-06", titles("ships", "2032/2333(RSP)"), []),
    work("0444", "2032-06-06", titles("the people of Meridialand", "2032/2444(RSP)"), []),
    work("0666", "2032-08-06", titles("the Submeridian current", "2032/2666(RSP)"), []),
    work("0555", "2032-07-06", titles("coal", "2032/2555(RSP)"), [BOTH]),
]  # fmt: skip


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.delenv("RESOLUTION_TEXTS", raising=False)
    monkeypatch.setattr(web, "LIMITS", PATIENT)
    with StandIn(CATALOGUE, concepts=LABELS) as standin:
        monkeypatch.setenv("RESOLUTION_CELLAR_URL", standin.cellar_url)
        monkeypatch.setenv("RESOLUTION_OPENDATA_URL", standin.opendata_url)
        yield standin


@pytest.mark.parametrize("name", ["Zubrania", "zubrania", "Zubranien", "Ζουμπρανία"])
def test_a_country_is_found_by_its_name_in_any_language(catalogue, name):
    found = discovery.find_resolutions(name)
    assert list(found["reference"]) == ["P9_TA(2030)0999", "P9_TA(2031)0111", "P9_TA(2031)0222"]
    assert list(found["found_by"]) == ["eurovoc; title", "title", "eurovoc"]
    assert list(found["celex"]) == ["52030IP0999", "52031IP0111", "52031IP0222"]


def test_a_second_country_is_another_list(catalogue):
    found = discovery.find_resolutions("Meridia")
    assert list(found["reference"]) == ["P9_TA(2031)0111", "P9_TA(2031)0222", "P9_TA(2032)0444"]
    assert list(found["found_by"]) == ["eurovoc; title", "eurovoc", "part of a word in the title"]
    assert list(discovery.to_catalogue(found)["compared"]) == [True, False, False]


def test_the_catalogue_s_rows_state_what_it_states_and_nothing_else(catalogue):
    rows = discovery.to_catalogue(discovery.find_resolutions("zubrania"))
    first = rows.iloc[0]
    assert (first["reference"], first["celex"], first["year"]) == ("P9_TA(2030)0999", "52030IP0999", 2030)
    assert first["adopted"] == pd.Timestamp("2030-01-20")
    assert (first["procedure"], first["procedure_type"]) == ("2030/2999(RSP)", "RSP")
    assert first["title_sv"] == "Europaparlamentets resolution om light in Zubrania (2030/2999(RSP))"
    assert "resource/cellar/" in first["source"]
    assert list(rows["compared"]) == [True, True, False]
    assert (
        rows[["votes_for", "votes_against", "tabled_by", "oj_reference", "joint_motion"]]
        .isna()
        .all(axis=None)
    )


def test_a_name_nobody_knows_is_a_user_s_mistake(catalogue):
    with pytest.raises(InputError, match="No resolution about 'Atlantis'"):
        discovery.find_resolutions("Atlantis")


def test_a_search_that_gives_no_answer_is_not_an_empty_one(catalogue):
    catalogue.faults = always("status_500", "sparql")
    with pytest.raises(web.FetchError):
        discovery.find_resolutions("Zubrania")


def test_years_whose_titles_could_not_be_searched_are_named(catalogue):
    asked = []

    def only_titles_fail(_path, kind):
        asked.append(kind)
        return "status_503" if len(asked) > 2 else None

    catalogue.faults = only_titles_fail
    told = []
    found = discovery.find_resolutions("Zubrania", warn=told.append)
    assert list(found["reference"]) == ["P9_TA(2030)0999", "P9_TA(2031)0222"]
    assert told[0].startswith("Titles of 1994–1997, 1998–2001")


def test_list_online(catalogue, capsys):
    assert main(["list", "--country", "zubrania", "--online", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "reference,adopted,title,celex,found_by,in_corpus"
    assert lines[1].startswith(
        "P9_TA(2030)0999,2030-01-20,European Parliament resolution on light in Zubrania"
    )
    catalogue.faults = always("status_202", "sparql")
    assert main(["list", "--country", "zubrania", "--online"]) == 1
    assert "cannot be searched" in capsys.readouterr().err


def test_fetch_starts_a_country(catalogue, tmp_path, capsys):
    assert main(["fetch", "--country", "Zubrania"]) == 1
    printed = capsys.readouterr()
    corpus = load("zubrania")
    assert len(corpus.resolutions) == 3
    assert [document.language for document in corpus.documents] == ["en", "sv"]
    assert printed.out.count("got") == 2
    assert printed.out.count("unavailable") == 4
    assert "3 resolutions, as the official catalogue states them" in printed.err
    before = (tmp_path / "corpus" / "zubrania" / "resolutions.csv").read_bytes()
    main(["fetch", "--country", "zubrania"])
    assert (tmp_path / "corpus" / "zubrania" / "resolutions.csv").read_bytes() == before


def test_a_catalogue_that_gives_no_answer_starts_nothing(catalogue, tmp_path, capsys):
    catalogue.faults = always("garbage_bytes", "sparql")
    assert main(["fetch", "--country", "Zubrania"]) == 1
    assert "the official catalogue cannot be searched" in capsys.readouterr().err
    assert not (tmp_path / "corpus").exists()


def test_new_makes_a_folder_that_loads_and_explains_itself(catalogue, tmp_path, capsys):
    assert main(["new", "Meridia"]) == 0
    folder = tmp_path / "corpus" / "meridia"
    catalogue_file = folder / "resolutions.csv"
    lines = catalogue_file.read_text(encoding="utf-8").splitlines()
    assert lines[-1].startswith("reference,celex,procedure")
    assert all(line.startswith('"# ') for line in lines[:-1])
    assert len(load("meridia").resolutions) == 0
    with catalogue_file.open("a", encoding="utf-8") as file:
        file.write("P9_TA(2031)0111,,,,2031-02-30,2031,true,,,,,,,,,,seen,\n")
    assert main(["list", "--country", "meridia"]) == 2
    error = capsys.readouterr().err
    assert f"row {len(lines) + 1}: '2031-02-30' in column 'adopted'" in error
    assert main(["new", "Meridia"]) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["côte d'or and zembla", "Côte D’Or and Zembla", "Guldkusten och Zembla"])
def test_marks_and_capitals_do_not_hide_a_country(catalogue, name):
    assert list(discovery.find_resolutions(name)["reference"]) == ["P9_TA(2032)0555"]


def test_a_name_without_a_concept_is_said_to_be_searched_in_titles_alone(catalogue):
    told = []
    found = discovery.find_resolutions("Meridialand", warn=told.append)
    assert list(found["reference"]) == ["P9_TA(2032)0444"]
    assert "titles alone" in told[0]


def test_a_catalogue_without_rows_is_said_to_be_empty(catalogue, capsys):
    main(["new", "Meridia"])
    assert main(["fetch", "--country", "Meridia"]) == 2
    assert "has no resolution yet" in capsys.readouterr().err
