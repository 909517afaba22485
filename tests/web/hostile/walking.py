"""Every page of the site is walked by its links; what its forms and addresses take is noted."""

from __future__ import annotations

import contextlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from tests.web.hostile import forms, told

EACH = 3
"""Pages of one view that are walked: they are made by the same lines."""

STARTS = (
    "/atelier/", "/atelier/acces/", "/atelier/acces/phrase/", "/atelier/equipe/jetons/", "/atelier/acces/jetons/", "/atelier/langues/",
    "/atelier/editions/signalements/", "/signaler/fr/", "/signaler/ar/", "/aide/", "/atelier/confiance/",
    "/atelier/codage/?etat=unread", "/atelier/codage/?etat=mine", "/atelier/codage/?etat=finished",
)  # fmt: skip
"""Where a walk begins: pages that nothing else leads to stand here too."""

DOORS = ("/entrer/", "/entrer/invitation/", "/entrer/code/", "/entrer/application/")
"""Pages of who is not inside yet."""

LEFT = ("/sortir/", "/langue/", "/entrer/")
"""What ends a visit, or begins one."""

SEEN_ELSEWHERE = frozenset({
    "inform:front", "inform:edition", "inform:edition_page", "inform:preview", "inform:preview_page",  # test_edition
    "inform:sign", "inform:publish", "inform:see",  # take no words
    "listen:imports", "listen:brought", "listen:stop_import", "work:stop", "work:again",  # test_files
    "protect:key_remove", "api:end", "api:end_own",  # take a number that stands in the address
})  # fmt: skip
"""Views that no walk of the workshop comes to, and where they are tried."""

TAKES_NO_WORDS = frozenset({
    "act:move", "agree:cite", "inform:prepare", "listen:decide", "listen:keep", "protect:member", "protect:reinvite",
    "protect:close", "protect:ways", "protect:withdraw", "protect:own_key_options", "understand:take_back", "understand:finish",
    "understand:reopen", "understand:settle", "work:analyse", "understand:excerpt", "protect:key_enter", "protect:language",
    "protect:leave", "listen:check",
})  # fmt: skip
"""Views that a form is sent to in which one chooses, and writes nothing."""


def view_of(address: str) -> str:
    """Return the name of the view that an address leads to; of none, nothing."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def shape(name: str) -> str:
    """Return the name of a field without what it says of a record."""
    return re.sub(r"[0-9a-f]{16,}|\d+", "#", name)


@dataclass(slots=True)
class Walk:
    """What someone found who followed every link."""

    client: Client
    but: frozenset[str] = frozenset()
    """Views that are not opened."""
    answers: dict[str, HttpResponse] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    """Pages that the site stumbled over."""
    typed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """View to the fields of text that forms sent to it show."""
    sent_to: set[str] = field(default_factory=set)
    """Views that some form is sent to."""
    heard: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """View to what it reads behind its address."""

    def follow(self, starts: Iterable[str], each: int = EACH) -> None:
        """Open pages from some addresses on, a few of each view."""
        starts = [*starts]
        waiting, seen = [*starts], set(self.answers)
        n = Counter(view_of(one) for one in seen)
        while waiting:
            address = waiting.pop(0)
            name = view_of(address)
            if address in seen or name in self.but or address.startswith(LEFT) or (n[name] >= each and address not in starts):  # fmt: skip
                continue
            seen.add(address)
            n[name] += 1
            waiting += self.open(self.client, address)

    def open(self, client: Client, address: str) -> list[str]:
        """Open one page and return where it leads."""
        with heard_of(self.heard[view_of(address)]):
            answer = client.get(address)
        if answer.status_code >= 500:
            self.failed.append(f"{address}: {told.failure(answer)}")
        self.answers[address] = told.bare(answer)
        if answer.status_code in (301, 302):
            return [answer["Location"]]
        if told.kind_of(answer) != "text/html":
            return []
        return self.read(address, answer)

    def read(self, address: str, answer: HttpResponse) -> list[str]:
        """Note the forms of a page and return the addresses it leads to."""
        found, links = forms.read(address, answer.content.decode())
        for form in found:
            to = view_of(form.action)
            if form.method == "post":
                self.sent_to.add(to)
                self.typed[to] |= {shape(one) for one in form.typed}
            else:
                self.heard[to] |= {one.name for one in form.controls if one.name}
        return links


@contextlib.contextmanager
def heard_of(names: set[str]) -> Iterator[None]:
    """Note which names are asked for of what stands behind an address."""

    def noting(method: str) -> Any:
        own = getattr(QueryDict, method)

        def note(self: QueryDict, name: str, *more: Any) -> Any:
            names.add(name)
            return own(self, name, *more)

        return note

    kept: Mapping[str, Any] = {
        one: noting(one) for one in ("get", "getlist", "__getitem__", "__contains__")
    }
    with patch.multiple(QueryDict, **kept):
        yield


def views(of: URLResolver, before: str = "", space: str = "") -> Iterator[str]:
    """Yield the names of the views of the workshop."""
    for one in of.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from views(
                one, route, f"{one.namespace}:" if one.namespace else space
            )
        elif isinstance(one, URLPattern) and route.startswith("atelier/"):
            yield f"{space}{one.name}"


def unseen(walk: Walk) -> set[str]:
    """Return the views of the workshop that neither a link nor a form led to."""
    found = {view_of(one) for one in walk.answers} | walk.sent_to
    return {*views(get_resolver())} - found - SEEN_ELSEWHERE
