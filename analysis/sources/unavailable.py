"""What the services said of late that they do not have."""

import datetime
import json

from analysis.sources.storage import texts_home

_OF_LATE = datetime.timedelta(days=7)


def was_unavailable(stem: str) -> bool:
    """Whether the sidecar of a text says that there was none within the last week."""
    try:
        told = json.loads((texts_home() / f"{stem}.json").read_text(encoding="utf-8"))
        asked = datetime.datetime.fromisoformat(told["time"])
        return told["outcome"] == "unavailable" and datetime.datetime.now(datetime.UTC) - asked < _OF_LATE
    except (OSError, ValueError, LookupError, TypeError):
        return False
