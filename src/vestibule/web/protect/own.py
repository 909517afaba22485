"""Pages of one's own access: passkeys, codes for a lost telephone, passphrase."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.web.protect import accounts, entering, forms, keys, throttle
from vestibule.web.protect.views import words_of
from vestibule.web.records import audit
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Account
from vestibule.web.records.person import Person


@door(Right.OWN_ACCOUNT)
@require_safe
def account(request: HttpRequest) -> HttpResponseBase:
    """Show with what someone enters."""
    return _shown(request)


@door(Right.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def passphrase(request: HttpRequest) -> HttpResponseBase:
    """Change the passphrase; every other session of the account ends."""
    own, words = _own(request), words_of(request)
    form = forms.NewPassphrase(request.POST or None, words=words)
    if form.is_valid():
        name = f"passphrase {own.pk}"
        if not throttle.may_try(request, name):
            form.add_error(None, form.wrong("slow"))
        elif entering.known(own.sign_in, form.cleaned_data["current"]) is None:
            form.add_error("current", form.wrong("not_known"))
        else:
            throttle.forget(request, name)
            own.set_password(form.cleaned_data["passphrase"])
            own.save(update_fields=["password"])
            update_session_auth_hash(request, own)
            _told(request, "site_accounts", str(own.pk))
            return redirect("protect:account")
    return render(request, "protect/passphrase.html", {"form": form})


@door(Right.OWN_ACCOUNT)
@require_POST
def ways(request: HttpRequest) -> HttpResponseBase:
    """Give new codes for a lost telephone; those before open nothing."""
    person: Person = request.person  # type: ignore[attr-defined]
    new = accounts.ways_back(_own(request), by=person, at=timezone.now())
    context = {"ways": new, "onward": None}
    return render(request, "protect/ways.html", context)


@door(Right.OWN_ACCOUNT)
@require_POST
def key_options(request: HttpRequest) -> HttpResponseBase:
    """Tell a device how to make a key."""
    return JsonResponse(keys.to_add(request, _own(request)))


@door(Right.OWN_ACCOUNT)
@require_POST
def key_add(request: HttpRequest) -> HttpResponseBase:
    """Keep the public half of a key that a device made."""
    form = forms.KeyName(request.POST, words=words_of(request))
    if not form.is_valid():
        return _shown(request, form=form)
    made = keys.add(
        request,
        _own(request),
        request.POST.get("answer", ""),
        name=form.cleaned_data["key_name"],
        at=timezone.now(),
    )
    if made is None:
        return _shown(request, form=form, key_failed=True)
    _told(request, "site_passkeys", str(made.pk))
    return redirect("protect:account")


@door(Right.OWN_ACCOUNT)
@require_POST
def key_remove(request: HttpRequest, key: int) -> HttpResponseBase:
    """Let a key open nothing any more."""
    own, at = _own(request), timezone.now()
    removed = keys.living(own).filter(pk=key)
    if not removed.update(removed_at=at, removed_by=own.pseudonym):
        raise Http404
    _told(request, "site_passkeys", str(key))
    return redirect("protect:account")


def _shown(request: HttpRequest, *, form: Any = None, **more: Any) -> HttpResponse:
    own = _own(request)
    person: Person = request.person  # type: ignore[attr-defined]
    context = {
        "may_script": person.may(Right.USE_API),
        "keys": keys.living(own).order_by("added_at"),
        "ways_left": own.codes.filter(kind="recovery", used_at=None).count(),
        "form": form or forms.KeyName(words=words_of(request)),
        **more,
    }
    return render(request, "protect/account.html", context)


def _told(request: HttpRequest, table: str, record: str) -> None:
    person: Person = request.person  # type: ignore[attr-defined]
    audit.record("team", by=person, at=timezone.now(), table=table, record=record)


def _own(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):  # the door let nobody else in
        raise Http404
    return request.user
