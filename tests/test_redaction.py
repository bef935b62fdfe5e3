import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load
from analysis.cli import main
from analysis.corpus.redaction import WITHHELD, Redactions, add_redactions, load_redactions
from analysis.lexicon.places import PROJECT
from analysis.people.register import list_register
from analysis.people.review import list_review

HIDDEN = ["shukenov", "sjukenov"]


@pytest.fixture
def corpora(tmp_path, monkeypatch):
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    shutil.copytree(PROJECT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns("redacted.csv"))
    return tmp_path / "corpus"


def everything(corpus):
    names = [
        "resolutions",
        "coverage",
        "people",
        "spellings",
        "demands",
        "demand_people",
        "mentions",
        "invoked",
    ]
    names += [
        "links",
        "identities",
        "paragraphs",
        "terms",
        "rule_demands",
        "recital_themes",
        "rule_mentions",
        "readings",
    ]
    frames = [getattr(corpus, name) for name in names] + [list_register(corpus), list_review(corpus)]
    return "\n".join(frame.to_csv() for frame in frames).casefold()


def test_a_person_on_the_list_is_in_no_output(corpora, capsys):
    before = everything(load("practice"))
    assert all(word in before for word in HIDDEN)
    others = set(load("practice").people["person_id"]) - {"yerlan-shukenov", "yerzhan-shukenov"}
    assert main(["redact", "Yerlan Shukenov", "Yerzhan Shukenov"]) == 0
    assert "new entries" in capsys.readouterr().err
    corpus = load("practice")
    after = everything(corpus)
    assert not any(word in after for word in [*HIDDEN, "yerlan", "jerlan"])
    assert WITHHELD in "".join(corpus.paragraphs["text"])
    assert set(corpus.hand_people["person_id"]) == others
    assert set(corpus.hand_mentions["person_id"].dropna()) <= others
    stored = (corpora / "redacted.csv").read_text(encoding="utf-8").casefold()
    assert not any(word in stored for word in [*HIDDEN, "yerlan"])


@pytest.mark.usefixtures("corpora")
def test_others_of_the_same_family_name_stay():
    assert main(["redact", "Yerlan Shukenov"]) == 0
    corpus = load("practice")
    assert "yerzhan-shukenov" in set(corpus.hand_people["person_id"])
    assert "yerlan-shukenov" not in set(corpus.hand_people["person_id"])
    assert corpus.redactions.hides("Jerlan Sjukenov")
    assert corpus.redactions.hides("Shukenov, Yerlan")
    assert not corpus.redactions.hides("Yerzhan Shukenov")


def test_the_commands_leave_the_person_out(corpora, capsys):
    text = next((corpora / "practice" / "texts").glob("*2012*EN.txt"))
    main(["redact", "Yerlan Shukenov"])
    capsys.readouterr()
    for arguments in (
        ["people", str(text)],
        ["demands", str(text), "--format", "json"],
        ["people", "--country", "practice"],
    ):
        assert main(arguments) == 0
        assert "Yerlan" not in capsys.readouterr().out


def test_a_family_name_alone_is_refused(corpora, capsys):
    assert main(["redact", "Shukenov"]) == 2
    assert "is one word" in capsys.readouterr().err
    assert not (corpora / "redacted.csv").exists()


@pytest.mark.usefixtures("corpora")
def test_an_address_that_spells_the_name_ends_at_its_host():
    add_redactions(["Alma Rot"])
    hidden = load_redactions()
    assert hidden._conceal_cell("https://example.org/news/alma-rot-freed") == "https://withheld.invalid/"
    assert hidden._conceal_cell("https://example.org/news/alma") == "https://example.org/news/alma"


@pytest.mark.usefixtures("corpora")
def test_the_same_name_twice_adds_nothing():
    assert add_redactions(["Alma Rot"]) > 0
    assert add_redactions(["Alma Rot"]) == 0


@given(st.text(max_size=60))
def test_any_text_without_the_name_stays_as_it_is(text):
    salt = "0" * 32
    assert Redactions(frozenset({salt}), frozenset()).conceal(text) == text
    assert Redactions(frozenset({salt}), frozenset({"0" * 64})).conceal(text) == text
