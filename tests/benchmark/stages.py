"""One stage of the work, or what it is compared with, on invented data.

Each function prepares what it needs and returns what is timed, and what tells the quality of its result.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmark.invent import invent_paragraphs, invent_spellings

SEED = 2021
N_SPELLINGS, N_PARAGRAPHS, N_SOUGHT, N_NEAREST = 5_000, 50_000, 2_000, 5
Work = tuple[Callable[[], Any], Callable[[Any], dict[str, float]]]
_SECTIONS = ("citation", "recital", "operative", "footnote")
_UNIT = re.compile(
    r"^[^\S\n]*(?:(?P<citation>[–—-])|(?P<recital>[^\W\d_]{1,3})\.|(?P<operative>\d{1,3})\."
    r"|\((?P<footnote>\d{1,3})\))\s+(?P<text>\S[^\n]*)",
    re.MULTILINE,
)


def floor(folder: Path) -> Work:
    """Reading, decoding and one pass of a compiled expression that yields labelled units."""
    files = list_files(folder)
    return lambda: sum(len(_label_units(path)) for path in files), _unrated


def _label_units(path: Path) -> list[tuple[str, str, str]]:
    units = []
    for match in _UNIT.finditer(path.read_bytes().decode()):
        section = next(name for name in _SECTIONS if match[name])
        units.append((section, match[section], " ".join(match["text"].split())))
    return units


def parse(folder: Path) -> Work:
    """Files → metadata and paragraphs."""
    from analysis.documents.parse import parse as parse_file

    files = list_files(folder)
    parse_file(files[-1])
    return lambda: sum(len(parse_file(path).paragraphs) for path in files), _unrated


def clauses(folder: Path) -> Work:
    """Documents → demands: act clauses with strength, addressee and theme."""
    from analysis.annotation.demands import find_demands

    return _on_documents(folder, find_demands)


def mentions(folder: Path) -> Work:
    """Documents → the people named in them."""
    from analysis.annotation.mentions import find_mentions

    return _on_documents(folder, find_mentions)


def _on_documents(folder: Path, find: Callable) -> Work:
    from analysis.documents.parse import parse as parse_file

    first, *documents = map(parse_file, list_files(folder))
    find(first)
    return lambda: sum(len(find(document)) for document in documents), _unrated


def terms(folder: Path) -> Work:
    """Texts → document-feature matrix of dictionary forms."""
    from analysis.documents.matrix import count_tokens
    from analysis.documents.tokens import count_lemmas

    count_lemmas("varma", "sv")
    return lambda: count_tokens(count_lemmas(text, "sv") for text in _texts(folder)), _unrated


def terms_plain(folder: Path) -> Work:
    """The same words in lower case with scikit-learn's CountVectorizer."""
    from sklearn.feature_extraction.text import CountVectorizer

    from analysis.documents.tokens import WORD

    return lambda: CountVectorizer(token_pattern=WORD.pattern).fit_transform(_texts(folder)), _unrated


def terms_spacy(folder: Path) -> Work:
    """The same with spaCy's blank Swedish model and CountVectorizer."""
    import spacy
    from sklearn.feature_extraction.text import CountVectorizer

    model = spacy.blank("sv")

    def tokenize(text: str) -> list[str]:
        return [token.lower_ for token in model(text) if not token.is_punct and not token.is_space]

    tokenize("varma")
    return lambda: CountVectorizer(analyzer=tokenize).fit_transform(_texts(folder)), _unrated


def names(_: Path) -> Work:
    """Spellings → people."""
    from analysis.names.namesakes import resolve_names

    forms, languages, people = zip(*invent_spellings(N_SPELLINGS, SEED), strict=True)
    return lambda: resolve_names(forms, languages), lambda found: {"f1": _rate_pairs(found, people)}


def names_near(_: Path) -> Work:
    """The pairs of spellings that somebody may have to look at, each judged: the work of the review list."""
    import pandas as pd

    from analysis.corpus.identity import match_forms, pair_forms

    forms = pd.DataFrame(invent_spellings(N_SPELLINGS, SEED), columns=["form", "language", "person_id"])

    def judge() -> Any:
        pairs = pair_forms(forms, forms)
        return match_forms(pairs[pairs["form"] < pairs["form_other"]])

    return judge, _unrated


def names_rapidfuzz(_: Path) -> Work:
    """The same with all pairs scored by rapidfuzz; quality at the threshold that proves best, in hindsight."""
    import numpy as np
    from rapidfuzz.process import cdist

    forms, _, people = zip(*invent_spellings(N_SPELLINGS, SEED), strict=True)

    def rate(scores: Any) -> dict[str, float]:
        above = np.triu_indices(len(forms), 1)
        same = (np.array(people)[:, None] == np.array(people)[None, :])[above]
        scored = scores[above]
        judged = [scored >= threshold for threshold in range(60, 100)]
        return {"f1": float(max(2 * (one & same).sum() / (one.sum() + same.sum()) for one in judged))}

    return lambda: cdist(forms, forms, workers=2), rate


