"""What pages load tells its content, and not the day on which the site was installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db  # an answer that is closed lets connections go

SHEET = "/static/web/public.css"


def asked(**headers: str) -> tuple[int, dict[str, str]]:
    """Return how a stranger is answered."""
    answer = Client().get(SHEET, headers=headers)
    answer.close()
    return answer.status_code, dict(answer.headers)


def test_no_header_of_a_sheet_tells_when_it_was_written() -> None:
    written = Path(settings.WEB / "static/web/public.css").stat().st_mtime

    status, headers = asked()

    assert status == 200
    assert "Last-Modified" not in headers
    assert f"{int(written):x}" not in str(headers)


@pytest.mark.parametrize(
    "day", ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 2099 00:00:00 GMT"]
)
def test_whoever_asks_by_a_day_is_answered_alike_whatever_the_day(day: str) -> None:
    status, headers = asked(**{"if-modified-since": day})

    assert (status, headers) == asked()


def test_a_copy_whose_content_still_holds_is_not_sent_again() -> None:
    tag = asked()[1]["ETag"]

    status, headers = asked(**{"if-none-match": tag})

    assert status == 304
    assert "Last-Modified" not in headers
    assert len(tag) == len('""') + 32
