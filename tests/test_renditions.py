import contextlib
import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import WORDINGS, Invented
from renderings import LAYOUTS, disturb, render

from analysis.documents.parse import parse_bytes
from analysis.documents.segment import without_marks
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import languages

WITHOUT_JOINT_MOTION = ("oj", "oj_old", "oj_plain")  # the Official Journal does not print it

TEXTS = {
    "sv": Invented(
        "sv",
        citations=[
            "med beaktande av hamnliggaren(1) och dess bilagor & tillägg,",
            "med beaktande av artikel 5(1) i fyrstadgan,",
        ],
        recitals=["Fyren är släckt sedan den 3 maj 2029(2).", "Ingen vakt har synts till."],
        operative=[
            "Europaparlamentet uppmanar vaktaren att tända lampan.\n\nHamnar",
            "Europaparlamentet kräver följande:\n\n(a)  olja,\n\n(b)  vekar.",
            "Europaparlamentet uppdrar åt talmannen att gå till hamnen.",
        ],
        footnotes=["EUT Z 1, 2.3.2029, s. 4.", "EUT Z 2, 3.4.2029, s. 5."],
    ),
    "en": Invented(
        "en",
        citations=["having regard to its ledger of 4 June 2028(1),", "having regard to Rule 144(5),"],
        recitals=["whereas the lighthouse < the harbour is dark;", "whereas nobody came;"],
        operative=[
            "Calls for the lamp to be lit(2);\n\nSmall harbours",
            "Calls for:\n\n(a)  oil;\n\n(b)  wicks;",
            "Instructs its President to go.",
        ],
        footnotes=["OJ Z 1, 2.3.2029, p. 4.", "The keeper of “the light”."],
    ),
    "el": Invented(
        "el",
        citations=["έχοντας υπόψη το λιμάνι(1),"],
        recitals=["λαμβάνοντας υπόψη ότι ο φάρος είναι σβηστός·", "λαμβάνοντας υπόψη ότι κανείς δεν ήρθε·"],
        operative=["καλεί τον φύλακα να ανάψει τη λάμπα·", "αναθέτει στον Πρόεδρό του να πάει."],
        footnotes=["ΕΕ Z 1, 2.3.2029, σ. 4."],
    ),
}


def facts(data, layout):
    document = parse_bytes(data, "it").as_dict()
    if layout in WITHOUT_JOINT_MOTION:
        assert document["joint_motion"] is None
        document["joint_motion"] = "RC-B9-0998/2030"
    for unit in (*document["paragraphs"], *document["footnotes"]):
        unit["text"] = unit["text"].replace("\u00a0", " ")
    return document


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_rendition_is_read_as_the_saved_page(layout, language):
    text = TEXTS[language]
    assert facts(render(text, layout), layout) == facts(text.page().encode(), "page")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(10))
def test_what_does_not_show_does_no_harm(layout, language, seed):
    text = TEXTS[language]
    data = disturb(render(text, layout), layout, random.Random(seed))
    assert facts(data, layout) == facts(text.page().encode(), "page")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "end", ["Instructs its President to write to the UN.", "Calls for the lamp to be lit."]
)
def test_a_text_without_footnotes_ends_where_it_ends(layout, end):
    text = Invented(citations=["having read the ledger,"], operative=["Calls for oil;", end], footnotes=[])
    assert facts(render(text, layout), layout) == facts(text.page().encode(), "page")


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ("<sup>1</sup>", "<sup>1</sup> OJ Z 1, 2.3.2029, p. 4."),
        ('<sup><a href="#n1">1</a></sup>', '<sup><a href="#c1">1</a></sup> OJ Z 1, 2.3.2029, p. 4.'),
        ('<a href="#n1">[1]</a>', '<a href="#c1">[1]</a> OJ Z 1, 2.3.2029, p. 4.'),
    ],
)
def test_footnotes_of_other_makes(call, note):
    page = (
        "<!DOCTYPE html><html><body><form><p>P9_TA(2030)0999</p><p>European Parliament resolution of 20 January 2030 "
        f"on Zubrania</p><p>The European Parliament,</p><p>–&nbsp;&nbsp;having read the ledger{call},</p>"
        '<p>1.&nbsp;&nbsp;Calls for <a href="#a5">5</a> m<sup>2</sup> of sail and a\u00adnchors.</p>'
        f"<p>{note}</p></form></body></html>"
    )
    document = parse_bytes(page.encode(), "it")
    assert [unit.text for unit in document.paragraphs] == [
        "having read the ledger(1),",
        "Calls for 5 m2 of sail and anchors.",
    ]
    assert [note.text for note in document.footnotes] == ["OJ Z 1, 2.3.2029, p. 4."]


