import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from invented import LATIN, LETTERS, WIDE, WORDINGS, Invented

from analysis import parse
from analysis.documents.segment import collapse
from analysis.lexicon.errors import InputError
from analysis.lexicon.letters import compose


def labels(document, section):
    return [unit.label for unit in document.paragraphs if unit.section == section]


def rejoined(document):
    units = [unit.source for unit in (*document.paragraphs, *document.footnotes)]
    return document.header + "".join(units) + document.footer


@pytest.mark.parametrize("language", WORDINGS)
def test_header_is_read_in_every_language(language):
    document = parse(Invented(language).page())
    assert document.language == language
    assert document.adopted == WORDINGS[language].adopted
    assert document.title == WORDINGS[language].title + " (2030/2999(RSP))"
    assert (document.reference, document.edition) == ("P9_TA(2030)0999", "final")
    assert (document.procedure, document.joint_motion) == ("2030/2999(RSP)", "RC-B9-0998/2030")


@pytest.mark.parametrize("language", WORDINGS)
def test_date_is_read_from_the_title_when_no_session_line_stands_above(language):
    wording = WORDINGS[language]
    page = Invented(language).page().replace(wording.session + "\n", "")
    assert parse(page).adopted == wording.adopted


def test_header_without_procedure_or_joint_motion_leaves_them_null():
    page = Invented().page().replace("Procedure : 2030/2999(RSP)\n", "").replace(" (2030/2999(RSP))", "")
    document = parse(page.replace("RC-B9-0998/2030", ""))
    assert document.procedure is None
    assert document.joint_motion is None
    assert document.title == WORDINGS["en"].title


def test_last_procedure_of_the_title_is_the_resolution_s_own():
    page = Invented().page().replace("Procedure : 2030/2999(RSP)\n", "")
    page = page.replace("(2030/2999(RSP))", "(09/2030 – C9-0009/2030 – 2030/0009(NLE) – 2030/2999(INI))")
    assert parse(page).procedure == "2030/2999(INI)"


def test_provisional_reference_is_resolved_and_the_edition_kept():
    document = parse(Invented(reference="P8_TA-PROV(2030)0203").page())
    assert (document.reference, document.edition) == ("P8_TA(2030)0203", "provisional")


def test_given_language_wins_over_detection():
    assert parse(Invented("da").page(), language="da").language == "da"
    with pytest.raises(InputError, match="Unknown language 'xx'"):
        parse(Invented().page(), language="xx")


@pytest.mark.parametrize(("language", "expected"), [*LETTERS.items(), ("en", LATIN), ("fi", LATIN)])
def test_recital_letters_of_every_alphabet(language, expected):
    page = Invented(language, recitals=["whereas so;"] * len(expected)).page()
    assert labels(parse(page), "recital") == expected


def test_labels_need_not_be_consecutive():
    page = Invented(operative=["One;", "Two;", "Three."]).page()
    page = page.replace("2.\u00a0", "4.\u00a0").replace("3.\u00a0", "17.\u00a0")
    assert labels(parse(page), "operative") == ["1", "4", "17"]


@pytest.mark.parametrize("gap", ["\u00a0\u00a0", "  ", "\u202f\u202f", "\u2009 ", "\t", "   ", "\u00a0"])
def test_white_space_of_any_kind_follows_a_marker(gap):
    document = parse(Invented(operative=["Calls;", "Asks."], gap=gap).page())
    assert labels(document, "operative") == ["1", "2"]
    assert [unit.text for unit in document.paragraphs][-1] == "Asks."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", ["sv", "el", "bg"])
def test_encodings_and_line_ends(tmp_path, encoding, language):
    page = Invented(language, operative=["Λέει;", "Åter så."]).page()
    file = tmp_path / "page.txt"
    file.write_bytes(page.replace("\n", "\r\n").encode(encoding))
    assert parse(file).as_dict() == parse(page).as_dict()


