"""What a dossier lets a portrait say: cleared, and true to what was planted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier import hashing
from vestibule.dossier.process import Comparison, Disclosure, Group, Language, Profile
from vestibule.dossier.records import Dossier
from vestibule.inform.material import Material
from vestibule.inform.portrait import portrait
from vestibule.inform.preparation import prepared, standings
from vestibule.protect import consent
from vestibule.protect.cleared import Count, Hidden, Quote
from vestibule.rehearsal import Rehearsal

TODAY = date(2030, 9, 1)


def small(**changes: object) -> Dossier:
    """Return two regions of two villages, heard in six focus groups of ten."""
    process = by_hand.process(
        titles={"fr": "Petit", "en": "Small"},
        profiles=(
            Profile(key="farmer", names={"fr": "cultivateurs", "en": "farmers"}),
        ),
        languages=(
            Language(key="fr", names={"fr": "français", "en": "French"}, iso="fr"),
        ),
        comparisons=(
            Comparison(
                key="sexes",
                names={"fr": "femmes, hommes", "en": "women, men"},
                basis="sex",
                groups=(
                    Group(
                        key="women",
                        names={"fr": "femmes", "en": "women"},
                        values=("female",),
                    ),
                    Group(
                        key="men", names={"fr": "hommes", "en": "men"}, values=("male",)
                    ),
                ),
            ),
        ),
        disclosure=Disclosure(),
    )
    places = [
        {"id": "land", "key": "l", "name": "Land", "kind": "country", "level": 0},
        *(
            {
                "id": r,
                "key": r,
                "name": r.title(),
                "kind": "region",
                "level": 1,
                "parent": "land",
            }
            for r in ("north", "south", "east")
        ),
        *(
            {
                "id": f"{r}-{i}",
                "key": f"{r}-{i}",
                "name": f"{r} {i}",
                "kind": "commune",
                "level": 3,
                "parent": r,
            }
            for r in ("north", "south")
            for i in (1, 2)
        ),
    ]
    met = [
        {
            "id": f"g-{r}-{i}",
            "place": f"{r}-{1 + i % 2}",
            "held_on": date(2030, 1 + i, 12),
            "consent": 4,
            "lang": "fr",
            "profile": "farmer",
            "composition": "homogeneous",
        }
        for r in ("north", "south")
        for i in range(3)
    ]
    attended = [
        {"gathering": row["id"], "n": 5, "sex": sex, "profile": "farmer"}
        for row in met
        for sex in ("female", "male")
    ]
    tables = {
        "places": places,
        "profiles": [{"id": "farmer", "key": "farmer", "name": "cultivateurs"}],
        "targets": [
            {"place": r, "attendances": 30} for r in ("north", "south", "east")
        ],
        "gatherings": met,
        "attendances": attended,
    }
    return by_hand.dossier(process, **{**tables, **changes})  # type: ignore[arg-type]


def told(dossier: Dossier) -> Material:
    return prepared(dossier, today=TODAY, seed=3)


ONE_MET = {
    "id": "g",
    "place": "north-1",
    "held_on": date(2030, 1, 12),
    "consent": 4,
}


def heads_only(n: int | None = 15) -> Dossier:
    """Return the six focus groups, of which only the number present was noted."""
    met = [
        {
            "id": f"g-{region}-{i}",
            "place": f"{region}-{1 + i % 2}",
            "held_on": date(2030, 1 + i, 12),
            "consent": 4,
            "profile": "farmer",
            "present": n,
        }
        for region in ("north", "south")
        for i in range(3)
    ]
    return small(gatherings=met, attendances=[])


def test_who_was_only_counted_as_present_was_heard_and_it_is_said():
    material = told(heads_only())

    assert material.heard is not None
    assert material.heard.attendances == Count(value=90)
    assert material.heard.people_low == Count(value=15)
    assert material.heard.people_high == Count(value=90)
    assert material.heard.women is None
    assert material.heard.heads == "all"
    rows = {row.place.key: row for row in material.places}
    assert rows["north"].attendances == Count(value=45)
    assert [key for key, row in rows.items() if row.nobody] == ["east"]
    page = portrait(material, lang="fr").html()
    assert "entendues dans deux lieux" in page
    assert "seul le nombre de personnes présentes a été noté" in page


def test_where_nobody_counted_someone_was_there():
    material = told(heads_only(None))

    assert material.heard is not None
    assert not {row.place.key: row for row in material.places}["north"].nobody
    # six people at least: fewer than may be shown, and never none
    assert isinstance(material.heard.attendances, Hidden)
    page = portrait(material, lang="en").html()
    assert "Nobody has been heard yet.</p>" not in page


def test_where_all_who_were_listed_refused_the_number_present_does_not_count_them():
    refused = small(
        people=[{"id": "p", "pseudonym": "p", "profile": "farmer"}],
        gatherings=[{**ONE_MET, "present": 30}],
        attendances=[{"gathering": "g", "person": "p", "n": 1}],
        consents=[{"person": "p", "level": 0}],
    )

    material = told(refused)

    assert consent.published(refused).table("gatherings")["present"].to_list() == [0]
    assert material.heard is not None
    assert material.heard.heads == "none"
    assert material.heard.attendances in (
        Count(value=0),
        Hidden(reason="too_few_people"),
    )


def test_an_empty_dossier_says_that_nobody_has_been_heard():
    empty = small(
        gatherings=[],
        attendances=[],
        statements=[{"id": "s", "key": "s", "words": "De l'eau", "lang": "fr"}],
    )

    material = told(empty)

    assert material.unheard
    assert material.conversation is None
    said = portrait(material, lang="en")
    assert said.title == "Nobody has been heard yet"
    assert "This portrait cannot speak for anyone" in said.script()
    assert "We answered" not in said.script()


def test_gatherings_in_places_unknown_are_not_said_to_have_heard_nobody():
    met = [{"id": f"g{i}", "consent": 4, "present": 12} for i in range(6)]
    nowhere = small(gatherings=met, attendances=[])

    page = portrait(told(nowhere), lang="en")

    assert "Nobody has been heard yet." not in page.script()
    assert "We tell here what weighs on us" in page.script()


def test_totals_places_and_months_are_cleared_counts():
    material = told(small())

    assert material.heard is not None
    assert material.heard.gatherings == Count(value=6)
    assert material.heard.attendances == Count(value=60)
    assert material.heard.women == Count(value=30, of=60)
    assert material.heard.represented == Count(value=0)
    rows = {row.place.key: row for row in material.places}
    assert rows["north"].attendances == Count(value=30)
    assert rows["north"].gatherings == Count(value=3)
    assert rows["north"].target == 30
    assert rows["east"].nobody
    assert not rows["north"].nobody


def test_people_who_were_only_counted_are_told_as_a_range():
    material = told(small())

    assert material.heard is not None
    # At least the ten of one gathering, at most all sixty attendances.
    assert material.heard.people_low == Count(value=10)
    assert material.heard.people_high == Count(value=60)


def test_two_gatherings_of_a_month_are_too_few_to_show():
    road = told(small()).road

    assert road[0].n == Count(value=6)
    assert dict(road[0].by_month)["2030-01"] == Hidden(reason="too_few_gatherings")


def test_a_place_is_told_by_the_months_that_may_be_shown():
    one_month = small().table("gatherings").with_columns(held_on=date(2030, 2, 3))

    rows = {
        row.place.key: row
        for row in told(small().with_tables(gatherings=one_month)).places
    }

    assert (rows["north"].first, rows["north"].last) == ("2030-02", "2030-02")
    assert [row.first for row in told(small()).places] == [None, None, None]


def test_gatherings_are_told_by_kind_over_all_places():
    heard = told(small()).heard

    assert heard is not None
    assert heard.kinds == (("focus_group", Count(value=6)),)


def test_a_month_without_gatherings_is_shown_as_none():
    dossier = small()
    later = dossier.table("gatherings").with_columns(
        held_on=pl.when(pl.col("held_on") == date(2030, 3, 12))
        .then(date(2030, 6, 12))
        .otherwise("held_on")
    )

    road = told(dossier.with_tables(gatherings=later)).road

    assert dict(road[0].by_month)["2030-04"] == Count(value=0)
    assert [month for month, _ in road[0].by_month] == [
        f"2030-0{i}" for i in range(1, 7)
    ]


def test_a_gathering_that_did_not_agree_stands_behind_no_number_but_its_place_was_heard():
    dossier = small()
    refused = dossier.table("gatherings").with_columns(
        consent=pl.when(pl.col("place").str.len_chars() > 0)
        .then(pl.lit(4))
        .otherwise("consent")
    )
    south = {called("south-1"), called("south-2")}
    refused = refused.with_columns(
        consent=pl.when(pl.col("place").is_in([*south])).then(None).otherwise("consent")
    )

    material = told(dossier.with_tables(gatherings=refused))
    rows = {row.place.key: row for row in material.places}

    assert material.heard is not None
    assert material.heard.attendances == Count(value=30)
    assert not rows["south"].nobody
    assert isinstance(rows["south"].attendances, Hidden)
    # Thirty of thirty in the north would tell that all of the south refused.
    assert rows["north"].attendances == Hidden(reason="complementary")


def test_the_grid_says_who_was_heard_enough_and_who_not_at_all():
    grid = told(small()).grid

    assert grid is not None
    states = {
        place.key: states
        for place, states in zip(grid.places, grid.states, strict=True)
    }
    assert states == {"north": ("enough",), "south": ("enough",), "east": ("nobody",)}
    assert grid.enough == 3


def test_a_profile_with_targets_elsewhere_only_is_outside_the_frame():
    targets = [
        {"place": "north", "profile": "farmer", "attendances": 30},
        {"place": "east", "profile": "herder", "attendances": 5},
    ]
    profiles = [{"id": key, "key": key, "name": key} for key in ("farmer", "herder")]

    grid = told(small(targets=targets, profiles=profiles)).grid

    assert grid is not None
    states = {
        place.key: row for place, row in zip(grid.places, grid.states, strict=True)
    }
    order = [next(iter(names.values())) for names in grid.profiles]
    farmer, herder = order.index("cultivateurs"), order.index("herder")
    assert states["north"][farmer] == "enough"
    assert states["north"][herder] == "outside"
    assert states["east"][farmer] == "outside"
    assert states["east"][herder] == "nobody"


def test_a_few_people_of_a_restricted_profile_are_hidden_even_as_a_mark():
    profiles = [
        {"id": "farmer", "key": "farmer", "name": "farmer"},
        {
            "id": "guard",
            "key": "guard",
            "name": "guard",
            "side": "forces",
            "restricted": True,
        },
    ]
    dossier = small(profiles=profiles)
    one = by_hand.frame(
        "attendances",
        [{"id": "lone", "gathering": "g-north-0", "n": 2, "profile": "guard"}],
    )
    both = pl.concat([dossier.table("attendances"), one])

    grid = told(dossier.with_tables(attendances=both)).grid

    assert grid is not None
    names = [next(iter(names.values())) for names in grid.profiles]
    states = {
        place.key: row for place, row in zip(grid.places, grid.states, strict=True)
    }
    assert states["north"][names.index("guard")] == "hidden"


def test_what_each_group_is_owed_is_counted_once():
    owed = [{"id": f"o-{i}", "gathering": f"g-north-{i}"} for i in range(3)]
    owed += [{"id": f"o-s{i}", "gathering": f"g-south-{i}"} for i in range(3)]
    owed[3]["deferred_to"] = date(2031, 1, 1)  # type: ignore[assignment]
    restitutions = [
        {
            "id": "r1",
            "obligation": "o-0",
            "medium": "visit",
            "told_on": date(2030, 5, 1),
            "reply": "oui",
        },
        {
            "id": "r2",
            "obligation": "o-1",
            "medium": "broadcast",
            "told_on": date(2030, 5, 1),
        },
        {
            "id": "r3",
            "obligation": "o-1",
            "medium": "visit",
            "told_on": date(2030, 6, 1),
        },
    ]

    found = told(small(obligations=owed, restitutions=restitutions)).owed

    assert found is not None
    assert found.answered == Count(value=1, of=6)
    assert found.told == Count(value=1, of=6)
    assert found.deferred == Count(value=1, of=6)
    assert found.due == Count(value=3, of=6)


def test_without_obligations_no_debt_is_told():
    assert told(small()).owed is None


def finding_tables() -> dict[str, list[dict[str, object]]]:
    """Return a finding that four of six gatherings named, told against once."""
    gatherings = [f"g-{r}-{i}" for r in ("north", "south") for i in range(3)]
    excerpts = [
        {
            "id": f"e-{i}",
            "gathering": gathering,
            "profile": "farmer",
            "words": f"parole {i}",
            "lang": "fr",
            "consent": 4,
            "reviewed_by": "a",
            "second_reviewed_by": "b",
        }
        for i, gathering in enumerate(gatherings)
    ]
    codings = [{"id": f"k-{i}", "excerpt": f"e-{i}", "code": "fear"} for i in range(4)]
    codings += [{"id": "k-4", "excerpt": "e-4", "code": "fear", "stance": "against"}]
    codings += [{"id": "k-5", "excerpt": "e-5", "code": "other"}]
    return {
        "excerpts": excerpts,
        "codings": codings,
        "codes": [
            {"id": "fear", "key": "fear", "name": "La peur", "kind": "obstacle"},
            {"id": "other", "key": "other", "name": "Autre", "kind": "other"},
        ],
        "findings": [
            {"id": "f", "key": "fear", "words": "La piste fait peur", "lang": "fr", "code": "fear"},
            {"id": "p", "key": "convoy", "kind": "resource", "words": "Partir ensemble", "lang": "fr", "parent": "f"},
            {"id": "q", "key": "lamp", "kind": "proposal", "words": "Une lampe", "lang": "fr", "parent": "f"},
        ],
        "texts": [
            {"id": "t", "finding": "f", "field": "words", "lang": "en", "words": "The track frightens", "state": "checked"},
            {"id": "u", "finding": "f", "field": "words", "lang": "bm", "words": "brouillon", "state": "draft"},
        ],
        "recommendations": [
            {"id": "rec", "finding": "q", "words": "Fournir la lampe", "lang": "fr", "addressee": "la commune"},
            {"id": "rec2", "finding": "f", "words": "Venir voir", "lang": "fr", "addressee": "la région"},
        ],
        "responses": [
            {"id": "a1", "recommendation": "rec", "answer": "refused", "given_on": date(2030, 5, 1)},
            {"id": "a2", "recommendation": "rec", "answer": "accepted", "given_on": date(2030, 6, 1)},
        ],
        "factors": [
            {"id": "x", "name": "Les barrages", "lang": "fr"},
            {"id": "x2", "name": "Barrages", "lang": "fr"},
            {"id": "y", "name": "La peur", "lang": "fr", "finding": "f"},
        ],
        "merges": [{"id": "m", "factor": "x2", "into": "x", "state": "decided"}],
        "claims": [
            *({"id": f"c-{i}", "cause": "x", "effect": "y", "direction": "more", "gathering": g} for i, g in enumerate(gatherings[:2])),
            {"id": "c-2", "cause": "x2", "effect": "y", "direction": "more", "excerpt": "e-2"},
            {"id": "c-3", "cause": "x", "effect": "y", "direction": "less", "gathering": "g-south-2"},
        ],
    }  # fmt: skip


def test_a_finding_brings_its_words_its_gatherings_and_its_dissent():
    material = told(small(**finding_tables()))

    (finding,) = material.findings
    assert finding.words == {"fr": "La piste fait peur", "en": "The track frightens"}
    assert finding.short == {"fr": "La peur"}
    assert finding.named == Count(value=4, of=6)
    assert finding.named_between is not None
    assert finding.named_between[0] < 67 < finding.named_between[1]
    assert [voice["fr"].words for voice in finding.voices][:1] == ["parole 0"] or len(
        finding.voices
    ) == 3
    assert [voice["fr"].words for voice in finding.against] == ["parole 4"]
    assert all(
        isinstance(quote, Quote) for voice in finding.voices for quote in voice.values()
    )


def test_a_finding_nobody_validated_makes_a_draft():
    material = told(small(**finding_tables()))

    assert not material.validated
    assert material.findings[0].validation is None
    assert "Document de travail" in portrait(material, lang="fr").html()


def test_answers_come_with_their_addressee_and_the_latest_reply():
    (finding,) = told(small(**finding_tables())).findings

    assert [answer.words["fr"] for answer in finding.protects] == ["Partir ensemble"]
    proposed = [
        (answer.words["fr"], answer.addressee, answer.reply)
        for answer in finding.proposes
    ]
    assert proposed == [
        ("Une lampe", {"fr": "la commune"}, "accepted"),
        ("Venir voir", {"fr": "la région"}, None),
    ]


def test_causes_are_counted_by_gathering_with_merged_factors_and_the_opposite_beside():
    (finding,) = told(small(**finding_tables())).findings

    (cause,) = finding.causes
    assert cause.cause == {"fr": "Les barrages"}
    assert cause.effect == {"fr": "La peur"}
    assert cause.direction == "more"
    assert cause.gatherings == Count(value=3, of=4)
    assert cause.contrary == Hidden(reason="too_few_gatherings")


def validated(
    north: tuple[str, ...], south: tuple[str, ...]
) -> dict[str, list[dict[str, object]]]:
    return finding_tables() | {
        "validations": [
            {
                "id": f"v-{region}-{i}",
                "finding": "f",
                "gathering": f"g-{region}-{i}",
                "outcome": outcome,
                "present": 10,
            }
            for region, outcomes in (("north", north), ("south", south))
            for i, outcome in enumerate(outcomes)
        ]
    }


def test_a_validation_is_counted_over_all_and_never_told_for_one_gathering():
    tables = validated(("confirmed", "confirmed", "rejected"), ("amended", "amended"))

    (finding,) = told(small(**tables)).findings

    assert finding.validation is not None
    assert finding.validation.confirmed == Count(value=2, of=5)
    assert finding.validation.rejected == Count(value=1, of=5)
    # South held two gatherings only: telling north apart would tell what they said.
    assert {
        one: tuple(p.key for p in places) for one, places in finding.validation.places
    } == {
        "asked": ("north", "south"),
        "none": ("east",),
    }


def test_where_few_validated_no_region_is_named_since_each_held_about_one():
    tables = validated(("confirmed", "confirmed", "rejected"), ("amended",))

    (finding,) = told(small(**tables)).findings

    assert finding.validation is not None
    assert finding.validation.confirmed == Count(value=2, of=4)
    assert finding.validation.places == ()


def test_regions_that_each_held_enough_gatherings_are_told_by_outcome():
    tables = finding_tables()
    tables["validations"] = [
        {"id": f"v-{r}{i}", "finding": "f", "gathering": f"g-{r}-{i}", "outcome": "confirmed" if r == "north" else "rejected", "present": 10}
        for r in ("north", "south")
        for i in range(3)
    ]  # fmt: skip

    (finding,) = told(small(**tables)).findings

    assert finding.validation is not None
    assert {
        one: tuple(p.key for p in places) for one, places in finding.validation.places
    } == {
        "confirmed": ("north",),
        "rejected": ("south",),
        "none": ("east",),
    }


def regions_of(*outcomes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return where what was said, of four gatherings in each of two regions."""
    base = small()
    more = [
        {"id": f"g-{r}-3", "place": f"{r}-2", "held_on": date(2030, 2, 12), "consent": 4,
         "lang": "fr", "profile": "farmer", "composition": "homogeneous"}
        for r in ("north", "south")
    ]  # fmt: skip
    met = pl.concat([base.table("gatherings"), by_hand.frame("gatherings", more)])
    tables = validated(*outcomes)  # type: ignore[arg-type]
    dossier = small(**tables).with_tables(gatherings=met)
    (finding,) = told(dossier).findings
    assert finding.validation is not None
    return {
        one: tuple(p.key for p in places) for one, places in finding.validation.places
    }


