"""Each text's nearest others by their words, without all products of pairs of texts in memory.

The work is sparse_dot_topn's: rows of a sparse matrix are multiplied and only the greatest products are
kept, in C++ and on every core, so that memory grows with the texts and not with their pairs. Each pair is
multiplied once. On words that tell texts apart it is several times faster than scikit-learn's brute force.
"""

import os
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, tril
from sparse_dot_topn import sp_matmul_topn

from analysis.documents.matrix import count_tokens, weigh_tokens
from analysis.lexicon.tables import read_lexicon

_MOST = 0.2  # of the texts; words of more tell none apart
_PARTS, _SAMPLE = 32, 200
_FEW = 0.05  # of the texts: so many may have to be multiplied anew with all
_MOST_NEAR = 1_000  # earlier texts that are kept for each; one that has more has no lack of near ones
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
    """Rows × rows: of each row's products with the other rows the n greatest.

    Each row is multiplied with those before it, and products as great as all but a few rows of a sample need
    are kept for both rows. Rows that have fewer than n of these are then multiplied with all.
    """
    n_rows = matrix.shape[0]
    if not matrix.nnz:
        return csr_matrix((n_rows, n_rows), dtype=matrix.dtype)
    sample = np.arange(0, n_rows, max(1, n_rows // _SAMPLE))
    some = _multiply(matrix, sample, n_rows, n)
    least = np.quantile([some[[row]].data.min() if some[[row]].nnz >= n else 0 for row in sample], _FEW)
    parts = (part for part in np.array_split(np.arange(n_rows), _PARTS) if len(part))
    before = tril(sum(_multiply(matrix, part, part[-1] + 1, _MOST_NEAR, least) for part in parts), -1, "csr")
    near = before + before.T
    few = np.diff(near.indptr) < n
    near.data[np.repeat(few, np.diff(near.indptr))] = 0
    return _keep_greatest(near + _multiply(matrix, np.flatnonzero(few), n_rows, n), n)


def _multiply(matrix: csr_matrix, rows: Places, end: int, n: int, least: float = 0.0) -> csr_matrix:
    """Rows × rows, of which only those given are filled: their n greatest products, above the least, up to an end."""
    found = sp_matmul_topn(
        matrix[rows],
        csr_matrix(matrix[:end].T),
        top_n=n + 1,
        threshold=least,
        n_threads=os.cpu_count() or 1,
    ).tocoo()
    at = rows[found.row]
    other = at != found.col
    return csr_matrix((found.data[other], (at[other], found.col[other])), shape=(matrix.shape[0],) * 2)


def _keep_greatest(products: csr_matrix, n: int) -> csr_matrix:
    """The n greatest of each row."""
    row = np.repeat(np.arange(products.shape[0]), np.diff(products.indptr))
    order = np.lexsort((-products.data, row))
    kept = order[np.arange(len(row)) - products.indptr[row] < n]
    found = csr_matrix((products.data[kept], (row[kept], products.indices[kept])), shape=products.shape)
    found.eliminate_zeros()
    return found
