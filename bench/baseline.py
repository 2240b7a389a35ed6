"""The baseline: the least that a live chat on Python and PostgreSQL can do, without a line of Obrol.

A visitor's frame becomes one durable row and one push to every agent; then the visitor hears that it is stored.
No sign-in, no conversations, no positions, no events, no search, no second process. Started by the benchmark with
the same uvicorn settings as Obrol, on the same PostgreSQL, in a process of its own.
"""

import sys
from typing import Any

import asyncpg
import orjson
import uvicorn

CONNECTIONS = 10  # asyncpg's own default
TABLE = "CREATE TABLE IF NOT EXISTS message (id uuid PRIMARY KEY, body jsonb NOT NULL, at timestamptz DEFAULT now())"
STORE = "INSERT INTO message (id, body) VALUES ($1, $2) RETURNING at"

agents: set[Any] = set()
pool: Any = None


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve `/agent` and `/visitor`, and nothing else."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await (_follow if scope["path"] == "/agent" else _listen)(receive, send)


async def _live(receive: Any, send: Any) -> None:
    global pool  # noqa: PLW0603 - a program of one page
    await receive()
    pool = await asyncpg.create_pool(sys.argv[2], min_size=CONNECTIONS, max_size=CONNECTIONS)
    await pool.execute(TABLE)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await pool.close()
    await send({"type": "lifespan.shutdown.complete"})


async def _follow(receive: Any, send: Any) -> None:
    agents.add(send)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        agents.discard(send)


async def _listen(receive: Any, send: Any) -> None:
    while (message := await receive())["type"] != "websocket.disconnect":
        frame = orjson.loads(message["text"])
        at = await pool.fetchval(STORE, frame["id"], orjson.dumps(frame["content"]).decode())
        told = orjson.dumps({"type": "message", "id": frame["id"], "content": frame["content"], "at": at}).decode()
        for agent in agents:
            await agent({"type": "websocket.send", "text": told})
        await send(
            {"type": "websocket.send", "text": orjson.dumps({"type": "ack", "id": frame["id"], "at": at}).decode()}
        )


if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
    )
