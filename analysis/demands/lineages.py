"""The same demand in later resolutions: links between demands, and lineages as their components.

Method: similarity of the demands' words and word parts (TF-IDF cosine), raised where theme,
kind of addressee, class of act, people and law articles agree; one-to-one assignment between neighbouring
texts; then one-to-many and many-to-one links, then links over gaps; connected components.
The one-to-one step is the Hungarian algorithm (scipy). After Wilkerson, Smith, Stramp,
AJPS 59(4), 2015, for reuse between texts.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from analysis.demands.nearest import find_nearest
from analysis.documents.matrix import count_tokens, weigh_tokens
from analysis.documents.tokens import find_lemmas
from analysis.lexicon.tables import read_lexicon

# Fitted on the practice corpus, both languages together; its figures are therefore in-sample.
LINK = 0.28  # at least this score for a link
REVIEW = 0.20  # from here to LINK a pair is a matter for review
_EXTRA = 0.42  # at least this score for a second link of a demand that is linked already
_WEIGHTS = {"words": 0.31, "parts": 0.22, "context": 0.29, "theme": 0.07, "addressee": 0.06, "keys": 0.05}
_NAME = re.compile(
    r"(?<=[^\W\d_] )[A-ZÅÄÖ][^\W\d_]{2,}(?= [A-ZÅÄÖ])"
)  # a given name: a capitalised word before another
_LAW = re.compile(r"\b\d{1,4}(?:[.:/]\d+)*\b")
_ALL_PAIRS = 2000  # demands of which every pair is compared
_AT_ONCE = 20_000  # pairs
Scores = dict[tuple[str, str], float]
_SAME = 0.7  # at least this score where one asks and the other insists: all but the same words
_CONFLICT = 0.4  # factor where both name people or law articles and share none


def score_pairs(demands: pd.DataFrame, language: str) -> pd.DataFrame:
    """One row per pair of demands of different texts that reach REVIEW: earlier, later, score.

    Only pairs of one class (and one valence) are scored, a directive with a later welcome, and with a statement in all
    but the same words. Of more than
    2,000 demands only those are compared of which one is among the 20 nearest of the other by its words and paragraph.

    Args:
        demands: demand_id, reference, year (sortable), passage (without addressee), context (the
            paragraph), act_class, valence, addressee_group, theme, theme2.
        language: of all passages; languages are never mixed.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    passages = demands["passage"].fillna("")
    words = [_tokens(text, language) for text in passages]
    contexts = [_tokens(text, language) for text in demands["context"].fillna("")]
    parts = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(4, 5))
    weighed = {
        "words": weigh_tokens(count_tokens(words)[0]),
        "context": weigh_tokens(count_tokens(contexts)[0]),
        "parts": parts.fit_transform(passages.str.lower()).tocsr(),
    }
    both = [[*of, *around] for of, around in zip(words, contexts, strict=True)]
    earlier, later = _comparable(demands, find_nearest(both, language) if len(both) > _ALL_PAIRS else None)
    similar = np.zeros(len(earlier))
    for name, matrix in weighed.items():
        similar += _WEIGHTS[name] * _multiply(matrix, earlier, later)
    themes = [
        {theme for theme in pair if isinstance(theme, str)}
        for pair in zip(demands["theme"], demands["theme2"], strict=True)
    ]
    shared, n_earlier, n_later = _count_shared(themes, earlier, later)
    similar += _WEIGHTS["theme"] * shared / np.maximum(1, np.minimum(n_earlier, n_later))
    groups = pd.factorize(demands["addressee_group"])[0]
    similar += _WEIGHTS["addressee"] * (groups[earlier] == groups[later])
    for pattern in (_NAME, _LAW):
        keys = [set(pattern.findall(text)) for text in passages]
        shared, n_earlier, n_later = _count_shared(keys, earlier, later)
        similar += _WEIGHTS["keys"] * shared / np.maximum(1, n_earlier + n_later - shared)
        similar[(n_earlier > 0) & (n_later > 0) & (shared == 0)] *= _CONFLICT
    states = (demands["act_class"] == "assertive").to_numpy()
    kept = similar >= np.where(states[earlier] != states[later], _SAME, REVIEW)
    ids = demands["demand_id"].to_numpy()
    return pd.DataFrame(
        {"earlier": ids[earlier[kept]], "later": ids[later[kept]], "score": similar[kept].round(4)}
    )


def _comparable(demands: pd.DataFrame, pairs: tuple[Any, Any] | None) -> tuple[Any, Any]:
    """The places of the pairs that may be linked, of all or of those given: by time, class and valence."""
    import numpy as np

    left, right = np.indices((len(demands), len(demands))).reshape(2, -1) if pairs is None else pairs
    kinds = pd.factorize(demands["act_class"] + demands["valence"].fillna(""))
    codes, names = kinds[0], list(kinds[1])
    allowed = codes[left] == codes[right]
    if {"directive", "expressive+"} <= set(names):
        asked, welcomed = names.index("directive"), names.index("expressive+")
        allowed |= (codes[left] == asked) & (codes[right] == welcomed)
    said = demands["act_class"].isin(["directive", "assertive"]).to_numpy()
    allowed |= said[left] & said[right]
    years = demands["year"].to_numpy()
    allowed &= years[left] < years[right]
    return left[allowed], right[allowed]


