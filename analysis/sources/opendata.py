"""The Open Data service of the European Parliament: adopted texts from 2014 on, as XML."""

import json
import os
import re
from typing import Any
from urllib.parse import quote

from analysis.sources.web import Answer, Client, FetchError, same_publisher

NAME = "Open Data"
FIRST_TERM = 8
_READABLE = re.compile(r"(?:xhtml\+xml|html|xml)\b", re.IGNORECASE)


def base_address() -> str:
    """RESOLUTION_OPENDATA_URL, or the service's own address; without a slash at its end."""
    base = os.environ.get("RESOLUTION_OPENDATA_URL") or "https://data.europarl.europa.eu"
    return base.rstrip("/").removesuffix("/api/v2")


def fetch_text(client: Client, name: str, language: str) -> list[Answer]:
    """The file of one adopted text in one language, XML rather than HTML.

    Args:
        client: the session.
        name: TA-9-2021-0056.
        language: two-letter code.

    Raises:
        FetchError: as `Client.get`; "unavailable" where the service has no such text or language.
    """
    base = base_address()
    address = f"{base}/api/v2/adopted-texts/{name}?format={quote('application/ld+json')}&language={language}"
    answer = client.get(address, {"Accept": "application/ld+json"})
    if answer.status in (204, 404):
        raise FetchError("unavailable", "not known to the service")
    if answer.status != 200:
        raise FetchError("failed", f"answered {answer.status}")
    files = _find_files(answer, language)
    if not files:
        raise FetchError("failed", "there only in formats that cannot be read, such as Word or PDF")
    found = client.get(same_publisher(base, base + "/", files[0].lstrip("/")))
    if found.status == 404:
        raise FetchError("failed", "the file that the record names is not there")
    if found.status != 200:
        raise FetchError("failed", f"answered {found.status}")
    return [found]


def _find_files(answer: Answer, language: str) -> list[str]:
    """Paths of readable files of one language: XML before HTML."""
    try:
        record = json.loads(answer.body)
        versions = [
            version
            for work in _items(record["data"])
            for version in _items(work.get("is_realized_by"))
            if str(version.get("id", "")).rstrip("/").rpartition("/")[2].lower() == language
        ]
        files = [
            (str(body.get("format", "")) + " " + path, path)
            for version in versions
            for body in _items(version.get("is_embodied_by"))
            for path in _paths(body.get("is_exemplified_by"))
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FetchError("failed", "the service's record has an unknown shape") from error
    if not files:
        raise FetchError("unavailable", "no version in this language")
    readable = [(described, path) for described, path in files if _READABLE.search(described)]
    return [path for _, path in sorted(readable, key=lambda file: "html" in file[0].lower())]


def _items(value: Any) -> list[dict]:
    """A list of objects; one object alone counts as a list, and what is missing is empty."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(item, dict) for item in items):
        raise TypeError("expected objects")
    return items


def _paths(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [path for path in values if isinstance(path, str) and path]
