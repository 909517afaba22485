"""What a portrait is made of: cleared things only, ready to be said.

Every count of people or gatherings is a `Count` or a `Hidden`, every word of
someone a `Quote`: `protect` made them. `preparation` fills this in from a
dossier; `portrait` turns it into a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from vestibule.dossier.process import Process, Words
from vestibule.inform.followed import Barometer, Followed
from vestibule.inform.mapped import NOTHING, MapTold
from vestibule.inform.meeting import Answers, Ground, MethodSplit, Silence
from vestibule.inform.steps import Step
from vestibule.protect.cleared import Cell, Quote

Voice = Mapping[str, Quote]
"""The same words cleared for readers of each language: tag to quote."""

State = Literal["enough", "few", "nobody", "hidden", "outside"]
"""How well a profile was heard in a place; ``outside``: not in the frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place no finer than the process shows.

    Parameters
    ----------
    key : str
        Its key, used for anchors.
    names : Words
        Its names.
    row, col : int or None
        Where its tile stands, from 1; None for a place without a tile.
    outside : bool
        Whether it lies abroad: its tile stands below the border.
    """

    key: str
    names: Words
    row: int | None = None
    col: int | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHeard:
    """How a place was heard.

    Parameters
    ----------
    place : Place
        The place.
    attendances, gatherings : Count or Hidden
        What was counted there.
    nobody : bool
        Whether no one was heard there: it has no opinion yet, not a zero.
    target : int or None
        Attendances the process set out to have.
    population_share : float or None
        Its share (0 to 1) of the inhabitants of all places shown: context only.
    first, last : str or None
        Months ``YYYY-MM`` of its first and last gathering.
    """

    place: Place
    attendances: Cell
    gatherings: Cell
    nobody: bool = False
    target: int | None = None
    population_share: float | None = None
    first: str | None = None
    last: str | None = None


Heads = Literal["none", "some", "all"]
"""Of how many gatherings only the number of people present was noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who was heard, over all.

    Parameters
    ----------
    gatherings, attendances : Count or Hidden
        As counted. Attendances are not people.
    people_low, people_high : Count or Hidden or None
        The least and the most distinct people that can be; None if unknown.
    women : Count or Hidden or None
        Women's attendances, of those whose sex was noted.
    languages : tuple of Words
        Names of the languages that gatherings were held in.
    represented : Count or Hidden or None
        Attendances that spoke for a place elsewhere: heard, not consulted there.
    observers : Count or Hidden or None
        Attendances that only watched: counted among attendances, heard nowhere.
    kinds : tuple of (str, Count or Hidden)
        Gatherings by kind, over all places.
    heads : str
        Of how many gatherings only the number present was noted: ``none``, ``some``,
        ``all``. They are counted with it; who was there is not known.
    """

    gatherings: Cell
    attendances: Cell
    people_low: Cell | None = None
    people_high: Cell | None = None
    women: Cell | None = None
    languages: tuple[Words, ...] = ()
    represented: Cell | None = None
    observers: Cell | None = None
    kinds: tuple[tuple[str, Cell], ...] = ()
    heads: Heads = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Who has not been heard yet: a state for each place and profile.

    ``states[place][profile]``, in the order of `places` and `profiles`; ``silent``
    are the places where nobody at all was heard, of whatever profile. ``enough`` and
    ``few`` were cleared: at least `people` in `enough` gatherings stand behind each.
    """

    places: tuple[Place, ...]
    profiles: tuple[Words, ...]
    states: tuple[tuple[State, ...], ...]
    enough: int
    people: int = 10
    silent: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What people tell makes what more or less likely; never a proven cause."""

    cause: Words
    effect: Words
    direction: Literal["more", "less"]
    gatherings: Cell
    contrary: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What already protects from an obstacle, or what is proposed against it.

    Parameters
    ----------
    words : Words
        The resource or the proposal.
    gatherings : Count, Hidden or None
        Gatherings that named it; None if it was not counted.
    addressee : Words or None
        To whom a proposal is addressed, in the language it was noted in.
    reply : str or None
        ``accepted``, ``amended``, ``refused``, ``silence`` or None.
    """

    words: Words
    gatherings: Cell | None = None
    addressee: Words | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What gatherings said of a finding, and where no finer than region.

    Parameters
    ----------
    held : Count or Hidden
        Validation gatherings that spoke of it.
    confirmed, amended, rejected : Count or Hidden
        By outcome.
    places : tuple of (str, tuple of Place)
        Outcome to the regions where it was given.
    scope : str or None
        ``local``, ``regional`` or ``national``, by the rule agreed beforehand.
    """

    held: Cell
    confirmed: Cell
    amended: Cell
    rejected: Cell
    places: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTold:
    """A finding, with its words, its evidence, its validation and its dissent.

    Parameters
    ----------
    key, kind : str
        Its key (for anchors) and kind: obstacle, resource, need, proposal.
    words, meaning, short : Words
        As a sentence; what people mean by it; in two or three words.
    voices : tuple of Voice
        At most three, the leading one first.
    against, objections : tuple of Voice
        Dissenting excerpts, and objections made when it was validated; cleared.
    named : Count, Hidden or None
        Gatherings that named it, of all that could; None if it was not counted.
    named_between : tuple of int or None
        Its interval out of 100, with the gathering as unit.
    named_rank, wanted_rank : tuple of int or None
        Lowest and highest rank by gatherings that named it, and by priority.
    wanted_order : int or None
        Its place in the people's order, where ranks alone do not tell it.
    support : Count or Hidden or None
        Ballots that put it first or second, or approved it.
    by_place : tuple of (Place, Count or Hidden or None)
        Gatherings that named it, of those held there; None where nobody was heard.
    """

    key: str
    kind: str
    words: Words
    meaning: Words = field(default_factory=dict)
    short: Words = field(default_factory=dict)
    voices: tuple[Voice, ...] = ()
    against: tuple[Voice, ...] = ()
    objections: tuple[Voice, ...] = ()
    named: Cell | None = None
    named_between: tuple[int, int] | None = None
    named_rank: tuple[int, int] | None = None
    wanted_rank: tuple[int, int] | None = None
    wanted_order: int | None = None
    support: Cell | None = None
    by_place: tuple[tuple[Place, Cell | None], ...] = ()
    causes: tuple[Cause, ...] = ()
    protects: tuple[Answer, ...] = ()
    proposes: tuple[Answer, ...] = ()
    validation: Validation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priorities:
    """How the people set their priorities.

    Parameters
    ----------
    question : Words
        What was asked.
    kind : str
        ``ranking``, ``approval``, ``points``, ``pairwise`` or ``consensus``.
    rule : str
        The rule agreed on beforehand: ``borda`` or ``approval``.
    ballots, gatherings : Count or Hidden
        How many, in how many gatherings.
    """

    question: Words
    kind: str
    rule: str
    ballots: Cell
    gatherings: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementVotes:
    """One statement of a conversation and all votes on it.

    `low` and `high` (0 to 1) are the ends of the interval of those who agree: they
    say how far down the true share may lie, and order the statements.
    """

    words: Words
    answers: Answers
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation held without gatherings: participants, statements, votes."""

    participants: Cell
    statements: int
    votes: Cell
    rows: tuple[StatementVotes, ...] = ()
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What groups heard are owed, as totals: places that wait are not named."""

    answered: Cell
    told: Cell
    due: Cell
    deferred: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is needed to find this again.

    Parameters
    ----------
    content_hash : str
        SHA-256 of the dossier at the cut.
    records, origins : int
        Records in the cut, and the devices, sites and imports they came from.
    month : str
        ``YYYY-MM`` when it was made.
    seed : int
        Seed of what draws at random.
    version : str
        Of the program.
    withdrawn : int
        Records taken back so far.
    """

    content_hash: str
    records: int
    origins: int
    month: str
    seed: int
    version: str
    withdrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that a portrait may say, cleared.

    Parameters
    ----------
    process : Process
        What the process declares.
    trace : Trace
        Where this comes from.
    heard : Heard or None
        Who was heard; None for a conversation without gatherings.
    unheard : bool
        Whether nobody was heard at all: no gathering, no vote, published or not.
    places : tuple of PlaceHeard
        Every place of the frame, the ones where nobody was heard too.
    grid : Grid or None
        Who has not been heard yet.
    findings : tuple of FindingTold
        In the people's order, or by alphabet while none is validated.
    priorities : Priorities or None
        Where the order comes from; None: no order is given.
    validated : bool
        Whether the findings went back to the people.
    grounds : tuple of Ground
        By comparison.
    silences : tuple of Silence
        Comparisons of which nothing, or nothing sure, can be told.
    splits : tuple of MethodSplit
        Statements that hands and pots tell differently.
    conversation : Conversation or None
        An online conversation, when there is one.
    owed : Owed or None
        What the groups heard are owed; None if no obligation is noted.
    trust : tuple of Barometer
        What is asked again in each wave; none of one community's own.
    followed : Followed or None
        What was asked and promised.
    system_map : MapTold
        What people told as causes; without links where none may be shown.
    road : tuple of Step
        In order.
    undecided : int
        Sentences that are not published until someone has read them.
    """

    process: Process
    trace: Trace
    heard: Heard | None = None
    unheard: bool = False
    places: tuple[PlaceHeard, ...] = ()
    grid: Grid | None = None
    findings: tuple[FindingTold, ...] = ()
    priorities: Priorities | None = None
    validated: bool = False
    grounds: tuple[Ground, ...] = ()
    silences: tuple[Silence, ...] = ()
    splits: tuple[MethodSplit, ...] = ()
    conversation: Conversation | None = None
    owed: Owed | None = None
    trust: tuple[Barometer, ...] = ()
    followed: Followed | None = None
    system_map: MapTold = NOTHING
    road: tuple[Step, ...] = ()
    undecided: int = 0
