"""Wording: the same dialogue in other words. `[Hello|Hi]` says one of the two, `{bean}` what this talk is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from obrol.entrypoints.demo_world.material import Locale

_VARIANTS: Final = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_DAYS: Final = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SIZES: Final = ("250 g", "250 g", "250 g", "500 g", "1 kg")


@dataclass(slots=True)
class Wording:
    """What one visit is about, drawn once, so that a bean keeps its name until the end of the talk."""

    rng: Random
    slots: Mapping[str, str] = field(default_factory=dict)

    def of(self, text: str) -> str:
        """The text with one of each set of variants, and the slots filled."""
        while (found := _VARIANTS.search(text)) is not None:
            text = text[: found.start()] + self.rng.choice(found[1].split("|")) + text[found.end() :]
        return text.format_map(self.slots) if "{" in text else text


def rupiah(amount: int) -> str:
    """An amount as people write it here."""
    return f"Rp{amount:,}".replace(",", ".")


def draw_slots(
    rng: Random, shop: Mapping[str, Any], locale: Locale, *, day: datetime, contact: Mapping[str, str]
) -> dict[str, str]:
    """What a visit on this day is about; `contact` says the slots that belong to the person."""
    bean, bean2 = rng.sample(sorted(shop["beans"]), 2)
    drinks = shop["drinks_en" if locale == "en" else "drinks"]
    drink, drink2 = rng.sample(sorted(drinks), 2)
    method = rng.choice(sorted(shop["methods"]))
    size, qty, cups, kg = rng.choice(_SIZES), rng.randint(1, 4), rng.randint(1, 4), rng.choice((20, 25, 30, 40, 60, 80))
    price, shipping = shop["bean_prices"][size], rng.randrange(12_000, 58_000, 1_000)
    words = {
        "shop": shop["name"],
        "bean": bean,
        "notes": shop["beans"][bean][0],
        "notes_en": shop["beans"][bean][1],
        "bean2": bean2,
        "notes2": shop["beans"][bean2][0],
        "drink": drink,
        "drink2": drink2,
        "drink_price": rupiah(drinks[drink]),
        "method": method,
        "grind": shop["methods"][method],
        "size": size,
        "qty": str(qty),
        "cups": str(cups),
        "kg": str(kg),
        "small_kg": str(rng.choice((3, 5, 6, 8, 10, 12))),
        "kg_price": rupiah(245_000 if kg < 60 else 228_000).removeprefix("Rp"),  # noqa: PLR2004 - the price list's step
        "total": rupiah(price * qty),
        "total_cups": rupiah(85_000 * cups),
        "total_gift": rupiah(245_000 + shipping),
        "total_regular": rupiah(2 * 85_000 + 35_000),
        "shipping": rupiah(shipping),
        "people": str(rng.choice((4, 6, 8, 10, 12))),
        "hour": f"{rng.randint(9, 19)}.{rng.choice(('00', '30'))}",
        "order": f"KL-{rng.randint(20100, 24999)}",
        "order2": f"KL-{rng.randint(25000, 25999)}",
        "awb": f"{rng.choice('KAML')}{rng.choice('NCDR')}{rng.randint(10**9, 10**10 - 1)}",
        "lot": f"L{rng.randint(2, 48):02}-{rng.choice('ABC')}",
        "voucher": rng.choice(("PAGI20", "LERENG15", "KAWAN10", "HUJAN12")),
        "courier": rng.choice(shop["couriers"]),
        "street": f"{rng.choice(shop['streets'])} {rng.randint(1, 88)}",
        "landmark": rng.choice(shop["landmarks"]),
        "business": rng.choice(shop["businesses"]),
        "other": rng.choice(shop["others"]),
        "day": _DAYS[locale][(day + timedelta(days=rng.randint(1, 4))).weekday()],
        "hi": rng.choice(shop["greetings_en" if locale == "en" else "greetings"]),
    }
    return words | dict(contact)
