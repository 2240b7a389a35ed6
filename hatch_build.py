"""What the wheel carries besides the package: the migrations and the built web apps."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CarryAlong(BuildHookInterface):  # type: ignore[type-arg] # hatchling's own generic and untyped base
    """Adds files from outside src/; refuses to build a wheel without the web apps."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called once before each build; an editable install finds everything in the checkout and needs nothing."""
        if version == "editable":
            return
        root = Path(self.root)
        carried = build_data["force_include"]
        carried[str(root / "migrations")] = "obrol/_migrations"
        for app in ("desk", "widget"):
            built = root / "web" / "apps" / app / "dist"
            if not built.exists():
                raise SystemExit(f"The {app} is not built, and a wheel without it is of no use: run make wheel.")
            carried[str(built)] = f"obrol/_web/{app}"
