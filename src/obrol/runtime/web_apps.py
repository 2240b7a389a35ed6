"""The built web apps: where they lie, in a checkout and in an installed wheel."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1]
_PACKED: Final = _PACKAGE / "_web"
_CHECKOUT: Final = _PACKAGE.parents[1] / "web" / "apps"


def folder_of(app: str) -> Path:
    """The folder of a built app (`desk` or `widget`); it may not be there when nobody built it."""
    packed = _PACKED / app
    return packed if packed.exists() else _CHECKOUT / app / "dist"
