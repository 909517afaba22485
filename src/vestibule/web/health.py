"""Does the site live? Whether its database answers, and nothing else."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from vestibule.web.records.access import open_to_all


@open_to_all("whoever runs the site asks whether it lives")
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Answer 200 where the database answers, else 503."""
    try:
        connection.ensure_connection()
        connection.introspection.table_names()
    except DatabaseError:
        return JsonResponse({"lives": False}, status=503)
    return JsonResponse({"lives": True})
