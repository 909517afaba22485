"""Herders and guards: which statements are put to whom next, and why."""

from __future__ import annotations

import hashlib
from typing import Any

import polars as pl
import pytest
from tests import by_hand
from tests.understand.ground import voices

from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.understand import ground, showings
from vestibule.understand.showings import NextStatements, ShowingSettings, State, Whom

STATEMENTS = ("s1", "s2", "s3", "s4", "s5", "s6", "s7")
"""s1 is shared, s2 divides, s3 is refused, s4 is near the bar, s5 was put to herders
only, s6 and s7 to nobody."""

MORE: dict[str, Any] = {
    "people": [
        {"id": "amina", "pseudonym": "A1", "profile": "herder", "sex": "female"},
        {"id": "bako", "pseudonym": "B2", "profile": "guard"},
        {"id": "chana", "pseudonym": "C3"},
    ],
    "votes": [{"person": "bako", "statement": "s4", "vote": 1}],
}


def tallies() -> list[dict[str, Any]]:
    return [*voices.usual(), *voices.all_of("h", "s5", 14, 6)]


def worded(dossier: Dossier) -> Dossier:
    """Give each statement its own words: they are what lots are drawn from."""
    said = pl.concat_str(pl.lit("Statement "), "key")
    rows = dossier.table("statements").with_columns(words=said)
    return dossier.with_tables(statements=rows)


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return worded(voices.dossier(tallies(), statements=STATEMENTS, **MORE))


@pytest.fixture(scope="module")
def found(dossier: Dossier) -> ground.GroundResult:
    return ground.common_ground(dossier)


@pytest.fixture(scope="module")
def state(dossier: Dossier, found: ground.GroundResult) -> State:
    return showings.state(dossier, found)


def asked(state: State, whom: Whom, n: int = 2, **settings: Any) -> NextStatements:
    return showings.next_statements(
        state, whom, n=n, settings=ShowingSettings(**settings)
    )


def column(result: NextStatements, name: str) -> dict[str, Any]:
    return dict(result.chances.select("key", name).iter_rows())


def of(dossier: Dossier, **said: str) -> Whom:
    return showings.speaking_from(dossier, said)


def test_not_every_statement_is_equally_likely(dossier: Dossier, state: State) -> None:
    """Polis drew all statements alike for 16 months, and no test told."""
    for whom in (of(dossier, side="forces"), of(dossier, profile="herder")):
        for size in (1, None):
            told = asked(state, Whom(groups=whom.groups, size=size))

            assert told.chances["probability"].n_unique() > 1
            assert told.chances["worth"].n_unique() > 2


def test_what_is_decided_gets_the_floor_and_no_more(
    dossier: Dossier, found: ground.GroundResult, state: State
) -> None:
    verdicts = dict(found.statements.select("key", "verdict").iter_rows())
    assert [verdicts[key] for key in ("s1", "s2", "s3")] == [
        "common_ground",
        "dividing",
        "not_shared",
    ]

    told = asked(state, of(dossier, side="forces"))

    floor = 0.1 * 2 / 7
    chances = column(told, "probability")
    assert [chances[key] for key in ("s1", "s2", "s3")] == pytest.approx([floor] * 3)
    assert [column(told, "reason")[key] for key in ("s1", "s2", "s3")] == ["lot"] * 3
    assert min(chances.values()) == pytest.approx(floor)


def test_guards_are_asked_what_only_herders_were_asked(
    dossier: Dossier, state: State
) -> None:
    guards = asked(state, of(dossier, side="forces"), n=1)
    herders = asked(state, of(dossier, side="community"), n=1)

    assert guards.chances.row(0, named=True)["key"] == "s5"
    assert column(guards, "reason")["s5"] == "never_asked"
    assert column(guards, "group")["s5"] == "forces"
    assert column(guards, "worth")["s5"] > column(herders, "worth")["s5"]
    # what nobody heard is worth as much to either, and told to be so
    assert column(herders, "reason")["s6"] == column(guards, "reason")["s6"]
    assert column(herders, "probability")["s5"] < 0.2


def test_a_group_heard_less_is_asked_first_about_the_same_claim(
    dossier: Dossier,
) -> None:
    fewer = [
        row for row in voices.usual() if row["gathering"] not in ("f3", "f4", "f5")
    ]
    heard = worded(voices.dossier(fewer, statements=STATEMENTS[:4], **MORE))
    given = showings.state(heard)
    guards, herders = (
        column(asked(given, of(heard, side=side)), "worth")["s4"]
        for side in ("forces", "community")
    )

    assert guards > herders


