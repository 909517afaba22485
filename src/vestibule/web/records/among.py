"""How does a query take a long list of ids? As one parameter, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Expression, F


class Among(Expression):
    """Whether a column holds one of several texts: a condition for `filter`.

    An ``IN`` with thousands of parameters ends at the limit of SQLite; a list of
    ids as JSON is one parameter.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, column: str, ids: Iterable[str]) -> None:
        super().__init__(output_field=BooleanField())
        self.column: Any = F(column)
        self.ids = json.dumps(sorted(ids))

    def get_source_expressions(self) -> list[Any]:
        """Return the column alone."""
        return [self.column]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the column as the query resolved it."""
        (self.column,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Say it as both databases read JSON."""
        column, params = compiler.compile(self.column)
        listed = {
            "sqlite": "SELECT value FROM json_each(%s)",
            "postgresql": "SELECT value FROM json_array_elements_text(%s::json)",
        }[connection.vendor]
        return f"{column} IN ({listed})", [*params, self.ids]
