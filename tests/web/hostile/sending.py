"""Hostile words are sent through every form, as a person fills it in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from tests.web.hostile import told, typed
from tests.web.hostile.payloads import Payload, packed, too_long
from tests.web.hostile.typed import FORMS, SHORT, Typed
from tests.web.hostile.world import Site

NUMBERS: Mapping[tuple[str, str], int] = {
    place: number
    for number, place in enumerate((form.view, name) for form in FORMS for name in form.texts)
}  # fmt: skip
"""Form and field to the number that a mark names it by."""

BRIEF = 12
"""Letters of what might pass for a number."""

ENOUGH = 8
"""Of what is only too long so many are sent to a field, the longest among them."""

PLAIN = "Le puits est à sec."


@dataclass(slots=True)
class Sent:
    """What came of what was sent."""

    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    """What was sent that the site stumbled over."""
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    """Form and field to what a page said that should have taken the words."""
    misfits: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Form and field that were sent what they do not take, or what is too long."""
    leads: defaultdict[str, dict[str, None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """Form to where it led on, in order."""
    shown: list[HttpResponse] = field(default_factory=list)
    """Pages that answered a form at once: what they show is shown once."""


def send_all(site: Site, payloads: Sequence[Payload], unfit: Sequence[Payload], forms: Sequence[Typed] = FORMS) -> Sent:  # fmt: skip
    """Send words in every field of every form: what it takes, and what it does not."""
    sent = Sent()
    for form in forms:
        for texts in rounds(form, payloads):
            _send(site, form, texts, sent)
        for given in misfits(form, unfit):
            _misfit(site, form, given, sent)
        for given in boundless(form, unfit):
            with transaction.atomic():  # a megabyte in a list is of no use to the rest
                post(site, form, given, sent)
                transaction.set_rollback(True)
    return sent


def rounds(form: Typed, payloads: Sequence[Payload]) -> Iterator[dict[str, str]]:
    """Yield what is typed in the fields of a form, time after time."""
    packs = {
        name: packed(
            [
                one
                for one in payloads
                if name not in form.bare or form.fits(name, one.sent)
            ],
            NUMBERS[form.view, name],
            most,
        )
        for name, most in form.texts.items()
    }
    for number in range(max(map(len, packs.values()), default=0)):
        yield {name: own[number] if number < len(own) else _again(name, own) for name, own in packs.items() if own}  # fmt: skip


def _again(name: str, own: Sequence[str]) -> str:
    """Return what stands in a field in which every word was tried."""
    return typed.key() if name == "key" else own[-1]


def misfits(form: Typed, payloads: Sequence[Payload]) -> Iterator[dict[str, str]]:
    """Yield what fields do not take: too long, of another shape; a number that is none."""
    bounded = [name for name, most in form.texts.items() if most != typed.FREE]
    for name in bounded:
        most = form.texts[name]
        for one in too_long(payloads, NUMBERS[form.view, name], most)[-ENOUGH:]:
            yield {name: one.short() + "x" * most}
    for text in packed(payloads, None, typed.NOTE) if form.shaped else ():
        yield dict.fromkeys(form.shaped, text)
    numbers = [one for one in payloads if one.kind == "data" and len(one.sent) <= BRIEF]
    yield from ({name: one.sent} for name in form.shaped for one in numbers)


def boundless(form: Typed, payloads: Sequence[Payload]) -> Iterator[dict[str, str]]:
    """Yield very long words, where nothing says how many are too many."""
    for name, most in form.texts.items():
        if most == typed.FREE:
            for one in too_long(payloads, NUMBERS[form.view, name], most):
                yield dict.fromkeys(form.texts, PLAIN) | {name: one.short()}


def post(site: Site, form: Typed, texts: Mapping[str, Any], sent: Sent) -> HttpResponse:
    """Send a form; where the site fails, that is noted."""
    names, beside = form.beside(site)
    fields = {**dict.fromkeys(form.texts, ""), **texts}
    given = {**beside, **{_called(name, beside): text for name, text in fields.items()}}
    answer = getattr(site, form.who).post(reverse(form.view, args=names), given)
    if answer.status_code >= 500:
        said = {name: text[:200] for name, text in texts.items()}
        sent.failed.append(f"{form.view} {said}: {told.failure(answer)}")
    check_headers(answer)
    return told.bare(answer)


def _send(site: Site, form: Typed, texts: Mapping[str, str], sent: Sent) -> None:
    answer = post(site, form, texts, sent)
    if form.said == "page":
        sent.shown.append(answer)
    is_taken = answer.status_code == (302 if form.said == "redirect" else 200)
    for name in texts:
        if is_taken and b'role="alert"' not in answer.content:
            sent.taken[form.view, name] += 1
        else:
            sent.refused[form.view, name] = f"{answer.status_code} {_complaint(answer)}"
    if answer.status_code == 302:
        sent.leads[form.view][answer["Location"]] = None


def _misfit(site: Site, form: Typed, given: Mapping[str, str], sent: Sent) -> None:
    """Send what fields do not take; that nothing of it is kept is seen later."""
    plain = {one: PLAIN for one, most in form.texts.items() if most > SHORT}
    sent.shown.append(post(site, form, {**plain, **given}, sent))
    sent.misfits.update((form.view, name) for name in given)


def _called(name: str, beside: Mapping[str, Any]) -> str:
    """Return what a field is called that is named after a record or a row."""
    named = re.compile(re.escape(name).replace(r"\#", "[0-9a-f]+"))
    return next(filter(named.fullmatch, beside), name.replace("#", "0"))


def _complaint(answer: HttpResponse) -> str:
    text = answer.content.decode()
    said = re.findall(r'<(?:p|ul|div)[^>]*(?:role="alert"|class="error[^"]*")[^>]*>(.*?)</(?:p|ul|div)>', text, re.S)  # fmt: skip
    return " | ".join(" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in said)


def check_headers(answer: HttpResponse) -> None:
    """Nothing that was typed adds a header, or sends anyone away from this site."""
    for name, value in answer.headers.items():
        assert "hostile=1" not in value or name == "Location", name
        assert not re.search(r"[\r\n]", f"{name}{value}"), name
    assert "X-Hostile" not in answer.headers
    if "Location" in answer.headers:
        address = urlsplit(answer["Location"])
        assert (address.scheme, address.netloc) == ("", ""), answer["Location"]
        assert answer["Location"].startswith("/"), answer["Location"]
        assert not answer["Location"].startswith(("//", "/\\"))
