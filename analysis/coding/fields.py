"""The columns of a coding sheet, and the codes that their cells may hold."""

from collections.abc import Iterable
from typing import NamedTuple

from analysis.lexicon.codes import ACTS, CODES

YES, NO = "yes", "no"


class Field(NamedTuple):
    """A column: its name, what is told of it, the list of its codes, and whether a kept row must fill it."""

    name: str
    told: str
    codes: str | None = None
    needed: bool = False


class Code(NamedTuple):
    """One row of the sheet of codes."""

    code: str
    words: str = ""
    definition: str = ""
    boundary: str = ""
    example: str = ""


_KEEP = Field("keep", "yes: the row counts. no, or blank in a row of the rules: it is struck out.", "keep")
_FROM = Field("from", "rules: found by rule. Leave it blank in a row that you add.")
_TEXT = Field("text", "The paragraph as it stands; not imported.")

DEMANDS = (
    _KEEP,
    _FROM,
    Field("label", "Number of the paragraph as printed.", needed=True),
    Field(
        "clause", "nth act clause of the paragraph; one that you add takes the next free number.", needed=True
    ),
    Field("order", "nth demand of the clause.", needed=True),
    _TEXT,
    Field("verb", "Head verb as printed; not imported."),
    Field("words", "The words of the demand; not imported."),
    Field("act", "What Parliament does.", "act", True),
    Field("strength", "Step on the ladder of the act's class; blank takes the act's usual step.", "strength"),
    Field("addressee", "Who is asked, the first named; for other acts, who is judged.", "addressee", True),
    Field("addressee2", "The second named.", "addressee"),
    Field("addressee_explicit", "Whether the addressee is named in this very clause.", "keep"),
    Field("theme", "What would have to change, not who is named.", "theme", True),
    Field("theme2", "A second theme.", "theme"),
    Field("action_category", "How specific the action is; of directives only.", "action_category"),
    Field("urgency", "Says at once, without delay or fully.", "keep"),
    Field("repetition", "Says again or reiterates.", "keep"),
    Field("summary", "The demand in your own words; blank makes one of the codes."),
)
MENTIONS = (
    _KEEP,
    _FROM,
    Field("section", "recital or operative.", "section", True),
    Field("label", "Letter or number of the paragraph as printed.", needed=True),
    Field("name_as_printed", "The name as printed, without title.", needed=True),
    Field(
        "person_id",
        "Who it is: one of the list, or for somebody new a name in small letters and hyphens (anna-berg); blank while "
        "that is not known.",
        "person",
    ),
    Field("occupation", "What the person is, as told there or before; blank where nothing is.", "occupation"),
    Field(
        "status", "What befell the person, as told there or before; blank where nothing is.", "person_status"
    ),
    Field("asked", "What is asked for the person; nothing where nothing is.", "asked"),
    Field("asked2", "A second thing asked.", "asked"),
    Field("note", "Anything a reader must know, in your own words."),
    _TEXT,
)
CODED = {
    "demands": [field.name for field in DEMANDS[8:18]],
    "mentions": [field.name for field in MENTIONS[5:10]],
}  # what hands may differ on
LISTS = {field.name: field.codes for field in (*DEMANDS, *MENTIONS) if field.codes}


def list_codes(people: Iterable[tuple[str, str]] = ()) -> dict[str, list[Code]]:
    """List → its codes with their definitions; `people` are (person_id, name) of a register."""
    lists = {
        "keep": [Code(YES), Code(NO)],
        "section": [Code("recital"), Code("operative")],
        "act": [
            Code(act, act.replace("_", " "), f"{row['act_class']}, usual step {row['strength']}")
            for act, row in ACTS.items()
        ],
        "strength": [Code(str(step), "", "Step on the ladder of the act's class.") for step in range(1, 6)],
        "person": [Code(person, name) for person, name in people],
    }
    for name in ("addressee", "theme", "action_category", "occupation", "person_status", "asked"):
        lists[name] = [
            Code(code, row["label"], row["definition"], row["boundary"], row["example"])
            for code, row in CODES[name].items()
        ]
    return lists
