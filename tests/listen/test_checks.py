"""`check` names everything wrong with a dossier or with files meant for one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.listen import field
from tests.listen.test_wrong_input import export

from vestibule import errors
from vestibule.dossier import packages
from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals, checks, problems, records, wordings

MARK = "e" * 32


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Return a dossier on disk with which nothing is wrong."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    field.meetings(
        folder,
        presences="Rencontre,Personne,Nombre\nT-01,k1,\nT-01,,5\n",
        extraits='Rencontre,Paroles\nT-01,"Une ligne\nun saut"\nT-01,Encore\n',
    )
    numbered = _numbered(field.dossier())
    incoming = records.read(folder, numbered, today=field.TODAY)
    packages.write(arrivals.bring_in(numbered, incoming), tmp_path / "dossier")
    return tmp_path / "dossier"


def _numbered(dossier: Dossier) -> Dossier:
    first, tables = 1, {}
    for name, rows in dossier.tables.items():
        tables[name] = rows.with_columns(seq=range_of(first, rows.height))
        first += rows.height
    return dossier.with_tables(**tables)


def range_of(first: int, n: int):
    return pl.Series(range(first, first + n), dtype=pl.Int64)


def check(
    path: Path, dossier: Dossier | None = None
) -> list[tuple[str, str, int | None]]:
    found = checks.check(path, dossier=dossier, today=field.TODAY)
    return [(p.code, p.file, p.line) for p in found]


def alter(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def forget(folder: Path) -> None:
    """Let a test change files without that being what is wrong."""
    (folder / "datapackage.json").unlink()


def test_nothing_is_wrong_with_a_whole_dossier(whole: Path) -> None:
    assert check(whole) == []
    assert checks.check(packages.read(whole), today=field.TODAY) == ()


def test_a_file_changed_by_hand_is_named(whole: Path) -> None:
    alter(whole, "excerpts.csv", "Encore", "Autre")

    assert check(whole) == [("altered-file", "excerpts.csv", None)]


def test_a_wrong_cell_is_named_with_its_line(whole: Path) -> None:
    text = (whole / "excerpts.csv").read_text("utf-8")
    alter(whole, "excerpts.csv", "unreviewed", "seen")
    line = text[: text.index("unreviewed")].count("\n") + 1
    # the row starts a line earlier where its words run over two
    starts = line - ("un saut" in text[: text.index("unreviewed")])

    found = checks.check(whole, today=field.TODAY)

    assert [(p.code, p.line, p.column) for p in found] == [
        ("stored-term", starts, "review"),
        ("altered-file", None, None),
    ]


def test_an_unknown_column_and_broken_text_are_named(whole: Path) -> None:
    alter(whole, "excerpts.csv", "words", "mots")
    (whole / "people.csv").write_bytes(b"id\n\xff\n")
    alter(whole, "places.csv", "Boro", '"Boro')

    found = {(code, file) for code, file, _ in check(whole)}

    assert {
        ("missing-column", "excerpts.csv"),
        ("unknown-column", "excerpts.csv"),
        ("not-utf-8", "people.csv"),
        ("broken-quotes", "places.csv"),
    } <= found


def test_an_id_used_twice_is_named(whole: Path) -> None:
    rows = (whole / "attendances.csv").read_text("utf-8").splitlines()
    first, second = (row.split(",")[0] for row in rows[1:])
    alter(whole, "attendances.csv", second, first)
    forget(whole)

    assert ("duplicate-id", "attendances.csv", 3) in check(whole)


def test_a_missing_record_is_named_by_number_and_by_reference(whole: Path) -> None:
    rows = (whole / "people.csv").read_text("utf-8").splitlines(keepends=True)
    (whole / "people.csv").write_text(rows[0], "utf-8")
    forget(whole)

    found = check(whole)

    assert {code for code, _, _ in found} == {"missing-seq", "dangling-reference"}
    assert next(file for code, file, _ in found if code == "dangling-reference") == (
        "attendances.csv"
    )


def test_rows_that_do_not_go_together_are_named(whole: Path) -> None:
    found = checks.check(whole, today=dt.date(2030, 3, 1))
    assert [(p.code, p.column) for p in found] == [("future-date", "held_on")]

    alter(whole, "gatherings.csv", ",20,", ",4,")
    forget(whole)

    assert [code for code, _, _ in check(whole)] == ["attendances-above-present"]


def test_a_double_correction_is_named(whole: Path) -> None:
    dossier = packages.read(whole)
    rows = dossier.table("excerpts")
    old = rows["id"][0]
    twice = [
        rows.head(1).with_columns(
            id=pl.lit(letter * 32),
            origin=pl.lit(letter),
            seq=pl.lit(1, dtype=pl.Int64),
            supersedes=pl.lit(old),
        )
        for letter in "ab"
    ]
    corrected = dossier.with_tables(excerpts=pl.concat([rows, *twice]))

    found = checks.check(corrected, today=field.TODAY)

    assert [(p.code, p.params["count"]) for p in found] == [("double-correction", 2)]


def test_one_number_for_two_records_is_named(whole: Path) -> None:
    dossier = packages.read(whole)
    rows = dossier.table("excerpts")
    doubled = dossier.with_tables(
        excerpts=rows.with_columns(seq=rows["seq"].min() + 0 * rows["seq"])
    )

    codes = {p.code for p in checks.check(doubled, today=field.TODAY)}

    assert codes == {"double-seq"}


def test_a_wrong_process_is_named_with_its_line(whole: Path) -> None:
    (whole / "process.toml").write_text('key = "x"\ntitle.fr = \n')

    assert check(whole)[0] == ("process", "process.toml", 2)


def test_a_broken_package_is_named(whole: Path) -> None:
    (whole / "datapackage.json").write_text("{")

    assert check(whole)[0][:2] == ("broken-package", "datapackage.json")


def test_a_dossier_without_its_list_is_looked_at_all_the_same(whole: Path) -> None:
    forget(whole)

    assert check(whole) == []


def test_a_parquet_table_is_looked_at_too(whole: Path) -> None:
    packages.write(packages.read(whole), whole, form="parquet")

    assert check(whole) == []
    found = checks.check(whole, today=dt.date(2030, 3, 1))
    assert [p.file for p in found] == ["gatherings.parquet"]


def test_files_are_checked_against_the_dossier_they_are_meant_for(
    tmp_path: Path,
) -> None:
    field.csv(tmp_path, codes="Key,Name,Kind\na,b,obstacles\n")
    (tmp_path / "a.txt").write_text("Only words.")

    found = check(tmp_path, field.dossier())

    assert found == [("not-a-term", "codes.csv", 2), ("no-cover", "a.txt", 1)]
    assert check(tmp_path) == [("no-dossier", tmp_path.name, None)]


def test_a_polis_export_is_checked_without_a_dossier(tmp_path: Path) -> None:
    export(tmp_path)

    assert check(tmp_path) == []
    assert check(tmp_path, field.dossier()) == []


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"x")

    assert check(tmp_path, field.dossier()) == [("folder-empty", tmp_path.name, None)]
    assert check(tmp_path / "photo.png", field.dossier()) == [
        ("file-kind", "photo.png", None)
    ]
    assert check(tmp_path / "none") == [("file-missing", "none", None)]


@pytest.mark.parametrize("code", wordings.CODES)
def test_every_code_is_a_whole_sentence_with_a_remedy(code: str) -> None:
    wording = wordings.CODES[code]
    params = {name: name for name in problems.params_of(code)}

    said = problems.problem(code, file="f", **params)

    assert isinstance(said, errors.Problem)
    assert wording.remedy.endswith((".", "”."))
    assert wording.message == "{message}" or wording.message.endswith(".")
