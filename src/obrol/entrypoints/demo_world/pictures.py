"""Pictures: what people in the demo world send each other, drawn here, so that they belong to nobody else.

Drawn large and made small, which is how Pillow's hard edges become soft ones.
"""

import io
import math
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WIDE: Final = (960, 600)
TALL: Final = (640, 860)
PAPER: Final = (744, 1052)  # A4 at 90 dots an inch
SCALE: Final = 2
SQUARES: Final = 21  # of the pattern that looks like a code to pay by
EYE: Final = 7

Color = tuple[int, int, int]
Point = tuple[float, float]

CREAM: Final[Color] = (250, 243, 230)
SAND: Final[Color] = (236, 219, 190)
WOOD: Final[Color] = (166, 116, 72)
BROWN: Final[Color] = (92, 56, 34)
DARK: Final[Color] = (51, 33, 24)
GREEN: Final[Color] = (15, 118, 110)
LEAF: Final[Color] = (72, 140, 92)
ORANGE: Final[Color] = (224, 123, 57)
RED: Final[Color] = (190, 72, 54)
SKY: Final[Color] = (198, 226, 232)
BLUE: Final[Color] = (96, 150, 186)
WHITE: Final[Color] = (255, 255, 255)
GRAY: Final[Color] = (122, 122, 118)


class Sheet:
    """A drawing in points of the finished picture."""

    def __init__(self, size: tuple[int, int], ground: Color) -> None:
        self.size = size
        self.image = Image.new("RGB", (size[0] * SCALE, size[1] * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, w: float, h: float, fill: Color, round_: float = 0) -> None:
        at = [x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE]
        self.pen.rounded_rectangle(at, radius=round_ * SCALE, fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Color) -> None:
        self.pen.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=fill)

    def ring(self, x: float, y: float, rx: float, ry: float, color: Color, width: float) -> None:
        at = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self.pen.ellipse(at, outline=color, width=int(width * SCALE))

    def shape(self, points: list[Point], fill: Color) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points: list[Point], color: Color, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=color, width=int(width * SCALE), joint="curve")

    def words(self, x: float, y: float, text: str, size: float, color: Color = DARK, anchor: str = "la") -> None:
        # The font that comes with Pillow: no file of somebody else's.
        font = ImageFont.load_default(size * SCALE)
        self.pen.text((x * SCALE, y * SCALE), text, fill=color, font=font, anchor=anchor)

    def done(self) -> Image.Image:
        return self.image.reduce(SCALE)


def cup_of_today() -> Image.Image:
    """The greeting: a cup on a table by the window."""
    sheet = Sheet(WIDE, CREAM)
    sheet.box(90, 50, 380, 300, SKY, 18)
    _hills(sheet, 90, 470, 350, 120)
    sheet.box(82, 42, 396, 16, WOOD, 6)
    sheet.box(82, 342, 396, 18, WOOD, 6)
    sheet.box(272, 50, 14, 300, WOOD)
    sheet.box(0, 440, 960, 160, WOOD)
    sheet.box(0, 440, 960, 10, BROWN)
    sheet.oval(640, 500, 210, 34, SAND)
    _cup(sheet, 640, 390, 1.35)
    _bag(sheet, 800, 210, 130, 250, GREEN, "LERENG")
    for x, y, turn in ((330, 520, 0.4), (380, 548, 1.3), (285, 556, 2.2), (430, 520, 0.9), (240, 512, 1.8)):
        _bean(sheet, x, y, 19, turn)
    return sheet.done()


def bags() -> Image.Image:
    """Two bags that look too much alike."""
    sheet = Sheet(WIDE, SAND)
    sheet.box(0, 470, 960, 130, WOOD)
    _bag(sheet, 210, 110, 220, 380, GREEN, "LERENG")
    _bag(sheet, 530, 110, 220, 380, (30, 96, 124), "LERENG")
    return sheet.done()


def torn_bag() -> Image.Image:
    """A bag that did not survive the journey."""
    sheet = Sheet(WIDE, (214, 206, 196))
    sheet.box(0, 430, 960, 170, (184, 174, 162))
    _bag(sheet, 350, 90, 250, 400, GREEN, "LERENG")
    tear: list[Point] = [(600, 280), (540, 300), (562, 330), (520, 352), (556, 380), (528, 410), (600, 430)]
    sheet.shape(tear, DARK)
    for index in range(26):
        turn = index * 2.4
        _bean(
            sheet, 600 + 46 * math.sqrt(index) * math.cos(turn), 492 + 14 * math.sqrt(index) * math.sin(turn), 15, turn
        )
    return sheet.done()


