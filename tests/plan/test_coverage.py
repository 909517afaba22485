"""Who was heard, counted by hand; who was not, by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from tests import by_hand
from tests.plan.valley import gathering, there, valley

from vestibule.dossier import cuts
from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.plan import counting, coverage
from vestibule.plan.coverage import Coverage
from vestibule.plan.gaps import Gap


def called(name: str) -> str:
    return by_hand.called(name)


def place(found: Coverage, key: str) -> dict[str, Any]:
    return found.places.row(by_predicate=pl.col("key") == key, named=True)


def of_kind(found: Coverage, kind: str) -> list[Gap]:
    return [gap for gap in found.gaps if gap.kind == kind]


@pytest.fixture
def heard() -> Coverage:
    return coverage.coverage(
        valley(
            [
                gathering("one", profile="farmer"),
                gathering("two", "ada"),
                gathering("meeting", "ada", kind="regional_meeting"),
            ],
            [
                there("one", person="amina"),
                there("one", 7, sex="male"),
                there("two", person="amina", capacity="consulted"),
                there("two", 3, profile="mayor", sex="male", capacity="official"),
                there("meeting", 5, place="bor", capacity="represented"),
                there("meeting", 2, capacity="observer"),
            ],
            people=[{"id": "amina", "sex": "female", "age_band": "15-34",
                     "profile": "farmer", "displaced": True}],
            targets=[
                {"place": "ada", "attendances": 20, "gatherings": 2},
                {"place": "bor", "attendances": 5},
                {"place": "camp", "gatherings": 1},
                {"place": "ada", "profile": "mayor", "attendances": 3},
                {"place": "land", "sex": "female", "share": 0.5},
            ],
            frame=[
                {"place": "ada", "population": 300, "year": 2020, "edition": "new",
                 "source": "s", "published_total": False},
                {"place": "bor", "population": 100, "year": 2020, "edition": "new",
                 "source": "s", "published_total": False},
                {"place": "ada", "population": 9, "year": 2024, "edition": "partial",
                 "source": "s", "published_total": False},
            ],
        )
    )  # fmt: skip


def test_attendances_are_counted_as_they_stand(heard: Coverage) -> None:
    total = heard.total

    assert total.attendances == 1 + 7 + 1 + 3 + 5 + 2
    assert (total.consulted, total.represented) == (9, 5)
    assert (total.official, total.observer) == (3, 2)
    assert total.gatherings == 3
    assert heard.kinds.rows() == [("focus_group", 2, 12), ("regional_meeting", 1, 7)]


def test_people_are_an_interval_where_some_were_only_counted(heard: Coverage) -> None:
    # At least the largest gathering (one: amina and seven men), at most everyone
    # who was counted (7 + 3 + 5 + 2) and amina.
    assert (heard.total.people_low, heard.total.people_high) == (8, 18)
    assert heard.total.people is None


def test_consulted_and_represented_are_kept_apart(heard: Coverage) -> None:
    ada, bor = place(heard, "xv.ada"), place(heard, "xv.bor")

    assert (ada["consulted"], ada["represented"], ada["standing"]) == (
        9,
        0,
        "consulted",
    )
    assert (bor["consulted"], bor["represented"], bor["standing"]) == (
        0,
        5,
        "represented",
    )
    (gap,) = of_kind(heard, "place_represented_only")
    assert gap.params == {"place": called("bor"), "represented": 5}
    assert gap.sentence == (
        "Bor was represented by 5 attendances, but nobody was consulted there."
    )


def test_a_place_never_reached_has_been_heard_by_nobody(heard: Coverage) -> None:
    camp = place(heard, "xc")

    assert camp["standing"] == "nobody"
    assert camp["attendances"] == 0
    (gap,) = of_kind(heard, "place_never_reached")
    assert gap.sentence == "Nobody from Camp has been heard yet."


def test_regions_of_another_frame_or_country_are_not_looked_for(
    heard: Coverage,
) -> None:
    assert heard.places["key"].to_list() == ["xc", "xv.ada", "xv.bor"]


def test_targets_are_the_measure_and_population_the_context(heard: Coverage) -> None:
    ada = place(heard, "xv.ada")

    assert (ada["target_attendances"], ada["reached_attendances"]) == (20, 12)
    assert heard.population_edition == "new"
    assert (ada["population"], ada["population_share"]) == (300, 0.75)
    assert heard.targets["met"].to_list() == [False, False, False, True, False]
    missed = {gap.sentence for gap in of_kind(heard, "target_missed")}
    assert missed == {
        "Ada: 12 of 20 attendances reached.",
        "Bor: 0 of 5 attendances reached.",
        "Camp: 0 of 1 gatherings reached.",
        "Land, women: 0.17 of 0.50 share reached.",
    }


def test_what_was_not_recorded_stays_apart_from_none(heard: Coverage) -> None:
    sexes = heard.crossings["sex",].cells

    assert dict(sexes.select("sex", "attendances").rows()) == {
        "female": 2, "male": 10, None: 7,
    }  # fmt: skip
    ages = heard.crossings["age_band",].cells
    assert dict(ages.select("age_band", "standing").rows()) == {
        "15-34": "consulted", "35+": "nobody", None: "consulted",
    }  # fmt: skip


def test_every_cell_of_places_and_profiles_is_listed(heard: Coverage) -> None:
    cells = heard.crossings["place", "profile"].cells.drop_nulls("profile")

    assert len(cells) == 3 * 2
    silent = cells.filter(standing="nobody").select("place", "profile").rows()
    assert sorted(silent) == sorted(
        (called(where), called(who))
        for where, who in [
            ("bor", "farmer"), ("bor", "mayor"), ("camp", "farmer"), ("camp", "mayor"),
        ]
    )  # fmt: skip


def test_an_attendance_is_described_by_its_person_and_its_gathering(
    heard: Coverage,
) -> None:
    profiles = heard.crossings["profile",].cells
    assert dict(profiles.select("profile", "attendances").rows()) == {
        called("farmer"): 9, called("mayor"): 3, None: 7,
    }  # fmt: skip
    assert heard.crossings["displaced",].cells.row(1, named=True)["people"] == 1


def test_comparisons_are_counted_group_by_group(heard: Coverage) -> None:
    def attendances(key: str) -> dict[str | None, int]:
        cells = heard.comparisons[key].cells
        return dict(cells.select("group", "attendances").rows())

    assert attendances("sides") == {"people": 9, "office": 3, None: 7}
    assert attendances("places") == {"upper": 14, "lower": 5}
    assert attendances("work") == {"land": 9, "hall": 3, None: 7}
    assert attendances("moved") == {"yes": 2, "no": 0, None: 17}
    named = {gap.params["group"] for gap in of_kind(heard, "group_not_heard")}
    assert named == {"lower", "no"}


def test_missing_sexes_and_ages_are_named(heard: Coverage) -> None:
    sentences = [gap.sentence for gap in heard.gaps]

    assert "No women have been noted among Maires." in sentences
    assert "Nobody aged 35+ has been heard yet." in sentences
    assert heard.present_only == (0, 0)


def test_who_was_only_counted_as_present_was_heard() -> None:
    found = coverage.coverage(
        valley(
            [
                gathering("one", profile="farmer", present=14),
                gathering("two", "bor", kind="interview"),
                gathering("three", "bor", kind="national_conference", present=9),
                gathering("four", "bor", present=0),
                gathering("net", None, kind="online", present=50),
            ],
            [],
        )
    )

    # 14 as counted, one at least where nobody counted, 9 from who knows where
    assert found.total.attendances == found.total.consulted == 14 + 1 + 9
    assert (found.total.people_low, found.total.people_high) == (14, 24)
    assert found.present_only == (3, 24)
    assert found.nowhere == 9
    ada, bor = place(found, "xv.ada"), place(found, "xv.bor")
    assert (ada["attendances"], ada["standing"]) == (14, "consulted")
    assert (bor["attendances"], bor["standing"]) == (1, "consulted")
    kinds = {gap.kind for gap in found.gaps}
    assert "sex_not_recorded" in kinds
    assert kinds.isdisjoint({"sex_not_heard_in", "profile_without_sex"})
    assert [gap.params.get("profile") for gap in of_kind(found, "profile_never_heard")] == [called("mayor")]  # fmt: skip
    assert found.gaps[-1].sentence == (
        "3 gatherings say only that 24 people were present: they are counted, "
        "but who they were is not noted."
    )


def test_only_the_comparisons_asked_for_are_counted() -> None:
    found = coverage.coverage(
        valley([gathering("one")], [there("one", 3)]), comparisons=["work"]
    )

    assert list(found.comparisons) == ["work"]


def test_without_targets_every_place_of_the_frame_is_looked_for() -> None:
    found = coverage.coverage(
        valley(
            [gathering("one"), gathering("two", "bor"), gathering("net", None, kind="online")],
            [there("one", 3, sex="male", profile="farmer"), there("two", 2), there("net", 9)],
        )
    )  # fmt: skip

    assert found.nowhere == 9
    assert found.places["key"].to_list() == ["xc", "xv.ada", "xv.bor"]
    kinds = [(gap.kind, gap.sentence) for gap in found.gaps]
    assert ("place_never_reached", "Nobody from Camp has been heard yet.") in kinds
    assert ("profile_never_heard", "Nobody has been heard as Maires yet.") in kinds
    assert ("profile_not_heard_in", "Nobody has been heard as Farmers in Bor.") in kinds
    assert (
        "sex_not_heard_in", "No women have been noted among those heard in Ada."
    ) in kinds  # fmt: skip
    assert (
        "sex_not_recorded", "In Bor, nobody noted who was a woman and who a man."
    ) in kinds  # fmt: skip
    assert not of_kind(found, "age_band_never_heard")


def test_a_place_in_no_target_is_outside_the_plan() -> None:
    found = coverage.coverage(
        valley(
            [gathering("one")],
            [there("one", 3), there("one", 1, place="abroad", capacity="observer")],
            targets=[{"place": "ada", "attendances": 3}],
        )
    )  # fmt: skip

    outside = {gap.params["place"] for gap in of_kind(found, "place_outside_plan")}
    assert outside == {called("bor"), called("camp")}
    (gap,) = of_kind(found, "place_officials_only")
    assert gap.params == {"place": called("abroad")}
    assert found.targets["met"].all()


def test_a_share_of_nobody_is_not_reached_rather_than_zero() -> None:
    found = coverage.coverage(
        valley([], [], targets=[{"place": "ada", "age_band": "35+", "share": 0.25}])
    )

    assert found.targets["reached_share"].to_list() == [None]
    (gap,) = of_kind(found, "target_missed")
    assert gap.sentence == "Ada, aged 35+: none of 0.25 share reached."


def test_before_the_first_gathering_the_latest_frame_is_empty() -> None:
    found = coverage.coverage(valley([], []))

    assert found.total.people_low == found.total.people_high == 0
    assert found.places["key"].to_list() == ["xv.old"]
    assert set(found.places["standing"]) == {"nobody"}
    assert found.population_edition is None


def test_a_frame_is_looked_for_on_the_days_people_met() -> None:
    old = {"id": "gone", "key": "xv.gone", "name": "Gone", "kind": "region",
           "level": 1, "vintage": "new", "valid_to": dt.date(2010, 1, 1)}  # fmt: skip
    dossier = valley([gathering("one", held_on=dt.date(2020, 5, 1))], [there("one", 2)])
    places = pl.concat([dossier.table("places"), by_hand.frame("places", [old])])

    found = coverage.coverage(dossier.with_tables(places=places))

    assert "xv.gone" not in found.places["key"]


def test_an_earlier_count_is_reproduced_from_the_latest_dossier() -> None:
    rows = [there("one", 3), there("two", 4), there("three", 5)]
    gatherings = [gathering("one"), gathering("two", "bor"), gathering("three", "camp")]
    latest = valley(gatherings, rows)
    early = valley(gatherings[:2], rows[:2])

    def at(seq: int) -> Dossier:
        table = {
            name: frame.with_columns(origin=pl.lit(name))
            for name, frame in latest.tables.items()
        }
        own = Dossier(process=latest.process, tables=table)
        cut = {
            name: seq if name in {"gatherings", "attendances"} else 99 for name in table
        }
        return cuts.as_of(own, cut)

    then, now = coverage.coverage(at(2)), coverage.coverage(at(3))

    assert then.total == coverage.coverage(early).total
    assert (then.total.attendances, now.total.attendances) == (7, 12)
    assert place(then, "xc")["standing"] == "nobody"
    assert place(now, "xc")["standing"] == "consulted"


def test_a_corrected_gathering_moves_what_was_heard_there() -> None:
    found = coverage.coverage(
        valley(
            [gathering("one", "bor"), gathering("one-again", "camp", supersedes="one")],
            [there("one", 3)],
        )
    )  # fmt: skip

    assert found.total.gatherings == 1
    assert place(found, "xc")["attendances"] == 3
    assert place(found, "xv.bor")["standing"] == "nobody"


def test_villages_can_be_counted_for_the_team_but_never_with_occupation() -> None:
    found = coverage.coverage(
        valley([gathering("one"), gathering("two", "ada")],
               [there("one", 3), there("two", 2)]),
        level=3,
    )  # fmt: skip

    assert place(found, "xv.ada.v")["attendances"] == 3
    assert found.nowhere == 2
    assert found.crossings["place", "profile"].why_not_public == "crossed_below_region"
    assert found.crossings["place", "sex"].why_not_public == "crossed_below_region"
    assert found.crossings["profile", "sex"].why_not_public is None


@pytest.mark.parametrize("dimension", ["profile", "lang", "displaced"])
def test_occupation_language_and_displacement_stay_at_region(dimension: str) -> None:
    fine = Disclosure(public_level=4)

    assert (
        counting.why_not_public(["place", dimension], 2, fine) == "crossed_below_region"
    )
    assert counting.why_not_public(["place", dimension], 1, fine) is None
    assert counting.why_not_public(["place", "sex"], 2, fine) is None
    assert counting.why_not_public(["place"], 2, Disclosure()) == "crossed_below_region"
