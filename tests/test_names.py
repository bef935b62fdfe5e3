import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import match_names
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import PROJECT
from analysis.names.namesakes import resolve_names
from analysis.names.similar_names import pair_near

SAME = [
    ("Zjanar Tjerkasov", "sv", "Zhanar Cherkasov", "en"),
    ("Jevgenij Sjukejev", "sv", "Yevgeny Shukeyev", "en"),
    ("Jevgenij Zhovtis", "sv", "Yevgeny Zhovtis", "sv"),
    ("Danijar Chassenov", "sv", "Danijar Chasenov", "sv"),
    ("Bota Dzjardemalie", "sv", "Bota Jardemalie", "en"),
    ("Muchtar Dzjakisjev", "sv", "Mukhtar Dzhakishev", "en"),
    ("Ержан Елшибаев", "ru", "Jerzjan Jelsjibajev", "sv"),
    ("Сейтказы Матаев", "ru", "Seitkazy Matayev", "en"),
    ("Maks Bokajev", "sv", "Max Bokayev", "en"),
    ("Igor Sergejevitj Chramov", "sv", "Igor Khramov", "en"),
    ("Nurkadilov Zamanbek", "en", "Zamanbek Nurkadilov", "en"),
    ("Jewgienij Żowtis", "pl", "Yevgeny Zhovtis", "en"),
    ("Oksana Sjtjerban", "sv", "Oksana Shcherban", "en"),
    # the family name at the other end
    ("Ivanko Ilja Petrovich", "en", "Ilja Petrovich Ivanko", "en"),
    ("Ngoran Van Thuy", "en", "Van Thuy Ngoran", "en"),
    ("Garza Molina Jose", "en", "Jose Garza Molina", "en"),
    # a patronymic left out, in any language and place
    ("Oksana Mykolaivna Zinkar", "en", "Oksana Zinkar", "en"),
    ("Iryna Viktarauna Halina", "en", "Iryna Halina", "en"),
    ("Olena Illinichna Korin", "en", "Olena Korin", "en"),
    ("Kovarenko Petro Ivanovych", "en", "Petro Kovarenko", "en"),
    ("Leyla Samed qızı Yunar", "en", "Leyla Yunar", "en"),
    ("Vusal Saidor oglu Alivar", "en", "Vusal Alivar", "en"),
    ("Nurlan Serikuly Bekor", "en", "Nurlan Bekor", "en"),
    ("Davit Jemal dze Gurtan", "en", "Davit Gurtan", "en"),
    ("Eldor Tursun o‘g‘li", "en", "Eldor Tursunogli", "en"),
    # letters with and without marks
    ("Łukasz Żaran", "pl", "Lukasz Zaran", "en"),
    ("Đorđo Šćepal", "hr", "Djordjo Scepal", "en"),
    ("Nguyễn Văn Đal", None, "Nguyen Van Dal", "en"),
    ("Jón Þórin", None, "Jon Thorin", "en"),
    ("Bjørn Kjær", "da", "Bjorn Kjaer", "en"),
    ("İlham Işan", None, "Ilham Isan", "en"),
    ("Əli Məmməd", None, "Ali Mammad", "en"),
    # parts written together, another hyphen or article, signs of the throat, nicknames
    ("Liao Wen-mun", "en", "Liao Wenmun", "en"),
    ("Abdul Rahmun Yusef", "en", "Abdulrahmun Yusef", "en"),
    ("An\u00adna‑Maria Orlin", "en", "Anna-Maria Orlin", "en"),
    ("Anwar al-Shalmi", "en", "Anwar ash-Shalmi", "en"),
    ("Anwar Al-Shalmi", "en", "Anwar Alshalmi", "en"),
    ("ʿAli ʾAmun", None, "Ali Amun", None),
    ("Mikhail (Misha) Orlin", "en", "Mikhail Orlin", "en"),
    ("Anna “Anya” Orlin", "en", "Anna Orlin", "en"),
]
TRAPS = [
    ("Aset Abisjev", "Kenzjebek Abisjev"),
    ("Dulat Agadil", "Zjanbolat Agadil"),
    ("Danijar Chasenov", "Daryn Chasenov"),
    ("Yerlan Shukenov", "Yerzhan Shukenov"),
    ("Farrukh Khodzhakbarov", "Zulfiya Khodzhakbarova"),
    ("Aleksandr Petrov", "Aleksandra Petrova"),
    ("Serik Orazov", "Serik Orazbayev"),
    ("Alma Nurusjeva", "Alma Musajeva"),
    ("Aron Atabek", "Aron Agadil"),
    ("Asel Onlabekkyzy", "Asem Onlabekkyzy"),
    ("Tesfo Gebran", "Gebran Tesfo"),
    ("Bat Dorun", "Dorun Bat"),
    ("Søren Holmar", "Sara Holmar"),
    ("Ivan Petrovich Orlov", "Ivan Sergeevich Orlov"),
    ("Anna Maria Kern", "Anna Marta Kern"),
    ("Chao Wen-mun", "Chao Wen-min"),
]
REVIEW = [
    ("I.S. Khramov", "Igor Khramov"),
    ("Khramov", "Igor Khramov"),
    ("Kaisja Akankyzy", "Kaisha Akan"),
    ("Khelid Amadu", "Amadu Khelid"),
    ("Hadisha Ahmetor", "Khadisha Akhmetor"),
    ("Zh. Sultanor", "Zhanar Sultanor"),
    ("Munir bin Salun", "Munir Salun"),
    ("Malika Raufar qizi", "Malika Raufar"),
]
WRITTEN_TOGETHER = [
    ("Abd al-Rahmun Salih", "Abdalrahmun Salih"),
    ("van den Halden Piet", "Vandenhalden Piet"),
    ("Leyla Arif gizi Alivar", "Leyla Alivar"),
]


