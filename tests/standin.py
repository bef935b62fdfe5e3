"""A local server that plays the EP Open Data API and the Publications Office's Cellar, well or badly."""

import functools
import gzip
import html
import itertools
import json
import os
import random
import re
import socket
import struct
import sys
import threading
import uuid
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

from rdflib import OWL, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.plugins import sparql as rdflib_sparql

TWO_LETTERS = "bg es cs da de et el en fr ga hr it lv lt hu mt nl pl pt ro sk sl fi sv".split()
THREE_LETTERS = (
    "bul spa ces dan deu est ell eng fra gle hrv ita lav lit hun mlt nld pol por ron slk slv fin swe".split()
)
THREE_OF_TWO = dict(zip(TWO_LETTERS, THREE_LETTERS, strict=True))
TWO_OF_THREE = dict(zip(THREE_LETTERS, TWO_LETTERS, strict=True))

CDM = Namespace("http://publications.europa.eu/ontology/cdm#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
CELLAR = "http://publications.europa.eu/resource/cellar/"
EUROVOC = URIRef("http://eurovoc.europa.eu/100141")

LD_JSON = "application/ld+json"
SPARQL_JSON = "application/sparql-results+json"
SPARQL_XML = "application/sparql-results+xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE_TYPES = {"docx": DOCX, "pdf": "application/pdf", "xml": "application/xml"}
CELLAR_TYPES = {"xhtml": "application/xhtml+xml", "html": "text/html", "pdf": "application/pdf"}
MANIFESTATION = {"html": 1, "pdf": 2, "xhtml": 3}
USUAL_TYPE = {
    "record": LD_JSON,
    "distribution": "application/xml",
    "celex": "application/xhtml+xml;charset=UTF-8",
    "item": "application/xhtml+xml;charset=UTF-8",
    "sparql": SPARQL_JSON,
}
KINDS = tuple(USUAL_TYPE)
SERVICES = {"opendata": ("record", "distribution"), "cellar": ("celex", "item"), "sparql": ("sparql",)}
FIRST_TERM_IN_OPEN_DATA = 8
MOST_ROWS = 10_000
BOMB_BYTES = 300 * 2**20
LOOP = "/resource/cellar/00000000-0000-4000-8000-000000000000.0001.01/DOC_"


@dataclass(frozen=True)
class Work:
    reference: str
    celex: str
    adopted: str
    titles: Mapping[str, str]
    concepts: tuple[str, ...] = ()
    xhtml: Mapping[str, bytes] = field(default_factory=dict)
    html: Mapping[str, bytes] = field(default_factory=dict)
    xml: Mapping[str, bytes] = field(default_factory=dict)
    pdf_only: frozenset[str] = frozenset()
    streams: int = 1

    @property
    def languages_in_cellar(self) -> set[str]:
        return {*self.xhtml, *self.html, *self.pdf_only}

    @property
    def term(self) -> int:
        found = re.match(r"P(\d+)_", self.reference)
        return int(found[1]) if found else 0

    @property
    def open_data_id(self) -> str:
        found = re.fullmatch(r"P(\d+)_TA(?:-PROV)?\((\d{4})\)(.+)", self.reference)
        return "TA-{}-{}-{}".format(*found.groups()) if found else self.reference

    @property
    def uuid(self) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, self.celex))

    def in_cellar(self, language: str | None) -> dict[str, bytes]:
        """The document in every format that Cellar has for a language."""
        offers = {
            name: part[language]
            for name, part in (("xhtml", self.xhtml), ("html", self.html))
            if language in part
        }
        if language in self.languages_in_cellar:
            offers["pdf"] = invented_pdf(f"{self.reference} {language}")
        return offers

    def in_open_data(self, language: str) -> dict[str, bytes]:
        if not self.xml or language not in {*self.xml, *self.pdf_only}:
            return {}
        files = {"docx": b"PK\x03\x04 " + self.reference.encode(), "pdf": invented_pdf(self.reference)}
        return files | ({"xml": self.xml[language]} if language in self.xml else {})


def invented_pdf(text: str) -> bytes:
    return b"%PDF-1.4\n% " + text.encode() + b"\n" + b"0 0 obj invented endobj\n" * 40 + b"%%EOF\n"


@dataclass(frozen=True)
class Subject:
    """What a request is about, as far as it is known."""

    work: Work
    language: str | None = None
    form: str | None = None
    stream: int = 0  # 0: the whole document


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    deliver: "Callable[[Handler, Answer], None] | None" = None

    def head(self, length: int | None = None, *extra: tuple[str, str]) -> bytes:
        fields = [("Date", "Thu, 20 Jan 2030 12:00:00 GMT"), *self.headers, *extra]
        if self.content_type:
            fields.append(("Content-Type", self.content_type))
        if self.status != HTTPStatus.NO_CONTENT:
            fields.append(("Content-Length", str(len(self.body) if length is None else length)))
        lines = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            *(f"{n}: {v}" for n, v in fields),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Message  # looks names up whatever their case
    kind: str | None


def plain(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), "text/plain;charset=UTF-8")


def as_json(status: int, value: object, content_type: str = LD_JSON) -> Answer:
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), content_type)


def web_page(status: int, title: str, body: str) -> Answer:
    text = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body>{body}</body></html>\n"
    return Answer(status, text.encode(), "text/html;charset=UTF-8")


def see_other(location: str) -> Answer:
    return Answer(303, headers=(("Location", location),))


