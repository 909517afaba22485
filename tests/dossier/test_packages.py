"""Packages: a dossier on disk, all or nothing, the same bytes for the same content."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import frictionless
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dossier import generate

from vestibule.dossier import hashing, packages
from vestibule.dossier.disk import descriptor, folders, storage
from vestibule.dossier.records import Dossier
from vestibule.errors import CellError, ColumnError, DataError, FileError

A, B = generate.an_id("a"), generate.an_id("b")


def person(key: str = A, **more: object) -> tuple[str, generate.Row]:
    row = {"id": key, "origin": "o", "seq": 1, "pseudonym": "p1"}
    return "people", row | more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dossier of one person on disk."""
    packages.write(generate.dossier_of([person()]), tmp_path / "trial")
    return tmp_path / "trial"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def refused(folder: Path) -> FileError:
    with pytest.raises(FileError) as caught:
        packages.read(folder)
    return caught.value


def test_a_csv_file_is_the_canonical_bytes_of_its_table(folder: Path) -> None:
    expected = (
        "id,origin,seq,at,by,supersedes,pseudonym,profile,sex,age_band,place,"
        f"displaced,lang,household\n{A},o,1,,,,p1,,,,,,,\n"
    )

    assert (folder / "people.csv").read_text() == expected


def test_tables_without_rows_are_not_written(folder: Path) -> None:
    assert sorted(contents(folder)) == [
        "datapackage.json",
        "people.csv",
        "process.toml",
    ]


def test_the_process_is_written_byte_for_byte(folder: Path) -> None:
    assert (folder / "process.toml").read_text() == generate.PROCESS_TEXT
    assert packages.read(folder).process.text == generate.PROCESS_TEXT


@given(generate.worlds())
def test_what_is_written_is_read_in_both_forms(
    tmp_path_factory: pytest.TempPathFactory, world: generate.World
) -> None:
    path = tmp_path_factory.mktemp("forms")
    dossier = world.copy(lambda *_: True)
    packages.write(dossier, path / "csv", form="csv")
    packages.write(dossier, path / "parquet", form="parquet")

    read = [packages.read(path / form) for form in ("csv", "parquet")]

    for copy in read:
        assert hashing.content_hash(copy) == hashing.content_hash(dossier)
        for name, rows in dossier.tables.items():
            assert copy.table(name).equals(rows.sort("id"))
    packages.write(read[1], path / "again", form="csv")
    assert contents(path / "again") == contents(path / "csv")
    shutil.rmtree(path)


ANY_TEXT = st.text(min_size=1, max_size=8)
ANY_MOMENT = st.datetimes(timezones=st.just(generate.UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)


@given(
    st.lists(st.tuples(ANY_TEXT, st.floats(0, 1), st.dates(), ANY_MOMENT), min_size=1)
)
def test_any_text_number_day_and_moment_survives_csv(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[tuple[str, float, generate.date, generate.datetime]],
) -> None:
    path = tmp_path_factory.mktemp("any")
    made = []
    for n, (words, share, day, at) in enumerate(cells):
        record = {"origin": "o", "seq": n + 1, "at": at, "by": words}
        target = {"id": generate.an_id("t", n), "place": A, "share": share}
        consent = {"id": generate.an_id("c", n), "level": 1, "expires_on": day}
        made += [("targets", record | target), ("consents", record | consent)]
    dossier = generate.dossier_of(made)

    packages.write(dossier, path, form="csv")

    for name, rows in packages.read(path).tables.items():
        assert rows.equals(dossier.table(name), null_equal=True)
    shutil.rmtree(path)


def test_large_tables_are_parquet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "CSV_ROWS", 1)
    dossier = generate.dossier_of([person(), person(B, seq=2)])

    packages.write(dossier, tmp_path / "d")

    assert (tmp_path / "d" / "people.parquet").exists()
    assert packages.altered(tmp_path / "d") == ()
    assert packages.read(tmp_path / "d").table("people").height == 2


def test_writing_again_replaces_tables_and_keeps_the_other_files(folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "one.txt").write_text("kept")
    (folder / "filled.xlsx").write_bytes(b"kept")
    (folder / "link").symlink_to("filled.xlsx")
    code = {"id": B, "origin": "o", "seq": 2, "key": "k", "name": "n", "kind": "need"}

    packages.write(generate.dossier_of([("codes", code)]), folder)

    assert sorted(contents(folder)) == [
        "codes.csv",
        "datapackage.json",
        "filled.xlsx",
        "link",
        "notes/one.txt",
        "process.toml",
    ]
    assert (folder / "link").is_symlink()
    assert [entry.name for entry in folder.parent.iterdir()] == ["trial"]


