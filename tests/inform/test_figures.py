"""What every figure owes its reader, whatever it draws."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import FrozenInstanceError, replace
from xml.etree import ElementTree

import pytest
from tests.inform import sample

from vestibule.errors import Refused
from vestibule.inform.figures import (
    bases,
    cells,
    conversation,
    doors,
    grid,
    heard,
    hundred,
    ladder,
    lanes,
    order,
    road,
    sureness,
    tiles,
)
from vestibule.inform.figures.figure import Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, plain
from vestibule.inform.material import Grid, Owed
from vestibule.inform.meeting import Answers
from vestibule.inform.steps import Step
from vestibule.inform.story import told
from vestibule.protect.cleared import Count, Hidden
from vestibule.words import Catalogue

FRENCH = Setting(
    words=Catalogue("fr"), fictitious=True, month="2031-02", languages=sample.LANGUAGES
)
STORY = told(sample.MATERIAL, "fr")
ALL = [
    *STORY.figures.items(),
    *told(sample.DRAFT, "fr").figures.items(),
    *told(sample.CONVERSATION, "en").figures.items(),
]


def figure(**changes: object) -> Figure:
    plain = Figure(
        kind="plain", number=1, lang="fr", headline="Un constat", how_to_read="Lire ainsi.",
        body=Html("<p>corps</p>"), base="ici", source="là", spoken="Voici.",
    )  # fmt: skip
    return replace(plain, **changes)


@pytest.mark.parametrize(("name", "drawn"), ALL, ids=[name for name, _ in ALL])
def test_every_figure_says_its_finding_how_to_read_it_and_what_stands_behind(
    name, drawn
):
    html = drawn.html()

    assert drawn.headline
    assert drawn.spoken
    assert drawn.source
    assert drawn.header
    assert drawn.rows
    assert "Comment lire" in html or "How to read" in html
    assert str(drawn.headline)[:10] in re.sub("<[^>]+>", "", html).replace(
        "&#x27;", "'"
    )


@pytest.mark.parametrize(("name", "drawn"), ALL, ids=[name for name, _ in ALL])
def test_every_figure_is_well_formed_and_its_drawings_hold_no_text(name, drawn):
    tree = ElementTree.fromstring(drawn.html())  # noqa: S314

    for svg in tree.iter("svg"):
        assert "".join(svg.itertext()) == ""
        assert not list(svg.iter("text"))


@pytest.mark.parametrize(("name", "drawn"), ALL, ids=[name for name, _ in ALL])
def test_every_mark_carries_its_own_ink(name, drawn):
    tree = ElementTree.fromstring(drawn.html())  # noqa: S314

    for svg in tree.iter("svg"):
        for mark in [
            *svg.iter("path"),
            *svg.iter("circle"),
            *svg.iter("rect"),
            *svg.iter("line"),
        ]:
            assert mark.get("fill") or mark.get("stroke")


@pytest.mark.parametrize(("name", "drawn"), ALL, ids=[name for name, _ in ALL])
def test_an_invented_country_is_labelled_inside_each_figure_and_file(name, drawn):
    label = drawn.words("figures.fictitious")

    assert (label in drawn.html()) == drawn.fictitious
    assert (label in drawn.csv().splitlines()[0]) == drawn.fictitious
    assert "fictif" in drawn.text() or not drawn.fictitious


@pytest.mark.parametrize(("name", "drawn"), ALL, ids=[name for name, _ in ALL])
def test_a_figures_table_and_its_file_have_the_same_rows(name, drawn):
    lines = [line for line in drawn.csv().splitlines() if not line.startswith("#")]
    rows = list(csv.reader(io.StringIO("\n".join(lines))))

    assert len(rows) == len(drawn.rows) + 1
    assert len(drawn.table()) == len(drawn.rows) + 1
    assert len({len(row) for row in rows}) == 1


def test_a_bare_number_about_people_is_refused():
    with pytest.raises(cells.NotCleared) as refusal:
        figure(header=("qui", "combien"), rows=(("tous", 12),))

    assert isinstance(refusal.value, Refused)
    assert isinstance(refusal.value, TypeError)
    assert refusal.value.code == "bare-number"


def test_a_hidden_cell_says_that_it_protects_people():
    hidden = Hidden(reason="too_few_people")
    drawn = figure(header=("qui", "combien"), rows=(("tous", hidden),))

    assert drawn.table()[1][1] == "non montré, pour protéger des personnes"
    assert "non montré, pour protéger des personnes" in drawn.csv()
    assert cells.number(hidden, Catalogue("en")) == "not shown, to protect people"
    assert cells.out_of(hidden, Catalogue("en")) == "not shown, to protect people"
    assert cells.per_hundred(hidden, Catalogue("en")) == "not shown, to protect people"
    assert "non montré" in cells.shown(hidden, Catalogue("fr"))


def test_a_share_takes_two_columns_of_the_file_and_a_hidden_one_leaves_the_second_empty():
    drawn = figure(
        header=("lieu", "dit"),
        rows=(
            ("Kessim", Count(value=8, of=24)),
            ("Ruvo", Hidden(reason="complementary")),
        ),
    )

    assert drawn.csv() == (
        'lieu,dit,dit (sur)\nKessim,8,24\n"Ruvo",'.replace('"', "")
        + '"non montré, pour protéger des personnes",\n'
    )
    assert drawn.table()[1] == ("Kessim", "8 sur 24")


def test_words_in_a_file_are_never_taken_for_a_formula():
    drawn = figure(header=("lieu",), rows=(("=1+1",),))

    assert "'=1+1" in drawn.csv()


def test_what_people_said_cannot_break_out_of_the_page():
    drawn = figure(headline="<script>alert(1)</script>")

    assert "<script>" not in drawn.html()
    assert "&lt;script&gt;" in drawn.html()


def test_a_figure_shows_itself_in_a_notebook_and_is_frozen():
    drawn = figure()

    assert drawn._repr_html_() == drawn.html()
    with pytest.raises(FrozenInstanceError):
        drawn.number = 2  # type: ignore[misc]


def test_places_are_drawn_from_most_to_least_heard_for_their_target():
    drawn = STORY.figures["heard"]

    # 296/250 Orle, 284/250 Belsane, 132/120 Ruvo, 318/300, 305/300, 176/200; then
    # the hidden one, then those where nobody was heard.
    assert [row[0] for row in drawn.rows] == [
        "Orle-le-Val", "Belsane", "Camp de Ruvo", "Sourdale", "Fonclair", "Les Mares",
        "Tamral", "Kessim", "Camp d’Adessa",
    ]  # fmt: skip
    assert drawn.headline == (
        "Sur neuf lieux, cinq ont été entendus autant que prévu, un a été entendu "
        "moins que prévu, un n’est pas montré et deux n’ont pas encore été entendus"
    )
    assert drawn.rows[-1][1] == "personne"


def test_without_targets_there_is_no_figure_of_targets():
    places = [replace(row, target=None) for row in sample.PLACES]

    assert heard.draw(FRENCH, 1, places) is None


def test_where_all_are_heard_the_place_farthest_from_its_target_is_named():
    drawn = heard.draw(FRENCH, 1, sample.PLACES[:5])

    assert drawn is not None
    assert (
        drawn.says
        == "Le plus loin de sa cible\u00a0: Les Mares, 176 présences pour 200 visées."
    )


def test_where_the_last_place_is_hidden_none_is_named_as_farthest():
    drawn = heard.draw(FRENCH, 1, sample.PLACES[:6])

    assert drawn is not None
    assert drawn.says == ""


def test_a_place_where_nobody_was_heard_is_not_zero():
    html = STORY.figures["held"].html()

    assert html.count("personne entendue") == 2
    assert "<b>0</b>" not in html


def test_tiles_stand_at_their_places_and_loose_ones_follow():
    loose = replace(sample.KESSIM, key="loose", row=None, col=None)
    tiles_given = [
        (sample.KESSIM, Count(value=3)),
        (sample.ORLEVAL, Count(value=4)),
        (loose, None),
    ]

    rows = tiles.arranged(tiles_given, range(1, 4))

    assert [[tile[0].key if tile else None for tile in row] for row in rows] == [
        [None, "kessim", None],
        ["orleval", None, None],
        ["loose", None, None],
    ]


@pytest.mark.parametrize(
    ("shares", "headline"),
    [
        (
            (15, 12, 8),
            "On en parle plus ici\u00a0: Orle-le-Val\u202f; moins là\u00a0: Sourdale",
        ),
        ((20, 18, 17), "On en parle partout où l’on a écouté"),
        ((8, 8, 8), "On en parle à peu près autant partout"),
        ((8,), "Trop peu de lieux peuvent être montrés pour les comparer"),
    ],
)
def test_a_tile_map_says_where_a_finding_is_named_most(shares, headline):
    places = (sample.ORLEVAL, sample.BELSANE, sample.SOURDALE)
    given = [
        (place, Count(value=n, of=24)) for place, n in zip(places, shares, strict=False)
    ]

    drawn = tiles.named(FRENCH, 1, given, named_in=Count(value=40, of=72))

    assert drawn.headline == headline


def test_the_grid_names_who_is_missing():
    drawn = STORY.figures["grid"]

    assert (
        drawn.headline
        == "Personne n’a encore été entendu dans ces lieux\u00a0: Kessim et Camp d’Adessa"
    )
    assert "éleveurs, Tamral" in drawn.says


def test_the_wanted_order_leads_and_the_finding_that_climbs_most_is_the_headline():
    drawn = STORY.figures["order"]

    assert drawn.headline == (
        "Une justice qui vienne jusqu’à nous\u00a0: 3e dans les paroles, 1er dans ce que l’on veut régler"
    )
    assert [row[1] for row in drawn.rows] == ["1er", "2e ou 3e", "2e ou 3e", "4e"]


def test_where_both_orders_are_one_the_headline_says_so():
    same = [replace(f, named_rank=f.wanted_rank) for f in STORY.material.findings]
    assert STORY.material.priorities is not None

    drawn = order.draw(FRENCH, 1, same, STORY.material.priorities)

    assert "est aussi le plus dit" in drawn.headline


def test_a_crowd_always_counts_a_hundred():
    for agree, disagree, of in ((91, 9, 100), (1, 1, 3), (200, 1, 201)):
        answers = sample.answers(of, agree, disagree)
        assert sum(hundred.hundred_people(answers).values()) == 100


def test_withheld_answers_are_drawn_as_one_outline():
    answers = Answers(
        agree=Count(value=60, of=100), passed=sample.FEW, disagree=sample.FEW
    )

    assert hundred.hundred_people(answers) == {"agree": 60, "passed": 40, "disagree": 0}


def test_common_ground_is_as_common_as_its_lowest_group():
    drawn = STORY.figures["hundred:sides"]

    assert (
        drawn.headline
        == "Dans chaque groupe, au moins 84 personnes entendues sur 100 sont d’accord"
    )
    assert drawn.says == "Au plus bas\u00a0: forces, 84 sur 100."


def test_a_group_that_is_withheld_is_not_claimed():
    hidden = replace(
        sample.GROUND.statements[0],
        answers=(sample.answers(100, 90, 1), sample.HIDDEN, None),
        estimates=(),
    )

    drawn = hundred.draw(FRENCH, 1, sample.GROUND, hidden)

    assert drawn.headline.startswith("Dans chaque groupe montré")
    assert "non montré" in drawn.html()
    assert len(drawn.rows) == 2


def test_raised_hands_and_secret_answers_stand_beside_each_other():
    drawn = STORY.figures["split:0"]

    assert (
        drawn.headline == "À main levée, 93 sur 100 sont d’accord\u202f; en secret, 39"
    )
    assert "n’est pas un terrain d’entente" in drawn.says


def test_hidden_methods_are_compared_without_numbers():
    drawn = hundred.split(FRENCH, 1, replace(sample.SPLIT, secret=sample.HIDDEN))

    assert "ne sont pas les mêmes" in drawn.headline


def test_marks_that_are_near_take_different_lanes():
    assert lanes.lanes([50, 51, 52, 90]) == [0, 1, 2, 0]
    assert lanes.lanes([10, 40, 80]) == [0, 0, 0]


def test_a_fourth_near_mark_takes_the_lane_whose_last_mark_is_farthest():
    assert lanes.lanes([50, 51, 52, 53]) == [0, 1, 2, 0]


def test_the_ladder_goes_from_shared_to_split_and_says_not_asked():
    unasked = replace(
        sample.GROUND.statements[0],
        answers=(sample.answers(100, 90, 1), sample.HIDDEN, None),
        estimates=(),
    )
    ground = replace(sample.GROUND, statements=(unasked, *sample.GROUND.statements[1:]))

    drawn = ladder.draw(FRENCH, 1, ground)

    assert (
        drawn.headline
        == "Trois phrases rassemblent les groupes\u202f; deux les séparent"
    )
    assert "pas demandé" in drawn.html()
    assert drawn.rows[0][4] == "pas demandé"


@pytest.mark.parametrize(
    ("standing", "headline"),
    [
        ("shared", "rassemblent les groupes\u202f; aucune"),
        ("divides", "séparent les groupes\u202f; aucune"),
        ("undecided", "Aucune phrase ne rassemble"),
        ("unshared", "Aucune phrase ne rassemble"),
    ],
)
def test_a_ladder_of_one_kind_says_so(standing, headline):
    rows = tuple(replace(row, standing=standing) for row in sample.GROUND.statements)

    drawn = ladder.draw(FRENCH, 1, replace(sample.GROUND, statements=rows))

    assert headline in drawn.headline


def test_a_long_ladder_keeps_its_ends():
    many = tuple(
        replace(row, standing="undecided") for row in sample.GROUND.statements[:1] * 20
    )
    rows = ladder.chosen(
        (*sample.GROUND.statements[:3], *many, *sample.GROUND.statements[4:])
    )

    assert len(rows) == 12
    assert [row.standing for row in rows] == ["shared"] * 3 + ["undecided"] * 7 + [
        "divides"
    ] * 2


def test_many_groups_are_told_by_their_lowest_and_highest():
    groups = tuple(
        replace(sample.GROUPS[0], key=str(i), names={"fr": f"groupe {i}"})
        for i in range(7)
    )
    asked = replace(
        sample.GROUND.statements[0],
        answers=tuple(sample.answers(100, 60 + i, 1) for i in range(7)),
        estimates=sample.thought(*((60 + i, 50 + i, 70 + i) for i in range(7))),
    )
    unseen = replace(asked, answers=(sample.HIDDEN,) * 7, estimates=(None,) * 7)
    ground = replace(
        sample.GROUND,
        groups=groups,
        people=(sample.count(100),) * 7,
        statements=(asked, unseen),
    )

    html = ladder.draw(FRENCH, 1, ground).html()

    assert "groupe 0" in html
    assert "groupe 6" in html
    assert "Au plus bas" in html


def asked(of: int | None) -> Answers:
    """Return answers of so many people; None: they are not shown."""
    if of is None:
        return Answers(agree=sample.FEW, passed=sample.FEW, disagree=sample.FEW)
    agree = Count(value=of // 2, of=of)
    return Answers(agree=agree, passed=Count(value=0, of=of), disagree=agree)


def test_each_figure_prints_its_own_base():
    first = sample.GROUND.statements[0]
    two = sample.GROUND.groups[:2]
    rows = tuple(
        replace(first, answers=answers)
        for answers in (
            (asked(120), asked(None)),
            (asked(96), asked(None)),
            (asked(100), None),
        )
    )
    people = (sample.count(120), sample.FEW)
    ground = replace(sample.GROUND, groups=two, people=people, statements=rows)
    one, other = (FRENCH.name(group.names) for group in two)

    drawn = [bases.of_statement(FRENCH, ground, row) for row in rows]

    assert drawn[1] == (f"{one}, 96 personnes ou réponses\u202f; {other}, non montré.")
    assert drawn[2] == f"{one}, 100 personnes ou réponses."
    assert hundred.draw(FRENCH, 1, ground, rows[1]).base == drawn[1]
    assert f"{one}, 96 à 120 personnes" in ladder.draw(FRENCH, 1, ground).base


def test_each_group_has_its_estimate_its_interval_and_the_threshold_beside_it():
    html = ladder.draw(FRENCH, 1, sample.GROUND).html()

    assert '<small class="nb" dir="ltr">75–90</small>' in html
    # Forces, second of three lanes, from 75 to 90 in 100 of the axis.
    assert 'x1="73.5%" x2="87.6%" y1="50%" y2="50%"' in html
    assert 'x1="59.4%" x2="59.4%"' in html  # the threshold, 60 in 100
    assert "le seuil, 60 sur 100" in html


def test_a_group_that_is_hidden_has_no_mark_no_number_and_no_estimate():
    hidden = sample.GROUND.statements[3]
    ground = replace(sample.GROUND, statements=(hidden,))

    drawn = ladder.draw(FRENCH, 1, ground)

    assert drawn.html().count("non montré") == 2  # in its row, and as its base
    assert drawn.html().count('overflow="visible"') == 2
    line = drawn.csv().splitlines()[-1]
    assert line.endswith(",46,43,50,,54,47,61,")
    assert "Pas assez entendus, sur une phrase au moins\u00a0: forces" in drawn.html()


def test_a_group_that_was_counted_and_not_estimated_stands_as_counted():
    bare = replace(sample.GROUND.statements[0], estimates=(), stability=None)

    html = ladder.draw(
        FRENCH, 1, replace(sample.GROUND, statements=(bare,), thin=())
    ).html()

    assert "</svg> 91</td>" in html
    assert "–" not in html
    assert "Pas assez entendus" not in html


def test_four_groups_have_a_lane_each_in_a_taller_row():
    four = [lanes.Mark(middle=m, low=m - 5, high=m + 5) for m in (50, 51, 52, 53)]

    drawn = lanes.draw(four, threshold=60)

    assert "lanes tall" in drawn
    assert [f'y="{y}%"' in drawn for y in (12, 38, 62, 88)] == [True] * 4


def test_of_many_groups_only_the_ends_say_how_far_off_they_may_be():
    many = [lanes.Mark(middle=m, low=m - 5, high=m + 5) for m in range(20, 90, 10)]

    drawn = lanes.draw(many, threshold=60)

    assert drawn.count(f'stroke="{lanes.marks.INK}" stroke-width="1.6"') == 2


def test_an_axis_without_marks_is_bare():
    assert "<rect" not in lanes.draw([None, None], threshold=60)


SURE = {
    "fr": "Plus de 99 chances sur 100. Le moins sûr\u00a0: forces\u202f; là, environ "
    "20 réponses contraires de plus l’annuleraient. Tient aussi si 2 réponses sur 100 "
    "étaient faussées, et sans les rencontres où d’autres écoutaient.",
    "en": "More than 99 chances in 100. Least sure among: forces; about 20 more "
    "answers against it there would undo it. Also holds if 2 in 100 answers were "
    "spoilt, and without the gatherings where others listened.",
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_how_sure_a_shared_statement_is_stands_in_one_line(lang):
    setting = replace(FRENCH, words=Catalogue(lang))

    said = sureness.line(setting, sample.GROUND, sample.STABLE)

    assert said == SURE[lang]
    assert said in plain(ladder.draw(setting, 1, sample.GROUND).html())


def test_what_would_undo_a_claim_elsewhere_names_both_groups():
    english = replace(FRENCH, words=Catalogue("en"))
    found = sample.GROUND.statements[1].stability
    assert found is not None

    assert sureness.line(english, sample.GROUND, found) == (
        "95 chances in 100. Least sure among: authorities; 6 more answers against it "
        "among forces would undo it. Does not hold if 2 in 100 answers were spoilt; "
        "does without the gatherings where others listened."
    )
    one = replace(found, extra=1, weakest=found.extra_in, overheard="rests")
    assert "; one more answer against it there would undo it" in sureness.line(
        english, sample.GROUND, one
    )
    assert "nor without the gatherings" in sureness.aloud(english, sample.GROUND, one)


def test_what_no_thousand_answers_would_undo_is_not_counted():
    found = sample.GROUND.statements[2].stability
    assert found is not None

    said = sureness.line(FRENCH, sample.GROUND, found)

    assert "Le moins sûr\u00a0: forces. Tient aussi si 2 réponses" in said


@pytest.mark.parametrize(
    ("n", "false", "said"),
    [
        (0, 0.0, ""),
        (1, 0.04, "Erreurs à attendre ici\u00a0: moins de 0,1."),
        (3, 0.06, "Erreurs à attendre parmi ces 3\u00a0: 0,1."),
    ],
)
def test_the_errors_to_expect_are_printed(n, false, said):
    assert sureness.errors(FRENCH, n, false) == said


def test_the_ladder_prints_its_expected_errors_and_says_what_is_shared_most():
    drawn = ladder.draw(FRENCH, 1, sample.GROUND)

    assert "Erreurs à attendre parmi ces 3\u00a0: 0,1." in drawn.caveat
    assert "La plus partagée" in drawn.spoken
    assert "chances sur 100. Le moins sûr\u00a0: forces" in drawn.spoken


def test_an_estimate_takes_three_columns_and_is_told_with_its_ends():
    drawn = ladder.draw(FRENCH, 1, sample.GROUND)

    names = drawn.csv().splitlines()[1].split(",")
    assert "communautés\u00a0: estimation (au moins)" in names
    assert "91 (de 89 à 93)" in drawn.table()[1]


def test_one_bead_is_one_gathering_until_a_door_is_full():
    assert doors.beads([148]) == ([148], 1)
    assert doors.beads([149]) == ([149], 1)
    counted, each = doors.beads([400])
    assert each == 3
    assert counted == [134]


def test_each_kind_of_bead_that_is_drawn_is_explained_and_no_other():
    n = sample.count
    owed = Owed(answered=n(0), told=n(12), deferred=n(11), due=n(20))

    drawn = doors.draw(FRENCH, 0, n(43), owed).how_to_read

    assert "est informé\u202f; sa réaction manque" in drawn
    assert "est différé, pour sa sécurité" in drawn
    assert "attend encore" in drawn
    assert "a réagi" not in drawn


def test_what_a_bead_stands_for_is_told_of_each_door():
    n = sample.count
    owed = Owed(answered=n(100), told=n(100), deferred=n(0), due=n(150))

    drawn = doors.draw(FRENCH, 0, n(120), owed).how_to_read

    assert "Une perle est une rencontre." in drawn
    assert "Dans la seconde porte, une perle compte pour 3 groupes entendus." in drawn
    assert "compte pour 3" in doors.debt(FRENCH, 1, owed).how_to_read
    assert (
        doors.draw(FRENCH, 0, n(120), None).how_to_read
        == "Une perle est une rencontre."
    )


def test_a_withheld_month_is_explained_to_the_eye_and_to_the_ear():
    step = Step(
        kind="gatherings",
        n=sample.count(40),
        first="2030-01",
        last="2030-02",
        by_month=(("2030-01", sample.count(38)), ("2030-02", sample.FEW)),
    )

    drawn = road.draw(FRENCH, 1, (step,))

    said = "Le mois hachuré\u00a0: son nombre de rencontres n’est pas montré"
    assert said in drawn.html()
    assert said in drawn.spoken


def test_beads_stay_inside_their_door():
    for x, y in doors.positions():
        assert 2 < x < 118
        assert 2 < y < 150


def test_a_hidden_number_of_gatherings_leaves_the_door_empty():
    drawn = doors.draw(
        FRENCH,
        0,
        sample.FEW,
        Owed(answered=sample.FEW, told=sample.FEW, due=sample.FEW, deferred=sample.FEW),
    )

    assert "n’est pas montré" in drawn.headline
    assert drawn.table()[1][1] == "non montré, pour protéger des personnes"


def test_what_is_owed_is_told_as_totals_only():
    drawn = STORY.figures["debt"]

    assert drawn.headline == "Nous devons encore une réponse à 53 groupes"
    assert [row[1] for row in drawn.rows] == [sample.count(n) for n in (49, 38, 8, 53)]
    hidden = doors.debt(
        FRENCH,
        1,
        Owed(answered=sample.FEW, told=sample.FEW, due=sample.FEW, deferred=sample.FEW),
    )
    assert hidden.headline == "Nous devons encore des réponses"


def test_the_road_tells_months_and_never_a_day():
    drawn = STORY.figures["road"]

    assert (
        drawn.headline
        == "Fait jusqu’ici\u00a0: 148 rencontres, dont huit rencontres de validation et une conférence"
    )
    assert not re.search(r"\b\d{1,2} (janvier|février|mars|juin)", drawn.html())


def test_a_withheld_month_is_hatched():
    step = replace(
        sample.ROAD[0], by_month=(("2030-01", sample.FEW), ("2030-02", sample.count(4)))
    )
    from vestibule.inform.figures import road

    assert 'class="m hid"' in road.draw(FRENCH, 1, (step,)).html()


def test_findings_without_a_count_are_not_drawn_and_hidden_ones_have_no_number():
    assert order.unranked(FRENCH, 1, [replace(sample.JUSTICE, named=None)]) is None
    drawn = order.unranked(FRENCH, 1, [replace(sample.JUSTICE, named=sample.FEW)])
    assert drawn is not None
    assert "trop peu" in drawn.headline


def test_statements_of_a_conversation_are_sorted_by_agreement():
    story = told(sample.CONVERSATION, "en")

    # 214/240 and 150/201 pass 60 in 100; 108 against 98 of 220 balance best.
    assert story.figures["agreed"].headline == (
        "What gathers most agreement: “Cars should leave the square on market days”"
    )
    assert "more light" in story.figures["divided"].headline
    assert len(story.figures["agreed"].rows) == 4


def test_where_no_place_can_be_shown_none_is_said_to_have_most_gatherings():
    shown = [(row.place, None if row.nobody else sample.FEW) for row in sample.PLACES]

    drawn = tiles.held(FRENCH, 1, shown)

    assert "Le plus de rencontres" not in drawn.spoken
    assert drawn.says.startswith("Personne n’y a encore été entendu")


def test_a_place_heard_through_other_profiles_is_not_called_silent():
    nobody = tuple("nobody" for _ in sample.GRID.profiles)
    whole = replace(sample.GRID, states=(nobody, *sample.GRID.states[1:]), silent=())

    silent, missing = grid.gaps(FRENCH, whole)

    assert silent == []
    assert sum("Orle-le-Val" in pair for pair in missing) == len(nobody)


def test_a_headline_read_aloud_has_an_end():
    assert aloud("Un titre", "Une phrase.", "") == "Un titre. Une phrase."


def grid_of(*rows: tuple[str, ...]) -> Grid:
    places = (sample.ORLEVAL, sample.BELSANE, sample.KESSIM)[: len(rows)]
    profiles = tuple(profile.names for profile in sample.PROFILES[: len(rows[0])])
    return Grid(places=places, profiles=profiles, states=rows, enough=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "headline", "says"),
    [
        (
            (("enough", "enough"), ("enough", "outside")),
            "Chaque profil prévu a été entendu",
            "",
        ),
        (
            (("enough", "few"), ("hidden", "outside")),
            "Tous les profils n’ont pas encore été assez entendus",
            "",
        ),
        (
            (("enough", "nobody"), ("few", "nobody")),
            "Un profil n’a été entendu nulle part\u00a0: éleveurs",
            "Manquent aussi",
        ),
        (
            (("enough", "nobody"), ("nobody", "nobody")),
            "Un profil n’a été entendu nulle part\u00a0: éleveurs",
            "Manquent aussi\u00a0: éleveurs, Orle-le-Val, cultivateurs, Belsane",
        ),
        (
            (("enough", "nobody"), ("few", "enough")),
            "Il manque encore une voix\u00a0: éleveurs, Orle-le-Val",
            "",
        ),
    ],
)
def test_the_grid_says_the_widest_silence_first(rows, headline, says):
    drawn = grid.draw(FRENCH, 1, grid_of(*rows))

    assert drawn.headline.startswith(headline)
    assert drawn.says.startswith(says)


def test_many_profiles_stand_upright():
    wide = grid.draw(
        FRENCH,
        1,
        replace(
            grid_of(("enough",)), profiles=({"fr": "x"},) * 8, states=(("few",) * 8,)
        ),
    )

    assert 'class="grid upright"' in wide.html()


def test_a_conversation_of_hidden_answers_draws_nothing():
    held = sample.CONVERSATION.conversation
    assert held is not None
    hidden = replace(held, rows=held.rows[-1:])

    assert conversation.draw(FRENCH, 1, hidden, agreed=True) is None
    assert conversation.draw(FRENCH, 1, hidden, agreed=False) is None


def test_a_withheld_answer_beside_shown_ones_is_said_to_be_withheld():
    held = sample.CONVERSATION.conversation
    assert held is not None
    row = replace(
        held.rows[0],
        answers=Answers(
            agree=sample.count(9, 10), passed=sample.FEW, disagree=sample.count(0, 10)
        ),
    )

    drawn = conversation.draw(FRENCH, 1, replace(held, rows=(row,)), agreed=True)

    assert drawn is not None
    assert drawn.html().count("non montré") == 1
