"""`vestibule invite`: the first protection officer of a partner comes in."""

from __future__ import annotations

import rich_click as click

from vestibule.cli import sites, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("invite")
@click.argument("pseudonym")
@click.option("--partner", default=None)
@reporting
def command(console: Console, pseudonym: str, partner: str | None) -> None:
    """Invite PSEUDONYM, who will protect: a code, shown once, that opens once."""
    words = Catalogue(console.lang)
    found = sites.entry("invite")(pseudonym, partner)
    lines = [
        words("serving.invited", name=found["pseudonym"], partner=found["partner"]),
        f"  {found['code']}",
        words("serving.invited_until", day=found["until"][:10]),
    ]
    if found["again"]:
        lines.append(words("serving.invited_again"))
    console.result(dict(found), "\n".join(lines))
    console.tell(words("serving.invited_how", path=found["path"]))
