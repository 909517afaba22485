"""How does a database say what a cell may hold? Expressions that both speak.

SQLite is asked with its own operators only: `trusted_schema=OFF` lets no constraint
call a function of the application, as Django's `REGEXP` would be.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Expression, F, Func, TextField, Value
from django.db.models.functions import Concat, Replace, Trim
from django.db.models.lookups import Exact


class HexadecimalId(Func):
    """Whether a text is one record id: 32 lower-case hexadecimal digits."""

    template = "(%(expressions)s ~ '^[0-9a-f]{32}$')"
    output_field = BooleanField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Say it without a regular expression."""
        return super().as_sql(
            compiler,
            connection,
            template="(length(%(expressions)s) = 32 "
            "AND %(expressions)s NOT GLOB '*[^0-9a-f]*')",
            **extra,
        )


class HexadecimalIds(Func):
    """Whether a text is one record id or several, one space between them."""

    template = "(%(expressions)s ~ '^[0-9a-f]{32}( [0-9a-f]{32})*$')"
    output_field = BooleanField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Say it without a regular expression: 32 letters to each space and one."""
        letters = "length(replace(%(expressions)s, ' ', ''))"
        return super().as_sql(
            compiler,
            connection,
            template=f"({letters} = 32 * (length(%(expressions)s) - {letters} + 1) "
            "AND %(expressions)s NOT GLOB '*[^0-9a-f ]*')",
            **extra,
        )


def words_among(column: str, terms: tuple[str, ...]) -> Expression:
    """Return whether every word of a text is one of the terms.

    Each term is taken out of the text; nothing may be left.
    """
    one, none = _text(" "), _text("")
    left: Expression = Concat(one, F(column), one, output_field=TextField())
    for term in terms:
        left = Replace(left, _text(f" {term} "), one)
    return Exact(Trim(left), none)


def _text(words: str) -> Value:
    return Value(words, output_field=TextField())


class Sha256(Func):
    """Whether a text is a SHA-256: 64 lower-case hexadecimal digits."""

    template = "(%(expressions)s ~ '^[0-9a-f]{64}$')"
    output_field = BooleanField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Say it without a regular expression."""
        return super().as_sql(
            compiler,
            connection,
            template="(length(%(expressions)s) = 64 "
            "AND %(expressions)s NOT GLOB '*[^0-9a-f]*')",
            **extra,
        )
