"""An invented crowd that votes, for measuring only.

Four latent groups (45, 30, 15 and 10 %) around two factors, log-normal
activity, statements shown unequally, and passes more likely near indifference.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

try:  # the rehearsal's own votes, once there are any
    from vestibule.rehearsal import votes as rehearsed
except ImportError:
    rehearsed = None

GROUP_SHARES = (0.45, 0.30, 0.15, 0.10)
GROUP_CENTRES = np.array([[1.2, 0.3], [-1.2, 0.4], [0.2, -1.4], [-0.3, 1.6]])
SPREAD = 0.6
CHUNK = 10_000


def arrays(
    n_people: int, n_statements: int, n_votes: int, seed: int
) -> dict[str, np.ndarray]:
    """Return person, statement and vote, sorted by person, from the rehearsal if it is there."""
    if rehearsed is not None:
        return _of_book(
            rehearsed(
                n_people=n_people, n_statements=n_statements, n_votes=n_votes, seed=seed
            )
        )
    rng = np.random.default_rng(seed)
    activity = rng.lognormal(sigma=0.9, size=n_people)
    exposure = rng.lognormal(sigma=0.5, size=n_statements)
    scale = _scale(activity, exposure, n_votes)
    mood = rng.normal(0.4, 0.8, n_statements)
    loading = rng.normal(0.0, 1.0, (n_statements, 2))
    group = rng.choice(len(GROUP_SHARES), size=n_people, p=GROUP_SHARES)
    place = GROUP_CENTRES[group] + rng.normal(0.0, SPREAD, (n_people, 2))
    parts = []
    for start in range(0, n_people, CHUNK):
        people = slice(start, min(start + CHUNK, n_people))
        shown = 1 - np.exp(-scale * np.outer(activity[people], exposure))
        person, statement = np.nonzero(rng.random(shown.shape) < shown)
        logit = mood[statement] + np.sum(
            place[people][person] * loading[statement], axis=1
        )
        parts.append((person + start, statement, _votes(logit, rng)))
    person, statement, vote = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    return {
        "person": person.astype(np.int32),
        "statement": statement.astype(np.int32),
        "vote": vote.astype(np.int8),
    }


def _scale(activity: np.ndarray, exposure: np.ndarray, n_votes: int) -> float:
    """Find the intensity that gives about as many votes as asked."""
    some = activity[:CHUNK]
    low, high = 0.0, 10.0
    for _ in range(40):
        middle = (low + high) / 2
        share = float(np.mean(1 - np.exp(-middle * np.outer(some, exposure))))
        if share * len(activity) * len(exposure) < n_votes:
            low = middle
        else:
            high = middle
    return low


def _votes(logit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    passes = rng.random(len(logit)) < 0.05 + 0.25 * np.exp(-np.abs(logit) / 1.5)
    agrees = rng.random(len(logit)) < 1 / (1 + np.exp(-logit))
    return np.where(passes, 0, np.where(agrees, 1, -1))


def _of_book(book: object) -> dict[str, np.ndarray]:
    from vestibule.understand import polis

    votes = polis.of_book(book)
    return {
        "person": votes.person,
        "statement": votes.statement,
        "vote": votes.vote,
    }


def save(path: Path, n_people: int, n_statements: int, n_votes: int, seed: int) -> int:
    """Write the votes as one file of arrays and return how many there are."""
    crowd = arrays(n_people, n_statements, n_votes, seed)
    np.savez(path, **crowd, size=np.array([n_people, n_statements]))
    return len(crowd["vote"])


if __name__ == "__main__":
    print(save(Path(sys.argv[1]), *(int(number) for number in sys.argv[2:6])))
