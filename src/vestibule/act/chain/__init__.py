"""What came of a voice, and which voices stand behind a promise? The chain, walked."""

from __future__ import annotations

from vestibule.act.chain.result import Gap, Trace
from vestibule.act.chain.tracing import trace

__all__ = ["Gap", "Trace", "trace"]
