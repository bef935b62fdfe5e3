"""Whose name it is, where every part sounds the same and nobody has to look: told without all pairs of names."""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from analysis.names.matching import list_sounds, sound_as_one

Spelling = tuple[str, str | None]  # a name and its language
Person = TypeVar("Person", bound=Hashable)


class Namesakes(Generic[Person]):
    """People, found by any spelling of which every part sounds as theirs does (`sound_as_one`).

    A name is looked up among those alone of which all parts sound as its own do in some reading, so that
    the cost grows with the names, not with their pairs.
    """

    def __init__(self) -> None:
        self._by_sound: dict[tuple[str, ...], dict[Spelling, set[Person]]] = {}

    def add(self, name: str, language: str | None, person: Person) -> None:
        """Take in a person by one spelling of the name."""
        for sounds in list_sounds(name, language):
            self._by_sound.setdefault(sounds, {}).setdefault((name, language), set()).add(person)

    def find(self, name: str, language: str | None) -> set[Person]:
        """Who was taken in and may bear the name, without anybody looking."""
        alike = {
            other: people
            for sounds in list_sounds(name, language)
            for other, people in self._by_sound.get(sounds, {}).items()
        }
        agreeing = (people for other, people in alike.items() if sound_as_one(name, language, *other))
        return set().union(*agreeing)


def resolve_names(names: Sequence[str], languages: Sequence[str | None]) -> list[int]:
    """For each name the place of the first name of the same person, one after another.

    A name is a person's where it sounds as a name of that person alone; where it sounds as those of two,
    it stands for somebody else.

    Args:
        names: in any official spelling.
        languages: of each, two letters.
    """
    known: Namesakes[int] = Namesakes()
    persons: dict[Spelling, int] = {}
    for place, spelling in enumerate(zip(names, languages, strict=True)):
        if spelling not in persons:
            same = known.find(*spelling)
            persons[spelling] = same.pop() if len(same) == 1 else place
            known.add(*spelling, persons[spelling])
    return [persons[spelling] for spelling in zip(names, languages, strict=True)]
