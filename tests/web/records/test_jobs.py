"""Long work is asked for, done once, stopped between steps, begun again after a fall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from vestibule.errors import DataError, FileError, Problem, ProblemsFound
from vestibule.web.records import jobs
from vestibule.web.records.models import Job

pytestmark = pytest.mark.django_db

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)


def now() -> dt.datetime:
    return AT + dt.timedelta(minutes=5)


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, jobs.Work]]:
    known: dict[str, jobs.Work] = {}
    monkeypatch.setattr(jobs, "KINDS", known)
    return known


def done(work: jobs.Work, **wanted: Any) -> Job:
    """Return a job that `work` did."""
    jobs.kind("trial")(work)
    asked = jobs.ask("trial", wanted=wanted, by="bako", at=AT)
    taken = jobs.take(at=AT)
    assert taken is not None
    jobs.run(taken, now=now)
    return Job.objects.get(pk=asked.pk)


def test_work_is_done_and_its_result_is_kept() -> None:
    def work(progress: jobs.Progress) -> dict[str, Any]:
        progress.step("reading", 0, 2)
        progress.step("storing", 1, 2)
        return {"by": progress.by, "twice": progress.wanted["n"] * 2}

    job = done(work, n=4)

    assert (job.state, job.done, job.of, job.step) == ("done", 2, 2, "storing")
    assert job.result == {"by": "bako", "twice": 8}
    assert (job.begun_at, job.ended_at, job.tries) == (AT, now(), 1)


def test_work_that_says_nothing_is_done_too() -> None:
    job = done(lambda _: None)

    assert (job.state, job.result, job.done) == ("done", {}, 0)


def test_the_same_work_that_waits_is_asked_for_once() -> None:
    first = jobs.ask("trial", wanted={"n": 1}, by="bako", at=AT)
    second = jobs.ask("trial", wanted={"n": 1}, by="esi", at=AT)
    other = jobs.ask("trial", wanted={"n": 2}, by="esi", at=AT)

    assert first.pk == second.pk != other.pk


def test_who_asked_first_is_served_first() -> None:
    late = jobs.ask("trial", wanted={"n": 1}, by="bako", at=now())
    early = jobs.ask("trial", wanted={"n": 2}, by="bako", at=AT)

    order = [jobs.take(at=AT), jobs.take(at=AT), jobs.take(at=AT)]

    assert [job and job.pk for job in order] == [early.pk, late.pk, None]


def test_work_that_waits_is_stopped_at_once() -> None:
    job = jobs.ask("trial", by="bako", at=AT)

    jobs.stop(job.pk, by="esi", at=now())

    job.refresh_from_db()
    assert (job.state, job.cancel_asked_by, job.ended_at) == ("cancelled", "esi", now())
    assert jobs.take(at=AT) is None


def test_work_that_runs_is_stopped_before_its_next_step() -> None:
    reached = []

    def work(progress: jobs.Progress) -> None:
        progress.step("reading", 0, 2)
        jobs.stop(progress.job, by="esi", at=AT)
        reached.append("reading")
        progress.step("storing", 1, 2)
        reached.append("storing")

    job = done(work)

    assert reached == ["reading"]
    assert (job.state, job.done, job.of) == ("cancelled", 1, 2)


def test_what_is_done_is_not_stopped() -> None:
    job = done(lambda _: None)

    jobs.stop(job.pk, by="esi", at=now())

    job.refresh_from_db()
    assert (job.state, job.cancel_asked_by) == ("done", None)


def test_what_failed_is_kept_with_its_code_and_where() -> None:
    def work(_: jobs.Progress) -> None:
        problem = Problem(
            file="votes.csv", line=3, column="vote", code="x", message="m", remedy="r"
        )
        raise ProblemsFound([problem])

    error = done(work).error

    assert error["code"] == "problems"
    assert [(p["file"], p["line"], p["column"]) for p in error["problems"]] == [
        ("votes.csv", 3, "vote")
    ]


def test_a_refusal_is_kept_with_its_reason() -> None:
    def work(_: jobs.Progress) -> None:
        raise FileError("It is gone.", reason="no-upload")

    job = done(work)

    assert job.state == "failed"
    assert job.error == {
        "code": "file",
        "message": "It is gone.",
        "reason": "no-upload",
    }


def test_a_bug_is_kept_without_what_it_says(caplog: pytest.LogCaptureFixture) -> None:
    def work(_: jobs.Progress) -> None:
        raise RuntimeError("the well of Amina is dry")

    job = done(work)

    assert job.state == "failed"
    assert job.error["code"] == "failed"
    assert job.error["message"].startswith("RuntimeError tests.web.records.test_jobs:")
    assert "Amina" not in str(job.error) + caplog.text


def test_work_of_a_kind_that_nobody_does_fails_with_a_sentence() -> None:
    job = jobs.ask("alchemy", by="bako", at=AT)
    taken = jobs.take(at=AT)
    assert taken is not None

    jobs.run(taken, now=now)

    job.refresh_from_db()
    assert job.error["reason"] == "no-such-work"


def test_work_of_a_worker_that_died_is_begun_again() -> None:
    job = jobs.ask("trial", by="bako", at=AT)
    jobs.take(at=AT)

    jobs.recover(at=now())
    again = jobs.take(at=now())

    assert again is not None
    assert (again.pk, again.tries) == (job.pk, 2)


def test_work_that_was_to_stop_when_the_worker_died_is_stopped() -> None:
    job = jobs.ask("trial", by="bako", at=AT)
    jobs.take(at=AT)
    jobs.stop(job.pk, by="esi", at=AT)

    jobs.recover(at=now())

    job.refresh_from_db()
    assert (job.state, job.ended_at) == ("cancelled", now())


def test_work_that_takes_the_machine_down_is_given_up() -> None:
    job = jobs.ask("trial", by="bako", at=AT)
    for _ in range(jobs.MOST_TRIES):
        jobs.take(at=AT)
        jobs.recover(at=now())

    job.refresh_from_db()
    assert (job.state, job.error["code"]) == ("failed", "interrupted")
    assert jobs.take(at=AT) is None


def test_stopped_work_is_asked_for_again_as_it_was() -> None:
    job = jobs.ask("trial", wanted={"n": 3}, by="bako", at=AT)
    with pytest.raises(DataError, match="still in line"):
        jobs.again(job.pk, by="esi", at=AT)
    jobs.stop(job.pk, by="esi", at=AT)

    again = jobs.again(job.pk, by="esi", at=now())

    assert again.pk != job.pk
    assert (again.wanted, again.state, again.asked_by) == ({"n": 3}, "waiting", "esi")
