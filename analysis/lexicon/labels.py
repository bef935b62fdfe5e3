"""The language of a chart's words: English as the code has them, or Swedish from `corpus/lexicon/chart_words.csv`."""

import os
from functools import lru_cache
from typing import Any

from analysis.lexicon.errors import InputError
from analysis.lexicon.tables import read_lexicon

LABEL_LANGUAGES = ("en", "sv")


def label_language(chosen: str | None = None) -> str:
    """The language of charts: `chosen`, else RESOLUTION_LABELS, else English.

    Raises:
        InputError: it is a language that charts do not speak.
    """
    language = chosen or os.environ.get("RESOLUTION_LABELS") or "en"
    if language not in LABEL_LANGUAGES:
        raise InputError(
            f"Charts have no labels in '{language}': set RESOLUTION_LABELS to {' or '.join(LABEL_LANGUAGES)}."
        )
    return language


def say(template: str, /, **values: Any) -> str:
    """The template in the language of charts, filled with the values; in English where it has no Swedish.

    The template is a literal, a constant of the module or an entry of a table there, so that a test finds
    every one.
    """
    chosen = _read_swedish().get(template, template) if label_language() == "sv" else template
    return chosen.format(**values)


def counted(n: int, one: str, several: str, /, **values: Any) -> str:
    """`say` with the template for one or for any other number, which both may print as {n}."""
    return say(one if n == 1 else several, n=n, **values)


def decimal(value: float, form: str) -> str:
    """A number in the given format, with the decimal sign of the language of charts."""
    shown = format(value, form)
    return shown.replace(".", ",") if label_language() == "sv" else shown


@lru_cache(maxsize=1)
def _read_swedish() -> dict[str, str]:
    return {row["en"]: row["sv"] for row in read_lexicon("chart_words")}
