"""Official texts from the official services: asked for in turn, checked, stored, and told truly."""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from analysis.documents.parse import Document, parse_bytes
from analysis.documents.rendition import is_robot_check, read_text, tell_suffix
from analysis.lexicon.errors import InputError
from analysis.lexicon.languages import languages
from analysis.lexicon.references import REFERENCE, open_data_name
from analysis.sources import cellar, opendata
from analysis.sources.storage import find_stored, store_fetched, text_stem, write_sidecar
from analysis.sources.unavailable import was_unavailable
from analysis.sources.web import OUT_OF_TIME, Answer, Client, FetchError, UnreachableError

OUTCOMES = ("got", "already there", "unavailable", "refused", "failed")
_TERMS_START = {2009: 7, 2014: 8, 2019: 9, 2024: 10}  # years in which numbers start again
STOPPED = "not tried: stopped"
_LEAST_BYTES = 500
_UNIT = re.compile(r"^\s*(?:[–—-]|[^\W\d_]{1,3}\.|\d{1,3}\.|\(\d{1,3}\))\s*\S", re.MULTILINE)
_PAGE_ENDS = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """What became of one text.

    Attributes:
        reference, language: what was asked for.
        outcome: one of OUTCOMES.
        detail: the file, or the reason.
    """

    reference: str
    language: str
    outcome: str
    detail: str


def fetch_texts(
    references: Sequence[str],
    chosen: Sequence[str],
    celex: dict[str, str] | None = None,
    client: Client | None = None,
    tell: Callable[[Iterable], Iterable] = iter,
    again: bool = True,
) -> list[Outcome]:
    """Get texts that are not there yet.

    Args:
        references: of adopted texts, P9_TA(2021)0056.
        chosen: two-letter codes of languages.
        celex: reference → CELEX number, where it is known.
        client: a session of one's own.
        tell: wraps the pairs to be got, to show progress.
        again: whether to ask for what a service said of late that it has not.

    Returns:
        One outcome per reference and language, in the order asked; those not come to are "failed".

    Raises:
        UnreachableError: no service could be reached at all, and something is missing.
    """
    wanted = [(reference, language) for reference in references for language in chosen]
    outcomes: dict[tuple[str, str], Outcome] = {}
    for reference, language in wanted:
        stem = f"{open_data_name(reference)}_{language.upper()}"
        if stored := find_stored(stem):
            outcomes[reference, language] = Outcome(reference, language, "already there", str(stored))
        elif not again and was_unavailable(stem):
            outcomes[reference, language] = Outcome(reference, language, "unavailable", "asked for of late")
    session = _Session(client or Client(), celex or {})
    stopped = STOPPED
    try:
        for reference, language in tell([pair for pair in wanted if pair not in outcomes]):
            if time.monotonic() > session.client.deadline:
                stopped = OUT_OF_TIME
                break
            outcomes[reference, language] = session.fetch(reference, language)
    except KeyboardInterrupt:
        pass
    except OSError as error:
        stopped = f"not stored: {error.strerror or error}"
    finally:
        session.client.close()
    rest = {pair: Outcome(*pair, "failed", stopped) for pair in wanted}
    return list((rest | outcomes).values())


