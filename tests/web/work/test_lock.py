"""One worker at a time, and another when the first is gone."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from vestibule.web.work import lock, worker


@pytest.mark.django_db
def test_a_second_worker_waits_until_the_first_has_let_go() -> None:
    with lock.sole() as first, lock.sole() as second:
        assert (first, second) == (True, False)
    with lock.sole() as third:
        assert third


@pytest.mark.django_db
def test_a_worker_that_is_not_alone_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[object] = []
    monkeypatch.setattr(worker, "step", steps.append)
    with lock.sole():
        worker.Worker()._turn()

    assert steps == []


@pytest.mark.django_db
def test_a_worker_works_until_it_is_told_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    working, steps = worker.Worker(), []

    def step(at: object) -> bool:
        steps.append(threading.current_thread().name)
        if len(steps) == 2:
            working.ending.set()
        return len(steps) == 1

    monkeypatch.setattr(worker, "POLL", 0.0)
    monkeypatch.setattr(worker, "step", step)
    working._turn()

    assert len(steps) == 2
    assert connections["default"].connection is not None


def test_a_worker_waits_for_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db import OperationalError

    working, turns = worker.Worker(), []

    def turn() -> None:
        turns.append(1)
        if len(turns) == 2:
            working.ending.set()
            return
        raise OperationalError

    monkeypatch.setattr(worker, "LOOK_AGAIN", 0.0)
    monkeypatch.setattr(working, "_turn", turn)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    working.run()

    assert len(turns) == 2
