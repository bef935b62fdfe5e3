"""Every sentence and title is true and well formed whatever a corpus holds: nothing, one, two or many."""

import html
import re
import shutil
from inspect import signature

import pandas as pd
import pytest
from IPython.display import Markdown

from analysis import answers, demand_figures, evidence, figures, language_figures, load, people_figures
from analysis.corpus import Corpus
from analysis.export import SavedFigure, figures_folder
from analysis.places import PROJECT
from analysis.tables import ShownTable

PRACTICE = PROJECT / "corpus" / "practice"
MODULES = (answers, figures, demand_figures, people_figures, language_figures, evidence)
TELLERS = [
    made
    for module in MODULES
    for name, made in vars(module).items()
    if name.startswith(("answer_", "figure_", "table_"))
    and made.__module__ == module.__name__
    and next(iter(signature(made).parameters.values())).annotation in (Corpus, "Corpus")
]
THINGS = (
    "resolution demand text theme word paragraph mention instrument person row step judgement version vote"
)
THINGS += (
    " spelling name clause act recital citation passage source group unit language year body sentence title"
)
ONE_OF = "|".join(THINGS.split())
MANY_OF = "|".join(["people", "bodies", *(f"{thing}s" for thing in THINGS.split())])
ILL_FORMED = {
    "one of many": rf"(?<![\d.,/–-])\b1 (?:\w+ )?(?:{MANY_OF})\b",
    "many of one": rf"(?<![\d.,/–-])\b(?:0|[2-9]|\d\d+) (?:{ONE_OF})\b(?! \w+(?:s|people)\b)",
    "of none": r"\bof 0\b",
    "only all": r"(?i)\bonly (\d+) of \1\b",
    "no value": r"\b(?:nan|NaN|None|NaT)\b|<NA>",
    "a hole": r"\{\w*\}|\(\s*\)|  \S|\s[,;:.](?:\s|$)|,,|\.\.(?!\.)|: ?[.,;]",
    "a false article": r"\b[Aa] (?:[aeio]\w+)\b(?<!a one)|\b[Aa]n [bcdfgjkmnpqtvwz]\w+",
}


def tell(corpus):
    """(where, text, frame or None) of everything that a notebook may say of a corpus."""
    for teller in TELLERS:
        made = teller(corpus)
        where = f"{teller.__module__}.{teller.__name__}"
        if isinstance(made, Markdown):
            yield where, made.data, None
        elif isinstance(made, SavedFigure):
            for text in (made.title, made.alt, made.caption):
                yield where, text, pd.read_csv(figures_folder(corpus) / f"{made.name}.csv")
        elif isinstance(made, ShownTable):
            caption = re.search(r"<caption><strong>(.*?)</strong><br>(.*?)</caption>", made.html, re.DOTALL)
            for text in caption.groups():
                yield where, html.unescape(text), made.frame


def thin(folder, n, coded="all", texts=True, people=None, demands=None, languages=("en", "sv")):
    """A part of the practice corpus: n resolutions, of which some are coded and so many people and demands kept."""
    target = folder / "corpus" / "marvonia"
    target.mkdir(parents=True)
    shutil.copytree(PRACTICE / "texts", target / "texts")
    shutil.copy(PRACTICE / "country.toml", target)
    tables = {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False) for path in PRACTICE.glob("*.csv")
    }
    kept = list(tables["resolutions"].sort_values("adopted")["reference"])[::-1][:n]
    by_hand = {"all": kept, "none": [], "latest": kept[:1], "first": kept[-1:]}[coded]
    tables["resolutions"] = tables["resolutions"][tables["resolutions"]["reference"].isin(kept)]
    for name in ("demands", "mentions", "coverage"):
        tables[name] = tables[name][tables[name]["reference"].isin(by_hand)]
    if people is not None:
        first = list(dict.fromkeys(tables["mentions"]["person_id"]))[:people]
        tables["mentions"] = tables["mentions"][tables["mentions"]["person_id"].isin(first)]
    if demands is not None:
        tables["demands"] = tables["demands"].groupby("reference").head(demands)
    named, asked = tables["mentions"]["person_id"], tables["demands"]["demand_id"]
    spelled = tables["spellings"]["reference"].isin(by_hand)
    for name in ("people", "spellings", "demand_people"):
        tables[name] = tables[name][tables[name]["person_id"].isin(named)]
    tables["spellings"] = tables["spellings"][spelled.reindex(tables["spellings"].index)]
    tables["demand_people"] = tables["demand_people"][tables["demand_people"]["demand_id"].isin(asked)]
    for name in ("resolutions", "demands", "mentions", "coverage", "people", "spellings", "demand_people"):
        tables[name].to_csv(target / f"{name}.csv", index=False)
    for path in (target / "texts").iterdir():
        reference = "P{}_TA({}){}".format(*re.search(r"TA-(\d+)-(\d+)-(\d+)", path.name).groups())
        if not texts or reference not in kept or path.stem[-2:].lower() not in languages:
            path.unlink()
    return folder / "corpus"


