"""Figures and tables of the language: what shifted, whether it is more than chance, and what each text is like."""

import datetime
import re

import pandas as pd

from analysis.annotation.features import find_running_words
from analysis.corpus.corpus import Corpus
from analysis.language.profiles import FEATURES, measure_balance, measure_features, profile_strength
from analysis.language.readability import measure_lix, measure_ovix
from analysis.language.reuse import find_reused
from analysis.language.shifts import (
    compare_all_distributions,
    compare_all_strengths,
    compare_all_themes,
    compare_pairs_of_words,
    count_namings,
    find_languages,
    find_texts,
    find_word_shifts,
    locate,
)
from analysis.language.wording_basis import paragraph_themes
from analysis.lexicon.codes import label, labels
from analysis.lexicon.labels import decimal, say
from analysis.report import charts
from analysis.report.corpus_figures import group_word, joined
from analysis.report.export import SavedFigure, save_figure
from analysis.report.tables import ShownTable, save_table

_PARTS = {"operative": "paragraphs", "recital": "recitals"}
_CLASSES = {"directive": "demands", "assertive": "statements", "expressive": "judgements"}
_GROUPS = {"target": "on the country", "eu": "on the EU", "parliament": "on Parliament", "other": "on others"}
_CAPPED_SINCE = pd.Timestamp(datetime.date(2022, 11, 1))  # urgency resolutions of about 500 words
_PROCEDURE_CAPPED = "RSP"


def chosen_language(corpus: Corpus) -> str | None:
    """The language with most texts of which words are counted; None where none has two."""
    languages = find_languages(corpus)
    return languages[0] if languages else None


def describe_limits(corpus: Corpus) -> list[str]:
    """What cannot be known of shifts in wording, and what must be kept in mind, in sentences."""
    names, language = corpus.short_names, chosen_language(corpus)
    if language is None:
        known = sorted(set(corpus.paragraphs["reference"]) & set(names), key=list(names).index)
        have = (
            f"One text is known in full ({names[known[0]]})"
            if len(known) == 1
            else "No two texts in one language are at hand"
        )
        return [
            f"{have}: whether the wording shifted cannot be known before there are two in one language.",
            "Words, strength, divergence, reuse and readability are compared as soon as another text is added: save "
            "its page as text and run resolutions add FILE. "
            + ("What the text itself is like stands below." if known else ""),
        ]
    texts = find_texts(corpus, language)
    lines = [
        f"Compared: {len(texts)} texts in one language ({language}): {', '.join(names[name] for name in texts)}.",
        "Languages are never mixed in one comparison.",
    ]
    series = corpus.series.set_index("reference").loc[texts]
    urgent = series[series["procedure_type"] == _PROCEDURE_CAPPED]
    late = urgent["adopted"] >= _CAPPED_SINCE
    if late.any() and not late.all():
        lines.append(
            "Since late 2022 urgency resolutions are capped at about 500 words: lengths, shares and what is left out "
            "on the two sides of that line may differ for that reason alone."
        )
    return lines


