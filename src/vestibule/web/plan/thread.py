"""The chain, link by link: how many records each holds, and which links are missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
from django.db.models import Count, Value

from vestibule.act.chain import gaps
from vestibule.act.chain.result import TOLD
from vestibule.act.restitution import debt
from vestibule.dossier.records import Dossier
from vestibule.web.records import remembered, versions
from vestibule.web.records.tables import MODELS
from vestibule.web.spine import address_of
from vestibule.words import Catalogue

LINKS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("voices", ("voices",), "listen:excerpts"),
    ("excerpts", ("excerpts",), "listen:excerpts"),
    ("read", ("claims", "codings", "statements"), "understand:coding"),
    ("findings", ("findings",), "agree:findings"),
    ("validations", ("validations",), "agree:findings"),
    ("priorities", ("priorities",), "agree:priorities"),
    ("recommendations", ("recommendations",), "act:recommendations"),
    ("responses", ("responses",), "act:recommendations"),
    ("commitments", ("commitments",), "act:commitments"),
    ("verifications", ("verifications",), "act:commitments"),
    ("restitutions", ("restitutions",), "act:restitutions"),
)
"""Link, the tables it counts, the page its number opens."""

FOLLOWED = (
    "findings", "validations", "recommendations", "responses", "commitments",
    "verifications", "actions",
)  # fmt: skip
"""Tables in which missing links are looked for by name."""

AFTER = {
    "never-validated": "validations",
    "never-answered": "responses",
    "never-verified": "verifications",
}
"""Kind of gap to the link that is missing."""

NAMED = 3
"""Names said at a link; beyond, how many more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the chain: its number, where it opens, what is missing at it."""

    key: str
    name: str
    n: int
    url: str | None
    missing: str = ""
    before_gap: bool = field(default=False)


def counts() -> Mapping[str, int]:
    """Return how many records of each table of the chain stand: one question."""
    tables = [table for _, several, _ in LINKS for table in several]
    return remembered.known("chain_counts", tables, lambda: _counts(tables))


def _counts(tables: Sequence[str]) -> Mapping[str, int]:
    parts = [
        versions.standing(MODELS[table])
        .order_by()
        .annotate(table=Value(table))
        .values("table")
        .annotate(n=Count("pk"))
        for table in tables
    ]
    found = {row["table"]: row["n"] for row in parts[0].union(*parts[1:], all=True)}
    return {table: found.get(table, 0) for table in tables}


def missing(settled: Dossier, today: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Return what is missing at each link: keys of the records it should follow."""
    whole = {
        table: settled.table(table)["id"]
        for table in ("findings", "recommendations", "commitments")
    }
    nothing = pl.DataFrame(schema=TOLD)
    found: dict[str, tuple[str, ...]] = {}
    for gap in gaps.named(settled, {}, whole, nothing, today):
        if gap.kind in AFTER:
            rows = settled.table(gap.table).filter(pl.col("id").is_in(gap.ids))
            found[AFTER[gap.kind]] = tuple(rows["key"].sort())
    return found


def thread(settled: Dossier, owed: debt.Owed, words: Catalogue) -> tuple[Link, ...]:
    """Return the links of the chain in their order."""
    found = counts()
    said = {
        link: words(
            f"web_plan.chain.missing_{link}", n=len(keys), keys=_named(keys, words)
        )
        for link, keys in remembered.known(
            "missing", FOLLOWED, lambda: missing(settled, owed.today), owed.today
        ).items()
    }
    due = owed.totals["due"]
    if due:
        said["restitutions"] = words("web_plan.chain.missing_restitutions", n=due)
    links = [
        Link(
            key=key,
            name=words(f"web_plan.chain.{key}"),
            n=sum(found[table] for table in tables),
            url=address_of(page),
            missing=said.get(key, ""),
            before_gap=after is not None and after in said,
        )
        for (key, tables, page), after in zip(LINKS, _next_keys(), strict=True)
    ]
    return tuple(links)


def _next_keys() -> list[str | None]:
    return [*(key for key, _, _ in LINKS[1:]), None]


def _named(keys: tuple[str, ...], words: Catalogue) -> str:
    return words.some(keys, NAMED)
