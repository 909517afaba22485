"""The sheet to hand over is of the gathering as it stands, whichever version is named."""

from __future__ import annotations

import pytest
from tests.web import cast
from tests.web.act import made

from vestibule.web.records import numbering

pytestmark = pytest.mark.django_db


def test_a_gathering_that_was_corrected_has_its_sheet() -> None:
    team = made.team()
    cells = {"held_on": made.ago(30), "composition": "mixed"}
    met = cast.gathering(team.places["hill"], **cells)
    now = cast.gathering(team.places["hill"], supersedes=met, **cells)
    numbering.note({"well-1": 10**9})

    for one in (met, now):
        answer = team.client("amina").get(f"/atelier/restitutions/{one}/feuille/")
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == 'attachment; filename="feuille.html"'
