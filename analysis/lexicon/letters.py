"""Letters as they are compared: composed, without what nobody sees, and without their marks."""

import unicodedata
from functools import cache

from analysis.lexicon.tables import read_lexicon

_INVISIBLE = dict.fromkeys(
    place for place in range(0x10000) if unicodedata.category(chr(place)) == "Cf"
)  # soft hyphens, zero-width signs, marks of direction


def drop_invisible(text: str) -> str:
    """A text without the signs that only say how to set it."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def compose(text: str) -> str:
    """A text in composed letters, without invisible signs."""
    return unicodedata.normalize("NFC", drop_invisible(text))


def drop_marks(text: str) -> str:
    """Letters without marks; those that Unicode cannot take apart as `lexicon/plain_letters.csv` has them."""
    if text.isascii():
        return text
    letters = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return "".join(_plain_letters().get(letter, letter) for letter in letters)


@cache
def _plain_letters() -> dict[str, str]:
    small = {row["letter"]: row["plain"] for row in read_lexicon("plain_letters")}
    return small | {letter.upper(): plain.capitalize() for letter, plain in small.items()}
