import dataclasses
import hashlib
import json
import os
import socket
import threading

import pytest
from invented import Invented
from renderings import render
from standin import FAULTS, StandIn, Work, always

from analysis.cli import main
from analysis.documents.parse import parse
from analysis.lexicon.errors import InputError
from analysis.lexicon.references import official_page, read_reference
from analysis.sources import cellar, fetch, web
from analysis.sources.storage import add_texts

QUICK = web.Limits(
    pause=0, attempts=2, first_wait=0, longest_wait=0.5, connect=10, read=1.5, whole=15, size=3_000_000
)
PATIENT = dataclasses.replace(QUICK, read=20, whole=60)
LONG = ["Calls for the lamp of the harbour to be lit at once and kept alight for every ship;"] * 8
REFERENCE, EARLIER, OLD = "P9_TA(2030)0999", "P9_TA(2030)0111", "P7_TA(2009)0019"


def text(language, reference, layout):
    invented = Invented(language, reference, operative=[*LONG, "Instructs its President to go."])
    return render(invented, layout)


def works(streams=1):
    """Three resolutions: in both services, in Cellar in Swedish alone, and an old one as plain HTML."""
    both = {code: text(code, REFERENCE, "sdocta") for code in ("sv", "en")}
    page = {code: text(code, REFERENCE, "oj") for code in ("sv", "en", "el")}
    earlier = {"sv": text("sv", EARLIER, "oj")}
    old = {code: text(code, OLD, "oj_plain") for code in ("sv", "en")}
    titles = {"en": "Light in Zubrania", "sv": "Ljus i Zubranien"}
    return [
        Work(REFERENCE, "52030IP0999", "2030-01-20", titles, xml=both, xhtml=page, streams=streams),
        Work(
            EARLIER,
            "52030IP0111",
            "2030-01-20",
            titles,
            xhtml=earlier,
            pdf_only=frozenset(["en"]),
            streams=streams,
        ),
        Work(OLD, "52009IP0019(01)", "2009-07-14", titles, html=old),
    ]


