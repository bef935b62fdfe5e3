"""Coding by hand on an invented text: the sheet out and in, two hands with planted differences, what they settle."""

from itertools import permutations
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from analysis import load
from analysis.agreement import people_validity, validity
from analysis.agreement.alpha import measure_alpha
from analysis.agreement.hands import (
    VARIABLES,
    align_codings,
    find_disagreements,
    find_hands,
    measure_agreement,
    tabulate_values,
)
from analysis.annotation.demands import find_demands
from analysis.cli import main
from analysis.coding.fields import CODED, DEMANDS, MENTIONS, list_codes
from analysis.corpus.codings import Coding, choose_coding, read_codings
from analysis.corpus.frames import empty_frame
from analysis.corpus.readings import find_readers
from analysis.documents.parse import parse
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import PROJECT

REFERENCE = "P9_TA(2031)0999"
OPERATIVE = [
    "Urges the Zubranian Government to release the journalist Anna Berg and to repeal the law on lighthouses;",
    "Calls on the Zubranian authorities to investigate the torture of the lawyer Boris Lind in the prison of Selm;",
    "Condemns the closure of the Harbour Gazette by the courts of Zubrania;",
    "Calls on the Commission to fund election observers for the coming vote in Zubrania;",
    "Twinkles over the salt archive in a way that no rule knows;",
    "Instructs its President to forward this resolution to the Zubranian Government.",
]
RECITALS = [
    "whereas the authorities of Zubrania arrested the journalist Anna Berg on the first day of the fair;",
    "whereas the lawyer Boris Lind was beaten in the harbour prison of Selm by guards of the province;",
]
CALL = ["code", "--country", "zubrania", REFERENCE]


@pytest.fixture
def place(country, tmp_path):
    """A country with one invented text, and a function that writes a coding sheet of it."""
    country(RECITALS, operative=OPERATIVE)

    def write(name="sheet.xlsx", *more):
        path = tmp_path / name
        assert main([*CALL, "--output", str(path), *more]) == 0
        return path

    return SimpleNamespace(write=write, folder=tmp_path / "corpus" / "zubrania", tmp=tmp_path)


def rows_of(path, sheet):
    header, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def edit(path, *changes):
    """Put values into cells: (sheet, row as the sheet numbers it, column, value)."""
    book = openpyxl.load_workbook(path)
    for sheet, row, column, value in changes:
        header = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row, header.index(column) + 1).value = value
    book.save(path)
    return path


def keep(path, coder):
    return main([*CALL, "--import", str(path), "--coder", coder])


def test_a_sheet_has_the_guesses_the_text_and_lists_of_codes(place):
    path = place.write()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["about", "demands", "mentions", "codes", "text"]
    demands = rows_of(path, "demands")
    assert [(row["label"], row["clause"], row["order"], row["act"], row["theme"]) for row in demands] == [
        ("1", 1, 1, "urges", "political_prisoners"),
        ("1", 1, 2, "urges", "political_prisoners"),
        ("2", 1, 1, "calls_on", "torture_detention_conditions"),
        ("3", 1, 1, "condemns", "other"),
        ("4", 1, 1, "calls_on", "political_pluralism_elections"),
        ("5", None, None, None, None),
        ("6", 1, 1, "instructs", "procedural"),
    ]
    assert demands[0]["text"].startswith("Urges the Zubranian Government")
    assert demands[5] == dict.fromkeys(demands[5]) | {"label": "5", "text": OPERATIVE[4]}
    assert [(row["section"], row["label"], row["name_as_printed"]) for row in rows_of(path, "mentions")] == [
        ("recital", "A", "Anna Berg"),
        ("recital", "B", "Boris Lind"),
        ("operative", "1", "Anna Berg"),
        ("operative", "2", "Boris Lind"),
    ]
    codes = [row[1].value for row in book["codes"].iter_rows()]
    for sheet, fields in (("demands", DEMANDS), ("mentions", MENTIONS)):
        header = [cell.value for cell in book[sheet][1]]
        lists = {
            header[next(iter(rule.sqref.ranges)).min_col - 1]: rule.formula1
            for rule in book[sheet].data_validations.dataValidation
            if rule.type == "list"
        }
        assert set(lists) == {field.name for field in fields if field.codes}
        for field in fields:
            if field.codes and field.codes != "person":
                first, last = (int(cell.rpartition("$")[2]) for cell in lists[field.name].split(":"))
                wanted = [code.code for code in list_codes()[field.codes]]
                assert [str(code) for code in codes[first - 1 : last]] == wanted
    assert len(rows_of(path, "text")) == 1 + len(RECITALS) + len(OPERATIVE)


