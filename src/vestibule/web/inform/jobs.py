"""The kinds of work of this room, for the worker that looks for them."""

from __future__ import annotations

from vestibule.web.inform import drafting

__all__ = ["drafting"]
