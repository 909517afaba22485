"""`vestibule doctor`: is all well with the site of this machine?"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from vestibule.cli import sites, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("doctor")
@reporting
def command(console: Console) -> None:
    """Examine database, triggers, settings, disk, clocks, files, journal and tools."""
    words = Catalogue(console.lang)
    with console.step(words("serving.examining")):
        found = sites.entry("doctor")()
    ill = [one for one in found if not one["well"]]
    lines = [_line(one, words) for one in found]
    lines.append(words("doctor.ill", n=len(ill)) if ill else words("doctor.well"))
    console.result({"well": not ill, "found": list(found)}, "\n".join(lines))
    if ill:
        sys.exit(3)


def _line(one: Mapping[str, Any], words: Catalogue) -> str:
    mark = "✗" if not one["well"] else "–" if one.get("optional") else "✓"
    params = {k: v for k, v in one.items() if k not in {"what", "well", "optional"}}
    return f"{mark} {words('doctor.' + one['what'], **params)}"
