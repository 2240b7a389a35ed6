"""Pictures drawn anew: the same to the eye, nothing beside the pixels, and no bomb reaches the server."""

import io
import math
import resource
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pictures import SECRET, everything_beside, painted, saved
from PIL import Image, ImageChops, ImageCms, ImageStat, PngImagePlugin

from obrol.runtime import decoding, imaging
from obrol.runtime.imaging import Picture, TooManyPixels, Unreadable
from obrol.runtime.sniffing import image_type

Redraw = Callable[[bytes], Any]


@pytest.fixture
def redraw(tmp_path: Path) -> Redraw:
    async def redraw(content: bytes) -> Picture:
        (tmp_path / "source").write_bytes(content)
        return await imaging.redraw(tmp_path)

    return redraw


def told_apart(image: Image.Image) -> list[tuple[int, ...]]:
    rgb = image.convert("RGB")
    width, height = rgb.size
    corners = [(8, 8), (width - 9, 8), (8, height - 9), (width - 9, height - 9)]
    return [tuple(200 if band > 200 else 100 if band > 90 else 0 for band in rgb.getpixel(at)) for at in corners]  # type: ignore[union-attr] # three bands


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_a_picture_stays_what_it_shows_and_loses_what_it_tells(redraw: Redraw, form: str) -> None:
    options: dict[str, Any] = {"exif": everything_beside(), "comment": SECRET, "xmp": b"<x>" + SECRET + b"</x>"}
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SECRET.decode())
        notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        options = {"exif": everything_beside(), "pnginfo": notes}
    content = saved(painted(), form, **options) + b"<script>" + SECRET + b"</script>"
    assert SECRET in content
    picture = await redraw(content)
    kept = picture.path.read_bytes()
    assert picture.thumbnail is not None
    for written in (kept, picture.thumbnail.read_bytes()):
        for telling in (
            SECRET,
            b"Exif",
            b"EXIF",
            b"eXIf",
            b"xmp",
            b"XMP",
            b"ICCP",
            b"iCCP",
            b"ICC_PROFILE",
            b"<script",
        ):
            assert telling not in written
    assert image_type(kept) == picture.media_type == f"image/{form.lower()}"
    assert (picture.width, picture.height, picture.animated) == (900, 600, False)
    with Image.open(picture.path) as shown:
        assert shown.size == (900, 600)
        assert told_apart(shown) == told_apart(painted())
    with Image.open(picture.thumbnail) as small:
        assert (small.format, small.size) == ("WEBP", (480, 320))
        assert told_apart(small) == told_apart(painted())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turned", range(1, 9))
async def test_a_picture_is_turned_the_way_the_camera_meant(redraw: Redraw, form: str, turned: int) -> None:
    upright = painted(640, 400)
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # EXIF orientation → the transposition that a camera would do
    as_taken = upright.transpose(Image.Transpose(undo[turned])) if turned in undo else upright
    picture = await redraw(saved(as_taken, form, exif=everything_beside(turned)))
    assert (picture.width, picture.height) == (640, 400)
    with Image.open(picture.path) as shown:
        assert shown.getexif() == {}
        assert told_apart(shown) == told_apart(upright)
    assert picture.thumbnail is not None
    with Image.open(picture.thumbnail) as small:
        assert small.size == (480, 300)


async def test_a_photograph_stays_about_as_good_and_as_large(redraw: Redraw) -> None:
    photo = Image.merge("RGB", [Image.effect_noise((150, 100), 60).resize((1200, 800)) for _ in range(3)])
    for quality in (60, 80, 95):
        content = saved(photo, "JPEG", quality=quality)
        picture = await redraw(content)
        kept = picture.path.read_bytes()
        assert 0.9 < len(kept) / len(content) < 1.1
        difference = ImageChops.difference(Image.open(io.BytesIO(content)), Image.open(io.BytesIO(kept)))
        assert max(ImageStat.Stat(difference).mean) < 2.5  # of 255, on colour noise, which JPEG likes least


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("1", "PNG"),
        ("L", "PNG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("RGBA", "PNG"),
        ("I;16", "PNG"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("RGBA", "WEBP"),
        ("L", "GIF"),
        ("P", "GIF"),
    ],
)
async def test_every_mode_of_a_form_is_taken(redraw: Redraw, mode: str, form: str) -> None:
    image = painted(mode="L").convert("I;16") if mode == "I;16" else painted(mode=mode)
    picture = await redraw(saved(image, form))
    assert picture.media_type == f"image/{form.lower()}"
    assert picture.thumbnail is not None
    with Image.open(picture.path) as shown:
        assert shown.size == (900, 600)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
