"""In which order do delegates want the obstacles settled?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.rehearsal import ledger
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.meetings import CONFERENCE
from vestibule.rehearsal.scene import Scene

QUESTION = "ordre"
"""Key of the question put to the ballot."""

WORDS = {
    "fr": "Lequel de ces quatre obstacles faut-il régler d’abord, et lequel ensuite ?",
    "en": "Which of these four obstacles should be settled first, and which next?",
}
"""The question."""

BALLOT_SHARE = 0.96
"""Share of the delegates who hand in a ballot."""

APPROVED = 2
"""A ballot's first two places also count as approved."""

MOST_DRAWS = 1000
"""How often ballots are drawn until they bear out the planted order."""


def planted_order(land: Country) -> tuple[str, ...]:
    """Return the obstacles by the order in which people want them settled."""
    ranked = sorted(land.obstacles, key=lambda entry: int(entry["priority"]))
    return tuple(entry["key"] for entry in ranked)


def rows(scene: Scene) -> Rows:
    """Return the question, the ballots and the order that was proclaimed.

    Each ballot is drawn place by place, the better an obstacle stands in the
    planted order the likelier (Plackett and Luce).

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to pl.DataFrame
        ``questions``, ``ballots``, ``priorities``, ``texts``. Whatever the seed,
        the ballots' Borda count gives the planted order, without ties.
    """
    draw = scene.stream("ballots")
    delegates = scene.presences.filter(pl.col("gathering") == "FICTIF-CONFERENCE")
    voting = delegates.head(round(BALLOT_SHARE * len(delegates)))
    order = planted_order(scene.land)
    ranks = _ranks(len(voting), len(order), scene.effects.priority_step, draw)
    at = scene.land.moment(CONFERENCE, 16)
    return {
        "questions": ledger.written(_question(), origin=OFFICE, at=at),
        "ballots": ledger.written(_ballots(voting, order, ranks), origin=OFFICE, at=at),
        "priorities": ledger.written(_proclaimed(order), origin=OFFICE, at=at),
        "texts": ledger.written(_texts(), origin=OFFICE, at=at),
    }


def _ranks(
    n: int, options: int, step: float, draw: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Return the rank (from 1) of every option on every ballot."""
    worth = -step * np.arange(options)
    for _ in range(MOST_DRAWS):
        drawn = worth + draw.gumbel(size=(n, options))
        ranks = np.argsort(np.argsort(-drawn, axis=1), axis=1) + 1
        if np.all(np.diff(ranks.sum(axis=0)) > 0):
            return ranks
    # So few ballots or so small a step that chance never agrees: all agree instead.
    return np.tile(np.arange(1, options + 1), (n, 1))


def _ballots(
    voting: pl.DataFrame, order: tuple[str, ...], ranks: npt.NDArray[np.int64]
) -> Iterator[Entry]:
    for number, voter in enumerate(voting.iter_rows(named=True)):
        for place, finding in enumerate(order):
            rank = int(ranks[number, place])
            yield {
                "row": f"bulletin {number + 1:04d} {finding}",
                "question": QUESTION,
                "gathering": voter["gathering"],
                "person": voter["person"],
                "ballot": f"bulletin {number + 1:04d}",
                "finding": finding,
                "rank": rank,
                "approved": rank <= APPROVED,
                "n": 1,
                "profile": voter["profile"],
            }


def _question() -> Iterator[Entry]:
    yield {
        "key": QUESTION,
        "words": WORDS["fr"],
        "lang": "fr",
        "kind": "ranking",
        "rule": "borda",
    }


def _proclaimed(order: tuple[str, ...]) -> Iterator[Entry]:
    for rank, finding in enumerate(order, start=1):
        yield {
            "row": finding,
            "question": QUESTION,
            "finding": finding,
            "gathering": "FICTIF-CONFERENCE",
            "rank": rank,
            "rule": "borda",
        }


def _texts() -> Iterator[Entry]:
    for lang, words in WORDS.items():
        yield {
            "row": f"question {QUESTION} {lang}",
            "question": QUESTION,
            "field": "question",
            "lang": lang,
            "words": words,
            "state": "validated",
        }
