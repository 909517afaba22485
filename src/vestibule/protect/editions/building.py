"""How do the tables of an edition and all earlier ones make one system?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize

from vestibule.protect.editions.ledger import Edition, Ledger
from vestibule.protect.editions.needs import name
from vestibule.protect.tables.exposure import Reader
from vestibule.protect.tables.system import Form, Name, Need, System, Unit, width
from vestibule.protect.thresholds import Key, Sum, Uncleared

SUPPOSED = ("came", "left", "either")
"""What a reader may suppose of people between two editions."""

MOST = 1e7
"""A bound for numbers that nobody printed, so that programs end."""


def units(
    cells: Mapping[Key, Uncleared], out: frozenset[Key], edition: int
) -> list[Unit]:
    """Return what is shown or hidden together, and what it costs to hide it.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        All numbers of the edition.
    out : frozenset of Key
        Those that may not be shown, whatever the others.
    edition : int
        Its number.

    Returns
    -------
    list of Unit
        The cost is the people behind, and one for each printed cell.
    """
    bundled: dict[str, list[Key]] = {}
    for key, cell in sorted(cells.items()):
        called = f"bundle {cell.bundle}" if cell.bundle else "cell " + "|".join(key)
        bundled.setdefault(called, []).append(key)
    return [
        _unit(called, keys, cells, out, edition) for called, keys in bundled.items()
    ]


def _unit(
    called: str,
    keys: Sequence[Key],
    cells: Mapping[Key, Uncleared],
    out: frozenset[Key],
    edition: int,
) -> Unit:
    held = [cells[key] for key in keys]
    is_out = any(key in out or not cells[key].printed for key in keys)
    fixed = any(cell.people == 0 or cell.known for cell in held)
    return Unit(
        key=called,
        names=tuple(one for key in keys for one in _names(key, cells[key], edition)),
        cost=float(max(sum(cell.people for cell in held), 1)),
        state="hidden" if is_out else "shown" if fixed else "free",
    )


def _names(key: Key, cell: Uncleared, edition: int) -> Iterator[Name]:
    yield name(edition, "n", key)
    if cell.of is not None:
        yield name(edition, "of", key)


@dataclass(frozen=True, kw_only=True)
class Built:
    """Systems by supposition, and what of earlier editions must stay unknown."""

    systems: Mapping[str, System]
    needs: tuple[Need, ...]


def built(
    cells: Mapping[Key, Uncleared],
    sums: Sequence[Sum],
    ledger: Ledger,
    edition: int,
    least: Mapping[str, int],
    withheld: frozenset[Key] = frozenset(),
) -> Built:
    """Return what readers know of an edition together with all earlier ones.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        All numbers of the edition.
    sums : sequence of Sum
        What ties them.
    ledger : Ledger
        Earlier editions.
    edition : int
        The number of this one.
    least : mapping of str to int
        ``people`` and ``gatherings``: numbers that must remain possible.
    withheld : frozenset of Key
        Cells that stay hidden whatever else is. A supposition that is not true fits
        what is printed only as long as it is not known that it is not: what is
        withheld may then be anything that fits it.

    Returns
    -------
    Built
        One system for each supposition that fits what was printed; a hidden number
        of an earlier edition must stay as uncertain as it was, up to `least`.
    """
    now = _now(cells, sums, edition)
    if not ledger.editions:
        return Built(systems={"either": now}, needs=())
    systems: dict[str, System] = {}
    asked: dict[Name, Need] = {}
    for supposed in SUPPOSED:
        if supposed == "either" and systems:
            break  # whoever supposes less knows less
        earlier = _earlier(ledger, supposed)
        links = [*_links(ledger, supposed), *_to_now(ledger, cells, edition, supposed)]
        whole = _joined(now, earlier, links)
        if whole is None and withheld:
            whole = _joined(_unknown(now, withheld), earlier, links)
        if whole is None:
            continue
        systems[supposed] = whole
        for need in _kept_unknown(whole, earlier, ledger, least):
            asked.setdefault(need.about, need)
    return Built(systems=systems, needs=tuple(asked.values()))


def _now(cells: Mapping[Key, Uncleared], sums: Sequence[Sum], edition: int) -> System:
    truth: dict[Name, float] = {}
    floor: dict[Name, float] = {}
    at_most: list[Form] = []
    for key, cell in cells.items():
        n, of = name(edition, "n", key), name(edition, "of", key)
        truth[n] = float(cell.value)
        seen = 1.0 if cell.barred is None and cell.printed else 0.0
        if cell.of is None:
            floor[n] = min(seen, truth[n])
        else:
            truth[of] = float(cell.of)
            floor[of] = min(seen, truth[of])
            at_most.append({n: 1.0, of: -1.0})
    equal: list[Form] = []
    for one in dict.fromkeys(sums):
        equal.append(_sum(edition, "n", one.total, one.parts))
        if adds_bases(cells, one):
            equal.append(_sum(edition, "of", one.total, one.parts))
    return System(truth=truth, floor=floor, equal=equal, at_most=at_most)


def adds_bases(cells: Mapping[Key, Uncleared], one: Sum) -> bool:
    """Return whether the bases of the parts make the base of the total."""
    bases = [cells[key].of for key in (one.total, *one.parts)]
    numbers = [base for base in bases if base is not None]
    return len(numbers) == len(bases) and numbers[0] == sum(numbers[1:])


def _sum(edition: int, part: str, total: Key, parts: Sequence[Key]) -> Form:
    row = {name(edition, part, key): 1.0 for key in parts}
    return {**row, name(edition, part, total): -1.0}


def _earlier(ledger: Ledger, supposed: str) -> System:
    """Return what earlier editions tell by themselves; unknown numbers as nan."""
    truth: dict[Name, float] = {}
    floor: dict[Name, float] = {}
    equal: list[Form] = []
    at_most: list[Form] = []
    fixed: set[Name] = set()
    for edition in ledger.editions:
        for number, value, least in _numbers(edition):
            truth[number] = np.nan if value is None else float(value)
            floor[number] = least
            if value is not None:
                fixed.add(number)
        for key, cell in edition.cells.items():
            if cell.based:
                n, of = (name(edition.number, part, key) for part in ("n", "of"))
                at_most.append({n: 1.0, of: -1.0})
        for tie in edition.ties:
            for part in ("n", "of") if tie.bases else ("n",):
                equal.append(_sum(edition.number, part, tie.total, tie.parts))
    at_most += _links(ledger, supposed)
    return System(
        truth=truth, floor=floor, equal=equal, at_most=at_most, fixed=frozenset(fixed)
    )


def _numbers(edition: Edition) -> Iterator[tuple[Name, int | None, float]]:
    for key, cell in edition.cells.items():
        is_shown = cell.state == "shown"
        least = 1.0 if cell.state == "hidden" else 0.0
        n, of = (name(edition.number, part, key) for part in ("n", "of"))
        yield n, cell.n if is_shown else None, 0.0 if cell.based else least
        if cell.based:
            yield of, cell.of if is_shown else None, least


def _links(ledger: Ledger, supposed: str) -> list[Form]:
    """Return that people only came, or only left, from edition to edition."""
    last: dict[Key, int] = {}
    found: list[Form] = []
    for edition in ledger.editions:
        for key, cell in edition.cells.items():
            part = "of" if cell.based else "n"
            if key in last:
                before, then = (
                    name(last[key], part, key),
                    name(edition.number, part, key),
                )
                found += _ordered(before, then, supposed)
            last[key] = edition.number
    return found


def _to_now(
    ledger: Ledger, cells: Mapping[Key, Uncleared], edition: int, supposed: str
) -> Iterator[Form]:
    for key, cell in cells.items():
        last = [one for one in ledger.editions if key in one.cells]
        if last and last[-1].cells[key].based == (cell.of is not None):
            part = "n" if cell.of is None else "of"
            before = name(last[-1].number, part, key)
            yield from _ordered(before, name(edition, part, key), supposed)


def _ordered(before: Name, then: Name, supposed: str) -> list[Form]:
    if supposed == "came":
        return [{before: 1.0, then: -1.0}]
    return [{then: 1.0, before: -1.0}] if supposed == "left" else []


def _unknown(now: System, withheld: frozenset[Key]) -> System:
    """Return an edition as those see it who do not know what is withheld."""
    return replace(
        now,
        truth={
            number: np.nan if tuple(number[2:]) in withheld else value
            for number, value in now.truth.items()
        },
    )


def _joined(now: System, earlier: System, links: Sequence[Form]) -> System | None:
    """Return both as one system, with numbers that fit where nobody printed any."""
    equal = [*now.equal, *earlier.equal]
    at_most = [*now.at_most, *earlier.at_most, *links]
    truth = {**earlier.truth, **now.truth}
    for floors in (earlier.floor, {}):
        found = _fitting(truth, {**floors, **now.floor}, equal, at_most)
        if found is not None:
            return System(
                truth=found,
                floor={**floors, **now.floor},
                equal=equal,
                at_most=at_most,
                fixed=earlier.fixed,
            )
    return None


def _fitting(
    truth: Mapping[Name, float],
    floors: Mapping[Name, float],
    equal: Sequence[Form],
    at_most: Sequence[Form],
) -> dict[Name, float] | None:
    unknown = [number for number, value in truth.items() if np.isnan(value)]
    if not unknown and not at_most:
        return dict(truth)
    zero = dict.fromkeys(truth, 0.0)
    one = System(truth=zero, floor={}, equal=equal, at_most=at_most).arrays()
    values = np.array(list(truth.values()))
    known = ~np.isnan(values)
    low = np.where(known, values, [floors.get(number, 0.0) for number in truth])
    high = np.where(known, values, MOST)
    solved = optimize.linprog(
        np.zeros(values.size),
        A_eq=one.equal,
        b_eq=np.zeros(one.equal.shape[0]),
        A_ub=one.above,
        b_ub=np.zeros(one.above.shape[0]),
        bounds=np.column_stack([low, high]),
        method="highs",
    )
    return (
        dict(zip(truth, map(float, solved.x), strict=True))
        if solved.status == 0
        else None
    )


def _kept_unknown(
    whole: System, earlier: System, ledger: Ledger, least: Mapping[str, int]
) -> Iterator[Need]:
    """Yield that a hidden number stays as uncertain as earlier editions left it."""
    alone = System(
        truth={number: whole.truth[number] for number in earlier.truth},
        floor={number: whole.floor.get(number, 0.0) for number in earlier.truth},
        equal=earlier.equal,
        at_most=earlier.at_most,
        fixed=earlier.fixed,
    )
    hidden = [
        (name(edition.number, "of" if cell.based else "n", key), least[cell.counts])
        for edition in ledger.editions
        for key, cell in edition.cells.items()
        if cell.state == "hidden"
    ]
    asked = [
        Need(about=number, forms=width({number: 1.0}), least=float(possible - 1))
        for number, possible in hidden
    ]
    for need, reach in zip(asked, Reader(alone, (), asked).reaches(), strict=True):
        wanted = float(np.floor(reach + 1e-6))
        if wanted > 0:
            yield replace(need, least=wanted)
