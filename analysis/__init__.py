"""Compare what a parliament has said about one country over the years."""

from analysis.parse import parse

__all__ = ["parse"]
