"""Who was heard, as counted, and who is missing?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl

from vestibule.dossier import lineage
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.plan import comparing, counting, expected, gaps, people, presences
from vestibule.plan import targets as aims
from vestibule.plan.counting import Crossing
from vestibule.plan.covered import Coverage, Heard
from vestibule.plan.gaps import Gap
from vestibule.plan.presences import CAPACITIES

__all__ = ["CROSSINGS", "Coverage", "Heard", "coverage"]

SINGLES = ("sex", "age_band", "profile", "side", "displaced", "lang")
PAIRS = (
    ("place", "profile"),
    ("place", "sex"),
    ("place", "age_band"),
    ("profile", "sex"),
    ("profile", "age_band"),
    ("sex", "age_band"),
)
CROSSINGS: tuple[tuple[str, ...], ...] = (*((name,) for name in SINGLES), *PAIRS)
"""What is counted by default, beside the places."""


def coverage(
    dossier: Dossier,
    *,
    comparisons: Sequence[str] | None = None,
    crossings: Sequence[tuple[str, ...]] = CROSSINGS,
    level: int = 1,
    one_key: bool | None = None,
) -> Coverage:
    """Count who was heard, and name who was not.

    An earlier count is reproduced by giving ``cuts.as_of(dossier, cut)``.

    Parameters
    ----------
    dossier : Dossier
        The records, at the cut wanted. Corrections are followed.
    comparisons : sequence of str or None
        Keys of the comparisons to count; None: all that the process declares.
    crossings : sequence of tuple of str
        What to count by: ``place``, ``sex``, ``age_band``, ``profile``, ``side``,
        ``displaced``, ``lang``.
    level : int
        Level of places: 0 country, 1 region and camp, 2 cercle or province, …
    one_key : bool or None
        Whether all sites made their pseudonyms with one key; None: as the process
        says. If not, two sites may know one person under two pseudonyms, and the
        number is an interval.

    Returns
    -------
    Coverage
        Numbers as counted: nothing in it is cleared for publication. A crossing
        with ``why_not_public`` can never be.

    Notes
    -----
    Consulted and represented are kept apart everywhere: a place whose people only
    spoke elsewhere is represented, not consulted. Targets are reached by people
    consulted, or present in an official capacity, only.
    """
    settled = lineage.settled(dossier)
    process = settled.process
    gazetteer = Gazetteer.of(settled)
    within = _within(gazetteer)
    one_key = dossier.process.one_key if one_key is None else one_key
    rows = presences.presences(settled, level=level, one_key=one_key)
    wanted = settled.table("targets")
    listed = expected.places(settled, rows, wanted, level)
    edition, lived = expected.population(settled.table("frame"), listed)
    reached = aims.reached(wanted, rows, within)
    places = _places(rows, listed, reached, lived)

    def count(dimensions: Sequence[str]) -> Crossing:
        return counting.crossing(
            rows,
            dimensions,
            level=level,
            disclosure=process.disclosure,
            whole=_whole(process, settled, listed),
        )

    counted = {dimensions: count(dimensions) for dimensions in crossings}
    groups = _comparisons(rows, settled, within, comparisons)
    present_only = _present_only(rows)
    found = _gaps(
        places,
        count,
        groups,
        reached,
        present_only,
        _namer(process, settled, gazetteer),
    )
    return Coverage(
        total=_total(rows, settled, within),
        places=places,
        nowhere=int(rows.filter(pl.col("place").is_null())["n"].sum()),
        kinds=_kinds(rows, settled),
        crossings=counted,
        comparisons=groups,
        targets=reached,
        population_edition=edition,
        present_only=present_only,
        gaps=tuple(found),
        level=level,
        one_key=one_key,
    )


def _total(rows: pl.DataFrame, settled: Dossier, within: pl.DataFrame) -> Heard:
    low, high = people.bounds(rows)
    by_capacity = {
        capacity: int(rows.filter(capacity=capacity)["n"].sum())
        for capacity in CAPACITIES
    }
    return Heard(
        attendances=int(rows["n"].sum()),
        **by_capacity,
        gatherings=len(settled.table("gatherings")),
        people_low=low,
        people_high=high,
        people=low if low == high else None,
        assumed_low=people.assumed_low(rows, within),
        assumption=people.ASSUMPTION,
    )


def _within(gazetteer: Gazetteer) -> pl.DataFrame:
    """Return each place and every place it lies in, itself too."""
    pairs = [
        (place, above)
        for place in sorted(gazetteer.places)
        for above in gazetteer.lies_in(place)
    ]
    schema = {"place": pl.String, "above": pl.String}
    return pl.DataFrame(pairs, schema=schema, orient="row")


def _places(
    rows: pl.DataFrame, listed: pl.DataFrame, reached: pl.DataFrame, lived: pl.DataFrame
) -> pl.DataFrame:
    whole_place = reached.filter(
        *(pl.col(name).is_null() for name in ("profile", "sex", "age_band"))
    ).select(
        "place",
        "reached_attendances",
        target_attendances="attendances",
        target_gatherings="gatherings",
    )
    zero = [*counting.COUNTS, "people"]
    return (
        listed.join(counting.counts(rows, ["place"]), on="place", how="left")
        .with_columns(
            *(pl.col(name).fill_null(0) for name in counting.COUNTS),
            pl.col("standing").fill_null("nobody"),
        )
        .with_columns(
            pl.when(pl.col("attendances") == 0).then(0).otherwise("people").alias("people")
        )
        .join(whole_place.unique("place", keep="first", maintain_order=True), on="place", how="left")
        .join(lived, on="place", how="left")
        .select("place", *(n for n in listed.columns if n != "place"), *zero, "standing",
                "target_attendances", "target_gatherings", "reached_attendances",
                "population", "population_share")
        .sort("key")
    )  # fmt: skip


def _kinds(rows: pl.DataFrame, settled: Dossier) -> pl.DataFrame:
    held = settled.table("gatherings").group_by("kind").agg(
        pl.len().cast(pl.Int64).alias("gatherings")
    )  # fmt: skip
    there = rows.group_by("kind").agg(pl.col("n").sum().alias("attendances"))
    return (
        held.join(there, on="kind", how="left")
        .with_columns(pl.col("attendances").fill_null(0))
        .sort("kind")
    )


def _whole(
    process: Process, settled: Dossier, listed: pl.DataFrame
) -> dict[str, Sequence[object]]:
    return {
        "place": listed["place"].to_list(),
        "profile": settled.table("profiles").sort("key")["id"].to_list(),
        "sex": ["female", "male"],
        "age_band": process.age_bands,
        "side": sorted({profile.side for profile in process.profiles}),
        "displaced": [False, True],
        "lang": [language.key for language in process.languages],
    }


def _comparisons(
    rows: pl.DataFrame,
    settled: Dossier,
    within: pl.DataFrame,
    keys: Sequence[str] | None,
) -> dict[str, Crossing]:
    found = {}
    for comparison in settled.process.comparisons:
        if keys is None or comparison.key in keys:
            found[comparison.key] = counting.crossing(
                comparing.grouped(rows, comparison, settled, within),
                ["group"],
                level=0,
                disclosure=settled.process.disclosure,
                whole={"group": [group.key for group in comparison.groups]},
            )
    return found


def _present_only(rows: pl.DataFrame) -> tuple[int, int]:
    heads = rows.filter("headcount")
    return heads["gathering"].n_unique(), int(heads["n"].sum())


def _namer(
    process: Process, settled: Dossier, gazetteer: Gazetteer
) -> Callable[[str], str]:
    """Return what names a place or profile in English, else as it is called."""
    english = {profile.key: profile.names.get("en") for profile in process.profiles}
    profiles = {
        row["id"]: english.get(row["key"]) or row["name"]
        for row in settled.table("profiles").to_dicts()
    }

    def name(id_: str) -> str:
        return str(profiles[id_]) if id_ in profiles else gazetteer.name(id_, "en")

    return name


def _gaps(
    places: pl.DataFrame,
    count: Callable[[Sequence[str]], Crossing],
    groups: Mapping[str, Crossing],
    reached: pl.DataFrame,
    present_only: tuple[int, int],
    name: Callable[[str], str],
) -> Iterator[Gap]:
    planned = bool(places["targeted"].any())
    yield from gaps.of_places(places, planned=planned, name=name)
    yield from gaps.of_profiles(
        count(["profile"]),
        count(["place", "profile"]),
        count(["profile", "sex"]),
        name=name,
    )
    yield from gaps.of_sexes(count(["place", "sex"]), name=name)
    yield from gaps.of_age_bands(count(["age_band"]))
    for key, crossing in groups.items():
        yield from gaps.of_comparison(key, crossing)
    yield from gaps.of_targets(reached, name=name)
    if present_only[0]:
        yield gaps.present_only(*present_only)
