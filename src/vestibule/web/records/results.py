"""What analyses found, of which cut, and did records come since? Pages only read here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vestibule.dossier import hashing
from vestibule.dossier.records import Dossier
from vestibule.web.records import frames, numbering
from vestibule.web.records.models import Origin, Removal, Result, Withdrawal

LEFT = (Withdrawal, Removal)
"""Where it is written that records left."""

TODAY = "today"
"""The setting that names the day from which deadlines are counted."""


class Overtaken(Exception):
    """Records left while it was worked out: what was found may tell of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an analysis reads: the dossier at a cut, and how many records had left."""

    dossier: Dossier
    cut: Mapping[str, int]
    sha256: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A part of an analysis, as a page reads it.

    ``since``: records that came after the cut; ``sha256``: content hash at the cut.
    """

    part: str
    content: Any
    cut: Mapping[str, int]
    sha256: str
    settings: Mapping[str, Any]
    made_at: datetime
    since: int

    @property
    def short(self) -> str:
        """The beginning of the hash, for the foot of a page."""
        return self.sha256[:12]


def basis() -> Basis:
    """Return the dossier of this moment; what leaves meanwhile is seen by `keep`."""
    left, cut = _left(), known()
    dossier = frames.dossier_of(cut)
    sha256 = hashing.content_hash(dossier)
    return Basis(dossier=dossier, cut=cut, sha256=sha256, left=left)


def keep(
    part: str,
    content: Any,
    *,
    of: Basis,
    settings: Mapping[str, Any],
    at: datetime,
    seconds: float = 0.0,
) -> None:
    """Keep what was found instead of what was found before with the same settings.

    Raises Overtaken where a record left since the basis was read: what a withdrawal
    took away is not kept in a result.
    """
    with numbering.pen():
        if _left() != of.left:
            raise Overtaken
        Result.objects.update_or_create(
            part=part,
            chosen=choice(settings),
            defaults={
                "sha256": of.sha256,
                "settings": dict(settings),
                "cut": dict(of.cut),
                "content": content,
                "made_at": at,
                "seconds": seconds,
            },
        )


def is_known(part: str, sha256: str, settings: Mapping[str, Any]) -> bool:
    """Return whether a part was worked out already, from the same with the same."""
    same = Result.objects.filter(part=part, chosen=choice(settings), sha256=sha256)
    return any(
        told == dict(settings) for told in same.values_list("settings", flat=True)
    )


def latest(part: str) -> Stored | None:
    """Return a part as it was last worked out, None before it ever was."""
    row = Result.objects.filter(part=part).order_by("-made_at").first()
    if row is None:
        return None
    return Stored(
        part=part,
        content=row.content,
        cut=row.cut,
        sha256=row.sha256,
        settings=row.settings,
        made_at=row.made_at,
        since=records_since(row.cut),
    )


def records_since(cut: Mapping[str, int]) -> int:
    """Return how many records came in after a cut."""
    return sum(max(0, last - cut.get(name, 0)) for name, last in known().items())


def known() -> dict[str, int]:
    """Return the latest cut."""
    return dict(Origin.objects.filter(last__gt=0).values_list("name", "last"))


def forget() -> None:
    """Let all results go: records left, and each of them may tell of one."""
    Result.objects.all().delete()


def choice(settings: Mapping[str, Any]) -> str:
    """Return one hash of settings; a new day replaces the day before."""
    lasting = {name: value for name, value in settings.items() if name != TODAY}
    text = json.dumps(lasting, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _left() -> int:
    return sum(model.objects.count() for model in LEFT)
