"""Runs the notebooks on one corpus and puts what they write in place, all of it or nothing."""

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from tqdm import tqdm

from analysis.corpus.build import build_derived
from analysis.corpus.countries import describe_country
from analysis.corpus.load import Corpus, load
from analysis.lexicon.errors import InputError
from analysis.lexicon.files import write_whole
from analysis.lexicon.labels import label_language
from analysis.lexicon.places import PROJECT
from analysis.report.export import figures_folder, has_own_edition
from analysis.report.links import PEOPLE_PAGE, TEXTS_PAGE
from analysis.report.page import make_page
from analysis.report.people_page import make_people_page
from analysis.report.texts_page import make_texts_page

NOTEBOOKS = PROJECT / "notebooks"
STYLE = Path(__file__).with_name("style.mplstyle")
ORDER = ("05_compare", "02_demands", "03_people", "04_language", "01_corpus", "07_trust")  # as a reader asks
APART = "06_explore"  # for looking oneself
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
    if corpus.documents:
        _find_results(country)
    in_place = output is None and not has_own_edition(corpus, labels)
    folder = output or (PROJECT / "figures" if in_place else figures_folder(corpus, labels))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made ({error.strerror}): choose another output.") from error
    with tempfile.TemporaryDirectory(prefix="resolutions-", ignore_cleanup_errors=True) as scratch:
        work = Path(scratch)
        (work / "written").mkdir()
        executed = _execute_all(sorted(NOTEBOOKS.glob("[0-9]*.ipynb")), corpus, work, labels)
        _write_pages(corpus, work / "written")
        ordered = sorted((path for path in executed if path.stem != APART), key=_place)
        page = make_page(ordered, work / "written", describe_country(corpus.folder).name)
        write_whole(work / "written" / "report.html", page.encode())
        written = _put_in_place(executed, work / "written", folder, in_place)
        if output is None:
            _remove_stale(folder, written)
        return written


def _place(notebook: Path) -> int:
    return ORDER.index(notebook.stem) if notebook.stem in ORDER else len(ORDER)


def _write_pages(corpus: Corpus, folder: Path) -> None:
    for name, make in ((PEOPLE_PAGE, make_people_page), (TEXTS_PAGE, make_texts_page)):
        page = make(corpus)
        if page:
            write_whole(folder / name, page.encode())


def _put_in_place(executed: list[Path], work: Path, folder: Path, in_place: bool) -> list[Path]:
    written = []
    for file in sorted(work.iterdir()):
        target = (NOTEBOOKS if in_place and file in executed else folder) / file.name
        write_whole(target, file.read_bytes())
        written.append(target)
    return written


def _find_results(country: str) -> None:
    """What rules find in the texts at hand, once for all notebooks; where nothing can be kept, each finds it anew."""

    def tell(missing: Sized, results: Iterable) -> Iterable:
        return tqdm(results, total=len(missing), unit="text", disable=None, leave=False, desc="  reading")

    with suppress(OSError):
        build_derived(country, _KERNELS, tell, into="cache")


def _remove_stale(folder: Path, written: list[Path]) -> None:
    """Take away what an earlier report wrote of a figure or table that has nothing to show any more."""
    for path in set(folder.iterdir()) - set(written):
        if path.name in (PEOPLE_PAGE, TEXTS_PAGE) or re.fullmatch(
            r"\d\d_\w+\.(svg|pdf|png|csv|md|html)", path.name
        ):
            path.unlink()


class _Kernels:
    """The kernels of one report: each runs on this interpreter, and all can be ended at once."""

    def __init__(self, work: Path):
        self._work = work
        self._running: list[AsyncKernelManager] = []
        self.stopped = False

    def start(self) -> AsyncKernelManager:
        """One more kernel; what it needs on disk lies in the folder of the report."""
        place = self._work / f"kernel-{len(self._running)}.json"
        kernel = AsyncKernelManager(
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), connection_file=str(place)
        )
        self._running.append(kernel)
        return kernel

    def stop(self) -> None:
        """End them; a notebook that runs on one then fails."""
        self.stopped = True
        for kernel in self._running:
            if kernel.has_kernel:
                run_sync(kernel.shutdown_kernel)(now=True)