def test_one_gathering_that_rejected_is_not_told_by_region():
    # Four in each region, in two villages: the base would do, one gathering does not.
    found = regions_of(("confirmed",) * 3 + ("rejected",), ("confirmed",) * 4)

    assert found == {"confirmed": ("north", "south"), "none": ("east",)}


def test_a_region_left_without_a_name_would_show_where_a_few_contradicted():
    # Two confirmed in the north: "asked" beside "confirmed: south" would say the rest.
    found = regions_of(("confirmed",) * 2 + ("rejected",), ("confirmed",) * 4)

    assert found == {"asked": ("north", "south"), "none": ("east",)}


def test_where_only_one_region_was_asked_its_dissent_has_no_other_place_to_be():
    assert regions_of(("confirmed",) * 3 + ("rejected",), ()) == {}


def test_where_all_agree_a_region_of_few_gatherings_is_asked_and_the_other_told():
    tables = validated(("confirmed",) * 3, ("confirmed",) * 3)
    one = small().table("gatherings").with_columns(
        place=pl.when(pl.col("place") == called("south-2")).then(pl.lit(called("south-1"))).otherwise("place")
    )  # fmt: skip

    (finding,) = told(small(**tables).with_tables(gatherings=one)).findings

    assert finding.validation is not None
    # South held its gatherings in one place: nothing is told apart.
    assert "confirmed" not in dict(finding.validation.places)


