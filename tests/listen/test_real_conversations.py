"""Six real conversations hold what was counted of them before."""

from __future__ import annotations

from pathlib import Path

import pytest

from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals, polis

COUNTED = {
    "american-assembly.bowling-green": (2031, 896, 225_524),
    "brexit-consensus": (204, 50, 5_303),
    "football-concussions": (1487, 298, 14_328),
    "london.youth.policing": (26, 39, 638),
    "scoop-hivemind.biodiversity.reference": (536, 316, 29_719),
    "vtaiwan.uberx": (1921, 197, 49_443),
}
"""Folder to participants, statements, unique votes (section 7.1 of the notes)."""

CAST = {
    "brexit-consensus": 5312,
    "football-concussions": 14_924,
    "london.youth.policing": 640,
    "scoop-hivemind.biodiversity.reference": 29_802,
    "vtaiwan.uberx": 49_997,
}
"""Folder to votes ever cast: the lines of its file."""


@pytest.mark.parametrize("name", COUNTED)
def test_a_real_conversation_comes_in_whole(real_data: Path, name: str) -> None:
    folder = real_data / "opinions" / name
    process = polis.process_from_summary(folder)
    incoming = polis.read(folder, process_key=process.key)

    dossier = arrivals.bring_in(Dossier(process=process, tables={}), incoming)

    votes = dossier.table("votes")
    assert COUNTED[name] == (
        dossier.table("people").height,
        dossier.table("statements").height,
        votes.select("person", "statement").n_unique(),
    )
    assert votes.height == CAST.get(name, COUNTED[name][2])
    assert votes["person"].is_in(dossier.table("people")["id"].implode()).all()
    assert votes["statement"].is_in(dossier.table("statements")["id"].implode()).all()


def test_last_votes_are_those_of_the_published_matrix(real_data: Path) -> None:
    folder = real_data / "opinions" / "london.youth.policing"
    incoming = polis.read(folder, process_key="k")

    votes = incoming.tables["votes"].sort("at", "seq")
    last = votes.unique(["person", "statement"], keep="last")

    # agree, pass, disagree in participants-votes.csv
    assert [last.filter(vote=vote).height for vote in (1, 0, -1)] == [392, 54, 192]
