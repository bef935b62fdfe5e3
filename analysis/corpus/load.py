"""`load(name)`: everything known about one country's resolutions, as checked frames."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from analysis.corpus.countries import describe_country
from analysis.corpus.derive import Names, collect_names
from analysis.corpus.frames import empty_frame, read_frame
from analysis.corpus.redaction import Redactions, load_redactions
from analysis.corpus.results import find_shipped, read_derived
from analysis.corpus.schema import CODED, SCHEMAS
from analysis.corpus.texts import read_texts
from analysis.corpus.uncoded import add_found
from analysis.documents.parse import Document, place_units
from analysis.documents.segment import without_marks
from analysis.lexicon.codes import ACTS
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import find_folder

if TYPE_CHECKING:  # what is asked of a corpus builds on it
    from analysis.passages.quotation import Quotation

_REQUIRED = ("resolutions",)
P = ParamSpec("P")
T = TypeVar("T")


def computed_once(function: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
    """What a function tells of a corpus is worked out once; a frame is the caller's own, to change at will."""

    @wraps(function)
    def told(corpus: Any, *args: P.args, **kwargs: P.kwargs) -> T:
        kept = vars(corpus).setdefault("_kept", {})
        asked = (function, args, tuple(sorted(kwargs.items())))
        if asked not in kept:
            kept[asked] = function(corpus, *args, **kwargs)
        result = kept[asked]
        return result.copy(deep=False) if isinstance(result, (pd.DataFrame, pd.Series)) else result

    return told


