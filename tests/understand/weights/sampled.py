"""A small valley, sampled: twenty people of the north, ten of the south."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests import by_hand
from tests.understand.ground import voices

from vestibule.dossier.process import Disclosure, Process, Sampling
from vestibule.dossier.records import Dossier

VALLEY = {"en": "the adults of the valley", "fr": "les adultes de la vallée"}

PROBABILITY = Sampling(
    kind="probability",
    population=VALLEY,
    edition="count-1",
    margins=("region",),
    stratum="region",
)

PLACES = [
    {"id": "v", "key": "v", "name": "Valley", "kind": "country", "level": 0},
    *(
        {"id": key, "key": key, "name": name, "parent": "v"}
        | {"kind": "region", "level": 1}
        for key, name in (("n", "North"), ("s", "South"), ("e", "East"))
    ),
]

NORTH, SOUTH = 300, 700


def counted(place: str, population: int, **more: Any) -> dict[str, Any]:
    """Return a row of the frame."""
    return {
        "place": place,
        "population": population,
        "year": 2020,
        "edition": "count-1",
        "source": "invented",
        "published_total": False,
        **more,
    }


FRAME = [counted("n", NORTH), counted("s", SOUTH)]


def process(sampling: Sampling | None = PROBABILITY, **more: Any) -> Process:
    given = {
        "comparisons": (voices.SEXES,),
        "disclosure": Disclosure(people=10, gatherings=3, places=1),
        "outputs": ("en", "fr"),
        "sampling": sampling,
    }
    return by_hand.process(**(given | more))


def person(place: str, number: int) -> dict[str, Any]:
    """Women have even numbers."""
    return {
        "id": f"of-{place}{number}",
        "pseudonym": f"{place}{number}",
        "place": place,
        "sex": "male" if number % 2 else "female",
    }


def votes(place: str, agreed: Sequence[int], people: int) -> list[dict[str, Any]]:
    """Four gatherings in each region; each person is in number modulo four."""
    return [
        {
            "person": f"of-{place}{number}",
            "statement": "s1",
            "vote": 1 if number in agreed else -1,
            "gathering": f"g{place}{number % 4}",
        }
        for number in range(people)
    ]


NORTH_AGREED = (0, 2, 4, 6, 8, 10, 12, 14, 16, 1, 3, 5, 7, 9, 11, 13)
"""Nine women of ten, seven men of ten."""

SOUTH_AGREED = (0, 1)
"""One woman of five, one man of five."""


def valley(
    declared: Process | None = None,
    frame: Sequence[dict[str, Any]] = (),
    more_people: Sequence[dict[str, Any]] = (),
    more_votes: Sequence[dict[str, Any]] = (),
    more_gatherings: Sequence[dict[str, Any]] = (),
) -> Dossier:
    return by_hand.dossier(
        declared or process(),
        places=PLACES,
        frame=list(frame or FRAME),
        people=[
            *(person("n", number) for number in range(20)),
            *(person("s", number) for number in range(10)),
            *more_people,
        ],
        gatherings=[
            *(
                {"id": f"g{place}{number}", "place": place}
                for place in "ns"
                for number in range(4)
            ),
            *more_gatherings,
        ],
        statements=[
            {"id": "s1", "key": "s1", "words": "The well is open to all."},
            {"id": "s2", "key": "s2", "words": "Nobody answered this."},
        ],
        votes=[
            *votes("n", NORTH_AGREED, 20),
            *votes("s", SOUTH_AGREED, 10),
            *more_votes,
        ],
    )
