"""`load(name)`: everything known about one country's resolutions, as checked frames."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.codes import ACTS
from analysis.countries import CODED, to_slug
from analysis.derive import (
    count_terms,
    find_all_demands,
    find_all_people,
    split_paragraphs,
    tag_recitals,
)
from analysis.errors import InputError
from analysis.frames import empty_frame, read_frame
from analysis.parse import Document, parse
from analysis.places import corpus_folder, texts_folder
from analysis.redaction import Redactions, load_redactions
from analysis.schema import SCHEMAS
from analysis.uncoded import add_found

_REQUIRED = ("resolutions",)
_DERIVED = ("paragraphs", "terms", "found", "complaints", "named", "features")


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

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Counted when first asked for, since dictionary forms take a second to load."""
        printed = self.named[["reference", "name_as_printed"]].rename(columns={"name_as_printed": "form"})
        return self._derived(count_terms(self.paragraphs, pd.concat([self.spellings, printed])), "terms")

    @cached_property
    def found(self) -> pd.DataFrame:
        """Demands found by rule in the texts at hand, and in those read for the shipped figures."""
        return self._derived(find_all_demands(self.documents), "found")

    @cached_property
    def all_demands(self) -> pd.DataFrame:
        """`demands` and, for resolutions that nobody coded in full, what the rules find (coder "rules")."""
        return add_found(self.demands, self.found)

    @cached_property
    def complaints(self) -> pd.DataFrame:
        """Themes of recitals, found by rule."""
        return self._derived(tag_recitals(self.documents), "complaints")

    @cached_property
    def named(self) -> pd.DataFrame:
        """People found by rule in the texts at hand, and in those read for the shipped figures."""
        named = self.redactions.withhold_found(find_all_people(self.printed))
        return self._derived(named, "named")

    @cached_property
    def features(self) -> pd.DataFrame:
        """What each paragraph names and how long its words are."""
        from analysis.features import find_features

        return self._derived(find_features(self.documents), "features")

    def _derived(self, computed: pd.DataFrame, table: str) -> pd.DataFrame:
        shipped = self.redactions.withhold_found(read_derived(self.folder, table))
        return _with_derived(computed, shipped, table)


def countries() -> list[str]:
    """Names that `load` takes: folders of the corpus folder with a resolutions.csv."""
    return sorted(path.parent.name for path in corpus_folder().glob("*/resolutions.csv"))


def load(name: str = "kazakhstan", texts: str | Path | None = None) -> Corpus:
    """Read one country's corpus and the official texts at hand.

    Args:
        name: a folder under the corpus folder.
        texts: a folder of official texts; by default RESOLUTION_TEXTS, else `texts/` in the
            corpus folder and in the country's own folder.

    Raises:
        InputError: there is no such corpus, or a row is wrong; file, row and remedy are named.
    """
    name = next((one for one in (name, to_slug(name)) if one in countries()), name)
    folder = corpus_folder() / name
    if name not in countries():
        known = ", ".join(countries()) or "none"
        raise InputError(f"There is no corpus '{name}' in {corpus_folder()}: choose one of {known}.")
    frames = {table: read_frame(folder / f"{table}.csv", table) for table in _REQUIRED}
    for table in CODED:
        path = folder / f"{table}.csv"
        frames[table] = read_frame(path, table) if path.exists() else empty_frame(table)
    frames["paragraphs"] = read_derived(folder, "paragraphs")
    _check_links(frames, folder)
    frames = {table: frame.reset_index(drop=True) for table, frame in frames.items()}
    documents, unread = _read_texts(folder, texts, set(frames["resolutions"]["reference"]))
    redactions = load_redactions()
    frames = redactions.withhold(frames)
    printed, documents = documents, tuple(redactions.conceal_document(one) for one in documents)
    paragraphs = split_paragraphs(documents)
    frames["paragraphs"] = _with_derived(paragraphs, frames["paragraphs"], "paragraphs")
    return Corpus(
        name=name,
        folder=folder,
        redactions=redactions,
        documents=documents,
        unread=unread,
        printed=printed,
        **frames,
    )


def table_path(folder: Path, table: str) -> Path:
    """Where a country's table lies."""
    return folder / ("derived" if table in _DERIVED else "") / f"{table}.csv"


def read_derived(folder: Path, table: str) -> pd.DataFrame:
    """The derived figures of a country as shipped; empty where there are none."""
    path = table_path(folder, table)
    return read_frame(path, table) if path.exists() else empty_frame(table)


def _read_texts(
    folder: Path, texts: str | Path | None, references: set[str]
) -> tuple[tuple[Document, ...], tuple[tuple[Path, str], ...]]:
    chosen = texts_folder() if texts is None else Path(texts)
    if chosen is not None and not chosen.is_dir() and chosen != corpus_folder() / "texts":
        raise InputError(f"There is no folder of texts {chosen}: create it or change RESOLUTION_TEXTS.")
    documents: dict[tuple[str, str | None], Document] = {}
    unread = []
    for place in (folder / "texts", chosen):
        files = sorted(place.iterdir()) if place is not None and place.is_dir() else []
        for path in files:
            if path.is_dir() or path.name.startswith(".") or path.suffix == ".json":
                continue
            try:
                document = parse(path)
            except InputError as error:
                unread.append((path, str(error)))
                continue
            key = document.reference, document.language
            final_known = key in documents and document.edition == "provisional"
            if document.reference in references and document.language and not final_known:
                documents[key] = document
    return tuple(documents[key] for key in sorted(documents)), tuple(unread)


def _with_derived(computed: pd.DataFrame, shipped: pd.DataFrame, table: str) -> pd.DataFrame:
    """Computed rows, and shipped ones of versions that are not at hand."""
    version = ["reference", "language"]
    at_hand = pd.MultiIndex.from_frame(computed[version].drop_duplicates())
    missing = ~pd.MultiIndex.from_frame(shipped[version]).isin(at_hand)
    key = SCHEMAS[table].unique or []
    return pd.concat([computed, shipped[missing]]).sort_values(key, ignore_index=True)


def _check_links(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    """Every row names a resolution, person or demand that exists, and codes agree."""
    for table, frame in frames.items():
        for column, of in SCHEMAS[table].columns.items():
            target = (of.metadata or {}).get("refers_to")
            if not target:
                continue
            other, key = target.split(".")
            unknown = frame[column].notna() & ~frame[column].isin(frames[other][key])
            if unknown.any():
                row = int(unknown.idxmax())
                raise InputError(
                    f"{table_path(folder, table)}, row {row + 2}: '{frame[column][row]}' in column '{column}' "
                    f"is not in {other}.csv; correct it or add it there."
                )
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
        raise InputError(f"{folder / 'resolutions'}.csv, row {row + 2}: year and adopted differ.")
