"""The database refuses what no dossier may hold, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.web.records.samples import add, an_id

from vestibule.dossier.tables import TABLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", [t for t in TABLES if t != "removals"])
def test_a_right_row_of_each_table_is_taken(table: str) -> None:
    assert add(table, 1).pk == an_id(1)


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("votes", {"id": "A" * 32}),
        ("votes", {"id": "a" * 31}),
        ("votes", {"person": "nobody"}),
        ("votes", {"seq": 0}),
        ("votes", {"origin": ""}),
        ("votes", {"by": ""}),
        ("votes", {"vote": 2}),
        ("votes", {"vote": -2}),
        ("votes", {"supersedes": ""}),
        ("votes", {"supersedes": "a" * 33}),
        ("votes", {"supersedes": f"{'a' * 32}  {'b' * 32}"}),
        ("votes", {"supersedes": f"{'a' * 32} {'b' * 31}"}),
        ("voices", {"medium": "telepathy"}),
        ("voices", {"consent": 5}),
        ("people", {"sex": "unknown"}),
        ("people", {"pseudonym": ""}),
        ("showings", {"probability": 1.5}),
        ("consents", {"uses": "record sell"}),
        ("consents", {"uses": "records"}),
        ("consents", {"uses": ""}),
        ("attendances", {"n": 0}),
    ],
)
def test_a_cell_outside_its_domain_is_refused(
    table: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add(table, 1, **wrong)


@pytest.mark.parametrize(
    ("table", "right"),
    [
        ("votes", {"vote": -1, "supersedes": f"{'a' * 32} {'b' * 32}"}),
        ("votes", {"supersedes": "a" * 32}),
        ("consents", {"uses": "film record"}),
        ("consents", {"uses": "share"}),
        ("showings", {"probability": 1.0}),
    ],
)
def test_what_lies_on_the_edge_of_a_domain_is_taken(
    table: str, right: dict[str, Any]
) -> None:
    assert add(table, 1, **right).pk == an_id(1)


@pytest.mark.parametrize("missing", ["origin", "seq", "person", "statement", "vote"])
def test_what_may_not_be_missing_is_refused_where_it_is(missing: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add("votes", 1, **{missing: None})


def test_one_id_stands_once() -> None:
    add("votes", 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        add("votes", 1, seq=2)
