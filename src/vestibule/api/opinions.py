"""Positions and groups as plain values: nothing of one person, no cell of a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import polars as pl

from vestibule.inform.opinions import Division, Family, Opinions
from vestibule.protect.cleared import Cell, Count
from vestibule.understand import groups as grouping
from vestibule.understand import positions as placing
from vestibule.words import catalogue

MOST_VOTES = 250_000
"""Votes up to which people are placed without being asked: about half a minute."""

DIGITS = 9
"""Decimals of every number that leaves this room."""

NOT_ASKED = (
    "Too many votes to place everyone without being asked: the option --positions"
    " does it, in a few minutes."
)

LIMITS = placing.LIMITS | grouping.LIMITS | {"not-asked": NOT_ASKED}
"""Code to plain sentence."""


def unplaced(votes: int, *, place: bool | None) -> str | None:
    """Return why people are not placed, or None where they are.

    Parameters
    ----------
    votes : int
        How many there are.
    place : bool or None
        Whether it was asked for; None: where it is quick.

    Returns
    -------
    str or None
        ``no-votes``, ``not-asked`` or None.
    """
    if not votes:
        return "no-votes"
    is_wanted = votes <= MOST_VOTES if place is None else place
    return None if is_wanted else "not-asked"


def positions(told: Opinions | str) -> dict[str, Any]:
    """Return what positions say, as ``analyse --json`` prints it.

    Parameters
    ----------
    told : Opinions or str
        Cleared, or the code of the limit why there is nothing.

    Returns
    -------
    dict
        Statement parameters with their intervals, where enough people took a side;
        null for a count that is not given, to protect people; limits.
    """
    if isinstance(told, str):
        return {"limits": _limits((told,))}
    return {
        "people": _plain(told.people),
        "placed": _plain(told.placed),
        "votes": _plain(told.votes),
        "statements": told.statements,
        "floor": told.floor,
        "dimensions": told.landscape.directions if told.landscape else 0,
        "losses": {str(d): round(x, DIGITS) for d, x in told.losses.items()},
        "statement_parameters": _rows(told.parameters),
        "limits": _limits(told.positions_limits),
        "settings": told.positions_settings,
    }


def groups(told: Opinions | str) -> dict[str, Any]:
    """Return what groups say, as ``analyse --json`` prints it.

    Parameters
    ----------
    told : Opinions or str
        Cleared, or the code of the limit why there is nothing.

    Returns
    -------
    dict
        How many hold, their sizes and stability, what sets them apart on votes that
        did not form them, what they share; each division that was tried; limits.
        Null for a count that is not given, to protect people.
    """
    if isinstance(told, str):
        return {"limits": _limits((told,))}
    together = "one-by-one" not in told.groups_limits
    return {
        "k": told.k,
        "spectrum": told.k == 1,
        "people": _plain(told.people),
        "not_placed": None if told.not_placed is None else _plain(told.not_placed),
        "units": told.units if together else None,
        "replicates": told.replicates,
        "divisions": [_division(one) for one in told.divisions],
        "families": [_family(one) for one in told.families],
        "public": False,
        "limits": _limits(told.groups_limits),
        "settings": told.groups_settings,
    }


def _division(one: Division) -> dict[str, Any]:
    return {
        name: round(value, DIGITS) if isinstance(value, float) else value
        for name, value in asdict(one).items()
    }


def _family(one: Family) -> dict[str, Any]:
    return {
        "number": one.number + 1,
        "people": _plain(one.people),
        "jaccard": round(one.jaccard, DIGITS),
        "together": round(one.together, DIGITS),
        "differs": [
            {
                "statement": told.key,
                "agree": _part(told.own),
                "others_agree": _part(told.others),
            }
            for told in one.differs
        ],
        "shares": [
            {
                "statement": told.key,
                "agreed": told.agreed,
                "scale": catalogue.scale_word(_share(told.own)),
            }
            for told in one.shares
        ],
    }


def _plain(cell: Cell) -> int | None:
    return cell.value if isinstance(cell, Count) else None


def _share(cell: Cell) -> float | None:
    return cell.share if isinstance(cell, Count) else None


def _part(cell: Cell) -> dict[str, int | None] | None:
    return {"n": cell.value, "of": cell.of} if isinstance(cell, Count) else None


def _limits(codes: Sequence[str]) -> list[dict[str, str]]:
    return [{"code": code, "message": LIMITS[code]} for code in codes]


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round(DIGITS)).to_dicts()
