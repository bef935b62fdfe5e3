"""Everything that notebooks say of a corpus, corpora of any size to say it of, and what is wrong with a sentence."""

import html
import re
import shutil
from inspect import signature
from itertools import product

import pandas as pd
from IPython.display import Markdown

from analysis.corpus.corpus import Corpus
from analysis.lexicon.places import PROJECT
from analysis.report import answers, demand_figures, evidence, language_figures, people_figures
from analysis.report import corpus_figures as figures
from analysis.report.export import SavedFigure, figures_folder
from analysis.report.tables import ShownTable

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


def find_faults(corpus, where, text, frame):
    """What is wrong with a text: how it reads, a part greater than its whole, a number that its data do not give."""
    for line in text.splitlines():
        for kind, pattern in ILL_FORMED.items():
            if re.search(pattern, line):
                yield kind, where, line
    for part, whole in re.findall(r"(?<![\d.,(])\b(\d+) of (?:the )?(\d+)\b(?!\.\d)", text):
        if int(part) > int(whole):
            yield "more than all", where, text
    n_resolutions = int(corpus.resolutions["compared"].sum())
    for count in re.findall(r"(?<![\d.,(])\b(\d+) (?:other |later |earlier )?resolutions?\b", text):
        if int(count) > max(n_resolutions, 1):
            yield "more than the series", where, text
    if frame is not None and ":" in text:  # a title's finding
        numbers = set(re.findall(r"(?<![\d.,–])\d+(?![\d.,–]*\d| %| per cent| tested)", text))
        unexplained = numbers - set(
            re.findall(r"\d+", f"{corpus.resolutions[['reference', 'year']].to_csv()} {frame.to_csv()}")
        )
        for counts in counts_of(frame):
            if not unexplained:
                break
            unexplained -= {str(int(count)) for count in counts}
        if unexplained and not re.search(r"95 %|LIX|Bars|Mark:", text):
            yield "uncounted", where, text, sorted(unexplained)


def counts_of(frame):
    """Counts of rows, of values and of rows by value; then by two columns; then sums by two columns."""
    columns = [frame[column].astype(str) for column in frame if frame[column].nunique() < 60]
    amounts = frame.select_dtypes("number")
    yield [0, 1, 2, len(frame), *amounts.sum(), *frame.notna().sum(), *frame.nunique()]
    for values in columns:
        yield values.value_counts()
    for values, others in product(columns, columns):
        within = others.groupby(values).nunique()
        yield [*within, *within.value_counts(), (within > 1).sum(), *others.groupby([values, others]).size()]
    for values, others, amount in product(columns, columns, amounts):
        above = frame[amount].groupby([values, others]).sum()[::-1]
        yield [*above, *above.groupby(level=0).cumsum(), *above.groupby(level=0).sum()]
