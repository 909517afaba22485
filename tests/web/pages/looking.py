"""What is wrong with a page, as a browser shows it: opened once, for every budget."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

WORKSHOP_BYTES = 150_000
PUBLIC_BYTES = 75_000
"""Of a page with all it loads, as it comes over the line, kept by nobody before."""

NARROWEST = 320
PHONE, DESK = 360, 1280
HEIGHT = 800

SCREENS = "VESTIBULE_SCREENS"
"""Names the folder where pictures of the pages are left, if they are wanted."""

WEIGHT = """async () => {
  for (const icon of document.querySelectorAll('link[rel~=icon]')) await fetch(icon.href);
  const came = ['navigation', 'resource'].flatMap(of => performance.getEntriesByType(of));
  return came.reduce((n, one) => n + one.transferSize, 0);
}"""
"""All that came for a page, its icon too, which a browser without a window leaves."""

AXE = """async () => {
  const found = await axe.run({resultTypes: ['violations']});
  return found.violations.map(one => [one.id, one.nodes[0].html]);
}"""


def opened(browser_context: Any) -> Any:
    """Return a page in which nothing is kept from one address to the next."""
    page = browser_context.new_page()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return page


def faults(
    page: Any, path: str, *, most: int, picture: str = "", axe: bool = True
) -> Iterator[str]:
    """Open a page and yield what is wrong with it, in sentences."""
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    answer = page.goto(path)
    if answer.status != 200:
        yield f"answers {answer.status}"
        return
    weighs = page.evaluate(WEIGHT)
    if weighs > most:
        yield f"{weighs} bytes, of {most} at most"
    if axe:
        page.evaluate(AXE_SCRIPT)
    for width in (DESK, PHONE, NARROWEST):
        yield from at_width(page, width, axe=axe and width != NARROWEST)
        if picture and width != NARROWEST:
            keep(page, f"{picture}-{width}")


def at_width(page: Any, width: int, *, axe: bool) -> Iterator[str]:
    """Yield what is wrong with an open page at a width."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    across = page.evaluate("document.documentElement.scrollWidth")
    if across > width:
        yield f"{across} px across at {width}"
    for kind, markup in page.evaluate(AXE) if axe else ():
        yield f"{kind} at {width}: {markup[:160]}"


def keep(page: Any, name: str) -> None:
    """Leave a picture of the whole page where pictures are wanted."""
    folder = os.environ.get(SCREENS)
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
