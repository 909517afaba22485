"""Gatherings: listed, shown, entered, corrected, settled, attended."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import AT, Cast

from vestibule.errors import DataError
from vestibule.web.listen import actions
from vestibule.web.records import access, entry
from vestibule.web.records.models import Attendance, AuditEntry, Gathering

LIST = "/atelier/rencontres/"


@pytest.fixture
def team(db: None) -> Cast:
    team = cast.gather()
    for key in ("farmers", "herders"):
        cast.record("profiles", key=key, name=key, side="community", restricted=False)
    return team


def profile(key: str) -> str:
    from vestibule.web.records.models import Profile

    return str(Profile.objects.get(key=key).pk)


def typed(**other: Any) -> dict[str, Any]:
    """What Amina types of a gathering of farmers on the hill."""
    given = {
        "new": secrets.token_hex(16),
        "code": "A-1",
        "held_on": "2024-05-01",
        "place": "land.north.hill",
        "kind": "focus_group",
        "composition": "homogeneous",
        "profile": profile("farmers"),
        "present": "12",
        "listeners": ["nobody"],
        "consent": "4",
    }
    return {**given, **other}


def entered(team: Cast, by: str = "amina", **other: Any) -> Any:
    return team.client(by).post(f"{LIST}saisir/", typed(**other))


def errors(response: Any) -> str:
    assert response.status_code == 200
    assert not Gathering.objects.exists()
    said: str = response.content.decode().split('class="wrong"')[1].split("</div>")[0]
    return said


def test_a_gathering_is_entered_once_with_its_writer_and_an_entry(team: Cast) -> None:
    response = entered(team)

    written = Gathering.objects.get()
    assert response.headers["Location"] == f"{LIST}{written.pk}/presences/"
    assert (written.code, written.present, written.listeners) == ("A-1", 12, "nobody")
    assert written.place_id == team.places["hill"]
    assert (written.by, written.facilitator) == ("amina", "amina")
    assert AuditEntry.objects.get(record=written.pk).act == "write"


def test_a_form_sent_twice_writes_once(team: Cast) -> None:
    new = secrets.token_hex(16)

    for _ in range(2):
        assert entered(team, new=new).status_code == 302

    assert Gathering.objects.get().pk == new
    assert AuditEntry.objects.filter(act="write").count() == 1


def test_a_form_that_is_not_ours_is_not_found(team: Cast) -> None:
    assert entered(team, new="x").status_code == 404


def test_a_place_that_is_misspelt_is_met_with_the_likely_one(team: Cast) -> None:
    said = errors(entered(team, place="land.north.hil"))

    assert "n’est pas connu" in said
    assert "Vouliez-vous" in said
    assert "land.north.hill" in said


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"held_on": "2999-01-01"}, "avenir"),
        ({"held_on": "soon"}, "Date"),
        ({"held_on": ""}, "Date"),
        ({"present": "many"}, "n’est pas un nombre"),
        ({"present": "-3"}, "en dessous de 0"),
        ({"place": ""}, "Où s’est-elle tenue"),
        ({"profile": ""}, "Quel profil"),
        ({"composition": "mixed"}, "mixte"),
        ({"kind": "party"}, "Type"),
        ({"code": ""}, "Code"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    team: Cast, other: dict[str, Any], said: str
) -> None:
    assert said in errors(entered(team, **other))


def test_nothing_typed_is_lost_when_something_is_wrong(team: Cast) -> None:
    response = entered(team, place="nowhere at all", code="Q-77")

    assert 'value="Q-77"' in response.content.decode()


def test_an_online_gathering_has_no_place(team: Cast) -> None:
    assert entered(team, kind="online", place="").status_code == 302


@pytest.mark.parametrize("name", ["bako", "dado", "fanta", "chana"])
def test_only_who_facilitates_enters(team: Cast, name: str) -> None:
    assert entered(team, by=name).status_code == 404
    assert not Gathering.objects.exists()


@pytest.mark.parametrize(
    "page", ["", "corriger/", "presences/", "paroles/", "decompte/"]
)
@pytest.mark.parametrize("name", ["gara", "chana", "fanta"])
def test_another_s_gathering_is_as_if_it_were_not_there(
    team: Cast, name: str, page: str
) -> None:
    held = cast.gathering(team.places["hill"])
    browser = team.client(name)

    assert browser.get(f"{LIST}{held}/{page}").status_code == 404
    assert browser.get(f"{LIST}{'0' * 32}/{page}").status_code == 404


def test_the_cell_that_was_planned_is_filled_in(team: Cast) -> None:
    asked = f"{LIST}saisir/?lieu=land.north.hill&profil=farmers"

    page = team.client("amina").get(asked).content.decode()

    assert 'value="land.north.hill"' in page
    assert f'value="{profile("farmers")}" selected' in page


def test_a_correction_is_a_new_record_and_all_that_hung_on_it_stays(team: Cast) -> None:
    entered(team)
    old = Gathering.objects.get().pk
    cast.record("attendances", gathering=old, n=5, capacity="consulted", sex="female")

    response = team.client("amina").post(
        f"{LIST}{old}/corriger/", typed(code="A-1 bis", present="5")
    )

    new = Gathering.objects.get(code="A-1 bis")
    assert new.supersedes == old
    assert Gathering.objects.get(pk=old).present == 12
    page = team.client("amina").get(response.headers["Location"]).content.decode()
    assert "5 présences comptées" in page
    assert team.client("amina").get(f"{LIST}{old}/").status_code == 404


def test_of_two_who_correct_the_same_the_second_is_told(team: Cast) -> None:
    entered(team)
    of = Gathering.objects.get()
    person = team.person("amina")
    actions.correct(of, new=secrets.token_hex(16), cells=_cells(of), by=person, at=AT)

    with pytest.raises(DataError) as refused:
        actions.correct(
            of, new=secrets.token_hex(16), cells=_cells(of), by=person, at=AT
        )

    assert refused.value.params["reason"] == entry.MEANWHILE
    assert Gathering.objects.count() == 2


def _cells(of: Gathering) -> dict[str, Any]:
    return {"code": of.code, "kind": of.kind, "place": of.place_id}


def test_a_double_correction_is_settled_by_a_person(team: Cast) -> None:
    old = cast.gathering(team.places["hill"], code="B-1")
    one, two = (
        cast.gathering(team.places["hill"], code="B-1", supersedes=old, present=n)
        for n in (18, 21)
    )
    browser = team.client("amina")
    page = browser.get(f"{LIST}{one}/").content.decode()

    browser.post(f"{LIST}{one}/garder/", {"new": secrets.token_hex(16)})

    assert "corrigée deux fois" in page
    (kept,) = access.visible(Gathering, team.person("amina"))
    assert kept.supersedes == " ".join(sorted([one, two]))
    assert kept.present == 18


def test_what_was_corrected_once_has_nothing_to_settle(team: Cast) -> None:
    held = cast.gathering(team.places["hill"])

    response = team.client("amina").post(
        f"{LIST}{held}/garder/", {"new": secrets.token_hex(16)}
    )

    assert response.status_code == 404


def test_attendances_are_counted_by_sex_and_age(team: Cast) -> None:
    held = cast.gathering(team.places["hill"], present=12, profile=profile("farmers"))
    given = {"new": secrets.token_hex(16), "capacity": "consulted"}

    for _ in range(2):
        team.client("amina").post(
            f"{LIST}{held}/presences/", {**given, "n0female": "7", "n0male": "5"}
        )

    rows = Attendance.objects.order_by("n").values_list("n", "sex", "gathering_id")
    assert [*rows] == [(5, "male", held), (7, "female", held)]


def test_totals_that_do_not_add_up_are_said_before_they_are_kept(team: Cast) -> None:
    held = cast.gathering(team.places["hill"], present=12)
    given = {"new": secrets.token_hex(16), "capacity": "consulted", "n0": "9"}
    browser = team.client("amina")

    page = browser.post(f"{LIST}{held}/presences/", given).content.decode()

    assert "Cela ferait 9 présences, et 12 étaient notées" in page
    assert not Attendance.objects.exists()
    browser.post(f"{LIST}{held}/presences/", {**given, "sure": "on"})
    assert Attendance.objects.get().n == 9


@pytest.mark.parametrize("n", ["", "0", "-1", "many"])
def test_nobody_counted_is_no_attendance(team: Cast, n: str) -> None:
    held = cast.gathering(team.places["hill"])
    given = {"new": secrets.token_hex(16), "capacity": "consulted", "n0": n}

    response = team.client("amina").post(f"{LIST}{held}/presences/", given)

    assert 'class="wrong"' in response.content.decode()
    assert not Attendance.objects.exists()


def test_a_mixed_gathering_counts_profile_by_profile(team: Cast) -> None:
    held = cast.gathering(team.places["hill"])
    given = {"new": secrets.token_hex(16), "capacity": "official", "n0": "3"}

    team.client("amina").post(
        f"{LIST}{held}/presences/", {**given, "profile": profile("herders")}
    )

    row = Attendance.objects.get()
    assert (row.profile_id, row.capacity) == (profile("herders"), "official")


def test_the_list_is_one_s_own_and_answers_its_facets(team: Cast) -> None:
    hill, shore = team.places["hill"], team.places["shore"]
    mine = cast.gathering(hill, code="A-1", profile=profile("farmers"))
    cast.gathering(hill, code="A-2", kind="interview")
    cast.gathering(shore, "bridge-1", code="S-1")
    cast.record("attendances", gathering=mine, n=4, capacity="consulted")

    def codes(name: str, query: str = "") -> set[str]:
        page = team.client(name).get(f"{LIST}{query}").content.decode()
        return {code for code in ("A-1", "A-2", "S-1") if f">{code}<" in page}

    assert codes("amina") == {"A-1", "A-2"}
    assert codes("gara") == {"S-1"}
    assert codes("bako") == {"A-1", "A-2", "S-1"}
    assert codes("bako", "?lieu=land.south") == {"S-1"}
    assert codes("bako", "?profil=farmers") == {"A-1"}
    assert codes("bako", "?nature=interview") == {"A-2"}
    assert codes("bako", "?lieu=nowhere") == set()
    assert codes("bako", "?page=x") == {"A-1", "A-2", "S-1"}
    assert codes("bako", "?page=9") == {"A-1", "A-2", "S-1"}


def test_the_sheet_holds_no_cell_that_computes(team: Cast) -> None:
    cast.gathering(team.places["hill"], code="=1+1", held_on=dt.date(2031, 1, 2))

    sheet = team.client("amina").get(f"{LIST}rencontres.csv").content.decode()

    assert sheet.splitlines()[0].startswith("code,held_on,place")
    assert "\n=1+1" not in sheet
    assert "=1+1" in sheet


def test_markup_in_a_code_is_shown_as_text(team: Cast) -> None:
    held = cast.gathering(team.places["hill"], code="<script>alert(1)</script>")

    for page in ("", f"{held}/", f"{held}/corriger/", f"{held}/presences/"):
        said = team.client("amina").get(f"{LIST}{page}").content.decode()
        assert "<script>alert" not in said


def test_one_page_asks_as_much_of_a_small_gathering_as_of_a_large_one(
    team: Cast,
) -> None:
    held = cast.gathering(team.places["hill"], present=40, consent=4)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            team.client("amina").get(f"{LIST}{held}/")
        return len(found)

    before = asked()
    for n in range(1, 9):
        cast.record("attendances", gathering=held, n=n, capacity="consulted")
        at = cast.voice(held, consent=4)
        cast.excerpt(held, voice=at, consent=4)

    assert asked() == before


def test_a_tally_says_who_did_not_answer_and_what_is_owed(team: Cast) -> None:
    held = cast.gathering(
        team.places["hill"], present=20, held_on=dt.date(2024, 1, 2), consent=4
    )
    said = cast.record(
        "statements", key="s1", words="Oui.", source="seed", moderation="in"
    )
    given = {
        "new": secrets.token_hex(16), "statement": said, "method": "pots",
        "agree": "11", "disagree": "4", "passed": "2", "count": "1",
    }  # fmt: skip
    browser = team.client("amina")

    assert browser.post(f"{LIST}{held}/decompte/", given).status_code == 302

    page = " ".join(browser.get(f"{LIST}{held}/").content.decode().split())
    assert 'data-head="N’ont pas répondu">3<' in page
    assert "en retard" in page


def test_more_answers_than_people_are_said_before_they_are_kept(team: Cast) -> None:
    held = cast.gathering(team.places["hill"], present=5)
    said = cast.record(
        "statements", key="s1", words="Oui.", source="seed", moderation="in"
    )
    given = {
        "new": secrets.token_hex(16), "statement": said, "method": "hands",
        "agree": "6", "disagree": "0", "passed": "0", "count": "1",
    }  # fmt: skip

    page = team.client("amina").post(f"{LIST}{held}/decompte/", given)
    kept = team.client("amina").post(f"{LIST}{held}/decompte/", {**given, "sure": "on"})

    assert "6 réponses, et 5 personnes" in page.content.decode()
    assert kept.status_code == 302
