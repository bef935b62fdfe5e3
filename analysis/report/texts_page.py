"""The texts at hand on one page that can be searched: the paragraphs behind every row of the report."""

from itertools import groupby

from analysis.corpus.corpus import Corpus
from analysis.corpus.countries import describe_country
from analysis.lexicon.labels import counted
from analysis.lexicon.languages import languages
from analysis.lexicon.markup import escape_html
from analysis.passages.quotation import QUOTED, Quotation, list_quotations, make_anchor
from analysis.report.shell import read_template, wrap_page

_LEGEND = (
    'Marked by rule, a first sorting: <mark class="act">act</mark>, <mark class="demand">demand</mark>, '
    '<mark class="person">person</mark>; what each was read as shows where the pointer rests on it.'
)
_FORM = """<form role="search"><label>Words, with * for any letters <input id="pattern" type="search"
 autocomplete="off"></label><label>Language <select id="language"><option value="">all</option>{options}</select>
</label><button type="reset">Show all</button><output id="shown" aria-live="polite"></output></form>"""


def make_texts_page(corpus: Corpus) -> str | None:
    """The page as HTML; None where no text is at hand."""
    quoted = list_quotations(corpus)
    if not quoted:
        return None
    name = describe_country(corpus.folder).name
    held = sorted({one.language for one in quoted})
    options = "".join(
        f'<option value="{one}">{escape_html(languages()[one]["name"])}</option>' for one in held
    )
    parts, contents = [], []
    for (reference, language), of in groupby(quoted, key=lambda one: (one.reference, one.language)):
        anchor = make_anchor(reference, language)
        head = f"{corpus.short_names[reference]}, {reference} ({language})"
        contents.append(f'<a href="#{anchor}">{escape_html(head)}</a>')
        paragraphs = "\n".join(_show(one) for one in of)
        parts.append(
            f'<section data-language="{language}"><h2 id="{anchor}">{escape_html(head)}</h2>\n{paragraphs}</section>'
        )
    lead = f"{counted(len(parts), '{n} text', '{n} texts')} at hand. {_LEGEND}"
    body = [
        QUOTED,
        f"<p>{lead}</p>",
        _FORM.format(options=options),
        f"<nav>{' '.join(contents)}</nav>",
        *parts,
    ]
    return wrap_page(f"{name}: the texts", "\n".join(body), read_template("texts.js"))


def _show(quoted: Quotation) -> str:
    return f'<div class="place" id="{escape_html(quoted.anchor)}">{quoted.to_html(legend=False)}</div>'
