"""HTTP: the one way out of the house. Every request to somebody else's server passes here, and Egress judges it.

The guard sits where connections are made, below everything that a caller can say: it holds for redirects, for
connections that are kept, and for a client that was handed to a connector.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpcore
import httpx

import obrol
from obrol.runtime.egress import AddressRefused, Guard
from obrol.runtime.holding import refuse_while_holding

WITHIN: Final = 15.0  # seconds from the first byte out to the last byte in: reliability.md A-24
TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)  # of each step of it
CONNECTIONS: Final = httpx.Limits(max_connections=50, max_keepalive_connections=10, keepalive_expiry=30.0)
ANSWER_LIMIT: Final = 1_000_000  # bytes of an answer, when the caller knows no better
LARGEST_ANSWER: Final = 25_000_000  # bytes that a connector may fetch: the largest attachment
REDIRECTS: Final = 5
NAME: Final = f"Obrol/{obrol.__version__}"
AT_MOST: Final = "obrol_at_most"  # the request extension that carries its limit
ENDS_AT: Final = "obrol_ends_at"  # and its end, on the loop's clock
FOLLOWED: Final = frozenset({"GET", "HEAD"})


class NoAnswer(Exception):  # noqa: N818 - a fact about the network
    """Nobody answered, or not in a way that can be read. `sent`: the request may have arrived all the same."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.sent = sent


class AnswerTooLarge(Exception):  # noqa: N818 - a fact about the answer
    """The answer is larger than the caller takes; the rest of it was not read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str  # where it came from, after redirects


class Outside:
    """Everybody else's servers. One per process; connections are opened when first needed."""

    def __init__(self, guard: Guard, *, tls: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        self._tls = tls
        self._transport: _GuardedTransport | None = None

    async def close(self) -> None:
        """Let go of every connection."""
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[httpx.AsyncClient]:
        """A client for a connector: guarded, limited in time and size, with cookies of its own, following nothing."""
        async with httpx.AsyncClient(
            transport=_Borrowed(self._shared()),
            timeout=TIMEOUT,
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": NAME},
        ) as client:
            yield client

    async def fetch(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        redirects: int = 0,
        at_most: int = ANSWER_LIMIT,
        within: float = WITHIN,
    ) -> Answer:
        """Call an address that somebody gave us; any status is an answer.

        Follows at most five redirects, GET and HEAD only, never from https to http, and says nothing of `headers` to
        another origin. Refuses with AddressRefused; raises NoAnswer and AnswerTooLarge.
        """
        extensions = {AT_MOST: at_most, ENDS_AT: asyncio.get_running_loop().time() + within}
        async with self.open() as client:
            try:
                request = client.build_request(method, url, headers=headers, content=body, extensions=extensions)
                for _ in range(min(redirects, REDIRECTS) + 1):
                    response = await client.send(request)
                    if redirects == 0 or response.next_request is None or method not in FOLLOWED:
                        return Answer(response.status_code, response.headers, response.content, str(response.url))
                    request = _next(client, request, response.next_request, extensions)
            except httpx.InvalidURL as error:
                raise AddressRefused from error
            except httpx.HTTPError as error:
                raise _as_no_answer(error) from error
        raise NoAnswer("too many redirects", sent=True)

    def _shared(self) -> "_GuardedTransport":
        if self._transport is None:
            self._transport = _GuardedTransport(self._guard, self._tls or httpx.create_ssl_context())
        return self._transport


def _next(
    client: httpx.AsyncClient, before: httpx.Request, proposed: httpx.Request, extensions: dict[str, Any]
) -> httpx.Request:
    if before.url.scheme == "https" and proposed.url.scheme != "https":
        raise AddressRefused
    same = (before.url.scheme, before.url.host, before.url.port) == (
        proposed.url.scheme,
        proposed.url.host,
        proposed.url.port,
    )
    if same:
        proposed.extensions = {**proposed.extensions, **extensions}
        return proposed
    # What was meant for one server is nobody else's business: keys travel in all kinds of headers.
    return client.build_request(before.method, proposed.url, extensions=extensions)


def _as_no_answer(error: httpx.HTTPError) -> NoAnswer:
    never_sent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return NoAnswer(type(error).__name__, sent=not never_sent)


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """Connections to addresses that were judged, and answers that end."""

    def __init__(self, guard: Guard, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._guard = guard
        # httpx has no public way to say where connections go; its pool, from the library below, has one.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=CONNECTIONS.max_connections,
            max_keepalive_connections=CONNECTIONS.max_keepalive_connections,
            keepalive_expiry=CONNECTIONS.keepalive_expiry,
            network_backend=_JudgedNetwork(guard),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        refuse_while_holding()
        url = request.url
        self._guard.check(url.scheme, url.raw_host.decode("ascii"), url.port, userinfo=bool(url.userinfo))
        ends_at = request.extensions.get(ENDS_AT, asyncio.get_running_loop().time() + WITHIN)
        at_most = request.extensions.get(AT_MOST, LARGEST_ANSWER)
        # Nothing packed: a thousand bytes of it can be a million of ours.
        request.headers["Accept-Encoding"] = "identity"
        try:
            async with asyncio.timeout_at(ends_at):
                response = await super().handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout("the answer took too long", request=request) from None
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise httpx.RemoteProtocolError("the answer is packed, which was not asked for", request=request)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _EndingStream(response.stream, request, ends_at, at_most)
        return response


class _EndingStream(httpx.AsyncByteStream):
    """An answer's bytes, up to a size and a time."""

    def __init__(self, stream: httpx.AsyncByteStream, request: httpx.Request, ends_at: float, at_most: int) -> None:
        self._stream = stream
        self._request = request
        self._ends_at = ends_at
        self._left = at_most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = aiter(self._stream)
        while True:
            try:
                async with asyncio.timeout_at(self._ends_at):
                    part = await anext(parts, None)
            except TimeoutError:
                raise httpx.ReadTimeout("the answer took too long", request=self._request) from None
            if part is None:
                return
            self._left -= len(part)
            if self._left < 0:
                raise AnswerTooLarge
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Borrowed(httpx.AsyncBaseTransport):
    """The shared transport in the hands of one client, whose end is not the transport's."""

    def __init__(self, shared: _GuardedTransport) -> None:
        self._shared = shared

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._shared.handle_async_request(request)


class _JudgedNetwork(httpcore.AsyncNetworkBackend):
    """Resolves by itself, judges what it found, and connects to that and to nothing else."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature of the library
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._guard.addresses_of(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for left, address in zip(range(len(addresses) - 1, -1, -1), addresses, strict=True):
            try:
                return await self._network.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not left:
                    raise
        raise httpcore.ConnectError("no address")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)