def test_every_statement_has_a_chance_and_chances_fill_the_places(
    dossier: Dossier, state: State
) -> None:
    for n in (1, 3, 7):
        told = asked(state, of(dossier, side="forces"), n=n)

        assert told.chances["probability"].min() > 0  # type: ignore[operator]
        assert told.chances["probability"].sum() == pytest.approx(n)
        assert told.statements.height == n


def test_over_many_seeds_statements_are_drawn_as_often_as_stated(
    dossier: Dossier, state: State
) -> None:
    whom = of(dossier, side="forces")
    drawn = pl.concat(
        [asked(state, whom, seed=seed, explore=0.5).chances for seed in range(200)]
    )
    often = drawn.group_by("key").agg(pl.col("drawn").mean(), pl.col("probability"))

    for _, mean, stated in often.iter_rows():
        assert len(set(stated)) == 1
        assert mean == pytest.approx(stated[0], abs=0.12)


def test_people_who_answer_alone_are_not_all_asked_the_same(
    dossier: Dossier, state: State
) -> None:
    alone = showings.speaking_from(dossier, {"side": "forces"}, size=1)
    together = of(dossier, side="forces")

    spread, best = (asked(state, one, n=1) for one in (alone, together))

    assert spread.chances["probability"].max() < best.chances["probability"].max()  # type: ignore[operator]
    assert alone.method == "individual"


def test_nobody_is_asked_again_what_they_answered(
    dossier: Dossier, state: State
) -> None:
    bako = showings.of_person(dossier, by_hand.called("bako"))

    told = asked(state, bako, n=7)

    assert bako.groups == {"side": "forces"}
    assert "s4" not in told.chances["key"].to_list()
    assert told.left_out.select("key", "why").rows() == [("s4", "answered")]
    assert told.statements.height == 6
    assert told.limits == ("fewer",)
    # all that is left is put for certain
    assert set(told.chances["probability"]) == {1.0}


def test_a_gathering_is_not_asked_again_what_was_put_to_it(
    dossier: Dossier, state: State
) -> None:
    held = showings.of_gathering(dossier, by_hand.called("h0"))

    told = asked(state, held)

    assert held.groups == {"side": "people"}
    assert sorted(told.left_out["key"]) == ["s1", "s2", "s3", "s4", "s5"]
    assert sorted(told.statements["key"]) == ["s6", "s7"]


def test_what_moderation_left_out_is_never_put() -> None:
    heard = worded(voices.dossier(voices.usual(), **MORE))
    rows = heard.table("statements").with_columns(
        moderation=pl.col("key").replace_strict(
            {"s2": "out", "s4": "waiting"}, default="in"
        )
    )
    heard = heard.with_tables(statements=rows)

    told = asked(showings.state(heard), of(heard, side="forces"), n=4)

    assert sorted(told.chances["key"]) == ["s1", "s3"]
    assert told.left_out.select("key", "why").rows() == [("s4", "waiting")]


def test_a_sensitive_statement_is_put_only_where_answers_stay_hidden() -> None:
    heard = worded(voices.dossier(voices.usual(), sensitive=["s4"]))
    given = showings.state(heard)
    for method in ("hands", "standing", "cards"):
        whom = showings.speaking_from(heard, {"side": "forces"}, method=method)
        told = asked(given, whom, n=4)

        assert "s4" not in told.chances["key"].to_list()
        assert told.left_out["why"].to_list() == ["sensitive_in_public"]
        assert "sensitive-in-public" in told.limits
    for method in ("pots", "individual"):
        whom = showings.speaking_from(heard, {"side": "forces"}, method=method)
        told = asked(given, whom, n=4)

        assert column(told, "reason")["s4"] == "counted_in_public"


def renamed(dossier: Dossier) -> Dossier:
    """Give every record another id, and turn the rows around."""

    def new(old: str) -> str:
        return hashlib.sha256(f"again {old}".encode()).hexdigest()[:32]

    tables = {}
    for name, rows in dossier.tables.items():
        columns = ["id", *(one.name for one in TABLES[name].references)]
        tables[name] = rows.with_columns(
            pl.col(one).map_elements(new, return_dtype=pl.String) for one in columns
        ).reverse()
    return dossier.with_tables(**tables)


def test_neither_ids_nor_the_order_of_rows_move_a_draw(
    dossier: Dossier, state: State
) -> None:
    other = renamed(dossier)
    again = showings.state(other)
    for seed in range(5):
        first = asked(state, of(dossier, side="forces"), seed=seed)
        second = asked(again, of(other, side="forces"), seed=seed)

        columns = ["key", "rank", "drawn", "probability", "reason"]
        assert second.chances.select(columns).equals(first.chances.select(columns))
    assert again.family.tolist() == state.family.tolist()


