"""Who is named in two resolutions, or in one of them only, and what is told and asked of them there."""

from typing import Any

import pandas as pd

from analysis.comparison.pairs import Pair, tell_basis
from analysis.corpus.coverage import ABSENT, PRESENT
from analysis.corpus.readings import HAND, find_readers
from analysis.lexicon.codes import EVIDENCE
from analysis.people.timeline import count_people, find_namings

Row = dict[str, Any]
_SECTIONS = ["operative", "recital"]  # where a person's place is looked for first


def find_people_changes(pair: Pair) -> list[Row]:
    """One row per person and finding: newly named, named again, no longer named, other status, other request.

    Somebody is newly named, or no longer named, where the other text is known not to name them; where that
    is not known, first_seen, or no row. Another status and another request of one person are two rows.
    A status is compared where both are told; a request where both texts are known in full, or both tell of one.
    """
    corpus = pair.corpus
    people = count_people(corpus)
    names = corpus.person_names
    namings = find_namings(corpus)
    namings = namings[namings["reference"].isin(pair.both)]
    of = {name: people[people["reference"] == name].set_index("person_id") for name in pair.both}
    rows = []
    for person in sorted(of[pair.later].index, key=lambda one: (names.get(one, one), one)):
        sides = [of[name].loc[person] for name in pair.both]
        for change in _find_changes(*sides):
            row = {"kind": "person", "change": change, "what": names.get(person, person)}
            for side, reference, told in zip(("before", "after"), pair.both, sides, strict=True):
                if told["state"] != PRESENT:
                    row |= {f"n_{side}": 0} if told["state"] == ABSENT else {}
                    continue
                row |= {f"{column}_{side}": told[column] for column in ("status", "asked", "n")}
                here = namings[(namings["reference"] == reference) & (namings["person_id"] == person)]
                row |= _find_place(pair, here, side)
            rows.append(row | {"basis": _tell_basis(pair, person, sides, namings)})
    return rows


def _find_changes(before: pd.Series, after: pd.Series) -> list[str]:
    if after["state"] == PRESENT and before["state"] != PRESENT:
        return ["newly named" if before["state"] == ABSENT else "first_seen"]
    if before["state"] != PRESENT or after["state"] != PRESENT:
        return ["no longer named"] if before["state"] == PRESENT and after["state"] == ABSENT else []
    statuses = [side["status"] for side in (before, after)]
    told = all(isinstance(status, str) for status in statuses)
    changes = ["other status"] if told and statuses[0] != statuses[1] else []
    asked = [side["asked"] for side in (before, after)]
    known = all(isinstance(one, str) for one in asked) and (
        "nothing" not in asked or all(side["evidence"] == "full_text" for side in (before, after))
    )
    changes += ["other request"] if known and asked[0] != asked[1] else []
    return changes or ["named again"]


def _find_place(pair: Pair, mentions: pd.DataFrame, side: str) -> Row:
    """The first place that names a person, paragraphs before recitals, at the best evidence; its text where at hand."""
    rank = pd.DataFrame(
        {
            "evidence": mentions["evidence"].map(EVIDENCE.index),
            "language": mentions["language"] != pair.language,
            "section": mentions["section"].map({name: at for at, name in enumerate(_SECTIONS)}),
        }
    )
    one = mentions.loc[rank.sort_values([*rank], kind="stable").index[0]]
    paragraphs = pair.corpus.paragraphs
    at = [(paragraphs[name] == one[name]) for name in ("reference", "language", "section", "label")]
    texts = paragraphs.loc[at[0] & at[1] & at[2] & at[3], "text"].dropna()
    passage = texts.iloc[0] if len(texts) else None
    return {"section": one["section"], f"place_{side}": one["label"], f"passage_{side}": passage}


def _tell_basis(pair: Pair, person: str, sides: list[pd.Series], namings: pd.DataFrame) -> str:
    """The weaker of the two texts' sources; of a text that does not name the person, that it was read whole."""
    readers = find_readers(pair.corpus)
    evidence, coders, languages = [], [], set()
    for reference, told in zip(pair.both, sides, strict=True):
        if told["state"] == PRESENT:
            here = namings[(namings["reference"] == reference) & (namings["person_id"] == person)]
            here = here[here["evidence"] == told["evidence"]]
            evidence.append(told["evidence"])
            coders += list(here["coder"])
            languages |= set(here.loc[here["coder"] == "rules", "language"])
        elif told["state"] == ABSENT:
            by_rule = readers[reference] != HAND
            held = {str(one.language) for one in pair.corpus.documents if one.reference == reference}
            evidence.append("full_text")
            coders.append("rules" if by_rule else "hand")
            languages |= held if by_rule else set()
    return tell_basis(evidence, coders, ", ".join(sorted(languages)))
