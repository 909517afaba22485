"""What followed: promises, what the groups heard are owed, what was asked again."""

from __future__ import annotations

from vestibule.inform.material import Material
from vestibule.inform.pack import further, said
from vestibule.inform.pack.further import Further
from vestibule.inform.pack.sheets import Row, Sheet
from vestibule.inform.preparation.sources import Cells, Sources


def promised(more: Further, cells: Cells) -> Sheet:
    """Return what was asked and promised, and how it stands, as totals."""
    rows: list[Row] = [
        (
            (
                *said.code("promises", row["of_what"]),
                *said.code("sides", row["side"] or "all"),
                *said.code("states", row["state"]),
            ),
            cells[key],
        )
        for row in more.totals.iter_rows(named=True)
        if (key := further.promised_key(row)) in cells
    ]
    columns = said.columns(
        ("what", "#activity+type"), ("what_name*", "#activity+type+name"),
        ("side", "#org+type"), ("side_name*", "#org+type+name"),
        ("state", "#status+code"), ("state_name*", "#status+name"),
    )  # fmt: skip
    return Sheet(
        name="follow-up", columns=columns, rows=tuple(rows), tag="#indicator+promises"
    )


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


def trust(more: Further, sources: Sources, cells: Cells) -> Sheet:
    """Return who answered yes in each wave; a wave not held stays a gap."""
    declared = {one.key: one for one in sources.whole.process.barometers}
    rows: list[Row] = [
        (
            (
                row["barometer"],
                *said.said(declared[row["barometer"]].names),
                str(row["wave"]),
            ),
            cells[key],
        )
        for row in more.trust.waves.iter_rows(named=True)
        if (key := further.answered_key(row["barometer"], row["wave"])) in cells
    ]
    columns = said.columns(
        ("barometer", "#indicator+code"), ("barometer_name*", "#indicator+name"),
        ("wave", "#date+wave"),
    )  # fmt: skip
    return Sheet(
        name="trust", columns=columns, rows=tuple(rows), tag="#indicator+people"
    )
