"""May this edition be signed? One answer a safeguard, each with its reason.

The gate that clears an edition has passed or refused before this is asked. What is
asked here is asked of the records and of the very files that would go out, by other
ways than those that made them: a safeguard that fails twice alike is no safeguard.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

import polars as pl

from vestibule.dossier import folding
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import Refused
from vestibule.inform.material import FindingTold
from vestibule.inform.pack import Pack
from vestibule.protect import consent, quotes, screening
from vestibule.protect.cleared import Hidden
from vestibule.words import LANGUAGES, PAGES, public

State = Literal["refused", "read", "passed"]
"""It keeps the edition back; two people must read it before they sign; it holds."""

ORDER: tuple[State, ...] = ("refused", "read", "passed")

HEAVIEST = 75_000
"""Bytes of a page, compressed: a first visit on a slow line."""

SOON = timedelta(days=30)
"""A consent that ends so soon is named."""

ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
"""What a reader could join with other data: an id, a sealed file, a day."""

MOST_NAMED = 5
"""So many files or findings are named; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one safeguard says of an edition.

    Parameters
    ----------
    key : str
        Which: ``clearing``, ``subtraction``, ``unanimity``, ``quotes``, ``consent``,
        ``pointing``, ``validated``, ``contrary``, ``withdrawn``, ``traces``,
        ``languages``, ``weights``, ``undecided``, ``two_editions``.
    state : {'refused', 'read', 'passed'}
        See `State`. No one can override the first.
    params : mapping
        What its sentence says: numbers and names that the team may read.
    """

    key: str
    state: State
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"key": self.key, "state": self.state, "params": dict(self.params)}


def checks(
    dossier: Dossier,
    made: Pack,
    files: Mapping[str, str],
    *,
    on: date,
    tongues: tuple[str, ...] = PAGES,
) -> tuple[Check, ...]:
    """Return what every safeguard says of an edition that was cleared.

    Parameters
    ----------
    dossier : Dossier
        The records it was made of.
    made : Pack
        The edition.
    files : mapping of str to str
        Path to text of everything that would go out.
    on : date
        The day its consents were read for.
    tongues : tuple of str
        The languages of its pages.

    Returns
    -------
    tuple of Check
        Worst first; those of one state in the order of `Check.key`.
    """
    found = [
        *_clearing(made),
        _quotes(dossier, on),
        _consent(dossier, on),
        _pointing(dossier),
        _validated(made),
        _contrary(dossier, made),
        Check(key="withdrawn", state="passed", params={"n": made.material.trace.withdrawn}),
        _traces(dossier, files),
        _languages(made, tongues),
        _weights(files),
        _undecided(made),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: ORDER.index(one.state)))


def kept_shut(refusal: Refused) -> tuple[Check, ...]:
    """Return what the gate says of an edition that it does not let through.

    Parameters
    ----------
    refusal : Refused
        `NotCleared`, `Recoverable` or `TwoEditions`.

    Returns
    -------
    tuple of Check
        One: the others are asked of an edition that there is.
    """
    keys = {"recoverable": "subtraction", "two-editions": "two_editions"}
    tables: Any = refusal.params.get("tables") or refusal.params.get("table") or []
    named = [tables] if isinstance(tables, str) else list(tables)
    params: dict[str, Any] = {"n": len(named), "tables": named}
    if "edition" in refusal.params:
        params["edition"] = refusal.params["edition"]
    key = keys.get(refusal.code, "clearing")
    return (Check(key=key, state="refused", params=params),)


def _clearing(made: Pack) -> Iterator[Check]:
    cells = made.edition.cells.values()
    why = Counter(one.reason for one in cells if isinstance(one, Hidden))
    counts = {"n": len(made.edition.cells), "hidden": sum(why.values())}
    yield Check(key="clearing", state="passed", params=counts)
    earlier = {"n": len(made.earlier), "kept": len(made.edition.kept)}
    only = "people-only" in made.edition.sentences
    yield Check(key="subtraction", state="read" if only else "passed", params=earlier)
    yield Check(
        key="unanimity", state="passed", params={"n": why.get("near_unanimous", 0)}
    )


def _quotes(dossier: Dossier, on: date) -> Check:
    """Count who reviewed what may be quoted, by the names in the records alone."""
    once = 0
    rows = _quoted(dossier, on)
    for row in rows:
        names = (row["reviewed_by"], row["second_reviewed_by"])
        people = {folding.fold(name) for name in names if name and name.strip()}
        once += len(people) < 2 or row["review"] != "cleared"
    waits = len(screening.waiting(dossier))
    state: State = "refused" if once else "read" if waits else "passed"
    params = {"n": len(rows), "once": once, "waits": waits}
    return Check(key="quotes", state=state, params=params)


def _quoted(dossier: Dossier, on: date) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for table, cleared in (
        ("excerpts", quotes.clear_quotes(dossier, on=on)),
        ("validations", quotes.clear_objections(dossier, on=on)),
    ):
        rows = dossier.current(table).filter(pl.col("id").is_in(list(cleared)))
        columns = ("id", "review", "reviewed_by", "second_reviewed_by")
        found += rows.select(columns).to_dicts()
    return found


def _consent(dossier: Dossier, on: date) -> Check:
    """Ask of each quote whether someone said yes to it, and whether that ends soon."""
    wanted = list(quotes.clear_quotes(dossier, on=on))
    levels = consent.levels(dossier, "excerpts", on=on)
    agreed = levels.filter("quotable")["id"].to_list()
    without = len(set(wanted) - set(agreed))
    ends = pl.col("expires_on").is_between(on, on + SOON)
    soon = dossier.current("consents").filter(ends).height
    state: State = "refused" if without else "read" if soon else "passed"
    params = {"n": len(wanted), "without": without, "soon": soon}
    return Check(key="consent", state=state, params=params)


def _pointing(dossier: Dossier) -> Check:
    waits = screening.waiting(dossier)
    said = dossier.current("screenings").height
    flagged = sum(bool(one.open) for one in waits)
    params = {"n": said, "flagged": flagged}
    return Check(key="pointing", state="passed", params=params)


def _validated(made: Pack) -> Check:
    findings = made.material.findings
    bare = [one for one in findings if one.validation is None]
    ranked = [one.key for one in bare if _is_ranked(one)]
    named = ranked or [one.key for one in bare]
    state: State = "refused" if ranked else "read" if bare else "passed"
    params = {
        "n": len(findings),
        "ranked": len(ranked),
        "bare": len(bare),
        "findings": named[:MOST_NAMED],
    }
    return Check(key="validated", state=state, params=params)


def _is_ranked(one: FindingTold) -> bool:
    return one.wanted_order is not None or one.wanted_rank is not None


def _contrary(dossier: Dossier, made: Pack) -> Check:
    """Name findings against which words are kept, none of which may be quoted."""
    told = {one.key for one in made.material.findings if one.against or one.objections}
    keys = dict(dossier.current("findings").select("id", "key").iter_rows())
    against = dossier.current("supports").filter(pl.col("stance") == "against")
    objected = dossier.current("validations").filter(pl.col("objection").is_not_null())
    held = {keys.get(one) for rows in (against, objected) for one in rows["finding"]}
    named = {one.key for one in made.material.findings}
    unheard = sorted(one for one in held & named - told if one)
    params = {
        "n": len(named),
        "told": len(told),
        "unheard": len(unheard),
        "findings": unheard[:MOST_NAMED],
    }
    return Check(key="contrary", state="read" if unheard else "passed", params=params)


def _traces(dossier: Dossier, files: Mapping[str, str]) -> Check:
    """Search every file for what must never leave: ids, sealed files, days of meetings."""
    ids, sealed, days = _internal(dossier)
    found: dict[str, set[str]] = {"ids": set(), "sealed": set(), "days": set()}
    for name, text in files.items():
        if ids.intersection(ID.findall(text)):
            found["ids"].add(name)
        if sealed.intersection(HASH.findall(text)):
            found["sealed"].add(name)
        if days.intersection(DAY.findall(text)):
            found["days"].add(name)
    every = sorted(set().union(*found.values()))
    params: dict[str, Any] = {kind: len(names) for kind, names in found.items()}
    params |= {"n": len(files), "wrong": len(every), "files": every[:MOST_NAMED]}
    return Check(key="traces", state="refused" if every else "passed", params=params)


def _internal(dossier: Dossier) -> tuple[set[str], set[str], set[str]]:
    ids = {
        one
        for name in TABLES
        if "id" in dossier.table(name).columns
        for one in dossier.table(name)["id"]
    }
    sealed = set(dossier.table("voices")["sealed"].drop_nulls())
    held = dossier.table("gatherings")["held_on"].drop_nulls()
    return ids, sealed, {one.isoformat() for one in held}


def _languages(made: Pack, tongues: tuple[str, ...]) -> Check:
    """Count the sentences that readers of each language would meet in French."""
    lacking: dict[str, int] = {}
    for lang in tongues:
        ours = len(public.missing(lang)) if lang not in LANGUAGES else 0
        told = sum(lang not in one.words for one in made.material.findings)
        if ours + told:
            lacking[lang] = ours + told
    state: State = "read" if lacking else "passed"
    params = {
        "n": sum(lacking.values()),
        "languages": list(tongues),
        "lacking": lacking,
    }
    return Check(key="languages", state=state, params=params)


def _weights(files: Mapping[str, str]) -> Check:
    pages = {name: packed(text) for name, text in files.items() if is_page(name)}
    heaviest = max(pages.values(), default=0)
    heavy = sorted(name for name, size in pages.items() if size > HEAVIEST)
    params = {
        "n": len(pages),
        "heaviest": heaviest,
        "heavy": len(heavy),
        "files": heavy[:MOST_NAMED],
    }
    return Check(key="weights", state="refused" if heavy else "passed", params=params)


def is_page(name: str) -> bool:
    """Return whether a file is a page of the site: the data pack's are to download."""
    return name.endswith(".html") and not name.startswith("data/")


def packed(text: str) -> int:
    """Return how many bytes a text takes on its way, compressed."""
    return len(gzip.compress(text.encode(), compresslevel=6))


def _undecided(made: Pack) -> Check:
    n = made.material.undecided
    return Check(key="undecided", state="read" if n else "passed", params={"n": n})
