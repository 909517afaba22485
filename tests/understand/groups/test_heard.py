"""Who was heard with whom?"""

import polars as pl
from tests import by_hand

from vestibule.understand.groups.heard import gatherings

PEOPLE = ["a", "b", "c", "d"]


def heard(votes: list[dict[str, object]]) -> list[int]:
    """Return the codes of the gatherings of a, b, c, d."""
    dossier = by_hand.dossier(
        people=[{"id": name} for name in PEOPLE],
        gatherings=[
            {"id": "first"},
            {"id": "second"},
            {"id": "net", "kind": "online"},
        ],
        statements=[{"id": f"s{n}", "key": f"S{n}"} for n in range(4)],
        votes=[{"vote": 1, **vote} for vote in votes],
    )
    return gatherings(dossier, pl.Series([by_hand.called(p) for p in PEOPLE])).tolist()


def test_each_counts_where_most_of_their_answers_were_given() -> None:
    found = heard(
        [
            {"person": "a", "statement": "s0", "gathering": "first"},
            {"person": "a", "statement": "s1", "gathering": "second"},
            {"person": "a", "statement": "s2", "gathering": "second"},
            {"person": "b", "statement": "s0", "gathering": "first"},
            {"person": "c", "statement": "s0", "gathering": "net"},
        ]
    )

    # c answered online, d not at all
    assert found == [1, 0, -1, -1]


def test_between_equals_the_gathering_counts_where_more_people_answered() -> None:
    found = heard(
        [
            {"person": "a", "statement": "s0", "gathering": "first"},
            {"person": "a", "statement": "s1", "gathering": "second"},
            {"person": "b", "statement": "s0", "gathering": "second"},
            {"person": "c", "statement": "s0"},
        ]
    )

    assert found == [1, 1, -1, -1]


def test_a_changed_answer_counts_where_it_was_given_last() -> None:
    found = heard(
        [
            {"person": "a", "statement": "s0", "gathering": "first"},
            {"person": "a", "statement": "s0", "gathering": "second"},
        ]
    )

    assert found == [1, -1, -1, -1]
