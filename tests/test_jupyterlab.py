"""JupyterLab itself, driven in Chromium as a reader drives it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.error import URLError

import nbformat
import pytest

from analysis.lexicon.places import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("[0-9]*.ipynb"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A running JupyterLab on copies of the notebooks: (address, their folder)."""
    root = tmp_path_factory.mktemp("lab")
    for path in NOTEBOOKS:
        shutil.copy(path, root / path.name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--no-browser",
        "--allow-root",
        "--expose-app-in-browser",
        f"--ServerApp.port={port}",
        "--ServerApp.token=",
        f"--ServerApp.root_dir={root}",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    environment = os.environ | {
        "RESOLUTION_TEXTS": "none",
        "RESOLUTION_FIGURES": str(root / "figures"),
        "JUPYTER_CONFIG_DIR": str(root / "config"),
        "JUPYTER_RUNTIME_DIR": str(root / "runtime"),
    }
    with open(root / "log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], env=environment, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=1)
                break
            except (URLError, OSError):
                time.sleep(0.25)
        yield address, root
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()  # its kernels end when they see that it is gone


def outputs(path):
    """Cell id → text of its outputs, of the cells that are compared."""
    cells = nbformat.read(path, as_version=4).cells
    return {
        cell.id: [output.get("data", {}).get("text/plain") for output in cell.outputs]
        for cell in cells
        if cell.cell_type == "code" and "nbval-check-output" in cell.metadata.get("tags", [])
    }


@pytest.mark.parametrize("path", NOTEBOOKS[:1], ids=lambda path: path.stem)  # nbval compares the others
def test_a_notebook_runs_in_jupyterlab_and_shows_what_is_shipped(browser, lab, path):
    address, root = lab
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/lab/tree/{path.name}?reset", timeout=180_000)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=180_000)
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
        timeout=180_000,
    )
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')", None)
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(300)
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    folder_errors = [
        output
        for cell in nbformat.read(root / path.name, as_version=4).cells
        for output in cell.get("outputs", [])
        if output["output_type"] in ("error", "stream")
    ]
    assert folder_errors == []
    assert outputs(root / path.name) == outputs(path)
    page.close()


def test_tables_read_well_and_links_can_be_clicked(browser, lab):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{lab[0]}/lab/tree/{NOTEBOOKS[0].name}?reset", timeout=180_000)
    page.wait_for_selector(".jp-RenderedHTML table.resolutions", timeout=180_000)
    link = page.locator("table.resolutions a").first
    assert link.get_attribute("href").startswith(
        "https://www.europarl.europa.eu/doceo/document/TA-7-2009-0023"
    )
    cells = page.locator("table.resolutions td").all_inner_texts()
    assert max(map(len, cells)) <= 160
    page.close()
