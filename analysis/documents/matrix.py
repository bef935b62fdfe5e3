"""Tokens of texts → a sparse matrix of texts × tokens."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.sparse import csr_matrix


def count_tokens(texts: Iterable[Iterable[str] | Mapping[str, int]]) -> tuple[csr_matrix, list[str]]:
    """How often each token stands in each text, and the tokens: the columns, in the order first met.

    A text is its tokens, or already how often each stands in it. Texts are taken one by one, so that memory
    grows with the matrix alone. Gives what scikit-learn's CountVectorizer gives for the same tokens, but for
    the order of the columns.
    """
    places: defaultdict[str, int] = defaultdict(lambda: len(places))
    columns, counts, ends = array("i"), array("i"), array("q", [0])
    for tokens in texts:
        counted = tokens if isinstance(tokens, Mapping) else Counter(tokens)
        columns.extend(map(places.__getitem__, counted))
        counts.extend(counted.values())
        ends.append(len(columns))
    filled = np.frombuffer(counts, dtype=np.int32) if counts else np.zeros(0, dtype=np.int32)
    at = np.frombuffer(columns, dtype=np.int32) if columns else np.zeros(0, dtype=np.int32)
    shape = len(ends) - 1, len(places)
    return csr_matrix((filled, at, np.frombuffer(ends, dtype=np.int64)), shape=shape), list(places)


def weigh_tokens(counts: csr_matrix) -> csr_matrix:
    """Counts as TF-IDF weights, logarithmic in the counts; each row that has any token has length 1."""
    from sklearn.feature_extraction.text import TfidfTransformer

    return (
        TfidfTransformer(sublinear_tf=True).fit_transform(counts) if counts.shape[1] else counts.astype(float)
    )