def _rate_pairs(found: list[int], people: tuple[int, ...]) -> float:
    from collections import Counter

    def count(groups: Any) -> int:
        return sum(n * (n - 1) for n in Counter(groups).values())

    return 2 * count(zip(found, people, strict=True)) / (count(found) + count(people))


def load(folder: Path) -> Work:
    """A country's tables and texts → its corpus."""
    os.environ |= {"RESOLUTION_CORPUS": str(folder.parent), "RESOLUTION_TEXTS": "none"}
    from analysis import load as load_corpus

    return lambda: load_corpus(folder.name), _unrated


def lineages(folder: Path) -> Work:
    """Demands of a series of texts → lineages."""
    os.environ |= {"RESOLUTION_CORPUS": str(folder.parent), "RESOLUTION_TEXTS": "none"}
    from analysis import load as load_corpus
    from analysis.demands.lineages import find_components, link_demands, score_pairs
    from analysis.demands.recurrence import collect_demands

    demands = collect_demands(load_corpus(folder.name), "sv")

    def trace() -> dict[str, str]:
        return find_components(demands["demand_id"], link_demands(demands, score_pairs(demands, "sv")))

    return trace, lambda _: {"demands": len(demands)}


def series(folder: Path) -> Work:
    """All that the notebooks ask of a series of texts, but for drawing: load, comparisons and tables."""
    os.environ |= {"RESOLUTION_CORPUS": str(folder.parent), "RESOLUTION_TEXTS": "none"}
    os.environ["RESOLUTION_FIGURES"] = str(folder / "figures")
    from analysis import load as load_corpus
    from analysis.report import answers, demand_figures, evidence, language_figures, people_figures

    modules = (answers, demand_figures, evidence, language_figures, people_figures)
    asked = [
        function
        for module in modules
        for name, function in vars(module).items()
        if name.startswith(("answer_", "table_"))
        and function.__module__ == module.__name__
        and name != "table_shape"
    ]

    def answer() -> int:
        corpus = load_corpus(folder.name)
        return len([function(corpus) for function in asked])

    return answer, _unrated


def candidates(_: Path) -> Work:
    """Paragraphs → the five nearest of each; how many of brute force's are among them."""
    from analysis.demands.nearest import multiply_nearest

    matrix = _weigh_paragraphs()
    multiply_nearest(matrix[:100], N_NEAREST)

    def rate(nearest: Any) -> dict[str, float]:
        sought, true = _sought(), _search_by_brute_force(matrix)()
        hits = 0
        for row, best in zip(sought, true, strict=True):
            found = nearest[[row]]
            hits += len(set(found.indices[(-found.data).argsort()[:N_NEAREST]]) & set(best))
        return {"recall": hits / (len(sought) * N_NEAREST)}

    return lambda: multiply_nearest(matrix, N_NEAREST), rate


def candidates_brute(_: Path) -> Work:
    """The same with scikit-learn's brute force, for a sample of the paragraphs among all of them."""
    return _search_by_brute_force(_weigh_paragraphs()), lambda _: {"sampled": N_SOUGHT / N_PARAGRAPHS}


def _weigh_paragraphs() -> Any:
    from analysis.demands.nearest import weigh_words
    from analysis.documents.tokens import count_lemmas

    return weigh_words((count_lemmas(text, "sv") for text in invent_paragraphs(N_PARAGRAPHS, SEED)), "sv")


def _sought() -> range:
    return range(0, N_PARAGRAPHS, N_PARAGRAPHS // N_SOUGHT)


def _search_by_brute_force(matrix: Any) -> Callable[[], list[list[int]]]:
    from sklearn.neighbors import NearestNeighbors

    model = NearestNeighbors(n_neighbors=N_NEAREST + 1, metric="cosine", algorithm="brute").fit(matrix)
    rows = list(_sought())

    def search() -> list[list[int]]:
        found = model.kneighbors(matrix[rows], return_distance=False)
        return [
            [place for place in of if place != row][:N_NEAREST] for row, of in zip(rows, found, strict=True)
        ]

    return search


def list_files(folder: Path) -> list[Path]:
    """The invented texts."""
    return sorted((folder / "texts").iterdir())


def _texts(folder: Path) -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in list_files(folder))


def _unrated(_: Any) -> dict[str, float]:
    return {}
