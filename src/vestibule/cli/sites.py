"""Where is the site? Another face: found by its entry points, where it is installed.

The command line knows the names of what it may ask for, and nothing of how it is done.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from vestibule.errors import MissingTool

GROUP = "vestibule.site"


def entry(name: str) -> Any:
    """Return what the site does under a name; raises MissingTool where it is absent."""
    for found in metadata.entry_points(group=GROUP, name=name):
        try:
            return found.load()
        except ModuleNotFoundError as absent:
            if (absent.name or "").startswith("vestibule"):
                raise
            raise missing(absent.name) from absent
    raise missing(None)


def missing(tool: str | None) -> MissingTool:
    """Return what is said where the site is not installed."""
    return MissingTool(
        "The site needs packages that are not installed: install vestibule[site].",
        reason="no-site-extra",
        tool=tool,
    )
