"""When, where and with whom is each gathering of the rehearsal held?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from vestibule.rehearsal import chance
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.shape import Effects, Shape

FIRST_CUT, SECOND_CUT, THIRD_CUT = 203, 335, 400
"""Days on which the count was taken, at the end of the day."""

EARLY, LATE = (21, 190), (206, 300)
"""First and last day of the consultations before and after the first count."""

REGIONAL_MEETING, VALIDATION, CONFERENCE, RESTITUTION = 199, 308, 345, 410
"""Days of the first regional meeting, the first validation meeting, the conference
and the first restitution meeting."""

INTERPRETERS = (
    ("none", 0.55),
    ("community", 0.3),
    ("outsider", 0.12),
    ("authority", 0.03),
)
"""Who interpreted, and how often."""

LISTENERS = (
    ("nobody", 0.42),
    (None, 0.08),
    ("chief", 0.22),
    ("authority", 0.1),
    ("donor", 0.07),
    ("spouse", 0.06),
    ("authority chief", 0.03),
    ("armed_actor", 0.02),
)
"""Who listened without being asked to speak, and how often."""

COLUMNS = {
    "row": pl.String,
    "place": pl.String,
    "region": pl.String,
    "day": pl.Int64,
    "kind": pl.String,
    "composition": pl.String,
    "profile": pl.String,
    "lang": pl.String,
    "size": pl.Int64,
    "origin": pl.String,
    "pseudonymous": pl.Boolean,
    "consent": pl.Int64,
    "interpreter": pl.String,
    "listeners": pl.String,
    "minutes": pl.Int64,
    "facilitator": pl.String,
}
"""What is planned of a gathering. `profile` is ``mixed`` where it is mixed."""


def planned(land: Country, shape: Shape, effects: Effects, seed: int) -> pl.DataFrame:
    """Return every gathering, in the order of days.

    Parameters
    ----------
    land : Country
        The invented country.
    shape : Shape
        How many of each kind.
    effects : Effects
        How often consent is low or missing.
    seed : int
        The seed of the rehearsal.

    Returns
    -------
    pl.DataFrame
        One row per gathering, with `COLUMNS`. ``row`` is also its code.
    """
    draw = chance.stream(seed, "meetings")
    held = [
        *_local(land, shape, draw),
        *_regional(land, shape, draw),
        *_national(land, shape, draw),
    ]
    circumstances = _circumstances(held, shape, effects, draw)
    return (
        pl.DataFrame([{**a, **b} for a, b in zip(held, circumstances, strict=True)])
        .select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
        .sort("day", "row")
    )


def _local(land: Country, shape: Shape, draw: np.random.Generator) -> Iterator[Entry]:
    """Yield focus groups and interviews: where people were consulted."""
    weights = [0.7 if "country" in region else 1.0 for region in land.heard]
    parts = {
        "focus_group": (shape.focus_groups, shape.focus_attendances, 5),
        "interview": (shape.interviews, shape.interview_attendances, 1),
    }
    total = shape.focus_groups + shape.interviews
    n_late = round(total * shape.late_share)
    entries = [
        {**entry, "size": size}
        for kind, (n, people, low) in parts.items()
        for entry, size in zip(
            _placed(land, kind, chance.shared_out(n, weights)),
            chance.spread(people, n, draw, low=low),
            strict=True,
        )
    ]
    # The camp was reached late: its gatherings are late first, then others by chance.
    wishes = draw.random(len(entries))
    wishes += [entry["place"].count("xn.") == 0 for entry in entries]
    late = set(np.argsort(-wishes)[:n_late].tolist())
    for number, entry in enumerate(entries):
        first, last = LATE if number in late else EARLY
        yield {**entry, "day": int(draw.integers(first, last + 1))}


def _placed(land: Country, kind: str, shares: list[int]) -> Iterator[Entry]:
    for region, n in zip(land.heard, shares, strict=True):
        districts = [key for key, _ in region["districts"]]
        profiles = region["interviews" if kind == "interview" else "profiles"]
        for number in range(n):
            # A profile that comes again comes in another district.
            place = districts[(number + number // len(districts)) % len(districts)]
            yield {
                **_meeting(region, kind, number + 1, place),
                "profile": profiles[number % len(profiles)],
            }


def _regional(
    land: Country, shape: Shape, draw: np.random.Generator
) -> Iterator[Entry]:
    """Yield regional meetings, and validation and restitution meetings."""
    sizes = chance.spread(shape.regional_attendances, len(land.heard), draw, low=10)
    for turn, (region, size) in enumerate(zip(land.heard, sizes, strict=True)):
        yield {
            **_meeting(region, "regional_meeting", 1, region["districts"][0][0]),
            "profile": "mixed",
            "size": size,
            "day": REGIONAL_MEETING + 14 * turn,
            "origin": OFFICE,
        }
    yield from _later(land, shape, draw)


def _later(land: Country, shape: Shape, draw: np.random.Generator) -> Iterator[Entry]:
    """Yield the meetings that come back to each place: to validate, then to tell."""
    validated = chance.spread(
        shape.validation_attendances, shape.validation_meetings, draw, low=5
    )
    told = chance.spread(
        shape.restitution_attendances, shape.restitution_meetings, draw, low=5
    )
    for turn, size in enumerate(validated):
        region, again = _in_turn(land, turn)
        yield {
            **_meeting(region, "validation_meeting", again + 1, _other(region, again)),
            "profile": _community(land, region)[again % 3],
            "size": size,
            "day": VALIDATION + turn,
        }
    for turn, size in enumerate(told):
        region, again = _in_turn(land, turn)
        yield {
            **_meeting(region, "restitution_meeting", again + 1, _other(region, again)),
            "profile": "mixed",
            "size": size,
            "day": RESTITUTION + 4 * turn,
        }


def _in_turn(land: Country, turn: int) -> tuple[Entry, int]:
    """Return whose turn it is, and how often they have had it before."""
    return land.heard[turn % len(land.heard)], turn // len(land.heard)


def _other(region: Entry, again: int) -> str:
    """Return a district, first those where the regional meeting was not held."""
    districts = region["districts"]
    return str(districts[(again + 1) % len(districts)][0])


def _community(land: Country, region: Entry) -> list[str]:
    named = [profile for profile in region["profiles"] if profile != "mixed"]
    return [name for name in named if land.profiles[name]["side"] == "community"]


def _national(
    land: Country, shape: Shape, draw: np.random.Generator
) -> Iterator[Entry]:
    capital = next(
        region
        for region in land.regions
        if land.capital in [key for key, _ in region["districts"]]
    )
    yield {
        **_meeting(capital, "national_conference", 1, land.capital),
        "row": "FICTIF-CONFERENCE",
        "profile": "mixed",
        "lang": "fr",
        "size": shape.conference_attendances,
        "day": CONFERENCE,
        "origin": OFFICE,
    }


NAMED = ("interview", "regional_meeting", "national_conference")
"""Kinds of gatherings whose people are known by a pseudonym."""

SIGNING = ("watch", "local_authorities", "village_heads")
"""Profiles that sign a list: their focus groups are the last to be only counted."""

CODES: Mapping[str, str] = {
    "focus_group": "G",
    "interview": "E",
    "regional_meeting": "R",
    "validation_meeting": "V",
    "restitution_meeting": "D",
    "national_conference": "N",
}
"""The letter of each kind in the codes of gatherings."""


def _meeting(region: Entry, kind: str, number: int, place: str) -> Entry:
    return {
        "row": f"FICTIF-{region['short']}-{CODES[kind]}{number:02d}",
        "place": place,
        "region": region["key"],
        "kind": kind,
        "lang": region["lang"],
        "origin": region["origin"],
    }


def _circumstances(
    held: list[Entry], shape: Shape, effects: Effects, draw: np.random.Generator
) -> Iterator[Entry]:
    """Yield how each gathering was held: consent, interpreter, listeners."""
    local = [entry["kind"] in ("focus_group", "interview") for entry in held]
    consents = iter(_consents(sum(local), effects, draw))
    known = iter(_known(held, shape, draw))
    for entry, here in zip(held, local, strict=True):
        kind = entry["kind"]
        listeners = _one_of(LISTENERS, draw)
        yield {
            "composition": None if kind == "interview" else _composition(entry),
            "pseudonymous": next(known) if kind == "focus_group" else kind in NAMED,
            "consent": next(consents) if here else 4,
            "interpreter": "none"
            if entry["lang"] == "fr"
            else _one_of(INTERPRETERS, draw),
            "listeners": listeners,
            "minutes": int(draw.integers(3, 7) * (15 if kind == "interview" else 25)),
            "facilitator": f"F-{entry['origin'][-4:]}-{int(draw.integers(1, 4))}",
        }


def _composition(entry: Entry) -> str:
    return "mixed" if entry["profile"] == "mixed" else "homogeneous"


def _consents(n: int, effects: Effects, draw: np.random.Generator) -> list[int | None]:
    n_low = round(n * effects.low_consent_share)
    n_missing = round(n * effects.missing_consent_share)
    n_quoted = round(n * effects.quoted_share)
    rest = max(0, n - n_low - n_missing - n_quoted)
    levels = [4] * n_quoted + [3] * rest + [2] * n_low + [None] * n_missing
    return [levels[place] for place in draw.permutation(len(levels))[:n]]


def _known(held: list[Entry], shape: Shape, draw: np.random.Generator) -> list[bool]:
    """Return which focus groups know their people: forces and authorities first."""
    groups = [entry for entry in held if entry["kind"] == "focus_group"]
    scores = draw.random(len(groups))
    scores += [entry["profile"] in SIGNING for entry in groups]
    return list(map(bool, chance.highest(scores, shape.pseudonymous_share)))


def _one_of(
    choices: tuple[tuple[str | None, float], ...], draw: np.random.Generator
) -> str | None:
    shares = np.cumsum([share for _, share in choices])
    return choices[int(np.searchsorted(shares, draw.random() * shares[-1]))][0]
