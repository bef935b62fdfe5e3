"""The texts of a country as far as they can be got in a given time; what cannot be got is told in one sentence."""

import dataclasses
import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from analysis.corpus.countries import describe_country
from analysis.corpus.load import read_coded
from analysis.lexicon.places import find_folder
from analysis.lexicon.references import REFERENCE
from analysis.sources import web
from analysis.sources.fetch import fetch_texts

_LONGEST = 30.0  # seconds for one answer
_CONNECT = 3.0


def fetch_briefly(country: str, languages: Sequence[str], seconds: float, record: Path | None = None) -> str:
    """Get texts that are not there yet.

    Args:
        country: a folder under the corpus folder.
        languages: two-letter codes.
        seconds: after which nothing more is asked.
        record: a folder that keeps every request and its answer.

    Returns:
        what became of them.

    Raises:
        InputError: there is no such corpus, or a row of it is wrong.
    """
    folder = find_folder(country)
    if describe_country(folder).invented:
        return f"{folder.name} is invented, so there is no official text to get."
    if os.environ.get("RESOLUTION_TEXTS"):
        return "RESOLUTION_TEXTS says where the texts are, so none was asked for."
    rows = read_coded(folder)["resolutions"]
    numbered = rows[rows["reference"].str.fullmatch(REFERENCE.pattern)]
    celex = dict(zip(numbered["reference"], numbered["celex"].fillna(""), strict=True))
    limits = dataclasses.replace(
        web.LIMITS,
        attempts=min(2, web.LIMITS.attempts),
        connect=min(_CONNECT, web.LIMITS.connect),
        whole=min(_LONGEST, web.LIMITS.whole),
        longest_wait=min(5.0, web.LIMITS.longest_wait),
    )
    client = web.Client(limits, time.monotonic() + seconds, record)
    known = {reference: number for reference, number in celex.items() if number}
    try:
        outcomes = fetch_texts(list(celex), languages, known, client, again=False)
    except web.UnreachableError as error:
        return f"No official text was got: {error.reason}. The report rests on what is at hand."
    told = Counter(one.outcome for one in outcomes)
    missing = len(outcomes) - told["got"] - told["already there"]
    return f"Official texts: {told['got']} got now, {told['already there']} already there, {missing} not to be had now."
