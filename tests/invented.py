"""Invented resolutions about a country that does not exist, in the layout of saved pages."""

import re
from dataclasses import dataclass, field

WIDE = "\u00a0\u00a0"


@dataclass
class Wording:
    """How one language heads a text: session line, title before the subject, enacting formula."""

    session: str
    title: str
    enacting: str
    adopted: str


WORDINGS = {
    "bg": Wording(
        "Четвъртък, 4 юли 2030 г. - Страсбург",
        "Резолюция на Европейския парламент от 4 юли 2030 г. относно Зубрания",
        "Европейският парламент,",
        "2030-07-04",
    ),
    "cs": Wording(
        "Čtvrtek, 14. března 2030 - Štrasburk",
        "Usnesení Evropského parlamentu ze dne 14. března 2030 o Zubranii",
        "Evropský parlament,",
        "2030-03-14",
    ),
    "da": Wording(
        "Torsdag den 2. maj 2030 - Bruxelles",
        "Europa-Parlamentets beslutning af 2. maj 2030 om Zubranien",
        "Europa-Parlamentet,",
        "2030-05-02",
    ),
    "de": Wording(
        "Donnerstag, 14. März 2030 - Straßburg",
        "Entschließung des Europäischen Parlaments vom 14. März 2030 zu Zubranien",
        "Das Europäische Parlament,",
        "2030-03-14",
    ),
    "el": Wording(
        "Πέμπτη 11 Φεβρουαρίου 2030 - Βρυξέλλες",
        "Ψήφισμα του Ευρωπαϊκού Κοινοβουλίου της 11ης Φεβρουαρίου 2030 για τη Ζουμπρανία",
        "Το Ευρωπαϊκό Κοινοβούλιο,",
        "2030-02-11",
    ),
    "en": Wording(
        "Thursday, 20 January 2030 - Strasbourg",
        "European Parliament resolution of 20 January 2030 on Zubrania",
        "The European Parliament,",
        "2030-01-20",
    ),
    "es": Wording(
        "Jueves 19 de septiembre de 2030 - Estrasburgo",
        "Resolución del Parlamento Europeo, de 19 de septiembre de 2030, sobre Zubrania",
        "El Parlamento Europeo,",
        "2030-09-19",
    ),
    "et": Wording(
        "Neljapäev, 11. veebruar 2030 - Brüssel",
        "Euroopa Parlamendi 11. veebruari 2030. aasta resolutsioon Zubraania kohta",
        "Euroopa Parlament,",
        "2030-02-11",
    ),
    "fi": Wording(
        "Torstai 11. helmikuuta 2030 - Bryssel",
        "Euroopan parlamentin päätöslauselma 11. helmikuuta 2030 Zubranian tilanteesta",
        "Euroopan parlamentti, joka",
        "2030-02-11",
    ),
    "fr": Wording(
        "Jeudi 1er août 2030 - Strasbourg",
        "Résolution du Parlement européen du 1er août 2030 sur la Zubranie",
        "Le Parlement européen,",
        "2030-08-01",
    ),
    "ga": Wording(
        "Déardaoin, 12 Meán Fómhair 2030 - Strasbourg",
        "Rún ó Pharlaimint na hEorpa an 12 Meán Fómhair 2030 maidir leis an tSúbráin",
        "Tá Parlaimint na hEorpa,",
        "2030-09-12",
    ),
    "hr": Wording(
        "Četvrtak, 10. listopada 2030. - Bruxelles",
        "Rezolucija Europskog parlamenta od 10. listopada 2030. o Zubraniji",
        "Europski parlament,",
        "2030-10-10",
    ),
    "hu": Wording(
        "2030. február 11., csütörtök - Brüsszel",
        "Az Európai Parlament 2030. február 11-i állásfoglalása Zubrániáról",
        "Az Európai Parlament,",
        "2030-02-11",
    ),
    "it": Wording(
        "Giovedì 12 dicembre 2030 - Strasburgo",
        "Risoluzione del Parlamento europeo del 12 dicembre 2030 sulla Zubrania",
        "Il Parlamento europeo,",
        "2030-12-12",
    ),
    "lt": Wording(
        "Ketvirtadienis, 2030 m. vasario 11 d. - Briuselis",
        "2030 m. vasario 11 d. Europos Parlamento rezoliucija dėl Zubranijos",
        "Europos Parlamentas,",
        "2030-02-11",
    ),
    "lv": Wording(
        "Ceturtdiena, 2030. gada 6. jūnijs - Brisele",
        "Eiropas Parlamenta 2030. gada 6. jūnija rezolūcija par Zubrāniju",
        "Eiropas Parlaments,",
        "2030-06-06",
    ),
    "mt": Wording(
        "Il-Ħamis, 11 ta' Frar 2030 - Brussell",
        "Riżoluzzjoni tal-Parlament Ewropew tal-11 ta' Frar 2030 dwar iż-Żubranja",
        "Il-Parlament Ewropew,",
        "2030-02-11",
    ),
    "nl": Wording(
        "Donderdag 7 maart 2030 - Brussel",
        "Resolutie van het Europees Parlement van 7 maart 2030 over Zubranië",
        "Het Europees Parlement,",
        "2030-03-07",
    ),
    "pl": Wording(
        "Czwartek, 14 listopada 2030 r. - Strasburg",
        "Rezolucja Parlamentu Europejskiego z dnia 14 listopada 2030 r. w sprawie Zubranii",
        "Parlament Europejski,",
        "2030-11-14",
    ),
    "pt": Wording(
        "Quinta-feira, 18 de abril de 2030 - Estrasburgo",
        "Resolução do Parlamento Europeu, de 18 de abril de 2030, sobre a Zubrânia",
        "O Parlamento Europeu,",
        "2030-04-18",
    ),
    "ro": Wording(
        "Joi, 11 iulie 2030 - Strasbourg",
        "Rezoluția Parlamentului European din 11 iulie 2030 referitoare la Zubrania",
        "Parlamentul European,",
        "2030-07-11",
    ),
    "sk": Wording(
        "Štvrtok 5. októbra 2030 - Štrasburg",
        "Uznesenie Európskeho parlamentu z 5. októbra 2030 o Zubránii",
        "Európsky parlament,",
        "2030-10-05",
    ),
    "sl": Wording(
        "Četrtek, 11. junij 2030 - Bruselj",
        "Resolucija Evropskega parlamenta z dne 11. junija 2030 o Zubraniji",
        "Evropski parlament,",
        "2030-06-11",
    ),
    "sv": Wording(
        "Torsdagen den 8 maj 2031 - Bryssel",
        "Europaparlamentets resolution av den 8 maj 2031 om läget i Zubranien",
        "Europaparlamentet utfärdar denna resolution",
        "2031-05-08",
    ),
}

