"""What differs from one process to the next: the content of `process.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Words = Mapping[str, str]
"""Language tag to words: ``{"fr": "…", "en": "…"}``."""

Basis = Literal["profile", "side", "sex", "age_band", "region", "displaced", "lang"]
"""What a comparison sets side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """An organisation and what it does in the process."""

    key: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language people speak in the process."""

    key: str
    names: Words
    iso: str | None = None
    rtl: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A standpoint someone speaks from."""

    key: str
    names: Words
    side: str = "community"
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One of the groups that a comparison sets side by side.

    Parameters
    ----------
    key : str
        Stable key.
    names : Words
        What pages call it.
    values : tuple of str
        The values of the comparison's basis that belong to it: profile keys,
        sides, sexes, age bands, place keys, ``true``/``false`` for displaced.
    """

    key: str
    names: Words
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Groups that the process has agreed to set side by side."""

    key: str
    names: Words
    basis: Basis
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The least that must stand behind a public figure.

    Parameters
    ----------
    people, gatherings, places : int
        How many of each. The packaged floor is 10, 3 and 2; never below 5, 2, 1.
    near_unanimity : float
        A share at or above it (or at or below one minus it) is withheld below
        region: it tells what each person present thinks.
    public_level : int
        The finest level of place shown at all.
    """

    people: int = 10
    gatherings: int = 3
    places: int = 2
    near_unanimity: float = 0.95
    public_level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Rules agreed on before anything is counted.

    Parameters
    ----------
    agreement : float
        The share every group must pass for a statement to be common ground.
    priority_rule : str
        ``borda``, ``approval``, ``schulze``, ``stv``, ``pav`` or ``shares``.
    national_regions : int
        In how many regions a finding must be confirmed to be national; never in
        fewer than two, whatever is declared.
    region_share : float
        A finding holds in a region where more than this share of the gatherings
        that spoke of it there confirmed or amended it, 0.5 to 1.
    regional_places : int
        In how many places of one region it must be confirmed to be regional; in
        fewer it is local.
    national_share : float
        Least share of all regions asked in which it must hold to be national.
    regions_against : int or None
        In how many regions it may be rejected and still be national; None: any.
    consensus : float
        Least share of those who spoke on a proposal who must support it, for it to be
        carried over the objections that remain.
    """

    agreement: float = 0.6
    priority_rule: str = "borda"
    national_regions: int = 2
    region_share: float = 0.5
    regional_places: int = 2
    national_share: float = 0.0
    regions_against: int | None = None
    consensus: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How people were chosen, where they stand for a population.

    Parameters
    ----------
    kind : str
        ``probability`` (drawn by lot, everyone in a stratum with the same chance),
        ``quota`` (chosen to fill quotas) or ``purposive`` (invited for what they could
        tell: nothing is said of a population).
    population : Words
        Whom they stand for.
    edition : str or None
        The count of the table `frame` that says how many people there are.
    margins : tuple of str
        What is known of the population by that count: ``region``, ``sex``,
        ``age_band``.
    stratum : str or None
        The margin whose parts were sampled apart.
    cap : float or None
        No weight above so many times the mean weight; above 1. None: no trimming.
    lonely : str
        Where a stratum has one gathering: ``refuse``, or ``centre``: its distance from
        the mean of all stands for its spread.
    online : bool
        Whether those who answered online were chosen in this way too; else they chose
        themselves and are left out.
    """

    kind: Literal["probability", "quota", "purposive"] = "purposive"
    population: Words = field(default_factory=dict)
    edition: str | None = None
    margins: tuple[str, ...] = ()
    stratum: str | None = None
    cap: float | None = None
    lonely: Literal["refuse", "centre"] = "refuse"
    online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Barometer:
    """A question that is asked again in each wave: who answers, about whom.

    Parameters
    ----------
    key : str
        Stable key.
    names : Words
        What pages call it: one relation, in one direction.
    instrument, question : str
        Key of the instrument (all its versions) and the question as `answers` name it.
    scale : tuple of str
        Answers as they are recorded, lowest first; at least two.
    positive : tuple of str
        Those of the scale that count as yes.
    missing : tuple of str
        Recorded answers that are none: refused, does not know, was not asked.
    asked : tuple of str
        Sides or keys of profiles whose answers count; empty: everyone's. Answers of
        a force and answers about it are two barometers.
    place : str or None
        Key of the community that chose it as its own sign of everyday peace: only
        answers from there count, and it is compared with no other community.
    dimension : str or None
        Key of the code it stands under, for signs that communities chose.
    sensitive : bool
        Whether it is about armed actors, forces, authorities or survivors.
    """

    key: str
    names: Words
    instrument: str
    question: str
    scale: tuple[str, ...]
    positive: tuple[str, ...]
    missing: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    place: str | None = None
    dimension: str | None = None
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Something that was signed, and whose provisions are followed as commitments.

    Parameters
    ----------
    key : str
        What `commitments.agreement` holds.
    names : Words
        What pages call it.
    signed_on, ended_on : date or None
        Its days. What was promised under an agreement that ended stays readable.
    """

    key: str
    names: Words
    signed_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmQuestion:
    """A question that must be answered before an action is approved."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One dialogue: its question, partners, places, profiles, languages, rules.

    Parameters
    ----------
    key : str
        Stable name, lower case with hyphens.
    titles, question : Words
        By language.
    fictitious : bool
        Whether everything in it is invented; every output then says so.
    country : str or None
        Key of the level-0 place.
    country_names : Words
        What the country and its people are called: never "% of" them in print.
    licence : Words
        The licence under which the partners publish tables and texts, in their words;
        empty: they have not agreed on one, and a pack says so.
    one_key : bool
        Whether all sites make pseudonyms with one key, so that one person met at
        two sites has one pseudonym. Only then may pseudonyms of different sites be
        compared.
    refused_words : tuple of str
        Names that may be no profile and no comparison here, beside the general
        words of `categories`.
    crossings : tuple of tuple of str
        Keys of comparisons that are set inside one another: women of the forces, men
        of the forces…
    barometers : tuple of Barometer
        Questions asked again in each wave.
    sampling : Sampling or None
        How people were chosen; None: not declared, taken as ``purposive``.
    sensitive_words : tuple of str
        Words that make a statement of an imported conversation wait for a decision,
        beside the general ones of `touching` and `refused_words`.
    agreements : tuple of Agreement
        Signed agreements whose provisions are followed.
    harm : tuple of HarmQuestion
        The do-no-harm questions of this process; empty: the general ones of
        `act.harm`.
    screening : mapping of str to tuple of str
        Words by which `protect.screening` finds people in quotes, beside the general
        ones: names in use, particles, titles, offices. By list.
    text : str
        The `process.toml` it was read from, kept so that a dossier can be
        written again byte for byte.
    """

    key: str
    titles: Words
    question: Words
    fictitious: bool = False
    country: str | None = None
    country_names: Words = field(default_factory=dict)
    demonyms: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    languages: tuple[Language, ...] = ()
    age_bands: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    crossings: tuple[tuple[str, ...], ...] = ()
    disclosure: Disclosure = field(default_factory=Disclosure)
    decisions: Decisions = field(default_factory=Decisions)
    sampling: Sampling | None = None
    barometers: tuple[Barometer, ...] = ()
    restitution_days: int = 90
    files: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[str, ...] = ("fr", "en")
    licence: Words = field(default_factory=dict)
    one_key: bool = False
    refused_words: tuple[str, ...] = ()
    sensitive_words: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    harm: tuple[HarmQuestion, ...] = ()
    screening: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