def test_the_same_is_drawn_again_until_something_is_recorded(
    dossier: Dossier, state: State
) -> None:
    whom = of(dossier, side="forces")

    assert asked(state, whom).chances.equals(asked(state, whom).chances)
    draws = {
        tuple(asked(state, whom, seed=seed, explore=1).statements["key"])
        for seed in range(10)
    }
    assert len(draws) > 3


def test_showings_are_records_with_their_probability(
    dossier: Dossier, state: State
) -> None:
    whom = showings.of_gathering(dossier, by_hand.called("k0"))
    told = asked(state, whom, n=3)

    after = showings.record(dossier, told, origin="tablet", by="K7")
    once_more = showings.record(after, told, origin="tablet", by="K7")

    rows = after.table("showings").sort("seq")
    assert rows["statement"].to_list() == told.statements["statement"].to_list()
    assert rows["probability"].to_list() == told.statements["probability"].to_list()
    assert set(rows["gathering"]) == {by_hand.called("k0")}
    assert rows["person"].null_count() == 3
    assert rows["seq"].to_list() == [1, 2, 3]
    assert once_more.table("showings")["seq"].sort().to_list() == [1, 2, 3, 4, 5, 6]
    # what was put to them is not put again, and the lots are new
    put = showings.of_gathering(after, by_hand.called("k0"))
    assert put.done == frozenset(told.statements["statement"])


def test_a_person_is_recorded_too(dossier: Dossier, state: State) -> None:
    chana = showings.of_person(dossier, by_hand.called("chana"))

    after = showings.record(dossier, asked(state, chana), origin="tablet")

    assert set(after.table("showings")["person"]) == {by_hand.called("chana")}


def test_nothing_is_recorded_of_nobody(dossier: Dossier, state: State) -> None:
    with pytest.raises(DataError, match="name the one to whom"):
        showings.record(dossier, asked(state, of(dossier, side="forces")), origin="x")


def test_an_unknown_group_gets_a_plain_lottery_and_is_told_why(
    dossier: Dossier, state: State
) -> None:
    chana = showings.of_person(dossier, by_hand.called("chana"))

    told = asked(state, chana)

    assert told.limits == ("group-unknown",)
    assert "not known to which group" in told.explain()
    assert set(told.chances["probability"].round(9)) == {round(2 / 7, 9)}


def test_a_settled_process_gets_a_plain_lottery_and_is_told_why() -> None:
    shared = [*voices.all_of("h", "s1", 3, 17), *voices.all_of("f", "s1", 4, 16)]
    shared += [*voices.all_of("h", "s2", 3, 17), *voices.all_of("f", "s2", 4, 16)]
    heard = worded(voices.dossier(shared, statements=("s1", "s2"), **MORE))

    told = asked(showings.state(heard), of(heard, side="forces"), n=1)

    assert told.limits == ("nothing-open",)
    assert told.chances["probability"].to_list() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("given", "n", "limits", "rows"),
    [
        ({"statements": ()}, 2, ("no-statement",), 0),
        ({"comparisons": ()}, 2, ("no-comparison",), 2),
        ({}, 2, ("nothing-known",), 2),
        ({"statements": ("s1",)}, 1, ("nothing-known",), 1),
    ],
)
def test_thin_input_gives_a_lottery_and_a_sentence(
    given: dict[str, Any], n: int, limits: tuple[str, ...], rows: int
) -> None:
    """Nobody answered; no statement; no comparison; a single statement."""
    heard = worded(voices.dossier([], **given))

    told = asked(showings.state(heard), of(heard, side="forces"), n=n)

    assert told.limits == limits
    assert told.statements.height == rows
    assert told.explain()


def test_one_segment_and_all_passes_and_all_agreeing_are_asked_about_all_the_same() -> (
    None
):
    one = voices.all_of("h", "s1", 12, 3)
    passed = [
        *voices.all_of("h", "s1", 0, 0, passed=12),
        *voices.all_of("f", "s1", 0, 0, passed=12),
    ]
    agreed = [*voices.all_of("h", "s1", 12, 0), *voices.all_of("f", "s1", 12, 0)]
    for rows in (one, passed, agreed):
        heard = worded(voices.dossier(rows))
        told = asked(showings.state(heard), of(heard, side="forces"))

        assert "nothing-known" in told.limits
        assert told.statements.height == 2
        assert told.chances["probability"].min() > 0  # type: ignore[operator]


def test_a_statement_newer_than_the_analysis_was_never_asked(
    dossier: Dossier, found: ground.GroundResult
) -> None:
    new = {"id": "s8", "key": "s8", "words": "Statement s8"}
    rows = [dossier.table("statements"), by_hand.frame("statements", [new])]
    grown = dossier.with_tables(statements=pl.concat(rows))

    told = asked(showings.state(grown, found), of(grown, side="forces"))

    assert column(told, "reason")["s8"] == "never_asked"
    assert column(told, "worth")["s8"] == column(told, "worth")["s6"]


