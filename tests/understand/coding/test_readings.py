"""Who read what, and which reading holds."""

from __future__ import annotations

from typing import Any

import polars as pl
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.records import Dossier
from vestibule.understand import themes
from vestibule.understand.coding import readings

CODES = [
    {"id": "fear", "key": "fear", "name": "Fear", "kind": "obstacle"},
    {"id": "work", "key": "work", "name": "Work", "kind": "obstacle"},
    {"id": "road", "key": "road", "name": "Road", "kind": "obstacle", "parent": "fear"},
]


def coded(*put: tuple[str, str, str | None], **more: Any) -> Dossier:
    """Return excerpts ``g1.2`` of gathering ``g1``; a coder called ``!x`` adjudicates."""
    excerpts = sorted({one[0] for one in put} | set(more.get("unread", ())))
    return by_hand.dossier(
        codes=CODES,
        gatherings=[
            {"id": g, "present": 12}
            for g in sorted({e.split(".")[0] for e in excerpts})
        ],
        excerpts=[{"id": e, "gathering": e.split(".")[0]} for e in excerpts],
        codings=[
            {
                "excerpt": excerpt,
                "coder": coder,
                "code": code,
                "role": "adjudicator" if coder.startswith("!") else None,
            }
            | more.get("stances", {}).get((excerpt, coder), {})
            for excerpt, coder, code in put
        ],
    )


def bearing(dossier: Dossier) -> set[tuple[str, str]]:
    """Return excerpt and code, by the names of the test."""
    names = {called(e): e for e in ("g1.1", "g1.2", "g2.1")}
    keys = {called(code["id"]): code["key"] for code in CODES}
    rows = readings.borne(dossier).filter("bears").select("excerpt", "code").rows()
    return {(names[excerpt], keys[code]) for excerpt, code in rows}


def test_naming_a_theme_names_the_one_above_it() -> None:
    assert bearing(coded(("g1.1", "a", "road"))) == {("g1.1", "road"), ("g1.1", "fear")}


def test_two_coders_below_one_heading_agree_on_the_heading() -> None:
    read = coded(("g1.1", "a", "road"), ("g1.1", "b", "fear"))

    assert bearing(read) == {("g1.1", "fear")}


def test_a_coder_who_found_nothing_has_read_all_the_same() -> None:
    read = coded(("g1.1", "a", "work"), ("g1.1", "b", None))

    assert bearing(read) == set()
    row = readings.borne(read).filter(pl.col("code").is_not_null()).to_dicts()[0]
    assert (row["put"], row["readers"], row["any"]) == (1, 2, 1)


def test_what_an_adjudicator_read_holds_whatever_coders_put() -> None:
    read = coded(
        ("g1.1", "a", "work"),
        ("g1.1", "b", "work"),
        ("g1.1", "!c", "road"),
        ("g1.2", "a", "work"),
        ("g1.2", "!c", None),
    )

    assert bearing(read) == {("g1.1", "road"), ("g1.1", "fear")}


def test_words_that_deny_a_theme_do_not_bear_it() -> None:
    read = coded(("g1.1", "a", "work"), stances={("g1.1", "a"): {"stance": "against"}})

    assert bearing(read) == set()


def test_a_heading_named_through_a_theme_below_is_not_one_theme_more() -> None:
    read = coded(("g1.1", "a", "road"), ("g1.2", "a", "fear"), ("g1.2", "a", "work"))

    found = readings.finest(read, readings.borne(read))

    assert set(found.select("excerpt", "code").rows()) == {
        (called("g1.1"), called("road")),
        (called("g1.2"), called("fear")),
        (called("g1.2"), called("work")),
    }


def test_a_gathering_in_which_nobody_found_a_theme_was_heard() -> None:
    read = coded(("g1.1", "a", "work"), ("g2.1", "a", None), unread=["g3.1"])

    counted = themes.themes(read, draws=10)

    assert (counted.gatherings_heard, counted.gatherings_unread) == (2, 1)
    work = counted.counts.filter(key="work").to_dicts()[0]
    assert (work["gatherings_named"], work["gatherings_heard"]) == (1, 2)


def test_an_adjudicated_theme_counts_and_the_coders_agreement_stays_theirs() -> None:
    read = coded(("g1.1", "a", "work"), ("g1.1", "b", "road"), ("g1.1", "!c", "work"))

    counted = themes.themes(read, draws=10)

    assert counted.counts.filter(key="work")["gatherings_named"].to_list() == [1]
    assert counted.agreement == 0.0


def reading_of(*said: tuple[str | None, str | None]) -> Dossier:
    """Return one excerpt that ``a`` reads: codes with what each says of the reading."""
    return by_hand.dossier(
        codes=CODES,
        gatherings=[{"id": "g1", "present": 12}],
        excerpts=[{"id": "g1.1", "gathering": "g1"}],
        codings=[
            {"excerpt": "g1.1", "coder": "a", "code": code, "reading": reading}
            for code, reading in said
        ],
    )


def test_a_reading_that_was_begun_is_not_read_yet() -> None:
    begun = reading_of(("fear", "open"), ("work", "open"))

    assert readings.unfinished(begun).rows() == [(called("g1.1"), "a", False)]
    assert readings.readings(begun).is_empty()


def test_a_reading_that_its_coder_closed_counts_with_all_it_found() -> None:
    done = reading_of(("fear", "open"), (None, "closed"))

    assert readings.unfinished(done).is_empty()
    assert bearing(done) == {("g1.1", "fear")}
    assert readings.readings(done)["code"].to_list() == [called("fear")]


def test_a_closed_reading_without_a_theme_found_none() -> None:
    read = readings.readings(reading_of((None, "open"), (None, "closed")))

    assert read["code"].to_list() == [None]


def test_a_reading_that_came_in_whole_is_finished() -> None:
    assert readings.unfinished(reading_of(("fear", None))).is_empty()
    assert bearing(reading_of(("fear", None))) == {("g1.1", "fear")}
