"""The thread of a record: every link of the chain with its number, the missing by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from vestibule.act.chain.result import Trace
from vestibule.words import Catalogue

LINKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("voices", ("voices",)),
    ("excerpts", ("excerpts",)),
    ("read", ("codes", "claims", "statements")),
    ("findings", ("findings",)),
    ("validations", ("validations",)),
    ("priorities", ("priorities",)),
    ("asked", ("recommendations", "actions")),
    ("responses", ("responses",)),
    ("commitments", ("commitments",)),
    ("verifications", ("verifications",)),
    ("restitutions", ("restitutions",)),
)
"""Link and the tables it counts."""

LINK_OF = {table: link for link, tables in LINKS for table in tables}

GAPS = {
    "not-excerpted": "excerpts",
    "not-read": "read",
    "in-no-finding": "findings",
    "never-validated": "validations",
    "not-ranked": "priorities",
    "nothing-asked": "asked",
    "not-approved": "commitments",
    "waiting": "responses",
    "never-answered": "responses",
    "refused": "commitments",
    "nothing-promised": "commitments",
    "no-promise": "commitments",
    "never-verified": "verifications",
    "not-noted": "restitutions",
    "never-told": "restitutions",
    "deferred": "restitutions",
}
"""Kind of gap to the link that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link: its number, where it opens, what is missing at it."""

    key: str
    name: str
    n: int
    here: bool
    url: str
    missing: str
    state: str
    before_gap: bool


def thread(
    found: Trace, words: Catalogue, *, more: Mapping[str, str] | None = None
) -> tuple[Link, ...]:
    """Return the links around a record; `more`: what else is missing, by link."""
    missing = {**_missing(found, words), **(more or {})}
    here = LINK_OF.get(found.table)
    keys = [key for key, _ in LINKS]
    page = reverse("act:thread", args=[found.id])
    links = []
    for (key, tables), after in zip(LINKS, [*keys[1:], None], strict=True):
        n = sum(
            found.count(way, table)
            for table in tables
            for way in ("upstream", "downstream")
        )
        links.append(
            Link(
                key=key,
                name=words(f"web_agree.chain.{key}"),
                n=n + (key == here),
                here=key == here,
                url=f"{page}#{key}",
                missing=missing.get(key, ""),
                state=_state(n + (key == here), key in missing),
                before_gap=after in missing,
            )
        )
    return tuple(links)


def _state(n: int, is_missing: bool) -> str:
    if is_missing:
        return "missing_part" if n else "missing_whole"
    return "there" if n else "open"


def _missing(found: Trace, words: Catalogue) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for gap in found.gaps:
        if gap.kind in GAPS:
            text = words(f"web_agree.missing.{gap.kind}", n=len(gap.ids))
            said.setdefault(GAPS[gap.kind], []).append(text)
    return {link: " ; ".join(texts) for link, texts in said.items()}
