import csv
import io
import json
import random
import time
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import Invented

from analysis import load
from analysis.cli import main
from analysis.corpus.frames import empty_frame
from analysis.corpus.redaction import WITHHELD, add_redactions
from analysis.lexicon.errors import InputError
from analysis.lexicon.folding import fold
from analysis.passages.patterns import Passage, read_pattern

FIRST, SECOND, THIRD = (f"P9_TA(203{year})0999" for year in (1, 2, 3))
HARM = "<script>alert(1)</script> <b id=harm> & \"quoted\" 'so'"


@pytest.fixture
def zubrania(tmp_path, monkeypatch):
    """Makes a country with a resolution in each of three years from texts (year's last digit, language, parts)."""

    def make(*texts, toml="", hidden=()):
        folder = tmp_path / "corpus" / "zubrania"
        (folder / "texts").mkdir(parents=True)
        rows = [
            {"reference": reference, "adopted": f"203{year}-01-20", "year": f"203{year}", "compared": "true"}
            for year, reference in enumerate((FIRST, SECOND, THIRD), 1)
        ]
        table = pd.DataFrame(rows[::-1]).assign(source="invented")
        table.reindex(columns=empty_frame("resolutions").columns).to_csv(
            folder / "resolutions.csv", index=False
        )
        for year, language, parts in texts:
            page = Invented(language, reference=f"P9_TA(203{year})0999", **parts).page()
            (folder / "texts" / f"{year}{language}.txt").write_text(page, encoding="utf-8")
        if toml:
            (folder / "country.toml").write_text(toml, encoding="utf-8")
        monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
        monkeypatch.setenv("RESOLUTION_TEXTS", "none")
        if hidden:
            add_redactions(list(hidden))
        return load("zubrania")

    return make


ENGLISH = {
    "citations": ["having read the ledger of the Café Köv(1),"],
    "recitals": ["whereas a Foreign agent keeps the lamp;", "whereas agents\u00a0are foreign-agents;"],
    "operative": [
        "Calls on the Zubranian Government to release Pavel Orlov;",
        "Regrets that foreign\nagents and foreign  agents were foreign to agentless towns.",
    ],
}
SWEDISH = {
    "recitals": ["En utländsk agent sköter lampan.", "Agenter är kvar."],
    "operative": [
        "Europaparlamentet uppmanar Zubraniens regering att frige Pavel Orlov.",
        "Europaparlamentet beklagar att fångarna greps av en AGENT.",
    ],
}


@pytest.fixture
def corpus(zubrania):
    """2031 in Swedish and English, 2032 in English without any agent, 2033 not at hand."""
    return zubrania((1, "en", ENGLISH), (1, "sv", SWEDISH), (2, "en", {}))


def places(hits):
    return list(
        zip(hits["language"], hits["section"], hits["label"].fillna(""), hits["keyword"], strict=True)
    )


def test_find_gives_every_whole_word_in_order(corpus):
    assert places(corpus.find("agent")) == [
        ("en", "recital", "A", "agent"),
        ("sv", "recital", "A", "agent"),
        ("sv", "operative", "2", "AGENT"),
    ]
    assert places(corpus.find("foreign agent*", language="en")) == [
        ("en", "recital", "A", "Foreign agent"),
        ("en", "operative", "2", "foreign agents"),
        ("en", "operative", "2", "foreign agents"),
    ]
    assert places(corpus.find("foreign-agent*")) == [("en", "recital", "B", "foreign-agents")]
    assert places(corpus.find("*less towns")) == [("en", "operative", "2", "agentless towns")]
    assert places(corpus.find("foreign * agentless")) == [("en", "operative", "2", "foreign to agentless")]
    assert corpus.find("gent").empty


def test_a_row_tells_all_that_the_contract_names(corpus):
    hits = corpus.find("KOV")
    assert hits.to_dict("records") == [
        {
            "year": 2031,
            "reference": FIRST,
            "language": "en",
            "section": "citation",
            "label": hits["label"][0],
            "left": "having read the ledger of the Café ",
            "keyword": "Köv",
            "right": ",",
            "start": 35,
            "end": 38,
        }
    ]
    assert pd.isna(hits["label"][0])
    none = corpus.find("nowhere")
    assert list(none.columns) == list(hits.columns)
    assert list(none.dtypes) == list(hits.dtypes)


