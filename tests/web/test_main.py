"""A site begins from nothing and answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ASKED = """
from vestibule.web import main
served = []
import waitress
waitress.serve = lambda application, **how: served.append((application, how))
main.serve()
from django.test import Client
print(Client(headers={"host": "localhost"}).get("/health").json(), served[0][1])
"""


def test_a_site_begins_from_an_empty_folder_and_answers(tmp_path: Path) -> None:
    plain = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    plain.pop("VESTIBULE_PLAIN_HTTP", None)

    run = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**plain, "VESTIBULE_HOME": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert "{'lives': True} {'host': '127.0.0.1', 'port': 8000" in run.stdout
    assert (tmp_path / "site" / "vestibule.sqlite3").is_file()
