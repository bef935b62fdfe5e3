import dataclasses
import itertools

import pandas as pd
import pytest
from invented import Invented, read_table

from analysis import load, parse
from analysis.agreement.people_validity import (
    compare_people,
    measure_people,
    pair_mentions_coded,
    score_pairs_of_mentions,
)
from analysis.annotation.roles import find_people
from analysis.corpus.corpus import Corpus
from analysis.corpus.frames import empty_frame
from analysis.corpus.versions import compare_versions, find_paired_spellings, pair_mentions
from analysis.people.register import find_contradictions, list_register
from analysis.people.review import find_identities, list_review
from analysis.people.timeline import (
    count_asked,
    count_people,
    find_dropped_people,
    find_places,
    find_status_changes,
)


def told(language="en", **parts):
    """(name, occupation/status, asked) of each mention; none where neither is told."""
    found = find_people(parse(Invented(language, **parts).page()))
    return [
        (row.name_as_printed, "/".join(filter(None, (row.occupation, row.status))) or "none", row.asked)
        for row in found.itertuples()
    ]


@pytest.mark.parametrize(
    ("language", "paragraph", "expected"),
    [
        (
            "en",
            "Calls on Zubrania to release the journalist Alma Rot;",
            [("Alma Rot", "journalist/detained", "release")],
        ),
        ("en", "Condemns the verdict against Alma Rot;", [("Alma Rot", "convicted", "nothing")]),
        (
            "en",
            "Calls on Zubrania to drop the charges against Alma Rot and to compensate Igor Bek;",
            [("Alma Rot", "charged", "drop_charges"), ("Igor Bek", "none", "compensation")],
        ),
        (
            "en",
            "Condemns the arrest of Alma Rot; calls on Zubrania to release her and to pay her compensation;",
            [("Alma Rot", "detained", "release")],
        ),
        (
            "en",
            "Calls on the High Representative, Rosa Ek, to raise the case of Igor Bek;",
            [("Rosa Ek", "eu_official", "nothing"), ("Igor Bek", "none", "other")],
        ),
        (
            "en",
            "Calls for an investigation into the death of Igor Bek;",
            [("Igor Bek", "killed_or_died", "investigation")],
        ),
        (
            "sv",
            "Europaparlamentet uppmanar Zubranien att frige de politiska fångarna Alma Rot och Igor Bek.",
            [("Alma Rot", "political_prisoner", "release"), ("Igor Bek", "political_prisoner", "release")],
        ),
        (
            "sv",
            "Europaparlamentet fördömer gripandet av Alma Rot. Parlamentet uppmanar Zubranien att frige henne.",
            [("Alma Rot", "detained", "release")],
        ),
        (
            "sv",
            "Europaparlamentet välkomnar frigivningen av Alma Rot.",
            [("Alma Rot", "none", "nothing")],
        ),
    ],
)
def test_role_and_request_come_from_the_words_around_the_name(language, paragraph, expected):
    assert told(language, operative=[paragraph]) == expected


def test_a_recital_asks_nothing_and_a_role_told_once_holds():
    rows = told(
        recitals=["whereas the lawyer Alma Rot was sentenced to two years;"],
        operative=["Deplores what was done to Alma Rot;"],
    )
    assert rows == [("Alma Rot", "lawyer/convicted", "nothing"), ("Alma Rot", "lawyer/convicted", "nothing")]


