"""How is a small JSON document kept in a column?

Django's own field lets the database check it with ``JSON_VALID``, which SQLite with
`trusted_schema=OFF` refuses as unsafe; here Python alone reads and writes it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Text = models.TextField[Any, Any]
else:
    Text = models.TextField


class Document(Text):
    """A column of JSON: sorted keys, so that equal content has equal text."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Return what the text says."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """Return the value as it is: a document is never given as its text."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """Return the text of a value."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
