"""Compare what a parliament has said about one country over the years."""

from typing import Any

from analysis.documents.parse import parse

__version__ = "0.1.0"
__all__ = ["load", "match_names", "parse"]


def __getattr__(name: str) -> Any:
    """What brings pandas is imported on first use; `parse` does not need it."""
    if name == "load":
        from analysis.corpus.load import load

        return load
    if name == "match_names":
        from analysis.names.matching import match_names

        return match_names
    raise AttributeError(f"module 'analysis' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
