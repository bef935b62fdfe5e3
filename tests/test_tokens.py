import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.documents.tokens import find_lemmas, find_words, split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Rule 5. Next comes this.", ["Rule 5.", "Next comes this."]),
        ("See Art. 5 and No. 7 now. Done.", ["See Art. 5 and No. 7 now.", "Done."]),
        ("Den 1. juni kom A. Tjerkasov. Sedan inget.", ["Den 1. juni kom A. Tjerkasov.", "Sedan inget."]),
        (
            "Free Prof. Lind, Gen. Ek and Capt. Ask. Done.",
            ["Free Prof. Lind, Gen. Ek and Capt. Ask.", "Done."],
        ),
        ("The law of 3 Feb. 2020 stays.", ["The law of 3 Feb. 2020 stays."]),
        ("It came in Feb. The lamp was dark.", ["It came in Feb.", "The lamp was dark."]),
        (
            "Den 3 febr. 2020 kom prof. Lind m.fl. Ek och Ask.",
            ["Den 3 febr. 2020 kom prof. Lind m.fl. Ek och Ask."],
        ),
        ("Han sade ”nej.” Sedan gick han.", ["Han sade ”nej.”", "Sedan gick han."]),
        ("Asks:\n(a) for oil,\n(b) for light.", ["Asks:", "(a) for oil,", "(b) for light."]),
        ("No end", ["No end"]),
        ("", []),
    ],
)
def test_sentences(text, expected):
    assert [text[start:end] for start, end in split_sentences(text)] == expected


@given(st.text(st.sampled_from(list("Aab1.!? \n”“")), max_size=60))
def test_sentences_lose_nothing_but_white_space(text):
    spans = split_sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)


def test_words():
    assert find_words("FN:s covid-19-läge, 144.5 och EU’s (3)") == [
        "FN:s",
        "covid-19-läge",
        "144.5",
        "och",
        "EU’s",
        "3",
    ]


def test_lemmas_leave_numbers_out_and_use_the_overrides():
    assert list(find_lemmas("FN:s fångar greps 2020", "sv")) == ["fn", "fånge", "gripa"]
    assert list(find_lemmas("The keeper's lamps", "en")) == ["the", "keeper", "lamp"]
    assert list(find_lemmas("Οι Λάμπες", "el")) == ["οι", "λάμπες"]
