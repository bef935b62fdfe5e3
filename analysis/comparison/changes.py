"""What changed from one resolution to another: demands, people, themes, words, passages taken over, as one frame."""

import pandas as pd

from analysis.comparison.demand_changes import find_demand_changes
from analysis.comparison.pairs import Pair, find_pair
from analysis.comparison.people_changes import find_people_changes
from analysis.comparison.wording_changes import (
    find_passages_taken_over,
    find_theme_changes,
    find_word_changes,
)
from analysis.corpus.corpus import Corpus

KINDS = ["demand", "person", "theme", "word", "passage"]
CHANGES = {
    "demand": "new first_seen stronger weaker narrowed broadened moved split merged acknowledged repeated "
    "seen_again dropped".split(),
    "person": [
        "newly named",
        "first_seen",
        "named again",
        "other status",
        "other request",
        "no longer named",
    ],
    "theme": ["more", "less"],
    "word": ["more", "less"],
    "passage": ["taken over"],
}
_WORDS = "kind change what theme addressee".split()
_SIDES = {
    "act": "str",
    "strength": "Int64",
    "status": "str",
    "asked": "str",
    "n": "Int64",
    "place": "str",
    "passage": "str",
}
COLUMNS = (
    dict.fromkeys(_WORDS, "str")
    | {f"{name}_{side}": kind for name, kind in _SIDES.items() for side in ("before", "after")}
    | {"section": "str"}
    | dict.fromkeys(["log_ratio", "low", "high", "q"], "Float64")
    | dict.fromkeys(["rule", "basis", "earlier", "later"], "str")
)


def compare_resolutions(
    corpus: Corpus,
    first: str | int | None = None,
    second: str | int | None = None,
    language: str | None = None,
) -> pd.DataFrame:
    """One row per finding between two resolutions; `list_changes` tells its columns, `find_pair` the arguments.

    Raises:
        InputError: there are not two resolutions, or one given is unknown, ambiguous or the other one.
    """
    return list_changes(find_pair(corpus, first, second, language))


def list_changes(pair: Pair) -> pd.DataFrame:
    """One row per finding: COLUMNS, in the order of KINDS and CHANGES, within each in that of the texts.

    A text that is missing, or was seen in part, is never read as one that does not ask or name: nothing
    is new or dropped, nobody newly or no longer named, unless the other text is known whole.

    Returns:
        kind (KINDS), change (CHANGES: of demands the list of statuses), what (words or summary of the demand, the
        person's name, the theme, the word, the words taken over), theme, addressee; before and after: act,
        strength, status, asked, n (mentions of a person, paragraphs of a theme, times of a word, words of a passage),
        place (letter or number as printed), passage (only where the text is on this machine); section;
        log_ratio, low and high of a word, q; rule behind a status; basis: what the row rests on; earlier, later.
    """
    rows = [
        *find_demand_changes(pair),
        *find_people_changes(pair),
        *find_theme_changes(pair),
        *find_word_changes(pair),
        *find_passages_taken_over(pair),
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(object)
    frame = frame.where(frame.notna(), None).astype(COLUMNS)
    frame = frame.assign(earlier=pair.earlier, later=pair.later).astype({"earlier": "str", "later": "str"})
    order = {(kind, change): at for at, (kind, change) in enumerate(_list_kinds())}
    places = [order[key] for key in zip(frame["kind"], frame["change"], strict=True)]
    return frame.iloc[pd.Series(places, dtype="int64").sort_values(kind="stable").index].reset_index(
        drop=True
    )


def _list_kinds() -> list[tuple[str, str]]:
    return [(kind, change) for kind in KINDS for change in CHANGES[kind]]
