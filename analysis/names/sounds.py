"""A name as printed → the sounds of its parts (`lexicon/romanisation.csv`), by each convention it may be read by."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from analysis.lexicon.letters import compose, drop_marks
from analysis.lexicon.tables import read_lexicon

# Sounds of "son of" and "daughter of" behind a father's name.
CHILD_OF = ("kizi", "uli", "uulu", "ulu", "oglu", "ogli", "ugli", "gizi", "dze", "asuli")
_PATRONYMIC = re.compile(rf"\w\w(?:i[cC]n?|i[cC]na|[aeiou]vna|[ae]una|{'|'.join(CHILD_OF)})$")
_FAMILY = re.compile(rf"\w(?:[oe]va?|ski|skaa|enko|Svili|i[cC]|{'|'.join(CHILD_OF)})$")
_DOUBLED = re.compile(r"(.)\1+")
_GLIDE = re.compile(r"(?<=[^aeou])i+(?=[aeou])|(?<=[aeou])i+(?=[aeou])|^i(?=[aeou])")
_LAST_I = re.compile(r"(?<=[^aeou])ii*$")
_INITIAL = re.compile(r"[^\W\d_]|[^\W\d_]{1,3}\.")
_NICKNAME = re.compile(r"\s[(“”„«\"][^()“”„«»\"]*[)”“»\"](?=\s)")
_WORD = re.compile(r"[^\s.‐‑–-]*[^\W\d_][^\s.‐‑–-]*\.?")
_ARTICLE = re.compile(r"[AaEeu](?:[lrnstdz]|sh|th|dh)")
_CAPITAL_ARTICLE = re.compile(r"[AE](?:[lrstdz]|sh|th|dh)[‐‑–-](?=[^\Wa-z\d_])")
_WRITTEN_TOGETHER = (2, 3)  # parts that another spelling may have as one: Abd al-Rahman
_SILENT = re.compile(r"[’'‘`´ʼʻʿʾ]")


def list_parts(name: str, language: str | None) -> list[tuple[str, ...]]:
    """The keys of a name's parts, by each convention it may be read by, with and without the marks of its letters."""
    spellings = dict.fromkeys((compose(name), drop_marks(compose(name))))
    readings = (_parts(one, convention) for one in spellings for convention in list_conventions(language))
    return list(dict.fromkeys(readings))


def list_conventions(language: str | None) -> list[str]:
    """The conventions to read a name by: official texts mix them even within one language."""
    return list(dict.fromkeys([language, "sv", "en"] if language else ["sv", "en"]))


def list_keys(words: list[str], language: str) -> list[str]:
    """Every key that the words may have, in the conventions of a language and of English."""
    spellings = {spelling for word in words for spelling in (word, drop_marks(word))}
    return sorted({name_key(word, one) for word in spellings for one in list_conventions(language)})


@cache
def name_key(part: str, language: str | None = None) -> str:
    """The sounds of one part of a name, double letters and glides dropped."""
    plain = _SILENT.sub("", compose(part).casefold())
    table, written = _table(language or "en")
    return join_sounds(written.sub(lambda found: table[found.group()], plain))


def join_sounds(*sounds: str) -> str:
    """The key of sounds written together."""
    letters = unicodedata.normalize("NFD", "".join(sounds))
    key = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _DOUBLED.sub(r"\1", _LAST_I.sub("i", _GLIDE.sub("", _DOUBLED.sub(r"\1", key))))


def list_neighbours(parts: Sequence[str]) -> list[tuple[int, int]]:
    """First and last place, as of a slice, of the parts of a name that may be written together."""
    return [(i, i + n) for n in _WRITTEN_TOGETHER for i in range(len(parts) - n + 1)]


def leave_out_patronymic(parts: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
    """Given and family name of three parts, and the patronymic: between them, or last where the family name is first."""
    for place, kept in ((1, (0, 2)), (2, (1, 0))):
        if len(parts) == 3 and _PATRONYMIC.search(parts[place]):
            return tuple(parts[one] for one in kept), parts[place]
    return None


def is_patronymic(part: str) -> bool:
    """Whether a key ends as a patronymic."""
    return _PATRONYMIC.search(part) is not None


def is_family_name(part: str) -> bool:
    """Whether a key ends as family names do and given names do not."""
    return _FAMILY.search(part) is not None


@cache
def _table(language: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """What stands for which sound in a language, and a pattern for any of it, longest first."""
    rows = [row for row in read_lexicon("romanisation") if row["language"] in (language, "*")]
    own = {row["written"]: row["sound"] for row in reversed(rows)} | {
        row["written"]: row["sound"] for row in rows if row["language"] == language
    }
    longest_first = sorted(own, key=len, reverse=True)
    return own, re.compile("|".join(map(re.escape, longest_first)))


@cache
def drop_nickname(name: str) -> str:
    """A name without what it has in brackets or quotation marks."""
    return _NICKNAME.sub("", name)


def _parts(name: str, language: str) -> tuple[str, ...]:
    """Keys of a name's parts: an initial ends in a full stop, an Arabic article is one whatever follows it."""
    parts: list[str] = []
    name = drop_nickname(name)
    for match in _WORD.finditer(name):
        word, key = match.group(), name_key(match.group().rstrip("."), language)
        if _INITIAL.fullmatch(word):
            parts.append(f"{key[:1]}.")
        elif _ARTICLE.fullmatch(word) and (
            (word.islower() and parts) or _CAPITAL_ARTICLE.match(name, match.start())
        ):
            parts.append("al")
        elif key in CHILD_OF and parts:
            parts[-1] = join_sounds(parts[-1], key)
        elif key:
            parts.append(key)
    return tuple(parts)
