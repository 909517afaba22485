"""The doctor says of each thing whether it is well, in words, with a remedy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import OperationalError, connection
from tests.web import cast
from tests.web.records.writers import TEXT

from vestibule.web.keeping import doctor
from vestibule.web.records import declarations, files, writing
from vestibule.words import LANGUAGES, Catalogue

pytestmark = pytest.mark.django_db

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def sound(db: None, a_home_of_the_test: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its owner, someone who enters; deployed settings are `test_site`'s."""
    cast.account("amina", cast.partner("well"))
    monkeypatch.setattr(site, "ALLOWED_HOSTS", ["localhost"])
    a_home_of_the_test.chmod(0o700)
    monkeypatch.setattr(doctor.checks, "run_checks", lambda **_: [])


def ill() -> list[str]:
    return [one["what"] for one in doctor.examined() if not one["well"]]


def test_a_sound_site_is_well() -> None:
    assert ill() == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_finding_has_words(lang: str) -> None:
    words = Catalogue(lang)
    for one in doctor.examined():
        told = {k: v for k, v in one.items() if k not in {"what", "well"}}
        assert words(f"doctor.{one['what']}", **told)


def test_a_rule_that_somebody_removed_is_named() -> None:
    on = ' ON "votes"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "votes_changes"{on}')

    [found] = [one for one in doctor.examined() if not one["well"]]

    assert (found["what"], found["names"]) == ("triggers_missing", ["votes_changes"])


def test_a_home_or_a_secret_that_others_can_read_is_told(
    a_home_of_the_test: Path,
) -> None:
    a_home_of_the_test.chmod(0o755)
    (a_home_of_the_test / "secret-key").write_text("x")
    (a_home_of_the_test / "secret-key").chmod(0o644)

    assert ill() == ["home_open", "secret_open"]


def test_a_full_disk_and_clocks_apart_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    monkeypatch.setattr(doctor, "MOST_APART", -1.0)

    assert ill() == ["disk_full", "clocks_apart"]


def test_a_damaged_file_is_told() -> None:
    kept = files.keep([b"said"], at=AT, by="one")
    files.path_of(kept.sha256).write_bytes(b"changed")

    assert ill() == ["files_broken"]


def test_a_withdrawal_that_the_list_lacks_is_added_and_told(
    a_home_of_the_test: Path,
) -> None:
    declarations.declare(TEXT, at=AT, by="one")
    row = {"code": "g", "kind": "interview"}
    one = writing.append("gatherings", row, origin="site", by="one", at=AT)
    writing.withdraw("gatherings", one, origin="site", by="dado", at=AT)

    # within a test nothing is committed, so that nothing was listed
    assert ill() == ["withdrawn_completed"]
    assert one in (a_home_of_the_test / "withdrawn.jsonl").read_text()
    assert ill() == []


def test_a_journal_that_was_changed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = doctor.chain.Break(number=7, reason="hash")
    verdict = doctor.chain.Verdict(entries=9, head="x", broken=broken)
    monkeypatch.setattr(doctor.chain, "verify", lambda: verdict)

    assert ill() == ["journal_broken"]


def test_a_database_that_is_away_is_told_and_the_rest_is_examined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away() -> Any:
        raise OperationalError("the well of Amina")

    monkeypatch.setattr(doctor, "_database", away)
    monkeypatch.setattr(doctor, "MOST_APART", -1.0)

    found = doctor.examined()

    assert [one["what"] for one in found if not one["well"]] == [
        "database_away",
        "clocks_apart",
    ]
    assert "Amina" not in str(found)


def test_a_tool_that_is_absent_is_no_illness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda _: None)

    tools = [one for one in doctor.examined() if one.get("optional")]

    assert [one["what"] for one in tools] == [
        "no_tool_pdf",
        "no_tool_weights",
        "no_tool_cluster",
    ]


def test_a_name_without_a_server_that_encrypts_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(site, "ALLOWED_HOSTS", ["hub.example", "localhost"])
    monkeypatch.setattr(site, "PLAIN_HTTP", False)
    monkeypatch.setattr(site, "PROXIES", 0)
    [found] = [one for one in doctor.examined() if not one["well"]]
    assert (found["what"], found["hosts"]) == ("no_proxy", ["hub.example"])

    monkeypatch.setattr(site, "PROXIES", 1)
    assert ill() == []


def test_a_site_that_nobody_was_invited_to_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor.first, "nobody_enters", lambda: True)

    assert "nobody_enters" in [one["what"] for one in doctor.examined()]
    assert ill() == []
