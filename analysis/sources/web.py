"""Requests to the official services: polite, bounded, and only to the publisher itself.

The only module that uses the network. What an answer means is for `analysis.sources.opendata` and
`analysis.sources.cellar` to say; here it is fetched whole or not at all.
"""

import math
import os
import re
import time
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import stamina
import stamina.instrumentation

from analysis import __version__
from analysis.sources.record import keep_exchange

OUT_OF_TIME = "not tried: the time given is over"
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Limits:
    """How long and how much, in seconds and bytes.

    Attributes:
        pause: between two requests to one host.
        attempts: requests for one address before it is given up.
        first_wait: before the second attempt; doubled at each further one, plus as much jitter.
        longest_wait: no longer wait is made, whatever the service asks for.
        connect, read: until a connection stands; between two pieces of an answer.
        whole: for one answer.
        size: of one answer, unpacked.
    """

    pause: float = 1.0
    attempts: int = 4
    first_wait: float = 2.0
    longest_wait: float = 60.0
    connect: float = 5.0
    read: float = 30.0
    whole: float = 120.0
    size: int = 8_000_000


LIMITS = Limits()


class FetchError(Exception):
    """A text was not obtained.

    Attributes:
        outcome: "unavailable" (the service says there is none), "refused" (it does not serve
            programs, or not now) or "failed".
        reason: in a few words.
        retry_after: seconds after which another attempt makes sense; None: it does not.
    """

    def __init__(self, outcome: str, reason: str, retry_after: float | None = None):
        super().__init__(reason)
        self.outcome, self.reason, self.retry_after = outcome, reason, retry_after


class UnreachableError(FetchError):
    """No connection to the host."""