async def test_what_is_clear_stays_clear(redraw: Redraw, form: str) -> None:
    image = painted(mode="RGBA")
    image.putalpha(Image.new("L", image.size, 255))
    image.paste((0, 0, 0, 0), (300, 200, 600, 400))
    picture = await redraw(saved(image, form))
    assert picture.thumbnail is not None
    for path, middle in ((picture.path, (450, 300)), (picture.thumbnail, (240, 160))):
        with Image.open(path) as shown:
            assert shown.convert("RGBA").getpixel(middle)[3] == 0  # type: ignore[index] # four bands


async def test_wide_colours_become_common_ones(redraw: Redraw) -> None:
    """A phone's red (Display P3) is brighter than sRGB can say; without its profile it would turn dull."""
    content = saved(Image.new("RGB", (600, 400), (200, 60, 40)), "JPEG", quality=95, icc_profile=display_p3())
    picture = await redraw(content)
    with Image.open(picture.path) as shown:
        assert "icc_profile" not in shown.info
        red, green, blue = shown.convert("RGB").getpixel((300, 200))  # type: ignore[misc] # three bands
    # The colour management module's own answer, asked for in this process.
    expected = ImageCms.profileToProfile(
        Image.new("RGB", (1, 1), (200, 60, 40)),
        ImageCms.ImageCmsProfile(io.BytesIO(display_p3())),
        ImageCms.createProfile("sRGB"),
    )
    assert expected is not None
    assert red > 208
    assert math.dist((red, green, blue), expected.getpixel((0, 0))) < 6  # type: ignore[arg-type] # three bands


async def test_a_damaged_profile_costs_the_profile_and_not_the_picture(redraw: Redraw) -> None:
    picture = await redraw(saved(painted(), "JPEG", icc_profile=display_p3()[:200]))
    with Image.open(picture.path) as shown:
        assert "icc_profile" not in shown.info


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
async def test_what_moves_goes_on_moving(redraw: Redraw, form: str) -> None:
    frames = [painted(120, 90).rotate(10 * turn) for turn in range(12)]
    content = saved(
        frames[0], form, save_all=True, append_images=frames[1:], duration=[80] * 11 + [200], loop=0, comment=SECRET
    )
    picture = await redraw(content)
    assert picture.animated
    assert SECRET not in picture.path.read_bytes()
    with Image.open(picture.path) as shown:
        assert getattr(shown, "n_frames", 1) == 12
        shown.seek(11)
        shown.load()
        assert shown.info["duration"] == 200
        shown.seek(6)
        shown.load()
        assert shown.info["duration"] == 80
        expected = frames[6].convert("RGB")
        assert max(ImageStat.Stat(ImageChops.difference(shown.convert("RGB"), expected)).mean) < 12
    assert picture.thumbnail is not None
    with Image.open(picture.thumbnail) as small:
        assert getattr(small, "n_frames", 1) == 1


async def test_an_animation_of_thousands_of_frames_stands_still(redraw: Redraw) -> None:
    one = saved(Image.new("P", (8, 8)), "GIF")
    head, frame = one[:13], one[13:-1]
    picture = await redraw(head + frame * 100_000 + b";")
    assert not picture.animated
    with Image.open(picture.path) as shown:
        assert getattr(shown, "n_frames", 1) == 1


async def test_a_picture_as_small_as_a_thumbnail_is_its_own(redraw: Redraw) -> None:
    picture = await redraw(saved(painted(480, 300), "PNG"))
    assert picture.thumbnail is None


