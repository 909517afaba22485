"""How does a record point to another that may have left, or not arrived yet?"""

from __future__ import annotations

from typing import Any

from django.db import models


class Reference(models.ForeignKey):  # type: ignore[type-arg]  # built at run time
    """A column that names a record of some table; the database does not insist.

    Facts are written once and copies are merged in any order, so a reference may
    lead to a record that was withdrawn or is still on another laptop:
    `dossier.references.dangling` names both. ``cascade`` says whether this record
    leaves when that one is withdrawn; it is kept in the migrations, for the triggers.
    """

    def __init__(self, to: Any, *, cascade: bool = False, **options: Any) -> None:
        self.cascade = cascade
        options["on_delete"] = models.DO_NOTHING
        options["db_constraint"] = False
        super().__init__(to, **options)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Return what a migration writes down."""
        name, path, args, options = super().deconstruct()
        options.pop("on_delete", None)
        options.pop("db_constraint", None)
        if self.cascade:
            options["cascade"] = True
        return name, path, args, options