def brewing() -> Image.Image:
    """Water poured in circles."""
    sheet = Sheet(WIDE, (232, 238, 232))
    sheet.box(0, 480, 960, 120, WOOD)
    sheet.shape([(350, 190), (610, 190), (510, 330), (450, 330)], WHITE)
    sheet.shape([(376, 200), (584, 200), (538, 264), (422, 264)], BROWN)
    sheet.oval(480, 202, 104, 16, (128, 84, 54))
    for radius in (84, 58, 32):
        sheet.ring(480, 202, radius, radius * 0.15, SAND, 3)
    sheet.box(420, 330, 120, 12, WHITE, 4)
    sheet.shape([(410, 342), (550, 342), (590, 470), (370, 470)], (222, 232, 236))
    sheet.shape([(389, 410), (571, 410), (590, 470), (370, 470)], DARK)
    sheet.line([(720, 70), (650, 90), (600, 130), (560, 180)], GRAY, 16)
    sheet.line([(556, 184), (540, 204)], BLUE, 6)
    sheet.oval(790, 110, 90, 76, GRAY)
    sheet.line([(868, 70), (910, 110), (880, 170)], DARK, 14)
    return sheet.done()


def hampers() -> Image.Image:
    """The box "Lereng Pagi"."""
    sheet = Sheet(WIDE, (240, 226, 214))
    sheet.box(190, 250, 580, 270, BROWN, 14)
    sheet.box(210, 270, 540, 230, SAND, 8)
    for index, color in enumerate((GREEN, ORANGE, (30, 96, 124))):
        _bag(sheet, 236 + index * 112, 226, 96, 200, color, "100 g")
    _cup(sheet, 650, 350, 0.75)
    sheet.box(585, 420, 140, 66, WHITE, 6)
    sheet.words(655, 453, "untukmu", 20, RED, "mm")
    sheet.box(462, 250, 36, 270, RED)
    sheet.shape([(480, 256), (400, 190), (400, 270)], RED)
    sheet.shape([(480, 256), (560, 190), (560, 270)], RED)
    return sheet.done()


def slope() -> Image.Image:
    """Where the coffee grows."""
    sheet = Sheet(WIDE, SKY)
    sheet.oval(720, 130, 56, 56, (250, 214, 130))
    sheet.shape([(0, 330), (220, 120), (420, 320), (600, 180), (960, 380), (960, 600), (0, 600)], (132, 170, 166))
    sheet.shape([(0, 420), (300, 290), (640, 400), (960, 300), (960, 600), (0, 600)], LEAF)
    sheet.shape([(0, 500), (420, 390), (960, 470), (960, 600), (0, 600)], (56, 112, 72))
    for row in range(4):
        for column in range(11):
            x, y = 40 + column * 88 + row * 30, 452 + row * 40 + math.sin(column + row) * 8
            sheet.oval(x, y, 27, 19, (40, 92, 58))
            sheet.oval(x - 8, y + 2, 4, 4, RED)
            sheet.oval(x + 10, y - 4, 4, 4, RED)
    return sheet.done()


def map_to_us() -> Image.Image:
    """How to find the shop."""
    sheet = Sheet(WIDE, (238, 236, 226))
    sheet.box(90, 70, 300, 220, (192, 220, 178), 20)
    sheet.oval(240, 180, 44, 34, BLUE)
    sheet.words(240, 96, "Taman Kota", 24, (56, 112, 72), "mt")
    for at in ((0, 320, 960, 56), (440, 0, 56, 600), (720, 376, 44, 224)):
        sheet.box(*at, WHITE)
    for x, y, w, h in ((530, 60, 150, 110), (710, 60, 190, 230), (530, 400, 160, 150), (90, 410, 300, 140)):
        sheet.box(x, y, w, h, (224, 216, 200), 8)
    sheet.words(30, 348, "Jalan Melati Senja", 24, GRAY, "lm")
    sheet.line([(240, 290), (240, 348), (600, 348), (600, 300)], ORANGE, 8)
    sheet.shape([(600, 300), (566, 232), (634, 232)], RED)
    sheet.oval(600, 222, 38, 38, RED)
    sheet.oval(600, 222, 15, 15, WHITE)
    sheet.words(600, 172, "No. 12", 26, DARK, "ms")
    sheet.words(786, 500, "parkir", 22, GRAY, "lm")
    return sheet.done()


