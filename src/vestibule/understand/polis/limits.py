"""What can a Polis analysis of these votes not say?"""

from __future__ import annotations

LIMITS = {
    "order-dependent": "The groups depend on the order in which people first"
    " voted; another order can give other groups.",
    "one-participant": "Only one person voted: there is no difference to map.",
    "one-statement": "Only one statement was voted on: there is no map.",
    "no-spread": "Everybody lies at one point of the map: there is one group only.",
    "one-direction": "The votes differ along one direction only: the map is a line.",
    "few-participants": "Few people voted often enough, so some with fewer"
    " votes were placed in groups too.",
    "not-clustered": "Some people voted too little to be placed in a group;"
    " they count in the consensus but in no group.",
    "small-group": "A group has fewer than ten people: its statements are not"
    " listed, to protect them.",
    "all-moderated": "Every statement voted on is moderated out or meta.",
    "large-conversation": "Above 10,000 people Polis samples at random; all"
    " people were used here.",
}
"""What cannot be said, or holds only with care: code and English sentence."""
