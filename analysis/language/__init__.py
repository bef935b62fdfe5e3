"""Wording across years."""
