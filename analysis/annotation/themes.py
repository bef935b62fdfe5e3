"""The theme of a passage, from the phrases of `lexicon/themes.csv`."""

import re
from functools import cache, lru_cache

from analysis.documents.parse import Document
from analysis.lexicon.codes import THEMES
from analysis.lexicon.grammar import mask_quotations, phrases
from analysis.lexicon.phrases import Alternatives

_SECOND_AT_LEAST = 0.5  # of the first theme's score
# A theme is sure where the demand's own words show it best and the paragraph shows no other nearly as well; chosen on
# the drill texts as the most themes of which 95 of 100 are right.
_SURE_AT_LEAST, _SURE_LEAD, _SURE_LEAD_AROUND = 2, 1, 3
_NONE = (0.0, 0)


@lru_cache(maxsize=1024)
def score_themes(text: str, language: str) -> dict[str, tuple[float, int]]:
    """Theme → (score, place of its first phrase), for the themes met.

    A theme's score is the sum of the weights of its phrases that stand in the text, each
    counted once; a phrase within a longer one, be it of another theme or of none, does not count.
    """
    masked = mask_quotations(text)
    hits = [
        (match.start(), match.end(), theme, phrase, weights[phrase])
        for theme, alternatives, weights in _phrases_of(language)
        for phrase, match in alternatives.find(masked)
    ]
    counted: dict[str, dict[int, tuple[int, float]]] = {}
    for start, end, theme, phrase, weight in hits:
        within = any(
            other[0] <= start and end <= other[1] and end - start < other[1] - other[0] for other in hits
        )
        if weight and not within:
            counted.setdefault(theme, {}).setdefault(phrase, (start, weight))
    return {
        theme: (sum(weight for _, weight in found.values()), min(start for start, _ in found.values()))
        for theme, found in counted.items()
    }


def tag_theme(passages: list[str], language: str) -> tuple[str, str | None]:
    """Primary and optional second theme.

    Args:
        passages: the demand first, then ever wider context; the first that meets any phrase decides.
    """
    for passage in passages:
        scores = score_themes(passage, language)
        if scores:
            ranked = sorted(
                scores, key=lambda theme: (-scores[theme][0], scores[theme][1], THEMES.index(theme))
            )
            second = ranked[1] if len(ranked) > 1 else None
            if second and scores[second][0] < _SECOND_AT_LEAST * scores[ranked[0]][0]:
                second = None
            return ranked[0], second
    return "other", None


def is_sure(theme: str, passage: str, around: str, language: str) -> bool:
    """Whether a theme is sure, by the phrases of a demand's own words and of the paragraph around it."""
    own, all_told = score_themes(passage, language), score_themes(around, language)
    return (
        own.get(theme, _NONE)[0] >= _SURE_AT_LEAST
        and _lead(theme, own) >= _SURE_LEAD
        and _lead(theme, all_told) >= _SURE_LEAD_AROUND
    )


def _lead(theme: str, scores: dict[str, tuple[float, int]]) -> float:
    """By how much a theme is ahead of every other."""
    others = (score for other, (score, _) in scores.items() if other != theme)
    return scores.get(theme, _NONE)[0] - max(others, default=0)


def find_cues(document: Document) -> set[str]:
    """Every theme of which a paragraph of a text has a phrase, whatever theme counts for its demands."""
    texts = (unit.text for unit in document.paragraphs if unit.section == "operative")
    return {theme for text in texts for theme in score_themes(text, str(document.language))}


@cache
def _phrases_of(language: str) -> list[tuple[str, Alternatives, list[float]]]:
    by_theme: dict[str, list[dict[str, str]]] = {}
    for row in phrases("themes", language):
        by_theme.setdefault(row["theme"], []).append(row)
    return [
        (theme, Alternatives(map(_alternative, rows)), [float(row["weight"]) for row in rows])
        for theme, rows in by_theme.items()
    ]


def _alternative(row: dict[str, str]) -> tuple[str, str]:
    words = [re.escape(word).replace(r"\*", r"\w*") for word in row["phrase"].split()]
    return r"\s+".join(words), row["phrase"].replace("*", " ")
