import json
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from benchmark import measure
from benchmark.invent import (
    invent_corpus,
    invent_paragraphs,
    invent_people,
    invent_resolution,
    invent_spellings,
)
from benchmark.table import format_table
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.neighbors import NearestNeighbors

from analysis.annotation.demands import find_demands
from analysis.annotation.mentions import find_mentions
from analysis.corpus.catalogue import list_resolutions
from analysis.corpus.load import load
from analysis.demands.lineages import _ALL_PAIRS, link_demands, score_pairs
from analysis.demands.nearest import find_nearest, multiply_nearest, weigh_words
from analysis.demands.recurrence import collect_demands
from analysis.documents.matrix import count_tokens
from analysis.documents.parse import parse
from analysis.documents.tokens import count_lemmas, find_lemmas
from analysis.lexicon.languages import detect_language, languages
from analysis.lexicon.phrases import Alternatives
from analysis.lexicon.places import PROJECT
from analysis.names.matching import match_names
from analysis.names.namesakes import Namesakes, resolve_names
from analysis.names.similar_names import pair_near

LETTERS = st.text("ab B", min_size=1, max_size=6).map(str.strip).filter(bool)


@given(st.lists(LETTERS, min_size=1, max_size=6), st.text("abB .", max_size=40))
def test_alternatives_find_what_one_expression_finds(phrases, text):
    patterns = [r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases]
    whole = re.compile(
        rf"\b(?:{'|'.join(f'(?P<p{i}>{pattern})' for i, pattern in enumerate(patterns))})\b", re.IGNORECASE
    )
    expected = [(match.lastgroup, match.span()) for match in whole.finditer(text)]
    found = Alternatives(zip(patterns, phrases, strict=True)).find(text)
    assert [(f"p{place}", match.span()) for place, match in found] == expected


@given(
    st.lists(LETTERS, min_size=1, max_size=4),
    st.text("abB .", max_size=30),
    st.integers(0, 9),
    st.integers(5, 30),
)
def test_alternatives_stay_within_what_they_are_given(phrases, text, start, end):
    patterns = [r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases]
    whole = re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
    found = Alternatives(zip(patterns, phrases, strict=True)).find(text, start, min(end, len(text)))
    assert [match.span() for _, match in found] == [
        match.span() for match in whole.finditer(text, start, end)
    ]


@pytest.fixture(scope="module")
def all_pairs():
    """Spellings of invented people with initials, lost parts and endings; `match_names` on every pair."""
    spellings = [(form, language) for form, language, _ in invent_spellings(160, 11)]
    spellings += [
        ("A. Zhumagulov", "en"),
        ("Anna", "sv"),
        ("Akan", None),
        ("Akankyzy", "en"),
        ("Anna Anna", "sv"),
        ("Zjumagulov Anna Petrovna", "sv"),
        ("Anna Zjumagulov", "sv"),
        ("B. A. Zhumagulova", None),
        ("Анна Жумагулова", "bg"),
        ("–", "sv"),
    ]
    places = list(combinations(range(len(spellings)), 2))
    pairs = pd.DataFrame(
        [(*spellings[i], *spellings[j]) for i, j in places], columns=["left", "of", "right", "to"]
    )
    judged = [
        match_names(list(rows["left"]), list(rows["right"]), *(name or None for name in languages)).set_index(
            rows.index
        )
        for languages, rows in pairs.fillna({"of": "", "to": ""}).groupby(["of", "to"])
    ]
    return spellings, places, pd.concat(judged).sort_index()


def test_namesakes_are_those_that_all_pairs_give(all_pairs):
    spellings, places, judged = all_pairs
    as_one = (judged["decision"] == "same") & (judged["score"] == 1)
    expected = {pair for pair, one in zip(places, as_one, strict=True) if one}
    known, found = Namesakes(), set()
    for place, spelling in enumerate(spellings):
        found |= {(person, place) for person in known.find(*spelling)}
        known.add(*spelling, place)
    assert found == expected


