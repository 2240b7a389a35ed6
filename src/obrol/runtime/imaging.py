"""Imaging: a stranger's picture becomes one of ours, in a process of its own that may starve, stall or die.

What comes back was drawn anew from the pixels: turned the right way up, in sRGB, without EXIF, place or comment.
"""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from obrol.kit.refusals import Unavailable

log = structlog.get_logger(__name__)

PROGRAM: Final = Path(__file__).with_name("decoding.py")
WITHIN: Final = 30.0  # seconds by the clock; the program itself is stopped after ten of the processor's
AT_ONCE: Final = 2  # pictures in work; each may take half a gigabyte for a moment
WAITS_FOR: Final = 30.0  # seconds for a turn
KEPT_ENVIRONMENT: Final = ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR")  # no secret of ours reaches the decoder
TOO_BIG: Final = 3  # exit status, as in decoding.py
SAID_LIMIT: Final = 300  # characters of the decoder's complaint in the log

_turns = asyncio.Semaphore(AT_ONCE)


class TooManyPixels(Exception):  # noqa: N818 - a fact about the picture
    """It needs more pixels, memory or time to decode than a picture may."""


class Unreadable(Exception):  # noqa: N818 - a fact about the picture
    """It begins like a picture and is none that can be decoded."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew. There is no thumbnail when the picture itself is as small as one."""

    path: Path
    thumbnail: Path | None
    media_type: str
    width: int
    height: int
    animated: bool


async def redraw(folder: Path) -> Picture:
    """Draw FOLDER/source anew; raises TooManyPixels or Unreadable, refuses with Unavailable when too many wait."""
    try:
        async with asyncio.timeout(WAITS_FOR):
            await _turns.acquire()
    except TimeoutError:
        raise Unavailable("Many pictures are coming in right now. Please try again in a moment.") from None
    try:
        status, said, complaint = await _run(folder)
    finally:
        _turns.release()
    if status == 0:
        facts = json.loads(said)
        thumbnail = folder / "thumbnail"
        return Picture(folder / "picture", thumbnail if thumbnail.exists() else None, **facts)
    log.info("picture_not_taken", status=status, said=complaint[:SAID_LIMIT])
    # Whoever it is that stops the program from outside, the picture was too much for it.
    if status == TOO_BIG or status < 0:
        raise TooManyPixels
    raise Unreadable


async def _run(folder: Path) -> tuple[int, bytes, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(PROGRAM),
        str(folder),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ},
    )
    try:
        async with asyncio.timeout(WITHIN):
            said, complaint = await process.communicate()
    except TimeoutError:
        return -signal.SIGKILL, b"", "took too long"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return process.returncode, said, complaint.decode("utf-8", "replace")
