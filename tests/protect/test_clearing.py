from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.protect import attacker

from vestibule.dossier.process import Disclosure
from vestibule.protect import clearing
from vestibule.protect.cleared import Count, Hidden
from vestibule.protect.clearing import Table
from vestibule.protect.thresholds import Key, Sum, Uncleared

PEOPLE = Disclosure(people=10, gatherings=3, places=2)


def people(n: int, **more: object) -> Uncleared:
    return Uncleared(value=n, people=n, **more)  # type: ignore[arg-type]


def a_list(total: int, *parts: int) -> Table:
    cells = {("t",): people(total)}
    cells |= {("t", f"p={n}"): people(part) for n, part in enumerate(parts)}
    return Table(cells=cells, sums=(Sum(total=("t",), parts=tuple(cells)[1:]),))


def hidden(cells: dict[Key, Count | Hidden]) -> dict[Key, str]:
    return {key: one.reason for key, one in cells.items() if isinstance(one, Hidden)}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (Uncleared(value=9, people=9), "too_few_people"),
        (Uncleared(value=10, people=10), None),
        (Uncleared(value=2, of=200, people=200), None),
        (Uncleared(value=40, people=40, gatherings=2, places=2), "too_few_gatherings"),
        (Uncleared(value=40, people=40, gatherings=3, places=1), "too_few_places"),
        (Uncleared(value=40, people=40, gatherings=3, places=2), None),
        (Uncleared(value=0, people=0, gatherings=0, places=0), None),
        (Uncleared(value=19, of=20, people=20, below_region=True), "near_unanimous"),
        (Uncleared(value=1, of=20, people=20, below_region=True), "near_unanimous"),
        (Uncleared(value=18, of=20, people=20, below_region=True), None),
        (Uncleared(value=20, of=20, people=20), None),
        (Uncleared(value=90, people=90, barred="sensitive"), "sensitive"),
    ],
)
def test_a_lone_cell_is_shown_or_withheld_with_its_reason(
    cell: Uncleared, reason: str | None
) -> None:
    cleared = clearing.clear([Table(cells={("t",): cell})], PEOPLE)[("t",)]

    shown = Count(value=cell.value, of=cell.of)
    assert cleared == (shown if reason is None else Hidden(reason=reason))  # type: ignore[arg-type]


def test_hiding_one_part_of_a_list_hides_the_next_smallest_too() -> None:
    cleared = clearing.clear([a_list(103, 3, 60, 40)], PEOPLE)

    assert hidden(cleared) == {
        ("t", "p=0"): "too_few_people",
        ("t", "p=2"): "complementary",
    }


def test_two_small_parts_that_are_small_together_need_a_third() -> None:
    cleared = clearing.clear([a_list(107, 3, 4, 60, 40)], PEOPLE)

    assert set(hidden(cleared)) == {("t", "p=0"), ("t", "p=1"), ("t", "p=3")}


def test_two_small_parts_that_are_enough_together_hide_each_other() -> None:
    cleared = clearing.clear([a_list(111, 5, 6, 60, 40)], PEOPLE)

    assert set(hidden(cleared)) == {("t", "p=0"), ("t", "p=1")}


def test_two_ones_are_not_hidden_by_each_other_since_zeros_are_shown() -> None:
    low = Disclosure(people=2, gatherings=1, places=1)

    cleared = clearing.clear([a_list(42, 1, 1, 40)], low)

    assert set(hidden(cleared)) == {("t", "p=0"), ("t", "p=1"), ("t", "p=2")}


def test_where_nobody_was_heard_is_shown_and_never_hides_another() -> None:
    cleared = clearing.clear([a_list(63, 3, 0, 60)], PEOPLE)

    assert cleared[("t", "p=1")] == Count(value=0)
    assert set(hidden(cleared)) == {("t", "p=0"), ("t", "p=2")}


def test_a_barred_part_that_is_the_whole_takes_its_total_along() -> None:
    cells = {("t",): people(50), ("t", "p=0"): people(50, barred="sensitive")}
    table = Table(cells=cells, sums=(Sum(total=("t",), parts=(("t", "p=0"),)),))

    cleared = clearing.clear([table], PEOPLE)

    assert hidden(cleared) == {("t",): "complementary", ("t", "p=0"): "sensitive"}