@dataclass(frozen=True, eq=False)
class Corpus:
    """One country's resolutions. Each frame is described in CODEBOOK.md.

    Attributes:
        name: the folder's name under the corpus folder.
        folder: that folder.
        terms, found, complaints, named, features: words counted per paragraph; demands, themes of recitals and
            people found by rule; what each paragraph names.
        redactions: the people left out of everything here.
        documents: the official texts at hand, parsed.
        printed: the same with nobody left out; only to find people in, so that who is left out takes
            no other's name along.
        unread: (file, reason) of files in the texts folder that are no adopted resolution.
    """

    name: str
    folder: Path
    resolutions: pd.DataFrame
    coverage: pd.DataFrame
    people: pd.DataFrame
    spellings: pd.DataFrame
    demands: pd.DataFrame
    demand_people: pd.DataFrame
    mentions: pd.DataFrame
    invoked: pd.DataFrame
    links: pd.DataFrame
    identities: pd.DataFrame
    paragraphs: pd.DataFrame
    redactions: Redactions
    documents: tuple[Document, ...]
    unread: tuple[tuple[Path, str], ...]
    printed: tuple[Document, ...] = field(default=(), repr=False)

    @property
    def terms(self) -> pd.DataFrame:
        """Words counted per paragraph, names of people left out."""
        return self._derived("terms")

    @property
    def found(self) -> pd.DataFrame:
        """Demands found by rule in the texts at hand, and in those read for the shipped figures."""
        return self._derived("found")

    @property
    def all_demands(self) -> pd.DataFrame:
        """`demands` and, for resolutions that nobody coded in full, what the rules find (coder "rules")."""
        return add_found(self.demands, self.found)

    @property
    def complaints(self) -> pd.DataFrame:
        """Themes of recitals, found by rule."""
        return self._derived("complaints")

    @property
    def named(self) -> pd.DataFrame:
        """People found by rule in the texts at hand, and in those read for the shipped figures."""
        return self._derived("named")

    @property
    def features(self) -> pd.DataFrame:
        """What each paragraph names and how long its words are."""
        return self._derived("features")

    def quote(self, found: pd.DataFrame) -> pd.Series:
        """The words of demands found by rule (rows of `found`); blank where the text is not on this machine."""
        texts = {
            (document.reference, document.language, unit.label or ""): unit.text
            for document in self.documents
            for unit in document.paragraphs
            if unit.section == "operative"
        }
        said = [
            texts[key][row.passage_start : row.passage_end] if key in texts else None
            for row in found.itertuples()
            for key in [(row.reference, row.language, row.label)]
        ]
        return pd.Series(said, index=found.index, dtype="str")

    def compare(
        self, first: str | int | None = None, second: str | int | None = None, language: str | None = None
    ) -> pd.DataFrame:
        """One row per finding between two resolutions: what is new, harder, softer, changed, gone; who is named.

        Args:
            first, second: a reference or a year, in either order; by default the latest and the one before it.
            language: of the texts; by default the one in which most texts are at hand.

        Returns:
            The frame that `analysis.comparison.changes.list_changes` describes.

        Raises:
            InputError: there are not two resolutions, or one given is unknown, ambiguous or the other one.
        """
        from analysis.comparison.changes import compare_resolutions  # which stands on this module

        return compare_resolutions(self, first, second, language)

    def find(
        self,
        pattern: str,
        *,
        language: str | None = None,
        section: str | None = None,
        lemma: bool = False,
        regex: bool = False,
    ) -> pd.DataFrame:
        """One row per place where words stand in the texts at hand, in order of adoption, section and place.

        Whole words are found, whatever their case and accents ("kov*" finds Köv) and the white space between them.

        Args:
            pattern: words, in which * is any letters of a word ("foreign agent*"), or a regular expression between
                slashes.
            language: two letters; every language by default.
            section: citation, recital, heading, operative or annex; all of them by default.
            lemma: find every form of the words' dictionary forms (Swedish and English). The first such search
                looks every word of the texts up.
            regex: the pattern is a regular expression, on the text as it stands.

        Returns:
            year, reference, language, section, label, left, keyword, right, start, end. start and end are the
            keyword's offsets in characters in `paragraphs["text"]`; left and right are about 60 characters each.
            Texts that are not at hand have no rows, which says nothing about them.

        Raises:
            InputError: the pattern, language or section is none.
        """
        from analysis.passages.search import find_hits

        return find_hits(self, pattern, language=language, section=section, lemma=lemma, regex=regex)

    def count(
        self,
        pattern: str,
        *,
        language: str | None = None,
        section: str | None = None,
        lemma: bool = False,
        regex: bool = False,
    ) -> pd.DataFrame:
        """One row per text at hand, in order of adoption: how often words stand there.

        Args:
            pattern, language, section, lemma, regex: as `find` takes them.

        Returns:
            reference, year, language, n (hits), n_paragraphs (those with a hit), share (of the text's paragraphs,
            or of those in the section, 0–1; blank where it has none). A text without a hit has 0; one that is not
            at hand has no row, since what it says is not known.

        Raises:
            InputError: the pattern, language or section is none.
        """
        from analysis.passages.search import count_hits

        return count_hits(self, pattern, language=language, section=section, lemma=lemma, regex=regex)

    def paragraph(
        self,
        reference: str,
        label: str | int,
        language: str | None = None,
        section: str = "operative",
        beside: str | None = None,
    ) -> "Quotation":
        """One paragraph as a quotation that shows in a notebook, its acts, demands and names of people marked.

        Args:
            reference: of a resolution of this corpus.
            label: number or letter as printed; where none is printed (citations, headings, annexes) 1, 2, 3 …
            language: two letters; by default English where it is at hand, else the first that is.
            section: citation, recital, heading, operative or annex.
            beside: another language, whose version of the paragraph is shown beside it.

        Returns:
            a quotation with `text`, `citation` (to be copied) and `address`. Where the text is not at hand it says
            so, and `text` is None.

        Raises:
            InputError: there is no such resolution, paragraph, language or section.
        """
        from analysis.passages.quotation import quote_paragraph

        return quote_paragraph(self, reference, label, language, section, beside)

    @property
    @computed_once
    def names(self) -> Names:
        """What of the people of this corpus bears on its derived figures."""
        return collect_names(self.spellings, self.redactions, describe_country(self.folder).known)

    @computed_once
    def _derived(self, table: str) -> pd.DataFrame:
        return read_derived(self.folder, table, self.printed, self.names)


