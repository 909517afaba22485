"""The demo ends by serving the invented country: public pages, workshop, both languages."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from vestibule.cli import sites
from vestibule.cli.console import Console
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.dossier.records import Dossier

HOME = "site"
"""The home of the demo's site, in its folder."""

SIGNED = ("S1", "S2")
"""Who signs the first edition of a country that is not."""

ORIGIN = "bureau"
"""Where it is signed: a site of the invented country."""

MADE = ("vestibule.sqlite3", "secret-key")
"""By these a home of an earlier demo is known."""


def serve(
    console: Console,
    out: Path,
    dossier: Dossier,
    *,
    today: dt.date,
    seed: int,
    port: int,
) -> None:
    """Store the country in a site of its own, open its doors, and serve it.

    `dossier` is what was written to `out`: what was worked out of it is not again.
    """
    words = Catalogue(console.lang)
    with console.step(words("serving.demo_pages")):
        pages = _pages(out, dossier, today, seed)
    with console.step(words("serving.demo_storing")):
        way = _stored(out, pages)

    def tell(address: str) -> None:
        console.tell("")
        console.tell(words("serving.public", address=address))
        inside = f"{address.rstrip('/')}{way}"
        console.tell(words("serving.demo_workshop", address=inside))
        console.tell(words("serving.end"))

    sites.entry("serve")("127.0.0.1", port, tell=tell)


def _pages(out: Path, dossier: Dossier, today: dt.date, seed: int) -> Path:
    """Publish the first edition: its pages in a folder, its ledger in the dossier."""
    from vestibule.api import releases
    from vestibule.cli import pack

    folder = out / "public"
    if (folder / "index.html").is_file():
        shutil.rmtree(folder)
    at = dt.datetime.combine(today, dt.time(9), tzinfo=dt.UTC)
    key = pack.chosen(None)
    releases.published(
        dossier,
        out / "dossier",
        signed_by=SIGNED[0],
        second=SIGNED[1],
        origin=ORIGIN,
        at=at,
        key=key,
        pages=folder,
        seed=seed,
    )
    return folder


def _stored(out: Path, pages: Path) -> str:
    home = out / HOME
    if all((home / name).is_file() for name in MADE):
        shutil.rmtree(home)
    # an invented country never goes into the site of a real one
    os.environ["VESTIBULE_HOME"] = str(home.absolute())
    os.environ.pop("DATABASE_URL", None)
    os.environ["VESTIBULE_PLAIN_HTTP"] = "1"
    return str(sites.entry("demo")(out / "dossier", pages))
