"""What does the database refuse of the site's own tables? Triggers, as for records.

Of accounts: none belongs to a funder, and no partner with open accounts becomes one.
Of origins: whose they are is said once. Of the audit chain: an entry follows the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vestibule.web.records.trigger_words import Speech, speech

BEGINNING = "0" * 64
"""What the first entry of the audit chain says was before."""

BELONGS_TO_FUNDER = (
    "NEW.is_active AND EXISTS (SELECT 1 FROM site_partners p "
    "WHERE p.id = NEW.partner_id AND p.funder)"
)
HAS_ACCOUNTS = (
    "NEW.funder AND EXISTS (SELECT 1 FROM site_accounts a "
    "WHERE a.partner_id = NEW.id AND a.is_active)"
)
LAST = "(SELECT e.{} FROM site_audit e ORDER BY e.number DESC LIMIT 1)"
NOT_NEXT = (
    f"NEW.number <> COALESCE({LAST.format('number')}, 0) + 1 "
    f"OR NEW.before <> COALESCE({LAST.format('hash')}, '{BEGINNING}')"
)


def install(_apps: Any, schema_editor: Any) -> None:
    """Write the triggers anew."""
    for statement in statements(speech(schema_editor.connection.vendor)):
        schema_editor.execute(statement)


def statements(words: Speech) -> Iterator[str]:
    """Yield the statements that make every trigger of the site's own tables."""
    yield from words.refuse("site_accounts", "insert", "funded", BELONGS_TO_FUNDER)
    # one name a trigger: the same rule when an account moves or opens again
    for table, rule, when in (
        ("site_accounts", "moved", BELONGS_TO_FUNDER),
        ("site_partners", "funded", HAS_ACCOUNTS),
        ("site_origin_owners", "changes", "TRUE"),
    ):
        yield from words.refuse(table, "update", rule, when)
    yield from words.refuse("site_origin_owners", "delete", "leaves", "TRUE")
    yield from words.refuse("site_audit", "insert", "chained", NOT_NEXT)
