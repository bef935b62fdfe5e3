"""The same demand in later resolutions: links between demands, and lineages as their components.

Method: similarity of the demands' words and word parts (TF-IDF cosine), raised where theme,
kind of addressee, class of act, people and law articles agree; one-to-one assignment between neighbouring
texts; then one-to-many and many-to-one links, then links over gaps; connected components.
The one-to-one step is the Hungarian algorithm (scipy). After Wilkerson, Smith, Stramp,
AJPS 59(4), 2015, for reuse between texts.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.lexicon import read_lexicon
from analysis.tokens import find_lemmas

# Fitted on the practice corpus, both languages together; its figures are therefore in-sample.
LINK = 0.28  # at least this score for a link
REVIEW = 0.20  # from here to LINK a pair is a matter for review
_EXTRA = 0.42  # at least this score for a second link of a demand that is linked already
_WEIGHTS = {"words": 0.31, "parts": 0.22, "context": 0.29, "theme": 0.07, "addressee": 0.06, "keys": 0.05}
_NAME = re.compile(
    r"(?<=[^\W\d_] )[A-ZÅÄÖ][^\W\d_]{2,}(?= [A-ZÅÄÖ])"
)  # a given name: a capitalised word before another
_LAW = re.compile(r"\b\d{1,4}(?:[.:/]\d+)*\b")
_CONFLICT = 0.4  # factor where both name people or law articles and share none


def score_pairs(demands: pd.DataFrame, language: str) -> pd.DataFrame:
    """One row per pair of demands of different texts that reach REVIEW: earlier, later, score.

    Only pairs of one class (and one valence) are scored, and a directive with a later welcome.

    Args:
        demands: demand_id, reference, year (sortable), passage (without addressee), context (the
            paragraph), act_class, valence, addressee_group, theme, theme2.
        language: of all passages; languages are never mixed.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    def cosine(texts: Iterable[str], **options: Any) -> Any:
        matrix = TfidfVectorizer(sublinear_tf=True, **options).fit_transform(list(texts))
        return (matrix @ matrix.T).toarray()

    passages, contexts = demands["passage"].fillna(""), demands["context"].fillna("")
    similar = _WEIGHTS["words"] * cosine((_tokens(text, language) for text in passages), token_pattern=r"\S+")
    similar += _WEIGHTS["context"] * cosine(
        (_tokens(text, language) for text in contexts), token_pattern=r"\S+"
    )
    similar += _WEIGHTS["parts"] * cosine(passages.str.lower(), analyzer="char_wb", ngram_range=(4, 5))
    themes = [
        {theme for theme in pair if isinstance(theme, str)}
        for pair in zip(demands["theme"], demands["theme2"], strict=True)
    ]
    similar += _WEIGHTS["theme"] * _overlaps(themes, lambda a, b: len(a & b) / max(1, min(len(a), len(b))))
    groups = pd.factorize(demands["addressee_group"])[0]
    similar += _WEIGHTS["addressee"] * (groups[:, None] == groups[None, :])
    for pattern in (_NAME, _LAW):
        keys = [set(pattern.findall(text)) for text in passages]
        shared = _overlaps(keys, lambda a, b: len(a & b) / len(a | b) if a | b else 0)
        both = np.array([bool(key) for key in keys])
        similar += _WEIGHTS["keys"] * shared
        similar[(both[:, None] & both[None, :]) & (shared == 0)] *= _CONFLICT
    kinds = (demands["act_class"] + demands["valence"].fillna("")).to_numpy(dtype=object)
    allowed = kinds[:, None] == kinds[None, :]
    allowed |= (kinds[:, None] == "directive") & (kinds[None, :] == "expressive+")
    years = demands["year"].to_numpy()
    earlier, later = np.nonzero(allowed & (years[:, None] < years[None, :]) & (similar >= REVIEW))
    ids = demands["demand_id"].to_numpy()
    return pd.DataFrame(
        {"earlier": ids[earlier], "later": ids[later], "score": similar[earlier, later].round(4)}
    )


def _overlaps(sets: list[set[str]], measure: Callable[[set[str], set[str]], float]) -> Any:
    import numpy as np

    return np.array([[measure(a, b) for b in sets] for a in sets], dtype=float)


def _tokens(text: str, language: str) -> str:
    """Dictionary forms, those that drafters exchange for one another as one concept."""
    concepts = _concepts(language)
    lemmas = [concepts.get(lemma, lemma) for lemma in find_lemmas(text, language)]
    return " ".join([*lemmas, *_LAW.findall(text)])


@cache
def _concepts(language: str) -> dict[str, str]:
    return {
        row["lemma"]: row["concept"].upper()
        for row in read_lexicon("concepts")
        if row["language"] == language
    }


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
