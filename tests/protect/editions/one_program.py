"""The same question as the hostile reader's, asked of everything in one program.

One variable for each number of each edition, one program in whole numbers for each end
of each guard, nothing parted and nothing shared: slow, and an oracle for small cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import optimize

from vestibule.protect.editions.attacker import Guard, Publication

FAR = 1000


def fallen(publication: Publication, guards: Sequence[Guard]) -> set[Guard]:
    """Return the guards that fall to a reader who supposes any one thing."""
    several = len(publication.editions) > 1
    found: set[Guard] = set()
    fits = False
    for supposing in ("came", "left") if several else ():
        given = _program(publication, supposing)
        if _solved(given, {}) is not None:
            fits = True
            found |= {guard for guard in guards if _falls(given, guard)}
    if not fits:
        given = _program(publication, "either")
        if _solved(given, {}) is not None:
            found |= {guard for guard in guards if _falls(given, guard)}
    return found


def _program(publication: Publication, supposing: str) -> dict:  # type: ignore[type-arg]
    low: dict = {}  # type: ignore[type-arg]
    high: dict = {}  # type: ignore[type-arg]
    top = FAR
    for edition in publication.editions:
        for key, cell in edition.cells.items():
            for part, value in (("n", cell.n), ("of", cell.of)):
                number = (edition.number, part, key)
                if part == "of" and not cell.based:
                    continue
                is_base = part == "of" or not cell.based
                low[number] = int(
                    cell.state == "hidden"
                    and is_base
                    and number not in publication.may_be_zero
                )
                high[number] = None
                if cell.state == "shown" and value is not None:
                    low[number] = high[number] = value
                    top = max(top, value + FAR)
    rows = list(_rows(publication, supposing))
    return {
        "low": low,
        "high": {k: top if v is None else v for k, v in high.items()},
        "rows": rows,
    }


def _rows(publication: Publication, supposing: str) -> Iterator[tuple]:  # type: ignore[type-arg]
    last: dict = {}  # type: ignore[type-arg]
    for edition in publication.editions:
        at = edition.number
        for tie in edition.ties:
            for part in ("n", "of") if tie.bases else ("n",):
                row = dict.fromkeys(((at, part, key) for key in tie.parts), 1.0)
                yield {**row, (at, part, tie.total): -1.0}, 0.0, 0.0
        for key, cell in edition.cells.items():
            if cell.based:
                yield {(at, "n", key): 1.0, (at, "of", key): -1.0}, -np.inf, 0.0
            part = "of" if cell.based else "n"
            now, before = (at, part, key), last.get((part, key))
            if before is not None and supposing != "either":
                sign = 1.0 if supposing == "came" else -1.0
                yield {before: sign, now: -sign}, -np.inf, 0.0
            last[part, key] = now


def _solved(given: dict, form: dict, *, whole: bool = False) -> float | None:  # type: ignore[type-arg]
    place = {number: at for at, number in enumerate(given["low"])}
    aim = np.zeros(len(place))
    for number, weight in form.items():
        aim[place[number]] = weight
    matrix = np.zeros((len(given["rows"]), len(place)))
    for at, (row, _, _) in enumerate(given["rows"]):
        for number, weight in row.items():
            matrix[at, place[number]] = weight
    ends = [np.array([one[n] for one in given["rows"]]) for n in (1, 2)]
    solved = optimize.milp(
        aim,
        constraints=optimize.LinearConstraint(matrix, *ends) if given["rows"] else None,
        bounds=optimize.Bounds(
            np.array(list(given["low"].values()), float),
            np.array([given["high"][number] for number in place], float),
        ),
        integrality=np.full(len(place), int(whole)),
    )
    return float(solved.fun) if solved.status == 0 else None


def _falls(given: dict, guard: Guard) -> bool:  # type: ignore[type-arg]
    if guard.base is not None:
        sign = -1.0 if guard.low else 1.0
        form = {guard.number: sign, guard.base: -sign * guard.beyond}
        least = _solved(given, form, whole=True)
        return least is None or least >= -1e-6
    low = _solved(given, {guard.number: 1.0}, whole=True)
    high = _solved(given, {guard.number: -1.0}, whole=True)
    if low is None or high is None:
        return True
    return round(-high) - round(low) + 1 < guard.possible