def test_a_total_shared_by_two_tables_is_protected_in_both() -> None:
    whole = {("t",): people(90)}
    by_sex = {("t", "sex=f"): people(85), ("t", "sex=m"): people(5)}
    by_age = {("t", "age=y"): people(50), ("t", "age=o"): people(40)}
    tables = [
        Table(cells=whole | part, sums=(Sum(total=("t",), parts=tuple(part)),))
        for part in (by_sex, by_age)
    ]

    cleared = clearing.clear(tables, PEOPLE)

    assert set(hidden(cleared)) == {("t", "sex=f"), ("t", "sex=m")}
    assert cleared[("t",)] == Count(value=90)


def test_a_cell_printed_in_two_tables_cannot_be_worked_out_from_the_other() -> None:
    # a + b = 60 in one table; a + c = 70 in another, where a alone looks safe.
    cells = {("x",): people(60), ("y",): people(70), ("a",): people(52)}
    cells |= {("b",): people(8), ("c",): people(18)}
    sums = (
        Sum(total=("x",), parts=(("a",), ("b",))),
        Sum(total=("y",), parts=(("a",), ("c",))),
    )

    cleared = clearing.clear([Table(cells=cells, sums=sums)], PEOPLE)

    assert {("a",), ("b",), ("c",)} <= set(hidden(cleared))


def test_what_is_left_of_a_total_must_stand_for_three_gatherings_too() -> None:
    cells = {("t",): people(90, gatherings=9, places=4)}
    for n, (heard, met) in enumerate([(12, 1), (14, 1), (30, 3), (34, 4)]):
        cells[("t", f"p={n}")] = people(heard, gatherings=met, places=2)
    table = Table(cells=cells, sums=(Sum(total=("t",), parts=tuple(cells)[1:]),))

    cleared = clearing.clear([table], PEOPLE)

    assert set(hidden(cleared)) == {("t", "p=0"), ("t", "p=1"), ("t", "p=2")}


def test_the_answers_of_one_group_stand_or_fall_together() -> None:
    cells = {
        ("agree",): Uncleared(value=7, of=9, people=9, bundle="s1"),
        ("pass",): Uncleared(value=2, of=9, people=9, bundle="s1"),
        ("other",): Uncleared(value=30, of=50, people=50, bundle="s2"),
        ("other pass",): Uncleared(value=20, of=50, people=50, bundle="s2"),
    }
    cells[("whole",)] = Uncleared(value=37, of=59, people=59)
    table = Table(
        cells=cells, sums=(Sum(total=("whole",), parts=(("agree",), ("other",))),)
    )

    cleared = clearing.clear([table], PEOPLE)

    assert set(hidden(cleared)) == set(cells) - {("whole",)}


def test_an_unprinted_remainder_protects_at_no_cost_and_is_not_returned() -> None:
    cells = {("t",): people(90), ("a",): people(5), ("b",): people(45)}
    cells[("rest",)] = people(40, printed=False)
    table = Table(cells=cells, sums=(Sum(total=("t",), parts=tuple(cells)[1:]),))

    cleared = clearing.clear([table], PEOPLE)

    assert set(hidden(cleared)) == {("a",)}
    assert ("rest",) not in cleared


def test_an_unprinted_remainder_that_is_too_small_is_protected_itself() -> None:
    cells = {("t",): people(90), ("a",): people(42), ("b",): people(45)}
    cells[("rest",)] = people(3, printed=False)
    table = Table(cells=cells, sums=(Sum(total=("t",), parts=tuple(cells)[1:]),))

    cleared = clearing.clear([table], PEOPLE)

    assert set(hidden(cleared)) == {("a",)}


