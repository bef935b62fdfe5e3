import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from benchmark.invent import SLUG, invent_corpus
from invented import Invented

from analysis import load
from analysis.cli import main
from analysis.corpus import engine
from analysis.corpus.build import Rules, build_derived, derive_text
from analysis.corpus.derive import DERIVED, Names
from analysis.corpus.engine import read_jobs, run
from analysis.corpus.redaction import Redactions
from analysis.corpus.results import _modules, make_digest, make_stem, read_files, read_stem, rule_version
from analysis.corpus.schema import SCHEMAS
from analysis.lexicon.errors import InputError
from analysis.lexicon.places import PROJECT

COMMAND = [str(Path(sys.executable).with_name("resolutions")), "build", "--country", SLUG]
N_TEXTS = 6
STOPPED_AT_THIRD = """
import os, signal, sys
from analysis.cli import main
from analysis.corpus import build

keep = build.keep

def keep_and_stop(*result):
    keep(*result)
    kept.append(result)
    if len(kept) == 3:
        os.killpg(0, signal.SIGINT)

kept = []
build.keep = keep_and_stop
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    folder = tmp_path_factory.mktemp("invented")
    return invent_corpus(folder, N_TEXTS, seed=5)


@pytest.fixture
def corpus(invented, tmp_path, monkeypatch):
    """A fresh copy of the invented country, as the corpus in use."""
    shutil.copytree(invented, tmp_path / "corpus" / SLUG)
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    return tmp_path / "corpus" / SLUG


@pytest.fixture
def ready(corpus, built):
    """The same with what a build keeps of it."""
    for name, data in built.items():
        (corpus / "derived" / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / "derived" / name).write_bytes(data)
    return corpus


@pytest.fixture(scope="module")
def built(invented, tmp_path_factory):
    """The tables that one process gives."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(invented, folder / SLUG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESOLUTION_CORPUS", str(folder))
        patch.setenv("RESOLUTION_TEXTS", "none")
        assert build_derived(SLUG).computed == N_TEXTS
    return tables(folder / SLUG)


def tables(country, folder="derived"):
    found = (country / folder).glob("*/[!.]*")
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in found}


def n_kept(country, folder="derived"):
    return len(list((country / folder / "paragraphs").glob("[!.]*")))


def rows_of(country, table):
    return read_files(sorted((country / "derived" / table).iterdir()), table)


def wait_for(condition, seconds=300):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.02)


def test_build_gives_what_load_computes(corpus, built):
    loaded = load(SLUG)
    computed = {table: getattr(loaded, table) for table in DERIVED}
    build_derived(SLUG)
    assert {name.partition("/")[0] for name in tables(corpus)} == set(DERIVED)
    for table in DERIVED:
        frame = computed[table]
        if table == "paragraphs":
            assert frame["text"].notna().all()
            frame = frame.assign(text=None)
        shipped = rows_of(corpus, table).sort_values(SCHEMAS[table].key, ignore_index=True)
        pd.testing.assert_frame_equal(shipped, frame.astype(shipped.dtypes), check_index_type=False)


def test_what_is_kept_is_read_and_what_is_stale_is_found_anew(ready, monkeypatch):
    asked = []
    find = dict(DERIVED)
    monkeypatch.setitem(DERIVED, "rule_demands", lambda *of: asked.append(of) or find["rule_demands"](*of))
    before = load(SLUG).found
    assert asked == []
    text = sorted((ready / "texts").iterdir())[3]
    reference = read_stem(text.stem)[0]
    verb = before[before["reference"] == reference]["verb_as_printed"].iloc[0]
    text.write_text(text.read_text(encoding="utf-8").replace(verb, "sover"), encoding="utf-8")
    after = load(SLUG).found
    assert [document.reference for document, _ in asked] == [reference]
    others = [frame[frame["reference"] != reference].reset_index(drop=True) for frame in (before, after)]
    pd.testing.assert_frame_equal(*others)
    assert verb not in set(after[after["reference"] == reference]["verb_as_printed"])