def test_offsets_are_those_of_the_paragraph_s_text_without_footnote_marks(corpus):
    at = ["reference", "language", "section", "label"]
    texts = corpus.paragraphs.assign(label=corpus.paragraphs["label"].fillna("")).set_index(at)["text"]
    hits = corpus.find("/[a-zé]+/")
    assert len(hits) > 50
    for row in hits.fillna({"label": ""}).itertuples():
        text = texts.loc[[(row.reference, row.language, row.section, row.label)]].iloc[0]
        assert text[row.start : row.end] == row.keyword
        assert (
            text[row.start - len(row.left) : row.end + len(row.right)] == row.left + row.keyword + row.right
        )


def test_context_is_cut_between_words(zubrania):
    words = " ".join(f"w{number}" for number in range(100, 200))
    corpus = zubrania(
        (1, "en", {"recitals": [f"whereas {words};", "whereas " + "x" * 90 + " lamp " + "y" * 90]})
    )
    hit = corpus.find("w150").iloc[0]
    assert hit["left"] == " ".join(f"w{number}" for number in range(138, 150)) + " "
    assert hit["right"] == " " + " ".join(f"w{number}" for number in range(151, 163))
    lamp = corpus.find("lamp", section="recital").iloc[0]
    assert len(lamp["left"]) == len(lamp["right"]) == 60


def test_regular_expressions_run_on_the_text_as_it_stands(corpus):
    found = [hit[3] for hit in places(corpus.find("/[Ff]oreign.agents?/"))]
    assert found == ["Foreign agent", "foreign-agents", "foreign agents", "foreign agents"]
    assert places(corpus.find("AGENT", regex=True)) == [("sv", "operative", "2", "AGENT")]
    assert corpus.find("/x*/").empty  # what matches nothing is no hit


def test_dictionary_forms_find_every_form(corpus):
    found = corpus.find("agent", lemma=True)
    assert list(found["language"] + " " + found["keyword"]) == [
        *["en agent", "en agents", "en agents", "en agents"],
        *["sv agent", "sv Agenter", "sv AGENT"],
    ]
    assert [hit[3] for hit in places(corpus.find("gripa av", lemma=True))] == ["greps av"]
    assert [hit[3] for hit in places(corpus.find("fång* grip*", lemma=True))] == ["fångarna greps"]
    assert [hit[3] for hit in places(corpus.find("keeping", lemma=True))] == ["keeps"]


@pytest.mark.parametrize(
    ("pattern", "how", "expected"),
    [
        ("", {}, "no word to look for"),
        ("  ", {}, "no word to look for"),
        ("* **", {}, "no word to look for"),
        ("\u0301", {}, "no word to look for"),
        ("*", {"lemma": True}, "no word to look for"),
        ("//", {}, "is empty"),
        ("", {"regex": True}, "is empty"),
        ("/(/", {}, "no regular expression"),
        ("a{99999999999999999999}", {"regex": True}, "no regular expression"),
        ("/a/", {"lemma": True}, "choose one"),
        ("agent", {"language": "xx"}, "Unknown language 'xx'"),
        ("agent", {"section": "body"}, "Unknown section 'body'"),
    ],
)
def test_what_is_no_pattern_is_refused_in_one_sentence(corpus, pattern, how, expected):
    for ask in (corpus.find, corpus.count):
        with pytest.raises(InputError, match=expected.replace("(", r"\(")) as raised:
            ask(pattern, **how)
        assert "\n" not in str(raised.value)


def test_count_has_a_row_for_each_text_at_hand_and_none_for_others(corpus):
    assert corpus.count("agent*").to_dict("list") == {
        "reference": [FIRST, FIRST, SECOND],
        "year": [2031, 2031, 2032],
        "language": ["en", "sv", "en"],
        "n": [6, 3, 0],
        "n_paragraphs": [3, 3, 0],
        "share": [3 / 5, 3 / 5, 0.0],
    }
    recitals = corpus.count("agent*", section="recital", language="en")
    assert list(recitals["n"]) == [3, 0]
    assert list(recitals["share"]) == [1.0, 0.0]
    headings = corpus.count("agent", section="heading", language="sv")
    assert list(headings["n"]) == [0]
    assert headings["share"].isna().all()
    assert THIRD not in set(corpus.count("agent")["reference"])


def test_what_a_caller_does_to_a_frame_changes_no_later_one(corpus):
    hits = corpus.find("agent")
    hits["keyword"] = "changed"
    assert "changed" not in set(corpus.find("agent")["keyword"])


LETTERS = [*"aAbåÅéøßﬁæİıſςΣσ№1_-’'. \n\t\u00a0\u00ad\u200b", "e\u0301", "a\u030a", "\u0301"]
PATTERNS = st.one_of(
    st.text("aAbåeéoøsßfiﬁæıσ* ", min_size=1, max_size=6),
    st.sampled_from(["a", "a*", "*a", "*a*", "a* a*", "a * e*", "e", "fi", "s*", "*s", "σ*", "i", "ae"]),
)