def test_a_language_without_rules_tells_no_role():
    found = find_people(
        parse(Invented("fr", recitals=["considérant que Alma Rot et Igor Bek dorment;"]).page())
    )
    assert found[["occupation", "status", "asked", "asked2"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("language", "recital", "roles"),
    [
        (
            "en",
            "whereas Erlan Bek died in prison, and his lawyer Gulnar Rot was arrested;",
            ["killed_or_died", "lawyer/detained"],
        ),
        (
            "en",
            "whereas Murat Bek was killed while the activist Bolat Rot was abroad;",
            ["killed_or_died", "defender"],
        ),
        (
            "en",
            "whereas Anna Bek was killed and the activist Tom Rot was injured;",
            ["killed_or_died", "defender/victim"],
        ),
        (
            "en",
            "whereas President Oleg Bek pardoned Rita Rot, who was released;",
            ["official", "former_prisoner"],
        ),
        ("en", "whereas Aset Bek, whose brother died in custody, is free;", ["none"]),
        ("en", "whereas Alma Rot was threatened after the death of her husband;", ["victim"]),
        ("en", "whereas Igor Bek almost died in May;", ["none"]),
        ("en", "whereas Igor Bek was not convicted;", ["none"]),
        (
            "sv",
            "Dulat Bek dog i häkte, och advokaten Gulnar Rot greps.",
            ["killed_or_died", "lawyer/detained"],
        ),
        ("sv", "Dulat Bek, vars bror dog i häkte, är fri.", ["none"]),
        ("sv", "Dulat Bek frigavs inte.", ["none"]),
    ],
)
def test_nobody_bears_what_is_told_of_another(language, recital, roles):
    assert [role for _, role, _ in told(language, recitals=[recital])] == roles


@pytest.mark.parametrize(
    ("paragraph", "asked"),
    [
        ("Calls on Zubrania not to release Igor Bek before he has served his term;", ["nothing"]),
        ("Calls for the release of Nina Rot; opposes the release of Igor Bek;", ["release", "nothing"]),
        ("Calls on Zubrania, following the release of Rita Rot, to free all prisoners;", ["nothing"]),
        ("Calls on Zubrania to explain why Igor Bek was not released;", ["nothing"]),
        ("Calls on Zubrania to release Rita Rot, lawyer of Igor Bek;", ["release", "nothing"]),
        (
            "Calls on Zubrania to stop harassing Rita Rot, who seeks the release of Olga Kim;",
            ["protection", "nothing"],
        ),
    ],
)
def test_what_is_refused_or_past_is_not_asked(paragraph, asked):
    assert [want for _, _, want in told(operative=[paragraph])] == asked


ASKED = """
en: Condemns the sentencing of Igor Bek; considers it necessary that he be released without delay;
    => release
en: Deplores the arrest of Alma Rot and calls for this activist to be freed; => release
en: Is appalled at the jailing of Igor Bek, Alma Rot and Tom Ek; urges Zubrania to release these three at once;
    => release,release,release
en: Condemns the house arrest of Alma Rot; demands that the house arrest be lifted; => release
en: Calls for the sentences against Igor Bek, Alma Rot and Tom Ek to be quashed;
    => rehabilitation,rehabilitation,rehabilitation
en: Demands that the charges against Igor Bek and Alma Rot be dropped and that Tom Ek be compensated;
    => drop_charges,drop_charges,compensation
en: Calls for the travel ban imposed on Alma Rot to be lifted; => lift_ban
en: Reiterates that Igor Bek must be given a fair trial; => fair_trial
en: Is convinced that Igor Bek should be acquitted and released; => rehabilitation
en: Notes that Igor Bek was released in May; => nothing
en: Welcomes the release of Igor Bek; => nothing
en: Recalls that Igor Bek was sentenced; calls on the authorities to respect the rule of law; => nothing
en: Condemns the arrest of Igor Bek; calls on Zubrania to release his lawyer; => nothing
en: Calls on Zubrania to release the wife of Igor Bek; => nothing
en: Calls on Zubrania to release Igor Bek's brother; => nothing
en: Condemns the arrest of Igor Bek; calls on the Member States to use their leverage; => nothing
en: Stresses that the verdict against Alma Rot must be annulled; => rehabilitation
en: Underlines that all charges against Igor Bek ought to be dropped; => drop_charges
en: Believes it essential to investigate the death of Igor Bek; => investigation
en: Condemns the trial of Igor Bek and Alma Rot; calls on the court to acquit both;
    => rehabilitation,rehabilitation
en: Regrets that Igor Bek was convicted; insists that the conviction be overturned; => rehabilitation
en: Reiterates its demand that Igor Bek be released; => release
en: Supports the call for the release of Alma Rot; => release
en: Calls on the Council to impose travel bans on Igor Bek; => other
en: Calls for an end to the travel ban on Alma Rot; => lift_ban
en: Calls for the release of Igor Bek and Alma Rot and for all charges against them to be dropped;
    => release,release
en: Calls on the High Representative to raise the cases of Igor Bek and Alma Rot; => other,other
en: Welcomes the release of Igor Bek, but regrets that Alma Rot remains in prison and calls for her release;
    => nothing,release
en: Condemns the arrests of Igor Bek, Alma Rot and Tom Ek and calls for the immediate release of all three men;
    => release,release,release
en: Takes the view that Igor Bek needs to be set free; => release
en: Points out that Igor Bek has been tortured; demands that those responsible be brought to justice;
    => nothing
en: Deplores the fact that Igor Bek remains under house arrest; => nothing
en: Calls on Zubrania to return the passport of Alma Rot; => lift_ban
en: Demands that the criminal case against Igor Bek, a journalist, be closed; => drop_charges
en: Urges Zubrania to lift the house arrest of Alma Rot and Igor Bek; => release,release
en: Expresses its solidarity with Igor Bek and his family; calls for an end to the harassment of Alma Rot;
    => nothing,protection
sv: Europaparlamentet upprepar sitt krav på att Igor Bek friges. => release
sv: Europaparlamentet uppmanar rådet att införa reseförbud för Igor Bek. => other
sv: Europaparlamentet kräver att de domar som avkunnats mot Igor Bek och Alma Rot upphävs.
    => rehabilitation,rehabilitation
sv: Europaparlamentet beklagar att Igor Bek dömdes och anser att han måste frikännas. => rehabilitation
sv: Europaparlamentet kräver att utreseförbudet för Alma Rot hävs. => lift_ban
sv: Europaparlamentet fördömer gripandena av Igor Bek och Alma Rot. Parlamentet kräver att de båda aktivisterna friges.
    => release,release
sv: Europaparlamentet insisterar på att Igor Bek omedelbart friges. => release
sv: Europaparlamentet förväntar sig att myndigheterna friger Alma Rot. => release
sv: Europaparlamentet betonar att Tom Ek måste friges. => release
sv: Europaparlamentet anser det nödvändigt att domen mot Igor Bek upphävs. => rehabilitation
sv: Europaparlamentet fördömer gripandet av Alma Rot och kräver att journalisten friges. => release
sv: Europaparlamentet fördömer domarna mot Igor Bek, Alma Rot och Tom Ek. Parlamentet kräver att dessa tre friges.
    => release,release,release
sv: Europaparlamentet kräver att åtalen mot Igor Bek och Alma Rot läggs ned. => drop_charges,drop_charges
sv: Europaparlamentet kräver att husarresten för Alma Rot hävs. => release
sv: Europaparlamentet uppmanar Zubranien att häva reseförbudet för Alma Rot. => lift_ban
sv: Europaparlamentet fördömer husarresten för Alma Rot. Parlamentet kräver att husarresten upphävs.
    => release
en: Notes that Igor Bek has been jailed; demands his freedom; => release
sv: Europaparlamentet understryker behovet av att frige Igor Bek. => release
sv: Europaparlamentet noterar att Igor Bek frigavs i maj. => nothing
sv: Europaparlamentet uppmanar Zubranien att frige Igor Beks bror. => nothing
sv: Europaparlamentet fördömer gripandet av Igor Bek. Parlamentet uppmanar Zubranien att frige hans advokat.
    => nothing
sv: Europaparlamentet fördömer gripandet av Igor Bek. Parlamentet uppmanar de zubraniska myndigheterna att lyda lagen.
    => nothing
"""


@pytest.mark.parametrize(("language", "paragraph", "asked"), read_table(ASKED))
def test_what_is_asked_reaches_those_who_are_meant(language, paragraph, asked):
    assert ",".join(want for _, _, want in told(language, operative=[paragraph])) == asked


TOLD = """
en: whereas Prime Minister Igor Bek met; whereas Alma Rot, the widow of the murdered editor Tom Ek, spoke;
    => official,none,journalist/killed_or_died
en: whereas Igor Bek was arrested; whereas he was later sentenced to two years; => convicted
en: whereas Igor Bek and Mrs Alma Rot went missing; whereas they were found dead;
    => killed_or_died,killed_or_died
en: whereas the lawyer Igor Bek was arrested; whereas the lawyer was killed; => lawyer/killed_or_died
en: whereas Alma Rot, a poet, and Tom Ek, a teacher, were detained; => artist/detained,other/detained
en: whereas Alma Rot, who was killed, and Tom Ek, who was arrested, were friends; => killed_or_died,detained
en: whereas Igor Bek's mother was arrested; whereas the lawyers of Alma Rot were killed; => none,none
en: whereas Igor Bek, brother of Alma Rot, was killed; => killed_or_died,none
en: whereas his father, Oleg Bek, was arrested; => detained
en: whereas Igor Bek was arrested; whereas his lawyer was killed; => detained
en: whereas Dr Igor Bek, Prof. Alma Rot and Ms Vera Zim were sentenced to death;
    => convicted,convicted,convicted
en: whereas Igor Bek and his father, Bek Igor, were jailed; => detained,detained
en: whereas Judge Igor Bek and his wife, Alma Rot, were killed; => official/killed_or_died,killed_or_died
en: whereas Igor Bek (Union of Lamps) and Alma Rot (Harbour Choir) were charged; => charged,charged
en: whereas Igor Bek, President of the Lamp Club, and Alma Rot, a baker, were arrested;
    => other/detained,other/detained
en: whereas charges were brought against Mr Bek and Ms Rot; => charged,charged
sv: Igor Bek och dr Alma Rot dömdes till fem års fängelse. => convicted,convicted
sv: Igor Bek greps. Han dömdes till två års fängelse. => convicted
sv: Igor Bek och Alma Rot greps. De dödades. => killed_or_died,killed_or_died
sv: Journalisten Igor Bek greps. Journalisten dödades. => journalist/killed_or_died
sv: Alma Rot, dotter till den fängslade advokaten Tom Ek, hördes. => none,lawyer/detained
sv: Vera Zims advokater och Gleb Kerns familj talade. Vera Zim log. Gleb Kern log.
    => none,none,none,none
sv: Igor Bek greps. Hans advokat dödades. => detained
sv: Alma Rot, ordförande för Schackklubben, och Vera Hale, chef för Hamnkören, greps. => detained,detained
"""


@pytest.mark.parametrize(("language", "recital", "roles"), read_table(TOLD))
def test_what_is_told_reaches_those_who_are_meant(language, recital, roles):
    assert ",".join(role for _, role, _ in told(language, recitals=[recital])) == roles


def test_father_and_son_are_two():
    rows = find_people(
        parse(Invented(recitals=["whereas Amadu Khelid and his father, Khelid Amadu, met;"]).page())
    )
    assert rows["person_id"].tolist() == ["amadu-khelid", "khelid-amadu"]


def test_people_of_one_name_only_or_like_names_are_not_joined(country):
    earlier = ["whereas the student Karimov died; whereas Sergei Uskov and Aset Nurlanuly Bek slept;"]
    later = ["whereas the minister Karimov resigned; whereas Sergei Usov and Aset Serikuly Bek woke;"]
    corpus = country(earlier, later)
    mentions = corpus.mentions
    known = mentions.dropna(subset="person_id").groupby("person_id")["reference"].nunique()
    assert (known == 1).all()
    questions = list_review(corpus)
    assert {"Karimov", "Sergei Usov"} <= set(questions["left"]) | set(questions["right"].dropna())


def test_a_text_without_rules_says_nothing_of_requests(country):
    corpus = country(["considérant que Alma Rot et Igor Bek dorment;"], language="fr")
    people = count_people(corpus)
    assert people[["occupation", "status"]].isna().all(axis=None)
    assert people["asked"].isna().all()
    assert count_asked(corpus.mentions)["asked"].isna().all()
    assert find_places(count_asked(corpus.mentions)).empty
    assert find_status_changes(corpus).empty


def test_names_in_another_script_have_ids_of_their_own(country):
    corpus = country(["като има предвид, че Иван Петров и Олег Козлов спят;"], language="bg")
    assert corpus.mentions["person_id"].dropna().is_unique


def test_a_name_of_short_parts_stays_unknown_elsewhere(country):
    corpus = country(["whereas the lawyer Xu Li slept;"], ["whereas Alma Rot woke;"])
    states = count_people(corpus).set_index(["person_id", "reference"])["state"]
    assert states["xu-li", "P9_TA(2032)0999"] == "unknown"
    assert states["alma-rot", "P9_TA(2031)0999"] == "absent"


def test_a_country_is_nobody_s_given_name():
    rows = told(recitals=["whereas the activist Jordan Peters left; whereas refugees from Jordan arrived;"])
    assert [name for name, *_ in rows] == ["Jordan Peters"]


def without_coding(corpus: Corpus) -> Corpus:
    blank = {f"hand_{name}": empty_frame(name) for name in ("mentions", "people", "demands")}
    blank |= {name: empty_frame(name) for name in ("spellings", "demand_people")}
    return dataclasses.replace(corpus, **blank, coverage=empty_frame("coverage"))


def test_people_found_by_rule_alone_are_joined_across_years_and_versions(practice):
    """Against the hand coding: B-cubed over the mentions of ten texts, and no two people joined."""
    corpus = without_coding(practice)
    mentions = corpus.mentions
    assert set(mentions["coder"]) == {"rules"}
    assert set(mentions["evidence"]) == {"full_text"}
    key = ["reference", "language", "section", "label", "name_as_printed"]
    frames = [
        frame.assign(again=frame.groupby(key).cumcount()) for frame in (mentions, practice.hand_mentions)
    ]
    both = frames[0].merge(frames[1], on=[*key, "again"], suffixes=("", "_coded"))
    assert len(both) >= 0.99 * len(practice.hand_mentions)
    known = both.dropna(subset="person_id")
    people = known.groupby("person_id")["person_id_coded"].nunique()
    assert (people == 1).all(), people[people > 1]
    renamed = known.rename(columns={"person_id": "person_id_found"})
    assert score_pairs_of_mentions(renamed) >= 0.95


def test_what_is_uncertain_waits_for_a_person(practice):
    review = list_review(practice)
    pairs = {tuple(sorted(pair)) for pair in review[["left_person", "right_person"]].dropna().to_numpy()}
    assert ("yerlan-shukenov", "yerzhan-shukenov") in pairs
    judged = pd.DataFrame(
        {
            "person_id": ["yerlan-shukenov"],
            "other_id": ["yerzhan-shukenov"],
            "decision": ["different"],
            "reviewer": ["somebody"],
            "date": pd.to_datetime(["2030-01-01"]),
            "reason": ["a miner and a journalist"],
        }
    )
    settled = list_review(dataclasses.replace(practice, identities=judged))
    assert len(settled) == len(review) - 1
    joined = dataclasses.replace(practice, identities=judged.assign(decision="same"))
    assert "yerzhan-shukenov" not in set(joined.mentions["person_id"])


def test_versions_are_paired_by_position(practice):
    english = practice.spellings[practice.spellings["language"] == "en"]
    paired = find_paired_spellings(dataclasses.replace(practice, spellings=english))
    truth = practice.spellings[practice.spellings["language"] == "sv"]
    checked = paired.merge(truth, on=["form", "language", "reference"], suffixes=("", "_true"))
    assert (checked["person_id"] == checked["person_id_true"]).all()
    assert len(checked) >= 0.98 * len(truth)
    assert (pair_mentions(practice)["decision"] != "different").all()
    versions = compare_versions(practice)
    assert versions["agree"].sum() == (versions["left"] == versions["right"]).sum()


def test_every_step_of_an_identity_is_explained(practice):
    links = find_identities(practice)
    mentions = practice.hand_mentions
    texts = mentions.groupby("person_id")["reference"].nunique()
    assert len(links) == (texts - 1).sum()
    assert links["reason"].notna().all()
    assert set(links["held"]) == {"by the register"}


def test_nobody_is_absent_whose_name_may_stand_in_a_text_at_hand(practice):
    """The rule against a plain search for the spellings that the hand coding knows."""
    people = count_people(without_coding(practice))
    texts = {}
    for document in practice.documents:
        words = " ".join(unit.text for unit in document.paragraphs)
        texts[document.reference] = texts.get(document.reference, "") + words
    forms = without_coding(practice).mentions.groupby("person_id")["name_as_printed"].agg(set)
    for row in people[people["state"] == "absent"].itertuples():
        assert not any(form in texts[row.reference] for form in forms[row.person_id])
    assert set(people["state"]) <= {"present", "absent", "unknown"}


def test_without_a_text_absence_stays_unknown():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_TEXTS", "none")
        corpus = load("kazakhstan")
    people = count_people(corpus)
    unread = people[people["reference"] != "P9_TA(2021)0056"]
    assert set(unread["state"]) == {"present", "unknown"}
    assert unread.loc[unread["state"] == "unknown", "n"].isna().all()
    dropped = find_dropped_people(corpus)
    assert set(dropped["next_reference"]) == {"P9_TA(2021)0056"}


def test_sources_that_differ_stay_side_by_side():
    """Openings in two languages are one text, citations name documents: only other sources can differ from it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_TEXTS", "none")
        corpus = load("kazakhstan")
    assert find_contradictions(corpus.hand_mentions).dropna().empty
    kozlov = (corpus.hand_mentions["person_id"] == "vladimir-kozlov") & (
        corpus.hand_mentions["reference"] == "P7_TA(2013)0190"
    )
    charged = (
        corpus.hand_mentions[kozlov]
        .head(1)
        .assign(evidence="ngo_report", source="x", section=None, status="charged")
    )
    both = pd.concat([corpus.hand_mentions, charged], ignore_index=True)
    told = find_contradictions(both).dropna()
    assert set(told) == {"status: charged, convicted"}
    assert set(both.loc[told.index, "person_id"]) == {"vladimir-kozlov"}
    assert set(both.loc[told.index, "status"]) == {"charged", "convicted"}
    register = list_register(corpus)
    assert len(register) >= len(corpus.hand_mentions)
    forms = set(zip(register["person_id"], register["form"], strict=True))
    assert set(zip(corpus.spellings["person_id"], corpus.spellings["form"], strict=True)) <= forms


def test_status_changes_and_reasons(practice):
    changes = find_status_changes(practice).set_index(["person_id", "next_reference"])
    row = changes.loc[("bakhyt-dzhumaliev", "P9_TA(2021)9051")]
    assert (row["status"], row["next_status"]) == ("detained", "killed_or_died")
    dropped = find_dropped_people(practice).set_index("person_id")
    assert dropped.loc["serik-malgazhdar", "reason"] == "killed_or_died"
    assert pd.isna(dropped.loc["oleg-chernyshin", "reason"])
    people = count_people(practice).set_index(["person_id", "reference"])["state"]
    for person, row in dropped.iterrows():
        assert people[person, row["reference"]] == "present"
        assert people[person, row["next_reference"]] == "absent"


def test_places_add_up(practice):
    asked = count_asked(practice.mentions)
    places = find_places(asked)
    assert places["n"].sum() == len(asked)
    for row in places.itertuples():
        rows = asked[(asked["reference"] == row.reference) & (asked["asked"] == row.asked)]
        inside = {
            "recitals only": (rows["recital"] > 0) & (rows["operative"] == 0),
            "both": (rows["recital"] > 0) & (rows["operative"] > 0),
            "paragraphs only": (rows["recital"] == 0) & (rows["operative"] > 0),
        }
        assert inside[row.place].sum() == row.n


def test_pairwise_f1_against_a_loop():
    found = ["a", "a", "b", "b", "b", "c"]
    coded = ["x", "x", "x", "y", "y", "z"]
    known = pd.DataFrame({"person_id_found": found, "person_id_coded": coded})
    pairs = list(itertools.combinations(range(6), 2))
    right = sum(found[i] == found[j] and coded[i] == coded[j] for i, j in pairs)
    together = sum(found[i] == found[j] for i, j in pairs), sum(coded[i] == coded[j] for i, j in pairs)
    precision, recall = right / together[0], right / together[1]
    assert score_pairs_of_mentions(known) == pytest.approx(2 * precision * recall / (precision + recall))


def test_measures_of_people_by_hand():
    columns = ["section", "label", "name_as_printed", "person_id", "occupation", "status", "asked"]
    found = pd.DataFrame(
        [
            ("recital", "A", "Alma Rot", "p", "lawyer", None, "nothing"),
            ("recital", "A", "Alma Rot", "p", None, "charged", "nothing"),
            ("operative", "1", "Igor Bek", "q", None, "detained", "release"),
            ("operative", "2", "Bright Path", "r", None, None, "other"),
        ],
        columns=columns,
    )
    coded = found.iloc[[0, 2]].assign(occupation=["journalist", ""])
    coded.loc[len(found)] = ("operative", "3", "Alma Rot", "p", None, None, "nothing")
    measured = compare_people(found, coded).set_index(["measure", "statistic"])["value"].to_dict()
    assert measured["mentions", "precision"] == 0.5
    assert measured["mentions", "recall"] == pytest.approx(0.667, abs=0.001)
    assert measured["occupation", "accuracy"] == 0.5
    assert measured["status", "accuracy"] == 1.0
    assert measured["asked", "accuracy"] == 1.0
    assert len(pair_mentions_coded(found, coded)) == 5


def test_people_are_measured_as_reported():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_TEXTS", "none")
        measured = measure_people(load("kazakhstan"))
    wide = measured.pivot(index="text", columns=["measure", "statistic"], values="value")
    told = ["mentions", "occupation", "status", "asked"]
    assert wide.loc["held out, en", told].tolist() == [0.941, 0.964, 0.762, 0.662, 0.718]
    assert wide.loc["held out, sv", told].tolist() == [0.884, 0.974, 0.658, 0.763, 0.632]
    assert (wide["identity", "B-cubed F1"] >= 0.87).all()
    assert (wide[wide.index.str.startswith("two hands")] >= 0.92).all(axis=None)
    coded = wide.loc["P9_TA(2021)0056, sv"]
    assert coded["mentions", "recall"] == 1.0
    assert coded["mentions", "precision"] >= 0.98
