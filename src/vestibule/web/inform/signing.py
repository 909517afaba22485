"""Who answers for an edition? Two people of two partners, for the same bytes.

`conditions` says what is met and what is not; the page shows it, and the actions ask it
again while they hold the pen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from vestibule.dossier import ids, writing
from vestibule.errors import Refused
from vestibule.web.inform import drafting, folders, serving
from vestibule.web.inform.struck import Struck, why_struck
from vestibule.web.records import audit, entry, numbering, owners, rows
from vestibule.web.records.models import Draft, Partner, ReleaseFolder, Signature
from vestibule.web.records.person import Person

PARTNERS = 2
"""So many different partners sign."""


class NotSigned(Refused):
    """An edition cannot be signed, or published, as it is; ``why`` tells the reason."""

    code = "not-signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a draft stands: what refuses, what struck it, who signed."""

    draft: Draft
    refused: int
    struck: Struck | None
    signatures: tuple[Signature, ...]

    @property
    def lacking(self) -> int:
        """How many signatures of partners are still missing."""
        held = 0 if self.struck else len({one.partner_id for one in self.signatures})
        return max(0, PARTNERS - held)

    @property
    def may_be_signed(self) -> bool:
        """Whether nothing of the draft itself keeps a partner from signing."""
        return bool(self.draft.folder) and not self.refused and self.struck is None

    @property
    def may_go_out(self) -> bool:
        """Whether it may be published."""
        return self.may_be_signed and self.lacking == 0


def standing(draft: Draft, today: date) -> Standing:
    """Return how a draft stands on a day."""
    signed = draft.signatures.select_related("partner").order_by("at", "pk")
    return Standing(
        draft=draft,
        refused=sum(one["state"] == "refused" for one in draft.checks),
        struck=why_struck(draft, today),
        signatures=tuple(one for one in signed if one.seal == draft.seal),
    )


def why_not_sign(given: Standing, person: Person) -> str | None:
    """Return why someone may not sign, or None: they may. One rule for page and action."""
    if given.struck is not None:
        return "struck"
    if given.refused:
        return "refused"
    if not given.draft.folder:
        return "gone"
    for one in given.signatures:
        if one.account_id == person.account:
            return "yours"
        if one.partner.key == person.partner:
            return "partner"
    return None


def sign(seal: str, *, by: Person, at: datetime) -> Signature:
    """Sign a draft by its seal; raises NotSigned."""
    with numbering.pen():
        given = standing(_draft(seal), at.date())
        why = why_not_sign(given, by)
        if why is not None:
            raise refusal(why)
        audit.record(
            "sign",
            by=by,
            at=at,
            table="site_drafts",
            record=seal,
            written={"seal": seal},
        )
        return Signature.objects.create(
            draft=given.draft,
            partner=Partner.objects.get(key=by.partner, funder=False),
            account_id=by.account,
            seal=seal,
            at=at,
            by=by.pseudonym,
        )


def publish(seal: str, *, by: Person, at: datetime) -> int:
    """Publish a draft that two partners signed, and return its number.

    Its folder gets another name and no other byte. Raises NotSigned.
    """
    draft = _draft(seal)
    if not draft.published_at and draft.folder:
        _check_whole(draft)  # read whole before anyone has to wait for it
    with numbering.pen():
        draft = _draft(seal)
        if draft.published_at:  # sent twice
            return draft.edition
        given = standing(draft, at.date())
        if not given.may_go_out:
            raise refusal(_why_not_out(given))
        first, second = given.signatures[:PARTNERS]
        _record(draft, first, second, by=by, at=at)
        _freeze(draft, by=by, at=at)
        transaction.on_commit(serving.write)
        return draft.edition


def _why_not_out(given: Standing) -> str:
    if given.struck:
        return "struck"
    if given.refused:
        return "refused"
    return "lacking" if given.draft.folder else "gone"


def _check_whole(draft: Draft) -> None:
    where = (folders.draft(str(draft.folder)), folders.release(draft.edition))
    if all(folders.holds(one) != draft.files_sha256 for one in where):
        raise refusal("damaged")


def _record(
    draft: Draft, first: Signature, second: Signature, *, by: Person, at: datetime
) -> None:
    """Write the release and the ledger of its cells, under the partner's origin."""
    row = {
        "edition": draft.edition,
        "cut": json.dumps(draft.cut, sort_keys=True),
        "sha256": draft.content_sha256,
        "records": draft.records,
        # the day it was read for: its numbers are counted again as of that day
        "published_on": draft.drawn_on,
        "signed_by": first.by,
        "second_signed_by": second.by,
    }
    release = entry.write("releases", row, by=by, at=at)
    cells = drafting.cells_of(draft)
    origin = owners.origin_of(by, at=at)
    number = numbering.take(origin, cells.height)
    new = [ids.derived_id(release, origin, "published", str(i)) for i in range(cells.height)]  # fmt: skip
    frame = writing.as_records(
        cells,
        "published",
        ids=new,
        origin=origin,
        first_seq=number,
        at=at,
        by=by.pseudonym,
    )
    rows.check_storable(frame, "published")
    rows.insert(frame, "published")


def _freeze(draft: Draft, *, by: Person, at: datetime) -> None:
    told = {"edition": draft.edition, "sha256": draft.files_sha256, "seal": draft.seal}
    ReleaseFolder.objects.create(
        edition=draft.edition,
        sha256=draft.files_sha256,
        folder=str(draft.edition),
        frozen_at=at,
        frozen_by=by.pseudonym,
    )
    name = draft.folder
    Draft.objects.filter(pk=draft.pk).update(
        published_at=at, published_by=by.pseudonym, folder=None, ledger=None
    )
    audit.record(
        "publish",
        by=by,
        at=at,
        table="site_releases",
        record=str(draft.edition),
        written=told,
    )
    folders.publish(str(name), draft.edition)  # last: the rest can be taken back


def _draft(seal: str) -> Draft:
    found = Draft.objects.filter(seal=seal).defer("ledger").first()
    if found is None:
        raise refusal("gone")
    return found


def refusal(why: str) -> NotSigned:
    """Return what is said of an edition that cannot be signed or published."""
    return NotSigned(f"This edition cannot be signed or published: {why}.", why=why)


def signatures_before(draft: Draft) -> Sequence[Signature]:
    """Return signatures under earlier drafts of the same edition: struck out."""
    others = Signature.objects.filter(draft__edition=draft.edition)
    others = others.exclude(draft=draft).select_related("partner", "draft")
    latest: dict[int, Any] = {}
    for one in others.order_by("at", "pk"):
        latest[one.partner_id] = one
    return tuple(latest.values())
