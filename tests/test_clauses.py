from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.clauses import find_clauses
from analysis.errors import InputError


def acts(text, language):
    return [(text[slice(*clause.verb)], clause.act["act"]) for clause in find_clauses(text, language)]


SWEDISH = {
    "subject before": ("Europaparlamentet uppmanar fyrvaktaren att tända.", ["calls_on"]),
    "longest phrase": ("Parlamentet uppmanar med kraft vakten att tända.", ["urges"]),
    "two sentences": ("Europaparlamentet noterar ljuset. Parlamentet kräver olja.", ["notes", "demands"]),
    "joined verbs": (
        "Europaparlamentet beklagar mörkret och uppmanar vakten att tända.",
        ["regrets", "calls_on"],
    ),
    "adverb between": ("Europaparlamentet uppmanar därför vakten att tända.", ["calls_on"]),
    "inversion": ("Med tanke på mörkret uppmanar Europaparlamentet vakten att tända.", ["calls_on"]),
    "subject inside": ("I mörkret uppmanar Europaparlamentet med kraft vakten att tända.", ["urges"]),
    "relative clause": ("Europaparlamentet välkomnar rapporten som fördömer mörkret.", ["welcomes"]),
    "other subject": ("Europaparlamentet noterar att rådet uppmanar vakten att tända.", ["notes"]),
    "joined in a relative clause": (
        "Europaparlamentet noterar brevet som beklagar mörkret och uppmanar vakten att tända.",
        ["notes"],
    ),
    "quotation": ("Europaparlamentet noterar orden ”rådet kräver olja och uppmanar vakten”.", ["notes"]),
    "subordinate subject": ("Det är känt att Europaparlamentet uppmanar vakten.", []),
    "genitive is no subject": ("Europaparlamentets rapport uppmanar vakten att tända.", []),
    "past tense": ("Europaparlamentet uppmanade vakten att tända.", []),
    "another parliament": (
        "Europaparlamentet noterar att det norska parlamentet fördömer mörkret.",
        ["notes"],
    ),
    "negation": ("Europaparlamentet välkomnar inte mörkret.", []),
    "procedural": ("Europaparlamentet uppdrar åt talmannen att översända brevet.", ["instructs"]),
}
ENGLISH = {
    "opens the paragraph": ("Calls on the keeper to light the lamp;", ["calls_on"]),
    "parts": ("Deplores the dark; urges the keeper to act; demands oil.", ["deplores", "urges", "demands"]),
    "joined verbs": ("Condemns the dark and calls on the keeper to act;", ["condemns", "calls_on"]),
    "interrupted": ("Calls, therefore, on the keeper to act;", ["calls_on"]),
    "adverb first": ("Once again urges the keeper to act;", ["urges"]),
    "introduction": ("In view of the dark, urges the keeper to act;", ["urges"]),
    "relative clause": ("Welcomes the letter which urges the keeper to act;", ["welcomes"]),
    "other body": ("Notes that the Council urges the keeper and calls on him to act;", ["notes"]),
    "quotation": ("Recalls the words ‘the Council demands oil’;", ["recalls"]),
    "strongest": ("Strongly condemns the dark;", ["strongly_condemns"]),
    "any adverb": ("Vehemently condemns the dark;", ["condemns"]),
    "apostrophes are no quotation": (
        "Stresses the port's duty; calls on it to respect keepers' rights;",
        ["stresses", "calls_on"],
    ),
    "demands from": ("Demands from the keeper a lamp;", ["demands"]),
}
FRENCH = {
    "opens": ("demande au gardien d'allumer la lampe;", ["calls_on"]),
    "parts": ("condamne l'obscurité; invite instamment le gardien à agir;", ["condemns", "urges"]),
    "joined": ("déplore l'obscurité et exige de l'huile;", ["deplores", "demands"]),
    "apostrophe": ("s’inquiète de l'obscurité;", ["concerned"]),
    "other body": ("rappelle que le Conseil condamne l'obscurité;", ["recalls"]),
}
CASES = [
    pytest.param(language, text, expected, id=f"{language}: {name}")
    for language, cases in (("sv", SWEDISH), ("en", ENGLISH), ("fr", FRENCH))
    for name, (text, expected) in cases.items()
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_position_rules(language, text, expected):
    assert [act for _, act in acts(text, language)] == expected


def test_the_verb_is_what_stands_at_its_offsets():
    assert acts("Europaparlamentet uppmanar den med kraft att agera.", "sv") == [
        ("uppmanar den med kraft", "urges")
    ]


WORDS = "Europaparlamentet uppmanar med kraft och rådet som kräver att ; . ”"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=25))
def test_clauses_are_in_order_and_inside_the_text(words):
    text = " ".join(words)
    clauses = find_clauses(text, "sv")
    for clause in clauses:
        assert 0 <= clause.start <= clause.verb[0] < clause.verb[1] <= clause.end <= len(text)
    for before, after in pairwise(clauses):
        assert before.end <= after.verb[0]


def test_a_language_without_rules_is_named_with_the_remedy():
    with pytest.raises(InputError, match=r"no rules for language 'fi' \(there are for en, fr, sv\): add"):
        find_clauses("vaatii", "fi")
