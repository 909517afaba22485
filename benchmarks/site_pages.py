"""Which pages has the workshop, and how long does one take to open?"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from vestibule.web.keeping import inventing
from vestibule.web.listen.whole import CODED
from vestibule.web.records import access, jobs, versions
from vestibule.web.records.access import Person, declared
from vestibule.web.records.models import Account
from vestibule.web.records.rights import Right
from vestibule.web.records.tables import MODELS
from vestibule.web.work import analysis

DETAILS: dict[str, tuple[str, str]] = {
    "act:recommendation": ("record_id", "recommendations"),
    "act:respond": ("record_id", "recommendations"),
    "act:commitment": ("record_id", "commitments"),
    "act:verify": ("record_id", "commitments"),
    "act:action": ("record_id", "actions"),
    "act:harm": ("record_id", "actions"),
    "agree:finding": ("record_id", "findings"),
    "agree:reword": ("record_id", "findings"),
    "agree:cite": ("record_id", "findings"),
    "agree:validate": ("record_id", "findings"),
    "agree:question": ("record_id", "questions"),
    "agree:ballot": ("record_id", "questions"),
    "listen:gathering": ("record", "gatherings"),
    "listen:correct": ("record", "gatherings"),
    "listen:attend": ("record", "gatherings"),
    "listen:write": ("record", "gatherings"),
    "listen:count": ("record", "gatherings"),
    "listen:excerpt": ("record", "excerpts"),
    "listen:statement": ("record", "statements"),
    "understand:excerpt": ("record", "excerpts"),
    "understand:factor": ("record", "factors"),
    "understand:story": ("record", "claims"),
}
"""Page of one record to the name of its id, and the table it is of."""

TRACED = ("gatherings", "excerpts", "findings", "recommendations", "commitments")
"""Tables of which one record's chain is walked."""

TAKEN_BACK = ("gatherings", "excerpts", "statements")
"""Tables of which one record's withdrawal is asked for."""


def analysed() -> float:
    """Work out every part of the analysis, as the worker does; return the seconds."""
    start = time.perf_counter()
    job = jobs.ask(analysis.KIND, by=jobs.MACHINE, at=timezone.now())
    taken = jobs.take(at=timezone.now())
    assert taken is not None
    jobs.run(taken, now=timezone.now)
    job.refresh_from_db()
    if job.state != "done":
        raise SystemExit(f"The analysis ended as {job.state}: {job.error}")
    return time.perf_counter() - start


def browser() -> Client:
    """Return the browser of someone who holds every role."""
    inventing.way_in(at=timezone.now())
    account = Account.objects.get(pseudonym=inventing.GUEST)
    here = Client()
    here.force_login(account)
    return here


def addresses() -> Iterator[tuple[str, str]]:
    """Yield every page of the workshop: those without parameter, one of each kind."""
    for name, view, parameters in _patterns():
        if parameters or name == "plan:here":  # asks for a place and a profile
            continue
        if isinstance(declared(view), Right) and _is_read(view):
            yield name, reverse(name)
    for name, (parameter, table) in DETAILS.items():
        yield name, reverse(name, kwargs={parameter: a_record(table)})
    for table in TRACED:
        yield f"act:thread {table}", reverse("act:thread", args=[a_record(table)])
    for table in TAKEN_BACK:
        yield f"protect:withdraw {table}", reverse("protect:withdraw", args=[table, a_record(table)])  # fmt: skip
    here = f"?lieu={_key('places', level=1)}&profil={_key('profiles')}"
    yield "plan:here of a place", reverse("plan:here") + here
    yield "plan:seek for a name", reverse("plan:seek") + "?q=ri"


def a_record(table: str) -> str:
    """Return the first record of a table that the guest may see, and may code."""
    person = Person.of(Account.objects.get(pseudonym=inventing.GUEST))
    rows = access.visible(MODELS[table], person).order_by("pk")
    if table == "excerpts":
        rows = rows.filter(review__in=CODED)
    if table == "claims":  # told at a gathering, whose page it is
        rows = rows.filter(gathering__isnull=False)
    of = "gathering_id" if table == "claims" else "pk"
    found = rows.values_list(of, flat=True).first()
    if found is None:
        raise SystemExit(f"The dossier has no record of {table} to open.")
    return str(found)


def opened(here: Client, address: str, times: int) -> dict[str, Any]:
    """Open a page some times: the first, the median, the questions of the last."""
    took, counted, status = [], 0, 0
    for _ in range(times + 1):
        with CaptureQueriesContext(connection) as asked:
            start = time.perf_counter()
            answer = here.get(address)
            took.append(1000 * (time.perf_counter() - start))
        counted, status = len(asked), answer.status_code
    return {
        "address": address if len(address) < 60 else f"{address[:57]}...",
        "status": status,
        "first": took[0],
        "ms": statistics.median(took[1:] or took),
        "asked": counted,
    }


def _key(table: str, **only: Any) -> str:
    rows = versions.standing(MODELS[table]).filter(**only).order_by("key")
    return str(rows.values_list("key", flat=True)[0])


def _is_read(view: Callable[..., Any]) -> bool:
    """Return whether a page may be looked at: some addresses only take what is sent."""
    return view.__name__ not in POSTED


POSTED = frozenset(
    {
        "add_key",
        "analyse",
        "bring",
        "decide",
        "export",
        "follow_up",
        "heads",
        "key_add",
        "key_options",
        "move",
        "prepare",
        "publish",
        "say",
        "sign",
        "ways",
    }
)


def _patterns() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    for name, pattern in _walked(get_resolver(), ""):
        yield name, pattern.callback, tuple(pattern.pattern.converters)


def _walked(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            within = f"{one.namespace}:" if one.namespace else ""
            yield from _walked(one, space + within)
        elif one.name:
            yield space + one.name, one
