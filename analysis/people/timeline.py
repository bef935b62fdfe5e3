"""Who is named in which resolution, what they are, what befell them, what is asked; every answer with its coverage."""

from itertools import pairwise

import pandas as pd

from analysis.corpus.corpus import Corpus, computed_once
from analysis.corpus.coverage import ABSENT, UNKNOWN, fill_unknown
from analysis.corpus.readings import HAND, find_whole
from analysis.documents.tokens import find_words
from analysis.lexicon.codes import EVIDENCE
from analysis.names.matching import find_heard

_DEAD = "killed_or_died"
_TELLING = (_DEAD, "former_prisoner")
_SPELLINGS_KNOWN = ("en", "sv")  # languages whose spelling of names was tested
_OFFICE = "eu_official"
_WELCOME = ("welcomes", "warmly_welcomes", "notes_with_satisfaction")


def find_namings(corpus: Corpus) -> pd.DataFrame:
    """Mentions that name a person in an adopted text: no motions, and no citations, whose names are of documents."""
    mentions = corpus.mentions
    return mentions[(mentions["evidence"] != "motion") & (mentions["section"] != "citation")]


def find_named_people(corpus: Corpus) -> dict[str, str]:
    """person_id → name of those whom `find_namings` names."""
    named = set(find_namings(corpus)["person_id"].dropna())
    return {person: name for person, name in corpus.person_names.items() if person in named}


def find_office_holders(corpus: Corpus) -> set[str]:
    """Ids of those of whom nothing is told but an office of the EU: Parliament does not speak for them."""
    told = find_namings(corpus).dropna(subset="person_id")
    told = told[told["occupation"].notna() | told["status"].notna()]
    only = ((told["occupation"] == _OFFICE) & told["status"].isna()).groupby(told["person_id"]).all()
    return set(only.index[only])


@computed_once
def count_people(corpus: Corpus) -> pd.DataFrame:
    """One row per person and resolution: reference, person_id, n, state, occupation, status, asked, evidence.

    n counts mentions in one language at the best evidence level that names the person there, of
    `find_namings`; office holders of the EU stand in `count_office_holders`. Occupation, status and asked are
    those of that level: the last told, but "killed_or_died" wherever it is told; and the first thing asked
    ("nothing" where all mentions say so). What a person is and what befell them are missing where nothing is
    told or sources differ, asked where it is not known. A resolution that was not read in full
    is known not to name a person only where its text is at hand, in a language whose spelling of
    names is known, and no word of it sounds like a part of the person's name. Computed once per corpus.
    """
    named = find_namings(corpus).dropna(subset="person_id")
    named = named[~named["person_id"].isin(find_office_holders(corpus))]
    named = named.assign(level=named["evidence"].map(EVIDENCE.index))
    key = ["reference", "person_id"]
    best = named[named["level"] == named.groupby(key)["level"].transform("min")]
    counts = best.groupby(key).agg(asked=("asked", _first_asked), evidence=("evidence", "first"))
    for column in ("occupation", "status"):
        told = {at: _tell_last(rows, column) for at, rows in best.groupby(key)}
        counts[column] = pd.Series(told, dtype="object")
    counts["n"] = best.groupby([*key, "language"]).size().groupby(key).max()
    seen = find_whole(corpus, (HAND,))
    counts = counts.reset_index()
    counts = counts[counts["reference"].isin(seen.index)]
    people = list(dict.fromkeys(counts["person_id"]))
    return _rule_out(corpus, fill_unknown(counts, "person_id", people, seen))


def _tell_last(rows: pd.DataFrame, column: str) -> str | None:
    """What is told last of one person in one resolution; None where nothing is told or sources differ."""
    told = rows[column].dropna()
    if told.empty:
        return None
    if (rows["evidence"] != "full_text").any() and told.nunique() > 1:
        return None
    return _DEAD if (told == _DEAD).any() else str(told.iloc[-1])


def _first_asked(asked: pd.Series) -> str | None:
    known = asked.dropna()
    wanted = known[known != "nothing"]
    if len(wanted):
        return str(wanted.iloc[0])
    return "nothing" if len(known) == len(asked) and len(known) else None


def _rule_out(corpus: Corpus, people: pd.DataFrame) -> pd.DataFrame:
    """Unknown becomes absent where a text at hand has no word that sounds like any part of the person's names."""
    mentions = corpus.mentions.rename(columns={"name_as_printed": "form"})
    forms = pd.concat([mentions[["form", "person_id"]], corpus.spellings[["form", "person_id"]]])
    parts = forms.assign(part=forms["form"].str.split()).explode("part").dropna()
    parts = (
        parts[parts["part"].str.len() > 2].groupby("person_id")["part"].agg(lambda part: sorted(set(part)))
    )
    state = people["state"].copy()
    for document in corpus.documents:
        if document.language not in _SPELLINGS_KNOWN:
            continue
        text = " ".join(unit.text for unit in document.paragraphs if unit.section != "citation")
        words = sorted({word for word in find_words(text) if word[0].isupper()})
        asked = people[(people["reference"] == document.reference) & (state == UNKNOWN)]
        sought = asked["person_id"].map(parts).dropna() if words else parts[:0]
        heard = find_heard({part for of in sought for part in of}, words, document.language)
        state[[place for place, of in sought.items() if heard.isdisjoint(of)]] = ABSENT
    return people.assign(state=state, n=people["n"].mask((state == ABSENT) & people["n"].isna(), 0))


