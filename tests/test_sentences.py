"""Every sentence and title is true and well formed whatever a corpus holds: nothing, one, two or many."""

import os
import shutil

import pandas as pd
import pytest
from telling import PRACTICE, find_faults, tell, thin

from analysis import load
from analysis.lexicon.places import PROJECT

CORPORA = {
    "nothing": {"n": 0},
    "one by hand, one of each": {"n": 1, "texts": False, "people": 1, "demands": 1},
    "one unseen": {"n": 1, "coded": "none", "texts": False},
    "two by hand, two of each": {"n": 2, "texts": False, "people": 2, "demands": 2},
    "two, one by rule": {"n": 2, "coded": "latest", "languages": ["sv"]},
    "five by hand, no text": {"n": 5, "texts": False},
}
MORE_CORPORA = {
    "one by hand, nobody named": {"n": 1, "texts": False, "people": 0},
    "one by rule": {"n": 1, "coded": "none", "languages": ["en"]},
    "two, one unseen": {"n": 2, "coded": "first", "texts": False, "demands": 1},
    "three by rule": {"n": 3, "coded": "none", "languages": ["en"]},
    "five, two languages": {"n": 5, "coded": "first"},
}
if "RESOLUTION_SOAK" in os.environ:
    CORPORA |= MORE_CORPORA


@pytest.fixture(scope="module", params=CORPORA, ids=[name.replace(" ", "_") for name in CORPORA])
def told(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_CORPUS", str(thin(folder, **CORPORA[request.param])))
        patch.setenv("RESOLUTION_TEXTS", "none")
        patch.setenv("RESOLUTION_FIGURES", str(folder / "figures"))
        patch.setattr("analysis.report.export._draw", lambda *_: b"")
        shutil.copytree(PROJECT / "corpus" / "lexicon", folder / "corpus" / "lexicon")
        corpus = load("marvonia")
        return corpus, list(tell(corpus))


def test_every_sentence_is_well_formed_and_its_numbers_are_counted(told):
    corpus, texts = told
    assert [fault for where, text, frame in texts for fault in find_faults(corpus, where, text, frame)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 people are named: 1", "one of many"),
        ("3 resolution read", "many of one"),
        ("Texts read in full: 0 of 0.", "of none"),
        ("Only 5 of 5 texts read", "only all"),
        ("mean step nan", "no value"),
        ("Named: .", "a hole"),
        ("Known: 3 of 2", "more than all"),
        ("Met in 7 resolutions", "more than the series"),
        ("People named: 1234", "uncounted"),
    ],
)
def test_a_false_sentence_is_found(text, kind):
    corpus = load("practice", PRACTICE / "cache")
    frame = pd.DataFrame({"person": ["a", "b", "b"], "n": [1, 2, 3]})
    assert kind in [fault[0] for fault in find_faults(corpus, "here", text, frame)]
    assert list(find_faults(corpus, "here", "2 people are named in 3 places: b in 2 of 3", frame)) == []