def menu() -> Image.Image:
    """The board in the shop."""
    sheet = Sheet(TALL, (42, 52, 48))
    sheet.box(22, 22, 596, 816, (54, 66, 61), 20)
    sheet.words(320, 72, "KOPI LERENG", 46, CREAM, "mt")
    sheet.line([(160, 140), (480, 140)], ORANGE, 4)
    rows = (
        ("Kopi susu gula aren", "24"),
        ("Americano", "20"),
        ("Kopi saring", "32"),
        ("Cokelat hangat", "18"),
        ("Teh lereng", "15"),
        ("Roti bakar", "22"),
        ("Pisang goreng", "17"),
        ("Biji kopi 250 g", "85"),
    )
    for index, (name, price) in enumerate(rows):
        y = 190 + index * 66
        sheet.words(70, y, name, 30, CREAM)
        sheet.words(570, y, price, 30, ORANGE, "ra")
        sheet.line([(70, y + 46), (570, y + 46)], (74, 88, 82), 2)
    sheet.words(320, 790, "harga dalam ribuan rupiah", 20, SAND, "mb")
    return sheet.done()


def receipt() -> Image.Image:
    """A bill with a code to pay by. The code is a pattern and leads nowhere."""
    sheet = Sheet(TALL, (226, 222, 214))
    sheet.box(90, 40, 460, 780, WHITE, 10)
    sheet.words(320, 80, "KOPI LERENG", 36, DARK, "mt")
    sheet.words(320, 130, "Jalan Melati Senja 12", 20, GRAY, "mt")
    for row in range(SQUARES):
        for column in range(SQUARES):
            if _is_dark(row, column):
                sheet.box(173 + column * 14, 190 + row * 14, 14, 14, DARK)
    for index, width in enumerate((380, 300, 340, 260)):
        sheet.box(130, 530 + index * 40, width * 0.6, 14, SAND, 6)
        sheet.box(460, 530 + index * 40, 50, 14, SAND, 6)
    sheet.line([(130, 704), (510, 704)], GRAY, 2)
    sheet.words(130, 726, "Total", 30, DARK)
    sheet.box(400, 734, 110, 20, DARK, 6)
    return sheet.done()


def transfer() -> Image.Image:
    """What a telephone shows after paying."""
    sheet = Sheet(TALL, (28, 34, 40))
    sheet.box(70, 30, 500, 800, WHITE, 44)
    sheet.oval(320, 190, 84, 84, LEAF)
    sheet.line([(282, 192), (310, 222), (362, 160)], WHITE, 16)
    sheet.words(320, 310, "Pembayaran berhasil", 34, DARK, "mt")
    sheet.words(320, 360, "ke Kopi Lereng", 24, GRAY, "mt")
    for index in range(5):
        sheet.box(120, 440 + index * 52, 120, 16, SAND, 8)
        sheet.box(360 - index % 2 * 40, 440 + index * 52, 160 + index % 2 * 40, 16, (214, 224, 222), 8)
    sheet.box(120, 730, 400, 62, GREEN, 31)
    sheet.words(320, 761, "Selesai", 28, WHITE, "mm")
    return sheet.done()


def paper(title: str, lines: int) -> Image.Image:
    """A page of a document, from far enough away that nobody can read it."""
    sheet = Sheet(PAPER, WHITE)
    sheet.box(60, 60, 60, 60, GREEN, 12)
    sheet.words(140, 66, title, 34, DARK)
    sheet.words(140, 108, "Kopi Lereng. Contoh saja, bukan dokumen sungguhan.", 18, GRAY)
    for index in range(lines):
        sheet.box(60, 190 + index * 34, 624 - (index * 97) % 260, 12, (222, 220, 214), 6)
    return sheet.done()


IMAGES: Final[dict[str, tuple[str, Callable[[], Image.Image]]]] = {
    "today": ("kopi-hari-ini.png", cup_of_today),
    "bags": ("kemasan.jpg", bags),
    "torn-bag": ("kemasan-sobek.jpg", torn_bag),
    "brewing": ("seduhan.jpg", brewing),
    "hampers": ("lereng-pagi.jpg", hampers),
    "slope": ("lereng.jpg", slope),
    "map": ("peta.png", map_to_us),
    "menu": ("menu.png", menu),
    "receipt": ("kode-bayar.png", receipt),
    "transfer": ("bukti-transfer.jpg", transfer),
}
PAPERS: Final[dict[str, tuple[str, str, int]]] = {
    "price-list": ("daftar-harga.pdf", "Daftar harga", 20),
    "invoice": ("faktur.pdf", "Faktur", 14),
    "contract": ("perpanjangan-kontrak.pdf", "Perjanjian", 24),
    "cv": ("cv.pdf", "Riwayat hidup", 18),
    "proposal": ("proposal.pdf", "Proposal", 22),
}


