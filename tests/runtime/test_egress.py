"""Which addresses may be called, and which are never reached whatever they are written like."""

import ipaddress
import socket
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrol.runtime.egress import AddressRefused, Guard, is_public

PRIVATE = [
    "0.0.0.0",  # noqa: S104 - nobody binds to it here
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.1.2.3",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]
PRIVATE_6 = [
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
CARRIERS = [ipaddress.ip_network("::ffff:0:0/96"), ipaddress.ip_network("64:ff9b::/96")]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "172.15.0.1",
    "172.32.0.1",
    "100.128.0.1",
    "192.0.1.1",
    "223.255.255.1",
]
PUBLIC_6 = ["2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE + PRIVATE_6)
def test_an_address_of_a_special_use_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC + PUBLIC_6)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        carries_another = address in CARRIERS[0] or address in CARRIERS[1]
        assert carries_another or not is_public(address)


def disguises(address: str) -> Iterator[str]:
    """The ways in which C libraries and browsers let one write an IPv4 address."""
    a, b, c, d = (int(part) for part in address.split("."))
    whole = int(ipaddress.IPv4Address(address))
    yield address
    yield address + "."
    yield f"{whole}"
    yield f"{whole:#x}"
    yield f"{whole:#X}"
    yield f"0{whole:o}"
    yield f"{a:#x}.{b:#x}.{c:#x}.{d:#x}"
    yield f"0{a:o}.0{b:o}.0{c:o}.0{d:o}"
    yield f"{a:03}.{b:03}.{c:03}.{d:03}"
    yield f"{a}.{b}.{c * 256 + d}"
    yield f"{a}.{b * 65536 + c * 256 + d}"
    yield f"{a}.{b}.{c:#x}.0{d:o}"
    yield f"{a:#x}.{b * 65536 + c * 256 + d}"
    yield f"[::ffff:{address}]"
    yield f"[::{address}]"
    yield f"[64:ff9b::{address}]"
    yield f"[2002:{a * 256 + b:x}:{c * 256 + d:x}::1]"
    yield f"{whole + 2**32}"
    yield "".join(chr(0xFF10 + int(digit)) if digit.isdigit() else digit for digit in address)
    yield address.replace(".", "\u3002")
    yield "".join(chr(0x2460 + int(digit) - 1) if digit in "123456789" else digit for digit in address)


def corpus() -> Iterator[str]:
    hosts = [host for address in PRIVATE for host in disguises(address)]
    hosts += [f"[{address}]" for address in PRIVATE_6] + [
        "[::1%25lo]",
        "[fe80::1%25eth0]",
        "[::]",
        "0",
        "[0:0:0:0:0:0:0:1]",
    ]
    for host in hosts:
        yield f"http://{host}/latest/meta-data/"
        yield f"https://{host}:8443/"
        yield f"http://public.example@{host}/"
    yield from (
        "ftp://public.example/",
        "file:///etc/passwd",
        "gopher://public.example:70/_x",
        "dict://public.example/",
        "data:text/html,x",
        "javascript:alert(1)",
        "ws://public.example/",
        "unix:///var/run/docker.sock",
        "//public.example/",
        "public.example",
        "",
        "http://",
        "http:///x",
        "http://:80/",
        "http://user@public.example/",
        "http://user:word@public.example/",
        "http://public.example:22/",
        "http://public.example:25/",
        "http://public.example:6379/",
        "http://public.example:5432/",
        "http://public.example:0/",
        "http://public.example:70000/",
        "http://public.example:port/",
        "http://public.example\r\nHost: x/",
        "http://public.example\x00.evil/",
        "http://public example/",
        "http://%31%32%37.0.0.1/",
        "http://127.0.0.1%2f@public.example/",
        "http://[::1/",
        "http://" + "a" * 300 + ".example/",
        "http://[1.1.1.1]/",
    )


async def judge(guard: Guard, url: str) -> list[object]:
    """What happens on the way out, without going there."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise AddressRefused from None
    host = parsed.raw_host.decode("ascii")
    guard.check(parsed.scheme, host, parsed.port, userinfo=bool(parsed.userinfo))
    return list(await guard.addresses_of(host, parsed.port or 443))


async def public_example(host: str, port: int) -> list[str]:
    """One name that is public; for the rest what the C library makes of a number, however it is written."""
    if host == "public.example":
        return ["93.184.216.34"]
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)]


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(set(corpus())) >= 500


async def test_a_public_name_may_be_called() -> None:
    guard = Guard(resolve=public_example)
    for url in (
        "https://public.example/x",
        "http://public.example:8080/",
        "https://1.1.1.1/",
        "https://[2606:4700::1]/",
    ):
        assert await judge(guard, url)


async def test_the_c_library_understands_disguises() -> None:
    for written in ("2130706433", "0x7f000001", "0177.0.0.1", "127.1"):
        assert set(await public_example(written, 80)) == {"127.0.0.1"}


async def test_no_disguise_of_a_private_address_passes() -> None:
    guard = Guard(resolve=public_example)
    for url in corpus():
        try:
            passed = await judge(guard, url)
        except (AddressRefused, OSError):
            continue
        pytest.fail(f"{url!r} passed as {passed}")


@pytest.mark.parametrize("address", PRIVATE + PRIVATE_6 + ["fe80::1%eth0"])
async def test_a_name_that_means_a_private_address_is_refused(address: str) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return [address]

    with pytest.raises(AddressRefused):
        await Guard(resolve=resolve).addresses_of("harmless.example", 443)


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return ["1.1.1.1", "2606:4700::1", "10.0.0.1"]

    with pytest.raises(AddressRefused):
        await Guard(resolve=resolve).addresses_of("mixed.example", 443)


async def test_this_machines_own_names_are_refused_by_its_own_resolver() -> None:
    for name in ("localhost", "localhost.", "LOCALHOST"):
        with pytest.raises((AddressRefused, socket.gaierror)):
            await Guard().addresses_of(name, 80)
    with pytest.raises(AddressRefused):
        await Guard().addresses_of("localhost", 80)


async def test_a_name_without_an_address_is_no_refusal_but_nobody() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return []

    with pytest.raises(OSError, match="no address"):
        await Guard(resolve=resolve).addresses_of("gone.example", 443)


async def test_a_network_of_our_own_can_be_allowed_and_nothing_beside_it() -> None:
    guard = Guard(["10.1.0.0/16", "fd00::/8"], resolve=public_example)
    assert await judge(guard, "http://10.1.2.3:22/")
    assert await judge(guard, "http://[fd00::5]:5432/")
    for url in ("http://10.2.0.1/", "http://127.0.0.1/", "http://[::ffff:10.1.2.3]/", "http://[fe80::1]/"):
        with pytest.raises(AddressRefused):
            await judge(guard, url)