def test_a_report_keeps_its_results_apart(corpus, built):
    first, second = build_derived(SLUG, into="cache"), build_derived(SLUG, into="cache")
    assert (first.computed, second.computed) == (N_TEXTS, 0)
    assert tables(corpus) == {}
    assert tables(corpus, "cache") == built
    sorted((corpus / "texts").iterdir())[0].unlink()
    build_derived(SLUG, into="cache")
    assert n_kept(corpus, "cache") == N_TEXTS - 1
    build_derived(SLUG)
    shutil.rmtree(corpus / "cache")
    assert build_derived(SLUG, into="cache").computed == 0
    assert n_kept(corpus, "cache") == 0


def test_no_sentence_is_kept(ready):
    page = next((ready / "texts").iterdir()).read_text(encoding="utf-8")
    runs = re.findall(r"\S+(?: \S+){7}", page)
    kept = b"".join(tables(ready).values()).decode()
    assert runs
    assert not [words for words in runs if words in kept]


def test_nothing_is_worked_out_twice(corpus, built):
    first, second = build_derived(SLUG), build_derived(SLUG)
    assert (first.computed, first.kept, second.computed, second.kept) == (N_TEXTS, 0, 0, N_TEXTS)
    assert tables(corpus) == built
    text = sorted((corpus / "texts").iterdir())[3]
    text.write_text(text.read_text(encoding="utf-8").replace("uppmanar", "kräver av"), encoding="utf-8")
    third = build_derived(SLUG)
    assert (third.computed, third.kept) == (1, N_TEXTS - 1)
    now = tables(corpus)
    assert {name.partition("/")[2] for name in built if now[name] != built[name]} == {f"{text.stem}.csv"}


@pytest.mark.parametrize(("reference", "language"), [("P9_TA(2021)0056", "sv"), ("P10_TA(2024)0001", "hr")])
def test_a_stem_tells_its_version(reference, language):
    assert read_stem(make_stem(reference, language)) == (reference, language)


def test_other_names_or_rules_are_another_digest(tmp_path, monkeypatch):
    nobody = Redactions(frozenset(), frozenset())
    some, others = Names(nobody, frozenset()), Names(nobody, frozenset({("P9_TA(2021)0056", "Anna Bok")}))
    hidden = Names(Redactions(frozenset("a"), frozenset("b")), frozenset())
    assert make_digest("x", some) == make_digest("x", Names(nobody, frozenset()))
    digests = [
        make_digest("x", some),
        make_digest("y", some),
        make_digest("x", others),
        make_digest("x", hidden),
    ]
    assert len(set(digests)) == 4
    shutil.copytree(PROJECT / "corpus" / "lexicon", tmp_path / "lexicon")
    before = rule_version()
    with open(tmp_path / "lexicon" / "themes.csv", "a", encoding="utf-8") as file:
        file.write("corruption,sv,mutkolv,1\n")
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path))
    rule_version.cache_clear()
    after = rule_version()
    rule_version.cache_clear()
    assert before != after


def test_rules_are_all_modules_that_find_and_no_chart():
    names = {path.stem for path in _modules("derive")}
    assert {
        "derive",
        "demands",
        "clauses",
        "mentions",
        "roles",
        "segment",
        "sounds",
        "themes",
        "tokens",
    } <= names
    assert not {"charts", "export", "figures", "page", "report", "cli"} & names


