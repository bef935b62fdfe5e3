"""The best reading of every resolution: by hand where somebody coded the full text, else by rule."""

import dataclasses

import pandas as pd
import pytest

from analysis.corpus.readings import find_readers
from analysis.lexicon.codes import labels
from analysis.lexicon.errors import InputError
from analysis.report.answers import answer_demands
from analysis.report.evidence import find_unsure, table_demands

ASKS = [
    "Calls on the Government of Zubrania to release the journalist Alma Rot;",
    "Instructs its President to forward this resolution to the Council.",
]


@pytest.fixture
def own(country):
    """Two texts of a country of one's own; nobody has coded anything."""
    return country(["whereas Alma Rot was arrested;"], ["whereas Alma Rot was freed;"], operative=ASKS)


def test_a_country_of_ones_own_has_rows_at_once(own):
    assert own.hand_demands.empty
    assert list(own.demands["year"]) == [2031, 2031, 2032, 2032]
    assert set(own.demands["coder"]) == {"rules"}
    assert set(own.demands["language"]) == {"en"}
    assert own.demands["passage"][0].endswith("release the journalist Alma Rot")
    assert set(own.mentions["year"]) == {2031, 2032}
    assert own.people[["name", "coder"]].values.tolist() == [["Alma Rot", "rules"]]
    assert own.short_names == {"P9_TA(2031)0999": "2031", "P9_TA(2032)0999": "2032"}
    assert list(find_readers(own)) == ["rules", "rules"]
    read = own.readings[["year", "language", "evidence", "coder", "section", "seen"]]
    assert [2031, "en", "full_text", "rules", "operative", "all"] in read.values.tolist()


def test_what_was_coded_by_hand_from_the_full_text_stands_in_for_what_rules_find(own):
    hand = own.demands.iloc[[0]].assign(coder="hand", theme="torture_detention_conditions")
    both = dataclasses.replace(own, hand_demands=hand[own.hand_demands.columns])
    assert list(both.demands["coder"]) == ["hand", "rules", "rules"]
    assert both.demands["theme"][0] == "torture_detention_conditions"
    assert both.demands["passage"].notna().all()  # the rules find the same act at the same place
    other = dataclasses.replace(own, hand_demands=hand.assign(act="condemns")[own.hand_demands.columns])
    assert other.demands["passage"].isna().tolist() == [True, False, False]


def test_what_rests_on_less_than_the_full_text_stands_beside_the_rules(own):
    hand = own.demands.iloc[[0]].assign(coder="hand", evidence="press_release", demand_id="one")
    both = dataclasses.replace(own, hand_demands=hand[own.hand_demands.columns])
    assert list(both.demands["coder"]) == ["hand", *["rules"] * 4]


def test_frames_are_the_callers_own(own):
    demands, series = own.demands, own.series
    demands["theme"] = "other"
    series["short"] = "then"
    assert set(own.demands["theme"]) != {"other"}
    assert list(own.series["short"]) == ["2031", "2032"]


def test_a_corpus_can_be_narrowed(own):
    late = own.filter(since=2032)
    assert list(late.series["reference"]) == ["P9_TA(2032)0999"]
    assert set(late.demands["reference"]) | set(late.mentions["reference"]) == {"P9_TA(2032)0999"}
    assert [one.reference for one in late.documents] == ["P9_TA(2032)0999"]
    assert set(late.terms["reference"]) == {"P9_TA(2032)0999"}
    assert len(own.filter(until=2030).demands) == 0
    theme = own.demands["theme"].iloc[0]
    assert len(own.filter(theme=theme).demands) == 2
    assert own.filter(theme="corruption").demands.empty
    assert own.filter(language="sv").demands.empty
    assert len(own.demands) == 4  # as before


def test_narrowing_by_what_is_not_there_is_told(own):
    with pytest.raises(InputError, match="Unknown theme 'weather': give one of"):
        own.filter(theme="weather")
    with pytest.raises(InputError, match="Unknown language 'xx': give one of"):
        own.filter(language="xx")


def test_a_corpus_tells_itself_in_a_line(own):
    assert repr(own) == (
        "Corpus zubrania: 2 resolutions compared, 2031 to 2032; 2 texts at hand: P9_TA(2031)0999 (en), "
        "P9_TA(2032)0999 (en)"
    )


def test_narrowed_rows_are_those_of_the_whole(practice):
    """Against a filter of the whole frame, on a corpus that was coded by hand."""
    years = practice.resolutions.set_index("reference")["year"]
    late = practice.filter(since=int(years.median()))
    for name in ("demands", "mentions", "invoked", "paragraphs"):
        whole = getattr(practice, name)
        kept = whole[whole["reference"].map(years) >= years.median()].reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(late, name).reset_index(drop=True), kept)


def test_a_shipped_country_has_one_reading_of_each_resolution(corpus):
    whole = corpus.demands[corpus.demands["evidence"] == "full_text"]
    assert whole.groupby("reference")["coder"].nunique().eq(1).all()
    assert corpus.demands["demand_id"].is_unique
    assert corpus.people["person_id"].is_unique
    assert set(corpus.mentions["person_id"].dropna()) <= set(corpus.people["person_id"])


@pytest.mark.parametrize(
    ("operative", "unsure", "told"),
    [
        (["Calls on Zubrania to abolish the death penalty;"], ["", ""], "unsure for 0 (0%)"),
        (["Calls on Zubrania to light the lamp;"], [" (unsure)", ""], "unsure for 1 (50%)"),
    ],
)
def test_themes_that_rules_are_not_sure_of_are_marked_and_counted(country, operative, unsure, told):
    zubrania = country(
        ["whereas Zubrania is dark;"] * 3, operative=[*operative, "Instructs its President to go;"]
    )
    marked = find_unsure(zubrania.demands).map({True: " (unsure)", False: ""})
    assert marked.tolist() == unsure
    assert told in answer_demands(zubrania).data


def test_a_theme_stands_in_a_table_as_it_is_chosen_in_the_filter(country, tmp_path, monkeypatch):
    """Of a country read by rule, whether the rules are sure of it or not: the page compares whole cells."""
    monkeypatch.setenv("RESOLUTION_FIGURES", str(tmp_path))
    unsure = ["Calls on Zubrania to light the lamp;", *ASKS]
    own = country(["whereas Alma Rot was arrested;"], operative=unsure)
    assert find_unsure(own.demands).any()
    table = table_demands(own).frame
    assert set(table["theme"]) <= set(labels("theme").values())
    assert table["rests on"].str.contains("found by rule").all()
    assert table["rests on"].str.endswith(", theme unsure").tolist() == find_unsure(own.demands).tolist()