def _multiply(matrix: Any, left: Any, right: Any) -> Any:
    """The dot products of pairs of rows, some at a time."""
    import numpy as np

    starts = range(0, len(left), _AT_ONCE)
    parts = [
        matrix[left[at : at + _AT_ONCE]].multiply(matrix[right[at : at + _AT_ONCE]]).sum(axis=1)
        for at in starts
    ]
    return np.concatenate([np.asarray(part).ravel() for part in parts]) if parts else np.zeros(0)


def _count_shared(sets: list[set[str]], left: Any, right: Any) -> tuple[Any, Any, Any]:
    """For pairs of sets how many members they share, and how many each has."""
    import numpy as np

    sizes = np.array([len(one) for one in sets])
    return _multiply(count_tokens(sets)[0], left, right), sizes[left], sizes[right]


def _tokens(text: str, language: str) -> list[str]:
    """Dictionary forms, those that drafters exchange for one another as one concept."""
    concepts = _concepts(language)
    lemmas = [concepts.get(lemma, lemma) for lemma in find_lemmas(text, language)]
    return [*lemmas, *_LAW.findall(text)]


@cache
def _concepts(language: str) -> dict[str, str]:
    return {row["lemma"]: row["concept"] for row in read_lexicon("concepts") if row["language"] == language}


def link_demands(demands: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per link: earlier, later, score, step (neighbour | split | merged | gap)."""
    text_of = dict(zip(demands["demand_id"], demands["reference"], strict=True))
    place = {text: i for i, text in enumerate(dict.fromkeys(demands.sort_values("year")["reference"]))}
    between: dict[tuple[int, int], Scores] = {}
    for row in pairs.itertuples():
        texts = place[text_of[row.earlier]], place[text_of[row.later]]
        between.setdefault(texts, {})[row.earlier, row.later] = row.score
    links: list[tuple[str, str, float, str]] = []
    forward: set[str] = set()
    back: set[str] = set()

    def keep(found: Iterable[tuple[str, str]], scores: Scores, step: str) -> None:
        for a, b in found:
            links.append((a, b, scores[a, b], step))
            forward.add(a)
            back.add(b)

    nearest_first = sorted((after - before, before, after) for before, after in between)
    for gap, before, after in nearest_first:
        scores = between[before, after]
        if gap > 1:
            scores = {(a, b): score for (a, b), score in scores.items() if a not in forward and b not in back}
        keep(_assign(scores), scores, "neighbour" if gap == 1 else "gap")
    for gap, before, after in nearest_first:
        if gap == 1:
            scores = between[before, after]
            late = {b for _, b in scores} - back
            keep(_best({(b, a): s for (a, b), s in scores.items() if b in late}, swap=True), scores, "split")
            early = {a for a, _ in scores} - forward
            keep(_best({pair: s for pair, s in scores.items() if pair[0] in early}), scores, "merged")
    return pd.DataFrame(links, columns=["earlier", "later", "score", "step"])


def _assign(scores: Scores) -> list[tuple[str, str]]:
    """The one-to-one links between two texts with the highest total score, each at least LINK."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    before, after = (list(dict.fromkeys(side)) for side in zip(*scores, strict=True)) if scores else ([], [])
    matrix = np.zeros((len(before), len(after)))
    rows, columns = ({name: i for i, name in enumerate(side)} for side in (before, after))
    for (a, b), score in scores.items():
        matrix[rows[a], columns[b]] = score if score >= LINK else 0.0
    chosen = zip(*linear_sum_assignment(matrix, maximize=True), strict=True)
    return [(before[i], after[j]) for i, j in chosen if matrix[i, j] >= LINK]


def _best(scores: Scores, swap: bool = False) -> list[tuple[str, str]]:
    """For each first name its best second, where that reaches what a second link needs."""
    best: dict[str, tuple[str, float]] = {}
    for (name, other), score in scores.items():
        if score >= max(_EXTRA, best.get(name, ("", 0.0))[1]) and score > best.get(name, ("", 0.0))[1]:
            best[name] = other, score
    return [(other, name) if swap else (name, other) for name, (other, _) in best.items()]


def find_components(names: Iterable[str], links: pd.DataFrame) -> dict[str, str]:
    """Name → lineage, called after its first member."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    names = list(names)
    place = {name: i for i, name in enumerate(names)}
    rows, columns = ([place[name] for name in links[side]] for side in ("earlier", "later"))
    graph = coo_array(([1] * len(links), (rows, columns)), shape=(len(names), len(names)))
    labels = connected_components(graph, directed=False)[1]
    first: dict[int, str] = {}
    return {name: first.setdefault(label, name) for name, label in zip(names, labels, strict=True)}
