"""A conversation held elsewhere, handed over as a zipped folder."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.web.pages.walking import fill, send, until

STATEMENTS = (
    "The well should open at dawn.",
    "Whoever draws water should pay the same.",
    "The guard at the well is needed.",
    "Herders and farmers can share the pond.",
    "What is promised should be written on the wall.",
)


def conversation() -> dict[str, str]:
    """Return the files of a conversation of forty people, as Polis hands them out."""
    told = [
        (n, voter, (1, 1, 0, -1)[(3 * n + voter) % 4])
        for voter in range(40)
        for n in range(len(STATEMENTS))
        if (n + voter) % 6  # nobody answers everything
    ]
    counts = Counter((n, vote) for n, _, vote in told)
    said = [
        f"{1000 + n},x,{n},{n},{counts[n, 1]},{counts[n, -1]},1,{words}"
        for n, words in enumerate(STATEMENTS)
    ]
    cast = [f"{2000 + i},x,{n},{who},{vote}" for i, (n, who, vote) in enumerate(told)]
    voters = len({who for _, who, _ in told})
    summary = {"topic": "The well", "url": "x", "voters": voters}
    summary |= {"voters-in-conv": voters, "commenters": 5, "comments": 5, "groups": 2}
    summary |= {"conversation-description": "How should the well be shared?"}
    return {
        "comments.csv": "\n".join((COMMENTS, *said, "")),
        "votes.csv": "\n".join((VOTES, *cast, "")),
        "summary.csv": "\n".join(f"{k},{v}" for k, v in summary.items()) + "\n",
    }


COMMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"
)
VOTES = "timestamp,datetime,comment-id,voter-id,vote"


def zipped(files: Mapping[str, str | bytes], to: Path) -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"export/{name}", content)
    return to


def brought(page: Any, file: Path) -> dict[str, int]:
    """Hand over a zipped conversation, and return how many records came, by table."""
    page.goto("/atelier/imports/")
    fill(page, source="polis")
    page.set_input_files("input[name=brought]", file)
    send(page)
    until(page, "#outcome section, #outcome .wrong", seconds=900)
    rows = page.locator("#outcome table tr").evaluate_all(
        "all => all.map(row => [row.cells[0].innerText, row.cells[1].innerText])"
    )
    return {table: int(re.sub(r"\D", "", n)) for table, n in rows}
