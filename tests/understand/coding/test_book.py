"""The codebook: what lies above what, and what each version changed."""

from __future__ import annotations

from typing import Any

import pytest
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier import lineage
from vestibule.understand import coding
from vestibule.understand.coding import readings


def code(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "key": id_, "name": id_, "kind": "obstacle"} | more


def changes(*rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    return coding.codebook(by_hand.dossier(codes=rows)).changes.rows()


def test_codes_stand_under_those_above_them() -> None:
    book = coding.codebook(
        by_hand.dossier(
            codes=[
                code("toll", parent="road"),
                code("road", parent="fear"),
                code("fear"),
                code("work"),
            ]
        )
    )

    columns = ["path", "depth", "below", "parent_key"]
    assert book.codes.select(columns).rows() == [
        ("fear", 0, 1, None),
        ("fear > road", 1, 1, "fear"),
        ("fear > road > toll", 2, 0, "road"),
        ("work", 0, 0, None),
    ]
    assert book.problems == ()


def test_without_codes_there_is_an_empty_codebook() -> None:
    book = coding.codebook(by_hand.dossier())

    assert (book.codes.height, book.versions.height, book.changes.height) == (0, 0, 0)


def test_what_a_version_renamed_merged_moved_and_added_is_told() -> None:
    told = changes(
        code("fear", codebook="1"),
        code("dread", codebook="1"),
        code("work", codebook="1"),
        code("road", codebook="1"),
        code("pay", codebook="1", definition="Wages"),
        code("f2", key="fear", codebook="2", supersedes="fear dread"),
        code("w2", key="jobs", name="Jobs", codebook="2", supersedes="work"),
        code("r2", key="road", name="road", codebook="2", supersedes="road")
        | {"parent": "f2"},
        code("p2", key="pay", name="pay", codebook="2", supersedes="pay")
        | {"definition": "Wages, paid late"},
        code("water", codebook="2"),
    )

    assert told == [
        ("2", "added", "water", [], []),
        ("2", "merged", "fear", ["dread", "fear"], ["fear"]),
        ("2", "moved", "road", [], ["fear"]),
        ("2", "redefined", "pay", [], []),
        ("2", "renamed", "jobs", ["work"], ["Jobs"]),
    ]


def test_a_code_is_split_by_new_codes_below_it() -> None:
    told = changes(
        code("fear", codebook="1"),
        code("day", codebook="2", parent="fear"),
        code("night", codebook="2", parent="fear"),
        code("dusk", codebook="3", parent="fear"),
    )

    # A third code below what was divided already is one theme more.
    assert told == [
        ("2", "split", "fear", ["fear"], ["day", "night"]),
        ("3", "added", "dusk", [], []),
    ]


def test_corrections_within_one_version_are_one_change() -> None:
    told = changes(
        code("a", codebook="1"),
        code("b", key="a", name="B", codebook="2", supersedes="a"),
        code("c", key="a", name="C", codebook="2", supersedes="b"),
    )

    assert told == [("2", "renamed", "a", ["a"], ["C"])]


def test_version_ten_comes_after_version_two() -> None:
    book = coding.codebook(
        by_hand.dossier(
            codes=[code(f"c{n}", codebook=f"v{n}") for n in (10, 2)] + [code("old")]
        )
    )

    assert book.versions.select("version", "codes").rows() == [
        ("", 1),
        ("v2", 2),
        ("v10", 3),
    ]


def test_codings_under_an_old_version_are_counted_with_the_new() -> None:
    dossier = by_hand.dossier(
        gatherings=[{"id": "g"}],
        excerpts=[{"id": "e1", "gathering": "g"}, {"id": "e2", "gathering": "g"}],
        codes=[
            code("fear", codebook="1"),
            code("dread", codebook="1"),
            code("f2", key="fear", codebook="2", supersedes="fear dread"),
        ],
        codings=[{"excerpt": "e1", "code": "dread"}, {"excerpt": "e2", "code": "f2"}],
    )

    found = readings.borne(lineage.settled(dossier))

    assert found["code"].n_unique() == 1
    assert found["bears"].to_list() == [True, True]
    versions = coding.codebook(dossier).versions
    assert versions.rows() == [("1", 2, 1), ("2", 1, 1)]


@pytest.mark.parametrize(
    ("rows", "code_", "said"),
    [
        (
            [code("a", parent="b"), code("b", parent="a"), code("c", parent="a")],
            "circle",
            "Themes lie above one another in a circle: a, b. Take one out of it.",
        ),
        ([code("a", parent="a")], "circle", "circle: a."),
        ([code("a", parent="gone")], "orphan", "not in the codebook"),
        ([code("a"), code("b", key="a")], "twice", "the same key, “a”"),
        (
            [code("a"), code("b", supersedes="a"), code("c", supersedes="a")],
            "corrected-twice",
            "corrected twice",
        ),
        (
            [code("c0")] + [code(f"c{n}", parent=f"c{n - 1}") for n in range(1, 22)],
            "deep",
            "“c21” lies more than 20 levels deep",
        ),
    ],
)
def test_what_is_wrong_with_a_codebook_is_said(
    rows: list[dict[str, Any]], code_: str, said: str
) -> None:
    problems = coding.codebook(by_hand.dossier(codes=rows)).problems

    assert [one for one, _ in problems] == [code_]
    assert said in problems[0][1]


def test_codes_in_a_circle_are_read_without_end() -> None:
    dossier = by_hand.dossier(codes=[code("a", parent="b"), code("b", parent="a")])

    assert set(readings.above(dossier).rows()) == {
        (called(one), called(other)) for one in "ab" for other in "ab"
    }
