"""How is a site begun and served, without anything installed beside it?"""

from __future__ import annotations

import os

from vestibule.web import home

PORT = 8000
THREADS = 8
"""People answered at once; one process, for one embedded database."""


def begin() -> None:
    """Make the home where it is absent and bring its database up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestibule.web.settings")
    home.prepare(os.environ)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def serve(host: str = "127.0.0.1", port: int = PORT) -> None:
    """Serve the site until it is stopped."""
    if host in {"127.0.0.1", "localhost", "::1"}:
        # to this machine only there is no line to encrypt
        os.environ.setdefault("VESTIBULE_PLAIN_HTTP", "1")
    begin()
    import waitress

    from vestibule.web.wsgi import application

    waitress.serve(application, host=host, port=port, threads=THREADS)