def test_files_stay_when_the_disk_has_no_second_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object, **__: object) -> None:
        raise OSError("no hard links here")

    monkeypatch.setattr(folders.os, "link", no_link)
    (folder / "filled.xlsx").write_bytes(b"kept")

    packages.write(generate.dossier_of([]), folder)

    assert (folder / "filled.xlsx").read_bytes() == b"kept"


def with_files(**files: str) -> Dossier:
    dossier = generate.dossier_of([person()])
    return replace(dossier, process=replace(dossier.process, files=files))


def test_files_that_the_process_names_are_copied(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "more").mkdir(parents=True)
    (source / "more" / "codebook.csv").write_text("key\n")
    (source / "places.csv").write_text("raw\n")
    dossier = with_files(
        codebook="more/codebook.csv", places="places.csv", frame="absent.csv"
    )

    packages.write(dossier, tmp_path / "d", files=source)

    assert "more/codebook.csv" in contents(tmp_path / "d")
    assert "places.csv" not in contents(tmp_path / "d")


def test_no_file_outside_the_folder_is_copied(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("secret")

    with pytest.raises(FileError, match="outside its folder"):
        packages.write(
            with_files(codebook="../outside.csv"), tmp_path / "d", files=tmp_path / "s"
        )
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("when", ["filling", "exchanging"])
def test_a_write_that_fails_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    before = contents(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if when == "filling":
        monkeypatch.setattr(packages.descriptor, "described", full)
    else:
        monkeypatch.setattr(folders, "_sync", full)

    with pytest.raises(FileError, match=r"No space left.*Nothing was changed"):
        packages.write(generate.dossier_of([person(B)]), folder)
    assert contents(folder) == before
    assert [entry.name for entry in folder.parent.iterdir()] == ["trial"]


def test_the_old_folder_comes_back_when_the_new_one_cannot_take_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        if Path(target) == folder and not self.name.endswith(".before"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)

    with pytest.raises(FileError, match="Input/output"):
        packages.write(generate.dossier_of([person(B)]), folder)
    assert contents(folder) == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(FileError, match="cannot be written"):
        packages.write(generate.dossier_of([]), tmp_path / "file" / "d")


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(FileError, match="something else"):
        packages.write(generate.dossier_of([]), tmp_path)
    with pytest.raises(FileError, match="is a file"):
        packages.write(generate.dossier_of([]), tmp_path / "thesis.txt")


def test_an_empty_folder_is_filled_and_a_new_one_is_private(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir(mode=0o750)
    packages.write(generate.dossier_of([]), tmp_path / "empty")
    packages.write(generate.dossier_of([]), tmp_path / "new" / "deep")

    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "new" / "deep").stat().st_mode & 0o777 == 0o700


def test_a_process_without_text_is_not_written(tmp_path: Path) -> None:
    dossier = generate.dossier_of([])
    mute = replace(dossier, process=replace(dossier.process, text=""))

    with pytest.raises(DataError, match="no text"):
        packages.write(mute, tmp_path / "d")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    error = refused(tmp_path / "nowhere")

    assert error.message.startswith("There is no dossier folder")
    assert error.params["reason"] == "no-dossier"


def test_a_folder_left_by_a_machine_that_stopped_is_named(folder: Path) -> None:
    folder.rename(folder.with_name(".trial.abc.before"))

    assert "rename .trial.abc.before to trial" in refused(folder).message


def test_a_folder_without_process_is_told(folder: Path) -> None:
    (folder / "process.toml").unlink()

    assert "process.toml" in refused(folder).message


def test_tables_are_found_without_a_package_file(folder: Path) -> None:
    (folder / "datapackage.json").unlink()

    assert packages.read(folder).table("people").height == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"resources": [{"name": "people"}]}'])
def test_a_broken_package_file_is_told(folder: Path, text: str) -> None:
    (folder / "datapackage.json").write_text(text)

    assert "datapackage.json is broken" in refused(folder).message


def test_a_listed_table_that_is_missing_is_told(folder: Path) -> None:
    (folder / "people.csv").unlink()

    assert "people.csv is missing" in refused(folder).message


def test_a_table_may_change_its_form_by_hand(folder: Path) -> None:
    rows = packages.read(folder).table("people")
    (folder / "people.csv").unlink()
    rows.write_parquet(folder / "people.parquet")

    assert packages.read(folder).table("people").equals(rows)


def test_a_table_in_two_forms_is_told(folder: Path) -> None:
    packages.read(folder).table("people").write_parquet(folder / "people.parquet")

    assert "there twice" in refused(folder).message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"id,origin\n1,2", "stops in the middle"),
        (b"id,origin\n\xff\xfe,2\n", "not UTF-8"),
        (b"id,origin\n1,2,3\n", "more cells"),
        (b'id,origin\n1,"secret words\n', "quotation mark"),
        (b"id;origin\n1;2\n", "semicolons"),
    ],
)
def test_a_broken_csv_is_told_without_its_content(
    folder: Path, content: bytes, said: str
) -> None:
    (folder / "people.csv").write_bytes(content)

    message = refused(folder).message

    assert "people.csv" in message
    assert said in message
    assert "secret" not in message


