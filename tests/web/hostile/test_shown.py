"""No page, list or file holds anything of a record that who asks may not see.

Every text of every record holds a sign of its own; whatever is shown is searched for the
signs of others, and for their ids.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.test import Client
from tests.web import cast
from tests.web.act import made
from tests.web.api.test_api import token
from tests.web.hostile import expected, lots
from tests.web.hostile.answers import SIGN, Answer, body, sent
from tests.web.hostile.lots import World
from tests.web.hostile.test_fields import pages
from tests.web.hostile.world import analyse
from tests.web.protect.test_doors import filled
from tests.web.records.samples import forgotten

from vestibule.web.api import tokens
from vestibule.web.middleware import idle
from vestibule.web.records import numbering
from vestibule.web.work import parts

pytestmark = pytest.mark.django_db

ID = re.compile(rb"[0-9a-f]{32}")

PARAMETERS = (
    "apres",
    "avant",
    "before",
    "by",
    "cercle",
    "comparer",
    "compter",
    "constat",
    "corrige",
    "cote",
    "enonce",
    "etat",
    "excerpt",
    "finding",
    "gathering",
    "genre",
    "groupe",
    "lieu",
    "nature",
    "ordre",
    "page",
    "profil",
    "q",
    "record",
    "sensibilite",
    "sorte",
    "suite",
    "tout",
)
"""Every question that an address may carry, and some that none does."""


@pytest.fixture(autouse=True)
def a_long_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit is written down each minute: here it is undone, and would be again."""
    monkeypatch.setattr(idle, "STEP", cast.dt.timedelta(days=1))
    monkeypatch.setattr(tokens, "LASTS", cast.dt.timedelta(days=36_500))


def gives_away(world: World, name: str, content: bytes) -> Iterator[str]:
    """Yield the tables of records that a content tells of to someone who may not see them."""
    known = {one.sign: one for one in world.records.values()}
    told = {known[sign.decode()] for sign in SIGN.findall(content)}
    told |= {world.records[i.decode()] for i in ID.findall(content) if i.decode() in world.records}  # fmt: skip
    for one in told:
        if one.table not in lots.PUT_TO_ALL and not world.may(name, one):
            yield one.table


SHEETS = tuple(f"/atelier/carte/carte/{one}/" for one in ("json", "graphml", "elements", "connections"))  # fmt: skip
"""Files that the map leaves as."""


def leaks(world: World, names: Iterable[str]) -> Counter[tuple[str, str, str]]:
    """Return who is shown what they may not see: address, name and table."""
    found: Counter[tuple[str, str, str]] = Counter()
    for name in names:
        browser = world.team.client(name)
        for address in (*pages(world, name), *SHEETS):
            with forgotten():
                answer = browser.get(address)
            assert answer.status_code < 500, address
            for table in gives_away(world, name, body(answer)):
                found[ID.sub(b"#", address.encode()).decode(), name, table] += 1
    return found


def beside(record: str) -> str:
    """Return an id that never was, next to one in order: a list may begin behind it."""
    return f"{record[:-1]}{int(record[-1], 16) ^ 1:x}"


def wrongly_answered(world: World, names: Iterable[str]) -> tuple[int, list[Any]]:
    """Ask each list for what is another's; return how often, and where it showed."""
    asked, wrong = 0, []
    for name in names:
        browser = world.team.client(name)
        browser.get("/atelier/acces/")
        theirs = {one.table: one for one in world.records.values() if not world.may(name, one)}  # fmt: skip
        for route, page in expected.PAGES.items():
            if page.names or not page.may(world.letters(name), "get"):
                continue
            for one in theirs.values():
                asked, never = asked + 1, beside(one.id)
                assert never not in world.records
                none = _asked(browser, filled(route), never)
                if _asked(browser, filled(route), one.id) != none:
                    wrong.append((name, route, one.table))
    return asked, wrong


def _asked(browser: Client, url: str, record: str) -> Answer:
    """Ask with an id as the answer to every question at once."""
    with forgotten():
        answer, _ = sent(browser, "get", url, dict.fromkeys(PARAMETERS, record))
    return Answer.of(answer, record)


