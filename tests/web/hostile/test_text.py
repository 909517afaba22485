"""Five hundred hostile texts in every field of every form: none runs, anywhere."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.web.hostile import browser, walking, world
from tests.web.hostile.payloads import PAYLOADS, Payload, drawn
from tests.web.hostile.walking import Sent, Walk

from vestibule.web import sheets
from vestibule.web.protect import throttle

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.page,
    pytest.mark.enable_socket,  # Playwright talks to its browser over a local socket
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

SAMPLE, CHUNK = 4, 25

FEW, MANY = 1, 6
"""Pages of one view that are walked and read back: with every run, with the proofs."""

FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return who may do everything, in a country; nobody is slowed down."""
    monkeypatch.setattr(throttle, "may_try", lambda *_args, **_named: True)
    return world.guest()


def sent_everywhere(client: Client, payloads: tuple[Payload, ...], each: int) -> Sent:
    """Walk all pages, and send every form that is found on them."""
    walk = Walk(client)
    walk.follow(world.STARTS, each=each)
    return walking.send_all(walk, payloads)


def read_back(client: Client, sent: Sent, each: int) -> Walk:
    """Walk all pages anew, those first that a form led to."""
    leads = [one for one in dict.fromkeys(sent.leads) if walking.view_of(one)]
    walk = Walk(client)
    walk.follow([*leads, *world.STARTS], each=each)
    return walk


def pages(walk: Walk) -> list[str]:
    """Return the addresses that are pages for people."""
    return [
        address
        for address, answer in walk.answers.items()
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
    ]  # fmt: skip


def cells(answer: HttpResponse) -> Iterator[Any]:
    """Yield the cells of a table that is carried away: CSV or a workbook."""
    kind = answer.get("Content-Type", "")
    if kind.startswith("text/csv"):
        for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))):
            yield from row
        # where a semicolon parts cells, as in French: another reading of the same file
        for line in answer.content.decode("utf-8-sig").splitlines():
            yield from next(csv.reader([line], delimiter=";"), [])
    elif kind.endswith("spreadsheetml.sheet"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            for name in book.namelist():
                if name.startswith("xl/worksheets/"):
                    assert b"<f>" not in book.read(name), name
                    assert b"<f " not in book.read(name), name


def computing(walk: Walk) -> list[str]:
    """Return cells that a spreadsheet would take for a formula."""
    return [
        f"{address}: {cell!r}"
        for address, answer in walk.answers.items()
        for cell in cells(answer)
        if cell.startswith(FORMULA) and cell.strip()
    ]


def attack(payloads: tuple[Payload, ...], client: Client, each: int) -> tuple[Sent, browser.Seen]:  # fmt: skip
    """Send hostile texts and return what was taken, and what a browser then saw."""
    sent = sent_everywhere(client, payloads, each)
    world.analyse()
    walk = read_back(client, sent, each)
    shown = browser.given(client, pages(walk))
    with browser.chromium() as opened:
        seen = browser.look(opened, shown)
    assert computing(walk) == []
    assert all(answer.status_code < 500 for answer in walk.answers.values())
    return sent, seen


def test_hostile_texts_in_every_field_run_nowhere(client: Client) -> None:
    payloads = drawn(SAMPLE, seed=0)

    sent, seen = attack(payloads, client, FEW)

    assert seen.wrong == []
    assert seen.scripts > 10  # those of the pages themselves, which read attributes
    assert len(sent.taken) > 30  # fields that took some of them
    assert len(seen.shown) >= SAMPLE / 2


@pytest.mark.proof
@pytest.mark.parametrize("begin", range(0, len(PAYLOADS), CHUNK))
def test_five_hundred_hostile_texts_run_nowhere(begin: int, client: Client) -> None:
    _, seen = attack(PAYLOADS[begin : begin + CHUNK], client, MANY)

    assert seen.wrong == []
    assert seen.shown


@pytest.mark.proof
def test_the_policy_alone_would_keep_a_text_from_running(client: Client) -> None:
    """A second wall: no page of ours breaks its own policy."""
    walk = Walk(client)
    walk.follow(world.STARTS, each=1)

    # a sheet to keep is no page here: it is opened from a disk, where no policy holds
    here = [one for one in pages(walk) if "Content-Disposition" not in walk.answers[one]]  # fmt: skip
    shown = browser.given(client, here)
    with browser.chromium() as opened:
        seen = browser.look(opened, shown, policy=True)

    assert seen.wrong == []


def test_the_browser_notes_a_page_that_does_not_escape() -> None:
    """The reader is sharp enough: where nothing is escaped, it sees what runs."""
    text = "<img data-hostile src=/hostile/i onerror=hostile(1)><p hx-on:x='' data-x='hz007z'>hz001z"  # fmt: skip
    leaky = {"/x/": (200, {"Content-Type": "text/html"}, text.encode())}

    with browser.chromium() as opened:
        seen = browser.look(opened, leaky)

    assert seen.ran == ["/x/: (1,)"]
    assert seen.asked == ["/x/: asked GET http://testserver/hostile/i"]
    assert len(seen.became) == 3  # an element, and two handlers
    assert seen.shown == {"hz001z"}


@pytest.mark.parametrize(
    "text", [p.text for p in PAYLOADS if p.kind == "formula"] + ["a;@SUM(1)"]
)
def test_no_cell_of_a_sheet_computes(text: str) -> None:
    answer = sheets.response([{"a": text, text: "b"}], "x.csv")

    found = [one for one in cells(answer) if one.strip() and one.lstrip("\ufeff\u200b\u00a0 ").startswith(FORMULA)]  # fmt: skip

    assert found == []
