"""Word and PDF files give the paragraphs that the same text gives as a web page."""

import io
import random
import re
import zipfile

import pytest
from invented import Invented
from printing import printed, word
from renderings import render

from analysis.documents.hyphens import join_lines
from analysis.documents.parse import parse_bytes
from analysis.documents.rendition import read_text, tell_suffix
from analysis.documents.segment import without_marks
from analysis.lexicon.errors import InputError

WORDS = (
    "harbour lighthouse responsibility incomprehensible lamp of the and procrastination oil keeper's co-operation "
    "EU-Zubrania in 2030 fog signals unjustifiable länsstyrelsen"
).split()


def invented(language, seed):
    """A text over several pages, with notes, points, a heading and paragraphs longer than a page."""
    chance = random.Random(seed)

    def words(least, most):
        return " ".join(chance.choice(WORDS) for _ in range(chance.randint(least, most)))

    many = [f"Urges {words(3, 60)}{'(4)' if n == 5 else ''};" for n in range(chance.randint(6, 18))]
    return Invented(
        language,
        citations=[
            f"having {words(9, 30)}(1),",
            f"having {words(20, 40)},",
            f"having {words(3, 9)} of 2029(2),",
        ],
        recitals=[
            *[f"whereas {words(10, 60)}; whereas {words(5, 30)};" for _ in range(7)],
            f"whereas {words(5, 20)}:\n(a) {words(20, 40)};\n(b) {words(2, 5)};",
        ],
        operative=[
            f"Calls {words(20, 60)}(3);\nThe harbour",
            f"Calls {words(200, 420)};",
            *many,
            "Instructs.",
        ],
        footnotes=[f"OJ Z {n}, 2.3.2029, p. 4." for n in (1, 2)] + [f"OJ Z 3, {words(20, 30)}.", "OJ Z 4."],
    )


def told(document):
    units = (*document.paragraphs, *document.footnotes)
    return [(unit.section, unit.label, without_marks(unit), unit.footnotes) for unit in units]


def facts(document):
    return [
        document[name] for name in ("reference", "procedure", "joint_motion", "adopted", "language", "title")
    ]


@pytest.mark.parametrize(
    ("language", "seed"), [("en", 0), ("en", 1), ("en", 2), ("sv", 3), ("el", 4), ("bg", 5)]
)
def test_the_same_text_as_web_page_word_and_pdf(language, seed):
    text = invented(language, seed)
    page = parse_bytes(render(text, "doceo"), "page")
    files = {"word": word(text), "pdf": printed(text, hyphenate=seed % 2 == 0)}
    if language in ("en", "sv"):
        files["numbered"] = word(text, numbered=True)
    for name, data in files.items():
        document = parse_bytes(data, name)
        assert told(document) == told(page), name
        if name != "pdf":
            assert facts(document) == facts(page), name
        assert document.adopted == page.adopted


@pytest.mark.parametrize("language", ["pl", "hu", "mt", "lt"])
def test_letters_of_other_languages_come_through(language):
    text = Invented(language)
    page = parse_bytes(render(text, "doceo"), "page")
    for data in (word(text), printed(text)):
        document = parse_bytes(data, "it")
        assert (document.language, document.title, told(document)) == (language, page.title, told(page))


def without_spaces(document):
    """What `told` tells; a browser sets lines and spaces as it pleases, and calls of notes that are not raised."""
    return [(section, label, re.sub(r"\(\d+\)|\s", "", text)) for section, label, text, *_ in told(document)]


@pytest.mark.parametrize("layout", ["doceo", "getdoc", "oj"])
@pytest.mark.parametrize("style", ["", "body{hyphens:auto;text-align:justify;font-family:serif}"])
def test_what_a_browser_prints_is_read(browser, layout, style):
    source = render(invented("en", 7), layout)
    page = browser.new_page(java_script_enabled=False)
    page.set_content(source.decode().replace("<body", f"<style>{style}</style><body", 1))
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "2cm")
    data = page.pdf(format="A4", display_header_footer=True, margin=margin)
    page.close()
    document = parse_bytes(data, "print")
    assert without_spaces(document) == without_spaces(parse_bytes(source, "page"))
    assert document.reference == "P9_TA(2030)0999"


def test_a_reference_that_heads_every_page_alone_is_the_text_s():
    data = printed(invented("en", 1), head="P9_TA(2030)0999")
    assert parse_bytes(data, "it").reference == "P9_TA(2030)0999"
    text = read_text(printed(invented("en", 1)), "it")
    assert "Official texts" not in text


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["a demo-", "cracy in it"], "a democracy in it"),
        (["the EU-", "Zubrania talks"], "the EU-Zubrania talks"),
        (["freds-", "och hamnarbete"], "freds- och hamnarbete"),
        (["co-operation and co-", "operation"], "co-operation and co-operation"),
        (["in 2029-", "2030"], "in 2029- 2030"),
        (["(mis-", "taken)"], "(mistaken)"),
        (["one", "two"], "one two"),
        (["the lamp –", "lit"], "the lamp – lit"),
    ],
)
def test_words_parted_at_a_line_s_end_are_whole_again(lines, whole):
    assert join_lines(lines) == whole


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def scanned():
    from matplotlib.figure import Figure

    file = io.BytesIO()
    figure = Figure()
    figure.add_axes((0, 0, 1, 1)).axis("off")
    figure.savefig(file, format="pdf")
    return file.getvalue()


def encrypted():
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(io.BytesIO(printed(Invented())))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


REFUSED = {
    "an old Word file": (
        lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "is an old Word file (.doc): save it as .docx",
    ),
    "a locked Word file": (
        lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "is a Word file with a password: save it without one",
    ),
    "a broken zip": (lambda: word(Invented())[:900], "is a broken zip or Word file: get it again"),
    "a broken part": (
        lambda: zipped({"[Content_Types].xml": "<Types>"}),
        "is a broken Word file: get it again",
    ),
    "a workbook": (
        lambda: zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": ""}),
        "is a workbook: save it as Word",
    ),
    "an OpenDocument file": (lambda: zipped({"mimetype": "application/odt"}), "save it as Word (.docx)"),
    "a scan": (scanned, "is a scanned PDF without text"),
    "a locked PDF": (encrypted, "is an encrypted PDF: open it with its password"),
    "a broken PDF": (lambda: b"%PDF-1.7 \n" + b"x" * 500, "is a broken PDF: get it again"),
    "a cut PDF": (lambda: printed(invented("en", 1))[:20000], "PDF"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_apart_is_refused_in_one_sentence(case):
    make, reason = REFUSED[case]
    with pytest.raises(InputError) as caught:
        parse_bytes(make(), "the file")
    assert reason in str(caught.value)
    assert str(caught.value).startswith("the file ")
    assert "\n" not in str(caught.value)


def test_a_file_s_ending_is_told_from_its_bytes():
    assert tell_suffix(word(Invented())) == ".docx"
    assert tell_suffix(printed(Invented())) == ".pdf"


def test_a_word_file_that_declares_entities_is_refused():
    data = word(Invented())
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    parts["word/document.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(InputError, match="declares entities"):
        parse_bytes(zipped(parts), "it")


def test_parts_of_a_word_file_that_are_not_shown_are_not_read():
    data = word(Invented())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    vanished = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>7. Calls for fog.</w:t></w:r>"
    hidden = f"{vanished}<w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    parts["word/document.xml"] = body.replace("<w:sectPr", f"{hidden}<w:sectPr").encode()
    assert told(parse_bytes(zipped(parts), "it")) == told(parse_bytes(data, "it"))