@pytest.mark.parametrize("marker", ["1", "1."])
def test_a_marker_without_its_full_stop_in_xml(marker):
    data = render(TEXTS["en"], "sdocta").replace(b"<NO.P>1.</NO.P>", f"<NO.P>{marker}</NO.P>".encode())
    assert facts(data, "sdocta") == facts(TEXTS["en"].page().encode(), "page")


@pytest.mark.parametrize("declared", ["rot13", "hex", "undefined", "iso-8859-1"])
def test_utf_8_is_tried_before_what_a_page_declares(declared):
    data = render(TEXTS["sv"], "getdoc").replace(b"charset=UTF-8", f"charset={declared}".encode())
    assert facts(data, "getdoc") == facts(TEXTS["sv"].page().encode(), "page")


REFUSED = {
    "a page that shows nothing": (
        b"<!DOCTYPE html><html><script>var a = 1;</script></html>",
        "shows no text",
    ),
    "a robot check": (
        b"<html><body><p>Please verify that you're not a robot</p></body></html>",
        "robot check",
    ),
    "an RTF file": (b"{\\rtf1 text}", "is an RTF file: save it as .docx"),
    "entities": (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "declares entities",
    ),
    "entities without a declaration": (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities"),
    "broken XML": (b"<?xml version='1.0'?><SDOCTA><P>a</SDOCTA>", "is broken XML"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(case):
    data, reason = REFUSED[case]
    with pytest.raises(InputError, match=reason) as refused:
        parse_bytes(data, "page.html")
    assert str(refused.value).startswith("page.html ")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "utf-8"])
def test_a_page_s_declared_encoding_is_believed_where_it_exists(declared):
    page = render(TEXTS["sv"], "getdoc").decode().replace("charset=UTF-8", f"charset={declared}")
    encoding = declared
    data = page.encode(encoding, errors="xmlcharrefreplace")
    assert facts(data, "getdoc") == facts(TEXTS["sv"].page().encode(), "page")


def test_raised_figures_that_call_no_note_stay_figures():
    page = render(TEXTS["en"], "doceo").decode().replace("the lamp", "the 5 m<sup>2</sup> lamp")
    assert "the 5 m2 lamp" in [u.text for u in parse_bytes(page.encode(), "it").paragraphs][-4]


def test_a_document_that_names_itself_as_open_data_does_is_told():
    data = re.sub(rb"P9_TA\(2030\)0999", b"TA-9-2030-0999", render(TEXTS["en"], "sdocta"))
    assert parse_bytes(data, "it").reference == "P9_TA(2030)0999"


@settings(max_examples=300, deadline=None)
@given(
    layout=st.sampled_from(LAYOUTS),
    language=st.sampled_from(sorted(TEXTS)),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), max_size=6),
)
def test_any_bytes_are_read_or_refused(layout, language, cuts):
    data = render(TEXTS[language], layout)
    for at, length, inserted in cuts:
        place = int(at * len(data))
        data = data[:place] + inserted + data[place + length :]
    try:
        parse_bytes(data, "it")
    except InputError as refused:
        assert "\n" not in str(refused)


