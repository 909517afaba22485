"""What can the next statements not do, and why?"""

from __future__ import annotations

LIMITS = {
    "no-statement": (
        "No statement was let in by those who moderate: there is nothing to put to"
        " anyone."
    ),
    "nothing-left": (
        "Every statement that may be put to them was put to them already: there is"
        " nothing left to ask."
    ),
    "fewer": "Fewer statements are left than were asked for: all of them are put.",
    "sensitive-in-public": (
        "Sensitive statements are left out: where answers are seen by others, people"
        " cannot say what they think. Count with covered pots, or ask one by one."
    ),
    "no-comparison": (
        "The process declares no comparison: no claim is open, and statements are"
        " drawn by lot, all alike."
    ),
    "group-unknown": (
        "It is not known to which group of any comparison they belong: what they would"
        " tell cannot be foreseen, and statements are drawn by lot, all alike."
    ),
    "nothing-open": (
        "Of the groups they belong to, every claim is decided: statements are drawn by"
        " lot, all alike."
    ),
    "nothing-known": (
        "In a comparison too little was heard to tell how alike groups answer: what is"
        " expected of it rests on what is usual elsewhere."
    ),
}
"""Code to plain sentence, in the order in which they are told."""
