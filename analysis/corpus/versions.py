"""Language versions of one resolution side by side.

Official versions have the same paragraphs in the same order and, within a paragraph, the same acts
and the same people in the same order. So what hangs on (section, position, nth) in one version stands
there in the other; printed labels differ (Greek Γ is English C). Where the counts of a paragraph
differ, nothing in it is paired.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.frames import empty_frame
from analysis.corpus.results import find_shipped, read_files
from analysis.names.matching import match_names

_TABLES = ("paragraphs", "rule_demands", "rule_mentions")
_AT = ["reference", "section", "position"]
_SECTIONS = ("citation", "recital", "operative")


@dataclass(frozen=True)
class Versions:
    """The tables that versions are compared on, of some resolutions of a corpus."""

    paragraphs: pd.DataFrame
    rule_demands: pd.DataFrame
    rule_mentions: pd.DataFrame


def read_versions(country: Path) -> Iterator[Versions]:
    """What is shipped of the resolutions that there are in several languages, one resolution at a time."""
    for stems in find_shipped(country).values():
        if len(stems) > 1:
            paths = {
                table: [country / "derived" / table / f"{stem}.csv" for stem in stems] for table in _TABLES
            }
            yield Versions(**{table: read_files(paths[table], table) for table in _TABLES})


def compare_versions(corpus: Corpus | Versions, what: str = "mentions") -> pd.DataFrame:
    """One row per place of two versions, with how much each has there.

    Args:
        corpus: a country's corpus.
        what: "mentions" or "clauses", counted per paragraph that has any in either version, or
            "paragraphs", counted per section (position is 0 then).

    Returns:
        reference, section, position, left_language, left, right_language, right (counts), agree.
    """
    counted = {"mentions": _count_mentions, "clauses": _count_clauses, "paragraphs": _count_paragraphs}
    counts = counted[what](corpus)
    columns = [*_AT, "left_language", "left", "right_language", "right", "agree"]
    parts = []
    for left, right in combinations(sorted(counts["language"].unique()), 2):
        both = _in_both(corpus, left, right)
        rows = counts[counts["reference"].isin(both) & counts["language"].isin([left, right])]
        wide = rows.pivot(index=_AT, columns="language", values="n").reindex(columns=[left, right])
        wide = wide.fillna(0).astype("Int64").set_axis(["left", "right"], axis=1).reset_index()
        wide = wide.assign(left_language=left, right_language=right, agree=wide["left"] == wide["right"])
        parts.append(wide[columns])
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return frame.astype({"agree": "bool"})


def pair_clauses(corpus: Corpus | Versions) -> pd.DataFrame:
    """One row per act clause found at the same place of two versions.

    Returns:
        reference, position, clause, left_language, left_label, left (act), left_verb, right_language,
        right_label, right (act), right_verb, agree: whether both rules tell the same act.
    """
    clauses = _clauses(corpus)
    at = ["reference", "position", "clause"]
    columns = [*at]
    for side in ("left", "right"):
        columns += [f"{side}_language", f"{side}_label", side, f"{side}_verb"]
    parts = []
    for (left, right), places in _agreeing(corpus, "clauses"):
        sides = []
        for side, language in (("left", left), ("right", right)):
            of = clauses[clauses["language"] == language]
            names = {
                "language": f"{side}_language",
                "label": f"{side}_label",
                "act": side,
                "verb_as_printed": f"{side}_verb",
            }
            sides.append(of[[*at, *names]].rename(columns=names))
        rows = places[["reference", "position"]].merge(sides[0], on=["reference", "position"])
        parts.append(rows.merge(sides[1], on=at, validate="one_to_one")[columns])
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return frame.assign(agree=frame["left"] == frame["right"])


def show_codings_beside(corpus: Corpus) -> pd.DataFrame:
    """One row per demand coded by hand and version that was not coded: what the rules find at its place there.

    Returns:
        reference, label, clause, order, act, theme (coded), language, label_there, act_there,
        theme_there, verb_there; those of the version are missing where its paragraph has another
        number of act clauses or demands, or no such paragraph.
    """
    coded = corpus.hand_demands[
        (corpus.hand_demands["evidence"] == "full_text") & corpus.hand_demands["clause"].notna()
    ]
    labels = corpus.paragraphs[corpus.paragraphs["section"] == "operative"]
    positions = labels.drop_duplicates(["reference", "label"])[["reference", "label", "position"]]
    coded = coded[["reference", "label", "clause", "order", "act", "theme"]].merge(
        positions, on=["reference", "label"], how="left", validate="many_to_one"
    )
    found = _with_position(corpus.rule_demands.assign(section="operative"), corpus)
    found = found[
        ["reference", "language", "position", "clause", "order", "label", "act", "theme", "verb_as_printed"]
    ]
    found = found.rename(
        columns={
            "label": "label_there",
            "act": "act_there",
            "theme": "theme_there",
            "verb_as_printed": "verb_there",
        }
    )
    versions = _not_coded(corpus)
    place = ["reference", "position", "clause", "order"]
    beside = coded.merge(versions, on="reference").merge(found, on=[*place, "language"], how="left")
    n_coded = coded.groupby(["reference", "position"]).size().rename("n_coded")
    n_found = found.groupby(["reference", "position", "language"]).size().rename("n_found")
    beside = beside.join(n_coded, on=["reference", "position"])
    beside = beside.join(n_found, on=["reference", "position", "language"])
    there = ["label_there", "act_there", "theme_there", "verb_there"]
    beside[there] = beside[there].where(beside["n_coded"] == beside["n_found"])
    return beside.drop(columns=["position", "n_coded", "n_found"])


def pair_mentions(corpus: Corpus) -> pd.DataFrame:
    """One row per pair of full names at the same place of two versions.

    Returns:
        reference, section, position, nth, left_language, left, right_language, right, and score,
        decision and reason of `match_names`. Only "same" and "review" are evidence of a spelling.
    """
    columns = [*_AT, "nth", "left_language", "left", "right_language", "right"]
    named = _with_position(corpus.rule_mentions, corpus)
    parts = []
    for (left, right), places in _agreeing(corpus, "mentions"):
        rows = places[_AT]
        for side, language in (("left", left), ("right", right)):
            of = named[named["language"] == language]
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


def describe_versions(corpus: Corpus | Versions) -> list[str]:
    """One sentence per resolution and pair of versions: what aligns and where counts differ."""
    paragraphs = compare_versions(corpus, "paragraphs")
    pairs = pair_clauses(corpus)
    counted = {what: compare_versions(corpus, what) for what in ("clauses", "mentions")}
    sentences = []
    for (reference, left, right), rows in paragraphs.groupby(
        ["reference", "left_language", "right_language"]
    ):
        differing = [
            f"{row.left} and {row.right} {row.section}s" for row in rows[~rows["agree"]].itertuples()
        ]
        same = int(rows.loc[rows["agree"], "left"].sum())
        aligned = f"paragraphs differ ({', '.join(differing)})" if differing else f"{same} paragraphs align"
        of = pairs[(pairs["reference"] == reference) & (pairs["left_language"] == left)]
        of = of[of["right_language"] == right]
        said = [f"{len(of)} act clauses paired, {int(of['agree'].sum())} with the same act"]
        for what, counts in counted.items():
            counts = counts[(counts["reference"] == reference) & ~counts["agree"]]
            counts = counts[(counts["left_language"] == left) & (counts["right_language"] == right)]
            places = [
                f"{row.section} {row.position} ({row.left}, {row.right})" for row in counts.itertuples()
            ]
            said.append(
                f"counts of {what} differ in {'; '.join(places)}" if places else f"{what} agree in number"
            )
        sentences.append(f"{reference}, {left} and {right}: {aligned}; {'; '.join(said)}.")
    return sentences


def _count_paragraphs(corpus: Corpus | Versions) -> pd.DataFrame:
    rows = corpus.paragraphs[corpus.paragraphs["section"].isin(_SECTIONS)]
    counts = rows.groupby(["reference", "language", "section"]).size().reset_index(name="n")
    return counts.assign(position=0)


def _count_mentions(corpus: Corpus | Versions) -> pd.DataFrame:
    named = _with_position(corpus.rule_mentions, corpus)
    return named.groupby([*_AT, "language"]).size().reset_index(name="n")


def _count_clauses(corpus: Corpus | Versions) -> pd.DataFrame:
    clauses = _clauses(corpus).assign(section="operative")
    return clauses.groupby([*_AT, "language"]).size().reset_index(name="n")


def _clauses(corpus: Corpus | Versions) -> pd.DataFrame:
    found = _with_position(corpus.rule_demands.assign(section="operative"), corpus)
    return found.drop_duplicates(["reference", "language", "position", "clause"])


def _agreeing(corpus: Corpus | Versions, what: str) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """(left, right language) and the places at which their counts agree."""
    places = compare_versions(corpus, what)
    return [
        ((str(left), str(right)), rows)
        for (left, right), rows in places[places["agree"]].groupby(["left_language", "right_language"])
    ]


def _with_position(rows: pd.DataFrame, corpus: Corpus | Versions) -> pd.DataFrame:
    """Rows with the position of their paragraph within its section; those without such a paragraph drop out."""
    at = ["reference", "language", "section", "label"]
    places = corpus.paragraphs.dropna(subset="label").drop_duplicates(at)[[*at, "position"]]
    return rows.merge(places, on=at, validate="many_to_one")


def _not_coded(corpus: Corpus) -> pd.DataFrame:
    """Versions (reference, language) read by rule, but for the one that alone was coded by hand."""
    versions = corpus.rule_demands[["reference", "language"]].drop_duplicates()
    seen = corpus.coverage[corpus.coverage["evidence"] == "full_text"].dropna(subset="language")
    seen = seen[["reference", "language"]].drop_duplicates()
    alone = seen[~seen["reference"].duplicated(keep=False)].assign(coded=True)
    marked = versions.merge(alone, on=["reference", "language"], how="left")
    return marked.loc[marked["coded"].isna(), ["reference", "language"]]


def _in_both(corpus: Corpus | Versions, left: str, right: str) -> set[str]:
    versions = corpus.paragraphs.groupby("language")["reference"].agg(set)
    return versions.get(left, set()) & versions.get(right, set())
