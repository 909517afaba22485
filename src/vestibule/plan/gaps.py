"""Who has not been heard? The gaps, each by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from vestibule.plan.counting import Crossing

GapKind = Literal[
    "place_never_reached",
    "place_represented_only",
    "place_officials_only",
    "place_outside_plan",
    "profile_never_heard",
    "profile_not_heard_in",
    "profile_without_sex",
    "sex_not_heard_in",
    "sex_not_recorded",
    "age_band_never_heard",
    "group_not_heard",
    "target_missed",
    "present_only",
]
"""What is missing; the order in which gaps are listed."""

Namer = Callable[[str], str]
"""From the id of a place or profile to its English name."""

SEXES = {"female": "women", "male": "men"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that is missing, by name.

    Parameters
    ----------
    kind : GapKind
        What is missing.
    params : mapping
        Of these, what the kind needs: ``place``, ``profile`` (ids), ``places``
        (ids), ``sex``, ``age_band``, ``comparison``, ``group`` (keys),
        ``measure``, ``asked``, ``reached``, ``represented``, ``gatherings``,
        ``people``.
    sentence : str
        The gap in English; other languages say it from kind and params.
    """

    kind: GapKind
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


def of_places(places: pl.DataFrame, *, planned: bool, name: Namer) -> Iterator[Gap]:
    """Yield places that nobody was heard from, or only in another way.

    Parameters
    ----------
    places : pl.DataFrame
        `coverage.Coverage.places`.
    planned : bool
        Whether the process has targets for places at all.
    name : Namer
        Names of places.

    Yields
    ------
    Gap
        Places that nobody was heard from, or only in another way.
    """
    for row in places.to_dicts():
        place, called = row["place"], name(row["place"])
        if row["standing"] == "represented":
            said = f"{called} was represented by {row['represented']} attendances, but nobody was consulted there."
            params = {"place": place, "represented": row["represented"]}
            yield Gap(kind="place_represented_only", params=params, sentence=said)
        elif row["standing"] in {"official", "observed"}:
            said = f"From {called}, only officials or observers have been present."
            yield Gap(
                kind="place_officials_only", params={"place": place}, sentence=said
            )
        elif row["standing"] == "nobody":
            yield _silent(place, called, outside=planned and not row["targeted"])


def of_profiles(
    by_profile: Crossing, by_place: Crossing, by_sex: Crossing, *, name: Namer
) -> Iterator[Gap]:
    """Yield profiles that nobody spoke for: at all, in a place, of a sex.

    Parameters
    ----------
    by_profile, by_place, by_sex : Crossing
        By profile alone; by place and profile, all cells; by profile and sex.
    name : Namer
        Names of places and profiles.

    Yields
    ------
    Gap
        Profiles that nobody spoke for: at all, in a place, of a sex.
    """
    declared = by_profile.cells.drop_nulls("profile")
    for profile in declared.filter(~_heard())["profile"]:
        said = f"Nobody has been heard as {name(profile)} yet."
        yield Gap(
            kind="profile_never_heard", params={"profile": profile}, sentence=said
        )
    for profile in declared.filter(_heard())["profile"]:
        yield from _missing_places(profile, by_place.cells, name)
        yield from _missing_sex(profile, by_sex.cells, name)


def of_sexes(by_place: Crossing, *, name: Namer) -> Iterator[Gap]:
    """Yield places where one sex, or anyone's sex, is missing.

    Parameters
    ----------
    by_place : Crossing
        By place and sex.
    name : Namer
        Names of places.

    Yields
    ------
    Gap
        Places where one sex, or anyone's sex, is missing.
    """
    cells = by_place.cells.filter(_heard()).drop_nulls("place")
    for (place,), rows in cells.group_by(["place"], maintain_order=True):
        known = set(rows["sex"].drop_nulls())
        if not known:
            said = f"In {name(str(place))}, nobody noted who was a woman and who a man."
            yield Gap(kind="sex_not_recorded", params={"place": place}, sentence=said)
            continue
        for sex in sorted(SEXES.keys() - known):
            said = f"No {SEXES[sex]} have been noted among those heard in {name(str(place))}."
            yield Gap(
                kind="sex_not_heard_in",
                params={"place": place, "sex": sex},
                sentence=said,
            )


