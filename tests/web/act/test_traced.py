"""A thread leads from a number to the words it stands on, and keeps them to itself."""

from __future__ import annotations

import re

import pytest
from tests.web import cast
from tests.web.act import made
from tests.web.cast import Cast

MANY = 14


@pytest.fixture
def team(db: None) -> Cast:
    return made.team()


@pytest.fixture
def held(team: Cast) -> str:
    return cast.gathering(team.places["hill"], code="A-1", consent=4, lang="fr")


@pytest.fixture
def found(held: str) -> str:
    """Return a finding that stands on fourteen excerpts."""
    one = cast.record(
        "findings", key="dry", kind="obstacle", words="Le puits est sec.", lang="fr"
    )
    for position in range(1, MANY + 1):
        said = cast.excerpt(held, consent=2, position=position)
        cast.record("supports", finding=one, excerpt=said, stance="for")
    return one


def opened(team: Cast, url: str, who: str = "bako") -> str:
    return team.client(who).get(url).content.decode()


def named(page: str) -> list[str]:
    return re.findall(r'<a href="/atelier/paroles/\w+/">(A-1/\d+)</a>', page)


def test_a_thread_names_excerpts_as_the_team_does_and_opens_their_words(
    team: Cast, found: str
) -> None:
    page = opened(team, f"/atelier/fil/{found}/")

    assert len(named(page)) == 12
    assert "The well is dry." not in page  # its words are read on one page, and noted
    one = re.findall(r"/atelier/paroles/\w+/", page)[0]
    assert "The well is dry." in opened(team, one)


def test_all_excerpts_of_a_thread_are_named_to_whoever_asks(
    team: Cast, found: str
) -> None:
    page = opened(team, f"/atelier/fil/{found}/")
    assert 'href="?tout#excerpts"' in page

    whole = opened(team, f"/atelier/fil/{found}/?tout")

    assert sorted(named(whole)) == sorted(f"A-1/{n}" for n in range(1, MANY + 1))
    assert "?tout" not in whole


def test_whoever_reads_no_excerpt_is_told_a_number(team: Cast, found: str) -> None:
    page = opened(team, f"/atelier/fil/{found}/?tout", "fanta")

    assert not named(page)
    assert "/atelier/paroles/" not in page.partition("<main")[2]
