"""One definition per frame: columns, types, meaning, unit, allowed values, key.

`analysis.corpus.frames` reads and checks frames by these definitions, `analysis.corpus.codebook` writes
CODEBOOK.md from them.
"""

from dataclasses import dataclass

from analysis.lexicon.codes import ACT_CLASSES, ACTS, CODES, EVIDENCE, SECTIONS
from analysis.lexicon.languages import languages


@dataclass(frozen=True)
class Column:
    """What may stand in a column.

    Attributes:
        description: what it tells.
        dtype: as pandas names it.
        nullable: whether a cell may be blank.
        codes: the values allowed.
        pattern: that a value must match, and `form`, the same in words.
        unit: of a number.
        refers_to: table.column in which a value must stand.
        least, most: bounds of a number.
    """

    description: str
    dtype: str = "str"
    nullable: bool = False
    codes: list[str] | None = None
    pattern: str | None = None
    form: str | None = None
    unit: str | None = None
    refers_to: str | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Frame:
    """A table: its grain, its columns in order, and those that together are its key."""

    name: str
    description: str
    key: list[str]
    columns: dict[str, Column]


TRUTH = {"true": True, "false": False}  # in any case, as spreadsheets write them
CODED = (
    "coverage",
    "people",
    "spellings",
    "demands",
    "demand_people",
    "mentions",
    "invoked",
    "links",
    "identities",
)  # what people fill, beside resolutions


def _column(
    meaning: str,
    dtype: str = "str",
    *,
    blank: bool = False,
    codes: list[str] | None = None,
    pattern: str | None = None,
    form: str | None = None,
    unit: str | None = None,
    refers_to: str | None = None,
    least: int | None = None,
    most: int | None = None,
) -> Column:
    return Column(meaning, dtype, blank, codes, pattern, form, unit, refers_to, least, most)


_frame = Frame


def _list(name: str) -> list[str]:
    return list(CODES[name])


_REFERENCE = _column("Resolution, by its number among the texts adopted.", refers_to="resolutions.reference")
_EVIDENCE = _column("What the row rests on, best first.", codes=EVIDENCE)
_SOURCE = _column("Where it was seen, in words.")
_URL = _column(
    "Address of the source.",
    blank=True,
    pattern=r"^https?://\S+$",
    form="an address that starts with https://",
)
_NOTE = _column("Anything a reader must know.", blank=True)
_LANGUAGE = _column("Language of the text, two letters.", codes=list(languages()))
_PERSON = _column("Person in `people`.", refers_to="people.person_id")
_DEMAND = _column("Demand in `demands`.", refers_to="demands.demand_id")
_SECTION = _column(
    "Part of the resolution; blank where the source does not tell.", blank=True, codes=SECTIONS
)
_LABEL = _column("Letter or number of the recital or paragraph as printed.", blank=True)
_POSITION = _column("1, 2, 3 … within the section.", "Int64", least=1)
_PRINTED_SECTION = _column("Part of the resolution.", codes=SECTIONS)
_TWO_LETTERS = _column("Language of the source, two letters.", pattern=r"^[a-z]{2}$")

