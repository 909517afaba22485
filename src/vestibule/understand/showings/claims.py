"""What are further answers of one group worth to the claims of one comparison?

An open claim of which every group was heard enough is worth the information that the
answers are expected to bring. A claim that may not be told yet, because a group was not
heard enough, is as good as not known: one bit, whatever is believed by analogy. The
part of that bit which hearing the group is going to give back is shared evenly between
the gatherings (or people) still missing. So the groups heard least come first, and a
claim that is decided is worth nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vestibule.understand.ground.evidence import Bins, Floats
from vestibule.understand.showings import information
from vestibule.understand.showings.information import Believed

Flags = NDArray[np.bool_]

MOST_TOGETHER = 60
"""People of one gathering above which more do not change what is worth asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The claims of one comparison, and how far they are from being decided.

    Parameters
    ----------
    key : str
        Of the comparison.
    groups : tuple of str
        Its segments.
    over : Bins
        Where shares are looked at.
    believed : Believed
        What is believed of the statements.
    undecided : np.ndarray of bool, shape (statements,)
        Claims that further answers might decide.
    people, gatherings : np.ndarray, shape (statements, segments)
        How many are missing until a group was heard enough; 0: it was.
    why : np.ndarray of str, shape (statements, segments)
        Why a group was not heard enough; empty: it was.
    rho : float
        How alike people of one gathering answer, 0 to 1.
    shifts : mapping of str to float
        Log-odds by which counting methods move answers; others: 0.
    """

    key: str
    groups: tuple[str, ...]
    over: Bins
    believed: Believed
    undecided: Flags
    people: Floats
    gatherings: Floats
    why: NDArray[np.str_]
    rho: float
    shifts: Mapping[str, float]

    def worth(self, group: str, *, size: int, method: str) -> Floats:
        """Return what asking one group once more is worth for each claim.

        Parameters
        ----------
        group : str
            One of `groups`.
        size : int
            People who answer together; 1: one person alone.
        method : str
            How they are counted.

        Returns
        -------
        Floats
            Bits, 0 or more, shape (statements,); 0 where the claim is decided.
        """
        segment = self.groups.index(group)
        share = information.shifted(self.over, self.shifts.get(method, 0.0))
        together = min(size, MOST_TOGETHER)
        likely = information.outcomes(share, size=together, rho=self.rho)
        told = information.gained(self.believed, segment, likely)
        return np.asarray(self.undecided * (told + self._waiting(segment, size)))

    def _waiting(self, segment: int, size: int) -> Floats:
        """Return the part of a bit that hearing a group not heard enough gives back."""
        missing = self.gatherings if size > 1 else self.people
        whole = np.maximum(missing.sum(axis=1), 1)
        told = 1 - information.entropy(self.believed.sure)
        return np.asarray(np.where(missing[:, segment] > 0, told / whole, 0.0))
