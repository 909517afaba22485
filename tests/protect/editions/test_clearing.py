"""An edition is cleared beside all that was ever published."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.protect import attacker as eye
from tests.protect.editions import generated, pairs, reading

from vestibule.dossier.process import Disclosure
from vestibule.protect import clearing, editions
from vestibule.protect.cleared import Count, Hidden
from vestibule.protect.clearing import Contradiction, Table
from vestibule.protect.editions import Ledger, NotCleared
from vestibule.protect.editions.attacker import Guard, Publication, attack
from vestibule.protect.thresholds import Key, Sum, Uncleared

GIVEN = Disclosure()


def people(n: int, **more: object) -> Uncleared:
    return Uncleared(value=n, people=n, **more)  # type: ignore[arg-type]


def a_list(*parts: int, known: bool = False) -> dict[str, Table]:
    cells: dict[Key, Uncleared] = {("t",): people(sum(parts), known=known)}
    cells |= {("t", f"p={n}"): people(part) for n, part in enumerate(parts)}
    ties = (Sum(total=("t",), parts=tuple(cells)[1:]),)
    return {"list": Table(cells=cells, sums=ties)}


def hidden(edition: editions.ClearedEdition) -> set[str]:
    return {key[1] for key, cell in edition.cells.items() if isinstance(cell, Hidden)}


def test_a_first_edition_hides_the_least() -> None:
    found = editions.clear(a_list(3, 60, 40), GIVEN)

    assert hidden(found) == {"p=0", "p=2"}
    assert found.cells["t", "p=0"] == Hidden(reason="too_few_people")
    assert found.cells["t", "p=2"] == Hidden(reason="complementary")
    assert found.cells["t", "p=1"] == Count(value=60)
    assert (found.number, found.rule, found.cost) == (1, "optimal", 43)
    assert found.sentences == ("optimal",)
    assert found.suppressed == {("t", "p=0"), ("t", "p=2")}


def test_another_neighbour_hidden_the_second_time_would_give_the_first_away() -> None:
    # First: 103 = 60 + two hidden that are 43. Then 60 more come to the last part.
    # Alone, the second edition would print 100 and hide the 60: 163 - 100 leaves 63,
    # sixty of whom were there before, so that the first part is 3 at most.
    before, after = a_list(3, 60, 40), a_list(3, 60, 100)
    first = editions.clear(before, GIVEN)
    alone = editions.clear(after, GIVEN)
    second = editions.clear(after, GIVEN, first.ledger)
    careless = first.ledger.and_then(dataclasses.replace(alone.edition, number=2))
    small = Guard(number=(1, "n", ("t", "p=0")), possible=10, table="list")

    assert (hidden(first), hidden(alone)) == ({"p=0", "p=2"}, {"p=0", "p=1"})
    (found,) = attack(Publication(editions=careless.editions), [small])
    assert (found.supposing, found.low, found.high) == ("came", 1, 3)
    assert attack(Publication(editions=second.ledger.editions), [small]) == ()


def test_one_voice_taken_back_does_not_show_as_a_difference() -> None:
    first = editions.clear(a_list(50, 60, 40), GIVEN)
    second = editions.clear(a_list(50, 59, 40), GIVEN, first.ledger)

    # the old numbers stand, and say from which edition they are
    assert second.cells["t", "p=1"] == Count(value=60, edition=1)
    assert second.cells["t",] == Count(value=150, edition=1)
    assert second.kept[("t", "p=1")] == 1
    assert second.kept[("t",)] == 1
    assert second.sentences == ("optimal", "kept", "people-only")


def test_many_more_people_are_printed_anew() -> None:
    first = editions.clear(a_list(50, 60, 40), GIVEN)
    second = editions.clear(a_list(80, 95, 62), GIVEN, first.ledger)

    assert second.kept == {}
    assert second.cells["t", "p=1"] == Count(value=95)


def test_a_kept_number_is_no_number_of_its_edition() -> None:
    # 60 -> 59 -> 71: what the third edition adds is judged against the first
    first = editions.clear(a_list(50, 60, 40), GIVEN)
    second = editions.clear(a_list(50, 59, 40), GIVEN, first.ledger)
    third = editions.clear(a_list(50, 71, 40), GIVEN, second.ledger)

    assert third.cells["t", "p=1"] == Count(value=71)
    assert third.number == 3
    assert len(third.ledger.editions) == 3


def test_gatherings_behind_a_difference_count_where_the_caller_knows_them() -> None:
    first = editions.clear(a_list(50, 60, 40), GIVEN)
    more = a_list(50, 90, 40)
    one = {1: {("t", "p=1"): people(30, gatherings=1, places=1)}}

    plain = editions.clear(more, GIVEN, first.ledger)
    told = editions.clear(more, GIVEN, first.ledger, changes=one)

    assert plain.cells["t", "p=1"] == Count(value=90)
    assert told.kept[("t", "p=1")] == 1
    assert "people-only" not in told.sentences


def test_unanimity_of_a_village_is_not_shown_nor_worked_out() -> None:
    def cell(agree: int, of: int) -> Uncleared:
        return Uncleared(value=agree, of=of, people=of, below_region=True)

    cells = {
        ("a", f"c={n}"): cell(*one)
        for n, one in enumerate([(20, 20), (9, 21), (12, 30)])
    }
    cells["a",] = Uncleared(value=41, of=71, people=71)
    ties = (Sum(total=("a",), parts=tuple(cells)[:3]),)

    found = editions.clear({"t": Table(cells=cells, sums=ties)}, GIVEN)

    assert found.cells["a", "c=0"] == Hidden(reason="near_unanimous")
    assert len(hidden(found)) == 2


def test_that_nobody_in_a_village_agreed_is_not_shown_either() -> None:
    def cell(agree: int, of: int) -> Uncleared:
        return Uncleared(value=agree, of=of, people=of, below_region=True)

    numbers = [(0, 20), (9, 21), (12, 30)]
    cells = {("a", f"c={n}"): cell(*one) for n, one in enumerate(numbers)}
    cells["a",] = Uncleared(value=21, of=71, people=71)
    ties = (Sum(total=("a",), parts=tuple(cells)[:3]),)

    found = editions.clear({"t": Table(cells=cells, sums=ties)}, GIVEN)

    assert found.cells["a", "c=0"] == Hidden(reason="near_unanimous")
    assert len(hidden(found)) == 2


def test_a_few_sensitive_answers_among_many_are_hidden() -> None:
    cells: dict[Key, Uncleared] = {
        ("a", "r=0"): Uncleared(value=3, of=60, people=60, sensitive=True),
        ("a", "r=1"): Uncleared(value=30, of=60, people=60, sensitive=True),
        ("a",): Uncleared(value=33, of=120, people=120, sensitive=True),
    }
    ties = (Sum(total=("a",), parts=tuple(cells)[:2]),)

    found = editions.clear({"t": Table(cells=cells, sums=ties)}, GIVEN)

    assert found.cells["a", "r=0"] == Hidden(reason="sensitive")
    assert len(hidden(found) | {key for key in found.suppressed if len(key) == 1}) == 2


def test_answers_of_one_question_are_hidden_together() -> None:
    def bundle(agree: int, pass_: int) -> dict[Key, Uncleared]:
        def of(n: int, place: str) -> Uncleared:
            return Uncleared(value=n, of=9, people=9, bundle=place)

        return {("agree", "r=0"): of(agree, "r0"), ("pass", "r=0"): of(pass_, "r0")}

    found = editions.clear({"t": Table(cells=bundle(4, 5))}, GIVEN)

    assert {type(cell) for cell in found.cells.values()} == {Hidden}


def test_where_everyone_knows_the_total_nothing_is_released() -> None:
    with pytest.raises(NotCleared) as refused:
        editions.clear(a_list(3, known=True), GIVEN)

    assert refused.value.params["tables"] == ["list"]
    assert "3" not in refused.value.message


def test_numbers_that_do_not_add_up_are_refused() -> None:
    wrong = a_list(30, 60)["list"]
    cells = {**wrong.cells, ("t",): people(91)}

    with pytest.raises(Contradiction):
        editions.clear({"t": Table(cells=cells, sums=wrong.sums)}, GIVEN)


def test_an_edition_without_numbers_is_an_edition() -> None:
    found = editions.clear({}, GIVEN)

    assert (found.cells, found.number) == ({}, 1)


def test_beyond_a_size_it_is_said_that_the_least_was_not_looked_for() -> None:
    found = editions.clear(a_list(3, 60, 40, 30), GIVEN, most_units=1)

    assert found.rule == "greedy"
    assert found.sentences == ("greedy",)
    assert {*editions.SENTENCES} >= {*found.sentences}


def test_the_order_of_tables_and_cells_changes_nothing() -> None:
    rows = generated.people(np.random.default_rng(3))
    given = generated.tables(rows, 0)
    turned = {
        name: Table(cells=dict(reversed(one.cells.items())), sums=one.sums[::-1])
        for name, one in reversed(given.items())
    }

    first, second = editions.clear(given, GIVEN), editions.clear(turned, GIVEN)

    assert first.cells == second.cells
    assert first.ledger.sha256 == second.ledger.sha256


def test_no_more_people_are_hidden_than_by_the_greedy_rule_of_one_file() -> None:
    rows = generated.people(np.random.default_rng(5))
    given = generated.tables(rows, 0)

    least = editions.clear(given, GIVEN)
    greedy = clearing.clear(given.values(), GIVEN)

    def people_in(cells: dict[Key, Count | Hidden]) -> int:
        truth = reading.cells_of(given)
        return sum(truth[k].people for k, c in cells.items() if isinstance(c, Hidden))

    assert people_in(dict(least.cells)) <= people_in(greedy)


@pytest.mark.parametrize("seed", [0, 3])
def test_another_eye_finds_no_hidden_cell_of_an_edition(seed: int) -> None:
    rows = generated.people(np.random.default_rng(seed))
    tables = generated.tables(rows, 0)
    found = editions.clear(tables, GIVEN)
    sums = [one for table in tables.values() for one in table.sums]

    wide = eye.narrowed(found.cells, sums, "value")

    small = [
        key
        for key, c in reading.cells_of(tables).items()
        if reading.too_small(c, GIVEN)
    ]
    assert all(wide[key] >= GIVEN.people - 1 for key in small)


def test_a_ledger_of_nothing_is_the_first_page() -> None:
    assert Ledger().next == 1


@pytest.mark.parametrize("seed", [12, 54, 191])
def test_a_supposition_that_is_not_true_but_fits_is_kept_from_finding_too(
    seed: int,
) -> None:
    # some came and some left; who supposes only the one is not refuted by what is
    # printed, and would find a small number: more is hidden, and nothing refused
    held = pairs.attacked(seed)

    assert (held.released, held.found) == (2, ())


def test_who_hides_more_after_an_attack_does_not_call_it_the_least() -> None:
    draw = np.random.default_rng(12)
    rows = generated.people(draw)
    first = editions.clear(generated.tables(rows, 12), GIVEN)
    then = generated.tables(generated.later(rows, draw), 12)

    assert editions.clear(then, GIVEN, first.ledger).rule == "greedy"
