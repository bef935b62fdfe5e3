"""The resolutions that are compared, in order, and what each is called for short."""

import pandas as pd

from analysis.lexicon.labels import say

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


def find_series(resolutions: pd.DataFrame) -> pd.DataFrame:
    """Rows of `resolutions` that are compared, in order of adoption, with a short name.

    The short name is the year, with the month where a year has two.
    """
    series = resolutions[resolutions["compared"]].sort_values(["adopted", "reference"])
    year = series["year"].astype(str)
    month = series["adopted"].dt.month.map(lambda number: say(_MONTHS[int(number)]), na_action="ignore")
    month = month.astype("str").fillna(say("undated"))
    dated = [say("{year} {month}", year=y, month=m) for y, m in zip(year, month, strict=True)]
    short = year.where(~year.duplicated(keep=False), dated)
    short = short.where(~short.duplicated(keep=False), year + " " + series["reference"].str[-4:])
    return series.assign(short=short).reset_index(drop=True)
