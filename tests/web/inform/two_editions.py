"""An awkward dossier on a site of two partners, published twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import polars as pl
from tests.promises import dossiers
from tests.promises.dossiers import Made
from tests.web import cast
from tests.web.cast import Cast
from tests.web.inform.conftest import draw

from vestibule.dossier import declaration
from vestibule.dossier.process import Process
from vestibule.web.inform import serving, signing
from vestibule.web.records import entry, frames, storing, writing
from vestibule.web.records.models import Attendance

FIRST = dt.datetime.combine(dossiers.TODAY, dt.time(9), tzinfo=dt.UTC)
"""When the first edition of an awkward dossier is drawn."""

LATER = dt.timedelta(hours=3)
"""How long after it the second is: as many consents and reviews hold."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edition that was not published, and the safeguards that kept it back."""

    safeguards: tuple[str, ...]


def storable(made: Made) -> Made:
    """Return a dossier as a site can hold it: declared, and all said that it asks for.

    A site knows of a process what its ``process.toml`` says, and nothing else: what was
    damaged is written there, or the site would work by other thresholds than the reader.
    It takes in no presence that leaves open as what someone came.
    """
    rows = made.dossier.table("attendances")
    said = rows.with_columns(pl.col("capacity").fill_null("consulted"))
    whole = made.dossier if said.is_empty() else made.dossier.with_tables(attendances=said)  # fmt: skip
    return replace(made, dossier=replace(whole, process=declared(whole.process)))


def declared(given: Process) -> Process:
    """Return a process with the text that declares it; nothing of it may be lost."""
    text = declaration.to_text(given)
    found = declaration.parse(text)
    assert replace(found, text="") == replace(given, text="")
    return found


def settle(seed: int) -> tuple[Cast, Made]:
    """Store the dossier of a seed on a site where two partners may sign."""
    made = storable(dossiers.made(seed))
    storing.store(made.dossier, at=FIRST, by="import")
    team = cast.gather_accounts()
    team.accounts["wassa"] = cast.account("wassa", team.partners["well"], "editor")
    return team, made


def publish(team: Cast, at: dt.datetime) -> Refusal | None:
    """Draw, sign and publish the next edition; return why it may not go out."""
    draft = draw(at)
    kept = tuple(one["key"] for one in draft.checks if one["state"] == "refused")
    if kept:
        return Refusal(kept)
    for name in ("esi", "wassa"):
        signing.sign(draft.seal, by=team.person(name), at=at)
    signing.publish(draft.seal, by=team.person("esi"), at=at)
    serving.forget()
    return None


def change(team: Cast, n: int, at: dt.datetime) -> None:
    """Let some take their words back, and others come to where people were heard."""
    standing = frames.dossier_of().current("attendances").sort("id")
    for record in standing["id"][:n]:
        writing.withdraw("attendances", record, origin="well-1", by="dado", at=at)
    own = [column.name for column in Attendance.TABLE.own]
    for row in standing.tail(n).to_dicts():
        told = {name: row[name] for name in own} | {"person": None, "n": 3}
        entry.write("attendances", told, by=team.person("amina"), at=at)
