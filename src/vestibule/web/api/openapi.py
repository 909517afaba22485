"""The description of the API, made of what its views declare."""

from __future__ import annotations

import re
from typing import Any

from vestibule.dossier.tables import TABLES
from vestibule.web.api.endpoints import ENDPOINTS, Endpoint

PART = re.compile(r"\{(\w+)\}")

ERROR = {
    "type": "object",
    "required": ["code", "message", "details"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "details": {"type": "object"},
    },
}


def description(version: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description."""
    paths: dict[str, dict[str, Any]] = {}
    for told in ENDPOINTS:
        paths.setdefault(told.path, {})[told.method.lower()] = _operation(told)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Vestibule", "version": version},
        "paths": paths,
        "components": {
            "schemas": {"Error": ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(told: Endpoint) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": told.name,
        "summary": told.summary,
        "security": [{"token": []}] if told.scope else [],
        "parameters": [*_parts(told), *_query(told)],
        "responses": _responses(told),
    }
    if told.scope is not None:
        found["x-scope"] = told.scope
    if told.body is not None:
        content = {"application/json": {"schema": dict(told.body)}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _parts(told: Endpoint) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "enum": list(TABLES)},
        }
        for name in PART.findall(told.path)
    ]


def _query(told: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "schema": dict(schema)}
        for name, schema in told.query.items()
    ]


def _responses(told: Endpoint) -> dict[str, Any]:
    good = {
        "description": "Done.",
        "content": {told.media: {"schema": dict(told.gives)}},
    }
    error = {
        "description": "Not done.",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}
        },
    }
    codes = ("401", "404", "422") if told.scope else ("405",)
    return {"200": good, **dict.fromkeys(codes, error)}
