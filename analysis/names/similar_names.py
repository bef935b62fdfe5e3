"""The pairs of names that somebody may have to look at, found without a look at all pairs.

Parts of names are compared, by their sounds and each once, however many names bear them; names that have
no two parts alike are not.
"""

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist
from scipy.sparse import csr_matrix, vstack

from analysis.documents.matrix import count_tokens
from analysis.names.matching import REVIEW
from analysis.names.namesakes import Spelling
from analysis.names.sounds import CHILD_OF, join_sounds, list_neighbours, list_parts

Places = NDArray[np.int64]
_JOINED = "+"  # heads the key of two parts written together, which must agree to the letter
_BLOCK = 512  # keys compared with all others at a time


def pair_near(left: Sequence[Spelling], right: Sequence[Spelling]) -> tuple[Places, Places]:
    """The places of the pairs that `match_names` may not call different, in order.

    No such pair is left out: it has two parts that are alike, or one where a name has no more. The
    parts of all names are compared once, by their sounds, however many names bear them.
    """
    (parts, of, keys), (other_parts, of_other, other_keys) = _index(left), _index(right)
    alike = _mark(parts @ _find_alike(keys, other_keys) @ other_parts.T)
    n_alike = (of.T @ _mark(alike @ of_other)).maximum(_mark(of.T @ alike) @ of_other).tocoo()
    n_parts, n_other_parts = of.sum(axis=0).A1, of_other.sum(axis=0).A1
    enough = np.minimum(2, np.minimum(n_parts[n_alike.row], n_other_parts[n_alike.col]))
    near = n_alike.data >= enough
    order = np.lexsort((n_alike.col[near], n_alike.row[near]))
    return n_alike.row[near][order], n_alike.col[near][order]


def _index(spellings: Sequence[Spelling]) -> tuple[csr_matrix, csr_matrix, list[str]]:
    """Parts of names × keys of sounds they may be read by, parts × names, and the keys."""
    parts = [
        (place, readings) for place, spelling in enumerate(spellings) for readings in _list_readings(spelling)
    ]
    read, keys = count_tokens(readings for _, readings in parts)
    at = np.arange(len(parts)), [place for place, _ in parts]
    return read, csr_matrix((np.ones(len(parts), int), at), shape=(len(parts), len(spellings))), keys


def _list_readings(spelling: Spelling) -> list[set[str]]:
    """The keys of each part of a name, with and without marks, and of neighbours written together."""
    by_reading = list_parts(*spelling)
    joined = [[_JOINED + join_sounds(*parts[i:j]) for i, j in list_neighbours(parts)] for parts in by_reading]
    parts = [
        {form for key in keys if key for form in (key, key.casefold())} for keys in zip_longest(*by_reading)
    ]
    return [*parts, *({key for key in keys if key} for keys in zip_longest(*joined))]


def _mark(products: csr_matrix) -> csr_matrix:
    """1 where there is anything."""
    return (products > 0).astype(np.int32)


def _find_alike(keys: Sequence[str], others: Sequence[str]) -> csr_matrix:
    """Keys × keys: whether they may pass for one another in `match_names`."""
    initials = np.array([other[:1] if other.endswith(".") else "" for other in others])
    firsts = np.array([other[:1] for other in others])
    places = {other: place for place, other in enumerate(others)}
    written_together = np.array([other.startswith(_JOINED) for other in others], bool)
    blocks = [csr_matrix((0, len(others)), dtype=np.int32)]
    for start in range(0, len(keys), _BLOCK):
        block = keys[start : start + _BLOCK]
        alike = cdist(block, others, scorer=JaroWinkler.normalized_similarity, score_cutoff=REVIEW) > 0
        alike[:, written_together] = False
        for row, key in enumerate(block):
            if key.startswith(_JOINED):
                alike[row] = False
                alike[row, [places[one] for one in (key.removeprefix(_JOINED),) if one in places]] = True
                continue
            alike[row] |= (firsts if key.endswith(".") else initials) == key[:1]
            others_of = [_JOINED + key, *(key + ending for ending in CHILD_OF)]
            others_of += [key.removesuffix(ending) for ending in CHILD_OF]
            alike[row, [places[one] for one in others_of if one in places]] = True
        blocks.append(csr_matrix(alike, dtype=np.int32))
    return vstack(blocks, format="csr")
