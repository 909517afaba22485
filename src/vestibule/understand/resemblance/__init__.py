"""Which excerpts, and which themes, look alike? Suggestions for people, never results.

By the letters alone, so in any language and script; one language is never compared
with another. Nothing here is counted anywhere: a coder reads, and decides.
"""

from __future__ import annotations

from vestibule.understand.resemblance.alike import (
    LIMITS,
    Suggestions,
    codes,
    excerpts,
    suggestions,
)

__all__ = ["LIMITS", "Suggestions", "codes", "excerpts", "suggestions"]
