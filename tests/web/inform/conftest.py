"""A site with a small dialogue in it, and its next edition drafted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.inform.pack.editions import small
from tests.web import cast
from tests.web.cast import Cast
from tests.web.protect.conftest import a_quick_hash

from vestibule.dossier import declaration
from vestibule.web.inform import drafting, serving
from vestibule.web.records import jobs, storing
from vestibule.web.records.models import Draft

AT = dt.datetime(2030, 9, 1, 9, 0, tzinfo=dt.UTC)
TODAY = AT.date()

PROCESS = """\
key = "small"
title.fr = "Petit"
title.en = "Small"
question.en = "?"
[[languages]]
key = "fr"
name.fr = "français"
name.en = "French"
[[profiles]]
key = "farmer"
name.fr = "cultivateurs"
name.en = "farmers"
"""

__all__ = ["AT", "TODAY", "a_quick_hash"]


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Let no test serve the files of another."""
    serving.forget()
    yield
    serving.forget()


@pytest.fixture
def team(transactional_db: None, a_home_of_the_test: Path) -> Cast:
    """Return the cast, on a site that holds a small dialogue."""
    dossier = replace(small(), process=declaration.parse(PROCESS))
    storing.store(dossier, at=AT, by="import")
    made = cast.gather_accounts()
    editor = made.accounts["esi"]
    made.accounts["wassa"] = cast.account("wassa", made.partners["well"], "editor")
    made.accounts["ibo"] = cast.account("ibo", editor.partner, "editor")
    return made


def draw(at: dt.datetime = AT) -> Draft:
    """Make the next edition as the worker does, and return its draft."""
    jobs.ask("release", by="esi", at=at)
    job = jobs.take(at=at)
    assert job is not None
    jobs.run(job, now=lambda: at)
    job.refresh_from_db()
    assert job.state == "done", job.error
    return Draft.objects.order_by("-pk")[0]


assert drafting.KIND == "release"