CORPORA = {
    "nothing": {"n": 0},
    "one by hand, nobody named": {"n": 1, "texts": False, "people": 0},
    "one by hand, one of each": {"n": 1, "texts": False, "people": 1, "demands": 1},
    "one by rule": {"n": 1, "coded": "none", "languages": ["en"]},
    "one unseen": {"n": 1, "coded": "none", "texts": False},
    "two by hand, two of each": {"n": 2, "texts": False, "people": 2, "demands": 2},
    "two, one by rule": {"n": 2, "coded": "latest", "languages": ["sv"]},
    "two, one unseen": {"n": 2, "coded": "first", "texts": False, "demands": 1},
    "three by rule": {"n": 3, "coded": "none", "languages": ["en"]},
    "five by hand, no text": {"n": 5, "texts": False},
}


@pytest.fixture(scope="module", params=CORPORA, ids=[name.replace(" ", "_") for name in CORPORA])
def told(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_CORPUS", str(thin(folder, **CORPORA[request.param])))
        patch.setenv("RESOLUTION_TEXTS", "none")
        patch.setenv("RESOLUTION_FIGURES", str(folder / "figures"))
        patch.setattr("analysis.export._draw", lambda *_: b"")
        shutil.copytree(PROJECT / "corpus" / "lexicon", folder / "corpus" / "lexicon")
        corpus = load("marvonia")
        return corpus, list(tell(corpus))


def test_every_sentence_is_well_formed(told):
    wrong = [
        (kind, where, text)
        for where, text, _ in told[1]
        for kind, pattern in ILL_FORMED.items()
        for line in text.splitlines()
        if re.search(pattern, line)
    ]
    assert not wrong


def test_every_count_is_of_what_is_there(told):
    """n of m: never more than there is; a number beside "resolutions" is no more than the series has."""
    corpus, texts = told
    n_resolutions = int(corpus.resolutions["compared"].sum())
    for where, text, _ in texts:
        for part, whole in re.findall(r"(?<![\d.,(])\b(\d+) of (?:the )?(\d+)\b(?!\.\d)", text):
            assert int(part) <= int(whole), (where, text)
        for count in re.findall(r"(?<![\d.,(])\b(\d+) (?:other |later |earlier )?resolutions?\b", text):
            assert int(count) <= max(n_resolutions, 1), (where, text)


def test_every_number_of_a_title_is_counted_from_its_data(told):
    """A title's numbers are cells, years, counts of rows, of values, or of rows that bear a value, or sums."""
    corpus, texts = told
    names = set(re.findall(r"\d+", corpus.resolutions.to_csv()))
    for where, text, frame in texts:
        if frame is not None and not frame.empty:
            unexplained = set(re.findall(r"\d+(?:\.\d+)?", text)) - numbers_of(frame) - names
            assert not unexplained, (where, text, frame)


def numbers_of(frame):
    """Numbers that a frame gives: what stands in it, and counts of rows and of values, plain and by another column."""
    cells = set(re.findall(r"\d+(?:\.\d+)?", frame.to_csv()))
    counts = {len(frame), 0, 1}
    columns = [column for column in frame if frame[column].nunique() < 60]
    for column in columns:
        values = frame[column].astype(str)
        counts |= {values.nunique(), *values.value_counts(), int(frame[column].notna().sum())}
        for other in columns:
            within = frame.groupby(values)[other]
            counts |= {*within.nunique(), *(within.nunique().value_counts())}
            counts |= set(pd.crosstab(values, frame[other].astype(str)).to_numpy().ravel())
            counts.add(int((within.nunique() > 1).sum()))
        if pd.api.types.is_numeric_dtype(frame[column]):
            counts |= {int(frame[column].sum()), *frame[column].groupby(values).sum().astype(int)}
    return cells | {str(int(count)) for count in counts}
