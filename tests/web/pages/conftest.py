"""A site of the small invented country, served for a browser to walk in.

It is stored and served by a process of its own, with the worker, the embedded database
and the server that `vestibule serve` uses.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests import invented

from vestibule.api import sites

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="no Playwright: pages are not opened"
)

ROOT = Path(__file__).resolve().parents[3]
KEY = bytes(32)
PATIENCE = 180
"""Seconds a site may take until it answers, on a machine that does other things."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a Chromium; it is closed before other folders open theirs."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_api.sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(
                executable_path=found, args=["--no-sandbox"]
            )
        except sync_api.Error:
            pytest.skip("no Chromium: pages are not opened")
        yield opened
        opened.close()


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is served, and how each of the team gets in."""

    address: str
    ways: dict[str, str]
    home: Path
    done: dict[str, Any] = field(default_factory=dict)
    """What was done on it once for all modules, and what came of it."""

    def context(self, browser: Any, **options: Any) -> Any:
        """Return a browser of someone's own, in French unless told otherwise."""
        given = {"locale": "fr-FR", "base_url": self.address, **options}
        context = browser.new_context(**given)
        context.set_default_timeout(PATIENCE * 1000)
        return context


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the small country."""
    return invented.stored(tmp_path_factory.mktemp("country") / "dossier")


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory, dossier: Path) -> Iterator[Site]:
    """Return a site with an edition: one for all who look at it or write in it."""
    folder = tmp_path_factory.mktemp("shown")
    country = invented.country(1, "small")

    def edition() -> str:
        sites.build(
            country.dossier,
            folder / "pages",
            today=country.truth.counts[-1].on + dt.timedelta(days=120),
            key=KEY,
        )
        return str(folder / "pages")

    with serving(folder / "home", dossier, edition) as site:
        yield site


@pytest.fixture(scope="module")
def inside(shown: Site, browser: Any) -> Any:
    """Return what the browser of the guest keeps: their link opens once."""
    if "inside" not in shown.done:
        context = shown.context(browser)
        context.new_page().goto(shown.ways["guest"])
        shown.done["inside"] = context.storage_state()
        context.close()
    return shown.done["inside"]


@pytest.fixture(scope="module")
def worked(
    shown: Site, browser: Any, inside: Any, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """Return the site after an analysis and an import, as people ask for both."""
    from tests.web.pages import bringing  # walks with what stands here

    if "worked" in shown.done:
        return shown
    shown.done["worked"] = True
    context = shown.context(browser, storage_state=inside)
    page = context.new_page()
    page.goto("/atelier/travaux/")
    page.click(".do button.main")
    page.locator("main progress").first.wait_for()
    page.locator("main progress").wait_for(state="detached", timeout=600_000)
    well = tmp_path_factory.mktemp("brought") / "well.zip"
    bringing.brought(page, bringing.zipped(bringing.conversation(), well))
    context.close()
    return shown


@contextlib.contextmanager
def serving(
    home: Path, dossier: Path, edition: Callable[[], str] = str
) -> Iterator[Site]:
    """Serve a dossier until the block ends; ``edition`` is written while it is stored."""
    port = _free_port()
    command = [sys.executable, "-m", "tests.web.pages.served", home, str(port), dossier]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(edition() + "\n")
        process.stdin.close()
        ways = json.loads(process.stdout.readline())
        yield Site(f"http://localhost:{port}", ways, home)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def status(site: Site, path: str) -> int:
    """Return the status that a stranger gets, without a browser."""
    host = site.address.removeprefix("http://")
    line = http.client.HTTPConnection(host, timeout=PATIENCE)
    try:
        line.request("GET", path)
        return int(line.getresponse().status)
    finally:
        line.close()


def _environment() -> dict[str, str]:
    paths = [str(ROOT), str(ROOT / "src")]
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VESTIBULE_", "DATABASE_URL", "DJANGO_"))
    }
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
