"""How large is a rehearsal, and how strong are the effects planted in it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from vestibule.errors import DataError

REGIONAL_MEETINGS = 8
"""One for each region and camp where people are consulted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How much of everything there is.

    Besides these there is one regional meeting for each place heard, and one
    national conference.

    Parameters
    ----------
    focus_groups, interviews, validation_meetings, restitution_meetings : int
        Gatherings of each kind.
    focus_attendances, interview_attendances, regional_attendances,
    validation_attendances, conference_attendances, restitution_attendances : int
        Attendances over all gatherings of a kind, exactly.
    excerpts : int
        At least this many; each gathering has one for everything it names.
    statements : int
        Statements put to people; beyond those written, practice sentences.
    votes : int
        Current votes, at most one for each voter and statement.
    late_share : float
        Share (0 to 1) of focus groups and interviews held after the first count.
    pseudonymous_share : float
        Share (0 to 1) of focus groups whose people are known by a pseudonym; in
        the others they are only counted.
    start : date
        The first day.

    Raises
    ------
    DataError
        If there are fewer attendances than gatherings, or a share is none.
    """

    focus_groups: int = 78
    interviews: int = 28
    validation_meetings: int = 16
    restitution_meetings: int = 4
    focus_attendances: int = 1010
    interview_attendances: int = 62
    regional_attendances: int = 340
    validation_attendances: int = 240
    conference_attendances: int = 96
    restitution_attendances: int = 72
    excerpts: int = 600
    statements: int = 24
    votes: int = 11_500
    late_share: float = 0.14
    pseudonymous_share: float = 0.75
    start: date = date(2023, 2, 6)

    def __post_init__(self) -> None:
        _check_shares(self)
        for gatherings, least in (
            ("focus_groups", 1),
            ("interviews", 0),
            ("validation_meetings", 0),
            ("restitution_meetings", 0),
            ("excerpts", 0),
            ("statements", 3),
            ("votes", 0),
        ):
            _check_least(self, gatherings, least)
        for attendances, least in (
            ("focus_attendances", self.focus_groups),
            ("interview_attendances", self.interviews),
            ("regional_attendances", REGIONAL_MEETINGS),
            ("validation_attendances", self.validation_meetings),
            ("conference_attendances", REGIONAL_MEETINGS + 1),
            ("restitution_attendances", self.restitution_meetings),
        ):
            _check_least(self, attendances, least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """How strong the planted effects and the disturbances are.

    Parameters
    ----------
    gathering_spread : float
        Standard deviation (log-odds) of what people of one gathering have in
        common beyond their side: 0.4 is a correlation of about 0.05 inside it.
    position_spread : float
        Standard deviation of people around the middle of their hidden group.
    activity_spread : float
        Standard deviation of the logarithm of the votes per person.
    exposure_spread : float
        0: each statement is put to people equally often; 1: as written.
    pots_agree : float
        Share who agree, in covered pots, with what all agree to by hands.
    place_spread : float
        How far places differ in what they name: 0 not at all, 1 as written.
    priority_step : float
        Distance in log-odds between neighbours of the people's order.
    coder_missed, coder_added : float
        Share of codes that a coder misses, of excerpts with a code too many.
    returning_share : float
        Share of delegates who were heard before.
    twice_share : float
        Share of those in a focus group who were in an earlier one.
    changed_share : float
        Share of votes that replace an earlier one of the same person.
    unanswered_share : float
        Statements shown and not voted on, as a share of those voted on.
    quoted_share, low_consent_share, missing_consent_share : float
        Share of focus groups and interviews that agree to be quoted, that allow
        no publication at all, whose consent nobody noted.
    lower_share : float
        Share of people who, asked alone, allow less than their group did.

    Raises
    ------
    DataError
        If a share is none.
    """

    gathering_spread: float = 0.4
    position_spread: float = 0.6
    activity_spread: float = 0.6
    exposure_spread: float = 1.0
    pots_agree: float = 0.46
    place_spread: float = 1.0
    priority_step: float = 1.3
    coder_missed: float = 0.05
    coder_added: float = 0.01
    returning_share: float = 0.55
    twice_share: float = 0.04
    changed_share: float = 0.02
    unanswered_share: float = 0.08
    quoted_share: float = 0.66
    low_consent_share: float = 0.02
    missing_consent_share: float = 0.01
    lower_share: float = 0.01

    def __post_init__(self) -> None:
        _check_shares(self)


def _check_shares(options: Shape | Effects) -> None:
    for option in fields(options):
        value = getattr(options, option.name)
        if option.name.endswith(("_share", "_agree")) and not 0 <= value <= 1:
            raise DataError(
                f"{option.name} is {value}: a share lies between 0 and 1.",
                option=option.name,
            )


def _check_least(shape: Shape, name: str, least: int) -> None:
    value = getattr(shape, name)
    if value < least:
        raise DataError(
            f"{name} is {value}: a rehearsal of this shape needs {least} or more.",
            option=name,
            least=least,
        )


DEFAULT = Shape()
"""What `vestibule demo` shows: large enough for every planted truth to be found."""

SMALL = Shape(
    focus_groups=40,
    interviews=16,
    validation_meetings=8,
    restitution_meetings=2,
    focus_attendances=480,
    interview_attendances=32,
    regional_attendances=160,
    validation_attendances=80,
    conference_attendances=60,
    restitution_attendances=30,
    excerpts=250,
    votes=4_000,
)
"""For tests that need many dossiers."""

AUTOPORTRAIT = Shape(
    focus_groups=123,
    interviews=60,
    validation_meetings=16,
    restitution_meetings=6,
    focus_attendances=3_760,
    interview_attendances=150,
    regional_attendances=494,
    validation_attendances=96,
    conference_attendances=200,
    restitution_attendances=150,
    excerpts=1_100,
    votes=30_000,
    late_share=0.08,
)
"""The size of a real national dialogue: about 3,600, 4,500 and 4,700 attendances
at three counts."""

SHAPES: Mapping[str, Shape] = {
    "default": DEFAULT,
    "small": SMALL,
    "autoportrait": AUTOPORTRAIT,
}
"""Shapes by name."""
