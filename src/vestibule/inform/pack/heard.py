"""Who was heard: the portrait's totals and regions, and profiles and ages beside them."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.inform.material import Material
from vestibule.inform.pack import further, said
from vestibule.inform.pack.sheets import Row, Sheet
from vestibule.inform.preparation.sources import Cells, Sources
from vestibule.protect import clearing
from vestibule.protect.cleared import Cell
from vestibule.words import LANGUAGES


def heard(told: Material, sources: Sources, cells: Cells) -> Sheet:
    """Return who was heard: over all, by region, profile, age, and sex over all alone."""
    rows: list[Row] = []
    everyone = said.code("groups", "all")
    if told.heard is not None:
        heard = told.heard
        given: dict[str, Cell | None] = {
            "attendances": heard.attendances,
            "heard": cells.get((further.HEARD,)),
            "gatherings": heard.gatherings,
            "people_least": heard.people_low,
            "people_most": heard.people_high,
            "women": heard.women,
            "represented": heard.represented,
            "observers": heard.observers,
        }
        rows += [
            ((*said.code("measures", name), "all", *everyone), cell)
            for name, cell in given.items()
            if cell is not None
        ]
    for one in told.places:
        if one.nobody:
            continue
        region = ("region", *said.where(one.place))
        rows.append(((*said.code("measures", "heard"), *region), one.attendances))
        rows.append(((*said.code("measures", "gatherings"), *region), one.gatherings))
    if told.heard is not None:
        for by, keyed in (("profile", _profiles(sources)), ("age", _ages(sources))):
            rows += [
                ((*said.code("measures", "heard"), by, *words), cells[key])
                for key, words in keyed
                if key in cells
            ]
    columns = said.columns(
        ("measure", "#indicator+code"), ("measure_name*", "#indicator+name"),
        ("by", "#group+type"), ("group", "#group+code"), ("group_name*", "#group+name"),
    )  # fmt: skip
    return Sheet(name="heard", columns=columns, rows=tuple(rows), tag="#affected+heard")


def _profiles(
    sources: Sources,
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    keys = dict(sources.whole.table("profiles").select("id", "key").iter_rows())
    for id_, names in sorted(
        sources.profile_names().items(), key=lambda one: keys[one[0]]
    ):
        yield further.heard_key("profile", id_), (keys[id_], *said.said(names))
    yield further.heard_key("profile", clearing.NOT_NOTED), said.code("groups", "other")


def _ages(sources: Sources) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for band in sources.whole.process.age_bands:
        yield further.heard_key("age_band", band), (band, *(band for _ in LANGUAGES))
    yield (
        further.heard_key("age_band", clearing.NOT_NOTED),
        said.code("groups", "unknown"),
    )
