"""What does each address of the API take and give? Said once, beside its view.

The declaration opens the door (token, scope, right), turns errors into one form, and is
what the OpenAPI file is made of.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone

from vestibule.api import complaints
from vestibule.errors import DataError, Refused, VestibuleError
from vestibule.web.api import tokens
from vestibule.web.middleware.signs import cleared
from vestibule.web.records.access import Person, Right

Schema = Mapping[str, Any]

SHOWN = 80
"""Letters of a text that a refusal repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One address and method; ``scope`` None: open to all."""

    method: str
    path: str
    name: str
    summary: str
    scope: str | None
    right: Right | None
    query: Mapping[str, Schema] = field(default_factory=dict)
    body: Schema | None = None
    gives: Schema = field(default_factory=lambda: {"type": "object"})
    media: str = "application/json"


ENDPOINTS: list[Endpoint] = []
"""Every declared address, in the order of the file."""

View = Callable[..., HttpResponseBase]


class NotAllowed(Refused):
    """A token is missing, ended, or opens something else."""

    code = "no-token"


def endpoint(
    told: Endpoint, *, open_because: str | None = None
) -> Callable[[View], View]:
    """Declare a view, and let in who may."""
    ENDPOINTS.append(told)

    def guard(view: View) -> View:
        @functools.wraps(view)
        def answered(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            try:
                if request.method not in {told.method, _head(told.method)}:
                    return _wrong(405, "method", f"Use {told.method}.")
                if told.scope is not None:
                    request.person = _person(request, told)  # type: ignore[attr-defined]
                return view(request, **parts)
            except Http404:
                return _wrong(404, "missing", "Nothing is here, or not for this token.")
            except NotAllowed as refused:
                return _wrong(401, refused.code, refused.message)
            except VestibuleError as error:
                status = 422 if isinstance(error, DataError) else 409
                return _told(status, error)

        answered.right = told.right  # type: ignore[attr-defined]
        answered.open_to_all = open_because  # type: ignore[attr-defined]
        answered.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens it
        return answered

    return guard


def body_of(request: HttpRequest) -> Mapping[str, Any]:
    """Return the JSON object that was sent; raises DataError."""
    try:
        told = json.loads(request.body)
        if not isinstance(told, dict):
            raise TypeError
        _check_signs(request.body, told)
    except (ValueError, TypeError, RecursionError) as wrong:
        raise DataError("The body is not a JSON object.", reason="no-json") from wrong
    return told


def _check_signs(body: bytes, told: Any) -> None:
    """Raise DataError where a text holds signs that nobody sees and that mislead."""
    if b"\\" not in body and body.isascii():
        return
    for text in _texts(told):
        if cleared(text) != text:
            raise DataError(
                "A text holds a sign that is not shown, as one that turns text around: "
                "take it out.",
                reason="hidden-signs",
                text=cleared(text)[:SHOWN],
            )


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for name, value in told.items():
            yield name
            yield from _texts(value)
    elif isinstance(told, list):
        for value in told:
            yield from _texts(value)


def _head(method: str) -> str:
    return "HEAD" if method == "GET" else method


def _person(request: HttpRequest, told: Endpoint) -> Person:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    known = tokens.known(token.strip(), at=timezone.now()) if kind == "Bearer" else None
    if known is None or told.scope not in known.scopes:
        raise NotAllowed(
            "Send a token with this scope: Authorization: Bearer vst_… You make it "
            "in the workshop, on your page of access.",
            scope=told.scope,
        )
    needed = {Right.USE_API, *([told.right] if told.right else [])}
    if not needed <= known.person.rights:
        raise Http404
    return known.person


def _told(status: int, error: VestibuleError) -> JsonResponse:
    described = complaints.described(error)
    code, message = described.pop("code"), described.pop("message")
    code = str(described.pop("reason", code))
    return _wrong(status, code, message, json.loads(json.dumps(described, default=str)))


def _wrong(status: int, code: str, message: str, details: Any = None) -> JsonResponse:
    told = {"code": code, "message": message, "details": details or {}}
    return JsonResponse(told, status=status)
