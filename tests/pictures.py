"""Pictures and sounds for tests, drawn and written here."""

import io
from typing import Any

from PIL import Image

SECRET = b"Jalan Rahasia 7"


def painted(width: int = 900, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A picture whose corners can be told apart: dark red, green, blue and white."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    for box, colour in (
        ((0, 0), (180, 0, 0)),
        ((width - width // 4, 0), (0, 180, 0)),
        ((0, height - height // 4), (0, 0, 180)),
        ((width - width // 4, height - height // 4), (250, 250, 250)),
    ):
        image.paste(colour, (*box, box[0] + width // 4, box[1] + height // 4))
    return image.convert(mode)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def everything_beside(turned: int = 1) -> Image.Exif:
    """What a telephone tells about where and when: a note, a place, how it was held."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = SECRET.decode()
    exif[0x8825] = {1: "S", 2: (6.0, 10.0, 30.0), 3: "E", 4: (106.0, 49.0, 0.0)}
    return exif


def a_photo(turned: int = 1) -> bytes:
    """A photograph with everything that a telephone writes into it."""
    return saved(painted(), "JPEG", exif=everything_beside(turned), comment=SECRET)


def a_song(size: int = 20_000) -> bytes:
    """Something that begins like an MP3."""
    return (b"ID3\x04" + bytes(6) + bytes(range(256)) * (size // 256 + 1))[:size]
