"""Who a printed name is: the person of the register who is spelled or sounds so, somebody new, or a question.

No machine decides what is uncertain: a name that may be a known person's, and is not plainly, has nobody.
"""

import numpy as np
import pandas as pd

from analysis.annotation.mentions import unused
from analysis.names.matching import differ_by_patronymic, match_names
from analysis.names.namesakes import Namesakes
from analysis.names.similar_names import pair_near

FORMS = ["person_id", "form", "language"]
_NEW = "new"


def identify(mentions: pd.DataFrame, language: str | None, known: pd.DataFrame) -> list[str | None]:
    """The register's person for each mention of one document, else the document's own."""
    full = mentions[mentions["name_as_printed"].str.contains(" ")]
    decided = _decide(list(full["name_as_printed"].unique()), language, known)
    taken = set(known["person_id"])
    own: dict[str, str | None] = {}
    for row in full.dropna(subset="person_id").itertuples():
        chosen = decided[row.name_as_printed]
        own.setdefault(row.person_id, unused(row.person_id, taken) if chosen == _NEW else chosen)
    for person in mentions["person_id"].dropna():  # of one name only: nobody else's
        own.setdefault(person, unused(person, taken | {one for one in own.values() if one}))
    return [own[person] if isinstance(person, str) else None for person in mentions["person_id"]]


def _decide(names: list[str], language: str | None, known: pd.DataFrame) -> dict[str, str | None]:
    """name → the one person who is spelled or sounds so, None where somebody has to look, or `_NEW`."""
    namesakes = gather_namesakes(known)
    spelled = known[known["form"].isin(names)].groupby("form")["person_id"].unique()
    decided: dict[str, str | None] = {}
    for name in names:
        exact = set(spelled.get(name, ()))
        same = exact if len(exact) == 1 else namesakes.find(name, language)
        if len(same) == 1:
            forms = known.loc[known["person_id"].isin(same), "form"]
            unlike = len(exact) != 1 and any(differ_by_patronymic(name, form) for form in forms)
            decided[name] = None if unlike else same.pop()
    rest = pd.DataFrame({"form": [name for name in names if name not in decided], "language": language})
    near = pair_forms(rest, known[known["form"].str.contains(" ")])
    judged = match_names(list(near["form"]), list(near["form_other"]), language, None)
    uncertain = set(judged.loc[judged["decision"] != "different", "left"])
    return decided | {name: None if name in uncertain else _NEW for name in rest["form"]}


def gather_namesakes(known: pd.DataFrame) -> Namesakes[str]:
    """Every spelling in the register, as the conventions of official texts have it."""
    namesakes: Namesakes[str] = Namesakes()
    for form, person in zip(known["form"], known["person_id"], strict=True):
        namesakes.add(form, None, person)
    return namesakes


def pair_forms(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Rows of two frames of forms that `match_names` may not call different, side by side."""
    forms = (of[["form", "language"]].astype("object").replace({np.nan: None}) for of in (left, right))
    at, other = pair_near(*(list(of.itertuples(index=False, name=None)) for of in forms))
    beside = right.iloc[other].reset_index(drop=True).add_suffix("_other")
    return left.iloc[at].reset_index(drop=True).join(beside)


def match_forms(pairs: pd.DataFrame) -> pd.DataFrame:
    """`match_names` on rows of two people's forms, language by language."""
    parts = [
        pd.DataFrame(columns=["left", "right", "score", "decision", "reason", "left_person", "right_person"])
    ]
    for (left, right), rows in pairs.groupby(["language", "language_other"]):
        judged = match_names(list(rows["form"]), list(rows["form_other"]), str(left), str(right))
        parts.append(
            judged.assign(
                left_person=list(rows["person_id"]),
                right_person=list(rows["person_id_other"]),
                one_language=left == right,
            )
        )
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
