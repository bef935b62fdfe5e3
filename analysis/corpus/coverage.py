"""What is known of what: no row is never read as no demand."""

import pandas as pd

from analysis.corpus.countries import describe_country
from analysis.corpus.load import Corpus
from analysis.lexicon.labels import say
from analysis.lexicon.references import REFERENCE, official_page

_MONTHS = {
    1: "Jan",
    2: "Feb",
    3: "Mar",
    4: "Apr",
    5: "May",
    6: "Jun",
    7: "Jul",
    8: "Aug",
    9: "Sep",
    10: "Oct",
    11: "Nov",
    12: "Dec",
}
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
    return seen.reindex(find_series(corpus)["reference"]).fillna("none").astype("str")


def find_read_in_full(corpus: Corpus) -> pd.Series:
    """Whether recitals and paragraphs were all coded from the full text: all | part | none, by reference."""
    return find_seen(corpus, "full_text", ["recital", "operative"])


def find_read_by_rule(corpus: Corpus) -> pd.Series:
    """Whether the rules read a text that nobody coded in full: all | none, by reference."""
    rows = corpus.all_demands
    read = set(rows.loc[(rows["evidence"] == "full_text") & (rows["coder"] == "rules"), "reference"])
    seen = find_read_in_full(corpus)
    return pd.Series(["all" if one in read else "none" for one in seen.index], index=seen.index, dtype="str")


def find_series(corpus: Corpus) -> pd.DataFrame:
    """Rows of `resolutions` that are compared, in order of adoption, with a short name.

    The short name is the year, with the month where a year has two.
    """
    series = corpus.resolutions[corpus.resolutions["compared"]].sort_values(["adopted", "reference"])
    year = series["year"].astype(str)
    month = series["adopted"].dt.month.map(lambda number: say(_MONTHS[int(number)]), na_action="ignore")
    month = month.astype("str").fillna(say("undated"))
    dated = [say("{year} {month}", year=y, month=m) for y, m in zip(year, month, strict=True)]
    short = year.where(~year.duplicated(keep=False), dated)
    short = short.where(~short.duplicated(keep=False), year + " " + series["reference"].str[-4:])
    return series.assign(short=short).reset_index(drop=True)


def find_pages(corpus: Corpus) -> dict[str, str]:
    """Reference, and short name, of each resolution → its official page; none for a country that is invented."""
    if describe_country(corpus.folder).invented:
        return {}
    known = corpus.resolutions[corpus.resolutions["reference"].str.fullmatch(REFERENCE)]
    pages = {reference: official_page(reference) for reference in known["reference"]}
    short = find_series(corpus).set_index("reference")["short"]
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
