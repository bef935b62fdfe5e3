"""A page of people: each with every place that names them, what is told and asked there, quoted where at hand."""

from analysis.corpus.corpus import Corpus
from analysis.corpus.countries import describe_country
from analysis.lexicon.labels import counted
from analysis.lexicon.markup import escape_html
from analysis.passages.quotation import QUOTED, Quotation, cite
from analysis.people.person import describe_person
from analysis.people.timeline import find_named_people
from analysis.report.shell import read_template, wrap_page

_FORM = """<form role="search"><label>Name, in any spelling <input id="pattern" type="search" autocomplete="off">
</label><button type="reset">Show all</button><output id="shown" aria-live="polite"></output></form>"""
_LEAD = (
    "In order of last names, each with every place known to name them. What a person is and what befell them is as that "
    "very place tells it; where a text was seen in part, that somebody is not listed says nothing."
)


def make_people_page(corpus: Corpus) -> str | None:
    """The page as HTML; None where nobody is known to be named."""
    names = find_named_people(corpus)
    if not names:
        return None
    order = sorted(names, key=lambda one: (names[one].split()[-1], names[one]))
    index = [f'<a href="#{escape_html(one)}">{escape_html(names[one])}</a>' for one in order]
    parts = [f'<nav aria-label="People">{" ".join(index)}</nav>', *(_show(corpus, one) for one in order)]
    title = f"{describe_country(corpus.folder).name}: {counted(len(order), '{n} person', '{n} people')} named"
    return wrap_page(title, "\n".join([QUOTED, f"<p>{_LEAD}</p>", _FORM, *parts]), read_template("texts.js"))


def _show(corpus: Corpus, person_id: str) -> str:
    person = describe_person(corpus, person_id)
    places = "\n".join(f"<li>{_show_place(what, quoted)}</li>" for what, quoted in person.quotations)
    spelled = escape_html("Spelled " + ", ".join(person.spellings) + ".")
    head = f'<h2 id="{escape_html(person_id)}">{escape_html(person.name)}</h2>'
    return f'<section class="place">{head}<p>{spelled}</p><ol>{places}</ol></section>'


def _show_place(what: str, quoted: Quotation | None) -> str:
    if quoted is None:
        return escape_html(what)
    if quoted.text is None:
        return f'{escape_html(what)}<br><span class="cite">{cite(quoted)}</span>'
    return f"<details><summary>{escape_html(what)}</summary>{quoted.to_html(legend=False)}</details>"
