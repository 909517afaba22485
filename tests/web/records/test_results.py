"""Results say of which cut they are, whether records came since, and leave with them."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.web.records.writers import TEXT

from vestibule.web.records import declarations, results, writing
from vestibule.web.records.models import Result

pytestmark = pytest.mark.django_db

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)


def gathering(code: str) -> str:
    row = {"code": code, "kind": "focus_group"}
    return writing.append("gatherings", row, origin="site", by="one", at=AT)


@pytest.fixture(autouse=True)
def begun() -> str:
    declarations.declare(TEXT, at=AT, by="one")
    return gathering("g1")


def test_a_part_that_was_never_worked_out_is_none() -> None:
    assert results.latest("coverage") is None


def test_a_result_says_of_which_cut_it_is_and_what_came_since() -> None:
    basis = results.basis()
    results.keep("coverage", {"n": 1}, of=basis, settings={"seed": 1}, at=AT)
    gathering("g2")
    gathering("g3")

    found = results.latest("coverage")

    assert found is not None
    assert (found.content, found.cut, found.since) == ({"n": 1}, {"site": 1}, 2)
    assert (found.sha256, found.short) == (basis.sha256, basis.sha256[:12])


def test_what_was_found_anew_takes_the_place_of_what_was() -> None:
    for at, n in ((AT, 1), (LATER, 2)):
        told = {"seed": 1, "today": str(at)}
        results.keep("coverage", {"n": n}, of=results.basis(), settings=told, at=at)

    found = results.latest("coverage")

    assert found is not None
    assert (found.content, Result.objects.count()) == ({"n": 2}, 1)


def test_other_settings_are_kept_beside() -> None:
    basis = results.basis()
    results.keep("coverage", {"n": 1}, of=basis, settings={"seed": 1}, at=AT)
    results.keep("coverage", {"n": 2}, of=basis, settings={"seed": 2}, at=LATER)

    found = results.latest("coverage")

    assert found is not None
    assert (found.settings, Result.objects.count()) == ({"seed": 2}, 2)


def test_the_same_from_the_same_is_known() -> None:
    basis, told = results.basis(), {"seed": 1, "today": "2031-05-02"}
    results.keep("coverage", {}, of=basis, settings=told, at=AT)

    assert results.is_known("coverage", basis.sha256, told)
    assert not results.is_known("coverage", basis.sha256, {**told, "seed": 2})
    assert not results.is_known(
        "coverage", basis.sha256, {**told, "today": "2031-05-03"}
    )
    assert not results.is_known("coverage", "0" * 64, told)
    assert not results.is_known("themes", basis.sha256, told)


def test_with_a_record_that_leaves_all_results_leave(begun: str) -> None:
    results.keep("coverage", {}, of=results.basis(), settings={}, at=AT)

    writing.withdraw("gatherings", begun, origin="site", by="one", at=AT)

    assert results.latest("coverage") is None


def test_what_was_found_while_a_record_left_is_not_kept(begun: str) -> None:
    basis = results.basis()
    writing.withdraw("gatherings", begun, origin="site", by="one", at=AT)

    with pytest.raises(results.Overtaken):
        results.keep("coverage", {}, of=basis, settings={}, at=AT)

    assert results.latest("coverage") is None


def test_a_correction_and_an_import_are_records_that_came(begun: str) -> None:
    cut = results.known()
    correction = {"code": "g1b", "kind": "focus_group", "supersedes": begun}
    writing.append("gatherings", correction, origin="site", by="one", at=AT)
    writing.append(
        "gatherings", {"code": "x", "kind": "interview"}, origin="phone", by="b", at=AT
    )

    assert cut == {"site": 1}
    assert results.records_since(cut) == 2
