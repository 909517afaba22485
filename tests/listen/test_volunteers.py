"""Volunteers and quotas, as people write them in a table."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from vestibule.errors import ProblemsFound
from vestibule.listen import volunteers
from vestibule.plan.lotteries import PanelQuota

WOMEN = PanelQuota(feature="sexe", value="femme", least=1, most=2)
QUOTAS = "critère,valeur,au moins,au plus\nsexe,femme,1,2\n"


def written(folder: Path, text: str, name: str = "v.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def found_in(
    path: Path, *asked: PanelQuota
) -> list[tuple[str, int | None, str | None]]:
    """Return code, line and column of each problem."""
    with pytest.raises(ProblemsFound) as wrong:
        volunteers.volunteers(path, asked) if asked else volunteers.quotas(path)
    return [(one.code, one.line, one.column) for one in wrong.value.problems]


@pytest.mark.parametrize(
    "header", ["critère,valeur,au moins,au plus", "feature,value,min,max"]
)
def test_quotas_are_read_in_french_and_as_other_tools_write_them(
    tmp_path: Path, header: str
) -> None:
    path = written(tmp_path, f"{header}\nsexe,femme,1,2\n")

    assert volunteers.quotas(path) == (WOMEN,)


def test_a_value_is_that_of_the_quota_whatever_its_accents_and_case(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "Pseudonyme;SEXE\nK1;FEMME\nK2;homme\nK3;\n")

    found = volunteers.volunteers(path, [WOMEN])

    assert found.columns == ["person", "sexe"]
    assert found.rows() == [("K1", "femme"), ("K2", "homme"), ("K3", None)]


def test_a_workbook_and_short_rows_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["person", "sexe"], ["K1", "femme"], ["K2"]):
        book.active.append(row)
    book.save(tmp_path / "v.xlsx")

    found = volunteers.volunteers(tmp_path / "v.xlsx", [WOMEN])

    assert found.rows() == [("K1", "femme"), ("K2", None)]


def test_names_addresses_and_telephones_are_refused_with_their_line(
    tmp_path: Path,
) -> None:
    people = ("Amina Diarra", "a@b.org", "76 12 34 56", "K4")
    path = written(tmp_path, "person,sexe\n" + "".join(f"{p},femme\n" for p in people))

    assert found_in(path, WOMEN) == [
        ("looks-like-a-name", line, "person") for line in (2, 3, 4)
    ]


def test_no_message_repeats_a_pseudonym(tmp_path: Path) -> None:
    path = written(tmp_path, "person,sexe\nK1,femme\nK1,homme\n,femme\n")

    with pytest.raises(ProblemsFound) as wrong:
        volunteers.volunteers(path, [WOMEN])

    assert "K1" not in str(wrong.value)
    assert [one.code for one in wrong.value.problems] == [
        "duplicate-key",
        "missing-value",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("person,sexe,email\n", [("not-asked-for", 1, "email")]),
        ("person,sex\n", [("not-asked-for", 1, "sex"), ("missing-column", 1, None)]),
        ("sep=;\n", [("no-header", None, None)]),
        ("sexe\nfemme\n", [("missing-column", 1, None)]),
        ("person,sexe,sexe\n", [("duplicate-column", 1, "sexe")]),
        ("person,pseudonym,sexe\n", [("duplicate-column", 1, None)]),
        ("person,sexe\nK1,femme,a@b.org\n", [("extra-cells", 2, None)]),
        ("person,sexe\nK1\u200b,femme\n", [("hidden-sign", 2, None)]),
    ],
)
def test_tables_of_volunteers_that_cannot_be_are_refused(
    tmp_path: Path, text: str, expected: list[tuple[str, int | None, str | None]]
) -> None:
    assert found_in(written(tmp_path, text), WOMEN) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("sexe,femme,1\n", [("missing-value", 2, "most")]),
        ("sexe,femme,one,2\n", [("not-whole", 2, "least")]),
        ("sexe,femme,1,-2\n", [("not-whole", 2, "most")]),
        ("sexe,femme,3,2\n", [("least-above-most", 2, None)]),
        ("sexe,femme,1,2\nsexe,Femme,1,3\n", [("duplicate-key", 3, None)]),
    ],
)
def test_quotas_that_cannot_be_are_refused(
    tmp_path: Path, rows: str, expected: list[tuple[str, int | None, str | None]]
) -> None:
    path = written(tmp_path, f"feature,value,least,most\n{rows}")

    assert found_in(path) == expected


def test_columns_of_quotas_that_are_unknown_or_absent_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "feature,valu,least,most\n")

    with pytest.raises(ProblemsFound) as wrong:
        volunteers.quotas(path)

    first, second = wrong.value.problems
    assert (first.code, first.column, first.suggestion) == (
        "unknown-column",
        "valu",
        "value",
    )
    assert (second.code, second.params) == ("missing-column", {"name": "value"})
