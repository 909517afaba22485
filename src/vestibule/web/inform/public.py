"""Pages for the public: the files of an edition, unchanged, or a plain sentence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseNotModified, HttpResponseRedirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from vestibule.inform.markup import direction
from vestibule.web.inform import folders, serving
from vestibule.web.records.access import open_to_all
from vestibule.words import LANGUAGES, PAGES, Catalogue

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""A page of an edition brings its own sheet, and loads and runs nothing at all."""

KEEP = "public, max-age=60, must-revalidate"
"""How long a copy may be shown unasked: an edition that is taken down is gone by then."""

AS_IS = ("index.html", "edition.json", folders.SUMS)
"""Files at the root of an edition."""


@open_to_all("the current edition, for the public")
@require_safe
def current(request: HttpRequest, start: str = "", path: str = "") -> HttpResponseBase:
    """Serve a file of the current edition."""
    held = serving.served()
    name = f"{start}{path}"
    if held.current is None:
        return _plain(name, "nothing", 200 if name == "" else 404)
    return _of(request, held, held.current, name)


@open_to_all("a frozen edition, for the public")
@require_safe
def edition(
    request: HttpRequest, edition: int, start: str = "", path: str = ""
) -> HttpResponseBase:
    """Serve a file of an edition by its number."""
    return _of(request, serving.served(), edition, f"{start}{path}")


def _of(
    request: HttpRequest, held: serving.Served, number: int, name: str
) -> HttpResponseBase:
    if number not in held.down:
        return _plain(name, "missing", 404)
    if held.down[number]:
        return _plain(name, "down", 410)
    wanted = f"{name}index.html" if name == "" or name.endswith("/") else name
    file = serving.found(number, wanted)
    if file is not None:
        return _sent(request, file, wanted)
    if serving.has_folder(number, name):
        return HttpResponseRedirect(f"{request.path}/")
    return _plain(name, "missing", 404)


def _sent(request: HttpRequest, file: serving.File, name: str) -> HttpResponseBase:
    if file.tag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = _full(request, file)
    response["ETag"] = file.tag
    response["Cache-Control"] = KEEP
    response["Vary"] = "Accept-Encoding"
    response["Content-Security-Policy"] = POLICY
    start, below, _ = name.partition("/")
    is_told = below and start != "data"
    response["Content-Language"] = start if is_told else ", ".join(PAGES)
    return response


def _full(request: HttpRequest, file: serving.File) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    path = file.packed if packed and file.packed else file.path
    response = HttpResponse(serving.content(path), content_type=file.kind)
    if path is file.packed:
        response["Content-Encoding"] = "gzip"
    return response


def _plain(name: str, why: str, status: int) -> HttpResponse:
    """Say one thing in every language of the public pages, the asked one first."""
    asked = name.split("/", maxsplit=1)[0]
    order = sorted(PAGES, key=lambda lang: lang != asked)
    told = [
        {
            "lang": lang,
            "dir": direction(lang),
            "title": Catalogue(lang)(f"web_public.{why}.title"),
            "says": Catalogue(lang)(f"web_public.{why}.says"),
            "report": Catalogue(lang)("web_public.report"),
        }
        for lang in order
    ]
    page = render_to_string("inform/plain.html", {"told": told, "lang": LANGUAGES[0]})
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "public, max-age=30"
    response["Content-Language"] = ", ".join(order)
    return response