def test_without_meetings_there_is_a_conversation_and_no_gathering():
    process = by_hand.process(titles={"en": "Square"})
    people = [{"id": f"p-{i}", "pseudonym": f"p{i}"} for i in range(12)]
    votes = [
        {
            "id": f"v-{i}-{s}",
            "person": f"p-{i}",
            "statement": s,
            "vote": 1 if i < 9 else -1,
            "gathering": "talk",
        }
        for i in range(12)
        for s in ("s1", "s2")
    ]
    dossier = by_hand.dossier(
        process,
        gatherings=[{"id": "talk", "kind": "online", "consent": 3}],
        people=people,
        statements=[
            {"id": s, "key": s, "words": s, "lang": "en"} for s in ("s1", "s2")
        ],
        votes=votes,
    )

    material = told(dossier)

    assert material.heard is None
    assert material.places == ()
    assert material.road == ()
    held = material.conversation
    assert held is not None
    assert held.participants == Count(value=12)
    assert held.votes == Count(value=24)
    assert held.statements == 2
    assert held.rows[0].answers.agree == Count(value=9, of=12)


def test_an_empty_dossier_tells_nothing_and_still_makes_a_page():
    material = told(by_hand.dossier())

    assert material.findings == ()
    assert material.heard is None
    assert "<h1>" in portrait(material, lang="fr").html()


