from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.by_hand import called

from vestibule.agree.validation import standing, wording
from vestibule.dossier import lineage
from vestibule.dossier.process import Decisions
from vestibule.dossier.records import Dossier

WHERE = {"n1": "north", "n2": "north", "s1": "south", "c1": "camp"}


def told(*said: tuple[str, str], **changes: Any) -> Dossier:
    """Return a finding and what gatherings said of it, as (place, outcome)."""
    regions = ("north", "south", "camp")
    return by_hand.dossier(
        by_hand.process(decisions=Decisions(national_regions=2)),
        places=[
            {"id": "land", "key": "land", "name": "L", "kind": "country", "level": 0},
            *(
                {"id": key, "key": key, "name": key, "kind": "region", "level": 1}
                | {"parent": "land"}
                for key in regions
            ),
            *(
                {"id": key, "key": key, "name": key, "kind": "cercle", "level": 2}
                | {"parent": region}
                for key, region in WHERE.items()
            ),
        ],
        profiles=[{"id": "judge", "key": "judge", "name": "Judge"}],
        findings=changes.get("findings") or [{"id": "f", "key": "f"}],
        gatherings=[
            {"id": f"g{n}", "place": place, "present": 20}
            | {"kind": changes.get("kind", "validation_meeting")}
            for n, (place, _) in enumerate(said)
        ],
        validations=[
            {"finding": "f", "gathering": f"g{n}", "outcome": outcome}
            | changes.get("validation", {})
            for n, (_, outcome) in enumerate(said)
        ],
    )


def of(dossier: Dossier) -> dict[str, Any]:
    return standing.standing(dossier).findings.to_dicts()[0]


def test_a_finding_nobody_took_back_is_a_working_draft() -> None:
    result = standing.standing(told())

    assert not result.validated
    row = result.findings.to_dicts()[0]
    assert (row["status"], row["scope"], row["gatherings"]) == (
        "working_draft",
        None,
        0,
    )


def test_a_finding_of_the_biggest_region_alone_is_not_national() -> None:
    row = of(told(*[("n1", "confirmed")] * 9, ("n2", "confirmed"), ("s1", "rejected")))

    assert (row["regions_held"], row["regions_asked"]) == (1, 2)
    assert (row["scope"], row["status"]) == ("regional", "contested")


def test_two_regions_make_it_national_and_one_place_keeps_it_local() -> None:
    assert of(told(("n1", "confirmed"), ("s1", "amended")))["scope"] == "national"
    assert of(told(("n1", "confirmed"), ("n1", "confirmed")))["scope"] == "local"
    assert of(told(("n1", "rejected"), ("n1", "rejected")))["scope"] is None


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        (["confirmed", "confirmed"], "confirmed"),
        (["confirmed", "amended"], "amended"),
        (["confirmed", "amended", "rejected"], "contested"),
        (["confirmed", "rejected", "rejected"], "rejected"),
    ],
)
def test_the_status_follows_from_what_gatherings_said(
    outcomes: list[str], status: str
) -> None:
    assert of(told(*(("n1", outcome) for outcome in outcomes)))["status"] == status


def test_an_objection_contests_even_a_confirmed_finding() -> None:
    row = of(told(("n1", "confirmed"), validation={"objection": "no"}))

    assert (row["objections"], row["contested"], row["status"]) == (
        1,
        True,
        "contested",
    )


def test_a_national_conference_speaks_for_no_region() -> None:
    result = standing.standing(told(("n1", "confirmed"), kind="national_conference"))

    row = result.findings.to_dicts()[0]
    assert (row["confirmed"], row["regions_held"], row["scope"]) == (1, 0, None)
    assert result.by_region["region_key"].to_list() == [None]


def test_who_said_it_is_named_by_region_and_profile() -> None:
    dossier = told(
        ("n1", "rejected"), ("s1", "confirmed"), validation={"profile": "judge"}
    )

    result = standing.standing(dossier)

    by_region = result.by_region.select("region_key", "rejected", "holds", "people")
    assert by_region.sort("region_key").rows() == [
        ("north", 1, False, 20),
        ("south", 0, True, 20),
    ]
    assert result.by_profile.select("profile_key", "gatherings").rows() == [
        ("judge", 2)
    ]


def test_two_profiles_of_one_gathering_are_one_gathering() -> None:
    dossier = told(("n1", "confirmed"))
    both = [
        {"finding": "f", "gathering": "g0", "profile": profile, "present": present}
        for profile, present in (("judge", 4), (None, 20))
    ]
    given = dossier.with_tables(validations=by_hand.frame("validations", both))

    row = of(given)

    assert (row["confirmed"], row["gatherings"], row["people"]) == (1, 1, 20)


def test_words_that_changed_since_are_not_validated_by_those_who_saw_the_old() -> None:
    versions = [
        {"id": "f", "key": "f"},
        {"id": "f2", "key": "f", "supersedes": "f", "words": "Other words"},
    ]
    dossier = told(("n1", "amended"), ("s1", "confirmed"), findings=versions)

    found = standing.standing(dossier)
    row = found.findings.to_dicts()[0]

    assert row["finding"] == called("f")
    assert (row["gatherings"], row["earlier"], row["scope"]) == (0, 2, None)
    assert (row["version"], row["reworded"], row["status"]) == (
        2,
        True,
        "working_draft",
    )
    assert found.earlier["version"].to_list() == [1, 1]
    assert found.validated


def test_a_correction_that_leaves_the_words_keeps_the_validations() -> None:
    versions = [
        {"id": "f", "key": "f"},
        {"id": "f2", "key": "f", "supersedes": "f", "place_level": 1, "words": " F "},
    ]

    row = of(told(("n1", "confirmed"), findings=versions))

    assert (row["gatherings"], row["version"], row["reworded"]) == (1, 1, False)


def test_a_settled_dossier_needs_to_be_told_which_words_were_validated() -> None:
    versions = [
        {"id": "f", "key": "f"},
        {"id": "f2", "key": "f", "supersedes": "f", "words": "Other words"},
    ]
    whole = told(("n1", "confirmed"), findings=versions)

    row = standing.standing(
        lineage.settled(whole), wordings=wording.wordings(whole)
    ).findings.to_dicts()[0]

    assert (row["gatherings"], row["reworded"], row["version"]) == (0, True, 2)


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(WHERE)), st.sampled_from(standing.OUTCOMES)),
        max_size=12,
    )
)
def test_outcomes_add_up_and_a_rejection_never_widens_the_scope(
    said: list[tuple[str, str]],
) -> None:
    sizes = [None, "local", "regional", "national"]
    row, less = of(told(*said)), of(told(*said, ("n1", "rejected")))

    assert row["confirmed"] + row["amended"] + row["rejected"] == len(said)
    assert sizes.index(less["scope"]) <= sizes.index(row["scope"])