def describe_shifts(corpus: Corpus) -> list[str]:
    """What shifted in the series, in sentences; where nothing did, that none could be shown."""
    language = chosen_language(corpus)
    if language is None:
        return []
    names, texts = corpus.short_names, find_texts(corpus, language)
    lines = []
    strength = locate(compare_all_strengths(corpus, language), ["act_class", "group"])
    for row in strength.itertuples():
        means = mean_strengths(corpus, language, row.act_class, row.group)
        lines.append(
            f"{_since(means, texts, row.target, names)}, the mean strength of {_CLASSES[row.act_class]} "
            f"{_GROUPS[row.group]} is {row.mean_target:.2f}, before {row.mean_reference:.2f} ({_q(row.q)})."
        )
    themes = locate(compare_all_themes(corpus, language), ["theme"])
    tagged = paragraph_themes(corpus).rename("theme").reset_index().query("language == @language")
    for row in themes.itertuples():
        shares = (tagged["theme"] == row.theme).groupby(tagged["reference"]).mean()
        lines.append(
            f"{_since(shares, texts, row.target, names)}, recitals and paragraphs whose theme is "
            f"{label('theme', row.theme)}: {row.n_target}, before {row.n_reference} ({_q(row.q)})."
        )
    tested = find_word_shifts(corpus, language)
    words = tested[tested["shifted"].astype(bool)]
    for (target, section), rows in words.groupby(["target", "section"], sort=False):
        parts = []
        for word, some in (("more", rows[rows["log_ratio"] > 0]), ("less", rows[rows["log_ratio"] < 0])):
            said = [
                row.lemma
                + ("" if row.n_beyond == row.n_later else f" ({row.n_beyond} of {row.n_later} later texts)")
                for row in some.itertuples()
            ]
            parts += [f"{word} frequent: {joined(said, 12)}"] if said else []
        on = " on" if target != texts[-1] else ""
        lines.append(f"From {names[target]}{on}, in {_PARTS[section]}, {'; '.join(parts)}.")
    if tested.empty and not lines:
        lines.append("No word is frequent enough to be tested, so whether words shifted cannot be known.")
    elif not lines:
        lines.append(
            "No shift of a word, a theme or of strength could be shown; that does not prove that there was none."
        )
    pairs = compare_pairs_of_words(corpus, language)
    alone = sorted(set(pairs.loc[pairs["shifted"].astype(bool), "lemma"]) - set(words["lemma"]))
    if alone:
        lines.append(f"Between single texts only: {joined(alone, 12)} (see the table).")
    lines.append(_describe_divergence(corpus, language))
    return lines


def _since(values: pd.Series, texts: list[str], target: str, names: dict[str, str]) -> str:
    """ "From 2018 on" where every later text lies beyond all earlier ones, else how many do."""
    cut = texts.index(target)
    before, after = (values.reindex(part).dropna() for part in (texts[:cut], texts[cut:]))
    up = after.mean() > before.mean()
    beyond = int((after > before.max()).sum() if up else (after < before.min()).sum())
    on = f"From {names[target]} on" if len(texts) > 2 else f"In {names[target]} against {names[texts[0]]}"
    return (
        on if beyond == len(after) else f"{on} ({beyond} of {len(after)} later texts beyond all earlier ones)"
    )


def _describe_divergence(corpus: Corpus, language: str) -> str:
    data = compare_all_distributions(corpus, language)
    if data.empty:
        return "The texts are too short for a comparison of their wording as a whole."
    return f"{_divergence_title(data)}."


def _divergence_title(data: pd.DataFrame) -> str:
    return say(
        "Comparisons of earlier with later texts whose wording as a whole differs by more than chance: {n} of {total}",
        n=int(data["real"].sum()),
        total=len(data),
    )


def _q(value: float) -> str:
    return "q < 0.001" if value < 0.001 else f"q = {value:.3f}"


def figure_words(corpus: Corpus) -> SavedFigure | None:
    """The words that shifted, with their intervals."""
    language = chosen_language(corpus)
    if language is None:
        return None
    tested = find_word_shifts(corpus, language)
    data = tested[tested["shifted"].astype(bool)]
    names = corpus.short_names
    if data.empty:
        return None
    parts = [say(_PARTS[section]) for section in data["section"]]
    data = data.assign(part=parts, since=data["target"].map(names), item=data["lemma"])
    title = say(
        "Words that shifted by more than chance: {n} of {total} tested", n=len(data), total=len(tested)
    )
    axes = charts.plot_intervals(
        data,
        title,
        say(
            "Log ratio of relative frequencies, after against before; {language}, dictionary forms.",
            language=language,
        ),
        say("log ratio: 1 is twice as frequent after, −1 half as frequent"),
    )
    numbers = "; ".join(
        f"{r.lemma} ({r.part}, {r.since}): {r.n_reference} → {r.n_target}" for r in data.itertuples()
    )
    return save_figure(
        corpus,
        axes,
        "04_words",
        data.drop(columns=["item"]),
        caption=say(
            "Bars: 95 % interval from resampled paragraphs; open marks: one side has none, so no interval is known. "
            "Words that stand five times or more in three paragraphs or more, each tested once, at the cut where it "
            "differs most; recitals and paragraphs count apart. q at most 0.05 over all words; names of people are "
            "left out."
        ),
        alt=say("Dot plot of log ratios: {title}. Before → after: {numbers}.", title=title, numbers=numbers),
        source=say("full texts in {language}", language=language),
    )