def find_returning_people(people: pd.DataFrame) -> pd.DataFrame:
    """Rows of `count_people` for those named in two resolutions or more."""
    times = people[people["state"] == "present"].groupby("person_id")["reference"].nunique()
    return people[people["person_id"].isin(times.index[times > 1])].reset_index(drop=True)


def find_status_changes(corpus: Corpus) -> pd.DataFrame:
    """One row per person and step to the next resolution that tells a status: how it changed.

    Returns:
        person_id, reference, status, evidence, next_reference, next_status, next_evidence; only steps on
        which both are told and differ. Sources of different evidence may see different parts.
    """
    named = count_people(corpus)
    named = named[(named["state"] == "present") & named["status"].notna()]
    order = list(corpus.series["reference"])
    rows = []
    for person, of in named.groupby("person_id"):
        steps = of.sort_values("reference", key=lambda column: column.map(order.index))
        for earlier, later in pairwise(steps.itertuples()):
            if earlier.status != later.status:
                row = (person, earlier.reference, earlier.status, earlier.evidence)
                rows.append((*row, later.reference, later.status, later.evidence))
    columns = ["person_id", "reference", "status", "evidence"]
    columns += ["next_reference", "next_status", "next_evidence"]
    return pd.DataFrame(rows, columns=columns)


def find_dropped_people(corpus: Corpus) -> pd.DataFrame:
    """One row per person who is named and, in the next resolution of which it is known, not named.

    Returns:
        person_id, reference (last that names the person), occupation and status there, next_reference (does not name),
        reason: what resolutions up to that one tell that explains it: death, release, or that a measure
        for the person was welcomed; missing where they tell nothing, which is not "solved". Resolutions in
        between of which it is not known are passed over.
    """
    people = count_people(corpus)
    order = list(corpus.series["reference"])
    welcomed = corpus.hand_demands[corpus.hand_demands["act"].isin(_WELCOME)].merge(
        corpus.demand_people, on="demand_id"
    )
    praised = set(zip(welcomed["person_id"], welcomed["reference"], strict=True)) | _find_praised(corpus)
    rows = []
    for person, of in people[people["state"] != UNKNOWN].groupby("person_id"):
        steps = of.sort_values("reference", key=lambda column: column.map(order.index))
        for earlier, later in pairwise(steps.itertuples()):
            if earlier.state == "present" and later.state == ABSENT:
                before = steps[steps["reference"].map(order.index) <= order.index(earlier.reference)]
                told = [status for status in _TELLING if (before["status"] == status).any()]
                told += ["welcomed"] if any((person, name) in praised for name in before["reference"]) else []
                row = (person, earlier.reference, earlier.occupation, earlier.status, later.reference)
                rows.append((*row, told[0] if told else None))
    columns = ["person_id", "reference", "occupation", "status", "next_reference", "reason"]
    return pd.DataFrame(rows, columns=columns)


def _find_praised(corpus: Corpus) -> set[tuple[str, str]]:
    """(person, reference) where a paragraph that names the person welcomes something, in texts read by rule."""
    acts = corpus.demands
    acts = acts[(acts["coder"] == "rules") & acts["act"].isin(_WELCOME)]
    named = (
        find_namings(corpus).query("section == 'operative' and coder == 'rules'").dropna(subset="person_id")
    )
    key = ["reference", "label"]
    beside = named.merge(acts[key].drop_duplicates(), on=key)
    return set(zip(beside["person_id"], beside["reference"], strict=True))


def count_office_holders(corpus: Corpus) -> pd.DataFrame:
    """One row per office holder of the EU and resolution that names them: person_id, reference."""
    named = find_namings(corpus)
    rows = named[named["person_id"].isin(find_office_holders(corpus))]
    order = list(corpus.series["reference"])
    rows = rows[rows["reference"].isin(order)].drop_duplicates(["person_id", "reference"])
    return rows.sort_values("reference", key=lambda column: column.map(order.index))[
        ["person_id", "reference"]
    ]


def count_asked(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per person and resolution known from the full text: where named and whether anything is asked.

    Args:
        mentions: as `find_namings` gives them.

    Returns:
        reference, person_id, recital and operative (mentions in one language), asked (true, false, or
        missing where requests are not known because the language has no rules).
    """
    rows = mentions[(mentions["evidence"] == "full_text") & mentions["person_id"].notna()]
    key = ["reference", "person_id"]
    rows = rows.assign(wanted=(rows["asked"] != "nothing").astype("boolean").mask(rows["asked"].isna()))
    counts = rows.groupby([*key, "language"]).agg(
        recital=("section", lambda sections: int((sections == "recital").sum())),
        operative=("section", lambda sections: int((sections == "operative").sum())),
        asked=("wanted", "max"),
    )
    return counts.groupby(key).max().reset_index()


def count_asked_people(corpus: Corpus) -> pd.DataFrame:
    """`count_asked` of the people for whom Parliament may speak: office holders of the EU left out."""
    rows = count_asked(find_namings(corpus))
    return rows[~rows["person_id"].isin(find_office_holders(corpus))]


def find_places(asked: pd.DataFrame) -> pd.DataFrame:
    """One row per resolution, place (recitals only, both, paragraphs only) and whether anything is asked: n people.

    Args:
        asked: as `count_asked` gives it.
    """
    asked = asked.dropna(subset="asked")
    place = pd.Series("both", index=asked.index).mask(asked["operative"] == 0, "recitals only")
    place = place.mask(asked["recital"] == 0, "paragraphs only")
    counts = asked.assign(place=place).groupby(["reference", "place", "asked"]).size()
    return counts.rename("n").reset_index()
