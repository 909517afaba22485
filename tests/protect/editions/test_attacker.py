"""The gate finds what a reader could, and says so without a number."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from tests.protect.editions import generated, one_program

from vestibule.dossier.process import Disclosure
from vestibule.errors import Refused
from vestibule.protect import editions
from vestibule.protect.editions import attacker, hostile, publication
from vestibule.protect.editions.attacker import (
    Guard,
    Publication,
    Recoverable,
    Rounded,
    attack,
)
from vestibule.protect.editions.ledger import Edition, Printed, Tie
from vestibule.protect.thresholds import Key


def printed(n: int | None, of: int | None = None, *, based: bool = False) -> Printed:
    state = "hidden" if n is None else "shown"
    return Printed(
        state=state,
        counts="people",
        n=n,
        of=of,
        based=based,
        from_edition=1,  # type: ignore[arg-type]
    )


def an_edition(*numbers: int | None, number: int = 1) -> Edition:
    """Return a list: its total first, then its parts."""
    cells: dict[Key, Printed] = {("t",): printed(numbers[0])}
    cells |= {("t", str(n)): printed(one) for n, one in enumerate(numbers[1:])}
    tie = Tie(total=("t",), parts=tuple(cells)[1:], bases=False)
    return Edition(number=number, cells=cells, ties=(tie,))


def guard(part: int = 0, *, possible: int = 10, edition: int = 1) -> Guard:
    number = (edition, "n", ("t", str(part)))
    return Guard(number=number, possible=possible, table="list")  # type: ignore[arg-type]


def test_a_single_hidden_part_is_the_total_less_the_others() -> None:
    (found,) = attack(Publication(editions=(an_edition(103, None, 60, 40),)), [guard()])

    assert (found.low, found.high) == (3, 3)


def test_two_hidden_parts_can_be_so_many_numbers() -> None:
    public = Publication(editions=(an_edition(103, None, 60, None),))

    # 1 to 42: what is withheld is not zero
    assert attack(public, [guard(possible=42)]) == ()
    assert [one.high for one in attack(public, [guard(possible=43)])] == [42]


def test_where_zero_may_be_withheld_it_is_possible_too() -> None:
    zero = frozenset({(1, "n", ("t", "0")), (1, "n", ("t", "2"))})
    public = Publication(editions=(an_edition(103, None, 60, None),), may_be_zero=zero)  # type: ignore[arg-type]

    assert attack(public, [guard(possible=44)]) == ()


def test_two_editions_are_subtracted_from_each_other() -> None:
    # nobody came to the whole: so nobody came to a part, and 40 was 40 before
    first, second = (
        an_edition(103, None, 60, None),
        an_edition(103, None, None, 40, number=2),
    )
    both = Publication(editions=(first, second))

    (found,) = attack(both, [guard()])

    assert (found.low, found.high) == (3, 3)


def test_who_left_is_found_where_people_only_left() -> None:
    first, second = (
        an_edition(100, None, 60, None),
        an_edition(99, None, 60, None, number=2),
    )

    found = attack(Publication(editions=(first, second)), [guard(possible=60)])

    assert {one.supposing for one in found} <= {"left", "either"}


def test_a_rounded_share_tells_of_its_number() -> None:
    # 7 in 100 of 103 lies between 6.7 and 7.7: seven
    share = Rounded(number=(1, "n", ("t", "0")), base=(1, "n", ("t",)), hundredths=7)
    public = Publication(editions=(an_edition(103, None, 60, None),), rounded=(share,))

    (found,) = attack(public, [guard()])

    assert (found.low, found.high) == (7, 7)


def shares(agree: int | None, of: int | None, *others: tuple[int, int]) -> Publication:
    cells: dict[Key, Printed] = {("a", "0"): printed(agree, of, based=True)}
    cells |= {
        ("a", str(n)): printed(*one, based=True)
        for n, one in enumerate(others, start=1)
    }
    total = (40, 60)
    cells["a",] = printed(*total, based=True)
    tie = Tie(total=("a",), parts=tuple(cells)[:-1], bases=True)
    return Publication(editions=(Edition(number=1, cells=cells, ties=(tie,)),))


@pytest.mark.parametrize(
    ("low", "beyond", "others"), [(False, 0.95, (20, 40)), (True, 0.05, (40, 40))]
)
def test_a_one_sided_share_is_found(
    low: bool, beyond: float, others: tuple[int, int]
) -> None:
    base = (1, "of", ("a", "0"))
    number = (1, "n", ("a", "0"))
    one = Guard(number=number, base=base, beyond=beyond, low=low, table="a")  # type: ignore[arg-type]

    (found,) = attack(shares(None, None, others), [one])

    assert found.low == (0 if low else 20)


def test_a_share_that_may_be_mixed_is_not_found() -> None:
    base, number = (1, "of", ("a", "0")), (1, "n", ("a", "0"))
    one = Guard(number=number, base=base, beyond=0.95, table="a")  # type: ignore[arg-type]

    assert attack(shares(None, None, (30, 30)), [one, one]) == ()


def test_a_refusal_names_the_table_and_no_number() -> None:
    found = attack(Publication(editions=(an_edition(103, None, 60, 40),)), [guard()])

    with pytest.raises(Recoverable) as refused:
        attacker.gate(found)

    assert refused.value.params["tables"] == ["list"]
    assert not any(sign.isdigit() for sign in refused.value.message)
    attacker.gate(())


def test_of_nothing_nothing_follows() -> None:
    assert attack(Publication(editions=()), []) == ()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(1, 6), min_size=4, max_size=4),
    st.sets(st.integers(0, 3), min_size=1),
)
def test_it_finds_what_trying_every_number_finds(
    parts: list[int], out: set[int]
) -> None:
    # a table of two by two with all margins: 0 1 / 2 3
    shown = [None if n in out else one for n, one in enumerate(parts)]
    cells: dict[Key, Printed] = {
        ("c", str(n)): printed(one) for n, one in enumerate(shown)
    }
    lines = {"top": (0, 1), "low": (2, 3), "left": (0, 2), "right": (1, 3)}
    cells |= {(name,): printed(sum(parts[n] for n in on)) for name, on in lines.items()}
    ties = tuple(
        Tie(total=(name,), parts=tuple(("c", str(n)) for n in on), bases=False)
        for name, on in lines.items()
    )
    public = Publication(editions=(Edition(number=1, cells=cells, ties=ties),))

    possible: dict[int, set[int]] = {n: set() for n in out}
    for tried in product(range(1, 13), repeat=len(out)):
        whole = [*parts]
        for n, one in zip(sorted(out), tried, strict=True):
            whole[n] = one
        if all(
            sum(whole[n] for n in on) == sum(parts[n] for n in on)
            for on in lines.values()
        ):
            for n in out:
                possible[n].add(whole[n])

    asked = [
        Guard(number=(1, "n", ("c", str(n))), possible=100, table="c") for n in out
    ]
    for found in attack(public, asked):
        n = int(found.guard.number[2][1])
        assert (found.low, found.high) == (min(possible[n]), max(possible[n]))


def test_it_shares_no_code_with_what_hides() -> None:
    hides = {
        f"vestibule.protect.{name}"
        for name in ("tables", "clearing", "suppression", "inference")
    }
    hides |= {
        f"vestibule.protect.editions.{one}" for one in ("building", "needs", "rests")
    }

    for module in (attacker, hostile, publication):
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        imported = {
            node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        }
        ours = {name for name in imported if name and name.startswith("vestibule")}
        assert ours <= {
            "vestibule.errors",
            "vestibule.protect.editions.hostile",
            "vestibule.protect.editions.ledger",
            "vestibule.protect.editions.publication",
            "vestibule.protect.thresholds",
        }
        assert ours.isdisjoint(hides)


@pytest.mark.parametrize("gives_up", ["always", "on whole numbers"])
def test_where_the_solver_gives_up_nothing_is_released(
    monkeypatch: pytest.MonkeyPatch, gives_up: str
) -> None:
    solve = optimize.milp

    def weary(*args: Any, **given: Any) -> optimize.OptimizeResult:
        if gives_up == "always" or given["integrality"].any():
            return optimize.OptimizeResult(status=4, x=None)
        solved = solve(*args, **given)
        solved.x = solved.x + 0.25  # no whole solution is seen on the way
        return solved

    monkeypatch.setattr(optimize, "milp", weary)
    public = Publication(editions=(an_edition(103, None, 60, None),))

    # 1 to 42 are possible, so that the guard would hold
    (found,) = attack(public, [guard(possible=10)])

    assert found.high - found.low + 1 == 10


def test_what_fits_nothing_is_no_supposition() -> None:
    # the whole is less than its part: nobody can have counted so
    assert attack(Publication(editions=(an_edition(10, None, 60),)), [guard()]) == ()


def test_guards_that_hang_together_are_asked_one_after_another() -> None:
    public = Publication(editions=(an_edition(103, None, 60, None, None),))
    asked = [guard(part, possible=100) for part in (0, 2, 3)]

    together = attack(public, asked)

    assert [(one.low, one.high) for one in together] == [(1, 41)] * 3


def careless(seed: int) -> tuple[Publication, list[Guard]]:
    """Return editions that were each cleared alone, and guards of all their numbers."""
    draw = np.random.default_rng(seed)
    rows = generated.people(draw)
    low = Disclosure(people=5, gatherings=2, places=1)
    held = []
    for number in (1, 2):
        with contextlib.suppress(Refused):
            one = editions.clear(generated.tables(rows, seed), low)
            held.append(dataclasses.replace(one.edition, number=number))
        rows = generated.later(rows, draw)
    asked = []
    for edition in held:
        for key, cell in edition.cells.items():
            n, of = (edition.number, "n", key), (edition.number, "of", key)
            asked.append(Guard(number=of if cell.based else n, possible=12, table="t"))  # type: ignore[arg-type]
            if cell.based:
                asked.append(Guard(number=n, base=of, beyond=0.9, table="t"))  # type: ignore[arg-type]
    return Publication(editions=held), asked


@pytest.mark.parametrize("seed", [1, 4])
def test_island_by_island_as_much_is_found_as_in_one_program(seed: int) -> None:
    public, asked = careless(seed)

    found = {one.guard for one in attack(public, asked)}

    assert found == one_program.fallen(public, asked)
    assert 0 < len(found) < len(asked)


@pytest.mark.proof
def test_island_by_island_as_much_is_found_of_hundreds_of_pairs() -> None:
    for seed in range(300):
        public, asked = careless(seed)
        found = {one.guard for one in attack(public, asked)}
        assert found == one_program.fallen(public, asked), seed
