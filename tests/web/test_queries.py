"""No page of the workshop asks more of the database because it holds more."""

from __future__ import annotations

import pytest
from benchmarks import site_pages
from tests import invented
from tests.web.cast import AT
from tests.web.records.samples import forgotten

from vestibule.web.records import declarations, partnering, storing

pytestmark = pytest.mark.django_db


def asked(shape: str) -> dict[str, tuple[int, int]]:
    """Return each page's status, and how many questions it asks, on a country."""
    with forgotten():
        storing.store(invented.country(shape=shape).dossier, at=AT, by="import")
        partnering.declare(declarations.process())
        browser = site_pages.browser()
        found = {
            name: site_pages.opened(browser, address, 0)
            for name, address in site_pages.addresses()
        }
    return {name: (page["status"], page["asked"]) for name, page in found.items()}


def test_every_page_asks_as_much_of_a_small_country_as_of_a_larger_one() -> None:
    small, larger = asked("small"), asked("default")

    missing = {name for name, (status, _) in small.items() if status >= 400}
    assert missing == {"understand:factor"}  # no map was worked out here
    assert {n: (small[n], larger[n]) for n in small if small[n] != larger[n]} == {}
    assert len(small) > 60
    assert max(n for _, n in larger.values()) <= 60
