"""A site that holds a small invented country."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.module_loading import autodiscover_modules

from vestibule.dossier.records import Dossier
from vestibule.rehearsal import SHAPES, rehearse
from vestibule.web.records import storing

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)

autodiscover_modules("jobs")


@pytest.fixture(scope="session")
def country() -> Dossier:
    """Return the records of an invented country."""
    return rehearse(seed=1, shape=SHAPES["small"]).dossier


@pytest.fixture
def site(db: None, country: Dossier) -> Dossier:
    """Return the same country, with a database that holds it."""
    storing.store(country, at=AT, by="amina")
    return country
