"""Pages of the way in: name, passphrase, second factor, invitation, out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vestibule.errors import Refused
from vestibule.web.middleware.language import COOKIE
from vestibule.web.protect import (
    accounts,
    codes,
    entering,
    forms,
    keys,
    sealing,
    throttle,
)
from vestibule.web.records.access import open_to_all
from vestibule.web.records.models import Account
from vestibule.words import LANGUAGES, Catalogue

SECRET = "app-secret"  # noqa: S105 - the name of a place in the session
"""Where the session keeps, sealed, what a new application is being shown."""

CLEARED = '"cache", "cookies", "storage"'
"""What a browser forgets when someone signs out."""

DAYS = 365 * 24 * 3600


def words_of(request: HttpRequest) -> Catalogue:
    """Return the sentences of the page's language."""
    return Catalogue(getattr(request, "lang", "fr"))


@open_to_all("the way in")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponseBase:
    """Ask for name and passphrase, or a passkey."""
    at, words = timezone.now(), words_of(request)
    form = forms.Enter(request.POST or None, words=words)
    if form.is_valid():
        name = form.cleaned_data["sign_in"]
        if not throttle.may_try(request, name):
            return _slow(request, form, "enter")
        account = entering.known(name, form.cleaned_data["passphrase"])
        if account is not None:
            throttle.forget(request, name)
            entering.half_way(request, account, at=at)
            return redirect("protect:second")
        form.add_error(None, form.wrong("not_known"))
    return _page(request, "enter", form)


@open_to_all("the way in, half way: without a passphrase it leads to its beginning")
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponseBase:
    """Ask for the second factor; who has none yet is led to one."""
    at, words = timezone.now(), words_of(request)
    account = entering.who_is_half_way(request, at=at)
    if account is None:
        return redirect("protect:enter")
    if not account.code_apps.filter(ended_at=None).exists():
        return redirect("protect:app")
    form = forms.SecondFactor(request.POST or None, words=words)
    if form.is_valid():
        if not throttle.may_try(request, f"second factor {account.pk}"):
            return _slow(request, form, "second")
        code = form.cleaned_data["code"]
        if codes.take(account, code, at=at) or accounts.use(
            account, "recovery", code, at=at
        ):
            throttle.forget(request, f"second factor {account.pk}")
            return redirect(entering.enter(request, account, at=at))
        form.add_error("code", form.wrong("wrong_code"))
    return _page(request, "second", form)


@open_to_all("the way in: an invitation opens it, once")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponseBase:
    """Take an invitation, with a name and a passphrase of one's own."""
    at, words = timezone.now(), words_of(request)
    form = forms.Accept(request.POST or None, words=words)
    if form.is_valid():
        if not throttle.may_try(request, "invitation"):
            return _slow(request, form, "accept")
        account = _accepted(form, at)
        if account is not None:
            throttle.forget(request, "invitation")
            entering.half_way(request, account, at=at)
            return redirect("protect:app")
    return _page(request, "accept", form)


def _accepted(form: forms.Accept, at: Any) -> Account | None:
    code, name = (form.cleaned_data[key] for key in ("invitation", "sign_in"))
    account = accounts.invited(code, at=at)
    if account is None:
        form.add_error("invitation", form.wrong("no_invitation"))
        return None
    if name == account.pseudonym:
        form.add_error("sign_in", form.wrong("as_pseudonym"))
        return None
    try:
        accounts.accept(
            account,
            code,
            sign_in=name,
            passphrase=form.cleaned_data["passphrase"],
            at=at,
        )
    except accounts.NameTaken:
        form.add_error("sign_in", form.wrong("name_taken"))
        return None
    except Refused:
        form.add_error("invitation", form.wrong("no_invitation"))
        return None
    return account


@open_to_all("the way in, half way: without a passphrase it leads to its beginning")
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponseBase:
    """Show the square for a code application, and take its first code."""
    at, words = timezone.now(), words_of(request)
    account = entering.who_is_half_way(request, at=at)
    if account is None or account.code_apps.filter(ended_at=None).exists():
        return redirect("protect:enter")
    secret = _shown_secret(request)
    form = forms.NewApp(request.POST or None, words=words)
    if form.is_valid():
        step = codes.step_of(secret, form.cleaned_data["first_code"], at)
        if step is not None:
            codes.add(account, secret, step=step, at=at)
            ways = accounts.ways_back(account, by=None, at=at)
            onward = entering.enter(request, account, at=at)
            return _page(request, "ways", None, ways=ways, onward=onward)
        form.add_error("first_code", form.wrong("wrong_code"))
    square = codes.square(secret, account.pseudonym, words("web_enter.app.square"))
    return _page(request, "app", form, square=square, letters=codes.spelled(secret))


@open_to_all("the way in: what a device signs")
@require_POST
def key_options(request: HttpRequest) -> HttpResponseBase:
    """Tell a device what to sign."""
    return JsonResponse(keys.to_enter(request))


@open_to_all("the way in: with what a device signed")
@require_POST
def key_enter(request: HttpRequest) -> HttpResponseBase:
    """Let in who holds a passkey: what they have, opened by what they are or know."""
    at = timezone.now()
    account = keys.enter(request, request.POST.get("answer", ""), at=at)
    if account is None:
        form = forms.Enter(words=words_of(request))
        return _page(request, "enter", form, key_failed=True)
    return redirect(entering.enter(request, account, at=at))


@open_to_all("the way out")
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Sign out; the browser forgets what it kept."""
    logout(request)
    response = redirect("protect:enter")
    response["Clear-Site-Data"] = CLEARED
    return response


@open_to_all("a language to choose")
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Speak another language from now on."""
    wanted = request.POST.get("lang", "")
    back = request.headers.get("Referer", "")
    response = redirect(back if entering.is_ours(request, back) else "protect:enter")
    if wanted not in LANGUAGES:
        return response
    if isinstance(request.user, Account):
        Account.objects.filter(pk=request.user.pk).update(lang=wanted)
    response.set_cookie(
        COOKIE,
        wanted,
        max_age=DAYS,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )
    return response


def _shown_secret(request: HttpRequest) -> bytes:
    kept = request.session.get(SECRET)
    secret = sealing.unseal(kept) if kept else None
    if secret is None:
        secret = codes.new_secret()
        request.session[SECRET] = sealing.seal(secret)
    return secret


def _slow(request: HttpRequest, form: forms.Said, page: str) -> HttpResponse:
    form.add_error(None, form.wrong("slow"))
    return _page(request, page, form, status=429)


def _page(
    request: HttpRequest, name: str, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, **more}
    return render(request, f"protect/{name}.html", context, status=status)
