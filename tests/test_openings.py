"""Which lines open what: points, headings, annexes, gaps, and layouts without the usual markers."""

import pytest
from invented import Invented

from analysis import parse
from analysis.documents.numbering import describe_numbering
from analysis.lexicon.errors import InputError


def read(operative, recitals=("whereas the lighthouse is dark;",), language="en", **parts):
    text = Invented(language, recitals=list(recitals), operative=operative, **parts)
    return parse(text.page())


def labels(document, section):
    return [unit.label for unit in document.paragraphs if unit.section == section]


def texts(document, section):
    return [unit.text for unit in document.paragraphs if unit.section == section]


def points(*items, marker="{}.\u00a0\u00a0"):
    return "".join(f"\n\n{marker.format(number)}{item}" for number, item in enumerate(items, 1))


LISTS = {
    "longer than the paragraph's number": (
        ["Asks;", "Asks for:" + points("oil;", "wicks;", "glass;", "rope;")],
        2,
    ),
    "as long as the paragraph's number": (["Asks;", "Asks for:" + points("oil;", "wicks;")], 2),
    "in the first paragraph": (["Asks for:" + points("oil;", "wicks;", "glass;"), "Notes;"], 1),
    "capital letters": (["Asks;", "Lists:" + points("Oil;", "Wicks;", "Glass;", "Rope;")], 2),
    "without a colon": (["Asks;", "Asks the keeper to bring" + points("oil,", "wicks,", "glass;")], 2),
    "twice in one paragraph": (
        ["Asks for:" + points("oil;", "wicks;") + "\n\nand:" + points("rope;", "glue;")],
        1,
    ),
    "without blank lines": (
        ["Asks;", "Asks for:" + points("oil;", "wicks;", "rope;").replace("\n\n", "\n")],
        2,
    ),
    "of names without signs": (["Asks;", "Names:" + points("Ivan Petrov", "Anna Orlova", "Li Wei")], 2),
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("following", [0, 1, 4])
def test_numbered_points_stay_in_their_paragraph(kind, following):
    before, place = LISTS[kind]
    document = read([*before, *["Notes;"] * following, "Instructs its President."])
    assert labels(document, "operative") == [str(n) for n in range(1, len(before) + following + 2)]
    assert texts(document, "operative")[place - 1].count("\n") >= 2
    assert texts(document, "operative")[-1] == "Instructs its President."
    assert not describe_numbering(document)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_numbered_points_of_a_recital_or_the_last_paragraph(language):
    listed = {"en": "whereas there is:", "sv": "Följande finns:"}[language]
    document = read(
        ["Ett." if language == "sv" else "One;", "Two, with:" + points("oil;", "wicks;", "rope.")],
        [listed + points("oil;", "wicks;"), "whereas it burns;"],
        language,
    )
    assert labels(document, "recital") == ["A", "B"]
    assert labels(document, "operative") == ["1", "2"]
    assert texts(document, "operative")[1].endswith("3. rope.")


HEADINGS = {
    "question": "What next?",
    "colon": "EU action:",
    "call": "Light for all!",
    "line break": "Small harbours\nand their keepers",
    "Roman": "II.\u00a0\u00a0Small harbours",
    "Roman with one space": "IV. Small harbours",
    "Roman without a point": "III Small harbours",
    "letter": "C.\u00a0\u00a0Small harbours",
    "brackets": "Small harbours (and large)",
    "quotation": "The case of the “Harbour Gazette”",
    "two": "Harbours:\n\nSmall ones",
}


@pytest.mark.parametrize("kind", HEADINGS)
@pytest.mark.parametrize("language", ["en", "sv"])
def test_headings_of_every_kind(kind, language):
    heading = HEADINGS[kind]
    end = {"en": ";", "sv": "."}[language]
    operative = [f"Calls for oil{end}\n\n{heading}", f"Calls for wicks{end}", "Ends."]
    document = read(operative, ["whereas it is dark;", "whereas nobody came;"], language)
    blocks = heading.replace("\u00a0\u00a0", " ").split("\n\n")
    expected = [" ".join(block.split()) for block in blocks]
    if kind == "two":  # what a colon announces is a list, unless a paragraph follows at once
        expected = []
    assert texts(document, "heading") == expected
    assert labels(document, "recital") == ["A", "B"]
    assert labels(document, "operative") == ["1", "2", "3"]


@pytest.mark.parametrize(
    "heading", ["I.\u00a0\u00a0General remarks", "V. Remarks", "A.\u00a0\u00a0Remarks", "Remarks"]
)
@pytest.mark.parametrize("where", ["before the recitals", "behind them"])
def test_headings_beside_recitals(heading, where):
    recitals = ["whereas it is dark;", "whereas nobody came;"]
    if where == "behind them":
        recitals[-1] += f"\n\n{heading}"
        document = read(["One;", "Ends."], recitals)
    else:
        document = read(
            ["One;", "Ends."], recitals, citations=[f"having read the ledger,\n\n{heading}"], footnotes=[]
        )
    assert labels(document, "recital") == ["A", "B"]
    assert texts(document, "heading") == [heading.replace("\u00a0\u00a0", " ")]


@pytest.mark.parametrize(
    "block",
    [
        "Calls for:\n\nAnna Orlova\n\nIvan Petrov",
        "Calls for oil;\n\nName\n\nYears\n\nAnna Orlova\n\n5 years",
        "Calls for oil;\n\nName\tYears\nAnna Orlova\t5 years",
        "Calls for oil;\n\nand for wicks",
        "Calls for these:\n\nWho?",
        "Calls for oil;\n\n(a)\u00a0\u00a0Oil",
    ],
)
def test_lists_and_cells_of_a_paragraph_are_no_headings(block):
    document = read([block, "Ends."])
    assert texts(document, "heading") == []
    assert texts(document, "operative")[0].split("\n")[-1] in block.replace("\t", "\n").replace(
        "\u00a0\u00a0", " "
    )


@pytest.mark.parametrize("letter", ["I", "V", "X"])
def test_a_recital_s_letter_may_be_a_roman_numeral(letter):
    count = ord(letter) - ord("A") + 2
    assert len(labels(read(["Ends."], ["Fyren är släckt."] * count, "sv"), "recital")) == count


ANNEXES = {
    "numbered": "ANNEX\n\nList of prisoners\n\n1.\u00a0\u00a0Ivan Petrov\n\n2.\u00a0\u00a0Anna Orlova",
    "longer than the text": "ANNEX\n\nPrisoners" + points(*["Ivan Petrov"] * 6),
    "names alone": "ANNEX\n\nList of prisoners\n\nIvan Petrov\n\nAnna Orlova",
    "numeral and title": "Annex I: Prisoners\n\nIvan Petrov",
    "Swedish": "BILAGA TILL RESOLUTIONEN\n\nIvan Petrov",
    "Hungarian": "I. MELLÉKLET\n\nIvan Petrov",
    "Greek": "ΠΑΡΑΡΤΗΜΑ\n\nIvan Petrov",
    "without a name": "List of prisoners" + points("Ivan Petrov", "Anna Orlova", "Li Wei", "Juan Gil"),
}
ANNEX_LANGUAGES = {"Swedish": "sv", "Hungarian": "hu", "Greek": "el"}


@pytest.mark.parametrize("kind", ANNEXES)
@pytest.mark.parametrize("end", ["nothing", "a footer", "notes and a footer", "notes"])
def test_an_annex_is_a_section_of_its_own(kind, end):
    notes = "notes" in end
    document = read(
        ["Calls;", "Asks;", f"Instructs its President.\n\n{ANNEXES[kind]}"],
        language=ANNEX_LANGUAGES.get(kind, "en"),
        citations=["its ledger(1),"] if notes else ["its ledger,"],
        footnotes=["OJ Z 1, 2.3.2029, p. 4."] if notes else [],
        footer="Last updated: 3 June 2031" if "footer" in end else "",
    )
    assert labels(document, "operative") == ["1", "2", "3"]
    assert texts(document, "operative")[-1] == "Instructs its President."
    (annex,) = texts(document, "annex")
    assert "Ivan Petrov" in annex
    assert len(document.footnotes) == notes
    assert not describe_numbering(document)


def test_an_annex_may_stand_behind_the_notes():
    page = Invented(operative=["Calls;", "Ends."], footer="").page().rstrip()
    document = parse(page + "\n\nANNEX\n\nIvan Petrov\n")
    assert texts(document, "annex") == ["ANNEX\nIvan Petrov"]
    assert [note.text for note in document.footnotes] == ["OJ Z 1, 2.3.2029, p. 4."]


@pytest.mark.parametrize(
    "operative",
    [
        ["Calls.\n\nAnnexation of harbours", "Asks.", "Ends."],
        ["Calls.\n\nAnnex II countries", "Asks.", "Ends."],
        ["Calls for:\n\nAnnex I to be read,\n\nand heard.", "Asks.", "Ends."],
    ],
)
def test_what_names_an_annex_within_the_text_opens_none(operative):
    document = read(operative)
    assert labels(document, "operative") == ["1", "2", "3"]
    assert labels(document, "annex") == []


def test_a_text_cut_behind_a_heading_is_no_text_with_an_annex():
    with pytest.raises(InputError, match="was cut"):
        read(["Calls.", "Asks.\n\nSmall harbours"], footnotes=[], citations=["a"], footer="")


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([1, 2, 2, 5, 6], ["paragraphs 3 to 4 are missing", "number 2 stands again, within paragraph 2"]),
        ([1, 2, 4], ["paragraph 3 is missing"]),
        ([2, 3], ["paragraph 1 is missing"]),
        ([1, 2, 3, 3], ["number 3 stands again, within paragraph 3"]),
        ([1, 2, 3], []),
    ],
)
@pytest.mark.parametrize("gap", ["\u00a0\u00a0", "\u00a0"])
def test_gaps_and_repeats_in_the_numbers_are_told(numbers, told, gap):
    page = Invented(operative=["Calls;"] * (len(numbers) - 1) + ["Ends."], gap=gap).page()
    start = page.index(f"1.{gap}Calls")
    body = "\n\n".join(
        f"{n}.{gap}{'Ends.' if i == len(numbers) else 'Calls;'}" for i, n in enumerate(numbers, 1)
    )
    document = parse(page[:start] + body + page[page.index("Ends.") + 5 :])
    assert describe_numbering(document) == told


@pytest.mark.parametrize(
    ("letters", "told"), [("AB", []), ("AC", ["recital B is missing"]), ("BC", ["recital A is missing"])]
)
def test_gaps_in_the_letters_are_told(letters, told):
    page = Invented(recitals=["whereas it is dark;"] * 2).page()
    page = page.replace("B.\u00a0\u00a0w", f"{letters[1]}.\u00a0\u00a0w").replace(
        "A.\u00a0\u00a0w", f"{letters[0]}.\u00a0\u00a0w"
    )
    assert describe_numbering(parse(page)) == told
