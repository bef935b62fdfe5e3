"""What is no complete adopted resolution, and what only looks like none."""

import os
import re
from pathlib import Path

import pytest
from invented import WORDINGS, Invented
from renderings import render

from analysis import parse
from analysis.cli import main
from analysis.documents.parse import parse_bytes
from analysis.lexicon.errors import InputError

WITHOUT_NOTES = {"citations": ["having read the ledger,"], "footnotes": []}
HEAD = "P9_TA(2030)0999RC-B9-0998/2030"


def reason(page):
    with pytest.raises(InputError) as refused:
        parse(page) if isinstance(page, str) else parse_bytes(page, "it")
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    "number", ["B9-0041/2030", "B9-0041/2030, B9-0042/2030", "A9-0041/2030", "B9‑0041/2030", "B10-0041/2030"]
)
@pytest.mark.parametrize("between", ["", "\n\n", "\t", " "])
@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_text_adopted_on_a_single_motion_is_read(number, between, language):
    page = Invented(language).page().replace(HEAD, f"P9_TA(2030)0999{between}{number}")
    document = parse(page)
    assert (document.reference, document.joint_motion) == ("P9_TA(2030)0999", None)
    assert document.adopted == WORDINGS[language].adopted


@pytest.mark.parametrize("layout", ["doceo", "getdoc"])
def test_a_single_motion_in_a_cell_of_its_own(layout):
    page = render(Invented(), layout).decode()
    assert parse_bytes(page.replace("RC-B9-0998/2030", "B9-0998/2030").encode(), "it").joint_motion is None


@pytest.mark.parametrize(
    "found",
    [
        "P9_TA(2030)099",
        "P9_TA(2030)09991",
        "P9_TA(30)0999",
        "P9_TA20300999",
        "p9_ta(2030)0999",
        "P_TA(2030)0999",
        "Р9_ТА(2030)0999",  # Cyrillic
        "P9_TA-PROV(2030)099",
        "P9_TA(2030)",
    ],
)
def test_a_mistyped_reference_is_shown(found):
    page = Invented().page()
    said = reason(page.replace("P9_TA(2030)0999", found))
    assert found in said
    assert "four digits" in said
    assert reason(page.replace(HEAD, f"{found} RC-B9-0998/2030")) == said


@pytest.mark.parametrize(
    "found",
    ["P9-TA(2030)0999", "P9 TA(2030)0999", "P9_TA (2030) 0999", "P9‑TA[2030]0999", "P9_TA(2030)-0999"],
)
def test_what_can_only_mean_a_reference_is_one(found):
    page = Invented().page().replace("P9_TA(2030)0999", found)
    assert parse(page).reference == "P9_TA(2030)0999"


@pytest.mark.parametrize(
    "head",
    ["Council of the European Union", "EUROPEISKA KOMMISSIONEN", "JOIN(2030) 12 final", "A/HRC/RES/99/1"],
)
def test_a_text_of_another_institution_is_told_as_such(head):
    said = reason(
        f"{head}\n\nBrussels, 3 June 2030\n\nConclusions on Zubrania\n\n1. The Council notes the lamp.\n"
    )
    assert f"is a text of another institution ('{head}' stands at its head): get the resolution" in said


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("P9_TA(2030)0999(COR01)", "Light"),
        ("P9_TA(2030)0999-COR01", "Light"),
        ("P9_TA(2030)0999/COR", "Light"),
        ("P9_TA(2030)0999", "CORRIGENDUM"),
        (
            "P9_TA(2030)0999",
            "Corrigendum to the European Parliament resolution of 20 January 2030 on Zubrania",
        ),
        ("P9_TA(2030)0999", "RÄTTELSE"),
        ("P9_TA(2030)0999", "Rectificatif"),
        ("P9_TA(2030)0999", "ДОПЪЛНЕНИЕ И ПОПРАВКА".split()[-1]),
    ],
)
def test_a_corrigendum_is_told(head, line):
    page = f"Texts adopted\nThursday, 20 January 2030 - Strasbourg\n{line}\n{head}\n\nto the resolution\n\nfor:\n\n"
    assert "is a corrigendum" in reason(
        page + "5.\u00a0\u00a0Calls for oil;\n\nread:\n\n5.\u00a0\u00a0Calls for wicks;\n"
    )


