"""Dossiers of people whose camps are known: two or three, or none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import special
from tests import by_hand

from vestibule.dossier.process import Disclosure, Process
from vestibule.dossier.records import Dossier

STATEMENTS, SHARED, EACH = 40, 5, 28
"""Statements, the first of them shared by everyone, and how many each person answers."""

MIDDLES = {
    1: ((0.0, 0.0),),
    2: ((-1.3, 0.0), (1.3, 0.0)),
    3: ((-1.4, -0.8), (1.4, -0.8), (0.0, 1.5)),
}


def dossier(
    camps: int = 2,
    people: int = 150,
    *,
    seed: int = 0,
    together: int = 0,
    declared: Process | None = None,
) -> Dossier:
    """Return people in camps who answer statements one by one.

    With `together` above 0 so many people at a time are heard in one gathering.
    """
    draw = np.random.default_rng(seed)
    camp = np.arange(people) % camps
    place = np.array(MIDDLES[camps])[camp] + draw.normal(
        0, 0.25 if camps > 1 else 1.0, (people, 2)
    )
    loading = draw.normal(0, 1.6, (STATEMENTS, 2 if camps == 3 else 1))
    loading[:SHARED] = 0
    intercept = np.where(np.arange(STATEMENTS) < SHARED, 3.0, 0.2)
    rows = []
    for who in range(people):
        for what in np.sort(draw.choice(STATEMENTS, EACH, replace=False)):
            odds = intercept[what] + loading[what] @ place[who, : loading.shape[1]]
            rows.append(
                (who, int(what), 1 if draw.random() < special.expit(odds) else -1)
            )
    return of_votes(rows, together=together, declared=declared)


def of_votes(
    rows: Sequence[tuple[int, int, int]],
    *,
    statements: int = STATEMENTS,
    together: int = 0,
    declared: Process | None = None,
) -> Dossier:
    """Return a dossier of votes: person, statement, answer."""
    people = max((who for who, _, _ in rows), default=-1) + 1
    met = people // together if together else 0

    def gathering(who: int) -> str | None:
        return f"g{min(who // together, met - 1)}" if together else None

    return by_hand.dossier(
        declared or by_hand.process(disclosure=Disclosure()),
        people=[{"id": f"p{n}", "pseudonym": f"secret-{n}"} for n in range(people)],
        gatherings=[{"id": f"g{n}", "code": f"G{n}"} for n in range(met)],
        statements=[
            {"id": f"s{n}", "key": f"S{n}", "words": f"Sentence {n}.", "lang": "en"}
            for n in range(statements)
        ],
        votes=[
            {
                "person": f"p{who}",
                "statement": f"s{what}",
                "vote": vote,
                "gathering": gathering(who),
            }
            for who, what, vote in rows
        ],
    )