def test_a_blind_sheet_has_the_rows_and_no_guess(place):
    path = place.write("blind.xlsx", "--blind")
    for sheet, coded in CODED.items():
        for row, other in zip(
            rows_of(path, sheet), rows_of(place.write(f"{sheet}.xlsx"), sheet), strict=True
        ):
            assert [row[column] for column in coded] == [None] * len(coded)
            assert {name: row[name] for name in row if name not in coded} == {
                name: other[name] for name in other if name not in coded
            }


def test_a_sheet_goes_where_git_does_not_look_and_is_never_written_over(place, monkeypatch, capsys):
    monkeypatch.setenv("RESOLUTION_FIGURES", str(place.tmp / "figures"))
    assert main(CALL) == 0
    assert (place.tmp / "figures" / "coding" / "TA-9-2031-0999_EN.xlsx").is_file()
    assert "keep it on this machine" in capsys.readouterr().err
    assert main(CALL) == 2
    assert "is there already and may hold a coding" in capsys.readouterr().err


def test_an_imported_sheet_is_what_load_sees_as_coded(place, capsys):
    path = edit(
        place.write(),
        ("demands", 3, "keep", "no"),
        ("demands", 4, "keep", None),
        ("demands", 5, "theme", "rule_of_law_reform"),
        ("demands", 5, "summary", "The paper must be let open."),
        *[
            ("demands", 7, column, value)
            for column, value in {"clause": 1, "order": 1, "act": "regrets"}.items()
        ],
        *[("demands", 7, column, value) for column, value in {"addressee": "none", "theme": "other"}.items()],
        *[("demands", 9, column, value) for column, value in {"label": 4, "clause": 2.0, "order": 1}.items()],
        *[("demands", 9, column, value) for column, value in {"act": "demands", "addressee": "eu"}.items()],
        ("demands", 9, "theme", "sanctions"),
        ("mentions", 4, "person_id", "anna-the-elder"),
        ("mentions", 5, "person_id", None),
    )
    before = load("zubrania")
    assert set(before.demands["coder"]) == {"rules"}
    assert main([*CALL, "--import", str(path)]) == 0
    assert "7 demands" not in capsys.readouterr().err
    corpus = load("zubrania")
    assert set(corpus.demands["coder"]) == {"hand"}
    told = corpus.demands.astype(object).where(corpus.demands.notna(), None)
    assert list(
        told[["label", "clause", "order", "act", "strength", "theme"]].itertuples(index=False, name=None)
    ) == [
        ("1", 1, 1, "urges", 4, "political_prisoners"),
        ("3", 1, 1, "condemns", 5, "rule_of_law_reform"),
        ("4", 1, 1, "calls_on", 3, "political_pluralism_elections"),
        ("5", 1, 1, "regrets", 3, "other"),
        ("6", 1, 1, "instructs", 1, "procedural"),
        ("4", 2, 1, "demands", 5, "sanctions"),
    ]
    assert told["summary"].tolist()[:2] == [
        "urges; the country's government; political prisoners",
        "The paper must be let open.",
    ]
    assert find_readers(corpus)[REFERENCE] == "hand"
    people = corpus.mentions["person_id"].astype(object)
    assert people.where(people.notna(), None).tolist() == ["anna-berg", "boris-lind", "anna-the-elder", None]
    assert corpus.hand_people.set_index("person_id")["family"].to_dict() == {
        "anna-berg": "Berg",
        "boris-lind": "Lind",
        "anna-the-elder": "Berg",
    }
    assert set(corpus.spellings["form"]) == {"Anna Berg", "Boris Lind"}
    assert main(["list", "--country", "zubrania"]) == 0
    text = " ".join([*OPERATIVE, *RECITALS]).split()
    stored = " ".join(file.read_text(encoding="utf-8") for file in place.folder.glob("codings/**/*.csv"))
    assert not [text[i : i + 5] for i in range(len(text) - 4) if " ".join(text[i : i + 5]) in stored]