LETTERS = {
    "el": ["Α", "Β", "Γ", "Δ", "Ε", "ΣΤ", "Ζ", "Η", "Θ", "Ι", "ΙΑ"],
    "bg": ["А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И", "Й", "К"],
}
LATIN = [chr(65 + i) for i in range(26)] + ["AA", "AB", "AC"]


@dataclass
class Invented:
    """An invented resolution, and its saved page as text."""

    language: str = "en"
    reference: str = "P9_TA(2030)0999"
    citations: list[str] = field(default_factory=lambda: ["having read the harbour ledger(1),"])
    recitals: list[str] = field(default_factory=lambda: ["whereas the lighthouse is dark;"])
    operative: list[str] = field(default_factory=lambda: ["Calls for the lamp to be lit."])
    footnotes: list[str] = field(default_factory=lambda: ["OJ Z 1, 2.3.2029, p. 4."])
    gap: str = WIDE
    footer: str = "Last updated: 3 June 2031Legal notice - Privacy policy"

    def page(self) -> str:
        wording = WORDINGS[self.language]
        letters = LETTERS.get(self.language, LATIN)
        units = [f"–{self.gap}{text}" for text in self.citations]
        units += [f"{a}.{self.gap}{text}" for a, text in zip(letters, self.recitals, strict=False)]
        units += [f"{n}.{self.gap}{text}" for n, text in enumerate(self.operative, 1)]
        notes = "\n".join(f"({n}) {text}" for n, text in enumerate(self.footnotes, 1))
        header = (
            "Index \n Next \nProcedure : 2030/2999(RSP)\nTexts adopted :\n\n"
            f"{self.reference}\n\nTexts adopted\nPDF 99kWORD 9k\n{wording.session}\nLight\n"
            f"{self.reference}RC-B9-0998/2030\n\n{wording.title} (2030/2999(RSP))\n\n{wording.enacting}"
        )
        return "\n\n".join([header, *units, notes, self.footer])


def read_table(table):
    """Lines "en: text => expected", cut before the arrow where they are long, as (language, text, expected)."""
    return re.findall(r"^(\w\w): (.*?)\s*=> ?(.*)$", re.sub(r"\n\s+=>", " =>", table), re.MULTILINE)
