"""The register: every mention of a person in a corpus, and which mentions are one person.

Coded mentions stand as they are. Where a text has none coded from it in full, those found by
rule join: a name is a person of the register where it is spelled as there or where `match_names`
says "same" of one person only; what is uncertain stays without a person, for review.
"""

import re
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from analysis.corpus import Corpus, load
from analysis.errors import InputError
from analysis.frames import empty_frame
from analysis.mentions import find_mentions, unused
from analysis.names import are_one, differ_by_patronymic, match_names
from analysis.parse import Document
from analysis.places import countries
from analysis.redaction import load_redactions
from analysis.versions import find_paired_spellings

_FORMS = ["person_id", "form", "language"]
_RULES = "found by rule in the text"


def find_corpus(document: Document) -> Corpus | None:
    """The corpus that lists a document's reference; None where none does."""
    for name in countries():
        corpus = load(name)
        if (corpus.resolutions["reference"] == document.reference).any():
            return corpus
    return None


def name_people(document: Document, corpus: Corpus | None) -> pd.DataFrame:
    """`find_mentions` with the register's person_id where the resolution belongs to a corpus.

    Others keep the id made for the document; a name under review has none. People on the
    redaction list are left out.
    """
    mentions = load_redactions().withhold_found(find_mentions(document))
    if corpus is None:
        return mentions
    forms = collect_mentions(corpus).rename(columns={"name_as_printed": "form"})
    known = pd.concat([corpus.spellings, forms])[_FORMS].dropna().drop_duplicates()
    return mentions.assign(person_id=_identify(mentions, document.language, known))


def find_spellings(name: str) -> list[str]:
    """A name and every spelling of the people in any register who bear it, however it is spelled there.

    Raises:
        InputError: it is one word only; a family name alone would hide other people.
    """
    if len(re.findall(r"[^\W\d_]+", name)) < 2:
        raise InputError(
            f"'{name}' is one word: give the full name, in quotes, so that nobody else is hidden."
        )
    forms = pd.concat([list_register(load(country))[["person_id", "form"]] for country in countries()])
    forms = forms.dropna().drop_duplicates()
    judged = match_names([name] * len(forms), list(forms["form"]))
    owners = set(forms["person_id"][are_one(judged).to_numpy()])
    known = forms.loc[forms["person_id"].isin(owners), "form"]
    return sorted({name, *known[known.str.contains(" ")]})


@lru_cache(maxsize=4)
def collect_mentions(corpus: Corpus) -> pd.DataFrame:
    """Every mention of the corpus, coded or found by rule: the frame `mentions`.

    Rows found by rule have coder "rules" and evidence full_text; their person_id may be one that
    `people` does not list. `identities` judged "same" are joined. Computed once per corpus.
    """
    coded = corpus.mentions
    in_full = set(coded.loc[coded["evidence"] == "full_text", "reference"])
    found = corpus.named[~corpus.named["reference"].isin(in_full)]
    order = corpus.resolutions.sort_values(["adopted", "reference"])["reference"]
    known = pd.concat([corpus.spellings, find_paired_spellings(corpus)])[_FORMS].drop_duplicates()
    parts = [coded]
    for reference in order[order.isin(found["reference"])]:
        for language, rows in found[found["reference"] == reference].groupby("language"):
            rows = rows.sort_values(["section", "label", "nth"], key=_reading_order)
            people = _identify(rows, str(language), known)
            parts.append(_as_mentions(rows, people))
            new = pd.DataFrame({"person_id": people, "form": rows["name_as_printed"], "language": language})
            known = pd.concat([known, new.dropna(subset="person_id")]).drop_duplicates()
    joined = pd.concat(parts, ignore_index=True)
    same = corpus.identities[corpus.identities["decision"] == "same"]
    one = dict(zip(same["other_id"], same["person_id"], strict=True))
    return joined.assign(person_id=joined["person_id"].replace(one))


def find_names(corpus: Corpus, mentions: pd.DataFrame) -> dict[str, str]:
    """person_id → name: the register's, else the longest form printed."""
    printed = mentions.dropna(subset="person_id").assign(
        length=lambda rows: rows["name_as_printed"].str.len()
    )
    longest = (
        printed.sort_values(["length", "name_as_printed"]).groupby("person_id")["name_as_printed"].last()
    )
    return longest.to_dict() | corpus.people.set_index("person_id")["name"].to_dict()


