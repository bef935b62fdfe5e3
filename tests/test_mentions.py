import pandas as pd
import pytest
from invented import Invented, read_table

from analysis import load, parse
from analysis.annotation.mentions import COLUMNS, find_mentions
from analysis.cli import main
from analysis.people.register import name_people


def names(recital, language="en"):
    found = find_mentions(parse(Invented(language, recitals=[recital]).page()))
    return found["name_as_printed"].tolist()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "whereas the lawyer Zhanar Cherkasov and Igor S. Khramov met;",
            ["Zhanar Cherkasov", "Igor S. Khramov"],
        ),
        ("en", "whereas Zhanar Cherkasov's lamp was lit;", ["Zhanar Cherkasov"]),
        ("en", "whereas Zhanar Cherkasov slept; whereas Cherkasov woke;", ["Zhanar Cherkasov", "Cherkasov"]),
        ("en", "whereas the newspaper Uralsk Lantern and the party Bright Tan were banned;", []),
        ("en", "whereas the European Court of Human Rights and Transparency International agree;", []),
        ("en", "whereas many died in Arman Dala;", []),
        ("en", "whereas members of Adil Zhuldyz were held; whereas Adil Zhuldyz protests;", []),
        ("sv", "Journalisten Zjanar Tjerkasov greps.", ["Zjanar Tjerkasov"]),
        ("sv", "Zjanar Tjerkasovs lampa släcktes.", ["Zjanar Tjerkasov"]),
        ("sv", "Fallet Jevgenij Zhovtis är känt.", ["Jevgenij Zhovtis"]),
        ("sv", "Partierna Koshe Tan och Adil Zjol förbjöds.", []),
        (
            "sv",
            "Det gäller Anna Lind, Bo Ek, Siv Ask och Alma Rot.",
            ["Anna Lind", "Bo Ek", "Siv Ask", "Alma Rot"],
        ),
    ],
)
def test_who_is_a_person(language, text, expected):
    assert names(text, language) == expected


