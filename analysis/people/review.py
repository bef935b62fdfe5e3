"""What a person should look at before trusting the register, and why it holds mentions to be of one person."""

from itertools import pairwise

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.identity import FORMS, match_forms, pair_forms


def list_review(corpus: Corpus) -> pd.DataFrame:
    """What a person should look at: names that may be one person or two.

    Returns:
        One row per question: question, left, left_person, right, right_person, score, reason. Pairs
        of people of one family name and like given names, names without a person, and spellings
        held to be one person that `match_names` would not join. Pairs judged in `identities` are left out.
    """
    mentions = corpus.mentions
    forms = pd.concat([mentions.rename(columns={"name_as_printed": "form"}), corpus.spellings])
    inflected = forms["note"].str.startswith("printed in the", na=False)
    forms = forms.loc[~inflected, FORMS].drop_duplicates()
    named = forms.dropna(subset="person_id").reset_index(drop=True)
    longest = named["form"].str.contains(" ").groupby(named["person_id"]).transform("any")
    full = named[named["form"].str.contains(" ") | ~longest].reset_index(
        drop=True
    )  # single names of the singly named
    pairs = pair_forms(full, full)
    pairs = pairs[pairs["person_id"] < pairs["person_id_other"]]
    judged = match_forms(pairs).query("decision != 'different'")
    judged = judged.sort_values("score", ascending=False).drop_duplicates(["left_person", "right_person"])
    settled = set(zip(corpus.identities["person_id"], corpus.identities["other_id"], strict=True))
    settled |= {(b, a) for a, b in settled}
    open_pairs = [
        pair not in settled for pair in zip(judged["left_person"], judged["right_person"], strict=True)
    ]
    parts = [judged[open_pairs].assign(question="two people or one?")]
    alone = mentions[mentions["person_id"].isna()]
    alone = pd.DataFrame(
        {
            "question": "who is meant?",
            "left": alone["name_as_printed"],
            "reason": "named in " + alone["reference"],
        }
    )
    parts.append(alone.drop_duplicates())
    dated = mentions.merge(
        corpus.resolutions[["reference", "adopted"]], on="reference", how="left", validate="m:1"
    )
    parts.append(_find_risen(dated))
    own = full.merge(full, on="person_id", suffixes=("", "_other"))
    own = match_forms(own[own["form"] < own["form_other"]].assign(person_id_other=own["person_id"]))
    rank = {"different": 0, "review": 1, "same": 2}
    own = own.assign(rank=own["decision"].map(rank)).sort_values(["rank", "score"], ascending=False)
    best = own.drop_duplicates(["left_person", "left"])
    parts.append(best[best["rank"] == 0].assign(question="one person, though spelled so differently?"))
    columns = ["question", "left", "left_person", "right", "right_person", "score", "reason"]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)


def _find_risen(dated: pd.DataFrame) -> pd.DataFrame:
    """People said to be dead of whom a later resolution speaks as alive; mentions with the day of adoption."""
    dead = dated[dated["status"] == "killed_or_died"].groupby("person_id")["adopted"].min()
    alive = dated[dated["status"].isin(_ALIVE) | dated["asked"].isin(["release", "protection"])]
    later = alive[alive["adopted"] > alive["person_id"].map(dead.to_dict()).astype("datetime64[ns]")]
    later = later.sort_values("adopted")
    rows = later.drop_duplicates("person_id")
    return pd.DataFrame(
        {
            "question": "said to be dead before: one person?",
            "left": rows["name_as_printed"],
            "left_person": rows["person_id"],
            "reason": "named in " + rows["reference"],
        }
    )


_ALIVE = ["detained", "charged", "house_arrest", "convicted", "former_prisoner"]


def find_identities(corpus: Corpus) -> pd.DataFrame:
    """Why mentions of different years are held to be one person.

    Returns:
        One row per person and step from one resolution to the next that names the person:
        person_id, reference, form, next_reference, next_form (the two forms that agree best), score,
        decision and reason of `match_names`, held ("by the register" where `people` lists the person).
    """
    mentions = corpus.mentions.dropna(subset="person_id")
    mentions = mentions.rename(columns={"name_as_printed": "form"})
    order = {name: i for i, name in enumerate(corpus.resolutions.sort_values("adopted")["reference"])}
    rows = []
    for person, of in mentions.groupby("person_id"):
        texts = sorted(set(of["reference"]), key=lambda name: order[name])
        for earlier, later in pairwise(texts):
            left, right = (
                of.loc[of["reference"] == text, FORMS].drop_duplicates() for text in (earlier, later)
            )
            judged = match_forms(left.merge(right, how="cross", suffixes=("", "_other")))
            whole = judged["left"].str.contains(" ") & judged["right"].str.contains(" ")
            rank = judged["decision"].map(["different", "review", "same"].index)
            ranked = judged.assign(whole=whole, rank=rank)
            best = ranked.sort_values(["whole", "rank", "score", "one_language"], kind="stable").iloc[-1]
            rows.append(
                (person, earlier, best["left"], later, best["right"], *best[["score", "decision", "reason"]])
            )
    columns = ["person_id", "reference", "form", "next_reference", "next_form", "score", "decision", "reason"]
    frame = pd.DataFrame(rows, columns=columns)
    listed = frame["person_id"].isin(corpus.hand_people["person_id"])
    return frame.assign(held=listed.map({True: "by the register", False: "by rule"}))