def test_a_portrait_says_from_what_it_was_made():
    dossier = small()
    trace = told(dossier).trace

    assert trace.content_hash == hashing.content_hash(dossier)
    assert trace.month == "2030-09"
    assert trace.seed == 3


def test_the_rehearsals_portrait_tells_the_peoples_order_and_the_other_one_beside(
    rehearsal: Rehearsal, rehearsed: Material
):
    truth = rehearsal.truth
    wanted = sorted(rehearsed.findings, key=lambda f: f.wanted_order or 99)
    said = sorted(
        rehearsed.findings,
        key=lambda f: -(f.named.value if isinstance(f.named, Count) else 0),
    )

    assert tuple(finding.key for finding in wanted) == truth.priority_order
    assert tuple(finding.key for finding in said) == truth.mention_order
    assert truth.priority_order != truth.mention_order


def test_the_rehearsals_portrait_tells_who_was_not_heard(
    rehearsal: Rehearsal, rehearsed: Material
):
    silent = {row.place.key for row in rehearsed.places if row.nobody}

    assert set(rehearsal.truth.unreached_places) <= silent
    grid = rehearsed.grid
    assert grid is not None
    profiles = {profile.key: profile.names for profile in rehearsed.process.profiles}
    places = [place.key for place in grid.places]
    for group in rehearsal.truth.unheard_groups:
        column = grid.profiles.index(profiles[group["profile"]])
        assert grid.states[places.index(group["place"])][column] == "nobody"


