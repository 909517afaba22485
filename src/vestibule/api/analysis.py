"""What was heard, counted honestly: every analysis of a dossier, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from vestibule import __version__
from vestibule.act import follow_up
from vestibule.act.follow_up import FollowUp
from vestibule.agree import budgets, priorities, sensitivity
from vestibule.agree.budgets import Budget, NoBudget
from vestibule.agree.priorities import PriorityResult
from vestibule.agree.sensitivity import PriorityRules
from vestibule.agree.validation import report
from vestibule.agree.validation.report import ValidationReport
from vestibule.agree.validation.standing import FindingStanding
from vestibule.api import crossing, families, members, opinions, plain, weighing
from vestibule.api.coding import Coding
from vestibule.dossier import cuts, hashing, lineage, moments
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.inform.opinions import Opinions
from vestibule.inform.preparation import opinions as preparing
from vestibule.plan import coverage, next_gatherings
from vestibule.plan.covered import Coverage
from vestibule.understand import (
    agreement,
    audits,
    ground,
    groups,
    maps,
    polis,
    positions,
    themes,
    trust,
    weights,
)
from vestibule.understand.agreement import AgreementResult
from vestibule.understand.audits import AuditResult, AuditSettings, Derived
from vestibule.understand.ground import GroundResult, GroundSettings
from vestibule.understand.groups import GroupResult, GroupSettings, heard
from vestibule.understand.maps import SystemMap
from vestibule.understand.polis import Conversation, PolisResult, streamed
from vestibule.understand.positions import PositionResult, PositionSettings
from vestibule.understand.themes import ThemeCounts
from vestibule.understand.trust import TrustResult
from vestibule.understand.weights import NoShares, Shares

SEED = 1
"""Seed of what is drawn again, where nobody chose another; printed with the result."""


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """Every analysis of one dossier at one cut; for the team, before any clearing.

    Each part is worked out when it is first asked for. The same dossier, settings
    and seed give the same digits.

    Parameters
    ----------
    dossier : Dossier
        The records, as of the day or cut that was asked for.
    seed : int
        Of what is drawn again: rank ranges.
    as_of : date or None
        The day it tells of; None: all that is known.
    on : str or None
        Where votes are counted, as in `engine.opened`; None: in memory, here.
    place : bool or None
        Whether to place people and look for groups; None: where it takes half a
        minute at most (`opinions.MOST_VOTES`).
    cross : tuple of tuple of str
        Keys of comparisons to set inside one another, beside the crossings that the
        process declares.
    earlier : mapping of str to int, date or None
        The cut, or day, from which families of opinion keep their numbers; None: the
        last edition that the dossier records, if any.
    """

    dossier: Dossier
    seed: int = SEED
    as_of: dt.date | None = None
    on: str | None = None
    place: bool | None = None
    cross: tuple[tuple[str, ...], ...] = ()
    earlier: Mapping[str, int] | dt.date | None = None

    @cached_property
    def sha256(self) -> str:
        """Content hash of the dossier at the cut."""
        return hashing.content_hash(self.dossier)

    @cached_property
    def settled(self) -> Dossier:
        """Each record in its current version, under its first id."""
        return lineage.settled(self.dossier)

    @cached_property
    def undated(self) -> dict[str, int]:
        """What carries no day and so counts for every day: gatherings, answers."""
        return {} if self.as_of is None else moments.undated(self.dossier)

    @cached_property
    def heard(self) -> Coverage:
        """Who was heard and who was not."""
        return coverage.coverage(self.settled)

    @cached_property
    def conversation(self) -> Conversation | None:
        """Who voted on what; None if nobody did."""
        if self.dossier.table("votes").is_empty():
            return None
        return polis.of_dossier(self.settled)

    @cached_property
    def opinions(self) -> PolisResult | None:
        """What Polis would say; None without votes. Never for the public."""
        talk = self.conversation
        if talk is None:
            return None
        out, meta = talk.moderated_out, talk.meta
        if self.on is None:
            return polis.analyse(talk.votes, moderated_out=out, meta=meta)
        return streamed.analyse(talk.book(), moderated_out=out, meta=meta, on=self.on)

    @cached_property
    def positions(self) -> PositionResult | None:
        """Where people stand, how surely; None without votes. Personal."""
        talk = self.conversation
        if talk is None:
            return None
        out, asked = talk.moderated_out, PositionSettings(seed=self.seed)
        return positions.positions(talk.votes, moderated_out=out, settings=asked)

    @cached_property
    def groups(self) -> GroupResult | None:
        """Groups that hold, or a spectrum; None without votes. Personal."""
        talk, found = self.conversation, self.positions
        if talk is None or found is None:
            return None
        formed = groups.groups(
            talk.votes,
            found,
            gatherings=heard.gatherings(self.settled, talk.people),
            moderated_out=talk.moderated_out,
            settings=GroupSettings(seed=self.seed),
        )
        before = self._before
        if before is None:
            return formed
        return families.named(formed, talk, before.groups, before.conversation)

    @cached_property
    def _before(self) -> Analysis | None:
        """What was known when families were last given their numbers."""
        known = families.known(self.dossier, self.settled, self.earlier)
        return None if known is None else Analysis(dossier=known, seed=self.seed)

    @cached_property
    def landscape(self) -> Opinions | str:
        """What may be said of positions and groups, or the limit why nothing is."""
        talk = self.conversation
        votes = 0 if talk is None else len(talk.votes)
        why = opinions.unplaced(votes, place=self.place)
        if why is not None:
            return why
        found, formed = self.positions, self.groups
        if talk is None or found is None or formed is None:
            return "no-votes"
        return preparing.opinions(self.settled, talk, found, formed)

    @cached_property
    def audits(self) -> AuditResult:
        """What speaks for these results, and what against; for the team."""
        talk = self.conversation
        votes = 0 if talk is None else len(talk.votes)
        placed = opinions.unplaced(votes, place=self.place) is None
        return audits.audit(
            self.dossier,
            derived=Derived(
                talk=talk,
                opinions=self.opinions,
                placed=self.positions if placed else None,
                grouped=self.groups if placed else None,
                ground=self.ground,
            ),
            settings=AuditSettings(seed=self.seed),
            version=__version__,
        )

    @cached_property
    def themes(self) -> ThemeCounts:
        """Which themes gatherings named."""
        return themes.themes(self.settled, seed=self.seed)

    @cached_property
    def coding(self) -> Coding:
        """Codebook, readings and coders, saturation, suggestions; for the team."""
        return Coding(dossier=self.dossier, seed=self.seed, as_of=self.as_of)

    @cached_property
    def agreement(self) -> AgreementResult:
        """What each group of each comparison answered."""
        return agreement.agreement(self.settled)

    @cached_property
    def ground(self) -> GroundResult:
        """What holds in every group of each comparison, and how surely."""
        settings = GroundSettings(seed=self.seed)
        return ground.common_ground(self.settled, settings=settings)

    @cached_property
    def crossed(self) -> GroundResult:
        """The same of comparisons set inside one another, as declared or asked for."""
        return ground.common_ground(
            self.settled,
            comparisons=(),
            crossings=crossing.of(self.settled.process, self.cross),
            settings=GroundSettings(seed=self.seed),
        )

    @cached_property
    def weights(self) -> Shares | NoShares:
        """Shares of the population that the process sampled, or why there are none."""
        return weights.told(self.settled, seed=self.seed)

    @cached_property
    def next_gatherings(self) -> pl.DataFrame:
        """Which groups to hear next, most useful first; for the team, never public."""
        return next_gatherings.next_gatherings(
            self.ground.needs, self.heard.gaps, members=members.of_groups(self.settled)
        )

    @cached_property
    def map(self) -> SystemMap:
        """What people told as making what more or less likely; for the team."""
        return maps.system_map(self.settled)

    @cached_property
    def trust(self) -> TrustResult:
        """Each barometer by wave, and what may be said of its changes."""
        return trust.trust(self.settled)

    @cached_property
    def standing(self) -> FindingStanding:
        """What gatherings said of each finding."""
        return self.validation.standing

    @cached_property
    def validation(self) -> ValidationReport:
        """What each finding is founded on, who validated which words, who contests."""
        return report.report(self.dossier, heard=self.heard, on=self.as_of)

    @cached_property
    def priorities(self) -> PriorityResult:
        """The order that people's ballots give to findings."""
        return priorities.priorities(self.settled, seed=self.seed)

    def follow_up(self, today: dt.date) -> FollowUp:
        """Return what was asked, answered, promised and seen, as of a day."""
        return follow_up.follow_up(self.dossier, today)

    @cached_property
    def priority_rules(self) -> PriorityRules:
        """The same ballots under every rule, and what would change the order."""
        return sensitivity.under_rules(self.settled)

    def budget(
        self, amount: float, *, question: str | None = None
    ) -> Budget | NoBudget:
        """Return what an amount pays for by the ballots on actions.

        Parameters
        ----------
        amount : float
            In the unit of `actions.cost`, above 0.
        question : str or None
            Its id; None: the one with the most ballots.

        Returns
        -------
        Budget or NoBudget
            By equal shares, as its `method` says; or why nothing can be said.
        """
        return budgets.budget(self.settled, amount, question=question)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, as ``analyse --json`` prints it.

        Returns
        -------
        dict
            Nothing about one person: no position, no pseudonym, no words. Counts
            are not cleared: it is for the team.
        """
        return {
            "process": self.dossier.process.key,
            "fictitious": self.dossier.process.fictitious,
            "version": __version__,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "undated": self.undated,
            "sha256": self.sha256,
            "cut": cuts.cut(self.dossier),
            "seed": self.seed,
            "participants": 0
            if self.opinions is None
            else self.opinions.n_participants,
            "statements": self.dossier.current("statements").height,
            "votes": 0 if self.opinions is None else self.opinions.n_votes,
            "positions": opinions.positions(self.landscape),
            "groups": opinions.groups(self.landscape),
            "polis": plain.polis(self.opinions, self.conversation),
            "agreement": plain.agreement(self.agreement),
            "ground": plain.ground(self.ground),
            "crossed": plain.crossed(self.crossed)
            if crossing.of(self.settled.process, self.cross)
            else None,
            "audits": self.audits.to_dict(),
            "weights": weighing.plain(self.weights),
            "next_gatherings": plain.rows(self.next_gatherings),
            "themes": plain.themes(self.themes),
            "coverage": plain.coverage(self.heard),
            "findings": plain.rows(self.standing.findings.drop("finding")),
            "priorities": plain.priorities(self.priorities),
        }


def analyse(
    dossier: Dossier,
    *,
    as_of: dt.date | Mapping[str, int] | None = None,
    seed: int = SEED,
    on: str | None = None,
    place: bool | None = None,
    cross: Sequence[Sequence[str]] = (),
    earlier: dt.date | Mapping[str, int] | None = None,
) -> Analysis:
    """Return every analysis of a dossier.

    Parameters
    ----------
    dossier : Dossier
        The records.
    as_of : date, mapping of str to int, or None
        Of that day as known now, or at that cut; None: all that is known.
    seed : int
        Of what is drawn again.
    on : str or None
        Where votes are counted, as in `engine.opened`: the same digits.
    place : bool or None
        Whether to place people and look for groups; None: where it is quick.
    cross : sequence of sequences of str
        Keys of comparisons to set inside one another, beside those declared so.
    earlier : date, mapping of str to int, or None
        The day or cut from which families of opinion keep their numbers; None: the
        last edition that the dossier records, if any.

    Returns
    -------
    Analysis
        Its parts are worked out when asked for.

    Raises
    ------
    DataError
        If nothing is left at that day or cut, or a crossing names a comparison that
        the process does not declare, or fewer than two.
    """
    crossed = tuple(tuple(keys) for keys in cross)
    crossing.of(dossier.process, crossed)
    at = dossier if as_of is None else cuts.as_of(dossier, as_of)
    if as_of is not None and at.table("gatherings").is_empty():
        raise DataError(
            f"No gathering was held by {as_of}, and nobody had answered online: "
            "choose a later day.",
            reason="nothing-yet",
            as_of=str(as_of),
        )
    day = as_of if isinstance(as_of, dt.date) else None
    return Analysis(
        dossier=at,
        seed=seed,
        as_of=day,
        on=on,
        place=place,
        cross=crossed,
        earlier=earlier,
    )
