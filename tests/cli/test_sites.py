"""The command line finds the site by its entry points, and knows nothing else of it."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run

from vestibule.cli import sites
from vestibule.errors import MissingTool

DECLARED = tomllib.loads(
    (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
)["project"]["entry-points"][sites.GROUP]

Entries = Callable[..., None]


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Entries:
    """Let the site be what a test says."""

    def put(**found: Any) -> None:
        monkeypatch.setattr(sites, "entry", lambda name: found[name])

    return put


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_declared_is_there(name: str) -> None:
    module, _, function = DECLARED[name].partition(":")

    assert callable(getattr(importlib.import_module(module), function))


def test_where_the_site_is_not_installed_it_says_how(
    monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setattr(metadata, "entry_points", lambda **_: ())

    said = run("doctor", lang="fr")

    assert said.code == MissingTool.exit_code
    assert "vestibule[site]" in said.err


@pytest.mark.parametrize(("value", "raises"), [("absent_x:y", MissingTool)])
def test_a_package_that_is_absent_is_named(
    monkeypatch: pytest.MonkeyPatch, value: str, raises: type[Exception]
) -> None:
    entry = metadata.EntryPoint("serve", value, sites.GROUP)
    monkeypatch.setattr(metadata, "entry_points", lambda **_: (entry,))

    with pytest.raises(raises):
        sites.entry("serve")


def test_a_fault_of_ours_is_not_called_an_absent_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = metadata.EntryPoint("serve", "vestibule.web.nowhere:y", sites.GROUP)
    monkeypatch.setattr(metadata, "entry_points", lambda **_: (entry,))

    with pytest.raises(ModuleNotFoundError):
        sites.entry("serve")


def test_serving_prints_the_addresses(run: Run, entries: Entries) -> None:
    def serve(host: str, port: int, *, worker: bool, tell: Any) -> None:
        assert (host, port, worker) == ("127.0.0.1", 8123, False)
        tell("http://localhost:8123/")

    entries(serve=serve, nobody_enters=lambda: False)
    said = run("serve", "--port", 8123, "--no-worker", lang="fr")

    assert said.code == 0
    assert "Pages publiques : http://localhost:8123/" in said.err.replace("\u00a0", " ")
    assert "http://localhost:8123/entrer/" in said.err


def test_working_waits_for_work(run: Run, entries: Entries) -> None:
    entries(work=lambda: None)

    assert "Waiting for work" in run("work").err


def test_loading_counts_what_came_in(run: Run, entries: Entries) -> None:
    found = {
        "process": "p",
        "added": {"votes": 3},
        "left": {"votes": 1},
        "partner": None,
        "unowned": ["device-1", "device-2"],
        "sha256": "ab",
    }
    entries(load=lambda _, partner: {**found, "partner": partner})

    said, owned = run("load", "x"), run("load", "x", "--partner", "well")

    assert "3 records came into the site of p." in said.out
    assert "1 record left" in said.out
    assert "2 origins belong to no partner" in said.out
    assert "Their origins belong to well." in owned.out
    assert run("load", "x", "--json").json["added"] == {"votes": 3}


def test_exporting_says_how_much_was_written(run: Run, entries: Entries) -> None:
    entries(
        export=lambda out: {"path": str(out), "tables": {"votes": 2}, "sha256": "a"}
    )

    assert "2 records written to y." in run("export", "dossier", "--out", "y").out


def test_the_doctor_ends_with_3_where_something_is_ill(
    run: Run, entries: Entries
) -> None:
    ill = {"what": "files_broken", "well": False, "n": 2}
    tool = {"what": "no_tool_pdf", "well": True, "optional": True, "package": "x"}
    entries(doctor=lambda: [ill, tool, {"what": "clocks", "well": True}])

    said = run("doctor")

    assert said.code == 3
    assert "✗ 2 kept files are missing" in said.out
    assert "– No PDF" in said.out
    assert "✓ The clocks" in said.out
    assert run("doctor", "--json").json["well"] is False


def test_a_well_site_ends_with_0(run: Run, entries: Entries) -> None:
    entries(doctor=lambda: [{"what": "clocks", "well": True}])

    assert (run("doctor").code, "All is well." in run("doctor").out) == (0, True)


def test_a_backup_and_its_restoring_are_told(run: Run, entries: Entries) -> None:
    made = {"path": "b.zip", "records": 2, "files": 0, "sha256": "ab", "bytes": 9}
    back = {
        "made_at": "2031-05-02T09:30:00",
        "records": 2,
        "files": 1,
        "withdrawn_since": 1,
        "taken_down_since": [1],
        "editions_lacking": [2, 3],
        "left": {},
        "replaced": "home/before-1",
    }
    entries(backup=lambda _: made, restore=lambda *_: back)

    saved, restored = run("backup", "b.zip"), run("restore", "b.zip")

    assert "2 records in b.zip" in saved.out
    assert "encrypt it" in saved.err
    assert "2 records of 2031-05-02 are back" in restored.out
    assert "1 withdrawal after the backup" in restored.out
    assert "Edition 1 was taken down after the backup" in restored.out
    assert "Editions 2, 3 were published after the backup" in restored.out
    assert "home/before-1" in restored.out