@dataclass(frozen=True)
class Answer:
    """One whole answer: the address that gave it, status, headers and unpacked body."""

    address: str
    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def text(self) -> str:
        """The body for looking at, undecodable bytes replaced."""
        return self.body.decode("utf-8", errors="replace")

    @property
    def kind(self) -> str:
        """Media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass
class Client:
    """A session: one request a second per host, each within the limits.

    Attributes:
        limits: how long and how much.
        deadline: time on the monotonic clock after which nothing more is asked.
        record: a folder that keeps every request and its answer.
        transport: what takes the place of the network, as when a record is played again.
    """

    limits: Limits = field(default_factory=lambda: LIMITS)
    deadline: float = math.inf
    record: Path | None = None
    transport: httpx.BaseTransport | None = None
    _last: dict[str, float] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)
    _dead: dict[str, str] = field(default_factory=dict)
    _resting: dict[str, FetchError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        stamina.instrumentation.set_on_retry_hooks([])  # waiting is no news
        contact = os.environ.get("RESOLUTION_CONTACT", "no contact given")
        self._http = httpx.Client(
            transport=self.transport,
            timeout=httpx.Timeout(self.limits.read, connect=self.limits.connect),
            headers={
                "User-Agent": f"country-resolutions/{__version__} ({contact})",
                "Accept-Encoding": "gzip",
            },
        )

    def close(self) -> None:
        """End the session."""
        self._http.close()

    @property
    def has_answered(self) -> bool:
        """Whether any host has answered in this session."""
        return bool(self._answered)

    def get(self, address: str, headers: dict[str, str] | None = None) -> Answer:
        """One answer, after redirects within the same host and further attempts where they make sense.

        Raises:
            UnreachableError: no connection to the host.
            FetchError: refused, cut, too large, too slow or led elsewhere.
        """
        host = urlsplit(address).netloc
        if host in self._dead:
            raise UnreachableError("failed", self._dead[host])
        if host in self._resting:
            raise self._resting[host]
        limits = self.limits
        try:
            for attempt in stamina.retry_context(
                on=self._wait_for,
                attempts=limits.attempts,
                timeout=limits.attempts * limits.longest_wait,
                wait_initial=limits.first_wait,
                wait_max=limits.longest_wait,
                wait_jitter=limits.first_wait,
            ):
                with attempt:
                    return self._follow(address, headers or {})
        except UnreachableError as error:
            self._dead[host] = error.reason
            raise
        except FetchError as error:
            if error.outcome == "refused" and error.retry_after is None and "too many" in error.reason:
                self._resting[host] = error
            raise
        raise AssertionError("an attempt returns or raises")

    def _wait_for(self, error: Exception) -> bool | float:
        """Whether to try again: no, yes after the usual wait, or after so many seconds."""
        if isinstance(error, UnreachableError):
            return bool(self._answered)
        if not isinstance(error, FetchError) or error.retry_after is None:
            return False
        return True if error.retry_after == 0 else min(error.retry_after, self.limits.longest_wait)

    def _follow(self, address: str, headers: dict[str, str]) -> Answer:
        first = address
        for _ in range(_MOST_REDIRECTS):
            answer = self._once(address, headers)
            if answer.status not in _REDIRECTS:
                _refuse_what_is_no_answer(answer, self.limits.longest_wait)
                return answer
            address = same_publisher(first, address, answer.headers.get("location", ""))
        raise FetchError("failed", "redirected in a circle")

    def _once(self, address: str, headers: dict[str, str]) -> Answer:
        host = urlsplit(address).netloc
        if time.monotonic() > self.deadline:
            raise FetchError("failed", OUT_OF_TIME)
        time.sleep(max(0.0, self._last.get(host, 0.0) + self.limits.pause - time.monotonic()))
        self._last[host] = time.monotonic()
        try:
            with self._http.stream("GET", address, headers=headers) as response:
                self._answered.add(host)
                body = self._read(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            self._keep(address, headers, None)
            raise UnreachableError("failed", f"{host} cannot be reached") from error
        except httpx.InvalidURL as error:
            raise FetchError("failed", "sent to an address that is none") from error
        except httpx.TimeoutException as error:
            raise FetchError("failed", "too slow", 0) from error
        except (httpx.TransportError, zlib.error) as error:
            raise FetchError("failed", "the connection was cut", 0) from error
        answer = Answer(address, response.status_code, response.headers, body)
        self._keep(address, headers, answer)
        return answer

    def _keep(self, address: str, headers: dict[str, str], answer: Answer | None) -> None:
        if self.record:
            told = (answer.status, dict(answer.headers), answer.body) if answer else (0, {}, b"")
            keep_exchange(self.record, address, headers, *told)

    def _read(self, response: httpx.Response) -> bytes:
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip", ""):
            raise FetchError("failed", f"packed as {coding[:40]}, which was not asked for")
        unpack = zlib.decompressobj(wbits=47) if coding == "gzip" else None
        deadline = min(self.deadline, time.monotonic() + self.limits.whole)
        body = bytearray()
        for piece in response.iter_raw():
            body += unpack.decompress(piece, self.limits.size + 1) if unpack else piece
            if len(body) > self.limits.size:
                raise FetchError("failed", f"larger than {self.limits.size // 1_000_000} MB")
            if time.monotonic() > deadline:
                raise FetchError("failed", "too slow", 0)
        if unpack and (unpack.unused_data or not unpack.eof):
            raise FetchError("failed", "the connection was cut", 0)
        return bytes(body)


def same_publisher(base: str, page: str, address: str) -> str:
    """An address that a service gave on a page, if it stays with that service, with the base's scheme.

    Raises:
        FetchError: it leads to another host or is no web address.
    """
    try:
        asked, given = urlsplit(base), urlsplit(urljoin(page, address))
        ports = [None if one.port in (80, 443) else one.port for one in (asked, given)]
    except ValueError as error:
        raise FetchError("failed", "sent to an address that is none") from error
    if given.scheme not in ("http", "https") or given.hostname != asked.hostname or ports[0] != ports[1]:
        raise FetchError("failed", f"sent to another place ({address[:80]!r})")
    if given.username or given.password:
        raise FetchError("failed", "sent to an address with a password")
    return given._replace(scheme=asked.scheme, netloc=asked.netloc).geturl()


def _refuse_what_is_no_answer(answer: Answer, longest_wait: float) -> None:
    if answer.status == 202 or "x-amzn-waf-action" in answer.headers:
        raise FetchError("refused", "the service answers programs with a challenge (202)")
    wait = _asked_wait(answer.headers.get("retry-after", ""))
    again = wait if wait <= longest_wait else None
    if answer.status == 429:
        asked = f"; the service asks to wait {wait:.0f} s" if wait else ""
        raise FetchError("refused", f"too many requests{asked}", again)
    if answer.status in (401, 403):
        raise FetchError("refused", f"the service refuses ({answer.status})", 0)
    if answer.status >= 500:
        raise FetchError("failed", f"the service has an error ({answer.status})", again)


def _asked_wait(asked: str) -> float:
    """Seconds that a Retry-After header asks to wait, given as such or as a date; 0 where it gives none."""
    if re.fullmatch(r"[0-9]{1,9}", asked.strip()):
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
