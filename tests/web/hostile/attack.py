"""Hostile words are written in every field, and what became of them is read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from tests.web.hostile import browser, sending, told, world
from tests.web.hostile.payloads import Payload, packed
from tests.web.hostile.sending import Sent
from tests.web.hostile.told import Found
from tests.web.hostile.typed import ASKED, LATER, PAGES
from tests.web.hostile.walking import DOORS, STARTS, Walk, view_of
from tests.web.hostile.world import Site

WHO = ("stranger", "stranger", "returning", "newcomer")
"""Who comes to each of the doors."""

ROOM = 1_500
"""Letters of what is asked behind an address."""

ASKING = 99
"""Number of the field that stands for all that is asked behind an address."""


@dataclass(slots=True)
class Attack:
    """What was sent, what is kept of it, what pages and sheets show, what a browser saw."""

    sent: Sent
    kept: Found
    misfits: list[str]
    """Texts that are kept and that no field takes."""
    walk: Walk
    shown: Found
    amiss: list[str]
    computing: list[str]
    seen: browser.Seen = field(default_factory=browser.Seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which words are written, and how much of the site is read back."""

    payloads: tuple[Payload, ...]
    unfit: tuple[Payload, ...]
    """Words for fields that take none of them."""
    parts: tuple[str, ...]
    each: int
    """Pages of one view."""
    but: frozenset[str] = frozenset()
    """Views that are not opened."""


def written(site: Site, plan: Plan) -> Attack:
    """Write the words, work out what pages only read, and read everything back."""
    payloads = plan.payloads
    sent = sending.send_all(site, payloads, plan.unfit)
    world.analyse(plan.parts)
    walk = walked(site, sent, plan)
    sent.failed += walk.failed
    asked = [*ask(site, walk, payloads, sent.failed)]
    texts = [*told.remembered()]
    pages = {**walk.answers, **{f"answer {n}": one for n, one in enumerate([*sent.shown, *asked])}}  # fmt: skip
    return Attack(
        sent=sent,
        kept=told.found(texts),
        misfits=[text for text in texts if told.UNMARKED.search(text)],
        walk=walk,
        shown=told.found(text for one in pages.values() for text in told.texts(one)),
        amiss=[f"{at}: {one}" for at, answer in pages.items() for one in _amiss(answer)],
        computing=[f"{at}: {one!r}" for at, answer in pages.items() for one in told.computing(answer)],
    )  # fmt: skip


def _amiss(answer: HttpResponse) -> list[str]:
    if told.kind_of(answer) != "text/html":
        return []
    return told.page(told.body(answer).decode()).amiss


def walked(site: Site, sent: Sent, plan: Plan) -> Walk:
    """Walk all pages, those first that a form led to."""
    walk = Walk(site.client, but=plan.but)
    leads = [one for found in sent.leads.values() for one in sorted(found)[: plan.each]]
    by_hand = [reverse(view, args=names(site)) for view, names in PAGES.items()]
    walk.follow([*by_hand, *leads, *STARTS], plan.each)
    for view, names in LATER.items():
        walk.open(site.client, f"{reverse('understand:excerpt', args=names(site))}?")
        walk.sent_to.add(view)
    for who, door in zip(WHO, DOORS, strict=True):
        walk.open(getattr(site, who), door)
    return walk


def ask(site: Site, walk: Walk, payloads: Sequence[Payload], failed: list[str]) -> Iterator[HttpResponse]:  # fmt: skip
    """Ask every page for hostile things behind its address."""
    texts = packed(payloads, ASKING, ROOM)
    for address in {view_of(one): one for one in walk.answers}.values():
        for text in texts if view_of(address) in ASKED else ():
            client = site.stranger if address.startswith("/entrer/") else site.client
            given = dict.fromkeys(ASKED[view_of(address)], text)
            answer = client.get(address.partition("?")[0], given)
            if answer.status_code >= 500:
                failed.append(f"{address} {text[:200]}: {told.failure(answer)}")
            sending.check_headers(answer)
            yield told.bare(answer)


def opened(site: Site, found: Attack, most: int) -> browser.Seen:
    """Open pages that show the words in a browser: of each view so many, the fullest first."""
    walk, chosen = found.walk, {}
    rich = sorted(walk.answers, key=lambda one: -_marks(walk.answers[one]))
    for address in rich:
        answer = walk.answers[address]
        of_view = chosen.setdefault(view_of(address), [])
        if answer.status_code == 200 and _marks(answer) and len(of_view) < most:
            of_view.append(address)
    kept: dict[str, Any] = {
        one: (200, _told(walk.answers[one]), told.body(walk.answers[one]))
        for of_view in chosen.values()
        for one in of_view
    }
    kept |= {
        f"/answer/{n}/": (200, _told(one), told.body(one))
        for n, one in enumerate(found.sent.shown[:: max(1, len(found.sent.shown) // (most * 20))])
        if told.kind_of(one) == "text/html"
    }  # fmt: skip
    pages = browser.with_assets(site.client, kept)  # before a browser is opened
    with browser.chromium() as chromium:
        return browser.look(chromium, pages)


def _marks(answer: HttpResponse) -> int:
    return told.body(answer).count(b"hz") if told.kind_of(answer) == "text/html" else 0


def _told(answer: HttpResponse) -> dict[str, str]:
    return {name: answer[name] for name in browser.HEADERS if name in answer.headers}