def test_whoever_is_left_out_is_in_no_result(ready):
    named = rows_of(ready, "rule_mentions")
    name = next(name for name in named["name_as_printed"] if " " in name)
    build_derived(SLUG, into="cache")
    gone = next(path for path in (ready / "texts").iterdir() if name in path.read_text(encoding="utf-8"))
    gone.unlink()
    assert main(["redact", name]) == 0
    assert not (ready / "cache").exists()
    assert name not in set(load(SLUG).named["name_as_printed"])
    assert build_derived(SLUG).computed == N_TEXTS - 1
    assert name not in b"".join(tables(ready).values()).decode()
    assert set(rows_of(ready, "rule_mentions")["name_as_printed"]) < set(named["name_as_printed"])


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_build_loses_no_finished_text(corpus, built, jobs):
    stopped = subprocess.run(
        [sys.executable, "-c", STOPPED_AT_THIRD, *COMMAND[1:], "--jobs", jobs],
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=300,
    )
    assert stopped.returncode == 1
    assert stopped.stderr.splitlines() == ["resolutions: stopped."]
    done = tables(corpus)
    assert n_kept(corpus) == 3
    assert done == {name: built[name] for name in done}
    command = [*COMMAND, "--jobs", jobs]
    again = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    assert f"{N_TEXTS - 3} texts worked on, 3 done before" in again.stderr
    assert tables(corpus) == built


def hears_ctrl_c():
    return signal.getsignal(signal.SIGINT) != signal.SIG_IGN


@pytest.fixture
def interruptible():
    """Whoever runs the tests, Ctrl-C interrupts."""
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, heard)


def test_only_the_first_process_hears_ctrl_c(interruptible):
    assert list(run(hears_ctrl_c, [(), (), ()], jobs=2)) == [False] * 3
    assert hears_ctrl_c()


def test_nor_does_one_that_is_started_beside_the_main_thread():
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: list(run(hears_ctrl_c, [()] * 3, jobs=3))).result() == [False] * 3


def test_a_process_is_deaf_from_its_start(interruptible):
    ask = "import signal; print(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)"
    with engine._deaf_from_the_start():
        said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert said.stdout == "True\n"
    assert hears_ctrl_c()


def test_whoever_stops_early_is_told_nothing(recwarn):
    results = run(len, (("a" * n,) for n in range(50)), jobs=2)
    assert [next(results), next(results)] == [0, 1]
    results.close()
    assert not [warning for warning in recwarn if issubclass(warning.category, UserWarning)]


@pytest.mark.skipif("RESOLUTION_SOAK" not in os.environ, reason="half a minute: `make soak` runs it")
def test_a_cluster_that_loses_a_worker_half_way_loses_nothing(corpus, built):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        workers = list(client.run(os.getpid).values())
        command = [*COMMAND, "--jobs", cluster.scheduler_address]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wait_for(lambda: n_kept(corpus) >= 1)
        os.kill(workers[0], signal.SIGKILL)
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert set(client.run(os.getpid).values()) != set(workers)
    assert tables(corpus) == built


def test_a_worker_with_other_rules_is_refused():
    with pytest.raises(RuntimeError, match="other rules"):
        derive_text(b"", "x", Rules("other", frozenset(), None))


def test_rows_of_versions_not_at_hand_stay(ready, built):
    gone = sorted((ready / "texts").iterdir())[::3]
    for path in gone:
        path.unlink()
    result = build_derived(SLUG)
    assert result.kept == N_TEXTS - len(gone)
    assert tables(ready) == built


def replace_cell(lines, row, place, cell):
    cells = lines[row].split(",")
    return [*lines[:row], ",".join([*cells[:place], cell, *cells[place + 1 :]]), *lines[row + 1 :]]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (
            lambda lines: [*lines[:2], lines[2][:9], *lines[3:]],
            r"\.csv, row 3: .* cells where the header has 7",
        ),
        (lambda lines: [lines[0], "reference,other", *lines[2:]], r"\.csv"),
        (lambda lines: replace_cell(lines, 4, 6, "abc"), r"\.csv, row 5: 'abc' in column 'n' should be"),
        (lambda lines: replace_cell(lines, 4, 5, ""), r"\.csv, row 5: column 'lemma' is blank"),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], r"\.csv, row 3: .* stands in two rows"),
        (lambda lines: [*lines, '"'], r"\.csv cannot be read as CSV"),
        (lambda lines: [*lines, "\udcff"], r"\.csv cannot be read as CSV"),
    ],
)
def test_a_broken_file_is_named_and_left_alone(ready, harm, said):
    for path in sorted((ready / "texts").iterdir())[2:]:
        path.unlink()
    path = sorted((ready / "derived" / "terms").iterdir())[0]
    harmed = "\n".join(harm(path.read_text(encoding="utf-8").splitlines())) + "\n"
    path.write_bytes(harmed.encode(errors="surrogateescape"))
    before = tables(ready)
    with pytest.raises(InputError, match=rf"terms/{path.stem}{said}"):
        _ = load(SLUG).terms
    assert tables(ready) == before


