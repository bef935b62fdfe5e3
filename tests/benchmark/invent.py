"""Invents resolutions on a country that does not exist, to measure speed on any number of texts.

The same seed gives the same bytes, and text number i does not depend on how many there are. Sentences are
invented words between the function words of Swedish. Acts, bodies, actions and themes are phrases of
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

from analysis.lexicon import read_lexicon
from analysis.references import open_data_name
from analysis.schema import SCHEMAS

COUNTRY, ADJECTIVE, SLUG = "Valdrien", "valdriska", "valdrien"
MOST_TEXTS = 10_000
_FIRST_SITTING, _WEEKS = datetime.date(2000, 1, 6), 1251
_NEW_TERMS = ("2004-07-20", "2009-07-14", "2014-07-01", "2019-07-02")
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_LABELS = [first + last for first in ("", "A") for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
_GAP = "\u00a0\u00a0"
_FEWEST, _MOST, _NOTES = 22, 32, 5  # operative paragraphs, footnotes
_REPEATED, _BACK = 0.35, 3  # share of paragraphs that repeat one of so many texts before
_POPULATION = 3000

_ONSETS = "b bl br d dr f fl fr g gl h k kl kr l m n p pr r s sk sl sm sn sp st str t tr v".split()
_VOWELS, _CODAS = "a a e e i o u å ä ö".split(), "d g k l ld lm m n nd ng r rd rk rt s st t v".split()
_ENDINGS = "a ad ade an ande ar are arna at de else en er erna het ig iga isk iska ning or te t".split()
_LINKS = "och|i|av|som|att|för|på|den|till|med|en|i den|det|om|är|, som|och den|har|av den|de|från|ett|, och"
_LINKS += "|för att|vid|i de|inte|på den|till den|av de|under|mot|genom|sin|efter|i en|, där|vars|inom|enligt"
_LINKS += "|mellan|kan|deras|sedan|över|utan att|ska|eller|än|bland|dess|, vilket|trots|sitt|när|dessa|alla"
_BODIES = "target_government target_authorities target_court eu_commission eu_council eu_hr_vp eu_delegation"
_BODIES += " eu_member_states"
_BESIDE = {"kräver": "av ", "begär": "av ", "efterlyser": "av ", "upprepar": "till "}
_CALLED = "advokaten journalisten läraren aktivisten ingenjören bloggaren gruvarbetaren studenten".split()
_TOLD = "{} greps|{} dömdes|{} avled|{} har frigivits|{} avtjänar ett straff|åtalet mot {}|gripandet av {}"
_ASKED = "frige {}|lägga ned åtalen mot {}|betala ersättning till {}|rehabilitera {}|skydda {}|frikänna {}"

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


def invent_corpus(folder: Path, n: int, seed: int) -> Path:
    """Write n texts and their catalogue; their folder. With RESOLUTION_CORPUS=folder, load(SLUG) reads them."""
    if n > MOST_TEXTS:
        raise ValueError(f"{n} texts are more than {MOST_TEXTS}.")
    texts = folder / SLUG / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    with open(folder / SLUG / "resolutions.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, SCHEMAS["resolutions"].columns, restval="", lineterminator="\n")
        table.writeheader()
        for number in range(n):
            row, text = invent_resolution(number, seed)
            table.writerow(row)
            (texts / f"{open_data_name(row['reference'])}_SV.txt").write_text(text, encoding="utf-8")
    return folder / SLUG


def invent_resolution(number: int, seed: int) -> tuple[dict[str, str], str]:
    """A row of resolutions.csv and its text. Dates rise with the number, ever more texts to a year."""
    rng = random.Random(f"{seed} {number}")
    day = _FIRST_SITTING + datetime.timedelta(weeks=int(_WEEKS * (number / MOST_TEXTS) ** 0.25))
    term, figure = 5 + sum(f"{day}" >= start for start in _NEW_TERMS), f"{number % 9999 + 1:04}"
    reference, procedure = f"P{term}_TA({day.year}){figure}", f"{day.year}/{figure}(RSP)"
    joint, subject = f"RC-B{term}-{figure}/{day.year}", f"{rng.choice(_phrases('themes'))} i {COUNTRY}"
    title = f"Europaparlamentets resolution av den {_date(day)} om {subject}"
    sitting = f"{day:%d/%m/%Y} - {rng.randint(3, 9)}"
    header = (
        f"Index \n Föregående \n Nästa \n All text \nFörfarande : {procedure}\nDokumentgång i plenum\n"
        f"Dokumentgång :\n\nIngivna texter :\n\n{joint}\n\nDebatter :\n\nPV {sitting}.3\nCRE {sitting}.3\n\n"
        f"Omröstningar :\n\nPV {sitting}\n\nAntagna texter :\n\n{reference}\n\nAntagna texter\n"
        f"PDF\u00a0130kWORD\u00a048k\nTorsdagen den {_date(day)}\u00a0-\u00a0Bryssel\n"
        f"{_open(subject)}\n{reference}{joint}\n\n{title} ({procedure})\n\n"
        "Europaparlamentet utfärdar denna resolution"
    )
    citations = []
    for _ in range(rng.randint(7, 11)):
        earlier = _date(day - datetime.timedelta(days=rng.randint(30, 3000)))
        citations.append(f"{rng.choice(_words())} av den {earlier} om{_prose(rng, rng.randint(6, 30))}")
    for note, place in enumerate(sorted(rng.sample(range(len(citations)), _NOTES)), 1):
        citations[place] += f"({note})"
    rule = f"artikel {rng.randint(100, 150)}.{rng.randint(1, 5)} i sin arbetsordning, och av följande skäl:"
    recitals = [_recital(rng, _cast(seed, number)) for _ in range(rng.randint(18, 28))]
    paragraphs = [_paragraph(seed, number, place) for place in range(rng.randint(_FEWEST, _MOST))]
    paragraphs.append(f"Europaparlamentet uppdrar åt sin talman att översända texten till {COUNTRY}.")
    units = [f"–{_GAP}med beaktande av {text}" for text in [*(f"{text}," for text in citations), rule]]
    units += [f"{label}.{_GAP}{text}" for label, text in zip(_LABELS, recitals, strict=False)]
    units += [f"{label}.{_GAP}{text}" for label, text in enumerate(paragraphs, 1)]
    notes = [f"({n}) EUT C {rng.randint(1, 480)}, s. {rng.randint(1, 220)}." for n in range(1, _NOTES + 1)]
    footer = f"Senaste uppdatering: {_date(day)}Rättsligt meddelande - Integritetspolicy"
    row = {"reference": reference, "procedure": procedure, "procedure_type": "RSP", "joint_motion": joint}
    row |= {"adopted": f"{day}", "year": f"{day.year}", "compared": "true", "title_sv": title}
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
def _cast(seed: int, number: int) -> list[str]:
    """The names in one text, mostly spelled the Swedish way; some people return in very many texts."""
    rng = random.Random(f"cast {seed} {number}")
    people, size = invent_people(_POPULATION, seed), rng.randint(4, 14)
    cast = [people[int(_POPULATION * rng.random() ** 3)] for _ in range(size)]
    return [rng.choice(one.spellings[:1] * 9 + one.spellings)[0] for one in cast]


@lru_cache(maxsize=256)
def _paragraph(seed: int, number: int, place: int) -> str:
    """One operative paragraph of a text: new, or one of the texts before with a few words changed."""
    rng = random.Random(f"{seed} {number} {place}")
    if number and rng.random() < _REPEATED:
        model = _paragraph(seed, max(0, number - rng.randint(1, _BACK)), rng.randrange(_FEWEST))
        return _vary(model, rng)
    cast = _cast(seed, number)
    return _passage(rng, f"Europaparlamentet {_act(rng, cast)}", lambda: f"Parlamentet {_act(rng, cast)}")


def _vary(text: str, rng: random.Random) -> str:
    """The text with 5–20 % of its words left out, exchanged or added to; its opening and its names stay."""
    share, words = rng.uniform(0.06, 0.22), []
    for place, word in enumerate(text.split(" ")):
        if place > 5 and word.islower() and word.isalpha() and word != "och" and rng.random() < share:
            words += rng.choice([[], [rng.choice(_words())], [word, rng.choice(_words())]])
        else:
            words.append(word)
    return " ".join(words)


def _recital(rng: random.Random, cast: list[str]) -> str:
    themes = _phrases("themes")
    told = rng.choice(_TOLD.split("|")).format(f"{rng.choice(_CALLED)} {rng.choice(cast)}")
    first = _open(told if rng.random() < 0.25 else rng.choice(themes))
    return _passage(rng, first, lambda: f"{COUNTRY} har {rng.choice(_words())} {rng.choice(themes)}")


def _act(rng: random.Random, cast: list[str]) -> str:
    """What Parliament says of a matter, or what it asks of a body."""
    theme = rng.choice(_phrases("themes"))
    if rng.random() < 0.45:
        return f"{rng.choice(_phrases('acts', 'assertive expressive'))} {theme}"
    act, body = rng.choice(_phrases("acts", "directive")), rng.choice(_phrases("addressees", _BODIES))
    asked = f"{rng.choice(_phrases('actions', 'verb'))} {theme}"
    if rng.random() < 0.2:
        *names, last = rng.sample(cast, min(len(cast), rng.choice([1, 1, 2, 3, 5])))
        asked = rng.choice(_ASKED.split("|")).format(f"{', '.join(names)} och {last}" if names else last)
    return f"{act} {_BESIDE.get(act.split()[0], '')}{body} att {asked}"


def _passage(rng: random.Random, first: str, next_opening: Callable[[], str]) -> str:
    """Sentences of 25–180 words in all: the first and some others with an opening, led on in invented words."""
    left, opening, sentences = min(180.0, max(25.0, rng.lognormvariate(4.55, 0.45))), first, []
    while left > 4:
        prose = _prose(rng, max(6, int(min(rng.randint(14, 34), left)) - len(opening.split())))
        sentences.append(f"{opening}{prose}." if opening else f"{_open(prose.strip(' ,'))}.")
        left -= len(sentences[-1].split())
        opening = next_opening() if rng.random() < 0.3 else ""
    return " ".join(sentences)


def _prose(rng: random.Random, n_words: int) -> str:
    """About n words, with a space or comma in front: function words before most of the invented words."""
    n = n_words // 2
    return "".join(map("".join, zip(rng.choices(_links(), k=n), rng.choices(_words(), k=n), strict=True)))


def _open(text: str) -> str:
    return text[0].upper() + text[1:]


def _date(day: datetime.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


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
def _links() -> list[str]:
    """What stands before an invented word: function words, or once in seven times nothing."""
    links = _by_frequency(_LINKS.split("|"), 6000, 3)
    return [f"{link} " if link[0] == "," else f" {link} " for link in links] + [" "] * 1000


def _by_frequency(words: list[str], size: int, shift: int) -> list[str]:
    """About `size` entries, in which the word of rank r stands in proportion to 1 / (r + shift)."""
    whole = size / sum(1 / (rank + shift) for rank in range(1, len(words) + 1))
    return [word for rank, word in enumerate(words, 1) for _ in range(max(1, round(whole / (rank + shift))))]


@cache
def _phrases(table: str, classes: str = "") -> list[str]:
    """Swedish phrases of a lexicon table, of some classes: no genitives or patterns; stars become endings."""
    rows = [row for row in read_lexicon(table) if row["language"] == "sv"]
    rows = [row for row in rows if not classes or not set(classes.split()).isdisjoint(row.values())]
    plain = [row["phrase"] for row in rows if row["phrase"][-1] != "s" and "\\" not in row["phrase"]]
    plain = [re.sub(r"e?\*", "en", one).replace("{country}s", f"{COUNTRY}s") for one in plain]
    plain = [one.replace("{country} ", f"{ADJECTIVE} ") for one in plain]
    return [one.replace("{country}", COUNTRY) for one in plain]