def figure_divergence(corpus: Corpus) -> SavedFigure | None:
    """Observed divergence on its permutation null, for each comparison."""
    language = chosen_language(corpus)
    if language is None:
        return None
    data = compare_all_distributions(corpus, language)
    if data.empty:
        return None
    names = corpus.short_names
    items = [
        say("{text} and later, {part}", text=names[r.target], part=say(_PARTS[r.section]))
        for r in data.itertuples()
    ]
    data = data.assign(item=items)
    title = _divergence_title(data)
    axes = charts.plot_null(
        data,
        title,
        say("Jensen–Shannon divergence on equal numbers of words; band: what permuted paragraphs give."),
    )
    numbers = "; ".join(
        say(
            "{item}: {excess} bits, q = {q}",
            item=r.item,
            excess=decimal(r.excess, "+.3f"),
            q=decimal(r.q, ".3f"),
        )
        for r in data.itertuples()
    )
    return save_figure(
        corpus,
        axes,
        "04_divergence",
        data.drop(columns=["item"]),
        caption=say(
            "Mark: observed. Band: central 90 % of permutations of whole paragraphs (199, and 999 where p is small); "
            "filled: q at most 0.05 over the comparisons shown. Short texts differ a lot by chance, so only the "
            "distance from the band counts, never the value. Left of the band: more alike than permuted paragraphs, as "
            "where paragraphs are taken over."
        ),
        alt=say("Dots on bands: {title}. Excess over chance: {numbers}.", title=title, numbers=numbers),
        source=say("full texts in {language}", language=language),
    )


def figure_strength_series(corpus: Corpus) -> SavedFigure | None:
    """Mean strength of demands by text, on the country and on the EU."""
    language = chosen_language(corpus)
    if language is None:
        return None
    found = corpus.rule_demands
    found = found[(found["language"] == language) & (found["act_class"] == "directive")]
    profile = profile_strength(found)
    data = profile[profile["group"].isin(["target", "eu"])]
    names = corpus.short_names
    texts = find_texts(corpus, language)
    data = data[data["reference"].isin(texts)].assign(short=lambda rows: rows["reference"].map(names))
    data = data.sort_values("reference", key=lambda column: column.map(texts.index))
    target = data[data["group"] == "target"].set_index("reference")["mean"]
    if target.empty:
        return None
    located = locate(compare_all_strengths(corpus, language), ["act_class", "group"])
    shift = located[(located["act_class"] == "directive") & (located["group"] == "target")]
    if len(shift):
        found = shift.iloc[0]
        title = say(
            "Demands on the country, {text} and later: mean step {after}, before {before}",
            text=names[found["target"]],
            after=decimal(found["mean_target"], ".1f"),
            before=decimal(found["mean_reference"], ".1f"),
        )
    else:
        title = say(
            "Demands on the country: no shift of strength could be shown; mean steps from {least} to {most}",
            least=decimal(target.min(), ".1f"),
            most=decimal(target.max(), ".1f"),
        )
    axes = charts.plot_series(
        data,
        [names[name] for name in texts],
        title,
        say(
            "Mean strength of the demands, 1 (encourages) to 5 (demands), found by rule, {language}.",
            language=language,
        ),
    )
    numbers = "; ".join(
        f"{r.short}, {group_word(r.group)}: {decimal(r.mean, '.2f')} (n = {r.n})" for r in data.itertuples()
    )
    return save_figure(
        corpus,
        axes,
        "04_strength",
        data,
        caption=say(
            "Bars: 95 % interval from resampled paragraphs; no bar under five paragraphs. Claims rest on the "
            "permutation test named in the text, not on whether bars overlap."
        ),
        alt=say("Dots with intervals by text: {title}. {numbers}.", title=title, numbers=numbers),
        source=say("demands found by rule in full texts in {language}", language=language),
    )


