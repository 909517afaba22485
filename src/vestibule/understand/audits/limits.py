"""What can the audits not say, and why?"""

from __future__ import annotations

LIMITS = {
    "no-votes": (
        "Nobody answered one by one: there is nothing to audit but common ground."
    ),
    "no-groups": (
        "There are no groups, neither ours nor those of Polis: how a rule would speak"
        " of random ones cannot be tried."
    ),
    "spectrum": (
        "We found no groups that hold: our rule was tried on random groups of the"
        " sizes that Polis would give."
    ),
    "no-positions": (
        "Too few people were placed, or all answered equally much: whether position"
        " goes with activity cannot be told."
    ),
    "copies-unplaced": (
        "Where people stand was not worked out, so that people of one mind are not"
        " expected: rows that are alike are counted, and none is pointed at."
    ),
    "no-ground": "No comparison could be told: no claim to audit.",
    "no-claims": (
        "Nothing is claimed as common ground: no claim hangs on a gathering, and none"
        " could be undone."
    ),
    "nothing-to-leave-out": (
        "Fewer than two gatherings are known: none can be left out."
    ),
    "short-rows": (
        "Nobody answered enough statements for an identical row to mean anything."
    ),
    "no-moments": (
        "When people answered was not recorded, or too few answered alone: whether"
        " many came at once cannot be told."
    ),
    "not-published": "No published groups were given: there is nothing to derive again.",
    "nobody-published": (
        "The published list places nobody in a group: there is nothing to derive again."
    ),
}
"""Code to plain sentence, in the order in which they are told."""
