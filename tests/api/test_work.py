"""A dossier answers in the words of the field, and results show themselves."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from vestibule import api
from vestibule.dossier import packages
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError

QUESTIONS = (
    "heard",
    "missing",
    "themes",
    "agreement",
    "findings",
    "priorities",
    "opinions",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_result_shows_itself_in_a_notebook(work: api.Work, question: str) -> None:
    shown = getattr(work, question)()

    html = shown._repr_html_()
    assert html.startswith("<table><caption><b>")
    assert shown.frame.height > 0
    assert shown.explain()
    assert shown.to_frame() is shown.frame
    assert shown.to_dict()["rows"] == shown.rows
    assert str(shown) == f"{shown.title}: {shown.frame.height} rows"


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_result_shows_an_id(work: api.Work, question: str) -> None:
    html = getattr(work, question)()._repr_html_()

    ids = {*work.dossier.table("places")["id"], *work.dossier.table("statements")["id"]}
    assert not [id_ for id_ in ids if id_ in html]


def test_what_people_said_first_is_first_in_words(work: api.Work) -> None:
    order = work.priorities().frame

    assert order["words"][0] == "From one hamlet to the next, we no longer speak"
    assert order["rank"].to_list() == [1, 2, 3, 4]


def test_words_are_in_the_language_of_the_work(work: api.Work) -> None:
    french = api.Work(work.dossier, lang="fr")

    assert french.priorities().frame["words"][0] == (
        "D’un hameau à l’autre, on ne se parle plus"
    )
    assert "Fear at the bridges" in work.themes().frame["words"].to_list()


def test_who_was_heard_is_told_by_what_coverage_counts(work: api.Work) -> None:
    by_sex = work.heard("sex").frame
    crossed = work.heard("place x profile").frame

    assert set(by_sex["sex"].drop_nulls()) == {"female", "male"}
    assert "Ardelume" in crossed["place"].to_list()
    assert "farmers" in crossed["profile"].to_list()
    assert work.heard("lang").frame["attendances"].sum() > 0


def test_what_is_never_public_says_why(work: api.Work) -> None:
    assert "Never public" in work.heard("displaced").says or (
        "for the team" in work.heard("displaced").says
    )


def test_coverage_that_is_not_counted_names_what_is(work: api.Work) -> None:
    with pytest.raises(DataError, match="Use one of: sex, age_band"):
        work.heard("shoe size")


def test_who_is_missing_is_a_sentence(work: api.Work) -> None:
    sentences = work.missing().frame["sentence"].to_list()

    assert all(sentence.endswith(".") for sentence in sentences)


def test_an_earlier_day_knows_fewer_gatherings(work: api.Work) -> None:
    days = work.dossier.table("gatherings")["held_on"].drop_nulls().sort()
    half = days[len(days) // 2]

    earlier = work.as_of(half)

    held = work.dossier.table("gatherings").filter(pl.col("held_on") <= half).height
    assert earlier.analysis.heard.total.gatherings == held
    assert earlier.lang == work.lang


def test_a_day_before_everything_is_told(work: api.Work) -> None:
    with pytest.raises(DataError, match="No gathering was held by 1900-01-01"):
        work.as_of(dt.date(1900, 1, 1))


def test_a_portrait_shows_itself(work: api.Work) -> None:
    drawn = work.portrait(today=dt.date(2031, 1, 1), lang="fr")

    assert drawn._repr_html_().startswith("<!doctype html>")
    assert drawn.lang == "fr"


def test_a_dossier_on_disk_is_opened_as_it_was_written(
    work: api.Work, tmp_path: Path
) -> None:
    packages.write(work.dossier, tmp_path / "d")

    opened = api.load(tmp_path / "d", lang="fr")

    assert opened.analysis.sha256 == work.analysis.sha256
    assert opened.process.fictitious


def test_without_votes_there_are_no_opinions(work: api.Work) -> None:
    mute = Dossier(process=work.process, tables={})

    with pytest.raises(DataError, match="no votes"):
        api.Work(mute).opinions()


def test_opening_the_door_imports_no_room() -> None:
    script = "import sys, vestibule.api; sys.exit('polars' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        api.nothing  # noqa: B018


def test_every_name_of_the_api_is_there() -> None:
    assert [name for name in api.__all__ if not getattr(api, name)] == []


def test_what_was_decided_shows_itself(work: api.Work) -> None:
    rules, evidence = work.priority_rules(), work.evidence()

    assert rules.frame.filter(decided=True)["rank"].to_list() == [1, 2, 3, 4]
    assert "Decided by borda" in rules.says
    assert set(evidence.frame["stance"]) == {"for", "against"}
    assert work.budget(1000).frame.filter(state="bought").height >= 2
    assert "raised together" in work.budget(1000).says
    assert work.budget(1).frame.is_empty()
    assert "costs more than the amount" in work.budget(1).says