def test_nobody_in_a_whole_remainder_may_follow_but_not_how_many_were_there() -> None:
    def share(value: int, of: int, **more: object) -> Uncleared:
        return Uncleared(value=value, of=of, people=of, **more)  # type: ignore[arg-type]

    cells = {("t",): share(40, 100), ("a",): share(0, 6), ("b",): share(0, 24)}
    cells[("c",)] = share(40, 70)
    table = Table(cells=cells, sums=(Sum(total=("t",), parts=tuple(cells)[1:]),))

    cleared = clearing.clear([table], PEOPLE)

    assert set(hidden(cleared)) == {("a",), ("b",)}
    assert not attacker.solved(cleared, table.sums, "of")


def test_two_numbers_for_one_cell_are_refused() -> None:
    tables = [Table(cells={("t",): people(n)}) for n in (20, 21)]

    with pytest.raises(clearing.Contradiction, match="different numbers"):
        clearing.clear(tables, PEOPLE)


def test_parts_that_miss_their_total_are_refused() -> None:
    with pytest.raises(clearing.Contradiction, match="do not add up"):
        clearing.clear([a_list(100, 60, 30)], PEOPLE)


def test_a_sum_of_a_cell_that_is_not_there_is_refused() -> None:
    table = Table(
        cells={("t",): people(20)}, sums=(Sum(total=("t",), parts=(("u",),)),)
    )

    with pytest.raises(clearing.Contradiction, match="every part"):
        clearing.clear([table], PEOPLE)


ATTENDANCES = pl.DataFrame(
    {
        "region": ["n", "n", "n", "s", "s", "s", "s"],
        "sex": ["f", "m", None, "f", "m", "f", "m"],
        "n": [20, 8, 4, 30, 30, 10, 10],
        "gathering": ["1", "2", "3", "4", "5", "6", "7"],
        "place": ["p", "p", "q", "r", "r", "s", "s"],
    }
)


def test_rows_are_crossed_with_all_margins_and_what_was_not_noted() -> None:
    table = clearing.crossed(ATTENDANCES, ["sex", "region"], measure="here")

    assert table.cells[("here",)] == people(112, gatherings=7, places=4)
    assert table.cells[("here", "sex=?")] == people(4, gatherings=1, places=1)
    assert table.cells[("here", "region=s", "sex=f")] == people(
        40, gatherings=2, places=2
    )
    assert (
        Sum(
            total=("here", "region=n"),
            parts=tuple(("here", "region=n", f"sex={sex}") for sex in "?fm"),
        )
        in table.sums
    )
    assert len(table.sums) == 1 + 1 + 2 + 3


def test_a_share_is_crossed_with_its_base_and_bundle() -> None:
    rows = ATTENDANCES.with_columns(agree=pl.col("n") - 2)

    table = clearing.crossed(
        rows, ["region"], measure="yes", value="agree", of="n", bundle="s1", place=None
    )

    assert table.cells[("yes", "region=n")] == Uncleared(
        value=26, of=32, people=32, gatherings=3, bundle="s1|region=n"
    )


def test_herders_of_a_commune_are_never_shown_nor_forces_below_region() -> None:
    rows = ATTENDANCES.with_columns(
        restricted=pl.col("sex") == "m", profile=pl.lit("herder")
    )
    levels = {"region": 1, "place": 3}

    below = clearing.crossed(
        rows, ["place", "profile"], measure="here", place_levels=levels
    )
    above = clearing.crossed(rows, ["region"], measure="here", place_levels=levels)

    assert below.cells[("here", "place=q", "profile=herder")].barred == (
        "crossed_below_region"
    )
    assert below.cells[("here", "place=p")].barred == "restricted_below_region"
    assert below.cells[("here", "place=p")].below_region
    assert above.cells[("here", "region=n")].barred is None


counts = st.one_of(st.integers(0, 12), st.integers(0, 200))


