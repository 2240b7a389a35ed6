"""The demo's sign-in: shown in the terminal and on the sign-in page."""

from typing import Final

EMAIL: Final = "owner@demo.obrol"
# Everybody may know it: the demo listens on loopback alone. Every agent of the demo has it.
PASSWORD: Final = "kopi-lereng-pagi"  # noqa: S105 - as above
