"""A site begins from nothing, answers, and does long work beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vestibule.web import main

SERVED = """
import time
from vestibule.web import main
import waitress

class Server:
    def __init__(self, application, **how):
        print(how)
    def run(self):
        from django.test import Client
        from django.utils import timezone
        from vestibule.web.records import jobs
        from vestibule.web.records.models import Job
        print(Client(headers={"host": "localhost"}).get("/health").json())
        asked = jobs.ask("analysis", wanted={"parts": ["none"]}, by="me", at=timezone.now())
        for _ in range(600):
            job = Job.objects.get(pk=asked.pk)
            if job.ended_at:
                break
            time.sleep(0.1)
        print(job.state, job.error["reason"])
        import os, signal
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)
    def close(self):
        print("closed")

import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
waitress.create_server = Server
try:
    main.serve(port=8123, tell=print)
except KeyboardInterrupt:
    print("ended")
"""


def test_a_site_begins_from_an_empty_folder_answers_and_works(tmp_path: Path) -> None:
    plain = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    plain.pop("VESTIBULE_PLAIN_HTTP", None)

    run = subprocess.run(
        [sys.executable, "-c", SERVED],
        env={**plain, "VESTIBULE_HOME": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "{'host': '127.0.0.1', 'port': 8123, 'threads': 16, 'connection_limit': 800, "
        "'asyncore_use_poll': True, 'max_request_body_size': 510000000}",
        "http://localhost:8123/",
        "{'lives': True}",
        "failed no-such-part",
        "closed",
        "ended",
    ]
    assert (tmp_path / "site" / "vestibule.sqlite3").is_file()


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),  # noqa: S104
        ("hub.example", "http://hub.example:8000/"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(host: str, told: str) -> None:
    assert main.address(host, 8000) == told