def test_no_pair_that_somebody_has_to_look_at_is_left_out(all_pairs):
    spellings, places, judged = all_pairs
    doubtful = {pair for pair, said in zip(places, judged["decision"], strict=True) if said != "different"}
    assert (judged["decision"] == "review").sum() > 50
    near = set(zip(*(at.tolist() for at in pair_near(spellings, spellings)), strict=True))
    assert doubtful <= near
    assert {(j, i) for i, j in doubtful} <= near
    assert len(near) < len(spellings) ** 2 / 5
    assert [at.tolist() for at in pair_near([], spellings)] == [[], []]
    assert [at.tolist() for at in pair_near(spellings, [("–", "sv")])] == [[], []]


NAME_PARTS = [
    "Anna",
    "Ana",
    "A.",
    "Akan",
    "Akankyzy",
    "Boris",
    "Borisov",
    "Borisova",
    "Petrovna",
    "Li",
    "Ё",
    "-",
]


@given(*[st.lists(st.sampled_from(NAME_PARTS), max_size=4).map(" ".join)] * 2, st.sampled_from(["sv", None]))
def test_whatever_is_not_different_is_near(left, right, language):
    near = pair_near([(left, language)], [(right, None)])[0]
    if match_names([left], [right], language)["decision"].item() != "different":
        assert len(near) == 1


def test_a_name_is_a_persons_where_it_sounds_as_that_person_alone():
    names = [
        "Zjumagulov Anna",
        "Anna Zhumagulov",
        "Boris Ek",
        "Anna Zjumagulov",
        "Zhumagulova Anna",
        "Boris Ek",
    ]
    found = resolve_names(names, ["sv", "en", "sv", "sv", "en", "en"])
    assert found == [0, 0, 2, 0, 4, 2]
    assert resolve_names([], []) == []


def test_resolution_of_invented_people_errs_on_the_side_of_two():
    spellings = invent_spellings(600, 3)
    found = resolve_names([form for form, *_ in spellings], [language for _, language, _ in spellings])
    pairs = [
        (found[i] == found[j], spellings[i][2] == spellings[j][2]) for i, j in combinations(range(600), 2)
    ]
    joined = [same for one, same in pairs if one]
    assert sum(joined) / len(joined) > 0.98
    assert sum(joined) / sum(same for _, same in pairs) > 0.6


@given(st.lists(st.lists(st.sampled_from(["a", "b", "cd", "e"]), max_size=8), max_size=6))
def test_counts_are_those_of_scikit_learn(texts):
    counts, tokens = count_tokens(texts)
    assert counts.shape == (len(texts), len(tokens))
    by_mapping, same = count_tokens(Counter(text) for text in texts)
    assert (by_mapping.toarray() == counts.toarray()).all()
    assert same == tokens
    if any(texts):
        model = CountVectorizer(analyzer=list)
        expected = model.fit_transform(texts).toarray()
        order = [tokens.index(token) for token in model.get_feature_names_out()]
        assert (counts.toarray()[:, order] == expected).all()


@pytest.mark.parametrize("language", ["sv", "en", "el"])
def test_lemmas_are_counted_as_they_are_found(language):
    text = invent_resolution(3, 1)[1]
    assert count_lemmas(text, language) == Counter(find_lemmas(text, language))


def test_nearest_are_those_of_brute_force():
    texts = [count_lemmas(text, "sv") for text in invent_paragraphs(1_500, 2)]
    matrix = weigh_words(texts, "sv")
    assert np.allclose(np.sqrt(matrix.multiply(matrix).sum(axis=1)), 1, atol=1e-5)
    found = multiply_nearest(matrix, 5)
    model = NearestNeighbors(n_neighbors=6, metric="cosine", algorithm="brute").fit(matrix)
    hits = 0
    for row, best in enumerate(model.kneighbors(matrix, return_distance=False)):
        true = [place for place in best if place != row][:5]
        hits += len(set(true) & set(found[[row]].indices))
    assert hits / (5 * 1_500) > 0.995
    left, right = find_nearest(texts, "sv", 5)
    assert set(zip(left, right, strict=True)) == set(zip(right, left, strict=True))