def test_a_paragraph_that_is_left_open_is_not_taken_for_one_without_demands(place, capsys):
    path = place.write()
    assert keep(path, "hand") == 0
    assert "(not coded: 5)" in capsys.readouterr().err
    assert find_readers(load("zubrania"))[REFERENCE] == "part"
    assert keep(edit(path, ("demands", 7, "keep", "no")), "hand") == 0
    assert "in part" not in capsys.readouterr().err
    assert find_readers(load("zubrania"))[REFERENCE] == "hand"


FAULTS = {
    "act": (("demands", 2, "act", "shouts"), "sheet demands, row 2, column act: 'shouts' should be a code"),
    "blank": (("demands", 2, "theme", None), "row 2, column theme: a blank cell should be filled"),
    "step": (("demands", 2, "strength", 6), "'6' should be one of 1, 2, 3, 4, 5"),
    "formula": (("demands", 2, "summary", "=1+1"), "column summary: '=1+1' should be a value, not a formula"),
    "number": (("demands", 3, "clause", "two"), "column clause: 'two' should be a whole number from 1 on"),
    "place": (
        ("demands", 3, "label", "17"),
        "column label: '17' should be the label of a paragraph of the text",
    ),
    "sentence": (
        ("demands", 4, "summary", OPERATIVE[1]),
        "row 4, column summary: 'Calls on the Zubranian authorities to investigate the tortur' should be in your own",
    ),
    "category": (("demands", 5, "action_category", 4), "'4' should be blank: the act is no directive"),
    "keep": (("demands", 6, "keep", "maybe"), "column keep: 'maybe' should be yes, no or blank"),
    "twice": (
        ("demands", 8, "label", "3"),
        "row 8, column order: '1' should be another, since the place stands in two",
    ),
    "name": (("mentions", 2, "name_as_printed", "Carl Ek"), "'Carl Ek' should be a name that stands there"),
    "person": (("mentions", 2, "person_id", "Anna Berg"), "'Anna Berg' should be somebody of the list"),
    "section": (
        ("mentions", 3, "section", "annex"),
        "column section: 'annex' should be one of operative, recital",
    ),
    "recital": (("mentions", 4, "label", "Z"), "'Z' should be the label of a paragraph of the text"),
    "status": (
        ("mentions", 5, "status", "happy"),
        "sheet mentions, row 5, column status: 'happy' should be a code",
    ),
}


def test_each_wrong_cell_gets_its_place_and_what_is_allowed(place, capsys, monkeypatch):
    monkeypatch.setattr("analysis.coding.cells._MOST_TOLD", len(FAULTS))
    path = edit(place.write(), *(change for change, _ in FAULTS.values()))
    capsys.readouterr()
    assert keep(path, "hand") == 2
    told = capsys.readouterr().err.splitlines()[1:]
    for fault, (_, sentence) in FAULTS.items():
        assert any(sentence in line for line in told), fault
    assert len(told) == len(FAULTS)
    assert not (place.folder / "codings").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("about", 2, "told", "shopping list"), "The workbook is no coding sheet of P9_TA(2031)0999"),
        (("about", 4, "told", "P9_TA(2031)0001"), "coding sheet of P9_TA(2031)0001"),
        (("demands", 1, "theme", "topic"), "the column 'theme' is missing; restore its header"),
    ],
)
def test_another_workbook_is_refused(change, sentence, place, capsys):
    assert keep(edit(place.write(), change), "hand") == 2
    assert sentence in capsys.readouterr().err
    assert not (place.folder / "codings").exists()


