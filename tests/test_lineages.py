import itertools

import numpy as np
import pandas as pd
import pytest
from invented import Invented

from analysis import load
from analysis.agreement.validity import (
    compare_codings,
    confuse,
    match_clauses,
    pair_demands,
    score_clusters,
    score_links,
)
from analysis.annotation.demands import shorten_to_action
from analysis.demands.lineages import _assign, find_components, link_demands
from analysis.demands.recurrence import collect_demands, link_texts, trace_coded, trace_texts
from analysis.lexicon.places import PROJECT

FORWARD = "Instructs its President to forward this resolution to the Council."


@pytest.fixture(scope="module")
def truth():
    """Links and lineages planted in the practice corpus, by demand."""
    rows = pd.read_csv(PROJECT / "corpus/practice/truth_lineages.csv", dtype=str).dropna(subset="demand_id")
    lineages = rows.groupby("demand_id")["lineage_id"].agg(set).to_dict()
    links = set()
    for _, lineage in rows.groupby("lineage_id"):
        steps = [list(step["demand_id"]) for _, step in lineage.groupby("year")]
        links |= {pair for a, b in itertools.pairwise(steps) for pair in itertools.product(a, b)}
    return lineages, links


@pytest.fixture(scope="module")
def traced(practice):
    """Language → demands, links, lineages; demands named as in the coding where it has them."""
    coded = practice.hand_demands.set_index(["reference", "label", "clause", "order"])["demand_id"].to_dict()
    result = {}
    for language in ("sv", "en"):
        demands = collect_demands(practice, language)
        links, review = link_texts(practice, demands, language)
        key = {
            row.demand_id: coded.get((row.reference, row.label, row.clause, row.order), row.demand_id)
            for row in demands.itertuples()
        }
        components = find_components(demands["demand_id"], links)
        clusters = {key[name]: component for name, component in components.items()}
        pairs = {(key[row.earlier], key[row.later]) for row in links.itertuples()}
        result[language] = demands, links, review, clusters, pairs
    return result


@pytest.mark.parametrize("language", ["sv", "en"])
def test_planted_lineages_are_found(traced, truth, language):
    lineages, links = truth
    _, _, _, clusters, pairs = traced[language]
    known = {pair for pair in pairs if set(pair) <= set(lineages)}
    scores = score_links(known, links, lineages)
    assert scores["precision"] >= 0.90
    assert scores["recall"] >= 0.85
    assert score_clusters(clusters, lineages)["f1"] >= 0.90


def test_swedish_and_english_versions_give_the_same_lineages(traced):
    swedish, english = traced["sv"][3], traced["en"][3]
    same = score_clusters(swedish, {name: {cluster} for name, cluster in english.items()})
    assert same["f1"] >= 0.85


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_uncertain_pair_is_listed_and_never_linked(traced, language):
    _, links, review, _, _ = traced[language]
    assert len(review)
    linked = set(zip(links["earlier"], links["later"], strict=True))
    assert not linked & set(zip(review["earlier"], review["later"], strict=True))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_statuses_agree_with_what_was_planted_as_often_as_reported(practice, traced, language):
    demands, links, *_ = traced[language]
    key = ["reference", "label", "clause", "order"]
    coded = practice.hand_demands[[*key, "demand_id"]].rename(columns={"demand_id": "coded_id"})
    names = demands.merge(coded, on=key).set_index("demand_id")["coded_id"]
    steps = trace_texts(practice, demands, links).dropna(subset="demand_id")
    found = steps.assign(coded_id=steps["demand_id"].map(names)).dropna(subset="coded_id")
    planted = pd.read_csv(PROJECT / "corpus/practice/truth_lineages.csv", dtype=str).dropna(
        subset="demand_id"
    )
    planted = planted.drop_duplicates("demand_id").set_index("demand_id")["status"]
    truth = found["coded_id"].map(planted)
    later = truth.notna() & (truth != "new")
    assert (found["status"][later] == truth[later]).mean() >= 0.73


