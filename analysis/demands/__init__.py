"""Demands across years."""
