"""What should a good analysis of the rehearsal find?"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vestibule.rehearsal.theme_truth import ThemeTruth

SHARED_SHARE = 0.6
"""A statement is shared where at least this share of every group agrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAt:
    """What had been counted on a day.

    Parameters
    ----------
    name : str
        Which of the counts.
    on : date
        The day; everything recorded until its end belongs to the count.
    cut : mapping of str to int
        Origin to the highest ``seq`` it had recorded.
    gatherings, focus_groups, interviews, attendances : int
        Counted in the dossier at the cut.
    """

    name: str
    on: date
    cut: Mapping[str, int]
    gatherings: int
    focus_groups: int
    interviews: int
    attendances: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What was planted. Places, profiles, findings, statements are given by key.

    Parameters
    ----------
    seed : int
        The seed of the rehearsal.
    process : str
        Key of the process.
    mention_order, priority_order : tuple of str
        The four obstacles by how many gatherings name them, and by the people's
        own prioritisation.
    mention_shares : mapping of str to float
        Obstacle to the share of focus groups and interviews that name it.
    unheard_groups : tuple of mapping
        ``profile`` and ``place`` that have a target and where nobody was heard.
    unreached_places : tuple of str
        Regions and camps of which nobody was heard in any way.
    represented_places : tuple of str
        Regions of which delegates spoke, where nobody was consulted.
    shared_statement, dividing_statement, hands_pots_statement : str
        The one that every group shares, the one that divides the groups most, the
        one unanimous by hands and split by pots.
    shared_statements : tuple of str
        All that at least `SHARED_SHARE` of every group agree with.
    agreement : mapping
        Statement to group to the shares who ``agree``, ``pass``, ``disagree``.
    no_dissent : tuple of str
        Obstacles of which no contrary excerpt was recorded.
    contested : tuple of mapping
        ``finding``, ``region``, ``profile`` and ``outcome`` of each contestation.
    gatherings, attendances, people : int
        In the whole dossier; `people` are the distinct persons that exist.
    known_people : int
        Those of them who have a pseudonym.
    votes, current_votes : int
        All votes, and those that no later vote replaced.
    hidden_groups : mapping of str to int
        Id of a person who voted to the hidden group they were drawn from.
    counts : tuple of CountAt
        Three counts at three cuts.
    quotable : tuple of str
        Ids of the excerpts that may be published, once withdrawals are applied.
    sealed : tuple of str
        Ids of those that may never be.
    identifying : mapping of str to str
        Id of an excerpt in which a fact points at someone to the kind of flag it gets.
    withdrawn : str
        Id of an excerpt that its speaker took back.
    promises : mapping of str to tuple of str
        What was asked and promised: see `actions.planted`.
    frame_difference : int
        The printed total of the population less the sum of its parts.
    themes : ThemeTruth
        Rare themes, those that go together, and how they were read.
    decided : mapping of str to str
        What ballots and validations should give, by name: `deciding.planted`.
    owed : mapping of str to int
        State (due, told, answered, deferred) to the groups with an obligation that
        stand so once the last was told.
    told_in_assembly : tuple of str
        Codes of gatherings whose group had news at an assembly only: it waits.
    trust : mapping of str to str
        Barometer to what should be said of it from its first wave to its last.
    research : mapping of str to tuple of str
        What should be found of action research groups, and keys of groups.
    case_days : int
        Days within which half of the local conflicts end, in truth.
    """

    seed: int
    process: str
    mention_order: tuple[str, ...]
    priority_order: tuple[str, ...]
    mention_shares: Mapping[str, float]
    unheard_groups: tuple[Mapping[str, str], ...]
    unreached_places: tuple[str, ...]
    represented_places: tuple[str, ...]
    shared_statement: str
    dividing_statement: str
    hands_pots_statement: str
    shared_statements: tuple[str, ...]
    agreement: Mapping[str, Mapping[str, Mapping[str, float]]]
    no_dissent: tuple[str, ...]
    contested: tuple[Mapping[str, str], ...]
    gatherings: int
    attendances: int
    people: int
    known_people: int
    votes: int
    current_votes: int
    hidden_groups: Mapping[str, int]
    counts: tuple[CountAt, ...]
    quotable: tuple[str, ...]
    sealed: tuple[str, ...]
    identifying: Mapping[str, str]
    withdrawn: str | None
    promises: Mapping[str, tuple[str, ...]]
    frame_difference: int
    themes: ThemeTruth
    decided: Mapping[str, str]
    owed: Mapping[str, int]
    told_in_assembly: tuple[str, ...]
    trust: Mapping[str, str]
    research: Mapping[str, tuple[str, ...]]
    case_days: int
    fictitious: bool = True

    def to_dict(self) -> dict[str, object]:
        """Return the truth as plain values."""
        return dataclasses.asdict(self)

    def to_json(self) -> str:
        """Return the truth as text for ``truth.json``, the same for the same seed."""
        return (
            json.dumps(
                self.to_dict(),
                ensure_ascii=False,
                indent=2,
                sort_keys=True,
                default=date.isoformat,
            )
            + "\n"
        )
