"""Obrol calls other servers through runtime/http.py and nowhere else.

Every peer with a webhook or an avatar has had the hole: one `get` beside the guard, and a stranger reads
the metadata of the machine. A client that is made elsewhere is a way out that nobody watches.
"""

from collections.abc import Iterator

from lints.source import Finding, Source

RULE = "one-way-out"
DOOR = {"src/obrol/runtime/http.py", "src/obrol/runtime/egress.py"}
WAYS = {
    "httpx": {"AsyncClient", "Client", "AsyncHTTPTransport", "HTTPTransport", "get", "post", "put", "request"},
    "urllib.request": {"urlopen", "Request", "build_opener", "urlretrieve"},
    "socket": {"create_connection"},
    "asyncio": {"open_connection"},
    "http.client": {"HTTPConnection", "HTTPSConnection"},
}
FOREIGN = {"requests", "aiohttp", "urllib3", "httpcore", "pycurl"}


def check(source: Source) -> Iterator[Finding]:
    if not source.path.startswith("src/obrol/") or source.path in DOOR:
        return
    imported = source.imported()
    for call, name in source.calls():
        first, _, rest = name.partition(".")
        whole = ".".join(part for part in (imported.get(first, ""), first, rest) if part)
        module, _, called = whole.rpartition(".")
        if called in WAYS.get(module, set()) or whole.partition(".")[0] in FOREIGN:
            yield from source.finding(call, RULE, "leaves the house beside runtime/http.py")
