"""Answers: what a contact's words mean as a number, an address or one of several choices."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from email_validator import EmailNotValidError, validate_email

from obrol.kit.text import fold

NUMBER_LENGTH = 40  # characters; what is longer is not a number that somebody means
NUMBER_DIGITS = 15  # so that a float holds it exactly, here and in JavaScript
EMAIL_LENGTH = 254  # characters; RFC 5321, 4.5.3.1.3

_SIGNED = re.compile(r"([+-]?)([0-9][0-9., ]*|[.,][0-9]+)")
# "2", "2.", "(2)", "#2"; a keycap emoji loses its two marks first.
_LISTED = re.compile(r"[(\[#]?\s*([0-9]{1,3})\s*[.)\]:]?")
_KEYCAP = re.compile("[\ufe0f\u20e3]")
_GROUP = 3  # digits between separators


class Offer(Protocol):
    """A choice that can be pressed, named or counted."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...


OfferT = TypeVar("OfferT", bound=Offer)


def read_number(text: str) -> int | float | None:
    """The number that a person wrote in the Indonesian or the English way; None when it is not one.

    With both separators the last one is the decimal: "1.250,5" and "1,250.5" are 1250.5.
    One that occurs several times separates thousands: "1.250.000". One that occurs once separates thousands when one
    to three digits, not beginning with 0, stand before it and exactly three after it ("1.250" and "1,250" are 1250),
    and is the decimal otherwise: "12,5", "0.125", "3.1416".
    """
    text = unicodedata.normalize("NFKC", text).strip().replace("\N{MINUS SIGN}", "-")
    match = _SIGNED.fullmatch(text) if len(text) <= NUMBER_LENGTH else None
    if match is None:
        return None
    sign, body = match.groups()
    whole, fraction = _split(body)
    groups = re.split(r"[., ]", whole)
    if " " in fraction or (len(groups) > 1 and not _are_thousands(groups, whole)):
        return None
    digits = "".join(groups)
    if len((digits + fraction).lstrip("0")) > NUMBER_DIGITS:
        return None
    number = Decimal(f"{sign}{digits or '0'}.{fraction or '0'}")
    return int(number) if number == number.to_integral_value() else float(number)


def read_email(text: str) -> str | None:
    """The address in its normal form, or None. Only its form is looked at: no name server is asked."""
    if len(text) > EMAIL_LENGTH:
        return None
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def pick(text: str, offers: Sequence[OfferT]) -> OfferT | None:
    """The offer that is meant: its label, else its number in the list, from 1.

    Case, accents and closing marks of a label do not matter. A label that stands twice means nothing: its number does.
    """
    wanted = _bare(text)
    named = [offer for offer in offers if _bare(offer.label) == wanted]
    if len(named) == 1:
        return named[0]
    number = _LISTED.fullmatch(unicodedata.normalize("NFKC", _KEYCAP.sub("", text)).strip())
    return offers[int(number[1]) - 1] if number and 1 <= int(number[1]) <= len(offers) else None


def _bare(text: str) -> str:
    folded = fold(text)
    return folded.strip(" .!?,;:\"'") or folded


def _split(body: str) -> tuple[str, str]:
    """The part before the decimal separator, and the digits after it."""
    last = max(body.rfind("."), body.rfind(","))
    if last == -1:
        return body, ""
    before, mark, after = body[:last], body[last], body[last + 1 :]
    if mark in before:
        return body, ""
    if any(other in before for other in "., "):
        return before, after
    separates_thousands = 1 <= len(before) <= _GROUP and not before.startswith("0") and len(after) == _GROUP
    return (body, "") if separates_thousands else (before, after)


def _are_thousands(groups: list[str], whole: str) -> bool:
    one_separator = len({char for char in whole if not char.isdigit()}) == 1
    first, *rest = groups
    return one_separator and 1 <= len(first) <= _GROUP and all(len(group) == _GROUP for group in rest)
