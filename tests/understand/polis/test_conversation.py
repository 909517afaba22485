"""Is a dossier read as the conversation it came from?"""

from pathlib import Path

import numpy as np
import pytest
from tests import by_hand

from vestibule.dossier.records import Dossier
from vestibule.listen import polis as reader
from vestibule.understand import polis


def test_people_and_statements_stand_in_the_order_of_their_records() -> None:
    statement = {"words": "w", "moderation": "in", "source": "participant"}
    dossier = by_hand.dossier(
        people=[{"id": name, "pseudonym": name} for name in ("amina", "bako")],
        statements=[
            {"id": "s", "key": "0", **statement},
            {"id": "t", "key": "1", **statement, "moderation": "out"},
            {"id": "u", "key": "2", **statement, "source": "meta"},
        ],
        votes=[
            {"person": "bako", "statement": "t", "vote": -1},
            {"person": "amina", "statement": "u", "vote": 1},
            {"person": "amina", "statement": "s", "vote": 0},
        ],
    )

    found = polis.of_dossier(dossier)

    assert found.people.to_list() == [by_hand.called(n) for n in ("amina", "bako")]
    assert found.keys.to_list() == ["0", "1", "2"]
    assert found.statements.to_list() == [by_hand.called(n) for n in "stu"]
    assert found.moderated_out.tolist() == [False, True, False]
    assert found.meta.tolist() == [False, False, True]
    votes = found.votes
    cells = zip(votes.person, votes.statement, votes.vote, strict=True)
    assert sorted((int(p), int(s), int(v)) for p, s, v in cells) == [
        (0, 0, 0),
        (0, 2, 1),
        (1, 1, -1),
    ]


def test_a_dossier_without_votes_is_an_empty_conversation() -> None:
    assert len(polis.of_dossier(by_hand.dossier()).votes) == 0


@pytest.mark.parametrize(
    ("folder", "participants", "votes"),
    [
        ("american-assembly.bowling-green", 2031, 225_524),
        ("vtaiwan.uberx", 1921, 49_443),
        ("football-concussions", 1487, 14_328),
        ("scoop-hivemind.biodiversity.reference", 536, 29_719),
        ("brexit-consensus", 204, 5_303),
        ("london.youth.policing", 26, 638),
    ],
)
def test_real_conversations_are_read_and_analysed(
    real_data: Path, folder: str, participants: int, votes: int
) -> None:
    incoming = reader.read(real_data / "opinions" / folder, process_key="x")
    dossier = Dossier(process=by_hand.process(), tables=incoming.tables)

    found = polis.of_dossier(dossier)
    result = polis.analyse(
        found.votes, moderated_out=found.moderated_out, meta=found.meta
    )

    assert (result.n_participants, result.n_votes) == (participants, votes)
    assert result.k >= 2
    assert np.bincount(result.group[result.clustered]).tolist() == list(
        result.group_sizes
    )
