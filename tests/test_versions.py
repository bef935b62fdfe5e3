import dataclasses

import pandas as pd
import pytest
from invented import Invented

from analysis import load
from analysis.corpus.build import build_derived
from analysis.corpus.corpus import Corpus
from analysis.corpus.frames import empty_frame
from analysis.corpus.versions import (
    compare_versions,
    describe_versions,
    pair_clauses,
    pair_mentions,
    show_codings_beside,
)
from analysis.demands.overview import find_theme_sources
from analysis.report.corpus_figures import figure_coverage
from analysis.report.demand_figures import table_versions

ENGLISH = [
    "Calls on Zubrania to release Alma Rot; urges Zubrania to light the lamp;",
    "Condemns the verdict against Igor Bek;",
    "Instructs its President to go.",
]
SWEDISH = [
    "Europaparlamentet uppmanar Zubranien att frige Alma Rot. Parlamentet uppmanar med kraft Zubranien att tända lampan.",
    "Europaparlamentet fördömer domen mot Igor Bek.",
    "Europaparlamentet uppdrar åt talmannen att gå.",
]


@pytest.fixture
def versions(tmp_path, monkeypatch):
    """Makes a country with one resolution in several languages: keyword language → parts of the text."""

    def make(**texts):
        folder = tmp_path / "corpus" / "zubrania"
        (folder / "texts").mkdir(parents=True)
        for language, parts in texts.items():
            page = Invented(language, **parts).page()
            (folder / "texts" / f"{language}.txt").write_text(page, encoding="utf-8")
        row = {"reference": "P9_TA(2030)0999", "year": 2030, "compared": "true", "source": "invented"}
        table = pd.DataFrame([row]).reindex(columns=empty_frame("resolutions").columns)
        table.to_csv(folder / "resolutions.csv", index=False)
        monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
        monkeypatch.setenv("RESOLUTION_TEXTS", "none")
        return load("zubrania")

    return make


def test_acts_are_paired_by_position(versions):
    corpus = versions(en={"operative": ENGLISH}, sv={"operative": SWEDISH})
    pairs = pair_clauses(corpus)
    assert list(zip(pairs["left"], pairs["right"], strict=True)) == [
        ("calls_on", "calls_on"),
        ("urges", "urges"),
        ("condemns", "condemns"),
        ("instructs", "instructs"),
    ]
    assert list(pairs["right_verb"]) == ["uppmanar", "uppmanar med kraft", "fördömer", "uppdrar åt"]
    assert describe_versions(corpus) == [
        "P9_TA(2030)0999, en and sv: 5 paragraphs align; 4 act clauses paired, 4 with the same act; "
        "clauses agree in number; mentions agree in number."
    ]


def test_a_paragraph_with_another_number_of_acts_is_reported_and_not_paired(versions):
    fewer = ["Europaparlamentet uppmanar Zubranien att frige Alma Rot.", *SWEDISH[1:]]
    corpus = versions(en={"operative": ENGLISH}, sv={"operative": fewer})
    assert list(pair_clauses(corpus)["position"]) == [2, 3]
    assert "counts of clauses differ in operative 1 (2, 1)" in describe_versions(corpus)[0]


def test_a_version_with_another_number_of_paragraphs_is_reported(versions):
    corpus = versions(en={"operative": ENGLISH}, sv={"operative": SWEDISH[1:]})
    assert "paragraphs differ (3 and 2 operatives)" in describe_versions(corpus)[0]


def test_people_are_paired_by_position_though_letters_differ(versions, monkeypatch):
    english = ["whereas the lighthouse is dark;"] * 2 + ["whereas the journalist Alma Rot was detained;"]
    danish = ["der henviser til, at fyret er slukket;"] * 2 + [
        "der henviser til, at journalisten Alma Rot blev tilbageholdt;"
    ]
    page = versions(en={"recitals": english}, da={"recitals": danish})
    paragraphs = page.paragraphs.copy()
    danish_recitals = (paragraphs["language"] == "da") & (paragraphs["section"] == "recital")
    paragraphs.loc[danish_recitals, "label"] = ["Α", "Β", "Γ"]
    named = page.rule_mentions.copy()
    named.loc[named["language"] == "da", "label"] = "Γ"
    corpus = dataclasses.replace(page, paragraphs=paragraphs)
    monkeypatch.setattr(Corpus, "rule_mentions", named)
    pairs = pair_mentions(corpus)
    assert list(zip(pairs["position"], pairs["left"], pairs["right"], strict=True)) == [
        (3, "Alma Rot", "Alma Rot")
    ]
    assert compare_versions(corpus)["agree"].all()


def test_a_coding_shows_beside_the_version_that_was_not_coded(versions):
    corpus = versions(en={"operative": ENGLISH}, sv={"operative": SWEDISH})
    coded = corpus.demands[corpus.demands["reference"] == "P9_TA(2030)0999"].assign(coder="hand")
    seen = {"reference": "P9_TA(2030)0999", "language": "en", "evidence": "full_text", "section": "operative"}
    corpus = dataclasses.replace(
        corpus,
        hand_demands=coded[corpus.hand_demands.columns],
        coverage=pd.DataFrame([seen | {"seen": "all", "note": None}]),
    )
    beside = show_codings_beside(corpus)
    assert set(beside["language"]) == {"sv"}
    assert list(beside["verb_there"]) == ["uppmanar", "uppmanar med kraft", "fördömer", "uppdrar åt"]
    assert list(table_versions(corpus).frame["act there"]) == ["calls on", "urges", "condemns", "instructs"]


def test_a_country_that_nobody_coded_shows_what_rules_find_as_such(versions, monkeypatch, tmp_path):
    corpus = versions(en={"operative": ENGLISH})
    assert corpus.hand_demands.empty
    rows = corpus.demands
    assert set(rows["coder"]) == {"rules"}
    assert set(rows["evidence"]) == {"full_text"}
    assert list(rows["act"]) == ["calls_on", "urges", "condemns", "instructs"]
    assert rows["summary"].isna().all()
    monkeypatch.setenv("RESOLUTION_FIGURES", str(tmp_path / "figures"))
    assert figure_coverage(corpus).title == "1 resolution: 1 read in full by rule"
    assert set(find_theme_sources(corpus)["source"].dropna()) == {"rules"}


def test_build_reports_on_versions(versions):
    versions(en={"operative": ENGLISH}, sv={"operative": SWEDISH})
    built = build_derived("zubrania")
    assert {path.name for path in built.folder.iterdir()} >= {"paragraphs", "rule_demands", "rule_mentions"}
    assert built.versions[0].startswith("P9_TA(2030)0999, en and sv: 5 paragraphs align")
