"""What is wrong with a page, as a browser shows it: looked at once, for every budget."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

WORKSHOP_BYTES = 150_000
PUBLIC_BYTES = 75_000
"""Of a page with all it loads, as it comes over the line, kept by nobody before."""

NARROWEST = 320
PHONE, DESK = 360, 1280
HEIGHT = 800

SCREENS = "VESTIBULE_SCREENS"
"""Names the folder where pictures of the pages are left, if they are wanted."""


@contextmanager
def weighed(page: Any) -> Iterator[dict[str, int]]:
    """Count the bytes that come over the line, with nothing kept from before."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    came = {"bytes": 0}

    def count(event: dict[str, Any]) -> None:
        came["bytes"] += int(event["encodedDataLength"])

    line.on("Network.loadingFinished", count)
    yield came
    line.detach()


def faults(page: Any, path: str, *, most: int, name: str) -> Iterator[str]:
    """Open a page and yield what is wrong with it, in sentences."""
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    with weighed(page) as came:
        answer = page.goto(path)
        page.wait_for_load_state("networkidle")
    if answer.status != 200:
        yield f"answers {answer.status}"
        return
    if came["bytes"] > most:
        yield f"{came['bytes']} bytes, of {most} at most"
    for width in (NARROWEST, PHONE, DESK):
        yield from at_width(page, width, name)


def at_width(page: Any, width: int, name: str) -> Iterator[str]:
    """Yield what is wrong with an open page at a width."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    across = page.evaluate("document.documentElement.scrollWidth")
    if across > width:
        yield f"{across} px across at {width}"
    if width == NARROWEST:
        return
    for one in Axe().run(page).response["violations"]:
        yield f"{one['id']} at {width}: {one['nodes'][0]['html'][:160]}"
    picture(page, f"{name}-{width}")


def picture(page: Any, name: str) -> None:
    """Leave a picture of the whole page where pictures are wanted."""
    folder = os.environ.get(SCREENS)
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
