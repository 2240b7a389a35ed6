"""The command line: `obrol serve`, `obrol demo` and what else a person does at a terminal."""

import gc
import json
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

import obrol
from obrol.entrypoints import connector_tools
from obrol.runtime import log
from obrol.runtime.settings import Settings, read_settings, unknown_variables
from obrol.runtime.starting import CannotStart

app = typer.Typer(
    name="obrol",
    help="A live-chat inbox where a team and its chatbot answer customers together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(connector_tools.app, name="connectors")

Port = Annotated[int | None, typer.Option(help="The port to listen on, instead of OBROL_PORT.")]
Host = Annotated[str | None, typer.Option(help="The address to listen on, instead of OBROL_HOST.")]


def main() -> None:
    """The program's entry: every failure that a person can repair ends as one sentence, without a traceback."""
    # Thousands of modules' worth of objects that never die: counting them again and again is a fifth of the start.
    gc.disable()
    try:
        app()
    except CannotStart as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


@app.command()
def serve(port: Port = None, host: Host = None) -> None:
    """Serve the desk, the widget and everything behind them until Ctrl-C."""
    from obrol.entrypoints import serving  # noqa: PLC0415 - see _read

    serving.serve(_read(port=port, host=host))


@app.command()
def demo(port: Port = None, host: Host = None) -> None:
    """Serve with a demo world: a small shop, its team, its bots and a few hundred customers, all invented."""
    from obrol.entrypoints import serving  # noqa: PLC0415 - see _read

    serving.serve(_read(port=port, host=host, demo=True))


@app.command()
def migrate() -> None:
    """Bring the database to this version and stop."""
    from obrol.entrypoints import serving  # noqa: PLC0415 - see _read

    with serving.opened(_read()) as (settings, folder), serving.database(settings, folder):
        pass


@app.command()
def worker() -> None:
    """Work through the lanes without serving; needs OBROL_DATABASE_URL, for serving processes work too."""
    from obrol.entrypoints import serving  # noqa: PLC0415 - see _read
    from obrol.entrypoints.worker import work  # noqa: PLC0415 - see _read

    settings = _read()
    if settings.database_url is None:
        raise CannotStart(
            "A worker of its own needs a database that several processes share: set OBROL_DATABASE_URL "
            "(with its own PostgreSQL, “obrol serve” does this work itself)."
        )
    with serving.opened(settings) as (known, folder), serving.database(known, folder) as (ready, _):
        serving.collect_again()
        serving.run(work(ready))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write the database, the attachments and the secret key into one file, while Obrol runs or not."""
    from obrol.entrypoints import backing_up  # noqa: PLC0415 - see _read

    backing_up.back_up(_read(), file)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that obrol backup has written.")]) -> None:
    """Fill an empty data folder and database from a backup."""
    from obrol.entrypoints import backing_up  # noqa: PLC0415 - see _read

    backing_up.restore(_read(), file)


@app.command()
def doctor() -> None:
    """Look at the data folder, the database and the web apps, and say what is wrong."""
    from obrol.entrypoints import doctoring  # noqa: PLC0415 - see _read

    sys.exit(0 if doctoring.examine(_read()) else 1)


@app.command()
def openapi() -> None:
    """Print the OpenAPI description of the HTTP interface."""
    from obrol.entrypoints.api import create_app  # noqa: PLC0415 - see _read
    from obrol.entrypoints.describing import describe  # noqa: PLC0415 - see _read

    # Nothing connects before the app starts, so an address that leads nowhere is good enough.
    settings = _read(database_url="postgresql://nobody@localhost/none", secret_key="0123456789abcdef" * 4)
    print(json.dumps(describe(create_app(settings)), indent=2, sort_keys=True, ensure_ascii=False))


@app.command()
def version() -> None:
    """Print the version."""
    print(obrol.__version__)


def _read(**given: object) -> Settings:
    """The settings with the options that were given, and a log as they say.

    Commands import late, so that `obrol --help` stays quick.
    """
    for sentence in unknown_variables():
        print(sentence, file=sys.stderr)
    settings = read_settings(**{name: value for name, value in given.items() if value is not None})
    log.set_up(settings)
    return settings
