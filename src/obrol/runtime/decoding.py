"""Decoding: the only place where a stranger's picture is decoded. It is a program of its own and dies alone.

Started by imaging.py with `python -I -m obrol.runtime.decoding FOLDER`: reads FOLDER/source, writes FOLDER/picture and,
when the picture is larger than a thumbnail, FOLDER/thumbnail, and prints the facts as JSON. It ends with TOO_BIG or
UNREADABLE when there is nothing to keep. Imports nothing of ours, so that it starts in the time that Pillow needs.
"""

import io
import json
import os
import resource
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY = 512 * 1024 * 1024  # bytes of address space: reliability.md A-39
CPU_FOR = 10  # seconds: A-39
WRITES = 128 * 1024 * 1024  # bytes of one written file; the upload that could fill it is refused before
PIXELS_LIMIT: Final = 50_000_000  # width times height: the largest photograph that phones make unasked
WEBP_PIXELS_LIMIT: Final = 24_000_000  # its decoder holds the picture four times, and MEMORY is what there is
SIDE_LIMIT: Final = 30_000  # pixels; a strip of paper is no picture, and encoders stop between 16,383 and 65,535
FRAMES_LIMIT: Final = 300  # ten seconds of film; longer animations keep their first frame
ANIMATED_PIXELS_LIMIT: Final = 30_000_000  # width times height times frames: half of CPU_FOR on a small machine
THUMBNAIL_SIDE: Final = 480  # pixels: a phone's width at the most common density
TOO_BIG: Final = 3  # exit status
UNREADABLE: Final = 4  # exit status

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
QUICK_PIXELS = 10_000_000  # width times height up to which a PNG is packed well; larger ones are packed fast
GOOD = 90  # JPEG and WEBP quality where the source's own tables cannot be kept
THUMBNAIL_QUALITY = 80


def main(folder: Path) -> int:
    """Re-encode the source from its pixels alone; the exit status says why there is nothing to keep."""
    confine()
    from PIL import Image  # noqa: PLC0415 - after the walls are up

    Image.MAX_IMAGE_PIXELS = PIXELS_LIMIT
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    too_big = (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError, TooBig)
    try:
        facts = redraw(folder)
    except too_big:
        return TOO_BIG
    except Exception as error:  # noqa: BLE001 - Pillow raises nearly everything at a damaged file
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return UNREADABLE
    sys.stdout.write(json.dumps(facts))
    return 0


class TooBig(Exception):  # noqa: N818 - says what it is
    """More pixels than we decode."""