def files() -> dict[str, tuple[str, bytes]]:
    """Every file by the name that dialogues use: its own name, and its bytes."""
    made = {key: (name, _encoded(draw(), name)) for key, (name, draw) in IMAGES.items()}
    return made | {key: (name, _encoded(paper(title, lines), name)) for key, (name, title, lines) in PAPERS.items()}


def _encoded(image: Image.Image, name: str) -> bytes:
    form = {"png": "PNG", "jpg": "JPEG", "pdf": "PDF"}[name.rpartition(".")[2]]
    raw = io.BytesIO()
    image.save(raw, form, **({"quality": 88} if form == "JPEG" else {}))
    return raw.getvalue()


def _is_dark(row: int, column: int) -> bool:
    """Whether a square of the pattern is dark: three eyes in its corners, and something busy between them."""
    beside = EYE <= row < SQUARES - EYE or EYE <= column < SQUARES - EYE
    last = row >= SQUARES - EYE and column >= SQUARES - EYE
    if beside or last:
        return (row * 7 + column * 11 + row * column) % 3 == 0
    from_middle = max(abs(row % 14 - EYE // 2), abs(column % 14 - EYE // 2))
    return from_middle != EYE // 3


def _hills(sheet: Sheet, left: float, right: float, floor: float, height: float) -> None:
    width = right - left
    sheet.shape([(left, floor), (left + width * 0.35, floor - height), (left + width * 0.75, floor)], LEAF)
    sheet.shape(
        [(left + width * 0.4, floor), (left + width * 0.75, floor - height * 0.7), (right, floor)], (56, 112, 72)
    )


def _cup(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.ring(x + 82 * size, y + 20 * size, 34 * size, 32 * size, WHITE, 12 * size)
    sheet.shape(
        [
            (x - 84 * size, y - 30 * size),
            (x + 84 * size, y - 30 * size),
            (x + 54 * size, y + 78 * size),
            (x - 54 * size, y + 78 * size),
        ],
        WHITE,
    )
    sheet.oval(x, y + 76 * size, 54 * size, 12 * size, WHITE)
    sheet.oval(x, y - 30 * size, 84 * size, 20 * size, (236, 232, 224))
    sheet.oval(x, y - 28 * size, 74 * size, 15 * size, BROWN)
    sheet.oval(x, y - 27 * size, 34 * size, 7 * size, SAND)
    for offset in (-26, 0, 26):
        points: list[Point] = [
            (x + (offset + 7 * math.sin(step / 3)) * size, y - (52 + step * 4) * size) for step in range(16)
        ]
        sheet.line(points, (226, 224, 216), 5 * size)


def _bag(sheet: Sheet, x: float, y: float, w: float, h: float, color: Color, label: str) -> None:
    shade: Color = (color[0] * 4 // 5, color[1] * 4 // 5, color[2] * 4 // 5)
    sheet.shape([(x, y + h * 0.1), (x + w, y + h * 0.1), (x + w * 1.03, y + h), (x - w * 0.03, y + h)], color)
    sheet.box(x - w * 0.02, y, w * 1.04, h * 0.13, shade, 6)
    sheet.box(x + w * 0.14, y + h * 0.36, w * 0.72, h * 0.4, CREAM, 8)
    _hills(sheet, x + w * 0.24, x + w * 0.76, y + h * 0.58, h * 0.14)
    sheet.words(x + w / 2, y + h * 0.67, label, w * 0.13, DARK, "mm")
    sheet.oval(x + w / 2, y + h * 0.24, w * 0.05, w * 0.05, shade)


def _bean(sheet: Sheet, x: float, y: float, size: float, turn: float) -> None:
    sheet.oval(x, y, size, size * 0.66, BROWN)
    dx, dy = math.cos(turn) * 0.2, math.sin(turn) * 0.1
    sheet.line(
        [(x - size * 0.7, y + dy * size), (x, y + dx * size), (x + size * 0.7, y - dy * size)], DARK, size * 0.16
    )
