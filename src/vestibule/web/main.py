"""How is a site begun and served, without anything installed beside it?"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vestibule.web import home, logs

PORT = 8000
THREADS = 16
"""Requests answered at once, in one process: most of them wait for the disk."""

CONNECTIONS = 800
"""Browsers that stay connected: telephones around a laptop do, for minutes."""

TURN = 0.001
"""Seconds a thread may count before others are let in: a request that asks the database
twenty times would wait for long work beside it as often, five times as long each."""

MARGIN = 10_000_000
"""Bytes of a request beside the files in it."""

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def ready() -> None:
    """Make the home where it is absent and read the settings; no database is touched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestibule.web.settings")
    home.prepare(os.environ)
    import django

    django.setup()
    logs.begin()


def begin() -> None:
    """Make the home where it is absent and bring its database up to date."""
    ready()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from vestibule.web.records import withdrawn

    withdrawn.complete()
    from vestibule.web.inform import serving

    serving.write()  # as the records say, whatever was broken off


def serve(
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    worker: bool = True,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Serve the site until it is stopped; long work is done beside it.

    `tell` is given the address once it can be opened. Raises DataError where the site
    is served already.
    """
    if host in LOCAL:
        # to this machine only there is no line to encrypt
        os.environ.setdefault("VESTIBULE_PLAIN_HTTP", "1")
    begin()
    from vestibule.web.keeping import alone

    with alone.held():
        _serve(host, port, worker=worker, tell=tell)


def _serve(
    host: str, port: int, *, worker: bool, tell: Callable[[str], None] | None
) -> None:
    import waitress

    from vestibule.web.work.worker import Worker
    from vestibule.web.wsgi import application

    _keep_passing(home.folder(os.environ))
    sys.setswitchinterval(TURN)
    server = waitress.create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,  # select() knows no more than 1,024 files
        **_proxied(),
    )
    working = Worker() if worker else None
    if working is not None:
        working.start()
    _end_on_signal()
    if tell is not None:
        tell(address(host, port))
    try:
        server.run()
    finally:
        if working is not None:
            working.end()
        server.close()


def _keep_passing(house: Path) -> None:
    """Let requests that are too large for memory lie in the home, and old ones go."""
    passing = house / home.PASSING
    for left in passing.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
    tempfile.tempdir = str(passing)


def _proxied() -> dict[str, Any]:
    """Return how far a request is believed: what servers of ours say of it.

    Without one before this site, nobody else says who asks, or how.
    """
    from django.conf import settings

    from vestibule.web.work import uploads

    most = {"max_request_body_size": uploads.MOST_BYTES + MARGIN}
    if not settings.PROXIES:
        return most
    # the headers go on to the site, which reads them itself: `protect.throttle`
    return {**most, "clear_untrusted_proxy_headers": False}


def work() -> None:
    """Do the long work of a site that is served elsewhere, until it is stopped."""
    begin()
    from vestibule.web.work.worker import Worker

    tempfile.tempdir = str(home.folder(os.environ) / home.PASSING)
    working = Worker()
    _end_on_signal()
    working.start()
    try:
        while working.is_alive():
            working.join(1.0)
    finally:
        working.end()


def address(host: str, port: int) -> str:
    """Return where a browser of this machine finds the site.

    >>> address("0.0.0.0", 8000)
    'http://localhost:8000/'
    """
    named = host if host not in {"0.0.0.0", "127.0.0.1", "::", "::1"} else "localhost"  # noqa: S104
    return f"http://{named}:{port}/"


def _end_on_signal() -> None:
    # a supervisor says TERM, and may have started us deaf to Ctrl+C: hear both
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