def test_what_everyone_passed_on_is_not_asked_for_ever() -> None:
    rows = [
        *voices.usual(),
        *voices.all_of("h", "s5", 0, 0, passed=20),
        *voices.all_of("f", "s5", 0, 0, passed=20),
    ]
    heard = worded(voices.dossier(rows, statements=STATEMENTS))

    told = asked(showings.state(heard), of(heard, side="forces"))

    assert column(told, "worth")["s5"] < 0.1 * column(told, "worth")["s6"]


def test_nothing_left_is_told(dossier: Dossier, state: State) -> None:
    whom = Whom(groups={}, done=frozenset(state.statements["statement"]))

    told = asked(state, whom)

    assert told.limits == ("nothing-left",)
    assert told.chances.is_empty()


def test_two_statements_with_the_same_words_do_not_fill_a_list() -> None:
    heard = voices.dossier(voices.usual(), statements=STATEMENTS)
    same = {"s5": "Wells first.", "s6": "Wells first!", "s7": "Open the school."}
    words = pl.col("key").replace_strict(same, default=pl.col("key"))
    heard = heard.with_tables(
        statements=heard.table("statements").with_columns(words=words)
    )

    told = asked(showings.state(heard), of(heard, side="forces"))

    chances = column(told, "probability")
    assert chances["s7"] == pytest.approx(0.9 + 0.1 * 2 / 7)
    assert max(chances["s5"], chances["s6"]) == pytest.approx(chances["s7"])
    assert min(chances["s5"], chances["s6"]) == pytest.approx(0.1 * 2 / 7)


def test_people_present_and_kind_of_gathering_are_known() -> None:
    held = [
        {"id": "met", "code": "M", "profile": "herder", "present": 17},
        {"id": "far", "code": "F", "kind": "online"},
        {"id": "new", "code": "N", "composition": "mixed", "profile": "herder"},
        {"id": "count", "code": "C", "profile": "guard"},
    ]
    there = [{"gathering": "count", "n": 9}]
    heard = voices.dossier([], gatherings=held, attendances=there)
    met, far, new, count = (
        showings.of_gathering(heard, by_hand.called(name))
        for name in ("met", "far", "new", "count")
    )

    assert (met.size, met.groups, met.in_public) == (17, {"side": "people"}, True)
    assert (far.size, far.method, far.in_public) == (1, "individual", False)
    assert (new.size, new.groups) == (None, {})
    assert (count.size, count.groups) == (9, {"side": "forces"})
    assert showings.of_gathering(heard, by_hand.called("met"), size=30).size == 30


def test_a_region_may_be_named_by_its_key() -> None:
    regions = voices.comparison("region", north="n", south="s")
    places = [
        {"id": "north", "key": "n", "name": "North", "level": 1, "kind": "region"},
        {"id": "town", "key": "t", "name": "Town", "level": 2, "kind": "cercle"}
        | {"parent": "north"},
    ]
    heard = voices.dossier([], comparisons=[regions], places=places)

    assert of(heard, region="t").groups == {"region": "north"}
    assert of(heard, region=by_hand.called("town")).groups == {"region": "north"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda d: showings.of_person(d, "nobody"), "No record of people"),
        (lambda d: showings.of_gathering(d, "none"), "No record of gatherings"),
        (lambda d: of(d, clan="x"), "not told apart by clan"),
        (lambda d: of(d, profile="baker"), "No record of profiles is called “baker”"),
        (lambda d: of(d, region="nowhere"), "No record of places is called “nowhere”"),
        (
            lambda d: showings.speaking_from(d, {}, method="shouting"),
            "not counted by “shouting”",
        ),
    ],
)
def test_what_is_not_known_is_named(dossier: Dossier, wrong: Any, said: str) -> None:
    with pytest.raises(DataError, match=said):
        wrong(dossier)


def test_at_least_one_statement_is_wanted(dossier: Dossier, state: State) -> None:
    with pytest.raises(DataError, match="At least one"):
        asked(state, of(dossier, side="forces"), n=0)


def test_a_result_tells_itself_as_plain_values_without_ids(
    dossier: Dossier, state: State
) -> None:
    told = asked(state, of(dossier, side="forces")).to_dict()

    assert told["groups"] == {"side": "forces"}
    assert [row["key"] for row in told["statements"]] != []
    assert "statement" not in told["statements"][0]
    assert told["settings"] == {"explore": 0.1, "seed": 1}
