"""Two resolutions compared: planted changes, what coverage allows, marked words, and pages of hostile texts."""

import html
import json
import re

import docx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import thin

from analysis import load
from analysis.cli import main
from analysis.comparison.changes import CHANGES, COLUMNS, KINDS, list_changes
from analysis.comparison.demand_changes import find_demand_changes
from analysis.comparison.pairs import find_pair
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import PROJECT
from analysis.report.comparison_page import make_comparison_memo, make_comparison_page, save_comparison
from analysis.report.marked_words import Run, mark_words, to_html, to_markdown

EARLIER, LATER = "P9_TA(2031)0999", "P9_TA(2032)0999"
BEFORE = [
    "Calls on the Zubranian authorities to release the journalist Anna Berg;",
    "Calls on the Zubranian Government to repeal the law on the registration of lighthouses and their keepers;",
    "Urges the Zubranian authorities to stop the torture of prisoners in the harbour prison of Selm;",
    "Calls on the Zubranian authorities to open the salt archive to historians of the province;",
    "Instructs its President to forward this resolution to the Zubranian Government.",
]
AFTER = [
    "Urges the Zubranian authorities to release the journalist Anna Berg;",
    "Calls on the Zubranian Government to repeal the law on the registration of lighthouses and their keepers;",
    "Calls on the Zubranian authorities to stop the torture of prisoners in the harbour prison of Selm;",
    "Calls on the Commission to fund independent election observers for the coming vote in Zubrania;",
    "Instructs its President to forward this resolution to the Zubranian Government.",
]
RECITALS = (
    ["whereas the authorities of Zubrania arrested the journalist Boris Lind in Zubrania;"],
    ["whereas the authorities of Zubrania arrested the writer Clara Holm in Zubrania;"],
)


@pytest.fixture
def two(country):
    """Two invented texts, of which the second changes what the first asks; the texts can be taken away."""

    def make(before=BEFORE, after=AFTER, recitals=RECITALS):
        corpus = country(*recitals)
        for number, operative in ((1, before), (2, after)):
            path = corpus.folder / "texts" / f"{number}.txt"
            asked = "\n\n".join(f"{n}.\u00a0\u00a0{text}" for n, text in enumerate(operative, 1))
            page = path.read_text(encoding="utf-8").replace(
                "1.\u00a0\u00a0Calls for the lamp to be lit.", asked
            )
            path.write_text(page, encoding="utf-8")
        return load("zubrania")

    return make


def changes(rows, kind):
    columns = ["change", "place_before", "place_after", "act_before", "act_after"]
    of = rows.loc[rows["kind"] == kind, columns].astype(object)
    return set(of.where(of.notna(), None).itertuples(index=False, name=None))


def test_planted_changes_are_found(two):
    rows = two().compare()
    assert changes(rows, "demand") == {
        ("stronger", "1", "1", "calls_on", "urges"),
        ("repeated", "2", "2", "calls_on", "calls_on"),
        ("weaker", "3", "3", "urges", "calls_on"),
        ("new", None, "4", None, "calls_on"),
        ("dropped", "4", None, "calls_on", None),
    }
    people = dict(zip(*rows.loc[rows["kind"] == "person", ["what", "change"]].T.to_numpy(), strict=True))
    assert people == {
        "Anna Berg": "named again",
        "Boris Lind": "no longer named",
        "Clara Holm": "newly named",
    }
    taken = rows[rows["kind"] == "passage"]
    assert ("2", "2") in set(zip(taken["place_before"], taken["place_after"], strict=True))
    assert set(rows.loc[rows["kind"] == "demand", "basis"]) == {"full texts, by rule (en)"}
    assert rows["passage_after"].str.contains("Anna Berg", na=False).any()


def test_the_frame_is_typed_and_in_order_also_without_rows(two):
    rows = two().compare()
    assert list(rows) == list(COLUMNS)
    assert {name: str(of) for name, of in rows.dtypes.items()} == COLUMNS
    order = [(kind, change) for kind in KINDS for change in CHANGES[kind]]
    places = [order.index(key) for key in zip(rows["kind"], rows["change"], strict=True)]
    assert places == sorted(places)


def test_the_order_of_the_arguments_does_not_matter(two):
    corpus = two()
    default = corpus.compare()
    for first, second in ((EARLIER, LATER), (LATER, EARLIER), (2032, 2031), ("2031", "TA-9-2032-0999")):
        pd.testing.assert_frame_equal(corpus.compare(first, second), default)
    assert (set(default["earlier"]), set(default["later"])) == ({EARLIER}, {LATER})


