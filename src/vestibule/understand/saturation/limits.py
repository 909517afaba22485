"""What can never be said of themes not heard yet, and what not in this case?"""

from __future__ import annotations

LEAST_GATHERINGS = 5
"""Gatherings read below which nothing is said of what was not heard."""

LIMITS = {
    "no-gathering": "No gathering has been read: nothing can be said.",
    "few-gatherings": (
        f"Fewer than {LEAST_GATHERINGS} gatherings were read: what would still come up"
        " cannot be said. Read, or hold, more."
    ),
    "no-theme": "No theme was found in what was read: there is nothing to go on from.",
    "undated": (
        "Some gatherings carry no day: which were the last cannot be said, nor whether"
        " anything new came up in them."
    ),
    "no-upper": (
        "No theme was heard in exactly two gatherings: how many at most have not been"
        " heard cannot be said."
    ),
    "lower-bound": (
        "A lower bound, for gatherings like those held: what people do not say in such"
        " a gathering, or before whom they were, it does not count."
    ),
}
"""Code to plain sentence."""
