"""The id of another's record, in every field of every form: nothing is written of it.

The forms are read from the pages, as a browser would; then each field that holds an id is
given others' ids, of every kind, and fields are added that the form does not have.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from tests.web import cast
from tests.web.hostile import expected, forms, lots
from tests.web.hostile.answers import Answer, body, sent, signs
from tests.web.hostile.forms import Form
from tests.web.hostile.lots import Made, World
from tests.web.hostile.test_others import addresses
from tests.web.protect.test_doors import filled
from tests.web.records.samples import forgotten

from vestibule.web.middleware import idle
from vestibule.web.records.models import AuditEntry, Job
from vestibule.web.records.tables import MODELS

pytestmark = pytest.mark.django_db

ID = re.compile("[0-9a-f]{32}")

LEFT = ("/sortir/", "/langue/", "/entrer/")
"""What ends a visit, or begins one."""

NAMED = frozenset(
    [
        "by",
        "origin",
        "coder",
        "author",
        "facilitator",
        "reviewer",
        "reviewed_by",
        "second_reviewed_by",
        "role",
        "signed_by",
        "second_signed_by",
        "review",
        "verdict",
        "moderation",
        "adjudicated",
    ]
)
"""Columns that say who did something, and what only some may say."""


@pytest.fixture(autouse=True)
def a_long_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit is written down each minute: here it is undone, and would be again."""
    monkeypatch.setattr(idle, "STEP", cast.dt.timedelta(days=1))


def view_of(address: str) -> str:
    return resolve(urlsplit(address).path).view_name


@dataclass
class Tried:
    """What came of it: forms and fields, what was written, and what is wrong."""

    forms: set[tuple[str, str]] = field(default_factory=set)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    written: list[tuple[str, str, str, str]] = field(default_factory=list)
    told: list[tuple[str, str, str, str]] = field(default_factory=list)
    unlike: list[tuple[str, str, str, str]] = field(default_factory=list)


def pages(world: World, name: str) -> Iterator[str]:
    """Yield the addresses of all pages that someone opens, of one record each."""
    for route, page in expected.PAGES.items():
        if "G" not in page.methods or not page.may(world.letters(name), "get"):
            continue
        if not page.names:
            yield filled(route)
        for table in page.names if page.names != expected.ANY else ("findings",):
            own = (one for one in world.of(table) if world.may(name, one, page.letters))
            for one in [*own][:1]:
                yield from addresses(route, one.id)


def forms_of(browser: Client, addresses: Iterable[str]) -> list[Form]:
    """Return the forms that someone is shown, each once."""
    found: dict[tuple[object, ...], Form] = {}
    for address in addresses:
        with forgotten():
            answer = browser.get(address)
        if answer.get("Content-Type", "").startswith("text/html"):
            for one in forms.read(address, body(answer).decode())[0]:
                names = tuple(sorted({c.name for c in one.controls}))
                if not one.action.startswith(LEFT):
                    found.setdefault((view_of(one.action), one.method, names), one)
    return [*found.values()]


def chosen(form: Form) -> dict[str, list[str]]:
    """Return what a form holds as it is shown, the first of each choice taken."""
    given: dict[str, list[str]] = {}
    for one in form.controls:
        if not one.name or one.kind in ("submit", "button", "file", "reset"):
            continue
        value = one.value or next(filter(None, one.options), "")
        if one.kind == "date":
            value = value or timezone.now().date().isoformat()
        elif one.kind == "number" or one.attributes.get("inputmode") == "numeric":
            value = value or one.attributes.get("min") or "1"
        given.setdefault(one.name, [value])
    return given


def filled_in(form: Form) -> dict[str, list[str]]:
    """Return a form as someone would send it, every text given."""
    given = chosen(form)
    given |= {
        name: ["Le puits est à sec."]
        for name in form.typed
        if not given[name][0].strip()
    }
    given |= {"key": [f"k{secrets.token_hex(5)}"]} if "key" in form.typed else {}
    given |= {"new": [secrets.token_hex(16)]} if "new" in given else {}
    for one in form.buttons[:1]:
        given[one.name] = [one.value]
    given.pop("csrfmiddlewaretoken", None)
    return given


def naming(form: Form) -> dict[str, str]:
    """Return the fields that name a record, each with what it may hold."""
    found = {}
    for one in form.controls:
        for value in (one.value, *one.options):
            if one.name not in ("", "new") and ID.search(value):
                found.setdefault(one.name, value)
    return found


def hidden(world: World, name: str, like: str) -> list[Made]:
    """Return what someone may not see: all of one kind, and one of each other kind."""
    told = ID.search(like)
    kind = world.records.get(told.group() if told else "")
    theirs = [one for one in world.records.values() if not world.may(name, one)]
    few = {one.table: one for one in theirs}
    same = [one for one in theirs if kind is not None and one.table == kind.table]
    return same + [one for one in few.values() if one not in same]


