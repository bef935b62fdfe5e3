"""Language versions of one resolution side by side.

Official versions have the same paragraphs and, within a paragraph, the same people in the same
order, so spellings of one name are paired by position. What is paired is evidence of a spelling;
where a paragraph names more people in one version than in the other, nothing is paired.
"""

from itertools import combinations

import pandas as pd

from analysis.corpus import Corpus
from analysis.frames import empty_frame
from analysis.names import match_names

_AT = ["reference", "section", "label"]


def compare_versions(corpus: Corpus) -> pd.DataFrame:
    """One row per paragraph of two versions that names anybody: how many mentions each has.

    Returns:
        reference, section, label, left_language, left (mentions), right_language, right, agree.
    """
    counts = corpus.named.groupby([*_AT, "language"]).size().unstack("language")
    parts = [pd.DataFrame(columns=[*_AT, "left_language", "left", "right_language", "right", "agree"])]
    for left, right in combinations(sorted(counts.columns), 2):
        both = _in_both(corpus, left, right)
        rows = counts[counts.index.get_level_values("reference").isin(both)][[left, right]].dropna(how="all")
        rows = rows.fillna(0).astype("Int64").set_axis(["left", "right"], axis=1).reset_index()
        rows = rows.assign(left_language=left, right_language=right, agree=rows["left"] == rows["right"])
        parts.append(rows[parts[0].columns])
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def pair_mentions(corpus: Corpus) -> pd.DataFrame:
    """One row per pair of full names at the same place of two versions.

    Returns:
        reference, section, label, nth, left_language, left, right_language, right, and score,
        decision and reason of `match_names`. Only "same" and "review" are evidence of a spelling.
    """
    versions = compare_versions(corpus)
    paired = versions[versions["agree"].astype(bool)]
    columns = [*_AT, "nth", "left_language", "left", "right_language", "right"]
    parts = []
    for (left, right), places in paired.groupby(["left_language", "right_language"]):
        rows = places[_AT]
        for side, language in (("left", left), ("right", right)):
            of = corpus.named[corpus.named["language"] == language]
            of = of[[*_AT, "nth", "name_as_printed"]].rename(columns={"name_as_printed": side})
            rows = rows.merge(of, on=_AT if side == "left" else [*_AT, "nth"], validate="one_to_many")
        rows = rows[rows["left"].str.contains(" ") & rows["right"].str.contains(" ")]
        judged = match_names(list(rows["left"]), list(rows["right"]), str(left), str(right))
        rows = rows.assign(left_language=left, right_language=right)[columns].reset_index(drop=True)
        parts.append(rows.join(judged[["score", "decision", "reason"]]))
    empty = pd.DataFrame(columns=[*columns, "score", "decision", "reason"])
    return pd.concat(parts, ignore_index=True) if parts else empty


def find_paired_spellings(corpus: Corpus) -> pd.DataFrame:
    """Spellings that another version shows at the place of a known one: rows of `spellings`."""
    pairs = pair_mentions(corpus)
    pairs = pairs[pairs["decision"] != "different"]
    known = corpus.spellings.groupby(["language", "form"])["person_id"].agg(set)
    rows = []
    for pair in pairs.itertuples():
        sides = [(pair.left_language, pair.left), (pair.right_language, pair.right)]
        owners = [known.get(side, set()) for side in sides]
        for (language, form), mine, (other, there), theirs in zip(
            sides, owners, sides[::-1], owners[::-1], strict=True
        ):
            if not mine and len(theirs) == 1:
                row = {
                    "person_id": min(theirs),
                    "form": form,
                    "language": language,
                    "reference": pair.reference,
                }
                source = f"stands where the {other} version has {there}"
                rows.append(row | {"evidence": "full_text", "source": source})
    empty = empty_frame("spellings")
    frame = pd.DataFrame(rows, columns=empty.columns).astype(empty.dtypes)
    return frame.drop_duplicates(["person_id", "form", "language", "reference"], ignore_index=True)


def _in_both(corpus: Corpus, left: str, right: str) -> set[str]:
    versions = corpus.paragraphs.groupby("language")["reference"].agg(set)
    return versions.get(left, set()) & versions.get(right, set())
