"""Landscape and families: cleared, told in words, and why there are none."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests import by_hand
from tests.inform import camps

from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.inform.figures import families, landscape, plane
from vestibule.inform.figures.plane import Plane
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import plain
from vestibule.inform.opinions import Arrow, Family, Hexagon, Landscape, Opinions
from vestibule.inform.preparation.opinions import opinions
from vestibule.protect.cleared import Count, Hidden
from vestibule.understand import groups, polis, positions
from vestibule.understand.groups import heard
from vestibule.words import Catalogue, catalogue

LANGS = ("fr", "en")


def setting(lang: str = "en") -> Setting:
    return Setting(words=Catalogue(lang), fictitious=True, month="")


def told(dossier: Dossier) -> Opinions:
    talk = polis.of_dossier(dossier)
    found = positions.positions(talk.votes)
    formed = groups.groups(
        talk.votes,
        found,
        gatherings=heard.gatherings(dossier, talk.people),
        settings=groups.GroupSettings(replicates=20, most=3),
    )
    return opinions(dossier, talk, found, formed)


@pytest.fixture(scope="module")
def two() -> Opinions:
    return told(camps.dossier(2, 120, together=12))


@pytest.fixture(scope="module")
def three() -> Opinions:
    return told(camps.dossier(3, 180))


@pytest.fixture(scope="module")
def spectrum() -> Opinions:
    return told(camps.dossier(1, 100))


def test_two_camps_are_two_families_with_what_sets_them_apart_and_what_they_share(
    two: Opinions,
) -> None:
    assert (two.k, len(two.families)) == (2, 2)
    assert two.units == 10
    shared = {f"S{n}" for n in range(camps.SHARED)}
    for family in two.families:
        assert {one.key for one in family.shares} <= shared
        assert not {one.key for one in family.differs} & shared
        assert family.differs
    first, second = (one.differs[0] for one in two.families)
    assert (first.own, first.others) == (second.others, second.own)


def test_families_and_those_in_none_add_up_unless_one_is_hidden(
    two: Opinions, three: Opinions
) -> None:
    for found in (two, three):
        cells = [*(one.people for one in found.families), found.not_placed]
        known = [cell.value for cell in cells if isinstance(cell, Count)]
        hidden = [cell for cell in cells if isinstance(cell, Hidden)]
        whole = found.people.value
        assert (sum(known) == whole) if not hidden else (len(hidden) >= 2)
        assert all(n == 0 or n >= 10 for n in known)


def test_no_hexagon_stands_for_fewer_people_than_the_process_asks_for(
    two: Opinions, spectrum: Opinions
) -> None:
    strict = by_hand.process(disclosure=Disclosure(people=20))
    more = told(camps.dossier(1, 100, declared=strict))

    for found, floor in ((two, 10), (spectrum, 10), (more, 20)):
        assert found.floor == floor
        assert found.landscape.hexagons
        assert min(one.people.value for one in found.landscape.hexagons) >= floor
        sides = found.parameters["agree"] + found.parameters["disagree"]
        assert sides.min() >= floor


@pytest.mark.parametrize("lang", LANGS)
def test_a_spectrum_says_so_with_its_reason(spectrum: Opinions, lang: str) -> None:
    drawn = landscape.draw(setting(lang), 1, spectrum)

    assert spectrum.k == 1
    assert (
        drawn.headline
        == {
            "fr": "Un éventail, pas des camps",
            "en": "A spectrum, not camps",
        }[lang]
    )
    reason = next(c for c in spectrum.groups_limits if c in landscape.SPECTRUM)
    assert landscape.limit(setting(lang), reason) in drawn.says
    assert drawn.says in drawn.text()


@pytest.mark.parametrize("lang", LANGS)
def test_each_statement_drawn_stands_in_the_list_beside_the_picture(
    three: Opinions, lang: str
) -> None:
    drawn = landscape.draw(setting(lang), 1, three)
    html = drawn.html()

    arrows = three.landscape.arrows
    assert 3 <= len(arrows) <= 8
    beside = html[html.index('<ol class="pins">') :]
    for number, arrow in enumerate(arrows):
        assert f">{number + 1}</b>" in beside
        assert arrow.words["en"].removesuffix(".") in beside
    assert len(drawn.rows) == len(arrows)
    assert "aria-hidden" in html[html.index('class="plane"') :][:60]


def test_a_picture_of_families_outlines_and_places_each_in_words(
    three: Opinions,
) -> None:
    drawn = landscape.draw(setting(), 1, three)

    assert drawn.headline == "Three families of opinion, with a gap between them"
    for name in ("Family 1", "Family 2", "Family 3"):
        assert f"{name}: on the side of statement" in drawn.says
        assert name in drawn.body
    assert {one.family for one in three.landscape.hexagons} >= {0, 1, 2}
    assert "surrounds" in plain(drawn.how_to_read)


@pytest.mark.parametrize("lang", LANGS)
def test_cards_say_for_whom_they_are_and_until_when(two: Opinions, lang: str) -> None:
    drawn = families.draw(setting(lang), 2, two)

    assert drawn.headline.startswith(
        {"fr": "Pour l’équipe seulement", "en": "For the team only"}[lang]
    )
    assert {"fr": "en validation" and "un nom", "en": "give them a name"}[
        lang
    ] in drawn.says
    cards = drawn.body.split("<h4>")[1:]
    assert len(cards) == 3
    assert all(card.count("<h5>") == 3 for card in cards[:2])


def test_cards_tell_stability_in_words(two: Opinions) -> None:
    first = replace(two.families[0], jaccard=0.95, together=0.81)
    near = replace(two.families[1], jaccard=0.76)
    drawn = replace(two, families=(first, near))

    sure = families.stability(setting(), drawn, first)
    less = families.stability(setting(), drawn, near)

    assert "nearly the same in every draw (likeness 95 in 100)" in sure
    assert "fall together 81 times in 100" in sure
    assert "about the same (likeness 76 in 100)" in less


def test_a_hidden_family_is_said_to_be_hidden_and_never_counted(two: Opinions) -> None:
    hidden = Hidden(reason="too_few_people")
    one = replace(
        two.families[0],
        people=hidden,
        differs=(),
        shares=(replace(two.families[0].shares[0], own=hidden, agreed=False),),
    )
    other = replace(two.families[1], shares=())
    drawn = families.draw(
        setting(), 2, replace(two, families=(one, other), not_placed=hidden)
    )

    body = plain(drawn.body)
    assert body.count("not shown, to protect people") == 3
    assert "No statement surely sets it apart." in body
    assert "No statement surely brings all families together." in body


def test_what_all_refuse_is_said_as_refused(two: Opinions) -> None:
    said = replace(two.families[0].shares[0], agreed=False, own=Count(value=19, of=20))
    one = replace(two.families[0], shares=(said,))
    drawn = families.draw(setting(), 2, replace(two, families=(one, two.families[1])))

    assert "disagree: nearly all" in plain(drawn.body)


def test_nobody_left_over_is_said_as_nobody(two: Opinions) -> None:
    for n, words in ((0, "Nobody."), (12, "12 people. Their answers leave open")):
        drawn = families.draw(setting(), 2, replace(two, not_placed=Count(value=n)))
        assert words in plain(drawn.body).replace("people.Their", "people. Their")


THIN = {
    "all-pass": [(who, what, 0) for who in range(12) for what in range(3)],
    "one-person": [(0, what, 1 - 2 * (what % 2)) for what in range(3)],
    "one-statement": [(who, 0, 1 - 2 * (who % 2)) for who in range(12)],
    "nobody-differs": [(who, what, 1) for who in range(12) for what in range(3)],
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("why", THIN)
def test_thin_input_gives_a_sentence_and_no_picture(why: str, lang: str) -> None:
    found = told(camps.of_votes(THIN[why], statements=4))

    drawn = landscape.draw(setting(lang), 1, found)

    assert found.positions_limits[0] == why
    assert drawn.says == landscape.limit(setting(lang), why)
    assert drawn.body == ""
    assert drawn.how_to_read == ""
    assert found.families == ()
    assert found.not_placed is None


def test_where_nowhere_enough_people_stand_nothing_is_drawn() -> None:
    few = told(camps.dossier(2, 9))
    assert few.people == Hidden(reason="too_few_people")
    if few.landscape is not None:
        assert few.landscape.hexagons == ()
    some = replace(
        few,
        landscape=Landscape(directions=1, drawn=1, width=1.2, hexagons=(), arrows=()),
        k=0,
        groups_limits=("few-people",),
    )

    drawn = landscape.draw(setting(), 1, some)

    assert drawn.headline.startswith("Too few people are placed surely enough")
    assert "Nowhere do at least 10 people stand together" in drawn.body


@pytest.mark.parametrize("lang", LANGS)
def test_each_limit_of_positions_and_groups_has_a_sentence(lang: str) -> None:
    own = catalogue.sentences(lang)
    codes = {*positions.LIMITS, *groups.LIMITS, "not-asked"}

    assert {f"figures.landscape.limits.{code}" for code in codes} <= set(own)


def hexagon(column: int, row: int, people: int, **more: object) -> Hexagon:
    """Return a hexagon of width 1 at its place."""
    return Hexagon(
        x=column + row / 2,
        y=row * math.sqrt(3) / 2,
        row=row,
        column=column,
        people=Count(value=people),
        **more,
    )


def ground(*arrows: tuple[float, float], drawn: int = 2, **more: object) -> Landscape:
    """Return a small landscape: 50 people in the middle, 10 beside."""
    hexagons = (hexagon(0, 0, 50), hexagon(1, 0, 10))
    said = tuple(
        Arrow(words={"en": f"Say {n}."}, x=x, y=y, agree=Count(value=9, of=12))
        for n, (x, y) in enumerate(arrows)
    )
    return Landscape(
        **{
            "directions": drawn,
            "drawn": drawn,
            "width": 1.0,
            "hexagons": hexagons,
            "arrows": said,
            **more,
        }
    )


def test_five_steps_of_density_are_measured_against_the_fullest() -> None:
    seen = Plane.of(ground())

    steps = [seen.step(hexagon(0, 0, n)) for n in (50, 41, 40, 21, 10, 1)]

    assert steps == [5, 5, 4, 3, 1, 1]


def test_arrows_end_at_the_edge_where_they_point() -> None:
    # half the width: 1 for the farther hexagon, and 1.2 around; half the height: 1.2
    seen = Plane.of(ground((1, 0), (0, -1), (-1, 0), (0, 1)))

    assert (seen.wide, seen.high) == (2.2, 1.2)
    expected = [(2.2, 0.0), (0.0, -1.2), (-2.2, 0.0), (0.0, 1.2)]
    assert np.array(seen.tips) == pytest.approx(np.array(expected))
    assert seen.at(0, 0) == (0.5, 0.5)


def test_numbers_at_the_edge_do_not_cover_each_other() -> None:
    near = [(math.cos(a / 50), math.sin(a / 50)) for a in range(8)]

    seen = Plane.of(ground(*near))

    for (ax, ay), (bx, by) in itertools.combinations(seen.tips, 2):
        assert math.hypot(ax - bx, ay - by) > 0.15 * seen.wide
        assert max(abs(ax) / seen.wide, abs(ay) / seen.high) == pytest.approx(1)


def test_one_direction_is_a_line_with_statements_at_both_ends() -> None:
    flat = ground((1, 0), (-1, 0), (1, 0), drawn=1)
    seen = Plane.of(flat)
    found = replace(
        told_of(flat), families=(), k=1, groups_limits=("no-gap", "one-by-one")
    )

    drawn = landscape.draw(setting(), 1, found)

    assert [x for x, _ in seen.tips] == [seen.wide, -seen.wide, seen.wide]
    assert seen.tips[0][1] != seen.tips[2][1]
    assert drawn.body.count("<rect") == 2
    assert "bar" in plain(drawn.how_to_read)
    assert "Most people stand near the middle." in drawn.says


def told_of(found: Landscape) -> Opinions:
    """Return opinions about a landscape typed by hand."""
    some = Count(value=60)
    return Opinions(
        floor=10, people=some, votes=some, placed=some, statements=3, landscape=found,
        k=1, families=(), not_placed=None, divisions=(), replicates=100, units=60,
        positions_limits=(), groups_limits=("dissolves",), parameters=pl.DataFrame(),
    )  # fmt: skip


def test_a_crowd_away_from_the_middle_is_said_to_be_on_a_statement_s_side() -> None:
    away = ground((0, 1), (1, 0), hexagons=(hexagon(3, 0, 40), hexagon(0, 0, 10)))

    drawn = landscape.draw(setting(), 1, told_of(away))

    assert drawn.says.endswith("Most people stand on the side of statement 2.")


def test_a_landscape_without_a_sure_statement_says_so() -> None:
    drawn = landscape.draw(setting(), 1, told_of(ground()))

    assert "No statement surely shows a direction." in drawn.body
    assert "Most people stand near the middle." in drawn.says


def test_a_family_in_the_middle_is_named_there_and_on_a_line_below() -> None:
    two = (hexagon(0, 0, 50, family=0), hexagon(3, 0, 40, family=1))
    flat = ground((1, 0), drawn=1, hexagons=two)
    family = families_of(2)

    drawn = landscape.draw(setting(), 1, replace(told_of(flat), k=2, families=family))

    assert "Family 1: near the middle." in drawn.says
    assert "Family 2: on the side of statement 1." in drawn.says
    names = re.findall(r'style="([^"]+)"><b class="pin name">(Family \d)', drawn.body)
    assert [name for _, name in names] == ["Family 1", "Family 2"]
    # half the width 4.2, half the height 0.3 of it, 0.13 of it around: 1.26 and 0.546
    assert all(style.endswith("inset-block-start:90.9%") for style, _ in names)


def families_of(n: int) -> tuple[Family, ...]:
    return tuple(
        Family(number=i, people=Count(value=30), jaccard=0.9, together=0.9)
        for i in range(n)
    )


def test_a_border_runs_around_a_family_once() -> None:
    pair = (hexagon(0, 0, 50, family=0), hexagon(1, 0, 40, family=0))

    drawn = plane.drawing(Plane.of(ground(hexagons=pair)), ground(hexagons=pair))

    # two hexagons side by side have ten outer edges
    border = re.findall(r'd="([^"]+)" fill="none" stroke="#b5471b"', drawn)
    assert len(border) == 1
    assert border[0].count("M") == 10


def test_the_third_direction_is_said_not_to_be_drawn(two: Opinions) -> None:
    deep = replace(two, landscape=replace(two.landscape, directions=3))

    assert (
        "A third, weaker direction is not drawn."
        in landscape.draw(setting(), 1, deep).caveat
    )
