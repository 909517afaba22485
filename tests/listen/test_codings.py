"""A sheet of codings: who found nothing, and who settled what was read apart."""

from __future__ import annotations

from pathlib import Path

from tests.listen import field
from tests.listen.test_records import bring


def test_an_empty_theme_is_an_excerpt_read_and_an_arbiter_is_told_apart(
    tmp_path: Path,
) -> None:
    dossier = field.dossier(
        gatherings=[{"id": "g", "code": "OLD", "place": "tela"}],
        excerpts=[{"id": "x", "gathering": "g", "position": 3}],
        codes=[{"id": "k", "key": "eau", "name": "Eau", "kind": "obstacle"}],
    )
    sheet = "Extrait,Thème,Codeur,Rôle\nold/3,,c,\nold/3,EAU,d,\nold/3,EAU,e,tranche\n"
    folder = field.csv(tmp_path, codings=sheet)

    rows = bring(folder, dossier).table("codings").sort("coder")

    assert rows["coder"].to_list() == ["c", "d", "e"]
    assert rows["role"].to_list() == [None, None, "adjudicator"]
    assert rows["code"].is_null().to_list() == [True, False, False]
