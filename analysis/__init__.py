"""Compare what a parliament has said about one country over the years."""

from typing import Any

from analysis.parse import parse

__all__ = ["load", "parse"]


def __getattr__(name: str) -> Any:
    """`load` on first use: it brings pandas, which `parse` does not need."""
    if name == "load":
        from analysis.corpus import load

        return load
    raise AttributeError(f"module 'analysis' has no attribute '{name}'")
