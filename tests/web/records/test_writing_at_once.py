"""Fifty writers at one gathering: nothing is lost, nothing doubled, on both databases.

In a database and processes of their own: the tests' own database lives in one
transaction, where nobody waits for anybody.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

WRITERS = Path(__file__).with_name("writers.py")


def place(tmp_path: Path) -> dict[str, str]:
    """Return the environment of an empty database beside that of the tests."""
    plain = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    plain |= {"VESTIBULE_HOME": str(tmp_path), "VESTIBULE_SECRET_KEY": "of the tests"}
    plain["DJANGO_SETTINGS_MODULE"] = "vestibule.web.settings"
    if connection.vendor == "sqlite":
        return plain
    import psycopg

    name = f"writers_{uuid.uuid4().hex}"
    server = settings.DATABASES["default"]
    with psycopg.connect(
        host=server["HOST"], user=server["USER"], dbname="postgres", autocommit=True
    ) as there:
        there.execute(f"CREATE DATABASE {name}")
    url = f"postgresql:///{name}?host={server['HOST']}&user={server['USER']}"
    return {**plain, "DATABASE_URL": url}


def written(tmp_path: Path, *numbers: int) -> dict[str, Any]:
    """Return what the writers tell."""
    run = subprocess.run(
        [sys.executable, str(WRITERS), *map(str, numbers)],
        env=place(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout))


def test_fifty_writers_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    told = written(tmp_path, 50, 2)

    assert told["vendor"] == connection.vendor
    assert (told["told"], told["held"]) == (100, True)
    assert (told["numbers"], told["gaps"]) == (True, 0)
    assert (told["entries"], told["chain"]) == (100, True)


@pytest.mark.proof
def test_fifty_writers_of_twenty_records_each(tmp_path: Path) -> None:
    told = written(tmp_path, 50, 20)

    assert (told["told"], told["held"], told["numbers"]) == (1_000, True, True)
    assert told["gaps"] == 0
