"""Every page of the workshop is walked, and every form of it sent with hostile texts."""

from __future__ import annotations

import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from tests.web.hostile import forms
from tests.web.hostile.forms import Form
from tests.web.hostile.payloads import Payload

EACH = 3
"""Pages of one view that are walked: they are made by the same lines."""

LEFT = ("/sortir/", "/langue/", "/entrer/")
"""What ends a visit, or begins one: forms of `test_entering`."""

PLAIN = "Le puits est à sec."

NEEDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("agree:validate", "amendment"): {"outcome": "amended"},
    ("agree:validate", "objection"): {"outcome": "rejected"},
    ("protect:review_decide", "words"): {"do": "redact"},
}
"""View and field to what must be chosen beside it for a text to be read at all."""


def view_of(address: str) -> str:
    """Return the name of the view that an address leads to; of none, nothing."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


@dataclass(slots=True)
class Walk:
    """What someone found who followed every link."""

    client: Client
    answers: dict[str, HttpResponse] = field(default_factory=dict)
    forms: dict[tuple[str, ...], list[Form]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def follow(self, starts: Iterable[str], each: int = EACH) -> None:
        """Open pages from some addresses on, a few of each view."""
        waiting, seen = [*starts], set(self.answers)
        n = Counter(view_of(one) for one in seen)
        while waiting:
            address = waiting.pop(0)
            name = view_of(address)
            if address in seen or address.startswith(LEFT) or n[name] >= each:
                continue
            seen.add(address)
            n[name] += 1
            waiting += self._open(address)

    def _open(self, address: str) -> list[str]:
        answer = self.client.get(address)
        self.answers[address] = answer
        assert answer.status_code < 500, address
        if answer.status_code in (301, 302):
            return [answer["Location"]]
        if not answer.get("Content-Type", "").startswith("text/html"):
            return []
        found, links = forms.read(address, answer.content.decode())
        for form in found:
            key = (view_of(form.action), form.method, *sorted(form.typed))
            if not form.action.startswith(LEFT):
                self.forms[key].append(form)
        return links


@dataclass(slots=True)
class Sent:
    """What came of what was sent: form and field to how often it was taken."""

    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    leads: list[str] = field(default_factory=list)


def send_all(walk: Walk, payloads: Sequence[Payload]) -> Sent:
    """Send each payload in every field of every form; return what was taken."""
    sent = Sent()
    for key, found in sorted(walk.forms.items()):
        for number, payload in enumerate(payloads):
            form = found[number % len(found)]
            if form.typed or form.files:
                _send(walk.client, key[0], form, payload, sent)
    return sent


def _send(client: Client, view: str, form: Form, payload: Payload, sent: Sent) -> None:
    """Send a text in all fields at once; where that is refused, in one at a time."""
    if _taken(client, form, dict.fromkeys(form.typed, payload.short()), payload, sent):
        sent.taken.update((view, name) for name in (*form.typed, *form.files))
        return
    for name in form.typed:
        texts = {one: _plain(one) for one in form.typed} | {name: payload.short()}
        beside = NEEDS.get((view, name), {})
        is_taken = _taken(client, form, texts, payload, sent, beside)
        (sent.taken if is_taken else sent.refused)[view, name] += 1


def _plain(name: str) -> str:
    """Return what may stand in a field: a key is short, and never given twice."""
    return f"k{secrets.token_hex(6)}" if name in {"key", "pseudonym", "code"} else PLAIN


def _taken(
    client: Client,
    form: Form,
    texts: Mapping[str, str],
    payload: Payload,
    sent: Sent,
    beside: Mapping[str, str] | None = None,
) -> bool:
    """Send a form and return whether it was taken: sent on elsewhere, or answered."""
    today = timezone.now().date().isoformat()
    data: dict[str, object] = {**form.given(today)}
    if "new" in data:
        data["new"] = secrets.token_hex(16)
    for one in form.buttons[:1]:
        data[one.name] = one.value
    data |= {name: [text] for name, text in texts.items() if _is_free(form, name)}
    data |= {name: [value] for name, value in (beside or {}).items()}
    for name in form.files:
        data[name] = [SimpleUploadedFile(payload.text[:150] or "x", b"a,b\n1,2\n")]
    address = form.action
    if form.method == "post":
        answer = client.post(address, data)
    else:
        answer = client.get(address, data)
    assert answer.status_code < 500, (address, payload)
    _check_headers(answer, payload)
    if answer.status_code == 302:
        sent.leads.append(answer["Location"])
    refuses = b'role="alert"' in answer.content
    return answer.status_code == 302 or (answer.status_code == 200 and not refuses)


def _is_free(form: Form, name: str) -> bool:
    """Return whether a text may stand in a field that suggests what to choose."""
    return not any("list" in c.attributes for c in form.controls if c.name == name)


def _check_headers(answer: HttpResponse, payload: Payload) -> None:
    """Nothing that was typed adds a header, or sends anyone away from this site."""
    for name, value in answer.headers.items():
        assert "hostile=1" not in value or name == "Location", (name, payload)
        assert not re.search(r"[\r\n]", f"{name}{value}"), (name, payload)
    assert "X-Hostile" not in answer.headers
    if "Location" in answer.headers:
        told = urlsplit(answer["Location"])
        assert (told.scheme, told.netloc) == ("", ""), answer["Location"]
        assert answer["Location"].startswith("/"), answer["Location"]
        assert not answer["Location"].startswith(("//", "/\\"))
