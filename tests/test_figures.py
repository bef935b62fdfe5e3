import dataclasses
import io
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from invented import Invented
from legibility import find_faults
from matplotlib.patches import Rectangle
from PIL import Image

from analysis import load
from analysis.demands.overview import count_returning_themes, find_first_themes, find_theme_sources, profile
from analysis.language.wording import count_returning_instruments
from analysis.lexicon.codes import CODES, label, labels
from analysis.people.timeline import count_asked, count_people
from analysis.report import answers, charts, language_figures, people_figures
from analysis.report import corpus_figures as figures
from analysis.report.evidence import table_demands
from analysis.report.tables import save_table

KINDS_OF_CHART = [
    figures.figure_coverage,
    figures.figure_votes,
    figures.figure_themes,
    figures.figure_strength,
    people_figures.figure_people,
    people_figures.figure_asked,
]
EVERY = [
    *KINDS_OF_CHART,
    figures.figure_instruments,
    figures.figure_kinds,
]


@pytest.mark.parametrize("figure", KINDS_OF_CHART, ids=lambda figure: figure.__name__)
def test_figure_and_data_come_out_byte_identical_twice(corpus, figure, tmp_path, monkeypatch):
    written = []
    for run in ("first", "second"):
        monkeypatch.setenv("RESOLUTION_FIGURES", str(tmp_path / run))
        saved = figure(corpus)
        written.append({file.name: file.read_bytes() for file in (tmp_path / run).iterdir()})
    assert written[0] == written[1]
    assert {name.rpartition(".")[2] for name in written[0]} == {"svg", "pdf", "png", "csv", "md"}
    assert not plt.get_fignums()
    svg = written[0][f"{saved.name}.svg"].decode()
    assert f"<dc:title>{saved.title}" in svg.replace("&amp;", "&")
    assert saved.alt in written[0][f"{saved.name}.md"].decode()
    assert re.search(r"<text[^>]*>[^<]*2021", svg)
    pdf = written[0][f"{saved.name}.pdf"]
    assert b"/Title (" in pdf
    assert b"/FontFile2" in pdf
    png = Image.open(io.BytesIO(written[0][f"{saved.name}.png"]))
    assert [round(dpi) for dpi in png.info["dpi"]] == [300, 300]
    assert png.width == pytest.approx(300 * 160 / 25.4, abs=2)


