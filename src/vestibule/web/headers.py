"""What may a page load, and who may keep it?"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""A page loads what this site serves, and nothing inline; a public page says less still."""

Answer = Callable[[HttpRequest], HttpResponse]


class StrictHeaders:
    """Puts a strict policy on every answer, and lets no one keep what staff read.

    Kept by nobody unless a view said that it may: a public page sets ``Cache-Control``
    itself, and a page of someone signed in is never kept, whatever it says.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        signed_in = getattr(request, "user", None)
        if signed_in is not None and signed_in.is_authenticated:
            response["Cache-Control"] = "no-store"
        response.setdefault("Cache-Control", "no-store")
        return response
