"""Guessing fails, and locks out nobody but who guesses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.utils import timezone
from django_otp.oath import totp
from tests.web import cast
from tests.web.cast import Cast

from vestibule.web.protect import codes, entering, throttle

PHRASE = "four unrelated words here"
SECRET = b"12345678901234567890"


@pytest.fixture
def team(db: None) -> Cast:
    made = cast.gather()
    amina = made.accounts["amina"]
    amina.set_password(PHRASE)
    amina.save()
    codes.add(amina, SECRET, step=0, at=cast.AT)
    return made


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Which guesses reach the passphrase."""
    reached: list[tuple[str, str]] = []
    known = entering.known

    def seen(name: str, phrase: str) -> Any:
        reached.append((name, phrase))
        return known(name, phrase)

    monkeypatch.setattr(entering, "known", seen)
    return reached


def guess(address: str, name: str, phrase: str, **more: str) -> Any:
    given = {"sign_in": name, "passphrase": phrase}
    return Client(REMOTE_ADDR=address, **more).post("/entrer/", given)


def guessed(n: int, looked_at: list[tuple[str, str]]) -> None:
    """Guess at three accounts from four addresses; each pair has five tries."""
    rng = np.random.default_rng(3)
    names = ["amina-enters", "bako-enters", "nobody-enters"]
    addresses = [f"203.0.113.{i}" for i in range(1, 5)]
    for i in range(n):
        name, address = names[rng.integers(3)], addresses[rng.integers(4)]
        response = guess(address, name, f"guess {i}")
        assert response.status_code in (200, 429)

    assert len(looked_at) == min(n, 5 * len(addresses) * len(names))
    for name in names:
        assert [seen for seen, _ in looked_at].count(name) == 5 * len(addresses)


def enters(address: str) -> bool:
    browser = Client(REMOTE_ADDR=address)
    browser.post("/entrer/", {"sign_in": "amina-enters", "passphrase": PHRASE})
    browser.post("/entrer/code/", {"code": f"{totp(SECRET):06d}"})
    return browser.get("/atelier/acces/").status_code == 200


def test_guessing_reaches_five_times_and_the_owner_still_enters(
    team: Cast, looked_at: list[tuple[str, str]]
) -> None:
    guessed(200, looked_at)

    assert enters("198.51.100.7")


@pytest.mark.proof
def test_ten_thousand_guesses_reach_five_times_an_address(
    team: Cast, looked_at: list[tuple[str, str]]
) -> None:
    guessed(10_000, looked_at)

    assert enters("198.51.100.7")


def test_the_sixth_try_is_not_looked_at_even_if_it_is_right(
    team: Cast, looked_at: list[tuple[str, str]]
) -> None:
    for i in range(5):
        assert guess("203.0.113.1", "amina-enters", f"guess {i}").status_code == 200

    response = guess("203.0.113.1", "amina-enters", PHRASE)

    assert response.status_code == 429
    assert "quart d" in response.content.decode()
    assert len(looked_at) == 5


def test_guesses_at_one_account_leave_the_others_at_that_address_alone(
    team: Cast, looked_at: list[tuple[str, str]]
) -> None:
    for i in range(6):
        guess("203.0.113.1", "bako-enters", f"guess {i}")

    assert enters("203.0.113.1")


def test_after_a_quarter_of_an_hour_one_may_try_again(
    team: Cast, looked_at: list[tuple[str, str]]
) -> None:
    for i in range(6):
        guess("203.0.113.1", "amina-enters", f"guess {i}")
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))

    assert guess("203.0.113.1", "amina-enters", PHRASE).status_code == 302


def test_a_right_passphrase_forgets_the_wrong_ones(
    team: Cast, looked_at: list[tuple[str, str]]
) -> None:
    for _ in range(3):
        for i in range(4):
            guess("203.0.113.1", "amina-enters", f"guess {i}")
        assert guess("203.0.113.1", "amina-enters", PHRASE).status_code == 302


def test_the_second_factor_is_guessed_five_times_too(team: Cast) -> None:
    browser = Client()
    browser.post("/entrer/", {"sign_in": "amina-enters", "passphrase": PHRASE})
    for _ in range(5):
        assert browser.post("/entrer/code/", {"code": "000000"}).status_code == 200

    response = browser.post("/entrer/code/", {"code": f"{totp(SECRET):06d}"})

    assert response.status_code == 429


def test_invitations_are_guessed_five_times_an_address(team: Cast) -> None:
    given = {
        "invitation": "x",
        "sign_in": "new",
        "passphrase": PHRASE,
        "again": PHRASE,
    }
    said = [Client().post("/entrer/invitation/", given).status_code for _ in range(6)]

    assert said == [200] * 5 + [429]


def test_neither_name_nor_address_nor_browser_is_kept(team: Cast) -> None:
    guess("203.0.113.1", "amina-enters", "guess", HTTP_USER_AGENT="Telltale/1.0")

    (kept,) = AccessAttempt.objects.values_list()
    assert not [
        c for c in ("203.0.113", "amina", "guess", "Telltale") if c in repr(kept)
    ]


def test_what_the_asker_writes_about_his_address_counts_for_nothing(
    rf: RequestFactory, settings: Any
) -> None:
    request = rf.get("/", headers={"X-Forwarded-For": "1.2.3.4, 5.6.7.8"})
    request.META["REMOTE_ADDR"] = "10.0.0.1"
    found = {}
    for settings.PROXIES in (0, 1, 2, 9):
        found[settings.PROXIES] = throttle.address_of(request)

    assert found == {0: "10.0.0.1", 1: "5.6.7.8", 2: "1.2.3.4", 9: "1.2.3.4"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("203.0.113.1", "203.0.113.2", False),
        ("unix:", "unix:", True),
    ],
)
def test_a_household_is_one_address(one: str, other: str, same: bool) -> None:
    assert (throttle._keyed_address(one) == throttle._keyed_address(other)) is same


def test_tries_that_come_together_are_counted_before_any_is_looked_at(
    db: None, rf: RequestFactory
) -> None:
    allowed = [throttle.may_try(rf.post("/entrer/"), "amina-enters") for _ in range(9)]

    assert allowed == [True] * 5 + [False] * 4
