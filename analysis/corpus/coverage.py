"""What is known of what: no row is never read as no demand."""

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.countries import describe_country
from analysis.lexicon.references import REFERENCE, official_page

UNKNOWN, ABSENT, PRESENT = "unknown", "absent", "present"
LATER = "later"  # a resolution that was not adopted before


def find_seen(corpus: Corpus, evidence: str, sections: list[str]) -> pd.Series:
    """How much of the given sections was seen: all | part | none, by reference.

    The references are those of the compared series, in order of adoption. Several rows of
    one reference (languages) count as the best of them, several sections as the worst.
    """
    rank = pd.CategoricalDtype(["none", "part", "all"], ordered=True)
    rows = corpus.coverage
    of_level = rows[(rows["evidence"] == evidence) & rows["section"].isin(sections)]
    best = of_level.assign(seen=of_level["seen"].astype(rank)).groupby(["reference", "section"])["seen"].max()
    seen = best.groupby("reference").min()
    covered = best.groupby("reference").size() == len(sections)
    seen = seen.where(covered, "none")
    return seen.reindex(corpus.series["reference"]).fillna("none").astype("str")


def find_pages(corpus: Corpus) -> dict[str, str]:
    """Reference, and short name, of each resolution → its official page; none for a country that is invented."""
    if describe_country(corpus.folder).invented:
        return {}
    known = corpus.resolutions[corpus.resolutions["reference"].str.fullmatch(REFERENCE)]
    pages = {reference: official_page(reference) for reference in known["reference"]}
    short = corpus.series.set_index("reference")["short"]
    return pages | {short[reference]: page for reference, page in pages.items() if reference in short}


def fill_unknown(counts: pd.DataFrame, item: str, items: list[str], seen: pd.Series) -> pd.DataFrame:
    """One row per item and resolution: reference, item, n, state.

    Args:
        counts: reference, item and n of what was found.
        item: name of the item column.
        items: every item to show.
        seen: as `find_seen` gives it.

    Returns:
        n is missing where the state is unknown: nothing was found and not all was seen.
    """
    references = pd.DataFrame({"reference": list(seen.index)}, dtype="str")
    grid = references.merge(pd.DataFrame({item: items}, dtype="str"), how="cross")
    counts = counts.astype({"reference": "str", item: "str"})
    found = grid.merge(counts, how="left", on=["reference", item], validate="one_to_one")
    all_seen = found["reference"].map(seen) == "all"
    n = found["n"].astype("Int64").mask(found["n"].isna() & all_seen, 0)
    state = pd.Series(PRESENT, index=found.index).mask(n == 0, ABSENT).mask(n.isna(), UNKNOWN)
    return found.assign(n=n, state=state)