def test_every_fault_is_listed_up_to_ten(place, capsys):
    wrong = [("demands", row, column, "?") for row in range(2, 6) for column in ("act", "theme", "theme2")]
    assert keep(edit(place.write(), *wrong), "hand") == 2
    lines = capsys.readouterr().err.splitlines()[-12:]
    assert lines[0].endswith("was not imported, nothing is changed:")
    assert sum("column" in line for line in lines) == 10
    assert lines[-1] == "  … and 2 more faults."


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["code", "--country", "zubrania", "P9_TA(2031)0998"], "is no resolution of 'zubrania'"),
        (["code", "--country", "zubrania", "nonsense"], "'nonsense' is no reference of an adopted text"),
        ([*CALL, "--language", "sv"], "No text of P9_TA(2031)0999 in 'sv' is at hand"),
        ([*CALL, "--output", "sheet.csv"], "A coding sheet is written as .xlsx"),
        ([*CALL, "--import", "nowhere.xlsx"], "There is no file nowhere.xlsx"),
        ([*CALL, "--import", "plain.xlsx"], "plain.xlsx cannot be read as a workbook"),
        ([*CALL, "--agreement"], "was coded by nobody: a second coder's sheet is needed"),
    ],
)
def test_a_mistake_gets_one_sentence(arguments, expected, place, capsys, monkeypatch):
    monkeypatch.chdir(place.tmp)
    (place.tmp / "plain.xlsx").write_text("not a workbook", encoding="utf-8")
    assert main(arguments) == 2
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize("coder", ["rules", "settled", "Hand 2", "../hand", ""])
def test_a_coder_has_a_name_of_its_own(coder, place, capsys):
    assert keep(place.write(), coder) == (2 if coder else 0)
    assert not list(place.tmp.glob("corpus/**/rules")) + list(place.tmp.glob("corpus/**/settled"))


def test_a_reading_replaces_the_coder_s_own_and_no_other(place, capsys):
    first, second = place.write(), edit(place.write("2.xlsx"), ("demands", 2, "theme", "lgbti"))
    assert [keep(first, "hand"), keep(second, "hand2")] == [0, 0]
    assert list(read_codings(place.folder, REFERENCE)) == ["hand", "hand2"]
    assert load("zubrania").demands["theme"][0] == "political_prisoners"
    assert keep(edit(first, ("demands", 2, "theme", "sanctions")), "hand") == 0
    codings = read_codings(place.folder, REFERENCE)
    assert [coding.demands["theme"][0] for coding in codings.values()] == ["sanctions", "lgbti"]
    assert load("zubrania").demands["theme"][0] == "sanctions"
    kept = {path: path.read_bytes() for path in place.folder.glob("codings/**/*.csv")}
    assert keep(edit(second, ("demands", 2, "theme", "?")), "hand2") == 2
    assert {path: path.read_bytes() for path in place.folder.glob("codings/**/*.csv")} == kept


def test_a_coding_in_the_country_s_own_tables_is_not_written_over(place, capsys):
    path = place.write()
    assert keep(path, "hand2") == 0
    stored = next(place.folder.glob("codings/*/hand2/demands.csv"))
    (place.folder / "demands.csv").write_bytes(stored.read_bytes())
    assert keep(path, "hand") == 2
    assert "is coded by hand in" in capsys.readouterr().err
    assert list(read_codings(place.folder, REFERENCE)) == ["hand", "hand2"]


def test_a_coding_of_no_resolution_is_told(place):
    assert keep(place.write(), "hand") == 0
    folder = place.folder / "codings" / "TA-9-2031-0999"
    folder.rename(folder.with_name("TA-9-2031-0001"))
    with pytest.raises(InputError, match=r"is of P9_TA\(2031\)0001, which is not in resolutions.csv"):
        load("zubrania")
    folder.with_name("TA-9-2031-0001").rename(folder.with_name("mine"))
    with pytest.raises(InputError, match="mine bears the name of no resolution"):
        load("zubrania")


def test_which_coding_counts():
    assert choose_coding(["hand2", "hand", "settled"]) == "settled"
    assert choose_coding(["hand2", "hand"]) == "hand"
    assert choose_coding(["zoe", "hand2"]) == "hand2"


