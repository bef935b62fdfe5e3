"""`python -m benchmark`: how fast each stage is, beside a floor and well-known tools, as a table and as JSON."""

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path

from benchmark.measure import JOBS, measure_all
from benchmark.table import format_table


def main() -> None:
    """Measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(prog="benchmark", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="numbers of documents")
    parser.add_argument(
        "--runs", type=int, default=3, help="with the fewest documents, of which the median counts"
    )
    parser.add_argument("--output", type=Path, default=Path("benchmark.json"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as work:
        rows = measure_all(sorted(chosen.sizes), chosen.runs, Path(work))
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "jobs": JOBS}
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(
        json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", encoding="utf-8"
    )
    print(format_table(rows))


if __name__ == "__main__":
    main()
