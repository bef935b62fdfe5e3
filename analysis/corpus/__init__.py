"""The tables of one country: read, checked, derived from texts, and what of it is known."""