def mean_strengths(corpus: Corpus, language: str, act_class: str, group: str) -> pd.Series:
    """Mean strength of one class of acts on one group of addressees, by reference."""
    profile = profile_strength(corpus.rule_demands[corpus.rule_demands["language"] == language])
    chosen = profile[(profile["act_class"] == act_class) & (profile["group"] == group)]
    return chosen.set_index("reference")["mean"]


def table_shifts(corpus: Corpus) -> ShownTable | None:
    """Every comparison's shifted words, strengths and themes: pairs and cuts."""
    language = chosen_language(corpus)
    if language is None:
        return None
    names = corpus.short_names
    parts = []
    for what, rows, item, cut in (
        ("word", find_word_shifts(corpus, language), "lemma", True),
        ("theme", locate(compare_all_themes(corpus, language), ["theme"]), "theme", True),
        ("strength", locate(compare_all_strengths(corpus, language), ["act_class", "group"]), "group", True),
        ("word", compare_pairs_of_words(corpus, language), "lemma", False),
    ):
        shifted = rows[rows["shifted"].astype(bool)]
        if shifted.empty:
            continue
        measure = "mean" if what == "strength" else "n"
        before, after = (
            shifted[f"{measure}_{side}"].round(2).astype("str") for side in ("reference", "target")
        )
        parts.append(
            pd.DataFrame(
                {
                    "what": what,
                    "which": shifted[item].replace(labels("theme") | _GROUPS),
                    "in": shifted["section"].replace(_PARTS),
                    "text": shifted["target"].map(names) + (" and later" if cut else ""),
                    "against": shifted["reference_text"].map(names) + (" and earlier" if cut else ""),
                    "before → after": before + " → " + after,
                    "q": shifted["q"].round(3),
                }
            )
        )
    columns = ["what", "which", "in", "text", "against", "before → after", "q"]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return save_table(
        corpus,
        frame,
        "04_shifts",
        f"Shifts in the series and between pairs of texts ({language}): {len(frame)}",
        "Series first, each item at the cut where it differs most and q over all items; then words between a text and "
        "the one before, and between the latest and each earlier one, q over all words of all pairs. A cut is the "
        "clearest place, not a dated event.",
    )


def table_reuse(corpus: Corpus) -> ShownTable | None:
    """Which recitals and paragraphs stand word for word in an earlier resolution."""
    language = chosen_language(corpus)
    if language is None:
        return None
    names = corpus.short_names
    rows = find_reused(corpus.documents, list(names), language)
    whole = int(rows["whole"].sum())
    frame = pd.DataFrame(
        {
            "text": rows["reference"].map(names),
            "paragraph": rows["label"],
            "stands in": rows["earlier"].map(names),
            "as": rows["earlier_label"],
            "words": rows["n_words"],
            "identical": rows["identical"].round(2),
            "whole paragraph": rows["whole"].map({True: "yes", False: ""}),
        }
    )
    return save_table(
        corpus,
        frame,
        "04_reuse",
        f"Passages of ten words or more that stand in an earlier text: {len(frame)}; whole paragraphs: {whole}",
        "At least nine in ten words the same, in the same order. Letters are recitals, numbers paragraphs.",
    )