def tried(
    world: World, names: Iterable[str], only: Sequence[str] = (), step: int = 1
) -> Tried:
    """Let people send what is not theirs in every field of every form they are shown.

    ``only``: addresses of pages, in place of all.
    """
    found = Tried()
    for name in names:
        browser = world.team.client(name)
        browser.get("/atelier/acces/")
        for form in forms_of(browser, only or pages(world, name)):
            found.forms.add((name, view_of(form.action)))
            _send_own(world, name, browser, form, found)
            for at, value in naming(form).items():
                found.fields[view_of(form.action), at] += 1
                none = _missing(browser, form, at, value)
                for one in hidden(world, name, value)[::step]:
                    cells = {at: [ID.sub(one.id, value)]}
                    _send(world, name, browser, form, cells, one, none, found)
            _send_more(world, name, browser, form, found)
    return found


def _send_own(
    world: World, name: str, browser: Client, form: Form, found: Tried
) -> None:
    with forgotten():
        answer, _ = sent(browser, form.method, form.action, filled_in(form))
        found.taken[view_of(form.action)] += answer.status_code in (200, 302)
        assert answer.status_code < 500, form.action


def _missing(browser: Client, form: Form, at: str, value: str) -> Answer:
    never = secrets.token_hex(16)
    given = filled_in(form) | {at: [ID.sub(never, value)]}
    with forgotten():
        answer, _ = sent(browser, form.method, form.action, given)
    return Answer.of(answer, never, *given.get("new", ()), *given.get("key", ()))


def _send(
    world: World,
    name: str,
    browser: Client,
    form: Form,
    cells: Mapping[str, list[str]],
    one: Made,
    none: Answer,
    found: Tried,
) -> None:
    """Send a form with another's id in a field; note what should not have come of it."""
    given, view, at = filled_in(form) | cells, view_of(form.action), next(iter(cells))
    with forgotten():
        before, jobs = _last(), Job.objects.count()
        answer, _ = sent(browser, form.method, form.action, given)
        found.asked += 1
        assert answer.status_code < 500, (form.action, cells)
        written = [*_written(before)]
        if Job.objects.count() > jobs:
            written += [("jobs", repr(Job.objects.values_list().last()))]
        for table, row in written:
            if one.id in row:
                found.written.append((name, view, at, f"{one.table} in {table}"))
        if one.sign in signs(answer):
            found.told.append((name, view, at, one.table))
        told = Answer.of(answer, one.id, *given.get("new", ()), *given.get("key", ()))
        if told != none:
            found.unlike.append((name, view, at, one.table))


def _send_more(
    world: World, name: str, browser: Client, form: Form, found: Tried
) -> None:
    """Send a form with fields that it has not: every column of every table."""
    theirs = {one.table: one.id for one in world.records.values() if not world.may(name, one)}  # fmt: skip
    own = filled_in(form)
    more = {n: v for n, v in _columns(theirs).items() if n not in own}
    with forgotten():
        before = _last()
        answer, _ = sent(browser, form.method, form.action, own | more)
        found.asked += 1
        assert answer.status_code < 500, form.action
        for table, row in _written(before):
            if any(one in row for one in theirs.values()) or "someone-else" in row:
                found.written.append((name, view_of(form.action), "more", table))


def _columns(theirs: Mapping[str, str]) -> dict[str, list[str]]:
    """Return a value for every column of every table: another's record, or name."""
    found: dict[str, list[str]] = {"id": [theirs.get("gatherings", "0" * 32)]}
    for model in MODELS.values():
        for column in model.TABLE.columns:
            if column.ref in theirs:
                found[column.name] = [theirs[str(column.ref)]]
            elif column.name in NAMED:
                found[column.name] = ["someone-else"]
        if model.TABLE.name in theirs:
            found["supersedes"] = [theirs[model.TABLE.name]]
    return found


def _last() -> int:
    last = AuditEntry.objects.order_by("-number").values_list("number", flat=True)
    return last.first() or 0


def _written(after: int) -> Iterator[tuple[str, str]]:
    """Yield table and content of what was written since an entry of the journal."""
    rows = AuditEntry.objects.filter(number__gt=after).exclude(act="read")
    for table, record in rows.values_list("table", "record"):
        if table in MODELS:
            row = MODELS[table].objects.filter(pk=record).values_list().first()
            yield table, repr(row)


SENDERS = ("amina", "bako", "dado", "esi", "gara", "hawa", "ines", "jafar", "oumar")
"""Who writes; what each may not see differs."""


def check(found: Tried) -> None:
    assert (found.written, found.told, found.unlike) == ([], [], [])


def test_a_form_takes_no_id_of_what_is_not_one_s_own() -> None:
    world = lots.world()

    found = tried(world, ["amina"], ["/atelier/actions/nouvelle/"], step=9)

    check(found)
    assert {name for _, name in found.fields} == {"finding", "place", "claim"}
    assert found.taken["act:plan"]


@pytest.mark.proof
def test_no_field_of_any_form_takes_the_id_of_what_is_not_one_s_own() -> None:
    world = lots.world()

    found = tried(world, SENDERS)

    check(found)
    assert (len(found.forms), found.asked) > (100, 1000)
