"""How is a whole rehearsal put together?"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.dossier import cuts, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.rehearsal import (
    actions,
    asides,
    ballots,
    country,
    deciding,
    excerpts,
    findings,
    ledger,
    meetings,
    opinions,
    people,
    places,
    presences,
    promises,
    rereading,
    research,
    screenings,
    speech,
    waves,
)
from vestibule.rehearsal.country import OFFICE
from vestibule.rehearsal.ledger import Naming, Rows
from vestibule.rehearsal.scene import Scene
from vestibule.rehearsal.shape import DEFAULT, Effects, Shape
from vestibule.rehearsal.truth import SHARED_SHARE, CountAt, Truth

WITHDRAWN_ON = 415
"""The day on which someone took their words back."""

COUNTS = (
    ("first count", meetings.FIRST_CUT),
    ("second count", meetings.SECOND_CUT),
    ("third count", meetings.THIRD_CUT),
)
"""When attendances were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """An invented dialogue and what should be found in it.

    Parameters
    ----------
    dossier : Dossier
        The records.
    truth : Truth
        What was planted.
    """

    dossier: Dossier
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Everything that chance decided, before it becomes records.

    Parameters
    ----------
    scene : Scene
        Settings, gatherings, people.
    said : Said
        What was said.
    opinions : Opinions
        What was answered.
    rows : dict of str to pl.DataFrame
        All rows, still with names for ids.
    """

    scene: Scene
    said: excerpts.Said
    opinions: opinions.Opinions
    rows: Rows


def rehearse(
    *, seed: int = 1, shape: Shape = DEFAULT, effects: Effects | None = None
) -> Rehearsal:
    """Return an invented dialogue with planted truths.

    Parameters
    ----------
    seed : int
        0 or more. Same seed, shape and effects: same bytes.
    shape : Shape
        How much of everything.
    effects : Effects or None
        How strong what is planted is; None for the usual strength.

    Returns
    -------
    Rehearsal
        The dossier, and the truth beside it. ``dossier.process.fictitious`` is true.
    """
    effects = Effects() if effects is None else effects
    drawn = _drawn(shape, effects, seed)
    process = country.process(drawn.scene.land, waves.declared(drawn.scene.land))
    naming = Naming(process=process.key, seed=seed)
    said = Dossier(process=process, tables=ledger.records(drawn.rows, naming))
    whole = screenings.looked(said, naming)
    dossier, withdrawn = _taken_back(whole, drawn, naming)
    return Rehearsal(
        dossier=dossier,
        truth=_truth(whole, drawn, naming, withdrawn),
    )


def _drawn(shape: Shape, effects: Effects, seed: int) -> Drawn:
    land = country.country(shape.start)
    planned = meetings.planned(land, shape, effects, seed)
    everyone, came = people.met(land, planned, effects, seed)
    scene = Scene(
        land=land,
        shape=shape,
        effects=effects,
        seed=seed,
        planned=planned,
        people=everyone,
        presences=came,
    )
    said = asides.with_asides(scene, excerpts.said(scene))
    answered, spoken = opinions.answered(scene), speech.rows(scene, said)
    met = presences.rows(scene)
    rows = ledger.joined(
        places.rows(scene),
        met,
        waves.rows(scene, met["people"]),
        spoken,
        asides.rows(scene, said),
        rereading.rows(scene, said, spoken["codings"]),
        answered.rows,
        findings.rows(scene, said),
        ballots.rows(scene),
        promises.rows(scene),
        deciding.rows(scene),
        research.rows(scene),
    )
    return Drawn(scene=scene, said=said, opinions=answered, rows=rows)


def _taken_back(
    whole: Dossier, drawn: Drawn, naming: Naming
) -> tuple[Dossier, str | None]:
    """Return the dossier after someone took their words back, and whose they were."""
    told = [entry for entry in drawn.said.excerpts if entry["fate"] == "withdrawn"]
    if not told:
        return whole, None
    record = naming.id("voices", told[0]["row"])
    at = drawn.scene.land.moment(WITHDRAWN_ON)
    after = withdrawals.withdraw(
        whole,
        table="voices",
        record=record,
        origin=OFFICE,
        at=at,
        by=OFFICE,
        reason="asked",
    )
    return after, naming.id("excerpts", told[0]["row"])


def _truth(
    whole: Dossier, drawn: Drawn, naming: Naming, withdrawn: str | None
) -> Truth:
    land, told = drawn.scene.land, drawn.scene.land.told
    shares, roles = _mention_shares(drawn), _roles(drawn)
    fates = {
        naming.id("excerpts", entry["row"]): entry["fate"]
        for entry in drawn.said.excerpts
    }
    return Truth(
        seed=naming.seed,
        process=naming.process,
        mention_order=tuple(sorted(shares, key=lambda key: (-shares[key], key))),
        priority_order=ballots.planted_order(land),
        mention_shares=shares,
        unheard_groups=tuple(
            {"profile": gap["profile"], "place": gap["place"]}
            for gap in told["country"]["unheard"]
        ),
        unreached_places=tuple(p["key"] for p in land.regions_that("nobody")),
        represented_places=tuple(p["key"] for p in land.regions_that("represented")),
        shared_statement=roles["shared"],
        dividing_statement=roles["divides"],
        hands_pots_statement=roles["hands_pots"],
        shared_statements=_shared(drawn),
        agreement=drawn.opinions.agreement,
        no_dissent=_no_dissent(drawn),
        contested=_contested(drawn),
        gatherings=len(drawn.scene.planned),
        attendances=_attendances(whole),
        people=len(drawn.scene.people),
        known_people=len(drawn.rows["people"]),
        votes=len(drawn.opinions.rows["votes"]),
        current_votes=drawn.opinions.current_votes,
        hidden_groups={
            naming.id("people", person): group
            for person, group in drawn.opinions.groups.items()
        },
        counts=tuple(_count(whole, drawn, name, day) for name, day in COUNTS),
        quotable=_with_fate(fates, quoted=True),
        sealed=_with_fate(fates, quoted=False),
        identifying={
            naming.id("excerpts", entry["row"]): entry["identifying"]
            for entry in drawn.said.excerpts
            if "identifying" in entry
        },
        withdrawn=withdrawn,
        promises=actions.planted(land, naming),
        frame_difference=told["country"]["population_surplus"],
        themes=rereading.truth(drawn.scene, drawn.said, drawn.rows["codings"]),
        decided=deciding.planted(drawn.scene),
        owed=promises.standing(drawn.scene),
        told_in_assembly=promises.told_in_assembly(drawn.scene),
        trust=waves.verdicts(land),
        research=research.planted(drawn.scene),
        case_days=told["research"]["cases"]["median_days"],
    )


def _with_fate(fates: dict[str, str], *, quoted: bool) -> tuple[str, ...]:
    return tuple(
        sorted(record for record, fate in fates.items() if (fate == "quoted") == quoted)
    )


def _mention_shares(drawn: Drawn) -> dict[str, float]:
    named = list(drawn.said.named.values())
    return {
        entry["key"]: round(sum(entry["key"] in keys for keys in named) / len(named), 4)
        for entry in drawn.scene.land.obstacles
    }


def _roles(drawn: Drawn) -> dict[str, str]:
    """Return the planted role of a statement to its key."""
    told = drawn.scene.land.told["statements"]["statements"]
    return {entry["role"]: entry["key"] for entry in told if "role" in entry}


def _shared(drawn: Drawn) -> tuple[str, ...]:
    return tuple(
        key
        for key, groups in drawn.opinions.agreement.items()
        if min(group["agree"] for group in groups.values()) >= SHARED_SHARE
    )


def _no_dissent(drawn: Drawn) -> tuple[str, ...]:
    against = {
        entry["code"]
        for entry in drawn.said.excerpts
        if entry["stance"] == "against" and entry["fate"] == "quoted"
    }
    return tuple(
        entry["key"]
        for entry in drawn.scene.land.obstacles
        if entry["code"] not in against
    )


def _contested(drawn: Drawn) -> tuple[dict[str, str], ...]:
    fields = ("finding", "region", "profile", "outcome")
    return tuple(
        {field: entry[field] for field in fields}
        for entry in drawn.scene.land.told["findings"]["contested"]
    )


def _attendances(dossier: Dossier) -> int:
    return int(dossier.current("attendances")["n"].sum())


def _count(whole: Dossier, drawn: Drawn, name: str, day: int) -> CountAt:
    """Return a count, added up from what was planned rather than from a cut."""
    end = drawn.scene.land.moment(day, 24)
    held = drawn.scene.planned.filter(pl.col("day") <= day)
    kinds = held["kind"].to_list()
    wrong = drawn.rows["attendances"].filter(
        pl.col("supersedes").is_not_null() & (pl.col("at") < end)
    )
    early = {
        table: rows.filter(pl.col("at") < end) for table, rows in whole.tables.items()
    }
    return CountAt(
        name=name,
        on=drawn.scene.land.day(day),
        cut=cuts.cut(whole.with_tables(**early)),
        gatherings=len(held),
        focus_groups=kinds.count("focus_group"),
        interviews=kinds.count("interview"),
        # Each correction lowered a count by one.
        attendances=int(held["size"].sum()) - len(wrong),
    )