@pytest.mark.parametrize(("left", "left_language", "right", "right_language"), SAME)
def test_different_spellings_of_one_person(left, left_language, right, right_language):
    assert match_names([left], [right], left_language, right_language)["decision"].tolist() == ["same"]
    assert match_names([right], [left], right_language, left_language)["decision"].tolist() == ["same"]


@pytest.mark.parametrize(("left", "right"), WRITTEN_TOGETHER)
def test_parts_may_be_written_together_or_left_out(left, right):
    both = match_names([left, right], [right, left])
    assert both["decision"].tolist() == ["same", "same"]


@pytest.mark.parametrize(("left", "right"), TRAPS)
def test_two_people_are_never_merged(left, right):
    for languages in itertools.product([None, "sv", "en"], repeat=2):
        assert match_names([left], [right], *languages)["decision"].iloc[0] != "same"


@pytest.mark.parametrize(("left", "right"), REVIEW)
def test_what_is_uncertain_is_for_review(left, right):
    row = match_names([left], [right]).iloc[0]
    assert row["decision"] == "review"
    assert row["reason"]


def spellings(corpus):
    rows = pd.read_csv(PROJECT / "corpus" / corpus / "spellings.csv", dtype=str, keep_default_na=False)
    rows = rows[rows["language"].isin(["sv", "en", "ru"]) & ~rows["note"].str.startswith("printed in the")]
    return rows[["person_id", "form", "language"]].drop_duplicates()


@pytest.mark.parametrize("corpus", ["kazakhstan", "practice"])
def test_hard_pairs_swedish_english_russian(corpus):
    rows = spellings(corpus)
    rows = rows[~rows["form"].str.contains(r"\.")]
    found, truth = [], []
    for a, b in itertools.combinations(rows.itertuples(index=False), 2):
        one_person = a.person_id == b.person_id
        shared_part = set(a.form.split()) & set(b.form.split())
        if a.form != b.form and (one_person or shared_part):
            decision = match_names([a.form], [b.form], a.language, b.language)["decision"].iloc[0]
            found.append(decision == "same")
            truth.append(one_person)
    right = sum(f and t for f, t in zip(found, truth, strict=True))
    precision, recall = right / sum(found), right / sum(truth)
    assert precision == 1.0
    assert 2 * precision * recall / (precision + recall) >= 0.95


def test_the_frame_of_the_contract():
    frame = match_names(["Aron Atabek", "Aron Atabek"], ["Aron Atabek", "Igor Tjuprina"])
    assert list(frame.columns[:4]) == ["left", "right", "score", "decision"]
    assert frame["decision"].tolist() == ["same", "different"]
    assert frame["score"].between(0, 1).all()
    assert match_names([], []).empty
    with pytest.raises(InputError, match="equal length, not 1 and 2"):
        match_names(["a"], ["b", "c"])


def test_no_pair_that_may_be_one_person_is_passed_over():
    pairs = [((a, la), (b, lb)) for a, la, b, lb in SAME] + [((a, None), (b, None)) for a, b in REVIEW]
    left, right = ([pair[side] for pair in pairs] for side in (0, 1))
    at, other = pair_near(left, right)
    assert {(i, i) for i in range(len(pairs))} <= set(zip(at, other, strict=True))
    for (a, la), (b, lb) in pairs:
        judged = match_names([a], [b], la, lb).iloc[0]
        alike = judged["score"] == 1 and judged["decision"] == "same"
        assert resolve_names([a, b], [la, lb]) == ([0, 0] if alike else [0, 1])


@given(st.text(max_size=25), st.text(max_size=25))
def test_any_two_texts_are_judged_alike_both_ways(left, right):
    there, back = match_names([left], [right]).iloc[0], match_names([right], [left]).iloc[0]
    assert there["decision"] == back["decision"]
    assert 0 <= there["score"] <= 1
