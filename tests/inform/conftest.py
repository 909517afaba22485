"""The rehearsal that several tests of pages and preparation read."""

from __future__ import annotations

from datetime import date

import pytest
from tests import invented

from vestibule.inform import pack, site
from vestibule.inform.material import Material
from vestibule.inform.pack import Pack
from vestibule.inform.preparation import prepared
from vestibule.protect.editions import Ledger
from vestibule.rehearsal import Rehearsal

TODAY = date(2024, 9, 1)


@pytest.fixture(scope="session")
def rehearsal() -> Rehearsal:
    return invented.country(1)


@pytest.fixture(scope="session")
def rehearsed(rehearsal: Rehearsal) -> Material:
    return prepared(rehearsal.dossier, today=TODAY, seed=1)


@pytest.fixture(scope="session")
def published(rehearsal: Rehearsal) -> Pack:
    return pack.packed(
        rehearsal.dossier, today=TODAY, key=bytes(range(32)), ledger=Ledger(), seed=1
    )


@pytest.fixture(scope="session")
def pages(published: Pack) -> dict[str, str]:
    """Return every file of the site of the rehearsal, by path."""
    return site.site(published, signed=True).files()
