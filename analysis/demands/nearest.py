"""Each text's nearest others by their words, without a look at all pairs of texts.

The work is sparse_dot_topn's: rows of a sparse matrix are multiplied and only the greatest products are
kept, in C++ and on every core, so that memory grows with the texts and not with their pairs. Exact; on
words that tell texts apart it is several times faster than scikit-learn's brute force.
"""

import os
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from analysis.documents.matrix import count_tokens, weigh_tokens
from analysis.lexicon.tables import read_lexicon

_MOST = 0.2  # of the texts; words of more tell none apart
Places = NDArray[np.int64]


def find_nearest(texts: Sequence[Iterable[str]], language: str, n: int = 20) -> tuple[Places, Places]:
    """The places of pairs of texts of which one is among the n nearest of the other; each pair both ways.

    Args:
        texts: the dictionary forms of each.
        language: of the texts.
        n: neighbours of each text.
    """
    nearest = multiply_nearest(weigh_words(texts, language), n)
    left = np.repeat(np.arange(len(texts)), np.diff(nearest.indptr))
    pairs = np.unique(np.sort(np.stack([left, nearest.indices]), axis=0), axis=1)
    both = np.concatenate([pairs, pairs[::-1]], axis=1)
    return both[0], both[1]


def weigh_words(texts: Iterable[Iterable[str]], language: str) -> csr_matrix:
    """Texts × words that tell them apart, in TF-IDF weights; each row has length 1.

    Function words, and words of more than a fifth of the texts, are left out.
    """
    function_words = {row["lemma"] for row in read_lexicon("function_words") if row["language"] == language}
    counts, words = count_tokens(texts)
    n_texts = np.bincount(counts.indices, minlength=len(words))
    telling = (n_texts <= _MOST * counts.shape[0]) & np.array(
        [word not in function_words for word in words], bool
    )
    return weigh_tokens(counts[:, np.flatnonzero(telling)]).astype(np.float32)


def multiply_nearest(matrix: csr_matrix, n: int) -> csr_matrix:
    """Rows × rows: of each row's products with the other rows the n greatest."""
    found = sp_matmul_topn(matrix, csr_matrix(matrix.T), top_n=n + 1, n_threads=os.cpu_count() or 1)
    found.setdiag(0)
    found.eliminate_zeros()
    return found