def list_register(corpus: Corpus) -> pd.DataFrame:
    """One row per person and place where a spelling of the name was met, by name.

    Returns:
        person_id, name, form, language, reference, section, label, role, asked, asked2, evidence,
        coder, contradiction (roles or requests on which sources of one resolution differ), source,
        url, note. Spellings met outside a resolution have no reference.
    """
    mentions = collect_mentions(corpus)
    mentions = mentions.rename(columns={"name_as_printed": "form"})
    key = ["person_id", "form", "language", "reference"]
    at_hand = pd.MultiIndex.from_frame(mentions[key].astype("object").fillna(""))
    spellings = pd.concat([corpus.spellings, find_paired_spellings(corpus)], ignore_index=True)
    elsewhere = spellings[~pd.MultiIndex.from_frame(spellings[key].astype("object").fillna("")).isin(at_hand)]
    rows = pd.concat([mentions, elsewhere], ignore_index=True)
    names = find_names(corpus, collect_mentions(corpus))
    rows = rows.assign(
        name=rows["person_id"].map(names), contradiction=find_contradictions(rows).reindex(rows.index)
    )
    columns = [*["person_id", "name", "form", "language", "reference", "section", "label", "role", "asked"]]
    columns += ["asked2", "evidence", "coder", "contradiction", "source", "url", "note"]
    return rows.sort_values(["name", "reference", "mention_id"], kind="stable", ignore_index=True)[columns]


def find_contradictions(mentions: pd.DataFrame) -> pd.Series:
    """For each mention: on what the sources of its resolution differ about the person; blank where they agree.

    Paragraphs of one text that was read in full tell of different moments and contradict nobody.
    """
    rows = mentions[(mentions["evidence"] != "full_text") & mentions["person_id"].notna()]
    rows = rows[rows["reference"].notna()]
    key = ["reference", "person_id"]
    roles = rows[rows["role"] != "other"].groupby(key)["role"].unique()
    asked = rows.dropna(subset="asked").groupby(key)["asked"].unique()
    said = {
        at: "; ".join(
            f"{what}: {', '.join(sorted(found[at]))}"
            for what, found in (("role", roles), ("asked", asked))
            if at in found and len(found[at]) > 1
        )
        for at in set(roles.index) | set(asked.index)
    }
    told = [said.get((row.reference, row.person_id)) or None for row in rows.itertuples()]
    return pd.Series(told, index=rows.index, dtype="str")


def list_review(corpus: Corpus) -> pd.DataFrame:
    """What a person should look at: names that may be one person or two.

    Returns:
        One row per question: question, left, left_person, right, right_person, score, reason. Pairs
        of people of one family name and like given names, names without a person, and spellings
        held to be one person that `match_names` would not join. Pairs judged in `identities` are left out.
    """
    mentions = collect_mentions(corpus)
    forms = pd.concat([mentions.rename(columns={"name_as_printed": "form"}), corpus.spellings])
    inflected = forms["note"].str.startswith("printed in the", na=False)
    forms = forms.loc[~inflected, _FORMS].drop_duplicates()
    named = forms.dropna(subset="person_id").reset_index(drop=True)
    longest = named["form"].str.contains(" ").groupby(named["person_id"]).transform("any")
    full = named[named["form"].str.contains(" ") | ~longest].reset_index(
        drop=True
    )  # single names of the singly named
    pairs = full.merge(full, how="cross", suffixes=("", "_other"))
    pairs = pairs[pairs["person_id"] < pairs["person_id_other"]]
    judged = _match(pairs).query("decision != 'different'")
    judged = judged.sort_values("score", ascending=False).drop_duplicates(["left_person", "right_person"])
    settled = set(zip(corpus.identities["person_id"], corpus.identities["other_id"], strict=True))
    settled |= {(b, a) for a, b in settled}
    open_pairs = [
        pair not in settled for pair in zip(judged["left_person"], judged["right_person"], strict=True)
    ]
    parts = [judged[open_pairs].assign(question="two people or one?")]
    alone = mentions[mentions["person_id"].isna()]
    alone = pd.DataFrame(
        {
            "question": "who is meant?",
            "left": alone["name_as_printed"],
            "reason": "named in " + alone["reference"],
        }
    )
    parts.append(alone.drop_duplicates())
    parts.append(_find_risen(mentions))
    own = full.merge(full, on="person_id", suffixes=("", "_other"))
    own = _match(own[own["form"] < own["form_other"]].assign(person_id_other=own["person_id"]))
    rank = {"different": 0, "review": 1, "same": 2}
    own = own.assign(rank=own["decision"].map(rank)).sort_values(["rank", "score"], ascending=False)
    best = own.drop_duplicates(["left_person", "left"])
    parts.append(best[best["rank"] == 0].assign(question="one person, though spelled so differently?"))
    columns = ["question", "left", "left_person", "right", "right_person", "score", "reason"]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)


def _find_risen(mentions: pd.DataFrame) -> pd.DataFrame:
    """People said to be dead of whom a later resolution speaks as alive."""
    dead = mentions[mentions["role"] == "killed_or_died"].groupby("person_id")["reference"].min()
    alive = mentions[mentions["role"].isin(_ALIVE) | mentions["asked"].isin(["release", "protection"])]
    later = alive[alive["reference"] > alive["person_id"].map(dead)]
    rows = later.drop_duplicates("person_id")
    return pd.DataFrame(
        {
            "question": "said to be dead before: one person?",
            "left": rows["name_as_printed"],
            "left_person": rows["person_id"],
            "reason": "named in " + rows["reference"],
        }
    )