def test_two_resolutions_of_one_year_and_of_other_kinds_are_compared_as_any(two):
    corpus = two()
    expected = changes(corpus.compare(), "demand")
    path = corpus.folder / "resolutions.csv"
    table = pd.read_csv(path, dtype=str).assign(adopted=["2031-01-20", "2031-02-20"], year="2031")
    table.assign(procedure_type=["RSP", "INI"]).to_csv(path, index=False)
    corpus = load("zubrania")
    assert changes(corpus.compare(), "demand") == expected
    with pytest.raises(InputError, match="2031 has several resolutions"):
        corpus.compare(2031, LATER)


def test_default_is_the_latest_and_the_one_before(practice):
    pair = find_pair(practice)
    assert pair.both == ["P8_TA(2018)9041", "P9_TA(2021)9051"]


@pytest.mark.parametrize("missing", [1, 2])
def test_a_missing_text_is_never_read_as_absence(two, missing):
    corpus = two()
    (corpus.folder / "texts" / f"{missing}.txt").unlink()
    rows = load("zubrania").compare()
    assert set(rows["change"]) <= {"first_seen"}
    assert len(rows[rows["kind"] == "demand"]) == (4 if missing == 1 else 0)
    assert len(rows[rows["kind"] == "person"]) == (2 if missing == 1 else 0)


def test_texts_in_two_languages_are_not_compared(two):
    rows = two().compare(language="sv")
    assert not set(rows["change"]) & {"new", "dropped", "stronger"}
    assert not (rows["kind"] == "passage").any()


