"""The same invented text as a Word file and as printed pages: numbers set by hand or by Word, notes at page ends."""

import io
import re
import textwrap
from dataclasses import dataclass, field

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from invented import WORDINGS, Invented
from renderings import CALL, MOTION, SHORT_TITLE, Unit, full_title, notes, units

FORMATS = {"–": ("bullet", "–"), "A": ("upperLetter", "%1."), "1": ("decimal", "%1.")}
NOTES_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
NOTES_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def word(text: Invented, numbered: bool = False) -> bytes:
    """A Word file: its head in a table, its notes as footnotes, its numbers typed or set by Word."""
    made = docx.Document()
    lists = _lists(made) if numbered else {}
    wording = WORDINGS[text.language]
    made.add_paragraph("Texts adopted")
    made.add_paragraph(wording.session)
    made.add_heading(SHORT_TITLE, 1)
    cells = made.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = text.reference, MOTION
    made.add_paragraph(full_title(text)).runs[0].bold = True
    made.add_paragraph(wording.enacting)
    for each in units(text):
        kind = each.marker[0] if each.marker[0] in FORMATS else ("1" if each.marker[0].isdigit() else "A")
        paragraph = made.add_paragraph()
        if numbered:
            _set_list(paragraph, lists[kind])
        else:
            paragraph.add_run(f"{each.marker}\t")
        _write(paragraph, each.text, text)
        for marker, line in each.points:
            _write(made.add_paragraph(f"{marker}\t" if marker else ""), line, text)
        for heading in each.headings:
            _write(made.add_heading("", 2), heading, text)
    _add_notes(made, text)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _lists(made) -> dict[str, int]:
    numbering = made.part.numbering_part.element
    ids = {}
    for place, (kind, (form, shown)) in enumerate(FORMATS.items(), 900):
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{place}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl></w:abstractNum>'
        )
        numbering.insert(0, abstract)
        ids[kind] = numbering.add_num(place).numId
    return ids


def _set_list(paragraph, number: int) -> None:
    listed = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    listed.get_or_add_ilvl().val = 0
    listed.get_or_add_numId().val = number


def _write(paragraph, line: str, text: Invented) -> None:
    end = 0
    for mark in CALL.finditer(line):
        if int(mark[1]) <= len(text.footnotes):
            paragraph.add_run(line[end : mark.start()])
            run = paragraph.add_run()
            run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{mark[1]}"/>'))
            end = mark.end()
    paragraph.add_run(line[end:])


def _add_notes(made, text: Invented) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    told = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {note}</w:t></w:r>'
        "</w:p></w:footnote>"
        for n, note in notes(text)
    )
    blob = f"<w:footnotes {nsdecls('w')}>{told}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), NOTES_KIND, blob, made.part.package)
    made.part.relate_to(part, NOTES_TYPE)


@dataclass
class Press:
    """A page of 40 rows and 66 letters a row, its notes at its end, its number below."""

    head: str = "Official texts"
    width: int = 66
    rows: int = 40
    pages: list[list[tuple]] = field(default_factory=list)

    def __post_init__(self):
        self.page: list[tuple] = []
        self.below: list[tuple] = []
        self.used = 0.0

    def put(self, x: float, line: str, below: list[str] = (), gap: float = 1.0, **style) -> None:
        """One row, and the notes that it calls, which stand on its page."""
        if self.used + gap + len(self.below) + len(below) > self.rows:
            self.turn()
            gap = 1.0
        self.used += gap
        self.page.append((x, 730 - 15 * self.used, line, style))
        self.below += [(90, note, {"size": 8.5}) for note in below]

    def turn(self) -> None:
        rows = [
            (x, 90 + 11 * (len(self.below) - at), line, style)
            for at, (x, line, style) in enumerate(self.below)
        ]
        number = len(self.pages) + 1
        edge = [(90, 780, self.head, {}), (400, 780, "EN", {}), (295, 40, f"{number}", {})]
        self.pages.append([*self.page, *rows, *edge])
        self.page, self.below, self.used = [], [], 0.0

    def save(self) -> bytes:
        from matplotlib.backends.backend_pdf import PdfPages
        from matplotlib.figure import Figure

        self.turn()
        file = io.BytesIO()
        with PdfPages(file) as book:
            for page in self.pages:
                figure = Figure(figsize=(595 / 72, 842 / 72))
                for x, y, line, style in page:
                    _draw(figure, x, y, line, **style)
                book.savefig(figure)
        return file.getvalue()


def _draw(figure, x: float, y: float, line: str, size: float = 11, weight: str = "normal") -> None:
    """A row; what stands between two signs of the private area is raised."""
    from matplotlib.font_manager import FontProperties

    font = FontProperties(family="DejaVu Sans Mono", weight=weight)
    for place, words in enumerate(re.split(r"[\ue010\ue011]", line)):
        height, rise = (size * 0.65, size * 0.33) if place % 2 else (size, 0)
        step = 0.602 * height
        if words:
            figure.text(
                x / 595,
                (y + rise) / 842,
                words,
                fontproperties=font,
                fontsize=height,
                va="baseline",
                parse_math=False,
            )
        x += step * len(words)


def printed(text: Invented, hyphenate: bool = True, head: str = "Official texts") -> bytes:
    """A PDF: markers hang in a column of their own, words are parted, notes stand on the page that calls them."""
    press, wording = Press(head), WORDINGS[text.language]
    for line in ("TEXTS ADOPTED", text.reference, SHORT_TITLE, wording.session):
        press.put(90, line, gap=2)
    for at, line in enumerate(textwrap.wrap(full_title(text), press.width - 8)):
        press.put(90, line, gap=1 if at else 2, weight="bold")
    press.put(90, wording.enacting, gap=2)
    waiting = dict(notes(text))
    for each in units(text):
        _put_unit(press, each, text, waiting, hyphenate)
    return press.save()


def _put_unit(press: Press, each: Unit, text: Invented, waiting: dict[int, str], hyphenate: bool) -> None:
    for marker, line, x in [(each.marker, each.text, 90), *((m, t, 120) for m, t in each.points)]:
        for at, row in enumerate(_part(line, press.width - (x - 90) // 6, hyphenate)):
            calls = [int(mark[1]) for mark in CALL.finditer(row)]
            below = [f"\ue010{n}\ue011 {waiting.pop(n)}" for n in calls if n in waiting]
            raised = CALL.sub(lambda mark: _raise(mark, text), row)
            if marker and not at:
                press.put(x, marker, gap=1.6)
                press.page.append((x + 30, press.page[-1][1], raised, {}))
                press.below += [(90, note, {"size": 8.5}) for note in below]
            else:
                press.put(x + 30 if marker else x, raised, below)
    for heading in each.headings:
        press.put(90, heading, gap=2, weight="bold")


def _raise(mark: re.Match, text: Invented) -> str:
    return f"\ue010{mark[1]}\ue011" if int(mark[1]) <= len(text.footnotes) else mark[0]


def _part(line: str, width: int, hyphenate: bool) -> list[str]:
    """Rows of a line, in which long words are parted where they reach the edge."""
    rows, row = [], ""
    for word in line.split():
        room = width - len(CALL.sub("", row)) - 1
        if len(CALL.sub("", word)) <= room:
            row = f"{row} {word}".strip()
        elif hyphenate and word.isalpha() and len(word) > 7 and room > 5:
            rows.append(f"{row} {word[: room - 3]}-".strip())
            row = word[room - 3 :]
        else:
            rows.append(row)
            row = word
    return [*rows, row]
