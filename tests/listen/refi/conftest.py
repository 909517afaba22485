"""A dossier with two gatherings, into which coded projects come."""

from __future__ import annotations

import pytest
from tests.listen import field

from vestibule.dossier.records import Dossier

MEETINGS = (
    {
        "id": "m1",
        "code": "T-01",
        "place": "tela",
        "consent": 3,
        "profile": "herders",
        "lang": "zal",
    },
    {"id": "m2", "code": "T-02", "place": "boro", "consent": None},
)


@pytest.fixture
def dossier() -> Dossier:
    """Return a dossier that knows where people were heard, and nothing they said."""
    return field.dossier(gatherings=MEETINGS)
