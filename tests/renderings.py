"""The same invented text as each publisher would serve it, and ways to roughen a file without changing it."""

import html
import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from html.entities import codepoint2name

from invented import LATIN, LETTERS, WORDINGS, Invented

PROCEDURE = "2030/2999(RSP)"
MOTION = "RC-B9-0998/2030"
SHORT_TITLE = "Light"
OTHER_REFERENCE = "P9_TA(2029)0111"

GAZETTE = {
    "de": "Amtsblatt der Europäischen Union",
    "el": "Επίσημη Εφημερίδα της Ευρωπαϊκής Ένωσης",
    "en": "Official Journal of the European Union",
    "fr": "Journal officiel de l’Union européenne",
    "sv": "Europeiska unionens officiella tidning",
}
GAZETTE_NUMBER = "(2031/C 99/07)"

# "the ledger(1)" and "of 2029(1)" hold a call; "Article 5(1)" names a subdivision.
CALL = re.compile(r"(?<=[^\s(])(?<!\s\d)(?<!\s\d\d)(?<!\s\d\d\d)\(([1-9][0-9]*)\)")
POINT = re.compile(r"(\(?[^\W_]{1,4}\)|[–—-])\s+(.+)")


@dataclass
class Unit:
    """A marked paragraph, its sub-points (marker, text; no marker: a plain line), the headings after it."""

    marker: str
    text: str
    points: list[tuple[str, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def is_heading(line: str) -> bool:
    return len(line) <= 100 and CALL.sub("", line).rstrip("\"'”’»")[-1:] not in ".,;:!?…·\u037e"


def unit(marker: str, text: str) -> Unit:
    first, *rest = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    made = Unit(marker, first)
    for line in rest:
        if found := POINT.fullmatch(line):
            made.points.append((found[1], found[2]))
        elif is_heading(line):
            made.headings.append(line)
        else:
            made.points.append(("", line))
    return made


def citations(text: Invented) -> list[Unit]:
    return [unit("–", line) for line in text.citations]


def recitals(text: Invented) -> list[Unit]:
    letters = LETTERS.get(text.language, LATIN)
    return [unit(f"{letter}.", line) for letter, line in zip(letters, text.recitals, strict=False)]


def operative(text: Invented) -> list[Unit]:
    return [unit(f"{n}.", line) for n, line in enumerate(text.operative, 1)]


def units(text: Invented) -> list[Unit]:
    return citations(text) + recitals(text) + operative(text)


def notes(text: Invented) -> list[tuple[int, str]]:
    return [(n, " ".join(note.splitlines())) for n, note in enumerate(text.footnotes, 1)]


def full_title(text: Invented) -> str:
    return f"{WORDINGS[text.language].title} ({PROCEDURE})"


def document_name(text: Invented) -> str:
    found = re.fullmatch(r"P(\d+)_TA(?:-PROV)?\((\d{4})\)(\d{4})", text.reference)
    return "TA-" + "-".join(found.groups()) if found else "TA"


def xml(text: str) -> str:
    return html.escape(text, quote=False)


def web(text: str) -> str:
    return xml(text).replace("\u00a0", "&nbsp;")


def with_calls(
    line: str, text: Invented, call: Callable[[int], str], escaped: Callable[[str], str] = web
) -> str:
    """Escape a line and turn the marks of notes that exist into the layout's call."""
    made, end = [], 0
    for mark in CALL.finditer(line):
        if int(mark[1]) <= len(text.footnotes):
            made += [escaped(line[end : mark.start()]), call(int(mark[1]))]
            end = mark.end()
    return "".join([*made, escaped(line[end:])])


def flow(text: Invented, call: Callable[[int], str], gap: str) -> list[tuple[bool, str]]:
    """Every unit, sub-point and heading as a line of its own: (is it a heading, marked-up line)."""
    lines = []
    for each in units(text):
        for marker, line in [(each.marker, each.text), *each.points]:
            lines.append((False, (marker and marker + gap) + with_calls(line, text, call)))
        lines += [(True, with_calls(heading, text, call)) for heading in each.headings]
    return lines


def foot_parts(text: Invented) -> list[str]:
    """The footer's date and its links, which a saved page glues together."""
    return [web(part) for part in re.split(r"(?<=\d)(?=[^\W\d])", text.footer, maxsplit=1) if part.strip()]


def page(text: Invented) -> str:
    return text.page()


def doceo(text: Invented) -> str:
    def call(n: int) -> str:
        return f'<a href="#def_1_{n}" name="ref_1_{n}"><span class="sup">({n})</span></a>'

    wording, name, reference = WORDINGS[text.language], document_name(text), web(text.reference)
    languages = [
        f'<li><a href="{name}_{code.upper()}.html" lang="{code}">{code}</a></li>' for code in WORDINGS
    ]
    body = [
        f'<p class="contents"><span class="bold"><i>{line}</i></span></p>'
        if heading
        else f'<p class="contents">{line}</p>'
        for heading, line in flow(text, call, "&nbsp;&nbsp;")
    ]
    enacting = re.sub(r"^(.*?)(,?)$", r'<span class="italic">\1</span>\2', web(wording.enacting))
    endnotes = [
        f'<p class="contents"><a href="#ref_1_{n}" name="def_1_{n}"><span class="sup">({n})</span></a>'
        f"&nbsp;{web(note)}</p>"
        for n, note in notes(text)
    ]
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{text.language}">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>Texts adopted - {SHORT_TITLE} - {web(wording.session)}</title>",
        '<link rel="stylesheet" href="/doceo/invented.css">',
        f'<link rel="canonical" href="/doceo/document/{name}_{text.language.upper()}.html">',
        "<style>p.contents { margin: 0 } /* 7.  Styles the harbour; */</style>",
        '<script>var teaser = "<p>98.  Calls for the script to be ignored;</p>";</script>',
        "</head>",
        "<body>",
        '<div id="cookie-banner" role="dialog">',
        "<p>These pages would like to keep crumbs.</p>",
        '<button type="button">Keep</button>',
        "</div>",
        '<div class="languages" hidden>',
        "<ul>",
        *languages,
        "</ul>",
        "</div>",
        '<div class="menu" style="display:none">',
        "<p>Texts adopted :</p>",
        f"<p>{OTHER_REFERENCE}</p>",
        "<p>1.&nbsp;&nbsp;Calls for the menu to stay shut;</p>",
        "</div>",
        '<div class="icons" aria-hidden="true">',
        f'<span>{OTHER_REFERENCE}</span><img src="icon.png" alt="P9_TA(2029)0112"><br>',
        "</div>",
        '<table class="doc_nav">',
        '<tr><td><a href="index.html">Index</a></td><td><a href="next.html">Next</a></td></tr>',
        f'<tr><td>Procedure :</td><td><a href="procedure.html">{PROCEDURE}</a></td></tr>',
        "<tr><td>Texts adopted :</td><td>",
        f'<p><a href="{name}_EN.html">{reference}</a></p>',
        f'<p><a href="TA-9-2029-0111_EN.html">{OTHER_REFERENCE}</a></p>',
        "</td></tr>",
        "</table>",
        '<table class="doc_box_header">',
        '<tr><td class="doc_title">Texts adopted</td>',
        f'<td><a href="{name}.pdf">PDF</a> 99k</td><td><a href="{name}.docx">WORD</a> 9k</td></tr>',
        f'<tr><td class="doc_title" colspan="3">{web(wording.session)}</td></tr>',
        f'<tr><td class="doc_title" colspan="3">{SHORT_TITLE}</td></tr>',
        f'<tr><td><a href="{name}_EN.html">{reference}</a></td>'
        f'<td><a href="{MOTION.replace("/", "-")}.html">{MOTION}</a></td></tr>',
        "</table>",
        '<div class="doc_body">',
        f'<p class="contents"><span class="bold">{web(full_title(text))}</span></p>',
        f'<p class="contents">{enacting}</p>',
        *body,
        "<hr>",
        *endnotes,
        "</div>",
        "<footer>",
        *[f"<div>{part}</div>" for part in foot_parts(text)],
        "</footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines)


def getdoc(text: Invented) -> str:
    def call(n: int) -> str:
        return f'<A HREF="#def_1_{n}" NAME="ref_1_{n}"><SUP>({n})</SUP></A>'

    def wrapped(line: str) -> str:
        return textwrap.fill(line, 90, break_long_words=False, break_on_hyphens=False)

    wording, reference = WORDINGS[text.language], web(text.reference)
    body = [
        wrapped(f"<P><B>{line}</B>" if heading else f"<P>{line}")
        for heading, line in flow(text, call, "&nbsp;&nbsp;")
    ]
    endnotes = [
        wrapped(f'<TR><TD><A HREF="#ref_1_{n}" NAME="def_1_{n}">({n})</A> {web(note)}')
        for n, note in notes(text)
    ]
    lines = [
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">',
        f"<HTML LANG={text.language}>",
        "<HEAD>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">',
        f"<TITLE>Texts adopted - {web(wording.session)} - {SHORT_TITLE} - {reference}</TITLE>",
        "</HEAD>",
        "<BODY BGCOLOR=#FFFFFF>",
        "<!-- navigation: <p>97.  Calls for comments to be skipped; -->",
        "<TABLE WIDTH=100% BORDER=0>",
        "<TR><TD>&nbsp;<TD><A HREF=index>Index</A>&nbsp;<TD><A HREF=next>Next</A>&nbsp;",
        "<TR><TD COLSPAN=3>",
        "<TABLE>",
        f"<TR><TD NOWRAP>Procedure :&nbsp;</TD><TD>{PROCEDURE}</TD></TR>",
        f"<TR><TD NOWRAP>Texts adopted :&nbsp;</TD><TD>{reference}<BR></TD></TR>",
        "</TABLE>",
        "</TABLE>",
        "<!-- document -->",
        "<TABLE CLASS=doc_box WIDTH=100%>",
        '<TR CLASS="doc_title"><TD>Texts adopted</TD><TD>PDF&nbsp;99k&nbsp;WORD&nbsp;9k</TD></TR>',
        f'<TR CLASS="doc_title"><TD COLSPAN=2>{web(wording.session)}</TD></TR>',
        f'<TR CLASS="doc_title"><TD COLSPAN=2>{SHORT_TITLE}</TD></TR>',
        f"<TR><TD>{reference}</TD><TD>{MOTION}</TD></TR>",
        '<TR CLASS="contents"><TD COLSPAN=2>',
        wrapped(f"<P><B>{web(full_title(text))}</B>"),
        f"<P><I>{web(wording.enacting)}</I>",
        *body,
        "<TR><TD COLSPAN=2>",
        "<TABLE CLASS=notes>",
        *endnotes,
        "</TABLE>",
        "</TABLE>",
        "<TABLE WIDTH=100%>",
        "<TR>",
        *[f"<TD>{part}</TD>" for part in foot_parts(text)],
        "</TR>",
        "</TABLE>",
        "</BODY>",
        "</HTML>",
    ]
    return "\n".join(lines)


def table_row(marker: str, *cell: str, prefix: str) -> str:
    lines = [
        '<table width="100%" border="0" cellspacing="0" cellpadding="0">',
        '<colgroup><col width="4%"/><col width="96%"/></colgroup>',
        "<tbody>",
        "<tr>",
        f'<td valign="top"><p class="{prefix}normal">{marker}</p></td>',
        '<td valign="top">',
        *cell,
        "</td>",
        "</tr>",
        "</tbody>",
        "</table>",
    ]
    return "\n".join(lines)


def journal(text: Invented, prefix: str, call: Callable[[int], str], name: str) -> str:
    def paragraph(line: str) -> str:
        return f'<p class="{prefix}normal">{with_calls(line, text, call)}</p>'

    wording, code = WORDINGS[text.language], text.language
    body = []
    for each in units(text):
        points = [
            table_row(marker, paragraph(line), prefix=prefix) if marker else paragraph(line)
            for marker, line in each.points
        ]
        body.append(table_row(each.marker, paragraph(each.text), *points, prefix=prefix))
        body += [
            f'<p class="{prefix}ti-grseq-1"><span class="{prefix}italic">'
            f"{with_calls(heading, text, call)}</span></p>"
            for heading in each.headings
        ]
    head = {"date": "5.12.2031", "lg": code.upper(), "ti": GAZETTE.get(code, GAZETTE["en"]), "oj": "C 99/7"}
    endnotes = [
        f'<p class="{prefix}note"><a id="ntr{n}-{name}" href="#ntc{n}-{name}">'
        f'(<span class="{prefix}super">{n}</span>)</a>&nbsp;&nbsp;{web(note)}</p>'
        for n, note in notes(text)
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"'
        ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{code}" xml:lang="{code}">',
        "<head>",
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>',
        f"<title>{name}.xml</title>",
        '<link type="text/css" rel="stylesheet" href="invented.css"/>',
        "</head>",
        "<body>",
        '<table width="100%" border="0" cellspacing="0" cellpadding="0">',
        "<tbody>",
        "<tr>",
        *[f'<td><p class="{prefix}hd-{part}">{line}</p></td>' for part, line in head.items()],
        "</tr>",
        "</tbody>",
        "</table>",
        f'<hr class="{prefix}separator"/>',
        f'<p class="{prefix}normal">{web(text.reference)}</p>',
        f'<p class="{prefix}doc-ti">{SHORT_TITLE}</p>',
        f'<p class="{prefix}doc-ti">{web(full_title(text))}</p>',
        f'<p class="{prefix}normal">{GAZETTE_NUMBER}</p>',
        f'<p class="{prefix}normal"><span class="{prefix}italic">{web(wording.enacting)}</span></p>',
        *body,
        f'<hr class="{prefix}note"/>',
        *endnotes,
        f'<hr class="{prefix}doc-end"/>',
        '<p class="oj-doc-end">ELI: http://data.example.org/eli/C/2031/99/oj</p>' if prefix else "",
        f'<p class="{prefix}doc-end">ISSN 1977-091X (electronic edition)</p>',
        "</body>",
        "</html>",
    ]
    return "\n".join(line for line in lines if line)


def oj(text: Invented) -> str:
    name = f"C_2031099{text.language.upper()}.01000701-E0001"

    def call(n: int) -> str:
        label = f'(<span class="oj-super oj-note-tag">{n}</span>)'
        return f'&nbsp;<a id="ntc{n}-{name}" href="#ntr{n}-{name}">{label}</a>'

    return journal(text, "oj-", call, name)


def oj_old(text: Invented) -> str:
    name = f"C_2031099{text.language.upper()}.01000701-E0001"

    def call(n: int) -> str:
        return f' <a id="ntc{n}-{name}" href="#ntr{n}-{name}">(<span class="super">{n}</span>)</a>'

    return journal(text, "", call, name)


def oj_plain(text: Invented) -> str:
    wording, code = WORDINGS[text.language], text.language
    hyphenated = [re.sub(r"^[–—] ", "- ", line) for _, line in flow(text, lambda n: f"({n})", " ")]
    lines = [
        '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">',
        f'<html lang="{code}">',
        "<head>",
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        f'<meta name="DC.language" content="{code}">',
        f"<title>{web(wording.title)}</title>",
        "</head>",
        "<body>",
        f"<h1>{web(wording.title)}</h1>",
        f"<p>{GAZETTE.get(code, GAZETTE['en'])} C 099 , 05/12/2031 P. 0007 - 0009</p>",
        '<div id="TexteOnly">',
        "<txt_te>",
        f"<p>{web(text.reference)}</p>",
        f"<p>{SHORT_TITLE}</p>",
        f"<p>{web(full_title(text))}</p>",
        f"<p>{GAZETTE_NUMBER}</p>",
        f"<p>{web(wording.enacting)}</p>",
        *[f"<p>{line}</p>" for line in hyphenated],
        *[f"<p>({n}) {web(note)}</p>" for n, note in notes(text)],
        "</txt_te>",
        "</div>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines)


def block(tag: str, *children: str) -> str:
    """An XML element whose children stand on lines of their own."""
    name = tag.split()[0]
    return "\n".join(
        [f"<{tag}>", *[textwrap.indent(child, "  ") for child in children if child], f"</{name}>"]
    )


def dated(title: str, adopted: str, iso: str) -> str:
    """The title with its date as an element, whichever of day and year comes first."""
    year = adopted[:4]
    year_first = rf"{year}\S*\s(?:\S+\s){{1,2}}?\d{{1,2}}\S*(?:\s(?:d\.|jūnija))?"
    day_first = rf"\d{{1,2}}\S*\s(?:\S+\s){{1,3}}?{year}"
    return re.sub(f"{year_first}|{day_first}", rf'<DATE ISO="{iso}">\g<0></DATE>', title, count=1)


def xml_note(n: int, note: str) -> str:
    return block(f'FOOTNOTE ID="fn{n}"', f"<NO.P>({n})</NO.P>", f"<P>{xml(note)}</P>")


def adopted_xml(
    text: Invented, iso: str, call: Callable[[int], str], lettered: str, remaining: Callable[[], list[int]]
) -> str:
    def line(marker: str, words: str) -> list[str]:
        return [marker and f"<NO.P>{marker}</NO.P>", f"<P>{with_calls(words, text, call, xml)}</P>"]

    def elements(tag: str, found: list[Unit]) -> list[str]:
        made = []
        for each in found:
            opening = line(each.marker, each.text)
            items = [block("ITEM", *line(*point)) for point in each.points]
            name = "ACTINIT" if tag == "ACTION" and items else tag
            made.append(block(name, *opening, block("LIST", *items) if items else ""))
            made += [block("TIGR", *line("", heading)) for heading in each.headings]
        return made

    wording, all_notes = WORDINGS[text.language], dict(notes(text))
    visas = block("GRVISA", *elements("VISA", citations(text)))
    reasons = elements(lettered, recitals(text))
    actions = elements("ACTION", operative(text))
    endnotes = [xml_note(n, all_notes[n]) for n in remaining()]
    identity = block(
        "IDENT",
        f"<NO.PROC>{PROCEDURE}</NO.PROC>",
        f"<NO.DOC>{xml(text.reference)}</NO.DOC>",
        f"<NO.MOTION>{MOTION}</NO.MOTION>",
        f"<SITTING>{xml(wording.session)}</SITTING>",
    )
    title = f"<P>{dated(xml(full_title(text)), wording.adopted, iso)}</P>"
    resolution = block(
        "RESOL",
        block("TI", title),
        block("PRINIT", f"<P>{xml(wording.enacting)}</P>"),
        visas,
        block("GRCONS", *reasons) if lettered == "CONS" else "",
        block("DISPOSITIF", block("ACTLST", *([] if lettered == "CONS" else reasons), *actions)),
    )
    root = block(
        f'SDOCTA LG="{text.language.upper()}" xml:lang="{text.language}"',
        identity,
        block("TXTLST", block("TI", f"<P>{SHORT_TITLE}</P>"), resolution),
        block("FOOTNOTES", *endnotes) if endnotes else "",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


def sdocta(text: Invented) -> str:
    waiting = dict(notes(text))

    def call(n: int) -> str:
        if n in waiting:
            return xml_note(n, waiting.pop(n))
        return f'<FOOTNOTE.CALL IDREF="fn{n}">({n})</FOOTNOTE.CALL>'

    iso = WORDINGS[text.language].adopted.replace("-", "")
    return adopted_xml(text, iso, call, "CONS", lambda: list(waiting))


def sdocta_2017(text: Invented) -> str:
    def call(n: int) -> str:
        return f'<FOOTNOTE.CALL IDREF="fn{n}">({n})</FOOTNOTE.CALL>'

    iso = WORDINGS[text.language].adopted
    return adopted_xml(text, iso, call, "ACTION", lambda: [n for n, _ in notes(text)])


RENDERERS: dict[str, Callable[[Invented], str]] = {
    "page": page,
    "doceo": doceo,
    "getdoc": getdoc,
    "oj": oj,
    "oj_old": oj_old,
    "oj_plain": oj_plain,
    "sdocta": sdocta,
    "sdocta_2017": sdocta_2017,
}
LAYOUTS = tuple(RENDERERS)
HTML_LAYOUTS = ("doceo", "getdoc", "oj_plain")
XML_LAYOUTS = ("sdocta", "sdocta_2017")


def render(text: Invented, layout: str) -> bytes:
    return RENDERERS[layout](text).encode()


TOKEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"</?([\w.:-]+)")
INLINE = {"a", "b", "i", "span", "sup", "br", "img", "button", "date", "footnote.call"}
TABLE_PARTS = re.compile(r"</?(?:tr|tbody|colgroup|col|td|ul|li)\b|</table", re.IGNORECASE)
OPTIONAL_END = {
    "</p>": ("<p", "<table", "<div", "<hr", "</td", "</div"),
    "</td>": ("<td", "<tr", "</tr", "</tbody", "</table"),
    "</tr>": ("<tr", "</tbody", "</table"),
}

COMMENTS = ("<!-- 99.  Calls for the comment to be read; -->", "<!-- <p>Z.  whereas nobody sees it;</p> -->")
SCRIPTS = (
    '<script type="text/x">//<![CDATA[\nvar a = "<p>99.  Calls for the script to run;</p>";\n//]]></script>',
    '<script type="text/x">\n99.  Calls for the lamp to blink;\n\n(9) OJ Z 9, 9.9.2029, p. 9.\n</script>',
)
HIDDEN = (
    '<div style="display:none"><p>99.&nbsp;&nbsp;Calls for the hidden lamp;</p></div>',
    '<div style="DISPLAY : none;"><div>–&nbsp;&nbsp;having hidden,</div>99.&nbsp;&nbsp;Calls;</div>',
    f'<div hidden="hidden"><br/><img src="x.png" alt=""/>Texts adopted : {OTHER_REFERENCE}</div>',
    '<p hidden="">Z.&nbsp;&nbsp;whereas the fog is thick;</p>',
)
HIDDEN_ROW = '<tr style="display: none"><td><p>99.</p></td><td><p>Calls for the hidden row;</p></td></tr>'
INSTRUCTIONS = ("<?editor 99.  Calls for the editor to wait;?>",)
UNKNOWN = ("<ep-tracker></ep-tracker>", '<x:marker data-text="99.  Calls"></x:marker>')


def tag_name(token: str) -> str:
    found = TAG.match(token)
    return found[1].lower() if found else ""


def without_optional_ends(tokens: list[str], rng: random.Random) -> list[str]:
    """Leave out some closing tags that the next tag implies."""
    kept = []
    for i, token in enumerate(tokens):
        following = next((other for other in tokens[i + 1 :] if other.strip()), "")
        implied = OPTIONAL_END.get(token.lower(), ())
        if not (implied and following.lower().startswith(implied) and rng.random() < 0.4):
            kept.append(token)
    return kept


def noise(tag: str, layout: str, rng: random.Random) -> str:
    """Something unseen that may stand before this tag."""
    kinds: list[tuple[str, ...]] = [COMMENTS]
    if layout in XML_LAYOUTS:
        kinds.append(INSTRUCTIONS)
    else:
        kinds.append(SCRIPTS)
        if tag.lower().startswith("<tr"):
            kinds.append((HIDDEN_ROW,))
        elif not TABLE_PARTS.match(tag):
            kinds.append(HIDDEN)
            if layout in HTML_LAYOUTS:
                kinds.append(UNKNOWN)
    return rng.choice(rng.choice(kinds))


def with_entities(words: str, named: bool, rng: random.Random) -> str:
    def entity(letter: str) -> str:
        if not (letter.isalpha() or letter in "–—") or rng.random() > 0.05:
            return letter
        forms = [f"&#{ord(letter)};", f"&#x{ord(letter):x};"]
        if named and ord(letter) in codepoint2name:
            forms.append(f"&{codepoint2name[ord(letter)]};")
        return rng.choice(forms)

    parts = re.split(r"(&#?\w+;)", words)
    return "".join(part if i % 2 else "".join(map(entity, part)) for i, part in enumerate(parts))


def disturb(data: bytes, layout: str, rng: random.Random) -> bytes:
    """Change the file in ways that leave its visible text as it was."""
    if layout == "page":
        return data
    source = data.decode()
    start = re.search(r"<(?:body|SDOCTA)\b[^>]*>", source, re.IGNORECASE)
    assert start
    tokens = [found[0] for found in TOKEN.finditer(source[start.end() :])]
    if layout in HTML_LAYOUTS:
        tokens = without_optional_ends(tokens, rng)
    made = [source[: start.end()]]
    for token in tokens:
        name = tag_name(token)
        if token.startswith("<"):
            # A line break before a block-level tag is a seam: nothing visible is touched there.
            seam = name not in INLINE | {"html", "body", "sdocta", ""} and re.search(r"\n\s*$", made[-1])
            if seam and rng.random() < 0.3:
                made.append(noise(token, layout, rng))
            if seam and rng.random() < 0.4:
                made.append("\n" * rng.randint(0, 3) + " " * rng.randint(0, 9))
            made.append(token)
        elif token.strip():
            words = with_entities(token, layout not in XML_LAYOUTS, rng)
            wrap = layout in HTML_LAYOUTS and rng.random() < 0.1
            made.append(f"<ep-words>{words}</ep-words>" if wrap else words)
        else:
            made.append(token)
    return "".join(made).encode()
