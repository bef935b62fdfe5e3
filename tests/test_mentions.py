import pandas as pd
import pytest
from invented import Invented

from analysis import load, parse
from analysis.cli import main
from analysis.mentions import COLUMNS, find_mentions
from analysis.places import PROJECT
from analysis.register import name_people


def names(recital, language="en"):
    found = find_mentions(parse(Invented(language, recitals=[recital]).page()))
    return found["name_as_printed"].tolist()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "whereas the lawyer Zhanar Cherkasov and Igor S. Khramov met;",
            ["Zhanar Cherkasov", "Igor S. Khramov"],
        ),
        ("en", "whereas Zhanar Cherkasov's lamp was lit;", ["Zhanar Cherkasov"]),
        ("en", "whereas Zhanar Cherkasov slept; whereas Cherkasov woke;", ["Zhanar Cherkasov", "Cherkasov"]),
        ("en", "whereas the newspaper Uralsk Lantern and the party Bright Tan were banned;", []),
        ("en", "whereas the European Court of Human Rights and Transparency International agree;", []),
        ("en", "whereas many died in Arman Dala;", []),
        ("en", "whereas members of Adil Zhuldyz were held; whereas Adil Zhuldyz protests;", []),
        ("sv", "Journalisten Zjanar Tjerkasov greps.", ["Zjanar Tjerkasov"]),
        ("sv", "Zjanar Tjerkasovs lampa släcktes.", ["Zjanar Tjerkasov"]),
        ("sv", "Fallet Jevgenij Zhovtis är känt.", ["Jevgenij Zhovtis"]),
        ("sv", "Partierna Koshe Tan och Adil Zjol förbjöds.", []),
        (
            "sv",
            "Det gäller Anna Lind, Bo Ek, Siv Ask och Alma Rot.",
            ["Anna Lind", "Bo Ek", "Siv Ask", "Alma Rot"],
        ),
    ],
)
def test_who_is_a_person(language, text, expected):
    assert names(text, language) == expected


def test_the_family_name_of_two_people_is_nobody_s():
    page = Invented(recitals=["whereas Dulat Agadil and Serik Agadil met; whereas Agadil left;"]).page()
    found = find_mentions(parse(page))
    assert found["person_id"].fillna("").tolist() == ["dulat-agadil", "serik-agadil", ""]


def test_offsets_give_the_name():
    for document in load("practice").documents:
        texts = {(unit.section, unit.label): unit.text for unit in document.paragraphs}
        for row in find_mentions(document).itertuples():
            assert texts[row.section, row.label][row.start : row.end] == row.name_as_printed


def agreement(document, coded):
    found = find_mentions(document)
    key = ["section", "label", "name_as_printed"]
    left, right = found.groupby(key).size(), coded.groupby(key).size()
    both = pd.concat([left, right], axis=1).min(axis=1, skipna=False).fillna(0).sum()
    return round(float(both / left.sum()), 3), round(float(both / right.sum()), 3)


def test_mentions_of_2021_against_the_hand_coding(real_text):
    rows = load("kazakhstan").mentions
    rows = rows[rows["evidence"] == "full_text"]
    precision, recall = agreement(parse(real_text("P9_TA(2021)0056", "sv")), rows)
    assert recall == 1.0
    assert precision >= 0.98


def test_held_out_mentions_are_found_as_often_as_reported():
    coded = pd.read_csv(PROJECT / "corpus/heldout/mentions.csv", dtype=str)
    figures = {}
    for path in sorted((PROJECT / "corpus/heldout/texts").iterdir()):
        document = parse(path)
        figures[document.language] = agreement(document, coded[coded["reference"] == document.reference])
    assert figures == {"en": (0.977, 1.0), "sv": (1.0, 0.975)}


def test_people_of_a_corpus_bear_the_register_s_ids(real_text):
    corpus = load("kazakhstan")
    document = parse(real_text("P9_TA(2021)0056", "sv"))
    named = name_people(document, corpus)
    coded = corpus.mentions[corpus.mentions["evidence"] == "full_text"]
    assert named["person_id"].notna().all()
    assert sorted(named["person_id"]) == sorted(coded["person_id"])


def test_the_command_prints_the_contract(tmp_path, capsys):
    file = tmp_path / "page.txt"
    file.write_text(Invented(recitals=["whereas Zhanar Cherkasov slept;"]).page(), encoding="utf-8")
    assert main(["people", str(file)]) == 0
    assert capsys.readouterr().out == (
        ",".join(COLUMNS) + "\nrecital,A,Zhanar Cherkasov,zhanar-cherkasov,8,24\n"
    )
