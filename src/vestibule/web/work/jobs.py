"""The kinds of work of this room, for the worker that looks for them."""

from __future__ import annotations

from vestibule.web.work import analysis, imports

__all__ = ["analysis", "imports"]
