"""The way out: pinned, judged at every hop, limited in time and size; nothing leaves while a transaction is open."""

import asyncio
import contextlib
import gzip
import resource
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from obrol.kit.clock import SystemClock
from obrol.runtime.egress import AddressRefused, Guard
from obrol.runtime.holding import Holding, NetworkInsideTransaction
from obrol.runtime.http import AnswerTooLarge, NoAnswer, Outside

Respond = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Vendor:
    """Somebody else's server, on one loopback address; it remembers who came."""

    port: int
    address: str
    visits: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "vendor.example") -> str:
        return f"http://{host}:{self.port}{path}"


@contextlib.asynccontextmanager
async def a_vendor(respond: Respond, address: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Vendor]:
    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                vendor.visits.append(head)
                await respond(head, writer)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(visited, address, port)
    vendor = Vendor(server.sockets[0].getsockname()[1], address)
    async with server:
        yield vendor
        server.close()


def says(status: str, *headers: str, body: bytes = b"") -> Respond:
    async def respond(_head: str, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
        writer.write("\r\n".join(lines).encode() + body)

    return respond


def leads_to(places: dict[str, str]) -> Respond:
    """Redirects by path; every other path is answered with its own name."""

    async def respond(head: str, writer: asyncio.StreamWriter) -> None:
        path = head.split(" ")[1]
        if path in places:
            await says("302 Found", f"Location: {places[path]}")(head, writer)
        else:
            await says("200 OK", body=path.encode())(head, writer)

    return respond


class Names:
    """A resolver that answers what it is told, each time the next thing."""

    def __init__(self, **names: list[str]) -> None:
        self.names = {name.replace("_", "."): list(addresses) for name, addresses in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        addresses = self.names[host]
        return [addresses.pop(0) if len(addresses) > 1 else addresses[0]]


@contextlib.asynccontextmanager
async def outside(*allowed: str, names: Names | None = None) -> AsyncIterator[Outside]:
    way = Outside(Guard(allowed or ["127.0.0.1/32"], resolve=names or Names(vendor_example=["127.0.0.1"])))
    try:
        yield way
    finally:
        await way.close()


async def test_an_answer_comes_back_whole() -> None:
    async with a_vendor(says("201 Created", "X-Id: 7", body=b"made")) as vendor, outside() as way:
        answer = await way.fetch("POST", vendor.url("/things?a=1"), body=b"{}", headers={"X-Key": "k"})
        assert (answer.status, answer.body, answer.headers["x-id"]) == (201, b"made", "7")
        (head,) = vendor.visits
        assert head.startswith("POST /things?a=1 HTTP/1.1\r\n")
        assert f"host: vendor.example:{vendor.port}\r\n" in head.lower()
        assert "x-key: k\r\n" in head.lower()
        assert "user-agent: obrol/" in head.lower()


async def test_nobody_at_our_own_doors_is_ever_called() -> None:
    """First that the canary sings when it may, then that it never hears of anything else."""
    names = Names(inside_example=["127.0.0.1"])
    async with a_vendor(says("200 OK", body=b"secret")) as canary:
        async with outside(names=names) as way:
            assert (await way.fetch("GET", canary.url(host="inside.example"))).body == b"secret"
        canary.visits.clear()
        way = Outside(Guard(resolve=names))
        for host in ("127.0.0.1", "inside.example", "localhost", "0", "2130706433", "0x7f000001", "127.1", "[::1]"):
            for url in (canary.url(host=host), canary.url(host=f"x@{host}")):
                with pytest.raises((AddressRefused, KeyError)):
                    await way.fetch("GET", url)
        async with way.open() as client:
            with pytest.raises(AddressRefused):
                await client.get(canary.url(host="127.0.0.1"))
        assert canary.visits == []


async def test_a_name_that_changes_its_meaning_is_asked_once_and_pinned() -> None:
    """The classic: public when it is judged, private when it is called."""
    tries = 200
    async with (
        a_vendor(says("200 OK", "Connection: close", body=b"vendor")) as vendor,
        a_vendor(says("200 OK", body=b"canary"), "127.0.0.2", vendor.port) as canary,
    ):
        names = Names(rebinding_example=["127.0.0.1", "127.0.0.2"] * tries)
        async with outside(names=names) as way:
            called = refused = 0
            for _ in range(tries):
                try:
                    answer = await way.fetch("GET", vendor.url(host="rebinding.example"))
                except AddressRefused:
                    refused += 1
                else:
                    called += answer.body == b"vendor"
        assert (called, refused) == (tries / 2, tries / 2)
        assert len(names.asked) == tries
        assert canary.visits == []


async def test_when_one_address_is_dead_the_next_is_tried() -> None:
    async def both(_host: str, _port: int) -> list[str]:
        return ["127.0.0.3", "127.0.0.1"]

    async with a_vendor(says("200 OK", body=b"alive")) as vendor:
        way = Outside(Guard(["127.0.0.0/8"], resolve=both))
        assert (await way.fetch("GET", vendor.url())).body == b"alive"
        await way.close()


async def test_redirects_are_followed_when_asked_for_and_five_at_most() -> None:
    places = {f"/{n}": f"/{n + 1}" for n in range(10)}
    async with a_vendor(leads_to(places)) as vendor, outside() as way:
        assert (await way.fetch("GET", vendor.url("/0"))).status == 302
        assert (await way.fetch("GET", vendor.url("/5"), redirects=5)).body == b"/10"
        with pytest.raises(NoAnswer, match="redirects"):
            await way.fetch("GET", vendor.url("/4"), redirects=9)
        assert (await way.fetch("POST", vendor.url("/0"), redirects=5)).status == 302


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.2:{port}/secret",
        "http://2130706434:{port}/secret",
        "http://[::ffff:127.0.0.2]:{port}/secret",
        "http://inside.example:{port}/secret",
        "//inside.example:{port}/secret",
        "http://x@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "ftp://vendor.example/",
        "gopher://127.0.0.2:{port}/_GET",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
async def test_a_redirect_inwards_is_refused_at_every_hop(place: str) -> None:
    names = Names(vendor_example=["127.0.0.1"], inside_example=["127.0.0.2"])
    places: dict[str, str] = {}
    async with (
        a_vendor(leads_to(places)) as vendor,
        a_vendor(says("200 OK", body=b"canary"), "127.0.0.2", vendor.port) as canary,
        outside(names=names) as way,
    ):
        for hops in range(5):
            places |= {f"/{n}": f"/{n + 1}" for n in range(hops)} | {f"/{hops}": place.format(port=vendor.port)}
            with pytest.raises((AddressRefused, NoAnswer)):
                await way.fetch("GET", vendor.url("/0"), redirects=5)
        assert canary.visits == []
        assert vendor.visits


async def test_what_is_said_to_one_server_is_not_said_to_the_next() -> None:
    names = Names(vendor_example=["127.0.0.1"], other_example=["127.0.0.1"])
    places: dict[str, str] = {}
    async with a_vendor(leads_to(places)) as vendor, outside(names=names) as way:
        places |= {"/same": "/end", "/other": vendor.url("/end", host="other.example")}
        await way.fetch("GET", vendor.url("/same"), headers={"X-Api-Key": "k"}, redirects=1)
        await way.fetch("GET", vendor.url("/other"), headers={"X-Api-Key": "k", "Cookie": "c=1"}, redirects=1)
    told = ["x-api-key" in visit.lower() for visit in vendor.visits]
    assert told == [True, True, True, False]
    assert "cookie" not in vendor.visits[3].lower()


async def test_an_answer_without_end_is_cut() -> None:
    async def endless(_head: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(65_536))
            await writer.drain()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with a_vendor(endless) as vendor, outside() as way:
        with pytest.raises(AnswerTooLarge):
            await way.fetch("GET", vendor.url())
        with pytest.raises(AnswerTooLarge):
            await way.fetch("GET", vendor.url(), at_most=100)
        async with way.open() as client:
            with pytest.raises(AnswerTooLarge):
                await client.get(vendor.url())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024  # KiB: reliability.md A-24


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
async def test_a_byte_at_a_time_is_too_slow(start: bytes) -> None:
    async def dripping(_head: str, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with a_vendor(dripping) as vendor, outside() as way:
        began = asyncio.get_running_loop().time()
        with pytest.raises(NoAnswer) as caught:
            await way.fetch("GET", vendor.url(), within=0.3)
        assert caught.value.sent
        assert asyncio.get_running_loop().time() - began < 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: %d\r\n\r\n%b",
    ],
)
async def test_a_packed_answer_is_not_unpacked(answer: bytes) -> None:
    bomb = gzip.compress(bytes(50_000_000), 9)

    async def packed(head: str, writer: asyncio.StreamWriter) -> None:
        assert "accept-encoding: identity" in head.lower()
        writer.write(answer % (len(bomb), bomb))

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with a_vendor(packed) as vendor, outside() as way:
        with pytest.raises(NoAnswer):
            await way.fetch("GET", vendor.url(), headers={"Accept-Encoding": "gzip"})
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwrong",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"",
    ],
)
async def test_a_broken_answer_is_no_answer(answer: bytes) -> None:
    async def broken(_head: str, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with a_vendor(broken) as vendor, outside() as way:
        with pytest.raises(NoAnswer) as caught:
            await way.fetch("GET", vendor.url())
        assert caught.value.sent


async def test_whether_a_request_may_have_arrived_is_told() -> None:
    async def nobody(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    async with a_vendor(says("200 OK")) as vendor:
        gone = vendor.url()
    for guard in (Guard(["127.0.0.1/32"], resolve=Names(vendor_example=["127.0.0.1"])), Guard(resolve=nobody)):
        with pytest.raises(NoAnswer) as caught:
            await Outside(guard).fetch("POST", gone)
        assert not caught.value.sent


async def test_the_surroundings_cannot_send_us_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_vendor(says("200 OK", body=b"proxy")) as proxy, a_vendor(says("200 OK", body=b"vendor")) as vendor:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        async with outside() as way:
            assert (await way.fetch("GET", vendor.url())).body == b"vendor"
        assert proxy.visits == []


async def test_nothing_leaves_while_a_transaction_is_open() -> None:
    async with a_vendor(says("200 OK")) as vendor, outside() as way:
        with Holding(), pytest.raises(NetworkInsideTransaction):
            await way.fetch("GET", vendor.url())
        async with way.open() as client:
            with Holding(), pytest.raises(NetworkInsideTransaction):
                await client.get(vendor.url())
        assert vendor.visits == []
        assert (await way.fetch("GET", vendor.url())).status == 200


async def test_clients_share_connections_and_nothing_else() -> None:
    async with a_vendor(says("200 OK", "Set-Cookie: a=1")) as vendor:
        names = Names(vendor_example=["127.0.0.1"])
        async with outside(names=names) as way:
            for _ in range(3):
                async with way.open() as client:
                    await client.get(vendor.url())
    assert len(names.asked) == 1
    assert not any("cookie" in visit.lower() for visit in vendor.visits)


async def test_a_certificate_must_fit_the_name(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The name in the address counts, though the connection goes to a number."""
    tls_of_server, tls_of_client = a_certificate_for("vendor.example", tmp_path_factory)
    names = Names(vendor_example=["127.0.0.1"], other_example=["127.0.0.1"])

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=tls_of_server)
    port = server.sockets[0].getsockname()[1]
    way = Outside(Guard(["127.0.0.1/32"], resolve=names), tls=tls_of_client)
    async with server:
        assert (await way.fetch("GET", f"https://vendor.example:{port}/")).body == b"hi"
        with pytest.raises(NoAnswer) as caught:
            await way.fetch("GET", f"https://other.example:{port}/")
        assert not caught.value.sent
        with pytest.raises(NoAnswer):
            await Outside(Guard(["127.0.0.1/32"], resolve=names)).fetch("GET", f"https://vendor.example:{port}/")
        await way.close()
        server.close()


async def test_a_redirect_never_takes_the_lock_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    tls_of_server, tls_of_client = a_certificate_for("vendor.example", tmp_path_factory)
    async with a_vendor(says("200 OK", body=b"open")) as plain:

        async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(f"HTTP/1.1 302 Found\r\nLocation: {plain.url()}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(redirect, "127.0.0.1", 0, ssl=tls_of_server)
        port = server.sockets[0].getsockname()[1]
        way = Outside(Guard(["127.0.0.1/32"], resolve=Names(vendor_example=["127.0.0.1"])), tls=tls_of_client)
        async with server:
            with pytest.raises(AddressRefused):
                await way.fetch("GET", f"https://vendor.example:{port}/", redirects=5)
            await way.close()
            server.close()
        assert plain.visits == []


def a_certificate_for(name: str, folders: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate that its own client trusts: for the server, for the client."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = SystemClock().now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folders.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    for_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for_server.load_cert_chain(pem)
    return for_server, ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())