def load(name: str = "kazakhstan", texts: str | Path | None = None) -> Corpus:
    """Read one country's corpus and the official texts at hand.

    Args:
        name: a folder under the corpus folder.
        texts: a folder of official texts; by default RESOLUTION_TEXTS, else `texts/` in the
            corpus folder and in the country's own folder.

    Raises:
        InputError: there is no such corpus, or a row is wrong; file, row and remedy are named.
    """
    folder = find_folder(name)
    frames = read_coded(folder)
    _check_shipped(folder, frames["resolutions"])
    documents, unread = read_texts(folder, texts, set(frames["resolutions"]["reference"]))
    redactions = load_redactions()
    frames = redactions.withhold(frames)
    printed, documents = documents, tuple(redactions.conceal_document(one) for one in documents)
    names = collect_names(frames["spellings"], redactions, describe_country(folder).known)
    paragraphs = read_derived(folder, "paragraphs", printed, names)
    frames["paragraphs"] = _with_texts(paragraphs, documents)
    return Corpus(
        name=folder.name,
        folder=folder,
        redactions=redactions,
        documents=documents,
        unread=unread,
        printed=printed,
        **frames,
    )


def read_coded(folder: Path) -> dict[str, pd.DataFrame]:
    """Each table that people fill, empty where there is none.

    Raises:
        InputError: a row is wrong; file, row and remedy are named.
    """
    frames = {table: read_frame(folder / f"{table}.csv", table) for table in _REQUIRED}
    for table in CODED:
        path = folder / f"{table}.csv"
        frames[table] = read_frame(path, table) if path.exists() else empty_frame(table)
    _check_links(frames, folder)
    _check_codes(frames, folder)
    return {table: frame.reset_index(drop=True) for table, frame in frames.items()}


def _with_texts(paragraphs: pd.DataFrame, documents: Iterable[Document]) -> pd.DataFrame:
    """Paragraphs with their text, where it is at hand."""
    place = ["reference", "language", "section", "position"]
    said = {
        tuple(at[column] for column in place): without_marks(unit)
        for document in documents
        for at, unit in place_units(document)
    }
    texts = [said.get(key) for key in paragraphs[place].itertuples(index=False, name=None)]
    return paragraphs.assign(text=pd.Series(texts, index=paragraphs.index, dtype="str"))


def _check_shipped(folder: Path, resolutions: pd.DataFrame) -> None:
    """Every text version that has shipped results is of a resolution that exists."""
    for reference, stems in find_shipped(folder).items():
        if reference not in set(resolutions["reference"]):
            raise InputError(
                f"{folder / 'derived'}: {', '.join(stems)} is of {reference}, which is not in resolutions.csv; "
                "add it there, or delete its files."
            )


def _check_links(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    """Every row names a resolution, person or demand that exists."""
    for table, frame in frames.items():
        for column, of in SCHEMAS[table].columns.items():
            if not of.refers_to:
                continue
            other, key = of.refers_to.split(".")
            unknown = frame[column].notna() & ~frame[column].isin(frames[other][key])
            if unknown.any():
                row = int(unknown.idxmax())
                raise InputError(
                    f"{folder / table}.csv, row {row + 2}: '{frame[column][row]}' in column '{column}' "
                    f"is not in {other}.csv; correct it or add it there."
                )


def _check_codes(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    """Codes and dates that stand in two places agree."""
    demands = frames["demands"]
    wrong = demands["act_class"] != demands["act"].map(lambda act: ACTS[act]["act_class"])
    if wrong.any():
        row = int(wrong.idxmax())
        right = ACTS[demands["act"][row]]["act_class"]
        raise InputError(
            f"{folder / 'demands'}.csv, row {row + 2}: act_class of '{demands['act'][row]}' is {right}."
        )
    wrong = (demands["evidence"] == "full_text") & demands["strength"].isna()
    if wrong.any():
        row = int(wrong.idxmax())
        raise InputError(f"{folder / 'demands'}.csv, row {row + 2}: strength is blank at full_text; fill it.")
    dated = frames["resolutions"].dropna(subset="adopted")
    wrong = dated["adopted"].dt.year != dated["year"]
    if wrong.any():
        row = int(wrong.idxmax())
        raise InputError(
            f"{folder / 'resolutions'}.csv, row {row + 2}: year and adopted differ; correct one of them."
        )
