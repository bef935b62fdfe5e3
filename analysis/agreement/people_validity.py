"""How well people found by rule agree with a hand coding: mentions, occupation, status, requests and identities."""

from pathlib import Path

import pandas as pd

from analysis.agreement.validity import read_invented, score_clusters
from analysis.annotation.roles import find_people
from analysis.corpus.corpus import Corpus
from analysis.documents.parse import parse
from analysis.lexicon.places import shipped_folder

_KEY = ["section", "label", "name_as_printed"]
_INVENTED = {"drill": "practised", "heldout": "held out"}


def pair_mentions_coded(found: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """One row per mention of either coding, matched by paragraph and printed name: NAME_found, NAME_coded.

    The nth mention of a name in a paragraph is matched with the nth; what one lacks is missing.
    """
    numbered = [
        frame.assign(again=frame.groupby(_KEY, dropna=False).cumcount(), there=True)
        for frame in (found, coded)
    ]
    return numbered[0].merge(
        numbered[1], on=[*_KEY, "again"], how="outer", suffixes=("_found", "_coded"), validate="one_to_one"
    )


def compare_people(found: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """One row per measure: measure, statistic, value, n.

    Args:
        found: as `roles.find_people` gives it.
        coded: the same columns, coded by hand (person_id any id).

    Returns:
        Mentions by precision and recall; occupation and status by accuracy, blank counted as a value; what is
        asked by accuracy, in paragraphs; identity by B-cubed F1 and pairwise F1 over the mentions found by both
        and given a person by both.
    """
    pairs = pair_mentions_coded(found, coded)
    there_found, there_coded = (pairs[f"there_{side}"].notna() for side in ("found", "coded"))
    both = pairs[there_found & there_coded]
    told = {
        column: tuple(both[f"{column}_{side}"].replace("", pd.NA).fillna("-") for side in ("found", "coded"))
        for column in ("occupation", "status")
    }
    operative = both[both["section"] == "operative"]
    wanted = operative["asked_coded"].replace("", pd.NA).fillna("nothing") == operative["asked_found"]
    rows = [
        ("mentions", "precision", len(both) / max(there_found.sum(), 1), int(there_found.sum())),
        ("mentions", "recall", len(both) / max(there_coded.sum(), 1), int(there_coded.sum())),
        *(
            (column, "accuracy", (found == coded).mean(), len(both))
            for column, (found, coded) in told.items()
        ),
        ("asked", "accuracy", wanted.mean(), len(operative)),
    ]
    known = both[both["person_id_found"].notna() & both["person_id_coded"].replace("", pd.NA).notna()]
    items = [str(i) for i in known.index]
    clusters = dict(zip(items, known["person_id_found"], strict=True))
    truth = {item: {person} for item, person in zip(items, known["person_id_coded"], strict=True)}
    if items:
        rows.append(("identity", "B-cubed F1", score_clusters(clusters, truth)["f1"], len(items)))
        rows.append(("identity", "pairwise F1", score_pairs_of_mentions(known), len(items)))
    return pd.DataFrame(rows, columns=["measure", "statistic", "value", "n"]).round({"value": 3})


def score_pairs_of_mentions(known: pd.DataFrame) -> float:
    """F1 over pairs of mentions that are one person (in the coding, by the rules)."""

    def count(columns: list[str]) -> int:
        sizes = known.groupby(columns).size()
        return int((sizes * (sizes - 1) // 2).sum())

    found, coded = count(["person_id_found"]), count(["person_id_coded"])
    right = count(["person_id_found", "person_id_coded"])
    return 2 * right / (found + coded) if found + coded else 1.0


def measure_people(corpus: Corpus) -> pd.DataFrame:
    """`compare_people` for each text of a corpus coded in full, and by language for the invented ones: text first.

    "practised": texts that rules were mended on; "held out": texts they were not; "two hands": a second coder of
    these against the first.
    """
    parts = []
    coded = corpus.hand_mentions[corpus.hand_mentions["evidence"] == "full_text"]
    for (reference, language), rows in coded.groupby(["reference", "language"]):
        at = (corpus.rule_mentions["reference"] == reference) & (corpus.rule_mentions["language"] == language)
        if at.any():
            parts.append(
                compare_people(corpus.rule_mentions[at], rows).assign(text=f"{reference}, {language}")
            )
    for folder, words in _INVENTED.items():
        place = shipped_folder(folder)
        hand = _read_hand(place)
        found = _find_in(sorted((place / "texts").iterdir()))
        codings = {words: found} | (
            {"two hands": _read_hand(place / "second")} if folder == "heldout" else {}
        )
        for language in sorted(set(found["language"])):
            for name, other in codings.items():
                both = (rows[rows["language"] == language] for rows in (other, hand))
                parts.append(compare_people(*both).assign(text=f"{name}, {language}"))
    frame = pd.concat(parts, ignore_index=True)
    return frame[["text", "measure", "statistic", "value", "n"]]


def _find_in(paths: list[Path]) -> pd.DataFrame:
    documents = map(parse, paths)
    found = [find_people(one).assign(reference=one.reference, language=one.language) for one in documents]
    return _pool(pd.concat(found, ignore_index=True))


def _read_hand(folder: Path) -> pd.DataFrame:
    hand = read_invented(folder / "mentions.csv").rename(columns={"person": "person_id"})
    return _pool(hand.assign(language=hand["language"].str.lower()))


def _pool(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of several texts as if of one: paragraphs and people bear the name of their text."""
    people = (rows["reference"] + " " + rows["person_id"]).where(rows["person_id"].fillna("") != "")
    return rows.assign(label=rows["reference"] + " " + rows["label"], person_id=people)


def table_shape(measured: pd.DataFrame) -> pd.DataFrame:
    """`measure_people` with one row per text and a column per measure."""
    wide = measured.assign(column=measured["measure"] + ", " + measured["statistic"])
    order = list(dict.fromkeys(wide["column"]))
    return (
        wide.pivot(index="text", columns="column", values="value")[order]
        .reset_index()
        .rename_axis(None, axis=1)
    )
