"""Messages made from a seed: the same seed is the same message, and every kind and every limit is met."""

import random
from uuid import UUID

from obrol.channels.contract.capabilities import (
    ButtonLimits,
    Capabilities,
    CardLimits,
    MediaLimits,
    PersonaSupport,
    QuickReplyLimits,
    TextLimit,
    Unit,
)
from obrol.channels.contract.content import (
    Attachment,
    Audio,
    Button,
    Card,
    Cards,
    File,
    Image,
    Media,
    OutboundContent,
    QuickReply,
    Text,
    Video,
)

WORDS = [
    *(
        "kopi",
        "susu",
        "gula",
        "aren",
        "the",
        "order",
        "is",
        "on",
        "its",
        "way",
        "terima",
        "kasih",
        "e\u0301",
        "1.",
        "2)",
    ),
    *("ไทยภาษาไทยไม่มีช่องว่าง", "你好世界。", "مرحبا", "👩‍👩‍👧‍👦", "🇮🇩", "🏳️‍🌈", "\u200b", "a\u00a0b"),
    *("https://shop.example/a/very/long/address?with=things", "don't,", "wait!", "Really?", "“Yes.”"),
]
GAPS = (" ", " ", " ", " ", "\n", "\n\n", ". ", "! ", "\t", "   ")
MEDIA = {Image: "image/png", Audio: "audio/ogg", Video: "video/mp4", File: "application/pdf"}


def some_words(rng: random.Random, most: int) -> str:
    """Words of at most `most` characters, at times one unbroken run, never blank."""
    length = rng.choice((1, 5, 40, most // 4, most))
    pieces: list[str] = []
    gaps = ("",) if rng.random() < 0.1 else GAPS
    size = 0
    while size < length:
        piece = rng.choice(WORDS) + rng.choice(gaps)
        pieces.append(piece)
        size += len(piece)
    return "".join(pieces)[: max(1, min(length, most))].strip() or "x"


def a_label(rng: random.Random, most: int) -> str:
    """A label without digits: one that looks like another's number can be reached by nobody."""
    return some_words(rng, most).translate(dict.fromkeys(map(ord, "12"), "x"))


def some_media(rng: random.Random, media_type: str) -> Media:
    return Media(
        attachment_id=UUID(int=rng.getrandbits(128)),
        name=rng.choice(("menu.pdf", "Foto kopi.png", "x" * 200)),
        media_type=media_type,
        size=rng.choice((10, 900_000, 5_000_000, 24_000_000)),
    )


def some_buttons(rng: random.Random, most: int, prefix: str = "b") -> list[Button]:
    return [
        Button(
            id=f"{prefix}{number}",
            label=a_label(rng, 80),
            url=f"https://shop.example/{number}" if rng.random() < 0.25 else None,
        )
        for number in range(rng.randint(0, most))
    ]


def some_text(rng: random.Random) -> Text:
    return Text(
        text=some_words(rng, 10_000),
        buttons=some_buttons(rng, 10),
        quick_replies=[
            QuickReply(id=f"q{number}", label=a_label(rng, 40)) for number in range(rng.choice((0, 0, 3, 13)))
        ],
    )


def some_attachment(rng: random.Random) -> Attachment:
    kind = rng.choice((Image, Audio, Video, File))
    caption = some_words(rng, 1_024) if rng.random() < 0.6 else ""
    return kind(media=some_media(rng, MEDIA[kind]), caption=caption)


def some_cards(rng: random.Random) -> Cards:
    return Cards(
        cards=[
            Card(
                title=some_words(rng, 80),
                subtitle=some_words(rng, 300) if rng.random() < 0.7 else "",
                image=some_media(rng, "image/png") if rng.random() < 0.6 else None,
                buttons=some_buttons(rng, 3, prefix=f"c{number}-"),
            )
            for number in range(rng.randint(1, 10))
        ]
    )


def a_message(seed: int) -> OutboundContent:
    """Any message that an agent or a flow may send."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return rng.choice((some_text, some_text, some_attachment, some_cards))(rng)


def a_channel(seed: int) -> Capabilities:
    """Any channel that a vendor may think of."""
    rng = random.Random(-seed - 1)  # noqa: S311 - repeatable, not secret

    def maybe(value: object) -> bool:
        return value is not None and rng.random() < 0.5

    unit = rng.choice(list(Unit))
    label = TextLimit(rng.choice((1, 20, 80)), unit)
    text = TextLimit(rng.choice((32, 160, 640, 2000, 20_000)), unit)
    shorter = TextLimit(rng.choice((32, 64, 1024)), rng.choice(list(Unit)))
    size = rng.choice((100, 1_000_000, 16_000_000))
    return Capabilities(
        text=text,
        buttons=ButtonLimits(rng.choice((1, 3, 20)), label, rng.choice((None, shorter)), links=rng.random() < 0.5)
        if maybe(label)
        else None,
        quick_replies=QuickReplyLimits(rng.choice((1, 5, 20)), label, rng.choice((None, shorter)))
        if maybe(label)
        else None,
        image=MediaLimits(size, rng.choice((("image/*",), ("image/jpeg",), ()))) if maybe(size) else None,
        audio=MediaLimits(size) if maybe(size) else None,
        video=MediaLimits(size) if maybe(size) else None,
        file=MediaLimits(size * 2) if maybe(size) else None,
        caption=TextLimit(rng.choice((10, 200, 1024)), unit) if maybe(unit) else None,
        cards=CardLimits(
            rng.choice((1, 4, 10)),
            TextLimit(rng.choice((20, 80)), unit),
            TextLimit(rng.choice((80, 1200)), unit),
            buttons=rng.choice((1, 3)),
            label=TextLimit(80),
            links=rng.random() < 0.5,
        )
        if maybe(unit)
        else None,
        persona=rng.choice(list(PersonaSupport)),
    )


def a_link(attachment_id: UUID) -> str:
    return f"https://obrol.example/files/{attachment_id}"


def links_of(content: OutboundContent) -> dict[UUID, str]:
    """A link for every attachment of a message."""
    match content:
        case Text():
            return {}
        case Cards(cards=cards):
            return {card.image.attachment_id: a_link(card.image.attachment_id) for card in cards if card.image}
        case _:
            return {content.media.attachment_id: a_link(content.media.attachment_id)}


def words_in(content: OutboundContent) -> list[str]:
    """Everything in a message that somebody wrote, in any order."""
    match content:
        case Text():
            offers: list[Button | QuickReply] = [*content.buttons, *content.quick_replies]
            links = [button.url for button in content.buttons if button.url]
            return [content.text, *(offer.label for offer in offers), *links]
        case Cards(cards=cards):
            words = []
            for card in cards:
                words += [card.title, card.subtitle, *(button.label for button in card.buttons)]
                words += [button.url for button in card.buttons if button.url]
            return words
        case _:
            return [content.caption]


def media_in(content: OutboundContent) -> list[UUID]:
    """Every attachment of a message."""
    return list(links_of(content))