NAMES = """
en: whereas Deputy Prime Minister Ivan Petrov and Interior Minister Anna Orlova resigned;
    => Ivan Petrov|Anna Orlova
en: whereas Grand Ayatollah Hosein Karur was held; => Hosein Karur
en: whereas Minister of Justice Ivan Petrov and the Minister for Foreign Affairs, Anna Orlova, met;
    => Ivan Petrov|Anna Orlova
en: whereas Secretary of State Oleg Mirzo met Major General Ivan Petrov; => Oleg Mirzo|Ivan Petrov
en: whereas Dr. Anna Orlova and Prof. Ivan Petrov were arrested; whereas Col. Boris Lunin ordered it;
    => Anna Orlova|Ivan Petrov|Boris Lunin
en: whereas Sakharov Prize Laureate Ivan Petrov met EU Ambassador Nils Aker; => Ivan Petrov|Nils Aker
en: whereas the lawyer Zhanar Day-Kim and the poet Sunday Igbaru were arrested;
    => Zhanar Day-Kim|Sunday Igbaru
en: whereas Roman Kovarik, John West and Alma Rot were arrested; => Roman Kovarik|John West|Alma Rot
en: whereas the authorities released Anna Lind, Ana Bar and Bo Ek; => Anna Lind|Ana Bar|Bo Ek
en: whereas May Thu Zinda was sentenced to three years; => May Thu Zinda
en: whereas on Monday Ivan Petrov was arrested; whereas since August Anna Orlova has been held;
    => Ivan Petrov|Anna Orlova
en: whereas Kim-based workers and the Moscow-based lawyer Ivan Petrov met in West Bank and Roman Hills;
    => Ivan Petrov
en: whereas the Uralsk-led movement and the journalist Ivan Petrov met; => Ivan Petrov
en: whereas the campaign Bring Kids Back and the initiative Save Our Sea were banned; =>
en: whereas the activist network called Bring Kids Back was banned; whereas “Bright Morning” was closed; =>
en: whereas the Ivan Petrov Act and the Anna Orlova Prize and the Sergei Magnat report matter; =>
en: whereas Anna Orlova spoke; whereas the Orlova report and the Orlova Prize matter; => Anna Orlova
en: whereas the sisters Ilya and Vera Kasper were arrested; whereas the Kasper sisters spoke;
    => Ilya|Vera Kasper
en: whereas Mr and Mrs Petrov slept; whereas Moscow and Anna Orlova disagree; whereas Moscow lies;
    => Petrov|Anna Orlova
en: whereas Ahmed bin Salun, Muhammad Zia ul-Haqun and Daniel arap Moru were arrested;
    => Ahmed bin Salun|Muhammad Zia ul-Haqun|Daniel arap Moru
en: whereas Lorenzo dell’Astra, Maria da Silvina e Costur and Jan van ‘t Hofar were arrested;
    => Lorenzo dell’Astra|Maria da Silvina e Costur|Jan van ‘t Hofar
en: whereas KIM Jong-sul and LIN Ming-sho were arrested; => KIM Jong-sul|LIN Ming-sho
en: whereas OSCE observers and NGO staff met Ivan Petrov MEP and UN staff; => Ivan Petrov
en: whereas Ngũro wa Thiong’um was arrested; => Ngũro wa Thiong’um
en: whereas Ivan “Vanya” Petrov and Anna ‘Anya’ Orlova were arrested;
    => Ivan “Vanya” Petrov|Anna ‘Anya’ Orlova
en: whereas Dzh. Sultanor and I. S. Petrov were arrested; whereas A.B. Lunin fled;
    => Dzh. Sultanor|I. S. Petrov|A.B. Lunin
en: whereas the Zubranian lawyer Zubrayev Oleg and the Zubranian Chess Club met; => Zubrayev Oleg
en: whereas the judge Justice Okorun and Justice Anna Kern met; => Justice Okorun|Anna Kern
en: whereas Crimean Tatars were deported and Ivan Petrov was arrested; => Ivan Petrov
en: whereas Father Edwin Romas, Sister Ana Bela and Brother Tomas Pirel were arrested;
    => Edwin Romas|Ana Bela|Tomas Pirel
en: whereas His Excellency Ivan Petrov and Sir John Karel met; => Ivan Petrov|John Karel
en: whereas the former President of the Republic Ivan Petrov died; => Ivan Petrov
en: whereas Abdul-Aziz Karun, Ould-Ahmed Sali and Nur al-din Hasun were arrested;
    => Abdul-Aziz Karun|Ould-Ahmed Sali|Nur al-din Hasun
en: whereas Ivan Petrov and Maria Orlova were arrested; => Ivan Petrov|Maria Orlova
en: whereas Conor O’Dorran, Siobhán Ní Dorran and Iain MacLorn’s wife were arrested;
    => Conor O’Dorran|Siobhán Ní Dorran|Iain MacLorn
sv: Zubraniens president Ivan Petrov och premiärminister Anna Orlova avgick. => Ivan Petrov|Anna Orlova
sv: Utrikesministern Anna Orlova och ärkebiskop Tade Kondrasj möttes. Kardinal Jose Zenti greps.
    => Anna Orlova|Tade Kondrasj|Jose Zenti
sv: Överstelöjtnant Pavel Sulin, sergeant Boris Lunin och FN:s särskilda rapportör Nils Adelkvist möttes.
    => Pavel Sulin|Boris Lunin|Nils Adelkvist
sv: Journalisten Roman Kovarik, advokaten Rada Ilieva och poeten August Strandell greps.
    => Roman Kovarik|Rada Ilieva|August Strandell
sv: Roman Kovarik, John West och Alma Rot greps. => Roman Kovarik|John West|Alma Rot
sv: Familjen Kasper vräktes. Gleb Kasper greps. Bröderna Kasper torterades. => Gleb Kasper
sv: Ivan och Maria Petrov greps den 3 maj. => Ivan|Maria Petrov
sv: Magnitskij-lagen och Andrej Sacharov-priset är kända. Kampanjen Bring Kids Back förbjöds. =>
sv: Sergej Magnits lag gäller. Anna Orlova-fonden stängdes. =>
sv: Michail (Misja) Petrov och Anna ”Anja” Orlova greps. => Michail (Misja) Petrov|Anna ”Anja” Orlova
sv: Zj. Sultanor, Ju. Petrov och Ch. Erdenor greps. => Zj. Sultanor|Ju. Petrov|Ch. Erdenor
sv: Ivan PETROV och Anna ORLOVA greps. NGO-lagen och OSSE är kända. => Ivan PETROV|Anna ORLOVA
sv: Malika Raufar qizi, Anna‑Maria Orlova och Chao Hang-wen greps.
    => Malika Raufar qizi|Anna‑Maria Orlova|Chao Hang-wen
sv: Moskvabaserade aktivister och den Kreml-trogna domaren Ivan Petrov möttes. => Ivan Petrov
sv: Enligt Human Rights Watch greps Ivan Petrov. Enligt Ljusa Vägen frigavs Anna Orlova.
    => Ivan Petrov|Anna Orlova
sv: Studenten Karimov dog. => Karimov
en: whereas the journalist Zubair Diaro and Dr Zubrajeva-Kim met; => Zubair Diaro|Zubrajeva-Kim
en: whereas Chao Hang-wen, Lin Ming-sho and Abd-al-Karun Yusef slept;
    => Chao Hang-wen|Lin Ming-sho|Abd-al-Karun Yusef
en: whereas Conor McDorran and DeShal LaRuel slept; => Conor McDorran|DeShal LaRuel
en: whereas Ivan “Big Lamp” Petrov was arrested; => Ivan “Big Lamp” Petrov
en: whereas Na‘im ‘Abdun and ‘Ali Salun were arrested; => Na‘im ‘Abdun|‘Ali Salun
en: whereas Solicitor General Ivan Petrov, Under-Secretary-General Anna Orlova and Emir Salun Badir met;
    => Ivan Petrov|Anna Orlova|Salun Badir
en: whereas Head of State Anna Orlova and City Council Member Ivan Petrov met; => Anna Orlova|Ivan Petrov
en: whereas Ivan Petrov (Union of Lamps) and Anna Orlova (Harbour Choir) were charged;
    => Ivan Petrov|Anna Orlova
en: whereas the singer Maria Council and the author Ana Convention were arrested; whereas the Council met;
    => Maria Council|Ana Convention
en: whereas Boris Lunin was arrested; whereas the Lunins fled; => Boris Lunin
sv: Kronprins Munir bin Salun träffade storimam Yusuf Karum och metropolit Tade Kondrasj.
    => Munir bin Salun|Yusuf Karum|Tade Kondrasj
sv: Redaktören Maj Domar greps. => Maj Domar
sv: Vera Zimas advokater och Gleb Kerns familj talade. => Vera Zima|Gleb Kern
sv: Gleb Kasper greps. Bröderna Kasper, Ilja och Vera, torterades. => Gleb Kasper
"""


