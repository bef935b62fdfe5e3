"""The figures of a benchmark as a table in Markdown."""

from typing import Any

_COMPARED = {
    "parse": ["floor"],
    "clauses": ["floor"],
    "mentions": ["floor"],
    "build": ["floor"],
    "terms": ["terms_plain", "terms_spacy"],
    "names": ["names_rapidfuzz"],
    "names_near": ["names_rapidfuzz"],
    "candidates": ["candidates_brute"],
}
_HEAD = "| stage | items | seconds | of CPU | per second | MB/s | peak MB | times as long as | quality |"


def format_table(rows: list[dict[str, Any]]) -> str:
    """One line per stage and number of items; times as long as what it is compared with, in the same run."""
    lines = [_HEAD, "|---|---:|---:|---:|---:|---:|---:|---|---|"]
    for row in rows:
        quality = ", ".join(f"{name} {row[name]:.3f}" for name in ("f1", "recall") if name in row)
        cells = [row["stage"], f"{row['items']:,}", f"{row['seconds']:,.1f}", row.get("cpu_seconds", "")]
        cells += [f"{row['per_second']:,}", row["mb_per_second"] or ""]
        cells += [f"{row['peak_mb']:,}" if row["peak_mb"] else "", _compare(row, rows), quality]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def _compare(row: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    peers = [
        one
        for one in rows
        if one["stage"] in _COMPARED.get(row["stage"], []) and one["items"] == row["items"]
    ]
    return ", ".join(f"{peer['stage']} {row['seconds'] / peer['seconds']:.2f}" for peer in peers)
