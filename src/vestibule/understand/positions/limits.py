"""What can positions not say, and why?"""

from __future__ import annotations

LIMITS = {
    "no-votes": "Nobody voted: there is nothing to place anyone by.",
    "all-pass": (
        "Everybody passed on everything: nobody took a side, so nobody can be placed."
    ),
    "one-person": "Only one person took a side: there is nobody to compare with.",
    "one-statement": (
        "Sides were taken on one statement only: it cannot tell a direction from"
        " a single answer."
    ),
    "nobody-differs": (
        "On every statement all who took a side took the same one: nothing sets"
        " people apart, so nobody is placed."
    ),
    "no-direction": (
        "No direction predicts hidden votes better than the statements alone:"
        " opinions differ too little, or in no pattern, or too few voted to see one."
    ),
    "unseen-statements": (
        "Some statements have no vote: nothing can be said about them."
    ),
    "nobody-took-a-side": (
        "Some statements were passed on by all who saw them: how people would divide"
        " on them is not known."
    ),
    "people-without-side": (
        "Some people took no side: nothing is known of where they stand, and their"
        " place stays as wide open as before they were asked."
    ),
    "not-settled": (
        "The fit was still moving when it was stopped: positions may shift a little."
    ),
    "sampled-validation": (
        "The number of directions was chosen on a part of the people, drawn by what"
        " they voted."
    ),
}
"""Code to plain sentence, in the order in which they are told."""

NOTHING = (
    "no-votes",
    "all-pass",
    "one-person",
    "one-statement",
    "nobody-differs",
)
"""Those after which no number is given."""