# --- What Cellar says when it refuses


def no_redirection(reason: str) -> str:
    return (
        "None of the requests returned successfully a redirection. "
        f"The following exception was thrown: [{reason}]"
    )


def unknown_resource(name: str, system: str = "celex") -> Answer:
    return plain(404, f"Resource [system '{system}' - id '{name}'] not found.")


def wrong_format(work_uuid: str) -> Answer:
    lacks = "does not hold a content datastream of the requested type"
    return plain(404, no_redirection(f"cellar identifier cellar:{work_uuid} {lacks}"))


def without_language(work_uuid: str) -> Answer:
    lacks = f"Invalid content type CONTENT_STREAM for WORK ['cellar:{work_uuid}'] without language"
    return plain(400, no_redirection(lacks))


def missing_language(work_uuid: str, codes: Iterable[str]) -> Answer:
    asked = ", ".join(codes)
    status = 404 if sum(asked.encode()) % 2 else 406
    return plain(status, no_redirection(f"Not found work ['cellar:{work_uuid}'] + language(s) [{asked}]"))


# --- Cutting a document in streams


TAG = re.compile(rb"<!--.*?-->|<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)[^>]*?(?P<empty>/?)>", re.DOTALL)
BODY = re.compile(rb"<body\b[^>]*>(.*)</body\s*>", re.DOTALL | re.IGNORECASE)
VOID = {b"br", b"hr", b"img", b"meta", b"link", b"input", b"col"}


def block_ends(markup: bytes) -> list[int]:
    """Where the outermost elements end; nothing where tags are not balanced."""
    depth, ends = 0, []
    for tag in TAG.finditer(markup):
        if tag["name"] is None or tag["name"].lower() in VOID:
            continue
        depth += 0 if tag["empty"] else -1 if tag["close"] else 1
        if depth < 0:
            return []
        if depth == 0:
            ends.append(tag.end())
    return [] if depth else ends


def inside(markup: bytes) -> tuple[int, int]:
    opening = TAG.search(markup)
    closing = markup.rfind(b"</")
    return (opening.end(), closing) if opening and closing >= opening.end() else (0, 0)


