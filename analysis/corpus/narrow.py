"""A corpus in a line, and a narrower one: fewer years, one theme, one language."""

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.lexicon.codes import CODES
from analysis.lexicon.errors import InputError
from analysis.lexicon.labels import counted
from analysis.lexicon.languages import languages

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus


def describe(corpus: "Corpus") -> str:
    """Name, years and how much there is, in one line."""
    years = corpus.series["year"]
    span = f", {years.min()} to {years.max()}" if len(years) else ""
    texts = ", ".join(sorted(f"{one.reference} ({one.language})" for one in corpus.documents)[:3])
    held = counted(len(corpus.documents), "{n} text at hand", "{n} texts at hand")
    more = ", …" if len(corpus.documents) > 3 else ""
    told = counted(len(corpus.series), "{n} resolution compared", "{n} resolutions compared")
    return f"Corpus {corpus.name}: {told}{span}; {held}{': ' + texts + more if texts else ''}"


def of_theme(rows: pd.DataFrame, theme: str | None) -> pd.DataFrame:
    """Rows whose first or second theme is the one given; all of them where none is."""
    if theme is None:
        return rows
    return rows[(rows["theme"] == theme) | (rows["theme2"] == theme)].reset_index(drop=True)


def narrow(
    corpus: "Corpus", since: int | None, until: int | None, theme: str | None, language: str | None
) -> "Corpus":
    """The corpus that `Corpus.filter` describes."""
    if theme is not None and theme not in CODES["theme"]:
        raise InputError(f"Unknown theme '{theme}': give one of {', '.join(CODES['theme'])}.")
    if language is not None and language not in languages():
        raise InputError(f"Unknown language '{language}': give one of {', '.join(languages())}.")
    year = corpus.resolutions["year"]
    kept = year.between(
        since if since is not None else year.min(), until if until is not None else year.max()
    )
    references = set(corpus.resolutions.loc[kept, "reference"])
    changed: dict = {}
    for name in (one.name for one in fields(corpus)):
        rows = getattr(corpus, name)
        if isinstance(rows, pd.DataFrame) and "reference" in rows:
            of = rows["reference"].isin(references) | rows["reference"].isna()
            if name == "paragraphs" and language:
                of &= rows["language"] == language
            changed[name] = rows[of].reset_index(drop=True)
    for name in ("documents", "printed"):
        changed[name] = tuple(
            one
            for one in getattr(corpus, name)
            if one.reference in references and language in (None, one.language)
        )
    changed["hand_demands"] = of_theme(changed["hand_demands"], theme)
    return replace(corpus, **changed, theme=theme or corpus.theme)
