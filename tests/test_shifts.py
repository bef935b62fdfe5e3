"""What shifted: each statistic against an oracle and by hand, the null, and the planted shifts."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import Invented
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2_contingency

from analysis import load, parse
from analysis.annotation.features import find_features
from analysis.language.divergence import _count_first, _shuffle, compare_distributions, divergence
from analysis.language.keyness import (
    COLUMNS,
    _g2_of,
    _largest_g2,
    compare_groups,
    compare_words,
    find_breaks,
    g2,
    judge,
    log_ratio,
    weighted_log_odds,
)
from analysis.language.profiles import (
    compare_strength,
    compare_themes,
    measure_balance,
    measure_features,
    profile_strength,
)
from analysis.language.readability import lix, measure_ovix, ovix
from analysis.language.reuse import find_passages, find_reused
from analysis.language.shifts import (
    compare_all_strengths,
    compare_all_themes,
    count_namings,
    find_languages,
    find_word_shifts,
    list_cuts,
    list_pairs,
    locate,
)
from analysis.language.units import count_paragraphs, p_value, permutation_p, permute, resample
from analysis.language.wording_basis import select_terms
from analysis.report.language_figures import (
    count_pages,
    describe_limits,
    describe_shifts,
    figure_words,
    find_subject,
    table_reuse,
    table_shifts,
)

SPLITS, SEED, MOST = 200, 20211122, 18


def terms(*paragraphs, reference="r1"):
    """Rows of `terms` of one text: a paragraph is a string of dictionary forms."""
    rows = [
        {
            "reference": reference,
            "language": "en",
            "section": "operative",
            "position": i,
            "lemma": word,
            "n": 1,
        }
        for i, words in enumerate(paragraphs, 1)
        for word in words.split()
    ]
    frame = pd.DataFrame(rows)
    return frame.groupby(["reference", "language", "section", "position", "lemma"], as_index=False)["n"].sum()


# ten words, two documents: a stands four times in five words, then once in five
LEFT, RIGHT = terms("a a", "a a b"), terms("a b", "b b b", reference="r2")


def test_the_ten_word_case_by_hand():
    a, n_a, b, n_b = (np.array([x], dtype=float) for x in (4, 5, 1, 5))
    # expected 2.5 in either: 2 (4 ln 1.6 + 1 ln 0.4 + 1 ln 0.4 + 4 ln 1.6)
    assert g2(a, n_a, b, n_b)[0] == pytest.approx(2 * (8 * math.log(1.6) + 2 * math.log(0.4)))
    assert log_ratio(a, n_a, b, n_b)[0] == pytest.approx(2.0)  # 4/5 against 1/5
    assert log_ratio(a, n_a, np.zeros(1), n_b)[0] == pytest.approx(3.0)  # against half a time
    bits = divergence(np.array([[4, 1]]), np.array([[1, 4]]), 5)
    assert bits == pytest.approx([0.8 * math.log2(0.8 / 0.5) + 0.2 * math.log2(0.2 / 0.5)])


@given(*[st.integers(1, 60)] * 4)
def test_g2_is_that_of_scipy(a, b, others_a, others_b):
    table = np.array([[a, b], [others_a, others_b]])
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    n_a, n_b = a + others_a, b + others_b
    found = g2(np.array([float(a)]), np.array([float(n_a)]), np.array([float(b)]), np.array([float(n_b)]))[0]
    assert found == pytest.approx(expected, abs=1e-8)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=8), st.data())
def test_the_divergence_is_that_of_scipy_also_without_words_of_one_side(left, data):
    right = data.draw(st.permutations(left))  # so that both have as many tokens
    a, b = np.array(left), np.array(right)
    if a.sum():
        expected = jensenshannon(a / a.sum(), b / b.sum(), base=2) ** 2
        both = (a > 0) & (b > 0)
        assert divergence(a, b, int(a.sum())) == pytest.approx(expected, abs=1e-9)
        assert divergence(a[both], b[both], int(a.sum())) == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 1000))
def test_the_first_tokens_of_a_side_are_counted_as_a_loop_counts_them(seed):
    rng = np.random.default_rng(seed)
    texts = [" ".join(rng.choice(list("abcdefgh"), rng.integers(1, 9))) for _ in range(6)]
    paragraphs = count_paragraphs(terms(*texts))
    tokens, side = _shuffle(paragraphs, rng), rng.random((5, 6)) < 0.5
    n = int((side @ paragraphs.totals).min())
    counts = _count_first(tokens, side, n)
    for row in range(5):
        first = [w for p, w in zip(tokens.paragraph, tokens.word, strict=True) if side[row, p]][:n]
        assert counts[row].tolist() == [first.count(word) for word in range(tokens.n_words)]


@given(st.integers(0, 1000))
def test_no_permutation_that_reaches_what_was_observed_is_ruled_out(seed):
    rng = np.random.default_rng(seed)
    texts = [" ".join(rng.choice(list("abcdefgh"), rng.integers(1, 30))) for _ in range(9)]
    paragraphs = count_paragraphs(terms(*texts))
    permuted, cuts = permute(np.repeat([0, 1, 2], 3), 50, rng), np.array([1, 2])
    every = np.max([_g2_of(paragraphs, paragraphs.totals, permuted >= cut) for cut in cuts], axis=0)
    observed = every[rng.integers(50)]
    largest = _largest_g2(paragraphs, paragraphs.totals, permuted, cuts, observed)
    reached = every >= observed
    assert (largest[reached] == every[reached]).all()
    assert (largest[~reached] <= every[~reached]).all()


def test_weighted_log_odds_by_a_loop():
    a, b = np.array([4.0, 1.0, 5.0]), np.array([1.0, 4.0, 5.0])
    found = weighted_log_odds(a, 10, b, 10)
    for i in range(3):
        prior = 500 * (a[i] + b[i]) / 20
        odds = math.log((a[i] + prior) / (510 - a[i] - prior)) - math.log(
            (b[i] + prior) / (510 - b[i] - prior)
        )
        assert found[i] == pytest.approx(odds / math.sqrt(1 / (a[i] + prior) + 1 / (b[i] + prior)))


def test_a_word_that_is_all_there_is_has_even_odds():
    assert weighted_log_odds(np.array([5.0]), 5.0, np.array([5.0]), 5.0).tolist() == [0.0]
    assert weighted_log_odds(np.array([5.0]), 5.0, np.array([1.0]), 5.0)[0] > 0


def test_permuting_keeps_the_sizes():
    rng = np.random.default_rng(1)
    labels = np.array([True, True, False, False, False, True])
    free = permute(labels, 500, rng)
    assert (free.sum(axis=1) == 3).all()
    assert abs(free.mean(axis=0) - 0.5).max() < 0.1
    drawn_a, drawn_b = resample(labels, 200, rng)
    assert (drawn_a.sum(axis=1) == 3).all()
    assert (drawn_a[:, ~labels] == 0).all()
    assert (drawn_b.sum(axis=1) == 3).all()


def test_p_counts_the_observed_one_in():
    null = np.array([0.1, 0.2, 0.3, 0.4])
    assert p_value(0.3, null) == pytest.approx(3 / 5)
    assert p_value(9.0, null) == pytest.approx(1 / 5)


def test_an_exact_permutation_p_of_a_small_case():
    """All orders of six paragraphs by a loop, against the sampled ones."""
    left = terms("w w w", "w w", "w w x", reference="r1")
    right = terms("x x", "x w", "x x x", reference="r2")
    paragraphs = count_paragraphs(pd.concat([left, right]))
    column, totals = paragraphs.counts.toarray()[:, list(paragraphs.words).index("w")], paragraphs.totals
    in_target = (paragraphs.places["reference"] == "r1").to_numpy()
    observed = column[in_target].sum()
    values = [
        g2(
            *(
                np.array([v])
                for v in (
                    column[list(m)].sum(),
                    totals[list(m)].sum(),
                    column.sum() - column[list(m)].sum(),
                    totals.sum() - totals[list(m)].sum(),
                )
            )
        )[0]
        for m in (np.flatnonzero(np.array(bits)) for bits in product([0, 1], repeat=6) if sum(bits) == 3)
    ]
    mine = g2(
        np.array([observed]),
        np.array([totals[in_target].sum()]),
        np.array([column.sum() - observed]),
        np.array([totals[~in_target].sum()]),
    )[0]
    exact = np.mean([value >= mine - 1e-12 for value in values])
    row = compare_words(left, right).set_index("lemma").loc["w"]
    assert row["p"] == pytest.approx(exact, abs=0.02)
    assert (row["n_target"], row["n_reference"], row["n_paragraphs"]) == (7, 1, 4)


def test_a_promising_p_rests_on_more_permutations_of_its_own():
    rng, asked = np.random.default_rng(3), []

    def draw(repetitions, items):
        asked.append((repetitions, items.tolist()))
        return rng.random((repetitions, len(items)))

    p = permutation_p(np.array([0.5, 0.999, 2.0]), draw)
    assert asked == [(199, [0, 1, 2]), (999, [1, 2]), (9_999, [1, 2])]
    assert p[0] == pytest.approx(0.5, abs=0.12)
    assert p[1] == pytest.approx(0.001, abs=0.0012)
    assert p[2] == 1e-4


def compare_as_wholes(target, reference, seed=2021):
    paragraphs = count_paragraphs(pd.concat([target, reference]))
    in_target = (paragraphs.places["reference"] == target["reference"].iloc[0]).to_numpy()
    return compare_distributions(paragraphs, in_target, seed)


def test_too_little_text_says_nothing():
    few = terms("x y z"), terms("u v w", reference="r2")
    assert compare_words(*few).empty
    assert set(COLUMNS) <= set(compare_words(*few).columns)
    assert compare_as_wholes(LEFT, RIGHT).empty


def test_longer_paragraphs_alone_are_no_shift():
    """Both sides drawn from one distribution, with paragraphs of other lengths: about one in twenty is called real."""
    rng = np.random.default_rng(SEED)
    weights = 1 / np.arange(1, 151)
    words = np.array([f"w{i}" for i in range(150)])
    real = 0
    for split in range(60):
        sides = [
            terms(
                *(" ".join(rng.choice(words, n, p=weights / weights.sum())) for _ in range(20)),
                reference=name,
            )
            for name, n in (("r1", 20), ("r2", 50))
        ]
        real += bool(compare_as_wholes(*sides, seed=split)["real"].any())
    assert real <= 8


def test_a_search_over_many_cuts_pays_for_it():
    """Twelve texts of noise and one word that enters half-way: it is found, and noise hardly ever."""
    rng = np.random.default_rng(SEED)
    vocabulary = [f"w{i}" for i in range(60)]
    noise = 0
    for _ in range(5):
        texts = []
        for text in range(12):
            paragraphs = [
                " ".join(rng.choice(vocabulary, 20)) + (" real" if text > 5 else "") for _ in range(8)
            ]
            texts.append(terms(*paragraphs, reference=f"r{text:02d}"))
        rows = find_breaks(count_paragraphs(pd.concat(texts)), [f"r{text:02d}" for text in range(12)])
        shifted = judge(rows)[lambda frame: frame["shifted"]]
        found = shifted.set_index("lemma")
        assert found.loc["real", "target"] == "r06"
        assert found.loc["real", ["n_later", "n_beyond"]].tolist() == [6, 6]
        noise += len(found) - 1
    assert noise <= 2


@pytest.mark.parametrize(
    ("text", "articles", "numbers"),
    [
        ("Article 1999 of the Code applies", 1, 0),
        ("on 10 January 2021 and in 2019, 2020 and 2021", 0, 0),
        ("in 2020 5 people slept", 0, 1),
        ("Articles 19 and 21 bind 12 people; 1 200 lamps", 2, 2),
        ("Article 2(3) binds", 1, 0),
    ],
)
def test_articles_and_numbers_are_told_apart(text, articles, numbers):
    recital = f"whereas {text};"
    rows = find_features(parse(Invented(recitals=[recital]).page()))
    row = next(row for row in rows if row["section"] == "recital")
    assert (row["n_articles"], row["n_numbers"]) == (articles, numbers)


def test_lix_and_ovix_by_hand():
    assert lix(10, 2, 3) == 10 / 2 + 30
    assert ovix(100, 60) == pytest.approx(math.log(100) / math.log(2 - math.log(60) / math.log(100)))
    assert ovix(10, 10) == math.inf
    measured = measure_ovix({"short": ["a", "b", "a", "c"] * 30, "long": list("abac") * 50, "none": []})
    assert set(measured["n_words"]) == {120}
    assert set(measured["text"]) == {"short", "long"}


@given(*[st.lists(st.sampled_from(letters), max_size=12) for letters in ("abc", "def", "ghi")])
def test_a_planted_passage_is_found_whole_and_nothing_differs_in_it(before, after, passage):
    shared = [*passage, *(f"shared{place}" for place in range(12))]
    (found,) = find_passages([*before, *shared], [*shared, *after])
    assert found.left == (len(before), len(before) + len(shared))
    assert found.right == (0, len(shared))
    assert found.identical == len(shared)


def test_words_between_do_not_hide_two_passages():
    first, second = [f"a{i}" for i in range(20)], [f"b{i}" for i in range(20)]

    def find(left, right):
        return [one.left for one in find_passages([*first, *left, *second], [*first, *right, *second])]

    assert find("vwxyz", "12345") == [(0, 20), (25, 45)]
    assert find("x", "y") == [(0, 41)]
    assert find_passages(first[:9], first[:9]) == []


def test_random_halves_of_one_text_are_not_called_shifted(practice):
    """At most 18 of 200 splits: what 5 % gives, with a seed chosen beforehand."""
    rows = select_terms(practice, "en", "operative")
    rows = rows[rows["reference"] == "P9_TA(2021)9051"]
    positions, paragraphs = rows["position"].unique(), count_paragraphs(rows)
    rng = np.random.default_rng(SEED)
    printed = real = 0
    for split in range(SPLITS):
        half = rng.permutation(positions)[: len(positions) // 2]
        side = paragraphs.places["position"].isin(half).to_numpy()
        printed += bool(compare_groups(paragraphs, side, seed=split)["shifted"].any())
        whole = compare_distributions(paragraphs, side, seed=split)
        assert len(whole) == 1
        real += bool(whole["real"].any())
    assert printed <= MOST
    assert real <= MOST


PLANTED = {
    "en": {
        "operative": {"urge", "call", "demand", "civic", "association", "non-governmental", "organisation"},
        "recital": {"civic", "association", "non-governmental", "organisation"},
        "needed": {
            ("operative", "urge"),
            ("operative", "non-governmental"),
            ("recital", "civic"),
            ("operative", "civic"),
        },
    },
    "sv": {
        "operative": {"kraft", "uppmana", "kräva", "medborgarförening", "icke-statlig", "organisation"},
        "recital": {"medborgarförening", "icke-statlig", "organisation"},
        "needed": {("operative", "kraft"), ("operative", "icke-statlig"), ("recital", "medborgarförening")},
    },
}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_planted_shifts_are_found_and_nothing_else(practice, language):
    since = "P8_TA(2018)9041"
    found = find_word_shifts(practice, language)
    found = found[found["shifted"].astype(bool)]
    assert (found["n_beyond"] == found["n_later"]).all()
    for row in found.itertuples():
        assert row.lemma in PLANTED[language][row.section]
        assert row.target == since
    assert PLANTED[language]["needed"] <= set(zip(found["section"], found["lemma"], strict=True))

    themes = locate(compare_all_themes(practice, language), ["theme"])
    assert [tuple(row) for row in themes[["theme", "target"]].to_numpy()] == [
        ("internet_surveillance_data", since)
    ]

    strength = locate(compare_all_strengths(practice, language), ["act_class", "group"])
    hardened = strength[strength["group"] == "target"]
    assert hardened[["act_class", "target"]].to_numpy().tolist() == [["directive", since]]
    assert (hardened["difference"] > 0.5).all()
    for row in strength[
        strength["group"] != "target"
    ].itertuples():  # not planted, but so in the hand coding too
        coded = practice.hand_demands[(practice.hand_demands["act_class"] == row.act_class)]
        coded = coded[coded["addressee"].str.startswith("eu")].assign(language=language)
        later = coded["reference"] >= row.target
        assert compare_strength(coded[later], coded[~later])["shifted"].all()


@pytest.mark.parametrize("language", ["en", "sv"])
def test_planted_reuse_is_found_whole(practice, language):
    order = sorted(practice.resolutions["reference"])
    reused = find_reused(practice.documents, order, language)
    whole = {
        (row.reference[6:10], row.label, row.earlier[6:10], row.earlier_label)
        for row in reused[reused["whole"]].itertuples()
    }
    planted = {
        ("2018", "A", "2012", "A"),
        ("2012", "2", "2009", "2"),
        ("2015", "2", "2012", "2"),
        ("2015", "10", "2009", "5"),
        ("2012", "6", "2009", "9"),
        ("2015", "21", "2012", "21"),
        ("2021", "9", "2018", "8"),
    }
    assert planted == whole


def test_both_versions_tell_the_same_story(practice):
    stories = [
        locate(compare_all_strengths(practice, language), ["act_class", "group"]).query("group == 'target'")
        for language in ("en", "sv")
    ]
    assert stories[0]["difference"].iloc[0] == pytest.approx(stories[1]["difference"].iloc[0], abs=0.1)


def test_profiles_by_hand():
    rows = pd.DataFrame(
        {
            "reference": "r1",
            "language": "en",
            "label": ["1", "1", "2", "3", "4", "5", "6"],
            "act_class": ["directive"] * 6 + ["procedural"],
            "addressee": "target_government",
            "strength": [3, 5, 4, 4, 4, 4, 1],
        }
    )
    profile = profile_strength(rows).set_index("group")
    assert profile.loc["target", "mean"] == 4.0
    assert (profile.loc["target", "n"], profile.loc["target", "n_paragraphs"]) == (6, 5)
    assert profile.loc["target", "low"] <= 4 <= profile.loc["target", "high"]
    assert pd.isna(profile_strength(rows.head(3))["low"]).all()
    other = rows.assign(reference="r2", strength=1)
    assert compare_strength(rows, other)["difference"].iloc[0] == pytest.approx(3.0)
    assert compare_strength(rows.head(3), other).empty


def test_themes_against_fisher():
    from scipy.stats import fisher_exact

    target, reference = pd.Series(["x"] * 9 + ["y"] * 11), pd.Series(["y"] * 30)
    rows = compare_themes(target, reference).set_index("theme")
    assert rows.loc["x", "p"] == pytest.approx(fisher_exact([[9, 11], [0, 30]]).pvalue)
    assert rows.loc["x", "shifted"]


def test_balance_and_features_by_hand(practice):
    balance = measure_balance(practice.paragraphs).set_index(["reference", "language"])
    rows = practice.paragraphs
    own = rows[(rows["reference"] == "P7_TA(2009)9011") & (rows["language"] == "en")]
    sums = own.groupby("section")["n_words"].sum()
    row = balance.loc[("P7_TA(2009)9011", "en")]
    assert row["ratio"] == pytest.approx(sums["recital"] / sums["operative"])
    assert row["low"] < row["ratio"] < row["high"]
    features = measure_features(practice.features)
    assert (features["low"] <= features["share"]).all()
    assert (features["share"] <= features["high"]).all()
    named = practice.rule_mentions.groupby(["reference", "language", "section"])["label"].nunique()
    people = features[features["feature"] == "n_people"].set_index(["reference", "language", "section"])["n"]
    assert people[people > 0].sort_index().equals(named.astype(people.dtype).sort_index().rename("n"))


def test_languages_are_never_mixed(practice):
    for language in ("en", "sv"):
        assert set(select_terms(practice, language, "recital")["language"]) == {language}
    assert find_languages(practice) == ["en", "sv"]
    texts = sorted(practice.resolutions["reference"])
    for later, earlier in list_cuts(texts):
        assert [*earlier, *later] == texts


def test_neighbours_and_the_latest_with_all_earlier_unless_all_pairs_are_asked_for():
    assert list_pairs(list("abcd")) == [("b", "a"), ("c", "b"), ("d", "c"), ("d", "a"), ("d", "b")]
    assert len(list_pairs(list("abcd"), all_pairs=True)) == 6
    assert list_pairs(["a", "b"]) == [("b", "a")]


def test_what_a_user_changes_in_a_result_changes_no_later_one(practice):
    mine = find_word_shifts(practice, "en")
    mine["p"] = 0.0
    mine = practice.terms
    mine["n"] = 0
    assert find_word_shifts(practice, "en")["p"].gt(0).all()
    assert practice.terms["n"].gt(0).all()


def test_with_one_text_the_notebook_says_what_cannot_be_known():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_TEXTS", "none")
        corpus = load("kazakhstan")
    said = " ".join(describe_limits(corpus))
    assert "cannot be known" in said
    assert "resolutions add" in said
    assert describe_shifts(corpus) == []
    assert figure_words(corpus) is None
    assert table_shifts(corpus) is None
    assert table_reuse(corpus) is None


def test_namings_are_counts_of_the_words(practice):
    rows = count_namings(practice)
    chosen = practice.terms[practice.terms["section"].isin(["recital", "operative"])]
    for row in rows[rows["n"] > 0].head(20).itertuples():
        own = chosen[(chosen["reference"] == row.reference) & (chosen["language"] == row.language)]
        assert own.loc[own["lemma"] == row.lemma, "n"].sum() == row.n
        assert row.per_thousand == pytest.approx(1000 * row.n / own["n"].sum())


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        (
            "Parliament resolution of 4 July 2030 on the lighthouses of Zubrania (2030/2999(RSP))",
            "the lighthouses of Zubrania",
        ),
        ("Resolution on the tides in Zubrania", "the tides in Zubrania"),
    ],
)
def test_subjects_of_titles(title, subject):
    assert find_subject(title) == subject


def test_pages_are_counted_only_where_both_ends_are_known():
    assert count_pages("OJ Z 1, 2.3.2030, p. 85-88 (2030/Z 001/14)") == 4
    assert count_pages("OJ Z 1, 2.3.2030, p. 30") is None
    assert count_pages(float("nan")) is None