def test_a_text_whose_page_names_a_corrigendum_is_read():
    page = (
        Invented()
        .page()
        .replace("Texts adopted\nPDF", "Corrigenda :\n\nP9_TA(2030)0999(COR01)\n\nTexts adopted\nPDF")
    )
    assert parse(page).reference == "P9_TA(2030)0999"
    page = Invented().page().replace("\nLight\n", "\nCorrigendum to the light\n")
    assert parse(page).reference == "P9_TA(2030)0999"


SECOND = {
    "another text": Invented(reference="P9_TA(2030)0888").page(),
    "another language": Invented("sv").page(),
    "the same twice": Invented().page(),
    "body alone": "On oil\n\nThe European Parliament,\n\n–  having read,\n\n1.  Calls.",
}


@pytest.mark.parametrize("kind", SECOND)
@pytest.mark.parametrize("footer", ["", "Last updated: 3 June 2031"])
def test_two_texts_in_one_file_are_told(kind, footer):
    assert "holds more than one text" in reason(Invented(footer=footer).page() + "\n\n" + SECOND[kind])


@pytest.mark.parametrize(
    "operative",
    [
        ["Recalls its resolution\nP9_TA(2029)0111, on oil;", "Ends."],
        ["Calls on:\n\nThe European Parliament.\n\n–\u00a0\u00a0others;", "Ends."],
        ["P9_TA(2030)0999\n\nis this text;", "Ends."],
    ],
)
def test_one_text_that_names_others_is_one(operative):
    assert parse(Invented(operative=operative).page()).reference == "P9_TA(2030)0999"


@pytest.mark.parametrize("layout", ["plain", "markers alone"])
def test_short_swedish_paragraphs_are_no_second_enacting_formula(layout):
    operative = ["Europaparlamentet beklagar detta.", "Europaparlamentet uppmanar rådet att\n\n–  agera."] * 2
    page = Invented("sv", operative=operative).page()
    if layout == "markers alone":
        page = re.sub(r"^(\d)\.\u00a0\u00a0", r"\1.\n", page, flags=re.MULTILINE)
    assert len([unit for unit in parse(page).paragraphs if unit.section == "operative"]) == 4


def test_numbers_that_are_not_in_the_text_are_no_cut():
    page = Invented(operative=["Calls;", "Ends."], **WITHOUT_NOTES).page().replace("1.\u00a0\u00a0", "")
    said = reason(page.replace("2.\u00a0\u00a0", ""))
    assert "numbers are not in its text" in said
    assert "cut short" not in said


@pytest.mark.parametrize(
    ("style", "labels"),
    [
        ("<ol>", ["1", "2", "3"]),
        ("<ol start='4'>", ["4", "5", "6"]),
        ("<ol style='list-style-type: decimal'>", ["1", "2", "3"]),
    ],
)
@pytest.mark.parametrize(
    "item", ["<li>{}</li>", "<li><p>{}</p></li>", "<li>\n<div><span>{}</span></div>", "<li><!-- 9. -->{}"]
)
def test_numbers_of_the_browser_are_read(style, labels, item):
    items = "".join(map(item.format, ["Calls for oil;", "Calls for <i>wicks</i>;", "Ends."]))
    recitals = "<ol type='A'><li>whereas it is dark;</li><li>whereas nobody came;</li></ol>"
    document = parse_bytes(_with_list(f"{recitals}{style}{items}</ol>").encode(), "it")
    assert [unit.label for unit in document.paragraphs if unit.section == "recital"] == ["A", "B"]
    assert [unit.label for unit in document.paragraphs if unit.section == "operative"] == labels
    assert document.paragraphs[-1].text == "Ends."


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("<ol style='list-style:none'><li>1. Calls;</li><li>2. Ends.</li></ol>", ["Calls;", "Ends."]),
        ("<ol><li>1. Calls;</li><li>2. Ends.</li></ol>", ["Calls;", "Ends."]),
        (
            "<ol><li>Calls:<ol><li>oil;</li><li>wicks;</li></ol></li><li>Ends.</li></ol>",
            ["Calls:\n1. oil;\n2. wicks;", "Ends."],
        ),
        ("<ol><li>Calls:<ul><li>oil;</li></ul></li><li>Ends.</li></ol>", ["Calls:\noil;", "Ends."]),
        (
            "<p>1. Calls:</p><ol type='a'><li>oil;</li><li>wicks;</li></ol><p>2. Ends.</p>",
            ["Calls:\na. oil;\nb. wicks;", "Ends."],
        ),
    ],
)
def test_lists_within_paragraphs(listed, expected):
    document = parse_bytes(_with_list(listed).encode(), "it")
    assert [unit.text for unit in document.paragraphs if unit.section == "operative"] == expected


