"""Invents resolutions on a country that does not exist, to measure speed on any number of texts.

The same seed gives the same bytes, and text number i does not depend on how many there are. Sentences are
invented words between the function words of a language. Acts, bodies, actions and themes are phrases of
`corpus/lexicon`, so that the rules find what they look for; the texts change when those tables do.
"""

import csv
import datetime
import random
import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.corpus.schema import SCHEMAS
from analysis.lexicon.references import open_data_name
from analysis.lexicon.tables import read_lexicon
from benchmark.voices import VOICES, Voice

SLUG = "valdrien"
MOST_TEXTS = 10_000
_FIRST_SITTING, _WEEKS = datetime.date(2000, 1, 6), 1251
_NEW_TERMS = ("2004-07-20", "2009-07-14", "2014-07-01", "2019-07-02")
_LABELS = [first + last for first in ("", "A") for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
_GAP = "\u00a0\u00a0"
_FEWEST, _MOST, _NOTES = 22, 32, 5  # operative paragraphs, footnotes
_REPEATED, _BACK, _RESTATED = 0.35, 3, 0.3  # share of paragraphs that repeat one of so many texts before
_POPULATION = 3000

_ONSETS = "b bl br d dr f fl fr g gl h k kl kr l m n p pr r s sk sl sm sn sp st str t tr v".split()
_VOWELS, _CODAS = "a a e e i o u å ä ö".split(), "d g k l ld lm m n nd ng r rd rk rt s st t v".split()
_ENDINGS = "a ad ade an ande ar are arna at de else en er erna het ig iga isk iska ning or te t".split()
_BODIES = "target_government target_authorities target_court eu_commission eu_council eu_hr_vp eu_delegation"
_BODIES += " eu_member_states"

_CYRILLIC = "абвгдежзийклмнопрстухчшщыьюяє"
_ROMAN = {
    "sv": "a b v g d e zj z i j k l m n o p r s t u ch tj sj sjtj y - ju ja je",
    "en": "a b v g d e zh z i y k l m n o p r s t u kh ch sh shch y - yu ya ye",
    "de": "a b w g d e sch s i j k l m n o p r s t u ch tsch sch schtsch y - ju ja je",
    "pl": "a b w g d e ż z i j k ł m n o p r s t u ch cz sz szcz y - ju ja je",
}
_HABITS = [(r"o[vw]\b", "off"), (r"\b[yj]e", "e"), (r"(?<=a)[yj]e", "e"), ("[yj]u", "iu"), ("kh", "h")]
_HABITS += [(r"i[yj]\b", "y"), (r"i[yj]\b", "i"), ("dzh", "j"), ("(?<=[aeiu])s(?=[aeiu])", "ss"), ("w", "v")]
_HEADS = "жу да єр бе су ма ху ча ши ка ал ну дже ра ту го лю ди мо сы за щер нюр дос хам чин жак ас".split()
_MIDDLES = "ма рба лты гу нжи та ре сый бу лда кше ми нга жа дыр ви шу хи".split()
_FAMILIES = ["ов ова", "ин ина", "ский ская", "баев баева", "бек бек", "улы кызы", "ат ат"]
_GIVEN = ["лан жан бек рат мир дар ний тай".split(), "лана жана гуль рата мира дара ния шолпа".split()]
_ALIKE = str.maketrans("зжщхыє", "сшшчие")  # what one language or another spells alike


class Person(NamedTuple):
    """An invented person: the name in English, and (spelling, language) for each spelling, Swedish first."""

    name: str
    spellings: tuple[tuple[str, str], ...]


def invent_corpus(folder: Path, n: int, seed: int, languages: tuple[str, ...] = ("sv",)) -> Path:
    """Write n resolutions and their catalogue; their folder. With RESOLUTION_CORPUS=folder, load(SLUG) reads them."""
    if n > MOST_TEXTS:
        raise ValueError(f"{n} texts are more than {MOST_TEXTS}.")
    texts = folder / SLUG / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    with open(folder / SLUG / "resolutions.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, SCHEMAS["resolutions"].columns, restval="", lineterminator="\n")
        table.writeheader()
        for number in range(n):
            for language in languages:
                row, text = invent_resolution(number, seed, language)
                name = f"{open_data_name(row['reference'])}_{language.upper()}.txt"
                (texts / name).write_text(text, encoding="utf-8")
            table.writerow(row)
    return folder / SLUG


def invent_resolution(number: int, seed: int, language: str = "sv") -> tuple[dict[str, str], str]:
    """A row of resolutions.csv and its text. Dates rise with the number, ever more texts to a year.

    Versions in two languages have the same paragraphs, acts, bodies and people.
    """
    rng, voice = random.Random(f"{seed} {number}"), VOICES[language]
    own = random.Random(f"{seed} {number} {language}")
    day = _FIRST_SITTING + datetime.timedelta(weeks=int(_WEEKS * (number / MOST_TEXTS) ** 0.25))
    term, figure = 5 + sum(f"{day}" >= start for start in _NEW_TERMS), f"{number % 9999 + 1:04}"
    reference, procedure = f"P{term}_TA({day.year}){figure}", f"{day.year}/{figure}(RSP)"
    joint, subject = f"RC-B{term}-{figure}/{day.year}", f"{_theme(rng, own, language)} i {voice.country}"
    subject = subject.replace(" i ", " in ") if language == "en" else subject
    title = voice.title.format(date=_date(day, voice), subject=subject)
    sitting = f"{day:%d/%m/%Y} - {rng.randint(3, 9)}"
    header = (
        f"Index \n Föregående \n Nästa \n All text \nFörfarande : {procedure}\nDokumentgång i plenum\n"
        f"Dokumentgång :\n\nIngivna texter :\n\n{joint}\n\nDebatter :\n\nPV {sitting}.3\nCRE {sitting}.3\n\n"
        f"Omröstningar :\n\nPV {sitting}\n\nAntagna texter :\n\n{reference}\n\nAntagna texter\n"
        f"PDF\u00a0130kWORD\u00a048k\n{voice.session.format(date=_date(day, voice))}\n"
        f"{_open(subject)}\n{reference}{joint}\n\n{title} ({procedure})\n\n{voice.enacting}"
    )
    citations = []
    for _ in range(rng.randint(7, 11)):
        earlier = _date(day - datetime.timedelta(days=rng.randint(30, 3000)), voice)
        citations.append(f"{own.choice(_words())} {earlier}{_prose(own, own.randint(6, 30), language)}")
    for note, place in enumerate(sorted(rng.sample(range(len(citations)), _NOTES)), 1):
        citations[place] += f"({note})"
    rule = voice.rule.format(rng.randint(100, 150), rng.randint(1, 5))
    cast = _cast(seed, number, language)
    recitals = [_recital(rng, own, cast, language) for _ in range(rng.randint(18, 28))]
    n_paragraphs = random.Random(f"length {seed} {number}").randint(_FEWEST, _MOST)
    paragraphs = [_paragraph(seed, number, place, language) for place in range(n_paragraphs)]
    paragraphs.append(voice.last.format(country=voice.country))
    units = [f"–{_GAP}{voice.citation}{text}" for text in [*(f"{text}," for text in citations), rule]]
    units += [f"{label}.{_GAP}{text}" for label, text in zip(_LABELS, recitals, strict=False)]
    units += [f"{label}.{_GAP}{text}" for label, text in enumerate(paragraphs, 1)]
    notes = [f"({n}) EUT C {rng.randint(1, 480)}, s. {rng.randint(1, 220)}." for n in range(1, _NOTES + 1)]
    footer = f"Senaste uppdatering: {_date(day, VOICES['sv'])}Rättsligt meddelande - Integritetspolicy"
    row = {"reference": reference, "procedure": procedure, "procedure_type": "RSP", "joint_motion": joint}
    row |= {"adopted": f"{day}", "year": f"{day.year}", "compared": "true", f"title_{language}": title}
    row |= {"source": "invented for measuring speed"}
    return row, "\n\n".join([header, *units, "\n".join(notes), footer])


def invent_paragraphs(n: int, seed: int) -> list[str]:
    """Operative paragraphs, of which about a third repeat an earlier one in nearly the same words."""
    return [_paragraph(seed, *divmod(i, (_FEWEST + _MOST) // 2)) for i in range(n)]


@cache
def invent_people(n_people: int, seed: int) -> list[Person]:
    """People, relatives and near namesakes beside each other; no spelling may be of two of them."""
    rng, people, taken = random.Random(f"people {seed}"), [], set()
    while len(people) < n_people:
        stem, first = rng.choice(_HEADS) + rng.choice(_MIDDLES) + rng.choice("бгклмнртвш"), rng.choice(_HEADS)
        for family in rng.choices(rng.sample(_FAMILIES, 2), k=rng.randint(1, 5)):
            sex, head = rng.randrange(2), rng.choice([first, rng.choice(_HEADS)])
            name = f"{head}{rng.choice(_GIVEN[sex])} {stem}{family.split()[sex]}"
            person, alike = _spell(name, rng), name.replace("дж", "ш").translate(_ALIKE)
            spelled = {alike, *(form for form, _ in person.spellings)}
            if len(person.spellings) > 1 and taken.isdisjoint(spelled):
                taken |= spelled
                people.append(person)
    return people[:n_people]


def invent_spellings(n: int, seed: int) -> list[tuple[str, str, int]]:
    """(spelling, language, number of the person) in random order, about four of each person."""
    people = enumerate(invent_people(n // 2 + 1, seed))
    rows = [(*one, number) for number, person in people for one in person.spellings][:n]
    random.Random(seed).shuffle(rows)
    return rows


def _spell(name: str, rng: random.Random) -> Person:
    """A person of a name in Cyrillic letters: spelled in two to four languages, and by habits of some."""
    plain: dict[str, str] = {}
    for language in _ROMAN:
        plain.setdefault(_romanise(name, language), language)
    habits = {re.sub(*habit, form): language for form, language in plain.items() for habit in _HABITS}
    first = [one for one in plain.items() if one[1] in ("sv", "en")]
    others = [one for one in (habits | plain).items() if one not in first]
    chosen = rng.sample(others, min(len(others), rng.choice([1, 1, 2, 2, 3, 4, 6])))
    spellings = tuple((form.title(), language) for form, language in [*first, *chosen])
    return Person(_romanise(name, "en").title(), spellings)


def _romanise(name: str, language: str) -> str:
    table = dict(zip(map(ord, _CYRILLIC), _ROMAN[language].replace("-", "").split(" "), strict=True))
    return re.sub("ł(?=[iej])", "l", re.sub("(?<=[аи])е", "є", name).translate(table))


@lru_cache(maxsize=8)
def _cast(seed: int, number: int, language: str) -> list[str]:
    """The names in one text, mostly spelled as its language does; some people return in very many texts."""
    rng = random.Random(f"cast {seed} {number}")
    people, size = invent_people(_POPULATION, seed), rng.randint(4, 14)
    cast = [people[int(_POPULATION * rng.random() ** 3)] for _ in range(size)]
    return [_choose_spelling(one, language, rng) for one in cast]


def _choose_spelling(person: Person, language: str, rng: random.Random) -> str:
    usual = [form for form, spelled in person.spellings if spelled == language] or [person.spellings[0][0]]
    return rng.choice(usual * 9 + [form for form, _ in person.spellings])


@lru_cache(maxsize=256)
def _paragraph(seed: int, number: int, place: int, language: str = "sv") -> str:
    """One operative paragraph: new, or of one of the texts before with a few words, perhaps its act, changed."""
    rng, own = (random.Random(f"{seed} {number} {place} {of}") for of in ("", language))
    cast = _cast(seed, number, language)
    if number and rng.random() < _REPEATED:
        before, at = max(0, number - rng.randint(1, _BACK)), rng.randrange(_FEWEST)
        model = _vary(_paragraph(seed, before, at, language), own)
        if rng.random() >= _RESTATED:
            return model
        return _restate(model, rng, own, language)
    first, following = VOICES[language].subject
    return _passage(
        rng,
        own,
        _open(first + _act(rng, own, cast, language)),
        lambda: _open(following + _act(rng, own, cast, language)),
        language,
    )


def _restate(text: str, rng: random.Random, own: random.Random, language: str) -> str:
    """The paragraph with another verb of asking at its head, if it asks for something."""
    first = VOICES[language].subject[0]
    acts = sorted(_phrases("acts", language, "directive"), key=len, reverse=True)
    met = next((act for act in acts if text.startswith(_open(f"{first}{act}"))), None)
    if met is None:
        return text
    other = own.choice(_phrases("acts", language, _draw(rng, "acts", "directive")))
    return _open(f"{first}{other}") + text[len(first) + len(met) :]


def _vary(text: str, rng: random.Random) -> str:
    """The text with 5–20 % of its words left out, exchanged or added to; its opening and its names stay."""
    share, words = rng.uniform(0.06, 0.22), []
    for place, word in enumerate(text.split(" ")):
        if (
            place > 5
            and word.islower()
            and word.isalpha()
            and word not in ("och", "and")
            and rng.random() < share
        ):
            words += rng.choice([[], [rng.choice(_words())], [word, rng.choice(_words())]])
        else:
            words.append(word)
    return " ".join(words)


def _recital(rng: random.Random, own: random.Random, cast: list[str], language: str) -> str:
    voice = VOICES[language]
    told = own.choice(voice.told).format(f"{own.choice(voice.called)} {rng.choice(cast)}")
    first = told if rng.random() < 0.25 else _theme(rng, own, language)

    def go_on() -> str:
        return f"{voice.had.format(country=voice.country)}{own.choice(_words())} {_theme(rng, own, language)}"

    opened = voice.recital + first if voice.recital else _open(first)
    return _passage(rng, own, opened, go_on, language)


def _theme(rng: random.Random, own: random.Random, language: str) -> str:
    return own.choice(_phrases("themes", language, _draw(rng, "themes")))


def _act(rng: random.Random, own: random.Random, cast: list[str], language: str) -> str:
    """What Parliament says of a matter, or what it asks of a body."""
    voice, theme = VOICES[language], _theme(rng, own, language)
    if rng.random() < 0.45:
        code = _draw(rng, "acts", "assertive expressive")
        return f"{own.choice(_phrases('acts', language, code))} {theme}"
    act = own.choice(_phrases("acts", language, _draw(rng, "acts", "directive")))
    body = own.choice(_phrases("addressees", language, rng.choice(_BODIES.split())))
    asked = f"{own.choice(_phrases('actions', language, 'verb'))} {theme}"
    if rng.random() < 0.2:
        *names, last = rng.sample(cast, min(len(cast), rng.choice([1, 1, 2, 3, 5])))
        listed = f"{', '.join(names)}{voice.conjunction}{last}" if names else last
        asked = own.choice(voice.asked).format(listed)
    return f"{act} {voice.beside.get(act.split()[0], '')}{body} {voice.to}{asked}"


def _passage(
    rng: random.Random, own: random.Random, first: str, next_opening: Callable[[], str], language: str
) -> str:
    """Sentences of 25–180 words in all: the first and some others with an opening, led on in invented words."""
    left, opening, sentences = min(180.0, max(25.0, rng.lognormvariate(4.55, 0.45))), first, []
    while left > 4:
        size = int(min(rng.randint(14, 34), left))
        prose = _prose(own, max(6, size - len(opening.split())), language)
        sentences.append(f"{opening}{prose}." if opening else f"{_open(prose.strip(' ,'))}.")
        left -= size
        opening = next_opening() if rng.random() < 0.3 else ""
    return " ".join(sentences)


def _prose(rng: random.Random, n_words: int, language: str) -> str:
    """About n words, with a space or comma in front: function words before most of the invented words."""
    n, links = n_words // 2, _links(language)
    return "".join(map("".join, zip(rng.choices(links, k=n), rng.choices(_words(), k=n), strict=True)))


def _open(text: str) -> str:
    return text[0].upper() + text[1:]


def _date(day: datetime.date, voice: Voice) -> str:
    return f"{day.day} {voice.months[day.month - 1]} {day.year}"


@cache
def _words() -> list[str]:
    """20,000 invented words, each as often as a text would have it; short ones are frequent."""
    rng, words = random.Random("words"), {}
    while len(words) < 20_000:
        syllables = [rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice([1, 1, 2]))]
        word = "".join(syllables) + rng.choice(_CODAS) + rng.choice(_ENDINGS)
        words[word] = len(word) + rng.uniform(0, 6)
    return _by_frequency(sorted(words, key=lambda word: words[word]), 1 << 18, 10)


@cache
def _links(language: str) -> list[str]:
    """What stands before an invented word: function words, or once in seven times nothing."""
    links = _by_frequency(VOICES[language].links, 6000, 3)
    return [f"{link} " if link[0] == "," else f" {link} " for link in links] + [" "] * 1000


def _by_frequency(words: list[str], size: int, shift: int) -> list[str]:
    """About `size` entries, in which the word of rank r stands in proportion to 1 / (r + shift)."""
    whole = size / sum(1 / (rank + shift) for rank in range(1, len(words) + 1))
    return [word for rank, word in enumerate(words, 1) for _ in range(max(1, round(whole / (rank + shift))))]


def _draw(rng: random.Random, table: str, classes: str = "") -> str:
    """A code of a lexicon table, as often as it has phrases in Swedish, among those that every language has."""
    return rng.choice(_codes(table, classes))


@cache
def _codes(table: str, classes: str) -> list[str]:
    rows = [row for row in read_lexicon(table) if not classes or row.get("act_class") in classes.split()]
    column = next(iter(rows[0]))
    shared = set.intersection(*({row[column] for row in rows if row["language"] == of} for of in VOICES))
    return [
        row[column] for row in rows if row["language"] == "sv" and row[column] in shared and _plain([row])
    ]


@cache
def _phrases(table: str, language: str, code: str) -> list[str]:
    """Phrases of a lexicon table under a code or class, in one language; stars become endings."""
    rows = [row for row in read_lexicon(table) if row["language"] == language and code in row.values()]
    ending = "en" if language == "sv" else "s"
    plain = [re.sub(r"e?\*", ending, phrase) for phrase in _plain(rows)]
    return [VOICES[language].name_country(phrase) for phrase in plain]


def _plain(rows: list[dict[str, str]]) -> list[str]:
    """Phrases without patterns; of Swedish no genitives."""
    phrases = [row["phrase"] for row in rows if row["language"] != "sv" or row["phrase"][-1] != "s"]
    return [phrase for phrase in phrases if "\\" not in phrase]
