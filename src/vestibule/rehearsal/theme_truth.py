"""What should a good analysis of the themes of a rehearsal find?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTruth:
    """What was planted among themes; codes are given by key.

    Parameters
    ----------
    asides : int
        Themes that people speak of rarely, all equally likely.
    heard : tuple of str
        Those of them that some gathering named.
    companion : tuple of str
        A theme, and the one that comes up in the same words far more than by chance.
    near_duplicate : tuple of str
        Two codes that are one theme.
    merged : tuple of str
        The code that the last version of the codebook made of two, then the two.
    renamed : str
        The code that the last version calls otherwise; empty where too few were heard.
    missed, added : float
        Share of codes that each coder misses, of excerpts with a code too many.
    disputed : int
        Excerpts that coders read apart, all settled by an adjudicator who does not err.
    """

    asides: int
    heard: tuple[str, ...]
    companion: tuple[str, str]
    near_duplicate: tuple[str, str]
    merged: tuple[str, ...]
    renamed: str
    missed: float
    added: float
    disputed: int

    @property
    def unheard(self) -> int:
        """How many of the rare themes no gathering named."""
        return self.asides - len(self.heard)