@st.composite
def crossings(draw: st.DrawFn) -> Table:
    """A two-way table of counts or shares, often with small and empty cells."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    share = draw(st.booleans())
    rows = [
        {"row": str(r), "col": str(c), "n": n, "yes": draw(st.integers(0, n))}
        for r in range(height)
        for c in range(width)
        if (n := draw(counts))
    ] or [{"row": "0", "col": "0", "n": 20, "yes": 3}]
    return clearing.crossed(
        pl.DataFrame(rows),
        ["row", "col"],
        measure="t",
        value="yes" if share else "n",
        of="n" if share else None,
        gathering=None,
        place=None,
    )


@given(table=crossings())
def test_no_hidden_cell_of_a_two_way_table_follows_from_the_rest(table: Table) -> None:
    cleared = clearing.clear([table], PEOPLE)

    solved = attacker.solved(cleared, table.sums, "value")
    if table.cells[("t",)].of is None:
        assert not solved
    else:
        assert all(table.cells[key].value == 0 for key in solved)
        assert not attacker.solved(cleared, table.sums, "of")


@given(table=crossings())
def test_no_shown_cell_stands_for_fewer_than_ten(table: Table) -> None:
    cleared = clearing.clear([table], PEOPLE)

    assert all(
        table.cells[key].people >= 10 or table.cells[key].people == 0
        for key, cell in cleared.items()
        if isinstance(cell, Count)
    )


@given(table=crossings())
def test_no_hidden_cell_of_a_two_way_table_can_be_narrowed_to_less_than_ten(
    table: Table,
) -> None:
    cleared = clearing.clear([table], PEOPLE)

    part = "value" if table.cells[("t",)].of is None else "of"
    widths = attacker.narrowed(cleared, table.sums, part)
    assert all(width >= 10 - 1e-6 for width in widths.values())


@given(parts=st.lists(st.integers(0, 9), min_size=2, max_size=3))
def test_trying_all_values_leaves_a_hidden_cell_at_least_ten_wide(
    parts: list[int],
) -> None:
    table = a_list(sum(parts), *parts)

    cleared = clearing.clear([table], PEOPLE)

    tried = attacker.tried(cleared, table.sums, most=14)
    assert all(max(found) - min(found) >= 10 for found in tried.values())


@given(table=crossings(), other=crossings())
def test_tables_of_one_file_are_safe_together(table: Table, other: Table) -> None:
    renamed = {("u", *key[1:]): cell for key, cell in other.cells.items()}
    sums = tuple(
        Sum(total=("u", *s.total[1:]), parts=tuple(("u", *k[1:]) for k in s.parts))
        for s in other.sums
    )
    both = [table, Table(cells=renamed, sums=sums)]
    whole = Sum(total=("whole",), parts=(("t",), ("u",)))
    first, second = table.cells[("t",)], other.cells[("t",)]
    sum_cell = Uncleared(
        value=first.value + second.value, people=first.people + second.people
    )
    cells = {("whole",): sum_cell, ("t",): first, ("u",): second}
    both.append(Table(cells=cells, sums=(whole,)))

    cleared = clearing.clear(both, PEOPLE)

    every = [one for part in both for one in part.sums]
    solved = attacker.solved(cleared, every, "value")
    assert all(
        cells.of is not None and cells.value == 0
        for part in both
        for key, cells in part.cells.items()
        if key in solved
    )


@st.composite
def attended(draw: st.DrawFn) -> pl.DataFrame:
    """Attendances of a few gatherings, in a few places of a few regions."""
    rows = []
    for number in range(draw(st.integers(1, 14))):
        region = draw(st.sampled_from("nsew"))
        place = region + draw(st.sampled_from("123"))
        for sex in draw(st.sampled_from(["f", "m", "fm", "f?"])):
            rows.append(
                {"gathering": str(number), "place": place, "region": region}
                | {"sex": None if sex == "?" else sex, "n": draw(st.integers(1, 25))}
            )
    return pl.DataFrame(rows, schema_overrides={"sex": pl.String})


@given(rows=attended())
def test_what_can_be_subtracted_stands_for_ten_people_in_three_gatherings(
    rows: pl.DataFrame,
) -> None:
    table = clearing.crossed(rows, ["region", "sex"], measure="here")
    cleared = clearing.clear([table], PEOPLE)

    noted = rows.with_columns(pl.col("sex").fill_null("?"))

    def behind(keys: list[Key]) -> pl.DataFrame:
        """Return the rows of some cells, found without the room's help."""
        masks = [
            pl.all_horizontal(
                pl.lit(value=True),
                *(pl.col(part.split("=")[0]) == part.split("=")[1] for part in key[1:]),
            )
            for key in keys
        ]
        return noted.filter(pl.any_horizontal(masks))

    for one in table.sums:
        unknown = [key for key in one.parts if isinstance(cleared[key], Hidden)]
        if isinstance(cleared[one.total], Count) and unknown:
            left = behind(unknown)
            assert left["n"].sum() >= 10
            assert left["gathering"].n_unique() >= 3
            assert left["place"].n_unique() >= 2


