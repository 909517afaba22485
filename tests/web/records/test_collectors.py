"""Who corrects a record does not become the one who collected it."""

from __future__ import annotations

import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.act import made
from tests.web.cast import AT, Cast
from tests.web.records.plain_sight import Plain

from vestibule.dossier.tables import TABLES
from vestibule.web.act import actions
from vestibule.web.records import access, collectors, paths, versions
from vestibule.web.records.collectors import Collectors
from vestibule.web.records.models import Action, Excerpt, Gathering, Group, OriginOwner
from vestibule.web.records.sight import Sight
from vestibule.web.records.tables import MODELS

OURS = frozenset({"well-1", "well-2"})


@pytest.fixture
def team(db: None) -> Cast:
    return made.team()


def test_the_first_version_says_whose_a_record_is() -> None:
    """The well wrote `a`, the bridge `b` on it, the well `c` on that; the bridge `x`."""
    corrections = {"b": ("a", "bridge-1"), "c": ("b", "well-2"), "y": ("x", "well-1")}
    of = Collectors.of(corrections, {"a": "well-1", "x": "bridge-1"})

    assert of.first["b"] == of.first["c"] == {"well-1"}
    assert of.first["y"] == {"bridge-1"}
    assert of.is_of("b", "bridge-1", OURS)
    assert not of.is_of("y", "well-1", OURS)
    assert of.is_of("a", "well-1", OURS)  # it corrects nothing: its own origin says


def test_of_several_that_were_made_one_each_must_be_the_partners() -> None:
    known = {"a": "well-1", "b": "well-2", "x": "bridge-1"}
    merged = {"ab": ("a b", "bridge-1"), "ax": ("a x", "well-1")}
    of = Collectors.of(merged, known)

    assert of.is_of("ab", "bridge-1", OURS)
    assert not of.is_of("ax", "well-1", OURS)
    assert not of.is_of("ax", "well-1", frozenset({"bridge-1"}))


def test_a_record_that_was_corrected_twice_and_settled_is_still_whose_it_was() -> None:
    told = {"b": ("a", "bridge-1"), "c": ("a", "well-1"), "d": ("b c", "bridge-1")}
    of = Collectors.of(told, {"a": "well-1"})

    assert of.first["d"] == {"well-1"}


def test_until_what_it_corrects_is_here_a_correction_is_of_who_wrote_it() -> None:
    early = Collectors.of({"b": ("a", "bridge-1")}, {})
    half = Collectors.of({"b": ("a x", "bridge-1")}, {"a": "well-1"})

    assert early.first["b"] == {"bridge-1"}
    assert half.first["b"] == {"well-1"}


def test_corrections_that_go_round_are_nobodys() -> None:
    round_ = {"a": ("b", "well-1"), "b": ("a", "well-1"), "c": ("a", "well-1")}
    of = Collectors.of(round_, {})

    assert of.first["c"] == frozenset()
    assert not of.is_of("c", "well-1", OURS)


def plain() -> Plain:
    """Return the rows of two tables without a database, as the plain rules read them."""
    tables = {name: [] for name in TABLES}
    for model in (Group, Gathering):
        tables[model.TABLE.name] = [
            {"id": one.pk, "origin": one.origin, "supersedes": one.supersedes}
            for one in model.objects.all()
        ]
    owners = dict(OriginOwner.objects.values_list("origin_id", "partner__key"))
    return Plain(tables, owners, cast.TODAY)


def test_the_condition_is_what_the_plain_rule_says(team: Cast) -> None:
    hill = team.places["hill"]

    def group(origin: str, *olds: str) -> str:
        corrected = " ".join(olds) or None
        return cast.record("groups", origin, key="g", name="g", place=hill, supersedes=corrected)  # fmt: skip

    a, b, x = group("well-1"), group("well-1"), group("bridge-1")
    expected = {group("bridge-1", a), group("bridge-1", a, b), group("well-1")}
    expected |= {group("well-1", group("bridge-1", a)), a, b}
    group("well-1", x), group("well-1", a, x)

    written = Sight("well", cast.TODAY).written("groups")
    found = set(Group.objects.filter(written).values_list("pk", flat=True))

    rules = plain()
    rows = rules.by_id["groups"].values()
    assert found == {r["id"] for r in rows if rules._collected("groups", r) == {"well"}}
    assert found > expected
    assert len(found) == len(expected) + 1  # and the bridge's own step between two


def test_it_is_asked_in_two_questions_however_many_were_corrected(team: Cast) -> None:
    names = {name: MODELS[name] for name in sorted(paths.PLACED)}

    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            collectors.all_of(versions.corrections(names))
        return len(told)

    before = asked()
    for _ in range(3):
        first = cast.gathering(team.places["hill"])
        cast.gathering(team.places["hill"], "bridge-1", supersedes=first)

    assert before == asked() == 2


def test_who_made_an_action_still_sees_it_after_another_partner_answered_for_harm(
    team: Cast,
) -> None:
    place = team.places["hill"]
    first = cast.record("actions", words="Dig", place=place, state="proposed", approved=False)  # fmt: skip
    new = secrets.token_hex(16)

    actions.answer_harm(new=new, action=first, given={"dividers": ("x", "y")}, by=team.person("esi"), at=AT)  # fmt: skip

    seen = access.visible(Action, team.person("amina"))
    assert [one.pk for one in seen] == [new]
    team.accounts["moussa"] = cast.account("moussa", team.partners["bridge"], "facilitator", "land.north")  # fmt: skip
    assert not access.visible(Action, team.person("moussa")).exists()


def test_words_said_at_a_gathering_are_its_collectors_whoever_corrected_it(
    team: Cast,
) -> None:
    """Bako and hawa are researchers; the words are for who collected them alone."""
    first = cast.gathering(team.places["shore"], "well-1", consent=4)
    now = cast.gathering(team.places["shore"], "bridge-1", consent=4, supersedes=first)
    words = cast.excerpt(now, "well-1", consent=1)

    assert [one.pk for one in access.visible(Excerpt, team.person("hawa"))] == [words]
    assert not access.visible(Excerpt, team.person("bako")).exists()
