"""The language of resolutions: lengths, instruments invoked."""

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.coverage import LATER, PRESENT, fill_unknown, find_seen
from analysis.lexicon.codes import CODES

_LISTS = ["full_text", "text_opening"]
BY_RULE = "by rule"


def count_instruments(corpus: Corpus) -> pd.DataFrame:
    """One row per kind of instrument and resolution: reference, kind, n, state.

    n counts the instruments cited; it is missing where none was found and the list of
    citations is not complete. Citations come from the full text or the opening of the text,
    which carries them whole.
    """
    return _count_invoked(corpus, "kind", list(CODES["kind"]))


def count_returning_instruments(corpus: Corpus) -> pd.DataFrame:
    """As `count_instruments`, per instrument that two resolutions or more invoke.

    Where the instrument is a resolution that was not adopted before, n is missing and state is "later".
    """
    times = _listed(corpus).groupby("instrument_id")["reference"].nunique()
    returning = times[times > 1].sort_values(ascending=False, kind="stable")
    counts = _count_invoked(corpus, "instrument_id", list(returning.index))
    dated = corpus.invoked[corpus.invoked["kind"] == "ep_resolution"].groupby("instrument_id")["date"].min()
    adopted = corpus.resolutions.set_index("reference")["adopted"]
    cited = pd.to_datetime(dated.reindex(counts["instrument_id"]), format="ISO8601").reset_index(drop=True)
    own, citing = (
        adopted.reindex(counts[side]).reset_index(drop=True) for side in ("instrument_id", "reference")
    )
    later = own.fillna(cited) >= citing
    later &= counts["state"] != PRESENT
    return counts.assign(n=counts["n"].mask(later), state=counts["state"].mask(later, LATER))


def _listed(corpus: Corpus) -> pd.DataFrame:
    return corpus.invoked[corpus.invoked["evidence"].isin(_LISTS)]


def _count_invoked(corpus: Corpus, item: str, items: list[str]) -> pd.DataFrame:
    counts = _listed(corpus).groupby(["reference", item]).size().reset_index(name="n")
    return fill_unknown(counts, item, items, find_citations_seen(corpus))


def find_citations_seen(corpus: Corpus) -> pd.Series:
    """How much of the citations was seen: all | part | none, by reference."""
    full, opening = (find_seen(corpus, level, ["citation"]) for level in _LISTS)
    return full.where(full == "all", opening)


def find_citations_told(corpus: Corpus) -> pd.Series:
    """As `find_citations_seen`; "by rule" where what a rule found in the text is all that is known."""
    seen = find_citations_seen(corpus)
    rows = _listed(corpus)
    ruled = rows.loc[rows["source"].str.startswith(f"found {BY_RULE} "), "reference"]
    return seen.mask((seen == "none") & seen.index.isin(ruled), BY_RULE)


def count_words(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """One row per version and section: reference, language, section, n_paragraphs, n_words, n_sentences."""
    grouped = paragraphs.groupby(["reference", "language", "section"])
    return grouped.agg(
        n_paragraphs=("position", "size"), n_words=("n_words", "sum"), n_sentences=("n_sentences", "sum")
    ).reset_index()
