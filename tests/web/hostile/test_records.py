"""A country in which every word is hostile, as it came from elsewhere: read and given on."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.web import cast
from tests.web.api.test_api import asked
from tests.web.hostile import attack, browser, renamed, told, walking, world
from tests.web.hostile.payloads import PAYLOADS, Payload, drawn, folded
from tests.web.hostile.sending import Sent

from vestibule.dossier import declaration
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.web.api import tokens
from vestibule.web.api.views import ALSO
from vestibule.web.middleware.signs import cleared
from vestibule.web.records import declarations
from vestibule.web.records.models import Account
from vestibule.web.work import parts
from vestibule.web.work.plainly import rows as plain_rows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.page,
    pytest.mark.enable_socket,  # Playwright talks to its browser over a local socket
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

WORDS = tuple(one for one in PAYLOADS if one.kind != "long")

FEW = tuple(one for one in drawn(10, seed=6) if one.kind != "long")[:4]

SPOKEN = re.compile(r'(\b(?:fr|en)\s*=\s*")')
"""Where a sentence of a declaration begins."""


def hostile_country() -> Dossier:
    """Return the records, and a process whose declaration says hostile words."""
    made = renamed.hostile(world.country(), WORDS)
    given = iter([one for one in WORDS if len(one.text) < renamed.SHORTEST] * 9)

    def before(mark: re.Match[str]) -> str:
        words = " ".join(cleared(next(given).short(0)).split())
        return mark[1] + json.dumps(f"{words} ")[1:-1]

    text = SPOKEN.sub(before, world.country().process.text)
    return replace(made, process=declaration.parse(text))


@pytest.mark.proof
def test_every_page_of_a_country_of_hostile_words_runs_none_of_them() -> None:
    site = world.Site(world.guest(hostile_country()))
    world.analyse((*parts.CHEAP, "ground", "map", "coding", "opinion", "audits"))
    plan = attack.Plan(payloads=WORDS, unfit=(), parts=(), each=6)

    walk = attack.walked(site, Sent(), plan)
    answers = walk.answers
    computing = {at: told.computing(one) for at, one in answers.items()}
    shown = told.found(text for one in answers.values() for text in told.texts(one))
    here = [at for at, one in answers.items() if one.status_code == 200 and told.kind_of(one) == "text/html"]  # fmt: skip
    pages = browser.given(site.client, [at for at in here if not at.startswith(walking.LEFT)])  # fmt: skip
    with browser.chromium() as opened:
        seen = browser.look(opened, pages)

    assert {at: told.page(told.body(answers[at]).decode()).amiss for at in here if at in pages and _amiss(answers[at])} == {}  # fmt: skip
    assert walk.failed == []
    assert {at: cells for at, cells in computing.items() if cells} == {}
    assert [one for one in seen.wrong if not one.endswith(" style")] == []
    assert len(seen.shown) > 400
    assert len([n for n in shown if n < len(renamed.WORDS)]) > 20


def _amiss(answer: Any) -> list[str]:
    """Return what is amiss; a sheet to hand over brings sizes of its own."""
    return [one for one in told.page(told.body(answer).decode()).amiss if not one.endswith(" style")]  # fmt: skip


def speaker() -> tuple[Client, str]:
    """Return the browser of who may do everything, and a token that speaks for them."""
    client = world.guest()
    account = Account.objects.get(pseudonym=world.GUEST)
    given = tokens.make(account, name="t", scopes=tokens.SCOPES, by=None, at=cast.AT)
    return client, given


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(tokens, "LASTS", dt.timedelta(days=36_500))
    return speaker()[1]


CLOSED = ("validations", "restitutions", "releases", "merges", "projects")


def template_of(table: str, column: str) -> dict[str, Any] | None:
    """Return a record of a table as a program would send it, with that column filled."""
    frame = world.country().table(table)
    rows = plain_rows(frame.filter(frame[column].is_not_null()).head(1))
    if not rows:
        return None
    own = {one.name for one in TABLES[table].own}
    return {name: cell for name, cell in rows[0].items() if name in own and cell is not None}  # fmt: skip


def sent(token: str, table: str, column: str, words: list[str]) -> Any:
    """Bring in a record for each of some words."""
    template = template_of(table, column) or {}
    keyed = "key" in template and column != "key"
    records = [
        {**template, **({"key": f"k{secrets.token_hex(6)}"} if keyed else {}), "id": secrets.token_hex(16), column: text}
        for text in words
    ]  # fmt: skip
    return asked("post", f"import/{table}", token, {"records": records})


def given_back(token: str, table: str, column: str) -> list[str]:
    """Return the words of a column as a program is given them."""
    found: list[str] = []
    after = ""
    while True:
        answer = asked("get", f"query/{table}?columns={column}&limit=5000&after={after}", token)  # fmt: skip
        assert answer.status_code == 200, (table, answer.content[:300])
        found += [one[column] for one in answer.json()["records"] if one.get(column)]
        after = answer.json()["next"] or ""
        if not after:
            return found


PLACES = tuple(
    (table, column)
    for table, column in renamed.WORDS
    if table not in CLOSED and template_of(table, column) is not None
)
"""Words that a program may bring in, of which the country holds some."""


def tried(token: str, table: str, column: str, payloads: tuple[Payload, ...]) -> None:
    """Bring hostile words in; what is taken is given back as it was."""
    plain = [one.text for one in payloads if one.text == cleared(one.text).strip() and len(one.text) < 3_000]  # fmt: skip
    answer = sent(token, table, column, plain)
    assert answer.status_code in (200, 422, 404), (table, column, answer.content[:300])
    for one in payloads:
        if one.text not in plain:
            assert sent(token, table, column, [one.text]).status_code in (200, 404, 422), one  # fmt: skip
    if answer.status_code == 200 and _is_open(table, column):
        back = {folded(one) for one in given_back(token, table, column)}
        assert {folded(one) for one in plain} <= back


def _is_open(table: str, column: str) -> bool:
    return TABLES[table][column].mark != "secret" or column in ALSO.get(table, ())


@pytest.mark.parametrize(("table", "column"), [("statements", "words"), ("places", "name")])  # fmt: skip
def test_what_a_program_brings_in_is_given_back_as_it_was(token: str, table: str, column: str) -> None:  # fmt: skip
    tried(token, table, column, FEW)


@pytest.mark.proof
def test_five_hundred_texts_in_every_column_are_given_back_or_refused(token: str) -> None:  # fmt: skip
    for table, column in PLACES:
        tried(token, table, column, PAYLOADS)
    assert len(PLACES) > 20
    answer = asked("get", "export", token)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="dossier.zip"'


def test_a_declaration_of_hostile_words_is_kept(a_home_of_the_test: Path) -> None:
    text = hostile_country().process.text

    declarations.declare(text, at=cast.AT, by="x")

    held = declarations.latest()
    assert held is not None
    assert held.text == text
