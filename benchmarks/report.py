"""Write one section of `docs/benchmarks.md`, leave the others alone."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"

HEADING = """# Benchmarks

Written by `make bench`. Each section is measured anew by the file named in it;
figures are of one run and move by some ten percent with the load of the machine.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> str:
    """Say on what was measured, without naming the machine."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}"
    )


def write_section(name: str, text: str, page: Path = PAGE) -> None:
    """Replace the section between its markers, or add it at the end."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    old = page.read_text(encoding="utf-8") if page.exists() else HEADING
    between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if between.search(old):
        new = between.sub(lambda _: section, old)
    else:
        new = f"{old.rstrip()}\n\n{section}\n"
    page.write_text(new, encoding="utf-8")