@pytest.mark.parametrize(
    "line",
    [
        "1. juni 2029 var en mörk dag.",
        "17 skepp gick förlorade.",
        "2029. Därefter kom ljuset.",
        "Art. 5. Fyren ska lysa.",
        "No. 7. The lamp.",
        "A. Tjerkasov höll vakt.",
        "J.B. Sjöman likaså.",
        "(a) för det första,",
        "–  för det andra,",
    ],
)
def test_lines_that_open_no_paragraph(line):
    document = parse(Invented("sv", operative=[f"Europaparlamentet\n{line}", "Klart."]).page())
    assert labels(document, "operative") == ["1", "2"]
    assert labels(document, "recital") == ["A"]
    assert labels(document, "citation") == [None]
    assert line.split()[-1] in document.paragraphs[-2].text


def test_a_date_after_a_wide_space_opens_nothing():
    page = Invented("sv", operative=["Från den\n\n4.  juni 2029 lyser fyren.", "Klart."]).page()
    assert labels(parse(page), "operative") == ["1", "2"]


def test_sub_points_stay_inside_their_paragraph_on_lines_of_their_own():
    page = Invented(
        operative=["Calls on the keeper:\n\n(a)  to light\nthe lamp,\n\n(b)  to wait;", "Ends."]
    ).page()
    document = parse(page)
    assert labels(document, "operative") == ["1", "2"]
    assert document.paragraphs[-2].text == "Calls on the keeper:\n(a) to light the lamp,\n(b) to wait;"


def test_thematic_headings_are_kept_apart():
    page = Invented(operative=["One;\n\nHarbours\n\nSmall harbours", "Two;", "Three."]).page()
    document = parse(page)
    assert [(u.section, u.text) for u in document.paragraphs][2:] == [
        ("operative", "One;"),
        ("heading", "Harbours"),
        ("heading", "Small harbours"),
        ("operative", "Two;"),
        ("operative", "Three."),
    ]


def test_footnote_marks_are_resolved_but_articles_are_not_taken_for_marks():
    document = parse(
        Invented(
            citations=["its resolutions of 2019(1) and 2020(2),", "Rule 144(5) and Article 19(1),"],
            recitals=["whereas the keeper(3) sleeps;"],
            footnotes=["First.", "Second,\nwrapped.", "Third."],
        ).page()
    )
    assert [unit.footnotes for unit in document.paragraphs] == [("1", "2"), (), ("3",), ()]
    assert [(note.label, note.text) for note in document.footnotes] == [
        ("1", "First."),
        ("2", "Second, wrapped."),
        ("3", "Third."),
    ]


def test_numbered_points_in_brackets_inside_a_paragraph_are_no_footnotes():
    page = Invented(operative=["Asks:\n\n(1) for oil;\n\n(2) for wicks;", "Ends."]).page()
    document = parse(page)
    assert document.paragraphs[-2].text == "Asks:\n(1) for oil;\n(2) for wicks;"
    assert len(document.footnotes) == 1


def test_reference_listed_in_navigation_does_not_make_a_motion_an_adopted_text():
    page = Invented().page().replace("P9_TA(2030)0999RC-B9-0998/2030", "B9-0997/2030")
    with pytest.raises(InputError, match="is a motion, not an adopted text"):
        parse(page)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\nTexts adopted\nPDF", "\nP9_TA(2030)0998\n\nMOTION FOR A RESOLUTION\nB9-0112/2030\n\nPDF"),
        ("P9_TA(2030)0999RC-B9-0998/2030", "P9_TA(2030)0999\n\nB9-0112/2030"),
    ],
)
def test_a_motion_s_number_on_its_own_line_makes_a_motion(old, new):
    page = Invented().page().replace(old, new).replace(WORDINGS["en"].session + "\n", "")
    page = page.replace("P9_TA(2030)0999RC-B9-0998/2030", "").replace(
        "resolution of 20 January 2030", "resolution"
    )
    with pytest.raises(InputError, match="is a motion, not an adopted text"):
        parse(page)


def test_a_date_in_the_subject_is_not_the_date_of_adoption():
    page = Invented().page().replace("\nLight\n", "\nLight in Zubrania - events of 3 May 2029\n")
    assert parse(page).adopted == "2030-01-20"


