"""Cuts: what was known, of which day, and whether anything is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.dossier import generate

from vestibule.dossier import cuts, hashing, merging, moments, withdrawals
from vestibule.dossier.records import Dossier


def key(name: str) -> str:
    return generate.an_id(name)


def record(table: str, name: str, seq: int, origin: str = "o", **own: object):
    return table, {"id": key(name), "origin": origin, "seq": seq, **own}


def gathering(name: str, seq: int, held_on: date | None, **more: object):
    return record(
        "gatherings", name, seq, code=name, kind="interview", held_on=held_on, **more
    )


def excerpt(name: str, seq: int, of: str, voice: str | None = None):
    return record(
        "excerpts",
        name,
        seq,
        gathering=key(of),
        voice=key(voice) if voice else None,
        words=".",
        review="unreviewed",
    )


def names(dossier: Dossier, table: str) -> set[str]:
    return set(dossier.table(table)["id"])


def keys(*given: str) -> set[str]:
    return {key(name) for name in given}


def withdrawn(dossier: Dossier, table: str, name: str) -> Dossier:
    return withdrawals.withdraw(
        dossier, table=table, record=key(name), origin="hub", at=None, by=None
    )


def test_a_cut_is_the_highest_number_of_each_origin_over_all_tables() -> None:
    dossier = generate.dossier_of(
        [
            gathering("g", 1, None),
            excerpt("e", 2, "g"),
            record("people", "p", 5, "b", pseudonym="x"),
        ]
    )

    assert cuts.cut(dossier) == {"b": 5, "o": 2}
    assert cuts.cut(withdrawn(dossier, "excerpts", "e")) == {"b": 5, "hub": 1, "o": 2}
    assert cuts.next_seq(dossier, "o") == 3
    assert cuts.next_seq(dossier, "new") == 1


def test_an_empty_dossier_has_an_empty_cut_and_no_gaps() -> None:
    empty = generate.dossier_of([])

    assert cuts.cut(empty) == {}
    assert cuts.gaps(empty) == ()


def test_missing_and_doubled_numbers_are_named() -> None:
    people = [(1, "a"), (4, "b"), (4, "c"), (5, "d"), (7, "e"), (4, "f")]
    dossier = generate.dossier_of(
        [record("people", name, seq, pseudonym=name) for seq, name in people]
        + [record("people", "z", 1, "whole", pseudonym="z")]
    )

    (gap,) = cuts.gaps(dossier)

    assert gap == cuts.Gap(origin="o", missing=((2, 3), (6, 6)), doubled=(4,))
    assert str(gap) == "o: 2–3, 6 missing; 4 used more than once"


def test_a_number_used_twice_is_no_missing_number() -> None:
    dossier = generate.dossier_of(
        [record("people", name, 1, pseudonym=name) for name in ("a", "b")]
    )

    assert [str(gap) for gap in cuts.gaps(dossier)] == ["o: 1 used more than once"]


def test_an_origin_whose_first_records_are_lost_is_named() -> None:
    dossier = generate.dossier_of([record("people", "a", 3, pseudonym="a")])

    assert cuts.gaps(dossier)[0].missing == ((1, 2),)


def test_a_record_that_was_withdrawn_is_not_missing() -> None:
    dossier = generate.dossier_of(
        [
            record("people", name, seq, pseudonym=name)
            for seq, name in [(1, "a"), (2, "b")]
        ]
    )

    assert cuts.gaps(withdrawn(dossier, "people", "a")) == ()


def only_lost_numbers_are_named(data: st.DataObject) -> None:
    world = data.draw(generate.worlds())
    lost = data.draw(st.sets(st.sampled_from(range(len(world.records) or 1))))
    kept = [r for i, r in enumerate(world.records) if i not in lost]

    found = {
        (gap.origin, seq)
        for gap in cuts.gaps(generate.dossier_of(kept))
        for first, last in gap.missing
        for seq in range(first, last + 1)
    }

    highest: dict[str, int] = {}
    for _, row in kept:
        highest[row["origin"]] = max(row["seq"], highest.get(row["origin"], 0))
    assert found == {
        (row["origin"], row["seq"])
        for i, (_, row) in enumerate(world.records)
        if i in lost and row["seq"] < highest.get(row["origin"], 0)
    }


def what_arrives_later_does_not_change_a_cut(data: st.DataObject) -> None:
    world = data.draw(generate.worlds(withdrawals=False))
    known = world.records[: data.draw(st.integers(0, len(world.records)))]
    now = generate.dossier_of(known)
    later = world.copy(lambda *_: True)

    found = cuts.as_of(merging.merge(now, later), cuts.cut(now))

    assert hashing.content_hash(found) == hashing.content_hash(now)


def withdrawals_alone_change_a_cut(data: st.DataObject) -> None:
    world = data.draw(generate.worlds())
    known = world.records[: data.draw(st.integers(0, len(world.records)))]
    now = generate.dossier_of(known)
    whole = merging.merge(now, world.copy(lambda *_: True))

    found = cuts.as_of(whole, cuts.cut(now))

    left = set(whole.table("removals")["id"])
    for name, rows in now.tables.items():
        if name != "removals":
            still = rows.filter(~pl.col("id").is_in(left))
            assert_frame_equal(found.table(name), still)
    assert cuts.withdrawn_since(whole, cuts.cut(now), cuts.n_records(now)) == sum(
        rows["id"].is_in(left).sum()
        for name, rows in now.tables.items()
        if name != "removals"
    )


test_only_lost_numbers_are_named = generate.law(st.data())(only_lost_numbers_are_named)
test_a_cut_is_unchanged_by_what_arrives_later = generate.law(st.data())(
    what_arrives_later_does_not_change_a_cut
)
test_a_cut_changes_by_withdrawals_alone = generate.law(st.data())(
    withdrawals_alone_change_a_cut
)
test_the_cut_is_proven = generate.proof(st.data())(
    what_arrives_later_does_not_change_a_cut
)
test_withdrawals_at_a_cut_are_proven = generate.proof(st.data())(
    withdrawals_alone_change_a_cut
)
test_lost_numbers_are_proven = generate.proof(st.data())(only_lost_numbers_are_named)


def test_an_origin_that_a_cut_does_not_name_was_unknown() -> None:
    dossier = generate.dossier_of([record("people", "a", 1, pseudonym="a")])

    assert cuts.as_of(dossier, {}).table("people").is_empty()
    assert cuts.as_of(dossier, {"other": 9}).table("people").is_empty()


def test_an_edition_tells_how_many_records_were_withdrawn_since() -> None:
    dossier = generate.dossier_of(
        [
            gathering("g", 1, None),
            excerpt("e1", 2, "g"),
            excerpt("e2", 3, "g"),
            gathering("h", 4, None),
        ]
    )
    then, records = cuts.cut(dossier), cuts.n_records(dossier)

    later = withdrawn(dossier, "gatherings", "g")

    assert records == 4
    assert cuts.withdrawn_since(dossier, then, records) == 0
    assert cuts.withdrawn_since(later, then, records) == 3


JUNE, JULY = date(2030, 6, 30), date(2030, 7, 1)


def test_of_a_day_is_without_later_gatherings_and_what_hangs_on_them() -> None:
    dossier = generate.dossier_of(
        [
            gathering("early", 1, JUNE),
            gathering("late", 2, JULY),
            gathering("undated", 3, None),
            record("voices", "v", 4, gathering=key("late"), medium="notes"),
            excerpt("e1", 5, "early"),
            excerpt("e2", 6, "early", voice="v"),
            excerpt("e3", 7, "undated"),
            record(
                "statements",
                "s",
                8,
                key="s",
                words="s",
                source="seed",
                moderation="in",
                gathering=key("late"),
            ),
            record("people", "p", 9, pseudonym="p"),
        ]
    )

    found = cuts.as_of(dossier, JUNE)

    assert names(found, "gatherings") == keys("early", "undated")
    assert names(found, "voices") == set()
    assert names(found, "excerpts") == keys("e1", "e3")
    assert names(found, "statements") == set()
    assert names(found, "people") == keys("p")
    assert hashing.content_hash(cuts.as_of(dossier, JULY)) == hashing.content_hash(
        dossier
    )


def test_of_a_day_is_without_later_events_of_other_tables() -> None:
    dossier = generate.dossier_of(
        [
            record(
                "recommendations",
                "r",
                1,
                words="r",
                addressee="a",
                made_on=JUNE,
                answer_by=JULY,
            ),
            record(
                "responses",
                "x",
                2,
                recommendation=key("r"),
                answer="accepted",
                given_on=JULY,
            ),
            record("commitments", "c", 3, response=key("x"), words="c", owner="o"),
        ]
    )

    found = cuts.as_of(dossier, JUNE)

    assert names(found, "recommendations") == keys("r")
    assert names(found, "responses") == set()
    assert names(found, "commitments") == set()


def test_the_version_that_stands_tells_the_day() -> None:
    dossier = generate.dossier_of(
        [
            gathering("g1", 1, JUNE),
            gathering("g2", 2, JULY, supersedes=key("g1")),
            excerpt("e", 3, "g1"),
            gathering("h1", 4, JULY),
            gathering("h2", 5, JUNE, supersedes=key("h1")),
            excerpt("f", 6, "h1"),
        ]
    )

    found = cuts.as_of(dossier, JUNE)

    assert names(found, "gatherings") == keys("h1", "h2")
    assert names(found, "excerpts") == keys("f")


def test_of_a_day_keeps_what_was_withdrawn_gone() -> None:
    dossier = generate.dossier_of([gathering("g", 1, JUNE), excerpt("e", 2, "g")])

    found = cuts.as_of(withdrawn(dossier, "gatherings", "g"), JUNE)

    assert names(found, "gatherings") == names(found, "excerpts") == set()
    assert found.table("withdrawals").height == 1


def test_a_day_before_everything_leaves_what_has_no_day() -> None:
    dossier = generate.dossier_of([record("people", "p", 1, pseudonym="p")])

    assert names(cuts.as_of(dossier, date(1960, 1, 1)), "people") == keys("p")


def moment(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def conversation(*answers: tuple[str, date | None]) -> Dossier:
    """Return a conversation online: who voted, on which day."""
    people = sorted({who for who, _ in answers} | {"silent"})
    online = {"code": "c", "kind": "online"}
    statement = {"key": "s", "words": "s", "source": "seed", "moderation": "in"}
    rows = [
        record("gatherings", "c", 1, **online),
        record("statements", "s", 2, gathering=key("c"), **statement),
        *(record("people", who, 10 + n, pseudonym=who) for n, who in enumerate(people)),
        *(
            record(
                "attendances",
                f"at-{who}",
                20 + n,
                gathering=key("c"),
                person=key(who),
                n=1,
                capacity="consulted",
            )
            for n, who in enumerate(people)
        ),
        *(
            record(
                "votes",
                f"v{n}",
                30 + n,
                person=key(who),
                statement=key("s"),
                gathering=key("c"),
                vote=1,
                **({} if day is None else {"at": moment(day)}),
            )
            for n, (who, day) in enumerate(answers)
        ),
    ]
    return generate.dossier_of(rows)


def test_the_day_of_an_online_vote_is_its_moment() -> None:
    dossier = conversation(("a", JUNE), ("a", JULY), ("b", JULY))

    found = cuts.as_of(dossier, JUNE)

    assert names(found, "votes") == keys("v0")
    # b had not come yet; of who never answered, no record says when
    assert names(found, "attendances") == keys("at-a")
    assert names(found, "statements") == keys("s")
    assert moments.undated(found) == {}


def test_a_conversation_that_had_no_answer_yet_had_not_begun() -> None:
    found = cuts.as_of(conversation(("a", JULY)), JUNE)

    for table in ("gatherings", "votes", "attendances", "statements"):
        assert names(found, table) == set(), table


def test_votes_without_a_moment_stay_and_are_counted() -> None:
    dossier = conversation(("a", None), ("b", None))

    found = cuts.as_of(dossier, JUNE)

    assert hashing.content_hash(found) == hashing.content_hash(dossier)
    assert moments.undated(found) == {"answers": 2}


def test_someone_who_answered_without_a_moment_stays() -> None:
    found = cuts.as_of(conversation(("a", None), ("b", JULY)), JUNE)

    assert names(found, "votes") == keys("v0")
    assert names(found, "attendances") == keys("at-a")


def test_when_a_vote_on_paper_was_typed_in_is_no_day_of_it() -> None:
    dossier = generate.dossier_of(
        [
            gathering("g", 1, JUNE),
            gathering("h", 2, None),
            record("people", "p", 3, pseudonym="p"),
            record(
                "statements",
                "s",
                4,
                key="s",
                words="s",
                source="seed",
                moderation="in",
            ),
            record(
                "votes",
                "v",
                5,
                person=key("p"),
                statement=key("s"),
                gathering=key("g"),
                vote=1,
                at=moment(JULY),
            ),
        ]
    )

    found = cuts.as_of(dossier, JUNE)

    assert names(found, "votes") == keys("v")
    assert moments.undated(found) == {"gatherings": 1}