@pytest.fixture
def services(tmp_path, monkeypatch):
    """Starts a stand-in for both services; texts go to a folder of the test's own."""
    monkeypatch.setenv("RESOLUTION_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.delenv("RESOLUTION_TEXTS", raising=False)
    monkeypatch.setattr(web, "LIMITS", QUICK)
    running = []

    def start(of=None, **options):
        standin = StandIn(of or works(), **options)
        standin.stall = 4
        running.append(standin.__enter__())
        monkeypatch.setenv("RESOLUTION_CELLAR_URL", standin.cellar_url)
        monkeypatch.setenv("RESOLUTION_OPENDATA_URL", standin.opendata_url)
        return standin

    yield start
    for standin in running:
        standin.__exit__(None, None, None)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "corpus" / "texts"


def outcomes(rows):
    return [(row.reference, row.language, row.outcome) for row in rows]


def test_texts_come_from_either_service_and_are_stored_with_a_sidecar(services, home):
    services()
    rows = fetch.fetch_texts([REFERENCE, OLD], ["sv", "en"])
    assert [row.outcome for row in rows] == ["got"] * 4
    stored = {path.name for path in home.iterdir()}
    assert stored == {
        f"{name}_{code}.{kind}"
        for name, ending in (("TA-9-2030-0999", "xml"), ("TA-7-2009-0019", "html"))
        for code in ("SV", "EN")
        for kind in (ending, "json")
    }
    path = home / "TA-9-2030-0999_SV.xml"
    sidecar = json.loads((home / "TA-9-2030-0999_SV.json").read_text())
    assert sidecar["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (sidecar["service"], sidecar["status"], sidecar["edition"]) == ("Open Data", 200, "final")
    assert sidecar["addresses"][0].startswith("http://127.0.0.1")
    assert sidecar["time"].endswith("+00:00")
    assert (parse(path).reference, parse(path).language) == (REFERENCE, "sv")


def test_what_is_there_is_not_asked_for_again(services):
    standin = services()
    fetch.fetch_texts([REFERENCE], ["sv"])
    asked = len(standin.requests)
    assert outcomes(fetch.fetch_texts([REFERENCE], ["sv"])) == [(REFERENCE, "sv", "already there")]
    assert len(standin.requests) == asked


def test_a_language_that_does_not_exist_is_recorded_and_nothing_else_comes_in_its_place(services, home):
    services()
    rows = fetch.fetch_texts([REFERENCE], ["fr"])
    assert outcomes(rows) == [(REFERENCE, "fr", "unavailable")]
    record = json.loads((home / "TA-9-2030-0999_FR.json").read_text())
    assert (record["outcome"], record["language"]) == ("unavailable", "fr")
    assert [path.name for path in home.iterdir()] == ["TA-9-2030-0999_FR.json"]


def test_a_text_that_exists_as_pdf_alone_is_for_the_user_to_get(services):
    services()
    (row,) = fetch.fetch_texts([EARLIER], ["en"])
    assert row.outcome == "failed"
    assert "formats that cannot be read" in row.detail
    assert official_page(row.reference, row.language).endswith("/TA-9-2030-0111_EN.html")


def test_a_document_nobody_knows_is_unavailable(services):
    services()
    assert outcomes(fetch.fetch_texts(["P9_TA(2030)0555"], ["sv"])) == [
        ("P9_TA(2030)0555", "sv", "unavailable")
    ]


@pytest.mark.parametrize("streams", [2, 3])
def test_streams_are_joined_in_their_order(services, streams):
    services(works(streams), faults=always("status_500", "record"))
    (row,) = fetch.fetch_texts([REFERENCE], ["el"])
    assert row.outcome == "got"
    document, whole = (
        parse(row.detail),
        Invented("el", REFERENCE, operative=[*LONG, "Instructs its President to go."]),
    )
    assert [unit.text for unit in document.paragraphs] == [
        *whole.citations,
        *whole.recitals,
        *whole.operative,
    ]


@pytest.mark.parametrize(
    ("given", "expected"), [({}, "52009IP0019(01)"), ({OLD: "52009IP0019(01)"}, "52009IP0019(01)")]
)
def test_the_celex_number_is_looked_up_where_the_catalogue_lacks_it(services, given, expected):
    standin = services()
    assert fetch.fetch_texts([OLD], ["sv"], dict(given))[0].outcome == "got"
    assert bool(given) != any(request.kind == "sparql" for request in standin.requests)
    with_celex = [request.path for request in standin.requests if request.kind == "celex"]
    assert all("%2801%29" in path for path in with_celex)
    assert expected == "52009IP0019(01)"


def test_numbers_by_the_pattern_are_tried_where_the_search_does_not_answer(services):
    services(faults=always("status_500", "sparql"))
    assert fetch.fetch_texts([OLD], ["sv"])[0].outcome == "got"
    assert fetch.candidates("P9_TA(2021)0056") == ["52021IP0056"]
    assert fetch.candidates("P8_TA(2014)0001") == ["52014IP0001", "52014IP0001(01)"]
    assert fetch.candidates("P7_TA(2014)0001") == ["52014IP0001"]


class StandingClock:
    """Time passes for whoever sleeps only."""

    def __init__(self):
        self.slept = []

    def monotonic(self):
        return 1000.0 + sum(self.slept)

    def sleep(self, seconds):
        self.slept.append(seconds)


def test_requests_are_as_the_services_want_them(services, monkeypatch):
    clock = StandingClock()
    monkeypatch.setattr(web, "time", clock)
    monkeypatch.setattr(web, "LIMITS", web.Limits(pause=0.2, attempts=1, read=2))
    monkeypatch.setenv("RESOLUTION_CONTACT", "keeper@lighthouse.example")
    standin = services()
    fetch.fetch_texts([REFERENCE, EARLIER], ["sv"])
    assert clock.slept == pytest.approx([0] + [0.2] * (len(standin.requests) - 1))
    assert all(
        "keeper@lighthouse.example" in request.headers.get("User-Agent") for request in standin.requests
    )
    negotiated = [request for request in standin.requests if request.kind == "celex"]
    assert {request.headers.get("Accept-Language") for request in negotiated} == {"swe"}


# What each fault of both services comes to, where Cellar alone has the text and always behaves so.
EXPECTED = {
    "slow_bytes": ("failed", "too slow"),
    "cut_connection": ("failed", "cut"),
    "wrong_length_long": ("failed", ""),
    "gzip_bomb": ("failed", "larger than 3 MB"),
    "double_gzip_bomb": ("failed", ""),
    "status_202": ("refused", "202"),
    "robot_page": ("refused", "robot check"),
    "empty_body": ("refused", "empty page"),
    "status_300_nonsense": ("failed", "another place"),
    "status_300_foreign": ("failed", "another place"),
    "status_400": ("failed", "400"),
    "status_403": ("refused", "403"),
    "status_404_unknown": ("unavailable", "not known"),
    "status_404_format": ("failed", "formats"),
    "status_406": ("failed", ""),
    "status_429": ("refused", "too many requests"),
    "status_429_long": ("refused", "3600 s"),
    "status_500": ("failed", "500"),
    "status_503": ("failed", "503"),
    "html_instead": ("failed", ""),
    "wrong_language": ("failed", "English instead"),
    "other_work": ("failed", "instead"),
    "redirect_other_host": ("failed", "another place"),
    "redirect_file": ("failed", "another place"),
    "redirect_loop": ("failed", "circle"),
    "xml_external_entity": ("failed", ""),
    "xml_entity_expansion": ("failed", ""),
    "cut_document": ("failed", ""),
    "garbage_bytes": ("failed", ""),
    "reset": ("failed", "cut"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_truly_and_leaves_nothing_behind(services, home, fault):
    old = text("sv", OLD, "oj_plain")
    english = text("en", OLD, "oj_plain")
    other = Work(REFERENCE, "52030IP0999", "2030-01-20", {}, html={"sv": text("sv", REFERENCE, "oj")})
    services(
        [Work(OLD, "52009IP0019(01)", "2009-07-14", {}, html={"sv": old, "en": english}), other],
        faults=always(fault, "celex"),
    )
    (row,) = fetch.fetch_texts([OLD], ["sv"], {OLD: "52009IP0019(01)"})
    if row.outcome == "got":
        assert fault not in EXPECTED
        assert (home / "TA-7-2009-0019_SV.html").read_bytes() == old
        return
    outcome, reason = EXPECTED[fault]
    assert row.outcome == outcome
    assert reason in row.detail
    left = [path.name for path in home.iterdir()] if home.exists() else []
    assert left == (["TA-7-2009-0019_SV.json"] if outcome == "unavailable" else [])


@pytest.mark.parametrize("streams", [1, 3])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_file_or_stream_never_passes_for_the_text(services, home, fault, streams):
    services(works(streams), faults=always(fault, "item"))
    (row,) = fetch.fetch_texts([EARLIER], ["sv"], {EARLIER: "52030IP0111"})
    if row.outcome == "got":
        assert fault in ("climbing_name", "json_wrong_shape", "status_300_nonsense", "status_400")
        texts = [unit.text for unit in parse(row.detail).paragraphs]
        assert len(texts) == 2 + len(LONG) + 1
    else:
        assert row.outcome in ("refused", "failed")
        assert not home.exists()


@pytest.mark.parametrize("fault", FAULTS)
def test_open_data_at_its_worst_leaves_cellar(services, monkeypatch, fault):
    services(faults=always(fault, "distribution"))
    open_data = os.environ["RESOLUTION_OPENDATA_URL"]
    services()
    monkeypatch.setenv("RESOLUTION_OPENDATA_URL", open_data)
    (row,) = fetch.fetch_texts([REFERENCE], ["sv"])
    assert row.outcome == "got"
    assert parse(row.detail).language == "sv"


def test_what_one_service_refuses_and_the_other_lacks_is_not_called_unavailable(services):
    services(faults=always("status_202", "record"))
    (row,) = fetch.fetch_texts([REFERENCE], ["fr"])
    assert row.outcome == "refused"
    assert "no version in this language" in row.detail


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("http://a.example/x", "https://a.example/x"),
        ("https://a.example:443/x?y=1", "https://a.example/x?y=1"),
        ("https://b.example/x", None),
        ("https://a.example.b.example/x", None),
        ("https://a.example@b.example/x", None),
        ("https://u:p@a.example/x", None),
        ("https://a.example:8443/x", None),
        ("file:///etc/passwd", None),
        ("ftp://a.example/x", None),
        ("//b.example/x", None),
        ("https://[bad/x", None),
        ("//[", None),
        ("/y", "https://a.example/y"),
    ],
)
def test_redirects_stay_with_the_publisher_and_its_scheme(address, allowed):
    start = "https://a.example/start"
    if allowed:
        assert web.same_publisher(start, start, address) == allowed
    else:
        with pytest.raises(web.FetchError, match="sent to"):
            web.same_publisher(start, start, address)


def test_offline_is_said_in_one_line(services, monkeypatch, capsys, home):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    services()
    monkeypatch.setenv("RESOLUTION_CELLAR_URL", address)
    monkeypatch.setenv("RESOLUTION_OPENDATA_URL", address)
    assert main(["fetch", REFERENCE]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "cannot be reached; nothing was fetched" in printed.err
    assert not home.exists()


def test_one_service_out_of_reach_is_not_asked_twice(services, monkeypatch):
    services()
    monkeypatch.setenv("RESOLUTION_OPENDATA_URL", "http://127.0.0.1:9")
    rows = fetch.fetch_texts([REFERENCE], ["sv", "fr"])
    assert [row.outcome for row in rows] == ["got", "failed"]
    assert "cannot be reached" in rows[1].detail


def test_the_command_prints_a_table_and_the_manual_way(services, capsys):
    services(faults=always("status_202", "celex"))
    assert main(["fetch", OLD, "TA-9-2030-0999", "--language", "sv"]) == 1
    printed = capsys.readouterr()
    rows = [line.split()[:3] for line in printed.out.splitlines()]
    assert rows == [[OLD, "sv", "refused"], [REFERENCE, "sv", "got"]]
    assert "/doceo/document/TA-7-2009-0019_SV.html" in printed.err
    assert main(["fetch", "--language", "sv", REFERENCE]) == 0


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (["fetch", "P9_TA(21)56"], "is no reference of an adopted text"),
        (["fetch", REFERENCE, "--language", "xx"], "Unknown language 'xx'"),
        (["fetch", "--country", "../.."], "cannot name a country's folder"),
        (["new", "texts"], "cannot name a country's folder"),
    ],
)
def test_a_user_s_mistake_is_told_before_anything_is_asked(services, capsys, call, reason):
    standin = services()
    assert main(call) == 2
    assert reason in capsys.readouterr().err
    assert not standin.requests


def test_a_full_disk_leaves_nothing_half_written(services, home, monkeypatch):
    services()
    fetch.fetch_texts([REFERENCE], ["sv"])
    before = {path: path.read_bytes() for path in home.iterdir()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.sources.storage.write_whole", full)
    rows = fetch.fetch_texts([REFERENCE, OLD], ["sv", "en"])
    assert [row.outcome for row in rows] == ["already there", "failed", "failed", "failed"]
    assert "No space left" in rows[1].detail
    assert {path: path.read_bytes() for path in home.iterdir()} == before


def test_stopping_keeps_what_was_got_and_says_what_was_not_tried(services):
    services()

    def stop_after_one(pairs):
        yield pairs[0]
        raise KeyboardInterrupt

    rows = fetch.fetch_texts([REFERENCE, OLD], ["sv"], tell=stop_after_one)
    assert outcomes(rows) == [(REFERENCE, "sv", "got"), (OLD, "sv", "failed")]
    assert rows[1].detail == "not tried: stopped"
    assert fetch.fetch_texts([REFERENCE, OLD], ["sv"])[1].outcome == "got"


def test_two_fetches_at_once_store_each_text_once(services, home):
    services()
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(fetch.fetch_texts([REFERENCE, OLD], ["sv", "en"])))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = results
    for one, other in zip(first, second, strict=True):
        assert sorted([one.outcome, other.outcome])[-1] == "got"
        assert {one.outcome, other.outcome} <= {"got", "already there"}
    assert len(list(home.iterdir())) == 8


def test_a_saved_page_counts_as_there(services, tmp_path):
    standin = services()
    page = tmp_path / "saved.txt"
    page.write_text(Invented("sv", REFERENCE).page(), encoding="utf-8")
    assert main(["add", str(page)]) == 0
    assert outcomes(fetch.fetch_texts([REFERENCE], ["sv"])) == [(REFERENCE, "sv", "already there")]
    assert not standin.requests


def test_every_rendition_can_be_added(services, tmp_path, home):
    services()
    endings = {"doceo": "html", "getdoc": "html", "oj": "html", "sdocta": "xml"}
    for number, (layout, ending) in enumerate(endings.items()):
        file = tmp_path / f"{layout}.page"
        file.write_bytes(text("sv", f"P9_TA(2030)000{number}", layout))
        assert main(["add", str(file)]) == 0
        assert (home / f"TA-9-2030-000{number}_SV.{ending}").exists()


def test_another_rendition_of_a_stored_text_is_there_and_another_text_is_refused(services, tmp_path):
    services()
    for layout in ("page", "doceo"):
        (tmp_path / layout).write_bytes(text("sv", REFERENCE, layout))
    assert main(["add", str(tmp_path / "page")]) == 0
    stored, refused = add_texts([tmp_path / "doceo"])
    assert ([one.new for one in stored], refused) == ([False], [])
    (tmp_path / "other").write_bytes(text("sv", REFERENCE, "doceo").replace(b"alight", b"alive"))
    with pytest.raises(InputError, match="differs from"):
        add_texts([tmp_path / "other"])


def test_one_celex_number_or_none(services):
    services()
    client = web.Client()
    assert cellar.find_celex(client, OLD) == "52009IP0019(01)"
    assert cellar.find_celex(client, "P9_TA(2030)0777") == ""


@pytest.mark.parametrize(
    ("asked", "seconds"), [("7", 7), ("²", 0), ("", 0), ("soon", 0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0)]
)
def test_what_a_service_asks_to_wait(asked, seconds):
    assert web._asked_wait(asked) == seconds


def test_after_too_many_requests_a_host_is_left_alone(services):
    standin = services(faults=always("status_429_long", "record"))
    rows = fetch.fetch_texts([REFERENCE], ["sv", "en", "el"])
    assert [row.outcome for row in rows] == ["refused"] * 3
    assert len(standin.requests) == 1


def test_what_exists_in_word_and_pdf_alone_is_not_called_unavailable(services):
    only = Work(REFERENCE, "52030IP0999", "2030-01-20", {}, xml={"sv": b"x"}, pdf_only=frozenset(["de"]))
    services([only])
    (row,) = fetch.fetch_texts([REFERENCE], ["de"])
    assert row.outcome == "failed"
    assert "formats that cannot be read" in row.detail


def test_a_text_added_by_hand_takes_the_record_of_its_absence_away(services, tmp_path, home):
    services()
    fetch.fetch_texts([REFERENCE], ["da"])
    assert (home / "TA-9-2030-0999_DA.json").exists()
    page = tmp_path / "page.txt"
    page.write_text(Invented("da", REFERENCE).page(), encoding="utf-8")
    add_texts([page])
    assert [path.name for path in home.iterdir()] == ["TA-9-2030-0999_DA.txt"]


def test_an_answer_nobody_foresaw_is_a_failure_and_not_a_crash(services, monkeypatch):
    services()

    def stumble(*_):
        raise ValueError("odd")

    monkeypatch.setattr("analysis.sources.opendata.fetch_text", stumble)
    assert fetch.fetch_texts([REFERENCE], ["sv"])[0].outcome == "got"
    monkeypatch.setattr("analysis.sources.cellar.fetch_text", stumble)
    (row,) = fetch.fetch_texts([REFERENCE], ["en"])
    assert (row.outcome, "odd" in row.detail) == ("failed", True)


@pytest.mark.parametrize(
    "given", ["P9_TA(2030)0999", "p9_ta(2030)0999", "TA-9-2030-0999", "TA-9-2030-0999_SV"]
)
def test_a_reference_in_either_form(given):
    assert read_reference(given) == REFERENCE
