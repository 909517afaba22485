"""What are records called in the language of the page?"""

from __future__ import annotations

from collections.abc import Mapping

from vestibule.web.records import versions
from vestibule.web.records.models import Text
from vestibule.web.records.record import Record

SAID = ("validated", "checked")
"""States of a translation that may be read; the surer one holds."""


def names(model: type[Record], column: str, field: str, lang: str) -> Mapping[str, str]:
    """Return what each record of a table is called, old ids too: three queries.

    ``column``: of the table itself; ``field``: of its translations.
    """
    own = dict(versions.standing(model).values_list("pk", column))
    roots = versions.roots(model)
    for state in reversed(SAID):
        for id_, words in _told(model, field, lang, state):
            own |= {end: words for end in roots.get(id_, {id_}) if end in own}
    old = {
        id_: own[min(ends)] for id_, ends in roots.items() if ends and min(ends) in own
    }
    return own | old


def _told(
    model: type[Record], field: str, lang: str, state: str
) -> list[tuple[str, str]]:
    singular = model.__name__.lower()
    rows = versions.standing(Text).filter(field=field, lang=lang, state=state)
    kept = rows.filter(**{f"{singular}__isnull": False}).order_by("pk")
    return [*kept.values_list(f"{singular}_id", "words")]