def test_a_csv_from_a_spreadsheet_is_read(folder: Path) -> None:
    text = (folder / "people.csv").read_text()
    (folder / "people.csv").write_text("\ufeff" + text.replace("\n", "\r\n"))

    assert packages.read(folder).table("people")["pseudonym"].to_list() == ["p1"]


def test_a_wrong_cell_is_named_by_its_row_in_the_file(folder: Path) -> None:
    text = (folder / "people.csv").read_text()
    first = text.splitlines()[1]
    (folder / "people.csv").write_text(text + first.replace("o,1", "o,x") + "\n")

    with pytest.raises(CellError, match="Table people, row 2, column") as caught:
        packages.read(folder)
    assert caught.value.params["row"] == 2


def test_a_wrong_header_is_told(folder: Path) -> None:
    text = (folder / "people.csv").read_text()
    (folder / "people.csv").write_text(text.replace("pseudonym", "name"))

    with pytest.raises(ColumnError, match="pseudonym"):
        packages.read(folder)


def test_a_line_without_end_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "PIECE", 100)
    monkeypatch.setattr(storage, "LINE_BYTES", 1000)
    (folder / "people.csv").write_bytes(b"id\n" + b"x" * 5000 + b"\n")

    assert "line longer" in refused(folder).message


def test_a_file_that_is_too_large_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "FILE_BYTES", 10)

    assert "larger than" in refused(folder).message


def test_a_file_that_the_system_does_not_open_is_told(folder: Path) -> None:
    (folder / "people.csv").unlink()
    (folder / "people.csv").mkdir()

    assert "people.csv cannot be read" in refused(folder).message


def test_a_package_file_that_the_system_does_not_open_is_told(folder: Path) -> None:
    (folder / "datapackage.json").unlink()
    (folder / "datapackage.json").mkdir()

    assert "datapackage.json cannot be read" in refused(folder).message


def test_a_broken_parquet_is_told(folder: Path) -> None:
    (folder / "people.csv").unlink()
    (folder / "people.parquet").write_bytes(b"PAR1 not really PAR1")

    assert "not a Parquet file" in refused(folder).message


def test_a_parquet_with_more_rows_than_bytes_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BOMB_ROWS", 1000)
    (folder / "people.csv").unlink()
    pl.DataFrame({"id": ["0"] * 100_000}).write_parquet(folder / "people.parquet")

    assert "more rows than its size" in refused(folder).message


def test_tables_changed_by_hand_are_named(folder: Path) -> None:
    assert packages.altered(folder) == ()

    with (folder / "people.csv").open("a") as stream:
        stream.write("\n")
    (folder / "votes.csv").write_text("id\n")

    assert packages.altered(folder) == ("people.csv", "votes.csv")


def test_a_table_taken_away_by_hand_is_named(folder: Path) -> None:
    (folder / "people.csv").unlink()

    assert packages.altered(folder) == ("people.csv",)


def test_without_a_package_file_nothing_can_be_told_of_changes(folder: Path) -> None:
    (folder / "datapackage.json").unlink()

    with pytest.raises(FileError):
        packages.altered(folder)


