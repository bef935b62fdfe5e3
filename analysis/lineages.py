"""The same demand in later resolutions: links between demands, and lineages as their components.

Method: similarity of the demands' words and word parts (TF-IDF cosine), raised where theme,
kind of addressee, class of act, people and law articles agree; one-to-one assignment between neighbouring
texts; then one-to-many and many-to-one links, then links over gaps; connected components.
The one-to-one step is the Hungarian algorithm (scipy). After Wilkerson, Smith, Stramp,
AJPS 59(4), 2015, for reuse between texts.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.tokens import find_lemmas

LINK = 0.42  # at least this score for a link
REVIEW = 0.30  # from here to LINK a pair is a matter for review
_EXTRA = 0.50  # at least this score for a second link of a demand that is linked already
_WEIGHTS = {"words": 0.42, "parts": 0.28, "theme": 0.14, "addressee": 0.06, "act_class": 0.04, "keys": 0.06}


def score_pairs(demands: pd.DataFrame, language: str) -> pd.DataFrame:
    """One row per pair of demands of different texts that reach REVIEW: earlier, later, score.

    Args:
        demands: demand_id, reference, year (sortable), passage, act_class, addressee_group, theme, theme2.
        language: of all passages; languages are never mixed.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = [
        " ".join(find_lemmas(text, language)) + " " + " ".join(_keys(text)) for text in demands["passage"]
    ]
    kept = {"token_pattern": r"\S+", "sublinear_tf": True}
    similar = _WEIGHTS["words"] * _cosine(TfidfVectorizer(**kept).fit_transform(words))
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 5), sublinear_tf=True)
    similar += _WEIGHTS["parts"] * _cosine(parts.fit_transform([text.lower() for text in demands["passage"]]))
    themes = [
        {row.theme, row.theme2} - {None} for row in demands[["theme", "theme2"]].fillna("").itertuples()
    ]
    themes = [{theme for theme in both if theme} for both in themes]
    same_theme = np.array([[len(a & b) / max(1, min(len(a), len(b))) for b in themes] for a in themes])
    similar += _WEIGHTS["theme"] * same_theme
    for column in ("addressee_group", "act_class"):
        codes = pd.factorize(demands[column])[0]
        similar += _WEIGHTS[column.removesuffix("_group")] * (codes[:, None] == codes[None, :])
    keys = [_keys(text) for text in demands["passage"]]
    similar += _WEIGHTS["keys"] * np.array(
        [[len(a & b) / len(a | b) if a | b else 0 for b in keys] for a in keys]
    )
    years = demands["year"].to_numpy()
    earlier, later = np.nonzero((years[:, None] < years[None, :]) & (similar >= REVIEW))
    ids = demands["demand_id"].to_numpy()
    return pd.DataFrame(
        {"earlier": ids[earlier], "later": ids[later], "score": similar[earlier, later].round(4)}
    )


def _cosine(matrix: Any) -> Any:
    return (matrix @ matrix.T).toarray()


def _keys(text: str) -> set[str]:
    """Names and numbers of a passage: capitalised words inside it, and numbers."""
    return set(re.findall(r"(?<=[^\W\d_]\s)[A-ZÅÄÖ][^\W\d_]{2,}|\b\d+\b", text))


def link_demands(demands: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per link: earlier, later, score, step (neighbour | split | merged | gap)."""
    texts = list(dict.fromkeys(demands.sort_values("year")["reference"]))
    members = {text: list(demands.loc[demands["reference"] == text, "demand_id"]) for text in texts}
    scores = {(row.earlier, row.later): row.score for row in pairs.itertuples()}
    links: list[tuple[str, str, float, str]] = []
    forward: set[str] = set()
    back: set[str] = set()

    def keep(found: Iterable[tuple[str, str]], step: str) -> None:
        for a, b in found:
            links.append((a, b, scores[a, b], step))
            forward.add(a)
            back.add(b)

    for before, after in pairwise(texts):
        keep(_assign(members[before], members[after], scores), "neighbour")
    for gap in range(2, len(texts)):
        for before, after in zip(texts, texts[gap:], strict=False):
            open_before = [name for name in members[before] if name not in forward]
            open_after = [name for name in members[after] if name not in back]
            keep(_assign(open_before, open_after, scores), "gap")
    for before, after in pairwise(texts):
        late = [name for name in members[after] if name not in back]
        keep(_best(late, members[before], {(b, a): s for (a, b), s in scores.items()}, swap=True), "split")
        early = [name for name in members[before] if name not in forward]
        keep(_best(early, members[after], scores), "merged")
    return pd.DataFrame(links, columns=["earlier", "later", "score", "step"])


def _assign(
    before: list[str], after: list[str], scores: dict[tuple[str, str], float]
) -> list[tuple[str, str]]:
    """The one-to-one links with the highest total score, each at least LINK."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not before or not after:
        return []
    matrix = np.array([[scores.get((a, b), 0.0) for b in after] for a in before])
    matrix[matrix < LINK] = 0.0
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return [(before[i], after[j]) for i, j in zip(rows, columns, strict=True) if matrix[i, j] >= LINK]


def _best(
    names: list[str], others: list[str], scores: dict[tuple[str, str], float], swap: bool = False
) -> list[tuple[str, str]]:
    """For each name its best other, where that reaches what a second link needs."""
    found = []
    for name in names:
        best = max(others, key=lambda other: scores.get((name, other), 0.0), default=None)
        if best is not None and scores.get((name, best), 0.0) >= _EXTRA:
            found.append((best, name) if swap else (name, best))
    return found


def find_components(names: Iterable[str], links: pd.DataFrame) -> dict[str, str]:
    """name → lineage, the first member's name."""
    root = {name: name for name in names}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for row in links.itertuples():
        a, b = find(row.earlier), find(row.later)
        root[max(a, b)] = min(a, b)
    return {name: find(name) for name in root}
