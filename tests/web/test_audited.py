"""`vestibule audit` says whether the journal is whole."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.web.cast import AT

from vestibule.cli.command import vestibule
from vestibule.errors import FileError
from vestibule.web import audited
from vestibule.web.keeping import bundle
from vestibule.web.records import audit, chain
from vestibule.web.records.access import Person
from vestibule.web.records.models import AuditEntry

AMINA = Person(account=1, pseudonym="amina", partner="well")


@pytest.fixture
def journal(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Three entries; the site has begun, in the home of the test."""
    monkeypatch.setattr(audited.main, "begin", lambda: None)
    monkeypatch.setenv("VESTIBULE_HOME", str(tmp_path))
    audit.record_all(
        "publish", [("a", None), ("b", None), ("c", None)], by=AMINA, at=AT
    )
    return tmp_path


def ran(*args: str) -> Any:
    return CliRunner().invoke(vestibule, ["audit", *args], env={"LANG": "en"})


def test_a_journal_that_holds_is_told_with_its_head(journal: Path) -> None:
    run = ran("--json")

    assert run.exit_code == 0
    told = json.loads(run.stdout)
    last = AuditEntry.objects.get(number=3).hash
    assert (told["holds"], told["entries"], told["head"]) == (True, 3, last)


def test_heads_kept_elsewhere_are_compared(journal: Path) -> None:
    kept = journal / "heads.txt"
    kept.write_text(
        "".join(f"{h.on} {h.number} {h.hash}\n\n" for h in chain.daily_heads())
    )

    run = ran("--heads", str(kept))

    assert run.exit_code == 0
    assert "1 head kept elsewhere is found in it" in run.output


def test_a_cut_tail_is_told_and_ends_with_4(journal: Path) -> None:
    kept = journal / "heads.txt"
    kept.write_text(f"2031-05-03 9 {'f' * 64}\n", "utf-8")

    run = ran("--heads", str(kept), "--lang", "fr")

    assert run.exit_code == 4
    assert "coupée" in run.output


def backup(folder: Path, head: tuple[int, str]) -> str:
    """Return a backup that says where the journal stood when it was made."""
    path = folder / "site.zip"
    with zipfile.ZipFile(path, "w") as archive:
        bundle.Writer(archive).close({"head": head})
    return str(path)


def test_a_backup_shows_a_tail_that_was_cut_since(journal: Path) -> None:
    last = AuditEntry.objects.get(number=3).hash

    assert ran("--heads", backup(journal, (3, last))).exit_code == 0
    run = ran("--json", "--heads", backup(journal, (4, "f" * 64)))

    assert run.exit_code == 4
    assert json.loads(run.stdout)["error"]["reason"] == "journal-cut"


def test_a_damaged_backup_proves_nothing_of_the_journal(journal: Path) -> None:
    file = Path(backup(journal, (3, "f" * 64)))
    file.write_bytes(file.read_bytes().replace(b'"head"', b'"hea_"'))

    assert ran("--heads", str(file)).exit_code not in (0, 4)


def test_without_heads_it_says_what_would_not_show(journal: Path) -> None:
    assert "a tail that was cut would not show" in ran().output


@pytest.mark.parametrize("text", ["2031-05-03 9", "a b c", "\x00"])
def test_a_file_without_heads_is_named(tmp_path: Path, text: str) -> None:
    kept = tmp_path / "heads.txt"
    kept.write_text(text, "utf-8")

    with pytest.raises(FileError, match="holds no heads"):
        audited.read_heads(kept)
    with pytest.raises(FileError, match="holds no heads"):
        audited.read_heads(tmp_path / "absent")


def test_a_file_too_long_for_heads_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audited, "LONGEST", 3)
    kept = tmp_path / "heads.txt"
    kept.write_text("2031-05-03 9 f", "utf-8")

    with pytest.raises(FileError):
        audited.read_heads(kept)


def test_a_machine_without_a_site_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VESTIBULE_HOME", str(tmp_path / "none"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert "no site here" in ran().output
    assert not (tmp_path / "none").exists()


def test_whoever_edits_the_database_by_hand_is_seen(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # what someone does with the file itself, triggers taken away first
    rows = [*chain.entries()]
    file = sqlite3.connect(":memory:")
    file.execute("create table e (number, at, by, partner, act, t, r, s, before, hash)")
    file.executemany("insert into e values (?,?,?,?,?,?,?,?,?,?)", rows)
    file.execute("update e set by = 'bako' where number = 2")
    edited = file.execute("select * from e order by number").fetchall()
    file.close()
    monkeypatch.setattr(chain, "entries", lambda: iter(edited))

    run = ran("--json")

    assert run.exit_code == 4
    assert json.loads(run.stdout)["error"]["reason"] == "journal-hash"
