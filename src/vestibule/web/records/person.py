"""Who is asking? An account as it stands today: partner, roles, regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from vestibule.web.records.models import Account
from vestibule.web.records.rights import RIGHTS, Right, is_own_only


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role that someone holds, everywhere or in one region (a place's key)."""

    role: str
    region: str | None = None

    @property
    def rights(self) -> frozenset[Right]:
        """What it allows."""
        return RIGHTS.get(self.role, frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far roles reach: regions (None: everywhere), and whether other partners."""

    regions: frozenset[str] | None
    own_partner: bool
    words: bool
    """Whether what people said may be read within it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone of the team. Whoever belongs to a funder holds no role at all."""

    account: int
    pseudonym: str
    partner: str
    held: tuple[Held, ...] = ()
    rights: frozenset[Right] = field(init=False)
    seen: dict[str, Any] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    """What was worked out of their sight, for as long as this person is asked for."""

    def __post_init__(self) -> None:
        allowed = frozenset(right for held in self.held for right in held.rights)
        object.__setattr__(self, "rights", allowed)

    @classmethod
    def of(cls, account: Account) -> Person:
        """Return the person behind an account, with the roles that have not ended."""
        partner = account.partner
        roles = account.roles.filter(ended_at=None).order_by("pk")
        return cls.holding(
            roles.values_list("role", "region"),
            barred=partner.funder or not account.is_active,
            account=account.pk,
            pseudonym=account.pseudonym,
            partner=partner.key,
        )

    @classmethod
    def holding(
        cls, named: Iterable[tuple[str, str | None]], *, barred: bool, **who: Any
    ) -> Person:
        """Return a person with these roles and regions; who is barred holds none."""
        held = () if barred else tuple(Held(role=r, region=g) for r, g in named)
        return cls(**who, held=held)

    def may(self, right: Right) -> bool:
        """Return whether one of the roles allows it, wherever."""
        return right in self.rights

    def reaches(self, right: Right) -> tuple[Reach, ...]:
        """Return how far the roles that allow it reach: one reach a kind of role."""
        regions: dict[tuple[bool, bool], set[str | None]] = {}
        for held in self.held:
            if right in held.rights:
                own = is_own_only(held.role, right)
                kind = (own, Right.SEE_EXCERPTS in held.rights)
                regions.setdefault(kind, set()).add(held.region)
        return tuple(
            Reach(
                regions=None if None in where else frozenset(r for r in where if r),
                own_partner=own,
                words=words,
            )
            for (own, words), where in sorted(regions.items())
        )
