"""The map of what people told gives nobody away: every number, loop, list and proposal.

The hostile reader of `test_publication` reads the map of every portrait. Here it is
shown to be sharp enough: it finds the leak of a map that tells too much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from tests import by_hand
from tests.promises import attacker, dossiers
from tests.promises.pages_read import read
from tests.promises.reading import HIDDEN, Reading, Shown
from tests.promises.truth import Truth

from vestibule.api import portraits
from vestibule.inform import portrait
from vestibule.inform.figures import causal_map
from vestibule.inform.mapped import MapTold
from vestibule.inform.preparation import links, mapped
from vestibule.protect.cleared import Count

MET = 12
"""Gatherings of five people each, in turn in one of two regions."""

TOLD = {
    "a+b": range(6), "b+a": range(7),  # whole in six; one more told the second link
    "a-b": range(7, 8),  # the opposite, told by few
    "b+c": range(5), "c+b": range(7, 12),  # each told enough, whole by nobody
    "c+d": range(8, 9), "c+a": range(9, 10),  # told by few
    "e+e2": range(8, 12), "e2+a": range(8, 12),  # two that people made one
}  # fmt: skip
"""Links and the gatherings that told them."""


@pytest.fixture(scope="module")
def made() -> dossiers.Made:
    """Return a dossier small enough to be drawn again for each sabotage."""
    claims = [
        {"cause": ends[0], "effect": ends[1], "gathering": f"g{i}",
         "direction": "more" if "+" in link else "less"}
        for link, met in TOLD.items()
        for i in met
        if (ends := re.split("[+-]", link))
    ]  # fmt: skip
    whole = by_hand.dossier(
        by_hand.process(outputs=("fr", "en")),
        places=[{"id": p, "key": p, "name": f"Region {p}", "kind": "region", "level": 1} for p in "pq"],
        gatherings=[{"id": f"g{i}", "code": f"g{i}", "place": "pq"[i % 2], "present": 5, "consent": 3} for i in range(MET)],
        findings=[{"id": "f", "key": "f", "words": "Fear"}],
        factors=[
            {"id": one, "name": f"name {one}", "lang": "en", "finding": "f" if one == "a" else None}
            for one in ("a", "b", "c", "d", "e", "e2")
        ],
        merges=[{"factor": "e2", "into": "e", "state": "decided", "by": "x"}],
        claims=claims,
    )  # fmt: skip
    return dossiers.Made(seed=0, dossier=whole, marks={}, damage=())


def test_the_reader_finds_nothing_on_the_map_as_it_is(made: dossiers.Made) -> None:
    assert leaks(made) == set()


def test_the_map_says_what_was_told_by_enough_and_nothing_else(
    made: dossiers.Made,
) -> None:
    ready = portraits.material(made.dossier, today=dossiers.TODAY, seed=0)
    found = seen(made, portrait.portrait(ready, lang="en"))

    a, b, c, e = map(by_hand.called, ("a", "b", "c", "e"))
    assert found.map.does == dict.fromkeys(
        [(a, b), (b, a), (b, c), (c, b), (e, a)], "more"
    )
    assert found.cells["told", b, a, "more"] == Shown(7, 12)
    assert found.cells["told", a, b, "less"] == HIDDEN
    circles = {frozenset(one.factors): one.whole for one in found.map.circles}
    assert circles == {frozenset({a, b}): HIDDEN, frozenset({b, c}): Shown(0)}


def leaks(made: dossiers.Made) -> set[str]:
    """Return the kinds of leak that the reader finds on the map of one portrait."""
    ready = portraits.material(made.dossier, today=dossiers.TODAY, seed=0)
    drawn = portrait.portrait(ready, lang="fr")
    reader = attacker.Reader(made, Truth.of(made.dossier, dossiers.TODAY), seen(made, drawn))  # fmt: skip
    reader.look_at_map()
    return {leak.split(":")[0] for leak in reader.found.leaks}


def seen(made: dossiers.Made, drawn: portrait.Portrait) -> Reading:
    return read(drawn, Truth.of(made.dossier, dossiers.TODAY))


def any_gathering_enough(patch: pytest.MonkeyPatch) -> None:
    """Show links told in one gathering."""
    true = links.Tellings.uncleared
    patch.setattr(
        links.Tellings, "uncleared", lambda *given: replace(true(*given), barred=None)
    )


def remainders_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Show how many told a loop whole beside all but a few who told its links."""
    patch.setattr(
        links,
        "_whole",
        lambda told, circle, does: told.uncleared(
            links._told_whole(told, circle, does)
        ),
    )


def the_opposite_printed_uncleared(patch: pytest.MonkeyPatch) -> None:
    """Print the count of the opposite as it stands in the records."""
    counted: dict[tuple[str, ...], int] = {}
    true_tables, true_link = links.tables, mapped._link

    def tables(sources: object) -> Iterator[object]:
        for table in true_tables(sources):  # type: ignore[arg-type]
            counted.update({key: cell.value for key, cell in table.cells.items()})
            yield table

    def link(shown: mapped._Shown, one: links.Link, place: object) -> object:
        drawn = true_link(shown, one, place)  # type: ignore[arg-type]
        way: links.Way = "more" if drawn.direction == "less" else "less"
        n = counted.get(links.key(one, way))
        return replace(drawn, contrary=None if n is None else Count(value=n))

    patch.setattr(links, "tables", tables)
    patch.setattr(mapped, "_link", link)


def hidden_links_believed(patch: pytest.MonkeyPatch) -> None:
    """Let proposals lean on links that are not drawn."""
    true = mapped._levers

    def levers(acting: mapped._Acting, place: object, drawn: object) -> object:
        every = {link for link, _ in links.tellings(acting.sources).by}
        inside = [link for link in sorted(every) if set(link) <= set(place)]  # type: ignore[call-overload]
        return true(acting, place, [*drawn, *inside])  # type: ignore[arg-type, misc]

    patch.setattr(mapped, "_levers", levers)


def assembled_said_to_be_whole(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(causal_map, "whole", lambda words, _: words("map.whole", n=3))


def everything_decided(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mapped._Acting, "decided", lambda *_: True)
    patch.setattr(mapped._Acting, "contested", lambda *_: True)


def directions_by_hidden_numbers(patch: pytest.MonkeyPatch) -> None:
    """Draw a link as all who told it had it, shown or not: here, the other way."""
    true = mapped.told

    def told(*given: object, **named: object) -> MapTold:
        found = true(*given, **named)  # type: ignore[arg-type]
        other = {"more": "less", "less": "more", "unclear": "more"}
        turned = (replace(one, direction=other[one.direction]) for one in found.links)
        return replace(found, links=tuple(turned), stories=())

    patch.setattr(mapped, "told", told)


@pytest.mark.parametrize(
    ("sabotage", "leak"),
    [
        (any_gathering_enough, "under the threshold"),
        (remainders_forgotten, "recoverable"),
        (the_opposite_printed_uncleared, "under the threshold"),
        (hidden_links_believed, "lever"),
        (assembled_said_to_be_whole, "assembled"),
        (everything_decided, "verdict"),
        (directions_by_hidden_numbers, "not what was published"),
    ],
)
def test_the_reader_finds_the_leak_of_a_map_that_tells_too_much(
    sabotage: Callable[[pytest.MonkeyPatch], None],
    leak: str,
    made: dossiers.Made,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sabotage(monkeypatch)

    assert leak in leaks(made)