def _with_list(listed):
    return (
        "<!DOCTYPE html><html><body><p>P9_TA(2030)0999</p><p>European Parliament resolution of 20 January 2030 on "
        f"Zubrania</p><p>The European Parliament,</p><p>– having read the ledger,</p>{listed}</body></html>"
    )


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>Anna Orlova</td><td>5 years</td></tr>",
        "<tr><td><p>Anna Orlova</p></td><td></td><td>5 years</td>",
    ],
)
@pytest.mark.parametrize("end", [":", ";", ""])
def test_a_table_belongs_to_its_paragraph(row, end):
    table = f"<table><tr><th>Name</th><th>Sentence</th></tr>{row}</table>"
    page = _with_list(f"<p>1.&nbsp; Urges action{end}</p>{table}<p>2.&nbsp; Ends.</p>")
    document = parse_bytes(page.encode(), "it")
    assert [unit.text for unit in document.paragraphs][1:] == [
        f"Urges action{end}\nName\nSentence\nAnna Orlova\n5 years",
        "Ends.",
    ]


@pytest.mark.parametrize("language", ["sv", "en", "el", "bg", "fr"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_letters_of_a_wrong_encoding_are_told(language, encoding):
    page = Invented(language, operative=["Förfärliga – “så” é ä å."] * 9).page()
    assert "wrong encoding" in reason(page.encode().decode(encoding, errors="replace"))
    assert parse(page).language == language


def test_reasons_reach_the_command(tmp_path, capsys):
    file = tmp_path / "page.txt"
    file.write_text(Invented().page().replace("2030)0999", "2030)099"), encoding="utf-8")
    for command in ("parse", "people", "demands", "add"):
        assert main([command, str(file)]) == 2
        assert "four digits" in capsys.readouterr().err


@pytest.fixture
def real_pages():
    """Real pages at hand, named by RESOLUTION_PAGES; they are nowhere in the repository."""
    folder = os.environ.get("RESOLUTION_PAGES")
    if not folder:
        pytest.skip("no real pages at hand: RESOLUTION_PAGES names no folder")
    return Path(folder)


def test_real_openings_are_refused_as_cut(real_pages):
    openings = sorted(real_pages.glob("*.opening.txt"))
    assert openings
    for path in openings:
        with pytest.raises(InputError, match="cut short"):
            parse(path)


def test_a_real_joint_motion_is_refused_and_its_body_read_under_an_adopted_text_s_head(real_pages):
    (path,) = real_pages.glob("RC-*.html")
    with pytest.raises(InputError, match="is a motion"):
        parse(path)
    page = path.read_text(encoding="utf-8")
    title = "European Parliament resolution"
    start = page.rindex(title)
    head = "<p>Thursday, 8 May 2025 - Strasbourg</p><p>P10_TA(2025)0096</p><p>RC-B10-0249/2025</p><p>"
    adopted = (
        page[:start].replace("P10_TA(2025)0096", "")
        + head
        + page[start:].replace(title, f"{title} of 8 May 2025", 1)
    )
    document = parse_bytes(adopted.encode(), "it")
    assert [unit.label for unit in document.paragraphs if unit.section == "recital"] == list("ABC")
    assert [unit.label for unit in document.paragraphs if unit.section == "operative"] == list("123456789")
    assert (document.reference, document.adopted) == ("P10_TA(2025)0096", "2025-05-08")
    assert (document.joint_motion, document.procedure) == ("RC-B10-0249/2025", "2025/2691(RSP)")
    assert len([unit for unit in document.paragraphs if unit.section == "citation"]) == 3
    assert {unit.section for unit in document.paragraphs} == {"citation", "recital", "operative"}
