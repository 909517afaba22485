"""What must a place be able to do, to run kernels there?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Started(Protocol):
    """A call that was handed in."""

    def result(self) -> Any:
        """Wait for the call and return what it gave, or raise what it raised."""
        ...  # pragma: no cover


class Place(Protocol):
    """Threads or a cluster."""

    @property
    def ahead(self) -> int:
        """Calls handed in beyond the one waited for."""
        ...  # pragma: no cover

    def start(self, function: Callable[..., Any], *arguments: Any) -> Started:
        """Hand in a call."""
        ...  # pragma: no cover