def test_a_summary_s_verb_is_not_compared(monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    rows = load("kazakhstan").compare(2019, 2021)
    demands = rows[rows["kind"] == "demand"]
    assert set(demands["change"]) == {"first_seen", "seen_again"}
    assert demands[["act_before", "act_after", "strength_before", "strength_after"]].isna().all().all()
    assert set(demands["basis"]) == {"coded by hand, from official summary"}
    assert demands["what"].notna().all()
    people = rows[rows["kind"] == "person"]
    assert "newly named" not in set(people["change"])  # of 2019 a part was seen


def test_somebody_is_no_longer_named_where_the_later_text_was_read_whole(monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    corpus = load("kazakhstan")
    assert len(corpus.compare(2019, 2021).query("change == 'no longer named'")) > 0
    assert len(corpus.compare(2021, 2022).query("change == 'no longer named'")) == 0


STATUSES = {
    "hardened": {"stronger"},
    "softened": {"weaker"},
    "narrowed": {"narrowed"},
    "broadened": {"broadened"},
    "acknowledged": {"acknowledged"},
    "repeated verbatim": {"repeated"},
    "dropped": {"dropped"},
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_most_changes_planted_in_the_practice_corpus_are_found(practice, language):
    planted = pd.read_csv(PROJECT / "corpus/practice/truth_planted.csv", dtype=str)
    planted = planted[(planted["kind"] == "demand") & planted["case"].isin(STATUSES)]
    found = {}
    hits = []
    for row in planted.itertuples():
        earlier, _, later = row.references.partition(";")
        places = dict(re.findall(r"(\d{4}):(\d+)", row.where))
        if not later or not places:
            continue
        if (earlier, later) not in found:
            pair = find_pair(practice, earlier, later, language)
            found[earlier, later] = pd.DataFrame(find_demand_changes(pair))
        rows = found[earlier, later]
        side = "before" if row.case == "dropped" else "after"
        year = earlier[6:10] if row.case == "dropped" else later[6:10]
        here = rows[rows[f"place_{side}"] == places.get(year)]
        hits.append(bool(set(here["change"]) & STATUSES[row.case]))
    assert len(hits) > 60
    assert sum(hits) / len(hits) > 0.75


def test_words_that_were_planted_shift(practice):
    words = practice.compare(2015, 2018, "sv").query("kind == 'word'")
    shifted = dict(zip(words["what"], words["change"], strict=True))
    assert shifted["medborgarförening"] == "more"
    assert shifted["icke-statlig"] == "less"
    assert (words["q"] <= 0.05).all()


def test_a_theme_is_counted_in_both_texts(practice):
    themes = practice.compare(2015, 2018, "en").query("kind == 'theme'")
    assert themes[["n_before", "n_after", "q"]].notna().all().all()
    more = themes["n_after"] > themes["n_before"]
    assert list(themes["change"]) == ["more" if one else "less" for one in more]
    assert themes.set_index("what").loc["internet_surveillance_data", "change"] == "more"


MARKED = [
    ("", "", []),
    ("release her", "release her", ["=release her"]),
    ("release her", "", ["-release her"]),
    ("", "release her", ["+release her"]),
    ("to release  her", "to free her at once", ["=to", "-release", "+free", "=her", "+at once"]),
    ("the lamp, lit", "the lamp lit", ["=the lamp", "-,", "=lit"]),
    ("Article 174.1 stays", "Article 174.2 stays", ["=Article", "-174.1", "+174.2", "=stays"]),
]


@pytest.mark.parametrize(("before", "after", "expected"), MARKED)
def test_marked_words_by_hand(before, after, expected):
    signs = {"same": "=", "gone": "-", "added": "+"}
    assert [signs[run.kind] + run.text.strip() for run in mark_words(before, after)] == expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_marked_words_give_both_passages_back(before, after):
    def plain(text):
        return re.sub(r"\s", "", text)

    runs = mark_words(before, after)
    assert plain("".join(run.text for run in runs if run.kind != "added")) == plain(before)
    assert plain("".join(run.text for run in runs if run.kind != "gone")) == plain(after)
    assert all(run.text for run in runs)


def test_marked_words_are_escaped():
    runs = [Run("same", "keep "), Run("gone", "<b>old</b> "), Run("added", "*new* ~~x~~")]
    assert to_html(runs, "gone") == "keep <del>&lt;b&gt;old&lt;/b&gt;</del>"
    assert to_html(runs, "added") == "keep <ins>*new* ~~x~~</ins>"
    assert to_markdown(runs) == r"keep ~~\<b\>old\</b\>~~ **\*new\* \~\~x\~\~**"


HARM = "<img src=x onerror=alert(1)><script>alert(1)</script> [here](javascript:alert(1)) **bold** ~~gone~~"


def test_hostile_texts_stay_text(two, browser, tmp_path):
    poisoned = [[text[:-1] + f" {HARM};" for text in of] for of in (BEFORE, AFTER)]
    corpus = two(*poisoned)
    (corpus.folder / "country.toml").write_text(f"name = '{HARM}'\n", encoding="utf-8")
    pair = find_pair(load("zubrania"))
    rows = list_changes(pair)
    assert rows["passage_after"].str.contains("<script>", na=False).any()
    page = tmp_path / "page.html"
    save_comparison(pair, rows, page)
    opened, troubles = browser.new_page(), []
    opened.on("dialog", lambda dialog: (troubles.append("a dialog"), dialog.dismiss()))
    opened.on("console", lambda said: troubles.append(said.text))
    opened.goto(page.as_uri())
    assert troubles == []
    assert opened.locator("[onerror], [href^='javascript:'], script, img").count() == 0
    assert "<script>alert(1)</script>" in opened.locator("body").inner_text()
    opened.close()
    memo = make_comparison_memo(pair, rows)
    assert not re.search(r"(?<!\\)<", memo)
    assert "[here](" not in memo
    assert "**bold**" not in memo


def test_the_page_has_a_section_for_each_kind_of_change_there_is_and_no_other(two):
    corpus = two()
    pair = find_pair(corpus)
    rows = list_changes(pair)
    heads = re.findall(r"<h2[^>]*>([^<]+)", make_comparison_page(pair, rows))
    assert heads[:5] == [
        "New (1)",
        "Stronger (1)",
        "Weaker (1)",
        "Unchanged (1)",
        "Gone (1): not asked in the later text, which does not say that it was met",
    ]
    assert heads[5] == "People (3)"
    memo = make_comparison_memo(pair, rows)
    assert re.findall(r"^## (.+)", memo, re.MULTILINE) == heads
    assert make_comparison_page(pair, rows.head(0)).count("<h2") == 0
    assert "Nothing is known" in make_comparison_memo(pair, rows.head(0))


def test_a_row_cites_place_date_and_official_page(two):
    corpus = two()
    pair = find_pair(corpus)
    page = make_comparison_page(pair, list_changes(pair))
    address = "https://www.europarl.europa.eu/doceo/document/TA-9-2032-0999_EN.html"
    assert f'<a href="{address}">{LATER}, paragraph 4, 20 January 2032</a>' in page
    assert f"({address})" in make_comparison_memo(pair, list_changes(pair))
    assert "default-src 'none'" in page
    (corpus.folder / "country.toml").write_text("invented = true\n", encoding="utf-8")
    pair = find_pair(load("zubrania"))
    for text in (
        make_comparison_page(pair, list_changes(pair)),
        make_comparison_memo(pair, list_changes(pair)),
    ):
        assert "https://" not in text
        assert "paragraph 4, 20 January 2032" in text


def test_rows_at_the_edge_have_a_page(tmp_path, monkeypatch):
    monkeypatch.setenv("RESOLUTION_CORPUS", str(thin(tmp_path, 2, coded="latest", texts=False)))
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    pair = find_pair(load("marvonia"))
    rows = list_changes(pair)
    assert not {"new", "dropped", "newly named"} & set(rows["change"])
    assert "Not read in full: P8_TA(2018)9041" in make_comparison_page(pair, rows)


def test_the_command_in_its_forms(two, capsys, tmp_path):
    two()
    call = ["compare", "--country", "zubrania"]
    assert main(call) == 0
    out, err = capsys.readouterr()
    assert re.search(r"^demand +stronger +1 → 1 +release the journalist Anna Berg$", out, re.MULTILINE)
    assert f"{LATER} compared with {EARLIER}" in err
    assert main([*call, "2031", "2032", "--format", "csv", "--language", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ",".join(COLUMNS)
    assert main([*call, "--format", "json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["change"], first["strength_before"], first["strength_after"]) == ("new", None, 3)
    for name in ("page.html", "memo.md"):
        assert main([*call, "--output", str(tmp_path / name)]) == 0
        assert capsys.readouterr().out == ""
        assert "20 January 2032" in (tmp_path / name).read_text(encoding="utf-8")


def read_word_file(pair, path):
    """(headings, rows of every table as (cells' texts), runs, addresses) of a comparison written for Word."""
    save_comparison(pair, list_changes(pair), path)
    document = docx.Document(path)
    cells = [list(row.cells) for table in document.tables for row in table.rows]
    paragraphs = [one for row in cells for cell in row for one in cell.paragraphs]
    headings = [one.text for one in document.paragraphs if one.style.name.startswith(("Title", "Heading"))]
    return (
        headings,
        [tuple(cell.text for cell in row) for row in cells],
        [run for one in paragraphs for run in one.runs],
        [link.address for one in paragraphs for link in one.hyperlinks],
    )


def test_a_memo_for_word_says_what_the_other_forms_say(two, tmp_path):
    pair = find_pair(two())
    headings, rows, runs, addresses = read_word_file(pair, tmp_path / "memo.docx")
    memo = make_comparison_memo(pair, list_changes(pair))
    assert headings[0] == f"Zubrania: {LATER} compared with {EARLIER}"
    assert headings[1:] == re.findall(r"^## (.*)$", memo, re.MULTILINE)
    stronger = next(row for row in rows if "urges (4)" in row[2] and "calls on (3)" in row[1])
    assert stronger[0].startswith("release the journalist Anna Berg\nstronger; political prisoners")
    assert "Anna Berg" in stronger[1]
    words = {(run.text.strip(), run.bold is True, run.font.strike is True) for run in runs}
    assert {("Boris Lind", True, False)} <= words
    assert set(addresses) == set(re.findall(r"\((https[^)]+)\)", memo))
    assert len(addresses) > 4


def test_a_memo_for_word_marks_the_words_that_the_page_marks(practice, tmp_path):
    changed = find_pair(practice, 2015, 2018)
    _, _, runs, none = read_word_file(changed, tmp_path / "practice.docx")
    marked = make_comparison_page(changed, list_changes(changed))
    for tag, form in (("del", lambda run: run.font.strike), ("ins", lambda run: run.bold)):
        told = {html.unescape(text) for text in re.findall(rf"<td>.*<{tag}>([^<]+)</{tag}>", marked)}
        assert told
        assert told <= {run.text.strip() for run in runs if form(run)}
    assert none == []


def test_a_memo_for_word_takes_whatever_a_text_holds(two, tmp_path):
    pair = find_pair(two(after=[text.replace("Anna", "A\x01na <b>&amp;") for text in AFTER]))
    _, rows, _, _ = read_word_file(pair, tmp_path / "memo.docx")
    assert any("<b>&amp;" in cell for row in rows for cell in row)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["2012", "2021"], "2012 has several resolutions: give one of P7_TA(2012)0089, P7_TA(2012)0459."),
        (["1950", "2021"], "'1950' is no resolution that is compared in 'kazakhstan'"),
        (["P9_TA(2021)0999", "2021"], "'P9_TA(2021)0999' is no resolution"),
        (["TAxi", "2021"], "TAxi"),
        (["2021"], "Give two resolutions to compare"),
        (["2021", "P9_TA(2021)0056"], "P9_TA(2021)0056 was given twice"),
        (["--language", "xx"], "Unknown language 'xx'"),
        (["--country", "atlantis"], "There is no corpus 'atlantis'"),
        (["--output", "memo.doc"], "A comparison is written as .html, .md or .docx"),
        (["--output", "nowhere/memo.md"], "give a file in a folder that exists"),
    ],
)
def test_a_mistake_gets_one_sentence_and_exit_code_2(arguments, expected, capsys, monkeypatch):
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    assert main(["compare", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert expected in captured.err
    assert len(captured.err.splitlines()) == 1


def test_one_resolution_cannot_be_compared(country):
    corpus = country(["whereas the lighthouse is dark;"])
    with pytest.raises(InputError, match=r"Two resolutions are needed to compare; 'zubrania' has only P9_TA"):
        corpus.compare()