def _execute_all(sources: list[Path], corpus: Corpus, work: Path, labels: str) -> list[Path]:
    """Two kernels take one notebook after another, those of most bytes first: they take longest."""
    ordered = sorted(sources, key=lambda source: source.stat().st_size, reverse=True)
    notebooks = [(source, _read_notebook(source, corpus.name)) for source in ordered]
    waiting, kernels = iter(notebooks), _Kernels(work)
    n_cells = sum(cell.cell_type == "code" for _, notebook in notebooks for cell in notebook.cells)
    settings = os.environ | {
        "RESOLUTION_FIGURES": str(work / "written"),
        "RESOLUTION_LABELS": labels,
        "IPYTHONDIR": str(work / "ipython"),  # no start-up files of the user's
        "MATPLOTLIBRC": str(STYLE),
        "OPENBLAS_NUM_THREADS": "1",  # the kernels have the cores already
    }
    with tqdm(total=n_cells, unit="cell", disable=None, leave=False) as bar, ThreadPoolExecutor() as pool:
        work_off = partial(_execute_waiting, waiting, kernels, work / "written", settings, bar)
        running = [pool.submit(work_off) for _ in range(_KERNELS)]
        try:
            for worker in running:
                worker.result()
        except BaseException:
            kernels.stop()
            raise
    return [work / "written" / source.name for source in sources]


def _read_notebook(source: Path, country: str) -> nbformat.NotebookNode:
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"COUNTRY = {json.dumps(country, ensure_ascii=False)}"
    return notebook


def _execute_waiting(
    waiting: Iterator[tuple[Path, nbformat.NotebookNode]],
    kernels: _Kernels,
    folder: Path,
    settings: dict[str, str],
    bar: tqdm,
) -> None:
    """One kernel for several notebooks, since what they import takes longer than most of their cells."""
    kernel = kernels.start()
    try:
        for source, notebook in waiting:
            if kernels.stopped:
                return
            start = time.monotonic()
            _execute(source.name, notebook, kernel, settings, bar)
            nbformat.write(notebook, folder / source.name)
            bar.write(f"  {source.name} ran in {time.monotonic() - start:.1f} s", file=sys.stderr)
    finally:
        if kernel.has_kernel:
            run_sync(kernel.shutdown_kernel)(now=True)


def _execute(
    name: str,
    notebook: nbformat.NotebookNode,
    kernel: AsyncKernelManager,
    settings: dict[str, str],
    bar: tqdm,
) -> None:
    client = NotebookClient(
        notebook,
        km=kernel,
        timeout=None,
        record_timing=False,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        on_cell_executed=lambda **_: bar.update(),
        on_cell_start=lambda cell, **_: bar.set_postfix_str(f"{name}: {cell.source.strip()[-60:]}"),
    )
    client.on_notebook_start = lambda **_: client.kc and client.kc.execute(_FORGET, silent=True)
    try:
        client.execute(env=settings)
    except CellExecutionError as error:
        reason = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines()[-1]
        raise NotebookError(f"{name} failed ({reason}); nothing was written.") from error
    except DeadKernelError as error:
        raise NotebookError(f"{name} failed (its process ended); nothing was written.") from error
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _is_message(output, name, bar)]


def _is_message(output: nbformat.NotebookNode, name: str, bar: tqdm) -> bool:
    """Whether an output is a line of a library for whoever runs the report, who gets it, and no result."""
    if output.output_type != "stream" or output.name != "stderr":
        return False
    for line in output.text.splitlines():
        bar.write(f"  {name} says: {line}", file=sys.stderr)
    return True