def test_where_many_are_alike_each_has_near_ones(monkeypatch):
    monkeypatch.setattr("analysis.demands.nearest._MOST_NEAR", 8)
    matrix = weigh_words([["a", f"b{place % 9}"] for place in range(270)] + [["c"]] * 1_200, "sv")
    found = multiply_nearest(matrix, 5)
    for row in range(270):
        assert found[[row]].data == pytest.approx([1] * 5, abs=1e-5)
    assert found.diagonal().max() == 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_many_demands_give_the_links_that_all_pairs_give(monkeypatch, language):
    demands = collect_demands(load("practice", PROJECT / "corpus" / "practice" / "texts"), language)
    assert len(demands) < _ALL_PAIRS
    whole = score_pairs(demands, language)
    monkeypatch.setattr("analysis.demands.lineages._ALL_PAIRS", 10)
    nearest = score_pairs(demands, language)
    scores = whole.set_index(["earlier", "later"])["score"]
    some = nearest.set_index(["earlier", "later"])["score"]
    assert (scores[some.index] == some).all()
    links, kept = (
        set(link_demands(demands, pairs)[["earlier", "later"]].itertuples(index=False, name=None))
        for pairs in (whole, nearest)
    )
    assert len(links & kept) / len(links | kept) > 0.95


@pytest.mark.parametrize("texts", [[], [[], []], [["och"], ["och"]], [["bok"]] * 4])
def test_texts_without_telling_words_have_none_near(texts):
    left, right = find_nearest(texts, "sv")
    assert len(left) == len(right) == 0


@pytest.mark.parametrize("code", list(languages()))
def test_language_is_told_by_the_name_of_parliament_or_by_citations(code):
    row = languages()[code]
    assert detect_language(f"{row['parliament']},\n–  x") == code
    assert detect_language(f"x{row['parliament']}") is None
    both = (
        f"{row['parliament']}\n"
        + f"–  {row['having_regard']} x\n" * 4
        + "Europaparlamentet The European Parliament"
    )
    assert detect_language(both) == code


def test_list_says_what_load_knows(country):
    corpus = country(["one stands;"], ["two stands;"])
    rows, unread = list_resolutions("zubrania")
    assert [row["reference"] for row in rows] == list(corpus.resolutions["reference"])
    assert [row["adopted"] for row in rows] == [f"{day:%Y-%m-%d}" for day in corpus.resolutions["adopted"]]
    assert [row["texts"] for row in rows] == ["en", "en"]
    assert not unread


def test_list_and_help_load_no_dataframes():
    heavy = "pandas", "pandera", "sklearn", "matplotlib", "scipy", "numpy", "joblib"
    for arguments in (["list"], ["--help"]):
        code = (
            "import sys\nfrom analysis.cli import main\n"
            f"try: main({arguments})\nexcept SystemExit: pass\n"
            f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stderr.splitlines()[-1] == "[]"


def test_invented_texts_are_read_as_they_were_meant(tmp_path):
    few, more = invent_corpus(tmp_path / "few", 3, 9), invent_corpus(tmp_path / "more", 5, 9)
    for path in (few / "texts").iterdir():
        assert path.read_bytes() == (more / "texts" / path.name).read_bytes()
        document = parse(path)
        assert document.language == "sv"
        assert len(document.footnotes) == 5
        assert len(find_demands(document)) > 20
        assert len(find_mentions(document)) > 4
        assert 20_000 < path.stat().st_size < 50_000
    people = invent_people(50, 4)
    assert len({form for person in people for form, _ in person.spellings}) == sum(
        len(p.spellings) for p in people
    )


def test_a_stage_is_measured_in_a_process_of_its_own(tmp_path):
    folder = invent_corpus(tmp_path, 3, 9)
    measured = [measure._measure(stage, folder) for stage in ("floor", "parse")]
    assert all(one["seconds"] > 0 and one["peak_mb"] > 10 for one in measured)
    rows = [
        measure._summarise(stage, 3, 0.1, [one])
        for stage, one in zip(("floor", "parse"), measured, strict=True)
    ]
    assert "| parse | 3 |" in format_table(rows)
    assert "floor " in format_table(rows).splitlines()[-1]


def test_the_page_on_scale_shows_the_recorded_figures():
    recorded = json.loads((PROJECT / "docs" / "benchmark.json").read_text(encoding="utf-8"))
    assert format_table(recorded["rows"]) in (PROJECT / "docs" / "SCALE.md").read_text(encoding="utf-8")