@pytest.mark.parametrize(("language", "text", "expected"), read_table(NAMES))
def test_names_of_every_make_are_found_whole(language, text, expected):
    assert "|".join(names(text, language)) == expected


def test_a_given_name_shares_the_family_name_behind_it():
    page = Invented(recitals=["whereas Ivan and Maria Petrov slept; whereas Ivan Sidorov woke;"]).page()
    assert find_mentions(parse(page))["person_id"].tolist() == ["ivan-petrov", "maria-petrov", "ivan-sidorov"]


def test_an_id_keeps_every_letter():
    page = Invented(
        recitals=["whereas Đorđo Šćepal, Łukasz Żaran, Guðrún Þórin and İbrahim Işan met;"]
    ).page()
    ids = find_mentions(parse(page))["person_id"].tolist()
    assert ids == ["dordo-scepal", "lukasz-zaran", "gudrun-thorin", "ibrahim-isan"]


def test_the_family_name_of_two_people_is_nobody_s():
    page = Invented(recitals=["whereas Dulat Agadil and Serik Agadil met; whereas Agadil left;"]).page()
    found = find_mentions(parse(page))
    assert found["person_id"].fillna("").tolist() == ["dulat-agadil", "serik-agadil", ""]


def test_offsets_give_the_name():
    for document in load("practice").documents:
        texts = {(unit.section, unit.label): unit.text for unit in document.paragraphs}
        for row in find_mentions(document).itertuples():
            assert texts[row.section, row.label][row.start : row.end] == row.name_as_printed


def agreement(document, coded):
    found = find_mentions(document)
    key = ["section", "label", "name_as_printed"]
    left, right = found.groupby(key).size(), coded.groupby(key).size()
    both = pd.concat([left, right], axis=1).min(axis=1, skipna=False).fillna(0).sum()
    return round(float(both / left.sum()), 3), round(float(both / right.sum()), 3)


def test_mentions_of_2021_against_the_hand_coding(real_text):
    rows = load("kazakhstan").mentions
    rows = rows[rows["evidence"] == "full_text"]
    precision, recall = agreement(parse(real_text("P9_TA(2021)0056", "sv")), rows)
    assert recall == 1.0
    assert precision >= 0.98


def test_people_of_a_corpus_bear_the_register_s_ids(real_text):
    corpus = load("kazakhstan")
    document = parse(real_text("P9_TA(2021)0056", "sv"))
    named = name_people(document, corpus)
    coded = corpus.hand_mentions[corpus.hand_mentions["evidence"] == "full_text"]
    assert named["person_id"].notna().all()
    assert sorted(named["person_id"]) == sorted(coded["person_id"])


def test_the_command_prints_the_contract(tmp_path, capsys):
    file = tmp_path / "page.txt"
    file.write_text(Invented(recitals=["whereas Zhanar Cherkasov slept;"]).page(), encoding="utf-8")
    assert main(["people", str(file)]) == 0
    assert capsys.readouterr().out == (
        ",".join(COLUMNS) + "\nrecital,A,Zhanar Cherkasov,zhanar-cherkasov,8,24\n"
    )
