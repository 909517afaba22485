"""What can readings not say, and why?"""

from __future__ import annotations

FEW_UNITS = 10
"""Excerpts read by two coders below which nothing is said of how alike they read."""

FEW_PUT = 5
"""Excerpts with a theme, put by any coder, below which nothing is said of it."""

FEW_CLUSTERS = 5
"""Gatherings below which there is no interval: too few to be drawn again."""

LIMITS = {
    "not-coded": "Nothing has been coded: there is no reading to compare.",
    "one-coder": (
        "No excerpt was read by two coders: how far a theme depends on who reads cannot"
        " be said. Let a second coder read some, without seeing what the first put."
    ),
    "few-units": (
        f"Fewer than {FEW_UNITS} excerpts were read by two coders: nothing can be said"
        " of how alike they read."
    ),
    "one-category": (
        "Every coder gave every excerpt the same reading: there is no difference that"
        " agreement could be measured against."
    ),
    "rare": (
        f"Put on fewer than {FEW_PUT} of the excerpts read by two: too few to say how"
        " alike they read it."
    ),
    "few-gatherings": (
        f"The excerpts read by two come from fewer than {FEW_CLUSTERS} gatherings: no"
        " interval can be given."
    ),
    "undecided": "Coders read some excerpts apart, and nobody has settled it yet.",
}
"""Code to plain sentence."""
