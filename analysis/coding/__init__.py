"""Coding by hand: sheets out and in, and what two hands settle."""
