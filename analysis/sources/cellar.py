"""Cellar, the Publications Office's repository: texts of all years as HTML or XHTML, and SPARQL."""

import json
import os
import re
from urllib.parse import quote, urlencode

from selectolax.lexbor import LexborHTMLParser

from analysis.lexicon.languages import languages
from analysis.sources.web import Answer, Client, FetchError, same_publisher

NAME = "Cellar"
_ACCEPTED = ("application/xhtml+xml, text/html;q=0.9", "text/html")
_MOST_STREAMS = 50
CELEX = re.compile(r"5\d{4}[A-Z]{2}\d{4}(?:\(\d{2}\))?")


def base_address() -> str:
    """RESOLUTION_CELLAR_URL, or the service's own address; without a slash at its end."""
    base = os.environ.get("RESOLUTION_CELLAR_URL") or "https://publications.europa.eu"
    return base.rstrip("/").removesuffix("/resource")


def fetch_text(client: Client, celex: str, language: str) -> list[Answer]:
    """The streams of one document in one language, in order; joined they are the text.

    Args:
        client: the session.
        celex: 52021IP0056.
        language: two-letter code.

    Raises:
        FetchError: as `Client.get`; "unavailable" where there is no such document or language.
    """
    address = f"{base_address()}/resource/celex/{quote(celex, safe='')}"
    for accepted in _ACCEPTED:
        headers = {"Accept": accepted, "Accept-Language": languages()[language]["iso_639_3"]}
        answer = client.get(address, headers)
        if answer.status == 400 and "without language" in answer.text.lower():
            answer = client.get(address, headers)
        if answer.status == 300:
            return [_stream(client, item, headers) for item in _list_streams(answer)]
        if answer.status == 200:
            return [answer]
        if answer.address != address:
            raise FetchError("failed", f"the file it points to answered {answer.status}")
        _refuse_unless_other_format(answer)
    raise FetchError("failed", "there only in formats that cannot be read, such as PDF")


def find_celex(client: Client, reference: str) -> str:
    """The CELEX number that Cellar gives an adopted text; "" where it gives none or several.

    Raises:
        FetchError: as `select`.
    """
    rows = select(
        client,
        f"""PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT DISTINCT ?celex WHERE {{
          VALUES ?id {{ "immc:{reference}"^^xsd:string "immc:{reference}" }}
          ?work cdm:work_id_document ?id ; cdm:resource_legal_id_celex ?celex . }}""",
    )
    found = {row["celex"] for row in rows if CELEX.fullmatch(row.get("celex", ""))}
    return found.pop() if len(found) == 1 else ""


def select(client: Client, query: str) -> list[dict[str, str]]:
    """The rows of a SPARQL query, each as variable → value.

    Raises:
        FetchError: as `Client.get`, or the answer is no result.
    """
    address = f"{base_address()}/webapi/rdf/sparql?{urlencode({'query': query})}"
    answer = client.get(address, {"Accept": "application/sparql-results+json"})
    if answer.status != 200:
        raise FetchError("failed", f"the search answered {answer.status}")
    try:
        rows = json.loads(answer.body)["results"]["bindings"]
        return [{name: str(cell["value"]) for name, cell in row.items()} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FetchError("failed", "the search gave no result that can be read") from error


def _refuse_unless_other_format(answer: Answer) -> None:
    text = answer.text.lower()
    if "language(s)" in text and answer.status in (404, 406):
        raise FetchError("unavailable", "no version in this language")
    if answer.status == 404 and "not found" in text and "resource" in text:
        raise FetchError("unavailable", "not known to the service")
    if answer.status == 406 or (answer.status == 404 and "none of the requests" in text):
        return
    raise FetchError("failed", f"answered {answer.status} without saying why")


def _list_streams(answer: Answer) -> list[str]:
    """Addresses of the parts of a document, in reading order, from the list that 300 comes with."""
    found: list[list] = []
    for item in LexborHTMLParser(answer.text).css("li"):
        role = item.attributes.get("title")
        if role == "item":
            link = item.css_first("a")
            address = (link.attributes.get("href") if link else None) or "#"
            found.append([len(found) + 1, same_publisher(answer.address, answer.address, address)])
        elif role == "stream_order" and found and (order := re.search(r"\d+", item.text())):
            found[-1][0] = int(order.group())
    if not 0 < len(found) <= _MOST_STREAMS:
        raise FetchError("failed", "a list of parts that cannot be read")
    return [address for _, address in sorted(found)]


def _stream(client: Client, address: str, headers: dict[str, str]) -> Answer:
    answer = client.get(address, headers)
    if answer.status != 200:
        raise FetchError("failed", f"a part of the document answered {answer.status}")
    return answer
