"""The log: one line per fact on standard error, for people or for machines, without what nobody may read."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

from obrol.runtime.settings import Settings

# Whoever reads logs must not learn how to sign in. Keys, not values: a value says nothing about what it is.
SECRET_WORDS: Final = re.compile(r"password|secret|token|cookie|authorization|credential|api_key", re.IGNORECASE)
# user:password@ in the address of a database or a bus, wherever an error message quotes it.
PASSWORD_IN_ADDRESS: Final = re.compile(r"(\w+://[^\s:/@]*):[^\s@/]+@")
CHATTY: Final = {
    "alembic": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "uvicorn.error": logging.WARNING,
}

Line = MutableMapping[str, Any]


def set_up(settings: Settings) -> None:
    """Send our lines and those of libraries to standard error, in one format; safe to repeat."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.StackInfoRenderer(), *_rendering(settings)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(settings)],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.INFO), force=True)
    for name, least in CHATTY.items():
        logging.getLogger(name).setLevel(max(level, least))


def hide_secrets(_logger: Any, _method: str, line: Line) -> Line:
    """Blot out what is named like a secret, and passwords inside addresses."""
    for key, value in line.items():
        if SECRET_WORDS.search(key):
            line[key] = "…"
        elif isinstance(value, str) and "://" in value:
            line[key] = PASSWORD_IN_ADDRESS.sub(r"\1:…@", value)
    return line


# Without local variables, which the library shows unless told otherwise.
_TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def _rendering(settings: Settings) -> list[Any]:
    if settings.log_format == "json":
        return [_TRACEBACKS, structlog.processors.JSONRenderer(ensure_ascii=False)]
    # Plain tracebacks: the decorated ones show local variables, and with them people's messages.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
