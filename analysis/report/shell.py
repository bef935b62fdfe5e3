"""A page of the report that no notebook makes: one self-contained file with the report's style."""

import base64
import hashlib
from pathlib import Path

from analysis.lexicon.markup import escape_html

TEMPLATES = Path(__file__).with_name("template")
NO_SCRIPT = (
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)


def read_template(name: str) -> str:
    """A file of the report's template, without blank lines."""
    text = (TEMPLATES / "report" / name).read_text(encoding="utf-8")
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def make_policy(script: str) -> str:
    """A content security policy: nothing is fetched, and no script runs but this one."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def wrap_page(title: str, body: str, script: str) -> str:
    """A page of HTML.

    Args:
        title: plain text.
        body: HTML, escaped where it holds what texts and tables say.
        script: the one that may run.
    """
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{make_policy(script)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape_html(title)}</title><style>{read_template('page.css')}</style></head><body>",
            f'<nav aria-label="Pages"><a href="report.html">The report</a></nav><h1>{escape_html(title)}</h1>',
            body,
            f"<script>{script}</script></body></html>\n",
        ]
    )