def png_that_says(width: int, height: int) -> bytes:
    def chunk(kind: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(min(height, 4000))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_that_says(width: int, height: int) -> bytes:
    content = bytearray(saved(Image.new("L", (16, 16)), "JPEG"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def gif_that_says(width: int, height: int) -> bytes:
    content = bytearray(saved(Image.new("P", (16, 16)), "GIF"))
    content[6:10] = struct.pack("<HH", width, height)
    at = content.index(b",") + 5
    content[at : at + 4] = struct.pack("<HH", width, height)
    return bytes(content)


BOMBS = {
    "png of 50,000 by 50,000": png_that_says(50_000, 50_000),
    "png of one endless row": png_that_says(40_000, 1),
    "png a little over the limit": png_that_says(7_072, 7_072),
    "jpeg of 65,000 by 65,000": jpeg_that_says(65_000, 65_000),
    "gif of 65,000 by 65,000": gif_that_says(65_000, 65_000),
}


@pytest.mark.parametrize("bomb", BOMBS)
async def test_a_bomb_is_refused_and_costs_the_server_nothing(redraw: Redraw, bomb: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooManyPixels):
        await redraw(BOMBS[bomb])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024  # KiB: reliability.md A-39


async def test_the_largest_photograph_of_a_phone_is_taken_even_lying_on_its_side(redraw: Redraw) -> None:
    large = Image.linear_gradient("L").resize((8_160, 6_120)).convert("RGB")
    picture = await redraw(saved(large, "JPEG", quality=50, exif=everything_beside(6)))
    assert (picture.width, picture.height) == (6_120, 8_160)


DAMAGED = {
    "nothing after the signature": b"\x89PNG\r\n\x1a\n",
    "html behind a gif's head": b"GIF89a/*<html><script>alert(1)</script>*/=1;",
    "svg that claims to be a jpeg": b"\xff\xd8\xff<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a jpeg cut in half": saved(painted(), "JPEG")[:3000],
    "a webp cut in half": saved(painted(), "WEBP")[:600],
    "a bitmap with a wrong name": saved(painted(), "BMP"),
    "a tiff": saved(painted(), "TIFF"),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
}


@pytest.mark.parametrize("damage", DAMAGED)
async def test_what_cannot_be_decoded_is_no_picture(redraw: Redraw, damage: str) -> None:
    with pytest.raises(Unreadable):
        await redraw(DAMAGED[damage])


async def test_a_decoder_that_stalls_is_stopped(
    redraw: Redraw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalling = tmp_path / "stalling.py"
    stalling.write_text("import time\ntime.sleep(60)\n", "utf-8")
    monkeypatch.setattr(imaging, "PROGRAM", stalling)
    monkeypatch.setattr(imaging, "WITHIN", 0.3)
    with pytest.raises(TooManyPixels):
        await redraw(saved(painted(), "PNG"))


@pytest.mark.parametrize(
    "greedy",
    [
        "bytearray(600 * 1024 * 1024)",
        "open(sys.argv[1] + '/picture', 'wb').truncate(200 * 1024 * 1024)",
    ],
)
async def test_the_decoder_is_confined(
    redraw: Redraw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, greedy: str
) -> None:
    program = tmp_path / "greedy.py"
    program.write_text(
        f"import sys\nsys.path.insert(0, {str(Path(decoding.__file__).parent)!r})\nimport decoding\n"
        f"decoding.confine()\n{greedy}\n",
        "utf-8",
    )
    monkeypatch.setattr(imaging, "PROGRAM", program)
    with pytest.raises((TooManyPixels, Unreadable)):
        await redraw(b"")


async def test_the_decoder_knows_no_secret_of_ours(
    redraw: Redraw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBROL_SECRET_KEY", "hidden")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    nosy = tmp_path / "nosy.py"
    nosy.write_text("import os, sys\nsys.exit(5 if 'hidden' in os.environ.values() else 3)\n", "utf-8")
    monkeypatch.setattr(imaging, "PROGRAM", nosy)
    with pytest.raises(TooManyPixels):
        await redraw(b"")


def display_p3() -> bytes:
    """The smallest ICC profile with the primaries of phones (ICC.1:2010; values from Display P3, D50-adapted)."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    name = b"Display P3"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0" + bytes(78),
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1.0, 0.8249),
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(0.5151, 0.2412, -0.0011),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(0.2920, 0.6922, 0.0419),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(0.1571, 0.0666, 0.7841),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for key, inside in tags.items():
        padded = inside + bytes(-len(inside) % 4)
        table += key + struct.pack(">II", at + len(body), len(inside))
        body += padded
    size = at + len(body)
    header = struct.pack(">I", size) + b"lcms" + struct.pack(">I", 0x02400000) + b"mntrRGB XYZ " + bytes(12) + b"acsp"
    header = header.ljust(68, b"\0") + fixed(0.9642, 1.0, 0.8249)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