@dataclass
class _Session:
    client: Client
    celex: dict[str, str]

    def fetch(self, reference: str, language: str) -> Outcome:
        """Ask the services in turn; the first text that is what it should be is stored."""
        troubles: list[tuple[str, FetchError]] = []
        for service, answers in self._ways(reference, language):
            try:
                streams = answers()
                data, document = verify(streams, reference, language)
                return self._store(service, streams, data, document)
            except FetchError as trouble:
                troubles.append((service, trouble))
            except (ValueError, LookupError) as error:
                troubles.append((service, FetchError("failed", f"an answer that cannot be read ({error})")))
        if (
            all(isinstance(trouble, UnreachableError) for _, trouble in troubles)
            and not self.client.has_answered
        ):
            raise troubles[0][1]
        worst = max((trouble.outcome for _, trouble in troubles), key=OUTCOMES.index)
        reason = "; ".join(dict.fromkeys(f"{service}: {trouble.reason}" for service, trouble in troubles))
        if worst == "unavailable":
            stem = f"{open_data_name(reference)}_{language.upper()}"
            write_sidecar(
                stem, {"reference": reference, "language": language, "outcome": worst, "detail": reason}
            )
        return Outcome(reference, language, worst, reason)

    def _ways(self, reference: str, language: str) -> Iterable[tuple[str, Callable[[], list[Answer]]]]:
        name = open_data_name(reference)
        if int(name.split("-")[1]) >= opendata.FIRST_TERM:
            yield opendata.NAME, partial(opendata.fetch_text, self.client, name, language)
        for celex in self._find_celex(reference):
            yield cellar.NAME, partial(cellar.fetch_text, self.client, celex, language)

    def _find_celex(self, reference: str) -> list[str]:
        """The number in the catalogue, or the one Cellar confirms, or those the pattern allows.

        A number made by the pattern is safe to try, since the text must bear the reference.
        """
        if reference not in self.celex:
            try:
                self.celex[reference] = cellar.find_celex(self.client, reference)
            except FetchError:
                self.celex[reference] = ""
        return [self.celex[reference]] if self.celex[reference] else candidates(reference)

    def _store(self, service: str, streams: list[Answer], data: bytes, document: Document) -> Outcome:
        stem = text_stem(document)
        new = store_fetched(
            stem,
            data,
            {
                "reference": document.reference,
                "language": document.language,
                "edition": document.edition,
                "outcome": "got",
                "service": service,
                "addresses": [answer.address for answer in streams],
                "status": streams[-1].status,
                "content_type": streams[0].headers.get("content-type"),
                "content_language": streams[0].headers.get("content-language"),
            },
        )
        outcome = "got" if new else "already there"
        return Outcome(document.reference, str(document.language), outcome, str(find_stored(stem)))


def candidates(reference: str) -> list[str]:
    """CELEX numbers that the pattern allows; two where numbers start again within the year."""
    match = REFERENCE.fullmatch(reference)
    assert match is not None
    number = f"5{match['year']}IP{match['number']}"
    return (
        [number, f"{number}(01)"] if _TERMS_START.get(int(match["year"])) == int(match["term"]) else [number]
    )


def verify(streams: Sequence[Answer], reference: str, language: str) -> tuple[bytes, Document]:
    """The text that the streams make, once it is whole and what was asked for.

    Raises:
        FetchError: it is a robot check, cut, of another kind, another text or in another language.
    """
    data = b"\n".join(answer.body for answer in streams)
    for answer in streams:
        if is_robot_check(answer.text):
            raise FetchError("refused", "the service answers programs with a robot check")
        if not answer.body.strip():
            raise FetchError("refused", "the service answers programs with an empty page")
        if not re.search(r"html|xml|octet-stream|^$", answer.kind):
            raise FetchError("failed", f"sent as {answer.kind}, not as a text")
        if b"<html" in answer.body[:5000].lower() and not _PAGE_ENDS.search(answer.body):
            raise FetchError("failed", "ends before the page does")
    if len(data) < _LEAST_BYTES:
        raise FetchError("failed", "too short to be a resolution")
    try:
        document = parse_bytes(data, "it")
    except InputError as error:
        raise FetchError("failed", str(error).partition(":")[0].removesuffix(".")) from error
    if tell_suffix(data) == ".html" and not _PAGE_ENDS.search(data):
        raise FetchError("failed", "ends before the page does")
    if len(streams) > 1:
        whole = not any(_is_spliced(unit.text) for unit in document.paragraphs)
        if not whole or not all(_is_part(answer.body) for answer in streams):
            raise FetchError("failed", "parts of different documents came")
    if document.reference != reference:
        raise FetchError("failed", f"the service gave {document.reference} instead")
    if document.language != language:
        known = languages().get(str(document.language), {}).get("name", "unknown language")
        raise FetchError("failed", f"the service gave {known} instead")
    return data, document


def _is_part(data: bytes) -> bool:
    """Whether a stream holds a line that starts like a unit of a resolution, or the reference."""
    try:
        text = read_text(data, "it")
    except InputError:
        return False
    return bool(_UNIT.search(text) or REFERENCE.search(text))


def _is_spliced(text: str) -> bool:
    """Whether a document's heading stands within a paragraph."""
    return any(REFERENCE.match(line) and len(line) < 50 for line in text.split("\n"))
