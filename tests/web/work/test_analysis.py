"""Parts are worked out from one cut, kept, and refreshed when records came."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils.module_loading import autodiscover_modules

from vestibule.dossier.records import Dossier
from vestibule.web.records import jobs, results, writing
from vestibule.web.records.models import Job, Result
from vestibule.web.work import analysis, parts, worker

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)

autodiscover_modules("jobs")


def analysed(*names: str) -> Job:
    asked = jobs.ask("analysis", wanted={"parts": list(names)}, by="bako", at=AT)
    assert worker.step(AT)
    return Job.objects.get(pk=asked.pk)


def test_parts_are_kept_with_their_cut_and_their_settings(site: Dossier) -> None:
    job = analysed("coverage", "owed")

    found = results.latest("coverage")

    assert (job.state, job.done, job.of, job.error) == ("done", 3, 3, None)
    assert job.result["made"] == ["coverage", "owed"]
    assert found is not None
    assert found.since == 0
    assert found.settings["seed"] == 1
    heard = site.current("attendances")["n"].sum()
    assert found.content["total"]["attendances"] == heard


def test_a_part_known_for_the_cut_is_not_worked_out_again(site: Dossier) -> None:
    analysed("coverage")

    assert analysed("coverage", "owed").result["made"] == ["owed"]


def test_every_cheap_part_says_what_its_page_needs(site: Dossier) -> None:
    job = analysed(*parts.CHEAP)
    held = {name: results.latest(name) for name in parts.CHEAP}
    told = {name: one.content for name, one in held.items() if one is not None}

    assert job.error is None
    assert set(told) == set(parts.CHEAP)
    assert set(told["owed"]["told"]) == set(told["trust"]) == {"fr", "en"}
    ids = set(site.table("findings")["id"])
    assert {row["finding"] for row in told["findings"]["findings"]} <= ids
    assert set(told["coverage"]["sentences"][0]) == {"fr", "en"}


def test_no_result_holds_a_pseudonym_or_words_of_an_excerpt(site: Dossier) -> None:
    analysed(*parts.CHEAP, "map", "coding")

    kept = json.dumps([row.content for row in Result.objects.all()], ensure_ascii=False)

    people = site.table("people")["id"].to_list()
    words = site.table("excerpts")["words"].to_list()
    coders = site.table("codings")["coder"].drop_nulls().unique().to_list()
    assert people
    assert words
    assert not [one for one in (*people, *words) if one in kept]
    assert not [one for one in coders if f'"{one}"' in kept]


def test_a_part_that_does_not_exist_is_refused(site: Dossier) -> None:
    job = analysed("alchemy")

    assert (job.state, job.error["reason"]) == ("failed", "no-such-part")


def test_an_analysis_is_begun_again_where_a_record_left_meanwhile(
    site: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def leaving(found: Any, today: dt.date) -> dict[str, int]:
        seen.append(found.dossier.table("excerpts").height)
        if len(seen) == 1:
            one = found.dossier.table("excerpts")["id"][0]
            writing.withdraw("excerpts", one, origin="site", by="dado", at=AT)
        return {"n": seen[-1]}

    monkeypatch.setitem(parts.PARTS, "coverage", leaving)
    job = analysed("coverage")

    found = results.latest("coverage")
    assert job.state == "done"
    assert found is not None
    assert found.content == {"n": seen[1]}
    assert seen[1] < seen[0]


def test_where_records_leave_each_time_it_says_so(
    site: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaving(found: Any, today: dt.date) -> None:
        one = found.dossier.table("excerpts")["id"][0]
        writing.withdraw("excerpts", one, origin="site", by="dado", at=AT)

    monkeypatch.setitem(parts.PARTS, "coverage", leaving)

    assert analysed("coverage").error["reason"] == "overtaken"


class TestRefreshing:
    """The cheap parts are kept fresh by themselves."""

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in parts.CHEAP:
            monkeypatch.setitem(parts.PARTS, name, lambda *_: {})

    def done(self, at: dt.datetime) -> None:
        assert worker.step(at)
        Result.objects.update(made_at=at)

    @pytest.mark.django_db
    def test_an_empty_site_has_nothing_to_refresh(self) -> None:
        assert analysis.refresh(at=AT) is None

    def test_a_site_without_results_asks_for_them_once(self, site: Dossier) -> None:
        assert not worker.step(AT)

        job = Job.objects.get()
        assert (job.kind, job.asked_by) == ("analysis", "machine")
        assert job.wanted == {"parts": list(parts.CHEAP)}
        assert analysis.refresh(at=AT) is None

    def test_what_is_fresh_is_left(
        self, site: Dossier, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker.timezone, "now", lambda: AT)
        worker.step(AT)
        self.done(AT)

        assert analysis.refresh(at=AT + dt.timedelta(hours=1)) is None

    def test_new_records_and_a_new_day_are_refreshed_after_a_rest(
        self, site: Dossier, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker.timezone, "now", lambda: AT)
        worker.step(AT)
        self.done(AT)
        row = {"code": "new", "kind": "focus_group"}

        assert analysis.refresh(at=AT + dt.timedelta(days=1)) is not None
        Job.objects.all().delete()
        writing.append("gatherings", row, origin="site", by="amina", at=AT)
        assert analysis.refresh(at=AT + dt.timedelta(seconds=1)) is None
        assert analysis.refresh(at=AT + dt.timedelta(minutes=1)) is not None

    def test_a_refresh_that_failed_is_not_tried_again_by_itself(
        self, site: Dossier, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: Any) -> None:
            raise RuntimeError

        monkeypatch.setitem(parts.PARTS, parts.CHEAP[0], broken)
        worker.step(AT)
        worker.step(AT)

        assert Job.objects.get().state == "failed"
        assert analysis.refresh(at=AT + dt.timedelta(minutes=1)) is None
