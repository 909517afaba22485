"""An edition is written whole or not at all, and published by two."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.inform.pack.editions import KEY, TODAY, later, small

from vestibule.api import families, ledgers, packs, releases
from vestibule.dossier import cuts, packaged, packages
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError, FileError
from vestibule.protect.cleared import Count
from vestibule.protect.editions import attacker
from vestibule.protect.editions.attacker import Found, Guard, Recoverable
from vestibule.protect.editions.ids import ShortKey

AT = dt.datetime(2030, 9, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Return a dossier on disk."""
    made = packaged.create("land", source="self-portrait", folder=tmp_path / "new")
    whole = replace(small(), process=made.process)
    packages.write(whole, tmp_path / "land")
    return tmp_path / "land"


def publish(folder: Path, out: Path | None = None, **more: object) -> packs.Written:
    signed = {"signed_by": "k1", "second": "k2", **more}
    return releases.release(folder, origin="office", at=AT, key=KEY, out=out, **signed)  # type: ignore[arg-type]


def test_an_edition_is_in_the_ledger_and_the_next_is_cleared_against_it(
    folder: Path, tmp_path: Path
) -> None:
    before = packages.read(folder)
    written = publish(folder, tmp_path / "one")

    after = packages.read(folder)
    row = after.current("releases").row(0, named=True)
    assert (row["edition"], row["signed_by"], row["second_signed_by"]) == (
        1,
        "k1",
        "k2",
    )
    assert families.last_cut(after) == cuts.cut(before)
    assert after.current("published").height >= written.shown + written.withheld
    assert (tmp_path / "one" / "README.txt") in written.files
    second = packs.packed(later(after, left=1, came=0), today=TODAY, key=KEY)
    assert second.edition.number == 2
    assert second.edition.kept
    assert [one.withdrawn for one in second.earlier] == [1]


def test_a_gate_that_stays_shut_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bytes_before = {f.name: f.read_bytes() for f in folder.iterdir() if f.is_file()}
    guard = Guard(number=(1, "n", ("heard",)), possible=10, table="heard-age")
    told = Found(guard=guard, supposing="came", low=3, high=3)
    monkeypatch.setattr(attacker, "attack", lambda *_: (told,))

    with pytest.raises(Recoverable, match="heard-age"):
        publish(folder, tmp_path / "one")
    assert not (tmp_path / "one").exists()
    assert {f.name: f.read_bytes() for f in folder.iterdir() if f.is_file()} == bytes_before  # fmt: skip


def test_one_person_does_not_sign_twice(folder: Path) -> None:
    with pytest.raises(releases.OneSignature):
        publish(folder, second="K1 ")
    with pytest.raises(DataError, match="pseudonym"):
        publish(folder, second="")
    with pytest.raises(DataError, match="pseudonym"):
        publish(folder, signed_by="Awa Traoré")
    assert packages.read(folder).table("releases").is_empty()


def test_what_stands_there_is_never_replaced(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    with pytest.raises(FileError, match="there already"):
        publish(folder, tmp_path / "taken")
    assert [f.name for f in (tmp_path / "taken").iterdir()] == ["mine.txt"]


def test_two_copies_that_published_apart_are_refused(folder: Path) -> None:
    dossier = packages.read(folder)
    publish(folder)
    here = packages.read(folder)
    made = packs.packed(later(dossier, left=4, came=0), today=TODAY, key=KEY)
    both = releases.recorded(
        here, made, signed_by="k3", second="k4", origin="elsewhere", at=AT
    )
    with pytest.raises(ledgers.TwoEditions, match="Edition 1"):
        packs.packed(both, today=TODAY, key=KEY)


def test_a_key_is_a_file_of_at_least_32_bytes(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no key here"):
        packs.key_of(tmp_path / "none")
    (tmp_path / "large").write_bytes(bytes(5000))
    with pytest.raises(FileError, match="too large"):
        packs.key_of(tmp_path / "large")
    (tmp_path / "key").write_bytes(KEY)
    assert packs.key_of(tmp_path / "key") == KEY
    with pytest.raises(ShortKey):
        packs.packed(packages.read(folder), today=TODAY, key=b"short")


def test_pack_and_pages_of_one_edition_appear_together(
    folder: Path, tmp_path: Path
) -> None:
    out, pages = tmp_path / "one", tmp_path / "site"
    written = publish(folder, out, pages=pages)

    assert (out / "heard.csv").read_bytes() == (pages / "data/heard.csv").read_bytes()
    assert pages / "index.html" in written.files
    assert '"signed": true' in (pages / "edition.json").read_text("utf-8")


def test_pages_stand_nowhere_where_the_dossier_cannot_be_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise FileError("no", reason="not-written", file="x")

    monkeypatch.setattr(releases.packages, "write", refuse)

    with pytest.raises(FileError):
        publish(folder, tmp_path / "one", pages=tmp_path / "site")
    assert not (tmp_path / "one").exists()
    assert not (tmp_path / "site").exists()


def test_one_more_gathering_does_not_follow_from_the_edition_before(
    folder: Path,
) -> None:
    publish(folder)
    after = packages.read(folder)
    first = after.current("published").filter(pl.col("cell") == "heard")
    more = one_more_gathering(after)

    second = packs.packed(more, today=TODAY, key=KEY)

    # 60 were heard; twelve more in one gathering would be told by the difference
    assert first["n"].to_list() == [60]
    assert second.edition.cells["heard",] == Count(value=60, edition=1)
    assert "people-only" not in second.edition.sentences


def one_more_gathering(dossier: Dossier) -> Dossier:
    """Return a dossier to which one gathering of twelve in a village came."""
    number = cuts.next_seq(dossier, "new")
    met = dossier.table("gatherings").sort("id").tail(1)
    there = dossier.table("attendances").filter(pl.col("gathering") == met["id"][0])
    id_ = "9" * 32
    new = {
        "gatherings": met.with_columns(
            id=pl.lit(id_), code=pl.lit("new"), origin=pl.lit("new"), seq=pl.lit(number, pl.Int64)
        ),
        "attendances": there.head(1).with_columns(
            id=pl.lit("8" * 32), gathering=pl.lit(id_), n=pl.lit(12, pl.Int64),
            origin=pl.lit("new"), seq=pl.lit(number + 1, pl.Int64),
        ),
    }  # fmt: skip
    return dossier.with_tables(
        **{name: pl.concat([dossier.table(name), rows]) for name, rows in new.items()}
    )


def test_an_edition_without_a_release_is_not_counted_again() -> None:
    assert ledgers.counted_again(small()) == {}