SCHEMAS: dict[str, Frame] = {
    schema.name: schema
    for schema in (
        _frame(
            "resolutions",
            "One row per resolution, and per earlier or companion text.",
            ["reference"],
            {
                "reference": _column(
                    "Number among the texts adopted, P9_TA(2021)0056; where it was not seen, the number of "
                    "the motion or procedure.",
                    pattern=r"^(?:P\d{1,2}_TA\(\d{4}\)\d{4}|(?!.*[Tt][Aa])(?=.*\d)\S+)$",
                    form="a reference such as P9_TA(2021)0056, or the number of a motion or procedure",
                ),
                "celex": _column(
                    "Number in EUR-Lex.",
                    blank=True,
                    pattern=r"^\d{5}[A-Z]{2}\d{4}(\(\d{2}\))?$",
                    form="a number such as 52021IP0056",
                ),
                "procedure": _column(
                    "Procedure.",
                    blank=True,
                    pattern=r"^\d{4}/\d{4}\([A-Z]{3}\)$",
                    form="a procedure such as 2021/2544(RSP)",
                ),
                "procedure_type": _column(
                    "Kind of procedure.",
                    blank=True,
                    pattern=r"^[A-Z]{3}$",
                    form="three capitals such as RSP",
                ),
                "adopted": _column("Date of adoption.", "datetime64[ns]", blank=True),
                "year": _column("Year of adoption.", "Int64", least=1952, most=2100),
                "compared": _column("Belongs to the series that is compared.", "boolean"),
                "title_en": _column("English title or citation form.", blank=True),
                "title_sv": _column("Swedish title or citation form.", blank=True),
                "oj_reference": _column("Place in the Official Journal.", blank=True),
                "votes_for": _column(
                    "Votes in favour.", "Int64", blank=True, unit="votes", least=0, most=999
                ),
                "votes_against": _column(
                    "Votes against.", "Int64", blank=True, unit="votes", least=0, most=999
                ),
                "votes_abstain": _column(
                    "Abstentions.", "Int64", blank=True, unit="votes", least=0, most=999
                ),
                "tabled_by": _column("Groups or committee, parted by semicolons.", blank=True),
                "joint_motion": _column("Joint motion.", blank=True),
                "report": _column("Committee report.", blank=True),
                "source": _column("Addresses where the facts were seen, parted by semicolons."),
                "note": _NOTE,
            },
        ),
        _frame(
            "coverage",
            "One row per resolution, language, evidence level and section: how much of it was seen.",
            ["reference", "language", "evidence", "section"],
            {
                "reference": _REFERENCE,
                "language": _column("Language of what was seen.", blank=True, codes=list(languages())),
                "evidence": _EVIDENCE,
                "section": _column(
                    "Part of the resolution; whole where the source does not tell parts apart.",
                    codes=["citation", "recital", "operative", "whole"],
                ),
                "seen": _column(
                    "Where it is not all, absence of a row is unknown, not zero.",
                    codes=["all", "part", "none"],
                ),
                "note": _NOTE,
            },
        ),
        _frame(
            "demands",
            "One row per demand: a separately checkable complement of an act clause; a clause that is no "
            "directive is one row.",
            ["demand_id"],
            {
                "demand_id": _column("Identifier."),
                "reference": _REFERENCE,
                "section": _SECTION,
                "label": _LABEL,
                "clause": _column("nth act clause of the paragraph.", "Int64", blank=True, least=1),
                "order": _column("nth demand of the clause, or of the source.", "Int64", least=1),
                "act": _column(
                    "What Parliament does; below full_text the verb is the source's writer's.",
                    codes=list(ACTS),
                ),
                "act_class": _column("Which of the ladders the act is on.", codes=ACT_CLASSES),
                "strength": _column(
                    "Step on the ladder of its class.", "Int64", blank=True, unit="1–5", least=1, most=5
                ),
                "strength_alt": _column(
                    "Step of the usual English counterpart.",
                    "Int64",
                    blank=True,
                    unit="1–5",
                    least=1,
                    most=5,
                ),
                "urgency": _column("Says at once, without delay or fully.", "boolean", blank=True),
                "repetition": _column("Says again or reiterates.", "boolean", blank=True),
                "addressee": _column(
                    "Who is asked, the first named; for clauses other than directives, who is judged.",
                    codes=_list("addressee"),
                ),
                "addressee2": _column("The second named.", blank=True, codes=_list("addressee")),
                "addressee_explicit": _column("Named in this very clause.", "boolean", blank=True),
                "theme": _column("What would have to change.", codes=_list("theme")),
                "theme2": _column("A second theme.", blank=True, codes=_list("theme")),
                "action_category": _column(
                    "How specific the action is.", blank=True, codes=_list("action_category")
                ),
                "summary": _column("The demand in the coder's own words."),
                "evidence": _EVIDENCE,
                "coder": _column("Who found it.", codes=["hand", "rules"]),
                "source": _SOURCE,
                "url": _URL,
            },
        ),
        _frame(
            "demand_people",
            "One row per demand and person named in it.",
            ["demand_id", "person_id"],
            {"demand_id": _DEMAND, "person_id": _PERSON},
        ),
        _frame(
            "links",
            "One row per pair of demands that a person judged; overrides what is computed.",
            ["earlier", "later"],
            {
                "earlier": _column("Demand of the earlier resolution."),
                "later": _column("Demand of the later resolution."),
                "decision": _column("The judgement.", codes=["same", "different"]),
                "reviewer": _column("Who judged."),
                "date": _column("When.", "datetime64[ns]"),
                "reason": _column("Why."),
            },
        ),
        _frame(
            "lineages",
            "One row per lineage, demand and step: the same demand followed across resolutions.",
            ["lineage_id", "demand_id", "reference"],
            {
                "lineage_id": _column("Identifier: the lineage's first demand."),
                "demand_id": _column("The demand; blank where the lineage is dropped.", blank=True),
                "reference": _REFERENCE,
                "year": _column("Year of the resolution.", "Int64"),
                "status": _column("What became of the demand at this step.", codes=_list("status")),
                "rule": _column("The rule that fired, with what it saw."),
            },
        ),
        _frame(
            "mentions",
            "One row per mention of a named person in a resolution, as one source prints it.",
            ["mention_id"],
            {
                "mention_id": _column("Identifier."),
                "reference": _REFERENCE,
                "language": _TWO_LETTERS,
                "section": _SECTION,
                "label": _LABEL,
                "name_as_printed": _column("The name as printed, without title."),
                "person_id": _column(
                    "Person in `people`; blank while identity is under review.",
                    blank=True,
                    refers_to="people.person_id",
                ),
                "occupation": _column(
                    "What the person is, as told there or before; blank where nothing is told.",
                    blank=True,
                    codes=_list("occupation"),
                ),
                "status": _column(
                    "What befell the person, as told there or before; blank where nothing is told.",
                    blank=True,
                    codes=_list("person_status"),
                ),
                "asked": _column(
                    "What is asked for the person; blank where not known.", blank=True, codes=_list("asked")
                ),
                "asked2": _column("A second thing asked.", blank=True, codes=_list("asked")),
                "evidence": _EVIDENCE,
                "coder": _column("Who found it.", codes=["hand", "rules"]),
                "source": _SOURCE,
                "url": _URL,
                "note": _NOTE,
            },
        ),
        _frame(
            "people",
            "One row per person.",
            ["person_id"],
            {
                "person_id": _column(
                    "Identifier.",
                    pattern=r"^[a-z0-9-]+$",
                    form="small letters a to z, digits and hyphens",
                ),
                "name": _column("Name in English spelling."),
                "given": _column("Given name.", blank=True),
                "family": _column("Family name."),
                "note": _NOTE,
            },
        ),
        _frame(
            "spellings",
            "One row per spelling of a person's name and place where it was met.",
            ["person_id", "form", "language", "reference", "evidence", "url"],
            {
                "person_id": _PERSON,
                "form": _column("The name as spelled there."),
                "language": _TWO_LETTERS,
                "reference": _column(
                    "Resolution; blank where it was met elsewhere.",
                    blank=True,
                    refers_to="resolutions.reference",
                ),
                "evidence": _column("What the row rests on.", blank=True, codes=EVIDENCE),
                "source": _SOURCE,
                "url": _URL,
                "note": _NOTE,
            },
        ),
        _frame(
            "identities",
            "One row per pair of people of the register that a person judged; settles what is for review.",
            ["person_id", "other_id"],
            {
                "person_id": _PERSON,
                "other_id": _PERSON,
                "decision": _column("The judgement.", codes=["same", "different"]),
                "reviewer": _column("Who judged."),
                "date": _column("When.", "datetime64[ns]"),
                "reason": _column("Why, with the source."),
            },
        ),
        _frame(
            "redacted",
            "One row per spelling that no output may carry; the name itself is not told.",
            ["hash"],
            {
                "salt": _column("Salt of the hash.", pattern=r"^[0-9a-f]{32}$"),
                "hash": _column("Salted hash of the name's sounds.", pattern=r"^[0-9a-f]{64}$"),
            },
        ),
        _frame(
            "invoked",
            "One row per instrument that a resolution cites among its citations.",
            ["reference", "instrument", "date"],
            {
                "reference": _REFERENCE,
                "instrument": _column("The instrument, in English."),
                "instrument_id": _column("The same for every citation of one instrument."),
                "kind": _column("Kind of instrument.", codes=_list("kind")),
                "date": _column(
                    "Date or year of the instrument.", blank=True, pattern=r"^\d{4}(-\d{2}-\d{2})?$"
                ),
                "evidence": _EVIDENCE,
                "source": _SOURCE,
                "url": _URL,
                "note": _NOTE,
            },
        ),
        _frame(
            "paragraphs",
            "One row per citation, recital, heading, operative paragraph and annex of one language version.",
            ["reference", "language", "section", "position"],
            {
                "reference": _REFERENCE,
                "language": _LANGUAGE,
                "section": _PRINTED_SECTION,
                "position": _POSITION,
                "label": _LABEL,
                "n_words": _column("Words, footnote marks left out.", "Int64", unit="words", least=0),
                "n_sentences": _column("Sentences.", "Int64", unit="sentences", least=0),
                "text": _column("The text, only where it is on this machine.", blank=True),
            },
        ),
        _frame(
            "rule_demands",
            "One row per demand found by rule in the operative paragraphs of one language version.",
            ["reference", "language", "label", "clause", "order"],
            {
                "reference": _REFERENCE,
                "language": _LANGUAGE,
                "label": _column("Number of the paragraph as printed."),
                "clause": _column("nth act clause of the paragraph.", "Int64", least=1),
                "order": _column("nth demand of the clause.", "Int64", least=1),
                "sentence": _column("nth sentence of the paragraph.", "Int64", least=1),
                "act": _column("What Parliament does.", codes=list(ACTS)),
                "act_class": _column("Which of the ladders the act is on.", codes=ACT_CLASSES),
                "strength": _column("Step on the ladder of its class.", "Int64", unit="1–5", least=1, most=5),
                "strength_alt": _column(
                    "Step of the usual English counterpart.", "Int64", blank=True, unit="1–5", least=1, most=5
                ),
                "urgency": _column("Says at once, without delay or fully.", "boolean"),
                "repetition": _column("Says again or reiterates.", "boolean"),
                "addressee": _column("Who is asked, or whose conduct is judged.", codes=_list("addressee")),
                "addressee2": _column("The second named.", blank=True, codes=_list("addressee")),
                "addressee_explicit": _column("Named in this very clause.", "boolean"),
                "theme": _column("What would have to change.", codes=_list("theme")),
                "theme2": _column("A second theme.", blank=True, codes=_list("theme")),
                "theme_sure": _column(
                    "The demand's own words show the theme best and its paragraph shows no other nearly as well; "
                    "what is not sure is a first sorting.",
                    "boolean",
                ),
                "action_category": _column(
                    "How specific the action is.", blank=True, codes=_list("action_category")
                ),
                "verb_as_printed": _column("The head verb as printed."),
                "start": _column(
                    "Where the verb starts in the paragraph.", "Int64", unit="characters", least=0
                ),
                "end": _column("Where the verb ends.", "Int64", unit="characters", least=0),
                "passage_start": _column(
                    "Where the words of the demand start.", "Int64", unit="characters", least=0
                ),
                "passage_end": _column("Where they end.", "Int64", unit="characters", least=0),
            },
        ),
        _frame(
            "recital_themes",
            "One row per recital of one language version: its theme, found by rule.",
            ["reference", "language", "label"],
            {
                "reference": _REFERENCE,
                "language": _LANGUAGE,
                "label": _column("Letter of the recital as printed."),
                "theme": _column("What the recital is about.", codes=_list("theme")),
                "theme2": _column("A second theme.", blank=True, codes=_list("theme")),
            },
        ),
        _frame(
            "rule_mentions",
            "One row per mention of a person found by rule in the recitals and paragraphs of one language version.",
            ["reference", "language", "section", "label", "nth"],
            {
                "reference": _REFERENCE,
                "language": _LANGUAGE,
                "section": _PRINTED_SECTION,
                "label": _column("Letter or number as printed.", blank=True),
                "nth": _column("nth mention of the paragraph.", "Int64", least=1),
                "name_as_printed": _column("The name as printed, without title and genitive ending."),
                "person_id": _column(
                    "The person within this text; blank where a name alone may be of two people.",
                    blank=True,
                    pattern=r"^[a-z0-9-]+$",
                ),
                "occupation": _column(
                    "What the person is, as told in the paragraph, else last told before in the text.",
                    blank=True,
                    codes=_list("occupation"),
                ),
                "status": _column(
                    "What befell the person, as told in the paragraph, else last told before in the text.",
                    blank=True,
                    codes=_list("person_status"),
                ),
                "asked": _column("What the paragraph asks for the person.", blank=True, codes=_list("asked")),
                "asked2": _column("A second thing asked.", blank=True, codes=_list("asked")),
                "start": _column(
                    "Where the name starts in the paragraph.", "Int64", unit="characters", least=0
                ),
                "end": _column("Where it ends.", "Int64", unit="characters", least=0),
            },
        ),
        _frame(
            "features",
            "One row per recital and operative paragraph of one language version: what it names, every name of a "
            "person as one token.",
            ["reference", "language", "section", "position"],
            {
                "reference": _REFERENCE,
                "language": _LANGUAGE,
                "section": _PRINTED_SECTION,
                "position": _POSITION,
                "label": _LABEL,
                "n_tokens": _column("Words, numbers left out.", "Int64", unit="words", least=0),
                "n_sentences": _column("Sentences.", "Int64", unit="sentences", least=0),
                "n_long": _column("Words longer than six letters.", "Int64", unit="words", least=0),
                "n_people": _column("Mentions of people.", "Int64", blank=True, unit="mentions", least=0),
                "n_articles": _column(
                    "Law articles named by number.", "Int64", blank=True, unit="mentions", least=0
                ),
                "n_bodies": _column("Bodies named.", "Int64", blank=True, unit="mentions", least=0),
                "n_numbers": _column("Other numbers in digits, years left out.", "Int64", unit="numbers"),
            },
        ),
        _frame(
            "terms",
            "One row per dictionary form of a word and paragraph; names of people are left out.",
            ["reference", "language", "section", "position", "lemma"],
            {
                "reference": _REFERENCE,
                "language": _LANGUAGE,
                "section": _PRINTED_SECTION,
                "position": _POSITION,
                "label": _LABEL,
                "lemma": _column("Dictionary form in lower case."),
                "n": _column("Times it stands in the paragraph.", "Int64", unit="tokens", least=1),
            },
        ),
    )
}
