"""One country's resolutions: what there is of them, and what can be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from analysis.corpus.countries import describe_country
from analysis.corpus.derive import Names, collect_names
from analysis.corpus.narrow import describe, narrow, of_theme
from analysis.corpus.redaction import Redactions
from analysis.corpus.results import read_derived
from analysis.corpus.series import find_series
from analysis.documents.parse import Document
from analysis.lexicon.labels import label_language

if TYPE_CHECKING:  # what is asked of a corpus builds on it
    from analysis.passages.quotation import Quotation
    from analysis.people.person import Person

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
        hand_demands, hand_mentions, hand_people: as coded by hand, at every level of evidence.
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
    hand_people: pd.DataFrame
    spellings: pd.DataFrame
    hand_demands: pd.DataFrame
    demand_people: pd.DataFrame
    hand_mentions: pd.DataFrame
    invoked: pd.DataFrame
    links: pd.DataFrame
    identities: pd.DataFrame
    paragraphs: pd.DataFrame
    redactions: Redactions
    documents: tuple[Document, ...]
    unread: tuple[tuple[Path, str], ...]
    printed: tuple[Document, ...] = ()
    theme: str | None = None

    def __repr__(self) -> str:
        return describe(self)

    @property
    def series(self) -> pd.DataFrame:
        """The resolutions that are compared, in order of adoption, each with a short name (its year)."""
        return self._find_series(label_language())

    @computed_once
    def _find_series(self, _labels: str) -> pd.DataFrame:
        return find_series(self.resolutions)

    @property
    def short_names(self) -> dict[str, str]:
        """Reference → short name of each resolution compared, in order of adoption."""
        return dict(zip(self.series["reference"], self.series["short"], strict=True))

    @property
    @computed_once
    def readings(self) -> pd.DataFrame:
        """One row per reading and part of a resolution: who read it (coder), from what (evidence), how much (seen)."""
        from analysis.corpus.readings import list_readings

        return list_readings(self)

    @property
    @computed_once
    def demands(self) -> pd.DataFrame:
        """One row per demand, of the best reading of each resolution: by hand where it was coded in full, else by rule.

        The columns of `hand_demands`, and year, language (of what was read), passage (where the text is at hand) and
        theme_sure (of those found by rule).
        """
        from analysis.corpus.readings import choose_demands

        return choose_demands(self)

    @property
    @computed_once
    def mentions(self) -> pd.DataFrame:
        """One row per mention of a person, of the best reading of each resolution, with year."""
        from analysis.corpus.readings import choose_mentions

        return choose_mentions(self)

    @property
    @computed_once
    def people(self) -> pd.DataFrame:
        """One row per person of `mentions` or of the register: `hand_people`, then those met by rule alone (coder)."""
        from analysis.corpus.readings import list_people

        return list_people(self)

    @property
    def person_names(self) -> dict[str, str]:
        """person_id → name, as in `people`."""
        return dict(zip(self.people["person_id"], self.people["name"], strict=True))

    @property
    def rule_demands(self) -> pd.DataFrame:
        """Demands found by rule in every version at hand, and in those read for the shipped figures."""
        return self._themed(self._derived("rule_demands"))

    @property
    def rule_mentions(self) -> pd.DataFrame:
        """People found by rule in every version at hand, and in those read for the shipped figures."""
        return self._derived("rule_mentions")

    @property
    def recital_themes(self) -> pd.DataFrame:
        """Themes of recitals, found by rule."""
        return self._themed(self._derived("recital_themes"))

    @property
    def terms(self) -> pd.DataFrame:
        """Words counted per paragraph, names of people left out."""
        return self._derived("terms")

    @property
    def features(self) -> pd.DataFrame:
        """What each paragraph names and how long its words are."""
        return self._derived("features")

    def filter(
        self,
        since: int | None = None,
        until: int | None = None,
        theme: str | None = None,
        language: str | None = None,
    ) -> "Corpus":
        """The same corpus with fewer rows; everything that is asked of it then is told of those alone.

        Args:
            since, until: first and last year of adoption.
            theme: of demands and recitals, primary or second; people and words stay.
            language: of the texts; what is coded by hand hangs on no language and stays.

        Raises:
            InputError: the theme or the language is none.
        """
        return narrow(self, since, until, theme, language)

    def quote(self, found: pd.DataFrame) -> pd.Series:
        """The words of demands found by rule (rows of `rule_demands`); blank where the text is not on this machine."""
        texts = {
            (document.reference, document.language, unit.label or ""): unit.text
            for document in self.documents
            for unit in document.paragraphs
            if unit.section == "operative"
        }
        said = [
            texts[key][row.passage_start : row.passage_end].strip(" ,;.") if key in texts else None
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

    def person(self, name: str) -> "Person":
        """Every place that names a person, in order, with what is told and asked there, quoted where at hand.

        Args:
            name: in any spelling, or a `person_id`; a family name is enough where one person bears it.

        Raises:
            InputError: nobody, or more than one person, bears the name.
        """
        from analysis.people.person import find_person

        return find_person(self, name)

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
        rows = read_derived(self.folder, table, self.printed, self.names)
        versions = pd.MultiIndex.from_frame(self.paragraphs[["reference", "language"]]).unique()
        return rows[pd.MultiIndex.from_frame(rows[["reference", "language"]]).isin(versions)].reset_index(
            drop=True
        )

    def _themed(self, rows: pd.DataFrame) -> pd.DataFrame:
        return of_theme(rows, self.theme)
