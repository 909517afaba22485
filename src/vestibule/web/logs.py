"""What does the site write down of itself? One JSON object a line, and nobody in it.

Only fields that are named here are written, so that a forgotten one is withheld: no
address of who asks, no name, no query, no message of an exception.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

FIELDS = ("method", "route", "status", "ms", "job", "error", "at")
"""What a line may hold beside its moment, level and message."""

OURS = "vestibule"


class Lines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what others write is named, not repeated."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "when": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name.startswith(OURS):
            line["says"] = str(record.msg)
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = where(record.exc_info[1])
        told = {name: getattr(record, name, None) for name in FIELDS}
        for found in (_asked(record), told):
            line |= {name: value for name, value in found.items() if value is not None}
        return json.dumps(line, ensure_ascii=False)


def _asked(record: logging.LogRecord) -> dict[str, Any]:
    """Return which page failed: its route, where an id has no place, and how."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    return {
        "method": getattr(request, "method", None),
        "route": getattr(match, "route", None),
        "status": getattr(record, "status_code", None),
    }


def begin() -> None:
    """Send all logs to stderr, as lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    for name in ("django", "django.request", "django.server", "waitress", "axes"):
        other = logging.getLogger(name)
        other.handlers[:] = []
        other.propagate = True
    # it warns of each request that waits for a thread: on a busy day, of every one
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def where(error: BaseException | None) -> str:
    """Return the module and line where an error was raised, never what it said."""
    frame = error.__traceback__ if error is not None else None
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return ""
    return f"{frame.tb_frame.f_globals.get('__name__', '?')}:{frame.tb_lineno}"
