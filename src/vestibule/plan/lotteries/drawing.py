"""Who is on the panel? Drawn so that anyone with a pencil and a hash can check it.

Nothing is drawn by a program's own dice. The seed is said in public, after the pool
and the lottery were fixed and their fingerprint published: thrown dice, numbers drawn
from a hat by those present. From it everything follows by SHA-256 alone:

- the *ticket* of a text is SHA-256 of ``seed``, a line break and the text (UTF-8), read
  as a whole number of 256 bits;
- the panel is the first of which the tickets, added up, exceed ticket("panel") times
  all tickets, divided by 2^256 and rounded down;
- of each type, those with the lowest tickets of ``type`` and their id are taken, as
  many as the panel holds.

References
----------
.. [1] Flanigan, B., Kehne, G. and Procaccia, A. (2021), Fair sortition made
   transparent, NeurIPS 34: lotteries over panels that the public can watch.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.errors import DataError
from vestibule.plan.lotteries.pool import Counts, Pool

TICKETS = 10**12
"""Into how many tickets the lottery over panels is divided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A panel, and how it came about.

    Parameters
    ----------
    people : pl.DataFrame
        ``person``, ``type``: who is on the panel, by id. Personal.
    panel : int
        Which panel of `Lottery.panels` was drawn.
    seed : str
        As it was said in public.
    fingerprint : str
        Of the pool and the lottery, to be published before the seed is made.
    """

    people: pl.DataFrame
    panel: int
    seed: str
    fingerprint: str


def ticket(seed: str, text: str) -> int:
    """Return the ticket of a text: a whole number below 2^256."""
    return int(hashlib.sha256(f"{seed}\n{text}".encode()).hexdigest(), 16)


def shared_out(chance: NDArray[np.float64]) -> tuple[int, ...]:
    """Return probabilities as whole tickets, `TICKETS` in all.

    Parameters
    ----------
    chance : np.ndarray, shape (panels,)
        Sums to 1.

    Returns
    -------
    tuple of int
        What is left after rounding down goes to the largest remainders.
    """
    exact = [float(p) * TICKETS for p in chance]
    down = [int(p) for p in exact]
    order = sorted(range(len(down)), key=lambda i: (down[i] - exact[i], i))
    for i in order[: TICKETS - sum(down)]:
        down[i] += 1
    return tuple(down)


def fingerprint(pool: Pool, size: int, panels: Counts, tickets: tuple[int, ...]) -> str:
    """Return what commits to pool, quotas and lottery before the seed is made.

    Parameters
    ----------
    pool : Pool
        Volunteers by type, and quotas.
    size : int
        People on the panel.
    panels : np.ndarray of int, shape (panels, types)
        How many of each type.
    tickets : tuple of int
        Of each panel.

    Returns
    -------
    str
        SHA-256, 64 hexadecimal digits.
    """
    whole = {
        "size": size,
        "people": pool.people.rows(),
        "types": pool.types.rows(),
        "quotas": [(q.feature, q.value, q.least, q.most) for q in pool.quotas],
        "panels": panels.tolist(),
        "tickets": tickets,
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def panel_of(seed: str, tickets: tuple[int, ...]) -> int:
    """Return which panel a seed draws.

    Parameters
    ----------
    seed : str
        As it was said in public; not empty.
    tickets : tuple of int
        Of each panel.

    Returns
    -------
    int
        From 0.

    Raises
    ------
    DataError
        If the seed is empty.
    """
    if not seed.strip():
        raise DataError("A lottery needs a seed that is made in public: throw dice.")
    drawn = ticket(seed, "panel") * sum(tickets) >> 256
    ends = np.cumsum(np.array(tickets, dtype=np.int64))
    return int(np.searchsorted(ends, drawn, side="right"))


def seated(seed: str, pool: Pool, panel: Counts) -> pl.DataFrame:
    """Return who is on a panel.

    Parameters
    ----------
    seed : str
        As it was said in public.
    pool : Pool
        Volunteers by type.
    panel : np.ndarray of int, shape (types,)
        How many of each type.

    Returns
    -------
    pl.DataFrame
        ``person``, ``type``, by person.
    """
    seats = pl.DataFrame(
        {"type": pool.types["type"], "seats": panel},
        schema_overrides={"seats": pl.Int64},
    )
    people = pool.people.join(seats, on="type")
    tickets = [f"{ticket(seed, f'type {person}'):064x}" for person in people["person"]]
    order = pl.col("ticket").rank("ordinal").over("type")
    return (
        people.with_columns(ticket=pl.Series(tickets, dtype=pl.String))
        .filter(order <= pl.col("seats"))
        .select("person", "type")
        .sort("person")
    )
