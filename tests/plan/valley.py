"""An invented valley: two regions, a village, a camp, two profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests import by_hand

from vestibule.dossier.process import Comparison, Group, Process, Profile
from vestibule.dossier.records import Dossier

PROCESS: Process = by_hand.process(
    age_bands=("15-34", "35+"),
    profiles=(
        Profile(key="farmer", names={"en": "Farmers"}),
        Profile(key="mayor", names={"fr": "Maires"}, side="authority", restricted=True),
    ),
    comparisons=(
        Comparison(
            key="sides",
            names={"en": "Sides"},
            basis="side",
            groups=(
                Group(key="people", names={"en": "People"}, values=("community",)),
                Group(key="office", names={"en": "Office"}, values=("authority",)),
            ),
        ),
        Comparison(
            key="places",
            names={"en": "Places"},
            basis="region",
            groups=(
                Group(key="upper", names={"en": "Upper"}, values=("xv.ada",)),
                Group(key="lower", names={"en": "Lower"}, values=("xv.bor", "xc")),
            ),
        ),
        Comparison(
            key="work",
            names={"en": "Work"},
            basis="profile",
            groups=(
                Group(key="land", names={"en": "Land"}, values=("farmer",)),
                Group(key="hall", names={"en": "Hall"}, values=("mayor",)),
            ),
        ),
        Comparison(
            key="moved",
            names={"en": "Moved"},
            basis="displaced",
            groups=(
                Group(key="yes", names={"en": "Yes"}, values=("true",)),
                Group(key="no", names={"en": "No"}, values=("false",)),
            ),
        ),
    ),
)

PLACES = [
    {"id": "land", "key": "xv", "name": "Land", "kind": "country", "level": 0},
    {"id": "ada", "key": "xv.ada", "name": "Ada", "kind": "region", "level": 1,
     "parent": "land", "vintage": "new"},
    {"id": "bor", "key": "xv.bor", "name": "Bor", "kind": "region", "level": 1,
     "parent": "land", "vintage": "new"},
    {"id": "village", "key": "xv.ada.v", "name": "Village", "kind": "village",
     "level": 3, "parent": "ada"},
    {"id": "hamlet", "key": "xv.ada.h", "name": "Hamlet", "kind": "village",
     "level": 3, "parent": "ada"},
    {"id": "camp", "key": "xc", "name": "Camp", "kind": "camp", "level": 1,
     "outside": True, "vintage": "new"},
    {"id": "abroad", "key": "xz", "name": "Abroad", "kind": "region", "level": 1,
     "outside": True},
    {"id": "older", "key": "xv.old", "name": "Older", "kind": "region", "level": 1,
     "parent": "land", "vintage": "old"},
]  # fmt: skip

PROFILES = [
    {"id": "farmer", "key": "farmer", "name": "Paysans"},
    {"id": "mayor", "key": "mayor", "name": "Maires", "side": "authority",
     "restricted": True},
]  # fmt: skip


def gathering(name: str, place: str | None = "village", **more: Any) -> dict[str, Any]:
    return {"id": name, "place": place, "code": name, **more}


def there(where: str, n: int = 1, **more: Any) -> dict[str, Any]:
    return {"gathering": where, "n": n, **more}


def valley(
    gatherings: Sequence[dict[str, Any]],
    attendances: Sequence[dict[str, Any]],
    **tables: Sequence[dict[str, Any]],
) -> Dossier:
    return by_hand.dossier(
        PROCESS,
        places=PLACES,
        profiles=PROFILES,
        gatherings=gatherings,
        attendances=attendances,
        **tables,
    )