HOSTILE = {
    "nested elements": lambda n: "<div>" * n,
    "nested tables": lambda n: "<table><tr><td>1.</td><td>" * (n // 4),
    "spaces": lambda n: "<p>" + "\u00a0" * n + "x",
    "open brackets": lambda n: "<p>" + "(" * n,
    "calls": lambda n: "<p>" + " <a href='#a'>(1)</a>" * n,
    "self-closed elements": lambda n: "<a " * n + "<b/>" * n,
    "attributes": lambda n: "<p " + "a='b' " * n + ">",
    "markers": lambda n: "<p>1.</p>" * n,
    "unclosed comment": lambda n: "<!--" + "-<" * n,
    "nested XML": lambda n: "<A>" * n + "</A>" * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pages_take_linear_time(kind):
    def seconds(n):
        body = HOSTILE[kind](n)
        head = "<?xml version='1.0'?>" if kind == "nested XML" else "<!DOCTYPE html><body>"
        start = time.process_time()
        with contextlib.suppress(InputError):
            parse_bytes(f"{head}{body}".encode(), "it")
        return time.process_time() - start

    seconds(1000)
    assert seconds(40_000) < 40 * seconds(4_000) + 1


def _as_plain_text(language, kind):
    """The same text as a portal shows it when its page is copied or saved as text."""
    wording, regard = WORDINGS[language], languages()[language]["having_regard"]
    title = f"{wording.title} (2030/2999(RSP))"
    head = [title, "5.12.2031   ", "Official Journal", "C 50/38", "P9_TA(2030)0999", title, "2031/C 50/05"]
    call = {"portal": " {} ", "journal": " ({})", "cells": " ({})"}.get(kind, "({})").format
    cited = [f"{regard} 2029{call(1)},", f"{regard} 2028{call(2)},"]
    marked = [("A.", "Whereas."), ("B.", "Whereas."), ("1.", "Calls."), ("2.", "Ends.")]
    notes = ["(1) OJ Z 1.", "(2) OJ Z 2."]
    between = "\n\n"
    if kind == "portal":
        head = [title, title, "P9_TA(2030)0999", "Light", f"(Dz.U. {wording.session})"]
        cited = [f"- {line}" for line in cited]
        notes = ["1 OJ Z 1.", "2 OJ Z 2."]
    elif kind == "cells":
        cited = [f"— |\n{line} |" for line in cited]
        between = "\n"
    elif kind == "body first":
        head, between = [title], "\n"
        cited = [f"– {line}" for line in cited]
        notes += ["", "P9_TA(2030)0999"]
    elif kind == "lines":
        head, between = ["P9_TA(2030)0999", "Light", title], "\n"
    gap, end = {"cells": (" |\n", " |"), "journal": ("\n\n", "")}.get(kind, (" ", ""))
    body = [f"{marker}{gap}{words}{end}" for marker, words in marked]
    return between.join([*head, wording.enacting, *cited, *body, *notes]) + "\n"


@pytest.mark.parametrize("language", WORDINGS)
@pytest.mark.parametrize("kind", ["journal", "cells", "portal", "body first", "lines"])
def test_pages_copied_as_plain_text(kind, language):
    document = parse_bytes(_as_plain_text(language, kind).encode(), "it")
    assert (document.reference, document.language) == ("P9_TA(2030)0999", language)
    assert document.adopted == WORDINGS[language].adopted
    assert document.title == WORDINGS[language].title + " (2030/2999(RSP))"
    units = [(unit.section, unit.label) for unit in document.paragraphs]
    assert units == [
        ("citation", None),
        ("citation", None),
        ("recital", "A"),
        ("recital", "B"),
        ("operative", "1"),
        ("operative", "2"),
    ]
    assert [note.text for note in document.footnotes] == ["OJ Z 1.", "OJ Z 2."]
    if kind != "portal":  # whose calls are bare figures
        assert [unit.footnotes for unit in document.paragraphs if unit.footnotes] == [("1",), ("2",)]
        assert "2029," in without_marks(document.paragraphs[0])


def test_a_text_without_any_reference_is_told_where_it_stands():
    page = _as_plain_text("sl", "body first").replace("P9_TA(2030)0999", "")
    with pytest.raises(InputError, match="stands above the title on Parliament's page"):
        parse_bytes(page.encode(), "it")
