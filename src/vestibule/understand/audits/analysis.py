"""What speaks for a result, and what against it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from vestibule.dossier.partitions import VoteBook
from vestibule.dossier.records import Dossier
from vestibule.understand import polis
from vestibule.understand.audits import (
    activity,
    chain,
    copies,
    flips,
    influence,
    left_out,
    null,
    published,
    receipts,
    reweighting,
    waves,
)
from vestibule.understand.audits import given as givens
from vestibule.understand.audits.chain import ChainSettings, Derived
from vestibule.understand.audits.left_out import Side
from vestibule.understand.audits.limits import LIMITS
from vestibule.understand.audits.material import Material, gathered, of_bulk
from vestibule.understand.audits.null import Grouping
from vestibule.understand.audits.receipts import Compared, Receipt
from vestibule.understand.audits.result import AuditResult
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.votes import Flags, Ints, Votes

Part = Callable[[Material, AuditSettings], dict[str, Any]]
"""One audit: from the material to fields of `AuditResult`."""


def of_null(material: Material, settings: AuditSettings) -> dict[str, Any]:
    """Return ``nulls``: what is called representative of random groups."""
    derived = material.derived
    nobody = np.full(material.given.votes.n_people, -1, dtype=np.int32)
    rule = GroupSettings()
    theirs = Grouping(of="polis", label=nobody)
    if derived.opinions is not None:
        theirs = Grouping(of="polis", label=derived.opinions.group)
    ours = theirs
    if derived.grouped is not None:
        rule = derived.grouped.settings
        if derived.grouped.k > 1:
            found = derived.grouped.representative.height
            ours = Grouping(of="ours", label=derived.grouped.group, found=found)
    constants = (
        PolisSettings() if derived.opinions is None else derived.opinions.settings
    )
    return {
        "nulls": null.nulls(
            material.given,
            ours,
            theirs,
            discovery=rule,
            polis=constants,
            settings=settings,
        )
    }


def of_influence(material: Material, settings: AuditSettings) -> dict[str, Any]:
    """Return ``influence`` and ``steadiness``: without one gathering or place."""
    names = left_out.names(material.units)
    parts = [influence.INFLUENCE.to_frame()]
    sums = [influence.STEADINESS.to_frame()]
    for side in material.sides:
        ground = material.derived.ground
        asked = None if ground is None else reweighting.model(side, ground)
        if asked is None:
            continue
        moved, steady = influence.influence(
            asked, material.units, names, settings=settings
        )
        parts.append(moved)
        sums.append(steady)
    return {"influence": pl.concat(parts), "steadiness": pl.concat(sums)}


def of_flips(material: Material, _: AuditSettings) -> dict[str, Any]:
    """Return ``flips``: further answers that would undo a claim."""
    return {"flips": flips.flips(material.derived.ground)}


def of_copies(material: Material, settings: AuditSettings) -> dict[str, Any]:
    """Return ``copies``: long rows of answers that are alike."""
    placed = material.derived.placed
    return {"copies": copies.copies(material.given, placed, settings=settings)}


def of_waves(material: Material, settings: AuditSettings) -> dict[str, Any]:
    """Return ``waves`` and ``sittings``: who came at once."""
    names = dict(left_out.names(material.units)["gathering"])
    return {
        "waves": waves.waves(material.given, settings=settings),
        "sittings": waves.sittings(
            material.given, material.gatherings, material.held, names=names
        ),
    }


def of_activity(material: Material, settings: AuditSettings) -> dict[str, Any]:
    """Return ``activity``: whether position goes with how much people answered."""
    placed = material.derived.placed
    return {"activity": activity.activity(material.given, placed, settings=settings)}


def of_published(material: Material, _: AuditSettings) -> dict[str, Any]:
    """Return ``published``: published groups derived again, where there are any."""
    found = None
    if material.listed is not None and material.derived.opinions is not None:
        found = published.published(
            material.listed, material.pseudonyms, material.derived.opinions.group
        )
    return {"published": found}


PARTS: Mapping[str, Part] = {
    "permutation null": of_null,
    "left out": of_influence,
    "undone by": of_flips,
    "copies": of_copies,
    "waves": of_waves,
    "activity": of_activity,
    "published groups": of_published,
}
"""The audits, in the order in which they are told; each can be run by itself."""


def audit(
    of: Dossier | VoteBook | Votes,
    *,
    derived: Derived | None = None,
    sides: Sequence[Side] | None = None,
    listed: pl.DataFrame | None = None,
    moderated_out: Flags | None = None,
    gatherings: Ints | None = None,
    settings: AuditSettings | None = None,
    version: str | None = None,
) -> AuditResult:
    """Audit what was derived from a dossier, or from votes in bulk.

    Parameters
    ----------
    of : Dossier or VoteBook or Votes
        The records, all versions; or votes without records.
    derived : Derived, optional
        What is audited, where it was worked out already, from the same records. For a
        dossier, derived here if absent; for votes, nothing.
    sides : sequence of Side, optional
        Comparisons common ground was sought in; those the process declares if absent.
    listed : pl.DataFrame, optional
        Groups published by Polis: `listen.polis.published_groups`.
    moderated_out : ndarray of bool, shape (n_statements,), optional
        For votes without records.
    gatherings : ndarray of int32, shape (n_people,), optional
        For votes without records: the gathering of each person, -1 for none.
    settings : AuditSettings, optional
        The usual ones if absent.
    version : str, optional
        Of the program; without it there is no receipt.

    Returns
    -------
    AuditResult
        Thin input gives sentences, not numbers.

    Notes
    -----
    An audit tells how much a result bears, never who did wrong. It must not be used
    to strike anyone's answers out: that is for the people concerned to say.
    """
    chosen = settings or AuditSettings()
    if isinstance(of, Dossier):
        known = derived or chain.derive(of, settings=ChainSettings(audits=chosen))
        material = gathered(of, known, sides=sides, listed=listed)
    else:
        votes = of if isinstance(of, Votes) else polis.of_book(of)
        known = derived or Derived()
        key = None if known.placed is None else known.placed.person_key
        given = givens.of_votes(
            votes, out=moderated_out, key=key, gatherings=gatherings
        )
        material = of_bulk(given, known, sides)
    found: dict[str, Any] = {}
    for part in PARTS.values():
        found |= part(material, chosen)
    result = AuditResult(
        **found, receipt=None, limits=_limits(material, found, chosen), settings=chosen
    )
    if isinstance(of, Dossier) and version is not None:
        return replace(result, receipt=_receipt(of, known, result, version))
    return result


def _limits(
    material: Material, found: Mapping[str, Any], settings: AuditSettings
) -> tuple[str, ...]:
    derived, given = material.derived, material.given
    ground = derived.ground
    told = ground is not None and ground.models.height > 0
    claims = ground is not None and ground.claims.height > 0
    ours = found["nulls"].filter(rule="ours")
    alone = np.unique(
        given.votes.person[(given.at != givens.NEVER) & (given.meeting < 0)]
    )
    holds = {
        "no-votes": len(given.votes) == 0,
        "no-groups": found["nulls"].is_empty(),
        "spectrum": "polis" in ours["groups_of"],
        "no-positions": found["activity"].is_empty(),
        "copies-unplaced": derived.placed is None and found["copies"].height > 0,
        "no-ground": not told,
        "no-claims": told and not claims,
        "nothing-to-leave-out": claims and found["steadiness"].is_empty(),
        "short-rows": int(given.n_each.max(initial=0)) < settings.length,
        "no-moments": len(alone) < 2 * waves.LEAST,
        "not-published": material.listed is None,
        "nobody-published": material.listed is not None and found["published"] is None,
    }
    return tuple(code for code in LIMITS if holds[code])


def _receipt(
    dossier: Dossier, derived: Derived, result: AuditResult, version: str
) -> Receipt:
    used = chain_settings(derived, result.settings)
    told = result.to_dict()
    return receipts.receipt(
        dossier,
        version=version,
        settings=used.to_dict(),
        # Published groups come from outside the dossier: others may not have them.
        results={
            **derived.results(),
            "audits": {
                name: one
                for name, one in told.items()
                if name not in ("receipt", "published", "limits")
            },
        },
    )


def chain_settings(derived: Derived, settings: AuditSettings) -> ChainSettings:
    """Return the settings that something was derived with.

    Parameters
    ----------
    derived : Derived
        What was derived.
    settings : AuditSettings
        Of the audits.

    Returns
    -------
    ChainSettings
        The usual ones for parts that are absent.
    """
    parts = {
        "polis": derived.opinions,
        "positions": derived.placed,
        "groups": derived.grouped,
        "ground": derived.ground,
    }
    used = {name: one.settings for name, one in parts.items() if one is not None}
    return replace(ChainSettings(audits=settings), **used)  # type: ignore[arg-type]


def rederive(dossier: Dossier, receipt: Receipt, *, version: str) -> Compared:
    """Derive a result again from its dossier, and compare.

    Parameters
    ----------
    dossier : Dossier
        What the receipt says it was derived from.
    receipt : Receipt
        As published.
    version : str
        Of the program here.

    Returns
    -------
    Compared
        What differs, by name, and why it may.
    """

    def derive(given: Dossier, settings: Mapping[str, Mapping[str, Any]]) -> Receipt:
        used = ChainSettings.from_dict(settings)
        known = chain.derive(given, settings=used, place="positions" in receipt.results)
        result = audit(given, derived=known, settings=used.audits)
        return _receipt(given, known, result, version)

    return receipts.compared(receipt, dossier, derive)
