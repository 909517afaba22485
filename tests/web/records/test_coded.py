"""A reading that comes in is its sender's: nobody codes, corrects or settles for another."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.web import cast
from tests.web.cast import AT, Cast
from tests.web.records.bringers import questions
from tests.web.records.test_bringing import bring, refused
from tests.web.records.writers import TEXT

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import bringing, declarations
from vestibule.web.records.models import Coding


@pytest.fixture
def team(db: None) -> Cast:
    declarations.declare(TEXT, at=AT, by="one")
    return cast.gather()


@pytest.fixture
def read(team: Cast) -> dict[str, Any]:
    """Return the cells of a coding of what the bridge heard in the north."""
    met = cast.gathering(team.places["hill"], "bridge-1", consent=2)
    code = cast.record("codes", "bridge-1", key="c", name="c", kind="obstacle")
    return {"excerpt": cast.excerpt(met, "bridge-1", consent=2), "code": code}


def test_a_reading_of_another_is_not_corrected(
    team: Cast, read: dict[str, Any]
) -> None:
    hers = cast.record("codings", "bridge-1", **read, coder="hawa", reading="closed")
    bako, row = team.person("bako"), {**read, "coder": "bako", "reading": "closed"}

    theirs = refused(bako, "codings", **row, supersedes=hers)
    missing = refused(bako, "codings", **row, supersedes="a" * 32)

    assert theirs == missing
    assert theirs["reason"] == "no-such-record"


def test_one_s_own_is(team: Cast, read: dict[str, Any]) -> None:
    mine = cast.record("codings", "bridge-1", **read, coder="bako", stance="for")
    row = {**read, "coder": "bako", "stance": "against"}

    new = bring(team.person("bako"), "codings", **row, supersedes=mine)

    assert Coding.objects.get(pk=new).stance == "against"


def test_what_coders_read_apart_is_settled_here_alone(
    team: Cast, read: dict[str, Any]
) -> None:
    bako, settles = team.person("bako"), {**read, "coder": "bako"}
    settled = cast.record("codings", "bridge-1", **settles, role="adjudicator")

    told = refused(bako, "codings", **settles, role="adjudicator")
    undone = refused(bako, "codings", **settles, supersedes=settled)

    assert told["reason"] == "settled-here"
    assert undone["reason"] == "no-such-record"


def test_a_project_speaks_for_nobody_who_has_an_account(
    team: Cast, read: dict[str, Any]
) -> None:
    def brought(coder: str) -> None:
        kinds = TABLES["codings"].empty().schema
        rows = pl.DataFrame([{"id": "b" * 32, **read, "coder": coder}], kinds)
        bringing.check({"codings": rows}, by=team.person("bako"), signed=False)

    brought("K1")
    brought("bako")
    for name in ("hawa", "chana"):
        with pytest.raises(DataError) as wrong:
            brought(name)
        assert wrong.value.params["reason"] == "other-coder"


def test_as_many_questions_are_asked_of_two_as_of_many(
    team: Cast, read: dict[str, Any]
) -> None:
    bako, row = team.person("bako"), {**read, "coder": "bako"}

    def asked(many: int) -> int:
        olds = [cast.record("codings", "bridge-1", **row) for _ in range(many)]
        rows = [{**row, "supersedes": old} for old in olds]
        return questions(lambda: bring(bako, "codings", *rows))

    asked(1)
    assert asked(2) == asked(40)
