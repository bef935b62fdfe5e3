"""The code lists that frames draw on, read from `corpus/lexicon/`."""

from analysis.lexicon.labels import label_language
from analysis.lexicon.tables import read_lexicon

CODES: dict[str, dict[str, dict[str, str]]] = {}
for _row in read_lexicon("codes"):
    CODES.setdefault(_row["list"], {})[_row["code"]] = _row

ACTS: dict[str, dict[str, str]] = {}
for _row in read_lexicon("acts"):
    ACTS.setdefault(_row["act"], _row)

THEMES = list(CODES["theme"])
EVIDENCE = list(CODES["evidence"])
ACT_CLASSES = ["directive", "assertive", "expressive", "procedural"]
SECTIONS = ["citation", "recital", "heading", "operative", "annex"]
STATE_BODIES = [code for code, row in CODES["addressee"].items() if row["group"] == "target"]


def addressee_group(code: str) -> str:
    """target | eu | parliament | other: what an addressee is compared by at summary level."""
    return CODES["addressee"][code]["group"]


def label(list_name: str, code: str) -> str:
    """A code in words, in the language of charts."""
    return CODES[list_name][code][_column()]


def labels(list_name: str) -> dict[str, str]:
    """Every code of a list → its words, in the language of charts, in the order of the list."""
    return {code: row[_column()] for code, row in CODES[list_name].items()}


def _column() -> str:
    return "label_sv" if label_language() == "sv" else "label"
