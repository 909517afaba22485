"""The least is hidden, and it is enough: by hand, by trying, by a published table."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from vestibule.protect.tables import Need, System, Unit, suppressed
from vestibule.protect.tables.exposure import Cut
from vestibule.protect.tables.system import Form, Name, width

Numbers = dict[Name, float]

REGIONS = {"A": (18, 2), "B": (14, 19), "C": (12, 10), "D": (11, 14)}
"""sdcTable's microdata1: region by sex (male, female)."""


def region_by_sex() -> tuple[Numbers, list[Form]]:
    """Return the table in the order of sdcTable's fifteen cells, and its sums."""
    numbers: Numbers = {}
    whole = {"T": tuple(map(sum, zip(*REGIONS.values(), strict=True))), **REGIONS}
    for region, (male, female) in whole.items():
        numbers[region,] = male + female
        numbers[region, "m"], numbers[region, "f"] = male, female
    equal: list[Form] = [
        {(region,): -1, (region, "m"): 1, (region, "f"): 1} for region in whole
    ]
    for rest in ((), ("m",), ("f",)):
        equal.append({("T", *rest): -1, **{(one, *rest): 1 for one in REGIONS}})
    return numbers, equal


def units(numbers: Numbers, *hidden: Name, shown: tuple[Name, ...] = ()) -> list[Unit]:
    state = dict.fromkeys(hidden, "hidden") | dict.fromkeys(shown, "shown")
    return [
        Unit(key="|".join(name), names=(name,), cost=n, state=state.get(name, "free"))
        for name, n in numbers.items()
    ]


def unknown(name: Name, least: float) -> Need:
    return Need(about=name, forms=width({name: 1.0}), least=least)


def a_list(*parts: int) -> tuple[Numbers, list[Form]]:
    numbers: Numbers = {("t",): float(sum(parts))}
    numbers |= {("t", str(n)): float(part) for n, part in enumerate(parts)}
    return numbers, [{("t",): -1.0, **dict.fromkeys(list(numbers)[1:], 1.0)}]


def system(numbers: Numbers, equal: list[Form]) -> System:
    return System(truth=numbers, floor=dict.fromkeys(numbers, 0.0), equal=equal)


def test_the_published_table_gives_the_published_cells() -> None:
    # libraries: sdcTable OPT gives {5, 6, 11, 12} where A female (cell 6) is primary
    numbers, equal = region_by_sex()
    cells = units(numbers, ("A", "f"))

    found = suppressed({"r": system(numbers, equal)}, cells, [unknown(("A", "f"), 10)])

    places = {n for n, unit in enumerate(cells, start=1) if unit.key in found.hidden}
    assert places == {5, 6, 11, 12}
    assert (found.rule, found.cost, found.unmet) == ("optimal", 42, ())


def test_the_smallest_neighbour_is_hidden_with_a_small_part() -> None:
    numbers, equal = a_list(3, 60, 40)

    found = suppressed(
        {"r": system(numbers, equal)},
        units(numbers, ("t", "0")),
        [unknown(("t", "0"), 9)],
    )

    assert found.hidden == {"t|0", "t|2"}


def test_many_cells_are_hidden_one_by_one_and_it_is_said() -> None:
    numbers, equal = region_by_sex()

    found = suppressed(
        {"r": system(numbers, equal)},
        units(numbers, ("A", "f")),
        [unknown(("A", "f"), 10)],
        most_units=5,
    )

    assert found.rule == "greedy"
    assert found.cost >= 42
    assert {"A|f"} < found.hidden


def test_what_follows_whatever_is_hidden_is_told() -> None:
    numbers, equal = a_list(3, 60)
    fixed = units(numbers, ("t", "0"), shown=(("t",), ("t", "1")))

    found = suppressed({"r": system(numbers, equal)}, fixed, [unknown(("t", "0"), 9)])

    assert found.unmet == (("t", "0"),)
    assert found.hidden == {"t|0"}


def test_each_reader_must_be_kept_from_it() -> None:
    # who also knows that the second part is above forty learns more of the first
    numbers, equal = a_list(3, 45, 60)
    plain = system(numbers, equal)
    knowing = System(truth=numbers, floor={("t", "1"): 44.0}, equal=equal)
    cells, asked = units(numbers, ("t", "0")), [unknown(("t", "0"), 9)]

    alone = suppressed({"r": plain}, cells, asked)
    both = suppressed({"r": plain, "k": knowing}, cells, asked)

    assert alone.hidden == {"t|0", "t|1"}
    assert both.hidden == {"t|0", "t|2"}


def test_a_further_rule_can_ask_for_more_or_for_less() -> None:
    numbers, equal = a_list(3, 60, 40)

    def never_last(hidden: frozenset[str]) -> list[Cut]:
        wrong = "t|2" in hidden and "t|1" not in hidden
        return [Cut(weights={"t|1": 1.0, "t|2": -1.0}, least=0.0)] if wrong else []

    found = suppressed(
        {"r": system(numbers, equal)},
        units(numbers, ("t", "0")),
        [unknown(("t", "0"), 9)],
        check=never_last,
    )

    assert found.hidden == {"t|0", "t|1"}


