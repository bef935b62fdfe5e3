import shutil
from collections import Counter
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from analysis import load
from analysis.corpus.build import build_derived
from analysis.corpus.coverage import fill_unknown, find_seen
from analysis.documents.parse import parse
from analysis.lexicon.codes import ACTS, CODES
from analysis.lexicon.places import PROJECT

CODED = "P9_TA(2021)0056"


def test_row_counts_are_those_that_the_card_states(corpus):
    card = (PROJECT / "corpus" / "CARD.md").read_text(encoding="utf-8")
    for name in ("resolutions", "demands", "mentions", "people", "spellings", "invoked", "coverage", "links"):
        assert f"| `{name}` | {len(getattr(corpus, name))} |" in card


def test_series_is_in_order_with_short_names(corpus):
    series = corpus.series
    assert list(series["short"]) == [
        "2009",
        "2012 Mar",
        "2012 Nov",
        "2013",
        "2016",
        "2017",
        "2019",
        "2021",
        "2022",
    ]
    assert series["adopted"].is_monotonic_increasing


def test_hand_coding_covers_every_paragraph_of_the_resolution(corpus):
    coded = corpus.hand_demands[corpus.hand_demands["evidence"] == "full_text"]
    assert list(dict.fromkeys(coded["label"])) == [str(n) for n in range(1, 28)]
    assert set(coded["reference"]) == {CODED}
    for _, paragraph in coded.groupby("label"):
        clauses = list(dict.fromkeys(paragraph["clause"]))
        assert clauses == list(range(1, len(clauses) + 1))
        for _, clause in paragraph.groupby("clause"):
            assert list(clause["order"]) == list(range(1, len(clause) + 1))
            assert clause["act"].nunique() == 1


def test_strength_follows_the_ladder_where_a_full_text_was_read(corpus):
    steps = {(row["act"], int(row["strength"])) for row in _acts()}
    coded = corpus.hand_demands[corpus.hand_demands["evidence"] == "full_text"]
    assert {(row.act, row.strength) for row in coded.itertuples()} <= steps
    rest = corpus.hand_demands[corpus.hand_demands["evidence"] != "full_text"]
    assert rest[["strength", "action_category", "addressee_explicit"]].isna().all(axis=None)
    directive = coded["act_class"] == "directive"
    assert (coded["action_category"].notna() == directive).all()


def _acts():
    from analysis.lexicon.tables import read_lexicon

    return read_lexicon("acts")


def test_summaries_are_short_and_in_words_of_our_own(corpus):
    full = corpus.hand_demands[corpus.hand_demands["evidence"] == "full_text"]
    assert full["summary"].str.split().str.len().max() <= 20


def test_every_code_list_is_described():
    assert set(ACTS) >= {"encourages", "instructs", "reiterates_conviction"}
    for name in ("theme", "addressee", "occupation", "person_status", "asked", "evidence", "kind"):
        assert all(row["definition"] for row in CODES[name].values())
    assert all(row["example"] for row in CODES["theme"].values())


def test_people_of_the_hand_coding(corpus):
    full = corpus.hand_mentions[corpus.hand_mentions["evidence"] == "full_text"]
    assert full["person_id"].nunique() == 53
    asked = full[full["section"] == "operative"].groupby("label")["asked"].agg(Counter).to_dict()
    assert asked["3"] == {"release": 21, "compensation": 3}
    assert full[full["section"] == "recital"]["asked"].eq("nothing").all()
    assert not full[full["status"] == "political_prisoner"]["label"].isin(["K", "L", "O", "8"]).any()


def test_every_code_of_the_evidence_is_mapped():
    table = pd.read_csv(PROJECT / "corpus" / "kazakhstan" / "code_map.csv", dtype=str, keep_default_na=False)
    for row in table.itertuples():
        known = ACTS if row.list == "act" else CODES[row.list]
        assert row.code in known
    told = table[table["list"].isin(["occupation", "person_status"])]
    assert len(told)
    assert (told["found"] == told["code"]).all()