def confine() -> None:
    """Take away what a picture does not need: memory, time, large files, a core dump, and the right to outlive us."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_FOR, CPU_FOR + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITES, WRITES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        os.nice(10)
    # When the machine runs out of memory, this process is the one to end, and not PostgreSQL.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def redraw(folder: Path) -> dict[str, Any]:
    """Decode FOLDER/source and write what remains of it; the facts are those of the new picture."""
    from PIL import Image, WebPImagePlugin  # noqa: F401, PLC0415 - WEBP registers itself; Pillow would import all 40

    with Image.open(folder / "source", formats=("PNG", "JPEG", "WEBP", "GIF")) as image:
        width, height = image.size
        if width * height > PIXELS_LIMIT or max(width, height) > SIDE_LIMIT:
            raise TooBig
        form = "JPEG" if image.format == "MPO" else str(image.format)
        if form == "WEBP" and width * height > WEBP_PIXELS_LIMIT:
            raise TooBig
        animated = form in {"GIF", "WEBP", "PNG"} and _may_move(image)
        if animated:
            first = _save_animated(image, form, folder / "picture")
        else:
            first = _save_still(image, form, folder / "picture")
        facts = {"media_type": TYPES[form], "width": first.width, "height": first.height, "animated": animated}
        if animated or max(first.size) > THUMBNAIL_SIDE:
            _save_thumbnail(first, folder / "thumbnail")
    return facts


def _may_move(image: "Image") -> bool:
    frames = 1
    with suppress(EOFError):
        while frames <= FRAMES_LIMIT and frames * image.width * image.height <= ANIMATED_PIXELS_LIMIT:
            image.seek(frames)
            frames += 1
        image.seek(0)
        return False
    image.seek(0)
    return frames > 1


def _save_animated(image: "Image", form: str, path: Path) -> "Image":
    first = image.convert("RGBA")
    _forget(image)
    options: dict[str, Any] = {"comment": b""}
    if form == "WEBP":
        # Pillow would give every frame the time of the first one, which it knows only after loading it.
        options = {"quality": GOOD, "method": 2, "duration": _durations(image)}
    image.save(path, form, save_all=True, exif=b"", xmp=b"", icc_profile=None, **options)
    _forget(first)
    return first


def _durations(image: "Image") -> list[int]:
    durations = []
    for frame in range(getattr(image, "n_frames", 1)):
        image.seek(frame)
        image.load()
        durations.append(int(image.info.get("duration", 0)))
    image.seek(0)
    return durations


def _save_still(image: "Image", form: str, path: Path) -> "Image":
    from PIL import ImageOps, JpegImagePlugin  # noqa: PLC0415 - see main

    options: dict[str, Any] = {}
    if form == "JPEG":
        image.load()
        # The source's own tables: the new file is about as large as the old one and looks the same.
        tables = getattr(image, "quantization", None)
        sampling = JpegImagePlugin.get_sampling(image)
        options = {"qtables": tables, "subsampling": max(sampling, 0)} if tables else {"quality": GOOD}
    elif form == "WEBP":
        options = {"lossless": True, "method": 0} if _is_lossless(image) else {"quality": GOOD, "method": 2}
    elif form == "PNG":
        options = {"compress_level": 4 if image.width * image.height <= QUICK_PIXELS else 1}
    profile = image.info.get("icc_profile")
    ImageOps.exif_transpose(image, in_place=True)
    _forget(image)
    redrawn = _in_common_colours(_in_mode_of(form, image), profile)
    redrawn.save(path, form, exif=b"", **options)
    return redrawn


def _forget(image: "Image") -> None:
    """Drop what a file says beside its pixels: Pillow writes comments and profiles back unasked."""
    kept = {"transparency", "duration", "loop", "disposal", "background", "blend", "default_image"}
    for key in [key for key in image.info if key not in kept]:
        del image.info[key]
    image.getexif().clear()


def _is_lossless(image: "Image") -> bool:
    with Path(str(image.filename)).open("rb") as file:  # type: ignore[attr-defined] # set by Image.open
        return b"VP8L" in file.read(64)


def _in_mode_of(form: str, image: "Image") -> "Image":
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    wanted = {"JPEG": ("L", "RGB"), "WEBP": ("RGB", "RGBA")}.get(form, ("1", "L", "LA", "P", "RGB", "RGBA"))
    if image.mode in wanted:
        return image
    if form != "JPEG" and ("A" in image.mode or "transparency" in image.info):
        return image.convert("RGBA")
    return image.convert("RGB")


def _in_common_colours(image: "Image", profile: bytes | None) -> "Image":
    """In sRGB, because the profile is dropped with the rest: phones photograph in wider colours."""
    from PIL import ImageCms  # noqa: PLC0415 - see main

    if not profile or image.mode not in {"RGB", "RGBA"}:
        return image
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != "RGB" or "sRGB" in (source.profile.profile_description or ""):
            return image
        changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), inPlace=True)
        return changed or image
    return image


def _save_thumbnail(image: "Image", path: Path) -> None:
    wanted = "RGBA" if image.mode in {"LA", "RGBA"} or "transparency" in image.info else "RGB"
    if image.mode != wanted:  # convert() copies even what is right already
        image = image.convert(wanted)
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=2.0)
    image.save(path, "WEBP", quality=THUMBNAIL_QUALITY, method=4)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
