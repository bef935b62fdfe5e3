"""Measures how the package bears large corpora."""
