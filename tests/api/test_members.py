"""Who belongs to which group, in the words of gaps; and where to go next."""

from __future__ import annotations

from tests import by_hand
from tests.by_hand import called

from vestibule import api
from vestibule.api import members
from vestibule.dossier.process import Comparison, Group


def comparison(basis: str, **groups: str) -> Comparison:
    return Comparison(
        key=basis,
        names={},
        basis=basis,  # type: ignore[arg-type]
        groups=tuple(
            Group(key=key, names={}, values=tuple(values.split()))
            for key, values in groups.items()
        ),
    )


def test_members_are_profiles_places_sexes_as_gaps_name_them() -> None:
    dossier = by_hand.dossier(
        by_hand.process(
            comparisons=(
                comparison("side", people="community", forces="forces"),
                comparison("profile", herders="herder"),
                comparison("sex", women="female"),
                comparison("region", north="north"),
            )
        ),
        profiles=[
            {"id": "herder", "key": "herder", "name": "Herder", "side": "community"},
            {"id": "farmer", "key": "farmer", "name": "Farmer", "side": "community"},
            {"id": "guard", "key": "guard", "name": "Guard", "side": "forces"},
        ],
        places=[
            {
                "id": "land",
                "key": "land",
                "name": "Land",
                "kind": "country",
                "level": 0,
            },
            {"id": "n", "key": "north", "name": "North", "kind": "region", "level": 1}
            | {"parent": "land"},
        ],
    )

    found = {group: set(own) for group, own in members.of_groups(dossier).items()}

    assert found == {
        ("side", "people"): {called("herder"), called("farmer")},
        ("side", "forces"): {called("guard")},
        ("profile", "herders"): {called("herder")},
        ("sex", "women"): {"female"},
        ("region", "north"): {called("n")},
    }


def test_the_groups_to_hear_next_are_those_for_which_something_waits(
    work: api.Work,
) -> None:
    found = work.analysis

    asked = set(found.ground.needs.select("comparison", "group").iter_rows())
    order = found.next_gatherings
    assert asked <= set(order.select("comparison", "group").iter_rows())
    assert work.next_gatherings().frame.equals(order)
    assert len(found.to_dict()["next_gatherings"]) == order.height
