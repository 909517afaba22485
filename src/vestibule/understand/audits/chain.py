"""What is audited, derived from a dossier in one way, so that others can derive it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.understand import ground, groups, polis, positions
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.ground import GroundResult, GroundSettings
from vestibule.understand.groups import GroupResult, GroupSettings, heard
from vestibule.understand.polis import Conversation, PolisResult, PolisSettings
from vestibule.understand.positions import PositionResult, PositionSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainSettings:
    """The settings of everything that is derived.

    Parameters
    ----------
    polis, positions, groups, ground, audits
        Those of each part.
    """

    polis: PolisSettings = field(default_factory=PolisSettings)
    positions: PositionSettings = field(default_factory=PositionSettings)
    groups: GroupSettings = field(default_factory=GroupSettings)
    ground: GroundSettings = field(default_factory=GroundSettings)
    audits: AuditSettings = field(default_factory=AuditSettings)

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """Return part to settings, as plain values."""
        return {
            "polis": self.polis.to_dict(),
            "positions": self.positions.to_dict(),
            "groups": self.groups.to_dict(),
            "ground": self.ground.to_dict(),
            "audits": self.audits.to_dict(),
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Mapping[str, Any]]) -> ChainSettings:
        """Return the settings from what `to_dict` gave.

        Parameters
        ----------
        given : mapping of str to mapping
            Part to settings.

        Returns
        -------
        ChainSettings
            The usual ones for what is absent.
        """
        return cls(
            polis=PolisSettings(**given.get("polis", {})),
            positions=PositionSettings(**given.get("positions", {})),
            groups=GroupSettings(**given.get("groups", {})),
            ground=GroundSettings(**given.get("ground", {})),
            audits=AuditSettings(**given.get("audits", {})),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What is audited; None where there is nothing of the kind.

    Parameters
    ----------
    talk : Conversation or None
        Who voted on what.
    opinions : PolisResult or None
        What Polis would say, cold.
    placed : PositionResult or None
        Positions.
    grouped : GroupResult or None
        Groups that hold, or a spectrum.
    ground : GroundResult or None
        Common ground of the declared comparisons.
    """

    talk: Conversation | None = field(default=None, repr=False)
    opinions: PolisResult | None = None
    placed: PositionResult | None = None
    grouped: GroupResult | None = None
    ground: GroundResult | None = None

    def results(self) -> dict[str, object]:
        """Return part to result, as plain values: what a receipt is made of."""
        parts = {
            "polis": self.opinions,
            "positions": self.placed,
            "groups": self.grouped,
        }
        found: dict[str, object] = {
            name: one.to_dict() for name, one in parts.items() if one is not None
        }
        if self.ground is not None:
            frames = ("statements", "segments", "apart", "pairs", "models", "shifts")
            found["ground"] = {name: getattr(self.ground, name) for name in frames}
        return found


def derive(
    dossier: Dossier, *, settings: ChainSettings | None = None, place: bool = True
) -> Derived:
    """Derive from a dossier everything that is audited.

    Parameters
    ----------
    dossier : Dossier
        The records, all versions.
    settings : ChainSettings, optional
        The usual ones if absent.
    place : bool
        Whether people are placed and groups looked for: what takes longest.

    Returns
    -------
    Derived
        Without votes, common ground alone.
    """
    chosen = settings or ChainSettings()
    settled = lineage.settled(dossier)
    common = ground.common_ground(settled, settings=chosen.ground)
    if settled.table("votes").is_empty():
        return Derived(ground=common)
    talk = polis.of_dossier(settled)
    out = talk.moderated_out
    opinions = polis.analyse(
        talk.votes, moderated_out=out, meta=talk.meta, settings=chosen.polis
    )
    if not place:
        return Derived(talk=talk, opinions=opinions, ground=common)
    placed = positions.positions(
        talk.votes, moderated_out=out, settings=chosen.positions
    )
    return Derived(
        talk=talk,
        opinions=opinions,
        placed=placed,
        grouped=groups.groups(
            talk.votes,
            placed,
            gatherings=heard.gatherings(settled, talk.people),
            moderated_out=out,
            settings=chosen.groups,
        ),
        ground=common,
    )
