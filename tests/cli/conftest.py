"""How the tests of the command line run it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.cli import field

from vestibule.cli.command import vestibule
from vestibule.cli.verb import ENVIRONMENT


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def error(self) -> dict[str, Any]:
        """What went wrong, as ``--json`` tells it."""
        found: dict[str, Any] = self.json["error"]
        return found


Run = Callable[..., Said]


def run(*args: object, lang: str = "en") -> Said:
    """Run `vestibule` with arguments, in a terminal of one language."""
    env = {name: lang if name == ENVIRONMENT[0] else None for name in ENVIRONMENT}
    done = CliRunner().invoke(
        vestibule, [str(arg) for arg in args], env=env, prog_name="vestibule"
    )
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(name="run")
def _run() -> Run:
    return run


@pytest.fixture(scope="session")
def empty_process(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a process of one's own, its workbooks still empty; never change it."""
    folder = tmp_path_factory.mktemp("empty") / "monpays"
    assert run("new", "monpays", "--in", folder, lang="fr").code == 0
    return folder


@pytest.fixture(scope="session")
def filled_process(
    tmp_path_factory: pytest.TempPathFactory, empty_process: Path
) -> Path:
    """Return the same, its workbooks filled and brought in; never change it."""
    folder = tmp_path_factory.mktemp("filled") / "monpays"
    shutil.copytree(empty_process, folder)
    field.fill(folder)
    said = run("import", "records", folder / "workbooks", "--into", folder, lang="fr")
    assert said.code == 0, said.err
    return folder


@pytest.fixture
def empty(tmp_path: Path, empty_process: Path) -> Path:
    """Return a process of one's own that a test may change."""
    return Path(shutil.copytree(empty_process, tmp_path / "monpays"))


@pytest.fixture
def filled(tmp_path: Path, filled_process: Path) -> Path:
    """Return a small dialogue that a test may change."""
    return Path(shutil.copytree(filled_process, tmp_path / "monpays"))
