"""That nobody listened is a fact; an empty cell says that it was not noted."""

from __future__ import annotations

import pytest

from vestibule.dossier.tables import TABLES
from vestibule.listen import cells

LISTENERS = TABLES["gatherings"]["listeners"]


@pytest.mark.parametrize("said", ["personne", "Aucun", "nobody"])
def test_nobody_listened_is_kept_as_said(said: str) -> None:
    assert cells.value_of(said, "gatherings", LISTENERS) == "nobody"


def test_several_listeners_are_listed_in_order() -> None:
    said = "mari, chef"

    assert cells.value_of(said, "gatherings", LISTENERS) == "chief spouse"
