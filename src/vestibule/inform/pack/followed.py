"""What followed: promises, what the groups heard are owed, what was asked again.

What was asked and promised stands in the portrait one by one: offices and groups said
it in public. Its totals are counted from there, so that they tell nothing more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from vestibule.inform.followed import REPLIES, STANDINGS, Followed
from vestibule.inform.material import Material
from vestibule.inform.pack import said
from vestibule.inform.pack.sheets import Row, Sheet

SIDES = ("official", "community", "observer")
"""Who says how far a promise is kept; they are never put together."""


def promised(told: Material) -> Sheet:
    """Return how what was asked and promised stands, as totals of the portrait's board."""
    rows = () if told.followed is None else tuple(_totals(told.followed))
    columns = said.columns(
        ("what", "#activity+type"), ("what_name*", "#activity+type+name"),
        ("side", "#org+type"), ("side_name*", "#org+type+name"),
        ("state", "#status+code"), ("state_name*", "#status+name"),
        ("count", "#indicator+promises"), ("out_of", "#indicator+promises+base"),
    )  # fmt: skip
    return Sheet(name="follow-up", columns=columns, rows=rows)


def _totals(followed: Followed) -> Iterator[Row]:
    asks = [one.state for one in followed.asks]
    stand = [one.standing for one in followed.promises]
    late = ["overdue" for one in followed.promises if one.is_overdue]
    yield from _counted("recommendations", "all", asks, REPLIES, len(asks))
    yield from _counted("commitments", "all", stand, STANDINGS, len(stand))
    yield from _counted("commitments", "all", late, ("overdue",), len(stand))
    for side in SIDES:
        seen = [state for one in followed.promises if (state := getattr(one, side))]
        yield from _counted("commitments", side, seen, sorted(set(seen)), len(stand))


def _counted(
    what: str, side: str, found: Sequence[str], states: Sequence[str], of: int
) -> Iterator[Row]:
    counted = Counter(found)
    for state in states if of else ():
        about = (*said.code("promises", what), *said.code("sides", side))
        numbers = (str(counted[state]), str(of))
        yield (*about, *said.code("states", state), *numbers), None


def owed(told: Material) -> Sheet:
    """Return how the groups heard stand, as totals: nobody who waits is named."""
    rows: list[Row] = []
    if told.owed is not None:
        rows = [
            (said.code("owed", key), cell)
            for key, cell in (
                ("answered", told.owed.answered),
                ("told", told.owed.told),
                ("due", told.owed.due),
                ("deferred", told.owed.deferred),
            )
        ]
    columns = said.columns(("state", "#status+code"), ("state_name*", "#status+name"))
    return Sheet(
        name="restitution", columns=columns, rows=tuple(rows), tag="#indicator+groups"
    )


def trust(told: Material, named: said.Names) -> Sheet:
    """Return who answered yes in each wave; a wave not held stays a gap."""
    rows: list[Row] = []
    for one in told.trust:
        which = json.dumps(dict(one.names), sort_keys=True, ensure_ascii=False)
        about = (named("barometers", which), *said.said(one.names))
        rows += [
            ((*about, str(wave.number)), wave.said)
            for wave in one.waves
            if wave.said is not None
        ]
    columns = said.columns(
        said.ID, ("barometer_name*", "#indicator+name"), ("wave", "#date+wave")
    )
    return Sheet(
        name="trust",
        columns=columns,
        rows=said.in_order(rows),
        tag="#indicator+people",
    )
