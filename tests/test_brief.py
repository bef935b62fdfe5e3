"""Texts got within a given time, quietly; requests and answers kept, and played again."""

import json
import time

import httpx
import pandas as pd
import pytest
from test_fetch import OLD, REFERENCE, home, services  # noqa: F401  (fixtures)

from analysis.cli import main
from analysis.corpus.frames import empty_frame
from analysis.sources import web
from analysis.sources.fetch import fetch_texts
from analysis.sources.record import read_exchanges


@pytest.fixture
def listed(tmp_path, services):  # noqa: F811
    """Makes a country whose resolutions the services know."""

    def make(*references, **options):
        standin = services(**options)
        folder = tmp_path / "corpus" / "zubrania"
        folder.mkdir(parents=True)
        rows = [{"reference": one, "year": 2030, "compared": "true", "source": "x"} for one in references]
        frame = pd.DataFrame(rows).reindex(columns=empty_frame("resolutions").columns)
        frame.to_csv(folder / "resolutions.csv", index=False)
        return standin

    return make


def brief(*more):
    return main(["fetch", "--country", "zubrania", "--within", "60", *more])


def test_what_can_be_got_is_got_and_told_in_one_line(listed, home, capsys):  # noqa: F811
    standin = listed(REFERENCE, OLD)
    assert brief() == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "resolutions: Official texts: 4 got now, 0 already there, 0 not to be had now.\n"
    assert len([path for path in home.iterdir() if path.suffix != ".json"]) == 4
    asked = len(standin.requests)
    assert brief() == 0
    assert "0 got now, 4 already there" in capsys.readouterr().err
    assert len(standin.requests) == asked


def test_what_is_unavailable_is_not_asked_for_again_at_once(listed, capsys):
    standin = listed(REFERENCE)
    assert brief("--language", "fr") == 0
    asked = len(standin.requests)
    assert brief("--language", "fr") == 0
    assert len(standin.requests) == asked
    assert "1 not to be had now" in capsys.readouterr().err


def test_without_network_one_line_comes_within_seconds(listed, monkeypatch, capsys):
    listed(REFERENCE)
    for name in ("CELLAR", "OPENDATA"):
        monkeypatch.setenv(f"RESOLUTION_{name}_URL", "http://127.0.0.1:9")
    start = time.monotonic()
    assert brief() == 0
    assert time.monotonic() - start < 10
    said = capsys.readouterr().err
    assert "No official text was got: 127.0.0.1:9 cannot be reached" in said
    assert len(said.splitlines()) == 1


def test_the_time_given_is_kept(listed, capsys):
    standin = listed(REFERENCE, OLD)
    assert main(["fetch", "--country", "zubrania", "--within", "0"]) == 0
    assert "4 not to be had now" in capsys.readouterr().err
    assert standin.requests == []


@pytest.mark.parametrize("country", ["practice", "kazakhstan"])
def test_nothing_is_asked_of_an_invented_country_or_where_texts_are_elsewhere(country, monkeypatch, capsys):
    monkeypatch.setattr(web.Client, "get", None)
    monkeypatch.setenv("RESOLUTION_TEXTS", "none")
    assert main(["fetch", "--country", country, "--within", "60"]) == 0
    assert capsys.readouterr().err.startswith("resolutions: ")


def test_a_record_can_be_played_again(listed, home, tmp_path, monkeypatch):  # noqa: F811
    listed(REFERENCE, OLD)
    record = tmp_path / "record"
    monkeypatch.setenv("RESOLUTION_CONTACT", "keeper@example.org")
    assert main(["fetch", "--country", "zubrania", "--language", "sv", "--record", str(record)]) == 0
    got = {path.name: path.read_bytes() for path in home.iterdir() if path.suffix != ".json"}
    assert all("keeper@" not in path.read_text(errors="replace") for path in record.iterdir())
    waiting = read_exchanges(record)
    assert {told["status"] for told, _ in waiting} >= {200}
    for path in home.iterdir():
        path.unlink()

    def answer(request):
        place = next(at for at, (told, _) in enumerate(waiting) if told["address"] == str(request.url))
        told, body = waiting.pop(place)
        return httpx.Response(told["status"], headers=told["headers"], stream=httpx.ByteStream(body))

    outcomes = fetch_texts([REFERENCE, OLD], ["sv"], client=web.Client(transport=httpx.MockTransport(answer)))
    assert [one.outcome for one in outcomes] == ["got", "got"]
    assert {path.name: path.read_bytes() for path in home.iterdir() if path.suffix != ".json"} == got
    assert waiting == []


def test_a_record_says_where_no_answer_came(listed, tmp_path, monkeypatch):
    listed(REFERENCE)
    for name in ("CELLAR", "OPENDATA"):
        monkeypatch.setenv(f"RESOLUTION_{name}_URL", "http://127.0.0.1:9")
    brief("--record", str(tmp_path / "record"))
    told = json.loads((tmp_path / "record" / "001.json").read_text())
    assert (told["status"], told["headers"]) == (0, {})
