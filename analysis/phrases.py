"""Phrases of a lexicon table → one pattern."""

import re


def compile_phrases(pairs: list[tuple[str, str]]) -> tuple[re.Pattern[str], dict[str, str]]:
    """In a phrase, a star of its own stands for one to three words, one at a word for its ending."""
    parts, codes = [], {}
    for i, (phrase, code) in enumerate(pairs):
        words = [
            r"\w+(?:\s\w+){0,2}" if word == "*" else re.escape(word).replace(r"\*", r"\w*")
            for word in phrase.split()
        ]
        parts.append(f"(?P<p{i}>" + r"\s+".join(words) + ")")
        codes[f"p{i}"] = code
    return re.compile(rf"\b(?:{'|'.join(parts) or '(?!)'})(?!\w)", re.IGNORECASE), codes
