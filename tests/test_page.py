import base64
import os
import re
from html.parser import HTMLParser

import pytest

from analysis.lexicon.places import PROJECT
from analysis.report.notebooks import ORDER
from analysis.report.page import _filled, make_page

AXE = [(1280, "dark"), (390, "light")][: 2 if "RESOLUTION_SOAK" in os.environ else 1]  # twenty seconds each
REPORT = PROJECT / "figures" / "report.html"
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("[0-9]*.ipynb"))


class Elements(HTMLParser):
    """Every element of a page: (tag, attributes)."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def elements():
    return Elements(REPORT.read_text(encoding="utf-8")).found


@pytest.fixture(
    params=[(1280, "light"), (1280, "dark"), (390, "light")], ids=lambda how: f"{how[0]} {how[1]}"
)
def page(browser, request):
    """The report as a reader opens it, and what went wrong on the way."""
    width, scheme = request.param
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    troubles = []
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on(
        "request", lambda request: troubles.append(request.url) if request.url.startswith("http") else None
    )
    opened.goto(REPORT.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    yield opened, troubles
    opened.close()


def test_the_page_is_made_from_the_notebooks_that_are_shipped():
    made = make_page(
        [path for name in ORDER for path in NOTEBOOKS if path.stem == name], REPORT.parent, "Kazakhstan"
    )
    assert made == REPORT.read_text(encoding="utf-8"), "stale: run `RESOLUTION_TEXTS=none make`"


def test_the_page_needs_nothing_but_itself(elements):
    for tag, attributes in elements:
        for name in ("src", "srcset", "poster", "data"):
            assert (attributes.get(name) or "data:").startswith("data:"), (tag, attributes)
        assert tag not in ("link", "iframe", "object", "embed")
    assert "@import" not in REPORT.read_text(encoding="utf-8")


def test_every_link_leads_somewhere(elements):
    ids = {attributes["id"] for _, attributes in elements if "id" in attributes}
    links = [attributes for tag, attributes in elements if tag == "a"]
    assert len(links) > 300
    for link in links:
        address = link["href"]
        if address.startswith("#"):
            assert address[1:] in ids
        elif address.startswith("data:text/csv"):
            data = base64.b64decode(address.partition("base64,")[2])
            assert data == (REPORT.parent / link["download"]).read_bytes()
        elif address.startswith("people.html"):
            people = (REPORT.parent / "people.html").read_text(encoding="utf-8")
            assert address == "people.html" or f'id="{address.partition("#")[2]}"' in people
        else:
            assert re.match(r"https?://[\w.-]+/\S*$", address), address


def test_every_chart_has_its_words_and_its_data(elements):
    images = [attributes for tag, attributes in elements if tag == "img"]
    assert len(images) >= 10
    assert all(len(image["alt"]) > 40 for image in images)
    assert sum("download" in attributes for tag, attributes in elements if tag == "a") >= len(images)


def test_it_opens_without_a_trouble_and_fits_the_screen(page):
    opened, troubles = page
    assert troubles == []
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("page", AXE, ids=lambda how: f"{how[0]} {how[1]}", indirect=True)
def test_axe_finds_nothing_serious(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page[0]).response["violations"]
    assert [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
    ] == []


def shown_rows(opened, title):
    table = opened.locator("table.resolutions", has_text=title)
    return table.locator("tbody tr:visible")


def test_theme_and_person_filter_by_keyboard(page):
    opened, _ = page
    all_rows = shown_rows(opened, "Every place where a person is named").count()
    opened.locator("#person").focus()
    opened.keyboard.type("zhovtis")
    found = shown_rows(opened, "Every place where a person is named")
    assert 0 < found.count() < all_rows
    assert all("Zhovtis" in text for text in found.all_inner_texts())
    assert re.match(r"\d+ of \d+ rows in tables", opened.locator("#shown").inner_text())
    from playwright.sync_api import expect

    opened.locator("button[type=reset]").focus()
    opened.keyboard.press("Enter")
    expect(opened.locator("#shown")).to_have_text("")
    assert shown_rows(opened, "Every place where a person is named").count() == all_rows
    opened.locator("#theme").select_option("political prisoners")
    demands = shown_rows(opened, "Every demand and judgement")
    assert demands.count() > 0
    assert all("political prisoners" in text for text in demands.all_inner_texts())
    assert shown_rows(opened, "Every place where a person is named").count() == all_rows
    opened.locator("#person").fill("nobody at all")
    assert shown_rows(opened, "Every place where a person is named").count() == 0


def test_tables_sort_by_keyboard(page):
    opened, _ = page
    table = opened.locator("table.resolutions", has_text="Every demand and judgement")
    place = table.locator("thead th").all_inner_texts().index("addressee")
    button = table.locator("thead th button").nth(place)
    read = f"rows => rows.map(row => row.cells[{place}].textContent.trim()).filter(text => text)"
    for direction, order in (("ascending", False), ("descending", True)):
        button.focus()
        opened.keyboard.press("Enter")
        assert table.locator("thead th").nth(place).get_attribute("aria-sort") == direction
        values = table.locator("tbody tr").evaluate_all(read)
        expected = opened.evaluate(
            "values => [...values].sort(new Intl.Collator('en', {numeric: true}).compare)", values
        )
        assert values == (expected[::-1] if order else expected)


def test_it_prints(browser, tmp_path):
    opened = browser.new_page()
    opened.goto(REPORT.as_uri())
    pdf = opened.pdf(format="A4")
    opened.close()
    assert pdf.startswith(b"%PDF")
    assert 10 < len(re.findall(rb"/Type\s*/Page\b", pdf)) < 100


def test_a_question_that_only_a_notebook_answers_is_left_out():
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

    shown = [new_output("display_data", data={"text/plain": "lamps"})]
    only = new_code_cell("1", outputs=shown, metadata={"tags": ["notebook-only"]})
    lamps, ships = new_markdown_cell("## Which lamps?"), new_markdown_cell("## Which ships?")
    assert _filled([lamps, only, ships, only, new_code_cell("2", outputs=shown)])[0] is ships
