"""A country that is known beforehand is found by its names, adjectives and capital, and no person with it."""

import re

import pytest
from invented import Invented

from analysis.annotation.country import Known, country_pattern, find_country_stem
from analysis.annotation.demands import find_demands
from analysis.annotation.mentions import find_mentions
from analysis.corpus.countries import describe_country
from analysis.documents.parse import parse
from analysis.lexicon.errors import InputError
from analysis.lexicon.territories import english_name, find_code, list_words

CASES = {
    ("CN", "en"): "the Chinese authorities; China’s courts; in Beijing",
    ("CN", "sv"): "de kinesiska myndigheterna; kinesiskt; Kinas; Peking",
    ("UA", "en"): "the Ukrainian authorities; Ukraine; Kyiv",
    ("UA", "sv"): "den ukrainska regeringen; Ukraina",
    ("TR", "en"): "the Turkish courts; Türkiye; Turkey; Ankara",
    ("TR", "sv"): "den turkiska regeringen; Turkiet",
    ("CI", "en"): "the Ivorian courts; Côte d'Ivoire; Ivory Coast; Ivorians",
    ("CI", "sv"): "den ivorianska regeringen; Elfenbenskustens; ivoriskt",
    ("LK", "en"): "the Sri Lankan courts; Sri Lanka; Colombo",
    ("LK", "sv"): "den lankesiska regeringen; srilankesiska; Sri Lankas",
    ("SS", "en"): "the South Sudanese courts; South Sudan; Juba",
    ("SS", "sv"): "den sydsudanesiska regeringen; Sydsudan",
    ("ML", "en"): "the Malian courts; Mali; Malians",
}


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_each_word_for_a_known_country_is_found(case):
    code, language = case
    pattern = re.compile(country_pattern(find_country_stem("on fog", [CASES[case]], Known(code), language)))
    for part in CASES[case].split("; "):
        assert pattern.search(part), part


def test_nothing_is_guessed_where_the_country_is_known():
    told = ["The Zubranian Government and the Parliament of Zubrania; in Zubrania."]
    assert find_country_stem("on Zubrania", told, Known("ML"), "en") == ""
    assert "Zubrania" in find_country_stem("on Zubrania", told, Known("", ("Lillia",)), "en")
    assert find_country_stem("on Zubrania", ["Lillia is far."], Known("", ("Lillia",)), "en") == "Lillia"


def test_people_called_malik_in_mali_are_people():
    recitals = [
        "whereas the journalist Malik Diallo and Amadou Malik were arrested in Mali by the Malian police;"
    ]
    document = parse(Invented(recitals=recitals).page())
    assert find_mentions(document, Known("ML"))["name_as_printed"].tolist() == [
        "Malik Diallo",
        "Amadou Malik",
    ]


@pytest.mark.parametrize(
    ("words", "addressee"),
    [
        ("Calls on the Ivorian authorities to act.", "target_authorities"),
        ("Calls on Côte d’Ivoire to act.", "target_country"),
        ("Urges the Government of Ivory Coast to act.", "target_government"),
    ],
)
def test_bodies_of_a_known_country_are_asked(words, addressee):
    document = parse(Invented(operative=[words, "Ends."]).page())
    assert find_demands(document, Known("CI"))["addressee"].iloc[0] == addressee


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ivory Coast", "CI"),
        ("cote d'ivoire", "CI"),
        ("Elfenbenskusten", "CI"),
        ("Kiina", "CN"),
        ("Zubrania", None),
    ],
)
def test_a_country_is_known_by_its_name_in_any_language(name, code):
    assert find_code(name) == code


def test_every_country_of_the_table_has_adjectives_and_a_capital():
    from analysis.lexicon.tables import read_lexicon

    for code in {row["code"] for row in read_lexicon("countries")}:
        assert english_name(code) != code
        for language in ("en", "sv"):
            assert {"name", "adjective", "capital"} <= {word.kind for word in list_words(code, language)}, (
                code
            )


def test_country_toml_may_correct_what_is_known(tmp_path):
    folder = tmp_path / "our-country"
    folder.mkdir()
    assert describe_country(folder).known == Known("", ("Our Country",))
    (folder / "country.toml").write_text('name = "Ours"\ncode = "CI"\nnames = ["Lillia"]\n')
    assert describe_country(folder).known == Known("CI", ("Ours", "Lillia"))
    (folder / "country.toml").write_text('code = "XQ"\n')
    with pytest.raises(InputError, match="'XQ' is no country's code"):
        describe_country(folder)
