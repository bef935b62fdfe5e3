"""The words that an invented resolution is made of, in each language; sentences are put together from them."""

from typing import NamedTuple


class Voice(NamedTuple):
    """One language of invented resolutions.

    Attributes:
        country, adjective: how the country is called.
        months: twelve names.
        links: what stands between two invented words, frequent ones first; a comma is set without a space.
        called, told, asked: what a person is called, what befell one ({} is the name), what is asked for one.
        subject: Parliament at the head of a paragraph's sentences, empty where the verb stands alone.
        beside: what stands between an act and the body it is asked of.
        to, last, conjunction: before an infinitive, the forwarding paragraph, "and".
        recital, citation, rule, had: what recitals and citations open with, the last citation, "{country} has".
        session, title, enacting: lines of the head.
    """

    country: str
    adjective: str
    months: list[str]
    links: list[str]
    called: list[str]
    told: list[str]
    asked: list[str]
    subject: tuple[str, str]
    beside: dict[str, str]
    to: str
    conjunction: str
    last: str
    recital: str
    citation: str
    rule: str
    had: str
    session: str
    title: str
    enacting: str

    def name_country(self, phrase: str) -> str:
        """A phrase of a lexicon table with the country's name and adjective put in."""
        named = phrase.replace("{country}s", f"{self.country}s")
        return named.replace("{country} ", f"{self.adjective} ").replace("{country}", self.country)


_SV_LINKS = (
    "och|i|av|som|att|för|på|den|till|med|en|i den|det|om|är|, som|och den|har|av den|de|från|ett|, och"
)
_SV_LINKS += (
    "|för att|vid|i de|inte|på den|till den|av de|under|mot|genom|sin|efter|i en|, där|vars|inom|enligt"
)
_SV_LINKS += (
    "|mellan|kan|deras|sedan|över|utan att|ska|eller|än|bland|dess|, vilket|trots|sitt|när|dessa|alla"
)
_EN_LINKS = (
    "and|in|of|which|that|for|on|the|to the|with|a|in the|it|about|is|, which|and the|has|of the|by|from"
)
_EN_LINKS += (
    "|, and|at|in these|not|on the|into the|of those|during|against|through|its|after|in a|, where|whose"
)
_EN_LINKS += "|within|under|between|can|their|since|over|without|or|than|among|despite|when|these|all|the"

VOICES = {
    "sv": Voice(
        country="Valdrien",
        adjective="valdriska",
        months="januari februari mars april maj juni juli augusti september oktober november december".split(),
        links=_SV_LINKS.split("|"),
        called="advokaten journalisten läraren aktivisten ingenjören bloggaren gruvarbetaren studenten".split(),
        told="{} greps|{} dömdes|{} avled|{} har frigivits|{} avtjänar ett straff|åtalet mot {}|gripandet av {}".split(
            "|"
        ),
        asked="frige {}|lägga ned åtalen mot {}|betala ersättning till {}|rehabilitera {}|skydda {}|frikänna {}".split(
            "|"
        ),
        subject=("Europaparlamentet ", "Parlamentet "),
        beside={"kräver": "av ", "begär": "av ", "efterlyser": "av ", "upprepar": "till "},
        to="att ",
        conjunction=" och ",
        last="Europaparlamentet uppdrar åt sin talman att översända texten till {country}.",
        recital="",
        citation="med beaktande av ",
        rule="artikel {}.{} i sin arbetsordning, och av följande skäl:",
        had="{country} har ",
        session="Torsdagen den {date}\u00a0-\u00a0Bryssel",
        title="Europaparlamentets resolution av den {date} om {subject}",
        enacting="Europaparlamentet utfärdar denna resolution",
    ),
    "en": Voice(
        country="Valdria",
        adjective="Valdrian",
        months="January February March April May June July August September October November December".split(),
        links=_EN_LINKS.split("|"),
        called=["the lawyer", "the journalist", "the teacher", "the activist", "the blogger", "the student"],
        told="{} was arrested|{} was convicted|{} died|{} has been released|{} is serving a sentence".split(
            "|"
        ),
        asked="release {}|drop the charges against {}|compensate {}|rehabilitate {}|protect {}|acquit {}".split(
            "|"
        ),
        subject=("", ""),
        beside={"demands": "that ", "requests": "that "},
        to="to ",
        conjunction=" and ",
        last="Instructs its President to forward this resolution to the Government of {country}.",
        recital="whereas ",
        citation="having regard to ",
        rule="Rule {}({}) of its Rules of Procedure,",
        had="{country} has ",
        session="Thursday, {date} - Brussels",
        title="European Parliament resolution of {date} on {subject}",
        enacting="The European Parliament,",
    ),
}
