from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.clauses import find_clauses
from analysis.lexicon.errors import InputError


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
    "any adverb": ("Publicly condemns the dark;", ["condemns"]),
    "adverb of force": ("Vehemently condemns the dark;", ["strongly_condemns"]),
    "apostrophes are no quotation": (
        "Stresses the port's duty; calls on it to respect keepers' rights;",
        ["stresses", "calls_on"],
    ),
    "demands from": ("Demands from the keeper a lamp;", ["demands"]),
}
# what hides an act, or only looks like one; the rows of each kind end with near-misses
HIDDEN = {
    "an unlisted verb first": [
        ("en", "Zorbles the lamp and calls on the keeper to act;", ["calls_on"]),
        ("en", "Is smitten by the dark, but urges the keeper to act;", ["urges"]),
        ("en", "In this context, zorbles the lamp and demands oil;", ["demands"]),
        (
            "en",
            "Lauds the keeper, deplores the dark, and calls for oil;",
            ["commends", "deplores", "calls_on"],
        ),
        ("sv", "Europaparlamentet flumsar lampan och kräver olja.", ["demands"]),
        ("sv", "Europaparlamentet ser allvarligt på mörkret, men uppmanar vakten att tända.", ["calls_on"]),
        ("en", "The lamp and calls for oil;", []),
        ("en", "Has serious doubts about the lamp, and calls for oil;", ["concerned", "calls_on"]),
        ("en", "Calls most urgently on the keeper to act;", ["strongly_urges"]),
        ("sv", "Europaparlamentet ger uttryck för sin djupa oro och kräver olja.", ["concerned", "demands"]),
        ("en", "Regrets that the bill bars oil, restricts wicks and demands lamps;", ["regrets"]),
        (
            "en",
            "Is alarmed that state television mocks keepers, calls for oil and urges darkness;",
            ["concerned"],
        ),
        ("en", "Notes that the bill bars oil and calls on the keeper to act;", ["notes", "calls_on"]),
    ],
    "verbs of others": [
        ("en", "Notes that the Mayor promises oil, urges patience and calls for calm;", ["notes"]),
        ("en", "Notes the letter of the Mayor, who criticises the law and calls for its repeal;", ["notes"]),
        (
            "en",
            "Notes that the law bans lamps, restricts the sale of oil and condemns all to the dark;",
            ["notes"],
        ),
        (
            "sv",
            "Europaparlamentet noterar att biskopen förföljer vakter, fördömer dem och kräver olja.",
            ["notes"],
        ),
        (
            "sv",
            "Europaparlamentet noterar brevet från vakten, som kritiserar lagen och kräver olja.",
            ["notes"],
        ),
        (
            "en",
            "Notes that the law breaches the code and calls on the Mayor to repeal it;",
            ["notes", "calls_on"],
        ),
        ("en", "Notes that it was dark, deplores this and demands oil;", ["notes", "deplores", "demands"]),
        (
            "sv",
            "Europaparlamentet fördömer lagen som skadar vakten och kräver olja.",
            ["condemns", "demands"],
        ),
        ("en", "Condemns the threats, protests and arrests by the guild;", ["condemns"]),
    ],
    "adverbials": [
        ("en", "Calls, in this respect, on the keeper to act;", ["calls_on"]),
        ("en", "Calls, with a view to winter, for oil;", ["calls_on"]),
        ("en", "To this end, calls on the keeper to act;", ["calls_on"]),
        ("en", "Alarmed by the dark, calls on the keeper to act;", ["calls_on"]),
        ("en", "Deplores the dark and, in view of winter, calls for oil;", ["deplores", "calls_on"]),
        ("sv", "I detta syfte uppmanar Europaparlamentet vakten att tända.", ["calls_on"]),
        ("sv", "Europaparlamentet, som delar vaktens oro, uppmanar rådet att agera.", ["calls_on"]),
        ("sv", "Europaparlamentet tar med stor oro del av rapporten.", ["notes_with_concern"]),
    ],
    "force": [
        ("en", "Calls in the strongest terms on the keeper to act;", ["strongly_urges"]),
        ("en", "Strongly and repeatedly condemns the dark;", ["strongly_condemns"]),
        ("en", "Wholeheartedly welcomes the light;", ["warmly_welcomes"]),
        ("sv", "Europaparlamentet uppmanar återigen kraftfullt vakten att tända.", ["strongly_urges"]),
        ("sv", "Med skärpa fördömer Europaparlamentet mörkret.", ["strongly_condemns"]),
        ("sv", "Europaparlamentet fördömer å det starkaste mörkret.", ["strongly_condemns"]),
        ("en", "Welcomes strong measures;", ["welcomes"]),
        ("sv", "Europaparlamentet efterlyser starkt ljus.", ["calls_on"]),
    ],
    "adjectives and nouns": [
        ("en", "Expresses its full and lasting solidarity with the keeper;", ["supports"]),
        ("en", "Repeats its request that the lamp be lit;", ["requests"]),
        ("en", "Reiterates that the demand is just;", ["affirms"]),
        ("sv", "Europaparlamentet upprepar med kraft sitt tidigare krav att lampan tänds.", ["demands"]),
        ("sv", "Europaparlamentet upprepar att vaktens krav är rimligt.", ["affirms"]),
    ],
    "passive and pronoun": [
        ("en", "The keepers are once again called upon to light the lamp;", ["calls_on"]),
        ("en", "It calls on the keeper to act;", ["calls_on"]),
        ("sv", "Vakterna uppmanas med kraft att tända.", ["urges"]),
        ("sv", "Europaparlamentet beklagar mörkret. Det kräver olja.", ["regrets", "demands"]),
        (
            "sv",
            "Europaparlamentet beklagar mörkret. Därför uppmanar det vakten att tända.",
            ["regrets", "calls_on"],
        ),
        ("en", "The keepers are urged by the Mayor to leave;", []),
        ("sv", "Vakter som uppmanas att gå är trötta.", []),
        ("sv", "Rådet fördömer mörkret. Det kräver olja.", []),
    ],
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


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_hides_an_act_or_looks_like_one(kind):
    assert {text: [act for _, act in acts(text, language)] for language, text, _ in HIDDEN[kind]} == {
        text: expected for _, text, expected in HIDDEN[kind]
    }


def test_a_word_of_force_raises_concern_by_a_step():
    for text, strength in (
        ("Is concerned;", "2"),
        ("Is very concerned;", "3"),
        ("Expresses deep concern;", "3"),
    ):
        assert find_clauses(text, "en")[0].act["strength"] == strength


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
