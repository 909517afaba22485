"""Which statements are put next to a person or a gathering?

A gathering gets the statements that tell most, together; people who answer alone, one
after another and many between two analyses, get them in proportion to what they tell,
so that not all are asked the same.

References
----------
.. [1] Halpern, D., Kehne, G., Procaccia, A. D., Tucker-Foltz, J. and Wüthrich, M.
   (2023), Representation with incomplete votes, AAAI 37: what is asked decides what can
   be found.
.. [2] Rubin, D. B. (1976), Inference and missing data, Biometrika 63, 581-592: answers
   that are missing by a known draw do not mislead.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.errors import DataError
from vestibule.understand.ground.evidence import Floats, Ints
from vestibule.understand.showings import chances, families, result
from vestibule.understand.showings.limits import LIMITS
from vestibule.understand.showings.result import NextStatements
from vestibule.understand.showings.settings import ShowingSettings
from vestibule.understand.showings.state import State
from vestibule.understand.showings.whom import Whom

USUAL = 8
"""Statements of one list, where nobody says how many."""


def next_statements(
    given: State,
    whom: Whom,
    *,
    n: int = USUAL,
    settings: ShowingSettings | None = None,
) -> NextStatements:
    """Return the statements to put next, with their probabilities and reasons.

    Parameters
    ----------
    given : State
        What is open, from `state.state`.
    whom : Whom
        Who is asked.
    n : int
        Statements wanted, 1 or more.
    settings : ShowingSettings or None
        None: as they come.

    Returns
    -------
    NextStatements
        At most `n`; thin input gives a plain lottery and says why.

    Raises
    ------
    DataError
        If `n` is below 1.

    Notes
    -----
    Chances rest on groups of the comparisons and on what is open in them, never on
    what this person answered: nothing here foresees what one person thinks.

    What is estimated inside a group is not moved by such a draw, because it looks at
    nothing but the group and earlier answers. Shares over groups taken together are:
    tell them inside groups, and weigh groups by their size. Weighing each answer by 1
    over its recorded probability is free of that bias too, but noisy where a
    statement was put rarely.

    It assumes that people answer what is put to them. It must not be used to choose
    who is heard.
    """
    if n < 1:
        raise DataError(
            f"At least one statement must be wanted, not {n}.",
            reason="no-number",
            value=n,
        )
    chosen = settings or ShowingSettings()
    left_out = _left_out(given, whom)
    free = given.statements.join(left_out, on="statement", how="anti")
    rows = given.statements["statement"].is_in(free["statement"].implode()).to_numpy()
    worth, lead = _worth(given, whom)
    places = min(n, int(rows.sum()))
    contents = given.statements.filter(rows)["content"].to_list()
    order = chances.lots(f"{_key(given, whom, chosen)}|order", contents)
    taken = _taken(given, whom)
    adds = families.discounted(worth[rows], given.family[rows], order, taken)
    alone = _size(given, whom) == 1
    wanted = (chances.proportional if alone else chances.best)(adds, places)
    probability = chances.explored(wanted, places, chosen.explore)
    start = float(chances.lots(_key(given, whom, chosen), ["start"])[0])
    drawn = np.zeros(probability.size, dtype=bool)
    drawn[chances.drawn(probability, order, start)] = True
    frame = (
        given.statements.filter(rows)
        .with_columns(
            drawn=pl.Series(drawn, dtype=pl.Boolean),
            probability=pl.Series(probability),
            worth=pl.Series(worth[rows]).round(chances.DIGITS),
            lot=pl.Series(order),
            adds=pl.Series(adds).round(chances.DIGITS),
        )
        .with_columns(_reasons(given, whom, lead, rows))
        .sort("adds", "lot", descending=[True, False])
        .with_row_index("rank", offset=1)
    )
    return NextStatements(
        chances=frame.select(list(result.CHANCES)).cast(result.CHANCES),
        left_out=left_out,
        whom=whom,
        limits=_limits(given, whom, left_out, worth[rows], n),
        settings=chosen,
    )


def _key(given: State, whom: Whom, settings: ShowingSettings) -> str:
    groups = sorted(whom.groups.items())
    parts = (settings.seed, given.turn, whom.name, whom.method, whom.size, groups)
    return repr(parts)


def _size(given: State, whom: Whom) -> int:
    return given.size if whom.size is None else whom.size


def _left_out(given: State, whom: Whom) -> pl.DataFrame:
    """Return statements that may not be put to them, and why."""
    why = (
        pl.when(pl.col("statement").is_in(sorted(whom.done)))
        .then(pl.lit("answered"))
        .when(~pl.col("let_in"))
        .then(pl.lit("waiting"))
        .when(pl.col("sensitive") & whom.in_public)
        .then(pl.lit("sensitive_in_public"))
    )
    told = given.statements.with_columns(why=why).filter(pl.col("why").is_not_null())
    return told.select(list(result.LEFT_OUT)).cast(result.LEFT_OUT)


def _worth(given: State, whom: Whom) -> tuple[Floats, Ints]:
    """Return bits of each statement, and which comparison gives most of them."""
    size = _size(given, whom)
    parts = [np.zeros(given.statements.height)]
    for one in given.claims:
        group = whom.groups.get(one.key)
        if group is None:
            parts.append(np.zeros(given.statements.height))
        else:
            parts.append(one.worth(group, size=size, method=whom.method))
    whole = np.round(parts, chances.DIGITS)
    return whole.sum(axis=0), np.asarray(whole.argmax(axis=0), dtype=np.int64)


def _taken(given: State, whom: Whom) -> Ints:
    """Return how many statements of each family were put to them already."""
    done = given.statements["statement"].is_in(sorted(whom.done)).to_numpy()
    size = int(given.family.max(initial=-1)) + 1
    return np.bincount(given.family[done], minlength=size).astype(np.int64)


def _reasons(
    given: State, whom: Whom, lead: Ints, rows: NDArray[np.bool_]
) -> list[pl.Series]:
    """Return why each statement is put, in which comparison, of which group."""
    told: list[tuple[str, str | None, str | None]] = []
    for row in np.flatnonzero(rows):
        if lead[row] == 0:
            told.append(("lot", None, None))
            continue
        claims = given.claims[lead[row] - 1]
        group = whom.groups[claims.key]
        why = str(claims.why[row, claims.groups.index(group)])
        told.append((why or "undecided", claims.key, group))
    names = ("reason", "comparison", "group")
    return [
        pl.Series(name, [one[at] for one in told], dtype=pl.String)
        for at, name in enumerate(names)
    ]


def _limits(
    given: State, whom: Whom, left_out: pl.DataFrame, worth: Floats, n: int
) -> tuple[str, ...]:
    whys = set(left_out["why"])
    groups = bool(whom.groups)
    lottery = worth.size > 0 and not worth.any()
    met = {
        "no-statement": not given.statements["let_in"].any(),
        "nothing-left": worth.size == 0 and bool(given.statements["let_in"].any()),
        "fewer": 0 < worth.size < n,
        "sensitive-in-public": "sensitive_in_public" in whys,
        "no-comparison": lottery and not given.claims,
        "group-unknown": lottery and bool(given.claims) and not groups,
        "nothing-open": lottery and groups,
        "nothing-known": not lottery and worth.size > 0 and given.thin,
    }
    return tuple(code for code in LIMITS if met[code])
