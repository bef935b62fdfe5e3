"""Seeded runs against services at their worst: RESOLUTION_SOAK says how many, 10 when it does not."""

import errno
import os
import random
import threading

import pytest
from standin import StandIn, random_faults
from test_fetch import EARLIER, OLD, QUICK, REFERENCE, text, works

from analysis.documents.parse import parse
from analysis.lexicon.references import open_data_name
from analysis.sources import fetch, web
from analysis.sources import storage as sources

RUNS = int(os.environ.get("RESOLUTION_SOAK", "10"))
LANGUAGES = ["sv", "en", "fr"]
TRUTH = {
    (REFERENCE, "sv"),
    (REFERENCE, "en"),
    (EARLIER, "sv"),
    (OLD, "sv"),
    (OLD, "en"),
}
NEVER_READABLE = {(EARLIER, "en")}
SAYS_NONE = {
    "status_404_unknown",
    "status_404_format",
    "status_406",
    "json_wrong_shape",
    "wrong_language",
    "other_work",
}
REFUSES = {"status_202", "robot_page", "empty_body", "status_403", "status_429", "status_429_long"}


def paragraphs(document):
    return [(unit.section, unit.label, unit.text.replace("\u00a0", " ")) for unit in document.paragraphs]


def interrupted(rng, monkeypatch):
    """Perhaps a full disk or Ctrl-C at some moment of the run."""
    kind, moment = rng.choice(["none", "none", "disk", "disk", "stop"]), rng.randrange(1, 12)
    count = 0
    owner, name = {"disk": (sources.os, rng.choice(["link", "fdopen"])), "stop": (web.Client, "_once")}.get(
        kind, (None, None)
    )
    if owner is None:
        return kind
    true = getattr(owner, name)

    def fail(*arguments, **options):
        nonlocal count
        count += 1
        if count == moment:
            raise OSError(errno.ENOSPC, "No space left on device") if kind == "disk" else KeyboardInterrupt
        return true(*arguments, **options)

    monkeypatch.setattr(owner, name, fail)
    return kind


@pytest.fixture(scope="module")
def truth():
    return {pair: paragraphs(parse(text(pair[1], pair[0], "page").decode())) for pair in TRUTH}


@pytest.mark.parametrize("seed", range(RUNS))
def test_whatever_the_services_do(seed, tmp_path, monkeypatch, truth):
    rng = random.Random(seed)
    corpus = tmp_path / "corpus"
    home = corpus / "texts"
    monkeypatch.setenv("RESOLUTION_CORPUS", str(corpus))
    monkeypatch.setattr(web, "LIMITS", QUICK)
    before = {}
    if rng.random() < 0.5:
        home.mkdir(parents=True)
        (home / "TA-9-2030-0999_SV.txt").write_bytes(text("sv", REFERENCE, "page"))
        (home / "notes.md").write_text("the user's own")
        before = {path: path.read_bytes() for path in home.iterdir()}
    celex = {OLD: "52009IP0019(01)"} if rng.random() < 0.5 else {}
    references = [REFERENCE, EARLIER, OLD]
    with StandIn(
        works(rng.choice([1, 1, 2, 4])), faults=random_faults(seed, rng.choice([0.2, 0.5, 0.9]))
    ) as standin:
        standin.stall = 4
        monkeypatch.setenv("RESOLUTION_CELLAR_URL", standin.cellar_url)
        monkeypatch.setenv("RESOLUTION_OPENDATA_URL", standin.opendata_url)
        with monkeypatch.context() as patched:
            kind = interrupted(rng, patched)
            other = threading.Thread(target=fetch.fetch_texts, args=(references, LANGUAGES, dict(celex)))
            if kind == "none" and rng.random() < 0.3:
                other.start()
            rows = fetch.fetch_texts(references, LANGUAGES, dict(celex))
            if other.ident:
                other.join()
        check(rows, standin, home, corpus, before, truth, kind)
        standin.faults = None
        again = fetch.fetch_texts(references, LANGUAGES, dict(celex))
    have = {(row.reference, row.language) for row in again if row.outcome in ("got", "already there")}
    assert have == TRUTH
    assert {(row.reference, row.language) for row in again if row.outcome == "failed"} == NEVER_READABLE


def check(rows, standin, home, corpus, before, truth, kind):
    played = {fault for _, fault in standin.played}
    assert [(row.reference, row.language) for row in rows] == [
        (reference, language) for reference in (REFERENCE, EARLIER, OLD) for language in LANGUAGES
    ]
    for row in rows:
        pair = row.reference, row.language
        stored = sources.find_stored(f"{open_data_name(row.reference)}_{row.language.upper()}")
        if row.outcome in ("got", "already there"):
            assert pair in TRUTH
            assert str(stored) == row.detail
        elif row.outcome == "unavailable":
            assert pair not in TRUTH or played & SAYS_NONE
        elif row.outcome == "refused":
            assert played & REFUSES
        else:
            assert pair in NEVER_READABLE or played or kind != "none"
            assert row.detail
    for path, data in before.items():
        assert path.read_bytes() == data
    assert {path.name for path in corpus.iterdir()} <= {"texts"} if corpus.exists() else True
    for path in home.iterdir() if home.exists() else []:
        if path in before:
            continue
        assert path.suffix in (".json", ".html", ".xml")
        assert not path.name.startswith(".")
        if path.suffix != ".json":
            document = parse(path)
            assert sources.text_stem(document) == path.stem
            assert paragraphs(document) == truth[document.reference, document.language]
            assert path.with_suffix(".json").exists()
