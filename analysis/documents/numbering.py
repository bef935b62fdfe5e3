"""What is odd about the numbers and letters of a text: some left out, some standing twice."""

from collections.abc import Iterator

from analysis.documents.markers import NUMBER, is_date
from analysis.documents.openings import rank
from analysis.documents.parse import Document
from analysis.documents.segment import Unit


def describe_numbering(document: Document) -> list[str]:
    """One clause for each gap, and for each number that neither opens a paragraph nor belongs to a list."""
    clauses: list[str] = []
    for section, name in (("recital", "recital"), ("operative", "paragraph")):
        units = [unit for unit in document.paragraphs if unit.section == section]
        labels = [str(unit.label) for unit in units]
        if all(label.isascii() for label in labels):  # other alphabets are not counted alike everywhere
            clauses += _describe_gaps(labels, name)
        for unit in units:
            clauses += [
                f"number {number} stands again, within {name} {unit.label}"
                for number in _stray_numbers(unit, document.language)
            ]
    return clauses


def _describe_gaps(labels: list[str], name: str) -> Iterator[str]:
    before = 0
    for label in labels:
        place = int(label) if label.isdigit() else rank(label)
        missing = [_like(label, number) for number in range(before + 1, place)]
        if len(missing) == 1:
            yield f"{name} {missing[0]} is missing"
        elif missing:
            yield f"{name}s {missing[0]} to {missing[-1]} are missing"
        before = place


def _like(label: str, place: int) -> str:
    """The label of a place, a number or a letter as another one is."""
    if label.isdigit():
        return str(place)
    place -= 1
    return (_like(label, place // 26) if place >= 26 else "") + chr(ord("A") + place % 26)


def _stray_numbers(unit: Unit, language: str | None) -> Iterator[str]:
    point = 0
    for line in unit.text.split("\n")[1:]:
        match = NUMBER.match(line)
        if not match or is_date(match, language):
            continue
        if int(match["label"]) in (1, point + 1):
            point = int(match["label"])
        else:
            yield match["label"]
