"""A model holds what its table of the dossier declares."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from vestibule.dossier.tables import TABLES
from vestibule.web.records import models
from vestibule.web.records.record import Record
from vestibule.web.records.references import Reference
from vestibule.web.records.tables import MODELS, model_of


def test_every_table_has_one_model_and_none_is_left_over() -> None:
    assert list(MODELS) == list(TABLES)
    assert {model.__name__ for model in MODELS.values()} <= set(models.__all__)


@pytest.mark.parametrize("name", TABLES)
def test_a_model_has_the_columns_of_its_table_in_their_order(name: str) -> None:
    fields = model_of(name)._meta.concrete_fields

    assert tuple(field.column for field in fields) == TABLES[name].names
    assert [f.null for f in fields] == [c.null for c in TABLES[name].columns]


@pytest.mark.parametrize("name", TABLES)
def test_a_reference_knows_whether_its_record_leaves_with_what_it_names(
    name: str,
) -> None:
    found = {
        field.column: (field.related_model._meta.db_table, field.cascade)
        for field in model_of(name)._meta.concrete_fields
        if isinstance(field, Reference)
    }

    assert found == {c.name: (c.ref, c.cascade) for c in TABLES[name].references}


def test_a_model_cannot_be_called_by_another_word_than_its_table() -> None:
    with pytest.raises(TypeError, match="not called Person"):
        type(Record)("Person", (Record,), {"TABLE": TABLES["votes"], "__module__": "m"})


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