def test_a_place_that_nobody_noted_is_no_second_place() -> None:
    rows = pl.DataFrame(
        {"n": [9, 9, 9], "gathering": ["a", "b", "c"], "place": ["p", "p", None]}
    )

    cleared = clearing.clear([clearing.crossed(rows, [], measure="people")], PEOPLE)

    assert hidden(cleared) == {("people",): "too_few_places"}


def test_what_everyone_knows_is_shown_and_hides_nothing_else() -> None:
    cells = {
        ("met",): Uncleared(value=13, people=130, counts="gatherings"),
        ("met", "focus"): Uncleared(value=10, people=100, counts="gatherings"),
        ("met", "alone"): Uncleared(value=2, people=2, counts="gatherings"),
        ("met", "conference"): Uncleared(
            value=1, people=28, gatherings=1, places=1, counts="gatherings", known=True
        ),
    }
    parts = tuple(cells)[1:]

    cleared = clearing.clear(
        [Table(cells=cells, sums=(Sum(total=("met",), parts=parts),))], PEOPLE
    )

    # Behind the one conference two interviews would not be hidden: focus groups go.
    assert cleared[("met", "conference")] == Count(value=1)
    assert hidden(cleared) == {
        ("met", "alone"): "too_few_people",
        ("met", "focus"): "complementary",
    }


def a_sensitive(agree: int, passed: int, disagree: int) -> Table:
    of = agree + passed + disagree
    cells = {
        (answer,): Uncleared(value=n, of=of, people=of, bundle="s", sensitive=True)
        for answer, n in (("agree", agree), ("passed", passed), ("disagree", disagree))
    }
    return Table(cells=cells)


@pytest.mark.parametrize(
    ("answers", "is_shown"),
    [
        ((2, 0, 22), False),  # two who said yes
        ((15, 9, 76), False),  # nine who passed
        ((24, 0, 0), True),  # nobody else: no few
        ((10, 10, 10), True),
    ],
)
def test_a_few_answers_to_a_sensitive_statement_hide_all_three(
    answers, is_shown
) -> None:
    cleared = clearing.clear([a_sensitive(*answers)], PEOPLE)

    assert (not hidden(cleared)) is is_shown
    assert set(hidden(cleared)) in (set(), {("agree",), ("passed",), ("disagree",)})


def test_a_few_sensitive_answers_do_not_follow_from_all_and_the_other_groups() -> None:
    def part(name: str, yes: int, of: int) -> dict[Key, Uncleared]:
        one = Uncleared(value=yes, of=of, people=of, sensitive=True)
        return {(name,): one}

    # 40 yes of 100; women 38 of 50, so men 2 of 50.
    cells = part("all", 40, 100) | part("women", 38, 50) | part("men", 2, 50)
    tied = (Sum(total=("all",), parts=(("women",), ("men",))),)

    cleared = clearing.clear([Table(cells=cells, sums=tied)], PEOPLE)

    assert set(hidden(cleared)) >= {("men",), ("women",)}


def test_where_all_refused_a_cell_is_withheld_and_another_with_it() -> None:
    rows = pl.DataFrame(
        {"region": ["n", "n", "n", "w", "w", "w"], "n": [20] * 6,
         "gathering": list("abcdef"), "place": list("xyxzuz")}
    )  # fmt: skip

    def shown(refused: list[dict[str, str]]) -> dict[Key, str]:
        table = clearing.crossed(rows, ["region"], measure="heard", refused=refused)
        return hidden(clearing.clear([table], PEOPLE))

    assert shown([]) == {}
    assert shown([{"region": "s"}]).keys() > {("heard", "region=s")}
    # Where someone agreed after all, the cell is what they are.
    assert shown([{"region": "n"}]) == {}
