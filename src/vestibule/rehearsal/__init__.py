"""What does it look like when it works? An invented country with planted truths.

For trying, teaching, sizing and testing: `rehearse` returns a dossier and, beside
it, what a good analysis should find. Nothing in it exists.
"""

from __future__ import annotations

from vestibule.rehearsal.crowd import Crowd, crowd, votes
from vestibule.rehearsal.scoring import Score, score
from vestibule.rehearsal.shape import AUTOPORTRAIT, DEFAULT, SHAPES, Effects, Shape
from vestibule.rehearsal.storytelling import Stories, StoryTruth, stories
from vestibule.rehearsal.truth import CountAt, Truth
from vestibule.rehearsal.walk import Rehearsal, rehearse

__all__ = [
    "AUTOPORTRAIT",
    "DEFAULT",
    "SHAPES",
    "CountAt",
    "Crowd",
    "Effects",
    "Rehearsal",
    "Score",
    "Shape",
    "Stories",
    "StoryTruth",
    "Truth",
    "crowd",
    "rehearse",
    "score",
    "stories",
    "votes",
]
