"""Whether the cells of a coding sheet may stand there: codes, places in the text, the coder's own words."""

from analysis.coding.cells import FilledBook, Row
from analysis.coding.fields import NO, YES, Field, list_codes
from analysis.corpus.corpus import Corpus
from analysis.documents.tokens import find_words
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import languages

_OWN_WORDS = 12  # in a row that a summary may not share with the text
_FEW = 8
_KINDS = {"operative": "paragraph"}
_NOT_READ = ("from", "text", "verb", "words")


class Checker:
    """Checks the rows of one sheet against the text and the code lists; `faults` of the workbook keeps what is wrong.

    Attributes:
        open: labels of rows with nothing but their place, of which the coder says neither yes nor no.

    Raises:
        InputError: the text, by whose labels the sheet is checked, is not at hand.
    """

    def __init__(self, corpus: Corpus, book: FilledBook, reference: str, language: str) -> None:
        self._book = book
        self.open: list[str] = []
        rows = corpus.paragraphs
        rows = rows[(rows["reference"] == reference) & (rows["language"] == language)]
        self._texts = {
            (row.section, row.label or ""): row.text for row in rows.astype(object).fillna("").itertuples()
        }
        if not self._texts:
            raise InputError(
                f"The {languages()[language]['name']} text of {reference} is not at hand, by which the sheet is "
                "checked: get it with `resolutions fetch` or `resolutions add` first."
            )
        self._codes = {name: {code.code for code in of} for name, of in list_codes().items()}

    def get_text(self, place: tuple[str, str]) -> str:
        """The text of (section, label); blank where it is not on this machine."""
        return self._texts.get(place, "")

    def read_kept(self, sheet: str, fields: tuple[Field, ...]) -> list[tuple[int, Row]]:
        """The rows that count, each cell checked by its list; a row with nothing but its place is none."""
        kept = []
        for number, row in self._book.read(sheet, [field.name for field in fields]):
            row["keep"] = row["keep"].lower()
            if row["keep"] not in (YES, NO, ""):
                self.fault(sheet, number, "keep", row["keep"], f"{YES}, {NO} or blank")
            filled = any(
                row[field.name] for field in fields if field.name not in (*_NOT_READ, "keep", "label")
            )
            if row["keep"] == YES or (not row["keep"] and not row["from"] and filled):
                for field in fields:
                    self._check(sheet, number, field, row)
                kept.append((number, row))
            elif not row["keep"] and not row["from"]:
                self.open.append(row["label"])
        return kept

    def _check(self, sheet: str, number: int, field: Field, row: Row) -> None:
        found = row[field.name] = row[field.name].rstrip(".") if field.name == "label" else row[field.name]
        if field.codes in ("keep", "section") or (field.codes in self._codes and field.codes != "person"):
            row[field.name] = found = found.lower()
            codes = self._codes[field.codes or ""]
            if found and found not in codes:
                few = (
                    f"one of {', '.join(sorted(codes))}" if len(codes) < _FEW else "a code of the sheet codes"
                )
                self.fault(sheet, number, field.name, found, few)
        if field.needed and not found:
            self.fault(sheet, number, field.name, found, "filled")

    def check_place(self, sheet: str, number: int, section: str, label: str) -> None:
        """A row is of a paragraph that there is."""
        if section in self._codes["section"] and label and (section, label) not in self._texts:
            self.fault(
                sheet, number, "label", label, f"the label of a {_KINDS.get(section, section)} of the text"
            )

    def check_own_words(
        self, sheet: str, number: int, column: str, said: str, place: tuple[str, str]
    ) -> None:
        """What a coder writes is kept in the repository, which holds no sentence of a text."""
        words, text = (list(map(str.lower, find_words(one))) for one in (said, self._texts.get(place, "")))
        runs = {tuple(text[i : i + _OWN_WORDS]) for i in range(len(text) - _OWN_WORDS + 1)}
        if any(tuple(words[i : i + _OWN_WORDS]) in runs for i in range(len(words) - _OWN_WORDS + 1)):
            self.fault(sheet, number, column, said, "in your own words, not the text's")

    def fault(self, sheet: str, number: int, column: str, found: str, allowed: str) -> None:
        """Note what is wrong with a cell."""
        self._book.faults.add(sheet, number, column, found, allowed)
