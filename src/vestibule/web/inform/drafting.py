"""The next edition is made, checked and kept, as a piece of long work.

What is kept is what would go out, byte for byte: its pages say already that two people
signed, and nobody but the team can read them before two did.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import transaction

from vestibule.api import checked, compared, ledgers, own_words, packs
from vestibule.dossier import cuts
from vestibule.errors import DataError
from vestibule.inform import site
from vestibule.inform.pack import Pack
from vestibule.protect import screening
from vestibule.protect.editions import ledger
from vestibule.protect.editions.attacker import Recoverable
from vestibule.protect.editions.clearing import NotCleared
from vestibule.protect.editions.ids import KEY_BYTES
from vestibule.web.inform import folders, languages, parts
from vestibule.web.records import audit, declarations, drafts, jobs, numbering, results
from vestibule.web.records.models import Draft
from vestibule.web.records.results import Basis

KIND = "release"
STEPS = ("reading", "clearing", "pages", "checking")
MOST_TIMES = 3
"""How often it is begun again because records left while it was made."""

SHUT = (NotCleared, Recoverable, ledgers.TwoEditions)
"""How the gate refuses: the draft says so, and has no pages."""

EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What will be kept of a draft."""

    edition: int
    checks: tuple[checked.Check, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    cells: list[dict[str, Any]] | None = None


@jobs.kind(KIND)
def work(progress: jobs.Progress) -> Mapping[str, Any]:
    """Make the next edition of what is known now; raises DataError."""
    for _ in range(MOST_TIMES):
        try:
            return _drafted(progress)
        except results.Overtaken:
            continue
    raise DataError(
        "Records were withdrawn each time while this was worked out: try again when "
        "the withdrawals are done.",
        reason="overtaken",
    )


def _drafted(progress: jobs.Progress) -> Mapping[str, Any]:
    progress.step(STEPS[0], 0, len(STEPS))
    holds = declarations.latest()
    if holds is None:
        raise DataError("There is no process here yet.", reason="no-process")
    basis, today = results.basis(), progress.now().date()
    drafts.sweep()
    made = _made(progress, basis, today)
    name = folders.new_name() if made.files else None
    sha256 = folders.write(made.files, folders.draft(name)) if name else EMPTY
    try:
        draft = _keep(progress, basis, made, name, sha256, today, holds.number)
    except BaseException:
        drafts.remove([name])
        raise
    return {"edition": draft.edition, "seal": draft.seal}


def _made(progress: jobs.Progress, basis: Basis, today: dt.date) -> Made:
    progress.step(STEPS[1], 1, len(STEPS))
    number = _next(basis)
    try:
        pack = packs.packed(
            basis.dossier, today=today, key=secrets.token_bytes(KEY_BYTES)
        )
    except SHUT as refusal:
        return Made(edition=number, checks=checked.kept_shut(refusal))
    return _told(progress, basis, pack, today)


def _told(progress: jobs.Progress, basis: Basis, pack: Pack, today: dt.date) -> Made:
    progress.step(STEPS[2], 2, len(STEPS))
    tongues = own_words.tongues(languages.folder())
    files = site.site(pack, signed=True, tongues=tongues).files()
    progress.step(STEPS[3], 3, len(STEPS))
    return Made(
        edition=pack.edition.number,
        checks=checked.checks(basis.dossier, pack, files, on=today, tongues=tongues),
        files=files,
        told=compared.told(pack),
        cells=ledger.rows(pack.edition.edition).to_dicts(),
    )


def _next(basis: Basis) -> int:
    held = basis.dossier.current("releases")["edition"].max()
    return int(held) + 1 if isinstance(held, int) else 1


def _keep(
    progress: jobs.Progress,
    basis: Basis,
    made: Made,
    name: str | None,
    sha256: str,
    today: dt.date,
    declaration: int,
) -> Draft:
    at, open_ = progress.now(), _open(basis)
    with numbering.pen():
        # raises Overtaken where records left meanwhile: the draft may tell of them
        results.keep("review", {"open": open_}, of=basis, settings={}, at=at)
        _replace()
        draft = Draft.objects.create(
            edition=made.edition,
            seal=seal(made.edition, basis, sha256, made.cells),
            content_sha256=basis.sha256,
            files_sha256=sha256,
            folder=name,
            cut=dict(basis.cut),
            left=basis.left,
            declaration=declaration,
            drawn_on=today,
            checks=[one.to_dict() for one in made.checks],
            told=dict(made.told),
            parts=parts.parts(made.files),
            ledger=made.cells,
            records=cuts.n_records(basis.dossier),
            made_at=at,
            made_by=progress.by,
        )
        audit.record("write", by=None, at=at, table="site_drafts", record=draft.seal)
        return draft


def _replace() -> None:
    """Let the files of the drafts before this one go; who signed them stays."""
    before = Draft.objects.filter(published_at=None)
    names = [*before.exclude(folder=None).values_list("folder", flat=True)]
    before.update(folder=None, ledger=None)
    transaction.on_commit(lambda: drafts.remove(names))


def _open(basis: Basis) -> list[str]:
    """Return what two people cleared although a flag stands open on it."""
    waits = screening.waiting(basis.dossier)
    return [one.record for one in waits if one.reviewers > 1 and one.open]


def seal(
    edition: int, basis: Basis, files: str, cells: list[dict[str, Any]] | None
) -> str:
    """Return what is signed: one hash of all that will be published, and of what."""
    printed = json.dumps(cells, sort_keys=True, ensure_ascii=False)
    bound = [
        edition,
        basis.sha256,
        files,
        hashlib.sha256(printed.encode()).hexdigest(),
        sorted(basis.cut.items()),
        secrets.token_hex(8),  # made anew, it is signed anew, though nothing changed
    ]
    return hashlib.sha256(json.dumps(bound).encode()).hexdigest()


def cells_of(draft: Draft) -> pl.DataFrame:
    """Return the cells that a draft prints, as rows of `published`."""
    held = Draft.objects.values_list("ledger", flat=True).get(pk=draft.pk)
    return pl.DataFrame(held or [], infer_schema_length=None)
