"""Bytes of a document → its units, sentences and words."""
