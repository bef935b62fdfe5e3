"""LIX and OVIX, on words in which a name counts as one token.

LIX (Björnsson 1968) is words per sentence plus the percentage of words longer than six letters;
OVIX is ln n / ln(2 − ln u / ln n) for n words of u kinds, and depends on n, so texts are compared
on samples of one length. Sentence lengths are never compared between languages.
"""

import math

import numpy as np
import pandas as pd

from analysis.language.units import resample

RESAMPLES = 2_000
DRAWS = 200
LEAST_WORDS = 100  # of a text whose variety is measured


def lix(n_words: float, n_sentences: float, n_long: float) -> float:
    """Words per sentence plus the percentage of long words."""
    return n_words / n_sentences + 100 * n_long / n_words


def ovix(n_words: int, n_kinds: int) -> float:
    """Variety of words, higher for more variety; infinite where every word is another."""
    if n_words < 2 or n_kinds == n_words:
        return math.inf
    return math.log(n_words) / math.log(2 - math.log(n_kinds) / math.log(n_words))


def measure_lix(features: pd.DataFrame, seed: int = 2021) -> pd.DataFrame:
    """One row per version and section: reference, language, section, n_words, lix, low, high (95 %, by paragraph).

    Args:
        paragraphs: the frame `paragraphs`: n_tokens (a name is one), n_long, n_sentences.
    """
    out = []
    for key, of in features.groupby(["reference", "language", "section"]):
        counts = of[["n_tokens", "n_sentences", "n_long"]].to_numpy(dtype=float)
        drawn, _ = resample(np.ones(len(counts), dtype=bool), RESAMPLES, np.random.default_rng(seed))
        words, sentences, long = (drawn @ counts).T
        low, high = np.quantile(words / sentences + 100 * long / words, [0.025, 0.975])
        total = counts.sum(axis=0)
        out.append((*key, int(total[0]), lix(*total), low, high))
    return pd.DataFrame(out, columns=["reference", "language", "section", "n_words", "lix", "low", "high"])


def measure_ovix(words: dict[str, list[str]], n_words: int | None = None, seed: int = 2021) -> pd.DataFrame:
    """One row per text: text, n_words (drawn), ovix (mean of DRAWS random samples), low, high (95 % of them).

    Args:
        words: text → its words in lower case, names taken out.
        n_words: how many to draw without replacement; by default the length of the shortest text of
            LEAST_WORDS words or more. Shorter texts have no row.
    """
    n = n_words or min((len(of) for of in words.values() if len(of) >= LEAST_WORDS), default=0)
    rng = np.random.default_rng(seed)
    out = []
    for text, of in words.items():
        if len(of) < n or n < 2:
            continue
        kinds, _ = pd.factorize(pd.Series(of, dtype="str"))
        samples = np.sort(rng.permuted(np.tile(kinds, (DRAWS, 1)), axis=1)[:, :n], axis=1)
        values = np.array([ovix(n, 1 + int(changes)) for changes in (np.diff(samples) > 0).sum(axis=1)])
        low, high = np.quantile(values, [0.025, 0.975])
        out.append((text, n, values.mean(), low, high))
    return pd.DataFrame(out, columns=["text", "n_words", "ovix", "low", "high"])