def test_nothing_is_new_or_dropped_beside_a_text_that_is_not_at_hand(practice):
    import dataclasses

    kept = tuple(one for one in practice.documents if one.reference in ("P7_TA(2009)9011", "P9_TA(2021)9051"))
    some = dataclasses.replace(practice, documents=kept)
    demands = collect_demands(some, "en")
    steps = trace_texts(some, demands, link_texts(some, demands, "en")[0])
    assert "dropped" not in set(steps["status"])
    assert "new" not in set(steps.loc[steps["year"] == 2021, "status"])
    assert "first_seen" in set(steps.loc[steps["year"] == 2021, "status"])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_status_stands_beside_its_rule(practice, traced, language):
    demands, links, *_ = traced[language]
    steps = trace_texts(practice, demands, links)
    assert set(steps["status"]) >= {
        "new",
        "repeated",
        "stronger",
        "weaker",
        "acknowledged",
        "moved",
        "dropped",
        "merged",
    }
    assert steps["rule"].str.len().min() > 0
    first = steps[steps["year"] == 2009]
    assert set(first["status"]) == {"new"}
    by_id = demands.set_index("demand_id")
    for row in steps[steps["status"] == "stronger"].itertuples():
        earlier = links.loc[links["later"] == row.demand_id, "earlier"].iloc[0]
        assert by_id["strength"][earlier] < by_id["strength"][row.demand_id]
        assert by_id["act_class"][earlier] == by_id["act_class"][row.demand_id]
    assert steps[steps["status"] == "dropped"]["demand_id"].isna().all()


def test_judgements_of_a_reviewer_win(practice):
    import dataclasses

    demands = collect_demands(practice, "en")
    links, _ = link_texts(practice, demands, "en")
    gone = links.iloc[0]
    first, last = demands["demand_id"].iloc[0], demands["demand_id"].iloc[-1]
    judged = pd.DataFrame(
        {
            "earlier": [gone.earlier, first],
            "later": [gone.later, last],
            "decision": ["different", "same"],
            "reviewer": "test",
            "date": pd.Timestamp("2026-01-01"),
            "reason": "test",
        }
    )
    again, _ = link_texts(dataclasses.replace(practice, links=judged), demands, "en")
    pairs = set(zip(again["earlier"], again["later"], strict=True))
    assert (gone.earlier, gone.later) not in pairs
    assert (first, last) in pairs
    assert again.loc[again["later"] == last, "step"].tolist()[-1] == "reviewed"


def test_one_to_one_links_have_the_highest_total_against_every_permutation():
    rng = np.random.default_rng(4)
    for _ in range(20):
        matrix = rng.uniform(0.3, 1, (4, 4)).round(3)
        scores = {(f"a{i}", f"b{j}"): matrix[i, j] for i in range(4) for j in range(4)}
        found = _assign(scores)
        best = max(
            sum(matrix[i, p] for i, p in enumerate(order)) for order in itertools.permutations(range(4))
        )
        assert sum(scores[pair] for pair in found) == pytest.approx(best)


def test_split_merged_and_gap_steps_of_a_hand_worked_case():
    demands = pd.DataFrame(
        {
            "demand_id": ["a1", "a2", "a3", "b1", "b2", "b3", "c1"],
            "reference": ["A", "A", "A", "B", "B", "B", "C"],
            "year": [1, 1, 1, 2, 2, 2, 3],
        }
    )
    pairs = pd.DataFrame(
        [("a1", "b1", 0.9), ("a1", "b2", 0.6), ("a2", "b3", 0.8), ("a3", "c1", 0.7), ("b1", "c1", 0.1)],
        columns=["earlier", "later", "score"],
    )
    links = link_demands(demands, pairs)
    steps = {(row.earlier, row.later): row.step for row in links.itertuples()}
    assert steps == {
        ("a1", "b1"): "neighbour",
        ("a2", "b3"): "neighbour",
        ("a3", "c1"): "gap",
        ("a1", "b2"): "split",
    }
    components = find_components(demands["demand_id"], links)
    assert components == {"a1": "a1", "a2": "a2", "a3": "a3", "b1": "a1", "b2": "a1", "b3": "a2", "c1": "a3"}