def plain(text):
    """Folding told anew: letter by letter, by Unicode's own tables and the five letters that they leave alone."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = [one for one in letters if not unicodedata.combining(one) and unicodedata.category(one) != "Cf"]
    other = {"ø": "o", "æ": "ae", "ı": "i", "ß": "ss", "’": "'"}
    return "".join(other.get(one, one) for one in kept).casefold()


def fits(word, pattern):
    if not pattern:
        return not word
    if pattern[0] == "*":
        in_word = word[:1].isalnum() or word[:1] == "_"
        return fits(word, pattern[1:]) or (in_word and fits(word[1:], pattern))
    return word[:1] == pattern[0] and fits(word[1:], pattern[1:])


def no_words(language):
    return {}


def in_word(signs):
    return signs.isalnum() or signs == "_"


def brute_force(text, pattern):
    """Every span of the text is tried, the longest first."""
    wanted, hits, start = plain(pattern).split(), [], 0
    while start < len(text):
        ends = [end for end in range(len(text), start, -1) if is_hit(text, start, end, wanted)]
        hits += [(start, end) for end in ends[:1]]
        start = ends[0] if ends else start + 1
    return hits


def is_hit(text, start, end, wanted):
    letters = [one for one in text[start:end] if not unicodedata.combining(one)]
    words = plain(text[start:end]).split()
    if len(words) != len(wanted) or not all(map(fits, words, wanted)):
        return False
    if unicodedata.combining(text[start]) or not (plain(letters[0]).strip() and plain(letters[-1]).strip()):
        return False  # it starts and ends with a letter that is seen
    if end < len(text) and unicodedata.combining(text[end]):
        return False
    before, after = plain(text[:start])[-1:], plain(text[end:])[:1]
    return not (in_word(before) and in_word(words[0][0])) and not (in_word(after) and in_word(words[-1][-1]))


@given(st.lists(st.sampled_from(LETTERS), max_size=14).map("".join), PATTERNS)
def test_hits_are_those_of_a_loop_over_every_span(text, pattern):
    if not plain(pattern).replace("*", "").strip():
        return
    find = read_pattern(pattern, False, False, no_words)
    assert list(find(Passage(2031, FIRST, "en", "recital", "A", text, fold(text)))) == brute_force(
        text, pattern
    )


@given(st.text(max_size=30))
def test_folding_is_done_letter_by_letter_and_once(text):
    assert fold(text) == "".join(map(fold, text))
    assert fold(fold(text)) == fold(text)


def test_decomposed_letters_ligatures_and_soft_hyphens_keep_their_places():
    text = "Strasse, Straße, de\u0301fi, défi, agen\u00adten; Ångström"
    folded = Passage(2031, FIRST, "en", "recital", "A", text, fold(text))

    def keywords(pattern):
        find = read_pattern(pattern, False, False, no_words)
        return [text[start:end] for start, end in find(folded)]

    assert keywords("strasse") == ["Strasse", "Straße"]
    assert keywords("défi") == ["de\u0301fi", "défi"]
    assert keywords("agenten") == ["agen\u00adten"]
    assert keywords("angstrom") == keywords("ÅNGSTRÖM") == ["Ångström"]


def test_a_thousand_texts_are_searched_in_seconds(corpus):
    chance = random.Random(2031)
    words = [
        f"{a}{b}{c}"
        for a in "bdfk"
        for b in ("an", "ör", "é", "ilt", "ost")
        for c in ("", "er", "ing", "ått")
    ]
    some = [" ".join(chance.choices(words, k=90)) for _ in range(500)]
    some[0] += " foreign agents"
    references = [f"P9_TA({year})0{number:03}" for year in range(2030, 2040) for number in range(50)]
    rows = [
        (reference, language, "operative", position, str(position), 90, 1, some[(position * 7 + at) % 500])
        for at, reference in enumerate(references)
        for language in ("en", "sv")
        for position in range(1, 65)
    ]
    paragraphs = pd.DataFrame(rows, columns=corpus.paragraphs.columns).astype(corpus.paragraphs.dtypes)
    years = [int(reference[6:10]) for reference in references]
    resolutions = pd.DataFrame(
        {"reference": references, "year": years, "adopted": pd.Timestamp("2030-01-20")}
    )
    big = replace(corpus, paragraphs=paragraphs, resolutions=resolutions)
    assert paragraphs["text"].str.len().sum() > 1000 * 25_000
    for most in (8, 3):  # the first search folds the texts
        start = time.process_time()
        hits = big.find("foreign agent*")
        assert time.process_time() - start < most
    assert len(hits) == sum(text == some[0] for text in paragraphs["text"]) > 0
    assert len(big.count("ost*")) == 1000


def test_nobody_on_the_redaction_list_is_found_or_quoted(zubrania):
    text = (
        "Calls on the Zubranian Government to release Alma Rotova and Pavel Orlov; notes that Rotova is ill;"
    )
    corpus = zubrania((1, "en", {"operative": [text]}), hidden=["Alma Rotova"])
    for pattern in ("alma", "rot*", "/Rotova/", "Alma Rotova"):
        assert corpus.find(pattern).empty
        assert corpus.count(pattern)["n"].sum() == 0
    assert corpus.find("rotova", lemma=True).empty
    assert WITHHELD in corpus.find("release")["right"][0]
    quoted = corpus.paragraph(FIRST, 1)
    assert "Rotova" not in repr(quoted) + quoted._repr_html_()
    assert marked(quoted, "person") == ["Pavel Orlov"]


def marked(quoted, kind):
    return [quoted.text[mark.start : mark.end] for mark in quoted.marks if mark.kind == kind]


def test_a_paragraph_is_quoted_with_what_the_rules_find_in_it(zubrania):
    text = "Notes the ledger(1) and calls on the Zubranian Government to release Pavel Orlov and to light the lamp."
    corpus = zubrania((1, "en", {"citations": ["having read it,"], "operative": ["Regrets it;", text]}))
    quoted = corpus.paragraph(FIRST, 2)
    assert quoted.text == text.replace("(1)", "")
    assert marked(quoted, "act") == ["Notes", "calls on"]
    assert marked(quoted, "person") == ["Pavel Orlov"]
    demands = marked(quoted, "demand")
    assert demands[0] == "the ledger"
    assert demands[-1].endswith("light the lamp")
    address = "https://www.europarl.europa.eu/doceo/document/TA-9-2031-0999_EN.html"
    assert (
        quoted.citation == f"European Parliament, {FIRST}, paragraph 2, 20 January 2031, English, {address}"
    )
    assert repr(quoted) == f"2. {quoted.text}\n— {quoted.citation}"
    html = quoted._repr_html_()
    assert f'<a href="{address}">' in html
    assert '<blockquote lang="en"><b>2.</b> <mark class="act" title="notes, strength' in html
    assert '<mark class="demand person"' in html


def test_the_same_paragraph_of_another_version_stands_beside_it(zubrania):
    three = ["whereas a;", "whereas b;", "whereas c;"]
    greek = {"recitals": ["λαμβάνοντας α·", "λαμβάνοντας β·", "λαμβάνοντας γ·"]}
    corpus = zubrania((1, "en", ENGLISH | {"recitals": three}), (1, "sv", SWEDISH), (1, "el", greek))
    both = corpus.paragraph(FIRST, "1.", language="sv", beside="en")
    assert marked(both, "act") == ["uppmanar"]
    assert both.beside.text == ENGLISH["operative"][0]
    assert both._repr_html_().count("<figure>") == 2
    assert "Swedish" in repr(both)
    assert "English" in repr(both)
    recital = corpus.paragraph("TA-9-2031-0999", "c", section="recital", beside="el")
    assert (recital.label, recital.beside.label) == ("C", "Γ")
    assert recital.beside.text == "λαμβάνοντας γ·"
    assert corpus.paragraph(FIRST, 1, section="citation").text == "having read the ledger of the Café Köv,"


def test_a_text_that_is_not_at_hand_is_said_to_be_and_its_page_named(corpus):
    quoted = corpus.paragraph(THIRD, 4, beside="sv")
    assert quoted.text is None
    assert repr(quoted).startswith("The English text is not on this machine; its official page has it.")
    assert "TA-9-2033-0999_EN.html" in quoted._repr_html_()
    assert "TA-9-2033-0999_SV.html" in quoted._repr_html_()
    assert corpus.paragraph(FIRST, 1, beside="fr").beside.text is None


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("P9_TA(2031)0001", 1), "resolutions list --country zubrania"),
        (("nothing", 1), "'nothing' is no resolution of 'zubrania'"),
        ((FIRST, 3), r"has no paragraph '3': it has 1 to 2\."),
        ((FIRST, "C", "en", "recital"), "has no recital 'C': it has A to B"),
        ((FIRST, 1, "en", "heading"), "has no heading '1': it has none"),
        ((FIRST, 1, "xx"), "Unknown language 'xx'"),
        ((FIRST, 1, "en", "body"), "Unknown section 'body'"),
        ((FIRST, 1, "en", "operative", "yy"), "Unknown language 'yy'"),
    ],
)
def test_a_place_that_does_not_exist_is_refused_with_a_remedy(corpus, call, expected):
    with pytest.raises(InputError, match=expected):
        corpus.paragraph(*call)


def test_an_invented_country_leads_nowhere(zubrania):
    corpus = zubrania((1, "en", ENGLISH), toml="invented = true\n")
    for quoted in (corpus.paragraph(FIRST, 1), corpus.paragraph(THIRD, 1)):
        assert quoted.address == ""
        assert "http" not in repr(quoted) + quoted._repr_html_()
        assert quoted.citation.startswith("Invented text, ")


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attributes):
        self.seen |= {tag, *(f"{tag}[{name}]" for name, _ in attributes)}


def test_no_text_becomes_markup(zubrania):
    corpus = zubrania(
        (1, "en", {"operative": [f"Calls on the Zubranian Government to release {HARM} Pavel Orlov {HARM};"]})
    )
    quoted = corpus.paragraph(FIRST, 1)
    assert HARM in quoted.text
    tags = Tags()
    tags.feed(quoted._repr_html_())
    assert tags.seen <= {
        "style",
        "div",
        "div[class]",
        "figure",
        "blockquote",
        "blockquote[lang]",
        "b",
        "mark",
    } | {
        "mark[class]",
        "mark[title]",
        "figcaption",
        "a",
        "a[href]",
        "br",
    }


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main(["find", *arguments, "--country", "zubrania"])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.mark.usefixtures("corpus")
def test_the_command_prints_keywords_in_context(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "72")
    code, out, err = run("agent")
    assert code == 0
    assert (
        out.splitlines()
        == [
            "2031  en recital A                 whereas a Foreign [agent] keeps the lamp;",
            "2031  sv recital A                      En utländsk [agent] sköter lampan.",
            "2031  sv operative 2  att fångarna greps av en [AGENT].",
        ]
        or out
    )
    assert err == (
        "resolutions: 3 hits in 2 of 3 texts at hand. Not searched, since no text is at hand: 1 resolution.\n"
    )
    assert all(len(line) <= 72 for line in out.splitlines())
    code, out, _ = run("fOreign agents", "--format", "csv", "--language", "en", "--section", "operative")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["year"], row["label"], row["keyword"], row["start"]) for row in rows] == [
        ("2031", "2", "foreign agents", "13"),
        ("2031", "2", "foreign agents", "32"),
    ]
    code, out, _ = run("kov", "--format", "json")
    assert json.loads(out)[0]["label"] is None
    assert json.loads(out)[0]["keyword"] == "Köv"
    assert run("gripa", "--lemma", "--language", "sv")[1].count("[greps]") == 1
    assert run("AGENT", "--regex")[1].count("\n") == 1


@pytest.mark.usefixtures("corpus")
def test_no_hit_is_no_mistake_and_a_mistake_is_one_sentence(run):
    assert run("nowhere") == (
        0,
        "",
        "resolutions: No hit in 3 texts at hand. Not searched, since no text is at hand: 1 resolution.\n",
    )
    assert run("nowhere", "--format", "json")[1] == "[]\n"
    assert run("nowhere", "--format", "csv")[1] == (
        "year,reference,language,section,label,left,keyword,right,start,end\n"
    )
    for call in (["*"], ["/(/"], ["a", "--language", "xx"], ["a", "--section", "xx"], ["/a/", "--lemma"]):
        code, out, err = run(*call)
        assert (code, out) == (2, "")
        assert err.startswith("resolutions: ")
        assert err.count("\n") == 1


def test_without_texts_the_command_says_how_to_get_them(zubrania, run, monkeypatch):
    zubrania()
    code, out, err = run("agent", "--language", "sv")
    assert (code, out) == (0, "")
    assert "RESOLUTION_TEXTS=none switches" in err
    monkeypatch.delenv("RESOLUTION_TEXTS")
    code, out, err = run("agent", "--language", "sv")
    assert (code, out) == (0, "")
    assert err.startswith("resolutions: No Swedish text of 'zubrania' is at hand: `resolutions fetch")


def test_no_sign_of_a_text_steers_the_terminal(corpus, monkeypatch):
    from analysis.passages.concordance import to_lines

    hits = corpus.find("agent").assign(left="\x1b[31m\nred\u202e ", keyword="agent " * 30)
    for width in (20, 60, 100):
        lines = to_lines(corpus, hits, width)
        assert all(line.isprintable() for line in lines)
        assert all(len(line) <= max(width, 65) for line in lines)