def package_file(dossier: Dossier) -> dict[str, dict[str, object]]:
    stored = [
        descriptor.Stored(table=name, form="csv", size=1, sha256="0")
        for name in dossier.tables
    ]
    package = json.loads(descriptor.described(dossier, stored))
    return {item["name"]: item["schema"] for item in package["resources"]}


def test_columns_are_described() -> None:
    schema = package_file(generate.dossier_of([person()]))["people"]

    fields = {field["name"]: field for field in schema["fields"]}
    assert schema["primaryKey"] == ["id"]
    assert fields["id"] == {
        "name": "id",
        "type": "string",
        "mark": "secret",
        "description": "128 bits in hexadecimal",
        "constraints": {
            "required": True,
            "unique": True,
            "pattern": "^[0-9a-f]{32}$",
        },
    }
    assert fields["sex"]["constraints"] == {"enum": ["female", "male"]}
    assert fields["seq"]["constraints"] == {"required": True, "minimum": 1}
    assert fields["place"]["reference"] == "places"


def test_a_reference_is_a_key_only_where_it_finds_its_record() -> None:
    attendance = {
        "id": B,
        "origin": "o",
        "seq": 2,
        "gathering": B,
        "person": A,
        "n": 1,
        "capacity": "consulted",
    }

    schema = package_file(generate.dossier_of([person(), ("attendances", attendance)]))

    assert schema["attendances"]["foreignKeys"] == [
        {"fields": ["person"], "reference": {"resource": "people", "fields": ["id"]}}
    ]


@given(generate.worlds())
def test_the_package_file_depends_on_content_alone(world: generate.World) -> None:
    dossier = world.copy(lambda *_: True)
    turned = {name: rows.reverse() for name, rows in dossier.tables.items()}

    assert package_file(dossier) == package_file(replace(dossier, tables=turned))


FRICTION = [
    person(pseudonym='quoted "twice", with\ncommas\r\nand line ends\r'),
    person(B, seq=2, supersedes=A, at=None, displaced=True),
    (
        "gatherings",
        {
            "id": A,
            "origin": "o",
            "seq": 3,
            "code": "é ߒ",
            "kind": "interview",
            "listeners": "chief press",
            "held_on": generate.date(2030, 1, 31),
            "at": generate.datetime(2030, 1, 2, 3, 4, 5, 678000, tzinfo=generate.UTC),
        },
    ),
    (
        "targets",
        {"id": B, "origin": "o", "seq": 4, "place": A, "share": 1e-7},
    ),
    (
        "codes",
        {
            "id": A,
            "origin": "o",
            "seq": 5,
            "key": "k",
            "name": " n ",
            "kind": "need",
            "parent": A,
        },
    ),
]


def test_a_package_is_valid_for_frictionless(tmp_path: Path) -> None:
    dossier = generate.dossier_of(FRICTION)
    packages.write(dossier, tmp_path / "d", form="csv")

    report = frictionless.validate(str(tmp_path / "d" / "datapackage.json"))

    assert report.flatten(["title", "message"]) == []
    assert report.stats["tasks"] == 4


def test_a_dossier_written_before_a_column_was_added_still_opens(folder: Path) -> None:
    whole = packages.read(folder)
    table = folder / "people.csv"
    table.write_text(
        "\n".join(line.rpartition(",")[0] for line in table.read_text().splitlines())
        + "\n"
    )
    with pytest.raises(ColumnError, match="lacks the column household"):
        packages.read(folder)  # the package still says that the column was there
    package = json.loads((folder / packages.PACKAGE_FILE).read_text())
    for item in package["resources"]:
        if item["name"] == "people":
            fields = item["schema"]["fields"]
            item["schema"]["fields"] = [f for f in fields if f["name"] != "household"]
    (folder / packages.PACKAGE_FILE).write_text(json.dumps(package))
    again = packages.read(folder)
    assert again.table("people").equals(whole.table("people"))
    for item in package["resources"]:
        if item["name"] == "people":
            item["schema"]["fields"] = [f for f in fields if f["name"] != "pseudonym"]
    (folder / packages.PACKAGE_FILE).write_text(json.dumps(package))
    lines = table.read_text().splitlines()
    at = lines[0].split(",").index("pseudonym")
    cut = [
        ",".join(part for n, part in enumerate(line.split(",")) if n != at)
        for line in lines
    ]
    table.write_text("\n".join(cut) + "\n")
    with pytest.raises(ColumnError, match="pseudonym"):
        packages.read(folder)  # what may never be missing is not invented