def test_b_cubed_against_a_brute_force_loop():
    found = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "2"}
    truth = {"a": {"x"}, "b": {"x"}, "c": {"x", "y"}, "d": {"y"}, "e": {"z"}}
    precision, recall = [], []
    for item in found:
        mates = [other for other in found if found[other] == found[item]]
        right = [other for other in found if truth[other] & truth[item]]
        both = [other for other in mates if other in right]
        precision.append(len(both) / len(mates))
        recall.append(len(both) / len(right))
    scores = score_clusters(found, truth)
    assert scores["precision"] == pytest.approx(sum(precision) / 5)
    assert scores["recall"] == pytest.approx(sum(recall) / 5)


def test_link_scores_of_a_hand_worked_case():
    lineages = {"a": {"x"}, "b": {"x"}, "c": {"y"}}
    assert score_links({("a", "b"), ("a", "c")}, {("a", "b"), ("b", "c")}, lineages) == {
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
    }


def coding(*rows):
    columns = [
        "label",
        "clause",
        "order",
        "act",
        "act_class",
        "strength",
        "addressee",
        "theme",
        "action_category",
    ]
    return pd.DataFrame(rows, columns=columns).assign(addressee_explicit=True)


def test_agreement_of_a_hand_worked_case():
    coded = coding(
        ("1", 1, 1, "urges", "directive", 4, "eu", "sanctions", "5"),
        ("1", 2, 1, "notes", "assertive", 1, "eu", "refugees", None),
        ("2", 1, 1, "demands", "directive", 5, "eu", "sanctions", "5"),
    )
    found = coding(
        ("1", 1, 1, "urges", "directive", 4, "eu", "sanctions", "4"),
        ("2", 1, 1, "demands", "directive", 5, "other", "refugees", "5"),
        ("2", 2, 1, "regrets", "expressive", 3, "eu", "refugees", None),
    )
    assert match_clauses(found, coded).notna().sum().tolist() == [4, 3, 3]
    values = compare_codings(found, coded).set_index("measure")["value"].to_dict()
    assert values["act clauses"] == pytest.approx(4 / 6, abs=0.001)
    assert values["act code"] == 1.0
    assert values["explicit addressee"] == 0.5
    assert values["action category"] == 0.5
    assert values["primary theme"] == pytest.approx(2 / 3, abs=0.001)
    assert confuse(pair_demands(found, coded), "theme").values.tolist() == [["sanctions", "refugees", 1]]


def test_coded_facts_are_joined_by_hand_and_tell_presence_only():
    steps = trace_coded(load("kazakhstan"))
    assert set(steps["status"]) == {"first_seen", "seen_again"}
    again = steps[steps["status"] == "seen_again"]
    assert len(again) == 5
    kozlov = steps[steps["lineage_id"] == "2013-0190-s18"]
    assert kozlov["year"].tolist() == [2013, 2016]
    freed = steps[steps["lineage_id"] == "2019-0203-s08"]
    assert freed["year"].tolist() == [2019, 2021]


@pytest.mark.parametrize("said", ["Insists that Zubrania", "Insists that the Government of Zubrania"])
def test_who_insists_in_the_same_words_has_not_dropped_the_demand(country, said):
    asked = "{} amend the law on lamps so that no keeper can be fined for what he or she has lit;"
    texts = country([], []).folder / "texts"
    for number, opening in enumerate(("Calls on the Government of Zubrania to", said), 1):
        page = Invented(
            reference=f"P9_TA(203{number})0999", operative=[asked.format(opening), FORWARD]
        ).page()
        (texts / f"{number}.txt").write_text(page, encoding="utf-8")
    corpus = load("zubrania")
    demands = collect_demands(corpus, "en")
    lineages = trace_texts(corpus, demands, link_texts(corpus, demands, "en")[0])
    own = lineages[lineages["lineage_id"].eq("P9_TA(2031)0999-1.1.1")]
    assert list(own["status"]) == ["new", "repeated"]
    assert own["rule"].iloc[-1] == "calls_on → insists"


@pytest.mark.parametrize(
    ("passage", "action"),
    [
        ("the authorities to free Alma Rot;", "free Alma Rot"),
        ("and for all charges against her to be dropped;", "all charges against her to be dropped"),
        ("for the repeal of Article 7", "the repeal of Article 7"),
        ("and to be content with less;", "be content with less"),
    ],
)
def test_a_demand_is_told_from_its_verb_on_and_a_passive_one_with_its_subject(passage, action):
    assert shorten_to_action(passage, "en") == action
