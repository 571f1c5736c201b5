"""The log: one line per event on standard error, as JSON or for a terminal, without personal data.

Every line carries the moment in UTC, the level, the event and, within a request, its mark. Libraries that use
`logging` come out in the same form. Of an error nobody foresaw the log holds its kind and the places it passed, never
its message nor the values of variables: both may be what somebody typed, a password too.
"""

from __future__ import annotations

import logging.config
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import ExcInfo

from listina.site.environment import Environment, LogFormat


def configure(environment: Environment) -> None:
    """Set logging up for this process; may be called again."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[Any] = (
        [
            structlog.processors.ExceptionRenderer(_kinds_and_places),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
        if environment.log_format is LogFormat.JSON
        else [structlog.processors.ExceptionRenderer(_lines), structlog.dev.ConsoleRenderer(colors=False)]
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": environment.log_level},
            "loggers": {
                # Their lines name addresses, which hold check codes; our own line about a request says the rest.
                "django.request": {"level": "CRITICAL"},
                "django.security": {"level": "ERROR"},
                "httpx": {"level": "WARNING"},
                "fontTools": {"level": "WARNING"},
                "pikepdf": {"level": "WARNING"},
                # Their lines quote strangers' files; what they found stands in the report of the validation.
                "pyhanko": {"level": "CRITICAL"},
                "pyhanko_certvalidator": {"level": "CRITICAL"},
                "procrastinate": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


_transform = ExceptionDictTransformer(show_locals=False)


def _kinds_and_places(exc_info: ExcInfo) -> list[dict[str, Any]]:
    """Return an error and what caused it, the last first: the kind of each and the places, the deepest last."""
    return [
        {
            "kind": error["exc_type"],
            "places": [f"{frame['filename']}:{frame['lineno']} {frame['name']}" for frame in error["frames"]],
        }
        for error in _transform(exc_info)
    ]


def _lines(exc_info: ExcInfo) -> str:
    return "\n".join("\n  ".join((error["kind"], *error["places"])) for error in _kinds_and_places(exc_info))