def test_a_file_of_no_text_is_named(ready):
    (ready / "derived" / "paragraphs" / "notes.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"notes\.csv is no result of a text"):
        load(SLUG)


def test_what_a_killed_build_left_is_removed(corpus):
    for folder in ("derived", "cache"):
        (corpus / folder / "rule_mentions").mkdir(parents=True)
        (corpus / folder / "rule_mentions" / ".named.csv.999.part").write_text(
            "a hidden name", encoding="utf-8"
        )
    build_derived(SLUG)
    assert not list(corpus.glob("**/.*.part"))


def test_a_resolution_that_left_the_catalogue_does_not_come_back(ready):
    rows = (ready / "resolutions.csv").read_text(encoding="utf-8").splitlines()
    gone = rows.pop(3).split(",")[0]
    (ready / "resolutions.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    shutil.rmtree(ready / "derived")
    text = next(path for path in (ready / "texts").iterdir() if gone in path.read_text(encoding="utf-8"))
    text.write_text(text.read_text(encoding="utf-8") + " " + rows[1].split(",")[0], encoding="utf-8")
    build_derived(SLUG)
    assert not any(gone.encode() in data for data in tables(ready).values())


def test_a_text_that_changes_meanwhile_is_not_taken_for_the_old_one(corpus, monkeypatch):
    text = sorted((corpus / "texts").iterdir())[5]

    def edit(missing, results):
        text.write_text(text.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        return results

    with pytest.raises(RuntimeError, match="was changed during the build"):
        build_derived(SLUG, tell=edit)


def test_names_without_a_person_stay_when_another_is_left_out():
    frame = pd.DataFrame({"name_as_printed": ["Anna Bok", "Carl Dal"], "person_id": ["", ""]})
    hides_anna = type("Hidden", (Redactions,), {"hides": lambda _, name: name == "Anna Bok"})
    kept = hides_anna(frozenset(), frozenset("x")).withhold_found(frame)
    assert list(kept["name_as_printed"]) == ["Carl Dal"]


def test_texts_of_others_are_not_read_and_motions_are_named(corpus):
    (corpus / "texts" / "other.txt").write_text(
        Invented(reference="P9_TA(2031)0777").page(), encoding="utf-8"
    )
    (corpus / "texts" / "saved.pdf").write_bytes(b"%PDF-1.4 nothing")
    built = build_derived(SLUG)
    assert built.computed == N_TEXTS
    assert [(path.name, "PDF" in reason) for path, reason in built.unread] == [("saved.pdf", True)]


@pytest.mark.parametrize(
    ("given", "jobs"), [("1", 1), ("16", 16), ("tcp://10.0.0.1:8786", "tcp://10.0.0.1:8786")]
)
def test_jobs(given, jobs):
    assert read_jobs(given) == jobs


@pytest.mark.parametrize("given", ["0", "-1", "x", "", "two", "tcp://", "http://host:1", "host:8786", "1.5"])
def test_jobs_that_are_none(given):
    with pytest.raises(InputError, match="--jobs takes"):
        read_jobs(given)


def test_no_scheduler_is_said_so(monkeypatch):
    monkeypatch.setattr("analysis.corpus.engine._WAIT", 1)
    with pytest.raises(RuntimeError, match=r"no scheduler answers at tcp://127\.0\.0\.1:1"):
        list(run(len, [("a",)], "tcp://127.0.0.1:1"))


def test_tasks_are_taken_as_they_are_needed():
    taken = []
    results = run(len, ((taken.append(n) or "x" * n,) for n in range(100)), 1)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    assert taken == [0, 1, 2]