def brute_force(units, distance):
    """Alpha by its definition: every pair of values within a unit, every pair of all pairable values."""
    units = [[value for value in unit if value is not None] for unit in units]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    n = len(values)
    observed = (
        sum(sum(distance(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units) / n
    )
    expected = sum(distance(a, b) for a, b in permutations(values, 2)) / (n * (n - 1))
    return 1 - observed / expected


def nominal(a, b):
    return float(a != b)


def ordinal(values):
    """Krippendorff's ordinal distance, from how often each rank was given."""

    def distance(a, b):
        low, high = sorted((a, b))
        between = sum(low <= value <= high for value in values)
        return (between - (values.count(low) + values.count(high)) / 2) ** 2

    return distance


TEXTBOOK = [  # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part D: four observers, twelve units
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_alpha_is_the_textbook_s_and_that_of_its_definition(level, published):
    units = [[value and str(value) for value in unit] for unit in zip(*TEXTBOOK, strict=True)]
    measured = measure_alpha(pd.DataFrame(units), level, list("12345"))
    assert measured.alpha == pytest.approx(published, abs=0.0005)
    paired = [value for unit in units for value in unit if value and sum(map(bool, unit)) > 1]
    distance = nominal if level == "nominal" else ordinal(paired)
    assert measured.alpha == pytest.approx(brute_force(units, distance))
    assert measured.low < measured.alpha <= measured.high <= 1
    assert measured.n == 11
    assert measured == measure_alpha(pd.DataFrame(units), level, list("12345"))


def test_alpha_of_values_that_do_not_vary_is_not_known():
    assert measure_alpha(pd.DataFrame({"a": ["1", "1"], "b": ["1", "1"]}), "nominal", ["1", "2"]) == (
        None,
        None,
        None,
        2,
    )
    assert measure_alpha(pd.DataFrame({"a": [], "b": []}), "nominal", ["1", "2"]).n == 0


PLANTED = [  # what the second hand writes otherwise
    ("demands", 2, "act", "calls_on"),
    ("demands", 2, "strength", 3),
    ("demands", 3, "theme", "rule_of_law_reform"),
    ("demands", 4, "action_category", 4),
    ("demands", 5, "addressee", "target_country"),
    ("demands", 6, "keep", "no"),
    ("mentions", 2, "occupation", "defender"),
    ("mentions", 3, "status", "victim"),
    ("mentions", 5, "asked", "protection"),
]
PLACES = {  # variable → (table, section, label, the first hand's value, the second's)
    "act": ("demands", "operative", "1", "urges", "calls_on"),
    "strength": ("demands", "operative", "1", "4", "3"),
    "theme": ("demands", "operative", "1", "political_prisoners", "rule_of_law_reform"),
    "action_category": ("demands", "operative", "2", "5", "4"),
    "addressee": ("demands", "operative", "3", "target_court", "target_country"),
    "kept": ("demands", "operative", "4", "yes", "no"),
    "occupation": ("mentions", "recital", "A", "journalist", "defender"),
    "status": ("mentions", "recital", "B", "", "victim"),
    "asked": ("mentions", "operative", "2", "investigation", "protection"),
}


@pytest.fixture
def two_hands(place):
    """The text as two hands coded it, who differ in PLANTED."""
    nothing = "demands", 7, "keep", "no"
    assert keep(edit(place.write("1.xlsx"), nothing, ("mentions", 3, "status", None)), "hand") == 0
    assert keep(edit(place.write("2.xlsx"), nothing, *PLANTED), "hand2") == 0
    return place


def test_two_hands_differ_where_it_was_planted(two_hands):
    corpus = load("zubrania")
    values = tabulate_values(corpus, find_hands(corpus, REFERENCE))
    differing = find_disagreements(values, ["hand", "hand2"])
    assert {
        row.variable: (row.table, row.section, row.label, row.hand, row.hand2)
        for row in differing.itertuples()
    } == PLACES
    assert len(differing) == len(PLACES)


def test_alpha_of_two_hands_is_that_of_its_definition(two_hands):
    corpus = load("zubrania")
    codings = find_hands(corpus, REFERENCE)
    measured = measure_agreement(tabulate_values(corpus, codings), list(codings)).set_index("variable")
    left, right = (coding.demands.set_index(["label", "clause", "order"]) for coding in codings.values())
    both = left.index.intersection(right.index)
    assert len(both) == 5
    named = [coding.mentions for coding in codings.values()]
    for variable, (level, order) in VARIABLES.items():
        if variable in left:
            units = [[frame[variable][place] for frame in (left, right)] for place in both]
        else:
            rows = [
                frame[frame["section"] == "operative"] if variable == "asked" else frame for frame in named
            ]
            units = list(zip(*(frame[variable].fillna("-") for frame in rows), strict=True))
        units = [[None if pd.isna(value) else str(value) for value in unit] for unit in units]
        paired = [value for unit in units for value in unit if None not in unit]
        distance = nominal if level == "nominal" else ordinal(paired)
        expected = brute_force(units, distance)
        assert measured["alpha"][variable] == pytest.approx(expected, abs=0.0006), variable
        assert measured["n"][variable] == sum(None not in unit for unit in units)
        assert measured["low"][variable] <= measured["alpha"][variable] <= measured["high"][variable]
        assert set(paired) <= set(order)
    # five acts in common: urges, urges, calls on, condemns, instructs; the second hand has calls on for the first.
    # Observed: 2 of 10 ordered pairs; expected: 1 - (3·2 + 3·2 + 2·1 + 2·1) / (10·9) = 74/90.
    assert measured["alpha"]["act"] == pytest.approx(1 - (2 / 10) / (74 / 90), abs=0.0006)
    assert (measured["same"]["kept"], measured["n"]["kept"]) == (0.9, 10)


def test_the_command_tells_agreement_and_differences(two_hands, capsys):
    capsys.readouterr()
    assert main([*CALL, "--agreement"]) == 0
    out = capsys.readouterr().out
    assert "The coders differ in 9 places." in out
    assert "paragraph 4, clause 1, demand 1: kept: hand yes, hand2 no" in out
    assert "recital B, Boris Lind (1): status: hand (blank), hand2 victim" in out


def test_what_is_settled_is_the_best_reading(two_hands, capsys):
    path = two_hands.tmp / "settle.xlsx"
    assert main([*CALL[:-1], "TA-9-2031-0999", "--settle", str(path)]) == 0
    rows = rows_of(path, "settle")
    assert {row["variable"]: (str(row["hand"] or ""), str(row["hand2"])) for row in rows} == {
        variable: told[3:] for variable, told in PLACES.items()
    }
    assert main([*CALL, "--import", str(path)]) == 2
    assert "row 2, column settled: a blank cell should be a code of the list for" in capsys.readouterr().err
    chosen = {
        "act": "calls_on",
        "strength": 3,
        "theme": "labour_rights",
        "action_category": 5,
        "addressee": "target_country",
        "kept": "no",
        "occupation": "journalist",
        "status": "victim",
        "asked": "investigation",
    }
    settled = [("settle", row, "settled", chosen[told["variable"]]) for row, told in enumerate(rows, 2)]
    assert main([*CALL, "--import", str(edit(path, *settled)), "--coder", "hand3"]) == 2
    assert main([*CALL, "--import", str(path)]) == 0
    assert list(read_codings(two_hands.folder, REFERENCE)) == ["settled", "hand", "hand2"]
    corpus = load("zubrania")
    told = corpus.demands.astype(object).where(corpus.demands.notna(), None)
    columns = ["label", "order", "act", "act_class", "strength", "addressee", "theme", "action_category"]
    assert list(told[columns].itertuples(index=False, name=None)) == [
        ("1", 1, "calls_on", "directive", 3, "target_government", "political_prisoners", "5"),
        ("1", 2, "urges", "directive", 4, "target_government", "labour_rights", "5"),
        ("2", 1, "calls_on", "directive", 3, "target_authorities", "torture_detention_conditions", "5"),
        ("3", 1, "condemns", "expressive", 5, "target_country", "other", None),
        ("6", 1, "instructs", "procedural", 1, "ep_president", "procedural", None),
    ]
    named = corpus.mentions.astype(object).where(corpus.mentions.notna(), None)
    assert named["occupation"].tolist() == ["journalist", "lawyer", "journalist", "lawyer"]
    assert named["status"][1] == "victim"
    assert named["asked"].tolist() == ["nothing", "nothing", "release", "investigation"]
    assert find_readers(corpus)[REFERENCE] == "hand"
    assert sorted(find_hands(corpus, REFERENCE)) == ["hand", "hand2"]


def test_a_settlement_of_codings_that_changed_is_refused(two_hands, capsys):
    path = two_hands.tmp / "settle.xlsx"
    assert main([*CALL, "--settle", str(path)]) == 0
    assert main([*CALL, "--settle", str(path)]) == 2
    assert "may hold decisions" in capsys.readouterr().err
    assert keep(edit(two_hands.tmp / "2.xlsx", ("demands", 2, "act", "demands")), "hand2") == 0
    assert main([*CALL, "--import", str(path)]) == 2
    assert "no longer those that the sheet was written from" in capsys.readouterr().err


def hand_coding(coder, language, label, names):
    demands = pd.DataFrame({"section": ["operative"], "label": [label], "clause": [1], "order": [1]})
    mentions = pd.DataFrame({"section": "recital", "label": label, "name_as_printed": names})
    frames = {"demands": demands, "mentions": mentions}
    frames = {name: rows.reindex(columns=empty_frame(name).columns) for name, rows in frames.items()}
    others = {name: empty_frame(name) for name in ("people", "coverage")}
    return Coding(REFERENCE, coder, language, **frames, **others)


def test_codings_of_two_languages_meet_by_position_not_by_label():
    rows = [
        (REFERENCE, language, section, 3, label)
        for language, label in (("en", "C"), ("el", "Γ"))
        for section in ("recital", "operative")
    ]
    corpus = SimpleNamespace(
        paragraphs=pd.DataFrame(rows, columns=["reference", "language", "section", "position", "label"])
    )
    left = hand_coding("hand", "en", "C", ["Anna Berg", "Boris Lind"])
    right = hand_coding("hand2", "el", "Γ", ["Άννα Μπεργκ", "Μπόρις Λιντ"])
    met = align_codings(corpus, {"hand": left, "hand2": right})
    assert len(met) == 6
    assert set(met.groupby(["table", "section", "position", "clause_or_name", "nth"])["coder"].nunique()) == {
        2
    }
    alone = align_codings(corpus, {"hand": left, "hand2": hand_coding("hand2", "el", "Γ", ["Άννα Μπεργκ"])})
    named = alone[alone["table"] == "mentions"]
    assert len(named[["position", "clause_or_name", "nth"]].drop_duplicates()) == 3


def test_alpha_in_the_card_is_what_is_computed():
    folder = PROJECT / "corpus" / "heldout"
    texts = sorted((folder / "texts").iterdir())
    first, second = (validity.read_invented(folder / at / "demands.csv") for at in (".", "second"))
    documents = [parse(path) for path in texts]
    found = [find_demands(one).assign(reference=one.reference, language=one.language) for one in documents]
    told = {}
    for who, other in (("rules", pd.concat(found, ignore_index=True)), ("hands", second)):
        pairs = validity.pair_demands(*map(validity._pool, (other, first)))
        themes = pairs[["theme_coded", "theme_found"]]
        told[who, "theme"] = measure_alpha(
            themes, "nominal", VARIABLES["theme"][1], list(pairs["label"])
        ).alpha
    hand = people_validity._read_hand(folder)
    for who, other in (
        ("rules", people_validity._find_in(texts)),
        ("hands", people_validity._read_hand(folder / "second")),
    ):
        pairs = people_validity.pair_mentions_coded(other, hand).dropna(subset=["there_found", "there_coded"])
        for variable in ("occupation", "status"):
            values = (
                pairs[[f"{variable}_found", f"{variable}_coded"]].replace("", pd.NA).fillna("-").astype(str)
            )
            told[who, variable] = measure_alpha(values, *VARIABLES[variable], list(pairs["label"])).alpha
    card = " ".join((PROJECT / "corpus" / "CARD.md").read_text(encoding="utf-8").split())
    shown = {key: f"{alpha:.2f}" for key, alpha in told.items()}
    assert f"(alpha {shown['rules', 'theme']}; two hands {shown['hands', 'theme']})" in card
    assert (
        f"(alpha {shown['rules', 'occupation']} and {shown['rules', 'status']} on the held-out texts, where two hands "
        f"reach {shown['hands', 'occupation']} and {shown['hands', 'status']})"
    ) in card
