"""Runs the notebooks on one corpus and puts what they write in place, all of it or nothing."""

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from analysis.corpus import Corpus, load
from analysis.errors import InputError
from analysis.export import figures_folder, has_own_edition
from analysis.frames import write_whole
from analysis.labels import label_language
from analysis.page import make_page
from analysis.places import PROJECT

NOTEBOOKS = PROJECT / "notebooks"
_KERNELS = 2
_FORGET = "get_ipython().reset()"


class NotebookError(RuntimeError):
    """A notebook's cell failed; nothing was written."""


def write_report(country: str, output: Path | None = None, labels: str = "en") -> list[Path]:
    """Execute the notebooks on a corpus; write them and their figures.

    Without texts, the shipped country's notebooks and `figures/` are renewed in place; otherwise
    all goes to `figures/local/COUNTRY/`, or to `output`. With Swedish labels nothing is renewed in
    place: all goes to `figures/local/COUNTRY-sv/`, or to `output`.

    Returns:
        The files written.

    Raises:
        InputError: there is no such corpus, no such labels, or `output` is no folder.
        NotebookError: a cell failed.
    """
    labels, corpus = label_language(labels), load(country)
    if not corpus.resolutions["compared"].any():
        raise InputError(
            f"{corpus.folder / 'resolutions.csv'} has no resolution to compare: add rows, or set compared to true."
        )
    if output is not None and output.exists() and not output.is_dir():
        raise InputError(f"{output} is not a folder: choose another output.")
    folder = output or figures_folder(corpus, labels)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made ({error.strerror}): choose another output.") from error
    with tempfile.TemporaryDirectory(prefix="resolutions-") as scratch:
        work = Path(scratch)
        executed = _execute_all(sorted(NOTEBOOKS.glob("[0-9]*.ipynb")), corpus, work, labels)
        write_whole(work / "report.html", make_page(executed, work, corpus.name).encode())
        in_place = output is None and not has_own_edition(corpus, labels)
        return _put_in_place(executed, work, folder, in_place)


def _put_in_place(executed: list[Path], work: Path, folder: Path, in_place: bool) -> list[Path]:
    written = []
    for file in sorted(work.iterdir()):
        target = (NOTEBOOKS if in_place and file in executed else folder) / file.name
        write_whole(target, file.read_bytes())
        written.append(target)
    return written


def _execute_all(sources: list[Path], corpus: Corpus, work: Path, labels: str) -> list[Path]:
    """Two kernels take one notebook after another, those of most bytes first: they take longest."""
    waiting = iter(sorted(sources, key=lambda source: source.stat().st_size, reverse=True))
    with ThreadPoolExecutor() as pool:
        for worker in [pool.submit(_execute_waiting, waiting, corpus, work, labels) for _ in range(_KERNELS)]:
            worker.result()
    return [work / source.name for source in sources]


def _execute_waiting(waiting: Iterator[Path], corpus: Corpus, work: Path, labels: str) -> None:
    """One kernel for several notebooks, since what they import takes longer than most of their cells."""
    kernel = AsyncKernelManager()
    try:
        for source in waiting:
            _execute(source, kernel, corpus, work, labels)
    finally:
        if kernel.has_kernel:
            run_sync(kernel.shutdown_kernel)(now=True)


def _execute(source: Path, kernel: AsyncKernelManager, corpus: Corpus, work: Path, labels: str) -> None:
    start = time.monotonic()
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f'COUNTRY = "{corpus.name}"'
    environment = os.environ | {"RESOLUTION_FIGURES": str(work), "RESOLUTION_LABELS": labels}
    client = NotebookClient(
        notebook,
        km=kernel,
        timeout=300,
        record_timing=False,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
    )
    client.on_notebook_start = lambda **_: client.kc and client.kc.execute(_FORGET, silent=True)
    try:
        client.execute(env=environment)
    except CellExecutionError as error:
        reason = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines()[-1]
        raise NotebookError(f"{source.name} failed ({reason}); nothing was written.") from error
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, work / source.name)
    print(f"  {source.name} ran in {time.monotonic() - start:.1f} s", file=sys.stderr)
