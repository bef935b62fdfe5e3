"""Several hands' codings of one text side by side: what each wrote where, on what they differ, how well they agree."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.agreement.alpha import measure_alpha
from analysis.corpus.codings import SETTLED, Coding, read_codings
from analysis.corpus.corpus import Corpus
from analysis.lexicon.codes import ACTS, CODES
from analysis.lexicon.errors import InputError

KEPT = "kept"  # the variable that says whether a coder has the row at all
VARIABLES = {  # measured: level of measurement and values, from the lowest
    "act": ("nominal", list(ACTS)),
    "strength": ("ordinal", ["1", "2", "3", "4", "5"]),
    "addressee": ("nominal", list(CODES["addressee"])),
    "theme": ("nominal", list(CODES["theme"])),
    "action_category": ("ordinal", list(CODES["action_category"])),
    "occupation": ("nominal", [*CODES["occupation"], "-"]),
    "status": ("nominal", [*CODES["person_status"], "-"]),
    "asked": ("nominal", list(CODES["asked"])),
}
COMPARED = {
    "demands": [
        *["act", "strength", "addressee", "addressee2", "addressee_explicit", "theme", "theme2"],
        *["action_category", "urgency", "repetition"],
    ],
    "mentions": ["person_id", "occupation", "status", "asked", "asked2"],
}
PLACE = ["table", "section", "position", "clause_or_name", "nth"]
_BLANK_IS_A_VALUE = ("occupation", "status")


def find_hands(corpus: Corpus, reference: str) -> dict[str, Coding]:
    """Coder → coding of a resolution, but for what was settled, without those whom no output may name.

    Raises:
        InputError: fewer than two hands read it.
    """
    codings = {
        coder: one for coder, one in read_codings(corpus.folder, reference).items() if coder != SETTLED
    }
    if len(codings) < 2:
        there = f"only by {', '.join(codings)}" if codings else "by nobody"
        raise InputError(
            f"{reference} was coded {there}: a second coder's sheet is needed, imported with another --coder."
        )
    return {coder: _withhold(corpus, coding) for coder, coding in codings.items()}


def align_codings(corpus: Corpus, codings: Mapping[str, Coding]) -> pd.DataFrame:
    """One row per demand or mention and coder: PLACE, label, coder, row (its number in the coder's table).

    Rows of several coders stand for one thing where they have the same section, position of the paragraph, clause
    and order; mentions where they have the same name for the nth time there. Printed labels differ between
    languages, positions do not; so do names, so in paragraphs of as many mentions in each language the nth is the nth.
    """
    parts = []
    for coder, coding in codings.items():
        for table, rows in (("demands", coding.demands), ("mentions", coding.mentions)):
            name, nth = ("clause", "order") if table == "demands" else ("name_as_printed", None)
            parts.append(
                pd.DataFrame(
                    {
                        "table": table,
                        "section": rows["section"],
                        "position": _find_positions(corpus, coding, rows),
                        "clause_or_name": rows[name].astype("str").str.casefold(),
                        "nth": rows[nth].astype("int64") if nth else 0,
                        "label": rows["label"],
                        "coder": coder,
                        "row": range(len(rows)),
                    }
                )
            )
    rows = pd.concat(parts, ignore_index=True)
    named, paragraph = rows["table"] == "mentions", ["section", "position"]
    if len({coding.language for coding in codings.values()}) > 1:
        counts = rows[named].groupby([*paragraph, "coder"]).size().unstack(fill_value=0)
        same = counts.index[counts.nunique(axis=1) == 1]
        alike = named & pd.MultiIndex.from_frame(rows[paragraph]).isin(same)
        rows["clause_or_name"] = rows["clause_or_name"].mask(alike, "")
    nth = rows.groupby([*paragraph, "table", "coder", "clause_or_name"]).cumcount() + 1
    return rows.assign(nth=rows["nth"].mask(named, nth))


def tabulate_values(corpus: Corpus, codings: Mapping[str, Coding]) -> pd.DataFrame:
    """One row per thing coded and variable, in reading order, with a column per coder.

    Returns:
        PLACE and label; variable: `kept` (yes or no: whether the coder has the row) or one of COMPARED; then, under
        each coder's name, the value: text, "" where it is blank, missing where the coder has no such row.
    """
    rows = align_codings(corpus, codings)
    values: dict[tuple, dict[str, str]] = {}
    labels: dict[tuple, str] = {}
    for row in rows.itertuples():
        place = tuple(getattr(row, name) for name in PLACE)
        labels.setdefault(place, row.label)
        table = getattr(codings[row.coder], row.table)
        values.setdefault((*place, KEPT), {})[row.coder] = "yes"
        for variable in COMPARED[row.table]:
            values.setdefault((*place, variable), {})[row.coder] = _to_text(table[variable].iloc[row.row])
    frame = pd.DataFrame(
        [dict(zip([*PLACE, "variable"], key, strict=True)) | told for key, told in values.items()],
        columns=[*PLACE, "variable", *codings],
    )
    frame.insert(len(PLACE), "label", [labels[key[:-1]] for key in values])
    for coder in codings:
        frame[coder] = frame[coder].mask((frame["variable"] == KEPT) & frame[coder].isna(), "no")
    return frame.sort_values(PLACE[:5], key=_in_order, kind="stable", ignore_index=True)


def find_disagreements(values: pd.DataFrame, coders: list[str]) -> pd.DataFrame:
    """The rows of `tabulate_values` in which coders who have the row wrote something else, or not all have it."""
    return values[values[coders].nunique(axis=1) > 1].reset_index(drop=True)


def measure_agreement(values: pd.DataFrame, coders: list[str]) -> pd.DataFrame:
    """One row per variable: variable, level, alpha, low, high (95 % interval), same, n.

    Things that fewer than two coders have are left out, which `kept` counts instead (no alpha: nobody codes what no
    one has). A blank occupation or status is a value of its own, "nothing told"; a blank strength or action
    category is none; what is asked is compared in operative paragraphs. Paragraphs are resampled whole. `same` is the
    share of the n units in which all agree.
    """
    rows: list[tuple] = []
    kept = values[values["variable"] == KEPT]
    rows.append((KEPT, "nominal", None, None, None, (kept[coders] == "yes").all(axis=1).mean(), len(kept)))
    for variable, (level, order) in VARIABLES.items():
        of = values[values["variable"] == variable]
        of = of[of["section"] == "operative"] if variable == "asked" else of
        given = of[coders].replace("", "-" if variable in _BLANK_IS_A_VALUE else None)
        of, given = of[given.notna().sum(axis=1) > 1], given[given.notna().sum(axis=1) > 1]
        measured = measure_alpha(given, level, order, list(zip(of["section"], of["position"], strict=True)))
        same = (given.nunique(axis=1) == 1).mean() if len(given) else None
        rows.append((variable, level, measured.alpha, measured.low, measured.high, same, measured.n))
    columns = ["variable", "level", "alpha", "low", "high", "same", "n"]
    numbers = dict.fromkeys(["alpha", "low", "high", "same"], "Float64")
    return pd.DataFrame(rows, columns=columns).astype(numbers).round(3)


def _withhold(corpus: Corpus, coding: Coding) -> Coding:
    frames = {name: getattr(coding, name) for name in ("people", "mentions", "demands")}
    kept = corpus.redactions.withhold(frames | {"spellings": corpus.spellings})
    return replace(coding, **{name: kept[name] for name in frames})


def _find_positions(corpus: Corpus, coding: Coding, rows: pd.DataFrame) -> list[str]:
    """Where the paragraph of each row is within its section; its label where the text's paragraphs are not known."""
    of = corpus.paragraphs
    of = of[(of["reference"] == coding.reference) & (of["language"] == coding.language)]
    known = dict(zip(zip(of["section"], of["label"], strict=True), of["position"].astype("str"), strict=True))
    places = zip(rows["section"], rows["label"], strict=True)
    return [known.get((section, label), str(label)) for section, label in places]


def _to_text(value: object) -> str:
    if value is None or pd.isna(value):
        return ""
    return {"True": "yes", "False": "no"}.get(str(value), str(value))


def _in_order(column: pd.Series) -> pd.Series:
    """Recitals before paragraphs, 2 before 10."""
    if column.name == "table":
        return column.map({"demands": 0, "mentions": 1})
    if column.name == "section":
        return column.map({"recital": 0, "operative": 1})
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers.fillna(0) if column.name != "clause_or_name" else column.str.zfill(4)
