"""The redaction list: people whom no output may name.

The list holds salted hashes, since a list of names would publish them again. What is hashed is
how a name sounds (`names.name_key`), so that one entry hides every spelling that sounds alike.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote

import pandas as pd

from analysis.corpus.frames import empty_frame, read_frame, write_frame
from analysis.documents.parse import Document
from analysis.lexicon.places import corpus_folder
from analysis.names.sounds import name_key

WITHHELD = "█████"
_ROUNDS = 500
_SHORTEST_PART = 2
_SHORTEST = 5  # sounds; shorter ones would hide ordinary words
_ADDRESS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PART = r"[^\W\d_a-zà-öø-ÿа-яα-ω](?:[^\W\d_]|[’'-])*\.?"
_RUN = re.compile(rf"(?<!\w){_PART}(?:\s+(?:[a-z]{{1,3}}[\s-])?{_PART})+")
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Redactions:
    """The hashes of one list; an empty list hides nobody and costs nothing."""

    salts: frozenset[str]
    hashes: frozenset[str]

    def hides(self, name: str) -> bool:
        """Whether a full name, in any spelling that sounds alike and any order, is on the list."""
        return any(_hash_name(name, salt) & self.hashes for salt in self.salts)

    def conceal(self, text: str) -> str:
        """A text in which hidden names, and their parts where they stand alone, are blacked out."""
        names = self.find_names(text)
        return _black_out(text, names) if names else text

    def conceal_document(self, document: Document) -> Document:
        """A document of which every unit is concealed; parts of a name are hidden in all of it."""
        units = [*document.paragraphs, *document.footnotes]
        names = {name for unit in units for name in self.find_names(unit.text)}
        if not names:
            return document
        paragraphs, footnotes = (
            tuple(replace(unit, text=_black_out(unit.text, names)) for unit in of)
            for of in (document.paragraphs, document.footnotes)
        )
        title = self.conceal(document.title or "") or None
        return replace(document, title=title, paragraphs=paragraphs, footnotes=footnotes)

    def find_names(self, text: str) -> set[str]:
        """The hidden names that stand in a text, as they stand there."""
        if not self.hashes:
            return set()
        return {name for run in _RUN.findall(text) for name in _within(run) if self.hides(name)}

    def withhold(self, frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Frames of a corpus without the people on the list: their rows, and their names in other rows."""
        if not self.hashes:
            return frames
        spelled = pd.concat(
            [
                frames["people"][["person_id", "name"]],
                frames["spellings"][["person_id", "form"]].rename(columns={"form": "name"}),
                frames["mentions"][["person_id", "name_as_printed"]].rename(
                    columns={"name_as_printed": "name"}
                ),
            ]
        ).dropna()
        hidden = set(spelled.loc[spelled["name"].map(self.hides), "person_id"])
        kept = {}
        for table, frame in frames.items():
            for column in ("person_id", "other_id"):
                if column in frame:
                    frame = frame[~frame[column].isin(hidden)]
            if "name_as_printed" in frame:
                frame = frame[~frame["name_as_printed"].map(self.hides).astype(bool)]
            kept[table] = self._conceal_cells(frame).reset_index(drop=True)
        return kept

    def withhold_found(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A derived frame without hidden names."""
        if not self.hashes or "name_as_printed" not in frame:
            return frame
        hidden = frame["name_as_printed"].map(self.hides).astype(bool)
        people = set(frame.loc[hidden, "person_id"].dropna()) - {""}
        return frame[~hidden & ~frame["person_id"].isin(people)].reset_index(drop=True)

    def _conceal_cells(self, frame: pd.DataFrame) -> pd.DataFrame:
        cells = {
            column: frame[column].map(self._conceal_cell, na_action="ignore").astype(frame[column].dtype)
            for column in frame.select_dtypes("str")
            if column not in ("person_id", "other_id", "demand_id", "mention_id")
        }
        return frame.assign(**cells)

    def _conceal_cell(self, cell: str) -> str:
        """A sentence is concealed; an address or identifier that spells out a hidden name is withheld."""
        if " " in cell.strip() or not re.search(r"[./-]", cell):
            return self.conceal(cell)
        words = [word for word in re.split(r"[^a-z]+", _ADDRESS.sub(" ", unquote(cell)).lower()) if word]
        runs = (words[i : i + n] for n in (1, 2, 3) for i in range(len(words) - n + 1))
        withheld = "https://withheld.invalid/" if cell.startswith("http") else "withheld"
        return withheld if any(self.hides(" ".join(run)) for run in runs) else cell


def redactions_path() -> Path:
    """Where the list lies: beside the countries, since it holds for all of them."""
    return corpus_folder() / "redacted.csv"


def load_redactions() -> Redactions:
    """The list of the corpus folder; empty where there is none."""
    path = redactions_path()
    rows = read_frame(path, "redacted") if path.exists() else empty_frame("redacted")
    return Redactions(frozenset(rows["salt"]), frozenset(rows["hash"]))


def add_redactions(names: list[str]) -> int:
    """Put names on the list; how many hashes were new."""
    path = redactions_path()
    rows = read_frame(path, "redacted") if path.exists() else empty_frame("redacted")
    salt = str(rows["salt"].iloc[0]) if len(rows) else secrets.token_hex(16)
    hashes = sorted({digest for name in names for digest in _hash_name(name, salt)} - set(rows["hash"]))
    more = pd.DataFrame({"salt": salt, "hash": hashes}, dtype="str")
    write_frame(pd.concat([rows, more]).sort_values("hash"), "redacted", path)
    return len(hashes)


def _black_out(text: str, names: set[str]) -> str:
    """Hidden names go, then their parts, save beside another capitalised word: that is somebody else."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ".join(WITHHELD for _ in name.split()))
    parts = {part for name in names for part in _WORDS.findall(name) if len(part) > _SHORTEST_PART}
    if not parts:
        return text
    one = rf"(?:{'|'.join(sorted(map(re.escape, parts), key=len, reverse=True))})(?:[’']?s)?"
    alone = re.compile(
        rf"(?P<lead>(?:^|[.!?:;]\s+){_PART}\s+)?(?P<before>{_PART}\s+)?(?<!\w){one}(?!\w)(?P<after>\s+{_PART})?"
    )

    def conceal(match: re.Match[str]) -> str:
        if match["before"] or match["after"]:
            return match.group()
        return (match["lead"] or "") + WITHHELD

    return alone.sub(conceal, text)


def _within(run: str) -> list[str]:
    """A run of capitalised words and every shorter run of two words or more in it."""
    words = run.split()
    whole = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 2, len(words) + 1)]
    return whole + [f"{a} {b}" for a, b in combinations(words, 2)]


@cache
def _hash_name(name: str, salt: str) -> frozenset[str]:
    """One hash per reading: Swedish and English, with and without a genitive -s, as words and run together."""
    forms = {name, re.sub(r"(?:[’']s|s)$", "", name)}
    sounds = set()
    for form in forms:
        words = _WORDS.findall(form)
        for language in ("sv", "en"):
            sounds.add(" ".join(sorted(name_key(word, language) for word in words)))
            sounds |= {name_key("".join(order), language) for order in (words, words[::-1])}
    sounds = {sound for sound in sounds if len(sound) > _SHORTEST}
    return frozenset(
        hashlib.pbkdf2_hmac("sha256", sound.encode(), bytes.fromhex(salt), _ROUNDS).hex() for sound in sounds
    )