def test_the_rehearsals_shared_dividing_and_split_statements_are_told(
    rehearsal: Rehearsal, rehearsed: Material
):
    truth, tables = rehearsal.truth, rehearsal.dossier.current("statements")
    said = dict(tables.select("key", "words").iter_rows())
    standings = {
        row.words["fr"]: row.standing
        for ground in rehearsed.grounds
        for row in ground.statements
    }

    assert standings[said[truth.shared_statement]] == "shared"
    assert any(
        row.standing == "divides" and row.words["fr"] == said[truth.dividing_statement]
        for ground in rehearsed.grounds
        for row in ground.statements
    )
    assert said[truth.hands_pots_statement] in {
        split.words["fr"] for split in rehearsed.splits
    }
    assert said[truth.hands_pots_statement] not in standings


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_rehearsals_portrait_holds_only_words_that_may_be_quoted(
    rehearsal: Rehearsal, rehearsed: Material, lang: str
):
    made = portrait(rehearsed, lang=lang)
    everything = made.html() + made.script() + "".join(made.csvs().values())
    dossier = rehearsal.dossier
    levels = consent.levels(dossier, "excerpts", on=date(2024, 9, 1))
    rows = dossier.current("excerpts").join(levels, on="id")
    barred = rows.filter(~pl.col("quotable") | (pl.col("review") != "cleared"))
    allowed = set(
        rows.filter(pl.col("quotable") & (pl.col("review") == "cleared"))["words"]
    )

    shown = [words for words in set(barred["words"]) - allowed if words in everything]

    assert barred.height > 100
    assert shown == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_rehearsals_portrait_holds_no_internal_id_and_no_day(
    rehearsal: Rehearsal, rehearsed: Material, lang: str
):
    made = portrait(rehearsed, lang=lang)
    body = re.sub(r'<span class="hash".*?</span>', "", made.html())
    everything = body + made.script() + "".join(made.csvs().values())

    assert not re.search(r"\b[0-9a-f]{32}\b", everything)
    assert not re.search(r"\d{4}-\d{2}-\d{2}", everything)
    codes = set(rehearsal.dossier.current("gatherings")["code"])
    assert not [code for code in codes if code and code in everything]