def shared_out(items: Sequence, count: int) -> list[Sequence]:
    count = max(1, min(count, len(items)))
    return [items[i * len(items) // count : (i + 1) * len(items) // count] for i in range(count)]


def cut_in_streams(document: bytes, count: int) -> list[bytes]:
    """Pieces that are documents themselves where the markup allows it, pieces of lines where not."""
    body = BODY.search(document)
    start, end = body.span(1) if body else (0, len(document))
    ends = block_ends(document[start:end])
    while len(ends) == 1:
        first, last = inside(document[start:end])
        if first == last:
            break
        start, end = start + first, start + last
        ends = block_ends(document[start:end])
    if len(ends) < 2:
        return [b"".join(lines) for lines in shared_out(document.splitlines(keepends=True), count)]
    cuts = [start, *(start + group[-1] for group in shared_out(ends, count)[:-1]), end]
    return [document[:start] + document[a:b] + document[end:] for a, b in itertools.pairwise(cuts)]


# --- Reading requests


def by_quality(header: str) -> list[tuple[str, frozenset[str]]]:
    """Values of an Accept-… header with their parameters, best first."""
    found = []
    for part in header.split(","):
        value, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weight = float(quality) if re.fullmatch(r"[01](\.\d+)?", quality) else 0.0
        if value and weight:
            found.append((weight, value, frozenset(p for p in parameters if not p.startswith("q="))))
    return [(value, parameters) for _, value, parameters in sorted(found, key=lambda entry: -entry[0])]


def asked_languages(headers: Message) -> list[str]:
    codes = [value for value, _ in by_quality(headers.get("Accept-Language", ""))]
    return [code for code in codes if re.fullmatch("[a-z]{3}", code)]


def acceptable_form(headers: Message, offers: Mapping[str, bytes]) -> str | None:
    """No wildcards: Cellar answers */* with metadata, which is no document."""
    names = {CELLAR_TYPES[form]: form for form in offers}
    wanted = by_quality(headers.get("Accept", ""))
    return next((names[value] for value, parameters in wanted if value in names and not parameters), None)


def kind_of(path: str) -> str | None:
    starts = {
        "/api/v2/adopted-texts": "record",
        "/distribution/": "distribution",
        "/resource/celex/": "celex",
        "/resource/cellar/": "item",
        "/webapi/rdf/sparql": "sparql",
    }
    return next((kind for start, kind in starts.items() if path.startswith(start)), None)


def queried(path: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(path).query).items()}


# --- What the two services hold


class Holdings:
    """The answers of services that behave well."""

    def __init__(self, works: Sequence[Work], concepts: Mapping[str, Mapping[str, str]], url: str) -> None:
        self.works = list(works)
        self.url = url
        self.graph = graph_of(with_decoy(self.works), concepts)
        self.graph_lock = threading.Lock()
        self.by_celex = {work.celex: work for work in self.works}
        self.by_id = {work.open_data_id: work for work in self.works if work.term >= FIRST_TERM_IN_OPEN_DATA}
        self.items = {self.item_path(subject): subject for subject in self.subjects_in_cellar()}
        self.files = {file_path(subject): subject for subject in self.subjects_in_open_data()}

    def subjects_in_cellar(self) -> Iterable[Subject]:
        for work in self.works:
            for language in sorted(work.languages_in_cellar):
                for form in work.in_cellar(language):
                    whole = Subject(work, language, form)
                    yield from [replace(whole, stream=n) for n in range(1, len(streams_of(whole)) + 1)]

    def subjects_in_open_data(self) -> Iterable[Subject]:
        for work in self.by_id.values():
            for language in sorted({*work.xml, *work.pdf_only}):
                yield from [Subject(work, language, form) for form in work.in_open_data(language)]

    def answer(self, kind: str | None, path: str, headers: Message) -> tuple[Answer, Subject | None]:
        answers = {
            "record": self.record_answer,
            "distribution": self.file_answer,
            "celex": self.celex_answer,
            "item": self.item_answer,
            "sparql": self.sparql_answer,
        }
        return answers[kind](path, headers) if kind else (plain(404, "Not here."), None)

    # Open Data

    def record_answer(self, path: str, headers: Message) -> tuple[Answer, Subject | None]:
        asked = queried(path)
        name = unquote(urlsplit(path).path).removeprefix("/api/v2/adopted-texts").strip("/")
        work = self.by_id.get(name)
        subject = Subject(work, asked.get("language")) if work else None
        # An unescaped + has become a space here, and is refused as by the real service.
        if asked.get("format", headers.get("Accept", "").split(",")[0]) not in (LD_JSON, "*/*"):
            return as_json(406, {"error": "Not Acceptable"}), subject
        if not name:
            return self.list_answer(asked), None
        if not work:
            return as_json(404, {"error": f"{name} not found"}), None
        return as_json(200, {"data": [record_of(work, asked.get("language"))], "@context": CONTEXT}), subject

    def list_answer(self, asked: Mapping[str, str]) -> Answer:
        works = [w for w in self.by_id.values() if asked.get("year", w.adopted[:4]) == w.adopted[:4]]
        if asked.get("work-type", "TEXT_ADOPTED") != "TEXT_ADOPTED":
            works = []
        offset, limit = (int(asked.get(name, usual)) for name, usual in (("offset", 0), ("limit", 50)))
        page = [
            {k: v for k, v in record_of(w, None).items() if k in BRIEFLY}
            for w in works[offset : offset + limit]
        ]
        return as_json(200, {"data": page, "@context": CONTEXT}) if page else Answer(204)

    def file_answer(self, path: str, _headers: Message) -> tuple[Answer, Subject | None]:
        subject = self.files.get(unquote(urlsplit(path).path))
        return (file_of(subject) if subject else plain(404, "Not Found")), subject

    # Cellar

    def celex_answer(self, path: str, headers: Message) -> tuple[Answer, Subject | None]:
        raw = urlsplit(path).path.removeprefix("/resource/celex/")
        work = None if set("()/") & set(raw) else self.by_celex.get(unquote(raw))
        if not work:
            return unknown_resource(unquote(raw)), None
        codes = asked_languages(headers)
        if not codes:
            return without_language(work.uuid), Subject(work)
        language = next(
            (TWO_OF_THREE[c] for c in codes if TWO_OF_THREE.get(c) in work.languages_in_cellar), None
        )
        if not language:
            return missing_language(work.uuid, codes), Subject(work, TWO_OF_THREE.get(codes[0]))
        form = acceptable_form(headers, work.in_cellar(language))
        subject = Subject(work, language, form)
        return (self.choice_answer(subject) if form else wrong_format(work.uuid)), subject

    def choice_answer(self, whole: Subject) -> Answer:
        count = len(streams_of(whole))
        if whole.work.streams == 1 or whole.form == "pdf":
            return see_other(self.item_address(replace(whole, stream=1)))
        addresses = [self.item_address(replace(whole, stream=n)) for n in range(1, count + 1)]
        return stream_list(list(enumerate(addresses, 1))[::-1])

    def item_answer(self, path: str, _headers: Message) -> tuple[Answer, Subject | None]:
        raw = urlsplit(path).path
        subject = self.items.get(raw)
        if subject:
            return item_of(subject), subject
        return unknown_resource(raw.removeprefix("/resource/cellar/"), "cellar"), None

    def item_path(self, subject: Subject) -> str:
        expression = TWO_LETTERS.index(subject.language) + 1
        manifestation = MANIFESTATION[subject.form]
        folder = f"{subject.work.uuid}.{expression:04}.{manifestation:02}"
        return f"/resource/cellar/{folder}/DOC_{subject.stream or 1}"

    def item_address(self, subject: Subject) -> str:
        return self.url + self.item_path(subject)

    # SPARQL

    def sparql_answer(self, path: str, headers: Message) -> tuple[Answer, Subject | None]:
        asked = queried(path)
        try:
            query = rdflib_sparql.prepareQuery(without_services(asked.get("query", "")))
        except Exception as error:
            return plain(400, f"Virtuoso 37000 Error SP030: SPARQL compiler: {error}"), None
        if query.algebra.name not in ("SelectQuery", "AskQuery") or query.algebra.datasetClause:
            return plain(406, "Only SELECT and ASK over the default graph are played here"), None
        with self.graph_lock:
            result = self.graph.query(query)
            if result.bindings:
                result.bindings = result.bindings[:MOST_ROWS]
            in_json = "json" in asked.get("format", "") + headers.get("Accept", "")
            body = result.serialize(format="json" if in_json else "xml")
        return Answer(200, body, SPARQL_JSON if in_json else SPARQL_XML), None

    # Others than was asked

    def other_language(self, subject: Subject, pool: Callable[[Work], Iterable[str]]) -> str | None:
        """Another language of the work, in the format asked for where possible."""
        others = sorted(set(pool(subject.work)) - {subject.language})
        others.sort(key=lambda code: subject.form not in subject.work.in_cellar(code))
        return others[0] if others else None

    def other_work(self, subject: Subject, pool: Callable[[Work], Iterable[str]]) -> Subject | None:
        """Another work, in the language and the format asked for where possible."""
        others = [work for work in self.works if work.celex != subject.work.celex and pool(work)]
        others.sort(key=lambda work: subject.form not in work.in_cellar(subject.language))
        others.sort(key=lambda work: subject.language not in pool(work))
        if not others:
            return None
        language = subject.language if subject.language in pool(others[0]) else min(pool(others[0]))
        return Subject(others[0], language, subject.form)


def streams_of(subject: Subject) -> list[bytes]:
    document = subject.work.in_cellar(subject.language)[subject.form]
    whole = subject.form == "pdf" or subject.work.streams == 1
    return [document] if whole else cut_in_streams(document, subject.work.streams)


def item_of(subject: Subject, said_language: str | None = None) -> Answer:
    if subject.stream:
        body = streams_of(subject)[subject.stream - 1]
    else:
        body = subject.work.in_cellar(subject.language)[subject.form]
    name = CELLAR_TYPES[subject.form]
    said = name if subject.form == "pdf" or not is_utf8(body) else f"{name};charset=UTF-8"
    return Answer(200, body, said, (("Content-Language", said_language or subject.language or "und"),))


def is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def stream_list(addresses: Iterable[tuple[int, str]]) -> Answer:
    entries = "\n".join(
        f'<li title="item"><a href="{html.escape(address)}">{html.escape(address)}</a><ul>'
        f'<li title="stream_name">c_2030.{number:03}.xhtml</li><li title="stream_label">DOC_{number}</li>'
        f'<li title="stream_order">{number}</li></ul></li>'
        for number, address in addresses
    )
    return web_page(300, "300 Multiple Choices", f"\n<ul>\n{entries}\n</ul>\n")


CONTEXT = [{"data": "@graph", "@base": "https://data.europarl.europa.eu/"}]
BRIEFLY = ("id", "type", "work_type", "identifier", "document_date")


def record_of(work: Work, language: str | None) -> dict:
    name = f"eli/dl/doc/{work.open_data_id}"
    record = {
        "id": name,
        "type": "Work",
        "work_type": "def/ep-document-types/TEXT_ADOPTED",
        "identifier": work.open_data_id,
        "document_date": work.adopted,
    }
    if language in work.titles:
        record["title_dcterms"] = {language: work.titles[language]}
    if work.concepts:
        record["is_about"] = list(work.concepts)
    realizations = [realization_of(work, code) for code in sorted({*work.xml, *work.pdf_only})]
    if any(realizations):
        record["is_realized_by"] = [realization for realization in realizations if realization]
    return record


def realization_of(work: Work, language: str) -> dict | None:
    files = work.in_open_data(language)
    name = f"eli/dl/doc/{work.open_data_id}/{language}"
    return files and {
        "id": name,
        "type": "Expression",
        "language": f"{AUTHORITY}language/{THREE_OF_TWO[language].upper()}",
        "title": {language: work.titles[language]} if language in work.titles else {},
        "is_embodied_by": [
            {
                "id": f"{name}/{form}",
                "type": "Manifestation",
                "format": f"{AUTHORITY}file-type/{form.upper()}",
                "byteSize": str(len(body)),
                "is_exemplified_by": file_path(Subject(work, language, form)).removeprefix("/"),
            }
            for form, body in files.items()
        ],
    }


def file_path(subject: Subject) -> str:
    """The two patterns of address seen, dealt out by number so that neither can be guessed."""
    name, end = subject.work.open_data_id, f"{subject.language}.{subject.form}"
    if int(re.findall(r"\d+", name)[2]) % 2:
        return f"/distribution/reds_iPlTa_Itm/{name}/{name}-FNL_{end}"
    return f"/distribution/doc/{name}_{end}"


def file_of(subject: Subject) -> Answer:
    return Answer(200, subject.work.in_open_data(subject.language)[subject.form], FILE_TYPES[subject.form])


# --- The graph


def without_services(query: str) -> str:
    if re.search(r"\bSERVICE\s*(SILENT\s*)?[<?\w]", query, re.IGNORECASE):
        raise ValueError("SERVICE is not allowed")
    return query


def with_decoy(works: Sequence[Work]) -> list[Work]:
    """A proposal with the same subject, which no search for resolutions should bring back."""
    if not works:
        return []
    model = next((work for work in works if work.concepts), works[0])
    year = model.adopted[:4]
    titles = {language: f"COM({year}) 100 – {title}" for language, title in model.titles.items()}
    return [*works, Work(f"COM({year})0100", f"5{year}PC0100", model.adopted, titles, model.concepts)]


def graph_of(works: Iterable[Work], concepts: Mapping[str, Mapping[str, str]]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for work in works:
        add_work(graph, work)
    for concept, labels in concepts.items():
        graph.add((URIRef(concept), RDF.type, SKOS.Concept))
        graph.add((URIRef(concept), SKOS.inScheme, EUROVOC))
        for language, label in labels.items():
            graph.add((URIRef(concept), SKOS.prefLabel, Literal(label, lang=language)))
    return graph


def text(value: str) -> Literal:
    return Literal(value, datatype=XSD.string)


def add_work(graph: Graph, work: Work) -> None:
    node = URIRef(CELLAR + work.uuid)
    of_parliament = work.reference.startswith("P")
    agent, resource_type = ("EP", "RES_OWN_INITIATIVE") if of_parliament else ("COM", "PROP_RES")
    facts = [
        (RDF.type, CDM.work),
        (OWL.sameAs, URIRef(f"http://publications.europa.eu/resource/celex/{quote(work.celex)}")),
        (CDM.resource_legal_id_celex, text(work.celex)),
        (CDM.work_id_document, text(f"celex:{work.celex}")),
        (CDM.work_id_document, text(f"immc:{work.reference}")),
        (CDM.work_date_document, Literal(work.adopted, datatype=XSD.date)),
        (CDM.work_created_by_agent, URIRef(f"{AUTHORITY}corporate-body/{agent}")),
        (CDM["work_has_resource-type"], URIRef(f"{AUTHORITY}resource-type/{resource_type}")),
        *((CDM.work_is_about_concept_eurovoc, URIRef(concept)) for concept in work.concepts),
    ]
    for prop, value in facts:
        graph.add((node, prop, value))
    for language in sorted({*work.titles, *work.languages_in_cellar}):
        add_expression(graph, node, work, language)


def add_expression(graph: Graph, node: URIRef, work: Work, language: str) -> None:
    expression = URIRef(f"{node}.{TWO_LETTERS.index(language) + 1:04}")
    code = THREE_OF_TWO[language].upper()
    graph.add((expression, RDF.type, CDM.expression))
    graph.add((expression, CDM.expression_belongs_to_work, node))
    graph.add((expression, CDM.expression_uses_language, URIRef(f"{AUTHORITY}language/{code}")))
    if language in work.titles:
        graph.add((expression, CDM.expression_title, text(work.titles[language])))


# --- Ways to put an answer on the wire


def deliver_whole(handler: "Handler", answer: Answer) -> None:
    handler.wfile.write(answer.head() + answer.body)


def deliver_slowly(handler: "Handler", answer: Answer) -> None:
    sent = answer.head() + answer.body
    begun = len(answer.head()) if answer.body else 12
    handler.wfile.write(sent[:begun])
    for byte in sent[begun : begun + 5]:
        handler.wfile.write(bytes([byte]))
        handler.standin.closing.wait(0.01)
    if handler.standin.closing.wait(handler.standin.stall):
        handler.close_connection = True
    else:
        handler.wfile.write(sent[begun + 5 :])


def deliver_cut(handler: "Handler", answer: Answer) -> None:
    handler.close_connection = True
    if answer.body:
        handler.wfile.write(answer.head() + answer.body[: len(answer.body) // 2])
    else:
        handler.wfile.write(answer.head()[: len(answer.head()) // 2])


def deliver_less_than_said(handler: "Handler", answer: Answer) -> None:
    """The client waits for the rest until the stall ends."""
    handler.close_connection = True
    handler.wfile.write(answer.head(len(answer.body) + 1000) + answer.body)
    handler.standin.closing.wait(handler.standin.stall)


def deliver_more_than_said(handler: "Handler", answer: Answer) -> None:
    handler.close_connection = True
    handler.wfile.write(answer.head(len(answer.body) // 2, ("Connection", "close")) + answer.body)


def deliver_reset(handler: "Handler", _answer: Answer) -> None:
    handler.close_connection = True
    at_once = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    # The server would first say a polite goodbye on the socket: take it away from it.
    os.close(handler.connection.detach())


# --- Faults: each takes the play and gives the answer, or None where it does not apply


@dataclass(frozen=True)
class Play:
    holdings: Holdings
    path: str
    kind: str
    good: Answer
    subject: Subject | None
    turn: int  # how often this fault has been played before

    def content(self) -> Answer:
        """What a client would have in the end, or something of the kind."""
        if self.good.status == HTTPStatus.OK:
            return self.good
        if self.kind == "celex" and self.subject and self.subject.form:
            return item_of(self.subject)
        return Answer(200, FILLER_XML, USUAL_TYPE[self.kind])


NONSENSE = "The lighthouse keeper counts the boats and finds one more than yesterday. "
FILLER_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>'
    + NONSENSE * 10
    + "</p></body></html>\n"
).encode()


def slow_bytes(play: Play) -> Answer:
    return replace(play.good, deliver=deliver_slowly)


def cut_connection(play: Play) -> Answer:
    return replace(play.good, deliver=deliver_cut)


def wrong_length_long(play: Play) -> Answer:
    return replace(play.good, deliver=deliver_less_than_said)


def wrong_length_short(play: Play) -> Answer | None:
    return replace(play.good, deliver=deliver_more_than_said) if play.good.body else None


def reset(play: Play) -> Answer:
    return replace(play.good, deliver=deliver_reset)


@functools.cache
def zeros_in_gzip() -> bytes:
    """One gzip member: after a full flush blocks are packed alike, so one is packed for all."""
    block = bytes(2**20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    blocks, check = BOMB_BYTES // len(block), 0
    for _ in range(blocks):
        check = zlib.crc32(block, check)
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    return head + packed * blocks + packer.flush() + struct.pack("<II", check, BOMB_BYTES)


@functools.cache
def zeros_in_gzip_twice() -> bytes:
    return gzip.compress(zeros_in_gzip(), mtime=0)


def gzip_bomb(play: Play) -> Answer:
    return Answer(200, zeros_in_gzip(), USUAL_TYPE[play.kind], (("Content-Encoding", "gzip"),))


def double_gzip_bomb(play: Play) -> Answer:
    return Answer(200, zeros_in_gzip_twice(), USUAL_TYPE[play.kind], (("Content-Encoding", "gzip, gzip"),))


def status_202(_play: Play) -> Answer:
    return Answer(202, b"", "text/html", (("x-amzn-waf-action", "challenge"),))


def robot_page(_play: Play) -> Answer:
    asks = "JavaScript is disabled. In order to continue, we need to verify that you're not a robot."
    return web_page(200, "", f"<noscript><h1>{asks}</h1></noscript><script>/* {NONSENSE * 10} */</script>")


def empty_body(play: Play) -> Answer:
    return Answer(200, b"", USUAL_TYPE[play.kind])


def status_300_nonsense(_play: Play) -> Answer:
    links = [
        "<a>here</a>",
        '<a href="">here</a>',
        '<a href="#">here</a>',
        '<a href="javascript:go()">here</a>',
        "none",
    ]
    order = '<ul><li title="stream_order">soon</li></ul>'
    entries = "".join(f'<li title="item">{link}{order}</li>' for link in links)
    return web_page(300, "300 Multiple Choices", f"<ul>{entries}</ul>")


def foreign_hosts(play: Play) -> list[str]:
    return [f"http://127.0.0.2:{urlsplit(play.holdings.url).port}", "http://example.invalid"]


def status_300_foreign(play: Play) -> Answer:
    path = "/resource/cellar/" + "0" * 8 + ".0001.01/DOC_"
    return stream_list((n, f"{host}{path}{n}") for n, host in enumerate(foreign_hosts(play), 1))


def status_400(play: Play) -> Answer:
    return without_language(play.subject.work.uuid if play.subject else "0" * 8)


def status_403(_play: Play) -> Answer:
    return web_page(403, "403 Forbidden", "<h1>Forbidden</h1>")


def status_404_unknown(play: Play) -> Answer:
    return unknown_resource(play.subject.work.celex if play.subject else "52030IP0000")


def status_404_format(play: Play) -> Answer:
    return wrong_format(play.subject.work.uuid if play.subject else "0" * 8)


def status_406(_play: Play) -> Answer:
    return plain(406, "Not Acceptable")


def status_429(play: Play) -> Answer:
    return replace(plain(429, "Too Many Requests"), headers=(("Retry-After", str(play.turn % 2)),))


def status_429_long(_play: Play) -> Answer:
    return replace(plain(429, "Too Many Requests"), headers=(("Retry-After", "3600"),))


def status_500(_play: Play) -> Answer:
    return plain(500, "Internal Server Error")


def status_503(_play: Play) -> Answer:
    return web_page(503, "503 Service Unavailable", "<h1>Service Unavailable</h1>")


def html_instead(play: Play) -> Answer:
    page = web_page(200, "Error", f"<h1>An error has occurred</h1><p>{NONSENSE * 10}</p>")
    # To Cellar's clients text/html is welcome, so there the wrong type is another.
    return replace(page, content_type="text/plain") if play.kind in SERVICES["cellar"] else page


def in_cellar(work: Work) -> set[str]:
    return work.languages_in_cellar


def in_xml(work: Work) -> set[str]:
    return set(work.xml) if work.term >= FIRST_TERM_IN_OPEN_DATA else set()


def nearest_form(subject: Subject) -> Subject:
    forms = subject.work.in_cellar(subject.language)
    return subject if subject.form in forms else replace(subject, form=next(iter(forms)))


def wrong_language(play: Play) -> Answer | None:
    if play.kind == "sparql":
        return with_other_titles(play)
    pool = in_cellar if play.kind in SERVICES["cellar"] else in_xml
    language = play.subject and play.holdings.other_language(play.subject, pool)
    if not language:
        return None
    return in_place_of(play, Subject(play.subject.work, language, play.subject.form))


def other_work(play: Play) -> Answer | None:
    if play.kind == "sparql":
        return with_other_numbers(play)
    pool = in_cellar if play.kind in SERVICES["cellar"] else in_xml
    other = play.subject and play.holdings.other_work(play.subject, pool)
    return in_place_of(play, other) if other else None


def in_place_of(play: Play, other: Subject) -> Answer:
    """What is not asked for; items lie about their language, records about their files."""
    if play.kind == "celex":
        return see_other(play.holdings.item_address(nearest_form(other)))
    if play.kind == "item":
        return item_of(nearest_form(other), said_language=play.subject.language)
    if play.kind == "distribution":
        return file_of(replace(other, form="xml"))
    if other.work is not play.subject.work:
        return as_json(200, {"data": [record_of(other.work, other.language)], "@context": CONTEXT})
    return as_json(200, {"data": [with_files_of(other, play.subject.language)], "@context": CONTEXT})


def with_files_of(other: Subject, asked: str | None) -> dict:
    realization = realization_of(other.work, other.language)
    name = f"eli/dl/doc/{other.work.open_data_id}/{asked or other.language}"
    return {**record_of(other.work, asked), "is_realized_by": [{**realization, "id": name}]}


def with_values(play: Play, changes: Mapping[str, str]) -> Answer | None:
    """The same rows with some values exchanged."""
    if play.good.content_type != SPARQL_JSON:
        return None
    answer, changed = json.loads(play.good.body), False
    for row in answer.get("results", {}).get("bindings", []):
        for cell in row.values():
            changed |= cell["value"] in changes
            cell["value"] = changes.get(cell["value"], cell["value"])
    return as_json(200, answer, SPARQL_JSON) if changed else None


def to_the_next(values: Sequence[str]) -> dict[str, str]:
    return dict(zip(values, [*values[1:], *values[:1]], strict=True)) if len(values) > 1 else {}


def with_other_titles(play: Play) -> Answer | None:
    rounds = [to_the_next([*work.titles.values()]) for work in play.holdings.works]
    return with_values(play, {title: other for titles in rounds for title, other in titles.items()})


def with_other_numbers(play: Play) -> Answer | None:
    return with_values(play, to_the_next([work.celex for work in play.holdings.works]))


def redirect_other_host(play: Play) -> Answer:
    hosts = foreign_hosts(play)
    return see_other(hosts[play.turn % len(hosts)] + urlsplit(play.path).path)


def redirect_file(_play: Play) -> Answer:
    return see_other("file:///etc/passwd")


def redirect_loop(play: Play) -> Answer:
    return see_other(f"{play.holdings.url}{LOOP}1")


def poisoned(play: Play, entities: str, reference: str) -> Answer:
    """The document asked for, where it is XML or HTML, with entities declared and one of them used."""
    content = play.content()
    is_markup = content.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    body = content.body if is_markup else FILLER_XML
    prolog = re.match(
        rb"\s*(?:\xef\xbb\xbf)?(<\?xml.*?\?>)?\s*(<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)?", body, re.DOTALL
    )
    rest = body[prolog.end() :]
    root = re.search(rb"<([A-Za-z][\w:.-]*)", rest)[1]
    place = max(rest.rfind(b"</p>"), rest.rfind(b"</P>"))
    place = rest.rfind(b"</") if place < 0 else place
    declared = b"\n<!DOCTYPE " + root + f" [\n{entities}\n]>\n".encode()
    opening = prolog[1] or b'<?xml version="1.0" encoding="UTF-8"?>'
    poisoned_body = opening + declared + rest[:place] + reference.encode() + rest[place:]
    return Answer(
        200, poisoned_body, content.content_type if is_markup else "application/xml", content.headers
    )


def xml_external_entity(play: Play) -> Answer:
    return poisoned(play, '<!ENTITY secret SYSTEM "file:///etc/passwd">', "&secret;")


def xml_entity_expansion(play: Play) -> Answer:
    levels = [f'<!ENTITY ha{n} "{f"&ha{n - 1};" * 10}">' for n in range(1, 10)]
    return poisoned(play, "\n".join(['<!ENTITY ha0 "ha">', *levels]), "&ha9;")


def climbing_name(play: Play) -> Answer:
    name = ("Content-Disposition", 'attachment; filename="../../evil"')
    body = play.good.body
    if play.kind == "record":
        body = re.sub(rb'("is_exemplified_by": )"[^"]*"', rb'\1"../../../../etc/passwd"', body)
    return replace(play.good, body=body, headers=(*play.good.headers, name))


def cut_document(play: Play) -> Answer | None:
    content = play.content()
    wanted = len(content.body) * 6 // 10
    runs = [run.span() for run in re.finditer(rb"(?<=>)[^<>]{20,}(?=<)", content.body)]
    start, end = min(runs, key=lambda span: abs(sum(span) / 2 - wanted), default=(wanted, wanted))
    place = (start + end) // 2
    while place and content.body[place : place + 1].isspace():
        place -= 1
    while place and content.body[place] & 0xC0 == 0x80:
        place -= 1
    return replace(content, body=content.body[:place]) if place else None


def garbage_bytes(play: Play) -> Answer:
    return Answer(200, random.Random(play.turn).randbytes(2000), USUAL_TYPE[play.kind])


RECORD_SHAPES = (
    {"data": "TA"},
    {"data": None},
    {"data": []},
    {"data": [None]},
    {"data": [{}]},
    {"data": [{"is_realized_by": "sv", "is_about": "5693"}]},
    {"data": [{"is_realized_by": [{"id": None, "is_embodied_by": {"xml": 1}}, 7]}]},
    {
        "data": [
            {
                "is_realized_by": [
                    {"id": "x/sv", "is_embodied_by": [{"format": 3, "is_exemplified_by": ["x"]}]}
                ]
            }
        ]
    },
    {},
    [],
    None,
    "TA",
)
SPARQL_SHAPES = (
    {"results": None},
    {"head": {}, "results": {"bindings": "rows"}},
    {
        "head": {"vars": []},
        "results": {"bindings": [None, {}, {"celex": None}, {"celex": {"type": "literal"}}]},
    },
    {"results": {"bindings": [{"celex": {"type": "literal", "value": 5}}]}},
    {},
    [],
    None,
    "rows",
)


def json_wrong_shape(play: Play) -> Answer | None:
    shapes = {"record": RECORD_SHAPES, "sparql": SPARQL_SHAPES}.get(play.kind)
    return as_json(200, shapes[play.turn % len(shapes)], USUAL_TYPE[play.kind]) if shapes else None


FAULTS: dict[str, Callable[[Play], Answer | None]] = {
    fault.__name__: fault
    for fault in (
        slow_bytes,
        cut_connection,
        wrong_length_long,
        wrong_length_short,
        gzip_bomb,
        double_gzip_bomb,
        status_202,
        robot_page,
        empty_body,
        status_300_nonsense,
        status_300_foreign,
        status_400,
        status_403,
        status_404_unknown,
        status_404_format,
        status_406,
        status_429,
        status_429_long,
        status_500,
        status_503,
        html_instead,
        wrong_language,
        other_work,
        redirect_other_host,
        redirect_file,
        redirect_loop,
        xml_external_entity,
        xml_entity_expansion,
        climbing_name,
        cut_document,
        garbage_bytes,
        json_wrong_shape,
        reset,
    )
}


# --- Who decides which fault is played


def kinds_of(services: Iterable[str] | None) -> set[str]:
    names = list(SERVICES if services is None else services)
    kinds = {kind for name in names for kind in SERVICES.get(name, (name,))}
    if not kinds <= set(KINDS):
        raise ValueError(f"no such service or kind of request: {sorted(kinds - set(KINDS))}")
    return kinds


def always(name: str, kind: str | None = None) -> Callable[[str, str], str | None]:
    fault, kinds = FAULTS[name].__name__, kinds_of(kind and [kind])
    return lambda _path, asked: fault if asked in kinds else None


class RandomFaults:
    """A few faults stay with the path they struck: one, or at most the given share of those drawn."""

    def __init__(self, seed: int, rate: float, kinds: set[str], forever_share: float) -> None:
        self.draw = random.Random(seed)
        self.rate = rate
        self.kinds = kinds
        self.forever_share = forever_share
        self.forever: dict[str, str] = {}
        self.drawn = 0

    def __call__(self, path: str, kind: str) -> str | None:
        if kind not in self.kinds:
            return None
        strikes, stays, name = self.draw.random(), self.draw.random(), self.draw.choice(list(FAULTS))
        if path in self.forever:
            return self.forever[path]
        if strikes >= self.rate:
            return None
        self.drawn += 1
        if stays < self.forever_share and len(self.forever) < max(1, self.forever_share * self.drawn - 1):
            self.forever[path] = name
        return name


def random_faults(
    seed: int, rate: float = 0.5, services: Iterable[str] | None = None, forever_share: float = 0.1
) -> RandomFaults:
    return RandomFaults(seed, rate, kinds_of(services), forever_share)


# --- The server


class StandIn:
    stall = 0.3

    def __init__(
        self,
        works: Sequence[Work],
        concepts: Mapping[str, Mapping[str, str]] | None = None,
        faults: Callable[[str, str], str | None] | None = None,
    ) -> None:
        self.faults = faults
        self.requests: list[Request] = []
        self.played: list[tuple[str, str]] = []
        self.errors: list[Exception] = []
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self.turns: Counter[str] = Counter()
        self.server = Server(self)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.cellar_url = self.opendata_url = self.url
        self.holdings = Holdings(works, concepts or {}, self.url)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> "StandIn":
        self.thread.start()
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.server.hang_up()
        if self.errors and kind is None:
            raise self.errors[0]

    def answer(self, request: Request, name: str | None) -> Answer:
        if request.path.startswith(LOOP):
            return see_other(f"{self.url}{LOOP}{2 if request.path.endswith('1') else 1}")
        good, subject = self.holdings.answer(request.kind, request.path, request.headers)
        if name is None:
            return good
        play = Play(self.holdings, request.path, request.kind, good, subject, self.turns[name])
        answer = FAULTS[name](play)
        if answer is None:
            return good
        with self.lock:
            self.turns[name] += 1
            self.played.append((request.path, name))
        return answer


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, standin: StandIn) -> None:
        self.standin = standin
        self.connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), Handler)

    def server_bind(self) -> None:
        """Without the look-up of a host name that HTTPServer makes."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, _request: object, _client: object) -> None:
        error = sys.exc_info()[1]
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.standin.errors.append(error)

    def hang_up(self) -> None:
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        self.standin = self.server.standin
        self.server.connections.add(self.request)
        super().setup()

    def finish(self) -> None:
        self.server.connections.discard(self.request)
        super().finish()

    def do_GET(self) -> None:
        try:
            answer = self.standin.answer(*self.noted())
        except Exception as error:
            self.standin.errors.append(error)
            answer = plain(500, "The stand-in itself has failed")
        try:
            (answer.deliver or deliver_whole)(self, answer)
        except OSError:
            self.close_connection = True

    def refuse(self) -> None:
        self.noted()
        self.close_connection = True
        self.wfile.write(Answer(405).head(None, ("Allow", "GET"), ("Connection", "close")))

    do_HEAD = do_POST = do_PUT = do_DELETE = refuse  # noqa: N815

    def noted(self) -> tuple[Request, str | None]:
        """Under one lock, so that faults are drawn in the order of the requests noted."""
        kind = None if self.path.startswith(LOOP) else kind_of(self.path)
        request = Request(self.command, self.path, self.headers, kind)
        with self.standin.lock:
            self.standin.requests.append(request)
            drawn = self.standin.faults and kind and self.command == "GET"
            return request, self.standin.faults(self.path, kind) if drawn else None

    def log_message(self, *_args: object) -> None:
        pass
