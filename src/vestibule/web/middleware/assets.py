"""Sheets, scripts and signs of the pages: they do not say when they were put there.

The moment a file was written tells on which day, and at what hour, a site was installed
or last mended. A browser knows by the content whether its copy still holds.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

ASKED_BY_DAY = "HTTP_IF_MODIFIED_SINCE"
"""Whoever asks so again and again, with other days, would find the moment out."""


class Assets(WhiteNoiseMiddleware):  # type: ignore[misc]  # it declares no types
    """Serves what pages load, marked by its content instead of its moment."""

    def add_cache_headers(self, headers: Any, path: str, url: str) -> None:
        """Say how long a copy holds, and by which content."""
        super().add_cache_headers(headers, path, url)
        content = Path(path).read_bytes()
        headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """Answer with a file, without the moment it was written."""
        request.META.pop(ASKED_BY_DAY, None)
        response: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        del response["Last-Modified"]
        return response
