"""Measures each stage in a process of its own: seconds, peak memory, quality."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmark import stages
from benchmark.invent import SLUG, invent_corpus

TESTS = Path(__file__).resolve().parent.parent
Figures = dict[str, Any]
_ON_TEXTS = ("floor", "parse", "terms", "terms_plain")
_OF_SMALLEST = ("terms_spacy", "clauses", "mentions", "load")  # slow, or all documents are held in memory
_ON_OTHER = ("names", "names_near", "names_rapidfuzz", "candidates", "candidates_brute")
_ITEMS = {"names": stages.N_SPELLINGS, "candidates": stages.N_PARAGRAPHS}
_SERIES = {9: ("sv", "en"), 30: ("sv",), 100: ("sv",)}  # texts of one country, and their languages
JOBS = 2


def measure_all(sizes: list[int], runs: int, work: Path) -> list[Figures]:
    """One row per stage and size: seconds and those of CPU (medians), items per second, MB/s, peak memory, quality."""
    rows = []
    for place, n in enumerate(sizes):
        folder = invent_corpus(work / str(n), n, stages.SEED)
        megabytes = sum(path.stat().st_size for path in stages.list_files(folder)) / 1e6
        repeats = runs if place == 0 else 1
        for stage in _at_hand(*_ON_TEXTS, *(_OF_SMALLEST if place == 0 else ())):
            rows.append(_summarise(stage, n, megabytes, [_measure(stage, folder) for _ in range(repeats)]))
        built = [_measure_build(work / str(n)) for _ in range(repeats)]
        rows.append(_summarise("build", n, megabytes, built))
    for n, spoken in _SERIES.items():
        folder = invent_corpus(work / f"series {n}", n, stages.SEED, spoken)
        for stage in ("lineages", "series"):
            rows.append(_summarise(stage, n, None, [_measure(stage, folder)]))
        report = _measure_command(folder.parent, "report", "--output", str(work / f"report {n}"))
        rows.append(_summarise("report", n, None, [report]))
    for stage in _ON_OTHER:
        n = _ITEMS[stage.partition("_")[0]]
        rows.append(_summarise(stage, n, None, [_measure(stage, work) for _ in range(runs)]))
    return rows


def _at_hand(*all_stages: str) -> list[str]:
    """The stages but for a peer that is not installed."""
    return [stage for stage in all_stages if stage != "terms_spacy" or importlib.util.find_spec("spacy")]


def _summarise(stage: str, n: int, megabytes: float | None, measured: list[Figures]) -> Figures:
    seconds = median(one.pop("seconds") / one.pop("sampled", 1) for one in measured)
    row = {"stage": stage, "items": n, "seconds": round(seconds, 3), "per_second": round(n / seconds, 1)}
    row["mb_per_second"] = round(megabytes / seconds, 2) if megabytes else None
    row["peak_mb"] = round(max(one.pop("peak_mb") for one in measured))
    row["cpu_seconds"] = round(median(one.pop("cpu_seconds") for one in measured), 1)
    row["runs"] = len(measured)
    print(f"  {stage} {n}: {seconds:.2f} s", file=sys.stderr, flush=True)
    return row | {name: round(value, 4) for name, value in measured[0].items()}


def _measure(stage: str, folder: Path) -> Figures:
    command = [sys.executable, "-m", "benchmark.measure", stage, str(folder)]
    done = subprocess.run(command, cwd=TESTS, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _measure_build(corpus: Path) -> Figures:
    """`resolutions build` on an empty cache."""
    shutil.rmtree(corpus / SLUG / "cache", ignore_errors=True)
    return _measure_command(corpus, "build", "--jobs", str(JOBS))


def _measure_command(corpus: Path, *words: str) -> Figures:
    """One command on the invented country; memory is that of all its processes together."""
    command = [str(Path(sys.executable).with_name("resolutions")), words[0], "--country", SLUG, *words[1:]]
    environment = os.environ | {"RESOLUTION_CORPUS": str(corpus), "RESOLUTION_TEXTS": "none"}
    start, used, peak = time.perf_counter(), _used_cpu(of_children=True), 0.0
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            peak = max(peak, _used_memory(process.pid))
            time.sleep(0.2)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed with {process.returncode}")
    used = _used_cpu(of_children=True) - used
    return {"seconds": time.perf_counter() - start, "cpu_seconds": used, "peak_mb": peak}


def _used_cpu(of_children: bool = False) -> float:
    """Seconds that cores worked for this process, or for those that it has waited for."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _used_memory(process_id: int) -> float:
    """Megabytes of a process and those it started; what they share counts once (proportional set size)."""
    try:
        root = psutil.Process(process_id)
        return sum(one.memory_full_info().pss for one in (root, *root.children(recursive=True))) / 1e6
    except psutil.Error:
        return 0.0


def _run_stage(stage: str, folder: Path) -> Figures:
    import resource

    work, rate = getattr(stages, stage)(folder)
    start, used = time.perf_counter(), _used_cpu()
    result = work()
    seconds, used = time.perf_counter() - start, _used_cpu() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"seconds": seconds, "cpu_seconds": used, "peak_mb": peak} | rate(result)


if __name__ == "__main__":
    print(json.dumps(_run_stage(sys.argv[1], Path(sys.argv[2]))))
