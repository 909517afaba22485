"""What is left after subtraction stands for as many gatherings and places as any figure."""

from __future__ import annotations

import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.protect import clearing, editions
from vestibule.protect.cleared import Count
from vestibule.protect.clearing import Table
from vestibule.protect.editions import differences
from vestibule.protect.thresholds import Key, Uncleared

GIVEN = Disclosure()
HELD = (("a", "p", 30), ("b", "p", 20), ("c", "q", 40), ("d", "r", 20))
"""Gathering, place, people: 110 in four gatherings in three places."""


def heard(*rows: tuple[str, str, int]) -> dict[str, Table]:
    frame = pl.DataFrame(
        rows, schema={"gathering": pl.String, "place": pl.String, "n": pl.Int64}, orient="row"
    )  # fmt: skip
    return {"heard": clearing.crossed(frame, [], measure="heard")}


def changed(before: tuple[tuple[str, str, int], ...], *after: tuple[str, str, int], counted: tuple[tuple[str, str, int], ...] | None = None) -> Uncleared:  # fmt: skip
    """Return what stands behind the difference of the total; `counted`: the earlier again."""
    first = editions.clear(heard(*before), GIVEN)
    now, _ = clearing.united(heard(*after).values())
    then, _ = clearing.united(heard(*(counted or before)).values())
    return dict(differences(now, then, first.edition))["heard",]


def test_one_more_gathering_is_one_gathering_in_one_place() -> None:
    change = changed(HELD, *HELD, ("e", "s", 25))

    assert (change.value, change.people) == (25, 25)
    assert (change.gatherings, change.places) == (1, 1)


def test_gatherings_that_changed_count_and_others_do_not() -> None:
    change = changed(
        HELD, ("a", "p", 35), ("b", "p", 26), ("c", "q", 40), ("d", "r", 29)
    )

    assert (change.people, change.gatherings, change.places) == (20, 3, 2)


def test_a_gathering_that_kept_its_number_does_not_stand_behind_the_difference() -> (
    None
):
    change = changed(HELD, *HELD[:3], ("d", "r", 50))

    assert (change.gatherings, change.places) == (1, 1)


def test_what_was_taken_back_since_makes_nothing_sure_of_small_changes() -> None:
    # two of the printed 110 are gone from the records, no one knows where from: only
    # gatherings that changed by more than two are sure to have changed
    again = (("a", "p", 28), *HELD[1:])
    change = changed(
        HELD, ("a", "p", 30), ("b", "p", 31), ("c", "q", 42), ("d", "r", 20), counted=again
    )  # fmt: skip

    assert change.people == 13
    assert (change.gatherings, change.places) == (1, 1)


def test_of_a_number_that_cannot_be_counted_again_nothing_is_sure() -> None:
    first = editions.clear(heard(*HELD), GIVEN)
    now, _ = clearing.united(heard(*HELD, ("e", "s", 25)).values())

    change = dict(differences(now, {}, first.edition))["heard",]

    assert (change.people, change.gatherings, change.places) == (25, 0, 0)


def test_of_an_equal_number_nothing_follows() -> None:
    change = changed(HELD, *HELD)

    assert (change.value, change.people) == (0, 0)


def test_where_only_the_number_of_gatherings_is_known_it_is_the_least_that_differs() -> (
    None
):
    def cell(people: int, met: int) -> Uncleared:
        return Uncleared(value=people, people=people, gatherings=met, places=met)

    first = editions.clear({"t": Table(cells={("t",): cell(60, 4)})}, GIVEN)
    now: dict[Key, Uncleared] = {("t",): cell(90, 6)}

    change = dict(differences(now, {("t",): cell(60, 4)}, first.edition))["t",]

    assert (change.people, change.gatherings, change.places) == (30, 2, 2)


def test_people_who_met_nowhere_are_judged_by_people_alone() -> None:
    first = editions.clear(
        {"t": Table(cells={("t",): Uncleared(value=60, people=60)})}, GIVEN
    )
    now: dict[Key, Uncleared] = {("t",): Uncleared(value=90, people=90)}

    change = dict(differences(now, {}, first.edition))["t",]

    assert (change.people, change.gatherings, change.places) == (30, None, None)


def test_one_more_gathering_is_not_worked_out_from_two_editions() -> None:
    first = editions.clear(heard(*HELD), GIVEN)
    more = heard(*HELD, ("e", "s", 25))
    now, _ = clearing.united(more.values())
    then, _ = clearing.united(heard(*HELD).values())
    changes = {1: dict(differences(now, then, first.edition))}

    alone = editions.clear(more, GIVEN, first.ledger)
    second = editions.clear(more, GIVEN, first.ledger, changes=changes)

    # by people alone 135 - 110 would tell how many came to the one gathering at s
    assert alone.cells["heard",] == Count(value=135)
    assert second.cells["heard",] == Count(value=110, edition=1)
    assert second.sentences == ("optimal", "kept")


def test_gatherings_are_counted_as_many_as_came_on_top() -> None:
    # three came and two are gone: one more, however many moved
    def met(*names: str) -> dict[str, Table]:
        rows = pl.DataFrame(
            {"gathering": names, "place": names, "one": [1] * len(names), "n": [20] * len(names)}
        )  # fmt: skip
        crossed = clearing.crossed(
            rows, [], measure="met", value="one", people="n", counts="gatherings"
        )
        return {"met": crossed}

    first = editions.clear(met(*"abcdef"), GIVEN)
    now, _ = clearing.united(met(*"cdefxyz").values())
    then, _ = clearing.united(met(*"abcdef").values())

    change = dict(differences(now, then, first.edition))["met",]

    assert (change.value, change.gatherings, change.people) == (1, 1, 100)
