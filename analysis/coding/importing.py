"""A workbook that a coder filled → the reading that is kept."""

from pathlib import Path

from analysis.coding.cells import FilledBook
from analysis.coding.reading import read_coding
from analysis.coding.settlement import SETTLEMENT, read_settlement
from analysis.corpus.codings import HAND, SETTLED, Coding, check_coder, store_coding
from analysis.corpus.corpus import Corpus
from analysis.lexicon.references import read_reference


def import_filled(
    corpus: Corpus, reference: str, path: Path, coder: str | None = None
) -> tuple[Coding, Path]:
    """Keep what a filled coding sheet, or a filled settlement sheet, says.

    Args:
        corpus: of the country.
        reference: of the resolution that was coded.
        path: of the workbook.
        coder: who filled it, by default "hand"; a settlement is always "settled".

    Returns:
        The reading, and the folder in which it is kept; an earlier one of the same coder is replaced.

    Raises:
        InputError: a cell is wrong, the workbook is of another text, or the coder is another's name. Nothing is
            changed then.
    """
    wanted, book = read_reference(reference), FilledBook(path)
    settlement = book.about.get("sheet") == SETTLEMENT
    name = check_coder(coder or (SETTLED if settlement else HAND), settlement)
    coding = read_settlement(corpus, book, wanted) if settlement else read_coding(corpus, book, wanted, name)
    return coding, store_coding(corpus.folder, coding)
