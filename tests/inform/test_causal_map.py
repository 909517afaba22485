"""The public map: few boxes, cleared numbers, loops in words, nothing told of a few."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand

from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.inform import causal_page
from vestibule.inform.causal_page import MapPage
from vestibule.inform.figures import arrows, causal_map, layers
from vestibule.inform.figures.cells import NotCleared
from vestibule.inform.figures.setting import Setting
from vestibule.inform.mapped import MapFactor, MapLever, MapLink, MapStory, MapTold
from vestibule.inform.preparation import mapped, prepared
from vestibule.protect.cleared import Count, Hidden
from vestibule.words import Catalogue

TODAY = dt.date(2024, 5, 1)

NAMES = ("Fear", "Empty market", "No work", "Recruits")


def setting(lang: str = "en") -> Setting:
    return Setting(words=Catalogue(lang), fictitious=True, month="2024-05")


def link(cause: int, effect: int, n: int = 5, **more: object) -> MapLink:
    given_ = {"direction": "more", "told": Count(value=n, of=20), **more}
    return MapLink(cause=cause, effect=effect, **given_)  # type: ignore[arg-type]


def told(**more: object) -> MapTold:
    links = (link(0, 1), link(1, 2, direction="less"), link(2, 3), link(3, 0))
    circle = MapStory(
        factors=(0, 1, 2, 3),
        directions=("more", "less", "more", "more"),
        turn="balancing",
        whole=Count(value=0, of=20),
    )
    made = MapTold(
        factors=tuple(MapFactor(names={"en": name}) for name in NAMES),
        links=links,
        stories=(circle,),
        levers=(MapLever(factor=1, acts_on=2, loops=1, decided=False, contested=True),),
        gatherings=Count(value=20, of=20),
        least=3,
        bound=6,
        more=True,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def page(given_: MapTold, lang: str = "en") -> str:
    return causal_map.draw(setting(lang), 1, given_).html()


def test_a_circle_is_told_in_words_and_marked_assembled() -> None:
    figure = causal_map.draw(setting(), 1, told())
    html = figure.html()

    assert (
        "“Fear” makes “Empty market” more likely, which makes “No work” less likely, "
        "which makes “Recruits” more likely, which makes “Fear” more likely." in html
    )
    assert "Assembled: nowhere was it told whole" in html
    assert "This loop holds itself back." in html
    assert "Assembled" in figure.spoken
    assert len(figure.spoken.split()) < 75  # some 25 seconds
    assert "“Fear” holds itself back" in figure.headline
    assert "Some gatherings objected." in html
    assert "people have not decided" in html


def test_the_list_says_all_that_is_drawn() -> None:
    html = page(told())

    listed = re.findall(r"<li>(.*?)</li>", html.split("causal-list")[1])
    assert len(listed) == 4
    assert re.sub("<.*?>", "", listed[0]) == (
        "Fear → makes more likely → Empty markettold in 5 gatherings"
    )
    assert html.count("<path") >= 4
    assert "<text" not in html


def test_each_loop_darkens_its_part_without_a_script() -> None:
    html = page(told())

    assert html.count('type="radio"') == 2
    assert html.count('class="part in-1"') == 4
    assert len(re.findall('class="head (up|down) part in-1"', html)) == 4
    assert len(re.findall(r'class="box part[^"]*in-1"', html)) == 4
    assert "<script" not in html


def test_the_contrary_and_a_hidden_whole_are_said() -> None:
    links = (
        link(0, 1, contrary=Count(value=4, of=20)),
        link(1, 0, contrary=Hidden(reason="too_few_gatherings"), direction="unclear"),
    )
    circle = MapStory(
        factors=(0, 1), directions=("more", "unclear"), turn="unclear",
        whole=Hidden(reason="too_few_gatherings"),
    )  # fmt: skip
    html = page(told(links=links, stories=(circle,), levers=()))

    assert "the opposite in 4" in html
    assert "the opposite too, by too few people for a number" in html
    assert "told whole; the number is not shown" in html
    assert "⚑ " not in html.split("causal-list")[0].split("drawn")[1]
    whole = replace(circle, whole=Count(value=3, of=20))
    assert "Somebody told it whole, in 3 gatherings" in page(
        told(links=links, stories=(whole,))
    )


def test_without_circles_or_without_links_the_page_says_so() -> None:
    assert "nothing leads back to itself" in page(told(stories=()))
    nothing = told(stories=(), links=(), levers=(), factors=())
    html = page(nothing)
    assert "No cause was told by enough people" in html
    assert "at least 10 people, in 3 gatherings and 2 places" in html


def test_a_bare_number_is_refused() -> None:
    with pytest.raises(NotCleared):
        page(told(links=(link(0, 1, told=7),)))


def test_the_data_is_a_table_with_what_told_the_opposite() -> None:
    rows = causal_map.draw(setting("fr"), 1, told()).table()

    assert rows[0][0] == "Cause racontée"
    assert rows[1][4] == "personne"


EDGES = st.sets(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] != p[1]),
    min_size=1,
    max_size=20,
)


@given(edges=EDGES)
def test_boxes_never_overlap_and_arrows_begin_and_end_at_their_boxes(
    edges: set[tuple[int, int]],
) -> None:
    weights = {pair: 1.0 + sum(pair) for pair in edges}
    laid = layers.laid_out(12, weights)
    found = arrows.arrows(laid, sorted(edges))

    places = list(zip(laid.row, laid.column, strict=True))
    assert len(set(places)) == 12
    assert set(laid.column) <= {0, 1, 2}
    assert set(laid.row) == set(range(laid.rows))
    for (a, b), one in found.items():
        assert ((a, b) in laid.back) == (laid.row[a] >= laid.row[b])
        assert one.up == ((a, b) in laid.back)
        assert abs(one.x - arrows.CENTRES[laid.column[b]]) <= arrows.BOX_WIDTH / 2
        assert 0 <= one.y <= arrows.height(laid)


def test_causes_stand_above_their_effects_and_circles_turn_once() -> None:
    laid = layers.laid_out(4, {(0, 1): 3.0, (1, 2): 3.0, (2, 0): 1.0, (3, 2): 1.0})

    assert laid.back == {(2, 0)}
    assert laid.row[0] < laid.row[1] < laid.row[2]
    # what leads to one box alone stands right above it
    assert laid.row[3] == laid.row[2] - 1


def gathered(n: dict[str, int], consent: int = 3) -> Dossier:
    """Return links told by so many gatherings of five people each, in two places."""
    meetings = [
        {"id": f"g{i}", "code": f"g{i}", "place": "pq"[i % 2], "present": 5,
         "consent": consent}
        for i in range(max(n.values(), default=0))
    ]  # fmt: skip
    claims = [
        {"cause": pair[0], "effect": pair[2],
         "direction": "more" if pair[1] == "+" else "less", "gathering": f"g{i}"}
        for pair, times in n.items()
        for i in range(times)
    ]  # fmt: skip
    return by_hand.dossier(
        Process(key="p", titles={"en": "Small"}, question={"en": "?"}, outputs=("en",)),
        places=[{"id": p, "key": p, "name": p, "kind": "region", "level": 1} for p in "pq"],
        factors=[{"id": one, "name": f"name {one}", "lang": "en"} for one in "abcd"],
        texts=[
            {"id": "t", "factor": "a", "field": "name", "lang": "fr",
             "words": "nom de a", "state": "validated"},
            {"id": "u", "factor": "a", "field": "name", "lang": "es", "words": "n",
             "state": "draft"},
        ],
        gatherings=meetings,
        claims=claims,
    )  # fmt: skip


def drawn_of(given_: Dossier) -> MapTold:
    """Return the map of a dossier as its portrait tells it."""
    return prepared(given_, today=TODAY).system_map


def test_links_told_in_too_few_gatherings_are_not_drawn() -> None:
    found = drawn_of(gathered({"a+b": 3, "b+a": 6, "b+c": 2, "a-b": 1}))

    names = [one.names["en"] for one in found.factors]
    assert sorted(names) == ["name a", "name b"]
    assert {one.names.get("fr") for one in found.factors} == {"nom de a", None}
    assert not any("es" in one.names for one in found.factors)
    first, second = found.links
    assert (first.told, second.told) == (Count(value=6, of=6), Count(value=3, of=6))
    assert second.contrary == Hidden(reason="too_few_people")
    (circle,) = found.stories
    assert circle.whole == Count(value=3, of=6)
    assert not found.more


def test_a_circle_told_whole_by_too_few_gives_no_number() -> None:
    both = gathered({"a+b": 3, "b+a": 6})
    claims = both.table("claims")
    gathering = {by_hand.called(f"g{i}"): by_hand.called(f"g{i + 2}") for i in range(3)}
    first = claims["cause"] == by_hand.called("a")
    moved = claims.with_columns(
        gathering=claims["gathering"]
        .replace(gathering)
        .zip_with(first, claims["gathering"])
    )
    # a+b in g2 g3 g4 and b+a in g0 to g5: still three; of four gatherings none
    found = drawn_of(both.with_tables(claims=moved))
    assert found.stories[0].whole == Count(value=3, of=6)
    fewer = moved.filter(~(~first & moved["gathering"].is_in(
        [by_hand.called("g2"), by_hand.called("g3")]
    )))  # fmt: skip
    found = drawn_of(both.with_tables(claims=fewer))
    assert found.stories[0].whole == Hidden(reason="too_few_people")


def test_too_few_people_or_no_consent_shows_nothing() -> None:
    for given_ in (gathered({"a+b": 6}, consent=2), gathered({"a+b": 1}), gathered({})):
        found = drawn_of(given_)
        assert (found.factors, found.links, found.stories) == ((), (), ())


def test_a_crowded_map_shows_fifteen_factors_at_most() -> None:
    letters = [chr(ord("a") + i) for i in range(20)]
    pairs = {f"{a}+{b}": 5 for a, b in pairwise(letters)}
    whole = gathered(pairs)
    factors = [{"id": one, "name": one, "lang": "en"} for one in letters]
    whole = whole.with_tables(factors=by_hand.frame("factors", factors))
    found = drawn_of(whole)

    assert len(found.factors) <= mapped.MOST_FACTORS
    assert found.more
    ends = {end for one in found.links for end in (one.cause, one.effect)}
    assert ends == set(range(len(found.factors)))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_and_its_script_are_in_the_readers_language(lang: str) -> None:
    given_ = gathered({"a+b": 6, "b+a": 6, "b-c": 4})
    found = drawn_of(given_)
    made = causal_page.drawn(given_.process, found, lang=lang, month="2024-05")

    assert isinstance(made, MapPage)
    html = made.html()
    assert f'<html lang="{lang}"' in html
    assert made._repr_html_() == html
    assert ("rend plus probable" in html) == (lang == "fr")
    assert made.script().startswith("Small\n\n")
    # no internal id leaves
    assert not re.search(r"[0-9a-f]{32}", html)