MET = [f"g-{r}-{i}" for r in ("north", "south") for i in range(3)]


def pots(
    statement: str, female: tuple[int, int], male: tuple[int, int], met: int = 6
) -> list[dict[str, object]]:
    """Return what five women and five men of each gathering answered: agree, pass."""
    return [
        {"id": f"{statement}-{g}-{sex}", "gathering": g, "statement": statement, "method": "pots", "sex": sex, "agree": agree, "passed": passed, "disagree": 0}
        for g in MET[:met]
        for sex, (agree, passed) in (("female", female), ("male", male))
    ]  # fmt: skip


def voted(*tallies: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    """Return tallies, and the statements they are about."""
    keys = list(dict.fromkeys(str(row["statement"]) for row in tallies))
    rows = [{"id": k, "key": k, "words": f"On dit {k}", "lang": "fr"} for k in keys]
    return {"statements": rows, "tallies": list(tallies)}


ALL, HALF, NONE = (5, 0), (3, 2), (0, 5)


def test_a_statement_that_every_group_holds_is_shared_and_how_surely():
    material = told(small(**voted(*pots("s", ALL, ALL), *pots("half", HALF, HALF))))

    (ground,) = material.grounds
    assert [group.key for group in ground.groups] == ["women", "men"]
    assert ground.people == (Count(value=30), Count(value=30))
    shared, other = ground.statements
    assert (shared.words, shared.standing) == ({"fr": "On dit s"}, "shared")
    assert [answers and answers.agree for answers in shared.answers] == [
        Count(value=30, of=30)
    ] * 2
    # All of thirty agree, and so do all of thirty others: surely above 85 in 100.
    for one in shared.estimates:
        assert one is not None
        assert 85 <= one.low <= one.middle <= one.high <= 100
    assert shared.stability is not None
    assert shared.stability.sure >= 95
    assert shared.stability.spoilt
    assert shared.stability.overheard == "nobody"
    assert shared.stability.weakest in [group.names for group in ground.groups]
    assert 0 < ground.expected_false < 0.05
    assert other.stability is None
    assert (ground.thin, material.silences) == ((), ())


def test_a_statement_that_too_few_were_asked_is_not_told():
    rows = [*pots("s", ALL, ALL), *pots("half", HALF, HALF), *pots("few", ALL, ALL, 1)]

    (ground,) = told(small(**voted(*rows))).grounds

    assert {row.words["fr"] for row in ground.statements} == {"On dit s", "On dit half"}


def test_a_statement_that_divides_stands_at_the_foot_of_the_ladder():
    rows = [
        *pots("apart", ALL, (1, 4)),
        *pots("s", ALL, ALL),
        *pots("no", (1, 4), (1, 4)),
    ]

    (ground,) = told(small(**voted(*rows))).grounds

    # Of thirty men six agree, of thirty women all: 20 against 100 in 100.
    standings = [row.standing for row in ground.statements]
    assert standings == ["shared", "unshared", "divides"]
    apart = ground.statements[-1].answers[1]
    assert apart is not None
    assert apart.agree == Count(value=6, of=30)


def test_where_everyone_agrees_with_everything_nothing_is_claimed_and_it_is_said():
    material = told(small(**voted(*pots("s", ALL, ALL))))

    ((row,),) = (ground.statements for ground in material.grounds)
    assert (row.standing, row.estimates) == ("undecided", (None, None))
    assert [silence.why for silence in material.silences] == ["alike"]


PROFILES = ("farmer", "herder", "potter", "fisher")


def four(hidden: int) -> Dossier:
    """Return four profiles, the last heard twice only; `hidden` of ten agree there.

    It is too few to show, and so is one of the others, or it would follow from all.
    """
    base = small()
    met = [
        {"id": f"{key}-{i}", "profile": key, "place": f"north-{1 + i % 2}", "composition": "homogeneous", "consent": 4, "lang": "fr", "held_on": date(2030, 1 + i, 12)}
        for key in PROFILES
        for i in range(2 if key == "fisher" else 3)
    ]  # fmt: skip
    tallies = [
        {"gathering": row["id"], "statement": statement, "method": "pots", "agree": hidden if row["profile"] == "fisher" else agree, "disagree": 10 - (hidden if row["profile"] == "fisher" else agree)}
        for row in met
        for statement, agree in (("s", 9), ("half", 5), ("no", 2))
    ]  # fmt: skip
    groups = tuple(
        Group(key=key, names={"fr": key, "en": key}, values=(key,)) for key in PROFILES
    )
    profiles = tuple(Profile(key=group.key, names=group.names) for group in groups)
    declared = Comparison(
        key="work",
        names={"fr": "métiers", "en": "work"},
        basis="profile",
        groups=groups,
    )
    process = replace(base.process, profiles=profiles, comparisons=(declared,))
    changes: dict[str, object] = {
        "profiles": [{"id": key, "key": key, "name": key} for key in PROFILES],
        "gatherings": met,
        "attendances": [
            {"gathering": row["id"], "n": 10, "profile": row["profile"]} for row in met
        ],
        "statements": [
            {"id": key, "key": key, "words": f"On dit {key}", "lang": "fr"}
            for key in ("s", "half", "no")
        ],
        "tallies": tallies,
    }
    return by_hand.dossier(
        process,
        places=base.table("places").to_dicts(),
        **changes,  # type: ignore[arg-type]
    )


def test_what_a_hidden_group_said_leaves_no_trace_in_what_is_printed():
    agreed, refused = (told(four(said)) for said in (9, 0))

    (ground,) = agreed.grounds
    (row,) = (one for one in ground.statements if one.words == {"fr": "On dit s"})
    hidden = [isinstance(answers and answers.agree, Hidden) for answers in row.answers]
    assert hidden[3]
    assert sum(hidden) == 2
    assert [estimate is None for estimate in row.estimates] == hidden
    assert row.standing == "undecided"
    assert {"fr": "fisher", "en": "fisher"} in ground.thin
    (other,) = refused.grounds
    assert other == ground


def test_regions_stand_only_beside_what_may_stand_beside_a_place():
    def regions(key: str, places: tuple[str, str]) -> Comparison:
        groups = tuple(
            Group(key=p, names={"fr": p, "en": p}, values=(p,)) for p in places
        )
        names = {"fr": key, "en": key}
        return Comparison(key=key, names=names, basis="region", groups=groups)

    given = [("s", ALL), ("part", HALF), ("half", HALF)]
    base = small(**voted(*(row for key, of in given for row in pots(key, of, of))))
    comparisons = (
        regions("regions", ("north", "south")),
        regions("communes", ("north-1", "south-1")),
        regions("unheard", ("east", "land")),
    )
    nowhere = pl.when(pl.col("key") == "half").then(0).otherwise(pl.col("place_level"))
    statements = base.table("statements").with_columns(place_level=nowhere)
    dossier = replace(
        base.with_tables(statements=statements),
        process=replace(base.process, comparisons=comparisons),
    )

    material = told(dossier)

    (ground,) = material.grounds
    assert (ground.key, len(ground.statements)) == ("regions", 2)
    assert [one.words["fr"] for one in ground.statements] == ["On dit s", "On dit part"]
    assert [silence.key for silence in material.silences] == ["unheard"]
    none = statements.with_columns(place_level=pl.lit(0, pl.Int64))
    assert told(dossier.with_tables(statements=none)).grounds == ()


def test_a_comparison_that_was_not_heard_says_so_where_others_answered():
    women = [row for row in pots("s", ALL, ALL) if row["sex"] == "female"]

    material = told(small(**voted(*women)))

    assert material.grounds == ()
    assert [(one.key, one.why) for one in material.silences] == [("sexes", "unheard")]
    assert told(small()).silences == ()


@pytest.mark.parametrize(
    ("n", "said"), [(1, 1), (10, 10), (33, 30), (87, 80), (480, 450)]
)
def test_answers_that_would_undo_a_claim_are_rounded_down(n: int, said: int):
    assert standings.fewer(n) == said


@pytest.mark.parametrize(
    ("extra", "rests", "told_as"),
    [
        (480, False, (450, "holds")),
        (2000, False, (None, "holds")),
        (None, True, (None, "rests")),
    ],
)
def test_the_stability_of_a_claim_is_told_in_round_numbers(
    extra: int | None, rests: bool, told_as: tuple[int | None, str]
):
    names = {"a": {"fr": "les a"}, "b": {"fr": "les b"}}
    believed = standings.Believed(
        names=names,
        rows=pl.DataFrame(),
        segments=pl.DataFrame(),
        error=0.1,
        overheard=True,
    )
    row = {
        "sure": 0.968, "sure_low": 0.88, "weakest": "a", "extra": extra,
        "extra_in": "b" if extra else None, "rests_on_overheard": rests,
    }  # fmt: skip

    found = believed.stability(row)

    assert (found.sure, found.weakest, found.spoilt) == (96, names["a"], False)
    assert (found.extra, found.overheard) == told_as
    assert found.extra_in == names["b" if extra else "a"]
