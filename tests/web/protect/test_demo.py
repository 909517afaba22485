"""The link into an invented country: once, from this machine, for nothing real."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.web import cast
from tests.web.cast import Cast

from vestibule.web.protect import demo
from vestibule.web.records.models import Declaration

PROCESS = """
key = "try"
title.en = "Try"
question.en = "What now?"
{fictitious}
[[partners]]
key = "well"
name = "Well"
roles = ["collects"]
"""


def declared(*, fictitious: bool) -> None:
    text = PROCESS.format(fictitious="fictitious = true" if fictitious else "")
    Declaration.objects.create(number=1, key="try", text=text, at=cast.AT, by="dado")


@pytest.fixture
def team(db: None) -> Cast:
    made = cast.gather()
    declared(fictitious=True)
    return made


def link(team: Cast, *, at: dt.datetime | None = None) -> str:
    return demo.make(team.accounts["dado"], at=at or timezone.now())


def opens(url: str, **more: Any) -> bool:
    browser = Client(SERVER_NAME="localhost", **more)
    browser.get(url)
    return browser.get("/atelier/journal/").status_code == 200


def test_the_link_opens_the_workshop_once(team: Cast) -> None:
    url = link(team)

    assert opens(url)
    assert not opens(url)


def test_a_new_link_ends_the_one_before(team: Cast) -> None:
    before, after = link(team), link(team)

    assert not opens(before)
    assert opens(after)


def test_the_link_ends_after_a_quarter_of_an_hour(team: Cast) -> None:
    url = link(team, at=timezone.now() - dt.timedelta(minutes=16))

    assert not opens(url)


def test_a_wrong_link_leaves_the_right_one(team: Cast) -> None:
    url = link(team)

    assert not opens("/entrer/essai/wrong/")
    assert opens(url)


@pytest.mark.parametrize(
    "more",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": "not an address"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_HOST": "127.0.0.1.evil.example"},
    ],
)
def test_nobody_but_a_person_at_this_machine_opens_it(
    team: Cast, more: dict[str, str], settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    url = link(team)

    assert not opens(url, **more)
    assert opens(url)


def test_a_real_process_has_no_link(db: None) -> None:
    team = cast.gather()
    declared(fictitious=False)

    with pytest.raises(demo.NotFictitious):
        link(team)
    assert not (Path(demo.settings.HOME) / demo.FILE).exists()


def test_a_site_without_a_process_has_no_link(db: None) -> None:
    with pytest.raises(demo.NotFictitious):
        link(cast.gather())


def test_a_link_made_for_an_invented_country_opens_nothing_real(team: Cast) -> None:
    url = link(team)
    text = PROCESS.format(fictitious="fictitious = false")
    Declaration.objects.create(number=2, key="try", text=text, at=cast.AT, by="dado")

    assert not opens(url)


def test_the_home_keeps_the_hash_for_its_owner_only(team: Cast) -> None:
    token = link(team).split("/")[-2]

    file = Path(demo.settings.HOME) / demo.FILE
    assert token not in file.read_text("ascii")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_broken_file_opens_nothing(team: Cast) -> None:
    url = link(team)
    (Path(demo.settings.HOME) / demo.FILE).write_text("{", "ascii")

    assert not opens(url)


def test_a_closed_account_is_not_opened(team: Cast) -> None:
    url = link(team)
    dado = team.accounts["dado"]
    dado.is_active, dado.closed_at, dado.closed_by = False, cast.AT, "x"
    dado.save()

    assert not opens(url)
