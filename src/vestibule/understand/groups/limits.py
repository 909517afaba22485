"""What can groups not say, and why?"""

from __future__ import annotations

LIMITS = {
    "nobody-placed": (
        "There are no positions to group: see what positions cannot say, and why."
    ),
    "few-people": (
        "Too few people are placed surely enough to look for groups among them."
    ),
    "dissolves": (
        "A spectrum, not camps: drawn again, from the same people's votes, at least"
        " one group of every division falls apart, or too few people have a clear"
        " place in one."
    ),
    "no-gap": (
        "A spectrum, not camps: divisions can be drawn, but in none do surely fewer"
        " people stand between the groups than inside them."
    ),
    "not-placed": (
        "Some people are in no group: their votes leave open where they belong."
    ),
    "no-representative": (
        "No statement tells a group from the others surely enough on votes that did"
        " not form the groups."
    ),
    "one-by-one": (
        "Gatherings were not known: people count as if heard one by one, which makes"
        " groups look steadier than they may be."
    ),
}
"""Code to plain sentence, in the order in which they are told."""