def test_nothing_to_hide_hides_nothing() -> None:
    numbers, equal = a_list(30, 60)

    found = suppressed({"r": system(numbers, equal)}, units(numbers), [])

    assert (found.hidden, found.rounds) == (frozenset(), 0)


def holds(parts: list[int], hidden: set[int], is_total_out: bool, least: int) -> bool:
    """Return whether the first part of a list stays open enough, by hand."""
    if is_total_out:
        return True
    others = sum(parts[n] for n in hidden if n)
    return bool(hidden) and parts[0] + others >= least


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=2, max_size=5), st.integers(2, 20))
def test_no_choice_of_a_list_costs_less(parts: list[int], least: int) -> None:
    numbers, equal = a_list(*parts)
    found = suppressed(
        {"r": system(numbers, equal)},
        units(numbers, ("t", "0")),
        [unknown(("t", "0"), least)],
    )

    costs = [
        sum(parts[n] for n in {0, *some} - {-1}) + (sum(parts) if -1 in some else 0)
        for size in range(len(parts) + 1)
        for some in combinations([-1, *range(1, len(parts))], size)
        if holds(parts, set(some) - {-1}, -1 in some, least)
    ]
    assert found.cost == pytest.approx(min(costs))


def beside(
    tables: list[tuple[list[int], int]],
) -> tuple[System, list[Unit], list[Need]]:
    """Return lists that have nothing to do with each other, as one system."""
    truth: Numbers = {}
    equal: list[Form] = []
    cells: list[Unit] = []
    asked: list[Need] = []
    for at, (parts, least) in enumerate(tables):
        numbers, sums = a_list(*parts)
        named = {name: (str(at), *name) for name in numbers}
        truth |= {named[name]: value for name, value in numbers.items()}
        equal += [{named[name]: w for name, w in row.items()} for row in sums]
        cells += [
            Unit(key="|".join(named[name]), names=(named[name],), cost=value,
                 state="hidden" if name == ("t", "0") else "free")
            for name, value in numbers.items()
        ]  # fmt: skip
        asked.append(unknown((str(at), "t", "0"), least))
    return system(truth, equal), cells, asked


lists = st.lists(
    st.tuples(st.lists(st.integers(1, 30), min_size=2, max_size=4), st.integers(2, 20)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=10, deadline=None)
@given(lists)
def test_tables_beside_each_other_cost_what_they_cost_apart(
    tables: list[tuple[list[int], int]],
) -> None:
    whole, cells, asked = beside(tables)

    together = suppressed({"r": whole}, cells, asked)
    apart = [beside([one]) for one in tables]

    assert together.cost == pytest.approx(
        sum(suppressed({"r": one}, units, needs).cost for one, units, needs in apart)
    )
    assert together.rule == "optimal"


def far_in_one_program(whole: System, hidden: set[Name], need: Need) -> float:
    """Return how far the forms of a need go, all numbers in one dense program."""
    names = list(whole.truth)
    rows = np.array([[row.get(name, 0.0) for name in names] for row in whole.equal])
    bounds = [
        (-whole.truth[name], 10_000.0) if name in hidden else (0.0, 0.0)
        for name in names
    ]
    far = 0.0
    for form in need.forms:
        aim = [-form.get(name, 0.0) for name in names]
        far -= optimize.linprog(
            aim, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=bounds
        ).fun
    return far


@settings(max_examples=5, deadline=None)
@given(lists.map(lambda some: some[:2]))
def test_no_choice_costs_less_than_the_one_found_trying_them_all(
    tables: list[tuple[list[int], int]],
) -> None:
    whole, cells, asked = beside([(parts[:3], least) for parts, least in tables])
    found = suppressed({"r": whole}, cells, asked)
    free = [unit for unit in cells if unit.state == "free"]
    forced = [unit for unit in cells if unit.state == "hidden"]

    costs = []
    for size in range(len(free) + 1):
        for some in combinations(free, size):
            out = [*forced, *some]
            names = {name for unit in out for name in unit.names}
            if all(
                far_in_one_program(whole, names, one) >= one.least - 1e-6
                for one in asked
            ):
                costs.append(sum(unit.cost for unit in out))
    assert found.cost == pytest.approx(min(costs))


def test_one_island_too_large_is_greedy_and_the_other_stays_the_least() -> None:
    whole, cells, asked = beside([([3, 60, 40, 30, 20], 9), ([3, 60, 40], 9)])

    found = suppressed({"r": whole}, cells, asked, most_units=4)

    assert found.rule == "greedy"
    assert {key for key in found.hidden if key.startswith("1|")} == {"1|t|0", "1|t|2"}
