"""The road: stages are some of all gatherings, and dated only where that tells nothing."""

from __future__ import annotations

from datetime import date

from tests import by_hand
from tests.inform.test_preparation import small, told

from vestibule.inform.figures import road
from vestibule.inform.figures.setting import Setting
from vestibule.inform.steps import Step
from vestibule.protect.cleared import Count, Hidden
from vestibule.words import Catalogue


def meetings(*given: tuple[str, str, int]) -> dict[str, Step]:
    """Return the steps by kind: kinds, months and numbers of gatherings of twelve."""
    rows = [
        {
            "id": f"g-{kind}-{month}-{i}",
            "place": f"{('north', 'south')[i % 2]}-{1 + i // 2 % 2}",
            "held_on": date.fromisoformat(f"{month}-12"),
            "kind": kind,
            "consent": 4,
            "present": 12,
        }
        for kind, month, n in given
        for i in range(n)
    ]
    dossier = small().with_tables(
        gatherings=by_hand.frame("gatherings", rows),
        attendances=by_hand.frame("attendances", []),
    )
    return {step.kind: step for step in told(dossier).road}


def when(step: Step) -> tuple[str | None, str | None]:
    return step.first, step.last


def test_a_stage_that_leaves_one_gathering_of_its_month_is_not_dated() -> None:
    # 5 of December, 4 of them validations: one focus group of twelve would be left.
    steps = meetings(
        ("focus_group", "2030-03", 6),
        ("focus_group", "2030-12", 1),
        ("validation_meeting", "2030-12", 4),
    )

    assert dict(steps["gatherings"].by_month)["2030-12"] == Count(value=5)
    assert steps["validation"].n == Count(value=4)
    assert when(steps["validation"]) == (None, None)


def test_a_stage_alone_in_its_month_or_among_enough_is_dated() -> None:
    alone = meetings(
        ("focus_group", "2030-03", 6), ("validation_meeting", "2030-12", 4)
    )
    among = meetings(
        ("focus_group", "2030-03", 6),
        ("focus_group", "2030-12", 4),
        ("validation_meeting", "2030-12", 4),
    )

    assert when(alone["validation"]) == ("2030-12", "2030-12")
    assert when(among["validation"]) == ("2030-12", "2030-12")


def test_what_is_left_of_several_months_is_looked_at_too() -> None:
    # 7 of November and December, 6 of them validations.
    steps = meetings(
        ("focus_group", "2030-03", 6),
        ("focus_group", "2030-11", 1),
        ("validation_meeting", "2030-11", 3),
        ("validation_meeting", "2030-12", 3),
    )

    assert when(steps["validation"]) == (None, None)


def test_a_conference_is_public_and_hides_the_month_it_would_give_away() -> None:
    steps = meetings(
        ("focus_group", "2030-03", 6),
        ("focus_group", "2030-12", 2),
        ("national_conference", "2030-12", 1),
    )

    assert when(steps["conference"]) == ("2030-12", "2030-12")
    assert isinstance(dict(steps["gatherings"].by_month)["2030-12"], Hidden)


def test_a_conference_beside_a_stage_is_no_secret_that_is_left() -> None:
    steps = meetings(
        ("focus_group", "2030-03", 6),
        ("validation_meeting", "2030-12", 4),
        ("national_conference", "2030-12", 1),
    )

    assert when(steps["validation"]) == ("2030-12", "2030-12")


def test_stages_are_some_of_all_gatherings() -> None:
    steps = (
        Step(kind="gatherings", n=Count(value=132)),
        Step(kind="validation", n=Count(value=16)),
        Step(kind="conference", n=Count(value=1)),
        Step(kind="here"),
    )

    said = {lang: road.draw(setting(lang), 1, steps).headline for lang in ("fr", "en")}

    assert said == {
        "en": "Done so far: 132 gatherings, among them 16 validation gatherings and one conference",
        "fr": "Fait jusqu’ici\u00a0: 132 rencontres, dont 16 rencontres de validation et une conférence",
    }
    alone = road.draw(setting("en"), 1, steps[:1]).headline
    assert alone == "Done so far: 132 gatherings"


def setting(lang: str) -> Setting:
    return Setting(words=Catalogue(lang), fictitious=False, month="2030-12")
