"""What waits for someone of the team? Each with a word, a number and where to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from django.db.models import Count, Max, Q
from django.urls import reverse

from vestibule.act.restitution import debt
from vestibule.dossier import versions
from vestibule.web.records import access, remembered
from vestibule.web.records.access import Person, Right
from vestibule.web.records.models import Excerpt, Gathering, Job, Statement
from vestibule.web.records.tables import MODELS
from vestibule.web.spine import address_of
from vestibule.web.work import queries
from vestibule.words import Catalogue

DOUBLED = {"gatherings": "listen:gathering"}
"""Tables with a page on which a double correction is settled."""

OPEN_JOBS = ("waiting", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """One thing to do: the mark of its state, what it is, why, and its page."""

    state: str
    says: str
    why: str
    url: str | None


def waiting(person: Person, owed: debt.Owed, words: Catalogue) -> Iterator[Waits]:
    """Yield what waits for someone, the gravest first: what they may do alone."""
    yield from _doubled(person, words)
    yield from _silent(words)
    yield from _late(person, owed, words)
    yield from _to_read(person, words)
    yield from _undecided(person, words)


def missing_by_origin() -> list[tuple[str, int]]:
    """Return the origins whose numbers are not gapless, with how many are missing.

    What left is counted: its bare number stays.
    """
    return remembered.known("missing_by_origin", MODELS, _missing_by_origin)


def _missing_by_origin() -> list[tuple[str, int]]:
    parts = [
        model.objects.order_by()
        .values("origin")
        .annotate(n=Count("pk"), last=Max("seq"))
        for model in MODELS.values()
    ]
    rows = parts[0].union(*parts[1:], all=True)
    counted: dict[str, list[int]] = {}
    for row in rows:
        known = counted.setdefault(row["origin"], [0, 0])
        known[0] += row["n"]
        known[1] = max(known[1], row["last"])
    lost = {name: last - n for name, (n, last) in counted.items()}
    return sorted((name, n) for name, n in lost.items() if n > 0)


def corrected_twice(table: str) -> list[tuple[str, ...]]:
    """Return the records of a table of which more than one version stands."""
    corrected = MODELS[table].objects.filter(supersedes__isnull=False)
    rows = pl.DataFrame(
        [*corrected.values_list("pk", "supersedes")],
        schema={"id": pl.String, "supersedes": pl.String},
        orient="row",
    )
    if rows.is_empty():
        return []
    links = versions.links(rows)
    stands = pl.col("id").is_in(links["prior"].unique().implode()).not_()
    chains = versions.chains(links).group_by("chain").agg(
        pl.col("id").filter(stands).unique().sort()
    )  # fmt: skip
    return sorted(tuple(ids) for ids in chains["id"] if len(ids) > 1)


def open_jobs(person: Person) -> list[Job]:
    """Return the work that someone sees in line or begun, and the last that ended."""
    seen = queries.seen(person)
    begun = [*seen.filter(state__in=OPEN_JOBS).order_by("asked_at", "pk")]
    ended = seen.exclude(state__in=OPEN_JOBS).order_by("-ended_at", "-pk")
    return [*begun, *ended[:2]]


def _doubled(person: Person, words: Catalogue) -> Iterator[Waits]:
    if not person.may(Right.ENTER_GATHERINGS):
        return
    ids = {one for pair in corrected_twice("gatherings") for one in pair[:1]}
    seen = access.visible(Gathering, person, right=Right.ENTER_GATHERINGS)
    for pk, code in seen.filter(pk__in=ids).order_by("code").values_list("pk", "code"):
        yield Waits(
            state="late",
            says=words("web_plan.waits.doubled", code=code),
            why=words("web_plan.waits.doubled_why"),
            url=reverse("listen:gathering", args=[pk]),
        )


def _silent(words: Catalogue) -> Iterator[Waits]:
    for name, n in missing_by_origin():
        yield Waits(
            state="late",
            says=words("web_plan.waits.silent", origin=name),
            why=words("web_plan.waits.silent_why", n=n),
            url=None,
        )


def _late(person: Person, owed: debt.Owed, words: Catalogue) -> Iterator[Waits]:
    late = owed.late.height
    if late and person.may(Right.SEE_GATHERINGS):
        yield Waits(
            state="late",
            says=words("web_plan.waits.late", n=late),
            why=words("web_plan.waits.late_why", days=owed.days),
            url=address_of("act:restitutions") or reverse("listen:gatherings"),
        )


def _to_read(person: Person, words: Catalogue) -> Iterator[Waits]:
    if not person.may(Right.REVIEW):
        return
    # told apart from what somebody refused: that waits for nobody
    half = Q(reviewed_by=None) | Q(second_reviewed_by=None)
    rows = access.visible(Excerpt, person, right=Right.REVIEW)
    n = rows.filter(half, review__in=("unreviewed", "redacted"), consent=4).count()
    if n:
        yield Waits(
            state="few",
            says=words("web_plan.waits.read", n=n),
            why=words("web_plan.waits.read_why"),
            url=address_of("protect:review"),
        )


def _undecided(person: Person, words: Catalogue) -> Iterator[Waits]:
    if not person.may(Right.EDIT_STATEMENTS):
        return
    n = access.visible(Statement, person).filter(sensitivity="undecided").count()
    if n:
        yield Waits(
            state="few",
            says=words("web_plan.waits.undecided", n=n),
            why=words("web_plan.waits.undecided_why"),
            url=address_of("listen:statements"),
        )