def test_hard_wrapped_page_reads_as_the_unwrapped_one():
    import textwrap

    plain = Invented(
        citations=["having regard to its resolution on the harbour of Zubrania and its lamps(1),"],
        operative=[
            "Calls on the keepers of the light to buy oil, wicks and glass;",
            "Instructs its President to go.",
        ],
    ).page()
    parts = [
        textwrap.fill(part, 40) if len(part) > 60 and "Index" not in part else part
        for part in plain.split("\n\n")
    ]
    wrapped, whole = parse("\n\n".join(parts)), parse(plain)
    assert [u.text for u in wrapped.paragraphs] == [u.text for u in whole.paragraphs]
    assert [n.text for n in wrapped.footnotes] == [n.text for n in whole.footnotes]


def test_footnotes_may_follow_the_last_paragraph_without_a_blank_line():
    page = Invented(citations=["its lamp(1),"]).page().replace("lit.\n\n(1)", "lit.\n(1)")
    assert [note.label for note in parse(page).footnotes] == ["1"]


def test_bracketed_points_at_the_end_stay_in_the_last_paragraph():
    page = Invented(
        operative=["Calls for:\n\n(1)  oil;\n\n(2)  wicks."], citations=["a"], footnotes=[]
    ).page()
    document = parse(page)
    assert document.footnotes == ()
    assert document.paragraphs[-1].text == "Calls for:\n(1) oil;\n(2) wicks."


def test_a_letter_behind_an_article_s_number_is_no_footnote_mark():
    document = parse(
        Invented(
            operative=["Urges, under Article 7a(1), the keeper to rest."], citations=["a"], footnotes=[]
        ).page()
    )
    assert document.paragraphs[-1].footnotes == ()


def test_a_marker_alone_on_its_line_opens_the_next_one():
    page = Invented(operative=["Calls;", "Asks."]).page().replace(f"1.{WIDE}Calls", "1.\n\nCalls")
    assert [u.text for u in parse(page).paragraphs][-2:] == ["Calls;", "Asks."]


@pytest.mark.parametrize("operative", [["\n", "Ends."], ["\n\nHeading", "Ends."], ["\n2.", "Ends."]])
def test_a_marker_without_text_loses_nothing(operative):
    page = Invented(operative=operative).page()
    assert rejoined(parse(page)) == page


def test_one_missing_blank_line_loses_no_paragraph():
    page = Invented(operative=["Calls;", "Asks;", "Ends."]).page().replace(";\n\n2.", ";\n2.")
    assert labels(parse(page), "operative") == ["1", "2", "3"]


def test_an_annex_opens_no_paragraphs():
    page = Invented(
        operative=["Calls;", "Asks;", "Ends.\n\nANNEX\n\n1.\u00a0\u00a0Oil\n\n2.\u00a0\u00a0Wicks"]
    ).page()
    assert labels(parse(page), "operative") == ["1", "2", "3"]


def test_greek_labels_may_be_typed_in_latin_letters():
    page = Invented("el", recitals=["αν."] * 9).page()
    for greek, latin in zip("ΑΒΕΖΗ", "ABEZH", strict=True):
        page = page.replace(f"\n{greek}.", f"\n{latin}.")
    assert len(labels(parse(page), "recital")) == 9


REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b"\xef\xbb\xbf \r\n", "is empty"),
    "pdf": (b"%PDF-1.7 \xff", "is a broken PDF"),
    "word": (b"PK\x03\x04..", "is a broken zip or Word file"),
    "latin-1": ("Förfarande".encode("latin-1"), "is not UTF-8 or UTF-16"),
    "challenge": (b"<html>Verify that you're not a robot</html>", "is a robot check"),
    "press release": (b"Press release\n\nMEPs want light in Zubrania", "no reference of an adopted text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_adopted_resolution_is_refused_in_one_sentence(tmp_path, case):
    data, reason = REFUSED[case]
    file = tmp_path / "page.txt"
    file.write_bytes(data)
    with pytest.raises(InputError, match=reason) as refused:
        parse(file)
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("end", ["1.\u00a0\u00a0Calls for oil;", "2.", "(1) OJ Z 1, of the old"])
def test_a_download_cut_at_a_likely_end_is_refused(end):
    page = Invented(operative=["Calls for oil;", "Asks."], footnotes=["OJ Z 1, of the old harbour."]).page()
    with pytest.raises(InputError, match="cut"):
        parse(page[: page.index("\n" + end) + len(end) + 1])


@pytest.mark.parametrize("cut", ["in a recital", "in a paragraph", "before a footnote"])
def test_a_cut_download_is_refused(cut):
    page = Invented(operative=["Calls for light.", "Calls for oil."], footnotes=["OJ Z 1."]).page()
    end = {"in a recital": "lighthouse", "in a paragraph": "for oil", "before a footnote": "oil."}[cut]
    with pytest.raises(InputError, match="cut"):
        parse(page[: page.index(end) + len(end)])


def test_decomposed_letters_and_invisible_signs_read_as_any_others():
    plain = Invented("sv", operative=["Europaparlamentet kräver att Åsa Öberg friges."]).page()
    unseen = (
        plain.replace("kräver", "krä\u00adver")
        .replace("Åsa ", "Åsa\u200e ")
        .replace("friges", "\u200bfriges")
    )
    for page in (unicodedata.normalize("NFD", plain), unseen, unicodedata.normalize("NFD", unseen)):
        assert parse(page) == parse(plain)


def test_missing_and_unreadable_files(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        parse(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="cannot be read"):
        parse(tmp_path)


words = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40)
prose = st.lists(words, min_size=1, max_size=6).map(" ".join).filter(lambda text: text.strip())


@settings(max_examples=150, deadline=None)
@given(
    language=st.sampled_from(sorted(WORDINGS)),
    citations=st.lists(prose, max_size=3),
    recitals=st.lists(prose, max_size=5),
    operative=st.lists(prose, min_size=1, max_size=5),
    footnotes=st.lists(prose, max_size=2),
)
def test_nothing_is_lost_and_nothing_invented(language, citations, recitals, operative, footnotes):
    operative = [*operative, "The end."]
    page = Invented(language, "P9_TA(2030)0999", citations, recitals, operative, footnotes).page()
    try:
        document = parse(page)
    except InputError as refused:
        assert "footnote" in str(refused) or "cut" in str(refused)
        return
    assert rejoined(document) == compose(page)
    for unit in (*document.paragraphs, *document.footnotes):
        marker = {"citation": "–", "heading": ""}.get(unit.section, f"{unit.label}.")
        marker = f"({unit.label})" if unit.section == "footnote" else marker
        assert collapse(unit.source) == collapse(f"{marker} {unit.text}")


@settings(max_examples=300, deadline=None)
@example("\n000:2000")
@given(st.text(st.sampled_from(list("A.1)(–\n\u00a0 aåΣЖ:;P9_TA2030")), max_size=300))
def test_any_text_is_read_or_refused(noise):
    page = Invented().page()
    for text in (noise + "\n", page.replace("Calls for the lamp", noise + " Calls")):
        try:
            assert rejoined(parse(text)) == text
        except InputError as refused:
            assert not re.search(r"\n", str(refused)[-200:])


def test_hostile_input_takes_linear_time():
    import time

    def seconds(n):
        start = time.process_time()
        parse(Invented(operative=["Calls.\n\n" + "Heading\n\n" * n + "(1) x" * n, "Ends."]).page())
        return time.process_time() - start

    seconds(1000)
    assert seconds(40_000) < 40 * seconds(4_000) + 1


def test_real_resolution(real_text):
    document = parse(real_text("P9_TA(2021)0056", "sv"))
    assert document.reference == "P9_TA(2021)0056"
    assert document.procedure == "2021/2544(RSP)"
    assert document.joint_motion == "RC-B9-0144/2021"
    assert (document.adopted, document.language, document.edition) == ("2021-02-11", "sv", "final")
    assert len(labels(document, "citation")) == 11
    assert labels(document, "recital") == [chr(65 + i) for i in range(23)]
    assert labels(document, "operative") == [str(n) for n in range(1, 28)]
    assert [note.label for note in document.footnotes] == ["1", "2", "3", "4", "5"]
    assert [u.footnotes for u in document.paragraphs if u.footnotes] == [("1", "2", "3", "4"), ("5",)]
    path = real_text("P9_TA(2021)0056", "sv")
    assert rejoined(document) == Path(path).read_text(encoding="utf-8")