def table_readability(corpus: Corpus) -> ShownTable | None:
    """LIX with its interval, and OVIX at one length, of each text whose words are counted."""
    names = corpus.short_names
    rows = measure_lix(corpus.features)
    rows = rows[rows["reference"].isin(names)]
    words: dict[tuple[str, str], dict[str, list[str]]] = {}
    for document in corpus.documents:
        if document.reference in names:
            mentions = corpus.rule_mentions[
                (corpus.rule_mentions["reference"] == document.reference)
                & (corpus.rule_mentions["language"] == document.language)
            ]
            for section, running in find_running_words(document, mentions).items():
                words.setdefault((str(document.language), section), {})[document.reference] = running
    measured = {
        (row.text, *version): row.ovix
        for version, of in words.items()
        for row in measure_ovix(of).itertuples()
    }
    rows = rows.assign(
        ovix=[measured.get((r.reference, r.language, r.section), float("nan")) for r in rows.itertuples()]
    )
    rows = rows.sort_values(
        ["language", "section", "reference"],
        key=lambda column: column.map(list(names).index) if column.name == "reference" else column,
    )
    frame = pd.DataFrame(
        {
            "text": rows["reference"].map(names),
            "language": rows["language"],
            "in": rows["section"].map(_PARTS),
            "words": rows["n_words"],
            "LIX": rows["lix"].round(1),
            "from": rows["low"].round(1),
            "to": rows["high"].round(1),
            "OVIX": rows["ovix"].astype(float).round(1),
        }
    )
    return save_table(
        corpus,
        frame,
        "04_readability",
        "Readability and variety of words",
        "LIX: words per sentence plus the percentage of words of more than six letters, with its 95 % interval by "
        "paragraph. OVIX: variety of words, on random samples of one length per language and part, blank without the "
        "text. A name counts as one word. Never compare between languages, nor recitals with paragraphs.",
    )


def table_features(corpus: Corpus) -> ShownTable | None:
    """Share of recitals and paragraphs that name people, law articles, bodies, numbers."""
    names = corpus.short_names
    rows = measure_features(corpus.features)
    rows = rows[rows["reference"].isin(names)]
    said = [f"{r.n} of {r.n_paragraphs} ({r.low:.0%}–{r.high:.0%})" for r in rows.itertuples()]
    rows = rows.assign(said=said, text=rows["reference"].map(names), part=rows["section"].map(_PARTS))
    wide = rows.assign(feature=rows["feature"].map(FEATURES)).pivot(
        index=["text", "language", "part"], columns="feature", values="said"
    )
    wide = wide.reindex(columns=list(FEATURES.values())).reset_index().rename_axis(None, axis=1)
    wide = wide.sort_values("text", key=lambda column: column.map(list(names.values()).index), kind="stable")
    return save_table(
        corpus,
        wide.rename(columns={"part": "in"}),
        "04_features",
        "What recitals and paragraphs name",
        "Number of recitals or paragraphs, with the 95 % Wilson interval of the share. Numbers: in digits, years left "
        "out.",
    )


def table_balance(corpus: Corpus) -> ShownTable | None:
    """Words of recitals against words of paragraphs."""
    names = corpus.short_names
    rows = measure_balance(corpus.paragraphs)
    rows = rows[rows["reference"].isin(names)]
    frame = pd.DataFrame(
        {
            "text": rows["reference"].map(names),
            "language": rows["language"],
            "words in recitals": rows["recital"],
            "in paragraphs": rows["operative"],
            "ratio": rows["ratio"].round(2),
            "from": rows["low"].round(2),
            "to": rows["high"].round(2),
        }
    )
    return save_table(
        corpus,
        frame,
        "04_balance",
        "How much is reasons, how much is demands",
        "Ratio of words in recitals to words in paragraphs, with its 95 % interval by paragraph.",
    )


