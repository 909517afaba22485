"""Every voice that may be published, and what it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vestibule.inform.material import Voice

Stance = Literal["for", "against", "objection"]
"""What words are to a finding: they bear it, contradict it, or objected to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """Someone's cleared words, and the findings they speak of.

    Parameters
    ----------
    voice : Voice
        Cleared, for readers of each language.
    stances : tuple of (str, Stance)
        Keys of findings and what these words are to them; none: words of which no
        finding was made.
    """

    voice: Voice
    stances: tuple[tuple[str, Stance], ...] = ()

    def stance(self, finding: str) -> Stance | None:
        """Return what these words are to a finding, or None."""
        return dict(self.stances).get(finding)