def test_numbers_in_titles_are_those_of_the_data(corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("RESOLUTION_FIGURES", str(tmp_path))
    series = corpus.series
    known = series.dropna(subset="votes_for")
    votes = figures.figure_votes(corpus).title
    assert votes.startswith(f"Vote counts known: {len(known)} of {len(series)};")
    share = known["votes_for"] / (known["votes_for"] + known["votes_against"] + known["votes_abstain"])
    assert int(re.search(r"(\d+) %", votes)[1]) == int(min(share) * 100) == 86

    met = find_theme_sources(corpus).query("state == 'present'").groupby("theme").size()
    title = figures.figure_themes(corpus).title
    assert title.startswith(f"Themes met in two resolutions or more: {(met > 1).sum()} of {len(met)};")
    assert title.endswith(f"({met.max()} of {len(series)})")
    for theme in met.index[met == met.max()]:
        assert label("theme", theme) in title

    people = count_people(corpus)
    times = people[people["state"] == "present"].groupby("person_id").size()
    title = people_figures.figure_people(corpus).title
    assert title.startswith(f"Named in two resolutions or more: {(times > 1).sum()} of {len(times)} people;")
    assert f"{times.max()} of {len(series)} resolutions" in title

    coded = corpus.hand_demands[
        (corpus.hand_demands["evidence"] == "full_text") & (corpus.hand_demands["act_class"] == "directive")
    ]
    state = coded[coded["addressee"].str.startswith("target_")]
    title = figures.figure_strength(corpus).title
    assert f"{(state['strength'] >= 4).sum()} of {len(state)} on the country's bodies" in title


def test_unknown_cells_are_hatched_and_absent_ones_white():
    data = pd.DataFrame(
        {
            "reference": ["r1", "r2", "r3"],
            "theme": "lamps",
            "n": pd.array([2, 0, None], dtype="Int64"),
            "state": ["present", "absent", "unknown"],
        }
    )
    axes = charts.plot_matrix(data, "theme", {"r1": "1", "r2": "2", "r3": "3"}, {}, "Title", "Subtitle")
    cells = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert [bool(cell.get_hatch()) for cell in cells] == [False, False, True]
    assert cells[1].get_facecolor() == (1, 1, 1, 1)
    words = [text.get_text() for text in axes.figure.legends[0].get_texts()]
    assert any("not known" in word for word in words)
    plt.close("all")


def test_a_theme_is_drawn_with_the_best_source_that_shows_it(corpus):
    sources = find_theme_sources(corpus)
    rows = corpus.hand_demands[corpus.hand_demands["evidence"] != "motion"]
    rank = {"full_text": "hand", "official_summary": "summary"}
    for cell in sources.itertuples():
        own = rows[rows["reference"] == cell.reference]
        levels = [
            rank.get(row.evidence, "other")
            for row in own.itertuples()
            if cell.theme in (row.theme, row.theme2)
        ]
        best = min(levels, key=["hand", "summary", "other"].index, default=None)
        assert (cell.source if isinstance(cell.source, str) else None) == best
        assert (cell.state == "present") == bool(levels)
        assert cell.state != "absent" or cell.reference == "P9_TA(2021)0056"
    axes = charts.plot_sources(sources, "theme", corpus.short_names, labels("theme"), "Title", "Subtitle")
    assert len(axes.texts) == (sources["state"] == "present").sum()
    assert {text.get_text() for text in axes.texts} == {"H", "S", "o"}
    plt.close("all")


def test_dates_of_cited_resolutions_may_be_years_or_missing(corpus):
    rows = corpus.invoked
    others = dataclasses.replace(corpus, invoked=rows[rows["kind"] != "ep_resolution"])
    assert not (count_returning_instruments(others)["state"] == "later").any()
    assert count_returning_instruments(dataclasses.replace(corpus, invoked=rows[:0])).empty
    of = rows["instrument_id"] == "ep-resolution-2011-12-15"
    for date, expected in (("2011", True), ("2009", False), (None, False)):
        dated = dataclasses.replace(corpus, invoked=rows.assign(date=rows["date"].mask(of, date)))
        counts = count_returning_instruments(dated).set_index(["reference", "instrument_id"])["state"]
        assert (counts["P7_TA(2009)0023", "ep-resolution-2011-12-15"] == "later") == expected
        assert counts["P7_TA(2009)0023", "P7_TA(2012)0089"] == "later"


def test_short_names_lead_to_the_official_page_where_no_reference_does(corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("RESOLUTION_FIGURES", str(tmp_path))
    frame = pd.DataFrame({"in": ["2019", "2019, 2021", None], "words": ["2021", 2019, 7]})
    page = "https://www.europarl.europa.eu/doceo/document/TA-8-2019-0203_EN.html"
    assert re.findall(r"<a href=.*?</a>", save_table(corpus, frame, "t", "T", "").html) == [
        f'<a href="{page}">2019</a>'
    ]
    frame["reference"] = "P9_TA(2021)0056"
    assert save_table(corpus, frame, "t", "T", "").html.count("<a href=") == 4
    assert "href" not in (tmp_path / "t.csv").read_text()


def test_a_resolution_is_cited_by_none_before_it_was_adopted(corpus):
    counts = count_returning_instruments(corpus)
    adopted = corpus.resolutions.set_index("reference")["adopted"]
    own = counts[counts["instrument_id"].isin(adopted.index)]
    for row in own.itertuples():
        if adopted[row.instrument_id] >= adopted[row.reference]:
            assert (row.state, pd.isna(row.n)) == ("later", True), row
        else:
            assert row.state != "later", row
    others = counts[counts["state"].eq("later") & ~counts["instrument_id"].isin(adopted.index)]
    assert set(zip(others["instrument_id"], others["reference"], strict=True)) == {
        ("ep-resolution-2011-12-15", "P7_TA(2009)0023")
    }
    columns = {reference: reference for reference in dict.fromkeys(counts["reference"])}
    axes = charts.plot_matrix(counts, "instrument_id", columns, {}, "Title", "Subtitle")
    assert len(axes.patches) == (counts["state"] != "later").sum()
    plt.close("all")


def test_people_are_filled_only_where_something_is_asked():
    data = pd.DataFrame(
        {
            "reference": ["r1", "r2", "r3"],
            "person_id": "p",
            "state": "present",
            "occupation": ["journalist", None, None],
            "status": ["detained", "former_prisoner", None],
            "asked": ["release", "nothing", None],
        }
    )
    axes = charts.plot_people(data, {"r1": "1", "r2": "2", "r3": "3"}, {"p": "P"}, "Title", "Subtitle")
    faces = [line.get_markerfacecolor() for line in axes.lines if line.get_markersize() > 2]
    assert faces == [charts.BLUE, "white", "white"]
    plt.close("all")


TITLE, SUBTITLE = "A title of some length " * 5, "A subtitle " * 12


def columns(n_texts):
    return {f"r{i}": f"{1990 + i}" + (" Mar" if i % 5 == 0 else "") for i in range(n_texts)}


@pytest.mark.parametrize(("n_texts", "n_items"), [(1, 1), (1, 40), (7, 40), (30, 1), (30, 16)])
def test_no_word_of_a_matrix_is_cut_or_covered(n_texts, n_items):
    data = pd.DataFrame(
        [
            (r, f"theme number {i} with a long name", 1, "present")
            for i in range(n_items)
            for r in columns(n_texts)
        ],
        columns=["reference", "theme", "n", "state"],
    )
    axes = charts.plot_matrix(data, "theme", columns(n_texts), {}, TITLE, SUBTITLE)
    assert find_faults(axes.figure) == []
    plt.close("all")


@pytest.mark.parametrize(("n_texts", "n_people"), [(1, 5), (1, 200), (7, 60), (30, 5), (30, 40)])
def test_no_word_of_a_chart_of_people_is_cut_or_covered(n_texts, n_people):
    names = {f"p{i}": f"Given{i} von und zu Familyname{i}" for i in range(n_people)}
    told = [(code, None) for code in CODES["occupation"]] + [
        (None, code) for code in [*CODES["person_status"], None]
    ]
    data = pd.DataFrame(
        [
            (reference, person, "present", *told[i % len(told)], "release" if i % 3 else "nothing")
            for reference in columns(n_texts)
            for i, person in enumerate(names)
        ],
        columns=["reference", "person_id", "state", "occupation", "status", "asked"],
    )
    axes = charts.plot_people(data, columns(n_texts), names, TITLE, SUBTITLE)
    assert find_faults(axes.figure) == []
    assert axes.figure.get_size_inches()[0] == pytest.approx(160 / 25.4, abs=0.01)
    plt.close("all")


@pytest.mark.parametrize("n_texts", [1, 7, 30])
def test_no_word_of_the_other_charts_is_cut_or_covered(n_texts):
    short = list(columns(n_texts).values())
    votes = pd.DataFrame({"short": short, "votes_for": 500, "votes_against": 40, "votes_abstain": 7})
    seen = pd.DataFrame(
        [(r, f"level {i} of evidence", "part") for i in range(7) for r in columns(n_texts)],
        columns=["reference", "item", "seen"],
    )
    lineages = pd.DataFrame(
        [(f"l{i}", r, "stronger", 4) for i in range(16) for r in columns(n_texts)],
        columns=["lineage_id", "reference", "status", "strength"],
    )
    means = pd.DataFrame(
        [(s, g, 3.0, 2.5, 3.5, 9) for s in short for g in ("target", "eu")],
        columns=["short", "group", "mean", "low", "high", "n"],
    )
    labels = {f"l{i}": "release all who are held for what they wrote, at once" for i in range(16)}
    for axes in (
        charts.plot_votes(votes, TITLE, SUBTITLE),
        charts.plot_coverage(seen, columns(n_texts), TITLE, SUBTITLE),
        charts.plot_lineages(lineages, columns(n_texts), labels, TITLE, SUBTITLE),
        charts.plot_series(means, short, TITLE, SUBTITLE),
    ):
        assert find_faults(axes.figure) == [], axes
    plt.close("all")


def test_returning_themes_against_a_brute_force_count(corpus):
    found = count_returning_themes(find_theme_sources(corpus)).set_index("theme")["n_resolutions"].to_dict()
    series = set(corpus.short_names)
    expected: dict[str, set] = {}
    for row in corpus.hand_demands[corpus.hand_demands["evidence"] != "motion"].itertuples():
        for theme in {row.theme, row.theme2} - {"procedural", "other"}:
            if isinstance(theme, str) and row.reference in series:
                expected.setdefault(theme, set()).add(row.reference)
    assert found == {theme: len(references) for theme, references in expected.items()}


def test_strength_shares_of_a_hand_worked_case():
    demands = pd.DataFrame(
        {
            "act_class": ["directive"] * 4 + ["expressive"],
            "addressee": ["target_country", "target_court", "target_country", "eu", "eu"],
            "strength": [3, 3, 5, 1, 5],
        }
    )
    shares = profile(demands, "strength").set_index(["group", "strength"])["share"].round(3).to_dict()
    assert shares == {("eu", 1): 1.0, ("target", 3): 0.667, ("target", 5): 0.333}


def test_people_asked_for_and_not(corpus):
    asked = count_asked(corpus.hand_mentions).set_index("person_id")
    assert asked.loc["murager-alimuly", ["recital", "operative", "asked"]].tolist() == [1, 1, True]
    assert asked.loc["dulat-agadil", ["recital", "operative", "asked"]].tolist() == [3, 0, False]
    assert int(asked["asked"].sum()) == 27


def test_joined_words():
    assert figures.joined(["a"]) == "a"
    assert figures.joined(["a", "b", "c"]) == "a, b and c"
    assert figures.joined(["a", "b", "c", "d"]) == "a, b and 2 others"


def test_a_text_at_hand_that_nobody_coded_makes_nobody_absent_whose_name_it_may_hold(tmp_path):
    page = Invented(reference="P8_TA(2016)0083", recitals=["whereas Maks Bokayev slept;"]).page()
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    corpus = load("kazakhstan", tmp_path)
    assert [document.reference for document in corpus.documents] == ["P8_TA(2016)0083"]
    people = count_people(corpus).set_index(["reference", "person_id"])["state"]["P8_TA(2016)0083"]
    assert people["maks-bokayev"] != "absent"
    assert people["vladimir-kozlov"] == "present"
    assert people["aron-atabek"] == "absent"


def test_themes_first_seen_against_a_brute_force_search(corpus):
    order = list(corpus.short_names)
    found = find_first_themes(corpus.hand_demands, order, "P9_TA(2021)0056")
    assert "lgbti" in found
    for theme in found:
        for row in corpus.hand_demands.itertuples():
            if row.reference in order and order.index(row.reference) < order.index("P9_TA(2021)0056"):
                assert theme not in (row.theme, row.theme2)


LAMPS = {
    "en": (
        "whereas Alma Rot lit lamp {} and the sea is high;",
        "Urges Zubrania to release Igor Bek and lamp {};",
    ),
    "fr": (
        "considérant que Alma Rot dort dans le phare {};",
        "demande au gouvernement d'allumer la lampe {};",
    ),
    "el": ("λαμβάνοντας υπόψη ότι ο φάρος {} είναι σκοτεινός·", "ζητεί να ανάψει η λάμπα {}·"),
}


@pytest.mark.parametrize("language", list(LAMPS))
def test_a_country_of_which_only_texts_are_known_has_every_figure(country, language, tmp_path, monkeypatch):
    recital, paragraph = LAMPS[language]
    texts = [[recital.format(i) for i in range(3 + n)] for n in range(2)]
    corpus = country(*texts, language=language, operative=[paragraph.format(i) for i in range(4)])
    monkeypatch.setenv("RESOLUTION_FIGURES", str(tmp_path / "figures"))
    for module in (people_figures, language_figures):
        for name in dir(module):
            if name.startswith(("figure_", "table_")) and name not in ("figure_people",):
                made = getattr(module, name)
                if made.__module__ == module.__name__ and name != "table_validity":
                    made(corpus)
    assert (
        "cannot be known" in answers.answer_shifts(corpus).data
        or "too short" in answers.answer_shifts(corpus).data
    )


def test_a_country_without_any_text_has_every_table_of_the_language(country, tmp_path, monkeypatch):
    folder = country(["whereas the lamp is dark;"], ["whereas the lamp is lit;"]).folder
    for path in (folder / "texts").iterdir():
        path.unlink()
    monkeypatch.setenv("RESOLUTION_FIGURES", str(tmp_path / "figures"))
    corpus = load("zubrania")
    for name in ("readability", "features", "balance", "profile", "namings", "titles"):
        getattr(language_figures, f"table_{name}")(corpus)
    assert "cannot be known" in answers.answer_language(corpus).data


def test_new_themes_are_told_of_texts_read_by_rule_and_none_of_the_latest(country):
    corpus = country(
        *[["whereas the lamp is dark;"]] * 2, operative=["Calls on Zubrania to release Alma Rot."]
    )
    assert "an earlier resolution: 2032: none.\n" in f"{answers.answer_demands(corpus).data}\n"


def test_what_hardened_most_is_told_with_both_ends(practice):
    from analysis.report.demand_figures import describe_lineages

    assert "Hardened most: register civic associations" in describe_lineages(practice, "en")
    assert "(2009 invites → 2021 urges)" in describe_lineages(practice, "en")


def test_paragraphs_stand_in_the_order_of_their_numbers(country):
    asked = [f"Calls on Zubrania to light lamp {number};" for number in range(1, 12)]
    shown = table_demands(country(["whereas the lamp is dark;"], operative=asked))
    assert list(dict.fromkeys(shown.frame["paragraph"])) == [str(number) for number in range(1, 12)]