def table_profile(corpus: Corpus) -> ShownTable | None:
    """How strongly each text speaks, by class of acts and whom it speaks to or of."""
    names = corpus.short_names
    coded = corpus.hand_demands[corpus.hand_demands["evidence"] == "full_text"].assign(
        language="coded by hand"
    )
    found = corpus.rule_demands[~corpus.rule_demands["reference"].isin(coded["reference"])]
    rows = profile_strength(pd.concat([coded, found], ignore_index=True))
    rows = rows[rows["reference"].isin(names) & (rows["group"] != "all")]
    frame = pd.DataFrame(
        {
            "text": rows["reference"].map(names),
            "from": rows["language"].where(rows["language"] == "coded by hand", "rules, " + rows["language"]),
            "acts": rows["act_class"],
            "speaks to or of": rows["group"].map(
                {group: words.removeprefix("on ") for group, words in _GROUPS.items()}
            ),
            "rows": rows["n"],
            "mean step": rows["mean"].round(2),
            "low": rows["low"].round(2),
            "high": rows["high"].round(2),
        }
    )
    return save_table(
        corpus,
        frame,
        "04_profile",
        "How strongly each text speaks",
        "Mean step (1–5) within one class of acts, with its 95 % interval from five paragraphs on. Steps of "
        "different classes are not comparable; procedural acts are left out.",
    )


def table_namings(corpus: Corpus) -> ShownTable | None:
    """How the country, its rulers and its people are called."""
    names = corpus.short_names
    rows = count_namings(corpus)
    rows = rows[rows["reference"].isin(names)]
    met = rows.groupby(["language", "lemma"])["n"].transform("sum") > 0
    rows = rows[met]
    rows = rows.assign(text=rows["reference"].map(names))
    order = [name for name in names.values() if name in set(rows["text"])]
    key = ["language", "group", "lemma"]
    frame = pd.DataFrame(columns=[*key, *order])
    if len(rows):
        wide = rows.pivot(index=key, columns="text", values="per_thousand").round(1)
        frame = wide.reindex(columns=order).reset_index().rename_axis(None, axis=1)
    return save_table(
        corpus,
        frame.rename(columns={"lemma": "word"}),
        "04_namings",
        "What the country, its rulers and its people are called",
        "Per 1,000 words of recitals and paragraphs, dictionary forms, wherever they stand: state also in Member States, "
        "nation also in United Nations. Blank: a text not at hand in that language.",
    )


def table_titles(corpus: Corpus) -> ShownTable | None:
    """What each title says the resolution is about, and how long the text is in the Official Journal."""
    series = corpus.series
    subject = series["title_en"].map(find_subject, na_action="ignore")
    frame = pd.DataFrame(
        {
            "resolution": series["short"],
            "procedure": series["procedure_type"],
            "about": subject,
            "names human rights": subject.map(
                lambda text: "yes" if "human rights" in text else "no", na_action="ignore"
            ),
            "pages in the Official Journal": series["oj_reference"].map(count_pages).astype("Int64"),
        }
    )
    rights = int((frame["names human rights"] == "yes").sum())
    return save_table(
        corpus,
        frame.dropna(axis=1, how="all"),
        "04_titles",
        f"Titles that speak of human rights: {rights} of {int(subject.notna().sum())}",
        "The subject as the English title gives it. Pages where first and last are known; blank is not known.",
    )


def find_subject(title: str) -> str:
    """What a title says after its date: the words behind "on" or "containing", the procedure left out."""
    dateless = re.sub(r"\bof \d.*?\d{4}\b", "", title)
    subject = re.search(r"\b(?:on|containing)\s+(?P<subject>.+?)\s*(?:\([^()]*\d{4}/\d{4}.*)?$", dateless)
    return subject["subject"] if subject else title


def count_pages(reference: str | float) -> int | None:
    """Pages from "p. 85-88": 4; None where the last is not given."""
    pages = re.search(r"\bp\.\s*(\d+)\s*[-–]\s*(\d+)", reference) if isinstance(reference, str) else None
    return int(pages[2]) - int(pages[1]) + 1 if pages else None
