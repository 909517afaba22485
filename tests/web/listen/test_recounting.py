"""A number that was wrong is corrected from a page; what it said before stays readable."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import Cast

from vestibule.dossier import declaration
from vestibule.web.records import declarations, versions
from vestibule.web.records.models import Attendance, AuditEntry, Tally

NEW = "ab" * 16

PROCESS = """
key = "p"
title = { en = "P" }
question = { en = "?" }
age_bands = ["18-35", "36+"]
"""


@pytest.fixture
def team(db: None) -> Cast:
    made = cast.gather()
    declarations.declare(declaration.parse(PROCESS).text, at=cast.AT, by="dado")
    return made


def held(team: Cast, **cells: Any) -> str:
    return cast.gathering(team.places["hill"], code="G-7", present=30, **cells)


def attended(at: str, **cells: Any) -> str:
    kept = {"gathering": at, "n": 12, "sex": "female", "age_band": "18-35"}
    kept |= {"displaced": False, "capacity": "consulted", **cells}
    return cast.record("attendances", **kept)


def tallied(at: str, **cells: Any) -> str:
    kept = {"key": "s1", "words": "Water first.", "lang": "en", "source": "seed"}
    said = cast.record("statements", **kept, moderation="in")
    counts = {"agree": 9, "disagree": 2, "passed": 1, "count": 1}
    return cast.record(
        "tallies", gathering=at, statement=said, method="hands", **counts, **cells
    )


def page(team: Cast, url: str, by: str = "amina") -> str:
    answer = team.client(by).get(url, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def corrected(team: Cast, url: str, by: str = "amina", **said: Any) -> Any:
    told = {"new": NEW, "n": "14", "sex": "female", "age_band": "18-35"}
    told |= {"profile": "", "capacity": "consulted", **said}
    return team.client(by).post(url, told, headers={"accept-language": "en"})


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_a_corrected_attendance_stands_and_the_old_one_stays_readable(
    team: Cast,
) -> None:
    at = held(team)
    old = attended(at)

    answer = corrected(team, f"/atelier/presences/{old}/")

    new = versions.standing(Attendance).get()
    assert answer["Location"] == f"/atelier/rencontres/{at}/nombres/"
    assert (new.pk, new.n, new.supersedes) == (NEW, 14, old)
    assert (new.gathering_id, new.displaced) == (at, False)
    assert Attendance.objects.get(pk=old).n == 12
    assert AuditEntry.objects.filter(
        act="write", table="attendances", record=NEW, by="amina"
    ).exists()
    shown = plain(page(team, answer["Location"]))
    assert "Number 14" in shown
    assert "What it said before" in shown
    assert "Number 12" in shown
    assert "14 attendances counted" in plain(page(team, f"/atelier/rencontres/{at}/"))


def test_sent_twice_it_is_corrected_once(team: Cast) -> None:
    old = attended(held(team))

    first, second = (corrected(team, f"/atelier/presences/{old}/") for _ in range(2))

    assert first.status_code == 302
    assert second.status_code in (302, 404)
    assert Attendance.objects.count() == 2


def test_who_comes_second_is_told_and_loses_nothing(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vestibule.web.listen import recounting

    old = attended(held(team))
    one = recounting.access.one

    def meanwhile(*args: Any, **how: Any) -> Any:
        found = one(*args, **how)
        monkeypatch.setattr(recounting.access, "one", one)
        corrected(team, f"/atelier/presences/{old}/", n="13")
        return found

    monkeypatch.setattr(recounting.access, "one", meanwhile)
    answer = corrected(team, f"/atelier/presences/{old}/", new="cd" * 16, n="15")

    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Someone corrected this number meanwhile" in said
    assert 'value="15"' in said
    assert versions.standing(Attendance).get().n == 13


@pytest.mark.parametrize("n", ["0", "-3", "many", ""])
def test_what_cannot_be_is_said_beside_the_field(team: Cast, n: str) -> None:
    old = attended(held(team))

    answer = corrected(team, f"/atelier/presences/{old}/", n=n)

    assert answer.status_code == 200
    assert 'id="id_n_error"' in answer.content.decode()
    assert Attendance.objects.count() == 1


def test_a_pseudonym_stays_one_attendance(team: Cast) -> None:
    someone = cast.record("people", pseudonym="k7", displaced=False)
    old = attended(held(team), person=someone, n=1)

    corrected(team, f"/atelier/presences/{old}/", n="40", age_band="36+")

    new = versions.standing(Attendance).get()
    assert (new.n, new.age_band, new.person_id) == (1, "36+", someone)


def test_a_correction_replaces_both_of_two_that_did_not_see_each_other(
    team: Cast,
) -> None:
    at = held(team)
    old = attended(at)
    one, other = (attended(at, n=n, supersedes=old) for n in (13, 14))
    shown = plain(page(team, f"/atelier/rencontres/{at}/nombres/"))
    assert shown.count("Corrected twice") == 2

    corrected(team, f"/atelier/presences/{one}/", n="15")

    new = versions.standing(Attendance).get()
    assert (new.n, set((new.supersedes or "").split())) == (15, {one, other})


def test_a_corrected_tally_stands_and_says_what_it_said(team: Cast) -> None:
    at = held(team)
    old = tallied(at)
    statement = Tally.objects.get().statement_id
    said = {"statement": statement, "method": "hands", "sex": "", "count": "1"}
    said |= {"agree": "10", "disagree": "2", "passed": "1"}

    answer = corrected(team, f"/atelier/decomptes/{old}/", **said)

    new = versions.standing(Tally).get()
    assert answer.status_code == 302
    assert (new.agree, new.supersedes) == (10, old)
    shown = plain(page(team, answer["Location"]))
    assert "s1" in shown
    assert "What it said before" in shown


def test_more_answers_than_people_are_asked_about_first(team: Cast) -> None:
    old = tallied(held(team))
    statement = Tally.objects.get().statement_id
    said = {"statement": statement, "method": "hands", "sex": "", "count": "1"}
    said |= {"agree": "40", "disagree": "0", "passed": "0"}

    asked = corrected(team, f"/atelier/decomptes/{old}/", **said)
    kept = corrected(team, f"/atelier/decomptes/{old}/", **said, sure="on")

    assert 'name="sure"' in asked.content.decode()
    assert kept.status_code == 302


def test_the_form_holds_what_the_number_says_now(team: Cast) -> None:
    old, tally = attended(at := held(team)), tallied(at)

    one, two = (
        page(team, f"/atelier/{which}/")
        for which in (f"presences/{old}", f"decomptes/{tally}")
    )

    assert 'name="n" value="12"' in one
    assert '<option value="female" selected>' in one
    assert 'name="agree" value="9"' in two


@pytest.mark.parametrize("name", ["gara", "bako", "dado", "fanta"])
def test_who_did_not_collect_corrects_nothing(team: Cast, name: str) -> None:
    old = attended(at := held(team))
    tally = tallied(at)

    for url in (f"/atelier/presences/{old}/", f"/atelier/decomptes/{tally}/"):
        assert corrected(team, url, by=name).status_code == 404
    assert Attendance.objects.count() == Tally.objects.count() == 1


def test_who_sees_the_gathering_reads_its_numbers_without_a_way_to_change_them(
    team: Cast,
) -> None:
    at = held(team)
    old, tally = attended(at), tallied(at)

    shown = page(team, f"/atelier/rencontres/{at}/nombres/", by="bako")

    assert "Number" in shown
    assert f"presences/{old}" not in shown
    assert f"decomptes/{tally}" not in shown


def test_a_page_of_many_numbers_asks_as_much_as_one_of_few(team: Cast) -> None:
    at = held(team)
    attended(at, supersedes=attended(at))
    browser, url = team.client("amina"), f"/atelier/rencontres/{at}/nombres/"

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            browser.get(url)
        return len(found)

    asked()
    few = asked()
    for _ in range(20):
        attended(at, supersedes=attended(at))

    assert asked() == few <= 40


def test_more_rows_than_a_page_holds_are_counted(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vestibule.web.listen import counted

    monkeypatch.setattr(counted, "MOST", 2)
    at = held(team)
    for _ in range(5):
        attended(at)

    assert "3 more rows" in page(team, f"/atelier/rencontres/{at}/nombres/")


def test_presences_by_pseudonym_are_counted_and_not_listed(team: Cast) -> None:
    at = held(team)
    someone = cast.record("people", pseudonym="k7", displaced=False)
    alone = attended(at, person=someone, n=1)

    shown = page(team, f"/atelier/rencontres/{at}/nombres/")

    assert "1 more row, of a pseudonym" in shown
    assert "No attendance is counted yet" not in shown
    assert alone not in shown
