"""The noun of those who code."""

from __future__ import annotations

from vestibule import api
from vestibule.api.coding import Coding


def test_an_opened_dossier_tells_of_its_coding(work: api.Work) -> None:
    found = work.coding()

    assert found is work.analysis.coding
    assert found.counts.gatherings_heard == found.saturation.rows["gatherings"][0]
    assert found.reliability.overall["limit"].to_list() == [None]


def test_places_and_profiles_are_called_by_name(work: api.Work) -> None:
    rows = work.coding().heard("fr")

    assert rows[0]["name"] is None
    assert all(row["name"] != row["key"] for row in rows[1:])


def test_excerpts_are_called_as_the_team_calls_them(work: api.Work) -> None:
    called = work.coding().references()

    assert any("/1" in name for name in called.values())
    assert len(called) == work.dossier.current("excerpts").height


def test_one_kind_of_themes_is_asked_about(work: api.Work) -> None:
    found = Coding(dossier=work.dossier, seed=1, kind="need")

    assert found.saturation.kind == "need"
    assert found.to_dict("fr")["saturation"]["kind"] == "need"
