"""How well codings agree: rules against a hand coding, or two hands against each other."""

from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from analysis.annotation.demands import find_demands
from analysis.documents.parse import parse
from analysis.lexicon.places import shipped_folder

MEASURES = {
    "act": "act code",
    "strength": "strength",
    "addressee": "explicit addressee",
    "theme": "primary theme",
    "action_category": "action category",
}


def match_clauses(found: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """One row per act clause of either coding: label, found (clause number or missing), coded (likewise).

    Clauses of a paragraph are aligned in order, equal acts first; what stands against nothing
    is a false or a missed clause.
    """
    rows: list[dict] = []
    labels = dict.fromkeys([*coded["label"].astype(str), *found["label"].astype(str)])
    left, right = (frame.drop_duplicates(["label", "clause"]) for frame in (found, coded))
    for label in labels:
        a, b = (frame[frame["label"].astype(str) == label] for frame in (left, right))
        blocks = SequenceMatcher(None, list(a["act"]), list(b["act"]), autojunk=False).get_opcodes()
        for _, a1, a2, b1, b2 in blocks:
            for i in range(max(a2 - a1, b2 - b1)):
                rows.append(
                    {
                        "label": label,
                        "found": a["clause"].iloc[a1 + i] if a1 + i < a2 else None,
                        "coded": b["clause"].iloc[b1 + i] if b1 + i < b2 else None,
                    }
                )
    return pd.DataFrame(rows, columns=["label", "found", "coded"])


def pair_demands(found: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """One row per coded demand of a matched clause, with the found demand of the same order.

    Where the clause was split differently the last found demand of the clause stands in.

    Returns:
        label, clause, order of the coding, and every measure twice: NAME_coded, NAME_found.
    """
    clauses = match_clauses(found, coded).dropna()
    there = dict(iter(found.groupby([found["label"].astype(str), "clause"])))
    number = {(row.label, row.coded): row.found for row in clauses.itertuples()}
    pairs = []
    for row in coded.to_dict("records"):
        match = number.get((str(row["label"]), row["clause"]))
        if match is None:
            continue
        rows = there[str(row["label"]), match]
        other = rows.iloc[min(int(row["order"]), len(rows)) - 1]
        pair = {key: row[key] for key in ("label", "clause", "order", "act_class", "addressee_explicit")}
        pairs.append(
            pair | {f"{m}_coded": row[m] for m in MEASURES} | {f"{m}_found": other[m] for m in MEASURES}
        )
    return pd.DataFrame(pairs)


def compare_codings(found: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """One row per measure: measure, statistic, value, n.

    Act clauses by F1 over clauses; act, strength, explicit addressee (where the coding names one in the
    clause) and action category (of directives) by accuracy; primary theme by macro-F1 over the themes coded.
    """
    from sklearn.metrics import accuracy_score, f1_score

    clauses = match_clauses(found, coded)
    both = int(clauses.notna().all(axis=1).sum())
    rows = [
        (
            "act clauses",
            "F1",
            2 * both / (clauses["found"].notna().sum() + clauses["coded"].notna().sum()),
            len(clauses),
        )
    ]
    pairs = pair_demands(found, coded)
    for measure, words in MEASURES.items():
        chosen = pairs
        if measure == "addressee":
            chosen = pairs[pairs["addressee_explicit"].astype("boolean").fillna(False)]
        elif measure == "action_category":
            chosen = pairs[pairs["act_class"] == "directive"]
        truth, guess = (chosen[f"{measure}_{side}"].astype(str) for side in ("coded", "found"))
        if measure == "theme":
            value = f1_score(truth, guess, average="macro", labels=sorted(set(truth)), zero_division=0)
        else:
            value = accuracy_score(truth, guess)
        rows.append((words, "macro-F1" if measure == "theme" else "accuracy", value, len(chosen)))
    return pd.DataFrame(rows, columns=["measure", "statistic", "value", "n"]).round({"value": 3})


def confuse(pairs: pd.DataFrame, measure: str) -> pd.DataFrame:
    """One row per pair of differing codes: coded, found, n; the most frequent first."""
    differs = pairs[pairs[f"{measure}_coded"].astype(str) != pairs[f"{measure}_found"].astype(str)]
    counts = differs.groupby([f"{measure}_coded", f"{measure}_found"]).size().reset_index(name="n")
    counts.columns = ["coded", "found", "n"]
    return counts.sort_values(["n", "coded"], ascending=[False, True], ignore_index=True)


def score_clusters(found: dict[str, str], truth: dict[str, set[str]]) -> dict[str, float]:
    """B-cubed precision, recall and F1 of lineages (Bagga & Baldwin 1998; Amigó et al. 2009).

    Args:
        found: item → cluster.
        truth: item → its clusters, more than one where lineages join; two items belong together
            when they share one.
    """
    import numpy as np

    items = [item for item in found if item in truth]
    clusters = np.array([found[item] for item in items])
    together = clusters[:, None] == clusters[None, :]
    right = np.array([[bool(truth[a] & truth[b]) for b in items] for a in items])
    precision = float(((together & right).sum(axis=1) / together.sum(axis=1)).mean())
    recall = float(((together & right).sum(axis=1) / right.sum(axis=1)).mean())
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def score_links(
    links: set[tuple[str, str]], truth: set[tuple[str, str]], lineages: dict[str, set[str]]
) -> dict[str, float]:
    """Precision (both ends in one true lineage), recall (true links found) and F1 of links."""
    right = sum(bool(lineages.get(a, set()) & lineages.get(b, set())) for a, b in links)
    precision = right / len(links) if links else 0.0
    recall = len(links & truth) / len(truth) if truth else 0.0
    total = precision + recall
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / total if total else 0.0}


def list_misses(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per demand and measure on which rule and hand differ: label, clause, order, measure, coded, found."""
    rows = []
    for measure, words in MEASURES.items():
        differs = pairs[pairs[f"{measure}_coded"].astype(str) != pairs[f"{measure}_found"].astype(str)]
        if measure == "addressee":
            differs = differs[differs["addressee_explicit"].astype("boolean").fillna(False)]
        elif measure == "action_category":
            differs = differs[differs["act_class"] == "directive"]
        for row in differs.to_dict("records"):
            where = {key: row[key] for key in ("label", "clause", "order")}
            rows.append(
                where | {"measure": words, "coded": row[f"{measure}_coded"], "found": row[f"{measure}_found"]}
            )
    return pd.DataFrame(rows, columns=["label", "clause", "order", "measure", "coded", "found"])


def measure_heldout() -> pd.DataFrame:
    """One row per measure, language and who is measured: text, measure, statistic, value, n.

    "held out" is the rules against a hand that did not know them, on invented texts on which nothing was mended;
    "two hands" a second coder of the same texts against the first.
    """
    folder = shipped_folder("heldout")
    coded, again = (read_invented(folder / place / "demands.csv") for place in (".", "second"))
    found = [
        find_demands(document).assign(reference=document.reference, language=document.language)
        for document in map(parse, sorted((folder / "texts").iterdir()))
    ]
    return _compare_pooled({"held out": pd.concat(found, ignore_index=True), "two hands": again}, coded)


def read_invented(path: Path) -> pd.DataFrame:
    """A coding of invented texts, as text."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    numbers = {"clause": "int64", "order": "int64", "strength": "int64"}
    return frame.astype({column: kind for column, kind in numbers.items() if column in frame})


def _compare_pooled(codings: dict[str, pd.DataFrame], coded: pd.DataFrame) -> pd.DataFrame:
    frames = []
    for language in sorted(coded["language"].unique()):
        for name, other in codings.items():
            both = (_pool(frame[frame["language"] == language]) for frame in (other, coded))
            frames.append(compare_codings(*both).assign(text=f"{name}, {language}"))
    return pd.concat(frames, ignore_index=True)


def _pool(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of several texts as if of one: each paragraph bears the name of its text."""
    category = rows["action_category"].fillna("").astype("str").str.removesuffix(".0")
    return rows.assign(
        label=rows["reference"] + " " + rows["label"].astype("str"),
        addressee_explicit=rows["addressee_explicit"].astype("str").str.lower() == "true",
        action_category=category,
    )
