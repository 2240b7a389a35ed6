"""Egress: which addresses Obrol may call on somebody's behalf. Whatever it is asked, it never knocks at its own doors.

A name is resolved once, every address that it has is judged, and the connection goes to an address that was judged:
a name that means something else a moment later changes nothing.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

from obrol.kit.refusals import Refusal

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""(host, port) → its addresses as text; raises OSError when it has none."""

SCHEMES: Final = frozenset({"http", "https"})
HOST_LIMIT: Final = 253  # characters of a name: RFC 1035, section 2.3.4
# The web's own, and those that no service of the system has: no mail, no database, no shell of somebody's machine.
LOW_PORTS: Final = frozenset({80, 443})
FREE_PORTS: Final = range(1024, 65_536)
_REFUSED_PORTS: Final = frozenset({2375, 2379, 3306, 5432, 5984, 6379, 8500, 9200, 11211, 27017})  # doors left ajar

# The IANA special-purpose registries. Written out: `is_global` of Python 3.11 differs between its patch releases.
_PRIVATE_4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_PUBLIC_6: Final = IPv6Network("2000::/3")  # all that was ever given out
_PRIVATE_6: Final = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_CARRY_4: Final = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))  # mapped; NAT64 (RFC 6052)
_NUMBER: Final = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)


class AddressRefused(Refusal):
    """Obrol does not call there: not the web, not public, or written in a way that only tricks need."""

    status = 422
    code = "address_refused"
    message = "Obrol may not call this address."


class Guard:
    """Judges addresses. `allowed` are networks that may be called although they are not public."""

    def __init__(self, allowed: Iterable[str] = (), resolve: Resolve | None = None) -> None:
        self._allowed: tuple[Network, ...] = tuple(ipaddress.ip_network(network) for network in allowed)
        self._resolve = resolve or resolve_by_system

    def check(self, scheme: str, host: str, port: int | None, *, userinfo: bool) -> None:
        """Judge what an address says before anybody is asked; refuses with AddressRefused."""
        if scheme not in SCHEMES or userinfo:
            raise AddressRefused
        if not host or len(host) > HOST_LIMIT or "%" in host or not host.isascii():
            raise AddressRefused
        literal = _literal(host)
        if literal is not None:
            self._judge(literal)
        elif _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
            raise AddressRefused  # 2130706433, 0x7f.1, 0177.0.0.1, 127.1: an address in disguise
        if port is not None and not self._is_free(port, literal):
            raise AddressRefused

    async def addresses_of(self, host: str, port: int) -> list[Address]:
        """The addresses of a name, all of them judged; refuses with AddressRefused if one may not be called."""
        literal = _literal(host)
        found = [literal] if literal is not None else [_address(text) for text in await self._resolve(host, port)]
        if not found:
            raise OSError(f"{host} has no address")
        for address in found:
            self._judge(address)
        return list(dict.fromkeys(found))

    def _judge(self, address: Address) -> None:
        if not is_public(address) and not self._is_allowed(address):
            raise AddressRefused

    def _is_allowed(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self._allowed)

    def _is_free(self, port: int, literal: Address | None) -> bool:
        if literal is not None and self._is_allowed(literal):
            return True
        return port in LOW_PORTS or (port in FREE_PORTS and port not in _REFUSED_PORTS)


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet, and not of this machine, its network or a special use."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _PRIVATE_4)
    if any(address in network for network in _CARRY_4):
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _PUBLIC_6 and not any(address in network for network in _PRIVATE_6)


async def resolve_by_system(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver knows; raises OSError."""
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in infos]


def _literal(host: str) -> Address | None:
    try:
        return _address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def _address(text: str) -> Address:
    return ipaddress.ip_address(text.partition("%")[0])
