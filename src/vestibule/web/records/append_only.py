"""How does the database itself keep facts? Triggers, written by the migrations.

Of a record's table:

- nothing is changed;
- a row leaves only when it is covered: a withdrawal names it, or it points by a
  *cascade* reference to a record that left, or it is another version of one; the
  database then writes its bare numbers to `removals`;
- what is covered cannot come in again.

So rows leave one step of the cascade after the other, each because of one that left
before: the closure of `dossier.withdrawals`, enforced link by link.

The statements are built from the models as a migration knows them, so that an old
migration says today what it said then. A migration that alters a record's table must
end with `install`: SQLite drops a table's triggers when Django makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from vestibule.web.records.references import Reference
from vestibule.web.records.trigger_words import Speech, speech

LASTING = ("withdrawals", "removals")
"""Tables that no record ever leaves."""

SITE_LASTING = ("site_audit", "site_declarations", "site_declared_files")
"""Tables of the site alone that are only ever added to."""


def install(apps: Any, schema_editor: Any) -> None:
    """Write all triggers anew, for the models that a migration knows."""
    words = speech(schema_editor.connection.vendor)
    models = list(record_models(apps.get_app_config("records").get_models()))
    for statement in statements(models, words):
        schema_editor.execute(statement)


def record_models(models: Iterable[Any]) -> Iterator[Any]:
    """Yield the models whose rows are records."""
    for model in models:
        names = {field.name for field in model._meta.local_fields}
        if {"id", "origin", "seq", "supersedes"} <= names:
            yield model


def statements(models: list[Any], words: Speech) -> Iterator[str]:
    """Yield the statements that make every trigger."""
    yield from words.prelude()
    for table in (*LASTING, *SITE_LASTING):
        yield from words.refuse(table, "update", "changes", "TRUE")
        yield from words.refuse(table, "delete", "leaves", "TRUE")
    living = [model for model in models if model._meta.db_table not in LASTING]
    for model in living:
        yield from _of_living(model, words)
    still_here = " OR ".join(_still_here(model._meta.db_table) for model in living)
    yield from words.refuse("removals", "insert", "too_soon", still_here)


def _of_living(model: Any, words: Speech) -> Iterator[str]:
    table = model._meta.db_table
    yield from words.refuse(table, "update", "changes", "TRUE")
    leaving = f"NOT ({covered(model, 'OLD', words)})"
    yield from words.refuse(table, "delete", "leaves", leaving)
    coming = covered(model, "NEW", words)
    yield from words.refuse(table, "insert", "comes_back", coming)
    yield from words.keep_numbers(table)


def covered(model: Any, row: str, words: Speech) -> str:
    """Return the condition that a row is withdrawn, or leaves with what is."""
    table = model._meta.db_table
    reasons = [words.departed(table, f'{row}."id"')]
    for field in model._meta.local_fields:
        if isinstance(field, Reference) and field.cascade:
            target = field.related_model._meta.db_table
            reasons.append(words.departed(target, f'{row}."{field.column}"'))
    reasons.append(words.any_departed(table, f'{row}."supersedes"'))
    return " OR ".join(f"({reason})" for reason in reasons)


def _still_here(table: str) -> str:
    return (
        f"(NEW.\"table\" = '{table}' AND EXISTS "
        f'(SELECT 1 FROM "{table}" r WHERE r."id" = NEW."id"))'
    )
