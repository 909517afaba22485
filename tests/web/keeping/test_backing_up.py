"""A backup holds every row of what cannot be made anew, and no more."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.web import cast
from tests.web.records.writers import TEXT

from vestibule.errors import FileError
from vestibule.web.keeping import backing_up, bundle, dump
from vestibule.web.records import audit, declarations, files, results, writing
from vestibule.web.records.models import AuditEntry, Passkey, ReleaseFolder

AT = dt.datetime(2031, 5, 2, 9, 30, 1, 234000, tzinfo=dt.UTC)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="a snapshot begins a transaction, and a test is in one: see scenario.py",
    ),
]


@pytest.fixture
def site(settings: Any) -> Path:
    declarations.declare(TEXT, at=AT, by="one")
    row = {"code": "g", "kind": "interview", "held_on": dt.date(2031, 5, 1)}
    writing.append("gatherings", row, origin="site", by="one", at=AT)
    files.keep([b"said"], at=AT, by="one")
    folder = Path(settings.RELEASES) / "1-abc"
    (folder / "fr").mkdir(parents=True)
    (folder / "fr" / "index.html").write_text("<p>Édition</p>", "utf-8")
    ReleaseFolder.objects.create(
        edition=1, sha256="a" * 64, folder="1-abc", frozen_at=AT, frozen_by="esi"
    )
    audit.record("publish", by=None, at=AT)
    return Path(settings.HOME)


def test_rows_come_back_as_they_were_cell_by_cell(site: Path) -> None:
    Passkey.objects.create(
        account=cast.account("amina", cast.partner("well")),
        credential="c",
        public_key=b"\x00\xff",
        name="phone",
        added_at=AT,
    )
    for model in dump.of_today():
        given = list(dump.lines(model, "default"))
        [back] = list(dump.rows(model, given)) or [[]]
        names = [field.attname for field in model._meta.concrete_fields]
        kept = list(model._default_manager.order_by("pk").values_list(*names))
        assert [tuple(getattr(one, n) for n in names) for one in back] == kept


def test_files_editions_and_rows_are_in_it_and_results_are_not(
    site: Path, tmp_path: Path
) -> None:
    results.keep("coverage", {}, of=results.basis(), settings={}, at=AT)

    told = backing_up.back_up(tmp_path / "b.zip", at=AT)

    found = bundle.opened(tmp_path / "b.zip")
    assert (told["records"], told["files"]) == (1, 1)
    assert found.names("releases/") == ["releases/1-abc/fr/index.html"]
    assert "tables/site_results.jsonl" not in found.manifest["members"]
    assert found.manifest["rows"]["site_audit"] == 1
    assert AuditEntry.objects.filter(table="site_backup").count() == 1


def test_a_backup_is_its_owner_s_alone_and_never_written_over(
    site: Path, tmp_path: Path
) -> None:
    path = tmp_path / "b.zip"
    backing_up.back_up(path, at=AT)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileError, match="never written over"):
        backing_up.back_up(path, at=AT)


def test_a_site_with_a_damaged_file_is_not_backed_up_as_if_it_were_whole(
    site: Path, tmp_path: Path
) -> None:
    kept = files.keep([b"other"], at=AT, by="one")
    files.path_of(kept.sha256).write_bytes(b"changed")

    with pytest.raises(FileError, match="missing or was changed"):
        backing_up.back_up(tmp_path / "b.zip", at=AT)

    assert list(tmp_path.glob("*.zip*")) == []