def test_coverage_says_what_was_seen(corpus):
    full = find_seen(corpus, "full_text", ["citation", "recital", "operative"])
    assert full.to_dict() == dict.fromkeys(full.index, "none") | {CODED: "all"}
    summary = find_seen(corpus, "official_summary", ["whole"])
    assert Counter(summary) == {"part": 6, "none": 3}


def test_a_text_that_was_not_seen_is_never_read_as_silent():
    seen = pd.Series({"r1": "all", "r2": "part", "r3": "none"})
    counts = pd.DataFrame({"reference": ["r1", "r2"], "theme": ["a", "a"], "n": [2, 1]})
    grid = fill_unknown(counts, "theme", ["a", "b"], seen).set_index(["reference", "theme"])
    assert grid["state"].to_dict() == {
        ("r1", "a"): "present",
        ("r1", "b"): "absent",
        ("r2", "a"): "present",
        ("r2", "b"): "unknown",
        ("r3", "a"): "unknown",
        ("r3", "b"): "unknown",
    }
    assert grid["n"].fillna(-1).astype(int).tolist() == [2, 0, 1, -1, -1, -1]


def test_derived_figures_carry_no_text(corpus):
    assert corpus.paragraphs["text"].isna().all()
    assert len(corpus.paragraphs) == 61
    assert not corpus.documents


def test_names_of_people_are_not_among_the_terms(corpus):
    parts = {part.lower() for form in corpus.spellings["form"] for part in form.split()}
    common = {"anna", "max", "roza", "alma", "president"}
    assert not (set(corpus.terms["lemma"]) & parts) - common


def rows_below_the_digest(folder):
    """Table and version → its rows; the digest is another one for another Python."""
    return {
        path.relative_to(folder): path.read_text("utf-8").partition("\n")[2]
        for path in folder.glob("*/*.csv")
    }


def test_real_text_gives_the_shipped_figures_again(real_text, tmp_path, monkeypatch):
    path = real_text(CODED, "sv")
    shutil.copytree(PROJECT / "corpus" / "kazakhstan", tmp_path / "kazakhstan")
    derived = tmp_path / "kazakhstan" / "derived"
    shipped = rows_below_the_digest(derived)
    shutil.rmtree(derived)
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path))
    monkeypatch.setenv("RESOLUTION_TEXTS", str(path.parent))
    build_derived("kazakhstan")
    assert rows_below_the_digest(derived) == shipped


def test_coded_names_stand_in_the_real_text_where_the_coding_says(real_text, corpus):
    document = parse(real_text(CODED, "sv"))
    texts = {(unit.section, unit.label): unit.text for unit in document.paragraphs}
    full = corpus.hand_mentions[corpus.hand_mentions["evidence"] == "full_text"]
    printed = full.groupby(["section", "label", "name_as_printed"]).size()
    for (section, label, name), n in printed.items():
        assert texts[section, label].count(name) == n, (section, label, name)


def test_validity_in_the_card_is_what_is_computed(corpus):
    from analysis.report.demand_figures import table_validity

    card = (PROJECT / "corpus" / "CARD.md").read_text(encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setenv("RESOLUTION_FIGURES", folder)
        table = table_validity(corpus).frame
    for row in table.itertuples(index=False):
        assert f"| {row[0]}, {row[1]} | {' | '.join(f'{value:.3f}' for value in row[2:])} |" in card


def test_answers_and_charts_agree_on_what_was_read_in_full():
    from analysis.people import timeline as people
    from analysis.report import answers

    practice = load("practice")
    assert "Texts read in full: 5 of 5.\n" in answers.answer_people(practice).data
    assert set(answers.table_people(practice)["known how"]) == {"Coded by hand from the full text"}
    assert "unknown" not in set(people.count_people(practice)["state"])
