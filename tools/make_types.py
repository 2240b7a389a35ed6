"""Write what is generated from the server: the OpenAPI description, the TypeScript types, and pages of docs/.

`--check` writes nothing and fails when something would change: somebody changed the server and not its description.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from live_chat_page import live_chat_page

ROOT = Path(__file__).resolve().parents[1]
OPENAPI = ROOT / "web/packages/api/openapi.json"
TYPES = ROOT / "web/packages/api/src/schema.d.ts"
EVENTS = ROOT / "docs/events.md"
ERRORS = ROOT / "docs/errors.md"
SETTINGS = ROOT / "docs/settings.md"
LIVE_CHAT = ROOT / "docs/live-chat.md"
GENERATOR = ROOT / "web/node_modules/.bin/openapi-typescript"


def main() -> int:
    """Write, or compare with `--check`; the exit code says whether all is as it should be."""
    check = "--check" in sys.argv[1:]
    wanted = {OPENAPI: _openapi(), EVENTS: _events(), LIVE_CHAT: live_chat_page()} | _pages()
    if GENERATOR.exists():
        wanted[TYPES] = _types(wanted[OPENAPI])
    elif not check:
        print("The TypeScript types were not written: run `npm ci` in web/ first.", file=sys.stderr)
        return 1
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if check:
        for path in stale:
            print(
                f"{path.relative_to(ROOT)} is not what the server or the tests say any more: run `make types`.",
                file=sys.stderr,
            )
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path])
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


def _openapi() -> str:
    from obrol.entrypoints.api import create_app  # noqa: PLC0415 - a second of imports
    from obrol.runtime.settings import Settings  # noqa: PLC0415 - as above

    # Nothing connects before the app starts, so an address that leads nowhere is good enough.
    settings = Settings(database_url="postgresql://nobody@localhost/none")
    return json.dumps(create_app(settings).openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _events() -> str:
    from obrol.entrypoints.describing import events_page  # noqa: PLC0415 - as above
    from obrol.entrypoints.house import declared  # noqa: PLC0415 - as above

    hearings, _ = declared()
    return events_page(hearings)


def _pages() -> dict[Path, str]:
    from obrol.entrypoints.describing import errors_page, settings_page  # noqa: PLC0415 - as above

    return {ERRORS: errors_page(), SETTINGS: settings_page()}


def _types(openapi: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "openapi.json"), Path(folder, "schema.d.ts")
        source.write_text(openapi)
        subprocess.run([GENERATOR, source, "--output", target], check=True, stdout=subprocess.DEVNULL)
        return target.read_text()


if __name__ == "__main__":
    sys.exit(main())
