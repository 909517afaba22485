"""The map of a portrait: one source of its numbers, and nothing leans on what is hidden."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from tests import by_hand

from vestibule.dossier.records import Dossier
from vestibule.inform import portrait
from vestibule.inform.mapped import MapStory, MapTold
from vestibule.inform.material import FindingTold, Material
from vestibule.inform.preparation import links, mapped, prepared
from vestibule.protect.cleared import Count, Hidden

TODAY = dt.date(2024, 5, 1)

Row = dict[str, Any]


def claims(told: Mapping[str, Iterable[int]], **more: object) -> list[Row]:
    """Return links, ``a+b`` or ``a-b``, told in numbered gatherings."""
    return [
        {"cause": link[0], "effect": link[2], "gathering": f"g{i}",
         "direction": "more" if link[1] == "+" else "less", **more}
        for link, met in told.items()
        for i in met
    ]  # fmt: skip


def given(rows: list[Row], **tables: list[Row]) -> Dossier:
    """Return twelve gatherings of five people, in turn in one of two regions."""
    return by_hand.dossier(
        by_hand.process(outputs=("en",)),
        **{
            "places": [{"id": p, "key": p, "name": p, "kind": "region", "level": 1} for p in "pq"],
            "gatherings": [
                {"id": f"g{i}", "code": f"g{i}", "place": "pq"[i % 2], "present": 5, "consent": 3}
                for i in range(12)
            ],
            "factors": [{"id": one, "name": f"name {one}", "lang": "en"} for one in "abcde"],
            "claims": rows,
        }
        | tables,
    )  # fmt: skip


def material(rows: list[Row], **tables: list[Row]) -> Material:
    return prepared(given(rows, **tables), today=TODAY)


def drawn(rows: list[Row], **tables: list[Row]) -> MapTold:
    return material(rows, **tables).system_map


def named(told: MapTold) -> dict[tuple[str, str], tuple[str, object, object]]:
    """Return the drawn links by the last letter of the names of their ends."""
    letter = [one.names["en"][-1] for one in told.factors]
    return {
        (letter[one.cause], letter[one.effect]): (one.direction, one.told, one.contrary)
        for one in told.links
    }


def test_what_was_made_one_counts_once_and_is_no_link_to_itself() -> None:
    # g0 to g3 tell a of c, g2 to g5 tell b of c: six gatherings; g6 tells a of b alone
    rows = claims({"a+c": range(4), "b+c": range(2, 6), "a+b": range(6, 7)})
    told = drawn(
        rows, merges=[{"factor": "b", "into": "a", "state": "decided", "by": "x"}]
    )

    assert named(told) == {("a", "c"): ("more", Count(value=6, of=6), None)}
    assert told.gatherings == Count(value=6, of=6)


def test_a_link_takes_the_gathering_of_its_excerpt_or_of_its_voice() -> None:
    rows = claims({"a+b": range(3)})
    rows[0] |= {"gathering": None, "excerpt": "e"}
    rows[1] |= {"gathering": None, "voice": "v"}
    nowhere = claims({"a+b": range(1)}, gathering=None)
    told = drawn(
        rows + nowhere,
        excerpts=[{"id": "e", "gathering": "g7", "consent": 3}],
        voices=[{"id": "v", "gathering": "g8", "medium": "audio", "consent": 3}],
    )

    assert named(told)["a", "b"][1] == Count(value=3, of=3)


@pytest.mark.parametrize(
    "met",
    [
        range(2),  # ten people, two gatherings
        range(0, 12, 2),  # six gatherings in one region
    ],
)
def test_those_who_told_a_link_are_enough_themselves_or_it_is_not_drawn(
    met: Iterable[int],
) -> None:
    told = drawn(claims({"a+b": range(12), "c+d": met, "a-b": met}))

    assert list(named(told)) == [("a", "b")]
    assert isinstance(named(told)["a", "b"][2], Hidden)


def test_a_link_goes_the_way_that_more_gatherings_told_of_those_that_are_shown() -> (
    None
):
    told = drawn(
        claims(
            {"a+b": range(4), "a-b": range(3, 9), "b+c": range(4), "b-c": range(6, 10)}
        )
    )

    # four gatherings told of c either way
    assert named(told) == {
        ("a", "b"): ("less", Count(value=6, of=10), Count(value=4, of=10)),
        ("b", "c"): ("unclear", Count(value=4, of=10), Count(value=4, of=10)),
    }


def story(told: Mapping[str, Iterable[int]], **more: object) -> MapStory:
    (found,) = drawn(claims(told, **more)).stories
    return found


def test_a_loop_is_told_whole_where_one_source_told_all_of_it() -> None:
    assert story({"a+b": range(4), "b+a": range(4)}).whole == Count(value=4, of=4)
    assert story({"a+b": range(6), "b+a": range(6, 12)}).whole == Count(value=0, of=12)


def test_two_people_of_one_gathering_who_tell_half_a_loop_each_tell_none() -> None:
    people = [{"id": f"p{i}", "consent": 3} for i in range(2)]
    halves = claims({"a+b": range(4)}, teller="p0") + claims(
        {"b-a": range(4)}, teller="p1"
    )
    (found,) = drawn(halves, people=people).stories

    assert found.whole == Count(value=0, of=4)
    assert found.turn == "balancing"


def test_a_loop_told_whole_by_all_but_a_few_who_told_a_link_gives_no_number() -> None:
    # of the seven that told the second link one is left: it would be known
    few = story({"a+b": range(6), "b+a": range(7)})
    enough = story({"a+b": range(6), "b+a": range(9)})

    assert few.whole == Hidden(reason="too_few_people")
    assert enough.whole == Count(value=6, of=9)


def test_the_causes_of_a_finding_are_the_cells_of_the_map() -> None:
    found = material(
        claims({"a+b": range(6), "a-b": range(6, 8), "b+c": range(2)}),
        factors=[
            {"id": one, "name": f"name {one}", "lang": "en", "finding": "f" if one == "b" else None}
            for one in "abc"
        ],
        findings=[{"id": "f", "key": "f", "words": "F"}],
    )  # fmt: skip

    (finding,) = found.findings
    (cause,) = finding.causes
    (link,) = found.system_map.links
    assert cause.gatherings is link.told
    assert cause.contrary is link.contrary
    assert cause.gatherings == Count(value=6, of=8)
    assert isinstance(cause.contrary, Hidden)


def levers(found: Material) -> dict[str, tuple[int, int, bool, bool]]:
    told = found.system_map
    return {
        told.factors[one.factor].names["en"]: (
            one.acts_on, one.loops, one.decided, one.contested,
        )
        for one in told.levers
    }  # fmt: skip


def acting() -> Material:
    return material(
        # the loop a, b, c and what leads to it; d, a, told by two, would close another
        claims({"a+b": range(6), "b+c": range(6), "c+a": range(6), "e+a": range(6), "a+d": range(6), "d+a": range(2)}),
        factors=[
            {"id": one, "name": one, "lang": "en", "finding": "f" if one == "d" else None}
            for one in "abcde"
        ],
        findings=[{"id": "f", "key": "f", "words": "F"}],
    )  # fmt: skip


def test_where_one_could_act_is_counted_on_what_is_drawn_and_only_proposed() -> None:
    assert levers(acting()) == {
        "a": (1, 1, False, False),
        "b": (1, 1, False, False),
        "c": (1, 1, False, False),
    }


@pytest.mark.parametrize(("n", "contested"), [(1, False), (6, True)])
def test_an_objection_is_told_of_a_lever_where_the_portrait_shows_it(
    n: int, contested: bool
) -> None:
    found = material(
        claims({"a+b": range(6), "b+a": range(6), "a+d": range(6)}),
        factors=[
            {"id": one, "name": one, "lang": "en", "finding": finding}
            for one, finding in (("a", "f"), ("b", None), ("d", "h"))
        ],
        findings=[{"id": one, "key": one, "words": one} for one in "fh"],
        validations=[
            {"finding": "f", "gathering": f"g{i}", "outcome": "rejected", "present": 5}
            for i in range(n)
        ],
    )

    assert levers(found) == {"b": (2, 1, False, False), "a": (1, 1, False, contested)}


def test_a_lever_is_decided_only_where_the_portrait_tells_the_peoples_order() -> None:
    ranked = FindingTold(
        key="f", kind="obstacle", words={"en": "F"}, wanted_rank=(1, 1)
    )
    some = {"sources": None, "findings": (ranked,)}

    assert mapped._Acting(**some, ranked=True).decided(ranked)
    assert not mapped._Acting(**some, ranked=True).decided(None)
    assert not mapped._Acting(**some, ranked=False).decided(ranked)


def test_a_dossier_without_links_has_no_map_and_the_method_says_so() -> None:
    for lang, said in (("en", "There is no map"), ("fr", "Il n’y a pas de carte")):
        made = portrait.portrait(material([]), lang=lang)
        html = made.html()

        assert 'id="carte"' not in html
        assert ".causal " not in html
        assert said in html
        assert said in made.script()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_chapter_tells_each_loop_in_words_and_says_what_a_claim_is(
    lang: str,
) -> None:
    made = portrait.portrait(
        material(claims({"a+b": range(4), "b+a": range(4, 8), "c+a": range(4)})),
        lang=lang,
    )
    html, script = made.html(), made.script()

    claims_are = {"fr": "Les liens sont des récits", "en": "Links are claims"}[lang]
    assembled = {"fr": "Assemblé : nulle part", "en": "Assembled: nowhere"}[lang]
    once = {"fr": "Chaque rencontre compte une fois", "en": "Each gathering counts once"}[lang]  # fmt: skip
    chapter = re.sub(r"\s", " ", html.split('id="carte"')[1].split("</section>")[0])
    for said in (claims_are, assembled, once):
        assert said in chapter
        assert said in re.sub(r"\s", " ", script)
    assert html.count('href="#carte"') == 1
    assert not re.search(r"[0-9a-f]{32}", chapter)


def test_without_loops_the_script_says_that_nothing_leads_back() -> None:
    made = portrait.portrait(material(claims({"a+b": range(4)})), lang="en")

    assert "nothing leads back to itself" in made.script()
    assert "What leads to what, as told" in made.html()


def test_loops_are_counted_for_as_many_as_are_declared() -> None:
    every = {f"{a}+{b}": range(4) for a in "abcde" for b in "abcde" if a != b}
    found = material(claims(every)).system_map

    # ten pairs, twenty triangles, …: eighty-four loops; five are told
    assert links.MOST_CIRCLES == 40
    assert len(found.stories) == 5
    assert all(len(one.factors) == 2 for one in found.stories)