_ALIVE = ["detained", "charged", "activist_house_arrest", "official", "former_prisoner"]


def find_identities(corpus: Corpus) -> pd.DataFrame:
    """Why mentions of different years are held to be one person.

    Returns:
        One row per person and step from one resolution to the next that names the person:
        person_id, reference, form, next_reference, next_form (the two forms that agree best), score,
        decision and reason of `match_names`, held ("by the register" where `people` lists the person).
    """
    mentions = collect_mentions(corpus).dropna(subset="person_id")
    mentions = mentions.rename(columns={"name_as_printed": "form"})
    order = {name: i for i, name in enumerate(corpus.resolutions.sort_values("adopted")["reference"])}
    rows = []
    for person, of in mentions.groupby("person_id"):
        texts = sorted(set(of["reference"]), key=lambda name: order[name])
        for earlier, later in pairwise(texts):
            left, right = (
                of.loc[of["reference"] == text, _FORMS].drop_duplicates() for text in (earlier, later)
            )
            judged = _match(left.merge(right, how="cross", suffixes=("", "_other")))
            whole = judged["left"].str.contains(" ") & judged["right"].str.contains(" ")
            rank = judged["decision"].map(["different", "review", "same"].index)
            ranked = judged.assign(whole=whole, rank=rank)
            best = ranked.sort_values(["whole", "rank", "score", "one_language"], kind="stable").iloc[-1]
            rows.append(
                (person, earlier, best["left"], later, best["right"], *best[["score", "decision", "reason"]])
            )
    columns = ["person_id", "reference", "form", "next_reference", "next_form", "score", "decision", "reason"]
    frame = pd.DataFrame(rows, columns=columns)
    listed = frame["person_id"].isin(corpus.people["person_id"])
    return frame.assign(held=listed.map({True: "by the register", False: "by rule"}))


def _match(pairs: pd.DataFrame) -> pd.DataFrame:
    """`match_names` on rows of two people's forms, language by language."""
    parts = [
        pd.DataFrame(columns=["left", "right", "score", "decision", "reason", "left_person", "right_person"])
    ]
    for (left, right), rows in pairs.groupby(["language", "language_other"]):
        judged = match_names(list(rows["form"]), list(rows["form_other"]), str(left), str(right))
        parts.append(
            judged.assign(
                left_person=list(rows["person_id"]),
                right_person=list(rows["person_id_other"]),
                one_language=left == right,
            )
        )
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _identify(mentions: pd.DataFrame, language: str | None, known: pd.DataFrame) -> list[str | None]:
    """The register's person for each mention of one document, else the document's own."""
    full = mentions[mentions["name_as_printed"].str.contains(" ")]
    decided = {name: _decide(name, language, known) for name in full["name_as_printed"].unique()}
    taken = set(known["person_id"])
    own: dict[str, str | None] = {}
    for row in full.dropna(subset="person_id").itertuples():
        chosen = decided[row.name_as_printed]
        own.setdefault(row.person_id, unused(row.person_id, taken) if chosen == _NEW else chosen)
    for person in mentions["person_id"].dropna():  # of one name only: nobody else's
        own.setdefault(person, unused(person, taken | {one for one in own.values() if one}))
    return [own[person] if isinstance(person, str) else None for person in mentions["person_id"]]


_NEW = "new"


def _decide(name: str, language: str | None, known: pd.DataFrame) -> str | None:
    exact = set(known.loc[known["form"] == name, "person_id"])
    if len(exact) == 1:
        return str(exact.pop())
    if known.empty:
        return _NEW
    judged = match_names([name] * len(known), list(known["form"]), language, None).assign(
        person_id=known["person_id"].to_numpy()
    )
    same = set(judged.loc[are_one(judged), "person_id"])
    if len(same) == 1:
        forms = known.loc[known["person_id"].isin(same), "form"]
        return None if any(differ_by_patronymic(name, form) for form in forms) else str(same.pop())
    uncertain = judged[(judged["decision"] != "different") & judged["right"].str.contains(" ")]
    return None if len(uncertain) else _NEW


def _as_mentions(rows: pd.DataFrame, people: list[str | None]) -> pd.DataFrame:
    ids = rows["reference"] + "-" + rows["language"] + "-" + rows["section"].str[0] + rows["label"].fillna("")
    frame = rows.assign(
        mention_id=ids + "-" + rows["nth"].astype(str),
        person_id=pd.Series(people, index=rows.index, dtype="str"),
        evidence="full_text",
        coder="rules",
        source=_RULES,
    )
    columns = empty_frame("mentions")
    return frame.reindex(columns=columns.columns).astype(columns.dtypes)


def _reading_order(column: pd.Series) -> pd.Series:
    """Recitals before paragraphs, A before AA, 2 before 10."""
    if column.name == "section":
        return column.map({"recital": 0, "operative": 1})
    if column.name == "label":
        return column.fillna("").map(lambda label: (int(label) if label.isdigit() else 0, len(label), label))
    return column