def given_by_the_api(world: World, name: str) -> dict[str, set[str]]:
    """Return the ids that a program of someone is given, by table."""
    given = token(world.team, name, "query", "export")
    browser = Client(headers={"authorization": f"Bearer {given}"})
    found = {}
    for table in lots.SEEN:
        answer = browser.get(f"/api/v1/query/{table}", secure=True)
        rows = answer.json().get("records", []) if answer.status_code == 200 else []
        found[table] = {row["id"] for row in rows}
    return found


def exported(world: World, name: str) -> bytes:
    """Return the content of the archive that a program of someone is given."""
    browser = Client(headers={"authorization": f"Bearer {token(world.team, name, 'export')}"})  # fmt: skip
    answer = browser.get("/api/v1/export", secure=True)
    if answer.status_code != 200:
        return b""
    with zipfile.ZipFile(io.BytesIO(body(answer))) as archive:
        return b"\n".join(archive.read(one) for one in archive.namelist())


BLIND = {"codings", "screenings"}
"""Tables that no program is given."""


def check_the_api(world: World, name: str) -> None:
    may = {t: {o.id for o in world.of(t) if world.may(name, o)} for t in lots.SEEN}
    for table, ids in given_by_the_api(world, name).items():
        assert ids == (set() if table in BLIND else may[table]), (name, table)
    # a vote says whose it is by an id that opens nothing: what is searched for are texts
    texts = ID.sub(b"", SIGN.sub(lambda found: found.group() + b"!", exported(world, name)))  # fmt: skip
    assert [*gives_away(world, name, texts)] == []


def test_a_link_that_someone_told_is_named_to_those_alone_who_may_hear_it() -> None:
    team = made.team()
    numbering.note({"well-1": 10**9, "bridge-1": 10**9})
    met = cast.gathering(team.places["hill"], "bridge-1", consent=1)
    words = cast.excerpt(met, "bridge-1", consent=1)
    finding = cast.record("findings", key="f", kind="need", words="w", lang="fr")
    cause, effect = (cast.record("factors", name=name) for name in ("drought", "flight"))  # fmt: skip
    told = cast.record("claims", "bridge-1", cause=cause, effect=effect, direction="more", excerpt=words)  # fmt: skip
    cast.record("supports", finding=finding, stance="for", claim=told)
    planned = cast.record("actions", words="w", claim=told, state="proposed", place=team.places["hill"])  # fmt: skip

    elsewhere = cast.record("actions", "bridge-1", words="flood", state="proposed", place=team.places["hill"])  # fmt: skip
    made_of = cast.record("commitments", action=elsewhere, words="w", owner="o", owner_side="community")  # fmt: skip
    shown = {f"constats/{finding}": "drought", f"actions/{planned}": "drought", "carte/carte/json": words, f"engagements/{made_of}": "flood"}  # fmt: skip
    named = {}
    for name in ("bako", "hawa", "dado", "esi", "fanta"):
        browser = team.client(name)
        named[name] = [
            says.encode() in body(browser.get(f"/atelier/{page}/"))
            for page, says in shown.items()
        ]

    # heard by the bridge, agreed to for the bridge: its researcher alone
    assert named.pop("bako") == [True, True, True, True]
    # an action has a place, no consent: officers and editors of everywhere see it
    assert [named[name].pop() for name in named] == [False, True, True, False]
    assert {one for found in named.values() for one in found} == {False}


@pytest.mark.proof
def test_no_page_or_sheet_tells_anyone_of_what_is_not_theirs() -> None:
    world = lots.world()
    analyse(tuple(parts.PARTS))

    assert not leaks(world, world.held)


@pytest.mark.proof
def test_no_list_tells_an_id_of_another_s_from_one_that_never_was() -> None:
    world = lots.world()
    analyse(tuple(parts.PARTS))

    asked, wrong = wrongly_answered(world, world.held)

    assert wrong == []
    assert asked > 1000


@pytest.mark.proof
def test_a_program_is_given_what_its_person_may_see_and_nothing_of_the_rest() -> None:
    world = lots.world()

    for name in ("bako", "esi", "hawa", "ines", "oumar"):
        check_the_api(world, name)
