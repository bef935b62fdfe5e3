"""Who is named in which resolution, in which role, and what is asked; every answer with its coverage."""

from itertools import pairwise

import pandas as pd

from analysis.codes import EVIDENCE
from analysis.corpus import Corpus
from analysis.coverage import ABSENT, UNKNOWN, fill_unknown, find_read_in_full, find_series
from analysis.names import match_names
from analysis.register import collect_mentions
from analysis.tokens import find_words

_TELLING = ("killed_or_died", "former_prisoner")
_WELCOME = ("welcomes", "warmly_welcomes", "notes_with_satisfaction")


def count_people(corpus: Corpus) -> pd.DataFrame:
    """One row per person and resolution: reference, person_id, n, state, role, asked, evidence.

    n counts mentions in one language at the best evidence level that names the person there;
    motions are left out, since they are not the adopted text. Role and asked are those of that
    level: the last role printed that is not "other", and the first thing asked ("nothing" where
    all mentions say so, missing where it is not known). A resolution that was not read in full is
    known not to name a person only where its text is at hand and no word of it is like a part of
    the person's name.
    """
    named = collect_mentions(corpus).dropna(subset="person_id")
    named = named[named["evidence"] != "motion"].assign(
        level=lambda rows: rows["evidence"].map(EVIDENCE.index)
    )
    key = ["reference", "person_id"]
    best = named[named["level"] == named.groupby(key)["level"].transform("min")]
    counts = best.groupby(key).agg(
        role=("role", _last_told),
        asked=("asked", _first_asked),
        evidence=("evidence", "first"),
    )
    counts["n"] = best.groupby([*key, "language"]).size().groupby(key).max()
    seen = find_read_in_full(corpus)
    counts = counts.reset_index()
    counts = counts[counts["reference"].isin(seen.index)]
    people = list(dict.fromkeys(counts["person_id"]))
    return _rule_out(corpus, fill_unknown(counts, "person_id", people, seen))


def _last_told(roles: pd.Series) -> str:
    told = roles[roles != "other"]
    return str((told if len(told) else roles).iloc[-1])


def _first_asked(asked: pd.Series) -> str | None:
    known = asked.dropna()
    wanted = known[known != "nothing"]
    if len(wanted):
        return str(wanted.iloc[0])
    return "nothing" if len(known) == len(asked) else None


def _rule_out(corpus: Corpus, people: pd.DataFrame) -> pd.DataFrame:
    """Unknown becomes absent where a text at hand has no word like any part of the person's names."""
    mentions = collect_mentions(corpus)
    forms = pd.concat(
        [
            mentions["name_as_printed"].to_frame("form").assign(person_id=mentions["person_id"]),
            corpus.spellings[["form", "person_id"]],
        ]
    )
    parts = forms.assign(part=forms["form"].str.split()).explode("part").dropna()
    parts = (
        parts[parts["part"].str.len() > 2].groupby("person_id")["part"].agg(lambda part: sorted(set(part)))
    )
    state = people["state"].copy()
    for document in corpus.documents:
        text = " ".join(unit.text for unit in document.paragraphs)
        words = sorted({word for word in find_words(text) if word[0].isupper()})
        asked = people[(people["reference"] == document.reference) & (state == UNKNOWN)]
        for row in asked.itertuples():
            own = parts[row.person_id]
            pairs = pd.MultiIndex.from_product([own, words])
            judged = match_names(
                list(pairs.get_level_values(0)), list(pairs.get_level_values(1)), None, document.language
            )
            if (judged["decision"] == "different").all():
                state[row.Index] = ABSENT
    return people.assign(state=state, n=people["n"].mask((state == ABSENT) & people["n"].isna(), 0))


def find_returning_people(people: pd.DataFrame) -> pd.DataFrame:
    """Rows of `count_people` for those named in two resolutions or more."""
    times = people[people["state"] == "present"].groupby("person_id")["reference"].nunique()
    return people[people["person_id"].isin(times.index[times > 1])].reset_index(drop=True)


def find_role_changes(corpus: Corpus) -> pd.DataFrame:
    """One row per person and step to the next resolution that names the person: how the role changed.

    Returns:
        person_id, reference, role, evidence, next_reference, next_role, next_evidence; only steps on
        which both roles are told and differ. Sources of different evidence may see different parts.
    """
    named = count_people(corpus)
    named = named[(named["state"] == "present") & (named["role"] != "other")]
    order = list(find_series(corpus)["reference"])
    rows = []
    for person, of in named.groupby("person_id"):
        steps = of.sort_values("reference", key=lambda column: column.map(order.index))
        for earlier, later in pairwise(steps.itertuples()):
            if earlier.role != later.role:
                row = (person, earlier.reference, earlier.role, earlier.evidence)
                rows.append((*row, later.reference, later.role, later.evidence))
    columns = ["person_id", "reference", "role", "evidence", "next_reference", "next_role", "next_evidence"]
    return pd.DataFrame(rows, columns=columns)


def find_dropped_people(corpus: Corpus) -> pd.DataFrame:
    """One row per person and resolution that is known not to name the person, after one that did.

    Returns:
        person_id, reference (last that names the person), role there, next_reference (does not name),
        reason: what resolutions up to then tell that explains it: death, release, or that a measure
        for the person was welcomed; blank where they tell nothing. Blank is not "solved".
    """
    people = count_people(corpus)
    order = list(find_series(corpus)["reference"])
    welcomed = corpus.demands[corpus.demands["act"].isin(_WELCOME)].merge(
        corpus.demand_people, on="demand_id"
    )
    rows = []
    for person, of in people.groupby("person_id"):
        steps = of.sort_values("reference", key=lambda column: column.map(order.index))
        for earlier, later in pairwise(steps.itertuples()):
            if earlier.state == "present" and later.state == ABSENT:
                reason = earlier.role if earlier.role in _TELLING else None
                praised = welcomed[
                    (welcomed["person_id"] == person) & (welcomed["reference"] == earlier.reference)
                ]
                reason = reason or ("welcomed" if len(praised) else None)
                rows.append((person, earlier.reference, earlier.role, later.reference, reason))
    return pd.DataFrame(rows, columns=["person_id", "reference", "role", "next_reference", "reason"])


def count_asked(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per person and resolution known from the full text: where named and whether anything is asked.

    Args:
        mentions: as `register.collect_mentions` gives them.

    Returns:
        reference, person_id, recital and operative (mentions in one language), asked (true or false).
    """
    rows = mentions[(mentions["evidence"] == "full_text") & mentions["person_id"].notna()]
    key = ["reference", "person_id"]
    counts = rows.groupby([*key, "language"]).agg(
        recital=("section", lambda sections: int((sections == "recital").sum())),
        operative=("section", lambda sections: int((sections == "operative").sum())),
        asked=("asked", lambda asked: bool((asked.dropna() != "nothing").any())),
    )
    return counts.groupby(key).max().reset_index()


def find_places(asked: pd.DataFrame) -> pd.DataFrame:
    """One row per resolution, place (recitals only, both, paragraphs only) and whether anything is asked: n people.

    Args:
        asked: as `count_asked` gives it.
    """
    place = pd.Series("both", index=asked.index).mask(asked["operative"] == 0, "recitals only")
    place = place.mask(asked["recital"] == 0, "paragraphs only")
    counts = asked.assign(place=place).groupby(["reference", "place", "asked"]).size()
    return counts.rename("n").reset_index()
