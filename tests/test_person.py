"""One person, and the pages that every table leads to."""

import re

import pytest

from analysis.lexicon.errors import InputError
from analysis.passages.quotation import list_quotations
from analysis.report.links import find_links, link_places
from analysis.report.people_page import make_people_page
from analysis.report.texts_page import make_texts_page

OPERATIVE = [
    "Calls on the Government of Zubrania to release the journalist Jerzhan Bokayev and Alma Rot;",
    "Instructs its President to forward this resolution to the Council.",
]


@pytest.fixture
def two(country):
    first = "whereas the lawyer Jerzhan Bokayev was sentenced to four years;"
    return country(
        [first], ["whereas Yerzhan Bokayev remains in prison; whereas Aset Rot fled;"], operative=OPERATIVE
    )


@pytest.mark.parametrize(
    "given", ["Jerzhan Bokayev", "Yerzhan Bokayev", "Bokayev", "bokajev", "jerzhan-bokayev"]
)
def test_a_person_is_found_by_any_spelling(two, given):
    person = two.person(given)
    assert person.person_id == "jerzhan-bokayev"
    assert list(person.mentions["year"]) == [2031, 2031, 2032, 2032]
    assert list(person.mentions["label"]) == ["A", "1", "A", "1"]
    assert person.spellings == ("Jerzhan Bokayev", "Yerzhan Bokayev")
    assert person.mentions["asked"].tolist()[1] == "release"
    assert person.mentions["quotation"][0].startswith("whereas the lawyer")
    assert "P9_TA(2031)0999, recital A" in person.mentions["citation"][0]
    assert "named in 2 resolutions, 4 places" in repr(person)
    assert "whereas the lawyer" in person._repr_html_()


def test_a_name_of_two_people_or_of_nobody_is_told(two):
    with pytest.raises(InputError, match="'Rot' may be 2 people: give one of Alma Rot, Aset Rot"):
        two.person("Rot")
    with pytest.raises(InputError, match="Nobody called 'Karin Berg' is named in 'zubrania'"):
        two.person("Karin Berg")
    with pytest.raises(InputError, match=r"Names like it: .*Alma Rot"):
        two.person("Alma Rotten")


def test_where_no_text_is_at_hand_places_are_told_and_nothing_is_quoted(corpus):
    person = corpus.person("Bokajev")
    assert person.mentions["quotation"].isna().all()
    assert person.mentions["citation"].str.startswith("European Parliament, P9_TA(2021)0056").all()


def test_every_place_that_a_table_leads_to_is_on_its_page(two):
    texts, people, links = make_texts_page(two), make_people_page(two), find_links(two)
    anchors = set(re.findall(r'id="([^"]+)"', texts))
    assert {one.anchor for one in list_quotations(two)} <= anchors
    row = {"reference": "P9_TA(2032)0999", "place": "recital A", "person": "Alma Rot"}
    assert link_places(links.wrap("recital A", "place", row)) == (
        '<a href="texts.html#P9_TA-2032-0999-en-recital-A">recital A</a>'
    )
    assert "P9_TA-2032-0999-en-recital-A" in anchors
    assert link_places(links.wrap("Alma Rot", "person", row)) == '<a href="people.html#alma-rot">Alma Rot</a>'
    assert 'id="alma-rot"' in people
    assert links.wrap("recital Z", "place", row) is None


def test_people_are_listed_by_last_name_and_fit_a_telephone(country, browser, tmp_path):
    named = "whereas the lawyers Oleg Bokayev, Alma Rot and Aset Bokayev fled;"
    path = tmp_path / "people.html"
    path.write_text(make_people_page(country([named])), encoding="utf-8")
    opened = browser.new_page(viewport={"width": 390, "height": 900})
    opened.goto(path.as_uri())
    listed = opened.locator("nav[aria-label=People] a")
    assert listed.all_inner_texts() == ["Aset Bokayev", "Oleg Bokayev", "Alma Rot"]
    opened.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    opened.close()


def test_passages_taken_over_lead_to_both_places(two):
    links = find_links(two)
    row = {"text": two.short_names["P9_TA(2032)0999"], "paragraph": "A", "stands in": "2031", "as": "1"}
    assert 'texts.html#P9_TA-2032-0999-en-recital-A"' in links.wrap("A", "paragraph", row)
    assert 'texts.html#P9_TA-2031-0999-en-operative-1"' in links.wrap("1", "as", row)


def test_the_texts_are_searched_without_a_server(two, browser, tmp_path):
    path = tmp_path / "texts.html"
    path.write_text(make_texts_page(two), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    total = opened.locator(".place").count()
    opened.locator("#pattern").fill("SENTENC*")
    assert opened.locator(".place:visible").count() == 1
    assert opened.locator("#shown").inner_text() == f"1 of {total}"
    opened.locator("#pattern").fill("sentenc")
    assert opened.locator(".place:visible").count() == 0  # whole words
    opened.locator("button[type=reset]").click()
    assert opened.locator(".place:visible").count() == total
    opened.close()


def test_without_texts_or_people_there_is_no_page(country):
    empty = country([])
    assert make_people_page(empty) is None
    assert make_texts_page(empty.filter(language="sv")) is None