def of_age_bands(by_age: Crossing) -> Iterator[Gap]:
    """Yield declared age bands of which nobody was heard."""
    cells = by_age.cells.drop_nulls("age_band")
    if cells.filter(_heard()).is_empty():
        return  # nobody noted ages: a gap of the notes, not of the people
    for band in cells.filter(~_heard())["age_band"]:
        said = f"Nobody aged {band} has been heard yet."
        yield Gap(kind="age_band_never_heard", params={"age_band": band}, sentence=said)


def of_comparison(key: str, groups: Crossing) -> Iterator[Gap]:
    """Yield groups of a comparison that cannot be compared: nobody was heard."""
    cells = groups.cells.drop_nulls("group")
    for group in cells.filter(~_heard())["group"]:
        said = (
            f"In the comparison “{key}”, nobody of the group “{group}” has been heard."
        )
        params = {"comparison": key, "group": group}
        yield Gap(kind="group_not_heard", params=params, sentence=said)


def of_targets(targets: pl.DataFrame, *, name: Namer) -> Iterator[Gap]:
    """Yield what each missed target still lacks.

    Parameters
    ----------
    targets : pl.DataFrame
        As `targets.reached` returns them.
    name : Namer
        Names of places and profiles.

    Yields
    ------
    Gap
        What each missed target still lacks.
    """
    for row in targets.filter(~pl.col("met")).to_dicts():
        who = {
            part: row[part]
            for part in ("place", "profile", "sex", "age_band")
            if row[part] is not None
        }
        for measure in ("attendances", "gatherings", "share"):
            asked, reached = row[measure], row[f"reached_{measure}"]
            if asked is not None and (reached or 0) < asked:
                params = {**who, "measure": measure, "asked": asked, "reached": reached}
                yield Gap(
                    kind="target_missed",
                    params=params,
                    sentence=f"{_whom(who, name)}: {_number(reached)} of {_number(asked)} {measure} reached.",
                )


def present_only(gatherings: int, present: int) -> Gap:
    """Return the gap of gatherings that say only how many were present."""
    return Gap(
        kind="present_only",
        params={"gatherings": gatherings, "people": present},
        sentence=f"{gatherings} gatherings say only that {present} people were "
        "present: they are counted, but who they were is not noted.",
    )


def _silent(place: str, called: str, *, outside: bool) -> Gap:
    if outside:
        said = f"{called} is in no target, and nobody from there has been heard."
        return Gap(kind="place_outside_plan", params={"place": place}, sentence=said)
    said = f"Nobody from {called} has been heard yet."
    return Gap(kind="place_never_reached", params={"place": place}, sentence=said)


def _heard() -> pl.Expr:
    return pl.col("standing").is_in(["consulted", "official"])


def _missing_places(profile: str, cells: pl.DataFrame, name: Namer) -> Iterator[Gap]:
    """Yield one gap with the places where people were consulted, but none of these."""
    consulted = cells.filter(standing="consulted").drop_nulls("place")
    reached = consulted["place"].unique().to_list()
    missing = (
        cells.filter((pl.col("profile") == profile) & pl.col("place").is_in(reached))
        .filter(~_heard())["place"]
        .to_list()
    )
    if missing:
        missing.sort(key=name)
        names = ", ".join(name(place) for place in missing)
        yield Gap(
            kind="profile_not_heard_in",
            params={"profile": profile, "places": tuple(missing)},
            sentence=f"Nobody has been heard as {name(profile)} in {names}.",
        )


def _missing_sex(profile: str, cells: pl.DataFrame, name: Namer) -> Iterator[Gap]:
    own = cells.filter((pl.col("profile") == profile) & _heard())
    known = set(own["sex"].drop_nulls())
    if len(known) == 1:
        sex = next(iter(SEXES.keys() - known))
        yield Gap(
            kind="profile_without_sex",
            params={"profile": profile, "sex": sex},
            sentence=f"No {SEXES[sex]} have been noted among {name(profile)}.",
        )


def _whom(who: Mapping[str, str], name: Namer) -> str:
    said = name(who["place"])
    if "profile" in who:
        said += f", {name(who['profile'])}"
    if "sex" in who:
        said += f", {SEXES[who['sex']]}"
    return f"{said}, aged {who['age_band']}" if "age_band" in who else said


def _number(value: object) -> str:
    if value is None:
        return "none"
    return f"{value:.2f}" if isinstance(value, float) else f"{value:,}"
