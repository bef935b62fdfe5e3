import os
from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.parse import parse


@pytest.fixture(scope="session")
def real_text():
    """A function (reference, language) → path of that official text, or a skip that says why."""
    folder = os.environ.get("RESOLUTION_TEXTS", "")
    if not folder or folder == "none":
        pytest.skip("no official texts at hand: RESOLUTION_TEXTS names no folder")
    found = {}
    for path in sorted(Path(folder).iterdir()):
        try:
            document = parse(path)
        except InputError:
            continue
        found[document.reference, document.language] = path

    def find(reference, language):
        if (reference, language) not in found:
            pytest.skip(f"{reference} ({language}) is not in {folder}")
        return found[reference, language]

    return find
