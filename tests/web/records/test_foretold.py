"""What is told to leave with a record is what leaves with it, and costs as many questions."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import invented
from tests.web import cast
from tests.web.cast import AT
from tests.web.records.samples import forgotten

from vestibule.dossier.tables import TABLES
from vestibule.web.records import foretold, leaving, storing, writing
from vestibule.web.records.tables import model_of

pytestmark = pytest.mark.django_db


def test_versions_and_what_hangs_on_any_of_them_are_told() -> None:
    first = cast.gathering(None)
    now = cast.gathering(None, supersedes=first)
    cast.record("attendances", gathering=first, n=3, capacity="consulted")
    words = cast.excerpt(now)
    code = cast.record("codes", key="c", name="c", kind="need")
    cast.record("codings", excerpt=words, code=code, coder="k")
    other = cast.excerpt(cast.gathering(None))
    cast.record("codings", excerpt=other, code=code, coder="k")

    told = {"gatherings": 2, "attendances": 1, "excerpts": 1, "codings": 1}
    assert foretold.going("gatherings", now).counts == told
    assert foretold.going("gatherings", first).counts == told
    assert foretold.going("codes", code).counts == {"codes": 1, "codings": 2}


def test_a_cut_knows_what_was_written_up_to_its_number() -> None:
    met = cast.gathering(None)
    seq = model_of("gatherings").objects.get(pk=met).seq
    cast.excerpt(met)

    found = foretold.going("gatherings", met)

    cuts = ({"well-1": seq - 1}, {"well-1": seq}, {"well-1": seq + 99}, {"other": 9**9})
    assert [found.known_at(cut) for cut in cuts] == [0, 1, 2, 0]


def test_of_each_record_the_version_it_began_with_is_told_apart() -> None:
    first = cast.gathering(None, "bridge-1")
    now = cast.gathering(None, "well-1", supersedes=first)
    cast.gathering(None, "well-2", supersedes=now)
    late = cast.excerpt(
        now, "bridge-2", supersedes="f" * 32
    )  # what it corrects is not here

    found = foretold.going("gatherings", now)

    told = {name: [origin for origin, _ in rows] for name, rows in found.firsts.items()}
    assert told == {"gatherings": ["bridge-1"], "excerpts": ["bridge-2"]}
    assert found.counts == {"gatherings": 3, "excerpts": 1}
    assert late


def test_every_table_stands_behind_those_that_its_records_leave_with() -> None:
    assert {*foretold.ORDER} == {*TABLES}
    for name, leads in foretold.LEADS.items():
        behind = foretold.ORDER[: foretold.ORDER.index(name)]
        assert {*leads.values()} <= {*behind}


def check(tables: Iterable[str]) -> None:
    """Withdraw a record of each table: what left is what was told, in few questions."""
    for table in tables:
        one = (
            model_of(table).objects.order_by("pk").values_list("pk", flat=True).first()
        )
        if one is None:
            continue
        with CaptureQueriesContext(connection) as questions:
            told = foretold.going(table, one).counts
        with forgotten():
            left = writing.withdraw(table, one, origin="here", by="dado", at=AT).left
        assert left == told, table
        assert len(questions) <= 25


def test_what_was_told_is_what_leaves() -> None:
    storing.store(invented.country(shape="small").dossier, at=AT, by="import")

    check(["gatherings", "voices", "findings"])


@pytest.mark.proof
def test_what_was_told_of_a_record_of_every_kind_is_what_leaves() -> None:
    storing.store(invented.country(shape="small").dossier, at=AT, by="import")

    check(name for name in TABLES if name not in leaving.LASTING)
