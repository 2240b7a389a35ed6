"""docs/attachments.md says what the code does."""

from pathlib import Path

import pytest

from obrol.channels.contract.content import FILE_NAME_LIMIT
from obrol.inbox.actions import attaching
from obrol.runtime import blobs, decoding, http, imaging, limits, uploads
from obrol.runtime.sniffing import INLINE

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(
    "said",
    [
        f"{attaching.IMAGE_LIMIT // 1_000_000} MB ({attaching.IMAGE_LIMIT:,} bytes)",
        f"{attaching.FILE_LIMIT // 1_000_000} MB ({attaching.FILE_LIMIT:,} bytes)",
        f"{decoding.PIXELS_LIMIT:,}, and no side over {decoding.SIDE_LIMIT:,}",
        f"{decoding.WEBP_PIXELS_LIMIT:,}",
        f"{decoding.MEMORY // 1024**2} MB of address space, {decoding.CPU_FOR} s of processor time",
        f"{imaging.WITHIN:.0f} s by the clock",
        f"{imaging.AT_ONCE} in each process; the others wait up to {imaging.WAITS_FOR:.0f} s",
        f"{decoding.FRAMES_LIMIT} frames, and {decoding.ANIMATED_PIXELS_LIMIT:,} pixels in all of them",
        f"{decoding.THUMBNAIL_SIDE} pixels on its longer side",
        f"{uploads.WITHIN / 60:.0f} minutes",
        f"{FILE_NAME_LIMIT} characters",
        f"{limits.UPLOADS_BURST} at once, then one every {1 / limits.UPLOADS_A_SECOND:.0f} seconds",
        f"{blobs.LINK_LASTS.total_seconds() / 3600:.0f} hours",
    ],
)
def test_every_limit_is_written_down_as_it_is(said: str) -> None:
    assert said in (DOCS / "attachments.md").read_text("utf-8")


def test_every_type_that_is_shown_is_written_down() -> None:
    page = (DOCS / "attachments.md").read_text("utf-8").lower()
    names = {"audio/mpeg": "mp3", "audio/mp4": "m4a"}
    for media_type in INLINE:
        assert names.get(media_type, media_type.partition("/")[2]) in page


def test_the_limits_of_outgoing_requests_are_written_down() -> None:
    page = (DOCS / "outgoing-requests.md").read_text("utf-8")
    assert f"| redirects | {http.REDIRECTS}," in page
    assert f"| {http.WITHIN:.0f} s |" in page
    assert f"| {http.ANSWER_LIMIT // 1_000_000} MB unless" in page
    assert f"{http.LARGEST_ANSWER // 1_000_000} MB for a connector" in page


def test_the_decoder_and_whoever_starts_it_mean_the_same_by_too_big() -> None:
    assert imaging.TOO_BIG == decoding.TOO_BIG
