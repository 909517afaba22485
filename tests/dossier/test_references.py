"""References: which lead nowhere, and why."""

from __future__ import annotations

from tests.dossier import generate

from vestibule.dossier import references, withdrawals

A, B, C, D = (generate.an_id(letter) for letter in "abcd")


def code(key: str, seq: int, parent: str | None = None, supersedes: str | None = None):
    own = {"key": "k", "name": "n", "kind": "need", "parent": parent}
    row = {"id": key, "origin": "o", "seq": seq, "supersedes": supersedes, **own}
    return "codes", row


def test_a_reference_to_a_withdrawn_record_is_told_from_one_not_here() -> None:
    dossier = generate.dossier_of(
        [code(A, 1), code(B, 2, parent=A), code(C, 3, parent=D)]
    )
    gone = withdrawals.withdraw(
        dossier, table="codes", record=A, origin="hub", at=None, by=None
    )

    assert references.dangling(gone).rows() == sorted(
        [
            ("codes", "parent", B, "codes", A, "withdrawn"),
            ("codes", "parent", C, "codes", D, "absent"),
        ]
    )


def test_a_withdrawn_record_that_was_never_here_is_told_as_withdrawn() -> None:
    dossier = generate.dossier_of([code(C, 1, parent=D)])
    gone = withdrawals.withdraw(
        dossier, table="codes", record=D, origin="hub", at=None, by=None
    )

    assert references.dangling(gone)["state"].to_list() == ["withdrawn"]


def test_a_corrected_version_that_is_not_here_is_named() -> None:
    dossier = generate.dossier_of([code(B, 2, supersedes=A)])

    assert references.dangling(dossier).rows() == [
        ("codes", "supersedes", B, "codes", A, "absent")
    ]


def test_whole_references_are_not_named() -> None:
    dossier = generate.dossier_of([code(A, 1), code(B, 2, parent=A, supersedes=A)])

    assert references.dangling(dossier).is_empty()


def test_an_empty_dossier_points_nowhere() -> None:
    assert references.dangling(generate.dossier_of([])).is_empty()
