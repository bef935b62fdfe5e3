"""What is built can be installed without the project beside it: it parses a file and loads a folder."""

import os
import subprocess
import sys
import zipfile

import pytest
from invented import Invented

from analysis.lexicon.places import PROJECT

TRY = """
import sys
import analysis
assert analysis.__file__.startswith({folder!r}), analysis.__file__
document = analysis.parse({text!r})
assert (document.reference, document.language) == ("P9_TA(2030)0999", "en"), document
assert "pandas" not in sys.modules
corpus = analysis.load("zubrania")
assert list(corpus.demands["act"]) == ["calls_on"]
heavy = {{"matplotlib", "sklearn", "nbconvert", "jupyterlab", "httpx"}} & set(sys.modules)
assert not heavy, heavy
print(len(corpus.demands))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_parses_and_loads_without_the_project(installed, tmp_path):
    country = tmp_path / "corpus" / "zubrania"
    (country / "texts").mkdir(parents=True)
    asked = ["Calls on the Government of Zubrania to release the journalist Alma Rot."]
    text = country / "texts" / "one.txt"
    text.write_text(Invented("en", operative=asked).page(), encoding="utf-8")
    header = "reference,celex,procedure,procedure_type,adopted,year,compared,title_en,title_sv,oj_reference,votes_for,"
    header += "votes_against,votes_abstain,tabled_by,joint_motion,report,source,note"
    row = "P9_TA(2030)0999,,,,,2030,true" + "," * 9 + ",invented,"
    (country / "resolutions.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TRY.format(folder=str(installed), text=str(text))],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed), "RESOLUTION_TEXTS": "none", "RESOLUTION_CORPUS": ""},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr
