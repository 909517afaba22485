"""Conversations online: people who never met, and their votes."""

from __future__ import annotations

from typing import Any

from tests import by_hand
from tests.promises.changing import (
    AT,
    Rng,
    picked,
)

from vestibule.dossier.process import Comparison, Group, Process
from vestibule.dossier.records import Dossier


def conversation(rng: Rng) -> Dossier:
    """Return a conversation online: people who never met, and their votes."""
    people, statements = int(rng.integers(3, 70)), int(rng.integers(2, 14))
    sexes = ("female", "male", None)
    shown = rng.uniform(0.05, 1.0, statements)
    liked = rng.uniform(0.0, 1.0, statements)
    votes = [
        {"person": f"p{p}", "statement": f"s{s}", "gathering": "talk" if inside else None,
         "vote": 1 if rng.random() < liked[s] else int(rng.integers(-1, 1)), "at": AT}
        for inside in [rng.random() < 0.8]
        for p in range(people)
        for s in range(statements)
        if rng.random() < shown[s]
    ]  # fmt: skip
    tables: dict[str, list[dict[str, Any]]] = {
        "gatherings": [{"id": "talk", "kind": "online", "code": "talk", "consent": picked(rng, (3, 3, 3, 4, 2, None))}],
        "people": [
            {"id": f"p{p}", "pseudonym": f"p{p}", "sex": picked(rng, sexes)} for p in range(people)
        ],
        "statements": [
            {"id": f"s{s}", "key": f"s{s}", "words": f"Statement number {s} of them.",
             "lang": "en"}
            for s in range(statements)
        ],
        "votes": votes,
    }  # fmt: skip
    return by_hand.dossier(_online(rng), **{k: v for k, v in tables.items() if v})


def _online(rng: Rng) -> Process:
    groups = (
        Group(key="women", names={"fr": "femmes", "en": "women"}, values=("female",)),
        Group(key="men", names={"fr": "hommes", "en": "men"}, values=("male",)),
    )
    sexes = Comparison(
        key="sexes", names={"fr": "femmes, hommes"}, basis="sex", groups=groups
    )
    return by_hand.process(
        key="talk",
        titles={"fr": "Conversation", "en": "Conversation"},
        country="realland",
        country_names={"fr": "le Pays-Réel", "en": "Realland"},
        demonyms=("Réels", "Reallanders"),
        comparisons=(sexes,) if rng.random() < 0.4 else (),
    )
